"""Formulas of a million numbers with one small mistake each, and the same sums in another order.

The check in floats must see every mistake, and must not take rounding for one. Every mistake is
one that is made in programs: both sides would pass for equal at a glance, and many for a test with
a fixed relative tolerance.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import sympy

from symderive.language.declarations import vector
from symderive.language.domains import size
from symderive.language.functions import exp, log, logsumexp, softmax, softplus
from symderive.language.reading import read_statement
from symderive.language.statements import eq, gt, le, negation
from symderive.language.sums import iverson, total
from symderive.language.terms import Statement
from symderive.numeric.check import evidence_of
from symderive.results.evidence import Evidence

SIZE = 1_000_000
ROWS = 1000
SIZES = {"n": SIZE, "r": ROWS}

n, r = size("n"), size("r")
x, w = vector("x", n), vector("w", n, above=0)

Write = Callable[[], Any]


def variance(divisor: Any) -> Any:
    """The sum of squared deviations over a divisor."""
    return ((x - x.mean()) ** 2).sum() / divisor


def log_total(kept: Callable[[Any], Any]) -> Any:
    """The logarithm of the sum of the exponentials that are kept."""
    return log(total(lambda k: exp(x[k]) * iverson(kept(k)), n))


def nearest_to_mean(k: Any) -> Any:
    """Whether an entry is as near to the mean as any."""
    return le((x[k] - x.mean()) ** 2, ((x - x.mean()) ** 2).min())


def cross_entropy(added: Any) -> Any:
    """The mean of -log(p + a constant), p the softmax."""
    p = softmax(x)
    return -total(lambda k: log(p[k] + added), n) / n


FAULTS: dict[str, Write] = {
    "n - 1 for n in a variance": lambda: eq(variance(n), variance(n - 1)),
    "deviations from 0, not from the mean": lambda: eq((x**2).sum() / n, variance(n)),
    "the smallest of the terms left out": lambda: eq(
        total(lambda k: exp(x[k]), n), total(lambda k: exp(x[k]) * iverson(gt(x[k], x.min())), n)
    ),
    "a sign turned": lambda: eq(log(total(lambda k: exp(x[k] - x[1]), n)) - x[1], logsumexp(x)),
    "a term in the middle left out of log-sum-exp": lambda: eq(
        logsumexp(x), log_total(lambda k: negation(nearest_to_mean(k)))
    ),
    "0.5000001 for 1/2": lambda: eq(
        (x**2).sum() / 2, (x**2).sum() * sympy.Rational(5000001, 10000000)
    ),
    "10^-12 left out under a logarithm": lambda: eq(
        cross_entropy(sympy.Rational(1, 10**12)), cross_entropy(0)
    ),
    "a sum over neighbours that begins one later": lambda: eq(
        total(lambda k: x[k] * x[k + 1], 1, n - 1), total(lambda k: x[k] * x[k + 1], 2, n - 1)
    ),
    "a normaliser without the last term": lambda: eq(
        softmax(x)[1], exp(x[1]) / total(lambda k: exp(x[k]), n - 1)
    ),
    "a softplus that is its argument above 4": lambda: eq(
        softplus(x).sum(),
        total(lambda k: iverson(gt(x[k], 4)) * x[k] + iverson(le(x[k], 4)) * softplus(x)[k], n),
    ),
    "a term at the boundary taken twice": lambda: eq(
        total(lambda k: w[k] * x[k], n), total(lambda k: w[k] * x[k], n) + w[n] * x[n]
    ),
}

# Multiples of it reach every place, as it has no divisor in common with the size.
STEP = 7919
# Each adds up the same terms in another order.
REORDERINGS: dict[str, Write] = {
    "mixed": lambda: eq(logsumexp(x), log(total(lambda k: exp(x[sympy.Mod(STEP * k, n) + 1]), n))),
    "backwards, in columns": lambda: eq(
        total(lambda k: w[k] * x[k] ** 2, n),
        total(lambda b: total(lambda a: w[n - r * a + b] * x[n - r * a + b] ** 2, n / r), r),
    ),
    "what is even, then what is odd": lambda: eq(
        variance(n),
        total(lambda k: (x[2 * k] - x.mean()) ** 2, n / 2) / n
        + total(lambda k: (x[2 * k - 1] - x.mean()) ** 2, n / 2) / n,
    ),
}


@cache
def statement(write: Write) -> Statement:
    """The statement as it is written."""
    with sympy.evaluate(False):
        return read_statement(write())


def seen(write: Write, seed: int = 0) -> Evidence:
    """What the check in floats says of it for a million numbers."""
    return evidence_of(statement(write), SIZES, seed)
