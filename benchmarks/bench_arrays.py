"""Compiled formulas beside NumPy by hand, PyTorch if it is installed, and ``lambdify``'s loops.

All of them compute from the same arrays in one process; ours and NumPy by hand take turns. The
table has the least times and their ratios. A result that differs from the one by hand is a failure.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.array_tables import NUMPY, OURS, TORCH, Loops, Row
from benchmarks.measuring import Turns, Way, discarding, peak_of, seconds_of
from benchmarks.workloads import WORKLOADS, Workload
from benchmarks.workloads.workload import Array, Sizes
from symderive import compile_numpy, exp, size, vector

SEED = 20240229
SECONDS_OF_GROWTH = 0.4
# A failure is told once; that nothing was timed then goes without saying.
pytestmark = pytest.mark.filterwarnings("ignore:Benchmark fixture was not used")


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """What the compiler imports is not counted as time of compiling."""
    x = vector("x", size("n"))
    compile_numpy(exp(x) + x)


def drawn(workload: Workload, sizes: Sizes) -> tuple[Array, ...]:
    """The arrays, the same in every run."""
    return workload.arrays(np.random.default_rng(SEED), *sizes)


def with_torch(workload: Workload, arrays: tuple[Array, ...]) -> tuple[Way, tuple[Any, ...]]:
    """The function that calls PyTorch, and the arrays as PyTorch's."""
    from torch import from_numpy

    return workload.with_torch, tuple(map(from_numpy, arrays))


def least_seconds(workload: Workload, compiled: Way, sizes: Sizes) -> dict[str, float]:
    """The least time of ours and of NumPy by hand at these sizes."""
    arrays = drawn(workload, sizes)
    ways = {OURS: compiled, NUMPY: workload.by_hand}
    return Turns(ways, dict.fromkeys(ways, arrays)).take(SECONDS_OF_GROWTH)


def beside_loops(workload: Workload, compiled: Way) -> Loops:
    """Two runs of the loops, which take about a second at their sizes, and ours at the same."""
    sizes = workload.loop_sizes
    arrays = drawn(workload, sizes)
    made = workload.entries.function()
    runs = [seconds_of(workload.entries.computed, made, arrays, sizes) for _ in range(2)]
    result = runs[0][1]
    np.testing.assert_allclose(compiled(*arrays), result, rtol=1e-7, atol=1e-7)
    ours = Turns({OURS: compiled}, {OURS: arrays}).take(SECONDS_OF_GROWTH)
    return Loops(workload.sizes_text(sizes), min(seconds for seconds, _ in runs), ours[OURS])


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_compiled(workload: Workload, benchmark: BenchmarkFixture, rows: list[Row]) -> None:
    """A round of NumPy by hand comes before each round of ours, and is not counted as ours.

    PyTorch comes last, since its threads are busy for a while after each call.
    """
    compiling, compiled = seconds_of(compile_numpy, workload.formula, *workload.arguments)
    *smaller, sizes = workload.sizes
    growth = {workload.sizes_text(s): least_seconds(workload, compiled, s) for s in smaller}
    arrays = drawn(workload, sizes)
    result = compiled(*arrays)
    np.testing.assert_allclose(result, workload.by_hand(*arrays), rtol=1e-7, atol=1e-7)
    ways = {OURS: compiled, NUMPY: workload.by_hand}
    rounds = Turns(ways, dict.fromkeys(ways, arrays)).rounds()
    turns = Turns({NUMPY: workload.by_hand}, {NUMPY: arrays})
    benchmark.pedantic(discarding(compiled), args=arrays, setup=turns, rounds=rounds)
    seconds = {OURS: benchmark.stats.stats.min, **turns.least()}
    if find_spec("torch"):
        way, tensors = with_torch(workload, arrays)
        np.testing.assert_allclose(result, way(*tensors), rtol=1e-7, atol=1e-7)
        seconds |= Turns({TORCH: way}, {TORCH: tensors}).take(SECONDS_OF_GROWTH)
    row = Row(
        name=workload.name,
        compiled=compiling,
        growth={**growth, workload.sizes_text(sizes): seconds},
        peaks={OURS: peak_of(compiled, *arrays), NUMPY: peak_of(workload.by_hand, *arrays)},
        loops=beside_loops(workload, compiled),
    )
    benchmark.extra_info.update(
        {f"over {name}": seconds[OURS] / other for name, other in seconds.items()}
    )
    rows.append(row)
