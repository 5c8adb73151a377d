"""Sizes, indices and conditions on them at given sizes, read as forms and computed on grids."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any
from weakref import ref

import numpy as np

from symderive.errors import IllFormed, Undefined
from symderive.language.binding import dangling
from symderive.language.shapes import size_text
from symderive.language.terms import Compare, Term
from symderive.numeric.affine import FixedReader, Form, Range, replaced
from symderive.numeric.affine import values as form_values
from symderive.numeric.exact import Environment, is_exact, rational, whole
from symderive.numeric.pairs import Floats


class IndexArithmetic:
    """Index arithmetic at given sizes, with the forms that were found so far."""

    def __init__(self) -> None:
        self.sizes: dict[Term, int] = {}
        self.forms: dict[tuple[Any, ...], Form | None] = {}
        # By its array's id, the array of a variable that was solved for and its form.
        self.solved: dict[int, tuple[Any, Form]] = {}
        self.readers: dict[tuple[Range, ...], FixedReader] = {}
        # By its array's id, a variable and its range; an id is free again once its array is gone.
        self._ends: dict[int, tuple[ref[Any], Range]] = {}

    def whole(self, term: Term, what: str) -> int:
        """The value of a size without bound variables."""
        if not is_exact(term):
            raise IllFormed(f"{what} is no integer arithmetic: {size_text(term)}")
        value, is_whole = whole(rational(term, (), self.sizes))
        if not bool(np.all(is_whole)):
            raise Undefined(f"{what} is no integer: {size_text(term)}")
        return int(value)

    def ranges(self, environment: Environment) -> tuple[Range, ...]:
        """Between which numbers the bound variables lie."""
        return tuple([self._range(axis) for axis in environment])

    def _range(self, axis: Any) -> Range:
        if axis.size <= 1:
            return (int(axis.item()),) * 2 if axis.size else (0, 0)
        found = self._ends.get(id(axis))
        if found is None or found[0]() is not axis:
            ends = int(axis.min()), int(axis.max())
            found = self._ends[id(axis)] = ref(axis), ends
        return found[1]

    def reader(self, ranges: tuple[Range, ...]) -> FixedReader:
        """What reads terms as forms where the bound variables have these ranges."""
        found = self.readers.get(ranges)
        if found is None:
            found = self.readers[ranges] = FixedReader(self.sizes, ranges)
        return found

    def form(self, term: Term, environment: Environment) -> Form | None:
        """An exact term as a form."""
        return self._read(term, environment, lambda read: read(term))

    def difference(self, term: Compare, environment: Environment) -> Form | None:
        """Left minus right of an exact relation, as a form."""

        def subtract(read: Callable[[Term], Form | None]) -> Form | None:
            left, right = read(term.left), read(term.right)
            return None if left is None or right is None else left - right

        return self._read(term, environment, subtract)

    def _read(
        self,
        term: Term,
        environment: Environment,
        rule: Callable[[Callable[[Term], Form | None]], Form | None],
    ) -> Form | None:
        """A form, in which variables that were solved for are replaced by what they are."""
        ranges = self.ranges(environment)
        solved = tuple(
            (level, self.solved[id(axis)][1])
            for level, axis in enumerate(environment)
            if id(axis) in self.solved
        )
        key = term, ranges, solved
        if key not in self.forms:
            form = rule(self.reader(ranges).form)
            for level, by in (*solved, *solved):
                form = form and (replaced(form, level, by, ranges) or form)
            self.forms[key] = form
        return self.forms[key]

    def integers(self, term: Term, environment: Environment) -> tuple[Any, Any]:
        """The integers that an exact term takes on the grid, and where it takes one."""
        form = self.form(term, environment)
        if form is None:
            return whole(rational(term, environment, self.sizes))
        top, bottom = form_values(form, environment)
        return (top, np.asarray(True)) if bottom == 1 else (top // bottom, top % bottom == 0)

    def rationals(self, term: Term, environment: Environment) -> Floats:
        """The values of an exact term as floats; NaN where it has none."""
        form = self.form(term, environment)
        if form is None:
            value = rational(term, environment, self.sizes)
            return np.where(value.bottom == 0, np.nan, value.top / value.bottom)
        top, bottom = form_values(form, environment)
        return np.asarray(top / bottom)

    def is_integral(self, term: Term) -> bool:
        """Whether a term is an integer wherever its bound variables are."""
        form = self.reader(((-inf, inf),) * dangling(term)).form(term)
        return form is not None and form.denominator == 1
