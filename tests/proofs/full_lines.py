"""The lines on the full convolution and its lengths, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    array,
    correlate,
    eq,
    flip,
    grad,
    greater_of,
    index,
    iverson,
    le,
    lesser_of,
    lt,
    padded,
    progression,
    relu,
    total,
)
from tests.proofs.convolutions import (
    FIRST_KERNEL,
    FITS,
    FITS_ONCE,
    INPUT,
    KERNEL,
    LONG_HIDDEN,
    LONG_ROW,
    LOSS_OF_HIDDEN,
    NAME,
    a_full,
    d,
    exchanged,
    flipping,
    full,
    full_flipping,
    h_full,
    k1,
    k2,
)
from tests.proofs.families import Families, plus, same, times

FULL = Families(NAME)


def reaching(values: Any, kernel: Any, end: Any, count: Any) -> Any:
    """A row of the full convolution: values up to a place, times the kernel with its entries."""
    return progression(
        values[end + 1 - count] * kernel[1],
        values[end + 2 - count] * kernel[2],
        ...,
        values[end] * kernel[count],
    )


@FULL.family(
    "first_full_convolution",
    {"shift": 1},
    {"kernel": flip},
    {"length": d + k1},
    {"length": d},
    {"outside": same},
    {"operator": full_flipping},
)
def first_full_convolution(
    x=INPUT,
    u=FIRST_KERNEL,
    shift=0,
    kernel=same,
    length=h_full,
    outside=padded,
    operator=full,
):
    around = outside(x)
    return eq(
        operator(x, u),
        array(length, lambda n: reaching(around, kernel(u), plus(n, shift), k1)),
    )


@FULL.family(
    "entries_of_the_longer_hidden_vector",
    {"shift": 1},
    {"length": d + k1},
    {"length": d},
    {"sign": -1},
    {"rectified": same},
)
def entries_of_the_longer_hidden_vector(
    x=INPUT, u=FIRST_KERNEL, shift=0, length=h_full, sign=1, rectified=relu
):
    h, other = relu(full(x, u)), rectified(full(x, u))
    return eq(h, array(length, lambda n: times(sign)(other[plus(n, shift)])))


@FULL.family(
    "second_full_convolution",
    {"shift": 1},
    {"kernel": flip},
    {"outside": same},
    {"n": index(a_full + 1)},
    {"operator": full_flipping},
    {"operator": correlate},
)
def second_full_convolution(
    h=LONG_HIDDEN, w=KERNEL, n=LONG_ROW, shift=0, kernel=same, outside=padded, operator=full
):
    return eq(operator(h, w)[n], reaching(outside(h), kernel(w), plus(n, shift), k2))


@FULL.family(
    "first_full_length",
    {"shift": 1},
    {"inside": lt},
    {"last": d},
    {"first": 2},
    {"kernel": k2},
)
def first_full_length(shift=0, inside=le, first=1, last=d + k1, kernel=k1):
    windows = total(lambda n: iverson(inside(n + 1 - k1, d)), first, last)
    return eq(windows, plus(d + kernel - 1, shift))


@FULL.family(
    "rectifier_keeps_the_full_length",
    {"shift": 1},
    {"rectified": lesser_of},
    {"bound": 1},
    {"at": 1},
    {"kernel": k2},
)
def rectifier_keeps_the_full_length(
    a=LONG_HIDDEN, shift=0, rectified=greater_of, bound=0, at=0, kernel=k1
):
    return eq(
        relu(a),
        array(plus(d + kernel - 1, shift), lambda n: rectified(a[plus(n, at)], bound)),
    )


@FULL.family(
    "second_full_length",
    {"shift": 1},
    {"inside": lt},
    {"first": 2},
    {"last": d + k1},
    {"kernel": k1},
)
def second_full_length_by_windows(shift=0, inside=le, first=1, last=d + k1 + k2, kernel=k2):
    windows = total(lambda n: iverson(inside(n + 1 - k2, d + k1 - 1)), first, last)
    return eq(windows, plus(d + k1 - 1 + kernel - 1, shift))


@FULL.family(
    "second_full_length", {"shift": 1}, {"shift": -1}, {"kernel": k1}, {"kernel": -k2}, line=2
)
def second_full_length_collected(shift=0, kernel=k2):
    return eq(d + k1 - 1 + k2 - 1, plus(d + k1 + kernel - 2, shift))


# Beyond the questions


@FULL.family(
    "two_convolutions_are_one",
    {"joined": full},
    {"joined": flipping},
    {"outer": flipping},
    {"kernel": flip},
    {"factor": 2},
    {"given": FITS_ONCE},
    given=FITS,
)
def two_convolutions_are_one(
    x=INPUT,
    u=FIRST_KERNEL,
    w=KERNEL,
    joined=full_flipping,
    outer=correlate,
    kernel=same,
    factor=1,
):
    return eq(correlate(correlate(x, u), w), times(factor)(outer(x, joined(u, kernel(w)))))


@FULL.family(
    "two_full_convolutions_are_one",
    {"joined": full},
    {"joined": exchanged},
    {"outer": full_flipping},
    {"outer": correlate},
    {"kernel": flip},
    {"factor": -1},
)
def two_full_convolutions_are_one(
    x=INPUT, u=FIRST_KERNEL, w=KERNEL, joined=full_flipping, outer=full, kernel=same, factor=1
):
    return eq(full(full(x, u), w), times(factor)(outer(x, joined(u, kernel(w)))))


@FULL.family(
    "flipping_the_kernel",
    {"kernel": same},
    {"operator": full},
    {"operator": exchanged},
    {"factor": -1},
    {"left": full_flipping},
    given=FITS_ONCE,
)
def flipping_the_kernel(
    x=INPUT, u=FIRST_KERNEL, kernel=flip, operator=correlate, factor=1, left=flipping
):
    return eq(left(x, u), times(factor)(operator(x, kernel(u))))


@FULL.family(
    "gradient_by_the_kernel",
    {"flipped": flip},
    {"operator": full},
    {"operator": flipping},
    {"factor": 2},
    {"convolution": flipping},
    given=FITS_ONCE,
)
def gradient_by_the_kernel(
    L=LOSS_OF_HIDDEN,
    x=INPUT,
    u=FIRST_KERNEL,
    flipped=same,
    operator=correlate,
    factor=1,
    convolution=correlate,
):
    a = convolution(x, u)
    return eq(grad(L(a), u), times(factor)(operator(x, flipped(L.grad(a)))))
