"""The lines on convolutions of matrices, their size and their entries, and their siblings."""

from __future__ import annotations

from symderive import (
    all_of,
    array,
    correlate,
    eq,
    index,
    iverson,
    le,
    lt,
    matrix,
    pad,
    padded,
    size,
    total,
)
from tests.proofs.families import Families, plus, same, times

PLANE = Families("convolution_2d")
SHEET = PLANE.sheet()
m, n, k, l, s, t, p, d = (getattr(SHEET, name) for name in "mnklstpd")
h, w, exact_h, exact_w, rho = SHEET.h, SHEET.w, SHEET.exact_h, SHEET.exact_w, SHEET.rho
height, windows, fits, place = SHEET.height, SHEET.windows, SHEET.fits, SHEET.place
convolved = SHEET.convolved
not_empty, exact = SHEET.not_empty, SHEET.exact

image, kernel, outer_gradient = matrix(h, w), matrix(k, l), matrix(m, n)
out_i, out_j, row_u, column_v = index(m), index(n), index(h), index(w)
kernel_c, kernel_e = index(k), index(l)
some = size()


@PLANE.family(
    "last_window",
    {"shift": 1},
    {"shift": -1},
    {"below": lt},
    {"ends": lambda i, height: le(place(i, k) + 1, height + 2 * p)},
    {"ends": lambda i, height: le(place(i, k), height + p)},
)
def last_window(i=some, ends=fits, below=le, shift=0):
    return eq(iverson(ends(i, height(d))), iverson(below(i, plus(windows(height(d)), shift))))


@PLANE.family(
    "size_of_the_output",
    {"last": d},
    {"shift": 1},
    {"ends": lambda i, height: le(place(i, k), height + p)},
    {"ends": lambda i, height: le(s * i + t * (k - 1) + 1, height + 2 * p)},
)
def size_of_the_output(ends=fits, last=d + 1, shift=0):
    return eq(total(lambda i: iverson(ends(i, height(d))), last), plus(windows(height(d)), shift))


@PLANE.family(
    "size_with_a_remainder",
    {"rows": h + s},
    {"rows": h - rho - 1},
    {"count": m + 1},
    {"count": m - 1},
)
def size_with_a_remainder(rows=h, count=m):
    return eq(windows(rows), count)


@PLANE.family(
    "every_room_has_a_remainder",
    {"number": lambda d: d // s},
    {"rest": lambda d: (d + 1) % s},
    {"below": lambda rest, s: lt(rest, s - 1)},
    {"first": 2},
)
def every_room_has_a_remainder(
    number=lambda d: d // s + 1, rest=lambda d: d % s, below=lt, first=1
):
    return all_of(
        eq(d, s * (number(d) - 1) + rest(d)),
        le(first, number(d)),
        le(0, rest(d)),
        below(rest(d), s),
    )


def window_sum(X, K, i, j, at=place, shift=p):
    return total(lambda c, e: padded(X)[at(i, c) - shift, place(j, e) - p] * K[c, e], k, l)


@PLANE.family(
    "entries_of_the_output",
    {"rows": m + 1},
    {"at": lambda i, c: s * i + t * (c - 1) + 1},
    {"at": lambda i, c: s * (i - 1) + t * c},
    {"shift": 0},
    {"shift": p + 1},
    {"factor": -1},
    given=not_empty,
)
def entries_of_the_output(X=image, K=kernel, rows=m, at=place, shift=p, factor=1):
    return eq(
        times(factor)(convolved(X, K)),
        array((rows, n), lambda i, j: window_sum(X, K, i, j, at, shift)),
    )


@PLANE.family(
    "padding_comes_first",
    {"before": p + 1},
    {"after": p + s},
    {"stride": 1},
    {"dilation": 1},
    {"factor": -1},
    given=not_empty,
)
def padding_comes_first(X=image, K=kernel, before=p, after=p, stride=s, dilation=t, factor=1):
    found = correlate(pad(X, before, after), K, stride=stride, dilation=dilation)
    return eq(convolved(X, K), times(factor)(found))


@PLANE.family(
    "dilation_is_in_the_kernel",
    {"step": t + 1},
    {"length": t * k},
    {"stride": 1},
    {"padding": 0},
    {"before": same},
    given=not_empty,
)
def dilation_is_in_the_kernel(
    X=image,
    K=kernel,
    step=t,
    length=t * (k - 1) + 1,
    stride=s,
    padding=p,
    before=lambda c: c - 1,
):
    dilated = array(
        (length, t * (l - 1) + 1),
        lambda a, b: total(
            lambda c, e: (
                iverson(all_of(eq(a, step * before(c) + 1), eq(b, t * (e - 1) + 1))) * K[c, e]
            ),
            k,
            l,
        ),
    )
    return eq(convolved(X, K), correlate(X, dilated, stride=stride, padding=padding))
