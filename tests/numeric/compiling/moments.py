"""Moments, means and powers of all entries."""

from __future__ import annotations

from typing import Any

import numpy as np

from symderive import (
    absolute,
    array,
    exp,
    log,
    matrix,
    maximum,
    mean,
    product,
    real,
    size,
    sqrt,
    total,
    vector,
)
from tests.numeric.compiling.records import (
    Floats,
    Operator,
    between,
    positive,
)

n, m = size("n"), size("m")
x, u = vector("x", n), vector("u", m)
X = matrix("X", m, n)
t = real("t")
TAME = between(0.999, 1.001)


def gini(x: Floats) -> float:
    n, ordered = len(x), np.sort(x)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum()))


def row_log_sums(X: Floats) -> Floats:
    top = X.max(1)
    return np.asarray(top + np.log(np.exp(X - top[:, None]).sum(1)))


def horner(x: Floats, u: Floats) -> Floats:
    found = np.zeros(len(x))
    for coefficient in u[::-1]:
        found = found * x + coefficient
    return found


def centre(X: Floats) -> float:
    return float(np.arange(1, len(X) + 1) @ X.sum(1) / X.sum())


def _moments() -> list[Operator]:
    return [
        Operator(
            "the third central moment",
            lambda: mean(lambda i: (x[i] - mean(lambda j: x[j], 1, n)) ** 3, 1, n),
            (x,),
            lambda x: ((x - x.mean()) ** 3).mean(),
            "n=1; n=2; n=5",
            "n=1000000",
            loose=True,
        ),
        Operator(
            "an index of inequality",
            lambda: total(lambda i, j: absolute(x[i] - x[j]), n, n) / (2 * n * x.sum()),
            (x,),
            gini,
            "n=1; n=2; n=4",
            "n=3000",
            {"x": positive},
        ),
        Operator(
            "the harmonic mean",
            lambda: n / total(lambda i: 1 / x[i], 1, n),
            (x,),
            lambda x: len(x) / (1 / x).sum(),
            "n=1; n=4",
            "n=1000000",
            {"x": positive},
        ),
        Operator(
            "the geometric mean",
            lambda: exp(mean(lambda i: log(x[i]), 1, n)),
            (x,),
            lambda x: np.exp(np.log(x).mean()),
            "n=1; n=4",
            "n=1000000",
            {"x": positive},
        ),
        Operator(
            "the product of all",
            lambda: product(lambda i: x[i], 1, n),
            (x,),
            lambda x: x.prod(),
            "n=1; n=4",
            "n=1000000",
            {"x": TAME},
            loose=True,
        ),
        Operator(
            "a product of sums",
            lambda: product(lambda i: total(lambda j: X[i, j], 1, n), 1, m),
            (X,),
            lambda X: X.sum(1).prod(),
            "m=1 n=1; m=2 n=3",
            "m=50 n=10000",
            {"X": between(0, 0.0002)},
            loose=True,
        ),
        Operator(
            "log-sum-exp of each row",
            lambda: array(m, lambda i: log(total(lambda j: exp(X[i, j]), 1, n))),
            (X,),
            row_log_sums,
            "m=1 n=1; m=2 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "log-sum-exp of a matrix",
            lambda: log(total(lambda i, j: exp(X[i, j]), m, n)),
            (X,),
            lambda X: X.max() + np.log(np.exp(X - X.max()).sum()),
            "m=1 n=1; m=2 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "a smooth maximum",
            lambda: (
                total(lambda i: x[i] * exp(t * x[i]), 1, n) / total(lambda i: exp(t * x[i]), 1, n)
            ),
            (x, t),
            lambda x, t: x @ np.exp(t * (x - x.max())) / np.exp(t * (x - x.max())).sum(),
            "n=1; n=4",
            "n=1000000",
            loose=True,
        ),
        Operator(
            "a polynomial at many points",
            lambda: array(n, lambda i: total(lambda j: u[j] * x[i] ** (j - 1), 1, m)),
            (x, u),
            horner,
            "n=1 m=1; n=3 m=4; n=2 m=2",
            "n=200000 m=8",
        ),
        Operator(
            "a matrix of powers",
            lambda: array((n, m), lambda i, j: x[i] ** (j - 1)),
            (x,),
            lambda x, m: np.vander(x, m, increasing=True),
            "n=1 m=1; n=3 m=4",
            "n=100000 m=8",
        ),
        Operator(
            "products of all pairs of features",
            lambda: array((m, n, n), lambda i, a, e: X[i, a] * X[i, e]),
            (X,),
            lambda X: X[:, :, None] * X[:, None, :],
            "m=1 n=1; m=2 n=3",
            "m=2000 n=30",
        ),
        Operator(
            "the row in which the weight lies",
            lambda: total(lambda i, j: i * X[i, j], m, n) / total(lambda i, j: X[i, j], m, n),
            (X,),
            centre,
            "m=1 n=1; m=2 n=3",
            "m=1000 n=1000",
            {"X": positive},
        ),
        Operator(
            "norms of rows, added up",
            lambda: total(lambda i: sqrt(total(lambda j: X[i, j] ** 2, 1, n)), 1, m),
            (X,),
            lambda X: np.linalg.norm(X, axis=1).sum(),
            "m=1 n=1; m=2 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "the greatest of sums of rows",
            lambda: maximum(lambda i: total(lambda j: absolute(X[i, j]), 1, n), 1, m),
            (X,),
            lambda X: np.abs(X).sum(1).max(),
            "m=1 n=1; m=2 n=3",
            "m=1000 n=1000",
        ),
    ]


OPERATORS: list[Any] = [*_moments()]
