"""What networks pull back: layers, kinks, attention, norms and convolutions."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit

from symderive import (
    absolute,
    array,
    cases,
    correlate,
    exp,
    grad,
    greater_of,
    jacobian,
    matrix,
    mean,
    num,
    real,
    relu,
    sigmoid,
    size,
    softmax,
    sqrt,
    squared_norm,
    tanh,
    total,
    vector,
    vjp,
)
from symderive.language.statements import le
from tests.numeric.compiling.records import Floats, Operator, apart, between, normal, one_hot

n, m, k, d, r = size("n"), size("m"), size("k"), size("d"), size("r")
x, y, u, c = vector("x", n), vector("y", n), vector("u", d), vector("c", k)
X, W, V, T = matrix("X", n, d), matrix("W", d, k), matrix("V", k, m), matrix("T", n, m)
G = matrix("G", n, d)
t = real("t", above=0)
SMALL = num(1) / 100000


def softmax_of(x: Floats) -> Floats:
    found = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(found / found.sum(-1, keepdims=True))


def behind_kinks(X: Floats, W: Floats, c: Floats, V: Floats, T: Floats) -> Floats:
    scores = X @ W + c
    return np.asarray(((np.maximum(scores, 0) @ V - T) @ V.T) * (scores > 0))


def tanh_pull(X: Floats, W: Floats, V: Floats, T: Floats) -> Floats:
    hidden = np.tanh(X @ W)
    return np.asarray(X.T @ (((hidden @ V - T) @ V.T) * (1 - hidden**2)))


def hinge_pull(Z: Floats, Y: Floats) -> Floats:
    active = (1 + Z - (Y * Z).sum(1, keepdims=True) > 0) * (1 - Y)
    return np.asarray(active - Y * active.sum(1, keepdims=True))


def batch_pull(X: Floats, u: Floats, G: Floats) -> Floats:
    centred = X - X.mean(0)
    scale = 1 / np.sqrt((centred**2).mean(0) + 1e-5)
    hat, back = centred * scale, G * u
    return np.asarray(scale * (back - back.mean(0) - hat * (back * hat).mean(0)))


def root_pull(X: Floats, G: Floats) -> Floats:
    root = np.sqrt((X**2).mean(1, keepdims=True) + 1e-5)
    return np.asarray(G / root - X * (G * X).mean(1, keepdims=True) / root**3)


def scores_pull(Q: Floats, K: Floats, V: Floats, G: Floats) -> Floats:
    weights, back = softmax_of(Q @ K.T / np.sqrt(Q.shape[1])), G @ V.T
    slope = weights * (back - (weights * back).sum(1, keepdims=True))
    return np.asarray(slope / np.sqrt(Q.shape[1]))


def image_pull(K: Floats, G: Floats) -> Floats:
    (k, r), (m, n) = K.shape, G.shape
    found = np.zeros((m + k - 1, n + r - 1))
    for a in range(k):
        for e in range(r):
            found[a : a + m, e : e + n] += K[a, e] * G
    return found


def kernel_pull(A: Floats, K: Floats, G: Floats) -> Floats:
    (k, r), (m, n) = K.shape, G.shape
    return np.array([[np.vdot(G, A[a : a + m, e : e + n]) for e in range(r)] for a in range(k)])


def _network() -> Any:
    """The squared error of a net with kinks, entry by entry."""
    return total(
        lambda i, a: (
            (
                total(
                    lambda e: relu(total(lambda f: X[i, f] * W[f, e], 1, d) + c[e]) * V[e, a], 1, k
                )
                - T[i, a]
            )
            ** 2
            / 2
        ),
        n,
        m,
    )


def _dense() -> list[Operator]:
    D, Y, Z = matrix("D", n, k), matrix("Y", n, k), matrix("Z", n, k)
    sizes = "n=1 d=1 k=1 m=1; n=2 d=3 k=2 m=2; n=4 d=2 k=3 m=2"
    no_ties = {"X": normal}
    return [
        Operator(
            "a net with kinks pulled back to its weights",
            lambda: grad(_network(), W),
            (X, W, c, V, T),
            lambda X, W, c, V, T: X.T @ behind_kinks(X, W, c, V, T),
            sizes,
            "n=1500 d=200 k=150 m=20",
            no_ties,
        ),
        Operator(
            "a net with kinks pulled back to its offsets",
            lambda: grad(_network(), c),
            (X, W, c, V, T),
            lambda X, W, c, V, T: behind_kinks(X, W, c, V, T).sum(0),
            sizes,
            "n=1500 d=200 k=150 m=20",
            no_ties,
        ),
        Operator(
            "a net of tanh pulled back to its first layer",
            lambda: grad(squared_norm(tanh(X @ W) @ V - T) / 2, W),
            (X, W, V, T),
            tanh_pull,
            sizes,
            "n=1500 d=200 k=150 m=20",
        ),
        Operator(
            "a net of tanh pulled back to its last layer",
            lambda: grad(squared_norm(tanh(X @ W) @ V - T) / 2, V),
            (X, W, V, T),
            lambda X, W, V, T: np.tanh(X @ W).T @ (np.tanh(X @ W) @ V - T),
            sizes,
            "n=1500 d=200 k=150 m=20",
        ),
        Operator(
            "a net of sigmoids pulled back to its input",
            lambda: vjp(sigmoid(X @ W) @ V, X, T),
            (X, W, V, T),
            lambda X, W, V, T: (T @ V.T * expit(X @ W) * expit(-(X @ W))) @ W.T,
            sizes,
            "n=1500 d=200 k=150 m=20",
        ),
        Operator(
            "dropout pulled back to the weights",
            lambda: vjp(
                array(
                    (n, k),
                    lambda i, a: D[i, a] * relu(total(lambda e: X[i, e] * W[e, a], 1, d)) / (1 - t),
                ),
                W,
                Y,
            ),
            (D, X, W, t, Y),
            lambda D, X, W, t, Y: X.T @ (Y * D * (X @ W > 0)) / (1 - t),
            "n=1 d=1 k=1; n=3 d=2 k=2",
            "n=2000 d=200 k=100",
            {**no_ties, "W": normal, "t": between(0.1, 0.9)},
        ),
        Operator(
            "the gradient of hinges of all classes",
            lambda: grad(
                total(
                    lambda i, a: (
                        relu(1 + Z[i, a] - total(lambda e: Y[i, e] * Z[i, e], 1, k)) * (1 - Y[i, a])
                    ),
                    n,
                    k,
                ),
                Z,
            ),
            (Z, Y),
            hinge_pull,
            "n=1 k=1; n=3 k=2",
            "n=10000 k=30",
            {"Y": one_hot, "Z": normal},
        ),
        Operator(
            "the gradient of Huber's loss",
            lambda: grad(
                total(
                    lambda i: cases(
                        (x[i] ** 2 / 2, le(absolute(x[i]), t)),
                        otherwise=t * (absolute(x[i]) - t / 2),
                    ),
                    1,
                    n,
                ),
                x,
            ),
            (x, t),
            lambda x, t: np.where(np.abs(x) <= t, x, t * np.sign(x)),
            "n=1; n=3",
            "n=500000",
            {"x": apart},
        ),
        Operator(
            "the gradient of a loss of quantiles",
            lambda: grad(
                mean(
                    lambda i: greater_of(t * (y[i] - (X @ u)[i]), (t - 1) * (y[i] - (X @ u)[i])),
                    1,
                    n,
                ),
                u,
            ),
            (t, y, X, u),
            lambda t, y, X, u: -np.where(y > X @ u, t, t - 1) @ X / len(y),
            "n=1 d=1; n=3 d=2",
            "n=5000 d=200",
            {"t": between(0.1, 0.9), "y": normal},
        ),
        Operator(
            "the Jacobian of a net of two layers",
            lambda: jacobian(V.T @ tanh(W.T @ u), u),
            (W, u, V),
            lambda W, u, V: (V.T * (1 - np.tanh(W.T @ u) ** 2)) @ W.T,
            "d=1 k=1 m=1; d=3 k=2 m=2",
            "d=400 k=300 m=200",
        ),
    ]


def _normed() -> list[Operator]:
    Q, K, H = matrix("Q", n, d), matrix("K", m, d), matrix("G", n, k)
    U = matrix("V", m, k)
    w, g = vector("w", k), vector("g", n - k + 1)
    A, B = matrix("A", m, n), matrix("K", k, r)
    E = matrix("G", m - k + 1, n - r + 1)

    def middle(a: Any) -> Any:
        return mean(lambda e: X[e, a], 1, n)

    def batches() -> Any:
        return array(
            (n, d),
            lambda i, a: (
                u[a]
                * (X[i, a] - middle(a))
                / sqrt(mean(lambda j: (X[j, a] - middle(a)) ** 2, 1, n) + SMALL)
            ),
        )

    def attention() -> Any:
        scores = Q @ K.T / sqrt(d)
        return array((n, m), lambda i, j: exp(scores[i, j]) / exp(scores[i, :]).sum()) @ U

    def plane() -> Any:
        return array(
            (m - k + 1, n - r + 1),
            lambda i, j: total(lambda a, e: A[i + a - 1, j + e - 1] * B[a, e], k, r),
        )

    sizes, large = "n=1 m=1 d=1 k=1; n=2 m=3 d=2 k=2", "n=700 m=800 d=32 k=32"
    images = "m=1 n=1 k=1 r=1; m=3 n=4 k=2 r=3; m=2 n=3 k=2 r=2"
    return [
        Operator(
            "a norm of batches pulled back",
            lambda: vjp(batches(), X, G),
            (X, u, G),
            batch_pull,
            "n=1 d=1; n=3 d=2",
            "n=2000 d=300",
        ),
        Operator(
            "a norm of batches pulled back to its scale",
            lambda: vjp(batches(), u, G),
            (X, u, G),
            lambda X, G: (G * (X - X.mean(0)) / np.sqrt(X.var(0) + 1e-5)).sum(0),
            "n=1 d=1; n=3 d=2",
            "n=2000 d=300",
        ),
        Operator(
            "a norm by root mean squares pulled back",
            lambda: vjp(
                array(
                    (n, d),
                    lambda i, a: X[i, a] / sqrt(mean(lambda e: X[i, e] ** 2, 1, d) + SMALL),
                ),
                X,
                G,
            ),
            (X, G),
            root_pull,
            "n=1 d=1; n=3 d=2",
            "n=2000 d=300",
        ),
        Operator(
            "softmax of each row pulled back",
            lambda: vjp(array((n, d), lambda i, a: softmax(X[i, :])[a]), X, G),
            (X, G),
            lambda X, G: softmax_of(X) * (G - (softmax_of(X) * G).sum(1, keepdims=True)),
            "n=1 d=1; n=3 d=2",
            "n=10000 d=50",
        ),
        Operator(
            "attention pulled back to all queries",
            lambda: vjp(attention(), Q, H),
            (Q, K, U, H),
            lambda Q, K, V, G: scores_pull(Q, K, V, G) @ K,
            sizes,
            large,
        ),
        Operator(
            "attention pulled back to all keys",
            lambda: vjp(attention(), K, H),
            (Q, K, U, H),
            lambda Q, K, V, G: scores_pull(Q, K, V, G).T @ Q,
            sizes,
            large,
        ),
        Operator(
            "a correlation pulled back to its vector",
            lambda: vjp(correlate(x, w), x, g),
            (x, w, g),
            lambda w, g: np.convolve(g, w),
            "n=1 k=1; n=4 k=2; n=5 k=3",
            "n=200000 k=16",
        ),
        Operator(
            "a correlation by name pulled back to its kernel",
            lambda: vjp(correlate(x, w), w, g),
            (x, w, g),
            lambda x, g: np.correlate(x, g, "valid"),
            "n=1 k=1; n=4 k=2; n=5 k=3",
            "n=100000 k=16",
        ),
        Operator(
            "a plane correlation pulled back to its picture",
            lambda: vjp(plane(), A, E),
            (A, B, E),
            image_pull,
            images,
            "m=300 n=400 k=3 r=3",
        ),
        Operator(
            "a plane correlation pulled back to its kernel",
            lambda: vjp(plane(), B, E),
            (A, B, E),
            kernel_pull,
            images,
            "m=300 n=400 k=3 r=3",
        ),
    ]


OPERATORS: list[Any] = [*_dense(), *_normed()]
