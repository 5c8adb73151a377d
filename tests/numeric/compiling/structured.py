"""Matrices written by deltas, brackets and differences of indices, times a vector."""

from __future__ import annotations

from typing import Any

import numpy as np

from symderive import (
    absolute,
    array,
    delta,
    iverson,
    matrix,
    num,
    padded,
    size,
    tensor,
    total,
    vector,
)
from symderive.language.statements import all_of, eq, le, ne
from tests.numeric.compiling.records import Floats, Operator

n, m, p, q, b = (size(name) for name in "n m p q b".split())
x, y = vector("x", n), vector("y", n)
X, S = matrix("X", m, n), matrix("S", n, n)


def block_diagonal(B: Floats, v: Floats) -> Floats:
    blocks, width, _ = B.shape
    return np.asarray((B @ v.reshape(blocks, width, 1)).ravel())


def kron_times(A: Floats, B: Floats, v: Floats) -> Floats:
    return np.asarray((A @ v.reshape(A.shape[1], B.shape[1]) @ B.T).ravel())


def kron_of(A: Floats, B: Floats) -> Floats:
    return np.kron(A, B)


def tridiagonal(a: Floats, e: Floats, f: Floats, x: Floats) -> Floats:
    found = a * x
    found[1:] += e[1:] * x[:-1]
    found[:-1] += f[:-1] * x[1:]
    return found


def band_of_two(S: Floats, x: Floats) -> Floats:
    found = np.zeros(len(x))
    for shift in range(-min(2, len(x) - 1), min(2, len(x) - 1) + 1):
        rows = slice(max(0, -shift), len(x) - max(0, shift))
        columns = slice(max(0, shift), len(x) - max(0, -shift))
        found[rows] += np.diagonal(S, shift) * x[columns]
    return found


def any_band(S: Floats, x: Floats, b: int) -> Floats:
    return np.asarray(np.tril(np.triu(S, -b), b) @ x)


def antidiagonal_sums(X: Floats) -> Floats:
    found = np.zeros(sum(X.shape) - 1)
    for row, entries in enumerate(X):
        found[row : row + len(entries)] += entries
    return found


