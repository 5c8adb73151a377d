"""Sums over all pairs of numbers that compare one with the other."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from symderive import (
    absolute,
    array,
    greater_of,
    iverson,
    lesser_of,
    matrix,
    maximum,
    mean,
    minimum,
    num,
    real,
    relu,
    sign,
    size,
    total,
    vector,
)
from symderive.language.statements import all_of, eq, le, lt
from tests.numeric.compiling.records import Floats, Operator, ascending

n, m, d = size("n"), size("m"), size("d")
x, y, u, v = vector("x", n), vector("y", n), vector("u", m), vector("v", m)
P, Q, S = matrix("P", n, d), matrix("Q", m, d), matrix("S", n, n)
t = real("t")
SMALL = "n=1 m=1; n=4 m=3; n=3 m=5"


def sorted_sums(x: Floats) -> tuple[Floats, Floats]:
    row = np.sort(x)
    return row, np.concatenate([[0.0], np.cumsum(row)])


def distances_to(x: Floats, u: Floats) -> Floats:
    row, sums = sorted_sums(x)
    place = np.searchsorted(row, u)
    return u * (2 * place - len(x)) + sums[-1] - 2 * sums[place]


def spread(x: Floats) -> float:
    row = np.sort(x)
    return float(2 * (2 * np.arange(1, len(x) + 1) - len(x) - 1) @ row)


def energy(x: Floats, u: Floats) -> float:
    between = distances_to(x, u).sum() / (len(x) * len(u))
    return float(2 * between - spread(x) / len(x) ** 2 - spread(u) / len(u) ** 2)


def area_under_curve(x: Floats, u: Floats) -> float:
    row = np.sort(u)
    below = np.searchsorted(row, x) + np.searchsorted(row, x, "right")
    return float(below.sum() / 2 / (len(x) * len(u)))


def hinges(x: Floats, u: Floats) -> float:
    row, sums = sorted_sums(u)
    level = 1 - x
    place = np.searchsorted(row, -level)
    return float(((len(u) - place) * level + sums[-1] - sums[place]).sum())


def squared_hinges(x: Floats, u: Floats) -> float:
    parts = np.array_split(x, 64)
    return float(sum((np.maximum(0, 1 - part[:, None] + u) ** 2).sum() for part in parts))


def weighted_below(x: Floats, y: Floats, u: Floats) -> Floats:
    order = np.argsort(x)
    sums = np.concatenate([[0.0], np.cumsum(y[order])])
    return sums[np.searchsorted(x[order], u, "right")]


def ranks_with_ties(x: Floats) -> Floats:
    row = np.sort(x)
    return (np.searchsorted(row, x) + np.searchsorted(row, x, "right") + 1) / 2


def nearest(x: Floats, u: Floats) -> Floats:
    row = np.concatenate([[-np.inf], np.sort(x), [np.inf]])
    place = np.searchsorted(row, u)
    return np.minimum(u - row[place - 1], row[place] - u)


def _comparisons() -> list[Operator]:
    e = vector("e", m + 1)
    return [
        Operator(
            "distances to all numbers",
            lambda: array(m, lambda i: total(lambda j: absolute(u[i] - x[j]), 1, n)),
            (u, x),
            distances_to,
            SMALL,
            "n=100000 m=50000",
            loose=True,
        ),
        Operator(
            "the mean absolute difference",
            lambda: total(lambda i, j: absolute(x[j] - x[i]), n, n) / n**2,
            (x,),
            lambda x: spread(x) / len(x) ** 2,
            "n=1; n=2; n=5",
            "n=200000",
            loose=True,
        ),
        Operator(
            "an energy distance",
            lambda: (
                2 * total(lambda i, j: absolute(x[i] - u[j]), n, m) / (n * m)
                - total(lambda i, j: absolute(x[i] - x[j]), n, n) / n**2
                - total(lambda i, j: absolute(u[i] - u[j]), m, m) / m**2
            ),
            (x, u),
            energy,
            SMALL,
            "n=50000 m=40000",
            loose=True,
        ),
        Operator(
            "the area under a curve of pairs",
            lambda: (
                total(lambda i, j: iverson(x[i] > u[j]) + iverson(eq(x[i], u[j])) / 2, n, m)
                / (n * m)
            ),
            (x, u),
            area_under_curve,
            SMALL,
            "n=100000 m=50000",
        ),
        Operator(
            "hinges of all pairs",
            lambda: total(lambda i, j: relu(1 - (x[i] - u[j])), n, m),
            (x, u),
            hinges,
            SMALL,
            "n=50000 m=40000",
            loose=True,
        ),
        Operator(
            "squared hinges of all pairs",
            lambda: total(lambda i, j: greater_of(0, 1 - x[i] + u[j]) ** 2, n, m),
            (x, u),
            squared_hinges,
            SMALL,
            "n=3000 m=2000",
            loose=True,
        ),
        Operator(
            "signs of all differences",
            lambda: array(m, lambda i: total(lambda j: sign(u[i] - x[j]), 1, n)),
            (u, x),
            lambda u, x: (
                np.searchsorted(np.sort(x), u) + np.searchsorted(np.sort(x), u, "right") - len(x)
            ).astype(float),
            SMALL,
            "n=100000 m=50000",
        ),
        Operator(
            "greater ones of all pairs",
            lambda: array(m, lambda i: mean(lambda j: greater_of(u[i], x[j]), 1, n)),
            (u, x),
            lambda u, x: (distances_to(x, u) + len(x) * u + x.sum()) / (2 * len(x)),
            SMALL,
            "n=100000 m=50000",
            loose=True,
        ),
        Operator(
            "lesser ones with weights",
            lambda: total(lambda i, j: v[i] * y[j] * lesser_of(x[j], u[i]), m, n),
            (u, x, v, y),
            lambda u, x, v, y: sum(
                (part[0] @ np.minimum(x, part[1][:, None])) @ y
                for part in zip(np.array_split(v, 64), np.array_split(u, 64), strict=True)
            ),
            SMALL,
            "n=3000 m=2000",
            loose=True,
        ),
        Operator(
            "weights of what is at most a number",
            lambda: array(m, lambda i: total(lambda j: y[j] * iverson(x[j] <= u[i]), 1, n)),
            (x, y, u),
            weighted_below,
            SMALL,
            "n=100000 m=50000",
            loose=True,
        ),
        Operator(
            "a partial likelihood of risks",
            lambda: total(
                lambda i: y[i] * total(lambda j: iverson(x[j] >= x[i]) * y[j] ** 2, 1, n), 1, n
            ),
            (x, y),
            lambda x, y: (
                y
                @ ((y**2).sum() - np.concatenate([[0.0], np.cumsum(y[np.argsort(x)] ** 2)]))[
                    np.searchsorted(np.sort(x), x)
                ]
            ),
            "n=1; n=3; n=6",
            "n=50000",
            loose=True,
        ),
        Operator(
            "ranks with ties",
            lambda: array(
                n,
                lambda i: (
                    total(lambda j: iverson(x[j] < x[i]) + iverson(eq(x[j], x[i])) / 2, 1, n)
                    + num(1) / 2
                ),
            ),
            (x,),
            ranks_with_ties,
            "n=1; n=3; n=6",
            "n=100000",
        ),
        Operator(
            "rows of weights in bins",
            lambda: array(
                (d, m),
                lambda a, b: total(
                    lambda i: P[i, a] * iverson(all_of(le(e[b], x[i]), lt(x[i], e[b + 1]))), 1, n
                ),
            ),
            (P, x, e),
            lambda P, x, e: (
                np.array([P[(low <= x) & (x < high)].sum(0) for low, high in pairwise(e)]).T
            ),
            "n=1 m=1 d=1; n=4 m=3 d=2",
            "n=20000 m=32 d=8",
            {"e": ascending},
            loose=True,
        ),
        Operator(
            "numbers within a distance",
            lambda: array(m, lambda i: total(lambda j: iverson(absolute(x[j] - u[i]) <= 1), 1, n)),
            (x, u),
            lambda x, u: (
                np.searchsorted(np.sort(x), u + 1, "right") - np.searchsorted(np.sort(x), u - 1)
            ).astype(float),
            SMALL,
            "n=3000 m=2000",
        ),
        Operator(
            "the distance to the nearest number",
            lambda: array(m, lambda i: minimum(lambda j: absolute(x[j] - u[i]), 1, n)),
            (x, u),
            nearest,
            SMALL,
            "n=100000 m=50000",
        ),
        Operator(
            "the greatest sum of a pair",
            lambda: maximum(lambda i: maximum(lambda j: x[i] + u[j], 1, m), 1, n),
            (x, u),
            lambda x, u: x.max() + u.max(),
            SMALL,
            "n=100000 m=50000",
        ),
        Operator(
            "the distance to the farthest number",
            lambda: array(m, lambda i: maximum(lambda j: absolute(x[j] - u[i]), 1, n)),
            (x, u),
            lambda x, u: np.maximum(x.max() - u, u - x.min()),
            SMALL,
            "n=100000 m=50000",
        ),
    ]


OPERATORS: list[Any] = [*_comparisons()]
