"""Curves: their values, names and pieces, and the counterexample on them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import exp as real_exp
from math import log as real_log

import pytest

from symderive import (
    curves,
    delta,
    diff,
    eq,
    exp,
    jacobian,
    log,
    logsumexp,
    real,
    relu,
    size,
    softmax,
    sqrt,
    vector,
)
from symderive.errors import IllFormed
from symderive.language.reading import read_statement
from symderive.results import Witness
from symderive.sheets.figures.graphs import curves_of
from symderive.sheets.figures.model import Curve
from symderive.sheets.figures.sampling import STEPS
from symderive.sheets.figures.values import Known
from tests.sheets.figures.pictures import both_sides, matrices, sharpening

n = size("n")
t, s = real("t"), real("s")
x = vector("x", n)


def drawn(*functions: object, over: object = t, between: object = (0, 2), **more: object) -> list:  # type: ignore[type-arg]
    """The curves of the first panel."""
    return list(curves_of(curves(over, between, *functions, **more), "g", {}).panels[0].curves)


def at(curve: Curve, place: float) -> float:
    """The height of a curve, between its points along straight lines."""
    for piece in curve.pieces:
        for (left, low), (right, high) in pairwise(piece):
            if left <= place <= right:
                return low + (high - low) * (place - left) / (right - left)
    raise AssertionError(place)


def test_a_curve_has_the_values_of_its_term() -> None:
    (curve,) = drawn(exp(t) / 2)
    for place in (0.0, 0.3, 1.0, 1.7, 2.0):
        assert at(curve, place) == pytest.approx(real_exp(place) / 2, abs=2e-3)
    assert len(curve.pieces) == 1
    assert len(curve.pieces[0]) < STEPS / 2


def test_a_vector_is_a_curve_for_each_entry() -> None:
    found = drawn({"p": softmax(t * x)}, at={n: 2, x: (0, 1)})
    assert [curve.label for curve in found] == ["p_{1}", "p_{2}"]
    assert at(found[1], 1.0) == pytest.approx(1 / (1 + real_exp(-1)), abs=1e-3)
    assert [curve.colour for curve in found] == [0, 1]


def test_curves_on_top_of_each_other_have_one_name() -> None:
    plot = sharpening()
    assert [curve.label for curve in plot.panels[0].curves] == ["p_{1}", "p_{2}", "p_{3}"]
    assert [curve.label for curve in plot.panels[1].curves] == ["p_{1}", "p_{2} = p_{3}"]


def test_panels_share_their_heights_and_say_how_they_differ() -> None:
    first, second = sharpening().panels
    assert first.y_limits == second.y_limits
    assert first.y_limits is not None
    assert first.y_limits[0] < 0
    assert first.y_limits[1] > 1
    assert (first.title, second.title) == (r"x = (0,\ 1,\ 2)", r"x = (0,\ 2,\ 2)")
    assert sharpening().caption == "At $n = 3$."


def test_both_sides_of_a_claim_meet_its_counterexample() -> None:
    (panel,) = both_sides().panels
    assert [curve.label for curve in panel.curves][1] == "t"
    assert {(mark.x, mark.y) for mark in panel.marks} == {(-1.0, 0.0), (-1.0, -1.0)}
    assert both_sides().caption == "Both sides; the dots are the counterexample."


def test_other_variables_are_as_in_the_counterexample() -> None:
    statement = read_statement(eq(log(x[1] + x[2]), log(x[1]) + log(x[2])))
    witness = Witness(sizes={"n": 2}, values={"x[1]": "1", "x[2]": "3"})
    plot = curves_of(curves(x[1], (0.5, 2)), "g", {}, statement, witness)
    left, right = plot.panels[0].curves
    assert at(left, 1.0) == pytest.approx(real_log(4), abs=1e-3)
    assert at(right, 1.0) == pytest.approx(real_log(3), abs=1e-3)
    assert "$x_{2} = 3$" in plot.caption
    assert "x_{1} =" not in plot.caption


def test_long_sides_are_called_left_and_right() -> None:
    statement = read_statement(eq(exp(t) / (1 + exp(t)), t))
    plot = curves_of(curves(t, (0, 1)), "g", {}, statement, Witness(values={"t": "0"}))
    labels = [curve.label for curve in plot.panels[0].curves]
    assert labels == [r"\mathrm{left\ side}", r"\mathrm{right\ side}"]


def test_a_band_lies_between_its_edges() -> None:
    bounds = {"lower": x.max(), "upper": x.max() + log(n) / t}
    plot = curves_of(
        curves(t, (1, 3), {"V": logsumexp(t * x) / t}, band=bounds, at={n: 3, x: (0, 1, 1)}),
        "g",
        {},
    )
    (panel,) = plot.panels
    assert [curve.label for curve in panel.curves] == ["V", "lower", "upper"]
    for _, lower, upper in panel.bands[0].points:
        assert lower == 1.0 < upper
    middle = panel.curves[0]
    assert 1.0 < at(middle, 2.0) < 1.0 + real_log(3) / 2


def test_where_a_function_has_no_value_the_curve_ends() -> None:
    (curve,) = drawn(1 / t, between=(-1, 1))
    assert len(curve.pieces) == 2
    (root,) = drawn(sqrt(t), between=(-1, 1))
    assert root.pieces[0][0][0] >= 0
    (jump,) = drawn(t * delta(1, 1), between=(0, 1))
    assert jump.pieces[0] == ((0.0, 0.0), (1.0, 1.0))


@pytest.mark.parametrize(
    ("function", "told"),
    [(t * s, "needs values for s"), (x.sum(), "sizes are missing"), (t * x[3], "no value|range")],
)
def test_a_value_that_is_missing_is_named(function: object, told: str) -> None:
    with pytest.raises(Exception, match=told):
        drawn({"f": function}, at={n: 2, x: (1, 2)} if told.startswith("no") else {})


def test_a_long_formula_needs_a_name() -> None:
    long = (t + 1) * (t + 2) * (t + 3) * (t + 4) * (t + 5) * (t + 6)
    with pytest.raises(IllFormed, match="needs a name"):
        drawn(long)
    assert drawn({"$f$": long})[0].label == "f"


def test_a_claim_without_two_sides_needs_functions() -> None:
    with pytest.raises(IllFormed, match="no two sides"):
        curves_of(curves(t, (0, 1)), "g", {})


def test_a_derivative_has_no_value_at_a_kink() -> None:
    left, right = drawn({"f": diff(relu(t), t)}, between=(-1, 1))[0].pieces
    assert (left[0], right[-1]) == ((-1.0, 0.0), (1.0, 1.0))
    with pytest.raises(IllFormed, match="no value"):
        matrices({"J": jacobian(relu(x), x)}, at={n: 2, x: (1, 0)})
    assert len(matrices({"J": jacobian(relu(x), x)}, at={n: 2, x: (1, -2)}).grids[0].cells) == 1


def test_what_is_no_rational_in_a_counterexample_is_left_out() -> None:
    known = Known.of(Witness(sizes={"n": 2}, indices={"i": 1}, values={"t": "log(2)", "s": "1/2"}))
    assert dict(known.values) == {"n": 2, "i": 1, "s": Fraction(1, 2)}
