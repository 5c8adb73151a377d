"""The lines on the pool, and what is changed in their siblings."""

from __future__ import annotations

from symderive import (
    all_of,
    any_of,
    array,
    average_pool,
    eq,
    index,
    iverson,
    le,
    lt,
    num,
    total,
    unit,
    vec,
)
from tests.proofs.families import Families, times
from tests.proofs.sheet import (
    NAME,
    A,
    coarse_i,
    coarse_j,
    column,
    e,
    fine,
    fine_k,
    fine_p,
    fine_q,
    m,
    n,
    of_window,
    pooled,
    quarter_at,
    row,
    rows_of_a,
)

POOL = Families(NAME)


@POOL.family(
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
    p=fine_p,
    q=fine_q,
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


@POOL.family(
    "entry_at_a_place",
    {"height": n},
    {"swapped": True},
    {"k": index(m * n + 1)},
    {"shift": 1},
    {"sign": -1},
)
def entry_at_a_place(X=fine, k=fine_k, height=m, swapped=False, shift=0, sign=1):
    p, q = row(k, height), column(k, height)
    at = (q, p) if swapped else (p + shift if shift else p, q)
    return eq(vec(X)[k], times(sign)(X[at]))


@POOL.family("pooled_column", {"order": "C"}, {"length": m * m / 4}, {"length": m}, {"sign": -1})
def pooled_column(X=fine, order="F", length=m * n / 4, sign=1):
    Y = average_pool(X, 2)
    return eq(vec(Y), times(sign)(Y.reshape(length, order=order)))


@POOL.family(
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


@POOL.family(
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


@POOL.family("pooled_entry", {"stride": n / 2}, {"at": lambda i, j: (i, j + 1)}, {"sign": -1})
def place_in_the_pooled_column(
    X=fine, i=coarse_i, j=coarse_j, stride=m / 2, at=lambda i, j: (i, j), sign=1
):
    Y = average_pool(X, 2)
    return eq(vec(Y)[stride * (j - 1) + i], times(sign)(Y[at(i, j)]))


@POOL.family(
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


@POOL.family(
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


@POOL.family(
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


@POOL.family(
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


@POOL.family(
    "windows_partition_the_matrix",
    {"count": 2},
    {"rows": m / 2 - 1},
    {"first": 2},
    {"second_row": lambda i: 2 * i + 1},
    {"second_row": lambda i: 2 * i - 1},
    {"p": index(m + 1)},
)
def windows_partition_the_matrix(
    p=fine_p, q=fine_q, count=1, rows=m / 2, first=1, second_row=lambda i: 2 * i
):
    def inside(i, j):
        return iverson(
            all_of(
                any_of(eq(p, 2 * i - 1), eq(p, second_row(i))),
                any_of(eq(q, 2 * j - 1), eq(q, 2 * j)),
            )
        )

    return eq(total(inside, (first, rows), (1, n / 2)), count)


@POOL.family(
    "unit_vectors_for_the_matrix",
    {"length": m},
    {"at": lambda k: k + 1},
    {"k": index(m * n + 1)},
    {"flat": lambda X: vec(X.T)},
    {"sign": -1},
)
def unit_vectors_for_the_matrix(X=fine, k=fine_k, length=m * n, at=lambda k: k, flat=vec, sign=1):
    picked = total(lambda c: unit(k, length)[c] * flat(X)[c], length)
    return eq(times(sign)(picked), vec(X)[at(k)])


@POOL.family(
    "row_of_a_pooled_entry",
    {"length": m},
    {"length": m * n / 4},
    {"stride": n},
    {"right": 2},
    {"left": 1},
    {"i": index(m / 2 + 1)},
    {"window": lambda i, j: of_window(j, i)},
    {"window": lambda i, j: 2 * of_window(i, j)},
)
def row_of_a_pooled_entry(
    i=coarse_i, j=coarse_j, length=m * n, stride=m, left=2, right=1, window=of_window
):
    return eq(
        num(1) / 4 * window(i, j),
        quarter_at(
            length,
            stride * (2 * j - left) + 2 * i - 1,
            stride * (2 * j - left) + 2 * i,
            stride * (2 * j - right) + 2 * i - 1,
            stride * (2 * j - right) + 2 * i,
        ),
    )


@POOL.family(
    "list_of_rows",
    {"height": n / 2},
    {"height": m},
    {"window": lambda i, j: of_window(j, i)},
    {"window": lambda i, j: 2 * of_window(i, j)},
    {"rows": m * n / 2},
    {"columns": m},
)
def list_of_rows(height=m / 2, window=of_window, rows=m / 2 * (n / 2), columns=m * n):
    return eq(
        A,
        array(
            (rows, columns),
            lambda k, c: (num(1) / 4 * window(row(k, height), column(k, height)))[c],
        ),
    )


@POOL.family(
    "rows_of_the_matrix",
    {"stride": n / 2},
    {"shift": 1},
    {"factor": 2},
    {"factor": -1},
    {"window": lambda i, j: of_window(j, i)},
    {"i": index(m / 2 + 1)},
)
def rows_of_the_matrix(i=coarse_i, j=coarse_j, stride=m / 2, shift=0, factor=1, window=of_window):
    place = stride * (j - 1) + i
    found = times(factor)(A[place + shift if shift else place, :])
    return eq(found, num(1) / 4 * window(i, j))


@POOL.family(
    "matrix_of_pooling",
    {"rows": rows_of_a("C")},
    {"flat": lambda X: vec(X.T)},
    {"factor": -1},
    {"factor": 4},
    {"window": 1},
)
def matrix_of_pooling(X=fine, rows=A, flat=vec, factor=1, window=2):
    return eq(vec(average_pool(X, window)), times(factor)(rows) @ flat(X))


@POOL.family(
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
