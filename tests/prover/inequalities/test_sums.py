"""Sums and maxima against their terms, and goals brought under a sum."""

import pytest

from symderive import (
    absolute,
    array,
    exp,
    forall,
    ge,
    implies,
    index,
    le,
    logsumexp,
    lt,
    matrix,
    maximum,
    ne,
    real,
    relu,
    simplex,
    size,
    softmax,
    total,
    vector,
)
from tests.prover.inequalities.judging import Claim, is_proved, is_refuted

n, m = size("n"), size("m")
i, j = index("i", n), index("j", n)
d, u, v = vector("d", n), vector("u", n), vector("v", n)
w, z = vector("w", n, above=0), vector("z", n, at_least=0)
p, r, beta = simplex("p", n), real("r"), real("beta", above=0)
A, e = matrix("A", m, n), vector("e", m)

TRUE: dict[str, Claim] = {
    "softmax is at most 1": (le(softmax(d)[i], 1),),
    "softmax of two or more entries is less than 1": (lt(softmax(d)[i], 1), ge(n, 2)),
    "two entries of softmax": (le(softmax(d)[i] + softmax(d)[j], 1), ne(i, j)),
    "two entries of three or more": (
        lt(softmax(d)[i] + softmax(d)[j], 1),
        ne(i, j),
        ge(n, 3),
    ),
    "softmax of the greatest entry": (
        ge(softmax(d)[i], 1 / n),
        forall(lambda k: le(d[k], d[i]), n),
    ),
    "softmax far from the maximum": (le(softmax(beta * d)[i], exp(beta * (d[i] - d.max()))),),
    "softmax keeps order": (le(softmax(d)[i], softmax(d)[j]), le(d[i], d[j])),
    "an entry and the maximum": (le(d[i], d.max()),),
    "the minimum and an entry": (le(d.min(), d[i]),),
    "the minimum and the maximum": (le(d.min(), d.max()),),
    "the mean and the maximum": (le(d.mean(), d.max()),),
    "the minimum and the mean": (le(d.min(), d.mean()),),
    "a weighted mean and the maximum": (le(p.T @ d, d.max()),),
    "the mean under softmax and the maximum": (le(softmax(beta * d).T @ d, d.max()),),
    "a sum is at most n times the maximum": (le(u.sum(), n * u.max()),),
    "a sum is at most n times a bound": (le(u.sum(), n * r), forall(lambda k: le(u[k], r), n)),
    "one term of a sum": (le(w[i], w.sum()),),
    "one term that may be zero": (le(z[i], z.sum()),),
    "two terms of a sum": (le(w[i] + w[j], w.sum()), ne(i, j)),
    "an entry of a simplex": (le(p[i], 1),),
    "an entry of a simplex of two or more": (lt(p[i], 1), ge(n, 2)),
    "sums term by term": (le(u.sum(), v.sum()), forall(lambda k: le(u[k], v[k]), n)),
    "maxima term by term": (le(u.max(), v.max()), forall(lambda k: le(u[k], v[k]), n)),
    "log-sum-exp term by term": (
        le(logsumexp(u), logsumexp(v)),
        forall(lambda k: le(u[k], v[k]), n),
    ),
    "a maximum below a bound": (le(d.max(), r), forall(lambda k: le(d[k], r), n)),
    "a maximum strictly below a bound": (lt(d.max(), r), forall(lambda k: lt(d[k], r), n)),
    "a maximum above an entry that is large": (ge(d.max(), r), ge(d[i], r)),
    "a maximum of sums": (le((u + v).max(), u.max() + v.max()),),
    "the absolute value of a sum": (le(absolute(d.sum()), total(lambda k: absolute(d[k]), 1, n)),),
    "relu of a sum": (le(relu(d.sum()), relu(d).sum()),),
    "the greatest absolute value": (
        le(maximum(lambda k: absolute(d[k]), 1, n), total(lambda k: absolute(d[k]), 1, n)),
    ),
    "squares of a simplex": (le(total(lambda k: p[k] ** 2, 1, n), 1),),
    "squares of positive terms": (le((w * w).sum(), w.sum() ** 2),),
    "rows one by one": (
        le(
            total(lambda k, l: A[k, l], m, n),
            total(lambda k: n * array((m,), lambda s: maximum(lambda t: A[s, t], 1, n))[k], 1, m),
        ),
    ),
}

