"""The lines on windows of any size and on the projection, and what is changed in their siblings."""

from __future__ import annotations

from math import ceil, floor

from symderive import (
    all_of,
    average_pool,
    eq,
    forall,
    iff,
    index,
    inner,
    iverson,
    le,
    lt,
    matrix,
    squared_norm,
    total,
    upsample,
)
from tests.proofs.families import Families, same, times

WINDOWS = Families("pooling")
SHEET = WINDOWS.sheet()
m, n, r, s, pool, up = SHEET.m, SHEET.n, SHEET.r, SHEET.s, SHEET.pool, SHEET.up

fine, other, coarse = matrix(r * m, r * n), matrix(r * m, r * n), matrix(m, n)
twice_fine = matrix(r * s * m, r * s * n)
fine_p, fine_q = index(r * m), index(r * n)
coarse_i, coarse_j, inside = index(m), index(n), index(r)


def up_of(p):
    return ceil(p / r)


def by_floor(p):
    return floor((p - 1) / r) + 1


def before(i):
    return i - 1


@WINDOWS.family(
    "window_of_an_entry",
    {"above": le},
    {"below": lt},
    {"first": same},
    {"window": lambda p: floor(p / r)},
    {"window": lambda p: floor(p / r) + 1},
)
def window_of_an_entry(p=fine_p, i=coarse_i, above=lt, below=le, first=before, window=up_of):
    return eq(iverson(all_of(above(r * first(i), p), below(p, r * i))), iverson(eq(window(p), i)))


@WINDOWS.family(
    "place_in_a_window",
    {"window": lambda p: floor(p / r) + 1},
    {"window": lambda p: floor((p - 1) / r)},
    {"place": lambda p: p % r + 1},
    {"last": r - 1},
    {"p": index(r * m + 1)},
)
def place_in_a_window(p=fine_p, window=by_floor, place=lambda p: (p - 1) % r + 1, last=r):
    i, a = window(p), place(p)
    return all_of(
        eq(p, r * (i - 1) + a), eq(i, ceil(p / r)), le(1, i), le(i, m), le(1, a), le(a, last)
    )


def by_bounds(p, q, above=lt, rows=m):
    def covers(i, j):
        return all_of(above(r * (i - 1), p), le(p, r * i), lt(r * (j - 1), q), le(q, r * j))

    return total(lambda i, j: iverson(covers(i, j)), rows, n)


def by_ceilings(p, q, window=up_of, rows=m):
    return total(lambda i, j: iverson(all_of(eq(window(p), i), eq(ceil(q / r), j))), rows, n)


@WINDOWS.family(
    "windows_partition_the_matrix",
    {"above": le},
    {"rows": m - 1},
    {"window": lambda p: floor(p / r) + 1},
    {"factor": 2},
)
def bounds_and_ceilings(p=fine_p, q=fine_q, above=lt, rows=m, window=up_of, factor=1):
    return eq(by_bounds(p, q, above, rows), times(factor)(by_ceilings(p, q, window)))


@WINDOWS.family(
    "windows_partition_the_matrix",
    {"count": 2},
    {"rows": m - 1},
    {"window": lambda p: ceil((p + 1) / r)},
    {"p": index(r * m + 1)},
    line=2,
)
def one_window(p=fine_p, q=fine_q, window=up_of, rows=m, count=1):
    return eq(by_ceilings(p, q, window, rows), count)


def window_sum(X, i, j, first=before, last=r):
    return total(lambda a, b: X[r * first(i) + a, r * (j - 1) + b], last, r)


@WINDOWS.family(
    "pooled_entry",
    {"first": same},
    {"last": r - 1},
    {"square": r},
    {"factor": -1},
    {"i": index(m + 1)},
)
def pooled_entry(X=fine, i=coarse_i, j=coarse_j, first=before, last=r, square=r**2, factor=1):
    return eq(pool(X)[i, j], times(factor)(window_sum(X, i, j, first, last) / square))


@WINDOWS.family(
    "pooled_entry_by_ceilings",
    {"window": lambda p: floor(p / r)},
    {"square": r},
    {"last": r * m - 1},
    {"factor": -1},
)
def pooled_entry_by_ceilings(
    X=fine, i=coarse_i, j=coarse_j, window=up_of, last=r * m, square=r**2, factor=1
):
    found = total(
        lambda p, q: iverson(all_of(eq(window(p), i), eq(ceil(q / r), j))) * X[p, q],
        last,
        r * n,
    )
    return eq(pool(X)[i, j], times(factor)(found / square))


@WINDOWS.family(
    "upsampled_entry",
    {"window": lambda p: floor(p / r)},
    {"window": lambda p: ceil((p + 1) / r)},
    {"swapped": True},
    {"p": index(r * m + 1)},
)
def upsampled_entry(Y=coarse, p=fine_p, q=fine_q, window=up_of, swapped=False):
    return eq(up(Y)[p, q], Y[(window(q), window(p)) if swapped else (window(p), window(q))])


@WINDOWS.family(
    "upsampled_entry",
    {"window": lambda p: floor(p / r) + 1},
    {"window": lambda p: floor((p - 1) / r)},
    {"p": index(r * m + 1)},
    {"factor": -1},
    line=2,
)
def ceilings_and_floors(Y=coarse, p=fine_p, q=fine_q, window=by_floor, factor=1):
    return eq(Y[ceil(p / r), ceil(q / r)], times(factor)(Y[window(p), window(q)]))


