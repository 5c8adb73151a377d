"""Every line of the sheet on average pooling beside siblings that are wrong in one thing."""

from __future__ import annotations

import sys
from math import ceil
from typing import Any

import pytest

from symderive import (
    all_of,
    any_of,
    array,
    average_pool,
    eq,
    index,
    inner,
    iverson,
    le,
    lt,
    matrix,
    num,
    prove,
    total,
    upsample,
    vec,
)
from tests.proofs.families import Families, Family

POOLING = Families("average_pooling")
SHEET: Any = sys.modules[POOLING.file().claims[0].function.__module__]
m, n, e, f, of_window = SHEET.m, SHEET.n, SHEET.e, SHEET.f, SHEET.of_window
row, column, A, B = SHEET.row, SHEET.column, SHEET.A, SHEET.B
FEWEST_SIBLINGS = 3

coarse_i, coarse_j = index(m / 2), index(n / 2)
fine, pooled = matrix(m, n), matrix(m / 2, n / 2)


def picks(place: Any) -> Any:
    return place


def times(factor: Any) -> Any:
    """Multiply by a factor, or leave as written where it is 1."""
    return lambda value: value if factor == 1 else factor * value


def rows_of_a(order: str) -> Any:
    """The matrix of the pool with its rows listed in another order."""
    rows = array((m / 2, n / 2, m * n), lambda i, j, k: (num(1) / 4 * of_window(i, j))[k])
    return rows.reshape(m * n / 4, m * n, order=order)


