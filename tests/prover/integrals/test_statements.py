"""Statements about integrals: what the prover alone proves, and what it must not."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    absolute,
    density,
    eq,
    everywhere,
    exp,
    expectation,
    f_divergence,
    forall,
    function,
    ge,
    gt,
    iff,
    implies,
    integral,
    iverson,
    kl_divergence,
    le,
    log,
    real,
    size,
    total,
)
from symderive.language.reading import read_statement
from symderive.prover.outcome import Outcome
from symderive.prover.prove import prove_statement

p, q = density("p"), density("q")
pp, qq = density("p", positive=True), density("q", positive=True)
f, h = function("f", convex=True), function("h")
t = real("t")
E = expectation

COVERED = everywhere(lambda x: implies(eq(q(x), 0), eq(p(x), 0)))
BY_POSITIVE = everywhere(lambda x: implies(gt(p(x), 0), gt(q(x), 0)))
COVERING = everywhere(lambda x: implies(eq(p(x), 0), eq(q(x), 0)))
ALIKE = everywhere(lambda x: iff(gt(p(x), 0), gt(q(x), 0)))
NORMAL = eq(f(1), 0)


def prover(condition: Any, *given: Any) -> Outcome:
    """What the prover says without the evaluator."""
    return prove_statement(read_statement(condition, None, given))


def ratio(z: Any) -> Any:
    """The ratio of the densities."""
    return p(z) / q(z)


def over_support(body: Any) -> Any:
    """The integral where q is positive."""
    return integral(lambda x: body(x) * iverson(gt(q(x), 0)))


MEAN_OF_RATIO = over_support(lambda x: ratio(x) * q(x))
KL_OF_LOG = f_divergence(lambda s: -log(s), p, q)

TRUE = {
    "a density": (eq(integral(p), 1),),
    "a multiple of a density": (eq(integral(lambda x: 3 * p(x)), 3),),
    "a value elsewhere": (eq(integral(lambda x: p(t) * q(x)), p(t)),),
    "a value is not negative": (ge(p(t), 0),),
    "definition of a divergence": (
        eq(f_divergence(f, p, q), over_support(lambda x: f(ratio(x)) * q(x))),
    ),
    "inside of a function": (eq(h(E(lambda z: 2 * z + 1, p)), h(2 * E(lambda z: z, p) + 1)),),
    "linear": (eq(E(lambda z: 2 * h(z) + 3 * z + 1, p), 2 * E(h, p) + 3 * E(lambda z: z, p) + 1),),
    "variance": (
        eq(E(lambda z: (z - E(lambda y: y, p)) ** 2, p), E(lambda z: z**2, p) - E(h, p) ** 2),
        everywhere(lambda x: eq(h(x), x)),
    ),
    "mass where q is": (eq(MEAN_OF_RATIO, 1), COVERED),
    "mass where q is, by what is positive": (eq(MEAN_OF_RATIO, 1), BY_POSITIVE),
    "mass in two parts": (
        eq(over_support(p) + integral(lambda x: p(x) * iverson(eq(q(x), 0))), 1),
    ),
    "at most all the mass": (le(over_support(p), 1),),
    "logarithm": (eq(KL_OF_LOG, kl_divergence(q, p)), COVERING),
    "logarithm, the same support": (eq(KL_OF_LOG, kl_divergence(q, p)), ALIKE),
    "logarithm, positive": (eq(f_divergence(lambda s: -log(s), pp, qq), kl_divergence(qq, pp)),),
    "not negative without Jensen": (ge(kl_divergence(p, q), 0), COVERED),
    "distance": (le(integral(lambda x: absolute(p(x) - q(x))), 2),),
    "almost everywhere": (everywhere(lambda x: eq(p(x) * iverson(gt(q(x), 0)), p(x))), COVERED),
    "premise almost everywhere": (implies(COVERED, eq(over_support(p), 1)),),
    "only where it matters": (
        eq(E(h, p), 3),
        everywhere(lambda x: implies(gt(p(x), 0), eq(h(x), 3))),
    ),
    "integrals of integrals": (
        eq(
            integral(lambda x: p(x) * integral(lambda y: p(x) * q(y))),
            integral(lambda x: p(x) ** 2),
        ),
    ),
    "an integral that stands still": (eq(integral(lambda x: p(x) * integral(q)), 1),),
    "a given mean": (
        eq(E(lambda z: (z - t) ** 2, p), E(lambda z: z**2, p) - t**2),
        eq(E(lambda z: z, p), t),
    ),
    "at indices": (
        eq(total(lambda k: 2 * p(k), size("n")), total(lambda k: 2 * p(k + 1), 0, size("n") - 1)),
    ),
    "for every index": (forall(lambda k: eq(integral(lambda x: k * p(x)), k), size("n")),),
    "no mass, no logarithm": (eq(integral(lambda x: 0 * p(x)), 0),),
}
CITED = {
    "Jensen": (ge(E(lambda z: f(ratio(z)), q), f(E(ratio, q))),),
    "whole": (ge(f_divergence(f, p, q), 0), COVERED, NORMAL),
    "whole, at least f(1)": (ge(f_divergence(f, p, q), f(1)), COVERED),
    "turned round": (le(f(E(lambda z: z**2, p)), E(lambda z: f(z**2), p)),),
    "exponential": (ge(E(exp, p), exp(E(lambda z: z, p))),),
    "logarithm": (le(E(lambda z: log(1 + z**2), p), log(E(lambda z: 1 + z**2, p))),),
    "square": (ge(E(lambda z: h(z) ** 2, p), E(h, p) ** 2),),
    "a given mean": (ge(E(lambda z: z**2, p), t**2), eq(E(lambda z: z, p), t)),
    "distance": (ge(E(absolute, p), absolute(E(lambda z: z, p))),),
}
FALSE = {
    "a given mean": (
        eq(E(lambda z: (z - t) ** 2, p), E(lambda z: z**2, p) + t**2),
        eq(E(lambda z: z, p), t),
    ),
    "another density": (eq(E(h, p), E(h, q)),),
    "a square": (eq(integral(lambda x: p(x) ** 2), 1),),
    "a product": (eq(E(lambda z: z * h(z), p), E(lambda z: z, p) * E(h, p)),),
    "a shift": (eq(integral(lambda x: h(x + 1) * p(x)), E(h, p)),),
    "a shifted density is no constant": (eq(integral(lambda x: p(x + 1) * q(x)), p(2)),),
    "a density of a density": (eq(integral(lambda x: p(q(x)) * q(x)), p(1)),),
    "a shifted density": (eq(integral(lambda x: p(x + 1) * q(x)), integral(lambda x: p(x + 1))),),
    "the measure need not be finite": (eq(integral(lambda x: 1 + 0 * x), 1),),
    "no support": (eq(MEAN_OF_RATIO, 1),),
    "support of the other": (eq(MEAN_OF_RATIO, 1), COVERING),
    "no bracket": (eq(integral(lambda x: ratio(x) * q(x)), 1), COVERED),
    "a positive value": (everywhere(lambda x: gt(p(x) + q(x), 0)),),
    "whole without support": (ge(f_divergence(f, p, q), 0), NORMAL),
    "whole without f(1)": (ge(f_divergence(f, p, q), 0), COVERED),
    "whole, strict": (gt(f_divergence(f, p, q), 0), COVERED, NORMAL),
    "whole, downward": (le(f_divergence(f, p, q), 0), COVERED, NORMAL),
    "whole, not convex": (ge(f_divergence(h, p, q), 0), COVERED, eq(h(1), 0)),
    "the wrong value is 0": (ge(f_divergence(f, p, q), 0), COVERED, eq(f(2), 0)),
    "logarithm, wrong order": (eq(KL_OF_LOG, kl_divergence(p, q)), ALIKE),
    "logarithm of 0": (eq(KL_OF_LOG, kl_divergence(q, p)),),
    "Jensen, no density": (
        ge(integral(lambda x: f(x**2) * h(x) ** 2), f(integral(lambda x: (x * h(x)) ** 2))),
    ),
    "Jensen, twice a density": (
        ge(integral(lambda x: f(x**2) * p(x) * 2), f(integral(lambda x: x**2 * p(x) * 2))),
    ),
    "Jensen, weights of both signs": (
        ge(
            integral(lambda x: f(x**2) * (2 * p(x) - q(x))),
            f(integral(lambda x: x**2 * (2 * p(x) - q(x)))),
        ),
    ),
    "Jensen, negative arguments": (ge(E(f, p), f(E(lambda z: z, p))),),
    "Jensen, another density": (ge(E(lambda z: f(z**2), p), f(E(lambda z: z**2, q))),),
    "Jensen, downward": (le(E(lambda z: f(z**2), p), f(E(lambda z: z**2, p))),),
    "Jensen, strict": (gt(E(lambda z: f(z**2), p), f(E(lambda z: z**2, p))),),
    "Jensen, negated": (ge(E(lambda z: -f(z**2), p), -f(E(lambda z: z**2, p))),),
    "exponential, downward": (le(E(exp, p), exp(E(lambda z: z, p))),),
    "logarithm, upward": (ge(E(lambda z: log(1 + z**2), p), log(E(lambda z: 1 + z**2, p))),),
    "cube": (ge(E(lambda z: h(z) ** 3, p), E(h, p) ** 3),),
    "smooth": (ge(E(h, p), h(E(lambda z: z, p))),),
    "contradictory": (eq(integral(p), 2), everywhere(lambda x: gt(-p(x), 0))),
    "no density at all": (eq(integral(lambda x: 1 + 0 * x), 1), everywhere(lambda x: eq(p(x), 0))),
    "premise of the other": (implies(COVERING, eq(over_support(p), 1)),),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved_without_a_lemma(name: str) -> None:
    found = prover(*TRUE[name])
    assert found.proved, found.reason
    assert set(found.trust) <= {"ISL"}


@pytest.mark.parametrize("name", CITED)
def test_jensens_inequality_is_cited_by_name(name: str) -> None:
    found = prover(*CITED[name])
    assert found.proved, found.reason
    assert "Jensen's inequality" in found.trust


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_not_proved(name: str) -> None:
    assert not prover(*FALSE[name]).proved
