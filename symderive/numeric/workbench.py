"""What is needed to write a statement with derivatives along lines: names, lines, and tables.

Index variables have names here, and each its range. Directions and derivatives are tables: tensors
whose values are put into the evaluation that compares both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from symderive.language.binding import abstract, free_symbols
from symderive.language.terms import (
    Add,
    Compare,
    Domain,
    Entry,
    Symbol,
    TensorSymbol,
    Term,
    number,
)
from symderive.numeric.affine import Range
from symderive.numeric.axes import ranges_from
from symderive.numeric.differences import Line, NotTaken, Variable
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import Environment, axis_values
from symderive.numeric.grids import LARGEST_GRID
from symderive.numeric.pairs import Pair, scale_of


class Names:
    """Index variables with the ranges of integers that they are in."""

    def __init__(self, run: Evaluation) -> None:
        """``run`` holds the sizes."""
        self.run = run
        self.ranges: dict[Symbol, Range] = {}

    def new(self, span: Range) -> Symbol:
        """One more variable."""
        name = Symbol(f"index {len(self.ranges)}", Domain("integer"))
        self.ranges[name] = span
        return name

    def of(self, term: Term) -> tuple[Symbol, ...]:
        """The variables that a term mentions."""
        symbols = free_symbols(term)
        return tuple(name for name in self.ranges if name in symbols)

    def bound(self, lower: Term, upper: Term) -> Symbol:
        """A variable for one that a sum binds between these bounds."""
        known = tuple(self.ranges)
        name = Symbol("bound", Domain("integer"))
        inside = [Compare("<=", lower, name), Compare("<=", name, upper)]
        for other, (low, high) in self.ranges.items():
            inside += [Compare("<=", number(int(low)), other)]
            inside += [Compare("<=", other, number(int(high)))]
        conditions = [abstract(condition, (*known, name)) for condition in inside]
        return self.new(ranges_from(conditions, len(known) + 1, self.run)[-1])

    def count(self, names: Sequence[Symbol]) -> int:
        """How many values the variables have together."""
        spans = map(self.ranges.__getitem__, names)
        return prod(max(int(high - low) + 1, 0) for low, high in spans)

    def place(self, name: Symbol) -> Term:
        """The place of a variable in its range, counted from 1."""
        before = int(self.ranges[name][0]) - 1
        return Add((name, number(-before))) if before else name

    def grid(self, names: Sequence[Symbol]) -> Environment:
        """All values of the variables, each along an axis of its own."""
        if self.count(names) > LARGEST_GRID:
            raise NotTaken("too many entries")
        spans = map(self.ranges.__getitem__, names)
        return tuple(axis_values(int(a), int(b), level) for level, (a, b) in enumerate(spans))


class Workbench:
    """An evaluation with lines through its point, and tables of what was found on them."""

    def __init__(self, run: Evaluation) -> None:
        """``run`` holds the values; it is left as it is."""
        self.point = run
        values: dict[Any, Any] = {**run.sizes, **run.functions, **run.data}
        self.run = Evaluation(values, tracked=True)
        self.run.deadline = run.deadline
        self.run.recall(run.knowledge())
        self.run.arrays |= run.arrays
        self.run.closed_sums |= run.closed_sums
        self.lines: list[Line] = []
        self.tables = 0

    def line(self, variable: Variable, direction: Pair, length: float = 1.0) -> Line:
        """One more line."""
        found = Line(self.point, f"{len(self.lines)}", variable, direction, length)
        self.lines.append(found)
        return found

    def table(self, found: Pair) -> TensorSymbol:
        """A tensor with these entries."""
        shape = tuple(map(number, found.value.shape))
        symbol = TensorSymbol(f"weights {self.tables}", len(shape), shape, Domain("real"))
        self.tables += 1
        self.run.arrays[symbol] = found
        return symbol

    def settle(self) -> None:
        """Compute all derivatives that have been asked for."""
        for line in self.lines:
            self.run.arrays |= line.settle()

    def direction(
        self, entry: Entry, over: tuple[Symbol, ...], weight: Term, names: Names
    ) -> tuple[TensorSymbol, Pair]:
        """A weight that depends on the variables of an entry: its table, and the direction."""
        if names.of(weight) not in ((), over):
            raise NotTaken("a direction that depends on an index")
        self.settle()
        grid = names.grid(over)
        shape = np.broadcast_shapes(*(axis.shape for axis in grid))
        found = self.run.grid(abstract(weight, over), grid)
        value, scale = (np.broadcast_to(part, shape) for part in (found.value, scale_of(found)))
        places = []
        for index, size in zip(entry.indices, self.run.shape(entry.tensor), strict=True):
            place, is_whole = self.run.integers(abstract(index, over), grid)
            if not np.all(is_whole & (place >= 1) & (place <= size)):
                raise NotTaken("an entry that is not there")
            places.append(np.broadcast_to(place - 1, shape))
        whole = np.zeros(self.run.shape(entry.tensor)), np.zeros(self.run.shape(entry.tensor))
        for array, part in zip(whole, (value, scale), strict=True):
            np.add.at(array, tuple(places), part)
        table = self.table(Pair(value.T, scale.T, found.depth))
        return table, Pair(*whole, found.depth)
