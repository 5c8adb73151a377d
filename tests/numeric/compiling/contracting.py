"""Products of matrices and tensors as index formulas: forms, traces, several factors."""

from __future__ import annotations

from typing import Any

import numpy as np

from symderive import (
    array,
    delta,
    einsum,
    index,
    inner,
    iverson,
    matrix,
    maximum,
    real,
    size,
    tensor,
    total,
    trace,
    vector,
)
from tests.numeric.compiling.records import Floats, Operator, positive

n, m, k, d, r, b = (size(name) for name in "n m k d r b".split())
x, y, z, v = vector("x", n), vector("y", n), vector("z", m), vector("v", n)
A, B, S, R = matrix("A", m, n), matrix("B", n, k), matrix("S", n, n), matrix("R", n, n)
P = matrix("P", n, d)
t = real("t")


def tropical(A: Floats, B: Floats) -> Floats:
    found = np.full((len(A), B.shape[1]), -np.inf)
    for p, q in zip(A.T, B, strict=True):
        np.maximum(found, p[:, None] + q, out=found)
    return found


def _forms() -> list[Operator]:
    W, M, X = tensor("W", k, m, n), matrix("M", d, d), matrix("X", b, n)
    i = index("i", n)
    return [
        Operator(
            "a bilinear form",
            lambda: total(lambda i, j: z[i] * A[i, j] * x[j], m, n),
            (z, A, x),
            lambda z, A, x: z @ A @ x,
            "m=1 n=1; m=2 n=3; m=3 n=4",
            "m=3000 n=3000",
        ),
        Operator(
            "a form of Mahalanobis for each row",
            lambda: array(n, lambda i: total(lambda a, e: P[i, a] * M[a, e] * P[i, e], d, d)),
            (P, M),
            lambda P, M: ((P @ M) * P).sum(1),
            "n=1 d=1; n=3 d=2",
            "n=100000 d=32",
        ),
        Operator(
            "a bilinear layer",
            lambda: array(k, lambda a: total(lambda i, j: z[i] * W[a, i, j] * x[j], m, n)),
            (z, W, x),
            lambda z, W, x: (W @ x) @ z,
            "k=1 m=1 n=1; k=2 m=2 n=3; k=2 m=3 n=4",
            "k=100 m=300 n=300",
        ),
        Operator(
            "differences weighted by a graph",
            lambda: total(lambda i, j: S[i, j] * (x[i] - x[j]) ** 2, n, n),
            (S, x),
            lambda S, x: (S.sum(0) + S.sum(1)) @ x**2 - 2 * x @ S @ x,
            "n=1; n=2; n=3",
            "n=2000",
            loose=True,
        ),
        Operator(
            "squared differences of all pairs",
            lambda: total(lambda i, j: (x[i] - x[j]) ** 2, n, n),
            (x,),
            lambda x: 2 * len(x) * (x**2).sum() - 2 * x.sum() ** 2,
            "n=1; n=2; n=3",
            "n=1000000",
            loose=True,
        ),
        Operator(
            "products of all pairs in order",
            lambda: total(lambda i: total(lambda j: x[i] * y[j], i, n), 1, n),
            (x, y),
            lambda x, y: np.cumsum(x) @ y,
            "n=1; n=2; n=4",
            "n=1000000",
            loose=True,
        ),
        Operator(
            "a factorisation machine",
            lambda: total(
                lambda i, j: (
                    iverson(i < j) * x[i] * x[j] * total(lambda a: P[i, a] * P[j, a], 1, d)
                ),
                n,
                n,
            ),
            (x, P),
            lambda x, P: (((x @ P) ** 2).sum() - (x**2 @ P**2).sum()) / 2,
            "n=1 d=1; n=2 d=2; n=4 d=1",
            "n=3000 d=16",
            loose=True,
        ),
        Operator(
            "a row of a product of three",
            lambda: array(k, lambda c: total(lambda a, j: S[i, a] * R[a, j] * B[j, c], n, n)),
            (S, R, B),
            lambda S, R, B, i: (S[i - 1] @ R) @ B,
            "n=1 k=1 i=1; n=3 k=2 i=3",
            "n=1500 k=1000 i=7",
        ),
        Operator(
            "a vector behind three matrices",
            lambda: S @ R @ S @ x,
            (S, R, x),
            lambda S, R, x: S @ (R @ (S @ x)),
            "n=1; n=3",
            "n=1500",
        ),
        Operator(
            "a form for each row of a batch",
            lambda: array(b, lambda t: total(lambda i, j: X[t, i] * S[i, j] * y[j], n, n)),
            (X, S, y),
            lambda X, S, y: X @ (S @ y),
            "b=1 n=1; b=2 n=3",
            "b=1000 n=1000",
        ),
        Operator(
            "a rank-one change of the identity",
            lambda: array(n, lambda i: total(lambda j: (delta(i, j) + x[i] * y[j]) * v[j], 1, n)),
            (x, y, v),
            lambda x, y, v: v + x * (y @ v),
            "n=1; n=3",
            "n=1000000",
        ),
        Operator(
            "a reflection of a matrix",
            lambda: array(
                (n, k),
                lambda i, j: (
                    B[i, j]
                    - 2
                    * x[i]
                    * total(lambda a: x[a] * B[a, j], 1, n)
                    / total(lambda a: x[a] ** 2, 1, n)
                ),
            ),
            (B, x),
            lambda B, x: B - np.outer(2 * x / (x @ x), x @ B),
            "n=1 k=1; n=3 k=2",
            "n=1000 k=1000",
            {"x": positive},
        ),
    ]


