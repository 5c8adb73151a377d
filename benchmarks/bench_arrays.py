"""Compiled formulas beside NumPy by hand, PyTorch if it is installed, and ``lambdify``'s loops.

All of them compute from the same arrays in one process and take turns; the table has the least
times and their ratios. A result that differs from the one by hand is a failure.
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
from symderive import compile_numpy

SEED = 20240229
SECONDS_OF_GROWTH = 0.4
# A failure is told once; that nothing was timed then goes without saying.
pytestmark = pytest.mark.filterwarnings("ignore:Benchmark fixture was not used")


def drawn(workload: Workload, sizes: Sizes) -> tuple[Array, ...]:
    """The arrays, the same in every run."""
    return workload.arrays(np.random.default_rng(SEED), *sizes)


def others(workload: Workload, arrays: tuple[Array, ...]) -> tuple[dict[str, Way], dict[str, Any]]:
    """The alternatives, and what each of them takes."""
    ways: dict[str, Way] = {NUMPY: workload.by_hand}
    arguments: dict[str, Any] = {NUMPY: arrays}
    if find_spec("torch"):
        from torch import from_numpy

        ways[TORCH] = workload.with_torch
        arguments[TORCH] = tuple(map(from_numpy, arrays))
    return ways, arguments


def least_seconds(workload: Workload, compiled: Way, sizes: Sizes) -> dict[str, float]:
    """The least time of ours and of the alternatives at these sizes."""
    arrays = drawn(workload, sizes)
    ways, arguments = others(workload, arrays)
    turns = Turns({OURS: compiled, **ways}, {OURS: arrays, **arguments})
    return turns.take(SECONDS_OF_GROWTH)


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
    """A round of the others comes before each round of ours, and is not counted as ours."""
    compiling, compiled = seconds_of(compile_numpy, workload.formula, *workload.arguments)
    *smaller, sizes = workload.sizes
    growth = {workload.sizes_text(s): least_seconds(workload, compiled, s) for s in smaller}
    arrays = drawn(workload, sizes)
    ways, arguments = others(workload, arrays)
    result = compiled(*arrays)
    for name, way in ways.items():
        np.testing.assert_allclose(result, way(*arguments[name]), rtol=1e-7, atol=1e-7)
    rounds = Turns({OURS: compiled, **ways}, {OURS: arrays, **arguments}).rounds()
    turns = Turns(ways, arguments)
    benchmark.pedantic(discarding(compiled), args=arrays, setup=turns, rounds=rounds)
    seconds = {OURS: benchmark.stats.stats.min, **turns.least()}
    row = Row(
        name=workload.name,
        compiled=compiling,
        growth={**growth, workload.sizes_text(sizes): seconds},
        peaks={OURS: peak_of(compiled, *arrays), NUMPY: peak_of(ways[NUMPY], *arrays)},
        loops=beside_loops(workload, compiled),
    )
    benchmark.extra_info.update(
        {f"times {name}": seconds[OURS] / other for name, other in turns.least().items()}
    )
    rows.append(row)
