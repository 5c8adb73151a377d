"""Losses as people write them down, entry by entry."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import logaddexp
from scipy.special import expit
from sympy import pi

from symderive import (
    absolute,
    array,
    binary_cross_entropy,
    cases,
    cross_entropy,
    entropy,
    exp,
    greater_of,
    kl,
    log,
    log_softmax,
    matrix,
    mean,
    num,
    real,
    relu,
    sigmoid,
    size,
    softmax,
    squared_norm,
    total,
    vector,
)
from tests.numeric.compiling.records import (
    Floats,
    Operator,
    apart,
    between,
    distribution,
    one_hot,
    positive,
    signs,
)

n, m, d = size("n"), size("m"), size("d")
x, y, w, u = vector("x", n), vector("y", n), vector("w", d), vector("u", m)
X, Y, Z, D = matrix("X", n, m), matrix("Y", n, m), matrix("Z", n, d), matrix("D", n, d)
t, a, g = real("t", above=0), real("a"), real("g", above=0)
LABELS, ROWS = {"Y": one_hot}, {"X": distribution, "Y": distribution}


def log_weights(X: Floats) -> Floats:
    shifted = X - X.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)))


def smoothed(X: Floats, Y: Floats, a: float) -> float:
    target = (1 - a) * Y + a / X.shape[1]
    return float(-(target * log_weights(X)).sum() / len(X))


def contrastive(Z: Floats, D: Floats, t: float) -> float:
    return float(-np.trace(log_weights(Z @ D.T / t)) / len(Z))


def divergence(X: Floats, Y: Floats) -> float:
    p, q = log_weights(X), log_weights(Y)
    return float((np.exp(p) * (p - q)).sum())


def focal(x: Floats, y: Floats, g: float) -> float:
    signed = y * x
    return float((expit(-signed) ** g * logaddexp(0, -signed)).mean())


def several_hinges(X: Floats, Y: Floats) -> float:
    right = (X * Y).sum(1, keepdims=True)
    return float((np.maximum(0, 1 + X - right) * (1 - Y)).sum() / len(X))


def huber(x: Floats, y: Floats) -> float:
    size = np.abs(x - y)
    return float(np.where(size <= 1, size**2 / 2, size - 0.5).sum())


def ranking(x: Floats, u: Floats) -> float:
    parts = np.array_split(x, max(1, len(x) // 256))
    return float(sum(logaddexp(0, u - part[:, None]).sum() for part in parts))


def mixture(x: Floats, u: Floats, p: Floats) -> float:
    terms = np.log(p) - (x[:, None] - u) ** 2 / 2
    top = terms.max(1)
    return float((top + np.log(np.exp(terms - top[:, None]).sum(1))).sum())


def _classifiers() -> list[Operator]:
    c = vector("c", n)
    return [
        Operator(
            "cross-entropy of softmax",
            lambda: (
                -mean(
                    lambda i: total(
                        lambda j: Y[i, j] * log(exp(X[i, j]) / total(lambda s: exp(X[i, s]), 1, m)),
                        1,
                        m,
                    ),
                    1,
                    n,
                )
            ),
            (X, Y),
            lambda X, Y: -(Y * log_weights(X)).sum() / len(X),
            "n=1 m=1; n=2 m=3",
            "n=2000 m=500",
            LABELS,
        ),
        Operator(
            "smoothed labels",
            lambda: (
                -mean(
                    lambda i: total(
                        lambda j: ((1 - a) * Y[i, j] + a / m) * log_softmax(X)[i, j], 1, m
                    ),
                    1,
                    n,
                )
            ),
            (X, Y, a),
            smoothed,
            "n=1 m=1; n=2 m=3",
            "n=2000 m=500",
            LABELS | {"a": between(0, 1)},
        ),
        Operator(
            "a contrastive loss",
            lambda: (
                -mean(
                    lambda i: log(
                        exp(total(lambda s: Z[i, s] * D[i, s], 1, d) / t)
                        / total(lambda j: exp(total(lambda s: Z[i, s] * D[j, s], 1, d) / t), 1, n)
                    ),
                    1,
                    n,
                )
            ),
            (Z, D, t),
            contrastive,
            "n=1 d=1; n=3 d=2",
            "n=1000 d=64",
            {"t": between(1, 2)},
            loose=True,
        ),
        Operator(
            "divergence of two softmaxes",
            lambda: total(
                lambda i, j: softmax(X)[i, j] * (log_softmax(X)[i, j] - log_softmax(Y)[i, j]), n, m
            ),
            (X, Y),
            divergence,
            "n=1 m=1; n=2 m=3",
            "n=1000 m=500",
        ),
        Operator(
            "divergence of two softmaxes by name",
            lambda: kl(softmax(x), softmax(y)),
            (x, y),
            lambda x, y: (np.exp(log_weights(x)) * (log_weights(x) - log_weights(y))).sum(),
            "n=1; n=3",
            "n=1000000",
        ),
        Operator(
            "the entropy of softmax",
            lambda: entropy(softmax(x)),
            (x,),
            lambda x: -(np.exp(log_weights(x)) * log_weights(x)).sum(),
            "n=1; n=3",
            "n=1000000",
        ),
        Operator(
            "a focal loss",
            lambda: mean(
                lambda i: -((1 - sigmoid(y[i] * x[i])) ** g) * log(sigmoid(y[i] * x[i])), 1, n
            ),
            (x, y, g),
            focal,
            "n=1; n=3",
            "n=300000",
            {"y": signs},
        ),
        Operator(
            "a hinge",
            lambda: mean(lambda i: greater_of(0, 1 - y[i] * x[i]), 1, n),
            (x, y),
            lambda x, y: np.maximum(0, 1 - y * x).mean(),
            "n=1; n=3",
            "n=1000000",
            {"y": signs},
        ),
        Operator(
            "a hinge for each class",
            lambda: (
                total(
                    lambda i, j: (
                        (1 - Y[i, j]) * relu(1 + X[i, j] - total(lambda s: X[i, s] * Y[i, s], 1, m))
                    ),
                    n,
                    m,
                )
                / n
            ),
            (X, Y),
            several_hinges,
            "n=1 m=1; n=2 m=3",
            "n=2000 m=500",
            LABELS,
        ),
        Operator(
            "a logistic loss",
            lambda: mean(lambda i: log(1 + exp(-y[i] * x[i])), 1, n),
            (x, y),
            lambda x, y: logaddexp(0, -y * x).mean(),
            "n=1; n=3",
            "n=500000",
            {"y": signs},
        ),
        Operator(
            "binary cross-entropy of logits",
            lambda: total(
                lambda i: -(c[i] * log(sigmoid(x[i])) + (1 - c[i]) * log(1 - sigmoid(x[i]))), 1, n
            ),
            (x, c),
            lambda x, c: (logaddexp(0, x) - c * x).sum(),
            "n=1; n=3",
            "n=500000",
            {"c": between(0, 1)},
        ),
        Operator(
            "binary cross-entropy by name",
            lambda: binary_cross_entropy(c, sigmoid(x)),
            (x, c),
            lambda x, c: logaddexp(0, x) - c * x,
            "n=1; n=3",
            "n=500000",
            {"c": between(0, 1)},
        ),
        Operator(
            "cross-entropy of two distributions",
            lambda: cross_entropy(X, Y),
            (X, Y),
            lambda X, Y: -(X * np.log(Y)).sum(),
            "n=1 m=1; n=2 m=3",
            "n=1000 m=500",
            ROWS,
        ),
        Operator(
            "overlap of two masks",
            lambda: (
                1
                - 2
                * total(lambda i: x[i] * y[i], 1, n)
                / (total(lambda i: x[i] ** 2, 1, n) + total(lambda i: y[i] ** 2, 1, n))
            ),
            (x, y),
            lambda x, y: 1 - 2 * (x @ y) / (x @ x + y @ y),
            "n=1; n=3",
            "n=1000000",
            {"x": positive},
        ),
    ]


def _errors() -> list[Operator]:
    p, v = vector("p", m), vector("v", n)
    return [
        Operator(
            "Huber's loss",
            lambda: total(
                lambda i: cases(
                    ((x[i] - y[i]) ** 2 / 2, absolute(x[i] - y[i]) <= 1),
                    otherwise=absolute(x[i] - y[i]) - num(1) / 2,
                ),
                1,
                n,
            ),
            (x, y),
            huber,
            "n=1; n=4",
            "n=500000",
        ),
        Operator(
            "a loss of quantiles",
            lambda: mean(lambda i: greater_of(a * (y[i] - x[i]), (a - 1) * (y[i] - x[i])), 1, n),
            (x, y, a),
            lambda x, y, a: np.maximum(a * (y - x), (a - 1) * (y - x)).mean(),
            "n=1; n=3",
            "n=500000",
            {"a": between(0, 1)},
        ),
        Operator(
            "an elastic net",
            lambda: (
                squared_norm(Z @ w - y) / (2 * n)
                + t * total(lambda j: absolute(w[j]), 1, d)
                + g / 2 * total(lambda j: w[j] ** 2, 1, d)
            ),
            (Z, w, y, t, g),
            lambda Z, w, y, t, g: (
                ((Z @ w - y) ** 2).sum() / (2 * len(y)) + t * np.abs(w).sum() + g / 2 * (w @ w)
            ),
            "n=1 d=1; n=3 d=2",
            "n=5000 d=400",
        ),
        Operator(
            "log cosh of errors",
            lambda: total(lambda i: log((exp(x[i]) + exp(-x[i])) / 2), 1, n),
            (x,),
            lambda x: (logaddexp(x, -x) - np.log(2)).sum(),
            "n=1; n=3",
            "n=500000",
        ),
        Operator(
            "a loss of pairs in the wrong order",
            lambda: total(lambda i, j: log(1 + exp(u[j] - x[i])), n, m),
            (x, u),
            ranking,
            "n=1 m=1; n=3 m=2",
            "n=1500 m=1500",
        ),
        Operator(
            "a loss of triplets",
            lambda: total(
                lambda i: relu(
                    total(lambda s: (Z[i, s] - D[i, s]) ** 2, 1, d)
                    - total(lambda s: (Z[i, s] - w[s]) ** 2, 1, d)
                    + 1
                ),
                1,
                n,
            ),
            (Z, D, w),
            lambda Z, D, w: np.maximum(((Z - D) ** 2).sum(1) - ((Z - w) ** 2).sum(1) + 1, 0).sum(),
            "n=1 d=1; n=3 d=2",
            "n=10000 d=64",
        ),
        Operator(
            "the likelihood of a mixture",
            lambda: total(
                lambda i: log(total(lambda c: p[c] * exp(-((x[i] - u[c]) ** 2) / 2), 1, m)), 1, n
            ),
            (x, u, p),
            mixture,
            "n=1 m=1; n=3 m=2",
            "n=50000 m=10",
            {"p": distribution},
        ),
        Operator(
            "the likelihood of normal numbers",
            lambda: total(lambda i: log(2 * pi * t**2) / 2 + (x[i] - a) ** 2 / (2 * t**2), 1, n),
            (x, a, t),
            lambda x, a, t: (
                len(x) * np.log(2 * np.pi * t**2) / 2 + ((x - a) ** 2).sum() / (2 * t**2)
            ),
            "n=1; n=3",
            "n=500000",
        ),
        Operator(
            "a divergence of normal distributions",
            lambda: total(lambda i: (exp(v[i]) + x[i] ** 2 - 1 - v[i]) / 2, 1, n),
            (x, v),
            lambda x, v: ((np.expm1(v) - v + x**2) / 2).sum(),
            "n=1; n=3",
            "n=500000",
        ),
        Operator(
            "a likelihood of counts",
            lambda: mean(lambda i: exp(x[i]) - y[i] * x[i], 1, n),
            (x, y),
            lambda x, y: (np.exp(x) - y * x).mean(),
            "n=1; n=3",
            "n=500000",
            {"y": positive},
        ),
        Operator(
            "small numbers less one",
            lambda: array(n, lambda i: (exp(x[i]) - 1) / x[i]),
            (x,),
            lambda x: np.expm1(x) / x,
            "n=1; n=3",
            "n=300000",
            {"x": apart},
        ),
    ]


OPERATORS: list[Any] = [*_classifiers(), *_errors()]
