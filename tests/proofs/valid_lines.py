"""The lines on the valid convolution and its lengths, and what is changed in their siblings."""

from __future__ import annotations

from symderive import (
    array,
    correlate,
    eq,
    flip,
    greater_of,
    iverson,
    le,
    lesser_of,
    lt,
    progression,
    relu,
    total,
)
from tests.proofs.convolutions import (
    FIRST_KERNEL,
    FITS,
    FITS_ONCE,
    HIDDEN,
    INPUT,
    KERNEL,
    NAME,
    a_length,
    d,
    flipping,
    full,
    h_length,
    k1,
    k2,
    rising,
)
from tests.proofs.families import Families, plus, same, times

VALID = Families(NAME)


@VALID.family(
    "first_convolution",
    {"shift": 1},
    {"kernel": flip},
    {"length": d - k1},
    {"operator": full},
    {"operator": flipping},
    {"given": ()},
    given=FITS_ONCE,
)
def first_convolution(
    x=INPUT, u=FIRST_KERNEL, shift=0, kernel=same, length=h_length, operator=correlate
):
    return eq(
        operator(x, u),
        array(length, lambda n: progression(*rising(x, kernel(u), plus(n, shift), k1))),
    )


@VALID.family(
    "entries_of_the_hidden_vector",
    {"shift": 1},
    {"length": d - k1},
    {"length": d},
    {"sign": -1},
    {"rectified": same},
    given=FITS_ONCE,
)
def entries_of_the_hidden_vector(
    x=INPUT, u=FIRST_KERNEL, shift=0, length=h_length, sign=1, rectified=relu
):
    h = relu(correlate(x, u))
    other = rectified(correlate(x, u))
    return eq(h, array(length, lambda n: times(sign)(other[plus(n, shift)])))


@VALID.family(
    "first_row",
    {"place": 2},
    {"shift": 1},
    {"kernel": flip},
    {"operator": flipping},
    {"given": ()},
    given=FITS,
)
def first_row(h=HIDDEN, w=KERNEL, place=1, shift=0, kernel=same, operator=correlate):
    return eq(operator(h, w)[place], progression(*rising(h, kernel(w), plus(1, shift), k2)))


@VALID.family(
    "second_convolution",
    {"shift": 1},
    {"kernel": flip},
    {"length": h_length},
    {"operator": full},
    {"operator": flipping},
    {"given": FITS_ONCE},
    given=FITS,
)
def second_convolution(
    h=HIDDEN, w=KERNEL, shift=0, kernel=same, length=a_length, operator=correlate
):
    return eq(
        operator(h, w),
        array(length, lambda n: progression(*rising(h, kernel(w), plus(n, shift), k2))),
    )


@VALID.family(
    "first_length",
    {"shift": 1},
    {"inside": lt},
    {"last": d - 1},
    {"kernel": k2},
    {"given": ()},
    given=FITS_ONCE,
)
def first_length(shift=0, inside=le, last=d, kernel=k1):
    windows = total(lambda n: iverson(inside(n + k1 - 1, d)), 1, last)
    return eq(windows, plus(d - kernel + 1, shift))


@VALID.family(
    "rectifier_keeps_the_length",
    {"shift": 1},
    {"rectified": lesser_of},
    {"bound": 1},
    {"at": 1},
    {"kernel": k2},
    given=FITS_ONCE,
)
def rectifier_keeps_the_length(a=HIDDEN, shift=0, rectified=greater_of, bound=0, at=0, kernel=k1):
    return eq(
        relu(a),
        array(plus(d - kernel + 1, shift), lambda n: rectified(a[plus(n, at)], bound)),
    )


@VALID.family(
    "second_length",
    {"shift": 1},
    {"inside": lt},
    {"first": 2},
    {"kernel": k1},
    {"given": ()},
    given=FITS,
)
def second_length_by_windows(shift=0, inside=le, first=1, kernel=k2):
    windows = total(lambda n: iverson(inside(n + k2 - 1, d - k1 + 1)), first, d)
    return eq(windows, plus(d - k1 + 1 - kernel + 1, shift))


@VALID.family(
    "second_length", {"shift": 1}, {"shift": -1}, {"sign": -1}, {"kernel": k1}, line=2, given=FITS
)
def second_length_collected(shift=0, sign=1, kernel=k2):
    left = d - k1 + 1 - k2 + 1
    return eq(left, plus(d - k1 - kernel + 2 if sign == 1 else d - k1 + kernel + 2, shift))
