"""Terms as NumPy arrays in float64: the reading of a statement that is for large sizes.

A scalar term is computed on a whole grid at once: a bound variable is an array of integers along
an axis of its own, counted from the end (the outermost binder varies along the last axis), and
NumPy's broadcasting does the rest. NaN marks what is undefined; it reaches the result unless a
false bracket or a case that does not apply hides it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf, prod
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from symderive.errors import IllFormed, SymderiveError, Undefined
from symderive.language.binding import dangling, free_symbols
from symderive.language.definitions import elementwise_parts, entry_of, requirements, shape_of
from symderive.language.shapes import size_text
from symderive.language.terms import (
    Apply,
    Bound,
    Compare,
    Entry,
    Partial,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.numeric.affine import Range
from symderive.numeric.backward import slopes_backwards
from symderive.numeric.derivatives import resolved
from symderive.numeric.exact import Environment, axis_values, is_exact
from symderive.numeric.grids import LARGEST_GRID, truth, values_of
from symderive.numeric.indices import IndexArithmetic
from symderive.numeric.lazy import Differentiable, Lazy
from symderive.numeric.pairs import Floats, Pair, broadcast, masked, reshaped, transposed
from symderive.numeric.plans import Plan, plan_of
from symderive.numeric.products import Product, guards_of, opens, products_of
from symderive.numeric.shortcuts import SHORTCUTS
from symderive.numeric.sums import total


class TooSlow(SymderiveError):
    """A computation that would take longer than is allowed."""


class Knowledge(NamedTuple):
    """The tables of an evaluation that depend on its sizes alone, without its arrays."""

    sizes: dict[Term, int]
    solves: bool
    tables: tuple[Any, ...]


class Evaluation(IndexArithmetic):
    """One evaluation: the sizes, the values of the free variables, and the arrays found so far."""

    # How much steeper than its argument a given function is taken to be at most.
    steepness = 8.0

    def __init__(
        self, values: Mapping[Any, Any], tracked: bool = False, solves: bool = True
    ) -> None:
        """Split the values into sizes and data; raises IllFormed for what does not fit.

        ``tracked``: scales are computed beside values. ``solves``: sums are freed of brackets
        before they are computed, not written out.
        """
        self.deadline = inf
        self.tracked = tracked
        self.solves = solves
        super().__init__()
        self.data: dict[Term, Any] = {}
        self.functions: dict[str, Any] = {}
        self.arrays: dict[Term, Pair] = {}
        self.known_slopes: dict[tuple[Term, Term], Pair] = {}
        self.closed_sums: dict[Term, Pair] = {}
        self.gradients: dict[tuple[str, Term], Floats] = {}
        self.brackets: dict[Term, bool] = {}
        self.opened: dict[Term, list[Product]] = {}
        self.plans: dict[tuple[Product, tuple[Range, ...]], Plan | None] = {}
        self.checked: set[Term] = set()
        for key, value in values.items():
            if isinstance(key, str):
                self.functions[key] = value
            elif isinstance(key, Symbol) and key.is_integer:
                self.sizes[key] = _integer(key, value)
            elif isinstance(value, Lazy):
                self.data[key] = value
            else:
                self.data[key] = np.asarray(value, dtype=np.float64)
        for key, value in self.data.items():
            if isinstance(key, TensorSymbol) and not isinstance(value, Lazy):
                self._fit(key)

    def knowledge(self) -> Knowledge:
        """What was found out that depends on the sizes alone."""
        tables = self.forms, self.readers, self.plans, self.brackets, self.opened, self.checked
        return Knowledge(dict(self.sizes), self.solves, tables)

    def recall(self, known: Knowledge) -> None:
        """Take over what another evaluation found out, if the sizes are the same."""
        if (self.sizes, self.solves) == (known.sizes, known.solves):
            self.forms, self.readers, self.plans, *others = known.tables
            self.brackets, self.opened, self.checked = others

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

    def shape(self, tensor: Term) -> tuple[int, ...]:
        """The shape of a tensor term in numbers."""
        sizes = shape_of(tensor)
        if sizes is None:
            return self.variable(tensor).value.shape
        return tuple(self.whole(size, "a size") for size in sizes)

    def entries(self, tensor: Term) -> int:
        """How many entries a tensor has."""
        return prod(self.shape(tensor))

    def variable(self, variable: Term) -> Pair:
        """The value given for a free variable."""
        if variable not in self.data:
            name = getattr(variable, "name", "?")
            raise IllFormed(f"a value is missing: give also {{{name}: ...}}")
        return Pair(self.data[variable])

    def function(self, name: str, orders: tuple[int, ...]) -> Callable[..., Any]:
        """The callable for a derivative of an unknown function."""
        given, order = self.functions.get(name), sum(orders)
        if isinstance(given, Differentiable):
            return given.derivative(orders)
        known = given if isinstance(given, tuple) else () if given is None else (given,)
        if len(known) <= order or (order and len(orders) > 1):
            raise IllFormed(
                f"the derivative of order {order} of {name} is missing: give "
                f"{{{name}: (function, first derivative, ..)}}"
            )
        return known[order]  # type: ignore[no-any-return]

    def slope(self, name: str, orders: tuple[int, ...], place: int) -> Callable[..., Any] | None:
        """The derivative by one more argument of an unknown function, where all are known."""
        given = self.functions.get(name)
        if not isinstance(given, Differentiable):
            return None
        return given.derivative((*orders[:place], orders[place] + 1, *orders[place + 1 :]))

    def in_time(self) -> None:
        """Raise TooSlow where the time allowed is over."""
        if perf_counter() > self.deadline:
            raise TooSlow("it takes too long at these sizes")

    # Sums

    def products(self, term: Reduce) -> list[Product]:
        """A sum as products with open brackets."""
        found = self.opened.get(term)
        if found is None:
            found = self.opened[term] = products_of(self, term)
        return found

    def plan(self, product: Product, environment: Environment) -> Plan | None:
        """How the bound variables of a product are found."""
        key = product, self.ranges(environment)
        if key not in self.plans:
            self.plans[key] = plan_of(self.reader(key[1]), len(environment), product)
        return self.plans[key]

    def total(self, term: Reduce, environment: Environment) -> Pair | None:
        """A sum on the grid, freed of brackets; None where it has to be written out."""
        return total(self, term, environment)

    # Tensors

    def array(self, tensor: Term) -> Pair:
        """All entries of a closed tensor term."""
        found = self.arrays.get(tensor)
        if found is None:
            self.check(tensor)
            found = self.arrays[tensor] = self._array(tensor)
        return found

    def _array(self, tensor: Term) -> Pair:
        if isinstance(tensor, TensorSymbol):
            return self.variable(tensor)
        if isinstance(tensor, Apply) and tensor.name in SHORTCUTS:
            shapes = [shape_of(argument) for argument in tensor.arguments]
            if None not in shapes and not any(map(self.is_vast, tensor.arguments)):
                inputs = [self.closed(argument) for argument in tensor.arguments]
                found = SHORTCUTS[tensor.name](inputs, tensor.parameters)
                return reshaped(found, self.shape(tensor))
        shape = self.shape(tensor)
        if elementwise_parts(tensor) and self.is_whole(tensor):
            return broadcast(self.grid(tensor, ()), shape)
        rank = len(shape)
        indices = tuple(Bound(rank - 1 - axis) for axis in range(rank))
        return self.table(entry_of(tensor, indices), shape)

    def is_whole(self, term: Term) -> bool:
        """Whether an elementwise expression can be computed for all entries at once."""
        parts = elementwise_parts(term)
        if parts:
            return all(map(self.is_whole, parts))
        if isinstance(term, (Reduce, Partial)):
            return not shape_of(term)
        return not self.is_vast(term)

    def is_vast(self, tensor: Term) -> bool:
        """Whether a tensor has too many entries to keep them all, most of them 0."""
        if not self.solves or not shape_of(tensor) or isinstance(tensor, TensorSymbol):
            return False
        return self.entries(tensor) > LARGEST_GRID and opens(self, tensor)

    def closed(self, term: Term) -> Pair:
        """The value of a term without bound variables, a tensor or a scalar."""
        return self.array(term) if shape_of(term) else self.grid(term, ())

    def check(self, term: Term) -> None:
        """Raise Undefined where the sizes of an operation do not fit together."""
        if term in self.checked:
            return
        for condition in requirements(term):
            if not bool(np.all(truth(self, condition, ()))):
                sides = ""
                if isinstance(condition, Compare):
                    left, right = size_text(condition.left), size_text(condition.right)
                    sides = f": {left} {condition.relation} {right} does not hold"
                name = term.name if isinstance(term, Apply) else "an operation entry by entry"
                raise Undefined(f"{name} has no value at these sizes{sides}")
        self.checked.add(term)

    def grid(self, term: Term, environment: Environment) -> Pair:
        """The values of a scalar term on a grid; on the empty grid, all entries of a tensor."""
        return values_of(self, term, environment)

    def entry(self, tensor: Term, indices: tuple[Term, ...], environment: Environment) -> Pair:
        """Entries at the indices of a grid; NaN for an index out of range or not an integer."""
        if isinstance(self.data.get(tensor), Lazy):
            return self._drawn(tensor, indices, environment)
        if dangling(tensor) or self._too_large(tensor):
            found = self.grid(entry_of(tensor, indices), environment)
            return self.guarded(tensor, indices, environment, found)
        return self.look_up(self.array(tensor), indices, environment)

    def _too_large(self, tensor: Term) -> bool:
        if not self.solves or isinstance(tensor, TensorSymbol) or tensor in self.arrays:
            return False
        return self.entries(tensor) > LARGEST_GRID

    def _drawn(self, tensor: Term, indices: tuple[Term, ...], environment: Environment) -> Pair:
        """Entries of a tensor that has one at every integer."""
        places = [self.integers(index, environment) for index in indices]
        values = self.data[tensor].at([place for place, _ in places])
        inside: Any = True
        for _, is_whole in places:
            inside = inside & is_whole
        return Pair(values) if np.all(inside) else masked(Pair(values), inside, np.nan)

    def guarded(
        self, tensor: Term, indices: tuple[Term, ...], environment: Environment, found: Pair
    ) -> Pair:
        """The entries, NaN where sizes do not fit or an index is out of range."""
        if not environment and not indices:
            self.check(tensor)
            return found
        for guard in guards_of(self, tensor, indices):
            holds = truth(self, guard, environment)
            if not np.all(holds):
                found = masked(found, holds, np.nan)
        return found

    def has_slopes(self, term: Partial) -> bool:
        """Whether all derivatives of one tensor by another are computed once and looked up."""
        body, variable = term.body, term.variable
        whole = variable.tensor if isinstance(variable, Entry) else variable
        if (
            not isinstance(body, Entry)
            or isinstance(body.tensor, TensorSymbol)
            or dangling(body.tensor)
            or shape_of(whole) is None
        ):
            return False
        return self.entries(body.tensor) * self.entries(whole) <= LARGEST_GRID

    def slopes(self, tensor: Term, variable: Term) -> Pair:
        """All derivatives of entries of one tensor by those of another, or by a number."""
        found = self.known_slopes.get((tensor, variable))
        if found is None:
            self.check(tensor)
            found = slopes_backwards(self, tensor, variable)
            if found is None:
                found = self._slopes_forwards(tensor, variable)
            self.known_slopes[tensor, variable] = found
        return found

    def _slopes_forwards(self, tensor: Term, variable: Term) -> Pair:
        shape, other = self.shape(tensor), self.shape(variable)
        rank = len(shape) + len(other)
        bound = tuple(Bound(rank - 1 - axis) for axis in range(rank))
        by = Entry(variable, bound[len(shape) :]) if other else variable
        slope = resolved(Partial(Entry(tensor, bound[: len(shape)]), by))
        return self.table(slope, shape + other)

    def table(self, body: Term, shape: tuple[int, ...]) -> Pair:
        """The values of a term with one loose bound variable for each axis, at all indices."""
        axes = tuple(axis_values(1, size, level) for level, size in enumerate(shape))
        return transposed(broadcast(self.grid(body, axes), shape[::-1]))

    def look_up(self, found: Pair, indices: tuple[Term, ...], environment: Environment) -> Pair:
        """Entries of an array at the indices of a grid; NaN outside its range."""
        places: list[NDArray[np.int64]] = []
        inside: Any = True
        for index, size in zip(indices, found.value.shape, strict=True):
            if not is_exact(index):
                raise IllFormed(f"an index is no integer arithmetic: {size_text(index)}")
            place, is_whole = self.integers(index, environment)
            if place.size and (place.min() < 1 or place.max() > size):
                inside = inside & (place >= 1) & (place <= size)
                place = np.clip(place, 1, max(size, 1))
            inside = inside & is_whole
            places.append(place - 1)
        if found.value.size == 0:
            shape = np.broadcast_shapes(*(place.shape for place in places))
            return Pair(np.full(shape, np.nan))
        at = tuple(places)
        entries = Pair(
            found.value[at], found.scale if found.scale is None else found.scale[at], found.depth
        )
        return entries if np.all(inside) else masked(entries, inside, np.nan)


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
        found = run.closed(term).value
    if bool(np.any(np.isnan(found))):
        place = ", ".join(str(int(axis) + 1) for axis in np.argwhere(np.isnan(found))[0])
        raise Undefined(f"the entry [{place}] has no value here" if place else "no value here")
    return np.array(found, dtype=np.float64)
