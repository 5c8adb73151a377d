"""What generated code calls: cost, ranges, requirements, three-valued conditions."""

from __future__ import annotations

import pytest
from flint import fmpq

from symderive.errors import BudgetExceeded, Undefined
from symderive.evaluator.arithmetic import Inconclusive, Indeterminate
from symderive.evaluator.jets import Jet
from symderive.evaluator.support import (
    CLOCK_EVERY,
    Meter,
    all_of,
    any_of,
    inside,
    integer,
    required,
    seeded,
    worse,
)


def raising(error: Exception) -> bool:
    raise error


UNDEFINED = Undefined("somewhere")


def test_the_cost_is_counted() -> None:
    meter = Meter()
    meter.start(100, float("inf"))
    meter.spend(60)
    with pytest.raises(BudgetExceeded, match="costs too much"):
        meter.spend(60)


def test_the_clock_is_read_now_and_then() -> None:
    meter = Meter()
    meter.start(10 * CLOCK_EVERY, until=0.0)
    meter.spend(10)
    with pytest.raises(BudgetExceeded, match="time is over"):
        meter.spend(CLOCK_EVERY)


def test_a_false_part_decides_whatever_the_others_are() -> None:
    assert not all_of(lambda: raising(UNDEFINED), lambda: False)
    assert any_of(lambda: raising(Inconclusive()), lambda: True)
    assert all_of()
    assert not any_of()


def test_without_a_decision_the_doubt_remains() -> None:
    with pytest.raises(Undefined):
        all_of(lambda: raising(UNDEFINED), lambda: True)
    with pytest.raises(Inconclusive):
        all_of(lambda: raising(UNDEFINED), lambda: raising(Inconclusive()))
    with pytest.raises(Undefined):
        any_of(lambda: False, lambda: raising(UNDEFINED))


def test_of_two_doubts_the_more_open_one_is_kept() -> None:
    open_one, never = Inconclusive(), Indeterminate()
    assert worse(None, UNDEFINED) is UNDEFINED
    assert worse(UNDEFINED, open_one) is open_one
    assert worse(open_one, UNDEFINED) is open_one
    assert worse(never, UNDEFINED) is never


def test_integers_where_only_integers_have_a_meaning() -> None:
    assert integer(fmpq(6, 2), "the index") == 3
    with pytest.raises(Undefined, match="the index 1/2 is not an integer"):
        integer(fmpq(1, 2), "the index")
    with pytest.raises(Indeterminate):
        integer(Jet(2, 1, 1), "the index")


def test_ranges_and_requirements() -> None:
    inside((2, 1), (2, 3), "A")
    with pytest.raises(Undefined, match=r"A\[2,4\] is outside 1..2 x 1..3"):
        inside((2, 4), (2, 3), "A")
    required(True, "matmul needs {left} {relation} {right}", 2, "=", 2)
    with pytest.raises(Undefined, match="matmul needs 2 = 3"):
        required(False, "matmul needs {left} {relation} {right}", 2, "=", 3)


def test_only_the_entry_itself_is_moved() -> None:
    store = {(1,): 5, (2,): 7}
    moved = seeded(store, (1,), ((1, (1,), 0),))
    assert (moved.value, moved.slope) == (5, 1)
    assert seeded(store, (2,), ((1, (1,), 0),)) == 7
    twice = seeded(store, (1,), ((1, (1,), 0), (2, (1,), 1)))
    assert (twice.level, twice.value.level) == (5, 2)
