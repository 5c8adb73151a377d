"""The lines on the full convolution with the flipped kernel, and what their siblings change."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    any_of,
    array,
    correlate,
    eq,
    flip,
    ge,
    gt,
    iff,
    index,
    le,
    lt,
    padded,
    progression,
    total,
)
from tests.proofs.convolutions import (
    COLUMN,
    FITS,
    KERNEL,
    KERNEL_PLACE,
    NAME,
    OUTPUT,
    a_length,
    d,
    exchanged,
    full,
    full_flipping,
    h_length,
    k1,
    k2,
)
from tests.proofs.families import Families, plus, same, times

FLIPPED_KERNEL = Families(NAME)
TWO_ENTRIES = [*FITS, le(2, h_length)]


@FLIPPED_KERNEL.family(
    "full_convolution_with_the_flipped_kernel",
    {"shift": 1},
    {"kernel": same},
    {"last": k2 - 1},
    {"operator": full_flipping},
    {"operator": exchanged},
    {"n": index(h_length + 1)},
    given=FITS,
)
def what_the_full_convolution_is(
    g=OUTPUT, w=KERNEL, n=COLUMN, shift=0, kernel=flip, last=k2, operator=full
):
    return eq(
        operator(g, flip(w))[n],
        total(lambda j: padded(g)[plus(n + j - k2, shift)] * kernel(w)[j], 1, last),
    )


@FLIPPED_KERNEL.family(
    "full_convolution_with_the_flipped_kernel",
    {"shift": 1},
    {"at": 1},
    {"kernel": flip},
    {"first": 2},
    {"sign": -1},
    line=2,
    given=FITS,
)
def what_the_flip_is(g=OUTPUT, w=KERNEL, n=COLUMN, shift=0, at=0, kernel=same, first=1, sign=1):
    around = padded(g)
    return eq(
        total(lambda j: around[n + j - k2] * flip(w)[j], 1, k2),
        times(sign)(
            total(
                lambda j: around[plus(n + j - k2, shift)] * kernel(w)[plus(k2 - j + 1, at)],
                first,
                k2,
            )
        ),
    )


@FLIPPED_KERNEL.family(
    "full_convolution_with_the_flipped_kernel",
    {"shift": 1},
    {"turned": True},
    {"kernel": flip},
    {"last": k2 - 1},
    line=3,
    given=FITS,
)
def counted_from_the_other_end(
    g=OUTPUT, w=KERNEL, n=COLUMN, shift=0, turned=False, kernel=same, last=k2
):
    around = padded(g)

    def term(j: Any) -> Any:
        place = n + j - 1 if turned else n - j + 1
        return around[plus(place, shift)] * kernel(w)[j]

    return eq(total(lambda j: around[n + j - k2] * w[k2 - j + 1], 1, k2), total(term, 1, last))


@FLIPPED_KERNEL.family(
    "length_of_the_full_convolution",
    {"length": d - k1},
    {"length": a_length},
    {"shift": 1},
    {"sign": -1},
    {"operator": correlate},
    given=FITS,
)
def length_of_the_full_convolution(g=OUTPUT, w=KERNEL, length=None, shift=0, sign=1, operator=full):
    v = operator(g, flip(w))
    length = d - k1 + 1 if length is None else length
    return eq(v, array(length, lambda n: times(sign)(v[plus(n, shift)])))


@FLIPPED_KERNEL.family(
    "full_first_row",
    {"place": 2},
    {"shift": 1},
    {"kernel": flip},
    {"flipped": same},
    {"last": 2},
    given=FITS,
)
def full_first_row(g=OUTPUT, w=KERNEL, place=1, shift=0, kernel=same, flipped=flip, last=1):
    around, u = padded(g), kernel(w)
    return eq(
        full(g, flipped(w))[place],
        progression(
            around[plus(2 - k2, shift)] * u[k2],
            around[plus(3 - k2, shift)] * u[k2 - 1],
            ...,
            around[plus(last, shift)] * u[last],
        ),
    )


@FLIPPED_KERNEL.family(
    "full_second_row",
    {"place": 1},
    {"shift": -1},
    {"kernel": flip},
    {"flipped": same},
    {"given": FITS},
    given=TWO_ENTRIES,
)
def full_second_row(g=OUTPUT, w=KERNEL, place=2, shift=0, kernel=same, flipped=flip):
    row, around, u = full(g, flipped(w))[place], padded(g), padded(kernel(w))
    return eq(
        row,
        progression(
            around[plus(3 - k2, shift)] * u[k2],
            around[plus(4 - k2, shift)] * u[k2 - 1],
            ...,
            around[plus(1, shift)] * u[2],
            around[plus(2, shift)] * u[1],
        ),
    )


@FLIPPED_KERNEL.family(
    "full_last_row",
    {"place": h_length - 1},
    {"shift": -1},
    {"kernel": flip},
    {"flipped": same},
    {"outside": same},
    given=FITS,
)
def full_last_row(
    g=OUTPUT, w=KERNEL, place=h_length, shift=0, kernel=same, flipped=flip, outside=padded
):
    after, i, u = outside(g), d - k1 - k2 + 2, kernel(w)
    return eq(
        full(g, flipped(w))[place],
        progression(
            after[plus(i, shift)] * u[k2],
            after[plus(i + 1, shift)] * u[k2 - 1],
            ...,
            after[plus(i - 1 + k2, shift)] * u[1],
        ),
    )


@FLIPPED_KERNEL.family(
    "where_the_padding_is",
    {"lower": 0},
    {"lower": 2},
    {"upper": 1},
    {"upper": -1},
    {"above": ge},
    {"joined": all_of},
    given=FITS,
)
def where_the_padding_is(n=COLUMN, j=KERNEL_PLACE, lower=1, upper=0, above=gt, joined=any_of):
    return iff(
        any_of(lt(n + j - k2, 1), gt(n + j - k2, a_length)),
        joined(lt(n + j - k2, lower), above(n + j, plus(d - k1 + 2, upper))),
    )


def terms_of_padding(w: Any, first: Any, second: Any, last: Any) -> Any:
    """The terms of a row that stand where the gradient is padded."""
    return progression(0 * w[first], 0 * w[second], ..., 0 * w[last])


@FLIPPED_KERNEL.family(
    "simplified_first_row",
    {"place": h_length},
    {"entry": k2},
    {"sign": -1},
    {"flipped": same},
    given=FITS,
)
def simplified_first_row(g=OUTPUT, w=KERNEL, place=1, entry=1, sign=1, flipped=flip):
    zeros = terms_of_padding(w, k2, k2 - 1, 2)
    return eq(full(g, flipped(w))[place], zeros + times(sign)(g[1] * w[entry]))


@FLIPPED_KERNEL.family(
    "simplified_second_row",
    {"place": 1},
    {"entries": (1, 2)},
    {"entries": (2, 2)},
    {"flipped": same},
    {"given": FITS},
    given=TWO_ENTRIES,
)
def simplified_second_row(g=OUTPUT, w=KERNEL, place=2, entries=(2, 1), flipped=flip):
    zeros = terms_of_padding(w, k2, k2 - 1, 3)
    first, second = entries
    known = padded(w)[first], w[second]
    return eq(full(g, flipped(w))[place], zeros + g[1] * known[0] + padded(g)[2] * known[1])


@FLIPPED_KERNEL.family(
    "simplified_last_row",
    {"place": 1},
    {"entry": 1},
    {"at": 1},
    {"sign": -1},
    {"flipped": same},
    given=FITS,
)
def simplified_last_row(
    g=OUTPUT, w=KERNEL, place=h_length, entry=k2, at=a_length, sign=1, flipped=flip
):
    zeros = terms_of_padding(w, k2 - 1, k2 - 2, 1)
    return eq(full(g, flipped(w))[place], times(sign)(g[at] * w[entry]) + zeros)
