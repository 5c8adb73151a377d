"""Claims about a distribution function with many atoms, in floats."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from symderive import (
    eq,
    exists,
    forall,
    function,
    ge,
    gt,
    iff,
    implies,
    infimum,
    le,
    lt,
    probability,
    real,
    same_set,
    supremum,
    uniform,
)
from symderive.language.reading import read_statement
from symderive.numeric.check import check_statement
from symderive.numeric.order import ATOMS, Steps
from symderive.results import Evidence

F = function("F", distribution=True)
t, u = real("t"), real("u")
w = real("w", above=0, below=1)


def checked(claim: Any, *given: Any) -> Evidence:
    """What the check in floats sees."""
    return check_statement(read_statement(claim, given=list(given)), {})


def inverse(level: Any, values: Any = F, relation: Any = le) -> Any:
    """The generalised inverse."""
    return infimum(lambda x: relation(level, values(x)))


def event(condition: Any) -> Any:
    """The probability of an event of a variable that is uniform on [0, 1]."""
    return probability(condition, uniform(0, 1))


def test_the_function_and_its_inverse() -> None:
    steps = Steps(np.random.default_rng(0))
    assert len(steps.places) == ATOMS
    assert (np.diff(steps.places) > 0).all()
    assert (steps.levels[0], steps.levels[-1]) == (0, 1)
    heights = np.diff(steps.levels)
    assert (heights >= 0).all()
    assert (heights == 0).sum() > 1000
    assert (steps(steps.places) == steps.levels[1:]).all()
    assert (steps(steps.places - 0.125) == steps.levels[:-1]).all()
    found = steps.inverse(np.array([-1.0, 0.0, 1.0, 1.5]))
    last = steps.places[np.flatnonzero(heights)[-1]]
    assert found.tolist() == [-np.inf, -np.inf, last, np.inf]


TRUE = {
    "equivalence": iff(le(inverse(u), t), le(u, F(t))),
    "equivalence, within": iff(le(inverse(w), t), le(w, F(t))),
    "chain": implies(le(u, F(t)), le(inverse(u), infimum(lambda x: le(t, x)))),
    "function of the inverse": ge(F(inverse(w)), w),
    "inverse of the function": le(inverse(F(t)), t),
    "same event": eq(event(lambda U: le(inverse(U), t)), event(lambda U: le(U, F(t)))),
    "distribution": eq(event(lambda U: le(inverse(U), t)), F(t)),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_passes(name: str) -> None:
    found = checked(TRUE[name])
    assert found.outcome == "passed", str(found)
    assert found.points >= 100


FALSE = {
    "strict on the left": iff(lt(inverse(u), t), le(u, F(t))),
    "strict on the right": iff(le(inverse(u), t), lt(u, F(t))),
    "strict on both sides": iff(lt(inverse(u), t), lt(u, F(t))),
    "turned round": iff(ge(inverse(u), t), le(u, F(t))),
    "function of the inverse is that value": eq(F(inverse(w)), w),
    "inverse of the function is that number": eq(inverse(F(t)), t),
    "other side": eq(event(lambda U: ge(inverse(U), t)), F(t)),
    "fixed number": eq(event(lambda U: le(w, F(t))), F(t)),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_fails(name: str) -> None:
    assert checked(FALSE[name]).outcome == "failed"


def test_hypotheses_choose_the_points() -> None:
    found = checked(le(inverse(u), t), le(u, F(t)))
    assert found.outcome == "passed"
    assert 0 < found.points < 200_000
    assert checked(le(inverse(u), t), lt(t, t)).outcome == "uninformative"


rising = function("S", increasing=True, arbitrary=True)
smooth = function("g", nondecreasing=True, smooth=True)
OTHER = {
    "quantifier": (exists(lambda x: le(u, F(x)), real()), "quantifier over the reals"),
    "sets": (same_set(lambda x: le(u, F(x)), lambda x: le(u, F(x))), "quantifier"),
    "supremum": (le(supremum(lambda x: le(u, F(x))), t), "only sets of all x"),
    "strict set": (le(inverse(u, relation=lt), t), "only sets of all x"),
    "no jumps": (le(rising(t), rising(t)), "S is none"),
    "smooth": (le(inverse(u, values=smooth), t), "g is none"),
    "arithmetic": (le(F(t) + F(u), 2), "Add"),
    "infinite": (ge(F(inverse(u)), u), "infinite"),
    "strict frequency": (gt(event(lambda U: le(U, w)), F(t)), "too blurred"),
}


@pytest.mark.parametrize("name", OTHER)
def test_what_is_not_looked_at(name: str) -> None:
    claim, words = OTHER[name]
    found = checked(claim)
    assert found.outcome == "not applicable"
    assert words in found.detail


def test_sets_of_indices_are_checked_as_ever() -> None:
    assert checked(same_set(lambda k: gt(k, 1), lambda k: ge(k, 2), 9)).outcome == "passed"
    assert checked(same_set(lambda k: gt(k, 1), lambda k: ge(k, 3), 9)).outcome == "failed"
    every_index = forall(lambda k: ge(k, 1), 9)
    assert checked(every_index).outcome == "passed"
