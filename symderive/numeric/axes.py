"""The points at which a statement is compared: values of its index variables, and of entries.

A grid has one axis for each variable, in blocks. Where a grid would be too large, points are
drawn, the corners among them, together with the places where a side is not 0 by its brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product as every
from math import ceil, floor, inf, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.errors import SymderiveError
from symderive.language.terms import Compare, Term, number
from symderive.numeric.affine import AXIS, Form, Range, Reader, atom_range, form_range, values
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import Environment, axis_values, is_exact
from symderive.numeric.grids import LARGEST_GRID
from symderive.numeric.hypotheses import about_integers, relevant_points
from symderive.numeric.pairs import Pair
from symderive.numeric.places import loose
from symderive.numeric.plans import not_negative, plan_of
from symderive.numeric.products import Product, parts_of, products_of
from symderive.numeric.sums import ZERO, Walk

Integers = NDArray[np.int64]

# Grids with more points are not gone through entirely.
LARGEST_FULL = 1 << 22
BLOCK = 1 << 20
SAMPLE = 200_000
MOST_CORNERS = 10
# How far an index goes that nothing bounds.
REACH = 40
ROUNDS = 12
EVERY: Mapping[int, Integers] = {}


def ranges_from(conditions: Sequence[Term], count: int, run: Evaluation) -> list[Range]:
    """Between which integers variables lie, the first at level 0, by what is given about them."""
    ranges: list[Range] = [(-inf, inf)] * count
    for _ in range(ROUNDS):
        before = list(ranges)
        for condition in conditions:
            for part in parts_of(condition):
                _narrow(part, ranges, run)
        if before == ranges:
            break
    return [_finite(low, high) for low, high in ranges]


def _finite(low: Any, high: Any) -> Range:
    """A range as it is, or a part of it where it has no end."""
    if low == -inf and high == inf:
        return -REACH, REACH
    if low == -inf:
        return int(high) - REACH, int(high)
    return int(low), int(low) + REACH if high == inf else int(high)


def _narrow(condition: Term, ranges: list[Range], run: Evaluation) -> None:
    """Shorten the ranges by one relation."""
    if not isinstance(condition, Compare) or condition.relation == "!=":
        return
    if not (is_exact(condition.left) and is_exact(condition.right)):
        return
    reader = Reader(run.sizes, ranges)
    left, right = reader.form(condition.left), reader.form(condition.right)
    if left is None or right is None:
        return
    relations = (">=", "<=") if condition.relation == "=" else (condition.relation,)
    for relation in relations:
        form = not_negative(left - right, relation)
        for atom, coefficient in form.terms.items():
            if atom[0] == AXIS:
                _bound(form, atom[1], coefficient, ranges)


def _bound(form: Form, level: int, coefficient: Any, ranges: list[Range]) -> None:
    """The bound on one variable from ``form >= 0``."""
    rest: Any = form.constant
    for atom, factor in form.terms.items():
        if atom != (AXIS, level):
            ends = atom_range(atom, ranges)
            best = ends[1] if factor > 0 else ends[0]
            if abs(best) == inf:
                return
            rest += factor * best
    low, high = ranges[level]
    if coefficient > 0:
        ranges[level] = max(low, ceil(-rest / coefficient)), high
    else:
        ranges[level] = low, min(high, floor(rest / -coefficient))


def count_of(ranges: Sequence[Range]) -> int:
    """The number of points of the grid."""
    return prod(max(high - low + 1, 0) for low, high in ranges)


def blocks(ranges: Sequence[Range]) -> Iterator[Environment]:
    """The whole grid, cut along its longest axis."""
    if not ranges:
        yield ()
        return
    lengths = [high - low + 1 for low, high in ranges]
    longest = max(range(len(ranges)), key=lambda level: lengths[level])
    others = count_of(ranges) // lengths[longest]
    width = max(BLOCK // max(others, 1), 1)
    for start in range(ranges[longest][0], ranges[longest][1] + 1, width):
        stop = min(start + width - 1, ranges[longest][1])
        yield tuple(
            axis_values(start, stop, level) if level == longest else axis_values(*span, level)
            for level, span in enumerate(ranges)
        )


def drawn_points(
    ranges: Sequence[Range],
    random: np.random.Generator,
    alone: Mapping[int, Integers] = EVERY,
    sample: int = SAMPLE,
) -> Environment:
    """Points of the grid: corners, and a sample at random.

    ``alone``: the only values that some of the variables take, by their levels.
    """
    if any(not numbers.size for numbers in alone.values()):
        return tuple(np.zeros(0, dtype=np.int64) for _ in ranges)
    ends = [sorted({low, high}) for low, high in ranges]
    for level, numbers in alone.items():
        ends[level] = sorted({int(numbers[0]), int(numbers[-1])})
    if len(ranges) <= MOST_CORNERS:
        corners = np.array(list(every(*ends)), dtype=np.int64)
    else:
        corners = np.array([[e[0] for e in ends], [e[-1] for e in ends]], dtype=np.int64)
    columns = []
    for level, (low, high) in enumerate(ranges):
        if level in alone:
            drawn = random.choice(alone[level], size=sample)
        else:
            drawn = random.integers(low, high + 1, size=sample)
        columns.append(np.concatenate([corners[:, level], drawn]))
    return tuple(columns)


def values_of_one(
    run: Evaluation, ranges: Sequence[Range], given: Sequence[Term]
) -> tuple[dict[int, Integers], list[Term]]:
    """The values of single variables that satisfy hypotheses about them, and the other hypotheses.

    That an entry is the greatest, for one, is hardly ever true of an entry that is drawn.
    """
    conditions: dict[int, list[Term]] = {}
    rest: list[Term] = []
    for condition in given:
        levels = [len(ranges) - 1 - index for index in loose(condition)]
        one = len(levels) == 1 and not about_integers(condition)
        if one and count_of([ranges[levels[0]]]) <= LARGEST_FULL:
            conditions.setdefault(levels[0], []).append(condition)
        else:
            rest.append(condition)
    found = {}
    for level, parts in conditions.items():
        spans = [span if k == level else span[:1] * 2 for k, span in enumerate(ranges)]
        axes = tuple(axis_values(int(a), int(b), k) for k, (a, b) in enumerate(spans))
        holds = relevant_points(run, parts, axes)
        found[level] = axes[level].reshape(-1)[holds.reshape(-1)]
    return found, rest


def among(points: Environment, alone: Mapping[int, Integers]) -> Environment:
    """The points at which some of the variables have one of their values."""
    if not alone:
        return points
    holds = np.all([np.isin(points[level], numbers) for level, numbers in alone.items()], axis=0)
    return tuple(axis[holds] for axis in points)


def joined(parts: Sequence[Environment]) -> Environment:
    """Lists of points one after the other."""
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))


def fitting(points: Environment, conditions: Sequence[Term], run: Evaluation) -> Environment:
    """The points changed so that equalities among the variables hold where they can."""
    places = list(points)
    for condition in conditions:
        for part in parts_of(condition):
            if not isinstance(part, Compare) or part.relation != "=":
                continue
            if is_exact(part.left) and is_exact(part.right):
                form = run.difference(part, tuple(places))
                if form is not None:
                    _fit(form, places)
    return tuple(places)


def _fit(form: Form, places: list[Integers]) -> None:
    """Change one variable so that the form is 0."""
    for atom, coefficient in form.terms.items():
        others = Form(form.constant, {a: c for a, c in form.terms.items() if a != atom})
        by = others.times(-1 / coefficient)
        if atom[0] == AXIS and atom[1] not in by.levels and by.denominator == 1:
            places[atom[1]] = np.broadcast_to(values(by, places)[0], places[atom[1]].shape)
            return


class _Places(Walk):
    """Collects the points at which a product is not 0 by its conditions."""

    def __init__(self, run: Evaluation, product: Product, axes: int, plan: Any) -> None:
        super().__init__(run, product, plan, ())
        self.axes = axes
        # An axis on which nothing depends is gone through as well: all its points count.
        self.used |= set(range(axes))
        self.found: list[Environment] = []

    def _point(self, environment: list[Any], masks: list[Any]) -> Pair:
        tests = [*masks, *self._tests(self.plan.at_least_zero, self.plan.zero, environment)]
        arrays = np.broadcast_arrays(*environment[: self.axes], *tests)
        holds: Any = np.ones(arrays[0].shape, dtype=bool)
        for test in arrays[self.axes :]:
            holds = holds & test
        self.found.append(tuple(array[holds] for array in arrays[: self.axes]))
        return ZERO


def support(run: Evaluation, body: Term, ranges: Sequence[Range]) -> Environment | None:
    """All points of a grid at which a term can be other than 0; None where these are too many.

    The term has one loose bound variable for each range.
    """
    binders = tuple((number(low), number(high)) for low, high in ranges)
    try:
        products = products_of(run, body)
    except SymderiveError:
        return None
    parts: list[Environment] = []
    for product in products:
        whole = product._replace(binders=binders + product.binders, guards=(), factors=())
        plan = plan_of(Reader(run.sizes, []), 0, whole)
        if plan is None:
            return None
        walk = _Places(run, whole, len(ranges), plan)
        if walk._later(-1) > LARGEST_GRID:
            return None
        if all(form_range(form, plan.ranges)[1] >= 0 for form in plan.at_least_zero):
            walk._walk(0, walk.start, [])
        parts += walk.found
    return joined(parts) if parts else tuple(np.zeros(0, dtype=np.int64) for _ in ranges)
