"""Pooling of every kind as index formulas: windows, bins, channels, and their adjoints."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from symderive import (
    array,
    exp,
    iverson,
    log,
    matrix,
    maximum,
    mean,
    minimum,
    size,
    sqrt,
    tensor,
    total,
    vector,
)
from symderive.language.statements import eq
from tests.numeric.compiling.records import Floats, Operator

n, m, k, r, s, c, d, o = (size(name) for name in "n m k r s c d o".split())
x = vector("x", n)
X, T = matrix("X", r * m, r * n), tensor("T", c, m, n)


def blocks(X: Floats, r: int) -> Floats:
    rows, columns = X.shape
    return X.reshape(rows // r, r, columns // r, r)


def sliding_maximum(x: Floats, k: int) -> Floats:
    """By doubling: log2 k passes instead of k."""
    length, width, found = len(x) - k + 1, 1, x
    while 2 * width <= k:
        found = np.maximum(found[:-width], found[width:])
        width *= 2
    rest = k - width
    return np.maximum(found[:length], found[rest : rest + length])


def overlapping(P: Floats) -> Floats:
    rows, columns = (P.shape[0] - 3) // 2 + 1, (P.shape[1] - 3) // 2 + 1
    found = np.full((rows, columns), -np.inf)
    for a, b in np.ndindex(3, 3):
        part = P[a : a + 2 * rows - 1 : 2, b : b + 2 * columns - 1 : 2]
        np.maximum(found, part, out=found)
    return found


def bins(n: int, m: int) -> tuple[Any, Any]:
    places = np.arange(m)
    return places * n // m, -(-(places + 1) * n // m)


def adaptive_mean(x: Floats, m: int) -> Floats:
    low, high = bins(len(x), m)
    running = np.concatenate([[0.0], np.cumsum(x)])
    return np.asarray((running[high] - running[low]) / (high - low))


def adaptive_maximum(x: Floats, m: int) -> Floats:
    low, high = bins(len(x), m)
    return np.array([x[a:b].max() for a, b in zip(low, high, strict=True)])


def window_variance(x: Floats, k: int) -> Floats:
    windows = sliding_window_view(x, k)
    centred = windows - windows.mean(1, keepdims=True)
    return np.asarray((centred**2).mean(1))


def dilated_maximum(x: Floats, k: int, d: int) -> Floats:
    length = len(x) - d * (k - 1)
    found = x[:length].copy()
    for j in range(1, k):
        np.maximum(found, x[d * j : d * j + length], out=found)
    return found


def ties(x: Floats, r: int) -> Floats:
    windows = x.reshape(-1, r)
    return np.asarray((windows == windows.max(1, keepdims=True)).sum(1).astype(float))


def smooth_windows(x: Floats, k: int) -> Floats:
    windows = sliding_window_view(x, k)
    top = windows.max(1)
    return np.asarray(top + np.log(np.exp(windows - top[:, None]).sum(1)))


def window_means(x: Floats, k: int, s: int) -> Floats:
    return np.ascontiguousarray(sliding_window_view(x, k)[::s]).mean(1)


def maxout(K: Floats, x: Floats) -> Floats:
    return np.asarray((K @ x).max(0))


def solid_mean(S: Floats) -> Floats:
    a, b, e = (size // 2 for size in S.shape)
    return np.asarray(S[: 2 * a, : 2 * b, : 2 * e].reshape(a, 2, b, 2, e, 2).mean((1, 3, 5)))


def _windows() -> list[Operator]:
    return [
        Operator(
            "the greatest of each window",
            lambda: array(n - k + 1, lambda i: maximum(lambda j: x[i + j - 1], 1, k)),
            (x,),
            sliding_maximum,
            "n=1 k=1; n=4 k=2; n=5 k=3; n=3 k=3",
            "n=1000000 k=16",
        ),
        Operator(
            "the least of each window, from the left",
            lambda: array(n - k + 1, lambda i: minimum(lambda j: x[j], i, i + k - 1)),
            (x,),
            lambda x, k: -sliding_maximum(-x, k),
            "n=1 k=1; n=4 k=2; n=5 k=4",
            "n=1000000 k=9",
        ),
        Operator(
            "the greatest of windows that lie apart",
            lambda: array(n - d * (k - 1), lambda i: maximum(lambda j: x[i + d * (j - 1)], 1, k)),
            (x,),
            dilated_maximum,
            "n=1 k=1 d=1; n=5 k=3 d=2; n=6 k=2 d=3",
            "n=500000 k=8 d=100",
        ),
        Operator(
            "means of windows with any stride",
            lambda: array((n - k) // s + 1, lambda i: mean(lambda j: x[s * (i - 1) + j], 1, k)),
            (x,),
            window_means,
            "n=1 k=1 s=1; n=7 k=3 s=2; n=5 k=2 s=3; n=4 k=4 s=2",
            "n=1000000 k=20 s=10",
        ),
        Operator(
            "the variance of each window",
            lambda: array(
                n - k + 1,
                lambda i: mean(
                    lambda j: (x[i + j - 1] - mean(lambda t: x[i + t - 1], 1, k)) ** 2, 1, k
                ),
            ),
            (x,),
            window_variance,
            "n=1 k=1; n=4 k=2; n=5 k=4",
            "n=200000 k=16",
        ),
        Operator(
            "log-sum-exp of each window",
            lambda: array(n - k + 1, lambda i: log(total(lambda j: exp(x[i + j - 1]), 1, k))),
            (x,),
            smooth_windows,
            "n=1 k=1; n=4 k=2; n=4 k=3",
            "n=300000 k=8",
        ),
        Operator(
            "means of bins that adapt to the length",
            lambda: array(
                m, lambda i: mean(lambda j: x[j], (i - 1) * n // m + 1, -(-(i * n) // m))
            ),
            (x,),
            adaptive_mean,
            "n=1 m=1; n=5 m=2; n=4 m=4; n=2 m=5; n=7 m=3",
            "n=1000000 m=1000",
            loose=True,
        ),
        Operator(
            "the greatest of bins that adapt to the length",
            lambda: array(
                m, lambda i: maximum(lambda j: x[j], (i - 1) * n // m + 1, -(-(i * n) // m))
            ),
            (x,),
            adaptive_maximum,
            "n=1 m=1; n=5 m=2; n=4 m=4; n=2 m=5; n=7 m=3",
            "n=1000000 m=1000",
        ),
    ]


def _blocks() -> list[Operator]:
    R, S, K = vector("x", r * n), tensor("S", m, n, o), tensor("K", k, m, n)
    P, Y = matrix("P", m, n), matrix("Y", 2 * m, 2 * n)
    return [
        Operator(
            "the greatest of each block",
            lambda: array(
                (m, n),
                lambda i, j: maximum(
                    lambda a: maximum(lambda e: X[r * (i - 1) + a, r * (j - 1) + e], 1, r), 1, r
                ),
            ),
            (X,),
            lambda X, r: blocks(X, r).max((1, 3)),
            "m=1 n=1 r=1; m=2 n=1 r=2; m=1 n=2 r=3",
            "m=500 n=400 r=4",
        ),
        Operator(
            "the mean of each block of four",
            lambda: array(
                (m, n),
                lambda i, j: (
                    (
                        Y[2 * i - 1, 2 * j - 1]
                        + Y[2 * i - 1, 2 * j]
                        + Y[2 * i, 2 * j - 1]
                        + Y[2 * i, 2 * j]
                    )
                    / 4
                ),
            ),
            (Y,),
            lambda Y: blocks(Y, 2).mean((1, 3)),
            "m=1 n=1; m=2 n=3",
            "m=1000 n=800",
        ),
        Operator(
            "the norm of each block",
            lambda: array(
                (m, n),
                lambda i, j: sqrt(
                    total(lambda a, e: X[r * (i - 1) + a, r * (j - 1) + e] ** 2, r, r)
                ),
            ),
            (X,),
            lambda X, r: np.sqrt((blocks(X, r) ** 2).sum((1, 3))),
            "m=1 n=1 r=1; m=2 n=1 r=2; m=1 n=2 r=3",
            "m=400 n=400 r=5",
        ),
        Operator(
            "windows of three that overlap by one",
            lambda: array(
                ((m - 3) // 2 + 1, (n - 3) // 2 + 1),
                lambda i, j: maximum(
                    lambda a: maximum(lambda e: P[2 * i + a - 2, 2 * j + e - 2], 1, 3), 1, 3
                ),
            ),
            (P,),
            overlapping,
            "m=3 n=3; m=5 n=4; m=6 n=7",
            "m=1500 n=1500",
        ),
        Operator(
            "the mean of each channel",
            lambda: array(c, lambda a: mean(lambda i, j: T[a, i, j], m, n)),
            (T,),
            lambda T: T.mean((1, 2)),
            "c=1 m=1 n=1; c=2 m=2 n=3",
            "c=64 m=128 n=128",
        ),
        Operator(
            "the greatest of each channel",
            lambda: array(
                c, lambda a: maximum(lambda i: maximum(lambda j: T[a, i, j], 1, n), 1, m)
            ),
            (T,),
            lambda T: T.max((1, 2)),
            "c=1 m=1 n=1; c=2 m=2 n=3",
            "c=64 m=128 n=128",
        ),
        Operator(
            "means of cubes of eight",
            lambda: array(
                (m // 2, n // 2, o // 2),
                lambda p, q, t: mean(
                    lambda a, e, f: S[2 * p + a - 2, 2 * q + e - 2, 2 * t + f - 2], 2, 2, 2
                ),
            ),
            (S,),
            solid_mean,
            "m=1 n=1 o=1; m=2 n=2 o=2; m=5 n=4 o=3",
            "m=120 n=120 o=120",
        ),
        Operator(
            "how many entries of each block are its greatest",
            lambda: array(
                n,
                lambda i: total(
                    lambda a: iverson(
                        eq(R[r * (i - 1) + a], maximum(lambda e: R[r * (i - 1) + e], 1, r))
                    ),
                    1,
                    r,
                ),
            ),
            (R,),
            ties,
            "n=1 r=1; n=3 r=2; n=2 r=4",
            "n=100000 r=8",
        ),
        Operator(
            "the greatest of several linear maps",
            lambda: array(
                m, lambda i: maximum(lambda a: total(lambda j: K[a, i, j] * x[j], 1, n), 1, k)
            ),
            (K, x),
            maxout,
            "m=1 n=1 k=1; m=2 n=3 k=2",
            "m=1000 n=1000 k=4",
        ),
        Operator(
            "each entry repeated in a block",
            lambda: array((r * m, r * n), lambda i, j: P[(i - 1) // r + 1, (j - 1) // r + 1]),
            (P,),
            lambda P, r: np.repeat(np.repeat(P, r, 0), r, 1),
            "m=1 n=1 r=1; m=2 n=1 r=2; m=1 n=3 r=3",
            "m=400 n=400 r=4",
        ),
        Operator(
            "blocks minus their means",
            lambda: array(
                r * n,
                lambda t: R[t] - mean(lambda a: R[r * ((t - 1) // r) + a], 1, r),
            ),
            (R,),
            lambda x, r: (x.reshape(-1, r) - x.reshape(-1, r).mean(1, keepdims=True)).ravel(),
            "n=1 r=1; n=3 r=2; n=2 r=3",
            "n=100000 r=10",
        ),
        Operator(
            "the blocks that hold an entry, added up",
            lambda: array(
                n, lambda p: total(lambda t: iverson(eq((t - 1) // r + 1, p)) * R[t], 1, r * n)
            ),
            (R,),
            lambda x, r: x.reshape(-1, r).sum(1),
            "n=1 r=1; n=3 r=2; n=2 r=3",
            "n=100000 r=10",
        ),
    ]


OPERATORS: list[Any] = [*_windows(), *_blocks()]
