"""Tangents of the logarithm and of the exponential: from log t <= t - 1 to Gibbs and Jensen."""

import pytest

from symderive import (
    cross_entropy,
    entropy,
    exp,
    ge,
    gt,
    kl,
    le,
    log,
    logsumexp,
    lt,
    ne,
    num,
    real,
    simplex,
    size,
    softmax,
    sqrt,
    total,
    vector,
)
from tests.prover.inequalities.judging import Claim, is_proved, is_refuted

n = size("n")
d, u = vector("d", n), vector("u", n)
w, z = vector("w", n, above=0), vector("z", n, above=0)
p, q = simplex("p", n), simplex("q", n)
closed = simplex("c", n, closed=True)
x, t, s = real("x"), real("t", above=0), real("s", above=0)


def jensen_shannon() -> object:
    """The mean of the divergences of p and q from the middle between them."""
    middle = (p + q) / 2
    return (kl(p, middle) + kl(q, middle)) / 2


def weighted_logs(weights: object) -> object:
    return total(lambda k: weights[k] * log(w[k]), 1, n)


LOGARITHMS: dict[str, Claim] = {
    "log t <= t - 1": (le(log(t), t - 1),),
    "the tangent at 2": (le(log(t), t / 2 + log(2) - 1),),
    "the tangent at e": (le(log(t), t * exp(-1)),),
    "from below": (le(1 - 1 / t, log(t)),),
    "t log t": (ge(t * log(t), t - 1),),
    "log(1 + t) from below": (le(t / (1 + t), log(1 + t)),),
    "log is increasing": (lt(log(t), log(s)), lt(t, s)),
    "log of a probability": (le(log(p[1]), 0),),
    "log of what is left": (le(log(1 - p[1]), -p[1]), ge(n, 2)),
    "exp x >= 1 + x": (ge(exp(x), 1 + x),),
    "exp x >= e x": (ge(exp(x), exp(1) * x),),
    "exp is increasing": (lt(exp(x), exp(t)), lt(x, t)),
}

INFORMATION: dict[str, Claim] = {
    "Gibbs": (ge(kl(p, q), 0),),
    "Gibbs the other way round": (ge(kl(q, p), 0),),
    "Gibbs with zeros": (ge(kl(closed, q), 0),),
    "Gibbs for softmax": (ge(kl(softmax(d), softmax(u)), 0),),
    "Gibbs for positive weights": (
        ge(total(lambda k: w[k] * log(w[k] / z[k]) - w[k] + z[k], 1, n), 0),
    ),
    "cross entropy and entropy": (ge(cross_entropy(p, q), entropy(p)),),
    "cross entropy and entropy with zeros": (ge(cross_entropy(closed, q), entropy(closed)),),
    "entropy is not negative": (ge(entropy(p), 0),),
    "entropy with zeros is not negative": (ge(entropy(closed), 0),),
    "entropy is at most log n": (le(entropy(p), log(n)),),
    "entropy with zeros is at most log n": (le(entropy(closed), log(n)),),
    "entropy of softmax": (le(entropy(softmax(d)), log(n)),),
    "entropy of softmax is not negative": (ge(entropy(softmax(d)), 0),),
    "collision entropy": (le(-log(total(lambda k: p[k] ** 2, 1, n)), entropy(p)),),
    "the divergence and chi-squared": (
        le(kl(p, q), total(lambda k: (p[k] - q[k]) ** 2 / q[k], 1, n)),
    ),
    "Jensen-Shannon is not negative": (ge(jensen_shannon(), 0),),
    "Jensen-Shannon is at most log 2": (le(jensen_shannon(), log(2)),),
    "Hellinger": (ge(1 - total(lambda k: sqrt(p[k] * q[k]), 1, n), 0),),
    "log-sum inequality": (
        ge(total(lambda k: w[k] * log(w[k] / z[k]), 1, n), w.sum() * log(w.sum() / z.sum())),
    ),
    "weighted means": (le(exp(weighted_logs(p)), total(lambda k: p[k] * w[k], 1, n)),),
    "geometric and arithmetic mean": (le(exp(log(w).mean()), w.mean()),),
    "the mean of logarithms": (le(log(w).mean(), log(w.mean())),),
    "the mean of exponents": (le(d.mean(), logsumexp(d) - log(n)),),
}

