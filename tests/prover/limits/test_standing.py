"""Limits that stand as numbers inside other terms."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    absolute,
    diff,
    eq,
    exp,
    gt,
    implies,
    le,
    limit,
    oo,
    prove,
    real,
    sigmoid,
    size,
    total,
    vector,
)
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

n = size("n")
d, x = vector("d", n), real("x")


@pytest.mark.parametrize(
    "claim",
    [
        eq(limit(lambda r: r * x, 1) + 1, x + 1),
        eq(2 * limit(lambda r: (exp(r) - 1) / r, 0), 2),
        le(limit(lambda r: sigmoid(r * x), oo), 1),
        eq(total(lambda k: d[k] * limit(lambda r: exp(-r), oo), n), 0),
        implies(gt(limit(lambda r: r * x, 1), 0), gt(x, 0)),
        eq(limit(lambda r: r * x, 1), limit(lambda r: x + r, 0)),
    ],
    ids=str,
)
def test_true(claim: Any) -> None:
    assert prove(claim).status == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        eq(limit(lambda r: absolute(r) / r, 0) + 0, 0),
        gt(limit(lambda r: sigmoid(r * x), oo), 0),
        eq(limit(lambda r: r, oo) * 0, 0),
        eq(limit(lambda r: r * x, 1) + 1, x),
        eq(total(lambda k: d[k] * limit(lambda r: exp(-r), 0), n), 0),
    ],
    ids=str,
)
def test_false(claim: Any) -> None:
    assert not prove_statement(read_statement(claim)).proved
    assert prove(claim).status == "refuted"


def test_what_is_differentiated_is_left_alone() -> None:
    at_zero = limit(lambda r: r * x * x + x, 1)
    assert prove(diff(at_zero, x), 0, given=[eq(x, 0)]).status == "undecided"
    assert prove(diff(at_zero, x), 1, given=[eq(x, 0)]).status == "undecided"
