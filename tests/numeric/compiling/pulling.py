"""Vector-Jacobian products, Jacobians and Hessians, as a person would derive them."""

from __future__ import annotations

from typing import Any

import numpy as np

from symderive import (
    array,
    hessian,
    jacobian,
    logsumexp,
    matrix,
    maximum,
    mean,
    padded,
    size,
    softmax,
    sqrt,
    tanh,
    total,
    vector,
    vjp,
)
from tests.numeric.compiling.records import (
    Floats,
    Operator,
    apart,
)

n, m, k, d, r = size("n"), size("m"), size("k"), size("d"), size("r")
x, y, w, v = vector("x", n), vector("y", n), vector("w", k), vector("v", n)
X, A = matrix("X", n, d), matrix("A", m, n)


def softmax_of(x: Floats) -> Floats:
    found = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(found / found.sum(-1, keepdims=True))


def softmax_pull(x: Floats, v: Floats) -> Floats:
    p = softmax_of(x)
    return p * (v - p @ v)


def correlation_pull(x: Floats, w: Floats, g: Floats) -> Floats:
    found = np.zeros(len(x))
    for j, weight in enumerate(w):
        found[j : j + 2 * len(g) - 1 : 2] += weight * g
    return found


def pool_pull(x: Floats, g: Floats, r: int) -> Floats:
    windows = x.reshape(-1, r)
    found = np.zeros(windows.shape)
    found[np.arange(len(g)), windows.argmax(1)] = g
    return found.ravel()


def normalised_pull(X: Floats, G: Floats) -> Floats:
    centred = X - X.mean(1, keepdims=True)
    scale = 1 / np.sqrt((centred**2).mean(1, keepdims=True) + 1)
    hat = centred * scale
    return np.asarray(
        scale * (G - G.mean(1, keepdims=True) - hat * (G * hat).mean(1, keepdims=True))
    )


def attention_pull(K: Floats, V: Floats, q: Floats, g: Floats) -> Floats:
    p = softmax_of(K @ q)
    back = V @ g
    return (p * (back - p @ back)) @ K


def suffix_sums(v: Floats) -> Floats:
    return np.cumsum(v[::-1])[::-1].copy()


