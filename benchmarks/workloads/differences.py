"""A banded operator that is written with deltas, and sums of all beginnings."""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from benchmarks.workloads.workload import Array, Entries, Workload, normal
from symderive import array, delta, size, total, vector

n = size("n")
x = vector("x", n)

N, i, j, k = symbols("n i j k", integer=True)
VALUES = IndexedBase("x")


def laplacian_by_hand(x: Array) -> Array:
    """Two shifted slices are subtracted from twice the vector."""
    out = 2 * x
    out[1:] -= x[:-1]
    out[:-1] -= x[1:]
    return out


def laplacian_with_torch(x: Any) -> Any:
    """A convolution with three weights."""
    from torch.nn.functional import conv1d

    weights = x.new_tensor([-1.0, 2.0, -1.0])
    return conv1d(x[None, None], weights[None, None], padding=1)[0, 0]


def beginnings_with_torch(x: Any) -> Any:
    """The cumulative sum."""
    return x.cumsum(0)


WORKLOADS = (
    Workload(
        name="tridiagonal Laplacian",
        formula=array(
            n,
            lambda i: total(
                lambda j: (2 * delta(i, j) - delta(i, j + 1) - delta(i + 1, j)) * x[j], 1, n
            ),
        ),
        arguments=(x,),
        by_hand=laplacian_by_hand,
        entries=Entries(
            entry=Sum(
                (2 * KroneckerDelta(i, j) - KroneckerDelta(i, j + 1) - KroneckerDelta(i + 1, j))
                * VALUES[j],
                (j, 0, N - 1),
            ),
            arrays=(VALUES,),
            sizes=(N,),
            indices=(i,),
            shape=(N,),
        ),
        with_torch=laplacian_with_torch,
        arrays=lambda random, n: (normal(random, n),),
        sizes=((10_000,), (100_000,), (1_000_000,)),
        small=(6,),
        loop_sizes=(2_000,),
    ),
    Workload(
        name="prefix sums",
        formula=array(n, lambda i: total(lambda k: x[k], 1, i)),
        arguments=(x,),
        by_hand=np.cumsum,
        entries=Entries(Sum(VALUES[k], (k, 0, i)), (VALUES,), (N,), (i,), (N,)),
        with_torch=beginnings_with_torch,
        arrays=lambda random, n: (normal(random, n),),
        sizes=((10_000,), (100_000,), (1_000_000,)),
        small=(6,),
        loop_sizes=(4_000,),
    ),
)