FALSE: dict[str, Claim] = {
    "softmax of one entry is 1": (lt(softmax(d)[i], 1),),
    "softmax above one half": (le(softmax(d)[i], 1 / (n + 1)), ge(n, 2)),
    "softmax below the mean": (ge(softmax(d)[i], 1 / n),),
    "twice the same entry": (le(softmax(d)[i] + softmax(d)[j], 1),),
    "two entries of two": (lt(softmax(d)[i] + softmax(d)[j], 1), ne(i, j)),
    "softmax of the least entry": (ge(softmax(d)[i], 1 / n), forall(lambda k: le(d[i], d[k]), n)),
    "softmax against order": (le(softmax(d)[i], softmax(d)[j]), le(d[j], d[i])),
    "the maximum and an entry": (le(d.max(), d[i]),),
    "strictly below the maximum": (lt(d[i], d.max()), ge(n, 2)),
    "an entry and the minimum": (le(d[i], d.min()),),
    "minimum and maximum of equal entries": (lt(d.min(), d.max()), ge(n, 2)),
    "the mean of equal entries": (lt(d.mean(), d.max()), ge(n, 2)),
    "the maximum and the mean": (le(d.max(), d.mean()),),
    "a sum and the maximum": (le(d.sum(), d.max()),),
    "weights that do not add up to 1": (le(w.T @ d, d.max()),),
    "a sum and n - 1 times the maximum": (le(u.sum(), (n - 1) * u.max()),),
    "a sum and one bound": (le(u.sum(), r), forall(lambda k: le(u[k], r), n)),
    "one real term of a sum": (le(u[i], u.sum()),),
    "one term strictly": (lt(w[i], w.sum()),),
    "one term that may be zero, strictly": (lt(z[i], z.sum()), ge(n, 2)),
    "two terms that may be one": (le(w[i] + w[j], w.sum()),),
    "two terms strictly": (lt(w[i] + w[j], w.sum()), ne(i, j)),
    "the only entry of a simplex": (lt(p[i], 1),),
    "an entry of a simplex from below": (ge(p[i], 1 / n),),
    "sums against their terms": (ge(u.sum(), v.sum()), forall(lambda k: le(u[k], v[k]), n)),
    "sums strictly": (lt(u.sum(), v.sum()), forall(lambda k: le(u[k], v[k]), n)),
    "all terms but the last": (le(u.sum(), v.sum()), forall(lambda k: le(u[k], v[k]), 1, n - 1)),
    "a maximum known at one index": (le(d.max(), r), le(d[i], r)),
    "a maximum known but at the first index": (le(d.max(), r), forall(lambda k: le(d[k], r), 2, n)),
    "a maximum known but at one index": (
        le(d.max(), r),
        forall(lambda k: implies(ne(k, i), le(d[k], r)), n),
    ),
    "a maximum strictly below what it can reach": (
        lt(d.max(), r),
        forall(lambda k: le(d[k], r), n),
    ),
    "a maximum of sums from below": (ge((u + v).max(), u.max() + v.max()),),
    "a maximum of differences": (le((u - v).max(), u.max() - v.max()),),
    "a maximum of products": (le((u * v).max(), u.max() * v.max()),),
    "another vector": (le(d[i], u.max()),),
    "the absolute value of a sum from below": (
        ge(absolute(d.sum()), total(lambda k: absolute(d[k]), 1, n)),
    ),
    "relu of a sum from below": (ge(relu(d.sum()), relu(d).sum()),),
    "squares of a simplex strictly": (lt(total(lambda k: p[k] ** 2, 1, n), 1),),
    "squares of real terms": (le((d * d).sum(), d.sum() ** 2),),
    "a maximum beside an empty range": (
        le(total(lambda k: u[k], 2, n), (n - 1) * maximum(lambda k: u[k], 2, n)),
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved(name: str) -> None:
    assert is_proved(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    assert not is_proved(FALSE[name])
    assert is_refuted(FALSE[name])
