"""Distances, kernels and scores of all pairs as index formulas, and attention made of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import logsumexp as stable_logsumexp

from symderive import (
    absolute,
    array,
    exp,
    iverson,
    matrix,
    maximum,
    mean,
    minimum,
    real,
    size,
    softmax,
    sqrt,
    tensor,
    total,
    vector,
)
from symderive.language.statements import ne
from tests.numeric.compiling.records import Floats, Operator, between, positive

n, m, k, d, b = (size(name) for name in "n m k d b".split())
x, z = vector("x", n), vector("z", m)
A, S = matrix("A", m, n), matrix("S", n, n)
P, Q, K, V = matrix("P", n, d), matrix("Q", m, d), matrix("K", n, d), matrix("V", n, k)
t = real("t")


def squared_distances(P: Floats, Q: Floats) -> Floats:
    return (P**2).sum(1)[:, None] + (Q**2).sum(1) - 2 * P @ Q.T


def city_distances(P: Floats, Q: Floats) -> Floats:
    found = np.zeros((len(P), len(Q)))
    for p, q in zip(P.T, Q.T, strict=True):
        found += np.abs(p[:, None] - q)
    return found


def greatest_distances(P: Floats, Q: Floats) -> Floats:
    found = np.zeros((len(P), len(Q)))
    for p, q in zip(P.T, Q.T, strict=True):
        np.maximum(found, np.abs(p[:, None] - q), out=found)
    return found


def kernel_sum(P: Floats, Q: Floats) -> float:
    rows = max(1, 2**20 // len(Q))
    starts = range(0, len(P), rows)
    return float(sum(np.exp(-squared_distances(P[s : s + rows], Q) / 2).sum() for s in starts))


def covariance(P: Floats) -> Floats:
    centred = P - P.mean(0)
    return centred.T @ centred / len(P)


def weights_of(scores: Floats) -> Floats:
    found = np.exp(scores - scores.max(-1, keepdims=True))
    return found / found.sum(-1, keepdims=True)


def causal_attention(P: Floats, K: Floats, V: Floats) -> Floats:
    scores = P @ K.T
    scores[~np.tri(len(P), dtype=bool)] = -np.inf
    return weights_of(scores) @ V


def heads(X: Floats, Y: Floats, Z: Floats) -> Floats:
    scores = X @ Y.swapaxes(1, 2) / np.sqrt(X.shape[2])
    return weights_of(scores) @ Z


def decaying_attention(P: Floats, K: Floats, V: Floats, t: float) -> Floats:
    away = np.subtract.outer(np.arange(len(P)), np.arange(len(P)))
    found: Floats = (np.where(away >= 0, t ** np.maximum(away, 0), 0) * (P @ K.T)) @ V
    return found


def causal_linear_attention(P: Floats, K: Floats, V: Floats) -> Floats:
    found, state = np.empty((len(P), V.shape[1])), np.zeros((K.shape[1], V.shape[1]))
    for start in range(0, len(P), 128):
        q, key, value = (part[start : start + 128] for part in (P, K, V))
        found[start : start + 128] = q @ state + np.tril(q @ key.T) @ value
        state += key.T @ value
    return found


def cosines(P: Floats, Q: Floats) -> Floats:
    return (P / np.linalg.norm(P, axis=1, keepdims=True)) @ (
        Q / np.linalg.norm(Q, axis=1, keepdims=True)
    ).T


def double_centred(S: Floats) -> Floats:
    return S - S.mean(0) - S.mean(1, keepdims=True) + S.mean()


def set_distance(x: Floats, z: Floats) -> float:
    parts = np.array_split(x, min(len(x), 64))
    return float(max(np.abs(part[:, None] - z).min(1).max() for part in parts))


def _distances() -> list[Operator]:
    g = real("g", above=0)
    return [
        Operator(
            "squared distances of all pairs",
            lambda: array((n, m), lambda i, j: total(lambda a: (P[i, a] - Q[j, a]) ** 2, 1, d)),
            (P, Q),
            squared_distances,
            "n=1 m=1 d=1; n=3 m=2 d=2",
            "n=1500 m=1200 d=64",
            loose=True,
        ),
        Operator(
            "sums of absolute differences of all pairs",
            lambda: array((n, m), lambda i, j: total(lambda a: absolute(P[i, a] - Q[j, a]), 1, d)),
            (P, Q),
            city_distances,
            "n=1 m=1 d=1; n=3 m=2 d=2",
            "n=600 m=600 d=32",
        ),
        Operator(
            "greatest absolute differences of all pairs",
            lambda: array(
                (n, m), lambda i, j: maximum(lambda a: absolute(P[i, a] - Q[j, a]), 1, d)
            ),
            (P, Q),
            greatest_distances,
            "n=1 m=1 d=1; n=3 m=2 d=2",
            "n=600 m=600 d=32",
        ),
        Operator(
            "the Gauss kernel of all pairs",
            lambda: array(
                (n, m),
                lambda i, j: exp(-total(lambda a: (P[i, a] - Q[j, a]) ** 2, 1, d) / (2 * g**2)),
            ),
            (P, Q, g),
            lambda P, Q, g: np.exp(squared_distances(P, Q) / (-2 * g**2)),
            "n=1 m=1 d=1; n=3 m=2 d=2",
            "n=1500 m=1200 d=32",
            loose=True,
        ),
        Operator(
            "the Gauss kernel added up",
            lambda: total(
                lambda i, j: exp(-total(lambda a: (P[i, a] - Q[j, a]) ** 2, 1, d) / 2), n, m
            ),
            (P, Q),
            kernel_sum,
            "n=1 m=1 d=1; n=3 m=2 d=2",
            "n=4000 m=5000 d=8",
            loose=True,
        ),
        Operator(
            "the distance of two sets of numbers",
            lambda: maximum(lambda i: minimum(lambda j: absolute(x[i] - z[j]), 1, m), 1, n),
            (x, z),
            set_distance,
            "n=1 m=1; n=3 m=2",
            "n=5000 m=4000",
        ),
        Operator(
            "a Gram matrix",
            lambda: array((n, n), lambda i, j: total(lambda a: P[i, a] * P[j, a], 1, d)),
            (P,),
            lambda P: P @ P.T,
            "n=1 d=1; n=3 d=2",
            "n=1500 d=256",
        ),
        Operator(
            "a covariance",
            lambda: array(
                (d, d),
                lambda a, e: mean(
                    lambda i: (
                        (P[i, a] - mean(lambda s: P[s, a], 1, n))
                        * (P[i, e] - mean(lambda s: P[s, e], 1, n))
                    ),
                    1,
                    n,
                ),
            ),
            (P,),
            covariance,
            "n=1 d=1; n=3 d=2",
            "n=100000 d=64",
            loose=True,
        ),
        Operator(
            "cosines of all pairs",
            lambda: array(
                (n, m),
                lambda i, j: (
                    total(lambda a: P[i, a] * Q[j, a], 1, d)
                    / sqrt(
                        total(lambda a: P[i, a] ** 2, 1, d) * total(lambda a: Q[j, a] ** 2, 1, d)
                    )
                ),
            ),
            (P, Q),
            cosines,
            "n=1 m=1 d=1; n=3 m=2 d=2",
            "n=1500 m=1500 d=64",
            {"P": positive, "Q": positive},
        ),
        Operator(
            "rows and columns centred",
            lambda: array(
                (n, n),
                lambda i, j: (
                    S[i, j]
                    - mean(lambda a: S[a, j], 1, n)
                    - mean(lambda a: S[i, a], 1, n)
                    + mean(lambda a, e: S[a, e], n, n)
                ),
            ),
            (S,),
            double_centred,
            "n=1; n=3",
            "n=1500",
        ),
        Operator(
            "the sum off the diagonal",
            lambda: total(lambda i, j: S[i, j] * iverson(ne(i, j)), n, n),
            (S,),
            lambda S: S.sum() - np.trace(S),
            "n=1; n=3",
            "n=2000",
            loose=True,
        ),
        Operator(
            "rows divided by their sums",
            lambda: array((m, n), lambda i, j: A[i, j] / total(lambda a: A[i, a], 1, n)),
            (A,),
            lambda A: A / A.sum(1, keepdims=True),
            "m=1 n=1; m=2 n=3",
            "m=1500 n=1500",
            {"A": between(0.5, 2)},
        ),
    ]


def _attention() -> list[Operator]:
    X, Y, Z = tensor("X", b, m, d), tensor("Y", b, n, d), tensor("Z", b, n, k)
    return [
        Operator(
            "causal attention written out",
            lambda: array(
                (n, k),
                lambda i, c: (
                    total(lambda j: exp(total(lambda a: P[i, a] * K[j, a], 1, d)) * V[j, c], 1, i)
                    / total(lambda j: exp(total(lambda a: P[i, a] * K[j, a], 1, d)), 1, i)
                ),
            ),
            (P, K, V),
            causal_attention,
            "n=1 d=1 k=1; n=3 d=2 k=2; n=4 d=1 k=1",
            "n=1000 d=32 k=32",
            loose=True,
        ),
        Operator(
            "attention to another sequence",
            lambda: softmax(Q @ K.T / sqrt(d)) @ V,
            (Q, K, V),
            lambda Q, K, V: weights_of(Q @ K.T / np.sqrt(K.shape[1])) @ V,
            "m=1 n=1 d=1 k=1; m=2 n=3 d=2 k=2",
            "m=1000 n=1000 d=64 k=64",
            loose=True,
        ),
        Operator(
            "attention in a batch of heads",
            lambda: array(
                (b, m, k),
                lambda h, i, c: total(
                    lambda j: softmax(X[h, :, :] @ Y[h, :, :].T / sqrt(d))[i, j] * Z[h, j, c], 1, n
                ),
            ),
            (X, Y, Z),
            heads,
            "b=1 m=1 n=1 d=1 k=1; b=2 m=2 n=3 d=2 k=1",
            "b=8 m=256 n=256 d=32 k=32",
            loose=True,
        ),
        Operator(
            "attention without an exponential",
            lambda: array(
                (m, k),
                lambda i, c: total(
                    lambda j: total(lambda a: Q[i, a] * K[j, a], 1, d) * V[j, c], 1, n
                ),
            ),
            (Q, K, V),
            lambda Q, K, V: Q @ (K.T @ V),
            "m=1 n=1 d=1 k=1; m=2 n=3 d=2 k=2",
            "m=50000 n=50000 d=32 k=32",
            loose=True,
        ),
        Operator(
            "causal attention without an exponential",
            lambda: array(
                (n, k),
                lambda i, c: total(
                    lambda j: total(lambda a: P[i, a] * K[j, a], 1, d) * V[j, c], 1, i
                ),
            ),
            (P, K, V),
            causal_linear_attention,
            "n=1 d=1 k=1; n=3 d=2 k=2; n=4 d=1 k=1",
            "n=4000 d=32 k=32",
            loose=True,
        ),
        Operator(
            "causal attention that decays with the distance",
            lambda: array(
                (n, k),
                lambda i, c: total(
                    lambda j: t ** (i - j) * total(lambda a: P[i, a] * K[j, a], 1, d) * V[j, c],
                    1,
                    i,
                ),
            ),
            (P, K, V, t),
            decaying_attention,
            "n=1 d=1 k=1; n=3 d=2 k=2; n=4 d=1 k=1",
            "n=500 d=32 k=32",
            {"t": between(0.5, 1)},
            loose=True,
        ),
        Operator(
            "the greatest score of each row, softly",
            lambda: array(
                m,
                lambda i: (
                    t
                    * total(lambda j: exp(A[i, j] / t) * A[i, j], 1, n)
                    / total(lambda j: exp(A[i, j] / t), 1, n)
                ),
            ),
            (A, t),
            lambda A, t: t * (weights_of(A / t) * A).sum(1),
            "m=1 n=1; m=2 n=3",
            "m=1000 n=1000",
            loose=True,
        ),
        Operator(
            "a lower triangle times a vector",
            lambda: array(n, lambda i: total(lambda j: S[i, j] * x[j], 1, i)),
            (S, x),
            lambda S, x: np.tril(S) @ x,
            "n=1; n=2; n=4",
            "n=2500",
        ),
        Operator(
            "log-sum-exp of scores of pairs",
            lambda: array(n, lambda i: total(lambda j: exp(x[i] - z[j]), 1, m)),
            (x, z),
            lambda x, z: np.exp(x + stable_logsumexp(-z)),
            "n=1 m=1; n=3 m=2",
            "n=3000 m=3000",
        ),
    ]


OPERATORS: list[Any] = [*_distances(), *_attention()]