def shifted_b() -> Any:
    """Upsampling by floors in place of ceilings."""
    entries = array(
        (m, n, m / 2, n / 2),
        lambda p, q, i, j: iverson(all_of(eq(p // 2, i), eq(q // 2, j))),
    )
    return entries.reshape(m * n, m * n / 4, order="F")


@POOLING.family(
    "place_of_an_entry",
    {"order": "C"},
    {"shift": 1},
    {"stride": n},
    {"columns_before": lambda q: q},
    {"p": index(m + 1)},
    {"sign": -1},
)
def place_of_an_entry(
    X=fine,
    p=index(m),
    q=index(n),
    order="F",
    stride=m,
    shift=0,
    sign=1,
    columns_before=lambda q: q - 1,
):
    place = stride * columns_before(q) + p
    return eq(
        X.reshape(m * n, order=order)[place + shift if shift else place], times(sign)(X[p, q])
    )


@POOLING.family(
    "entry_at_a_place",
    {"height": n},
    {"swapped": True},
    {"k": index(m * n + 1)},
    {"shift": 1},
    {"sign": -1},
)
def entry_at_a_place(X=fine, k=index(m * n), height=m, swapped=False, shift=0, sign=1):
    p, q = row(k, height), column(k, height)
    at = (q, p) if swapped else (p + shift if shift else p, q)
    return eq(vec(X)[k], times(sign)(X[at]))


@POOLING.family(
    "pooled_column", {"order": "C"}, {"length": m * n / 2}, {"length": m * n}, {"sign": -1}
)
def pooled_column(X=fine, order="F", length=m * n / 4, sign=1):
    Y = average_pool(X, 2)
    return eq(vec(Y), times(sign)(Y.reshape(length, order=order)))


@POOLING.family(
    "place_of_a_pooled_entry",
    {"stride": n / 2},
    {"stride": m},
    {"before": lambda j: j},
    {"shift": 1},
    {"i": index(m / 2 + 1)},
    {"sign": -1},
)
def place_of_a_pooled_entry(
    Y=pooled, i=coarse_i, j=coarse_j, stride=m / 2, before=lambda j: j - 1, shift=0, sign=1
):
    place = stride * before(j) + i
    return eq(vec(Y)[place + shift if shift else place], times(sign)(Y[i, j]))


@POOLING.family(
    "places_of_a_window",
    {"shift": -1},
    {"right": 2},
    {"left": 1},
    {"stride": n},
    {"swapped": True},
    {"i": index(m / 2 + 1)},
)
def places_of_a_window(
    X=fine, i=coarse_i, j=coarse_j, stride=m, left=2, right=1, shift=0, swapped=False
):
    x = vec(X)
    lower = 2 * i + shift if shift else 2 * i
    return all_of(
        eq(X[2 * i - 1, 2 * j - 1], x[stride * (2 * j - left) + 2 * i - 1]),
        eq(
            X[(2 * j - 1, 2 * i) if swapped else (2 * i, 2 * j - 1)],
            x[stride * (2 * j - left) + lower],
        ),
        eq(X[2 * i - 1, 2 * j], x[stride * (2 * j - right) + 2 * i - 1]),
        eq(X[2 * i, 2 * j], x[stride * (2 * j - right) + lower]),
    )


@POOLING.family("pooled_entry", {"stride": n / 2}, {"at": lambda i, j: (i, j + 1)}, {"sign": -1})
def place_in_the_pooled_column(
    X=fine, i=coarse_i, j=coarse_j, stride=m / 2, at=lambda i, j: (i, j), sign=1
):
    Y = average_pool(X, 2)
    return eq(vec(Y)[stride * (j - 1) + i], times(sign)(Y[at(i, j)]))


@POOLING.family(
    "pooled_entry",
    {"weight": lambda: num(1) / 2},
    {"weight": lambda: num(-1) / 4},
    {"shift": 1},
    {"at": lambda i, j: (j, i)},
    {"i": index(m / 2 + 1)},
    line=2,
)
def mean_of_the_window(
    X=fine, i=coarse_i, j=coarse_j, at=lambda i, j: (i, j), weight=lambda: num(1) / 4, shift=0
):
    last = 2 * j + shift if shift else 2 * j
    entries = X[2 * i - 1, 2 * j - 1] + X[2 * i, 2 * j - 1] + X[2 * i - 1, 2 * j] + X[2 * i, last]
    return eq(average_pool(X, 2)[at(i, j)], weight() * entries)


@POOLING.family(
    "pooled_entry",
    {"stride": n},
    {"weight": lambda: num(1) / 2},
    {"shift": 1},
    {"right": 2},
    line=3,
)
def places_in_the_column(
    X=fine, i=coarse_i, j=coarse_j, stride=m, weight=lambda: num(1) / 4, shift=0, right=1
):
    x = vec(X)
    last = 2 * i + shift if shift else 2 * i
    return eq(
        num(1)
        / 4
        * (X[2 * i - 1, 2 * j - 1] + X[2 * i, 2 * j - 1] + X[2 * i - 1, 2 * j] + X[2 * i, 2 * j]),
        weight()
        * (
            x[stride * (2 * j - 2) + 2 * i - 1]
            + x[stride * (2 * j - 2) + 2 * i]
            + x[stride * (2 * j - right) + 2 * i - 1]
            + x[stride * (2 * j - right) + last]
        ),
    )


@POOLING.family(
    "pooled_entry",
    {"window": lambda i, j: of_window(j, i)},
    {"window": lambda i, j: of_window(i, j) - e(m * (2 * j - 1) + 2 * i)},
    {"window": lambda i, j: 2 * of_window(i, j)},
    {"flat": lambda X: vec(X.T)},
    line=4,
)
def unit_vectors_pick_entries(X=fine, i=coarse_i, j=coarse_j, window=of_window, flat=vec):
    x = vec(X)
    return eq(
        num(1)
        / 4
        * (
            x[m * (2 * j - 2) + 2 * i - 1]
            + x[m * (2 * j - 2) + 2 * i]
            + x[m * (2 * j - 1) + 2 * i - 1]
            + x[m * (2 * j - 1) + 2 * i]
        ),
        (num(1) / 4 * window(i, j)).T @ flat(X),
    )


@POOLING.family(
    "places_are_in_range",
    {"first": 2},
    {"last_row": m - 1},
    {"last_column": n - 1},
    {"last_place": m * n - 1},
    {"last_place": m},
    {"i": index(m / 2 + 1)},
    {"j": index(n)},
)
def places_are_in_range(
    i=coarse_i, j=coarse_j, first=1, last_row=m, last_column=n, last_place=m * n
):
    return all_of(
        le(first, 2 * i - 1),
        le(2 * i, last_row),
        le(1, 2 * j - 1),
        le(2 * j, last_column),
        le(1, m * (2 * j - 2) + 2 * i - 1),
        lt(m * (2 * j - 2) + 2 * i, m * (2 * j - 1) + 2 * i - 1),
        le(m * (2 * j - 1) + 2 * i, last_place),
    )


@POOLING.family(
    "windows_partition_the_matrix",
    {"count": 2},
    {"rows": m / 2 - 1},
    {"first": 2},
    {"second_row": lambda i: 2 * i + 1},
    {"second_row": lambda i: 2 * i - 1},
    {"p": index(m + 1)},
)
def windows_partition_the_matrix(
    p=index(m), q=index(n), count=1, rows=m / 2, first=1, second_row=lambda i: 2 * i
):
    def inside(i, j):
        return iverson(
            all_of(
                any_of(eq(p, 2 * i - 1), eq(p, second_row(i))),
                any_of(eq(q, 2 * j - 1), eq(q, 2 * j)),
            )
        )

    return eq(total(inside, (first, rows), (1, n / 2)), count)


@POOLING.family(
    "last_unit_vector",
    {"length": m * n - 1},
    {"length": m},
    {"before": 0},
    {"i": index(m / 2 + 1)},
    {"j": index(n / 2 + 1)},
)
def last_unit_vector(i=coarse_i, j=coarse_j, length=m * n, before=1):
    return le(m * (2 * j - before) + 2 * i, length)


@POOLING.family("length_of_a_row", {"length": m}, {"length": m * n / 4}, {"shift": 1}, {"sign": -1})
def length_of_a_row(i=coarse_i, j=coarse_j, length=m * n, shift=0, sign=1):
    a = num(1) / 4 * of_window(i, j)
    return eq(a, array(length, lambda k: times(sign)(a[k + shift if shift else k])))


@POOLING.family(
    "rows_of_the_matrix",
    {"stride": n / 2},
    {"shift": 1},
    {"factor": 2},
    {"factor": -1},
    {"window": lambda i, j: of_window(j, i)},
    {"rows": rows_of_a("C")},
)
def rows_of_the_matrix(
    i=coarse_i, j=coarse_j, stride=m / 2, shift=0, factor=1, window=of_window, rows=A
):
    place = stride * (j - 1) + i
    found = times(factor)(rows[place + shift if shift else place, :])
    return eq(found, num(1) / 4 * window(i, j))


@POOLING.family(
    "matrix_of_pooling",
    {"rows": rows_of_a("C")},
    {"flat": lambda X: vec(X.T)},
    {"factor": -1},
    {"factor": 4},
    {"window": 1},
)
def matrix_of_pooling(X=fine, rows=A, flat=vec, factor=1, window=2):
    return eq(vec(average_pool(X, window)), times(factor)(rows) @ flat(X))


@POOLING.family(
    "pool_by_its_matrix",
    {"inside": "C"},
    {"outside": "C"},
    {"factor": 2},
    {"factor": -1},
    {"height": n / 2, "width": m / 2},
)
def pool_by_its_matrix(X=fine, inside="F", outside="F", factor=1, height=m / 2, width=n / 2):
    product = times(factor)(A) @ X.reshape(m * n, order=inside)
    return eq(average_pool(X, 2), product.reshape(height, width, order=outside))


@POOLING.family(
    "shape_of_the_upsampled_matrix",
    {"length": m},
    {"length": m * n / 4},
    {"shift": 1},
    {"sign": -1},
)
def shape_of_the_upsampled_matrix(Y=pooled, length=m * n, shift=0, sign=1):
    x = vec(upsample(Y, 2))
    return eq(x, array(length, lambda k: times(sign)(x[k + shift if shift else k])))


@POOLING.family(
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
    p=index(m),
    q=index(n),
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


@POOLING.family(
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
    X = upsample(Y, 2)
    y = times(factor)(Y[at(i, j)])
    return all_of(
        eq(X[2 * i - 1, 2 * j - 1], y),
        eq(X[lower(i), 2 * j - 1], y),
        eq(X[2 * i - 1, 2 * j], y),
        eq(X[lower(i), 2 * j], y),
    )


@POOLING.family(
    "upsampled_column",
    {"coarse": m},
    {"coarse": n / 2},
    {"stride": n},
    {"right": 2, "shift": 1},
    {"shift": -1},
    {"sign": -1},
)
def upsampled_column(
    Y=pooled, i=coarse_i, j=coarse_j, coarse=m / 2, stride=m, right=1, shift=0, sign=1
):
    x, y = vec(upsample(Y, 2)), times(sign)(f(coarse * (j - 1) + i).T @ vec(Y))
    first = 2 * i + shift - 1 if shift else 2 * i - 1
    return all_of(
        eq(x[stride * (2 * j - 2) + first], y),
        eq(x[stride * (2 * j - 2) + 2 * i], y),
        eq(x[stride * (2 * j - right) + first], y),
        eq(x[stride * (2 * j - right) + 2 * i], y),
    )


@POOLING.family(
    "unit_vectors_for_the_pooled_matrix",
    {"at": lambda k: k + 1},
    {"k": index(m * n)},
    {"sign": -1},
    {"flat": lambda Y: vec(Y.T)},
)
def unit_vectors_for_the_pooled_matrix(Y=pooled, k=index(m * n / 4), at=picks, sign=1, flat=vec):
    return eq(times(sign)(f(k).T) @ flat(Y), vec(Y)[at(k)])


@POOLING.family(
    "matrix_of_upsampling",
    {"columns": shifted_b()},
    {"columns": 4 * rows_of_a("C").T},
    {"columns": A.T},
    {"factor": -1},
    {"flat": lambda Y: vec(Y.T)},
)
def matrix_of_upsampling(Y=pooled, columns=B, factor=1, flat=vec):
    return eq(vec(upsample(Y, 2)), times(factor)(columns) @ flat(Y))


@POOLING.family(
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


@POOLING.family(
    "columns_against_rows",
    {"place": lambda i, j: n / 2 * (j - 1) + i},
    {"place": lambda i, j: m / 2 * (j - 1) + i - 1},
    {"window": lambda i, j: 2 * of_window(i, j)},
)
def column_as_a_window(
    i=coarse_i, j=coarse_j, place=lambda i, j: m / 2 * (j - 1) + i, window=of_window
):
    return eq(B[:, place(i, j)], window(i, j))


@POOLING.family(
    "columns_against_rows",
    {"factor": 2},
    {"factor": -4},
    {"window": lambda i, j: of_window(j, i)},
    line=2,
)
def four_quarters(i=coarse_i, j=coarse_j, factor=4, window=of_window):
    return eq(of_window(i, j), factor * (num(1) / 4 * window(i, j)))


@POOLING.family(
    "columns_against_rows",
    {"factor": 2},
    {"place": lambda i, j: n / 2 * (j - 1) + i},
    {"place": lambda i, j: m / 2 * j + i},
    {"rows": rows_of_a("C")},
    line=3,
)
def window_as_a_row(
    i=coarse_i, j=coarse_j, factor=4, place=lambda i, j: m / 2 * (j - 1) + i, rows=A
):
    return eq(4 * (num(1) / 4 * of_window(i, j)), factor * rows[place(i, j), :])


@POOLING.family(
    "upsampling_is_four_times_the_transpose",
    {"factor": 2},
    {"factor": -4},
    {"rows": rows_of_a("C")},
    {"columns": shifted_b()},
    {"columns": B.T, "rows": A.T},
    {"rows": A.T},
)
def upsampling_is_four_times_the_transpose(factor=4, rows=A, columns=B):
    return eq(columns, factor * rows.T)


def in_shape(product: Any, height: Any = m, width: Any = n, order: str = "F") -> Any:
    return product.reshape(height, width, order=order)


def flat(Y: Any, order: str = "F") -> Any:
    return Y.reshape(m * n / 4, order=order)


@POOLING.family(
    "transpose_of_the_pool",
    {"weight": lambda: num(1) / 2},
    {"weight": lambda: num(-1) / 4},
    {"order": "C"},
    {"rows": rows_of_a("C")},
)
def transpose_by_upsampling(Y=pooled, weight=lambda: num(1) / 4, order="F", rows=A):
    return eq(in_shape(rows.T @ flat(Y)), in_shape(weight() * B @ flat(Y), order=order))


@POOLING.family(
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


@POOLING.family(
    "transpose_of_the_pool",
    {"factor": 2},
    {"weight": lambda: num(-1) / 4},
    {"order": "C"},
    {"columns": shifted_b()},
    line=3,
)
def upsampling_by_its_matrix(Y=pooled, factor=2, weight=lambda: num(1) / 4, order="F", columns=B):
    return eq(num(1) / 4 * in_shape(columns @ flat(Y, order)), weight() * upsample(Y, factor))


@POOLING.family(
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


def test_every_line_has_a_family() -> None:
    families = {(family.claim, family.line) for family in POOLING.members}
    assert families == set(POOLING.written())
    assert len(families) == len(POOLING.members)


def test_every_family_has_siblings() -> None:
    for family in POOLING.members:
        assert len(family.changes) >= FEWEST_SIBLINGS, (family.claim, family.line)


@pytest.mark.parametrize("family", POOLING.members, ids=lambda f: f"{f.claim}-{f.line}")
def test_the_line_itself_is_proved(family: Family) -> None:
    statement = family.statement()
    assert statement == POOLING.written()[family.claim, family.line]
    assert prove(statement).status == "proved"


@pytest.mark.parametrize(
    ("family", "change"),
    [(f, c) for _, f, c in POOLING.siblings()],
    ids=[name for name, _, _ in POOLING.siblings()],
)
def test_siblings_are_refuted(family: Family, change: dict[str, Any]) -> None:
    verdict = prove(family.statement(**change))
    assert verdict.status == "refuted"
    assert verdict.witness is not None
