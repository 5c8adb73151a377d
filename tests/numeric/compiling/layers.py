"""Activations, normalisations and layers, entry by entry."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import logaddexp
from scipy.special import erf as np_erf
from scipy.special import expit
from sympy import pi

from symderive import (
    array,
    cases,
    erf,
    exp,
    function,
    iverson,
    logsumexp,
    matrix,
    maximum,
    mean,
    num,
    padded,
    real,
    relu,
    sigmoid,
    size,
    softplus,
    sqrt,
    tanh,
    total,
    vector,
)
from symderive.language.statements import ge, le, ne
from tests.numeric.compiling.records import (
    Floats,
    Operator,
    positive,
)

n, m, k, d = size("n"), size("m"), size("k"), size("d")
x, u, e = vector("x", n), vector("u", m), vector("e", m)
X, Z = matrix("X", n, m), matrix("Z", n, d)
t = real("t", above=0)


def layer_norm(X: Floats, u: Floats, e: Floats) -> Floats:
    centred = X - X.mean(1, keepdims=True)
    spread = np.sqrt((centred**2).mean(1, keepdims=True) + 1e-5)
    return u * centred / spread + e


def batch_norm(X: Floats, u: Floats, e: Floats) -> Floats:
    return u * (X - X.mean(0)) / np.sqrt(X.var(0) + 1e-5) + e


def root_mean_square(X: Floats, u: Floats) -> Floats:
    return u * X / np.sqrt((X**2).mean(1, keepdims=True) + 1e-6)


def group_norm(X: Floats) -> Floats:
    parts = X.reshape(len(X), -1, 2)
    centred = parts - parts.mean(2, keepdims=True)
    return (centred / np.sqrt((centred**2).mean(2, keepdims=True) + 1)).reshape(X.shape)


def local_response(X: Floats) -> Floats:
    wide = np.pad(X**2, ((0, 0), (1, 1)))
    return X / (1 + wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:])


def _layers() -> list[Operator]:
    W, V = matrix("W", m, d), matrix("V", k, m)
    R, F = matrix("X", n, 2 * m), function("F")
    half = num(1) / 2
    return [
        Operator(
            "a norm of layers",
            lambda: array(
                (n, m),
                lambda i, j: (
                    u[j]
                    * (X[i, j] - mean(lambda s: X[i, s], 1, m))
                    / sqrt(
                        mean(lambda s: (X[i, s] - mean(lambda q: X[i, q], 1, m)) ** 2, 1, m)
                        + num(1) / 100000
                    )
                    + e[j]
                ),
            ),
            (X, u, e),
            layer_norm,
            "n=1 m=1; n=2 m=3",
            "n=1000 m=512",
        ),
        Operator(
            "a norm of batches",
            lambda: array(
                (n, m),
                lambda i, j: (
                    u[j] * (X[i, j] - X.mean(axis=0)[j]) / sqrt(X.var(axis=0)[j] + num(1) / 100000)
                    + e[j]
                ),
            ),
            (X, u, e),
            batch_norm,
            "n=1 m=1; n=3 m=2",
            "n=1000 m=512",
        ),
        Operator(
            "a norm by root mean squares",
            lambda: array(
                (n, m),
                lambda i, j: (
                    u[j] * X[i, j] / sqrt(mean(lambda s: X[i, s] ** 2, 1, m) + num(1) / 1000000)
                ),
            ),
            (X, u),
            root_mean_square,
            "n=1 m=1; n=2 m=3",
            "n=1000 m=512",
        ),
        Operator(
            "a norm of pairs",
            lambda: array(
                (n, 2 * m),
                lambda i, j: (
                    (R[i, j] - mean(lambda s: R[i, 2 * ((j - 1) // 2) + s], 1, 2))
                    / sqrt(
                        mean(
                            lambda s: (
                                (
                                    R[i, 2 * ((j - 1) // 2) + s]
                                    - mean(lambda q: R[i, 2 * ((j - 1) // 2) + q], 1, 2)
                                )
                                ** 2
                            ),
                            1,
                            2,
                        )
                        + 1
                    )
                ),
            ),
            (R,),
            group_norm,
            "n=1 m=1; n=2 m=3",
            "n=500 m=500",
        ),
        Operator(
            "a response divided by its neighbours",
            lambda: array(
                (n, m),
                lambda i, j: X[i, j] / (1 + total(lambda s: padded(X)[i, s] ** 2, j - 1, j + 1)),
            ),
            (X,),
            local_response,
            "n=1 m=1; n=2 m=3",
            "n=1000 m=500",
        ),
        Operator(
            "GELU",
            lambda: array(n, lambda i: x[i] / 2 * (1 + erf(x[i] / sqrt(2)))),
            (x,),
            lambda x: x / 2 * (1 + np_erf(x / np.sqrt(2))),
            "n=1; n=3",
            "n=300000",
        ),
        Operator(
            "GELU by tanh",
            lambda: array(
                n, lambda i: half * x[i] * (1 + tanh(sqrt(2 / pi) * (x[i] + x[i] ** 3 / 20)))
            ),
            (x,),
            lambda x: x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + x * x * x / 20))),
            "n=1; n=3",
            "n=300000",
        ),
        Operator(
            "swish",
            lambda: array(n, lambda i: x[i] / (1 + exp(-t * x[i]))),
            (x, t),
            lambda x, t: x * expit(t * x),
            "n=1; n=3",
            "n=300000",
        ),
        Operator(
            "mish",
            lambda: array(n, lambda i: x[i] * tanh(softplus(x[i]))),
            (x,),
            lambda x: x * np.tanh(logaddexp(0, x)),
            "n=1; n=3",
            "n=300000",
        ),
        Operator(
            "a linear unit with an exponential",
            lambda: array(n, lambda i: cases((x[i], x[i] >= 0), otherwise=exp(x[i]) - 1)),
            (x,),
            lambda x: np.where(x >= 0, x, np.expm1(np.minimum(x, 0))),
            "n=1; n=3",
            "n=500000",
        ),
        Operator(
            "a gate",
            lambda: array((n, m), lambda i, j: R[i, j] * sigmoid(R[i, j + m])),
            (R,),
            lambda X: X[:, : X.shape[1] // 2] * expit(X[:, X.shape[1] // 2 :]),
            "n=1 m=1; n=2 m=3",
            "n=500 m=500",
        ),
        Operator(
            "a net of two layers",
            lambda: array(
                (n, k),
                lambda i, c: total(
                    lambda j: V[c, j] * relu(total(lambda s: W[j, s] * Z[i, s], 1, d) + u[j]), 1, m
                ),
            ),
            (Z, W, u, V),
            lambda Z, W, u, V: np.maximum(Z @ W.T + u, 0) @ V.T,
            "n=1 m=1 d=1 k=1; n=2 m=3 d=2 k=2",
            "n=1000 m=256 d=256 k=10",
        ),
        Operator(
            "a layer with a given activation",
            lambda: array((n, m), lambda i, j: F(total(lambda s: W[j, s] * Z[i, s], 1, d) + u[j])),
            (Z, W, u, F),
            lambda Z, W, u, F: F(Z @ W.T + u),
            "n=1 m=1 d=1; n=2 m=3 d=2",
            "n=1000 m=256 d=256",
        ),
        Operator(
            "rows on the unit sphere",
            lambda: array((n, m), lambda i, j: X[i, j] / sqrt(total(lambda s: X[i, s] ** 2, 1, m))),
            (X,),
            lambda X: X / np.linalg.norm(X, axis=1, keepdims=True),
            "n=1 m=1; n=2 m=3",
            "n=1000 m=1000",
            {"X": positive},
        ),
        Operator(
            "scores against the best of the others",
            lambda: array(
                (n, m + 1),
                lambda i, j: maximum(lambda s: X[i, s] * iverson(ne(s, j)), 1, m),
            ),
            (X,),
            best_other,
            "n=1 m=1; n=2 m=3",
            "n=2000 m=50",
        ),
        Operator(
            "what lies between two bounds",
            lambda: array(n, lambda i: x[i] * iverson(ge(x[i], -1)) * iverson(le(x[i], 1))),
            (x,),
            lambda x: np.where(np.abs(x) <= 1, x, 0),
            "n=1; n=3",
            "n=1000000",
        ),
        Operator(
            "softmax less its greatest",
            lambda: logsumexp(X, axis=1) - X.max(axis=1),
            (X,),
            lambda X: np.log(np.exp(X - X.max(1, keepdims=True)).sum(1)),
            "n=1 m=1; n=2 m=3",
            "n=1000 m=1000",
        ),
    ]


def best_other(X: Floats) -> Floats:
    columns = X.shape[1]
    found = np.repeat(X.max(1, keepdims=True), columns + 1, axis=1)
    for j in range(columns):
        rest = X.copy()
        rest[:, j] = 0
        found[:, j] = rest.max(1)
    return found


OPERATORS: list[Any] = [*_layers()]
