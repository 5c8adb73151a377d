"""Every idiom of stable forms: formulas as people write them, and false siblings of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symderive import (
    array,
    binary_cross_entropy,
    cases,
    cross_entropy,
    entropy,
    erf,
    exp,
    ge,
    greater_of,
    index,
    inner,
    iverson,
    kl,
    le,
    log,
    log_softmax,
    matrix,
    maximum,
    mean,
    ne,
    real,
    sigmoid,
    simplex,
    size,
    softmax,
    softplus,
    sqrt,
    tanh,
    total,
    vector,
)

n, m = size("n"), size("m")
x, y, a, w = vector("x", n), vector("y", n), vector("a", n), vector("w", n, above=0)
X, d = matrix("X", m, n), vector("d", n, below=1)
p = simplex("p", n)
i, j, r = index("i", n), index("j", n), index("r", m)
u, v, t, b = real("u"), real("v"), real("t", above=0), real("b", above=0)
c = real("c", above=-1)
S = total(lambda k: exp(x[k]), n)
M = maximum(lambda k: x[k], n)
T = total(lambda k: exp(x[k] - M), n)
P = exp(x) / exp(x).sum()


@dataclass(frozen=True)
class Idiom:
    """A naive formula, and three forms that look like a stable one and are false.

    ``steps``: the identity is proved with sigmoid written out, which is a proof of its own.
    ``any_top``: it is proved for any number in the place of the greatest exponent.
    """

    name: str
    naive: Any
    false: tuple[Any, Any, Any]
    given: tuple[Any, ...] = ()
    steps: bool = False
    any_top: bool = False


LOGARITHMS = [
    Idiom("log-sum-exp", log(S), (log(T), M + log(S), log(T) - M)),
    Idiom(
        "log-sum-exp with a temperature",
        log(total(lambda k: exp(b * x[k]), n)) / b,
        (
            M + log(total(lambda k: exp(b * x[k] - M), n)) / b,
            b * M + log(total(lambda k: exp(b * (x[k] - M)), n)) / b,
            M + log(total(lambda k: exp(b * (x[k] - M)), n)),
        ),
    ),
    Idiom(
        "log-sum-exp with weights",
        log(total(lambda k: w[k] * exp(x[k]), n)),
        (
            M + log(T),
            M + total(lambda k: w[k], n) * log(T),
            log(total(lambda k: w[k] * exp(x[k] - M), n)),
        ),
    ),
    Idiom(
        "log-sum-exp with weights of any sign",
        log(total(lambda k: a[k] * exp(x[k]), n)),
        (M + log(T), M + log(-total(lambda k: a[k] * exp(x[k] - M), n)), M),
        (total(lambda k: a[k] * exp(x[k]), n) > 0,),
    ),
    Idiom("the logarithm of a mean of exponentials", log(S / n), (M + log(T), log(T / n), M / n)),
    Idiom(
        "the logarithm of a mean by name",
        log(exp(x).mean()),
        (log(T / n), x.mean(), M + log(T) + log(n)),
    ),
    Idiom(
        "the logarithm of a double sum",
        log(total(lambda k: total(lambda l: exp(X[k, l]), n), m)),
        (
            log(total(lambda l: exp(X[1, l]), n)),
            maximum(lambda k: X[k, 1], m) + log(m),
            total(lambda k: log(total(lambda l: exp(X[k, l]), n)), m),
        ),
        any_top=True,
    ),
    Idiom(
        "the logarithm of sums along an axis",
        log(exp(X).sum(axis=1)),
        (X.max(axis=1), array(m, lambda k: log(exp(X).sum())), log(X.sum(axis=1))),
    ),
    Idiom("1 and a sum of exponentials", log(1 + S), (log(1 + T), M + log(1 + T), softplus(M))),
    Idiom(
        "1 and a sum that may be empty",
        log(1 + total(lambda k: exp(x[k]), 1, n - 1)),
        (log(S), log(1 + S), log(total(lambda k: exp(x[k]), 1, n - 1))),
    ),
    Idiom(
        "two sums that may be empty",
        log(total(lambda k: exp(x[k]), 1, i - 1) + total(lambda k: exp(2 * x[k]), i, n)),
        (log(S), log(S) + x[i], log(total(lambda k: exp(2 * x[k]), n))),
    ),
    Idiom(
        "a sum with a bracket",
        log(total(lambda k: iverson(le(k, i)) * exp(x[k]), n)),
        (log(S), M + log(T), log(total(lambda k: exp(x[k]), i, n))),
    ),
    Idiom(
        "a sum with a bracket that keeps an index in its range",
        log(total(lambda k: iverson(le(k, n - 1)) * exp(x[k + 1]), n)),
        (log(S), log(S - exp(x[n])), log(total(lambda k: iverson(le(k, n - 1)) * exp(x[k]), n))),
        (ge(n, 2),),
    ),
    Idiom(
        "a sum of exponentials of exponentials with a bracket",
        log(total(lambda k: iverson(ne(k, i)) * exp(exp(3 * a[k])), n)),
        (log(total(lambda k: exp(exp(3 * a[k])), n)), log(S), maximum(lambda k: exp(3 * a[k]), n)),
        (ge(n, 2),),
    ),
    Idiom(
        "two exponentials less 1",
        log(exp(t) + exp(2 * t) - 1),
        (log(exp(t) + exp(2 * t)), 3 * t, 2 * t + log(exp(t) - 1)),
    ),
    Idiom(
        "1 and a sum with weights",
        log(1 + total(lambda k: w[k] * exp(x[k]), n)),
        (log(1 + S), M + log(1 + total(lambda k: w[k] * exp(x[k] - M), n)), softplus(M)),
    ),
    Idiom(
        "three exponentials and a number",
        log(2 + exp(u) + exp(v) + exp(u + v)),
        (
            log(1 + exp(u) + exp(v) + exp(u + v)),
            softplus(u) + softplus(v),
            greater_of(u, v, u + v, 0),
        ),
    ),
    Idiom("two exponentials", log(exp(u) + exp(v)), (greater_of(u, v), softplus(u - v), u + v)),
    Idiom(
        "1 and two exponentials",
        log(1 + exp(u) + exp(v)),
        (softplus(u) + softplus(v), softplus(u + v), log(exp(u) + exp(v))),
    ),
    Idiom("softplus", log(1 + exp(u)), (greater_of(u, 0), u + softplus(u), softplus(-u))),
    Idiom("softplus of a row", log(1 + exp(-x)), (softplus(x), -softplus(x), x + softplus(x))),
    Idiom(
        "the logarithm of a sigmoid",
        log(sigmoid(u)),
        (-softplus(u), softplus(-u), u - softplus(-u)),
        steps=True,
    ),
    Idiom(
        "the logarithm of a quotient that is a sigmoid",
        log(1 / (1 + exp(-u))),
        (-softplus(u), softplus(-u), u - softplus(-u)),
    ),
    Idiom(
        "the logarithm of 1 less a sigmoid",
        log(1 - sigmoid(u)),
        (-softplus(-u), softplus(u), -u - softplus(u)),
    ),
    Idiom(
        "the logarithm of a softmax", log(exp(x[i]) / S), (x[i] - log(T), M - log(S), log(S) - x[i])
    ),
    Idiom("the logarithm of a softmax as a row", log(P), (x - M, log(x), x - log(T))),
    Idiom("the logarithm of an entry of a row", log(P[i]), (x[i] - M, log(x[i]), x[i] - log(T))),
    Idiom("the logarithm of softmax by name", log(softmax(x)[i]), (x[i] - M, x[i], -log(S))),
    Idiom(
        "the logarithm of a product",
        log(3 * exp(u) * sigmoid(v) / (exp(u) + exp(v))),
        (log(3) + u, log(3) + u - v, u - softplus(-v)),
        steps=True,
    ),
    Idiom("the logarithm of an exponential", log(exp(u)), (exp(u), -u, u + 1)),
    Idiom(
        "the logarithm of an exponential less 1",
        log(exp(t) - 1),
        (t, t + log(exp(-t) - 1), log(1 - exp(-t))),
    ),
    Idiom("the logarithm of 1 and a number", log(1 + c), (c, log(c), 1 + log(1 + c))),
    Idiom("the logarithm of 1 and a square", log(1 + u**2), (u**2, 2 * log(1 + u**2), u)),
    Idiom("the logarithm of 1 less a number", log(1 - d[i]), (-d[i], log(d[i]), -log(1 + d[i]))),
]

QUOTIENTS = [
    Idiom("softmax", exp(x[i]) / S, (exp(x[i] - M) / S, exp(x[i]) / T, exp(x[i] - M))),
    Idiom("softmax as a row", P, (exp(x - x.max()) / S, exp(x) / n, exp(x - x.max()))),
    Idiom(
        "softmax beside 1",
        exp(x[i]) / (1 + S),
        (exp(x[i]) / S, exp(x[i] - M) / (1 + T), exp(x[i] - M) / (1 + S)),
    ),
    Idiom(
        "softmax along an axis",
        exp(X).sum(axis=0) / (1 + exp(X).sum(axis=0)),
        (exp(X).sum(axis=0) / exp(X).sum(), exp(X).sum(axis=0), X.sum(axis=0)),
    ),
    Idiom(
        "an expectation under softmax",
        total(lambda k: a[k] * exp(x[k]), n) / S,
        (
            total(lambda k: a[k] * exp(x[k] - M), n) / S,
            total(lambda k: a[k] * exp(x[k]), n) / T,
            total(lambda k: a[k], n) / n,
        ),
    ),
    Idiom("an expectation as an inner product", inner(a, exp(x)) / S, (inner(a, x) / S, S, a[i])),
    Idiom(
        "the product of two probabilities",
        exp(x[i]) * exp(x[j]) / S**2,
        (exp(x[i]) * exp(x[j]) / S, exp(x[i] + x[j]) / T**2, exp(x[i] - M) / T**2),
    ),
    Idiom(
        "probabilities of two rows",
        exp(y[j]) * exp(x[i]) / (S * exp(y).sum()),
        (exp(x[i]) / S, exp(y[i]) * exp(x[j]) / (S * exp(y).sum()), exp(x[i] + y[j]) / S),
    ),
    Idiom("more below than above", exp(x[i]) / S**2, (exp(x[i] - M) / T**2, exp(x[i]) / S, 1 / S)),
    Idiom(
        "more above than below",
        exp(u) * exp(v) * exp(x[i]) / S,
        (exp(x[i] - M) / T, exp(u + v) / T, exp(u + v) * exp(x[i]) / T),
    ),
    Idiom(
        "others above than below",
        exp(u) * exp(2 * x[n] - 100) / S**2,
        (exp(u - 2 * M) * exp(2 * x[n] - 100) / T, exp(u) / S, exp(2 * x[n] - M) / T**2),
    ),
    Idiom(
        "a power above",
        exp(u) ** 3 * exp(v) / S,
        (exp(u) * exp(v) / S, exp(u + v - M) / T, exp(3 * u + 3 * v - M) / T),
    ),
    Idiom(
        "a power of a probability",
        (exp(x[i]) / S) ** 3,
        (exp(3 * (x[i] - M)) / T, exp(x[i] - M) / T**3, 3 * exp(x[i] - M) / T),
    ),
    Idiom("a root of a sum", exp(u) / sqrt(S), (exp(u - M) / sqrt(T), exp(u) / S, exp(u))),
    Idiom(
        "a softmax with a bracket",
        exp(x[i]) / total(lambda k: iverson(le(k, i)) * exp(x[k]), n),
        (exp(x[i]) / S, exp(x[i] - M) / T, exp(x[i] - M)),
    ),
    Idiom(
        "a running share",
        total(lambda k: exp(x[k]), 1, i - 1) / S,
        (total(lambda k: exp(x[k]), i) / S, total(lambda k: exp(x[k] - M), i - 1), i / n),
    ),
    Idiom("a reciprocal of a sum", 1 / S, (1 / T, exp(-M) / S, exp(-M) / n)),
    Idiom(
        "a reciprocal of cosh(u)^2",
        4 / (exp(u) + exp(-u)) ** 2,
        (4 / (exp(u) + exp(-u)), 4 * exp(-2 * u), 4 * sigmoid(2 * u) ** 2),
    ),
    Idiom("sigmoid", 1 / (1 + exp(-u)), (sigmoid(-u), 1 - sigmoid(u), sigmoid(2 * u))),
    Idiom("sigmoid of exp(u)", exp(u) / (1 + exp(u)), (sigmoid(-u), exp(u), sigmoid(2 * u))),
    Idiom("the slope of sigmoid", exp(-u) / (1 + exp(-u)) ** 2, (sigmoid(u), sigmoid(-u), u)),
    Idiom("two classes", exp(u) / (exp(u) + exp(v)), (sigmoid(v - u), sigmoid(u), sigmoid(u + v))),
    Idiom("tanh", (exp(u) - exp(-u)) / (exp(u) + exp(-u)), (tanh(2 * u), tanh(-u), 2 * sigmoid(u))),
    Idiom("tanh of u - v", (exp(u) - exp(v)) / (exp(u) + exp(v)), (tanh(u - v), tanh(u), u - v)),
    Idiom(
        "tanh of one exponential",
        (exp(2 * u) - 1) / (exp(2 * u) + 1),
        (tanh(2 * u), tanh(-u), sigmoid(2 * u)),
    ),
    Idiom(
        "tanh of a falling exponential",
        (1 - exp(-2 * u)) / (1 + exp(-2 * u)),
        (tanh(2 * u), tanh(-u), sigmoid(2 * u)),
    ),
    Idiom("a quotient of exponentials", exp(u) / exp(v), (exp(v - u), exp(u + v), exp(u) - v)),
    Idiom("a product of opposite exponentials", exp(u) * exp(-v), (exp(u + v), exp(u * v), exp(u))),
    Idiom("a power of an exponential", sqrt(exp(u)), (exp(u**2), exp(2 * u), exp(u))),
    Idiom(
        "exp(u)/(exp(u) - 1)",
        exp(u) / (exp(u) - 1),
        (1 / (exp(u) - 1), 1 - exp(-u), 1 / (exp(-u) - 1)),
        (ne(exp(u), 1), ne(exp(-u), 1)),
    ),
    Idiom("(exp(u) - 1)/exp(u)", (exp(u) - 1) / exp(u), (exp(-u) - 1, 1 - exp(u), exp(u) - 1)),
]

DIFFERENCES = [
    Idiom("1 - sigmoid(u)", 1 - sigmoid(u), (sigmoid(u), -sigmoid(-u), sigmoid(-2 * u))),
    Idiom("v (sigmoid(u) - 1)", v * (sigmoid(u) - 1), (v * sigmoid(-u), -v, -v * sigmoid(u))),
    Idiom(
        "sigmoid(u) (1 - sigmoid(u))",
        sigmoid(u) * (1 - sigmoid(u)),
        (sigmoid(u) ** 2, sigmoid(-u) ** 2, sigmoid(u)),
    ),
    Idiom(
        "sigmoid(u) - sigmoid(u)^2",
        sigmoid(u) - sigmoid(u) ** 2,
        (sigmoid(u) ** 2, sigmoid(-u) ** 2, sigmoid(u)),
    ),
    Idiom(
        "1 - tanh(u)^2",
        1 - tanh(u) ** 2,
        (sigmoid(u) * sigmoid(-u), 4 * sigmoid(u) * sigmoid(-u), 4 * sigmoid(2 * u) ** 2),
    ),
    Idiom("1 - tanh(u)", 1 - tanh(u), (sigmoid(-2 * u), 2 * sigmoid(2 * u), 2 * sigmoid(-u))),
    Idiom("1 + tanh(u)", 1 + tanh(u), (sigmoid(2 * u), 2 * sigmoid(-2 * u), 2 * sigmoid(u))),
    Idiom("2 sigmoid(2u) - 1", 2 * sigmoid(2 * u) - 1, (tanh(2 * u), tanh(-u), tanh(u / 2))),
    Idiom("1 - 2 sigmoid(u)", 1 - 2 * sigmoid(u), (tanh(u / 2), -tanh(u), tanh(-2 * u))),
    Idiom("exp(u) - 1", exp(u) - 1, (exp(u), 1 - exp(u), u)),
    Idiom("1 - exp(-u)", 1 - exp(-u), (exp(-u) - 1, 1 - exp(u), exp(u) - 1)),
    Idiom("v exp(u) - v", v * exp(u) - v, (v * exp(u) - 1, exp(u) - 1, v * (1 - exp(u)))),
    Idiom("1 - erf(u)", 1 - erf(u), (1 + erf(u), erf(u), erf(1 - u))),
    Idiom("1 + erf(u)", u * (1 + erf(u)) / 2, (u * (1 - erf(u)) / 2, u * erf(u), u)),
]

LOSSES = [
    Idiom(
        "cross-entropy of softmax",
        cross_entropy(p, softmax(x)),
        (entropy(p), log(S), -inner(p, x)),
    ),
    Idiom(
        "binary cross-entropy of sigmoid",
        binary_cross_entropy(u, sigmoid(v)),
        (softplus(v), u * softplus(v), u * softplus(-v)),
        steps=True,
    ),
    Idiom(
        "binary cross-entropy of a row",
        binary_cross_entropy(a, sigmoid(x)),
        (softplus(x), a * softplus(x), a * softplus(-x)),
        steps=True,
    ),
    Idiom("the entropy of softmax", entropy(softmax(x)), (log(S), -log(S), log(S) - M)),
    Idiom("the divergence of softmax", kl(p, softmax(x)), (log(S), entropy(p), -inner(p, x))),
    Idiom(
        "a mean of logarithmic losses",
        mean(lambda k: log(1 + exp(-(x[k] * a[k]))), n),
        (
            mean(lambda k: log(1 + exp(x[k] * a[k])), n),
            softplus(-inner(x, a)),
            mean(lambda k: softplus(-x[k]), n),
        ),
    ),
    Idiom(
        "the logarithm of a softmax of a row of a matrix",
        total(lambda k: log(exp(X[r, k]) / total(lambda l: exp(X[r, l]), n)), n),
        (
            log_softmax(X)[r, 1],
            total(lambda k: X[r, k], n),
            -log(total(lambda l: exp(X[r, l]), n)),
        ),
    ),
]
CASES = [
    Idiom(
        "a linear unit with an exponential",
        array(n, lambda k: cases((x[k], x[k] >= 0), otherwise=exp(x[k]) - 1)),
        (exp(x) - 1, x, array(n, lambda k: cases((x[k], x[k] <= 0), otherwise=exp(x[k]) - 1))),
    ),
    Idiom(
        "three cases",
        cases((exp(-u), u > v), (v * exp(u), u > 0), otherwise=exp(u + v)),
        (
            exp(-u),
            cases((exp(u), u > v), (v * exp(u), u > 0), otherwise=exp(u + v)),
            cases((exp(-u), u > v), (exp(u), u > 0), otherwise=exp(u + v)),
        ),
    ),
]
IDIOMS = LOGARITHMS + QUOTIENTS + DIFFERENCES + LOSSES + CASES
