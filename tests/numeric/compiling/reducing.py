"""Sums, products and maxima over parts of ranges, and counts by brackets."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from symderive import (
    array,
    index,
    iverson,
    matrix,
    maximum,
    mean,
    minimum,
    padded,
    product,
    real,
    size,
    total,
    vector,
)
from symderive.language.statements import all_of, eq, ge, gt, le, lt
from tests.numeric.compiling.records import (
    Floats,
    Operator,
    ascending,
    between,
)

n, m, k = size("n"), size("m"), size("k")
x, y, u = vector("x", n), vector("y", n), vector("u", m)
X = matrix("X", m, n)
r = real("r", 0, 1)
TAME = between(0.999, 1.001)


def suffixes(x: Floats) -> Floats:
    return np.cumsum(x[::-1])[::-1].copy()


def trailing_means(x: Floats, k: int) -> Floats:
    return np.convolve(x, np.ones(k))[: len(x)] / np.minimum(np.arange(1, len(x) + 1), k)


def discounted(x: Floats, r: float) -> Floats:
    return np.convolve(x, r ** np.arange(len(x)))[: len(x)]


def passing(x: Floats) -> Floats:
    before = np.concatenate([[1.0], np.cumprod(1 - x)[:-1]])
    return x * before


def bin_counts(x: Floats, e: Floats) -> Floats:
    return np.histogram(x, e)[0] - (np.arange(len(e) - 1) == len(e) - 2) * float((x == e[-1]).sum())


def ranks(x: Floats) -> Floats:
    return np.searchsorted(np.sort(x), x).astype(float)


def distribution_function(x: Floats, u: Floats) -> Floats:
    return np.searchsorted(np.sort(x), u, side="right") / len(x)


def multiples(x: Floats) -> Floats:
    return np.array([x[a - 1 :: a].sum() for a in range(1, len(x) + 1)])


def runs(x: Floats) -> float:
    return float((x[1:] * x[:-1] < 0).sum())


def area_table(X: Floats) -> Floats:
    return X.cumsum(0).cumsum(1)


def _prefixes() -> list[Operator]:
    i = index("i", n)
    return [
        Operator(
            "prefix sums",
            lambda: array(n, lambda i: total(lambda j: x[j], 1, i)),
            (x,),
            lambda x: np.cumsum(x, 0),
            "n=1; n=2; n=4",
            "n=1000000",
            loose=True,
        ),
        Operator(
            "suffix sums by a bracket",
            lambda: array(n, lambda i: total(lambda j: iverson(ge(j, i)) * x[j], 1, n)),
            (x,),
            suffixes,
            "n=1; n=2; n=4",
            "n=100000",
            loose=True,
        ),
        Operator(
            "sums before each entry",
            lambda: array(n, lambda i: total(lambda j: x[j], 1, i - 1)),
            (x,),
            lambda x: np.concatenate([[0.0], np.cumsum(x)[:-1]]),
            "n=1; n=2; n=4",
            "n=1000000",
            loose=True,
        ),
        Operator(
            "a table of areas",
            lambda: array((m, n), lambda i, j: total(lambda a, e: X[a, e], i, j)),
            (X,),
            area_table,
            "m=1 n=1; m=3 n=2",
            "m=1000 n=1000",
            loose=True,
        ),
        Operator(
            "prefix sums of rows times weights",
            lambda: array((m, n), lambda i, j: y[j] * total(lambda e: X[i, e] * y[e], 1, j)),
            (X, y),
            lambda X, y: y * np.cumsum(X * y, 1),
            "m=1 n=1; m=3 n=2",
            "m=1000 n=1000",
            loose=True,
        ),
        Operator(
            "sums between two places",
            lambda: array(n, lambda i: total(lambda j: x[j], i // 2 + 1, i)),
            (x,),
            lambda x: (
                np.cumsum(x) - np.concatenate([[0.0], np.cumsum(x)])[np.arange(1, len(x) + 1) // 2]
            ),
            "n=1; n=2; n=5",
            "n=100000",
            loose=True,
        ),
        Operator(
            "means of the last few",
            lambda: array(
                n,
                lambda i: (
                    total(lambda j: padded(x)[i - j + 1], 1, k)
                    / total(lambda j: iverson(ge(i - j, 0)), 1, k)
                ),
            ),
            (x,),
            trailing_means,
            "n=1 k=1; n=4 k=2; n=2 k=3",
            "n=500000 k=32",
        ),
        Operator(
            "discounted sums",
            lambda: array(n, lambda i: total(lambda j: r ** (i - j) * x[j], 1, i)),
            (x, r),
            discounted,
            "n=1; n=2; n=4",
            "n=5000",
            {"r": between(0.5, 1)},
            loose=True,
        ),
        Operator(
            "the greatest so far",
            lambda: array(n, lambda i: maximum(lambda j: x[j], 1, i)),
            (x,),
            lambda x: np.maximum.accumulate(x, 0),
            "n=1; n=2; n=4",
            "n=1000000",
        ),
        Operator(
            "the least from here on",
            lambda: array(n, lambda i: minimum(lambda j: x[j], i, n)),
            (x,),
            lambda x: np.minimum.accumulate(x[::-1])[::-1].copy(),
            "n=1; n=2; n=4",
            "n=1000000",
        ),
        Operator(
            "where records are set",
            lambda: array(n, lambda i: iverson(eq(x[i], maximum(lambda j: x[j], 1, i)))),
            (x,),
            lambda x: (x == np.maximum.accumulate(x)).astype(float),
            "n=1; n=3; n=4",
            "n=1000000",
        ),
        Operator(
            "prefix products",
            lambda: array(n, lambda i: product(lambda j: x[j], 1, i)),
            (x,),
            lambda x: np.cumprod(x, 0),
            "n=1; n=2; n=4",
            "n=100000",
            {"x": TAME},
            loose=True,
        ),
        Operator(
            "what passes and is stopped",
            lambda: array(n, lambda i: x[i] * product(lambda j: 1 - x[j], 1, i - 1)),
            (x,),
            passing,
            "n=1; n=2; n=4",
            "n=5000",
            {"x": between(0, 0.01)},
            loose=True,
        ),
        Operator(
            "a sum up to one place",
            lambda: total(lambda j: x[j] * y[j], 1, i),
            (x, y),
            lambda x, y, i: x[:i] @ y[:i],
            "n=1 i=1; n=4 i=2",
            "n=1000000 i=900000",
        ),
        Operator(
            "a sum of what is left",
            lambda: total(lambda j: x[j], i + 1, n),
            (x,),
            lambda x, i: x[i:].sum(),
            "n=1 i=1; n=4 i=2; n=4 i=4",
            "n=1000000 i=9",
        ),
    ]


def _counts() -> list[Operator]:
    e = vector("e", m + 1)
    return [
        Operator(
            "counts in bins",
            lambda: array(
                m,
                lambda b: total(
                    lambda i: iverson(all_of(le(e[b], x[i]), lt(x[i], e[b + 1]))), 1, n
                ),
            ),
            (x, e),
            bin_counts,
            "n=1 m=1; n=4 m=3; n=3 m=2",
            "n=200000 m=32",
            {"e": ascending},
        ),
        Operator(
            "sums in bins",
            lambda: array(
                m,
                lambda b: total(lambda i: y[i] * iverson(le(e[b], x[i]) & (x[i] < e[b + 1])), 1, n),
            ),
            (x, y, e),
            lambda x, y, e: np.array(
                [y[(low <= x) & (x < high)].sum() for low, high in pairwise(e)]
            ),
            "n=1 m=1; n=4 m=3",
            "n=200000 m=32",
            {"e": ascending},
        ),
        Operator(
            "how many are less",
            lambda: array(n, lambda i: total(lambda j: iverson(x[j] < x[i]), 1, n)),
            (x,),
            ranks,
            "n=1; n=3; n=4",
            "n=3000",
        ),
        Operator(
            "an empirical distribution function",
            lambda: array(m, lambda i: mean(lambda j: iverson(x[j] <= u[i]), 1, n)),
            (x, u),
            distribution_function,
            "n=1 m=1; n=4 m=3",
            "n=20000 m=200",
        ),
        Operator(
            "where the greatest is",
            lambda: array(n, lambda i: iverson(eq(x[i], x.max()))),
            (x,),
            lambda x: (x == x.max()).astype(float),
            "n=1; n=3; n=4",
            "n=1000000",
        ),
        Operator(
            "the sum of positive entries",
            lambda: total(lambda i: x[i] * iverson(gt(x[i], 0)), 1, n),
            (x,),
            lambda x: x[x > 0].sum(),
            "n=1; n=4",
            "n=1000000",
        ),
        Operator(
            "changes of sign",
            lambda: total(lambda i: iverson(x[i] * x[i + 1] < 0), 1, n - 1),
            (x,),
            runs,
            "n=1; n=2; n=5",
            "n=1000000",
        ),
        Operator(
            "a third of the entries",
            lambda: total(lambda i: x[i] * iverson(eq(i % 3, 1)), 1, n),
            (x,),
            lambda x: x[::3].sum(),
            "n=1; n=2; n=5",
            "n=1000000",
        ),
        Operator(
            "a sum with signs that alternate",
            lambda: total(lambda i: (-1) ** i * x[i], 1, n),
            (x,),
            lambda x: x[1::2].sum() - x[::2].sum(),
            "n=1; n=2; n=5",
            "n=1000000",
            loose=True,
        ),
        Operator(
            "a sum weighted by a floor",
            lambda: total(lambda i: (i // 3) * x[i], 1, n),
            (x,),
            lambda x: (np.arange(1, len(x) + 1) // 3) @ x,
            "n=1; n=2; n=5",
            "n=1000000",
            loose=True,
        ),
        Operator(
            "sums over multiples",
            lambda: array(n, lambda i: total(lambda j: x[i * j], 1, n // i)),
            (x,),
            multiples,
            "n=1; n=2; n=5",
            "n=3000",
        ),
        Operator(
            "pairs of places with an odd sum",
            lambda: total(lambda i, j: X[i, j] * iverson(eq((i + j) % 2, 1)), m, n),
            (X,),
            lambda X: X[::2, 1::2].sum() + X[1::2, ::2].sum(),
            "m=1 n=1; m=2 n=3; m=3 n=3",
            "m=1000 n=1000",
        ),
    ]


OPERATORS: list[Any] = [*_prefixes(), *_counts()]
