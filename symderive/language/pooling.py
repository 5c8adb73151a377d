"""Definitions of pooling and nearest upsampling by index formulas.

The arguments are the tensor and one window size for each pooled axis; these are the last axes,
those before them are batch axes. Windows do not overlap: the stride is the window.
"""

from __future__ import annotations

from symderive.language.definitions import Arguments, Definition, Parameters, Shape, define
from symderive.language.formulas import (
    at,
    at_most,
    minus,
    over,
    plus,
    reduced,
    sized,
    times,
)
from symderive.language.shapes import quotient_size
from symderive.language.terms import ONE, Ceiling, Entry, Term


def _axes(arguments: Arguments, what: str) -> tuple[Shape, Shape, Shape]:
    """The batch sizes, the sizes of the pooled axes, and the windows."""
    shape, windows = sized(arguments[0], what), arguments[1:]
    batch = len(shape) - len(windows)
    return shape[:batch], shape[batch:], windows


def _windows_are_positive(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    return tuple(condition for window in arguments[1:] for condition in at_most(ONE, window))


def _pool_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    batch, sizes, windows = _axes(arguments, "pooling")
    return (*batch, *(quotient_size(n, r) for n, r in zip(sizes, windows, strict=True)))


def _window_reduction(operation: str, arguments: Arguments, indices: Shape) -> Term:
    """The reduction over the window of X_{r(i-1)+a}, a = 1..r, on every pooled axis."""
    tensor = arguments[0]
    batch, _, windows = _axes(arguments, "pooling")
    count = len(batch)

    def inside(bound: tuple[Term, ...], up: object) -> Term:
        assert callable(up)
        places = tuple(
            plus(times(up(window), minus(up(index), ONE)), a)
            for window, index, a in zip(windows, indices[count:], bound, strict=True)
        )
        return at(up(tensor), *map(up, indices[:count]), *places)

    return reduced(operation, windows, inside, ("a", "b", "c"))


def _average_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """Y_ij = (1/(r s)) sum_a sum_b X_{r(i-1)+a, s(j-1)+b}."""
    return times(over(ONE, times(*arguments[1:])), _window_reduction("sum", arguments, indices))


def _greatest_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """Y_ij = max_a max_b X_{r(i-1)+a, s(j-1)+b}."""
    return _window_reduction("max", arguments, indices)


define(Definition("average_pool", _pool_shape, _average_entry, _windows_are_positive))
define(Definition("max_pool", _pool_shape, _greatest_entry, _windows_are_positive))


def _upsample_shape(arguments: Arguments, parameters: Parameters) -> Shape:
    batch, sizes, factors = _axes(arguments, "upsampling")
    return (*batch, *(times(r, n) for n, r in zip(sizes, factors, strict=True)))


def _upsample_entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """X_ij = Y_{ceil(i/r), ceil(j/s)}."""
    batch, _, factors = _axes(arguments, "upsampling")
    count = len(batch)
    coarse = tuple(
        index if r == ONE else Ceiling(over(index, r))
        for index, r in zip(indices[count:], factors, strict=True)
    )
    return Entry(arguments[0], indices[:count] + coarse)


define(Definition("upsample", _upsample_shape, _upsample_entry, _windows_are_positive))
