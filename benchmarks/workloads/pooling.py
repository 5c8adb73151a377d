"""Pooling over windows of 2 x 2, and what repeats entries."""

from __future__ import annotations

from math import floor
from typing import Any

import numpy as np
from sympy import IndexedBase, Max, Sum, symbols
from sympy import floor as sympy_floor

from benchmarks.workloads.workload import Array, Entries, Workload, normal
from symderive import average_pool, matrix, max_pool, size, upsample

m, n = size("m", multiple_of=2), size("n", multiple_of=2)
p, q = size("p"), size("q")
X, Y = matrix("X", m, n), matrix("Y", p, q)

M, N, P, Q, i, j, a, b = symbols("m n p q i j a b", integer=True)
IMAGE = IndexedBase("X")


def average_by_hand(x: Array) -> Array:
    """Rows are added first, since they are contiguous."""
    rows = x[::2] + x[1::2]
    means = rows[:, ::2] + rows[:, 1::2]
    means *= 0.25
    return means


def average_with_torch(x: Any) -> Any:
    """The layer, whose input has channels."""
    from torch.nn.functional import avg_pool2d

    return avg_pool2d(x[None], 2)[0]


def greatest_by_hand(x: Array) -> Array:
    """The four corners of all windows."""
    upper = np.maximum(x[::2, ::2], x[::2, 1::2])
    lower = np.maximum(x[1::2, ::2], x[1::2, 1::2])
    return np.maximum(upper, lower, out=upper)


def greatest_with_torch(x: Any) -> Any:
    """The layer, whose input has channels."""
    from torch.nn.functional import max_pool2d

    return max_pool2d(x[None], 2)[0]


def repeated_by_hand(y: Array) -> Array:
    """Along the rows first: they are copied whole afterwards."""
    return np.repeat(np.repeat(y, 4, axis=1), 4, axis=0)


def repeated_with_torch(y: Any) -> Any:
    """The interpolation that takes the nearest entry."""
    from torch.nn.functional import interpolate

    return interpolate(y[None, None], scale_factor=4, mode="nearest")[0, 0]


WORKLOADS = (
    Workload(
        name="average pooling, 2 x 2",
        formula=average_pool(X, 2),
        arguments=(X,),
        by_hand=average_by_hand,
        entries=Entries(
            entry=Sum(IMAGE[2 * i + a, 2 * j + b], (a, 0, 1), (b, 0, 1)) / 4,
            arrays=(IMAGE,),
            sizes=(M, N),
            indices=(i, j),
            shape=(M / 2, N / 2),
        ),
        with_torch=average_with_torch,
        arrays=lambda random, m, n: (normal(random, m, n),),
        sizes=((256, 192), (512, 384), (1024, 768)),
        small=(6, 8),
        loop_sizes=(1024, 768),
    ),
    Workload(
        name="max pooling, 2 x 2",
        formula=max_pool(X, 2),
        arguments=(X,),
        by_hand=greatest_by_hand,
        entries=Entries(
            entry=Max(*(IMAGE[2 * i + r, 2 * j + s] for r in (0, 1) for s in (0, 1))),
            arrays=(IMAGE,),
            sizes=(M, N),
            indices=(i, j),
            shape=(M / 2, N / 2),
        ),
        with_torch=greatest_with_torch,
        arrays=lambda random, m, n: (normal(random, m, n),),
        sizes=((256, 192), (512, 384), (1024, 768)),
        small=(6, 8),
        loop_sizes=(1024, 768),
    ),
    Workload(
        name="nearest upsampling, r = 4",
        formula=upsample(Y, 4),
        arguments=(Y,),
        by_hand=repeated_by_hand,
        entries=Entries(
            entry=IMAGE[sympy_floor(i / 4), sympy_floor(j / 4)],
            arrays=(IMAGE,),
            sizes=(P, Q),
            indices=(i, j),
            shape=(4 * P, 4 * Q),
            # NumPy's floor is a float, which is no index.
            functions={"floor": floor},
        ),
        with_torch=repeated_with_torch,
        arrays=lambda random, p, q: (normal(random, p, q),),
        sizes=((64, 48), (128, 96), (256, 192)),
        small=(3, 2),
        loop_sizes=(256, 192),
    ),
)
