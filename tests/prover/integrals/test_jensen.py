"""Jensen's inequality for sums, and sums of probabilities as integrals for a counting measure."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    absolute,
    entropy,
    eq,
    exp,
    f_divergence,
    forall,
    function,
    ge,
    gt,
    implies,
    index,
    iverson,
    kl_divergence,
    le,
    log,
    simplex,
    size,
    total,
    vector,
)
from symderive.language.reading import read_statement
from symderive.prover.integrals.lifting import lifted
from symderive.prover.outcome import Outcome
from symderive.prover.prove import prove_statement

n, m = size("n"), size("m")
p, q = simplex("p", n), simplex("q", n)
P, Q = simplex("p", n, closed=True), simplex("q", n, closed=True)
v, w = vector("v", n), vector("w", n, above=0)
i = index("i", n)
f, g, h = function("f", convex=True), function("g", concave=True), function("h")

COVERED = forall(lambda k: implies(eq(Q[k], 0), eq(P[k], 0)), n)
COVERING = forall(lambda k: implies(eq(P[k], 0), eq(Q[k], 0)), n)
NORMAL = eq(f(1), 0)


def prover(condition: Any, *given: Any) -> Outcome:
    """What the prover says without the evaluator."""
    return prove_statement(read_statement(condition, None, given))


def mean(body: Any) -> Any:
    """The mean under the probabilities p."""
    return total(lambda k: p[k] * body(k), n)


def on_support(body: Any) -> Any:
    """The sum over the points where Q is positive."""
    return total(lambda k: body(k) * iverson(gt(Q[k], 0)), n)


JENSEN = {
    "probabilities": (ge(mean(lambda k: f(v[k] ** 2)), f(mean(lambda k: v[k] ** 2))),),
    "turned round": (le(f(mean(lambda k: v[k] ** 2)), mean(lambda k: f(v[k] ** 2))),),
    "concave": (le(mean(lambda k: g(v[k] ** 2)), g(mean(lambda k: v[k] ** 2))),),
    "equal weights": (ge(total(lambda k: f(w[k]) / n, n), f(total(lambda k: w[k] / n, n))),),
    "divergence": (ge(f_divergence(f, p, q), 0), NORMAL),
    "divergence, at least f(1)": (ge(f_divergence(f, p, q), f(1)),),
    "with zeros": (ge(f_divergence(f, P, Q), 0), COVERED, NORMAL),
}
UNCITED = {
    "exponential": (ge(mean(lambda k: exp(v[k])), exp(mean(lambda k: v[k]))),),
    "equal arguments": (eq(f(total(lambda k: p[k] / q[k] * q[k], n)), f(1)),),
    "equal arguments, a value": (eq(f(total(lambda k: p[k] / q[k] * q[k], n)), 0), NORMAL),
    "a folded sum": (eq(f(p.sum()), f(1)),),
    "zeros": (eq(on_support(lambda k: P[k] / Q[k] * Q[k]), 1), COVERED),
    "logarithm": (eq(f_divergence(lambda t: -log(t), p, q), kl_divergence(q, p)),),
    "not negative": (ge(kl_divergence(p, q), 0),),
    "distance": (ge(f_divergence(lambda t: absolute(t - 1) / 2, p, q), 0),),
    "entropy": (le(entropy(p), log(n)),),
}
FALSE = {
    "downward": (le(mean(lambda k: f(v[k] ** 2)), f(mean(lambda k: v[k] ** 2))),),
    "strict": (gt(mean(lambda k: f(v[k] ** 2)), f(mean(lambda k: v[k] ** 2))),),
    "concave": (ge(mean(lambda k: g(v[k] ** 2)), g(mean(lambda k: v[k] ** 2))),),
    "smooth": (ge(mean(lambda k: h(v[k] ** 2)), h(mean(lambda k: v[k] ** 2))),),
    "negative arguments": (ge(mean(lambda k: f(v[k])), f(mean(lambda k: v[k]))),),
    "no weights": (ge(total(lambda k: f(w[k]), n), f(total(lambda k: w[k], n))),),
    "weights of another range": (
        ge(
            total(lambda k: p[k] * f(v[k] ** 2), 2, n),
            f(total(lambda k: p[k] * v[k] ** 2, 2, n)),
        ),
    ),
    "weights n - 1": (
        ge(total(lambda k: f(w[k]) / (n + 1), n), f(total(lambda k: w[k] / (n + 1), n))),
    ),
    "weights of both signs": (
        ge(
            total(lambda k: (2 * p[k] - q[k]) * f(w[k]), n),
            f(total(lambda k: (2 * p[k] - q[k]) * w[k], n)),
        ),
    ),
    "twice": (ge(mean(lambda k: f(v[k] ** 2)), 2 * f(mean(lambda k: v[k] ** 2))),),
    "derivative": (ge(mean(lambda k: f.prime(v[k] ** 2)), f.prime(mean(lambda k: v[k] ** 2))),),
    "other arguments": (eq(f(mean(lambda k: v[k])), f(mean(lambda k: w[k]))),),
    "divergence without f(1)": (ge(f_divergence(f, p, q), 0),),
    "divergence, not convex": (ge(f_divergence(h, p, q), 0), eq(h(1), 0)),
    "zeros without support": (ge(f_divergence(f, P, Q), 0), NORMAL),
    "zeros, the other support": (ge(f_divergence(f, P, Q), 0), COVERING, NORMAL),
    "one probability": (eq(total(lambda k: p[k] * p[i], n), 1),),
    "logarithm, wrong order": (eq(f_divergence(lambda t: -log(t), p, q), kl_divergence(p, q)),),
}


@pytest.mark.parametrize("name", JENSEN)
def test_jensens_inequality_is_cited_for_sums(name: str) -> None:
    found = prover(*JENSEN[name])
    assert found.proved, found.reason
    assert "Jensen's inequality" in found.trust


@pytest.mark.parametrize("name", UNCITED)
def test_what_needs_no_lemma_cites_none(name: str) -> None:
    found = prover(*UNCITED[name])
    assert found.proved, found.reason
    assert set(found.trust) <= {"ISL"}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_not_proved(name: str) -> None:
    assert not prover(*FALSE[name]).proved


@pytest.mark.parametrize(
    "condition",
    [
        eq(total(lambda k: p[k], 2, n), 1),
        eq(total(lambda k: p[k] * p[i], n), p[i]),
        eq(total(lambda k: p[k] * k, n), 1),
        eq(total(lambda k: p[k] * w[k], n), 1),
        eq(total(lambda k: p[k], n), simplex("r", m)[1]),
        eq(total(lambda k: v[k], n), 1),
    ],
    ids=["range", "index", "number", "bounds", "another size", "no probabilities"],
)
def test_what_is_no_instance_of_a_claim_about_integrals_is_not_lifted(condition: Any) -> None:
    assert lifted(read_statement(condition)) is None
