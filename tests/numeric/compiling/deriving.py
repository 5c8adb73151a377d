"""Gradients and single derivatives of formulas, as a person would derive them."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit

from symderive import (
    diff,
    exp,
    function,
    grad,
    index,
    log,
    logsumexp,
    matrix,
    mean,
    product,
    real,
    size,
    softmax,
    sqrt,
    total,
    vector,
)
from tests.numeric.compiling.losses import log_weights
from tests.numeric.compiling.records import (
    Floats,
    Operator,
    between,
    one_hot,
    positive,
    signs,
)

n, d = size("n"), size("d")
x, y, u = vector("x", n), vector("y", n), vector("u", d)
X, S = matrix("X", n, d), matrix("S", n, n)
t = real("t", above=0)


def softmax_of(x: Floats) -> Floats:
    found = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(found / found.sum(-1, keepdims=True))


def others(x: Floats) -> Floats:
    before = np.concatenate([[1.0], np.cumprod(x)[:-1]])
    after = np.concatenate([np.cumprod(x[::-1])[::-1][1:], [1.0]])
    return before * after


def variation_slope(x: Floats) -> Floats:
    flux = 2 * np.diff(x, prepend=x[0], append=x[-1])
    return -np.diff(flux)


def _gradients() -> list[Operator]:
    Y, F = matrix("Y", n, d), function("F")
    i, j = index("i", n), index("j", n)
    return [
        Operator(
            "the gradient of a quadratic form",
            lambda: grad(total(lambda i, j: x[i] * S[i, j] * x[j], n, n), x),
            (x, S),
            lambda x, S: S @ x + x @ S,
            "n=1; n=3",
            "n=3000",
        ),
        Operator(
            "the gradient of log-sum-exp",
            lambda: grad(logsumexp(x), x),
            (x,),
            softmax_of,
            "n=1; n=3",
            "n=1000000",
        ),
        Operator(
            "the gradient of log-sum-exp written out, with a parameter",
            lambda: grad(log(total(lambda i: exp(t * x[i]), 1, n)) / t, x),
            (x, t),
            lambda x, t: softmax_of(t * x),
            "n=1; n=3",
            "n=500000",
        ),
        Operator(
            "the gradient of a logistic regression",
            lambda: grad(
                mean(lambda i: log(1 + exp(-y[i] * total(lambda a: X[i, a] * u[a], 1, d))), 1, n), u
            ),
            (X, y, u),
            lambda X, y, u: -(y * expit(-y * (X @ u))) @ X / len(y),
            "n=1 d=1; n=3 d=2",
            "n=5000 d=300",
            {"y": signs},
        ),
        Operator(
            "the gradient of least squares",
            lambda: grad(
                total(lambda i: (total(lambda a: X[i, a] * u[a], 1, d) - y[i]) ** 2, 1, n) / 2
                + t * total(lambda a: u[a] ** 2, 1, d) / 2,
                u,
            ),
            (X, y, u, t),
            lambda X, y, u, t: X.T @ (X @ u - y) + t * u,
            "n=1 d=1; n=3 d=2",
            "n=5000 d=400",
        ),
        Operator(
            "the gradient of cross-entropy by all scores",
            lambda: grad(
                -total(
                    lambda i, a: Y[i, a] * log(exp(X[i, a]) / total(lambda e: exp(X[i, e]), 1, d)),
                    n,
                    d,
                ),
                X,
            ),
            (X, Y),
            lambda X, Y: np.exp(log_weights(X)) * Y.sum(1, keepdims=True) - Y,
            "n=1 d=1; n=2 d=3",
            "n=1000 d=300",
            {"Y": one_hot},
        ),
        Operator(
            "the gradient of squared differences",
            lambda: grad(total(lambda i: (x[i + 1] - x[i]) ** 2, 1, n - 1), x),
            (x,),
            variation_slope,
            "n=1; n=2; n=4",
            "n=500000",
        ),
        Operator(
            "the gradient of a product",
            lambda: grad(product(lambda i: x[i], 1, n), x),
            (x,),
            others,
            "n=1; n=2; n=4",
            "n=2000",
            {"x": between(0.9, 1.1)},
            loose=True,
        ),
        Operator(
            "the gradient of a norm",
            lambda: grad(sqrt(total(lambda i: x[i] ** 2, 1, n)), x),
            (x,),
            lambda x: x / np.linalg.norm(x),
            "n=1; n=3",
            "n=1000000",
            {"x": positive},
        ),
        Operator(
            "the gradient of a sum over pairs",
            lambda: grad(total(lambda i, j: (x[i] - x[j]) ** 2 / 2, n, n), x),
            (x,),
            lambda x: 2 * (len(x) * x - x.sum()),
            "n=1; n=3",
            "n=100000",
            loose=True,
        ),
        Operator(
            "the gradient of a distance of two matrices",
            lambda: grad(
                total(lambda i, a: (total(lambda j: S[i, j] * X[j, a], 1, n) - Y[i, a]) ** 2, n, d),
                X,
            ),
            (S, X, Y),
            lambda S, X, Y: 2 * S.T @ (S @ X - Y),
            "n=1 d=1; n=3 d=2",
            "n=800 d=300",
        ),
        Operator(
            "the gradient of a given function of each entry",
            lambda: grad(total(lambda i: F(x[i] * y[i]), 1, n), x),
            (x, y, F),
            lambda x, y, F: y * F.derivative((1,))(x * y),
            "n=1; n=3",
            "n=200000",
        ),
        Operator(
            "a derivative by a parameter",
            lambda: diff(total(lambda i: exp(-t * x[i] ** 2) * y[i], 1, n), t),
            (x, y, t),
            lambda x, y, t: -(x**2 * np.exp(-t * x**2)) @ y,
            "n=1; n=3",
            "n=500000",
        ),
        Operator(
            "one entry of the Jacobian of softmax",
            lambda: diff(softmax(x)[i], x[j]),
            (x,),
            lambda x, i, j: softmax_of(x)[i - 1] * ((i == j) - softmax_of(x)[j - 1]),
            "n=1 i=1 j=1; n=3 i=2 j=2; n=3 i=1 j=3",
            "n=300000 i=7 j=9",
        ),
    ]


OPERATORS: list[Any] = [*_gradients()]