def _pulls() -> list[Operator]:
    g, q, G = vector("g", (n - k) // 2 + 1), vector("q", d), matrix("G", n, d)
    z, h, K, V = vector("x", r * m), vector("g", m), matrix("K", n, d), matrix("V", n, m)
    return [
        Operator(
            "softmax pulled back",
            lambda: vjp(softmax(x), x, v),
            (x, v),
            softmax_pull,
            "n=1; n=3",
            "n=1000000",
        ),
        Operator(
            "a correlation with stride 2 pulled back",
            lambda: vjp(
                array((n - k) // 2 + 1, lambda i: total(lambda j: x[2 * i + j - 2] * w[j], 1, k)),
                x,
                g,
            ),
            (x, w, g),
            correlation_pull,
            "n=1 k=1; n=5 k=2; n=6 k=3",
            "n=500000 k=9",
        ),
        Operator(
            "a correlation pulled back to its kernel",
            lambda: vjp(
                array((n - k) // 2 + 1, lambda i: total(lambda j: x[2 * i + j - 2] * w[j], 1, k)),
                w,
                g,
            ),
            (x, w, g),
            lambda x, w, g: np.array([g @ x[j : j + 2 * len(g) - 1 : 2] for j in range(len(w))]),
            "n=1 k=1; n=5 k=2; n=6 k=3",
            "n=500000 k=9",
        ),
        Operator(
            "a greatest of each block pulled back",
            lambda: vjp(array(m, lambda i: maximum(lambda a: z[r * (i - 1) + a], 1, r)), z, h),
            (z, h),
            pool_pull,
            "m=1 r=1; m=3 r=2; m=2 r=3",
            "m=50000 r=4",
            {"x": apart},
        ),
        Operator(
            "means of blocks pulled back",
            lambda: vjp(array(m, lambda i: mean(lambda a: z[r * (i - 1) + a], 1, r)), z, h),
            (z, h),
            lambda x, g, r: np.repeat(g / r, r),
            "m=1 r=1; m=3 r=2; m=2 r=3",
            "m=100000 r=4",
        ),
        Operator(
            "prefix sums pulled back",
            lambda: vjp(array(n, lambda i: total(lambda j: x[j], 1, i)), x, v),
            (x, v),
            lambda x, v: suffix_sums(v),
            "n=1; n=2; n=4",
            "n=200000",
            loose=True,
        ),
        Operator(
            "a norm of layers pulled back",
            lambda: vjp(
                array(
                    (n, d),
                    lambda i, a: (
                        (X[i, a] - mean(lambda e: X[i, e], 1, d))
                        / sqrt(
                            mean(lambda e: (X[i, e] - mean(lambda f: X[i, f], 1, d)) ** 2, 1, d) + 1
                        )
                    ),
                ),
                X,
                G,
            ),
            (X, G),
            normalised_pull,
            "n=1 d=1; n=2 d=3",
            "n=500 d=300",
        ),
        Operator(
            "a matrix product pulled back",
            lambda: vjp(A @ X, X, matrix("G", m, d)),
            (A, X, matrix("G", m, d)),
            lambda A, X, G: A.T @ G,
            "m=1 n=1 d=1; m=2 n=3 d=2",
            "m=800 n=800 d=400",
        ),
        Operator(
            "attention pulled back to its query",
            lambda: vjp(V.T @ softmax(K @ q), q, h),
            (K, V, q, h),
            attention_pull,
            "n=1 m=1 d=1; n=3 m=2 d=2",
            "n=5000 m=64 d=64",
        ),
        Operator(
            "a circle's Laplacian pulled back",
            lambda: vjp(array(n, lambda i: x[(i - 2) % n + 1] - 2 * x[i] + x[i % n + 1]), x, v),
            (x, v),
            lambda x, v: np.roll(v, 1) - 2 * v + np.roll(v, -1),
            "n=1; n=2; n=4",
            "n=500000",
        ),
        Operator(
            "a border of zeros pulled back",
            lambda: vjp(array(n, lambda i: padded(x)[i - 2] * y[i]), x, v),
            (x, y, v),
            lambda x, y, v: np.concatenate([(y * v)[2:], np.zeros(min(2, len(v)))]),
            "n=1; n=2; n=4",
            "n=500000",
        ),
    ]


def _matrices() -> list[Operator]:
    return [
        Operator(
            "the Jacobian of tanh",
            lambda: jacobian(tanh(x), x),
            (x,),
            lambda x: np.diag(1 - np.tanh(x) ** 2),
            "n=1; n=3",
            "n=1500",
        ),
        Operator(
            "the Jacobian of softmax",
            lambda: jacobian(softmax(x), x),
            (x,),
            lambda x: np.diag(softmax_of(x)) - np.outer(softmax_of(x), softmax_of(x)),
            "n=1; n=3",
            "n=1500",
        ),
        Operator(
            "the Jacobian of a layer",
            lambda: jacobian(tanh(A @ x), x),
            (A, x),
            lambda A, x: (1 - np.tanh(A @ x) ** 2)[:, None] * A,
            "m=1 n=1; m=2 n=3",
            "m=1500 n=1500",
        ),
        Operator(
            "the Jacobian of prefix sums",
            lambda: jacobian(array(n, lambda i: total(lambda j: x[j] * y[j], 1, i)), x),
            (x, y),
            lambda x, y: np.tri(len(x)) * y,
            "n=1; n=2; n=4",
            "n=1500",
        ),
        Operator(
            "the second derivatives of log-sum-exp",
            lambda: hessian(logsumexp(x), x),
            (x,),
            lambda x: np.diag(softmax_of(x)) - np.outer(softmax_of(x), softmax_of(x)),
            "n=1; n=3",
            "n=1200",
        ),
        Operator(
            "the second derivatives of a sum of cubes",
            lambda: hessian(total(lambda i: x[i] ** 3 * y[i], 1, n), x),
            (x, y),
            lambda x, y: np.diag(6 * x * y),
            "n=1; n=3",
            "n=1500",
        ),
        Operator(
            "the Jacobian of second differences",
            lambda: jacobian(array(n, lambda i: padded(x)[i - 1] - 2 * x[i] + padded(x)[i + 1]), x),
            (x,),
            lambda x: np.eye(len(x), k=1) - 2 * np.eye(len(x)) + np.eye(len(x), k=-1),
            "n=1; n=2; n=4",
            "n=1500",
        ),
    ]


OPERATORS: list[Any] = [*_pulls(), *_matrices()]
