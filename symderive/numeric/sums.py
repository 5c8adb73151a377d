"""Sums on grids: every product by its plan, in blocks that fit into memory."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from symderive.language.terms import Reduce, Term
from symderive.numeric.affine import Form, form_range, values
from symderive.numeric.exact import Environment, axis_values
from symderive.numeric.grids import LARGEST_GRID, truth
from symderive.numeric.pairs import Floats, Pair, added, masked, multiplied, scale_of
from symderive.numeric.places import loose
from symderive.numeric.plans import Lookup, Loop, Plan, Solved
from symderive.numeric.products import Product
from symderive.numeric.summing import contracted, fold_depth, folded, lost_below

if TYPE_CHECKING:
    from symderive.numeric.evaluation import Evaluation

Integers = NDArray[np.int64]
Masks = list[Any]

# A window this much shorter than the range is worth that its place differs from point to point.
WORTH = 0.6
ZERO = Pair(np.asarray(0.0))


def total(run: Evaluation, term: Reduce, environment: Environment) -> Pair | None:
    """The sum on the grid; None where its bounds are no integer arithmetic."""
    if any(array.size == 0 for array in environment):
        return Pair(np.zeros(np.broadcast_shapes(*(array.shape for array in environment))))
    parts = []
    for product in run.products(term):
        plan = run.plan(product, environment)
        if plan is None:
            return None
        parts.append(Walk(run, product, plan, environment).result())
    return added(parts, run.tracked) if parts else ZERO


def size_of(arrays: Sequence[Any]) -> int:
    """The number of entries of the grid that the arrays span."""
    return prod(np.broadcast_shapes(*(np.shape(array) for array in arrays)))


class Walk:
    """One product on one grid."""

    def __init__(
        self, run: Evaluation, product: Product, plan: Plan, environment: Environment
    ) -> None:
        """The bound variables of the product get places after those of the environment."""
        self.run = run
        self.product = product
        self.plan = plan
        self.outer = len(environment)
        self.count = self.outer + len(product.binders)
        self.solved: list[int] = []
        self.start: list[Any] = [*environment, *([None] * len(product.binders))]
        used = {level for term in self._terms() for level in self._levels(term)}
        for form in (*plan.at_least_zero, *plan.zero, *self._step_forms()):
            used |= form.levels
        self.used = used
        self.size = size_of([environment[level] for level in used if level < self.outer])

    def _terms(self) -> tuple[Term, ...]:
        return self.product.factors + tuple(self.plan.conditions) + self.product.guards

    def _step_forms(self) -> list[Form]:
        found: list[Form] = []
        for step in self.plan.steps:
            if isinstance(step, Loop):
                found += step.lower + step.upper
            else:
                found += step.keys if isinstance(step, Lookup) else [step.form]
        return found

    def _levels(self, term: Term) -> frozenset[int]:
        return frozenset(self.count - 1 - index for index in loose(term))

    def result(self) -> Pair:
        """The sum of the product."""
        if any(form_range(form, self.plan.ranges)[1] < 0 for form in self.plan.at_least_zero):
            return ZERO
        if all(isinstance(s, Loop) and not s.lower and not s.upper for s in self.plan.steps):
            found = self._contracted_whole()
            if found is not None:
                return found
        try:
            return self._walk(0, self.start, [])
        finally:
            for key in self.solved:
                del self.run.solved[key]

    def _contracted_whole(self) -> Pair | None:
        """All factors on grids of their own, multiplied and summed at once, if they fit."""
        environment = list(self.start)
        for step in self.plan.steps:
            assert isinstance(step, Loop)
            environment[step.level] = axis_values(step.low, step.high, step.level)
        forms = (*self.plan.at_least_zero, *self.plan.zero)
        levels = [self._levels(term) for term in self._terms()] + [form.levels for form in forms]
        if any(size_of([environment[k] for k in each]) > LARGEST_GRID for each in levels):
            return None
        return self._factors(environment, [])

    # Steps

    def _walk(self, place: int, environment: list[Any], masks: Masks) -> Pair:
        """Take the steps from that place on."""
        if place == len(self.plan.steps):
            return self._point(environment, masks)
        step = self.plan.steps[place]
        if isinstance(step, Solved):
            top, bottom = values(step.form, environment)
            if bottom != 1:
                masks = [*masks, top % bottom == 0]
                top = top // bottom
            else:
                self.run.solved[id(top)] = top, step.form
                self.solved.append(id(top))
            return self._walk(place + 1, _with(environment, step.level, top), masks)
        if isinstance(step, Lookup):
            return self._look_up(step, place, environment, masks)
        return self._loop(step, place, environment, masks)

    def _look_up(self, step: Lookup, place: int, environment: list[Any], masks: Masks) -> Pair:
        inside: Any = True
        keys: list[Integers] = []
        for form in step.keys:
            top, bottom = values(form, environment)
            inside = inside & (top % bottom == 0)
            keys.append(top // bottom)
        which = axis_values(0, step.table.most - 1, step.level)
        found, there = step.table.look_up(keys, which)
        environment = _with(environment, step.level, found)
        return self._walk(place + 1, environment, [*masks, inside & there])

    def _loop(self, step: Loop, place: int, environment: list[Any], masks: Masks) -> Pair:
        if step.level not in self.used:
            return self._repeated(step, place, environment, masks)
        low: Any = step.low
        high: Any = step.high
        for form in step.lower:
            top, bottom = values(form, environment)
            low = np.maximum(low, -(-top // bottom))
        for form in step.upper:
            top, bottom = values(form, environment)
            high = np.minimum(high, top // bottom)
        width = int(np.max(high - low, initial=-1)) + 1
        if width <= 0:
            return ZERO
        moving = width <= WORTH * (step.high - step.low + 1)
        if not moving:
            low, width = step.low, step.high - step.low + 1
        room = max(LARGEST_GRID // max(self.size * self._later(place), 1), 1)
        found: list[Pair] = []
        for start in range(0, width, room):
            number = axis_values(start, min(start + room, width) - 1, step.level)
            here = low + number
            self.run.in_time()
            tests = [here <= high] if moving else []
            found.append(self._walk(place + 1, _with(environment, step.level, here), masks + tests))
        return added(found, self.run.tracked)

    def _repeated(self, step: Loop, place: int, environment: list[Any], masks: Masks) -> Pair:
        """A variable that nothing depends on: the same number of equal terms."""
        once = _with(environment, step.level, axis_values(step.low, step.low, step.level))
        found = self._walk(place + 1, once, masks)
        count = Pair(np.asarray(float(max(step.high - step.low + 1, 0))))
        return multiplied([found, count])

    def _later(self, place: int) -> int:
        """How many points the steps after that place add at most."""
        count = 1
        for step in self.plan.steps[place + 1 :]:
            if isinstance(step, Loop) and step.level in self.used:
                count *= max(step.high - step.low + 1, 1)
            elif isinstance(step, Lookup):
                count *= step.table.most
        return count

    # Points

    def _point(self, environment: list[Any], masks: Masks) -> Pair:
        """Everything has a value: test, multiply, sum."""
        found = self._factors(environment, masks)
        if found is not None:
            return found
        tests, factors = self._tested(environment, masks), self._values(environment)
        holds: Any = True
        for test in tests:
            holds = holds & test
        whole = multiplied(factors)
        return self._summed(whole if holds is True else masked(whole, holds), environment)

    def _factors(self, environment: list[Any], masks: Masks) -> Pair | None:
        """The sum, each factor on the axes that it varies along; None where one has no value."""
        tests = self._tested(environment, masks)
        if any(not test.any() for test in tests):
            return ZERO
        factors = self._values(environment)
        if any(np.isnan(factor.value).any() for factor in factors):
            return None
        return self._contracted(factors, tests, environment)

    def _tested(self, environment: list[Any], masks: Masks) -> Masks:
        """Where the conditions hold; those that always do are left out."""
        plan, places = self.plan, tuple(environment)
        tests = [*masks, *self._tests(plan.at_least_zero, plan.zero, environment)]
        tests += [truth(self.run, condition, places) for condition in plan.conditions]
        return [test for test in map(np.asarray, tests) if test.ndim or not test]

    def _values(self, environment: list[Any]) -> list[Pair]:
        """The factors, and what has no value where a guard fails."""
        plan, places = self.plan, tuple(environment)
        allowed = self._tests(plan.guards, plan.guards_zero, environment)
        allowed += [truth(self.run, guard, places) for guard in plan.other_guards]
        factors = [self.run.grid(factor, places) for factor in self.product.factors]
        return factors + [Pair(np.where(h, 1.0, np.nan)) for h in allowed if not np.all(h)]

    def _tests(self, least: list[Form], zero: list[Form], environment: list[Any]) -> Masks:
        found: Masks = []
        for form in least:
            if form_range(form, self.plan.ranges)[0] < 0:
                found.append(values(form, environment)[0] >= 0)
        found += [values(form, environment)[0] == 0 for form in zero]
        return found

    def _loops(self, environment: list[Any]) -> dict[int, int]:
        """The lengths of the axes that are summed over."""
        found = {}
        for step in self.plan.steps:
            if not isinstance(step, Solved):
                shape = np.shape(environment[step.level])
                found[step.level] = shape[len(shape) - 1 - step.level]
        return found

    def _summed(self, found: Pair, environment: list[Any]) -> Pair:
        """Sum over the axes of the bound variables."""
        lengths = self._loops(environment)
        scale = scale_of(found) if self.run.tracked else None
        value = _over(found.value, lengths, self.outer)
        depth = found.depth + fold_depth(lengths.values()) + 1
        return Pair(value, None if scale is None else _over(scale, lengths, self.outer), depth)

    def _contracted(self, factors: list[Pair], tests: Masks, environment: list[Any]) -> Pair:
        """The same, each factor on the axes that it varies along."""
        lengths = self._loops(environment)
        if not lengths:
            whole = multiplied([*factors, *(Pair(test.astype(np.float64)) for test in tests)])
            return self._summed(whole, environment)
        masks = [test.astype(np.float64) for test in tests]
        value, roundings = self._einsum([*(factor.value for factor in factors), *masks], lengths)
        depth = sum(factor.depth for factor in factors) + len(factors) + roundings
        if not self.run.tracked:
            return Pair(value, None, depth)
        scales = [scale_of(factor) for factor in factors]
        lost = lost_below([factor.value for factor in factors], prod(lengths.values()))
        return Pair(value, self._einsum([*scales, *masks], lengths)[0] + lost, depth)

    def _einsum(self, arrays: list[Floats], lengths: dict[int, int]) -> tuple[Floats, float]:
        """The product of arrays that vary along some axes each, summed over those of the loops.

        The second is the number of roundings of the sums.
        """
        parts: list[tuple[Floats, list[int]]] = []
        factor = 1.0
        for array in arrays:
            axes = [array.ndim - 1 - axis for axis, n in enumerate(array.shape) if n > 1]
            parts.append((array.reshape([n for n in array.shape if n > 1]), axes))
        sizes = {
            axis: n for array, axes in parts for axis, n in zip(axes, array.shape, strict=True)
        }
        for level, length in lengths.items():
            factor *= 1 if level in sizes else length
        depth = 0.0
        factors: list[Floats] = []
        left: list[list[int]] = []
        for place, (array, axes) in enumerate(parts):
            others = {axis for at, (_, more) in enumerate(parts) if at != place for axis in more}
            alone = [axis for axis in axes if axis >= self.outer and axis not in others]
            factors.append(folded(array, [axes.index(axis) for axis in alone]))
            depth += fold_depth(sizes[axis] for axis in alone)
            left.append([axis for axis in axes if axis not in alone])
        kept = sorted((axis for axis in sizes if axis < self.outer), reverse=True)
        shape = [sizes.get(axis, 1) for axis in range(max(kept, default=-1), -1, -1)]
        if factors:
            found, roundings = contracted(factors, left, kept)
        else:
            found, roundings = np.asarray(1.0), 0.0
        return np.asarray(found * factor).reshape(shape), depth + roundings + 1


def _with(environment: list[Any], level: int, value: Any) -> list[Any]:
    return [*environment[:level], value, *environment[level + 1 :]]


def _over(array: Floats, lengths: dict[int, int], outer: int) -> Floats:
    """The sum over all axes of the loops, counted from the end; missing ones repeat."""
    factor = 1
    for level, length in lengths.items():
        present = array.ndim > level and array.shape[array.ndim - 1 - level] == length
        factor *= 1 if present else length
    extra = tuple(range(max(array.ndim - outer, 0)))
    found = folded(array, extra)
    return np.asarray(found * factor if factor != 1 else found)
