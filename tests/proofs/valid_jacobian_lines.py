"""The lines on the Jacobian of the valid convolution, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    any_of,
    array,
    correlate,
    diff,
    eq,
    flip,
    ge,
    gt,
    implies,
    index,
    iverson,
    jacobian,
    le,
    lt,
    progression,
    total,
)
from tests.proofs.convolutions import (
    COLUMN,
    FITS,
    HIDDEN,
    KERNEL,
    KERNEL_PLACE,
    NAME,
    ROW,
    a_length,
    d,
    flipping,
    h_length,
    k1,
    k2,
    rising,
)
from tests.proofs.families import Families, plus, same, times

VALID_JACOBIAN = Families(NAME)
TWO_ROWS = [le(2, a_length)]


@VALID_JACOBIAN.family(
    "shape_of_the_jacobian",
    {"shape": (h_length, a_length)},
    {"shape": (a_length - 1, h_length)},
    {"shape": (a_length, h_length - 1)},
    {"shift": 1},
    {"factor": 2},
    {"other": flipping},
    given=FITS,
)
def shape_of_the_jacobian(
    h=HIDDEN, w=KERNEL, shape=(a_length, h_length), shift=0, factor=1, other=correlate
):
    b = other(h, w)
    return eq(
        jacobian(correlate(h, w), h),
        array(shape, lambda i, n: times(factor)(diff(b[i], h[plus(n, shift)]))),
    )


@VALID_JACOBIAN.family(
    "first_row_of_the_array",
    {"place": 2},
    {"shift": 1},
    {"kernel": flip},
    {"factor": 2},
    {"right": h_length - 1},
    {"operator": flipping},
    given=FITS,
)
def first_row_of_the_array(
    h=HIDDEN,
    w=KERNEL,
    place=1,
    shift=0,
    kernel=same,
    factor=1,
    right=h_length,
    operator=correlate,
):
    a, row = operator(h, w), progression(*rising(h, kernel(w), plus(1, shift), k2))
    return all_of(
        eq(diff(a[place], h[1]), times(factor)(diff(row, h[1]))),
        eq(diff(a[place], h[h_length]), times(factor)(diff(row, h[right]))),
    )


@VALID_JACOBIAN.family(
    "second_row_first_column",
    {"place": 1},
    {"shift": -1},
    {"column": 2},
    {"given": FITS},
    given=TWO_ROWS,
)
def second_row_first_column(h=HIDDEN, w=KERNEL, place=2, shift=0, column=1):
    row = progression(*rising(h, w, plus(2, shift), k2))
    return eq(diff(correlate(h, w)[place], h[1]), diff(row, h[column]))


def second_row(h: Any, w: Any) -> Any:
    """The second row, with its last index written k_2 + 1."""
    return progression(h[2] * w[1], h[3] * w[2], ..., h[1 + k2] * w[k2])


@VALID_JACOBIAN.family(
    "second_row_last_column",
    {"place": 1},
    {"kernel": flip},
    {"right": h_length - 1},
    {"sign": -1},
    {"given": FITS},
    given=TWO_ROWS,
)
def second_row_last_column(h=HIDDEN, w=KERNEL, place=2, kernel=same, right=h_length, sign=1):
    a = correlate(h, w)
    row = second_row(h, kernel(w))
    return eq(diff(a[place], h[h_length]), times(sign)(diff(row, h[right])))


def row_before_last(h: Any, w: Any, shift: int) -> Any:
    """The last row but one, from its place on."""
    i = d - k1 - k2 + 1
    return progression(
        h[plus(i, shift)] * w[1],
        h[plus(i + 1, shift)] * w[2],
        ...,
        h[plus(d - k1, shift)] * w[k2],
    )


@VALID_JACOBIAN.family(
    "last_row_but_one_first_column",
    {"shift": 1},
    {"row": 1},
    {"kernel": flip},
    {"column": 2},
    {"given": FITS},
    given=TWO_ROWS,
)
def last_row_but_one_first_column(h=HIDDEN, w=KERNEL, shift=0, row=0, kernel=same, column=1):
    a, i = correlate(h, w), d - k1 - k2 + 1
    return eq(diff(a[plus(i, row)], h[1]), diff(row_before_last(h, kernel(w), shift), h[column]))


@VALID_JACOBIAN.family(
    "last_row_but_one_last_column",
    {"shift": 1},
    {"row": 1},
    {"right": h_length - 1},
    {"given": FITS},
    given=TWO_ROWS,
)
def last_row_but_one_last_column(h=HIDDEN, w=KERNEL, shift=0, row=0, right=h_length):
    a, i = correlate(h, w), d - k1 - k2 + 1
    return eq(diff(a[plus(i, row)], h[h_length]), diff(row_before_last(h, w, shift), h[right]))


@VALID_JACOBIAN.family(
    "last_row_of_the_array",
    {"shift": -1},
    {"row": -1},
    {"kernel": flip},
    {"n": index(h_length + 1)},
    {"factor": 2},
    given=FITS,
)
def last_row_of_the_array(h=HIDDEN, w=KERNEL, n=COLUMN, shift=0, row=0, kernel=same, factor=1):
    a, i, w_right = correlate(h, w), d - k1 - k2 + 2, kernel(w)
    terms = progression(
        h[plus(i, shift)] * w_right[1],
        h[plus(i + 1, shift)] * w_right[2],
        ...,
        h[plus(d - k1 + 1, shift)] * w_right[k2],
    )
    return eq(diff(a[plus(i, row)], h[n]), times(factor)(diff(terms, h[n])))


@VALID_JACOBIAN.family(
    "zeros_of_the_jacobian",
    {"before": le},
    {"shift": -2},
    {"value": 1},
    {"before": gt},
    {"swapped": True},
    {"i": index(a_length + 1)},
    given=FITS,
)
def zeros_of_the_jacobian(
    h=HIDDEN, w=KERNEL, i=ROW, n=COLUMN, before=lt, shift=0, value=0, swapped=False
):
    p, q = (n, i) if swapped else (i, n)
    outside = any_of(before(q, p), gt(q, plus(k2 + p, shift)))
    return implies(outside, eq(diff(correlate(h, w)[i], h[n]), value))


@VALID_JACOBIAN.family(
    "band_of_the_jacobian",
    {"before": le},
    {"shift": -1},
    {"within": le},
    {"kernel": flip},
    {"at": 1},
    {"operator": flipping},
    given=FITS,
)
def band_of_the_jacobian(
    h=HIDDEN,
    w=KERNEL,
    i=ROW,
    n=COLUMN,
    before=lt,
    shift=0,
    within=lt,
    kernel=same,
    at=0,
    operator=correlate,
):
    a = operator(h, w)
    return all_of(
        implies(any_of(before(n, i), ge(n, plus(k2 + i, shift))), eq(diff(a[i], h[n]), 0)),
        implies(
            all_of(le(i, n), within(n, k2 + i)),
            eq(diff(a[i], h[n]), kernel(w)[plus(n - i + 1, at)]),
        ),
    )


@VALID_JACOBIAN.family(
    "definition_of_the_convolution",
    {"shift": 1},
    {"kernel": flip},
    {"first": 2},
    {"last": k2 - 1},
    {"n": index(a_length + 1)},
    {"operator": flipping},
    given=FITS,
)
def definition_of_the_convolution(
    h=HIDDEN, w=KERNEL, n=ROW, shift=0, kernel=same, first=1, last=k2, operator=correlate
):
    return eq(
        operator(h, w)[n],
        total(lambda j: h[plus(n + j - 1, shift)] * kernel(w)[j], first, last),
    )


@VALID_JACOBIAN.family(
    "derivative_by_a_shifted_entry",
    {"shift": 1},
    {"kernel": flip},
    {"sign": -1},
    {"j": index(k2 + 1)},
    {"operator": flipping},
    given=FITS,
)
def derivative_by_a_shifted_entry(
    h=HIDDEN, w=KERNEL, n=ROW, j=KERNEL_PLACE, shift=0, kernel=same, sign=1, operator=correlate
):
    return eq(diff(operator(h, w)[n], h[plus(n + j - 1, shift)]), times(sign)(kernel(w)[j]))


@VALID_JACOBIAN.family(
    "entries_of_the_jacobian",
    {"shift": 1},
    {"swapped": True},
    {"last": k2 - 1},
    {"last": k2 + 1},
    {"first": 2},
    {"operator": flipping},
    given=FITS,
)
def entries_of_the_jacobian(
    h=HIDDEN,
    w=KERNEL,
    i=ROW,
    n=COLUMN,
    shift=0,
    swapped=False,
    first=1,
    last=k2,
    operator=correlate,
):
    place = i - n + 1 if swapped else n - i + 1
    inside = all_of(le(first, place), le(place, last))
    return eq(diff(operator(h, w)[i], h[n]), w[plus(place, shift)] * iverson(inside))
