"""A function of one variable as points: its values, where it jumps, which points a line needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import sympy

from symderive.errors import IllFormed
from symderive.sheets.figures.values import DIGITS, name_of, rounded, variables

Place = tuple[float, float]
Points = tuple[Place, ...]
Function = Callable[[Fraction], float | None]

STEPS = 240
# A step that stays at least so large, as a share of the height, however near its ends are, is a
# jump; one that grows on the way, by so many times, is a pole.
JUMP, HALVINGS, POLE = 0.04, 24, 1.5
# Points closer to a straight line than this share of the height are left out.
FLAT = 2e-4


def function_of(expression: sympy.Expr, over: str) -> Function:
    """The values of an expression in one variable: None where it has none, or none that is real.

    Raises:
        IllFormed: where another variable has no value.
    """
    missing = [name_of(part) for part in variables(expression) if name_of(part) != over]
    if missing:
        raise IllFormed(f"the curve needs values for {', '.join(missing)}: at={{...}}")
    moving = [part for part in variables(expression) if name_of(part) == over]
    stand_in = sympy.Dummy("t", real=True)
    function = sympy.lambdify(
        stand_in, expression.xreplace(dict.fromkeys(moving, stand_in)), "mpmath"
    )
    return lambda place: _value(function, place)


def _value(function: Callable[[Any], Any], place: Fraction) -> float | None:
    import mpmath

    with mpmath.workdps(DIGITS):
        try:
            value = mpmath.mpmathify(function(mpmath.mpf(place.numerator) / place.denominator))
        except (ZeroDivisionError, ValueError, OverflowError):
            return None
        real = isinstance(value, mpmath.mpf) and mpmath.isfinite(value)
        return rounded(float(value)) if real else None


def places_of(low: Fraction, high: Fraction) -> list[Fraction]:
    """Evenly spaced places, both ends included."""
    return [low + (high - low) * Fraction(step, STEPS) for step in range(STEPS + 1)]


def pieces_of(function: Function, low: Fraction, high: Fraction) -> tuple[Points, ...]:
    """The graph in pieces: it is interrupted where the function jumps, or has no value."""
    rows = [(place, function(place)) for place in places_of(low, high)]
    heights = [y for _, y in rows if y is not None]
    spread = (max(heights) - min(heights)) if heights else 0.0
    return tuple(thinned(tuple(piece)) for piece in _pieces(function, rows, JUMP * spread) if piece)


def _pieces(
    function: Function, rows: list[tuple[Fraction, float | None]], least: float
) -> Iterator[list[Place]]:
    piece: list[Place] = []
    before: tuple[Fraction, float] | None = None
    for x, y in rows:
        if y is None:
            yield piece
            piece, before = [], None
            continue
        if before is not None and abs(y - before[1]) > least > 0:
            ends = _jump(function, before, (x, y), least)
            if ends is not None:
                yield piece + ends[0]
                piece = ends[1]
        piece.append((rounded(float(x)), y))
        before = (x, y)
    yield piece


def _jump(
    function: Function, left: tuple[Fraction, float], right: tuple[Fraction, float], least: float
) -> tuple[list[Place], list[Place]] | None:
    """What to add on both sides of a jump, nothing at a pole; None where there is no jump."""
    first = abs(right[1] - left[1])
    for _ in range(HALVINGS):
        middle = (left[0] + right[0]) / 2
        height = function(middle)
        if height is None:
            return [], []
        if abs(height - left[1]) > abs(right[1] - height):
            right = (middle, height)
        else:
            left = (middle, height)
    step = abs(right[1] - left[1])
    if step > POLE * first:
        return [], []
    if step <= least:
        return None
    ends = [(rounded(float(x)), y) for x, y in (left, right)]
    return ends[:1], ends[1:]


def thinned(points: Points) -> Points:
    """The points without those that lie on the line between their neighbours, as good as.

    >>> thinned(((0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 0.0)))
    ((0.0, 0.0), (2.0, 2.0), (3.0, 0.0))
    """
    if len(points) < 3:
        return points
    heights = [y for _, y in points]
    allowed = FLAT * (max(heights) - min(heights))
    kept = [points[0]]
    start = 0
    for end in range(2, len(points)):
        between = points[start + 1 : end]
        if any(_off(point, points[start], points[end]) > allowed for point in between):
            kept.append(points[end - 1])
            start = end - 1
    return (*kept, points[-1])


def _off(point: Place, left: Place, right: Place) -> float:
    """How far a point lies above or below the line between two others."""
    share = (point[0] - left[0]) / ((right[0] - left[0]) or 1.0)
    return abs(rounded(left[1] + share * (right[1] - left[1])) - point[1])
