"""How the bound variables of a product are found: solved for, looked up, or gone through.

An equality in brackets that is linear in a variable is solved for it. One in which the variable
stands in floors is turned into a table from the other side to the variables that fit. What is
left is gone through, where possible in a window that follows from the conditions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor, inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.language.terms import Compare, Term
from symderive.numeric.affine import (
    AXIS,
    FLOOR,
    Form,
    Range,
    Reader,
    atom_range,
    axis,
    constant,
    form_range,
    levels_of,
    replaced,
    values,
)
from symderive.numeric.products import Product

Integers = NDArray[np.int64]

# Above so many values a table from one side of an equality to the other is not made.
LARGEST_TABLE = 1 << 23
# A table that leaves more than this share of a range is not worth it.
WORTH = 0.5


@dataclass
class Loop:
    """A variable that is gone through, between the greatest lower and the least upper bound."""

    level: int
    low: int
    high: int
    lower: list[Form] = field(default_factory=list)
    upper: list[Form] = field(default_factory=list)


@dataclass
class Solved:
    """A variable that has the value of a form."""

    level: int
    form: Form


@dataclass
class Lookup:
    """A variable that is found in a table by the values of forms."""

    level: int
    keys: list[Form]
    table: Table


@dataclass
class Plan:
    """The steps in their order, and what remains to be tested at each point."""

    steps: list[Loop | Solved | Lookup]
    at_least_zero: list[Form]
    zero: list[Form]
    conditions: list[Term]
    guards: list[Form]
    guards_zero: list[Form]
    other_guards: list[Term]
    ranges: list[Range]


class Table:
    """From keys to the values of a variable, several values to a key."""

    def __init__(self, low: int, keys: list[Integers]) -> None:
        """``keys``: one array for each equality, over the values ``low``, ``low + 1``, .."""
        self.low = low
        self.least = [int(key.min()) for key in keys]
        self.spans = [
            int(key.max()) - least + 1 for key, least in zip(keys, self.least, strict=True)
        ]
        joined, _ = self._joined(keys)
        self.order = np.argsort(joined, kind="stable")
        self.found, self.counts = np.unique(joined, return_counts=True)
        self.start = np.cumsum(self.counts) - self.counts
        self.most = int(self.counts.max())

    def _joined(self, keys: list[Integers]) -> tuple[Integers, Any]:
        total: Any = np.int64(0)
        inside: Any = True
        for key, least, span in zip(keys, self.least, self.spans, strict=True):
            place = key - least
            inside = inside & (place >= 0) & (place < span)
            total = total * span + np.clip(place, 0, span - 1)
        return total, inside

    def look_up(self, keys: list[Integers], which: Integers) -> tuple[Integers, Any]:
        """The value of that number for the keys, and where there is one."""
        joined, inside = self._joined(keys)
        place = np.minimum(np.searchsorted(self.found, joined), len(self.found) - 1)
        inside = inside & (self.found[place] == joined) & (which < self.counts[place])
        position = np.minimum(self.start[place] + which, len(self.order) - 1)
        return self.low + self.order[position], inside


class Planner:
    """Plans one product, for given sizes and ranges of the variables around it."""

    def __init__(self, reader: Reader, outer: int, product: Product) -> None:
        """``reader`` has the ranges of the outer variables."""
        self.outer = outer
        self.product = product
        self.ranges: list[Range] = list(reader.ranges)
        self.reader = Reader(reader.sizes, self.ranges)
        self.equal: list[Form] = []
        self.least: list[Form] = []
        self.derived: list[Form] = []
        self.conditions: list[Term] = []
        self.free: list[int] = []
        self.late: list[Solved | Lookup] = []
        self.zero: list[Form] = []
        self.empty = False

    def plan(self) -> Plan | None:
        """The plan; None where a bound is no integer arithmetic."""
        if not self._bind():
            return None
        if self.empty:
            return Plan([], [constant(-1)], [], [], [], [], [], self.ranges)
        for condition in self.product.conditions:
            self._read(condition)
        while self._solve() or self._tabulate():
            pass
        for form in self.equal:
            self._bracketed_floor(form)
        guards, guards_zero, others = self._guards()
        return Plan(
            [*self._loops(), *reversed(self.late)],
            self.least,
            [*self.equal, *self.zero],
            self.conditions,
            guards,
            guards_zero,
            others,
            self.ranges,
        )

    def _bind(self) -> bool:
        """Give every variable the widest range that its bounds allow."""
        for lower, upper in self.product.binders:
            low, high = self.reader.form(lower), self.reader.form(upper)
            if low is None or high is None or low.denominator != 1 or high.denominator != 1:
                return False
            first, last = form_range(low, self.ranges)[0], form_range(high, self.ranges)[1]
            if first == -inf or last == inf:
                return False
            self.empty = self.empty or first > last
            level = len(self.ranges)
            self.ranges.append((int(first), int(last)))
            self.free.append(level)
            self.least += [axis(level) - form for form in (low,) if form.terms]
            self.least += [form - axis(level) for form in (high,) if form.terms]
        return True

    def difference(self, condition: Term) -> Form | None:
        """Left minus right."""
        if not isinstance(condition, Compare):
            return None
        left, right = self.reader.form(condition.left), self.reader.form(condition.right)
        return None if left is None or right is None else left - right

    def _read(self, condition: Term) -> None:
        form = self.difference(condition)
        if form is None or not isinstance(condition, Compare) or condition.relation == "!=":
            self.conditions.append(condition)
        elif condition.relation == "=":
            self.equal.append(form.times(form.denominator))
        else:
            self.least.append(not_negative(form, condition.relation))

    def _guards(self) -> tuple[list[Form], list[Form], list[Term]]:
        """The guards that the ranges do not decide."""
        least: list[Form] = []
        zero: list[Form] = []
        others: list[Term] = []
        for guard in self.product.guards:
            form = self.difference(guard)
            if form is None or not isinstance(guard, Compare) or guard.relation == "!=":
                others.append(guard)
            elif guard.relation == "=":
                if form != constant(0):
                    zero.append(form.times(form.denominator))
            else:
                bound = not_negative(form, guard.relation)
                if form_range(bound, self.ranges)[0] < 0:
                    least.append(bound)
        return least, zero, others

    # Solving

    def _solve(self) -> bool:
        """Solve one equality that is linear in a variable."""
        best: tuple[int, int, int, int] | None = None
        for place, form in enumerate(self.equal):
            for atom, coefficient in form.terms.items():
                if atom[0] != AXIS or atom[1] not in self.free or not self._early(form):
                    continue
                others = [levels_of(other) for other in form.terms if other != atom]
                if any(atom[1] in levels for levels in others):
                    continue
                low, high = self.ranges[atom[1]]
                rank = (-abs(int(coefficient)), high - low, -atom[1], place)
                best = rank if best is None or rank > best else best
        if best is None:
            return False
        form = self.equal.pop(best[3])
        self._replace(-best[2], form)
        return True

    def _replace(self, level: int, form: Form) -> None:
        coefficient = form.terms[(AXIS, level)]
        by = axis(level) - form.times(1 / coefficient)
        low, high = self.ranges[level]
        self.free.remove(level)
        self.late.append(Solved(level, by))
        self.least += [by - constant(low), constant(high) - by]
        for forms in (self.equal, self.least):
            for place, old in enumerate(forms):
                new = replaced(old, level, by, self.ranges)
                if new is not None:
                    forms[place] = new.times(new.denominator)
        self.zero += [form for form in self.equal if level in form.levels]
        self.equal = [form for form in self.equal if level not in form.levels]

    def _tabulate(self) -> bool:
        """Make a table for the variable of the widest range that stands alone on one side."""
        for level in sorted(self.free, key=lambda v: self.ranges[v][0] - self.ranges[v][1]):
            low, high = self.ranges[level]
            rows = [form for form in self.equal if self._separates(form, level)]
            if not rows or not 1 < high - low + 1 <= LARGEST_TABLE:
                continue
            inner, outer = zip(*(_split(form, level) for form in rows), strict=True)
            numbers = np.arange(low, high + 1, dtype=np.int64)
            around: list[Any] = [None] * level + [numbers]
            table = Table(low, [values(form, around)[0] for form in inner])
            if table.most > max(1, WORTH * len(numbers)):
                continue
            self.free.remove(level)
            self.equal = [form for form in self.equal if form not in rows]
            self.late.append(Lookup(level, list(outer), table))
            return True
        return False

    def _early(self, form: Form) -> bool:
        """Whether all its variables have values before those that are solved for so far."""
        return all(level < self.outer or level in self.free for level in form.levels)

    def _separates(self, form: Form, level: int) -> bool:
        """Whether the variable stands in atoms of its own."""
        if not self._early(form):
            return False
        mine = [atom for atom in form.terms if level in levels_of(atom)]
        return bool(mine) and all(levels_of(atom) == {level} for atom in mine)

    def _bracketed_floor(self, form: Form) -> None:
        """floor(e/d) = f says d f <= e <= d f + d - 1, which bounds the variables in e."""
        for atom, coefficient in form.terms.items():
            if atom[0] == FLOOR and abs(coefficient) == 1:
                rest = Form(form.constant, {a: c for a, c in form.terms.items() if a != atom})
                other = rest.times(-coefficient).times(atom[2])
                self.derived.append(atom[1] - other)
                self.derived.append(other + constant(atom[2] - 1) - atom[1])

    # Windows

    def _loops(self) -> list[Loop]:
        """The variables that are gone through, with bounds that follow from the others."""
        loops: list[Loop] = []
        known = set(range(self.outer))
        for level in self.free:
            loop = Loop(level, *self.ranges[level])
            for form in (
                *self.least,
                *self.equal,
                *(f.times(-1) for f in self.equal),
                *self.derived,
            ):
                self._bound(loop, form, known)
            known.add(level)
            loops.append(loop)
        return loops

    def _bound(self, loop: Loop, form: Form, known: set[int]) -> None:
        """A bound on the variable from ``form >= 0``; unknown variables take their best value."""
        coefficient = form.terms.get((AXIS, loop.level))
        if coefficient is None:
            return
        rest = Form(form.constant, {})
        for atom, factor in form.terms.items():
            if atom == (AXIS, loop.level):
                continue
            levels = levels_of(atom)
            if loop.level in levels:
                return
            if levels <= known:
                rest = rest + Form(constant(0).constant, {atom: factor})
                continue
            ends = atom_range(atom, self.ranges)
            best = ends[1] if factor > 0 else ends[0]
            if abs(best) == inf:
                return
            rest = rest + constant(factor * best)
        scale = abs(coefficient)
        rest = rest.times(1 / scale)
        if coefficient > 0:
            bound = rest.times(-1)
            if not bound.terms:
                loop.low = max(loop.low, ceil(bound.constant))
            else:
                loop.lower.append(bound)
        elif not rest.terms:
            loop.high = min(loop.high, floor(rest.constant))
        else:
            loop.upper.append(rest)


def not_negative(form: Form, relation: str) -> Form:
    """The form whose value is at least 0 where the difference has the relation to 0."""
    form = form.times(form.denominator)
    if relation in ("<", "<="):
        form = form.times(-1)
    return form - constant(1) if relation in ("<", ">") else form


def _split(form: Form, level: int) -> tuple[Form, Form]:
    """The forms L of the variable and R of the rest with L = R."""
    mine = {a: c for a, c in form.terms.items() if level in levels_of(a)}
    rest = {a: -c for a, c in form.terms.items() if a not in mine}
    return Form(constant(0).constant, mine), Form(-form.constant, rest)


def plan_of(reader: Reader, outer: int, product: Product) -> Plan | None:
    """The plan for a product under that many outer variables; None where there is none."""
    return Planner(reader, outer, product).plan()
