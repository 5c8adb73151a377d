"""Every way to compute a workload finds the same, so that their times can be compared."""

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from benchmarks.workloads import BY_NAME, WORKLOADS, Workload
from benchmarks.workloads.workload import Array, number
from symderive import compile_numpy

each_workload = pytest.mark.parametrize("workload", WORKLOADS, ids=lambda found: found.name)


def small_arrays(workload: Workload) -> tuple[Array, ...]:
    return workload.arrays(np.random.default_rng(3), *workload.small)


def assert_as_by_hand(workload: Workload, found: Any) -> None:
    expected = workload.by_hand(*small_arrays(workload))
    assert np.shape(found) == np.shape(expected)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-13)


@each_workload
def test_the_compiled_formula_is_what_is_written_by_hand(workload: Workload) -> None:
    compiled = compile_numpy(workload.formula, *workload.arguments)
    assert_as_by_hand(workload, compiled(*small_arrays(workload)))


@each_workload
def test_the_formula_is_what_is_written_by_hand(workload: Workload) -> None:
    arrays = small_arrays(workload)
    values = dict(zip(workload.arguments, arrays, strict=True))
    assert_as_by_hand(workload, workload.formula.numpy(values))


@each_workload
def test_the_loops_are_what_is_written_by_hand(workload: Workload) -> None:
    entries = workload.entries
    found = entries.computed(entries.function(), small_arrays(workload), workload.small)
    assert_as_by_hand(workload, found)


@each_workload
@pytest.mark.skipif(not find_spec("torch"), reason="PyTorch is not installed")
def test_the_layer_is_what_is_written_by_hand(workload: Workload) -> None:
    from torch import from_numpy

    found = workload.with_torch(*map(from_numpy, small_arrays(workload)))
    assert_as_by_hand(workload, found.numpy())


@each_workload
def test_no_way_changes_its_arguments(workload: Workload) -> None:
    arrays, same = small_arrays(workload), small_arrays(workload)
    workload.by_hand(*arrays)
    compile_numpy(workload.formula, *workload.arguments)(*arrays)
    for array, expected in zip(arrays, same, strict=True):
        np.testing.assert_array_equal(array, expected)


@each_workload
def test_sizes_grow_to_those_that_are_stated(workload: Workload) -> None:
    amounts = [np.prod(sizes, dtype=float) for sizes in workload.sizes]
    assert amounts == sorted(set(amounts))
    assert np.prod(workload.small) < min(amounts)


def test_each_workload_has_a_name_of_its_own() -> None:
    assert len(BY_NAME) == len(WORKLOADS)


def test_sizes_are_shown_with_powers_of_ten_where_they_are_large() -> None:
    line = BY_NAME["1-D convolution"]
    assert line.sizes_text(line.sizes[-1]) == "n = 10^6, k = 64"
    assert [number(value) for value in (10, 1000, 10_000, 20_000, 1_000_001)] == [
        "10",
        "1000",
        "10^4",
        "20000",
        "1000001",
    ]
