"""Sums over ranges whose ends vary: cumulative sums that are looked up, or counts.

A range with one end that varies is a cumulative sum; one with two is a sum between two places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Floor,
    Function,
    Pow,
    Symbol,
    Term,
    number,
)
from symderive.numeric.compiling.access import accessed
from symderive.numeric.compiling.indices import index_view
from symderive.numeric.compiling.nearest import held
from symderive.numeric.compiling.nodes import Node, Table, View
from symderive.numeric.compiling.sizes import constant_of, minus, plus, split, times
from symderive.numeric.compiling.solver import Solver, copy_of, part_of

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


KINDS = ("factors", "bounds", "others")


class Ends(NamedTuple):
    """The first and the last value of an axis where they vary; None where they do not."""

    first: Term | None
    last: Term | None


class Running(NamedTuple):
    """What is computed along an axis, each value from the one before: a text with its arguments."""

    text: str
    arguments: tuple[Node, ...] = ()


SUMS, SUMS_ALONG = Running("np.cumsum({0})"), Running("np.cumsum({0}, axis=-1)")


def prefix(work: Solver, known: tuple[Term, ...]) -> View | None:
    """A sum over a range whose ends vary along axes that nothing in the sum varies along."""
    for axis in work.binders:
        found = _over(work, axis, known)
        if found is not None:
            return found
    return None


def _over(work: Solver, axis: Symbol, known: tuple[Term, ...]) -> View | None:
    """The sum over one variable first, all other sums of what is left."""
    from symderive.numeric.compiling.contraction import contracted

    run, axes_of = work.run, work.run.spans.axes_of
    mine = [bound for bound in work.bounds if axis in axes_of(bound)]
    outer = frozenset().union(*map(axes_of, mine)) - {axis}
    ends = ends_of(run, axis, mine)
    if not outer or ends is None:
        return None
    parts = separate(work, axis, outer, mine)
    if parts is None:
        return None
    inner, rest = parts
    if not (inner.factors or inner.bounds or inner.others):
        view = counted(run, axis, ends)
    else:
        inner.binders.remove(axis)
        view = contracted(inner, known)
        if axis not in view.axes or outer & set(view.axes):
            return None
        view = _ranged(run, view, axis, ends)
    if not rest.binders:
        return view
    rest.factors.append(held(run, view))
    return contracted(rest, known)


def separate(
    work: Solver, axis: Symbol, outer: frozenset[Symbol], mine: list[Term]
) -> tuple[Solver, Solver] | None:
    """What hangs together with a variable without outer axes and what is ``mine``, and the rest.

    A variable that stands beside outer axes elsewhere is summed over afterwards. None where the
    variable itself does.
    """
    axes_of = work.run.spans.axes_of
    terms = [t for kind in KINDS for t in getattr(work, kind) if t not in mine]
    later = {a for term in terms if axes_of(term) & outer for a in axes_of(term)}
    if axis in later:
        return None
    inner, rest = part_of(work), copy_of(work)
    inner.binders = [axis]
    for kind in KINDS:
        setattr(rest, kind, [term for term in getattr(work, kind) if term not in mine])
    changed = True
    while changed:
        changed = False
        for kind in KINDS:
            for term in list(getattr(rest, kind)):
                axes = axes_of(term)
                if axes & set(inner.binders):
                    getattr(rest, kind).remove(term)
                    getattr(inner, kind).append(term)
                    new = (axes & set(work.binders)) - later - set(inner.binders)
                    inner.binders += work.run.spans.ordered(new)
                    changed = True
    rest.binders = [other for other in work.binders if other not in inner.binders]
    held = {a for term in inner.factors for a in axes_of(term)} - set(inner.binders)
    if held & set(rest.binders) and len(held) + 1 > _widest(work):
        return None
    return inner, rest


def _widest(work: Solver) -> int:
    """The most axes that one factor has."""
    return max((len(work.run.spans.axes_of(factor)) for factor in work.factors), default=0)


def ends_of(run: Lowering, axis: Symbol, bounds: list[Term]) -> Ends | None:
    """Bounds of an axis as its first and last value; None where they are of another kind."""
    first, last = list[Term](), list[Term]()
    for bound in bounds:
        parts = split(bound, axis)
        factor = constant_of(parts[0]) if parts is not None else None
        if parts is None or not factor or factor.denominator != 1:
            return None
        size = number(abs(factor))
        if factor > 0:
            # c*k >= -s where k >= ceil(-s/c).
            first.append(_divided(plus(times(MINUS_ONE, parts[1]), size, MINUS_ONE), size))
        else:
            last.append(_divided(parts[1], size))
    return Ends(_joined("Max", first), _joined("Min", last))


def _divided(top: Term, bottom: Term) -> Term:
    return top if bottom == ONE else plus(Floor(times(top, Pow(bottom, MINUS_ONE))))


def _joined(name: str, ends: list[Term]) -> Term | None:
    if len(ends) < 2:
        return ends[0] if ends else None
    return Function(name, tuple(ends))


def _ranged(run: Lowering, view: View, axis: Symbol, ends: Ends) -> View:
    """The sums of a view along an axis, from one end to the other."""
    if ends.first is None or ends.last is None:
        end = ends.last if ends.first is None else ends.first
        assert end is not None
        return looked_up(run, view, axis, end, ends.first is None)
    return between(run, view, axis, ends, "np.add", "0.0")


def between(
    run: Lowering, view: View, axis: Symbol, ends: Ends, operation: str, nothing: str
) -> View:
    """What an operation makes of all values of a view along an axis between two places."""
    spans = run.spans
    assert ends.first is not None
    assert ends.last is not None
    lower = spans.spans[axis].lower
    places = [
        index_view(run, minus(ends.first, lower)),
        index_view(run, plus(minus(ends.last, lower), ONE)),
    ]
    order = spans.ordered({a for place in places for a in place.axes})
    others = tuple(other for other in view.axes if other != axis)
    nodes = [run.graph.placed(view, (*others, axis))]
    nodes += [run.graph.placed(place, order) for place in places]
    run.helpers.add("_between")
    text = f"_between({operation}, {nothing}, {{0}}, {{1}}, {{2}})"
    shape = tuple(map(spans.length, (*others, *order)))
    return View(run.graph.node(text, nodes, shape), (*others, *order))


def counted(run: Lowering, axis: Symbol, ends: Ends) -> View:
    """How many values of an axis lie between two ends."""
    span = run.spans.spans[axis]
    lower, upper = span.lower, span.upper
    if ends.last is not None:
        end = ends.last
        upper = end if run.spans.at_most(end, upper) else Function("Min", (end, upper))
    if ends.first is not None:
        end = ends.first
        lower = end if run.spans.at_most(lower, end) else Function("Max", (end, lower))
    count = plus(minus(upper, lower), ONE)
    if not run.spans.at_least_zero(count):
        count = Function("Max", (ZERO, count))
    return index_view(run, count, values=True)


def looked_up(
    run: Lowering,
    view: View,
    axis: Symbol,
    end: Term,
    upward: bool,
    running: Running | None = None,
) -> View:
    """Cumulative sums along an axis, from its start to the end or from the end on."""
    spans = run.spans
    others = tuple(other for other in view.axes if other != axis)
    node = run.graph.placed(view, (*others, axis))
    length = spans.length(axis)
    last = "..., ::-1" if others else "::-1"
    text, arguments = running or (SUMS_ALONG if others else SUMS)
    if not upward:
        node = run.graph.node(f"{{0}}[{last}]", [node], node.shape, needs=8)
    node = run.graph.node(text, [node, *arguments], node.shape, needs=(0, *(8 for _ in arguments)))
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
