"""Sums, products and extremes over ranges with ends that vary, and sums that decay."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.signal import lfilter

from symderive import (
    array,
    exp,
    greater_of,
    lesser_of,
    matrix,
    maximum,
    mean,
    minimum,
    product,
    real,
    size,
    sqrt,
    total,
    vector,
)
from tests.numeric.compiling.records import Floats, Operator, between

n, m, d, k = (size(name) for name in "n m d k".split())
x, y = vector("x", n), vector("y", n)
X, P = matrix("X", m, n), matrix("P", n, d)
r, g = real("r", 0, 1), real("g", above=0)
SMALL = "n=1; n=2; n=3; n=7"
DECAY = {"r": between(0.1, 0.9)}


def running(x: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(x)])


def places(x: Floats) -> Any:
    return np.arange(1, len(x) + 1)


def doubled(x: Floats) -> Floats:
    i = places(x)
    return running(x)[np.minimum(2 * i, len(x))] - running(x)[i - 1]


def running_variance(x: Floats) -> Floats:
    i = places(x)
    centred = x - x.mean()
    return np.cumsum(centred**2) / i - (np.cumsum(centred) / i) ** 2


def triangles(z: Floats, m: int) -> Floats:
    starts = np.arange(m) * (np.arange(m) + 1) // 2
    return np.add.reduceat(z, starts)


def greatest_between(x: Floats) -> Floats:
    found, step = np.empty(len(x)), 1
    i = places(x)
    width, table = i - i // 2, x
    while step <= len(x):
        here = (width >= step) & (width < 2 * step)
        found[here] = np.maximum(table[i[here] // 2], table[i[here] - step])
        if len(table) > step:
            table = np.maximum(table[:-step], table[step:])
        step *= 2
    return found


def products_between(x: Floats) -> Floats:
    before = np.concatenate([[1.0], np.cumprod(x)])
    i = places(x)
    return before[i] / before[(i + 1) // 2]


def boxes(X: Floats) -> Floats:
    sums = np.pad(X.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    i, j = np.arange(1, X.shape[0] + 1), np.arange(1, X.shape[1] + 1)
    rows = sums[i] - sums[i // 2]
    return rows[:, j] - rows[:, j // 2]


def returns(x: Floats, r: float) -> Floats:
    return np.asarray(lfilter([1.0], [1.0, -r], x[::-1])[::-1])


def _ranges() -> list[Operator]:
    z = vector("z", m * (m + 1) // 2)
    return [
        Operator(
            "sums up to twice a place",
            lambda: array(n, lambda i: total(lambda j: x[j], i, lesser_of(2 * i, n))),
            (x,),
            doubled,
            SMALL,
            "n=200000",
            loose=True,
        ),
        Operator(
            "means around a place",
            lambda: array(
                n, lambda i: mean(lambda j: x[j], greater_of(1, i - k), lesser_of(n, i + k))
            ),
            (x,),
            lambda x, k: (
                (
                    running(x)[np.minimum(places(x) + k, len(x))]
                    - running(x)[np.maximum(places(x) - k - 1, 0)]
                )
                / (np.minimum(places(x) + k, len(x)) - np.maximum(places(x) - k - 1, 0))
            ),
            "n=1 k=1; n=4 k=1; n=5 k=3",
            "n=200000 k=200",
            loose=True,
        ),
        Operator(
            "sums of rows of a triangle",
            lambda: array(
                m, lambda i: total(lambda j: z[j], i * (i - 1) // 2 + 1, i * (i + 1) // 2)
            ),
            (z,),
            triangles,
            "m=1; m=2; m=4",
            "m=1000",
            loose=True,
        ),
        Operator(
            "the greatest between two places",
            lambda: array(n, lambda i: maximum(lambda j: x[j], i // 2 + 1, i)),
            (x,),
            greatest_between,
            SMALL,
            "n=100000",
        ),
        Operator(
            "the least difference between two places",
            lambda: array(n, lambda i: minimum(lambda j: x[j] * y[j], (i + 1) // 2, i) - x[i]),
            (x, y),
            lambda x, y: -greatest_between_from(-x * y) - x,
            SMALL,
            "n=100000",
        ),
        Operator(
            "products between two places",
            lambda: array(n, lambda i: product(lambda j: x[j], (i + 1) // 2 + 1, i)),
            (x,),
            products_between,
            SMALL,
            "n=50000",
            {"x": between(0.999, 1.001)},
            loose=True,
        ),
        Operator(
            "sums over boxes",
            lambda: array(
                (m, n),
                lambda i, j: total(
                    lambda a: total(lambda b: X[a, b], j // 2 + 1, j), i // 2 + 1, i
                ),
            ),
            (X,),
            boxes,
            "m=1 n=1; m=3 n=2; m=4 n=5",
            "m=600 n=500",
            loose=True,
        ),
        Operator(
            "products of a place with those before",
            lambda: total(lambda i: total(lambda j: x[i] * y[j], i // 2 + 1, i - 1), 1, n),
            (x, y),
            lambda x, y: (
                x
                @ (
                    running(y)[places(x) - 1]
                    - running(y)[np.minimum(places(x) // 2, places(x) - 1)]
                )
            ),
            SMALL,
            "n=200000",
            loose=True,
        ),
        Operator(
            "running means",
            lambda: array(n, lambda i: mean(lambda j: x[j], 1, i)),
            (x,),
            lambda x: np.cumsum(x) / places(x),
            SMALL,
            "n=1000000",
            loose=True,
        ),
        Operator(
            "running variances",
            lambda: array(
                n,
                lambda i: mean(lambda j: x[j] ** 2, 1, i) - mean(lambda j: x[j], 1, i) ** 2,
            ),
            (x,),
            running_variance,
            SMALL,
            "n=1000000",
            loose=True,
        ),
        Operator(
            "the fall from the greatest so far",
            lambda: maximum(lambda i: maximum(lambda j: x[j], 1, i) - x[i], 1, n),
            (x,),
            lambda x: (np.maximum.accumulate(x) - x).max(),
            SMALL,
            "n=1000000",
        ),
        Operator(
            "rises of the greatest so far",
            lambda: array(
                n - 1, lambda i: maximum(lambda j: x[j], 1, i + 1) - maximum(lambda j: x[j], 1, i)
            ),
            (x,),
            lambda x: np.diff(np.maximum.accumulate(x)),
            SMALL,
            "n=1000000",
        ),
        Operator(
            "gaps to what is left",
            lambda: array(
                n - 1, lambda i: minimum(lambda j: x[j], i + 1, n) - maximum(lambda j: x[j], 1, i)
            ),
            (x,),
            lambda x: np.minimum.accumulate(x[::-1])[::-1][1:] - np.maximum.accumulate(x)[:-1],
            SMALL,
            "n=1000000",
        ),
    ]


def greatest_between_from(x: Floats) -> Floats:
    found = np.empty(len(x))
    for place in range(1, len(x) + 1):
        found[place - 1] = x[(place + 1) // 2 - 1 : place].max()
    return found


def _decays() -> list[Operator]:
    return [
        Operator(
            "an exponential moving average",
            lambda: array(n, lambda i: r * total(lambda j: (1 - r) ** (i - j) * x[j], 1, i)),
            (x, r),
            lambda x, r: r * lfilter([1.0], [1.0, r - 1], x),
            SMALL,
            "n=200000",
            DECAY,
            loose=True,
        ),
        Operator(
            "discounted returns",
            lambda: array(n, lambda i: total(lambda j: r**j * x[i + j], 0, n - i)),
            (x, r),
            returns,
            SMALL,
            "n=200000",
            DECAY,
            loose=True,
        ),
        Operator(
            "discounted sums before each place",
            lambda: array((n, d), lambda i, a: total(lambda j: r ** (i - j) * P[j, a], 1, i - 1)),
            (P, r),
            lambda P, r: (
                r
                * np.concatenate([np.zeros((1, P.shape[1])), lfilter([1.0], [1.0, -r], P[:-1], 0)])
            ),
            "n=1 d=1; n=2 d=2; n=5 d=2",
            "n=50000 d=8",
            DECAY,
            loose=True,
        ),
        Operator(
            "sums that fade with time",
            lambda: array(n, lambda i: total(lambda j: exp(-g * (i - j)) * x[j], 1, i)),
            (x, g),
            lambda x, g: lfilter([1.0], [1.0, -np.exp(-g)], x),
            SMALL,
            "n=200000",
            loose=True,
        ),
        Operator(
            "pairs that decay with their distance",
            lambda: total(lambda i: total(lambda j: r ** (i - j) * x[i] * y[j], 1, i - 1), 2, n),
            (x, y, r),
            lambda x, y, r: x[1:] @ (r * lfilter([1.0], [1.0, -r], y[:-1])),
            SMALL,
            "n=200000",
            DECAY,
            loose=True,
        ),
        Operator(
            "a moving scale",
            lambda: array(
                n,
                lambda i: x[i] / sqrt(1 + total(lambda j: r ** (2 * i - 2 * j) * x[j] ** 2, 1, i)),
            ),
            (x, r),
            lambda x, r: x / np.sqrt(1 + lfilter([1.0], [1.0, -(r**2)], x**2)),
            SMALL,
            "n=200000",
            DECAY,
            loose=True,
        ),
    ]


OPERATORS: list[Any] = [*_ranges(), *_decays()]
