"""Limits of functions of one variable, at infinity and at numbers, each beside wrong ones."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    absolute,
    cases,
    eq,
    exp,
    function,
    greater_of,
    gt,
    iverson,
    limit,
    log,
    lt,
    minimum,
    norm,
    num,
    oo,
    prove,
    real,
    relu,
    sigmoid,
    sign,
    size,
    softplus,
    sqrt,
    tanh,
    tends_to,
    total,
    vector,
)
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

n = size("n")
d, u = vector("d", n), vector("u", n)
x, y, c = real("x"), real("y"), real("c", above=0)
t, b = real("t", above=0), real("b")
F = function("F")
HALF = num(1) / 2

TRUE: list[tuple[Any, list[Any]]] = [
    (tends_to(t**3 * exp(-c * t), 0, t, oo), []),
    (tends_to(t**5 / exp(t), 0, t, oo), []),
    (tends_to(exp(t * x), 0, t, oo), [lt(x, 0)]),
    (tends_to(exp(t * x), oo, t, oo), [gt(x, 0)]),
    (tends_to(exp(b), 0, b, -oo), []),
    (tends_to(log(t) / t, 0, t, oo), []),
    (tends_to(log(t), -oo, t, 0), []),
    (tends_to(t * log(t), 0, t, 0), []),
    (tends_to(t**2 * log(t), 0, t, 0), []),
    (tends_to(sigmoid(b), 1, b, oo), []),
    (tends_to(sigmoid(b), 0, b, -oo), []),
    (tends_to(tanh(b), -1, b, -oo), []),
    (tends_to(sigmoid(t * x), cases((1, gt(x, 0)), (HALF, eq(x, 0)), otherwise=0), t, oo), []),
    (tends_to(tanh(t * x), sign(x), t, oo), []),
    (tends_to(sigmoid(t * x), 1, t, oo), [gt(x, 0)]),
    (tends_to(2 * (sigmoid(b) - y) * sigmoid(b) * (1 - sigmoid(b)), 0, b, oo), []),
    (tends_to(2 * (sigmoid(b) - y) * sigmoid(b) * (1 - sigmoid(b)), 0, b, -oo), []),
    (tends_to(relu(t * x) / t, relu(x), t, oo), []),
    (tends_to(softplus(t * x) / t, relu(x), t, oo), []),
    (tends_to(t * (softplus(x + 1 / t) - softplus(x)), sigmoid(x), t, oo), []),
    (tends_to(sigmoid(x) * exp(-t), 0, t, oo), []),
    (tends_to(F(x) * sigmoid(b) / b, 0, b, oo), []),
    (tends_to(F(1 / t), F(0), t, oo), []),
    (tends_to(b * F(x + b), 0, b, 0), []),
    (tends_to(tanh(b) / b, 1, b, 0), []),
    (tends_to((exp(b) - 1) / b, 1, b, 0), []),
    (tends_to(log(1 + t) / t, 1, t, 0), []),
    (tends_to((b**2 - 1) / (b - 1), 2, b, 1), []),
    (tends_to((t * x + 1) / (t + 2), x, t, oo), []),
    (tends_to(sqrt(t**2 + t) - t, HALF, t, oo), []),
    (tends_to(norm(t * d) / t, norm(d), t, oo), []),
    (tends_to(t**t, 1, t, 0), []),
    (tends_to((3 * b**2 + x * b) / (b**2 + 1), 3, b, -oo), []),
    (tends_to(exp(b) * x + b, exp(1) * x + 1, b, 1), []),
    (tends_to(1 / b**2, oo, b, 0), []),
    (tends_to(1 / t, oo, t, 0), []),
    (tends_to(-t * c, -oo, t, oo), []),
    (tends_to(absolute(b * x) / absolute(b), absolute(x), b, oo), []),
    (tends_to(greater_of(x, y / t), greater_of(x, 0), t, oo), []),
    (tends_to(minimum(lambda k: d[k] + exp(-t), n), d.min(), t, oo), []),
    (tends_to(cases((x * b, gt(x, 0)), otherwise=b), cases((x, gt(x, 0)), otherwise=1), b, 1), []),
    (eq(limit(lambda r: r * exp(-r), oo), 0), []),
    (eq(x, limit(lambda r: x + r, 0)), []),
    (eq(limit(lambda r: r * log(r), 0, side="+"), 0), []),
    (eq(limit(lambda r: total(lambda k: u[k] * exp(-r), n), oo), 0), []),
]
FALSE: list[tuple[Any, list[Any]]] = [
    (tends_to(t**2 * exp(-x * t), 0, t, oo), []),
    (tends_to(exp(t * x), 0, t, oo), []),
    (tends_to(t * x, oo, t, oo), []),
    (tends_to(t - t * x, oo, t, oo), []),
    (tends_to(exp(-t) * exp(t * x), 0, t, oo), []),
    (tends_to(t * sigmoid(-t * x), 0, t, oo), []),
    (tends_to(sigmoid(t * x), 1, t, oo), []),
    (tends_to(tanh(t * x), 1, t, oo), []),
    (tends_to(1 / b, oo, b, 0), []),
    (tends_to(1 / b, 0, b, 0), []),
    (tends_to(1 / (x * t), 0, t, oo), []),
    (tends_to(absolute(b) / b, 1, b, 0), []),
    (tends_to(log(b), -oo, b, 0), []),
    (tends_to(0 * b * log(b), 0, b, 0), []),
    (tends_to(log(b), 1, b, 1), []),
    (tends_to(sqrt(t**2 + t) - t, 1, t, oo), []),
    (tends_to(norm(t * d) / t, norm(d) ** 2, t, oo), []),
    (tends_to(t**t, 0, t, 0), []),
    (tends_to((exp(b) - 1) / b, x, b, 0), []),
    (tends_to(F(b), F(1), b, 0), []),
    (tends_to(greater_of(x, y / t), x, t, oo), []),
    (tends_to(iverson(gt(b, 0)), 1, b, 0), []),
    (tends_to(cases((1, gt(b, 0)), otherwise=0), 1, b, 0), []),
    (tends_to(softplus(t * x) / t, x, t, oo), []),
    (tends_to(softplus(t * x), relu(x), t, oo), []),
    (eq(limit(lambda r: 1 / r, 0), 0), []),
    (eq(limit(lambda r: r, oo), 0), []),
    (eq(limit(lambda r: exp(r * x), oo), 0), []),
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
    "claim",
    [
        tends_to(iverson(gt(t, 1)), 1, t, oo),
        tends_to(log(log(t + 2)) / t, 0, t, oo),
    ],
    ids=str,
)
def test_what_no_rule_covers_is_undecided(claim: Any) -> None:
    assert prove(claim).status == "undecided"
