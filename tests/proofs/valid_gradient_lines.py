"""The lines on the gradient through a valid convolution, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    array,
    correlate,
    diff,
    eq,
    flip,
    grad,
    iverson,
    le,
    padded,
    progression,
    total,
)
from tests.proofs.convolutions import (
    COLUMN,
    FITS,
    HIDDEN,
    KERNEL,
    LOSS,
    NAME,
    a_length,
    d,
    exchanged,
    flipping,
    full,
    h_length,
    k1,
    k2,
)
from tests.proofs.families import Families, plus, same, times

VALID_GRADIENT = Families(NAME)


def by_the_chain_rule(g: Any, a: Any, hidden: Any, first: Any = 1, last: Any = a_length) -> Any:
    """All rows, each weighted by the gradient there."""
    return total(lambda i: g[i] * diff(a[i], hidden), first, last)


@VALID_GRADIENT.family(
    "gradient_by_the_chain_rule",
    {"first": 2},
    {"last": a_length - 1},
    {"factor": 2},
    {"shift": 1},
    {"other": flipping},
    given=FITS,
)
def chain_rule(
    L=LOSS, h=HIDDEN, w=KERNEL, n=COLUMN, first=1, last=a_length, factor=1, shift=0, other=correlate
):
    a = correlate(h, w)
    g = L.grad(a)
    rows = by_the_chain_rule(g, other(h, w), h[plus(n, shift)], first, last)
    return eq(grad(L(a), h)[n], times(factor)(rows))


def rows_that_see(
    g: Any, a: Any, h: Any, n: Any, first: Any = 1, last: Any = k2, shift: int = 0, top: Any = 0
) -> Any:
    """The rows n - j + 1 that there are, for every place j of the kernel."""

    def term(j: Any) -> Any:
        row = plus(n - j + 1, shift)
        inside = all_of(le(1, row), le(row, plus(a_length, top)))
        return iverson(inside) * g[row] * diff(a[row], h[n])

    return total(term, first, last)


@VALID_GRADIENT.family(
    "gradient_by_the_chain_rule",
    {"first": 2},
    {"last": k2 - 1},
    {"shift": 1},
    {"top": -1},
    {"top": 1},
    {"other": flipping},
    line=2,
    given=FITS,
)
def rows_that_see_an_entry(
    L=LOSS, h=HIDDEN, w=KERNEL, n=COLUMN, first=1, last=k2, shift=0, top=0, other=correlate
):
    a = correlate(h, w)
    g = L.grad(a)
    rows = rows_that_see(g, other(h, w), h, n, first, last, shift, top)
    return eq(by_the_chain_rule(g, a, h[n]), rows)


@VALID_GRADIENT.family(
    "gradient_by_the_chain_rule",
    {"shift": 1},
    {"turned": True},
    {"kernel": flip},
    {"last": k2 - 1},
    {"sign": -1},
    {"outside": same},
    line=3,
    given=FITS,
)
def entries_of_the_kernel(
    L=LOSS,
    h=HIDDEN,
    w=KERNEL,
    n=COLUMN,
    shift=0,
    turned=False,
    kernel=same,
    last=k2,
    sign=1,
    outside=padded,
):
    a = correlate(h, w)
    g = L.grad(a)

    def term(j: Any) -> Any:
        place = n + j - 1 if turned else n - j + 1
        return outside(g)[plus(place, shift)] * kernel(w)[j]

    return eq(rows_that_see(g, a, h, n), times(sign)(total(term, 1, last)))


@VALID_GRADIENT.family(
    "gradient_as_a_column",
    {"length": a_length},
    {"sign": -1},
    {"shift": 1},
    {"last": a_length - 1},
    {"other": flipping},
    given=FITS,
)
def gradient_as_a_column(
    L=LOSS, h=HIDDEN, w=KERNEL, length=None, sign=1, shift=0, last=a_length, other=correlate
):
    a = correlate(h, w)
    g, b = L.grad(a), other(h, w)

    def row(n: Any) -> Any:
        slope = h[plus(n, shift)]
        return progression(
            g[1] * diff(b[1], slope),
            g[2] * diff(b[2], slope),
            ...,
            g[last - 1] * diff(b[last - 1], slope),
            g[last] * diff(b[last], slope),
        )

    length = d - k1 + 1 if length is None else length
    return eq(times(sign)(grad(L(a), h)), array(length, row))


@VALID_GRADIENT.family(
    "gradient_with_its_zeros",
    {"exchanged": True},
    {"corner": 1},
    {"top": 2},
    {"sign": -1},
    {"value": 1},
    {"given": FITS},
    given=[le(3, a_length)],
)
def gradient_with_its_zeros(
    L=LOSS, h=HIDDEN, w=KERNEL, exchanged=False, corner=k2, top=1, sign=1, value=0
):
    a, last, right = correlate(h, w), a_length, h_length
    g, v = L.grad(a), grad(L(a), h)
    second = g[1] * w[1] + g[2] * padded(w)[2] if exchanged else g[1] * padded(w)[2] + g[2] * w[1]
    return all_of(
        eq(diff(a[last], h[1]), value),
        eq(v[1], times(sign)(g[1] * w[top]) + progression(g[2] * 0, g[3] * 0, ..., g[last] * 0)),
        eq(diff(a[last], h[2]), 0),
        eq(v[2], second + progression(g[3] * 0, g[4] * 0, ..., g[last] * 0)),
        eq(
            v[right],
            progression(g[1] * 0, g[2] * 0, ..., g[last - 1] * 0) + g[last] * w[corner],
        ),
    )


@VALID_GRADIENT.family(
    "gradient_is_a_full_convolution",
    {"kernel": same},
    {"operator": correlate},
    {"operator": exchanged},
    {"factor": 2},
    {"convolution": flipping},
    given=FITS,
)
def gradient_is_a_full_convolution(
    L=LOSS, h=HIDDEN, w=KERNEL, kernel=flip, operator=full, factor=1, convolution=correlate
):
    a = convolution(h, w)
    return eq(grad(L(a), h), times(factor)(operator(L.grad(a), kernel(w))))
