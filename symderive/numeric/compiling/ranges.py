"""Bounds in brackets: they narrow the range of a variable, or leave it one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.shapes import is_whole, polynomial_of
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Entry,
    Floor,
    Pow,
    Symbol,
    Term,
    number,
)
from symderive.numeric.compiling.sizes import constant_of, minus, plus, quotient, split, times
from symderive.numeric.compiling.spans import extreme

if TYPE_CHECKING:
    from symderive.numeric.compiling.solver import Solver


def narrow(work: Solver) -> None:
    """Drop bounds that always hold; those of one summation variable become its range."""
    changed = True
    while changed:
        changed = False
        for bound in list(work.bounds):
            work.bounds.remove(bound)
            if work.run.spans.at_least_zero(bound) or _is_said(work, bound):
                continue
            if work.run.spans.axes_of(bound) - set(work.binders) or not _tighten(work, bound):
                work.bounds.append(bound)
                continue
            changed = True
            break


def _is_said(work: Solver, bound: Term) -> bool:
    """Whether another bound says as much."""
    rooms = [constant_of(minus(bound, other)) for other in work.bounds]
    return any(room is not None and room >= 0 for room in rooms)


def _tighten(work: Solver, bound: Term) -> bool:
    """c*k + s >= 0 as a range of k."""
    spans = work.run.spans
    axes = spans.axes_of(bound)
    if len(axes) != 1:
        return False
    (axis,) = axes
    parts = split(bound, axis)
    factor = constant_of(parts[0]) if parts is not None else None
    if parts is None or factor is None or factor.denominator != 1:
        return False
    lower, upper = work.bound_of(axis)
    size = number(abs(factor))
    if factor > 0:
        # k >= ceil(-s/c) = floor((c - 1 - s)/c)
        least = minus(minus(size, ONE), parts[1])
        lower = extreme("Max", lower, _divided(least, size), spans)
    else:
        upper = extreme("Min", upper, _divided(parts[1], size), spans)
    inner = spans.fresh(axis.name, lower, upper)
    work.put(axis, inner)
    work.binders.append(inner)
    return True


def _divided(top: Term, bottom: Term) -> Term:
    return top if bottom == ONE else plus(Floor(times(top, Pow(bottom, MINUS_ONE))))


def pin(work: Solver) -> bool:
    """-s <= c*k <= t with s + t = c - 1 allow one value: k = floor(t/c)."""
    spans = work.run.spans
    for axis in work.binders:
        rows = []
        for bound in work.bounds:
            parts = split(bound, axis)
            if parts is not None and parts[0] != ZERO and not spans.axes_of(parts[0]):
                rows.append((bound, *parts))
        for low, factor, below in rows:
            if spans.sign(factor) != 1 or factor == ZERO:
                continue
            for high, other, above in rows:
                if not spans.same(times(MINUS_ONE, other), factor):
                    continue
                if spans.same(plus(below, above), minus(factor, ONE)):
                    first, last = work.bound_of(axis)
                    by = _divided(above, factor)
                    work.bounds.remove(low)
                    work.bounds.remove(high)
                    work.bounds += [
                        minus(above, times(factor, first)),
                        plus(times(factor, last), factor, MINUS_ONE, times(MINUS_ONE, above)),
                    ]
                    work.put(axis, by)
                    return True
    return False


def slide(work: Solver) -> None:
    """f(i) <= k <= f(i) + c with a size c: k = f(i) + a, where a runs from 0 to c.

    A window that moves with an axis of the result; not where the same bounds keep an index inside
    of an array, which then is continued by zeros.
    """
    spans = work.run.spans
    for axis in list(work.binders):
        pair = _moving_ends(work, axis)
        if pair is None:
            continue
        low, high = pair
        first = minus(axis, low)
        step = spans.fresh(axis.name, ZERO, plus(low, high))
        lower, upper = work.bound_of(axis)
        work.bounds.remove(low)
        work.bounds.remove(high)
        work.bounds += [minus(axis, lower), minus(upper, axis)]
        work.put(axis, plus(first, step))
        work.binders.append(step)
        narrow(work)


def _moving_ends(work: Solver, axis: Symbol) -> tuple[Term, Term] | None:
    """Bounds k - f >= 0 and f + c - k >= 0 of a variable, where c is a size and f moves."""
    spans = work.run.spans
    rows: dict[int, list[Term]] = {1: [], -1: []}
    for bound in work.bounds:
        parts = split(bound, axis)
        factor = constant_of(parts[0]) if parts is not None else None
        others = spans.axes_of(bound) - {axis}
        if factor in (1, -1) and others and not others & set(work.binders):
            rows[int(factor)].append(bound)
    for low in rows[1]:
        for high in rows[-1]:
            if not spans.axes_of(plus(low, high)) and not _keeps_inside(work, low):
                return low, high
    return None


def _keeps_inside(work: Solver, bound: Term) -> bool:
    """Whether a bound is one of the index of an array among the factors."""
    axes_of = work.run.spans.axes_of
    indices = [i for factor in work.factors if isinstance(factor, Entry) for i in factor.indices]
    return any(not axes_of(minus(bound, i)) or not axes_of(plus(bound, i)) for i in indices)


def shorten(work: Solver, cuts: dict[Symbol, Symbol]) -> None:
    """Bounds of one axis of the result as a shorter axis."""
    while any(_shortened(work, bound, cuts) for bound in work.bounds):
        pass


def _shortened(work: Solver, bound: Term, cuts: dict[Symbol, Symbol]) -> bool:
    """Whether a bound was one of an axis of the result, and is its range now."""
    spans = work.run.spans
    axes = spans.axes_of(bound)
    if len(axes) != 1 or axes & set(work.binders):
        return False
    (axis,) = axes
    parts = split(bound, axis)
    factor = constant_of(parts[0]) if parts is not None else None
    if parts is None or factor not in (1, -1) or spans.is_block(axis):
        return False
    span = spans.spans[axis]
    lower, upper = span.lower, span.upper
    if factor > 0:
        lower = extreme("Max", lower, times(MINUS_ONE, parts[1]), spans)
    else:
        upper = extreme("Min", upper, parts[1], spans)
    inner = spans.fresh(axis.name, lower, upper)
    work.bounds.remove(bound)
    cuts[inner] = cuts.pop(axis, axis)
    work.replace(axis, inner)
    return True


def cut_short(work: Solver) -> dict[Symbol, Symbol]:
    """Bounds of axes of the result by loop variables as shorter axes, with the axes themselves.

    s - c*i >= 0 with c > 0 holds up to i = floor(s/c): nothing else is computed.
    """
    cuts: dict[Symbol, Symbol] = {}
    while any(_is_cut(work, bound, cuts) for bound in work.bounds):
        pass
    return cuts


def _is_cut(work: Solver, bound: Term, cuts: dict[Symbol, Symbol]) -> bool:
    """Whether a bound was one of an axis by a loop variable, and is the end of a shorter one."""
    spans = work.run.spans
    axes = spans.axes_of(bound)
    if len(axes) != 1 or axes & {*work.binders, *cuts} or not spans.loops_of(bound):
        return False
    (axis,) = axes
    parts = split(_multiplied(work, bound), axis)
    size = times(MINUS_ONE, parts[0]) if parts is not None else ZERO
    if parts is None or spans.is_block(axis) or not spans.at_most(ONE, size):
        return False
    span = spans.spans[axis]
    upper = extreme("Min", span.upper, _divided(parts[1], size), spans)
    if not spans.at_least_zero(plus(minus(upper, span.lower), ONE)):
        return False
    inner = spans.fresh(axis.name, span.lower, upper)
    work.bounds.remove(bound)
    work.replace(axis, inner)
    cuts[inner] = axis
    return True


def _multiplied(work: Solver, bound: Term) -> Term:
    """floor(t/c) + s >= 0 with a whole number s and c > 0 as t + c*s >= 0."""
    for monomial in polynomial_of(bound):
        for atom, _ in monomial:
            parts = split(bound, atom) if isinstance(atom, Floor) else None
            if parts is None or parts[0] != ONE or not is_whole(parts[1]):
                continue
            top, bottom = quotient(plus(atom.argument, parts[1]))  # type: ignore[attr-defined]
            if work.run.spans.at_most(ONE, bottom):
                return top
    return bound
