"""Limits at a point: wrong ones are refuted with least witnesses, right ones never."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    absolute,
    diff,
    eq,
    exp,
    forall,
    grad,
    implies,
    index,
    iverson,
    limit,
    log,
    logsumexp,
    lt,
    ne,
    negation,
    ones,
    oo,
    real,
    refute,
    sigmoid,
    size,
    softmax,
    tends_to,
    total,
    vector,
)
from symderive.errors import BudgetExceeded, Undefined
from symderive.evaluator.interpret import evaluate

n = size("n")
d, i, s = vector("d", n), index("i", n), index("s", n)
beta, b, x = real("beta", above=0), real("b"), real("x")
V, P, M = logsumexp(beta * d) / beta, softmax(beta * d), d.max()
COUNT = total(lambda k: iverson(eq(d[k], M)), n)


@pytest.mark.parametrize(
    ("claim", "sizes", "values", "sides"),
    [
        (tends_to(P[i], iverson(eq(d[i], M)), beta, oo), {"n": 2}, "0 0", ("1/2", "1")),
        (tends_to(logsumexp(beta * d), M, beta, oo), {"n": 1}, "1", ("infinity", "1")),
        (tends_to(V, M, beta, 0), {"n": 2}, "0 0", ("infinity", "0")),
        (tends_to(V, d.min(), beta, oo), {"n": 2}, "0 1", ("1", "0")),
        (tends_to(V - log(n) / beta, M, beta, 0), {"n": 2}, "0 1", ("1/2", "1")),
        (tends_to(P, ones(n), beta, 0), {"n": 2}, None, ("1/2", "1")),
        (tends_to(grad(V, d)[i], 1 / n, beta, oo), {"n": 2}, "0 1", ("0", "1/2")),
        (tends_to(V, oo, beta, 0), {"n": 1}, "0", ("0", "infinity")),
    ],
)
def test_least_witnesses(claim: Any, sizes: Any, values: str | None, sides: Any) -> None:
    witness = refute(claim).witness
    assert witness is not None
    assert witness.sizes == sizes
    assert (witness.left, witness.right) == sides
    if values is not None:
        assert [witness.values[f"d[{k + 1}]"] for k in range(sizes["n"])] == values.split()


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        (tends_to(1 / b, oo, b, 0), "no common limit from both sides"),
        (tends_to(absolute(b) / b, 1, b, 0), "no common limit from both sides"),
        (tends_to(log(b), 0, b, 0), "undefined near the target"),
        (tends_to(sigmoid(b * x), 1, b, oo), "1/2"),
        (tends_to(b / (x - x), 0, b, 0), "division by zero"),
    ],
)
def test_what_is_said(claim: Any, told: str) -> None:
    verdict = refute(claim)
    assert verdict.status == "refuted"
    assert told in str(verdict)


@pytest.mark.parametrize(
    "claim",
    [
        tends_to(V, M, beta, oo),
        tends_to(P[i], iverson(eq(d[i], M)) / COUNT, beta, oo),
        tends_to(beta * (V - M), log(COUNT), beta, oo),
        tends_to(V - log(n) / beta, d.mean(), beta, 0),
        tends_to(diff(V, d[i]), 1 / n, beta, 0),
        forall(lambda k: tends_to(P[k], 1 / n, beta, 0), n),
        implies(
            forall(lambda k: implies(ne(k, s), lt(d[k], d[s])), n), tends_to(P[s], 1, beta, oo)
        ),
        eq(limit(lambda t: t * exp(-t), oo), 0),
    ],
    ids=str,
)
def test_right_ones_are_not_refuted(claim: Any) -> None:
    assert refute(claim, budget=0.3).status == "undecided"


def test_denied_limits() -> None:
    assert refute(negation(tends_to(V, M, beta, oo))).status == "refuted"
    assert refute(negation(tends_to(V, M + 1, beta, oo)), budget=0.2).status == "undecided"


def test_limits_in_brackets_and_as_numbers() -> None:
    t = limit(lambda r: (exp(r) - 1) / r, 0)
    assert evaluate(t.term, {}) == 1
    assert evaluate((2 * limit(lambda r: x + r, 1)).term, {x.term: 3}) == 8
    assert evaluate(iverson(tends_to(1 / beta, 0, beta, oo)).term, {}) == 1
    assert evaluate(iverson(tends_to(1 / beta, 1, beta, oo)).term, {}) == 0
    with pytest.raises(Undefined):
        evaluate(limit(lambda r: r, oo).term, {})


def test_a_derivative_of_a_limit_is_left_open() -> None:
    with pytest.raises(BudgetExceeded):
        evaluate(diff(limit(lambda r: x * x + r, 0), x).term, {x.term: 3})
