"""Windows in several dimensions of one array: one dimension is reduced after the other.

A window of k by k entries then takes 2 k operations for each entry of the result instead of k^2,
and the first of them run through memory in order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from symderive.language.terms import ONE, Entry, Symbol, Term
from symderive.numeric.compiling.nodes import View
from symderive.numeric.compiling.sizes import minus, plus

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


def separated(
    run: Lowering,
    entry: Term,
    moving: Sequence[Symbol],
    reduce: Callable[[Entry, Symbol], View],
) -> tuple[Entry, Symbol] | None:
    """An entry of an array that is reduced along its first window, and the variable of that.

    ``reduce`` computes the reduction of an entry over one variable. None where the entry has no
    two windows, each in a dimension of its own.
    """
    if not isinstance(entry, Entry) or len(moving) < 2 or not run.looks_up(entry):
        return None
    if run.table(entry.tensor).batch:
        return None
    axes_of = run.spans.axes_of
    for place, index in enumerate(entry.indices):
        own = axes_of(index)
        variables = [axis for axis in own if axis in moving]
        elsewhere = {a for at, i in enumerate(entry.indices) if at != place for a in axes_of(i)}
        if len(own) != 2 or len(variables) != 1 or own & elsewhere:
            continue
        (position,) = own - {variables[0]}
        return _reduced(run, entry, place, position, variables[0], reduce)
    return None


def _reduced(
    run: Lowering,
    entry: Entry,
    place: int,
    position: Symbol,
    variable: Symbol,
    reduce: Callable[[Entry, Symbol], View],
) -> tuple[Entry, Symbol] | None:
    """The entry of the array with one dimension reduced, all others whole."""
    spans = run.spans
    sizes = run.sizes_of(entry.tensor)
    whole = [
        position if at == place else spans.fresh("q", ONE, size) for at, size in enumerate(sizes)
    ]
    indices = [entry.indices[at] if at == place else axis for at, axis in enumerate(whole)]
    view = reduce(Entry(entry.tensor, tuple(indices)), variable)
    if set(view.axes) != set(whole):
        return None
    shape = tuple(spans.length(axis) for axis in whole)
    held = run.held(run.graph.placed(view, whole), shape)
    first = plus(minus(position, spans.spans[position].lower), ONE)
    kept = [first if at == place else index for at, index in enumerate(entry.indices)]
    return Entry(held, tuple(kept)), variable
