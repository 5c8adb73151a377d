"""Indices that are no linear forms, but functions of one: around a circle, clipped, reflected.

x[g(i + j)] for all i and j is t[i + j] with t[u] = x[g(u)]: an array that is continued as the
function says, and then read in a straight line, by windows or as a convolution.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from symderive.language.binding import dangling, map_children, subterms
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Cases,
    Entry,
    Floor,
    Function,
    Iverson,
    Mod,
    Mul,
    Symbol,
    Term,
)
from symderive.numeric.compiling.sizes import (
    constant_of,
    minus,
    plus,
    quotient,
    replaced,
    split,
    times,
)

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


def straightened(run: Lowering, term: Term, given: tuple[Term, ...]) -> Term:
    """The term with its entries read in straight lines where their indices allow it."""
    if isinstance(term, Entry):
        return straight_entry(run, term, given) if run.looks_up(term) else term
    if isinstance(term, Mul):
        given = (*given, *(f.condition for f in term.factors if isinstance(f, Iverson)))
    elif isinstance(term, Cases):
        given = (*given, *term.conditions)
    return map_children(term, lambda child, binds: straightened(run, child, given))


def straight_entry(run: Lowering, entry: Entry, given: tuple[Term, ...]) -> Entry:
    """An entry at a function of a linear form of several axes as one at the form itself."""
    if any(dangling(index) for index in entry.indices):
        return entry
    for place, written in enumerate(entry.indices):
        index = run.spans.simplified(written)
        if len(run.spans.axes_of(index)) < 2 or run.spans.loops_of(index):
            continue
        for form in _forms(run, index):
            found = _read_along(run, entry, place, index, form, given)
            if found is not None:
                return straight_entry(run, found, given)
    return entry


def _forms(run: Lowering, index: Term) -> Iterator[Term]:
    """The terms that are rounded, or compared, in an index, all axes with them on one side."""
    for atom in subterms(index):
        if isinstance(atom, Mod):
            yield atom.argument
        elif isinstance(atom, Floor):
            yield quotient(atom.argument)[0]
        elif isinstance(atom, Function) and atom.arguments:
            yield minus(atom.arguments[0], atom.arguments[1] if atom.arguments[1:] else ZERO)


def _read_along(
    run: Lowering, entry: Entry, place: int, index: Term, form: Term, given: tuple[Term, ...]
) -> Entry | None:
    """The entry of an array that has the values along a form; None where that does not serve."""
    spans = run.spans
    solved = _solved(run, form)
    low, high = spans.first(form), spans.last(form)
    if solved is None or low is None or high is None or spans.loops_of(minus(high, low)):
        return None
    axis, sign, rest = solved
    line = spans.fresh(axis.name, low, high)
    by = times(sign, minus(line, rest))
    bent = spans.simplified(replaced(index, axis, by))
    if spans.axes_of(bent) != {line} or run.table(entry.tensor).batch:
        return None
    if not _is_safe(run, entry, place, bent, form, given):
        return None
    sizes = run.sizes_of(entry.tensor)
    whole = [line if at == place else spans.fresh("q", ONE, n) for at, n in enumerate(sizes)]
    indices = [bent if at == place else axis for at, axis in enumerate(whole)]
    node = run.spread(Entry(entry.tensor, tuple(indices)), whole)
    held = run.held(node, tuple(map(spans.length, whole)))
    kept = list(entry.indices)
    kept[place] = plus(minus(form, low), ONE)
    return Entry(held, tuple(kept))


def _solved(run: Lowering, form: Term) -> tuple[Symbol, Term, Term] | None:
    """An axis of a form with the factor 1 or -1, the factor, the rest; no factor is a size."""
    found = None
    for axis in run.spans.ordered(run.spans.axes_of(form)):
        parts = split(form, axis)
        factor = constant_of(parts[0]) if parts is not None else None
        if parts is None or factor is None:
            return None
        if factor in (1, -1):
            found = axis, ONE if factor == 1 else MINUS_ONE, parts[1]
    return found


def _is_safe(
    run: Lowering, entry: Entry, place: int, bent: Term, form: Term, given: tuple[Term, ...]
) -> bool:
    """Whether the array is looked up inside of it, or nowhere but where the entries are.

    The latter where every value of the form is taken, and no bracket hides entries.
    """
    spans = run.spans
    size = run.sizes_of(entry.tensor)[place]
    if spans.at_least_zero(minus(bent, ONE)) and spans.at_most(bent, size):
        return True
    for axis in spans.axes_of(form):
        parts = split(form, axis)
        is_single = parts is not None and parts[0] in (ONE, MINUS_ONE)
        if not is_single or not spans.is_filled(axis):
            return False
    return not any(spans.axes_of(form) & spans.axes_of(fact) for fact in given)
