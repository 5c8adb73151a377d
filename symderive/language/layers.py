"""Definitions of convolutional layers with channels, and of the matrices of a correlation."""

from __future__ import annotations

from symderive.errors import IllFormed
from symderive.language.convolutions import fits, output_length, transposed_length
from symderive.language.definitions import Arguments, Definition, Parameters, Shape, define
from symderive.language.formulas import (
    Lift,
    at_most,
    bracket,
    equal,
    equal_sizes,
    floor_of,
    minus,
    modulo,
    over,
    plus,
    reduced,
    sized,
    times,
    within,
)
from symderive.language.rearrangements import inside
from symderive.language.shapes import quotient_size, shape_text
from symderive.language.terms import ONE, ZERO, Entry, Mul, Term

CHANNEL_AXES = 2


# The arguments of a layer are X, W, the number of groups, then strides, paddings and dilations.

CHANNELS = {"conv": "outputs, channels", "conv_transpose_layer": "channels, outputs"}


def _layer(arguments: Arguments, what: str = "conv") -> tuple[Shape, Shape, int]:
    """The shapes of input and weights, and the number of batch axes in front of the channels."""
    image, weights = sized(arguments[0], what), sized(arguments[1], what)
    axes = len(weights) - CHANNEL_AXES
    if axes < 1 or len(image) not in (axes + 1, axes + 2):
        raise IllFormed(
            f"{what} needs an input (channels, length, ..) or (batch, channels, length, ..) and "
            f"weights ({CHANNELS[what]}, length, ..), not {shape_text(image)} and "
            f"{shape_text(weights)}"
        )
    return image, weights, len(image) - axes - 1


def _rows(arguments: Arguments, sizes: Shape, kernel: Shape) -> list[tuple[Term, ...]]:
    """For each axis its size, its kernel's size, stride, padding and dilation."""
    axes, rest = len(kernel), arguments[3:]
    settings = (rest[:axes], rest[axes : 2 * axes], rest[2 * axes :])
    return list(zip(sizes, kernel, *settings, strict=True))


def _layer_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    image, weights, batch = _layer(arguments)
    rows = _rows(arguments, image[batch + 1 :], weights[CHANNEL_AXES:])
    return (*image[:batch], weights[0], *(output_length(*row) for row in rows))


def _layer_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """y_{o i} = sum_c sum_j x_{c', s(i-1) + t(j-1) + 1 - p} w_{o c j}, x zero outside its range.

    Output channel o belongs to group g = floor((o-1) G / O); c' = c + g C with G groups, O
    output channels and C channels a group.
    """
    image, weights, batch = _layer(arguments)
    groups, kernel = arguments[2], weights[CHANNEL_AXES:]
    rows = _rows(arguments, image[batch + 1 :], kernel)
    output = indices[batch]
    group = floor_of(over(minus(output, ONE), quotient_size(weights[0], groups)))
    padded = any(row[3] != ZERO for row in rows)

    def product(bound: tuple[Term, ...], up: Lift) -> Term:
        channel, taps = bound[0], bound[1:]
        source = channel if groups == ONE else plus(times(up(weights[1]), up(group)), channel)
        places = [*map(up, indices[:batch]), source]
        for index, tap, (_, _, s, p, t) in zip(indices[batch + 1 :], taps, rows, strict=True):
            moved = times(up(s), minus(up(index), ONE)), times(up(t), minus(tap, ONE))
            places.append(minus(plus(*moved, ONE), up(p)))
        weight = Entry(up(arguments[1]), (up(output), *bound))
        if not padded:
            return Mul((weight, Entry(up(arguments[0]), tuple(places))))
        value = inside(up(arguments[0]), places, "conv")
        return Mul((*value.factors, weight))

    return reduced("sum", weights[1:], product, ("c", "a", "b", "d"))


def _layer_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    image, weights, batch = _layer(arguments)
    groups = arguments[2]
    found = [*equal_sizes((image[batch],), (times(groups, weights[1]),)), *at_most(ONE, groups)]
    if groups != ONE:
        found.append(equal(times(groups, floor_of(over(weights[0], groups))), weights[0]))
    for row in _rows(arguments, image[batch + 1 :], weights[CHANNEL_AXES:]):
        found += fits(*row)
    return tuple(found)


define(Definition("conv", _layer_shape, _layer_entry, _layer_requires))


# The transposed layer, with weights (channels, outputs of a group, length, ..)

TRANSPOSED = "conv_transpose_layer"


