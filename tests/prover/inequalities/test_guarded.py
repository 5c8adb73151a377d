"""Brackets beside denominators and logarithms that have no value where the bracket is false."""

import pytest

from symderive import (
    absolute,
    eq,
    exp,
    ge,
    gt,
    index,
    iverson,
    le,
    log,
    lt,
    maximum,
    ne,
    real,
    size,
    sqrt,
    total,
    vector,
)
from tests.prover.inequalities.judging import Claim, is_proved, is_refuted

n = size("n")
i = index("i", n)
d, u = vector("d", n), vector("u", n)
x, h, t = real("x"), real("h", at_least=0), real("t", above=0)
w = vector("w", n, at_least=0)


def inverses() -> object:
    return total(lambda k: iverson(ne(w[k], 0)) / w[k], 1, n)


TRUE: dict[str, Claim] = {
    "a square that may be zero": (ge(iverson(ne(x, 0)) / x**2, 0),),
    "a logarithm beside a bracket": (le(iverson(ne(h, 0)) * log(h), h),),
    "a root of what may be zero": (le(sqrt(h), (h + 1) / 2),),
    "the reciprocal of a root": (le(1 / sqrt(t), (1 / t + 1) / 2),),
    "a maximum of fewer entries": (le(maximum(lambda k: d[k], 1, n - 1), d.max()), ge(n, 2)),
}

FALSE: dict[str, Claim] = {
    "a square is 0 at 0": (ge(iverson(ne(x, 0)) / x**2, iverson(eq(x, 0))),),
    "a square is not positive at 0": (gt(iverson(ne(x, 0)) / x**2, 0),),
    "an absolute value": (ge(iverson(ne(x, 0)) / absolute(x), iverson(eq(x, 0))),),
    "a reciprocal": (ge(iverson(ne(h, 0)) / h, iverson(eq(h, 0))),),
    "a tangent at 0": (ge(iverson(ne(h, 0)) * (log(h) + 1 / h - 1) - iverson(eq(h, 0)), 0),),
    "a tangent strictly": (gt(iverson(ne(h, 0)) * (log(h) + 1 / h - 1), -iverson(eq(h, 0))),),
    "a sum of reciprocals is positive": (gt(inverses(), 0),),
    "reciprocals of what may be zero": (ge(inverses() * w.sum(), n**2),),
    "tangents in a sum": (
        ge(
            total(lambda k: iverson(ne(w[k], 0)) * (w[k] - 1 - log(w[k])), 1, n),
            total(lambda k: iverson(eq(w[k], 0)), 1, n),
        ),
    ),
    "an exponential": (ge(iverson(gt(x, 0)) * exp(x), iverson(gt(x, 0)) + iverson(le(x, 0))),),
    "a logarithm from below": (
        ge(iverson(gt(x, 0)) * log(x), iverson(gt(x, 0)) * (1 - 1 / x) + iverson(le(x, 0))),
    ),
    "an entropy at 0": (ge(-iverson(gt(h, 0)) * h * log(h), iverson(eq(h, 0))), le(h, 1)),
    "a logarithm strictly": (gt(-iverson(gt(h, 0)) * log(h), 0), lt(h, 1)),
    "a tangent that is too low at 0": (le(iverson(ne(h, 0)) * log(h), h - 1),),
    "greatest entries added up": (
        ge(total(lambda k: iverson(eq(d[k], d.max())) * d[k], 1, n), d.max()),
    ),
    "as many least ones as greatest ones": (
        ge(
            total(lambda k: iverson(eq(d[k], d.min())), 1, n),
            total(lambda k: iverson(eq(d[k], d.max())), 1, n),
        ),
    ),
    "one above the least": (ge(total(lambda k: iverson(gt(d[k], d.min())), 1, n), 1), ge(n, 2)),
    "the maximum of another vector": (ge(total(lambda k: iverson(eq(d[k], u.max())), 1, n), 1),),
    "a maximum over no index": (ge(maximum(lambda k: d[k], 1, n - 1), d.min()),),
    "a maximum of fewer entries from below": (
        ge(maximum(lambda k: d[k], 1, n - 1), d.max()),
        ge(n, 2),
    ),
    "a bracket beside a maximum over no index": (
        le(1, iverson(ge(n, 2)) * maximum(lambda k: exp(d[k] - d[k]), 2, n)),
    ),
    "a root and what may be less than 1": (le(sqrt(h), h),),
    "a root and half of it": (le(sqrt(h), h / 2),),
    "a root at 1": (lt(sqrt(h), (h + 1) / 2),),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved(name: str) -> None:
    assert is_proved(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    assert not is_proved(FALSE[name])
    assert is_refuted(FALSE[name])
