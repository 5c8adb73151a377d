"""Sums of r^(i - j) x_j over all j up to i, or from i on: each is r times the one before, and x."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Entry,
    Function,
    Pow,
    Symbol,
    Term,
)
from symderive.numeric.compiling.nearest import held
from symderive.numeric.compiling.nodes import View
from symderive.numeric.compiling.prefixes import Running, ends_of, looked_up, separate
from symderive.numeric.compiling.sizes import constant_of, minus, split, tidy, times
from symderive.numeric.compiling.solver import Solver, copy_of

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

FILTER = "lfilter([1.0], [1.0, -{1}], {0})"


def decaying(work: Solver, known: tuple[Term, ...]) -> View | None:
    """A sum whose terms decay with the distance from a place; None for other sums."""
    for axis in work.binders:
        found = _over(work, axis, known)
        if found is not None:
            return found
        moved = _moved(work, axis)
        found = None if moved is None else _over(*moved, known)
        if found is not None:
            return found
    return None


def _over(work: Solver, axis: Symbol, known: tuple[Term, ...]) -> View | None:
    from symderive.numeric.compiling.contraction import contracted

    run, axes_of = work.run, work.run.spans.axes_of
    bounds = [bound for bound in work.bounds if axis in axes_of(bound)]
    ends = ends_of(run, axis, bounds) if len(bounds) == 1 else None
    if ends is None:
        return None
    upward = ends.first is None
    end = ends.last if upward else ends.first
    assert end is not None
    span, outer = run.spans.spans[axis], axes_of(end)
    if not (run.spans.at_most(end, span.upper) if upward else run.spans.at_most(span.lower, end)):
        return None
    mixed = [f for f in work.factors if axis in axes_of(f) and axes_of(f) & outer]
    decay = _decay(run, mixed[0], axis, end, upward) if len(mixed) == 1 and outer else None
    parts = separate(work, axis, outer, [*bounds, *mixed]) if decay is not None else None
    if parts is None or decay is None:
        return None
    inner, rest = parts
    inner.binders.remove(axis)
    view = contracted(inner, known) if inner.factors else run.lower(ONE)
    if axis not in view.axes or outer & set(view.axes):
        return None
    ratio, factor = decay
    running = Running(FILTER, (run.lower(ratio, known).node,))
    view = looked_up(run, view, axis, end, upward, running)
    if factor != ONE:
        view = run.multiplied([(factor, run.lower(factor, known)), (None, view)])
    if not rest.binders:
        return view
    rest.factors.append(held(run, view))
    return contracted(rest, known)


def _decay(
    run: Lowering, factor: Term, axis: Symbol, end: Term, upward: bool
) -> tuple[Term, Term] | None:
    """r and c with the factor c r^(end - j), or c r^(j - end) for sums from the end on."""
    axes_of = run.spans.axes_of
    away = minus(end, axis) if upward else minus(axis, end)
    if isinstance(factor, Pow):
        exponent = factor.exponent
    elif isinstance(factor, Function) and factor.name == "exp":
        exponent = factor.arguments[0]
    else:
        return None
    parts = split(exponent, axis)
    if parts is None:
        return None
    step = times(MINUS_ONE, parts[0]) if upward else parts[0]
    rest = minus(exponent, times(step, away))
    if axes_of(step) or axes_of(rest):
        return None
    if not isinstance(factor, Pow):
        found = [Function("exp", (part,)) for part in (step, rest)]
        return found[0], ONE if rest == ZERO else found[1]
    count = constant_of(step)
    if axes_of(factor.base) or count is None or count < 1 or count.denominator != 1:
        return None
    ratio = factor.base if count == 1 else Pow(factor.base, step)
    return ratio, ONE if rest == ZERO else Pow(factor.base, rest)


def _moved(work: Solver, axis: Symbol) -> tuple[Solver, Symbol] | None:
    """The place i + k of an entry x[i + k] as the variable, in place of k."""
    run, spans = work.run, work.run.spans
    for factor in work.factors:
        for place, index in enumerate(factor.indices if isinstance(factor, Entry) else ()):
            parts = split(index, axis)
            sign = constant_of(parts[0]) if parts is not None else None
            if parts is None or sign not in (1, -1) or not spans.axes_of(parts[1]):
                continue
            assert isinstance(factor, Entry)
            other = spans.fresh(axis.name, ONE, run.sizes_of(factor.tensor)[place])
            value = minus(other, parts[1])
            by = value if sign == 1 else times(MINUS_ONE, value)
            lower, upper = work.bound_of(axis)
            found = copy_of(work)
            found.put(axis, by)
            found.factors = [_tidied(factor) for factor in found.factors]
            found.binders.append(other)
            bounds = [*found.bounds, minus(by, lower), minus(upper, by)]
            found.bounds = [bound for bound in bounds if not spans.at_least_zero(bound)]
            return found, other
    return None


def _tidied(factor: Term) -> Term:
    """An entry with indices in which what cancels is gone."""
    if not isinstance(factor, Entry):
        return factor
    return Entry(factor.tensor, tuple(map(tidy, factor.indices)))
