"""Statements about first derivatives, checked along directions: no Jacobian, no rules.

Where a statement says what df_i/dx_j is for all j, both sides are multiplied by the entries of a
drawn direction v and summed over j. On one side this gives a derivative along v, which is computed
from differences of values of f; on the other a sum, which costs no more than n where the solver
of sums frees it of its brackets. Where a statement is about some entries only, or not linear in
the derivatives, the direction is one unit vector, and what the statement says of that entry is
compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from symderive.errors import SymderiveError
from symderive.language.binding import abstract, dangling, instantiate
from symderive.language.definitions import shape_of
from symderive.language.terms import ONE, Compare, Entry, Symbol, TensorSymbol, Term, number
from symderive.numeric.axes import drawn_points, fitting, ranges_from, values_of_one
from symderive.numeric.contractions import (
    Contraction,
    Replacement,
    has_derivatives,
    variables_of,
    with_partials,
)
from symderive.numeric.differences import Line, NotTaken, room
from symderive.numeric.draws import generator
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import Environment
from symderive.numeric.hypotheses import Relation, about_integers, relevant_points
from symderive.numeric.pairs import Pair
from symderive.numeric.rows import Directions, compared_at_rows, joined
from symderive.numeric.workbench import Names, Workbench

# How many unit vectors are taken where no other direction serves.
PROBES = 2
# So many points are drawn to find one of which a statement speaks.
POINTS = 1024


def along_directions(drawn: Sequence[tuple[Evaluation, Relation]], seed: int) -> Directions | None:
    """What differences say about relations between derivatives; None where they reach none.

    Args:
        drawn: relations, each with the evaluation that holds the values at which it is compared.
        seed: of the directions.
    """
    found = []
    for run, relation in drawn:
        term = relation.term
        if isinstance(term, Compare) and term.relation == "=" and has_derivatives(term):
            try:
                found.append(Directed(run, relation, term, seed).result())
            except (SymderiveError, MemoryError):
                continue
    return joined(found) if found else None


class Directed:
    """One equation, its index variables as named integers."""

    def __init__(self, run: Evaluation, relation: Relation, term: Compare, seed: int) -> None:
        self.run, self.seed = run, seed
        self.names = Names(run)
        for span in ranges_from(relation.given, len(relation.names), run):
            self.names.new(span)
        known = tuple(self.names.ranges)
        self.given = [instantiate(condition, known) for condition in relation.given]
        sides = [instantiate(side, known) for side in (term.left, term.right)]
        shape = shape_of(sides[0]) or shape_of(sides[1]) or ()
        for size in shape:
            if self.names.of(size):
                raise NotTaken("a shape that depends on an index")
            self.names.new((1, run.whole(size, "a size")))
        self.rows = tuple(self.names.ranges)
        more = self.rows[len(known) :]
        axes = "index" if len(more) == 1 else "index {}"
        self.labels = relation.names + tuple(axes.format(k + 1) for k in range(len(more)))
        for name, size in zip(more, shape, strict=True):
            self.given += [Compare("<=", ONE, name), Compare("<=", name, size)]
        if more:
            sides = [Entry(side, more) for side in sides]
        self.sides = list(map(with_partials, sides))

    def result(self) -> Directions:
        """What was seen along one drawn direction, or along a few unit vectors."""
        variables = list(dict.fromkeys(v for side in self.sides for v in variables_of(side)))
        entries = [v for v in variables if isinstance(v, Entry) and not dangling(v)]
        for variable in variables:
            whole = variable.tensor if isinstance(variable, Entry) else variable
            if not isinstance(whole, Symbol) and shape_of(whole) is None:
                raise NotTaken("a derivative by an entry of a tensor without a shape")
        ways: list[Callable[[], Directions]] = []
        if len(entries) == 1 and self.names.of(entries[0]):
            ways += [lambda: self._contracted(self.names.of(entries[0]), entries[0])]
        ways += [lambda: self._probed(entries)]
        if not entries:
            # A product of Jacobians, of which one index says by what entry.
            ways += [partial(self._contracted, (name,)) for name in reversed(self.rows)]
        for way in ways:
            try:
                return way()
            except NotTaken as refusal:
                last = refusal
        raise last

    def _start(self) -> tuple[Workbench, Names, dict[Term, Line]]:
        """A bench with a line for each real variable; the index variables without bound ones."""
        bench, names = Workbench(self.run), Names(self.run)
        names.ranges = {name: self.names.ranges[name] for name in self.rows}
        lines: dict[Term, Line] = {}
        for variable in (v for side in self.sides for v in variables_of(side)):
            if isinstance(variable, Symbol) and variable not in lines:
                space = room(self.run, variable)
                lines[variable] = bench.line(variable, Pair(space), float(space))
        return bench, names, lines

    # One direction

    def _contracted(self, over: tuple[Symbol, ...], entry: Entry | None = None) -> Directions:
        """Sums over some index variables, those in the indices of an entry if one is given."""
        bench, names, lines = self._start()
        needed = [condition for condition in self.given if set(names.of(condition)) & set(over)]
        if any(set(names.of(c)) - set(over) or not about_integers(c) for c in needed):
            raise NotTaken("conditions between rows and columns")
        grid = names.grid(over)
        shape = np.broadcast_shapes(*(axis.shape for axis in grid))
        relevant = relevant_points(self.run, [abstract(c, over) for c in needed], grid)
        relevant = np.broadcast_to(relevant, shape)
        along: tuple[Entry, Line] | None = None
        weights = np.zeros(shape)
        if entry is None:
            weights[relevant] = self._drawn("rows", np.ones(shape))[relevant]
        else:
            assert isinstance(entry.tensor, TensorSymbol)
            places = self._places(entry, over, grid, relevant)
            drawn = self._drawn(entry.tensor.name, room(self.run, entry.tensor))
            direction = np.zeros_like(drawn)
            direction[places] = weights[relevant] = drawn[places]
            along = entry, bench.line(entry.tensor, Pair(direction))
        table = bench.table(Pair(weights.T))
        conditions = () if relevant.all() else needed
        contraction = Contraction(bench, names, lines, over, table, conditions, along)
        sides = list(map(contraction.summed, self.sides))
        rows = tuple(name for name in self.rows if name not in over)
        given = [condition for condition in self.given if condition not in needed]
        return self._compared(bench, sides, rows, given)

    def _places(
        self, entry: Entry, over: tuple[Symbol, ...], grid: Environment, relevant: Any
    ) -> tuple[Any, ...]:
        """Which entries of the variable the relevant indices name, each once."""
        shape, found = self.run.shape(entry.tensor), []
        for index, size in zip(entry.indices, shape, strict=True):
            place, is_whole = self.run.integers(abstract(index, over), grid)
            inside = is_whole & (place >= 1) & (place <= size)
            if not np.all(inside | ~relevant):
                raise NotTaken("an entry that is not there")
            found.append(np.broadcast_to(place, relevant.shape)[relevant] - 1)
        flat = np.ravel_multi_index(tuple(found), shape)
        if not flat.size or np.bincount(flat).max() > 1:
            raise NotTaken("the same entry under several indices")
        return tuple(found)

    def _drawn(self, name: str, space: Any) -> Any:
        """A direction in which all entries move, more of them up than down.

        Its mean is not 0, so that a constant that is missing in a row is seen as well.
        """
        random = generator(self.seed, f"direction {name}")
        return space * (1 + random.standard_normal(space.shape))

    # Unit vectors

    def _probed(self, entries: Sequence[Entry]) -> Directions:
        """A few of the entries, each by itself, wherever the statement speaks of them."""
        random = generator(self.seed, "unit vectors")
        moving = any(map(self.names.of, entries))
        found = []
        for _ in range(PROBES if moving else 1):
            point = self._point(random) if moving else ()
            bench, names, lines = self._start()
            conditions = list(self.given)
            for entry in entries:
                where = [self._at(index, point) for index in entry.indices]
                lines[entry] = self._unit(bench, entry, where)
                for index, k in zip(entry.indices, where, strict=True):
                    conditions += [Compare("=", index, number(k))] if self.names.of(index) else []
            replacement = Replacement(bench, names, lines)
            sides = list(map(replacement.replaced, self.sides))
            found.append(self._compared(bench, sides, self.rows, conditions))
        return replace(joined(found), units=bool(entries))

    def _unit(self, bench: Workbench, entry: Entry, where: Sequence[int]) -> Line:
        """The line along which one entry moves."""
        assert isinstance(entry.tensor, TensorSymbol)
        space = room(self.run, entry.tensor)
        if not all(1 <= k <= n for k, n in zip(where, space.shape, strict=True)):
            raise NotTaken("an entry that is not there")
        place = tuple(k - 1 for k in where)
        unit = np.zeros_like(space)
        unit[place] = space[place]
        return bench.line(entry.tensor, Pair(unit), float(space[place]))

    def _at(self, index: Term, point: Environment) -> int:
        rows = self.rows if point else ()
        value, is_whole = self.run.integers(abstract(index, rows), point)
        if not np.all(is_whole):
            raise NotTaken("an entry that is not there")
        return int(value)

    def _point(self, random: np.random.Generator) -> Environment:
        """Values of the index variables for which the hypotheses hold."""
        given = [abstract(condition, self.rows) for condition in self.given]
        spans = list(map(self.names.ranges.__getitem__, self.rows))
        alone, rest = values_of_one(self.run, spans, given)
        points = fitting(drawn_points(spans, random, alone, POINTS), rest, self.run)
        holds = relevant_points(self.run, rest, points)
        relevant = np.flatnonzero(np.broadcast_to(holds, points[0].shape))
        if not relevant.size:
            raise NotTaken("no point was found")
        one = random.choice(relevant)
        return tuple(np.asarray(axis[one]) for axis in points)

    # Both sides

    def _compared(
        self,
        bench: Workbench,
        sides: Sequence[Term],
        rows: tuple[Symbol, ...],
        given: Sequence[Term],
    ) -> Directions:
        """Both sides at the rows, their derivatives computed."""
        bench.settle()
        left, right = (abstract(side, rows) for side in sides)
        conditions = [abstract(condition, rows) for condition in given]
        labels = tuple(self.labels[self.rows.index(name)] for name in rows)
        return compared_at_rows(bench.run, Compare("=", left, right), labels, conditions, self.seed)
