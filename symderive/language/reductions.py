"""Definitions of sums, means, variances, extreme values and norms of whole tensors.

The first parameter is the tuple of axes that are reduced, counted from 0 as in NumPy; the other
axes remain, in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symderive.language.definitions import Arguments, Definition, Parameters, Shape, define
from symderive.language.formulas import (
    Lift,
    at,
    minus,
    over,
    reduced,
    sized,
    square,
    square_root,
    times,
)
from symderive.language.terms import Number, Term

Reader = Callable[[tuple[Term, ...], Lift], Term]


def _split(arguments: Arguments, parameters: Parameters) -> tuple[Shape, Shape]:
    """The sizes that are reduced and those that remain."""
    shape = sized(arguments[0], "a reduction")
    axes = parameters[0]
    kept = tuple(size for axis, size in enumerate(shape) if axis not in axes)
    return tuple(shape[axis] for axis in axes), kept


def _kept_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    return _split(arguments, parameters)[1]


def _reader(arguments: Arguments, parameters: Parameters, indices: Shape) -> Reader:
    """How an entry is read inside the sums: bound indices on reduced axes, the others elsewhere."""
    tensor, axes = arguments[0], parameters[0]
    rank = len(sized(tensor, "a reduction"))

    def read(bound: tuple[Term, ...], up: Lift) -> Term:
        outside = iter(map(up, indices))
        places = dict(zip(axes, bound, strict=True))
        chosen = [places[axis] if axis in places else next(outside) for axis in range(rank)]
        return at(up(tensor), *chosen)

    return read


def _reduction(name: str) -> Definition:
    """The sum, max or min over the reduced axes."""

    def entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
        sizes, _ = _split(arguments, parameters)
        return reduced(name, sizes, _reader(arguments, parameters, indices))

    return Definition(name, _kept_shape, entry)


define(_reduction("sum"))
define(_reduction("max"))
define(_reduction("min"))


def _mean_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """The sum over the reduced axes, divided by the number of entries summed."""
    sizes, _ = _split(arguments, parameters)
    return over(reduced("sum", sizes, _reader(arguments, parameters, indices)), times(*sizes))


define(Definition("mean", _kept_shape, _mean_entry))


def _variance_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """The variance: sum (x - m)^2 / (N - ddof), m the mean of the N entries summed."""
    sizes, _ = _split(arguments, parameters)
    read = _reader(arguments, parameters, indices)
    mean = over(reduced("sum", sizes, read, ("l", "t", "v")), times(*sizes))
    squares = reduced("sum", sizes, lambda bound, up: square(minus(read(bound, up), up(mean))))
    return over(squares, minus(times(*sizes), Number(Fraction(parameters[1]))))


define(Definition("variance", _kept_shape, _variance_entry))


def _squared_norm_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """The sum of the squares of all entries."""
    sizes, _ = _split(arguments, parameters)
    read = _reader(arguments, parameters, indices)
    return reduced("sum", sizes, lambda bound, up: square(read(bound, up)))


define(Definition("squared_norm", _kept_shape, _squared_norm_entry))


def _norm_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """The square root of the sum of the squares of all entries."""
    return square_root(_squared_norm_entry(arguments, parameters, indices))


define(Definition("norm", _kept_shape, _norm_entry))
