"""Definitions that move entries without changing them: vec, reshape, flip, padding, stacking.

The order of a reshape is its first parameter: "F" counts the first index fastest (columns are
stacked), "C" the last (rows follow each other).
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.errors import IllFormed
from symderive.language.definitions import Arguments, Definition, Parameters, Shape, define
from symderive.language.formulas import (
    at,
    at_most,
    bracket,
    equal,
    equal_sizes,
    floor_of,
    minus,
    modulo,
    over,
    plus,
    sized,
    times,
    within,
)
from symderive.language.shapes import shape_text
from symderive.language.terms import (
    ONE,
    Cases,
    Compare,
    Entry,
    Mul,
    Number,
    Term,
    Truth,
    number,
)

MATRIX = 2


def flat_position(indices: Sequence[Term], sizes: Sequence[Term], order: str) -> Term:
    """The place, counted from 1, of an entry when all entries stand in one row.

    Order "F": i + m (j - 1) for a matrix with m rows; order "C": j + n (i - 1) with n columns.
    """
    if order == "C":
        indices, sizes = indices[::-1], sizes[::-1]
    position, stride = indices[0], sizes[0]
    for index, size in zip(indices[1:], sizes[1:], strict=True):
        position = plus(times(stride, minus(index, ONE)), position)
        stride = times(stride, size)
    return position


def split_position(position: Term, sizes: Sequence[Term], order: str) -> tuple[Term, ...]:
    """The indices of the entry at a place counted from 1: the inverse of flat_position."""
    fastest = list(sizes) if order == "F" else list(sizes)[::-1]
    rest = minus(position, ONE)
    digits: list[Term] = []
    for size in fastest[:-1]:
        digits.append(plus(modulo(rest, size), ONE))
        rest = floor_of(over(rest, size))
    digits.append(plus(rest, ONE))
    return tuple(digits if order == "F" else digits[::-1])


def _vec_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    return (times(*sized(arguments[0], "vec")),)


def _vec_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """vec(X)_c = X_pq with c = p + m (q - 1): the columns of X one below the other."""
    sizes = sized(arguments[0], "vec")
    return at(arguments[0], *split_position(indices[0], sizes, "F"))


define(Definition("vec", _vec_shape, _vec_entry))


def _reshape_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    return arguments[1:]


def _reshape_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """The entry that has the same place when all entries stand in one row in the stated order."""
    old, order = sized(arguments[0], "reshape"), parameters[0]
    position = flat_position(indices, arguments[1:], order)
    return Entry(arguments[0], split_position(position, old, order))


def _reshape_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    old = sized(arguments[0], "reshape")
    return equal_sizes((times(*old),), (times(*arguments[1:]),))


define(Definition("reshape", _reshape_shape, _reshape_entry, _reshape_requires))


def _flip_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    return sized(arguments[0], "flip")


def _flip_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """flip(x)_i = x_{n+1-i} on each of the axes named."""
    shape = sized(arguments[0], "flip")
    turned = tuple(
        minus(plus(size, ONE), index) if axis in parameters[0] else index
        for axis, (index, size) in enumerate(zip(indices, shape, strict=True))
    )
    return Entry(arguments[0], turned)


define(Definition("flip", _flip_shape, _flip_entry))


# Extension by zero


def inside(tensor: Term, indices: Sequence[Term], what: str) -> Mul:
    """The entry where all indices are in range, 0 elsewhere."""
    shape = sized(tensor, what)
    ranges = [within(ONE, index, size) for index, size in zip(indices, shape, strict=True)]
    return Mul((bracket(*ranges), Entry(tensor, tuple(indices))))


def _padded_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    rank = len(sized(arguments[0], "padded"))
    if len(arguments) - 1 != rank:
        raise IllFormed(
            f"padded(x) with {rank} axes needs {rank} indices, not {len(arguments) - 1}"
        )
    return ()


def _padded_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """padded(g)_k = [1 <= k <= n] g_k."""
    return inside(arguments[0], arguments[1:], "padded")


define(Definition("padded", _padded_shape, _padded_entry))


def _pad_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    tensor, before, after = arguments
    return tuple(plus(size, before, after) for size in sized(tensor, "pad"))


def _pad_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """pad(x, a, b)_i = [1 <= i - a <= n] x_{i-a}."""
    tensor, before, _ = arguments
    return inside(tensor, [minus(index, before) for index in indices], "pad")


def _pad_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    return (*at_most(number(0), arguments[1]), *at_most(number(0), arguments[2]))


define(Definition("pad", _pad_shape, _pad_entry, _pad_requires))


# Several tensors in one


def _first_shape(arguments: Arguments, what: str) -> Shape:
    shapes = [sized(argument, what) for argument in arguments]
    for shape in shapes[1:]:
        if len(shape) != len(shapes[0]):
            raise IllFormed(
                f"{what} needs equal ranks, not {shape_text(shapes[0])} and {shape_text(shape)}"
            )
    return shapes[0]


def _stack_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    return number(len(arguments)), *_first_shape(arguments, "stack")


def _stack_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """stack(x, y, ..)_{1 i} = x_i, stack(x, y, ..)_{2 i} = y_i, ..."""
    which, rest = indices[0], indices[1:]
    if isinstance(which, Number) and which.value in range(1, len(arguments) + 1):
        return at(arguments[int(which.value) - 1], *rest)
    return Cases(
        tuple(at(argument, *rest) for argument in arguments),
        tuple(equal(which, number(place + 1)) for place in range(len(arguments))),
    )


def _stack_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    first = _first_shape(arguments, "stack")
    return tuple(
        condition
        for argument in arguments[1:]
        for condition in equal_sizes(first, sized(argument, "stack"))
    )


define(Definition("stack", _stack_shape, _stack_entry, _stack_requires))


def _concatenate_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    first, axis = _first_shape(arguments, "concatenate"), parameters[0]
    length = plus(*(sized(argument, "concatenate")[axis] for argument in arguments))
    return (*first[:axis], length, *first[axis + 1 :])


def _concatenate_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """x_i for i <= n, then y_{i-n}, and so on, along the axis."""
    axis = parameters[0]
    index = indices[axis]
    start: Term = number(0)
    values: list[Term] = []
    conditions: list[Term] = []
    for argument in arguments:
        shifted = (*indices[:axis], minus(index, start), *indices[axis + 1 :])
        values.append(Entry(argument, shifted))
        start = plus(start, sized(argument, "concatenate")[axis])
        conditions.append(Compare("<=", index, start))
    conditions[-1] = Truth(True)
    return Cases(tuple(values), tuple(conditions))


def _concatenate_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    axis = parameters[0]
    first = _first_shape(arguments, "concatenate")
    found: list[Term] = []
    for argument in arguments[1:]:
        other = sized(argument, "concatenate")
        found += equal_sizes(first[:axis] + first[axis + 1 :], other[:axis] + other[axis + 1 :])
    return tuple(found)


define(Definition("concatenate", _concatenate_shape, _concatenate_entry, _concatenate_requires))


# Rows, columns and other parts with some indices fixed


def _part_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    shape = sized(arguments[0], "x[i, :]")
    return tuple(size for size, kept in zip(shape, parameters[0], strict=True) if kept)


def _part_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """X[i, :]_k = X_ik: fixed indices where an index was written, free ones where a colon was."""
    fixed, free = iter(arguments[1:]), iter(indices)
    return Entry(arguments[0], tuple(next(free) if kept else next(fixed) for kept in parameters[0]))


def _part_requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    shape = sized(arguments[0], "x[i, :]")
    sizes = [size for size, kept in zip(shape, parameters[0], strict=True) if not kept]
    return tuple(within(ONE, index, n) for index, n in zip(arguments[1:], sizes, strict=True))


define(Definition("part", _part_shape, _part_entry, _part_requires))
