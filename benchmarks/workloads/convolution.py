"""Correlations in one and two dimensions, and the transposed convolution."""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from benchmarks.workloads.workload import Array, Entries, Workload, normal
from symderive import conv_transpose, correlate, matrix, size, vector

n, k, m, a, b = (size(name) for name in "nkmab")
x, w, y = vector("x", n), vector("w", k), vector("y", n)
X, W = matrix("X", m, n), matrix("W", a, b)
STRIDE = 4

N, K, M, A, B, i, j, s, t = symbols("n k m a b i j s t", integer=True)
SIGNAL, KERNEL = IndexedBase("x"), IndexedBase("w")


def line_by_hand(x: Array, w: Array) -> Array:
    """NumPy has it."""
    return np.correlate(x, w, mode="valid")


def line_with_torch(x: Any, w: Any) -> Any:
    """The layer with one channel, which correlates."""
    from torch.nn.functional import conv1d

    return conv1d(x[None, None], w[None, None])[0, 0]


def added_by_hand(y: Array, w: Array) -> Array:
    """Each entry of the kernel adds a copy of the input at every fourth place."""
    last = STRIDE * (len(y) - 1)
    out = np.zeros(last + len(w))
    for place, weight in enumerate(w):
        out[place : place + last + 1 : STRIDE] += weight * y
    return out


def added_with_torch(y: Any, w: Any) -> Any:
    """The layer with one channel."""
    from torch.nn.functional import conv_transpose1d

    return conv_transpose1d(y[None, None], w[None, None], stride=STRIDE)[0, 0]


def plane_by_hand(x: Array, w: Array, stride: int = 1, dilation: int = 1) -> Array:
    """One slice of the image for each entry of the kernel."""
    rows, columns = ((x.shape[d] - dilation * (w.shape[d] - 1) - 1) // stride + 1 for d in (0, 1))
    out = np.zeros((rows, columns))
    for (row, column), weight in np.ndenumerate(w):
        top, left = dilation * row, dilation * column
        down = slice(top, top + stride * (rows - 1) + 1, stride)
        right = slice(left, left + stride * (columns - 1) + 1, stride)
        out += weight * x[down, right]
    return out


def plane_with_torch(x: Any, w: Any, stride: int = 1, dilation: int = 1) -> Any:
    """The layer with one channel."""
    from torch.nn.functional import conv2d

    return conv2d(x[None, None], w[None, None], stride=stride, dilation=dilation)[0, 0]


def plane(name: str, small: tuple[int, ...], stride: int = 1, dilation: int = 1) -> Workload:
    """The correlation of an image with a kernel."""
    image = IndexedBase("X"), IndexedBase("W")
    row, column = stride * i + dilation * s, stride * j + dilation * t
    return Workload(
        name=name,
        formula=correlate(X, W, stride=stride, dilation=dilation),
        arguments=(X, W),
        by_hand=lambda x, w: plane_by_hand(x, w, stride, dilation),
        entries=Entries(
            entry=Sum(image[0][row, column] * image[1][s, t], (s, 0, A - 1), (t, 0, B - 1)),
            arrays=image,
            sizes=(M, N, A, B),
            indices=(i, j),
            shape=(
                (M - dilation * (A - 1) - 1) // stride + 1,
                (N - dilation * (B - 1) - 1) // stride + 1,
            ),
        ),
        with_torch=lambda x, w: plane_with_torch(x, w, stride, dilation),
        arrays=lambda random, m, n, a, b: (normal(random, m, n), normal(random, a, b)),
        sizes=((128, 128, 5, 5), (256, 256, 5, 5), (512, 512, 5, 5)),
        small=small,
        loop_sizes=(512, 512, 5, 5),
    )


WORKLOADS = (
    Workload(
        name="1-D convolution",
        formula=correlate(x, w),
        arguments=(x, w),
        by_hand=line_by_hand,
        entries=Entries(
            entry=Sum(SIGNAL[i + j] * KERNEL[j], (j, 0, K - 1)),
            arrays=(SIGNAL, KERNEL),
            sizes=(N, K),
            indices=(i,),
            shape=(N - K + 1,),
        ),
        with_torch=line_with_torch,
        arrays=lambda random, n, k: (normal(random, n), normal(random, k)),
        sizes=((10_000, 64), (100_000, 64), (1_000_000, 64)),
        small=(20, 6),
        loop_sizes=(100_000, 64),
    ),
    plane("2-D convolution", small=(9, 7, 3, 2)),
    plane("2-D convolution, stride 2", small=(9, 8, 3, 2), stride=2),
    plane("2-D convolution, dilation 2", small=(9, 8, 3, 2), dilation=2),
    Workload(
        name="transposed convolution, stride 4",
        formula=conv_transpose(y, w, stride=STRIDE),
        arguments=(y, w),
        by_hand=added_by_hand,
        entries=Entries(
            entry=Sum(
                KroneckerDelta(i, STRIDE * s + t) * SIGNAL[s] * KERNEL[t],
                (s, 0, N - 1),
                (t, 0, K - 1),
            ),
            arrays=(SIGNAL, KERNEL),
            sizes=(N, K),
            indices=(i,),
            shape=(STRIDE * (N - 1) + K,),
        ),
        with_torch=added_with_torch,
        arrays=lambda random, n, k: (normal(random, n), normal(random, k)),
        sizes=((2_500, 8), (25_000, 8), (250_000, 8)),
        small=(7, 6),
        loop_sizes=(400, 8),
    ),
)
