"""The lines on rows that follow each other, and what is changed in their siblings."""

from __future__ import annotations

from symderive import average_pool, eq, index, num, upsample
from tests.proofs.families import Families, times
from tests.proofs.sheet import (
    NAME,
    A,
    B,
    C,
    D,
    by_rows,
    coarse_i,
    coarse_j,
    fine,
    fine_p,
    fine_q,
    m,
    n,
    of_window,
    of_window_by_rows,
    pooled,
)

ROWS = Families(NAME)


def by_columns(X, *sizes):
    return X.reshape(*sizes, order="F")


@ROWS.family(
    "place_by_rows",
    {"reshaped": by_columns},
    {"stride": m},
    {"before": lambda p: p},
    {"q": index(n + 1)},
    {"sign": -1},
)
def place_by_rows(
    X=fine, p=fine_p, q=fine_q, reshaped=by_rows, stride=n, before=lambda p: p - 1, sign=1
):
    return eq(reshaped(X, m * n)[stride * before(p) + q], times(sign)(X[p, q]))


@ROWS.family(
    "rows_of_the_matrix_by_rows",
    {"stride": m / 2},
    {"rows": A},
    {"factor": 2},
    {"window": of_window},
    {"window": lambda i, j: of_window_by_rows(j, i)},
    {"i": index(m / 2 + 1)},
)
def rows_of_the_matrix_by_rows(
    i=coarse_i, j=coarse_j, stride=n / 2, rows=C, factor=1, window=of_window_by_rows
):
    return eq(times(factor)(rows[stride * (i - 1) + j, :]), num(1) / 4 * window(i, j))


@ROWS.family(
    "pool_by_rows",
    {"rows": A},
    {"inside": by_columns},
    {"outside": by_columns},
    {"height": n / 2, "width": m / 2},
    {"factor": -1},
)
def pool_by_rows(
    X=fine, rows=C, inside=by_rows, outside=by_rows, height=m / 2, width=n / 2, factor=1
):
    return eq(times(factor)(average_pool(X, 2)), outside(rows @ inside(X, m * n), height, width))


@ROWS.family(
    "upsampling_by_rows",
    {"columns": B},
    {"columns": C.T},
    {"inside": by_columns},
    {"outside": by_columns},
    {"factor": -1},
)
def upsampling_by_rows(Y=pooled, columns=D, inside=by_rows, outside=by_rows, factor=1):
    return eq(times(factor)(upsample(Y, 2)), outside(columns @ inside(Y, m * n / 4), m, n))


@ROWS.family(
    "upsampling_is_four_times_the_transpose_by_rows",
    {"factor": 2},
    {"factor": -4},
    {"rows": A},
    {"columns": B},
    {"rows": C.T},
)
def upsampling_is_four_times_the_transpose_by_rows(factor=4, rows=C, columns=D):
    return eq(columns, factor * rows.T)


@ROWS.family(
    "transpose_by_rows",
    {"weight": lambda: num(1) / 2},
    {"rows": A},
    {"inside": by_columns},
    {"outside": by_columns},
)
def transpose_as_upsampling(
    Y=pooled, weight=lambda: num(1) / 4, rows=C, inside=by_rows, outside=by_rows
):
    left = outside(rows.T @ inside(Y, m * n / 4), m, n)
    return eq(left, weight() * by_rows(D @ by_rows(Y, m * n / 4), m, n))


@ROWS.family(
    "transpose_by_rows",
    {"weight": lambda: num(1) / 2},
    {"weight": lambda: num(-1) / 4},
    {"columns": B},
    {"factor": 1},
    line=2,
)
def upsampling_as_a_product(Y=pooled, weight=lambda: num(1) / 4, columns=D, factor=2):
    left = num(1) / 4 * by_rows(columns @ by_rows(Y, m * n / 4), m, n)
    return eq(left, weight() * upsample(Y, factor))
