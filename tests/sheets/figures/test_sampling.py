"""Points of a curve: at both ends, interrupted where it jumps, none that a line does not need."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import atan, tanh

import pytest
import sympy

from symderive.errors import IllFormed
from symderive.sheets.figures.sampling import (
    STEPS,
    Function,
    function_of,
    pieces_of,
    places_of,
    thinned,
)

t, s = sympy.symbols("t s", real=True)


def pieces(expression: sympy.Expr, low: int = -1, high: int = 1) -> tuple[object, ...]:
    """The pieces of a function of t."""
    return pieces_of(function_of(expression, "t"), Fraction(low), Fraction(high))


def plain(function: Callable[[float], float]) -> Function:
    """A Python function in place of an expression."""
    return lambda place: function(float(place))


def test_places_reach_both_ends() -> None:
    places = places_of(Fraction(-1), Fraction(1, 3))
    assert (places[0], places[-1], len(places)) == (-1, Fraction(1, 3), STEPS + 1)


def test_a_line_needs_its_ends_only() -> None:
    assert pieces(2 * t) == (((-1.0, -2.0), (1.0, 2.0)),)
    assert pieces(sympy.Integer(3)) == (((-1.0, 3.0), (1.0, 3.0)),)


def test_corners_stay() -> None:
    corner = tuple((x / 10, abs(x / 10)) for x in range(-10, 11))
    assert thinned(corner) == ((-1.0, 1.0), (0.0, 0.0), (1.0, 1.0))
    assert thinned(((0.0, 1.0),)) == ((0.0, 1.0),)


@pytest.mark.parametrize("at", [Fraction(0), Fraction(1, 7), Fraction(-97, 100)])
def test_a_jump_interrupts_the_curve_where_it_is(at: Fraction) -> None:
    step = sympy.Piecewise((0, t < sympy.Rational(at.numerator, at.denominator)), (1, True))
    left, right = pieces_of(function_of(step, "t"), Fraction(-1), Fraction(1))
    assert left[0] == (-1.0, 0.0)
    assert left[-1] == (pytest.approx(float(at), abs=1e-5), 0.0)
    assert right[0] == (pytest.approx(float(at), abs=1e-5), 1.0)
    assert right[-1] == (1.0, 1.0)


@pytest.mark.parametrize(
    "function",
    [lambda x: tanh(2000 * x), lambda x: atan(300 * x), lambda x: abs(x) ** 0.3],
    ids=["tanh", "atan", "root"],
)
def test_what_is_steep_is_no_jump(function: Callable[[float], float]) -> None:
    assert len(pieces_of(plain(function), Fraction(-1), Fraction(1))) == 1


@pytest.mark.parametrize("expression", [1 / t, 1 / t**2, 1 / (t - sympy.Rational(1, 7))])
def test_a_pole_interrupts_the_curve_and_adds_no_height(expression: sympy.Expr) -> None:
    found = pieces_of(function_of(expression, "t"), Fraction(-1), Fraction(1))
    assert len(found) == 2
    sampled = [function_of(expression, "t")(x) for x in places_of(Fraction(-1), Fraction(1))]
    known = {y for y in sampled if y is not None}
    assert {y for piece in found for _, y in piece} <= known


def test_where_there_is_no_real_value_there_is_no_curve() -> None:
    (root,) = pieces_of(function_of(sympy.sqrt(t), "t"), Fraction(-1), Fraction(1))
    assert root[0][0] == 0.0
    assert pieces_of(function_of(sympy.log(-(t**2) - 1), "t"), Fraction(-1), Fraction(1)) == ()


def test_another_variable_needs_a_value() -> None:
    with pytest.raises(IllFormed, match="needs values for s"):
        function_of(s * t, "t")