def _transposed_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    image, weights, batch = _layer(arguments, TRANSPOSED)
    rows = _rows(arguments, image[batch + 1 :], weights[CHANNEL_AXES:])
    outputs = times(arguments[2], weights[1])
    return (*image[:batch], outputs, *(transposed_length(*row) for row in rows))


def _in_group(output: Term, outputs: Term, groups: Term) -> tuple[Term, Term]:
    """How many groups stand before that of an output channel, and its number in the group."""
    before = minus(output, ONE)
    if groups == ONE:
        return ZERO, output
    if outputs == ONE:
        return before, ONE
    return floor_of(over(before, outputs)), plus(modulo(before, outputs), ONE)


def _transposed_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """x_{o u} = sum_c sum_i sum_a [u + p = s(i-1) + t(a-1) + 1] y_{c' i} w_{c' o' a}.

    Output channel o is number o' = (o-1) mod O + 1 of group g = floor((o-1)/O), where each of
    the G groups has O outputs; c' = c + g C/G with C channels in all.
    """
    image, weights, batch = _layer(arguments, TRANSPOSED)
    groups, kernel = arguments[2], weights[CHANNEL_AXES:]
    rows = _rows(arguments, image[batch + 1 :], kernel)
    output, outputs, axes = indices[batch], weights[1], len(kernel)
    in_group = quotient_size(weights[0], groups)
    group, within_group = _in_group(output, outputs, groups)

    def product(bound: tuple[Term, ...], up: Lift) -> Term:
        channel, sources, taps = bound[0], bound[1 : axes + 1], bound[axes + 1 :]
        source = plus(times(up(in_group), up(group)), channel)
        meets = [
            equal(
                plus(up(u), up(p)),
                plus(times(up(s), minus(i, ONE)), times(up(t), minus(a, ONE)), ONE),
            )
            for u, i, a, (_, _, s, p, t) in zip(
                indices[batch + 1 :], sources, taps, rows, strict=True
            )
        ]
        value = Entry(up(arguments[0]), (*map(up, indices[:batch]), source, *sources))
        weight = Entry(up(arguments[1]), (source, up(within_group), *taps))
        return Mul((bracket(*meets), value, weight))

    names = ("c", *("i", "l", "q")[:axes], *("a", "b", "d")[:axes])
    return reduced("sum", (in_group, *image[batch + 1 :], *kernel), product, names)


def _transposed_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    image, weights, batch = _layer(arguments, TRANSPOSED)
    groups = arguments[2]
    found = [*equal_sizes((image[batch],), (weights[0],)), *at_most(ONE, groups)]
    if groups != ONE:
        found.append(equal(times(groups, floor_of(over(weights[0], groups))), weights[0]))
    for row in _rows(arguments, image[batch + 1 :], weights[CHANNEL_AXES:]):
        found += (*at_most(ONE, row[2]), *at_most(ZERO, row[3]), *at_most(ONE, row[4]))
        found += at_most(ZERO, transposed_length(*row))
    return tuple(found)


define(Definition(TRANSPOSED, _transposed_shape, _transposed_entry, _transposed_requires))


# Matrices of a correlation, as functions of the kernel and of the input


def _vector(arguments: Arguments, what: str) -> Term:
    shape = sized(arguments[0], what)
    if len(shape) != 1:
        raise IllFormed(f"{what} needs a vector, not the shape {shape_text(shape)}")
    return shape[0]


def _band_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    length = arguments[1]
    return plus(minus(length, _vector(arguments, "correlation_matrix")), ONE), length


def _band_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """A_pq = [1 <= q - p + 1 <= k] w_{q-p+1}, so that A x is the valid correlation of x and w."""
    size = _vector(arguments, "correlation_matrix")
    place = plus(minus(indices[1], indices[0]), ONE)
    return Mul((bracket(within(ONE, place, size)), Entry(arguments[0], (place,))))


def _hankel_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    columns = arguments[1]
    return plus(minus(_vector(arguments, "hankel"), columns), ONE), columns


def _hankel_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """H_pq = x_{p+q-1}, so that H w is the valid correlation of x and w."""
    return Entry(arguments[0], (minus(plus(*indices), ONE),))


def _band_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    return at_most(minus(_vector(arguments, "correlation_matrix"), ONE), arguments[1])


def _hankel_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    return at_most(minus(arguments[1], ONE), _vector(arguments, "hankel"))


define(Definition("correlation_matrix", _band_shape, _band_entry, _band_requires))
define(Definition("hankel", _hankel_shape, _hankel_entry, _hankel_requires))
