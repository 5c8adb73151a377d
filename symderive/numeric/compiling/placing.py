"""Brackets that say where something stands: on a diagonal, in a row, at every r-th place.

[j = i + c] f(i) for all i and j is an array of zeros with f on one of its diagonals. No mask of
the whole array is needed then, only the places of f.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.binding import subterms
from symderive.language.terms import Compare, Function, Symbol, Term, number
from symderive.numeric.compiling.equations import around
from symderive.numeric.compiling.ranges import shorten
from symderive.numeric.compiling.sizes import constant_of, minus, replaced, split, times
from symderive.numeric.compiling.solver import copy_of

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering
    from symderive.numeric.compiling.solver import Solver

# Where the values of a row stand along axes that they do not have.
Places = dict[Symbol, Term]


def placed(work: Solver, cuts: dict[Symbol, Symbol]) -> tuple[Solver, Places] | None:
    """The product without equations between axes of the result, and where it stands."""
    here, own, places = copy_of(work), dict(cuts), Places()
    while any(_placed(here, equation, places) for equation in list(here.others)):
        pass
    if not places:
        return None
    shorten(here, own)
    spans = here.run.spans
    back = {outer: inner for inner, outer in own.items() if inner not in cuts}
    for outer, inner in back.items():
        places = {axis: replaced(term, outer, inner) for axis, term in places.items()}
    for axis, term in places.items():
        span = spans.spans[axis]
        if not (spans.at_least_zero(minus(term, span.lower)) and spans.at_most(term, span.upper)):
            return None
    cuts.update(own)
    return here, places


def _placed(work: Solver, equation: Term, places: Places) -> bool:
    """Whether a condition was an equation that determines an axis of the result, and is gone."""
    spans = work.run.spans
    if not isinstance(equation, Compare) or equation.relation != "=":
        return False
    term = spans.simplified(minus(equation.left, equation.right))
    axes = spans.axes_of(term)
    if not axes <= work.run.filling or axes & set(work.binders) or spans.loops_of(term):
        return False
    if any(spans.is_block(axis) for axis in axes):
        return False
    for axis in reversed(spans.ordered(axes)):
        found = _solution(work, term, axis)
        if found is None or not _is_line(work.run, found[0]):
            continue
        by, bounds = found
        work.others.remove(equation)
        work.bounds += [bound for bound in bounds if not spans.at_least_zero(bound)]
        work.replace(axis, by)
        for other, place in places.items():
            places[other] = replaced(place, axis, by)
        places[axis] = by
        return True
    return False


def _solution(work: Solver, term: Term, axis: Symbol) -> tuple[Term, list[Term]] | None:
    """The value of an axis for which a term is 0, and the bounds under which it is one."""
    span = work.run.spans.spans[axis]
    parts = split(term, axis)
    factor = constant_of(parts[0]) if parts is not None else None
    if parts is not None and factor in (1, -1):
        by = times(number(-1 if factor == 1 else 1), parts[1])
        return by, [minus(by, span.lower), minus(span.upper, by)]
    found = around(work, term, {axis})
    return None if found is None else found[1:]


def _is_line(run: Lowering, place: Term) -> bool:
    """Whether a place is a number, or arithmetic of one axis that arrays have operators for."""
    axes = run.spans.axes_of(place)
    extremes = (part for part in subterms(place) if isinstance(part, Function))
    return len(axes) <= 1 and not any(axes & run.spans.axes_of(part) for part in extremes)
