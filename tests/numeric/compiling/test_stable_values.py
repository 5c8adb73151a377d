"""Stable forms in floats: right where formulas as written overflow, vanish or cancel."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb

from symderive.errors import Undefined
from symderive.evaluator import evaluate, interpret
from symderive.language.terms import Term
from symderive.numeric.compiling.stable import stable
from tests.numeric.compiling.idioms import (
    IDIOMS,
    Idiom,
    X,
    a,
    b,
    c,
    d,
    i,
    j,
    m,
    n,
    p,
    r,
    t,
    u,
    v,
    w,
    x,
    y,
)
from tests.numeric.compiling.spelling import in_floats

Values = Mapping[Any, Any]
TINY = Fraction(1e-12)


def point(level: Fraction | int, *row: Fraction | int) -> dict[Any, Any]:
    """Numbers of one size for all variables; the row is that of x."""
    small = min(abs(Fraction(level)), Fraction(1, 2))
    return {
        u: level,
        v: level + Fraction(level) / 4,
        t: abs(Fraction(level)),
        c: small,
        b: 1,
        x: list(row),
        y: list(row[::-1]),
        a: [2, 1, 3],
        w: [Fraction(1, 2), 1, 2],
        d: [small, small, -small],
        p: [Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)],
        X: [[row[0], row[1], row[2]], [row[2], row[0], row[1]]],
    }


POINTS = {
    "large": point(800, 1000, 998, -1000),
    "very negative": point(-800, -1000, -998, -1003),
    "mixed": point(20, 20, 22, 19),
    "mixed and negative": point(-20, -20, -22, -39),
    "unlike": point(3, -800, -799, 900),
    "near 0": point(TINY, TINY, 0, -TINY),
    "moderate": point(Fraction(3, 4), 1, Fraction(-1, 2), Fraction(1, 4)),
}
# Enough for exp(-2000) beside 1.
BITS = 6000
ACCURACY = 1e-12
# Logarithms of about 1 and -1 are added: where their sum is nearly 0, the error is that of 1.
SUMS = {
    "the logarithm of a mean of exponentials",
    "the logarithm of a mean by name",
    "two exponentials less 1",
}
# Right but for a warning of NumPy, or with stable code of its own.
HARMLESS = {
    "a reciprocal of a sum",
    "a reciprocal of cosh(u)^2",
    "sigmoid",
    "the logarithm of softmax by name",
    "a linear unit with an exponential",
    "three cases",
}
PLACES = {i: 2, j: 1, r: 2, m: 2, n: 3}


def exact_values(written: Any, values: Values) -> Any:
    """The exact values as floats; None where there are none, or where floats have none."""
    given = {key.term: value for key, value in (*values.items(), *PLACES.items())}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interpret, "BITS", (BITS,))
        try:
            found = evaluate(written.term, given)
        except Undefined:
            return None
    flat = [_as_float(value) for value in np.array(found, dtype=object).ravel()]
    if any(value is None or not np.isfinite(value) for value in flat):
        return None
    return np.array(flat)


def _as_float(value: Any) -> float | None:
    if isinstance(value, arb):
        return float(value.mid()) if value.rel_accuracy_bits() > 60 or value == 0 else None
    return float(value)


def error(idiom: Idiom, term: Term, values: Values, wanted: Any) -> float:
    """How far floats are off, relative to the exact value; infinity where they find none."""
    given = {key.term: np.array(value, dtype=float) for key, value in values.items()}
    try:
        found = in_floats(term, given | {key.term: value for key, value in PLACES.items()})
    except Undefined:
        return float("inf")
    least = 1e-3 if idiom.name in SUMS else np.finfo(float).tiny
    with np.errstate(all="ignore"):
        return float(np.max(np.abs(found.ravel() - wanted) / np.maximum(np.abs(wanted), least)))


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda idiom: idiom.name)
def test_stable_forms_are_right_where_formulas_as_written_fail(idiom: Idiom) -> None:
    """Against Arb with thousands of bits; the formula as written fails at one point at least."""
    found, seen, failing = stable(idiom.naive.term), 0, 0
    for name, values in POINTS.items():
        wanted = exact_values(idiom.naive, values)
        if wanted is not None:
            seen += 1
            assert error(idiom, found, values, wanted) < ACCURACY, name
            failing += not error(idiom, idiom.naive.term, values, wanted) < 1e-9
    assert seen >= 4
    assert failing or idiom.name in HARMLESS
