"""The lines on upsampling and on the transpose, and what is changed in their siblings."""

from __future__ import annotations

from math import ceil
from typing import Any

from symderive import (
    all_of,
    array,
    average_pool,
    eq,
    forall,
    iff,
    index,
    inner,
    le,
    num,
    upsample,
    vec,
)
from tests.proofs.families import Families, same, times
from tests.proofs.sheet import (
    NAME,
    A,
    B,
    coarse_i,
    coarse_j,
    e,
    f,
    fine,
    fine_p,
    fine_q,
    m,
    n,
    of_window,
    pooled,
    pooled_k,
    rows_of_a,
    shifted_b,
)

UPSAMPLING = Families(NAME)


@UPSAMPLING.family(
    "shape_of_the_upsampled_matrix",
    {"length": m},
    {"length": m * n / 4},
    {"shift": 1},
    {"sign": -1},
)
def shape_of_the_upsampled_matrix(Y=pooled, length=m * n, shift=0, sign=1):
    x = vec(upsample(Y, 2))
    return eq(x, array(length, lambda k: times(sign)(x[k + shift if shift else k])))


@UPSAMPLING.family(
    "upsampling_by_ceilings",
    {"coarse": lambda p: p // 2},
    {"coarse": lambda p: ceil(p / 2) + 1},
    {"coarse": lambda p: ceil((p + 1) / 2)},
    {"last": m / 2 - 1},
    {"p": index(m + 1)},
    {"swapped": True},
    {"sign": -1},
)
def upsampling_by_ceilings(
    Y=pooled,
    p=fine_p,
    q=fine_q,
    coarse=lambda p: ceil(p / 2),
    last=m / 2,
    swapped=False,
    sign=1,
):
    at = (coarse(q), coarse(p)) if swapped else (coarse(p), coarse(q))
    return all_of(
        eq(upsample(Y, 2)[p, q], times(sign)(Y[at])),
        le(1, ceil(p / 2)),
        le(ceil(p / 2), last),
        le(1, ceil(q / 2)),
        le(ceil(q / 2), n / 2),
    )


@UPSAMPLING.family(
    "upsampled_entries",
    {"lower": lambda i: 2 * i + 1},
    {"lower": lambda i: 2 * i - 2},
    {"at": lambda i, j: (j, i)},
    {"factor": num(1) / 4},
    {"i": index(m / 2 + 1)},
)
def upsampled_entries(
    Y=pooled, i=coarse_i, j=coarse_j, lower=lambda i: 2 * i, at=lambda i, j: (i, j), factor=1
):
    return equations(upsample(Y, 2), Y, i, j, lower, at, factor)


def equations(X, Y, i, j, lower=lambda i: 2 * i, at=lambda i, j: (i, j), factor=1):
    y = times(factor)(Y[at(i, j)])
    return all_of(
        eq(X[2 * i - 1, 2 * j - 1], y),
        eq(X[lower(i), 2 * j - 1], y),
        eq(X[2 * i - 1, 2 * j], y),
        eq(X[lower(i), 2 * j], y),
    )


@UPSAMPLING.family(
    "upsampling_by_four_equations",
    {"rows": m / 2 - 1},
    {"columns": n / 2 - 1},
    {"lower": lambda i: 2 * i - 1},
    {"factor": -1},
    {"up": lambda Y: 2 * upsample(Y, 2)},
)
def upsampling_by_four_equations(
    X=fine,
    Y=pooled,
    rows=m / 2,
    columns=n / 2,
    lower=lambda i: 2 * i,
    factor=1,
    up=lambda Y: upsample(Y, 2),
):
    return iff(
        eq(X, up(Y)),
        forall(lambda i, j: equations(X, Y, i, j, lower, factor=factor), rows, columns),
    )


def by_places(x, y, i, j, coarse=m / 2, stride=m, right=1, first=1, sign=1):
    entry = times(sign)(f(coarse * (j - 1) + i).T @ y)
    return all_of(
        eq(x[stride * (2 * j - 2) + 2 * i - first], entry),
        eq(x[stride * (2 * j - 2) + 2 * i], entry),
        eq(x[stride * (2 * j - right) + 2 * i - first], entry),
        eq(x[stride * (2 * j - right) + 2 * i], entry),
    )


@UPSAMPLING.family(
    "upsampled_column",
    {"coarse": m},
    {"coarse": n / 2},
    {"stride": n},
    {"first": 2},
    {"first": -1},
    {"right": 3},
    {"sign": -1},
)
def upsampled_column(
    Y=pooled, i=coarse_i, j=coarse_j, coarse=m / 2, stride=m, right=1, first=1, sign=1
):
    return by_places(vec(upsample(Y, 2)), vec(Y), i, j, coarse, stride, right, first, sign)


@UPSAMPLING.family(
    "four_equations_in_both_forms",
    {"first": 0},
    {"right": 2},
    {"sign": -1},
    {"flat": lambda X: vec(-X)},
    {"i": index(m / 2 + 1)},
)
def four_equations_in_both_forms(
    X=fine, Y=pooled, i=coarse_i, j=coarse_j, right=1, first=1, sign=1, flat=vec
):
    return iff(
        equations(X, Y, i, j),
        by_places(vec(X), flat(Y), i, j, right=right, first=first, sign=sign),
    )


@UPSAMPLING.family(
    "unit_vectors_for_the_pooled_matrix",
    {"at": lambda k: k + 1},
    {"k": index(m * n)},
    {"sign": -1},
    {"flat": lambda Y: vec(Y.T)},
)
def unit_vectors_for_the_pooled_matrix(Y=pooled, k=pooled_k, at=same, sign=1, flat=vec):
    return eq(times(sign)(f(k).T) @ flat(Y), vec(Y)[at(k)])


@UPSAMPLING.family(
    "matrix_of_upsampling",
    {"columns": shifted_b()},
    {"columns": 4 * rows_of_a("C").T},
    {"columns": A.T},
    {"factor": -1},
    {"factor": 4},
)
def matrix_of_upsampling(Y=pooled, columns=B, factor=1):
    return eq(vec(upsample(Y, 2)), times(factor)(columns) @ vec(Y))


@UPSAMPLING.family(
    "columns_of_upsampling",
    {"stride": m},
    {"stride": n / 2},
    {"shift": 1},
    {"window": lambda i, j: of_window(j, i)},
    {"window": lambda i, j: -of_window(i, j)},
)
def columns_of_upsampling(i=coarse_i, j=coarse_j, stride=m / 2, shift=0, window=of_window):
    place = stride * (j - 1) + i
    return eq(B[:, place + shift if shift else place], window(i, j))


@UPSAMPLING.family(
    "columns_against_rows",
    {"place": lambda i, j: n / 2 * (j - 1) + i},
    {"place": lambda i, j: m / 2 * (j - 1) + i - 1},
    {"window": lambda i, j: 2 * of_window(i, j)},
)
def column_as_a_window(
    i=coarse_i, j=coarse_j, place=lambda i, j: m / 2 * (j - 1) + i, window=of_window
):
    return eq(B[:, place(i, j)], window(i, j))


@UPSAMPLING.family(
    "columns_against_rows",
    {"factor": 2},
    {"factor": -4},
    {"window": lambda i, j: of_window(j, i)},
    line=2,
)
def four_quarters(i=coarse_i, j=coarse_j, factor=4, window=of_window):
    return eq(of_window(i, j), factor * (num(1) / 4 * window(i, j)))


@UPSAMPLING.family(
    "columns_against_rows",
    {"factor": 2},
    {"factor": -4},
    {"window": lambda i, j: of_window(i, j) - e(m * (2 * j - 1) + 2 * i)},
    line=3,
)
def window_as_a_row(i=coarse_i, j=coarse_j, factor=4, window=of_window):
    return eq(4 * (num(1) / 4 * window(i, j)), factor * A[m / 2 * (j - 1) + i, :])


@UPSAMPLING.family(
    "upsampling_is_four_times_the_transpose",
    {"factor": 2},
    {"factor": -4},
    {"rows": rows_of_a("C")},
    {"columns": shifted_b()},
    {"rows": A.T},
)
def upsampling_is_four_times_the_transpose(factor=4, rows=A, columns=B):
    return eq(columns, factor * rows.T)


def in_shape(product: Any, height: Any = m, width: Any = n, order: str = "F") -> Any:
    return product.reshape(height, width, order=order)


def flat(Y: Any, order: str = "F") -> Any:
    return Y.reshape(m * n / 4, order=order)


@UPSAMPLING.family(
    "transpose_by_the_matrix",
    {"order": "C"},
    {"inside": "C"},
    {"rows": rows_of_a("C")},
    {"rows": 4 * A},
    {"left": lambda X: average_pool(X, 2) + 1},
    {"height": n, "width": m},
)
def transpose_by_the_matrix(
    X=fine,
    Y=pooled,
    order="F",
    inside="F",
    rows=A,
    height=m,
    width=n,
    left=lambda X: average_pool(X, 2),
):
    transposed = in_shape(rows.T @ flat(Y, inside), height, width, order)
    return eq(inner(left(X), Y), inner(X, transposed))


@UPSAMPLING.family(
    "transpose_of_the_pool",
    {"weight": lambda: num(1) / 2},
    {"weight": lambda: num(-1) / 4},
    {"order": "C"},
    {"rows": rows_of_a("C")},
)
def transpose_by_upsampling(Y=pooled, weight=lambda: num(1) / 4, order="F", rows=A):
    return eq(in_shape(rows.T @ flat(Y)), in_shape(weight() * B @ flat(Y), order=order))


@UPSAMPLING.family(
    "transpose_of_the_pool",
    {"weight": lambda: num(1) / 2},
    {"order": "C"},
    {"height": n, "width": m},
    {"inside": "C"},
    line=2,
)
def reshaping_is_linear(
    Y=pooled, weight=lambda: num(1) / 4, order="F", height=m, width=n, inside="F"
):
    left = in_shape(num(1) / 4 * B @ flat(Y))
    return eq(left, weight() * in_shape(B @ flat(Y, inside), height, width, order))


@UPSAMPLING.family(
    "transpose_of_the_pool",
    {"factor": 1},
    {"weight": lambda: num(-1) / 4},
    {"order": "C"},
    {"columns": shifted_b()},
    line=3,
)
def upsampling_by_its_matrix(Y=pooled, factor=2, weight=lambda: num(1) / 4, order="F", columns=B):
    return eq(num(1) / 4 * in_shape(columns @ flat(Y, order)), weight() * upsample(Y, factor))


@UPSAMPLING.family(
    "adjoint",
    {"weight": lambda: num(1) / 2},
    {"weight": lambda: num(-1) / 4},
    {"weight": lambda: num(1)},
    {"left": lambda X: average_pool(X, 2) + 1},
    {"right": lambda Y: -upsample(Y, 2)},
)
def adjoint(
    X=fine,
    Y=pooled,
    weight=lambda: num(1) / 4,
    left=lambda X: average_pool(X, 2),
    right=lambda Y: upsample(Y, 2),
):
    return eq(inner(left(X), Y), inner(X, weight() * right(Y)))
