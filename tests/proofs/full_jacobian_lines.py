"""The lines on the Jacobian of the full convolution, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    any_of,
    array,
    diff,
    eq,
    flip,
    ge,
    gt,
    iff,
    implies,
    index,
    jacobian,
    le,
    lt,
    padded,
    progression,
    total,
)
from tests.proofs.convolutions import (
    KERNEL,
    KERNEL_PLACE,
    LONG_COLUMN,
    LONG_HIDDEN,
    LONG_ROW,
    NAME,
    a_full,
    d,
    full,
    full_flipping,
    h_full,
    k1,
    k2,
)
from tests.proofs.families import Families, plus, same, times

FULL_JACOBIAN = Families(NAME)


@FULL_JACOBIAN.family(
    "shape_of_the_full_jacobian",
    {"shape": (h_full, a_full)},
    {"shape": (a_full - 1, h_full)},
    {"shape": (a_full, h_full - 1)},
    {"shift": 1},
    {"factor": 2},
    {"other": full_flipping},
)
def shape_of_the_full_jacobian(
    h=LONG_HIDDEN, w=KERNEL, shape=(a_full, h_full), shift=0, factor=1, other=full
):
    b = other(h, w)
    return eq(
        jacobian(full(h, w), h),
        array(shape, lambda i, n: times(factor)(diff(b[i], h[plus(n, shift)]))),
    )


@FULL_JACOBIAN.family(
    "outer_rows_of_the_full_array",
    {"shift": 1},
    {"end": -1},
    {"kernel": flip},
    {"factor": 2},
    {"top": 2},
    {"bottom": a_full - 1},
    {"n": index(h_full + 1)},
)
def outer_rows_of_the_full_array(
    h=LONG_HIDDEN,
    w=KERNEL,
    n=LONG_COLUMN,
    shift=0,
    end=0,
    kernel=same,
    factor=1,
    top=1,
    bottom=a_full,
):
    a, around, last, u = full(h, w), padded(h), d + k1 - 1, kernel(w)
    first_row = progression(
        around[plus(2 - k2, shift)] * u[1],
        around[plus(3 - k2, shift)] * u[2],
        ...,
        around[plus(1, shift)] * u[k2],
    )
    last_row = progression(
        around[plus(last, end)] * u[1],
        around[plus(last + 1, end)] * u[2],
        ...,
        around[plus(d + k1 + k2 - 2, end)] * u[k2],
    )
    return all_of(
        eq(diff(a[top], h[n]), times(factor)(diff(first_row, h[n]))),
        eq(diff(a[bottom], h[n]), diff(last_row, h[n])),
    )


@FULL_JACOBIAN.family(
    "inner_rows_of_the_full_array",
    {"shift": 1},
    {"end": -1},
    {"kernel": flip},
    {"factor": 2},
    {"top": 1},
    {"bottom": a_full},
    {"given": ()},
    given=[le(2, a_full)],
)
def inner_rows_of_the_full_array(
    h=LONG_HIDDEN,
    w=KERNEL,
    n=LONG_COLUMN,
    shift=0,
    end=0,
    kernel=same,
    factor=1,
    top=2,
    bottom=a_full - 1,
):
    a, around, start, u = full(h, w), padded(h), d + k1 - 2, kernel(w)
    second_row = progression(
        around[plus(3 - k2, shift)] * u[1],
        around[plus(4 - k2, shift)] * u[2],
        ...,
        around[plus(2, shift)] * u[k2],
    )
    row_before_last = progression(
        around[plus(start, end)] * u[1],
        around[plus(start + 1, end)] * u[2],
        ...,
        around[plus(d + k1 + k2 - 3, end)] * u[k2],
    )
    return all_of(
        eq(diff(a[top], h[n]), times(factor)(diff(second_row, h[n]))),
        eq(diff(a[bottom], h[n]), diff(row_before_last, h[n])),
    )


@FULL_JACOBIAN.family(
    "entries_of_the_full_jacobian",
    {"shift": -1},
    {"swapped": True},
    {"kernel": flip},
    {"outside": same},
    {"i": index(a_full + 1)},
    {"operator": full_flipping},
)
def entries_of_the_full_jacobian(
    h=LONG_HIDDEN,
    w=KERNEL,
    i=LONG_ROW,
    n=LONG_COLUMN,
    shift=0,
    swapped=False,
    kernel=same,
    outside=padded,
    operator=full,
):
    place = i - n + k2 if swapped else n - i + k2
    return eq(diff(operator(h, w)[i], h[n]), outside(kernel(w))[plus(place, shift)])


@FULL_JACOBIAN.family(
    "names_of_rows_and_columns",
    {"shape": (h_full, a_full)},
    {"shift": 1},
    {"swapped": True},
    {"kernel": flip},
    {"sign": -1},
    {"operator": full_flipping},
)
def names_of_rows_and_columns(
    h=LONG_HIDDEN,
    w=KERNEL,
    shape=(a_full, h_full),
    shift=0,
    swapped=False,
    kernel=same,
    sign=1,
    operator=full,
):
    def entry(i: Any, n: Any) -> Any:
        place = i - n + k2 if swapped else n - i + k2
        return times(sign)(padded(kernel(w))[plus(place, shift)])

    return eq(jacobian(operator(h, w), h), array(shape, entry))


@FULL_JACOBIAN.family(
    "padding_before_the_input",
    {"before": lt},
    {"first": 0},
    {"first": 2},
    {"shift": 1},
    {"sign": -1},
)
def padding_before_the_input(n=LONG_ROW, j=KERNEL_PLACE, before=le, first=1, shift=0, sign=1):
    bound = k2 - j if sign == 1 else k2 + j
    return iff(lt(n + j - k2, first), before(n, plus(bound, shift)))


@FULL_JACOBIAN.family(
    "band_of_the_full_jacobian",
    {"beyond": ge},
    {"shift": -1},
    {"swapped": True},
    {"within": 1},
    {"kernel": flip},
    {"operator": full_flipping},
)
def band_of_the_full_jacobian(
    h=LONG_HIDDEN,
    w=KERNEL,
    i=LONG_ROW,
    n=LONG_COLUMN,
    beyond=gt,
    shift=0,
    swapped=False,
    within=0,
    kernel=same,
    operator=full,
):
    slope = diff(operator(h, w)[i], h[n])
    p, q = (i, n) if swapped else (n, i)
    return all_of(
        implies(any_of(beyond(p, q), gt(q, plus(p + k2 - 1, shift))), eq(slope, 0)),
        implies(
            all_of(le(n, i), le(i, plus(n + k2 - 1, within))),
            eq(slope, kernel(w)[n - i + k2]),
        ),
    )


@FULL_JACOBIAN.family(
    "definition_of_the_full_convolution",
    {"shift": 1},
    {"kernel": flip},
    {"first": 2},
    {"last": k2 - 1},
    {"outside": same},
    {"length": k1},
    {"operator": full_flipping},
)
def definition_of_the_full_convolution(
    h=LONG_HIDDEN,
    w=KERNEL,
    n=LONG_ROW,
    shift=0,
    kernel=same,
    first=1,
    last=k2,
    outside=padded,
    length=k2,
    operator=full,
):
    return eq(
        operator(h, w)[n],
        total(lambda j: outside(h)[plus(n + j - length, shift)] * kernel(w)[j], first, last),
    )


@FULL_JACOBIAN.family(
    "derivative_by_a_shifted_entry_of_the_input",
    {"shift": 1},
    {"first": 0},
    {"last": h_full + 1},
    {"kernel": flip},
    {"sign": -1},
    {"operator": full_flipping},
)
def derivative_by_a_shifted_entry_of_the_input(
    h=LONG_HIDDEN,
    w=KERNEL,
    n=LONG_ROW,
    j=KERNEL_PLACE,
    shift=0,
    first=1,
    last=h_full,
    kernel=same,
    sign=1,
    operator=full,
):
    place = plus(n + j - k2, shift)
    return implies(
        all_of(le(first, place), le(place, last)),
        eq(diff(operator(h, w)[n], h[place]), times(sign)(kernel(w)[j])),
    )