FALSE: dict[str, Claim] = {
    "log t < t - 1 at 1": (lt(log(t), t - 1),),
    "log t <= t - 2": (le(log(t), t - 2),),
    "a tangent that is too low": (le(log(t), t / 2 - 1),),
    "a tangent with another slope": (le(log(t), (t - 1) / 2),),
    "log t >= t - 1": (ge(log(t), t - 1),),
    "a tangent beyond e": (le(log(t), t / 3),),
    "log of a real number": (le(log(x), x - 1),),
    "1 - 1/t < log t at 1": (lt(1 - 1 / t, log(t)),),
    "1 - 1/x for real x": (le(1 - 1 / x, log(x)), ne(x, 0)),
    "t log t > t - 1 at 1": (gt(t * log(t), t - 1),),
    "t log t with another slope": (ge(t * log(t), 2 * (t - 1)),),
    "log against order": (lt(log(t), log(s)), lt(s, t)),
    "log of equals": (lt(log(t), log(s)), le(t, s)),
    "log of nothing left": (le(log(1 - p[1]), -p[1]),),
    "exp x > 1 + x at 0": (gt(exp(x), 1 + x),),
    "exp x >= 1 + 2 x": (ge(exp(x), 1 + 2 * x),),
    "exp x above its tangent at 1": (ge(exp(x), exp(1) * x + num(1) / 100),),
    "the divergence from below": (le(kl(p, q), 0),),
    "the divergence strictly": (gt(kl(p, q), 0), ge(n, 2)),
    "weights that do not add up to 1": (ge(total(lambda k: p[k] * log(p[k] / w[k]), 1, n), 0),),
    "no weights that add up to 1": (ge(kl(w, z), 0),),
    "twice the second one": (ge(total(lambda k: p[k] * log(p[k] / (2 * q[k])), 1, n), 0),),
    "the other weights": (ge(total(lambda k: q[k] * log(p[k] / q[k]), 1, n), 0),),
    "the divergence is not symmetric": (le(kl(p, q), kl(q, p)),),
    "cross entropy from below": (le(cross_entropy(p, q), entropy(p)),),
    "cross entropy strictly": (gt(cross_entropy(p, q), entropy(p)),),
    "cross entropy and the other entropy": (ge(cross_entropy(p, q), entropy(q)),),
    "cross entropy and 1": (ge(cross_entropy(p, q), 1),),
    "entropy is positive": (gt(entropy(p), 0),),
    "entropy with zeros is positive": (gt(entropy(closed), 0), ge(n, 2)),
    "entropy is at least log n": (ge(entropy(p), log(n)),),
    "entropy is less than log n": (lt(entropy(p), log(n)),),
    "entropy is less by log 2": (le(entropy(p), log(n) - log(2)), ge(n, 2)),
    "entropy of weights": (le(entropy(w), log(n)),),
    "entropy of weights is not negative": (ge(entropy(w), 0),),
    "entropy is at most 1": (le(entropy(p), 1),),
    "entropy of softmax from below": (ge(entropy(softmax(d)), log(n)),),
    "collision entropy from below": (ge(-log(total(lambda k: p[k] ** 2, 1, n)), entropy(p)),),
    "the divergence above chi-squared": (
        ge(kl(p, q), total(lambda k: (p[k] - q[k]) ** 2 / q[k], 1, n)),
    ),
    "Jensen-Shannon is positive": (gt(jensen_shannon(), 0),),
    "Jensen-Shannon is at most half of log 2": (le(jensen_shannon(), log(2) / 2),),
    "Hellinger is positive": (gt(1 - total(lambda k: sqrt(p[k] * q[k]), 1, n), 0),),
    "Hellinger for weights": (ge(1 - total(lambda k: sqrt(w[k] * z[k]), 1, n), 0),),
    "log-sum inequality from below": (
        le(total(lambda k: w[k] * log(w[k] / z[k]), 1, n), w.sum() * log(w.sum() / z.sum())),
    ),
    "log-sum inequality strictly": (
        gt(total(lambda k: w[k] * log(w[k] / z[k]), 1, n), w.sum() * log(w.sum() / z.sum())),
        ge(n, 2),
    ),
    "log-sum inequality with sums exchanged": (
        ge(total(lambda k: w[k] * log(w[k] / z[k]), 1, n), w.sum() * log(z.sum() / w.sum())),
    ),
    "weighted means from below": (ge(exp(weighted_logs(p)), total(lambda k: p[k] * w[k], 1, n)),),
    "means with weights that do not add up to 1": (
        le(exp(weighted_logs(z)), total(lambda k: z[k] * w[k], 1, n)),
    ),
    "a product and a sum": (le(exp(total(lambda k: log(w[k]), 1, n)), w.sum()),),
    "the mean of exponents from below": (ge(d.mean(), logsumexp(d) - log(n)),),
    "the mean of exponents, twice the logarithm": (le(d.mean(), logsumexp(d) - 2 * log(n)),),
    "log-sum-exp divided": (le(d.mean(), logsumexp(d) / n),),
}

UNDEFINED: dict[str, Claim] = {
    "a logarithm without a value": (le(log(t - 1), t - 2),),
    "a divergence from what may be zero": (ge(kl(p, closed), 0),),
}
"""False because one side has no value somewhere."""


@pytest.mark.parametrize("name", LOGARITHMS)
def test_logarithms_and_exponentials(name: str) -> None:
    assert is_proved(LOGARITHMS[name])


@pytest.mark.parametrize("name", INFORMATION)
def test_entropies_and_divergences(name: str) -> None:
    assert is_proved(INFORMATION[name])


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    assert not is_proved(FALSE[name])
    assert is_refuted(FALSE[name])


@pytest.mark.parametrize("name", UNDEFINED)
def test_what_has_no_value_is_not_proved(name: str) -> None:
    assert not is_proved(UNDEFINED[name])
    assert is_refuted(UNDEFINED[name])
