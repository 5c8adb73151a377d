"""Exact numbers and balls: what is exact stays exact, what a ball cannot decide is not decided."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from flint import arb, fmpq

from symderive.errors import BudgetExceeded, Undefined
from symderive.evaluator.arithmetic import (
    Inconclusive,
    Indeterminate,
    comparison,
    exact,
    exponential,
    floor,
    fraction,
    greater,
    integer_or_none,
    integer_power,
    inverse,
    lesser,
    power,
    shown,
    sign_of,
)

AROUND_ZERO = arb(0, 1)


@pytest.mark.parametrize("value", [0, 7, -3, Fraction(1, 2), Fraction(-7, 3)])
def test_exact_and_back(value: Fraction) -> None:
    assert fraction(exact(value)) == value


def test_what_is_rational_stays_rational() -> None:
    assert power(fmpq(8, 27), fmpq(-2, 3)) == fmpq(9, 4)
    assert power(0, fmpq(1, 2)) == 0
    assert exponential(fmpq(0)) == 1
    assert greater(fmpq(1, 2), 0) == fmpq(1, 2)
    assert lesser(fmpq(1, 2), 0) == 0


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (sign_of, (AROUND_ZERO,)),
        (inverse, (AROUND_ZERO,)),
        (floor, (arb(1, "0.1"),)),
        (integer_or_none, (arb(1, "0.1"),)),
        (comparison, (AROUND_ZERO, fmpq(1, 2))),
        (power, (AROUND_ZERO, fmpq(1, 2))),
    ],
    ids=["sign", "inverse", "floor", "integer", "comparison", "power"],
)
def test_a_ball_on_both_sides_decides_nothing(
    function: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    with pytest.raises(Inconclusive):
        function(*arguments)


def test_a_ball_on_one_side_decides() -> None:
    assert sign_of(arb(2, 1)) == 1
    assert sign_of(arb(-2, 1)) == -1
    assert sign_of(arb(0)) == 0
    assert floor(arb("2.5", "0.1")) == 2
    assert integer_or_none(arb("2.5", "0.1")) is None
    assert integer_or_none(arb(3)) == 3
    assert greater(arb(2, 1), 0).overlaps(arb(2, 1))


@pytest.mark.parametrize("exponent", [-1, fmpq(-1, 2)])
def test_zero_has_no_negative_power(exponent: fmpq) -> None:
    with pytest.raises(Undefined, match="division by zero"):
        power(0, exponent)


def test_numbers_that_grow_beyond_bounds_are_given_up() -> None:
    with pytest.raises(BudgetExceeded):
        integer_power(fmpq(3, 2), 10**8)
    assert integer_power(-1, 10**8) == 1
    with pytest.raises(Indeterminate):
        exponential(exponential(exponential(exponential(100))))


def test_shown_digits_are_certain() -> None:
    assert shown(fmpq(-3, 2)) == "-3/2"
    assert shown(arb(2).sqrt()) == "1.4142136"
