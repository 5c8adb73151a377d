"""Brackets [i != j + c] beside arrays that have both axes: zeros on a diagonal, and no mask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.terms import MINUS_ONE, Compare, Term
from symderive.numeric.compiling.indices import is_index
from symderive.numeric.compiling.nodes import Node, View
from symderive.numeric.compiling.sizes import constant_of, minus, plus, split, times

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

PAIR = 2


def off_diagonals(
    run: Lowering, conditions: list[Term], masks: list[View], views: list[View]
) -> tuple[list[View], list[View]]:
    """The factors of a product with what brackets exclude, and the masks that are left."""
    views, left = list(views), []
    for condition, mask in zip(conditions, masks, strict=True):
        place = _narrowest(views, mask)
        node = None if place is None else _cleared(run, condition, views[place])
        if place is None or node is None:
            left.append(mask)
            continue
        axes = views[place].axes
        views[place] = View(node, (*(a for a in axes if a not in mask.axes), *mask.axes))
    return views, left


def _narrowest(views: list[View], mask: View) -> int | None:
    """The factor of the fewest axes that has those of a mask."""
    found = [place for place, view in enumerate(views) if {*mask.axes} <= {*view.axes}]
    return min(found, key=lambda place: len(views[place].axes), default=None)


def _cleared(run: Lowering, condition: Term, view: View) -> Node | None:
    """An array with zeros where i = j + c; None where a condition is of another kind."""
    spans = run.spans
    if not isinstance(condition, Compare) or condition.relation != "!=":
        return None
    if not (is_index(condition.left) and is_index(condition.right)):
        return None
    difference = spans.simplified(minus(condition.left, condition.right))
    axes = spans.ordered(spans.axes_of(difference))
    if len(axes) != PAIR:
        return None
    first, second = axes
    rows, columns = split(difference, first), split(difference, second)
    if rows is None or columns is None or constant_of(rows[0]) not in (1, -1):
        return None
    if constant_of(plus(rows[0], columns[0])) != 0:
        return None
    # i - j + c = 0, or the same times -1, at j = i + c.
    whole = difference if constant_of(rows[0]) == 1 else times(MINUS_ONE, difference)
    rest = minus(whole, minus(first, second))
    shift = minus(plus(spans.spans[first].lower, rest), spans.spans[second].lower)
    others = tuple(axis for axis in view.axes if axis not in axes)
    node = run.graph.placed(view, (*others, first, second))
    run.helpers.add("_without_diagonal")
    text = f"_without_diagonal({{0}}, {run.names.code(shift)})"
    return run.graph.node(text, [node], node.shape, loops=spans.loops_of(shift))
