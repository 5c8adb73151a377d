"""Limits of sums of exponentials of any length, each beside wrong ones."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    all_of,
    array,
    delta,
    entropy,
    eq,
    exp,
    forall,
    ge,
    grad,
    greater_of,
    gt,
    implies,
    index,
    inner,
    iverson,
    lesser_of,
    log,
    log_softmax,
    logsumexp,
    lt,
    matrix,
    ne,
    negation,
    ones,
    oo,
    prove,
    real,
    size,
    softmax,
    softplus,
    tends_to,
    total,
    unit,
    vector,
)
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

m, n = size("m"), size("n")
d, u, w = vector("d", n), vector("u", n), vector("w", n, above=0)
A, x, y = matrix("A", m, n), real("x"), real("y")
i, s = index("i", n), index("s", n)
beta, negative, T = real("beta", above=0), real("beta", below=0), real("T", above=0)

M, P, V = d.max(), softmax(beta * d), logsumexp(beta * d) / beta
COUNT = total(lambda k: iverson(eq(d[k], M)), n)
WEIGHTED = total(lambda k: u[k] * exp(beta * d[k]), n) / total(lambda k: w[k] * exp(beta * d[k]), n)
HEAVIEST = total(lambda k: u[k] * iverson(eq(d[k], M)), n)
ABOVE = forall(lambda k: implies(ne(k, s), lt(d[k], d[s])), n)
UNLIKE = forall(lambda k: implies(ne(k, s), ne(d[k], d[s])), n)

TRUE: list[tuple[Any, list[Any]]] = [
    (tends_to(V, M, beta, oo), []),
    (tends_to(logsumexp(negative * d) / negative, d.min(), negative, -oo), []),
    (tends_to(-logsumexp(-beta * d) / beta, d.min(), beta, oo), []),
    (tends_to(T * logsumexp(d / T), M, T, 0), []),
    (tends_to(log(exp(beta * d).mean()) / beta, M, beta, oo), []),
    (tends_to(log(exp(beta * d).mean()) / beta, d.mean(), beta, 0), []),
    (tends_to(log(total(lambda k: w[k] * exp(beta * d[k]), n)) / beta, M, beta, oo), []),
    (tends_to(logsumexp(beta * (A @ u)) / beta, (A @ u).max(), beta, oo), []),
    (tends_to(log(exp(beta * x) + exp(beta * y)) / beta, greater_of(x, y), beta, oo), []),
    (tends_to(-log(exp(-beta * x) + exp(-beta * y)) / beta, lesser_of(x, y), beta, oo), []),
    (tends_to(softplus(beta * x) / beta, greater_of(x, 0), beta, oo), []),
    (tends_to(beta * (V - M), log(COUNT), beta, oo), []),
    (tends_to(total(lambda k: w[k] ** beta, n) ** (1 / beta), w.max(), beta, oo), []),
    (implies(gt(x, 0), tends_to(exp(-beta * x), 0, beta, oo)), []),
    (tends_to(V - log(n) / beta, d.mean(), beta, 0), []),
    (tends_to(V, oo, beta, 0), [ge(n, 2)]),
    (tends_to(P[i], iverson(eq(d[i], M)) / COUNT, beta, oo), []),
    (tends_to(P, array(n, lambda k: iverson(eq(d[k], M)) / COUNT), beta, oo), []),
    (tends_to(P[i], delta(i, s), beta, oo), [ABOVE]),
    (tends_to(P, unit(s, n), beta, oo), [ABOVE]),
    (tends_to(softmax(d / T)[i], delta(i, s), T, 0), [ABOVE]),
    (tends_to(softmax(d / T)[i], 1 / n, T, oo), []),
    (tends_to(P, ones(n) / n, beta, 0), []),
    (tends_to(grad(V, d), ones(n) / n, beta, 0), []),
    (tends_to(WEIGHTED, HEAVIEST / total(lambda k: w[k] * iverson(eq(d[k], M)), n), beta, oo), []),
    (tends_to(inner(d, P), M, beta, oo), []),
    (tends_to(inner(d * d, P) - inner(d, P) ** 2, 0, beta, oo), []),
    (tends_to(entropy(P), log(COUNT), beta, oo), []),
    (tends_to(entropy(P), log(n), beta, 0), []),
    (tends_to(log_softmax(beta * d)[i] / beta, d[i] - M, beta, oo), []),
    (forall(lambda k: tends_to(P[k], 1 / n, beta, 0), n), []),
    (all_of(tends_to(V, M, beta, oo), tends_to(P[i], 1 / n, beta, 0)), []),
]
FALSE: list[tuple[Any, list[Any]]] = [
    (tends_to(V, d.min(), beta, oo), []),
    (tends_to(V, M + 1, beta, oo), []),
    (tends_to(V, M, beta, 0), []),
    (tends_to(V, oo, beta, 0), []),
    (tends_to(logsumexp(beta * d), M, beta, oo), []),
    (tends_to(logsumexp(negative * d) / negative, M, negative, -oo), []),
    (tends_to(V - log(n) / beta, M, beta, 0), []),
    (tends_to(beta * (V - M), log(n), beta, oo), []),
    (tends_to(beta * (V - M), 0, beta, oo), []),
    (tends_to(total(lambda k: w[k] ** beta, n), w.max(), beta, oo), []),
    (tends_to(log(total(lambda k: exp(beta * d[k]), 2, n)) / beta, M, beta, oo), []),
    (tends_to(log(total(lambda k: u[k] ** 2 * exp(beta * d[k]), n)) / beta, M, beta, oo), []),
    (tends_to(log(exp(beta * x) + exp(beta * y)) / beta, x, beta, oo), []),
    (tends_to(P[i], iverson(eq(d[i], M)), beta, oo), []),
    (tends_to(P[i], delta(i, s), beta, oo), [eq(d[s], M)]),
    (tends_to(P[i], delta(i, s), beta, oo), [UNLIKE]),
    (tends_to(P, unit(s, n), beta, 0), [ABOVE]),
    (tends_to(P, ones(n) / n, beta, oo), []),
    (tends_to(P, ones(n), beta, 0), []),
    (tends_to(P, ones(n + 1) / n, beta, 0), []),
    (tends_to(total(lambda k: u[k] * P[k], n), HEAVIEST, beta, oo), []),
    (tends_to(inner(d, P), d.mean(), beta, oo), []),
    (tends_to(total(lambda k: w[k] * exp(beta * d[k]), n), oo, beta, oo), []),
    (tends_to(total(lambda k: exp(beta * (d[k] - M)), 2, n), 0, beta, oo), []),
    (forall(lambda k: tends_to(P[k], 0, beta, oo), n), []),
    (negation(tends_to(V, M, beta, oo)), []),
    (implies(gt(x, 0), tends_to(exp(-beta * x), 1, beta, oo)), []),
]


@pytest.mark.parametrize(("claim", "given"), TRUE, ids=lambda part: str(part)[:120])
def test_true(claim: Any, given: list[Any]) -> None:
    verdict = prove(claim, given=given)
    assert verdict.status == "proved", str(verdict)


@pytest.mark.parametrize(("claim", "given"), FALSE, ids=lambda part: str(part)[:120])
def test_false(claim: Any, given: list[Any]) -> None:
    assert not prove_statement(read_statement(claim, given=given)).proved
    verdict = prove(claim, given=given)
    assert verdict.status == "refuted", str(verdict)


@pytest.mark.parametrize(
    ("claim", "sizes"),
    [
        (tends_to(P[i], iverson(eq(d[i], M)), beta, oo), {"n": 2}),
        (tends_to(logsumexp(beta * d), M, beta, oo), {"n": 1}),
        (tends_to(V, M, beta, 0), {"n": 2}),
        (tends_to(P, ones(n), beta, 0), {"n": 2}),
    ],
    ids=str,
)
def test_least_sizes(claim: Any, sizes: dict[str, int]) -> None:
    witness = prove(claim).witness
    assert witness is not None
    assert witness.sizes == sizes


def test_steps_are_told() -> None:
    steps = "\n".join(str(step) for step in prove(tends_to(inner(d, P), M, beta, oo)).steps)
    assert "those with the greatest exponent remain: S = max(k=1..n, d[k])" in steps
    assert "the dominant term of a denominator is not 0" in steps
