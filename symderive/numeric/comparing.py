"""One relation of a statement compared in floats, at all its points or at many of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.language.binding import dangling, shift
from symderive.language.definitions import shape_of
from symderive.language.shapes import size_text
from symderive.language.terms import ONE, Bound, Compare, Entry, Term
from symderive.numeric.axes import (
    LARGEST_FULL,
    among,
    blocks,
    count_of,
    drawn_points,
    fitting,
    joined,
    ranges_from,
    support,
    values_of_one,
)
from symderive.numeric.draws import generator
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import Environment
from symderive.numeric.findings import look_into
from symderive.numeric.grids import truth
from symderive.numeric.hypotheses import Relation, holds_at, relevant_points
from symderive.numeric.judging import Tally, allowed, assured, compared, within_range

Truths = NDArray[np.bool_]


class Comparison:
    """Compares relations, and takes down in a tally what was seen."""

    def __init__(self, seed: int) -> None:
        """``seed``: of the points that are drawn where there are too many."""
        self.seed = seed
        self.tally = Tally()

    def places(self, run: Evaluation, relation: Relation) -> Iterator[tuple[Environment, Truths]]:
        """The values of the index variables, and where the hypotheses hold for them."""
        ranges = ranges_from(relation.given, len(relation.names), run)
        yield from self.points(run, ranges, None, relation.given)

    def compare(self, run: Evaluation, relation: Relation) -> None:
        """Compare one relation at all its points, or at many."""
        term, names, given = relation.term, relation.names, relation.given
        ranges = ranges_from(given, len(names), run)
        if isinstance(term, Compare) and (shape_of(term.left) != () or shape_of(term.right) != ()):
            opened = self._entries(run, term, names, given, ranges)
            if opened is None:
                return
            term, names, given, ranges = opened
        self.tally.names = names
        for environment, relevant in self.points(run, ranges, term, given):
            if not np.any(relevant):
                continue
            if isinstance(term, Compare):
                compared(run, term, environment, relevant, self.tally)
            else:
                self._judge(run, term, environment, relevant)
            if self.tally.failures:
                return

    def look_into_premises(self, run: Evaluation, given: Sequence[Term]) -> None:
        """Tell where a hypothesis that was not met leaves the range of float64."""
        for condition in given:
            if dangling(condition) or bool(np.all(holds_at(run, condition, ()))):
                continue
            finding = look_into(run, condition, (), np.asarray(True), ())
            if not finding.certain:
                self.tally.finding = self.tally.finding or f"in a premise, {finding.text}"

    def _judge(
        self, run: Evaluation, term: Term, environment: Environment, relevant: Truths
    ) -> None:
        """A condition that is no relation: whether it holds, and nothing more."""
        holds, surely = allowed(run, term, environment), assured(run, term, environment)
        shape = np.broadcast_shapes(
            holds.shape, relevant.shape, *(axis.shape for axis in environment)
        )
        relevant = np.broadcast_to(relevant, shape)
        tally = self.tally
        wrong = relevant & ~holds
        relevant = within_range(run, term, environment, wrong, relevant, tally)
        wrong = relevant & ~holds
        count = int(np.count_nonzero(np.broadcast_to(relevant, shape)))
        blurred = int(np.count_nonzero(np.broadcast_to(relevant & holds & ~surely, shape)))
        self.tally.undecided += blurred
        self.tally.points += count - blurred
        self.tally.nonzero += count
        self.tally.failures += int(np.count_nonzero(wrong))
        if wrong.any():
            place = tuple(int(k) for k in np.argwhere(wrong)[0])
            shown = ", ".join(
                f"{name} = {int(np.broadcast_to(axis, shape)[place])}"
                for name, axis in zip(self.tally.names, environment, strict=True)
            )
            self.tally.worst = f"does not hold at {shown}" if shown else "does not hold"

    def _entries(
        self,
        run: Evaluation,
        term: Compare,
        names: tuple[str, ...],
        given: tuple[Term, ...],
        ranges: list[Any],
    ) -> tuple[Compare, tuple[str, ...], tuple[Term, ...], list[Any]] | None:
        """An equation between tensors as one between entries; None where the shapes differ."""
        left, right = shape_of(term.left), shape_of(term.right)
        rank = len(left or right or ()) or getattr(term.left, "rank", 0)
        if left is not None and right is not None:
            if len(left) != len(right) or not self._same(run, left, right, given, ranges):
                shown = " and ".join(
                    "(" + ", ".join(map(size_text, shape)) + ")" for shape in (left, right)
                )
                self.tally.failures, self.tally.worst = 1, f"the shapes differ: {shown}"
                return None
        sizes = left or right
        indices = tuple(Bound(rank - 1 - axis) for axis in range(rank))
        entries = tuple(Entry(shift(side, rank), indices) for side in (term.left, term.right))
        wider = [shift(condition, rank) for condition in given]
        inside: list[Term] = []
        for index, size in zip(indices, sizes or (), strict=False):
            inside += [Compare("<=", ONE, index), Compare("<=", index, shift(size, rank))]
        if sizes is None:
            inside += [Compare("<=", index, index) for index in indices]
        both = (*wider, *inside)
        axes = "index" if rank == 1 else "index {}"
        more = tuple(axes.format(axis + 1) for axis in range(rank))
        return (
            Compare("=", *entries),
            names + more,
            both,
            ranges_from(both, len(names) + rank, run),
        )

    def _same(
        self,
        run: Evaluation,
        left: Sequence[Term],
        right: Sequence[Term],
        given: tuple[Term, ...],
        ranges: list[Any],
    ) -> bool:
        """Whether two shapes agree at all values of the index variables."""
        for one, other in zip(left, right, strict=True):
            equal = Compare("=", one, other)
            for environment, relevant in self.points(run, ranges, None, given):
                if not bool(np.all(truth(run, equal, environment) | ~relevant)):
                    return False
        return True

    def points(
        self, run: Evaluation, ranges: list[Any], term: Term | None, given: Sequence[Term]
    ) -> Iterator[tuple[Environment, Truths]]:
        """Grids or lists of points, and where on them the hypotheses hold."""
        if any(high < low for low, high in ranges):
            return
        if count_of(ranges) <= LARGEST_FULL:
            for block in blocks(ranges):
                yield block, relevant_points(run, given, block)
            return
        random = generator(self.seed, "points")
        alone, given = values_of_one(run, ranges, given)
        parts = [fitting(drawn_points(ranges, random, alone), given, run)]
        note = f"{len(parts[0][0])} points drawn of {count_of(ranges)}"
        if isinstance(term, Compare):
            places = [support(run, side, ranges) for side in (term.left, term.right)]
            known = [among(place, alone) for place in places if place is not None]
            parts += known
            if len(known) == len(places) and max(len(p[0]) for p in known) <= LARGEST_FULL:
                note += ", and all at which a side is not 0"
        self.tally.notes.append(note)
        points = joined(parts)
        relevant = relevant_points(run, given, points)
        yield tuple(axis[relevant] for axis in points), np.ones(int(relevant.sum()), dtype=bool)
