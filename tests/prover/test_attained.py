"""Maxima are attained, and equations under brackets are put into exponents."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import eq, exp, ge, gt, index, iverson, maximum, ne, prove, real, size, total, vector
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

n = size("n")
d, e, u, w = vector("d", n), vector("e", n), vector("u", n), vector("w", n, above=0)
x, y, z, b = real("x"), real("y"), real("z"), real("b")
i = index("i", n)
M = d.max()
COUNT = total(lambda k: iverson(eq(d[k], M)), n)


def where(left: Any, right: Any) -> Any:
    """[left = right]."""
    return iverson(eq(left, right))


def places_of(value: Any) -> Any:
    """How many entries have a value."""
    return total(lambda k: where(d[k], value), n)


@pytest.mark.parametrize(
    "claim",
    [
        gt(COUNT, 0),
        ge(COUNT, 1),
        ge(total(lambda k: where(d[k], d.min()), n), 1),
        gt(total(lambda k: where(d[k], M) * w[k], n), 0),
        gt(total(lambda k: where(2 * d[k], maximum(lambda j: 2 * d[j], n)), n), 0),
        gt(total(lambda k: where(d[k] + e[k], maximum(lambda j: d[j] + e[j], n)), n), 0),
        eq(COUNT + total(lambda k: iverson(ne(d[k], M)), n), n),
        eq(total(lambda k: d[k] * where(d[k], M), n) / COUNT, M),
        eq(total(lambda k: exp(b * (d[k] - M)) * where(d[k], M), n), COUNT),
        eq(total(lambda k: where(d[k], M) * d[k] ** 2, n), M**2 * COUNT),
        eq(total(lambda k: where(d[k], x) * exp(d[k] * y), n), exp(x * y) * places_of(x)),
        eq(where(x, y) * exp(x * z), where(x, y) * exp(y * z)),
        eq(where(x, y) * exp(x - y), where(x, y)),
        eq(where(x, 0) * exp(x), where(x, 0)),
    ],
    ids=str,
)
def test_true(claim: Any) -> None:
    assert prove(claim).status == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        ge(COUNT, 2),
        eq(COUNT, 1),
        gt(total(lambda k: where(d[k], e.max()), n), 0),
        gt(total(lambda k: where(d[k], M), 2, n), 0),
        gt(total(lambda k: where(d[k], M), n - 1), 0),
        gt(total(lambda k: where(d[k], M) * u[k], n), 0),
        gt(total(lambda k: where(d[k] + e[k], M + e.max()), n), 0),
        gt(total(lambda k: where(-d[k], M), n), 0),
        gt(total(lambda k: where(d[k], maximum(lambda j: d[j], i)), n), 1),
        eq(1 / total(lambda k: where(d[k], x), n), 1),
        eq(total(lambda k: exp(b * d[k]) * where(d[k], M), n), COUNT),
        eq(total(lambda k: exp(b * (d[k] - M)) * iverson(ne(d[k], M)), n), n - COUNT),
        eq(total(lambda k: where(d[k], M) * d[k] ** 2, n), M * COUNT),
        eq(where(x, y) * exp(x * z), where(x, y) * exp(x * y)),
        eq(where(x, y) * exp(x), exp(y)),
        eq(where(x, y) / (x - y), 0),
    ],
    ids=str,
)
def test_false(claim: Any) -> None:
    assert not prove_statement(read_statement(claim)).proved
    assert prove(claim).status == "refuted"
