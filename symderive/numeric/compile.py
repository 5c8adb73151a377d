"""Terms as NumPy arrays in float64: the reading of a statement that is for large sizes.

A scalar term is computed on a whole grid at once: a bound variable is an array of integers along
an axis of its own, counted from the end (the outermost binder varies along the last axis), and
NumPy's broadcasting does the rest. NaN marks what is undefined; it reaches the result unless a
false bracket or a case that does not apply hides it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.errors import IllFormed, Undefined
from symderive.language.binding import dangling, free_symbols
from symderive.language.definitions import elementwise_parts, entry_of, requirements, shape_of
from symderive.language.shapes import size_text
from symderive.language.terms import (
    Apply,
    Bound,
    Compare,
    Entry,
    Partial,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.numeric.derivatives import resolved
from symderive.numeric.exact import Environment, axis_values, is_exact, rational, whole
from symderive.numeric.grids import LARGEST_GRID, truth, values_of
from symderive.numeric.shortcuts import SHORTCUTS

Floats = NDArray[np.float64]


class Evaluation:
    """One evaluation: the sizes, the values of the free variables, and the arrays found so far."""

    def __init__(self, values: Mapping[Any, Any]) -> None:
        """Split the values into sizes and data; raises IllFormed for what does not fit."""
        self.sizes: dict[Term, int] = {}
        self.data: dict[Term, Floats] = {}
        self.functions: dict[str, tuple[Callable[..., Any], ...]] = {}
        self.arrays: dict[Term, Floats] = {}
        self.known_slopes: dict[tuple[Term, Term], Floats] = {}
        for key, value in values.items():
            if isinstance(key, str):
                self.functions[key] = value if isinstance(value, tuple) else (value,)
            elif isinstance(key, Symbol) and key.is_integer:
                self.sizes[key] = _integer(key, value)
            else:
                self.data[key] = np.asarray(value, dtype=np.float64)
        for key in self.data:
            if isinstance(key, TensorSymbol):
                self._fit(key)

    def _fit(self, tensor: TensorSymbol) -> None:
        """Take the sizes of a declared tensor from its array, and check the others."""
        actual = self.data[tensor].shape
        if len(actual) != tensor.rank:
            raise IllFormed(
                f"the array for {tensor.name} has {len(actual)} axes, and it is declared with "
                f"{tensor.rank}"
            )
        for size, length in zip(tensor.shape or (), actual, strict=False):
            if isinstance(size, Symbol):
                self.sizes.setdefault(size, length)
        for axis, (size, length) in enumerate(zip(tensor.shape or (), actual, strict=False)):
            if all(symbol in self.sizes for symbol in free_symbols(size)):
                wanted = self.whole(size, f"a size of {tensor.name}")
                if wanted != length:
                    raise IllFormed(
                        f"axis {axis} of the array for {tensor.name} has {length} entries, and "
                        f"{size_text(size)} = {wanted} are declared"
                    )

    def whole(self, term: Term, what: str) -> int:
        """The value of a size without bound variables."""
        if not is_exact(term):
            raise IllFormed(f"{what} is no integer arithmetic: {size_text(term)}")
        value, is_whole = whole(rational(term, (), self.sizes))
        if not bool(np.all(is_whole)):
            raise Undefined(f"{what} is no integer: {size_text(term)}")
        return int(value)

    def shape(self, tensor: Term) -> tuple[int, ...]:
        """The shape of a tensor term in numbers."""
        sizes = shape_of(tensor)
        if sizes is None:
            return self.variable(tensor).shape
        return tuple(self.whole(size, "a size") for size in sizes)

    def variable(self, variable: Term) -> Floats:
        """The value given for a free variable."""
        if variable not in self.data:
            name = getattr(variable, "name", "?")
            raise IllFormed(f"a value is missing: give also {{{name}: ...}}")
        return self.data[variable]

    def array(self, tensor: Term) -> Floats:
        """All entries of a closed tensor term."""
        found = self.arrays.get(tensor)
        if found is None:
            self.check(tensor)
            found = self.arrays[tensor] = self._array(tensor)
        return found

    def _array(self, tensor: Term) -> Floats:
        if isinstance(tensor, TensorSymbol):
            return self.variable(tensor)
        if isinstance(tensor, Apply) and tensor.name in SHORTCUTS:
            shapes = [shape_of(argument) for argument in tensor.arguments]
            if None not in shapes:
                inputs = [self.closed(argument) for argument in tensor.arguments]
                found = SHORTCUTS[tensor.name](inputs, tensor.parameters)
                return found.reshape(self.shape(tensor))
        shape = self.shape(tensor)
        if elementwise_parts(tensor):
            return np.broadcast_to(self.grid(tensor, ()), shape)
        rank = len(shape)
        indices = tuple(Bound(rank - 1 - axis) for axis in range(rank))
        return self.table(entry_of(tensor, indices), shape)

    def closed(self, term: Term) -> Floats:
        """The value of a term without bound variables, a tensor or a scalar."""
        return self.array(term) if shape_of(term) else self.grid(term, ())

    def check(self, term: Term, environment: Environment = ()) -> None:
        """Raise Undefined where the sizes of an operation do not fit together."""
        for condition in requirements(term):
            if not bool(np.all(truth(self, condition, environment))):
                sides = ""
                if isinstance(condition, Compare):
                    left, right = size_text(condition.left), size_text(condition.right)
                    sides = f": {left} {condition.relation} {right} does not hold"
                name = term.name if isinstance(term, Apply) else "an operation entry by entry"
                raise Undefined(f"{name} has no value at these sizes{sides}")

    def grid(self, term: Term, environment: Environment) -> Floats:
        """The values of a scalar term on a grid; on the empty grid, all entries of a tensor."""
        return values_of(self, term, environment)

    def entry(self, tensor: Term, indices: tuple[Term, ...], environment: Environment) -> Floats:
        """Entries at the indices of a grid; NaN for an index out of range or not an integer."""
        if dangling(tensor):
            return self.grid(entry_of(tensor, indices), environment)
        return self.look_up(self.array(tensor), indices, environment)

    def slopes(self, tensor: Term, variable: Term) -> Floats | None:
        """All derivatives of entries of one tensor by those of another; None where too many."""
        found = self.known_slopes.get((tensor, variable))
        if found is None:
            self.check(tensor)
            shape, other = self.shape(tensor), self.shape(variable)
            if prod(shape) * prod(other) > LARGEST_GRID:
                return None
            rank = len(shape) + len(other)
            bound = tuple(Bound(rank - 1 - axis) for axis in range(rank))
            body = Entry(tensor, bound[: len(shape)])
            slope = resolved(Partial(body, Entry(variable, bound[len(shape) :])))
            found = self.known_slopes[tensor, variable] = self.table(slope, shape + other)
        return found

    def table(self, body: Term, shape: tuple[int, ...]) -> Floats:
        """The values of a term with one loose bound variable for each axis, at all indices."""
        axes = tuple(axis_values(1, size, level) for level, size in enumerate(shape))
        return np.broadcast_to(self.grid(body, axes), shape[::-1]).transpose()

    def look_up(
        self, values: Floats, indices: tuple[Term, ...], environment: Environment
    ) -> Floats:
        """Entries of an array at the indices of a grid; NaN outside its range."""
        places: list[NDArray[np.int64]] = []
        inside: Any = True
        for index, size in zip(indices, values.shape, strict=True):
            if not is_exact(index):
                raise IllFormed(f"an index is no integer arithmetic: {size_text(index)}")
            place, is_whole = whole(rational(index, environment, self.sizes))
            inside = inside & is_whole & (place >= 1) & (place <= size)
            places.append(np.clip(place - 1, 0, max(size - 1, 0)))
        if values.size == 0:
            shape = np.broadcast_shapes(*(place.shape for place in places))
            return np.full(shape, np.nan)
        return np.where(inside, values[tuple(places)], np.nan)


def _integer(symbol: Symbol, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise IllFormed(f"the size {symbol.name} = {value!r} is no integer")
    return int(value)


def array_of(term: Term, values: Mapping[Any, Any]) -> Floats:
    """The entries of a tensor, or the value of a scalar, in float64.

    Args:
        term: a tensor or scalar term without loose bound variables.
        values: integers for sizes and indices, arrays for declared tensors (their sizes need not
            be given again), numbers for real variables, and by their names callables for unknown
            functions: one, or a tuple of the function and its derivatives.

    Raises:
        IllFormed: where a value is missing or does not fit its declaration.
        Undefined: where an entry has no value; the message names it.
    """
    run = Evaluation(values)
    with np.errstate(all="ignore"):
        found = run.closed(term)
    if bool(np.any(np.isnan(found))):
        place = ", ".join(str(int(axis) + 1) for axis in np.argwhere(np.isnan(found))[0])
        raise Undefined(f"the entry [{place}] has no value here" if place else "no value here")
    return np.array(found, dtype=np.float64)