def _products() -> list[Operator]:
    C, D = matrix("C", k, d), matrix("D", m, d)
    T, U = tensor("T", m, n, k, d), tensor("U", m, n, k)
    E, F, G = matrix("E", m, r), matrix("F", n, r), matrix("G", k, r)
    return [
        Operator(
            "the trace of a product",
            lambda: trace(S @ R),
            (S, R),
            lambda S, R: float(np.einsum("ij,ji->", S, R)),
            "n=1; n=3",
            "n=2000",
        ),
        Operator(
            "the trace of a product of three",
            lambda: total(lambda i, j, a: S[i, j] * R[j, a] * S[a, i], n, n, n),
            (S, R),
            lambda S, R: float(((S @ R) * S.T).sum()),
            "n=1; n=3",
            "n=600",
        ),
        Operator(
            "the diagonal of a product",
            lambda: array(n, lambda i: total(lambda j: S[i, j] * R[j, i], 1, n)),
            (S, R),
            lambda S, R: np.einsum("ij,ji->i", S, R),
            "n=1; n=3",
            "n=2000",
        ),
        Operator(
            "a product with a diagonal between",
            lambda: array((m, k), lambda i, j: total(lambda a: A[i, a] * x[a] * B[a, j], 1, n)),
            (A, x, B),
            lambda A, x, B: (A * x) @ B,
            "m=1 n=1 k=1; m=2 n=3 k=2",
            "m=800 n=800 k=800",
        ),
        Operator(
            "a commutator",
            lambda: S @ R - R @ S,
            (S, R),
            lambda S, R: S @ R - R @ S,
            "n=1; n=3",
            "n=800",
        ),
        Operator(
            "how far a product is from a matrix",
            lambda: total(
                lambda i, j: (D[i, j] - total(lambda a, e: A[i, a] * B[a, e] * C[e, j], n, k)) ** 2,
                m,
                d,
            ),
            (A, B, C, D),
            lambda A, B, C, D: ((D - A @ (B @ C)) ** 2).sum(),
            "m=1 n=1 k=1 d=1; m=2 n=3 k=1 d=2",
            "m=500 n=400 k=300 d=200",
        ),
        Operator(
            "a form of four arguments",
            lambda: total(
                lambda i, j, a, e: T[i, j, a, e] * z[i] * x[j] * v[j] * D[i, e], m, n, k, d
            ),
            (T, z, x, v, D),
            lambda T, z, x, v, D: np.einsum("ijae,j,ie->", T, x * v, z[:, None] * D, optimize=True),
            "m=1 n=1 k=1 d=1; m=2 n=2 k=1 d=3",
            "m=60 n=60 k=60 d=60",
        ),
        Operator(
            "a core with a matrix on each axis",
            lambda: array(
                (r, r, r),
                lambda p, q, s: total(
                    lambda i, j, a: U[i, j, a] * E[i, p] * F[j, q] * G[a, s], m, n, k
                ),
            ),
            (U, E, F, G),
            lambda U, E, F, G: np.einsum("ija,ip,jq,as->pqs", U, E, F, G, optimize=True),
            "m=1 n=1 k=1 r=1; m=2 n=3 k=1 r=2",
            "m=80 n=80 k=80 r=20",
        ),
        Operator(
            "a sum of outer products of three",
            lambda: array(
                (m, n, k), lambda i, j, a: total(lambda s: E[i, s] * F[j, s] * G[a, s], 1, r)
            ),
            (E, F, G),
            lambda E, F, G: np.einsum("is,js,as->ija", E, F, G, optimize=True),
            "m=1 n=1 k=1 r=1; m=2 n=3 k=1 r=2",
            "m=100 n=100 k=100 r=10",
        ),
        Operator(
            "a tensor times a Khatri-Rao product",
            lambda: array(
                (m, r), lambda i, s: total(lambda j, a: U[i, j, a] * F[j, s] * G[a, s], n, k)
            ),
            (U, F, G),
            lambda U, F, G: np.einsum("ija,js,as->is", U, F, G, optimize=True),
            "m=1 n=1 k=1 r=1; m=2 n=3 k=2 r=2",
            "m=100 n=100 k=100 r=16",
        ),
        Operator(
            "a Khatri-Rao product",
            lambda: array((m * n, r), lambda t, s: E[(t - 1) // n + 1, s] * F[(t - 1) % n + 1, s]),
            (E, F),
            lambda E, F: (E[:, None] * F).reshape(-1, E.shape[1]),
            "m=1 n=1 r=1; m=2 n=3 r=2",
            "m=200 n=200 r=25",
        ),
        Operator(
            "an inner product of outer products",
            lambda: inner(einsum("i,j->ij", x, y), S),
            (x, y, S),
            lambda x, y, S: x @ S @ y,
            "n=1; n=3",
            "n=2000",
        ),
        Operator(
            "a product of maxima and sums",
            lambda: array((m, k), lambda i, j: maximum(lambda a: A[i, a] + B[a, j], 1, n)),
            (A, B),
            tropical,
            "m=1 n=1 k=1; m=2 n=3 k=2",
            "m=300 n=300 k=300",
        ),
    ]


OPERATORS: list[Any] = [*_forms(), *_products()]
