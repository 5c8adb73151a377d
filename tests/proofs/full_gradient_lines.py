"""The lines on the gradient through a full convolution, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    correlate,
    diff,
    eq,
    flip,
    grad,
    le,
    padded,
    progression,
    total,
)
from tests.proofs.convolutions import (
    KERNEL,
    LONG_COLUMN,
    LONG_HIDDEN,
    LONG_LOSS,
    LONG_OUTPUT,
    NAME,
    a_full,
    flipping,
    full,
    full_flipping,
    h_full,
    k2,
)
from tests.proofs.families import Families, plus, same, times

FULL_GRADIENT = Families(NAME)


def all_rows(g: Any, a: Any, hidden: Any, first: Any = 1, last: Any = a_full) -> Any:
    """All rows, each weighted by the gradient there."""
    return total(lambda i: g[i] * diff(a[i], hidden), first, last)


@FULL_GRADIENT.family(
    "full_gradient_by_the_chain_rule",
    {"first": 2},
    {"last": a_full - 1},
    {"factor": 2},
    {"shift": 1},
    {"other": full_flipping},
)
def chain_rule(
    L=LONG_LOSS,
    h=LONG_HIDDEN,
    w=KERNEL,
    n=LONG_COLUMN,
    first=1,
    last=a_full,
    factor=1,
    shift=0,
    other=full,
):
    a = full(h, w)
    rows = all_rows(L.grad(a), other(h, w), h[plus(n, shift)], first, last)
    return eq(grad(L(a), h)[n], times(factor)(rows))


def by_the_jacobian(g: Any, w: Any, n: Any, shift: int = 0, first: Any = 1) -> Any:
    """All rows, each weighted by its entry of the band matrix in column n."""
    return total(lambda i: g[i] * padded(w)[plus(n - i + k2, shift)], first, a_full)


@FULL_GRADIENT.family(
    "full_gradient_by_the_chain_rule",
    {"shift": 1},
    {"first": 2},
    {"kernel": flip},
    {"sign": -1},
    {"convolution": full_flipping},
    line=2,
)
def entries_of_the_jacobian(
    L=LONG_LOSS,
    h=LONG_HIDDEN,
    w=KERNEL,
    n=LONG_COLUMN,
    shift=0,
    first=1,
    kernel=same,
    sign=1,
    convolution=full,
):
    a = full(h, w)
    g = L.grad(a)
    rows = by_the_jacobian(g, kernel(w), n, shift, first)
    return eq(all_rows(g, convolution(h, w), h[n]), times(sign)(rows))


@FULL_GRADIENT.family(
    "full_gradient_by_the_chain_rule",
    {"shift": 1},
    {"at": 1},
    {"kernel": flip},
    {"last": k2 - 1},
    {"factor": 2},
    line=3,
)
def rows_that_see_an_entry(
    L=LONG_LOSS,
    h=LONG_HIDDEN,
    w=KERNEL,
    n=LONG_COLUMN,
    shift=0,
    at=0,
    kernel=same,
    last=k2,
    factor=1,
):
    g = L.grad(full(h, w))
    seen = total(lambda j: g[plus(n + j - 1, shift)] * kernel(w)[plus(k2 - j + 1, at)], 1, last)
    return eq(by_the_jacobian(g, w, n), times(factor)(seen))


def zeros_from(g: Any, first: Any, second: Any, last: Any) -> Any:
    """Entries of the gradient times zero."""
    return progression(g[first] * 0, g[second] * 0, ..., g[last] * 0)


def falling(g: Any, w: Any, start: Any, second: Any, last: Any) -> Any:
    """Entries of the gradient from a place on, times the kernel from its end."""
    return progression(g[start] * w[k2], g[second] * w[k2 - 1], ..., g[last] * w[1])


@FULL_GRADIENT.family(
    "full_gradient_with_its_zeros",
    {"kernel": flip},
    {"right": a_full},
    {"value": 1},
    {"sign": -1},
    {"factor": 2},
    {"given": [le(2, h_full)]},
    given=[le(3, h_full)],
)
def full_gradient_with_its_zeros(
    L=LONG_LOSS, h=LONG_HIDDEN, w=KERNEL, kernel=same, right=h_full, value=0, sign=1, factor=1
):
    a, last, u = full(h, w), a_full, kernel(w)
    g, v = L.grad(a), grad(L(a), h)
    first_row = falling(g, u, 1, 2, k2)
    last_row = falling(g, u, right, right + 1, last)
    return all_of(
        eq(diff(a[last], h[1]), value),
        eq(v[1], times(sign)(first_row) + zeros_from(g, k2 + 1, k2 + 2, last)),
        eq(diff(a[last], h[2]), 0),
        eq(
            v[2],
            g[1] * 0 + falling(g, u, 2, 3, k2 + 1) + zeros_from(g, k2 + 2, k2 + 3, last),
        ),
        eq(
            v[right - 1],
            zeros_from(g, 1, 2, right - 2)
            + falling(g, u, right - 1, right, last - 1)
            + g[last] * 0,
        ),
        eq(v[right], zeros_from(g, 1, 2, right - 1) + times(factor)(last_row)),
    )


@FULL_GRADIENT.family(
    "compact_first_row", {"place": 2}, {"shift": 1}, {"kernel": flip}, {"factor": -1}
)
def compact_first_row(
    L=LONG_LOSS, h=LONG_HIDDEN, w=KERNEL, place=1, shift=0, kernel=same, factor=1
):
    a = full(h, w)
    row = falling(L.grad(a), kernel(w), plus(1, shift), plus(2, shift), plus(k2, shift))
    return eq(grad(L(a), h)[place], times(factor)(row))


@FULL_GRADIENT.family(
    "compact_second_row",
    {"place": 1},
    {"shift": -1},
    {"kernel": flip},
    {"convolution": full_flipping},
    {"given": ()},
    given=[le(2, h_full)],
)
def compact_second_row(
    L=LONG_LOSS, h=LONG_HIDDEN, w=KERNEL, place=2, shift=0, kernel=same, convolution=full
):
    a = convolution(h, w)
    row = falling(L.grad(a), kernel(w), plus(2, shift), plus(3, shift), plus(k2 + 1, shift))
    return eq(grad(L(a), h)[place], row)


@FULL_GRADIENT.family(
    "compact_last_row",
    {"place": 1},
    {"shift": -1},
    {"kernel": flip},
    {"convolution": full_flipping},
    {"factor": 2},
)
def compact_last_row(
    L=LONG_LOSS,
    h=LONG_HIDDEN,
    w=KERNEL,
    place=h_full,
    shift=0,
    kernel=same,
    convolution=full,
    factor=1,
):
    a, last = convolution(h, w), a_full
    row = falling(
        L.grad(a),
        kernel(w),
        plus(last - k2 + 1, shift),
        plus(last - k2 + 2, shift),
        plus(last, shift),
    )
    return eq(grad(L(a), h)[place], times(factor)(row))


@FULL_GRADIENT.family(
    "valid_convolution_with_the_flipped_kernel",
    {"shift": 1},
    {"kernel": same},
    {"last": k2 - 1},
    {"operator": flipping},
    {"operator": full},
)
def what_the_valid_convolution_is(
    g=LONG_OUTPUT, w=KERNEL, n=LONG_COLUMN, shift=0, kernel=flip, last=k2, operator=correlate
):
    return eq(
        operator(g, flip(w))[n],
        total(lambda j: g[plus(n + j - 1, shift)] * kernel(w)[j], 1, last),
    )


@FULL_GRADIENT.family(
    "valid_convolution_with_the_flipped_kernel",
    {"shift": 1},
    {"at": 1},
    {"kernel": flip},
    {"first": 2},
    {"sign": -1},
    line=2,
)
def what_the_flip_is(
    g=LONG_OUTPUT, w=KERNEL, n=LONG_COLUMN, shift=0, at=0, kernel=same, first=1, sign=1
):
    turned = total(lambda j: g[plus(n + j - 1, shift)] * kernel(w)[plus(k2 - j + 1, at)], first, k2)
    return eq(total(lambda j: g[n + j - 1] * flip(w)[j], 1, k2), times(sign)(turned))


@FULL_GRADIENT.family(
    "valid_first_two_rows",
    {"places": (2, 1)},
    {"shift": 1},
    {"kernel": flip},
    {"operator": flipping},
    {"given": ()},
    given=[le(2, h_full)],
)
def valid_first_two_rows(
    g=LONG_OUTPUT, w=KERNEL, places=(1, 2), shift=0, kernel=same, operator=correlate
):
    v, u = operator(g, flip(w)), kernel(w)
    return all_of(
        eq(v[places[0]], falling(g, u, 1, 2, 1 + k2 - 1)),
        eq(
            v[places[1]],
            falling(g, u, plus(2, shift), plus(3, shift), plus(2 + k2 - 1, shift)),
        ),
    )


@FULL_GRADIENT.family(
    "valid_last_row",
    {"place": 1},
    {"shift": -1},
    {"kernel": flip},
    {"flipped": same},
    {"operator": flipping},
)
def valid_last_row(
    g=LONG_OUTPUT, w=KERNEL, place=h_full, shift=0, kernel=same, flipped=flip, operator=correlate
):
    last, row = plus(a_full, shift), operator(g, flipped(w))[place]
    around, u = padded(g), padded(kernel(w))
    return eq(
        row,
        progression(
            around[last - k2 + 1] * u[k2],
            around[last - k2 + 2] * u[k2 - 1],
            ...,
            around[last - 1] * u[2],
            around[last] * u[1],
        ),
    )


@FULL_GRADIENT.family(
    "entry_of_the_gradient",
    {"shift": 1},
    {"kernel": same},
    {"operator": full},
    {"operator": flipping},
    {"sign": -1},
)
def entry_of_the_gradient(
    L=LONG_LOSS,
    h=LONG_HIDDEN,
    w=KERNEL,
    n=LONG_COLUMN,
    shift=0,
    kernel=flip,
    operator=correlate,
    sign=1,
):
    a = full(h, w)
    found = operator(L.grad(a), kernel(w))[plus(n, shift)]
    return eq(grad(L(a), h)[n], times(sign)(found))


@FULL_GRADIENT.family(
    "gradient_is_a_valid_convolution",
    {"kernel": same},
    {"operator": full},
    {"operator": flipping},
    {"factor": 2},
    {"convolution": full_flipping},
)
def gradient_is_a_valid_convolution(
    L=LONG_LOSS,
    h=LONG_HIDDEN,
    w=KERNEL,
    kernel=flip,
    operator=correlate,
    factor=1,
    convolution=full,
):
    a = convolution(h, w)
    return eq(grad(L(a), h), times(factor)(operator(L.grad(a), kernel(w))))
