"""Products and extreme values of all values but one: what is before it, and what is after it.

The derivative of a product of entries by one of them is such a product. Nothing is divided, so
that zeros among the entries do no harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from symderive.language.formulas import times as product_of
from symderive.language.shapes import is_whole
from symderive.language.terms import MINUS_ONE, ONE, Cases, Compare, Function, Symbol, Term, Truth
from symderive.numeric.compiling.access import accessed
from symderive.numeric.compiling.indices import is_index
from symderive.numeric.compiling.nearest import held
from symderive.numeric.compiling.nodes import Table
from symderive.numeric.compiling.sizes import constant_of, minus, replaced, split, times

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

OPPOSITE = {"=": "!=", "!=": "="}
OPERATIONS = {
    "product": "np.multiply, 1.0",
    "max": "np.maximum, -np.inf",
    "min": "np.minimum, np.inf",
}


class Exempt(NamedTuple):
    """One value of an axis at which a body has another value."""

    place: Term
    here: Term
    elsewhere: Term


def all_but_one(
    run: Lowering, operation: str, axis: Symbol, body: Term, given: tuple[Term, ...]
) -> Term | None:
    """The reduction of a body over an axis where one place, which varies, has a value of its own.

    Nothing else may vary along the axes of the place, and it always is one of the axis; None for
    other bodies.
    """
    spans = run.spans
    if operation not in OPERATIONS or constant_of(spans.length(axis)) is not None:
        return None
    found = _exempt(run, axis, body)
    if found is None or spans.axes_of(found.elsewhere) & spans.axes_of(found.place):
        return None
    span = spans.spans[axis]
    if not (spans.at_most(span.lower, found.place) and spans.at_most(found.place, span.upper)):
        return None
    values = run.lower(found.elsewhere, given)
    if axis not in values.axes:
        return None
    others = tuple(other for other in values.axes if other != axis)
    node = run.graph.placed(values, (*others, axis))
    run.helpers.add("_all_but")
    node = run.graph.node(f"_all_but({OPERATIONS[operation]}, {{0}})", [node], node.shape)
    index = minus(found.place, minus(span.lower, ONE))
    table = Table(node, others, (spans.length(axis),))
    rest = held(run, accessed(run, table, (index,), (), "all values but one"))
    here = replaced(found.here, axis, found.place)
    if operation != "product":
        return Function(operation.capitalize(), (rest, here))
    return rest if here == ONE else product_of(here, rest)


def _exempt(run: Lowering, axis: Symbol, body: Term) -> Exempt | None:
    """The place k = p of two cases k = p and k != p, and their values."""
    if not isinstance(body, Cases) or len(body.values) != len(OPPOSITE):
        return None
    first, second = body.conditions
    if not isinstance(first, Compare) or first.relation not in OPPOSITE:
        return None
    if not (is_index(first.left) and is_index(first.right)):
        return None
    opposite = Compare(OPPOSITE[first.relation], first.left, first.right)
    if second not in (opposite, Truth(True)):
        return None
    parts = split(minus(first.left, first.right), axis)
    factor = constant_of(parts[0]) if parts is not None else None
    if parts is None or factor not in (1, -1) or not run.spans.axes_of(parts[1]):
        return None
    place = parts[1] if factor == -1 else times(MINUS_ONE, parts[1])
    if not is_whole(place):
        return None
    here, elsewhere = body.values if first.relation == "=" else body.values[::-1]
    return Exempt(place, here, elsewhere)
