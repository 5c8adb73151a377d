"""Correlations of signals as index formulas: strides, dilations, borders."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from symderive import array, matrix, padded, size, total, vector
from tests.numeric.compiling.records import Floats, Operator

n, m, k, l = size("n"), size("m"), size("k"), size("l")
h, s, d = (size(name) for name in "h s d".split())
x, y, w, v = vector("x", n), vector("y", m), vector("w", k), vector("v", l)
X = matrix("X", m, n)


def shifted_sum(x: Floats, w: Floats, length: int, step: int = 1, gap: int = 1) -> Floats:
    """sum_j w_j x[step*i + gap*j] for i < length, one kernel entry at a time."""
    found = np.zeros(length)
    for j, weight in enumerate(w):
        start = gap * j
        found += weight * x[start : start + step * (length - 1) + 1 : step][:length]
    return found


def strided(x: Floats, w: Floats) -> Floats:
    return np.ascontiguousarray(sliding_window_view(x, len(w))[::3]) @ w


def dilated(x: Floats, w: Floats) -> Floats:
    return shifted_sum(x, w, len(x) - 2 * (len(w) - 1), gap=2)


def same_padding(x: Floats, w: Floats) -> Floats:
    before = len(w) // 2
    return np.correlate(np.pad(x, (before, len(w) - 1 - before)), w, "valid")


def transposed_by_two(x: Floats, w: Floats) -> Floats:
    found = np.zeros(2 * (len(x) - 1) + len(w))
    for a, weight in enumerate(w):
        found[a : a + 2 * len(x) - 1 : 2] += weight * x
    return found


def transposed(x: Floats, w: Floats, s: int) -> Floats:
    found = np.zeros(s * (len(x) - 1) + len(w))
    for a, weight in enumerate(w):
        found[a : a + s * (len(x) - 1) + 1 : s] += weight * x
    return found


def circular(x: Floats, w: Floats) -> Floats:
    return np.correlate(np.resize(x, len(x) + len(w) - 1), w, "valid")


def causal(x: Floats, w: Floats) -> Floats:
    return np.convolve(x, w)[: len(x)]


def causal_dilated(x: Floats, w: Floats, d: int) -> Floats:
    before = d * (len(w) - 1)
    return shifted_sum(np.pad(x, (before, 0)), w[::-1], len(x), gap=d)


def lags(x: Floats, k: int) -> Floats:
    return np.array([x[: len(x) - a] @ x[a:] if a < len(x) else 0.0 for a in range(k)])


def volterra(x: Floats, Q: Floats) -> Floats:
    windows = sliding_window_view(x, len(Q))
    return np.asarray(((windows @ Q) * windows).sum(1))


def overlap_add(X: Floats, h: int) -> Floats:
    frames, width = X.shape
    found = np.zeros(h * (frames - 1) + width)
    for a in range(width):
        found[a : a + h * (frames - 1) + 1 : h] += X[:, a]
    return found


def locally_connected(L: Floats, x: Floats) -> Floats:
    return np.einsum("ij,ij->i", L, sliding_window_view(x, L.shape[1]))


def two_in_a_row(x: Floats, w: Floats, v: Floats) -> Floats:
    return np.correlate(np.correlate(x, w, "valid"), v, "valid")


def symmetric_taps(x: Floats, w: Floats) -> Floats:
    reach = len(w)
    length = len(x) - 2 * reach
    found = np.zeros(max(length, 0))
    for j, weight in enumerate(w, 1):
        found += weight * (x[reach - j : reach - j + length] + x[reach + j : reach + j + length])
    return found


def _signals() -> list[Operator]:
    Q, L, F = matrix("Q", k, k), matrix("L", n - k + 1, k), matrix("X", m, l)
    return [
        Operator(
            "a correlation with stride 3",
            lambda: array(
                (n - k) // 3 + 1, lambda i: total(lambda j: x[3 * (i - 1) + j] * w[j], 1, k)
            ),
            (x, w),
            strided,
            "n=1 k=1; n=5 k=2; n=6 k=3; n=4 k=4",
            "n=1000000 k=32",
        ),
        Operator(
            "a correlation with dilation 2",
            lambda: array(
                n - 2 * (k - 1), lambda i: total(lambda j: x[i + 2 * (j - 1)] * w[j], 1, k)
            ),
            (x, w),
            dilated,
            "n=1 k=1; n=5 k=3; n=6 k=2",
            "n=1000000 k=16",
        ),
        Operator(
            "a correlation that keeps the length",
            lambda: array(n, lambda i: total(lambda j: padded(x)[i + j - 1 - k // 2] * w[j], 1, k)),
            (x, w),
            same_padding,
            "n=1 k=1; n=2 k=4; n=4 k=3",
            "n=1000000 k=33",
        ),
        Operator(
            "a transposed convolution with stride 2",
            lambda: array(
                2 * (n - 1) + k, lambda u: total(lambda i: x[i] * padded(w)[u - 2 * (i - 1)], 1, n)
            ),
            (x, w),
            transposed_by_two,
            "n=1 k=1; n=2 k=1; n=3 k=3; n=2 k=4",
            "n=300000 k=8",
        ),
        Operator(
            "a transposed convolution with any stride",
            lambda: array(
                s * (n - 1) + k, lambda u: total(lambda i: x[i] * padded(w)[u - s * (i - 1)], 1, n)
            ),
            (x, w),
            transposed,
            "n=1 k=1 s=1; n=3 k=2 s=3; n=3 k=3 s=1; n=2 k=3 s=2",
            "n=200000 k=9 s=4",
        ),
        Operator(
            "a circular correlation",
            lambda: array(n, lambda i: total(lambda j: x[(i + j - 2) % n + 1] * w[j], 1, k)),
            (x, w),
            circular,
            "n=1 k=1; n=1 k=3; n=3 k=2; n=2 k=5; n=4 k=4",
            "n=1000000 k=16",
        ),
        Operator(
            "a causal convolution",
            lambda: array(n, lambda i: total(lambda j: w[j] * padded(x)[i - j + 1], 1, k)),
            (x, w),
            causal,
            "n=1 k=1; n=2 k=3; n=4 k=2",
            "n=1000000 k=32",
        ),
        Operator(
            "a causal convolution with any dilation",
            lambda: array(n, lambda i: total(lambda j: w[j] * padded(x)[i - d * (j - 1)], 1, k)),
            (x, w),
            causal_dilated,
            "n=1 k=1 d=1; n=5 k=2 d=3; n=4 k=3 d=2",
            "n=500000 k=8 d=64",
        ),
        Operator(
            "autocorrelation at small lags",
            lambda: array(k, lambda a: total(lambda i: x[i] * padded(x)[i + a - 1], 1, n)),
            (x,),
            lags,
            "n=1 k=1; n=3 k=2; n=2 k=4",
            "n=500000 k=64",
        ),
        Operator(
            "the full correlation of two signals",
            lambda: array(m + n - 1, lambda t: total(lambda j: x[j] * padded(y)[j + m - t], 1, n)),
            (x, y),
            lambda x, y: np.convolve(x, y[::-1]),
            "n=1 m=1; n=3 m=2; n=2 m=4",
            "n=100000 m=128",
        ),
        Operator(
            "the gradient of a correlation by its kernel",
            lambda: array(n - m + 1, lambda j: total(lambda i: y[i] * x[i + j - 1], 1, m)),
            (x, y),
            lambda x, y: np.correlate(x, y, "valid"),
            "n=1 m=1; n=4 m=3; n=3 m=1",
            "n=1000000 m=999937",
        ),
        Operator(
            "a quadratic filter",
            lambda: array(
                n - k + 1,
                lambda i: total(lambda a, e: Q[a, e] * x[i + a - 1] * x[i + e - 1], k, k),
            ),
            (x, Q),
            volterra,
            "n=1 k=1; n=4 k=2; n=3 k=3",
            "n=300000 k=16",
        ),
        Operator(
            "frames added where they overlap",
            lambda: array(
                h * (m - 1) + l, lambda t: total(lambda f: padded(F)[f, t - h * (f - 1)], 1, m)
            ),
            (F,),
            overlap_add,
            "m=1 l=1 h=1; m=3 l=2 h=1; m=2 l=3 h=2; m=2 l=2 h=3",
            "m=20000 l=64 h=16",
        ),
        Operator(
            "a layer whose weights are not shared",
            lambda: array(n - k + 1, lambda i: total(lambda j: L[i, j] * x[i + j - 1], 1, k)),
            (L, x),
            locally_connected,
            "n=1 k=1; n=4 k=2; n=3 k=3",
            "n=300000 k=16",
        ),
        Operator(
            "two correlations in a row",
            lambda: array(
                n - k - l + 2,
                lambda i: total(
                    lambda e: v[e] * total(lambda j: w[j] * x[i + j + e - 2], 1, k), 1, l
                ),
            ),
            (x, w, v),
            two_in_a_row,
            "n=1 k=1 l=1; n=5 k=2 l=3; n=4 k=2 l=2",
            "n=500000 k=16 l=16",
        ),
        Operator(
            "a symmetric kernel",
            lambda: array(
                n - 2 * k, lambda i: total(lambda j: w[j] * (x[i + k - j] + x[i + k + j]), 1, k)
            ),
            (x, w),
            symmetric_taps,
            "n=3 k=1; n=2 k=1; n=6 k=2",
            "n=500000 k=16",
        ),
    ]


OPERATORS: list[Any] = [*_signals()]
