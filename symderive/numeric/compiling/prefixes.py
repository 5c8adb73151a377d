"""Sums up to an index: cumulative sums that are looked up, or counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Function,
    Symbol,
    Term,
)
from symderive.numeric.compiling.access import accessed
from symderive.numeric.compiling.einsums import contract
from symderive.numeric.compiling.indices import index_view
from symderive.numeric.compiling.nodes import Table, View
from symderive.numeric.compiling.sizes import constant_of, minus, plus, split, times
from symderive.numeric.compiling.solver import Solver, copy_of

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


def prefix(work: Solver, known: tuple[Term, ...]) -> View | None:
    """The sum over k <= f(i) of what does not depend on i: cumulative sums, looked up at f(i)."""
    run, spans = work.run, work.run.spans
    if len(work.bounds) != 1 or work.others:
        return None
    (bound,) = work.bounds
    own = [axis for axis in work.binders if axis in spans.axes_of(bound)]
    outer = spans.axes_of(bound) - set(own)
    if len(own) == 2 and not outer:
        return _ordered_pairs(work, own, known)
    if len(own) != 1 or not outer:
        return None
    (axis,) = own
    if any(axis in spans.axes_of(f) and spans.axes_of(f) & outer for f in work.factors):
        return None
    parts = split(bound, axis)
    factor = constant_of(parts[0]) if parts is not None else None
    if parts is None or factor is None or factor not in (1, -1):
        return None
    upward = factor < 0
    if not work.factors:
        return _counted(run, axis, parts[1] if upward else times(MINUS_ONE, parts[1]), upward)
    here = copy_of(work)
    here.bounds = []
    here.binders.remove(axis)
    from symderive.numeric.compiling.contraction import contracted

    inner = contracted(here, known)
    if axis not in inner.axes or set(inner.axes) & outer:
        return None
    return _looked_up(run, inner, axis, parts[1] if upward else times(MINUS_ONE, parts[1]), upward)


def _counted(run: Lowering, axis: Symbol, end: Term, upward: bool) -> View:
    """How many values of an axis there are up to an index, or from it on."""
    span = run.spans.spans[axis]
    lower, upper = span.lower, span.upper
    if upward:
        upper = end if run.spans.at_most(end, upper) else Function("Min", (end, upper))
    else:
        lower = end if run.spans.at_most(lower, end) else Function("Max", (end, lower))
    count = plus(minus(upper, lower), ONE)
    if not run.spans.at_least_zero(count):
        count = Function("Max", (ZERO, count))
    return index_view(run, count, values=True)


def _ordered_pairs(work: Solver, pair: list[Symbol], known: tuple[Term, ...]) -> View | None:
    """The sum over i <= f(j) where no factor has both: cumulative sums over i, summed over j."""
    axes_of = work.run.spans.axes_of
    if any(set(pair) <= axes_of(factor) for factor in work.factors):
        return None
    inner, outer = pair
    here = copy_of(work)
    moved = [factor for factor in work.factors if outer in axes_of(factor)]
    here.factors = [factor for factor in work.factors if outer not in axes_of(factor)]
    kept = {axis for factor in moved for axis in axes_of(factor)}
    here.binders = [axis for axis in work.binders if axis not in kept]
    if inner not in here.binders or not here.factors or not moved:
        return None
    sums = prefix(here, known)
    if sums is None:
        return None
    views = [work.run.lower(factor, known) for factor in moved]
    binders = [axis for axis in work.binders if axis not in here.binders]
    return contract(work.run, [*views, sums], binders)


def _looked_up(run: Lowering, view: View, axis: Symbol, end: Term, upward: bool) -> View:
    """Cumulative sums along an axis, from its start to the end or from the end on."""
    spans = run.spans
    others = tuple(other for other in view.axes if other != axis)
    node = run.graph.placed(view, (*others, axis))
    length = spans.length(axis)
    last = "..., ::-1" if others else "::-1"
    text = "np.cumsum({0}, axis=-1)" if others else "np.cumsum({0})"
    if not upward:
        node = run.graph.node(f"{{0}}[{last}]", [node], node.shape, needs=8)
    node = run.graph.node(text, [node], node.shape)
    if not upward:
        node = run.graph.node(f"{{0}}[{last}]", [node], node.shape, needs=8)
    index = plus(minus(end, spans.spans[axis].lower), ONE)
    low, high = (ZERO, length) if upward else (ONE, plus(length, ONE))
    if not spans.at_most(low, index):
        index = Function("Max", (low, index))
    if not spans.at_most(index, high):
        index = Function("Min", (high, index))
    inside = spans.at_most(ONE, index) and spans.at_most(index, length)
    if not inside:
        pads = ", ".join(["(0, 0)"] * len(others) + ["(1, 0)" if upward else "(0, 1)"])
        text = f"np.pad({{0}}, ({pads}))" if others else f"np.pad({{0}}, {pads})"
        node = run.graph.node(text, [node], (*node.shape[:-1], plus(length, ONE)))
        length = plus(length, ONE)
        index = plus(index, ONE) if upward else index
    return accessed(run, Table(node, others, (length,)), (index,), (), "cumulative sums")
