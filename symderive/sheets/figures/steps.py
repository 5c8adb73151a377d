"""A distribution function with finitely many steps, and its generalised inverse beside it."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

from symderive.claims.pictures import Staircase
from symderive.sheets.figures.model import DASHED, Axes, Curve, Mark, Plot

# How far the axes go on beyond the first and the last step, as a share of what lies between.
MARGIN = Fraction(1, 5)
# How far the axis of the levels goes beyond 0 and 1.
ROOM = Fraction(1, 15)


def steps_of(picture: Staircase, name: str) -> Plot:
    """The figure of a step function and its inverse.

    Args:
        picture: what is shown.
        name: what the figure and its files are called.
    """
    function, inverse = picture.names
    places = [place for place, _ in picture.steps]
    reached = list(accumulate(height for _, height in picture.steps))
    read_off = next(p for p, total in zip(places, reached, strict=True) if total >= picture.level)
    width = (places[-1] - places[0]) or Fraction(1)
    low, high = places[0] - MARGIN * width, places[-1] + MARGIN * width
    panels = (
        _function(picture, places, reached, (low, high), read_off),
        _inverse(picture, places, reached, (low, high), read_off),
    )
    at = f"$u = {picture.level}$ the inverse is ${inverse}(u) = {read_off}$"
    caption = (
        f"${inverse}(u)$ is the first place at which ${function}$ is at least $u$: at {at}. A full "
        "dot belongs to the function, a hollow one does not."
    )
    told = (
        f"{function} with steps at {', '.join(map(str, places))}, and {inverse}, its generalised "
        f"inverse; at u = {picture.level} it is {read_off}."
    )
    return Plot(name, caption, told, panels)


def _function(
    picture: Staircase,
    places: list[Fraction],
    reached: list[Fraction],
    limits: tuple[Fraction, Fraction],
    read_off: Fraction,
) -> Axes:
    """The function: it belongs to the right at its steps."""
    ends = [limits[0], *places, limits[1]]
    heights = [Fraction(0), *reached]
    pieces = tuple(
        (_point(left, height), _point(right, height))
        for left, right, height in zip(ends, ends[1:], heights, strict=False)
    )
    marks = [Mark(*_point(x, y)) for x, y in zip(places, reached, strict=True)]
    marks += [Mark(*_point(x, y), hollow=True) for x, y in zip(places, heights, strict=False)]
    level = picture.level
    corner = (_point(limits[0], level), _point(read_off, level), _point(read_off, -ROOM))
    return Axes(
        picture.names[0],
        "x",
        (Curve("", pieces),),
        (float(limits[0]), float(limits[1])),
        marks=tuple(marks),
        x_ticks=_ticks(places, read_off, f"{picture.names[1]}(u)"),
        y_ticks=_ticks([Fraction(0), Fraction(1)], level, "u"),
        y_limits=(float(-ROOM), float(1 + ROOM)),
        guides=(Curve("", (corner,), -1, DASHED),),
    )


def _inverse(
    picture: Staircase,
    places: list[Fraction],
    reached: list[Fraction],
    limits: tuple[Fraction, Fraction],
    read_off: Fraction,
) -> Axes:
    """The inverse: it belongs to the left at its steps."""
    ends = [Fraction(0), *reached]
    rows = list(zip(ends, ends[1:], places, strict=False))
    pieces = tuple((_point(left, x), _point(right, x)) for left, right, x in rows)
    marks = [Mark(*_point(right, x)) for _, right, x in rows]
    marks += [Mark(*_point(left, x), hollow=True) for left, _, x in rows]
    level = picture.level
    corner = (_point(level, limits[0]), _point(level, read_off), _point(Fraction(0), read_off))
    return Axes(
        picture.names[1],
        "",
        (Curve("", pieces),),
        (0.0, 1.0),
        marks=tuple(marks),
        x_ticks=_ticks([Fraction(0), Fraction(1)], level, "u"),
        y_ticks=_ticks(places, read_off, f"{picture.names[1]}(u)"),
        y_limits=(float(limits[0]), float(limits[1])),
        guides=(Curve("", (corner,), -1, DASHED),),
    )


def _point(x: Fraction, y: Fraction) -> tuple[float, float]:
    return float(x), float(y)


def _ticks(places: list[Fraction], special: Fraction, name: str) -> tuple[tuple[float, str], ...]:
    """The places with their values, and the one that is read off by its name."""
    others = [(float(place), str(place)) for place in places if place != special]
    return tuple(sorted([*others, (float(special), name)]))
