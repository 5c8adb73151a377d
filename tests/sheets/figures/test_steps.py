"""A step function and its generalised inverse, against their definitions."""

from __future__ import annotations

import pytest

from symderive import staircase
from symderive.sheets.figures.model import Axes
from symderive.sheets.figures.steps import steps_of

STEPS = [{1: 0.25, 2: 0.5, 4: 0.25}, {0: 1}, {-1: "1/3", 3: "2/3"}]


def owners(axes: Axes) -> set[tuple[float, float]]:
    """The full dots."""
    return {(mark.x, mark.y) for mark in axes.marks if not mark.hollow}


@pytest.mark.parametrize("steps", STEPS, ids=["three", "one", "two"])
@pytest.mark.parametrize("level", [0.1, 0.25, 0.5, 0.9])
def test_the_inverse_is_the_first_place_that_reaches_the_level(
    steps: dict[int, object], level: float
) -> None:
    plot = steps_of(staircase(steps, level), "steps")
    function, inverse = plot.panels
    reached = sorted(owners(function), key=lambda dot: dot[0])
    expected = next(x for x, height in reached if height >= level)
    assert inverse.guides[0].pieces[0][1] == (level, expected)
    assert function.guides[0].pieces[0][1] == (expected, level)
    assert owners(inverse) == {(height, x) for x, height in reached}
    assert reached[-1][1] == 1.0


def test_jumps_are_left_open_below_and_closed_above() -> None:
    function, inverse = steps_of(staircase({1: 0.25, 2: 0.75}, 0.5), "steps").panels
    hollow = {(mark.x, mark.y) for mark in function.marks if mark.hollow}
    assert hollow == {(1.0, 0.0), (2.0, 0.25)}
    assert {(m.x, m.y) for m in inverse.marks if m.hollow} == {(0.0, 1.0), (0.25, 2.0)}
    assert function.curves[0].pieces[0][1] == (1.0, 0.0)
    assert function.curves[0].pieces[-1][0] == (2.0, 1.0)


def test_the_names_are_those_that_were_given() -> None:
    plot = steps_of(staircase({1: 1}, 0.5, names=("H", "Q")), "steps")
    assert [axes.title for axes in plot.panels] == ["H", "Q"]
    assert "$Q(u) = 1$" in plot.caption
    assert (1.0, "Q(u)") in plot.panels[0].x_ticks
