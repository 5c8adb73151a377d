"""Variables that move a window over an array: they stand beside other axes in an index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from symderive.language.terms import ONE, Symbol, Term
from symderive.numeric.compiling.sizes import constant_of, split, times

if TYPE_CHECKING:
    from symderive.numeric.compiling.spans import Spans

# So many values of a variable with fixed bounds are written out one by one.
MOST_WRITTEN = 4
Other = Callable[[Term, frozenset[Symbol], list[Symbol]], bool]


def moving_axes(
    spans: Spans,
    indices: Iterable[Term],
    binders: Collection[Symbol],
    is_other: Other = lambda index, axes, own: False,
) -> list[Symbol]:
    """Bound variables that share an index with other axes, as few as there must be.

    ``is_other`` tells of an index, its axes, and the bound variables among them that it needs no
    window. Of bound variables alone, the innermost move and one stays for the array.
    """
    found: list[Symbol] = []
    for index in indices:
        axes = spans.axes_of(index) - set(found)
        if len(axes) < 2 or not all(split(index, axis) for axis in axes):
            continue
        own = [axis for axis in spans.ordered(axes) if axis in binders]
        if not is_other(index, axes, own):
            found += own[1:] if len(own) == len(axes) else own
    return list(spans.ordered(found))


def in_blocks(spans: Spans, index: Term, axes: frozenset[Symbol], own: Collection[Symbol]) -> bool:
    """Whether an index runs through blocks of which a bound variable of any length is a part."""
    chain = chain_of(spans, index, axes)
    return chain is not None and any(constant_of(spans.length(axis)) is None for axis in own)


def chain_of(spans: Spans, index: Term, axes: Collection[Symbol]) -> list[Symbol] | None:
    """The axes of an index that steps through blocks, blocks of blocks and so on, the inner first.

    The factor of each is the product of the lengths of those before it: it is 1 for the first.
    """
    factors = {}
    for axis in spans.ordered(axes):
        parts = split(index, axis)
        if parts is None:
            return None
        factors[axis] = parts[0]
    chain: list[Symbol] = []
    room: Term = ONE
    while factors:
        inner = next((axis for axis, factor in factors.items() if spans.same(factor, room)), None)
        if inner is None:
            return None
        del factors[inner]
        chain.append(inner)
        room = times(room, spans.length(inner))
    return chain
