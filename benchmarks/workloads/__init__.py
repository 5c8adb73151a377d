"""What is computed at the sizes that people run, one record for each formula."""

from benchmarks.workloads import convolution, differences, pooling, products, softmax
from benchmarks.workloads.workload import Workload

SUBJECTS = (pooling, convolution, softmax, products, differences)
WORKLOADS: tuple[Workload, ...] = tuple(
    workload for subject in SUBJECTS for workload in subject.WORKLOADS
)
BY_NAME = {workload.name: workload for workload in WORKLOADS}
