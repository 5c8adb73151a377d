"""Definitions of correlations, convolutions and their transposes by index formulas.

``correlate`` does not flip the kernel, ``convolve`` does. After the tensor and the kernel the
arguments are strides, paddings and dilations, one for each axis. With n the length of the input,
k of the kernel, stride s, padding p on both sides and dilation t, the length of the result is
floor((n + 2p - t(k-1) - 1)/s) + 1 (Dumoulin and Visin, A guide to convolution arithmetic, 2016).
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.errors import IllFormed
from symderive.language.definitions import Arguments, Definition, Parameters, Shape, define
from symderive.language.formulas import (
    Lift,
    at_most,
    bracket,
    equal,
    floor_of,
    minus,
    over,
    plus,
    reduced,
    sized,
    times,
)
from symderive.language.rearrangements import inside
from symderive.language.shapes import quotient_size, shape_text
from symderive.language.terms import ONE, ZERO, Entry, Mul, Term, number

KERNEL_NAMES = ("j", "l", "q")
VALID, FULL, SAME = "valid", "full", "same"
MODES = (VALID, FULL, SAME)


def output_length(n: Term, k: Term, stride: Term, padding: Term, dilation: Term) -> Term:
    """floor((n + 2p - t(k-1) - 1)/s) + 1; without the floor where the stride is 1."""
    reach = times(dilation, minus(k, ONE))
    room = minus(plus(n, times(number(2), padding)), plus(reach, ONE))
    return plus(quotient_size(room, stride), ONE)


def fits(n: Term, k: Term, stride: Term, padding: Term, dilation: Term) -> tuple[Term, ...]:
    """The kernel exceeds the padded input by one at most: the output has a length, possibly 0."""
    reach = times(dilation, minus(k, ONE))
    conditions = at_most(reach, plus(n, times(number(2), padding)))
    return (*conditions, *at_most(ONE, stride), *at_most(ZERO, padding), *at_most(ONE, dilation))


def _kernel(arguments: Arguments, what: str) -> tuple[Shape, Shape]:
    image, kernel = sized(arguments[0], what), sized(arguments[1], what)
    if len(image) != len(kernel) or not kernel:
        raise IllFormed(
            f"{what} needs an input and a kernel of the same rank, not {shape_text(image)} and "
            f"{shape_text(kernel)}; with channels write conv(X, W)"
        )
    return image, kernel


def _settings(arguments: Arguments, axes: int) -> tuple[Shape, Shape, Shape]:
    """Strides, paddings and dilations."""
    rest = arguments[2:]
    return rest[:axes], rest[axes : 2 * axes], rest[2 * axes : 3 * axes]


def _weighted(
    arguments: Arguments,
    places: Callable[[tuple[Term, ...], Lift], tuple[Term, ...]],
    kernel: Shape,
    padded: bool,
) -> Term:
    """The sum over the kernel of the input at the places times the weight."""
    image, weights = arguments[:2]

    def product(bound: tuple[Term, ...], up: Lift) -> Term:
        where = places(bound, up)
        value = inside(up(image), where, "correlate") if padded else Entry(up(image), where)
        factors = value.factors if isinstance(value, Mul) else (value,)
        return Mul((*factors, Entry(up(weights), bound)))

    return reduced("sum", kernel, product, KERNEL_NAMES)


# Correlation


def _correlate_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    image, kernel = _kernel(arguments, "correlate")
    if parameters[0] == SAME:
        return image
    strides, paddings, dilations = _settings(arguments, len(image))
    if parameters[0] == FULL:
        paddings = _full_paddings(kernel, dilations)
    rows = zip(image, kernel, strides, paddings, dilations, strict=True)
    return tuple(
        plus(n, k, number(-1))
        if parameters[0] == FULL and s == t == ONE
        else output_length(n, k, s, p, t)
        for n, k, s, p, t in rows
    )


def _full_paddings(kernel: Shape, dilations: Shape) -> Shape:
    return tuple(times(t, minus(k, ONE)) for k, t in zip(kernel, dilations, strict=True))


def _left_paddings(arguments: Arguments, mode: str) -> Shape:
    """How many zeros stand in front of the input on each axis."""
    kernel = sized(arguments[1], "correlate")
    _, paddings, dilations = _settings(arguments, len(kernel))
    if mode == VALID:
        return paddings
    full = _full_paddings(kernel, dilations)
    return full if mode == FULL else tuple(floor_of(over(width, number(2))) for width in full)


def _correlate_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """y_i = sum_j x_{s(i-1) + t(j-1) + 1 - p} w_j, x zero outside its range where padded.

    p is the padding; t(k-1) in the mode "full", floor(t(k-1)/2) in the mode "same".
    """
    _, kernel = _kernel(arguments, "correlate")
    strides, _, dilations = _settings(arguments, len(kernel))
    left = _left_paddings(arguments, parameters[0])

    def places(bound: tuple[Term, ...], up: Lift) -> tuple[Term, ...]:
        rows = zip(indices, bound, strides, dilations, left, strict=True)
        return tuple(
            minus(plus(times(up(s), minus(up(i), ONE)), times(up(t), minus(j, ONE)), ONE), up(p))
            for i, j, s, t, p in rows
        )

    padded = parameters[0] == SAME or any(p != ZERO for p in left)
    return _weighted(arguments, places, kernel, padded)


def _correlate_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    image, kernel = _kernel(arguments, "correlate")
    strides, paddings, dilations = _settings(arguments, len(image))
    found: list[Term] = []
    for n, k, s, p, t in zip(image, kernel, strides, paddings, dilations, strict=True):
        if parameters[0] == VALID:
            found += fits(n, k, s, p, t)
        else:
            found += (*at_most(ONE, k), *at_most(ONE, s), *at_most(ONE, t))
    return tuple(found)


define(Definition("correlate", _correlate_shape, _correlate_entry, _correlate_requires))


# Convolution


def _convolve_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    image, kernel = _kernel(arguments, "convolve")
    if parameters[0] == SAME:
        return image
    sign = 1 if parameters[0] == FULL else -1
    return tuple(
        plus(n, k, number(-1)) if sign == 1 else plus(minus(n, k), ONE)
        for n, k in zip(image, kernel, strict=True)
    )


def _convolve_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """full: y_i = sum_j x_{i-j+1} w_j, x zero outside its range; the other modes are parts of it.

    valid: y_i = sum_j x_{i+k-j} w_j; same: the n entries from floor((k-1)/2) + 1 on.
    """
    mode = parameters[0]
    _, kernel = _kernel(arguments, "convolve")

    def place(i: Term, j: Term, k: Term) -> Term:
        if mode == VALID:
            return minus(plus(i, k), j)
        start = floor_of(over(minus(k, ONE), number(2))) if mode == SAME else ZERO
        return plus(minus(i, j), ONE, start)

    def places(bound: tuple[Term, ...], up: Lift) -> tuple[Term, ...]:
        rows = zip(indices, bound, kernel, strict=True)
        return tuple(place(up(i), j, up(k)) for i, j, k in rows)

    return _weighted(arguments, places, kernel, mode != VALID)


def _convolve_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    image, kernel = _kernel(arguments, "convolve")
    if parameters[0] == VALID:
        rows = [at_most(minus(k, ONE), n) for n, k in zip(image, kernel, strict=True)]
    else:
        rows = [at_most(ONE, k) for k in kernel]
    return tuple(condition for row in rows for condition in row)


define(Definition("convolve", _convolve_shape, _convolve_entry, _convolve_requires))


# The transposed convolution


def _transposed_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    image, kernel = _kernel(arguments, "conv_transpose")
    strides, paddings, dilations = _settings(arguments, len(image))
    rows = zip(image, kernel, strides, paddings, dilations, strict=True)
    return tuple(transposed_length(n, k, s, p, t) for n, k, s, p, t in rows)


def transposed_length(n: Term, k: Term, stride: Term, padding: Term, dilation: Term) -> Term:
    """s(n-1) + t(k-1) + 1 - 2p; for s = k with t = 1 and p = 0 it is written r n."""
    if stride == k and dilation == ONE and padding == ZERO:
        return times(stride, n)
    spread = plus(times(stride, minus(n, ONE)), times(dilation, minus(k, ONE)), ONE)
    return minus(spread, times(number(2), padding))


def _transposed_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """x_u = sum_i sum_a [u + p = s(i-1) + t(a-1) + 1] y_i w_a."""
    image, kernel = _kernel(arguments, "conv_transpose")
    strides, paddings, dilations = _settings(arguments, len(image))
    axes = len(image)

    def product(bound: tuple[Term, ...], up: Lift) -> Term:
        sources, taps = bound[:axes], bound[axes:]
        meets = [
            equal(
                plus(up(u), up(p)),
                plus(times(up(s), minus(i, ONE)), times(up(t), minus(a, ONE)), ONE),
            )
            for u, i, a, s, p, t in zip(
                indices, sources, taps, strides, paddings, dilations, strict=True
            )
        ]
        values = Entry(up(arguments[0]), sources), Entry(up(arguments[1]), taps)
        return Mul((bracket(*meets), *values))

    names = ("i", "l")[:axes] + ("a", "b")[:axes]
    return reduced("sum", image + kernel, product, names)


def _transposed_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    image, kernel = _kernel(arguments, "conv_transpose")
    strides, paddings, dilations = _settings(arguments, len(image))
    found: list[Term] = []
    for n, k, s, p, t in zip(image, kernel, strides, paddings, dilations, strict=True):
        found += (*at_most(ONE, s), *at_most(ZERO, p), *at_most(ONE, t))
        found += at_most(ZERO, transposed_length(n, k, s, p, t))
    return tuple(found)


define(Definition("conv_transpose", _transposed_shape, _transposed_entry, _transposed_requires))
