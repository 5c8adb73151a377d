"""Log-sum-exp and the maximum, with ties; the maximum as one of its entries."""

import pytest

from symderive import (
    diff,
    eq,
    ge,
    gt,
    index,
    iverson,
    le,
    log,
    logsumexp,
    lt,
    ne,
    real,
    size,
    softmax,
    total,
    vector,
)
from tests.prover.inequalities.judging import Claim, is_proved, is_refuted

n = size("n")
i = index("i", n)
d, u = vector("d", n), vector("u", n)
beta, below = real("beta", above=0), real("b", below=0)
r, g = real("r"), real("g", 0, 1)
a, b = real("a", above=0), real("c", above=0)

top, bottom = d.max(), d.min()
value = logsumexp(beta * d) / beta
count = total(lambda k: iverson(eq(d[k], d.max())), 1, n)
smoothed = (logsumexp(beta * d) - log(n)) / beta

TRUE: dict[str, Claim] = {
    "an entry": (le(d[i], logsumexp(d)),),
    "an entry of two or more": (lt(d[i], logsumexp(d)), ge(n, 2)),
    "the maximum": (le(top, value),),
    "the maximum of two or more": (lt(top, value), ge(n, 2)),
    "from above": (le(value, top + log(n) / beta),),
    "the rate": (le(value - top, log(n) / beta),),
    "ties": (le(top + log(count) / beta, value),),
    "a tie at least": (ge(count, 1),),
    "ties at most": (le(count, n),),
    "negative beta and the minimum": (le(logsumexp(below * d) / below, bottom),),
    "negative beta and the maximum": (le(logsumexp(below * d) / below, top),),
    "negative beta from below": (le(bottom + log(n) / below, logsumexp(below * d) / below),),
    "does not increase with beta": (le(diff(value, beta), 0),),
    "less log n, does not decrease": (ge(diff(smoothed, beta), 0),),
    "the mean": (le(d.mean(), value),),
    "the mean under softmax": (le(softmax(beta * d).T @ d, value),),
    "a shift": (le(logsumexp(d + r), r + top + log(n)),),
    "its tangent": (ge(logsumexp(u), logsumexp(d) + softmax(d).T @ (u - d)),),
    "convex in the middle": (le(logsumexp((d + u) / 2), (logsumexp(d) + logsumexp(u)) / 2),),
    "convex": (le(logsumexp(g * d + (1 - g) * u), g * logsumexp(d) + (1 - g) * logsumexp(u)),),
}

TWO_POINTS: Claim = (le(logsumexp(b * d) / b, logsumexp(a * d) / a), le(a, b))
"""A greater factor in the exponent gives no greater value."""

FALSE: dict[str, Claim] = {
    "an entry from above": (le(logsumexp(d), d[i]),),
    "the only entry": (lt(d[i], logsumexp(d)),),
    "an entry and log n": (le(d[i] + log(n), logsumexp(d)),),
    "the maximum from above": (le(value, top),),
    "the maximum of one entry": (lt(top, value),),
    "the rate without beta": (le(value, top + log(n)),),
    "half of the rate": (le(value, top + log(n) / (2 * beta)),),
    "one entry, strictly": (lt(value, top + log(n) / beta),),
    "all are ties": (le(top + log(n) / beta, value),),
    "ties strictly": (lt(top + log(count) / beta, value),),
    "one tie more": (le(top + log(count + 1) / beta, value),),
    "ties from above": (le(value, top + log(count) / beta),),
    "ties without a logarithm": (le(top + count / beta, value),),
    "two ties at least": (ge(count, 2), ge(n, 2)),
    "one tie at most": (le(count, 1),),
    "not all are ties": (lt(count, n), ge(n, 2)),
    "more than one tie": (gt(count, 1),),
    "any beta": (le(top, logsumexp(r * d) / r), ne(r, 0)),
    "negative beta, the maximum from below": (le(top, logsumexp(below * d) / below),),
    "negative beta, the minimum from below": (le(bottom, logsumexp(below * d) / below),),
    "no division by beta": (le(top, logsumexp(beta * d)),),
    "does not decrease with beta": (ge(diff(value, beta), 0),),
    "decreases with beta": (lt(diff(value, beta), 0),),
    "less log n, increases": (gt(diff(smoothed, beta), 0),),
    "less log n, does not increase": (le(diff(smoothed, beta), 0),),
    "concave in the middle": (ge(logsumexp((d + u) / 2), (logsumexp(d) + logsumexp(u)) / 2),),
    "convex with weights exchanged": (
        le(logsumexp(g * d + (1 - g) * u), g * logsumexp(u) + (1 - g) * logsumexp(d)),
    ),
    "the tangent at the other point": (ge(logsumexp(u), logsumexp(d) + softmax(u).T @ (u - d)),),
    "an increase with the exponent": (
        le(logsumexp(a * d) / a, logsumexp(b * d) / b),
        le(a, b),
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved(name: str) -> None:
    assert is_proved(TRUE[name])


def test_does_not_increase_from_one_point_to_another() -> None:
    assert is_proved(TWO_POINTS)


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    assert not is_proved(FALSE[name])
    assert is_refuted(FALSE[name])
