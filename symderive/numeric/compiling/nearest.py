"""Extreme values over pairs that fall apart into extreme values of each.

The greatest u + v_j is u plus the greatest v_j, also in floats, since rounding keeps the order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from symderive.language.terms import ONE, Add, Entry, Function, Symbol, Term
from symderive.numeric.compiling.nodes import View
from symderive.numeric.compiling.sides import added, apart, summands, unfolded
from symderive.numeric.compiling.sizes import constant_of, minus

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

Reduced = Callable[[str, Symbol, Term], View]


def fallen_apart(
    run: Lowering, operation: str, axis: Symbol, body: Term, given: tuple[Term, ...], over: Reduced
) -> Term | None:
    """The extreme value of a body over one variable as a term without it; None for other bodies.

    ``over`` computes the extreme value of a term that varies along fewer axes.
    """
    axes_of = run.spans.axes_of
    if operation not in ("max", "min") or constant_of(run.spans.length(axis)) is not None:
        return None
    body = unfolded(body)
    if isinstance(body, Function) and body.name == "Abs":
        parts = apart(axes_of, body.arguments[0], axis)
        return None if parts is None else _distance(run, operation, axis, parts, given, over)
    rows = summands(body)
    mine = [row for row in rows if axis in axes_of(row[1])]
    rest = [row for row in rows if axis not in axes_of(row[1])]
    own = frozenset().union(*(axes_of(part) for _, part in mine))
    if not mine or not frozenset().union(*(axes_of(part) for _, part in rest)) - own:
        return None
    return Add((added(rest), held(run, over(operation, axis, added(mine)))))


def _distance(
    run: Lowering,
    operation: str,
    axis: Symbol,
    parts: tuple[Term, Term],
    given: tuple[Term, ...],
    over: Reduced,
) -> Term | None:
    """The least or greatest |u - v| over v."""
    u, v = parts
    if operation == "max":
        ends = [held(run, over(name, axis, v)) for name in ("min", "max")]
        return Function("Max", (_difference(u, ends[0]), _difference(ends[1], u)))
    values, at = run.lower(v, given), run.lower(u, given)
    if values.axes != (axis,):
        return None
    run.helpers.add("_nearest")
    nodes = [values.node, at.node]
    return held(run, View(run.graph.node("_nearest({0}, {1})", nodes, at.node.shape), at.axes))


def _difference(left: Term, right: Term) -> Term:
    return Add((left, added([(-factor, term) for factor, term in summands(right)])))


def held(run: Lowering, view: View) -> Entry:
    """A term for values that are computed."""
    spans = run.spans
    places = tuple(minus(a, minus(spans.spans[a].lower, ONE)) for a in view.axes)
    return Entry(run.held(view.node, tuple(map(spans.length, view.axes))), places)
