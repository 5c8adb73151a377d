"""Functions with jumps: their values, properties, and how they are written and read."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from symderive.evaluator.step_functions import (
    IDENTITY,
    StepFunction,
    candidates,
    function_of,
)
from symderive.language.declarations import PROPERTIES

ZERO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)
STEP = StepFunction((ZERO,), (ONE,), (ZERO, ONE))
LATE = StepFunction((ZERO,), (ZERO,), (ZERO, ONE))
CLIP = StepFunction((ZERO, ONE), (ZERO, ONE), (ZERO, IDENTITY, ONE))
POINTS = [Fraction(k, 4) for k in range(-12, 13)]


def test_values_at_and_between_jumps() -> None:
    assert [STEP(x) for x in (-ONE, ZERO, ONE)] == [0, 1, 1]
    assert [LATE(x) for x in (-ONE, ZERO, ONE)] == [0, 0, 1]
    assert [CLIP(x) for x in (-ONE, ZERO, HALF, ONE, ONE + ONE)] == [0, 0, HALF, 1, 1]


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (STEP, "0 for x < 0, 1 for x >= 0"),
        (LATE, "0 for x <= 0, 1 for x > 0"),
        (CLIP, "0 for x <= 0, x for 0 < x <= 1, 1 for x > 1"),
        (StepFunction((), (), (HALF,)), "1/2"),
        (StepFunction((), (), (IDENTITY,)), "x"),
        (StepFunction((ZERO,), (ONE,), (ZERO, ZERO)), "0 for x < 0, 1 for x = 0, 0 for x > 0"),
    ],
    ids=str,
)
def test_how_they_are_written(function: StepFunction, text: str) -> None:
    assert function.text("x") == text
    assert function_of(text, "x").text("x") == text


def test_what_is_written_is_read_back() -> None:
    for function in candidates(("arbitrary",), smooth=False):
        again = function_of(function.text("y"), "y")
        assert [again(x) for x in POINTS] == [function(x) for x in POINTS]


def test_what_is_no_function_is_not_read() -> None:
    with pytest.raises(ValueError, match="no function"):
        function_of("0 for x < 0, 1", "x")


def near(function: StepFunction, x: Fraction, step: Fraction) -> Fraction:
    """The value close by; between jumps at quarters it changes by no more than the step."""
    return function(x + step / 1000)


def seen(function: StepFunction, name: str) -> bool:
    """Whether a property holds as far as values at and near quarters show."""
    small = Fraction(1, 100)
    values = [function(x) for x in POINTS]
    if name == "right_continuous":
        return all(abs(near(function, x, ONE) - function(x)) < small for x in POINTS)
    if name == "left_continuous":
        return all(abs(near(function, x, -ONE) - function(x)) < small for x in POINTS)
    if name == "continuous":
        return seen(function, "left_continuous") and seen(function, "right_continuous")
    if name == "in_unit_interval":
        return all(0 <= value <= 1 for value in values)
    if name == "from_zero_to_one":
        return (function(Fraction(-100)), function(Fraction(100))) == (0, 1)
    fine = [
        v for x in POINTS for v in (near(function, x, -ONE), function(x), near(function, x, ONE))
    ]
    checks = {
        "nondecreasing": all(a <= b for a, b in pairwise(fine)),
        "nonincreasing": all(a >= b for a, b in pairwise(fine)),
        "increasing": all(a < b for a, b in pairwise(fine)),
        "decreasing": all(a > b for a, b in pairwise(fine)),
    }
    return checks.get(name, True)


@pytest.mark.parametrize(
    "name",
    [
        "arbitrary",
        "continuous",
        "decreasing",
        "from_zero_to_one",
        "in_unit_interval",
        "increasing",
        "left_continuous",
        "nondecreasing",
        "nonincreasing",
        "right_continuous",
    ],
)
def test_candidates_have_their_property_and_the_others_do_not(name: str) -> None:
    assert name in PROPERTIES
    chosen = set(candidates((name,), smooth=False))
    for function in candidates(("arbitrary",), smooth=False):
        assert (function in chosen) == seen(function, name), function.text("x")


def test_smooth_functions_have_no_jumps() -> None:
    assert all(not function.jumps for function in candidates((), smooth=True))


def test_the_simplest_distribution_function_comes_first() -> None:
    wanted = ("from_zero_to_one", "in_unit_interval", "nondecreasing", "right_continuous")
    assert candidates(wanted, smooth=False)[0] == STEP


def test_a_property_that_is_not_known_has_no_functions() -> None:
    assert candidates(("unheard_of",), smooth=False) == []
