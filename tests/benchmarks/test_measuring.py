"""Turns are taken, and peaks are seen. Nothing here depends on how fast the machine is."""

import numpy as np
import pytest

from benchmarks.measuring import FEWEST, MOST, Turns, discarding, peak_of, seconds_of


def test_ways_take_turns_with_their_own_arguments() -> None:
    called = []
    ways = {"a": lambda value: called.append(("a", value)), "b": lambda: called.append(("b", None))}
    turns = Turns(ways, {"a": (1,), "b": ()})
    turns()
    turns()
    assert called == [("a", 1), ("b", None)] * 2
    assert {name: len(times) for name, times in turns.seconds.items()} == {"a": 2, "b": 2}
    assert turns.least() == {name: min(times) for name, times in turns.seconds.items()}


@pytest.mark.parametrize(("seconds", "rounds"), [(0.0, FEWEST), (1e9, MOST)])
def test_rounds_are_neither_too_few_nor_too_many(seconds: float, rounds: int) -> None:
    turns = Turns({"a": lambda: sum(range(1000))}, {"a": ()})
    assert set(turns.take(seconds)) == {"a"}
    assert len(turns.seconds["a"]) == rounds


def test_the_peak_counts_arrays_that_are_freed_before_the_end() -> None:
    size = 10**6
    assert 16 * size <= peak_of(lambda: np.ones(size) + np.ones(size)) < 32 * size
    assert peak_of(lambda: np.ones(size).sum()) < 16 * size


def test_a_result_can_be_kept_or_discarded() -> None:
    seconds, result = seconds_of(np.add, 2, 3)
    assert seconds > 0
    assert result == 5
    assert discarding(np.add)(2, 3) is None
