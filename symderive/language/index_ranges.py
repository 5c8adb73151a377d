"""Index variables that run from 1, and expressions at all values of them."""

from __future__ import annotations

from symderive.language.binding import abstract, dangling, free_symbols, shift
from symderive.language.definitions import shape_of
from symderive.language.terms import ONE, Array, Bound, Compare, Entry, Symbol, Term

ENDS = 2


def last_value(symbol: Symbol) -> Term | None:
    """The last value of an index that runs from 1; None for every other variable.

    An index whose range depends on another one is none that runs from 1 to a fixed end.
    """
    conditions: tuple[Term, ...] = getattr(symbol.domain, "conditions", ())
    if not symbol.is_integer or len(conditions) != ENDS:
        return None
    lower, upper = conditions
    if lower != Compare("<=", ONE, Bound(0)) or not isinstance(upper, Compare):
        return None
    if upper.relation != "<=" or upper.left != Bound(0) or dangling(upper.right):
        return None
    inside = (s for s in free_symbols(upper.right) if isinstance(s, Symbol))
    return None if any(last_value(s) is not None for s in inside) else upper.right


def over_all_values(indices: tuple[Symbol, ...], body: Term) -> Term | None:
    """A scalar or tensor as one tensor over all values of its indices, whose axes come first.

    None where an index does not run from 1, or where the shape depends on one.
    """
    ends = tuple(end for end in map(last_value, indices) if end is not None)
    inner = shape_of(body)
    if inner is None or len(ends) < len(indices):
        return None
    if any(not free_symbols(size).isdisjoint(indices) for size in inner):
        return None
    if not indices:
        return body
    found = abstract(body, indices)
    if inner:
        axes = tuple(Bound(axis) for axis in reversed(range(len(inner))))
        found = Entry(shift(found, len(inner)), axes)
    return Array((*ends, *inner), found)
