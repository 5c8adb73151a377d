"""Tensors of order three to five, taken apart and put together, and layers made of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit

from symderive import (
    array,
    delta,
    exp,
    grad,
    matrix,
    mean,
    num,
    relu,
    sigmoid,
    size,
    softmax,
    sqrt,
    tanh,
    tensor,
    total,
    vector,
)
from tests.numeric.compiling.records import Floats, Operator

n, m, k, d, b, r = size("n"), size("m"), size("k"), size("d"), size("b"), size("r")
X, F = matrix("X", n, d), tensor("F", b, k, m, n)
MODES = "n=1 m=1 k=1 r=1; n=2 m=3 k=2 r=2"
RANKS = "n=1 m=1 k=1 d=1 r=1 b=1; n=2 m=3 k=2 d=2 r=2 b=1"
PICTURES = "b=1 k=1 m=1 n=1; b=2 k=2 m=3 n=2"


def softmax_of(x: Floats) -> Floats:
    found = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(found / found.sum(-1, keepdims=True))


def columnwise(B: Floats, C: Floats) -> Floats:
    """All products of rows, column by column."""
    return np.asarray((B[:, None, :] * C).reshape(-1, B.shape[1]))


def canonical_pull(T: Floats, A: Floats, B: Floats, C: Floats) -> Floats:
    pairs = columnwise(B, C)
    return np.asarray((A @ pairs.T - T.reshape(len(A), -1)) @ pairs)


def squeezed(F: Floats, W: Floats, V: Floats) -> Floats:
    gates = expit(np.maximum(F.mean((2, 3)) @ W, 0) @ V)
    return np.asarray(F * gates[:, :, None, None])


def heads(Q: Floats, K: Floats, V: Floats, W: Floats) -> Floats:
    scores = Q.transpose(1, 0, 2) @ K.transpose(1, 2, 0) / np.sqrt(Q.shape[2])
    return np.tensordot(softmax_of(scores) @ V.transpose(1, 0, 2), W, ((0, 2), (0, 1)))


def _tensors() -> list[Operator]:
    A, B, C = matrix("A", n, r), matrix("B", m, r), matrix("C", k, r)
    T, O = tensor("T", n, m, k), tensor("T", n, m, k, d)
    R, L, M, N = tensor("G", d, r, b), matrix("U", n, d), matrix("V", m, r), matrix("W", k, b)
    rings = tensor("A", r, n, d), tensor("B", d, m, b), tensor("C", b, k, r)
    P, S, E = matrix("A", n, r), matrix("B", m, b), matrix("C", k, d)
    H = tensor("T", n, m, n, m)
    return [
        Operator(
            "a tensor of rank r",
            lambda: array(
                (n, m, k), lambda i, j, l: total(lambda a: A[i, a] * B[j, a] * C[l, a], 1, r)
            ),
            (A, B, C),
            lambda A, B, C: (A @ columnwise(B, C).T).reshape(len(A), len(B), len(C)),
            MODES,
            "n=100 m=100 k=100 r=10",
        ),
        Operator(
            "the error of a tensor of rank r, pulled back",
            lambda: grad(
                total(
                    lambda i, j, l: (
                        (T[i, j, l] - total(lambda a: A[i, a] * B[j, a] * C[l, a], 1, r)) ** 2
                    ),
                    n,
                    m,
                    k,
                )
                / 2,
                A,
            ),
            (T, A, B, C),
            canonical_pull,
            MODES,
            "n=100 m=100 k=100 r=10",
        ),
        Operator(
            "a core behind three matrices",
            lambda: array(
                (n, m, k),
                lambda i, j, l: total(
                    lambda a, e, f: R[a, e, f] * L[i, a] * M[j, e] * N[l, f], d, r, b
                ),
            ),
            (R, L, M, N),
            lambda G, U, V, W: np.tensordot(
                np.tensordot(np.tensordot(U, G, 1), V, (1, 1)), W, (1, 1)
            ),
            RANKS,
            "n=100 m=90 k=80 d=8 r=9 b=10",
        ),
        Operator(
            "a ring of three tensors",
            lambda: array(
                (n, m, k),
                lambda i, j, l: total(
                    lambda a, e, f: rings[0][a, i, e] * rings[1][e, j, f] * rings[2][f, l, a],
                    r,
                    d,
                    b,
                ),
            ),
            rings,
            lambda A, B, C: np.tensordot(np.tensordot(A, B, (2, 0)), C, ((3, 0), (0, 2))),
            RANKS,
            "n=50 m=40 k=30 d=8 r=9 b=10",
        ),
        Operator(
            "a tensor of order four between three matrices",
            lambda: array(
                (r, b),
                lambda p, q: total(
                    lambda i, j, a, e: O[i, j, a, e] * P[i, p] * S[j, q] * E[a, e], n, m, k, d
                ),
            ),
            (O, P, S, E),
            lambda T, A, B, C: A.T @ np.tensordot(T, C, 2) @ B,
            RANKS,
            "n=60 m=50 k=40 d=30 r=10 b=12",
        ),
        Operator(
            "a partial trace",
            lambda: array((m, m), lambda i, j: total(lambda a: H[a, i, a, j], 1, n)),
            (H,),
            lambda T: np.trace(T, axis1=0, axis2=2),
            "n=1 m=1; n=2 m=3",
            "n=40 m=50",
        ),
        Operator(
            "a matrix for each of two diagonals",
            lambda: array(
                (n, m, n, m),
                lambda i, j, p, q: (
                    delta(i, p) * B[j, 1] * B[q, 1] + delta(j, q) * A[i, 1] * A[p, 1]
                ),
            ),
            (A, B),
            lambda A, B: (
                np.einsum("ip,j,q->ijpq", np.eye(len(A)), B[:, 0], B[:, 0])
                + np.einsum("jq,i,p->ijpq", np.eye(len(B)), A[:, 0], A[:, 0])
            ),
            "n=1 m=1 r=1; n=2 m=3 r=1; n=3 m=2 r=2",
            "n=30 m=40 r=3",
        ),
    ]


def _blocks() -> list[Operator]:
    Q, K, U = tensor("Q", n, b, d), tensor("K", m, b, d), tensor("V", m, b, d)
    O, G, E = tensor("W", b, d, k), matrix("G", d, m), tensor("W", m, d, k)
    W, V, scale, shift = matrix("W", k, r), matrix("V", r, k), matrix("G", b, k), matrix("B", b, k)
    S, T = tensor("Q", b, n, d), tensor("K", b, m, r)
    middle, v, Y = matrix("W", d, r), vector("v", d), matrix("Y", m, d)

    def scores(i: Any, h: Any, j: Any) -> Any:
        return total(lambda a: Q[i, h, a] * K[j, h, a], 1, d) / sqrt(d)

    def all_heads() -> Any:
        weights = array(
            (n, b, m),
            lambda i, h, j: exp(scores(i, h, j)) / total(lambda l: exp(scores(i, h, l)), 1, m),
        )
        return array(
            (n, k),
            lambda i, o: total(lambda h, a, j: weights[i, h, j] * U[j, h, a] * O[h, a, o], b, d, m),
        )

    def gated() -> Any:
        means = array(
            (b, k), lambda z, c: mean(lambda i: mean(lambda j: F[z, c, i, j], 1, n), 1, m)
        )
        gates = sigmoid(array((b, r), lambda z, e: relu((means @ W)[z, e])) @ V)
        return array((b, k, m, n), lambda z, c, i, j: F[z, c, i, j] * gates[z, c])

    def normed() -> Any:
        mu = array((b, k), lambda z, c: total(lambda i, j: F[z, c, i, j], m, n) / (m * n))
        var = array(
            (b, k), lambda z, c: total(lambda i, j: (F[z, c, i, j] - mu[z, c]) ** 2, m, n) / (m * n)
        )
        return array(
            (b, k, m, n),
            lambda z, c, i, j: (F[z, c, i, j] - mu[z, c]) / sqrt(var[z, c] + num(1) / 100000),
        )

    experts, sizes = "n=1 d=1 m=1 k=1; n=3 d=2 m=2 k=2", "n=1000 d=64 m=8 k=64"
    return [
        Operator(
            "many heads and the layer behind them",
            all_heads,
            (Q, K, U, O),
            heads,
            "n=1 m=1 b=1 d=1 k=1; n=2 m=3 b=2 d=2 k=2",
            "n=200 m=250 b=8 d=16 k=64",
        ),
        Operator(
            "experts and their gate",
            lambda: array(
                (n, k),
                lambda i, o: total(
                    lambda z: (
                        softmax((X @ G)[i, :])[z]
                        * tanh(total(lambda a: X[i, a] * E[z, a, o], 1, d))
                    ),
                    1,
                    m,
                ),
            ),
            (X, G, E),
            lambda X, G, W: np.einsum("iz,zio->io", softmax_of(X @ G), np.tanh(X @ W)),
            experts,
            sizes,
        ),
        Operator(
            "channels scaled and shifted",
            lambda: array(
                (b, k, m, n), lambda z, c, i, j: scale[z, c] * F[z, c, i, j] + shift[z, c]
            ),
            (scale, F, shift),
            lambda G, F, B: G[:, :, None, None] * F + B[:, :, None, None],
            PICTURES,
            "b=8 k=16 m=64 n=64",
        ),
        Operator(
            "channels squeezed to gates",
            gated,
            (F, W, V),
            squeezed,
            "b=1 k=1 m=1 n=1 r=1; b=2 k=2 m=3 n=2 r=2",
            "b=8 k=16 m=64 n=64 r=4",
        ),
        Operator(
            "a norm of each picture",
            normed,
            (F,),
            lambda F: (
                (F - F.mean((2, 3), keepdims=True)) / np.sqrt(F.var((2, 3), keepdims=True) + 1e-5)
            ),
            PICTURES,
            "b=8 k=16 m=64 n=64",
        ),
        Operator(
            "products of all channels",
            lambda: array(
                (b, k, k),
                lambda z, c, e: (
                    total(lambda i, j: F[z, c, i, j] * F[z, e, i, j], m, n) / (k * m * n)
                ),
            ),
            (F,),
            lambda F: (
                (F.reshape(*F.shape[:2], -1) @ F.reshape(*F.shape[:2], -1).transpose(0, 2, 1))
                / F[0].size
            ),
            PICTURES,
            "b=8 k=16 m=64 n=64",
        ),
        Operator(
            "forms of all pairs in a batch",
            lambda: array(
                (b, n, m),
                lambda z, i, j: total(lambda a, e: S[z, i, a] * middle[a, e] * T[z, j, e], d, r),
            ),
            (S, middle, T),
            lambda Q, W, K: (Q @ W) @ K.transpose(0, 2, 1),
            "b=1 n=1 m=1 d=1 r=1; b=2 n=2 m=3 d=2 r=2",
            "b=8 n=200 m=150 d=32 r=24",
        ),
        Operator(
            "attention by a sum of tanh",
            lambda: array(
                (n, m), lambda i, j: total(lambda a: v[a] * tanh(X[i, a] + Y[j, a]), 1, d)
            ),
            (v, X, Y),
            lambda v, X, Y: np.tanh(X[:, None] + Y) @ v,
            "n=1 d=1 m=1; n=3 d=2 m=2",
            "n=200 d=64 m=200",
        ),
    ]


OPERATORS: list[Any] = [*_tensors(), *_blocks()]
