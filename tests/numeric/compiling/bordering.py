"""Arrays continued beyond their borders: around circles, by their edges, by reflection."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from symderive import (
    absolute,
    array,
    cases,
    delta,
    greater_of,
    lesser_of,
    matrix,
    maximum,
    size,
    total,
    vector,
)
from symderive.language.statements import eq
from tests.numeric.compiling.records import Floats, Operator

n, m, k, r, p, q = (size(name) for name in "n m k r p q".split())
X, x = matrix("X", m, n), vector("x", n)


def correlated(padded: Floats, W: Floats) -> Floats:
    rows, columns = (a - b + 1 for a, b in zip(padded.shape, W.shape, strict=True))
    found = np.zeros((rows, columns))
    for a, row in enumerate(W):
        for b, weight in enumerate(row):
            found += weight * padded[a : a + rows, b : b + columns]
    return found


def around_torus(X: Floats, W: Floats) -> Floats:
    before = [(0, side - 1) for side in W.shape]
    return correlated(np.pad(X, before, mode="wrap"), W)


def beyond_edges(X: Floats, W: Floats) -> Floats:
    sides = [((side - 1) // 2, side // 2) for side in W.shape]
    return correlated(np.pad(X, sides, mode="edge"), W)


def reflected(x: Floats, w: Floats) -> Floats:
    return np.correlate(np.pad(x, (len(w) - 1, 0), mode="reflect"), w, "valid")


def circulant(x: Floats) -> Floats:
    return sliding_window_view(np.concatenate([x[1:], x]), len(x))[:, ::-1].copy()


def symmetric_toeplitz(z: Floats, x: Floats) -> Floats:
    return np.convolve(np.concatenate([z[:0:-1], z]), x, "valid")


def cyclic_shift(x: Floats) -> Floats:
    found = np.zeros((len(x), len(x)))
    found[np.arange(len(x)), np.roll(np.arange(len(x)), -1)] = x
    return found


def dirichlet_ends(x: Floats) -> Floats:
    found = np.empty_like(x)
    found[1:-1] = x[:-2] + x[2:] - 2 * x[1:-1]
    found[0], found[-1] = x[0], x[-1]
    return found


def _paddings() -> list[Operator]:
    return [
        Operator(
            "a border that goes around",
            lambda: array(n + 2 * k, lambda i: x[(i - k - 1) % n + 1]),
            (x,),
            lambda x, k: np.pad(x, k, mode="wrap"),
            "n=1 k=1; n=3 k=2; n=2 k=5",
            "n=1000000 k=1000",
        ),
        Operator(
            "edges of a plane repeated",
            lambda: array(
                (m + 2 * p, n + 2 * q),
                lambda i, j: X[
                    lesser_of(greater_of(i - p, 1), m), lesser_of(greater_of(j - q, 1), n)
                ],
            ),
            (X,),
            lambda X, p, q: np.pad(X, ((p, p), (q, q)), mode="edge"),
            "m=1 n=1 p=1 q=1; m=2 n=3 p=2 q=1; m=3 n=2 p=1 q=4",
            "m=1000 n=1000 p=3 q=5",
        ),
        Operator(
            "both borders reflected by absolute values",
            lambda: array(n + 2 * k, lambda i: x[n - absolute(n - 1 - absolute(i - k - 1))]),
            (x,),
            lambda x, k: np.pad(x, k, mode="reflect"),
            "n=2 k=1; n=3 k=2; n=5 k=3",
            "n=1000000 k=1000",
        ),
        Operator(
            "a plane turned in both directions",
            lambda: array((m, n), lambda i, j: X[(i - 1 + p) % m + 1, (j - 1 - q) % n + 1]),
            (X,),
            lambda X, p, q: np.roll(X, (-p, q), (0, 1)),
            "m=1 n=1 p=1 q=1; m=2 n=3 p=5 q=1; m=3 n=2 p=1 q=4",
            "m=1000 n=1000 p=33 q=55",
        ),
        Operator(
            "around a circle the other way",
            lambda: array(n, lambda i: x[(k - i) % n + 1]),
            (x,),
            lambda x, k: np.roll(x[::-1], k),
            "n=1 k=1; n=3 k=2; n=2 k=5",
            "n=1000000 k=1000",
        ),
        Operator(
            "second differences, the ends kept",
            lambda: array(
                n,
                lambda i: cases(
                    (x[i], eq(i, 1)),
                    (x[i], eq(i, n)),
                    otherwise=x[i - 1] + x[i + 1] - 2 * x[i],
                ),
            ),
            (x,),
            dirichlet_ends,
            "n=2; n=3; n=4",
            "n=1000000",
        ),
    ]


def _correlations() -> list[Operator]:
    W, w, z = matrix("W", p, q), vector("w", k), vector("z", n)
    return [
        Operator(
            "a correlation around a torus",
            lambda: array(
                (m, n),
                lambda i, j: total(
                    lambda a: total(
                        lambda b: W[a, b] * X[(i + a - 2) % m + 1, (j + b - 2) % n + 1], 1, q
                    ),
                    1,
                    p,
                ),
            ),
            (X, W),
            around_torus,
            "m=1 n=1 p=1 q=1; m=2 n=3 p=2 q=3; m=3 n=2 p=1 q=4",
            "m=500 n=500 p=5 q=5",
        ),
        Operator(
            "a correlation beyond edges that are repeated",
            lambda: array(
                (m, n),
                lambda i, j: total(
                    lambda a: total(
                        lambda b: (
                            W[a, b]
                            * X[
                                lesser_of(greater_of(i + a - (p + 1) // 2, 1), m),
                                lesser_of(greater_of(j + b - (q + 1) // 2, 1), n),
                            ]
                        ),
                        1,
                        q,
                    ),
                    1,
                    p,
                ),
            ),
            (X, W),
            beyond_edges,
            "m=1 n=1 p=1 q=1; m=2 n=3 p=2 q=3; m=3 n=2 p=1 q=4",
            "m=500 n=500 p=5 q=5",
        ),
        Operator(
            "a correlation with the past reflected",
            lambda: array(
                n, lambda i: total(lambda j: w[j] * x[absolute(i + j - k - 1) + 1], 1, k)
            ),
            (x, w),
            reflected,
            "n=2 k=1; n=3 k=2; n=5 k=3",
            "n=1000000 k=16",
        ),
        Operator(
            "a symmetric Toeplitz matrix by distances",
            lambda: array(n, lambda i: total(lambda j: z[absolute(i - j) + 1] * x[j], 1, n)),
            (z, x),
            symmetric_toeplitz,
            "n=1; n=2; n=3",
            "n=10000",
        ),
        Operator(
            "a circulant matrix",
            lambda: array((n, n), lambda i, j: x[(i - j) % n + 1]),
            (x,),
            circulant,
            "n=1; n=2; n=3",
            "n=2000",
        ),
        Operator(
            "a Hankel matrix",
            lambda: array((m, k), lambda i, j: vector("h", m + k - 1)[i + j - 1]),
            (vector("h", m + k - 1),),
            lambda h, k: sliding_window_view(h, k).copy(),
            "m=1 k=1; m=2 k=3; m=3 k=2",
            "m=2000 k=1000",
        ),
        Operator(
            "the greatest of windows around a circle",
            lambda: array(n, lambda i: maximum(lambda j: x[(i + j - 2) % n + 1], 1, k)),
            (x,),
            lambda x, k: sliding_window_view(np.pad(x, (0, k - 1), mode="wrap"), k).max(1),
            "n=1 k=1; n=3 k=2; n=2 k=5",
            "n=200000 k=16",
        ),
        Operator(
            "a cyclic shift with weights",
            lambda: array((n, n), lambda i, j: delta(j, i % n + 1) * x[i]),
            (x,),
            cyclic_shift,
            "n=1; n=2; n=3",
            "n=1500",
        ),
    ]


OPERATORS: list[Any] = [*_paddings(), *_correlations()]