@WINDOWS.family(
    "upsampled_window",
    {"a": index(r + 1)},
    {"a": index(0, r)},
    {"at": lambda i, j: (j, i)},
    {"factor": r},
)
def upsampled_window(
    Y=coarse, i=coarse_i, j=coarse_j, a=inside, b=inside, at=lambda i, j: (i, j), factor=1
):
    return eq(up(Y)[r * (i - 1) + a, r * (j - 1) + b], times(factor)(Y[at(i, j)]))


@WINDOWS.family(
    "pooling_undoes_upsampling",
    {"square": r},
    {"last": r + 1},
    {"first": same},
    {"factor": -1},
)
def mean_of_the_window(
    Y=coarse, i=coarse_i, j=coarse_j, first=before, last=r, square=r**2, factor=1
):
    found = window_sum(up(Y), i, j, first, last) / square
    return eq(pool(up(Y))[i, j], times(factor)(found))


@WINDOWS.family(
    "pooling_undoes_upsampling",
    {"at": lambda i, j: (j, i)},
    {"square": r},
    {"last": r - 1},
    {"factor": -1},
    line=2,
)
def constant_on_the_window(
    Y=coarse, i=coarse_i, j=coarse_j, at=lambda i, j: (i, j), last=r, square=r**2, factor=1
):
    found = total(lambda a, b: Y[at(i, j)], last, r) / square
    return eq(window_sum(up(Y), i, j) / r**2, times(factor)(found))


@WINDOWS.family(
    "pooling_undoes_upsampling",
    {"square": r},
    {"last": r - 1},
    {"at": lambda i, j: (j, i)},
    line=3,
)
def equal_terms(Y=coarse, i=coarse_i, j=coarse_j, at=lambda i, j: (i, j), last=r, square=r**2):
    return eq(total(lambda a, b: Y[i, j], last, r) / square, Y[at(i, j)])


@WINDOWS.family(
    "upsampling_has_a_left_inverse",
    {"window": 1},
    {"factor": r},
    {"down": lambda Y: up(pool(Y))},
)
def upsampling_has_a_left_inverse(Y=coarse, window=r, factor=1, down=pool):
    return eq(down(upsample(Y, window)), times(factor)(Y))


@WINDOWS.family(
    "projection",
    {"inner_step": up},
    {"inner_step": lambda X: 2 * X},
    {"result": lambda X: X},
    {"result": lambda X: up(2 * pool(X))},
)
def projection(X=fine, inner_step=lambda X: up(pool(X)), result=lambda X: up(pool(X))):
    return eq(up(pool(inner_step(X))), result(X))


@WINDOWS.family(
    "projection_is_symmetric",
    {"right": lambda Z: Z},
    {"right": lambda Z: 2 * up(pool(Z))},
    {"right": lambda Z: -up(pool(Z))},
    {"left": lambda X: up(pool(X)) + 1},
)
def projection_is_symmetric(
    X=fine, Z=other, left=lambda X: up(pool(X)), right=lambda Z: up(pool(Z))
):
    return eq(inner(left(X), Z), inner(X, right(Z)))


@WINDOWS.family(
    "projection_is_orthogonal",
    {"part": lambda X: X},
    {"part": lambda X: X - 2 * up(pool(X))},
    {"part": lambda X: X + up(pool(X))},
    {"value": 1},
)
def projection_is_orthogonal(X=fine, Y=coarse, part=lambda X: X - up(pool(X)), value=0):
    return eq(inner(part(X), up(Y)), value)


@WINDOWS.family(
    "upsampled_matrices_are_fixed",
    {"factor": 2},
    {"down": lambda X: r * pool(X)},
    {"result": lambda Y: up(Y) + 1},
)
def upsampled_matrices_are_fixed(Y=coarse, factor=1, down=pool, result=up):
    return eq(times(factor)(up(down(up(Y)))), result(Y))


@WINDOWS.family(
    "fixed_matrices",
    {"factor": 2},
    {"factor": -1},
    {"value": lambda x: -x},
    {"value": lambda x: x + 1},
)
def fixed_matrices(X=fine, factor=1, value=same):
    return iff(
        eq(times(factor)(up(pool(X))), X),
        forall(lambda p, q: eq(X[p, q], value(X[r * ceil(p / r), r * ceil(q / r)])), r * m, r * n),
    )


@WINDOWS.family(
    "distance_to_an_upsampled_matrix",
    {"square": r},
    {"square": 1},
    {"sign": -1},
    {"difference": lambda X, Y: pool(X) + Y},
)
def distance_to_an_upsampled_matrix(
    X=fine, Y=coarse, square=r**2, sign=1, difference=lambda X, Y: pool(X) - Y
):
    rest = times(sign)(square * squared_norm(difference(X, Y)))
    return eq(squared_norm(X - up(Y)), squared_norm(X - up(pool(X))) + rest)


@WINDOWS.family(
    "pooling_keeps_the_mean",
    {"left": lambda X: pool(X).sum()},
    {"right": lambda X: r * X.mean()},
    {"right": lambda X: X.sum()},
)
def pooling_keeps_the_mean(X=fine, left=lambda X: pool(X).mean(), right=lambda X: X.mean()):
    return eq(left(X), right(X))


@WINDOWS.family(
    "pooling_twice",
    {"second": r},
    {"both": r + s},
    {"factor": 2},
)
def pooling_twice(X=twice_fine, second=s, both=r * s, factor=1):
    return eq(average_pool(average_pool(X, r), second), times(factor)(average_pool(X, both)))


@WINDOWS.family(
    "upsampling_twice",
    {"second": r},
    {"both": r + s},
    {"factor": 2},
)
def upsampling_twice(Y=coarse, second=s, both=s * r, factor=1):
    return eq(upsample(upsample(Y, r), second), times(factor)(upsample(Y, both)))