def _matrices() -> list[Operator]:
    t, h, z = vector("t", 2 * n - 1), vector("h", m + n - 1), vector("z", n)
    a, e, f = vector("a", n), vector("e", n), vector("f", n)
    A, B, v, w = matrix("A", m, n), matrix("B", p, q), vector("v", n * q), vector("v", m * n)
    C = tensor("B", m, n, n)
    return [
        Operator(
            "a block diagonal matrix times a vector",
            lambda: array(
                m * n,
                lambda i: total(
                    lambda j: (
                        iverson(eq((i - 1) // n, (j - 1) // n))
                        * C[(i - 1) // n + 1, (i - 1) % n + 1, (j - 1) % n + 1]
                        * w[j]
                    ),
                    1,
                    m * n,
                ),
            ),
            (C, w),
            block_diagonal,
            "m=1 n=1; m=2 n=3; m=3 n=2",
            "m=2000 n=32",
        ),
        Operator(
            "a Kronecker product times a vector",
            lambda: array(
                m * p,
                lambda i: total(
                    lambda j: (
                        A[(i - 1) // p + 1, (j - 1) // q + 1]
                        * B[(i - 1) % p + 1, (j - 1) % q + 1]
                        * v[j]
                    ),
                    1,
                    n * q,
                ),
            ),
            (A, B, v),
            kron_times,
            "m=1 n=1 p=1 q=1; m=2 n=1 p=2 q=3; m=1 n=2 p=2 q=2",
            "m=300 n=300 p=200 q=250",
        ),
        Operator(
            "a Kronecker product",
            lambda: array(
                (m * p, n * q),
                lambda i, j: (
                    A[(i - 1) // p + 1, (j - 1) // q + 1] * B[(i - 1) % p + 1, (j - 1) % q + 1]
                ),
            ),
            (A, B),
            kron_of,
            "m=1 n=1 p=1 q=1; m=2 n=1 p=2 q=3; m=1 n=2 p=2 q=2",
            "m=40 n=40 p=30 q=30",
        ),
        Operator(
            "a Toeplitz matrix times a vector",
            lambda: array(n, lambda i: total(lambda j: t[i - j + n] * x[j], 1, n)),
            (t, x),
            lambda t, x: np.convolve(t, x, "valid"),
            "n=1; n=2; n=3",
            "n=10000",
        ),
        Operator(
            "a Hankel matrix times a vector",
            lambda: array(m, lambda i: total(lambda j: h[i + j - 1] * x[j], 1, n)),
            (h, x),
            lambda h, x: np.correlate(h, x, "valid"),
            "m=1 n=1; m=2 n=3; m=3 n=2",
            "m=20000 n=5000",
        ),
        Operator(
            "a circulant matrix times a vector",
            lambda: array(n, lambda i: total(lambda j: z[(i - j) % n + 1] * x[j], 1, n)),
            (z, x),
            lambda z, x: np.convolve(np.concatenate([z[1:], z]), x, "valid"),
            "n=1; n=2; n=3",
            "n=10000",
        ),
        Operator(
            "a tridiagonal matrix by deltas times a vector",
            lambda: array(
                n,
                lambda i: total(
                    lambda j: (
                        (a[i] * delta(i, j) + e[i] * delta(i, j + 1) + f[i] * delta(i, j - 1))
                        * x[j]
                    ),
                    1,
                    n,
                ),
            ),
            (a, e, f, x),
            tridiagonal,
            "n=1; n=2; n=3; n=4",
            "n=1000000",
        ),
        Operator(
            "a matrix within a band of two",
            lambda: array(
                n, lambda i: total(lambda j: iverson(absolute(i - j) <= 2) * S[i, j] * x[j], 1, n)
            ),
            (S, x),
            band_of_two,
            "n=1; n=2; n=4; n=6",
            "n=3000",
        ),
        Operator(
            "a matrix within any band",
            lambda: array(
                n,
                lambda i: total(
                    lambda j: iverson(all_of(le(i - j, b), le(j - i, b))) * S[i, j] * x[j], 1, n
                ),
            ),
            (S, x),
            any_band,
            "n=1 b=1; n=4 b=1; n=4 b=2",
            "n=2000 b=100",
        ),
        Operator(
            "a reversal by a delta",
            lambda: array(n, lambda i: total(lambda j: delta(i + j, n + 1) * x[j], 1, n)),
            (x,),
            lambda x: x[::-1].copy(),
            "n=1; n=2; n=3",
            "n=1000000",
        ),
        Operator(
            "a selection by a delta",
            lambda: array(n // 2, lambda i: total(lambda j: delta(j, 2 * i) * x[j] * y[j], 1, n)),
            (x, y),
            lambda x, y: x[1::2] * y[1::2],
            "n=1; n=2; n=5",
            "n=1000000",
        ),
        Operator(
            "a diagonal matrix",
            lambda: array((n, n), lambda i, j: delta(i, j) * x[i]),
            (x,),
            lambda x: np.diag(x, 0),
            "n=1; n=3",
            "n=1500",
        ),
        Operator(
            "the symmetric part",
            lambda: array((n, n), lambda i, j: (S[i, j] + S[j, i]) / 2),
            (S,),
            lambda S: (S + S.T) / 2,
            "n=1; n=3",
            "n=1500",
        ),
        Operator(
            "what is off the diagonal",
            lambda: array((n, n), lambda i, j: iverson(ne(i, j)) * S[i, j]),
            (S,),
            lambda S: S - np.diag(np.diag(S)),
            "n=1; n=3",
            "n=1500",
        ),
        Operator(
            "what is strictly below the diagonal",
            lambda: array((n, n), lambda i, j: iverson(i > j) * S[i, j]),
            (S,),
            lambda S: np.tril(S, -1),
            "n=1; n=3",
            "n=1500",
        ),
        Operator(
            "sums along antidiagonals",
            lambda: array(m + n - 1, lambda t: total(lambda i: padded(X)[i, t + 1 - i], 1, m)),
            (X,),
            antidiagonal_sums,
            "m=1 n=1; m=2 n=3; m=3 n=2",
            "m=1000 n=1000",
        ),
        Operator(
            "one of a matrix and its identity",
            lambda: array((n, n), lambda i, j: num(2) * delta(i, j) - x[i] * x[j]),
            (x,),
            lambda x: 2 * np.eye(len(x)) - np.outer(x, x),
            "n=1; n=3",
            "n=1500",
        ),
    ]


OPERATORS: list[Any] = [*_matrices()]
