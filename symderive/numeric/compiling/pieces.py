"""Arrays whose formula changes from index to index: one piece for each case.

Cases told apart by the remainder of an index, or by whether it is at most a size, are slices of
the result; each piece then has a formula without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from symderive.language.binding import subterms
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    Cases,
    Compare,
    Floor,
    Mod,
    Mul,
    Number,
    Pow,
    Symbol,
    Term,
    number,
)
from symderive.numeric.compiling.brackets import facts_of
from symderive.numeric.compiling.nodes import Node
from symderive.numeric.compiling.sizes import (
    constant_of,
    minus,
    plus,
    replaced,
    split,
    tidy,
    times,
)
from symderive.numeric.compiling.spans import extreme
from symderive.numeric.exact import is_exact

if TYPE_CHECKING:
    from symderive.numeric.compiling.tables import Tables

# Remainders by a larger number are masks: the pieces would be too many.
MOST_PIECES = 4


class Piece(NamedTuple):
    """Some values of an axis: the axis that runs over them, the index, the slice of the result."""

    axis: Symbol
    at: Term
    cut: str


def in_pieces(run: Tables, body: Term, axes: Sequence[Symbol]) -> Node | None:
    """The array of a formula over axes, piece by piece; None where it has no such cases."""
    if run.spans.axes_of(body) - set(axes) or run.spans.loops_of(body):
        return None
    for place, axis in enumerate(axes):
        pieces = _by_remainder(run, body, axis) or _by_threshold(run, body, axis)
        if pieces:
            return _joined(run, body, axes, place, pieces)
    return None


def _joined(
    run: Tables, body: Term, axes: Sequence[Symbol], place: int, pieces: Sequence[Piece]
) -> Node:
    lengths = tuple(run.spans.length(axis) for axis in axes)
    sizes = ", ".join(map(run.names.code, lengths))
    found: Node | None = None
    for piece in pieces:
        inner = replaced(body, axes[place], piece.at)
        own = [*axes[:place], piece.axis, *axes[place + 1 :]]
        node = run.spread(inner, own)
        front = ":, " * place
        found = run.graph.loop(
            node,
            lengths,
            headers=(),
            variables=frozenset(),
            start=f"np.empty(({sizes}))" if len(lengths) > 1 else f"np.empty({sizes})",
            step=f"{{target}}[{front}{piece.cut}] = {{0}}",
            loops=frozenset(),
            first=found,
        )
    assert found is not None
    return found


def _by_remainder(run: Tables, body: Term, axis: Symbol) -> list[Piece]:
    """One piece for each remainder of an index that conditions ask for."""
    count = next(_remainders(body, axis), None)
    span = run.spans.spans[axis]
    if count is None or span.lower != ONE:
        return []
    found = []
    for rest in range(1, count + 1):
        room = Mul((minus(span.upper, number(rest)), Pow(number(count), MINUS_ONE)))
        inner = run.spans.fresh(axis.name, ONE, plus(Floor(tidy(room)), ONE))
        index = plus(times(number(count), inner), number(rest - count))
        start = str(rest - 1) if rest > 1 else ""
        found.append(Piece(inner, index, f"{start}::{count}"))
    return found


def _remainders(body: Term, axis: Symbol) -> Iterator[int]:
    for condition in subterms(body):
        if not isinstance(condition, Compare) or not _is_about_indices(condition):
            continue
        for part in subterms(condition):
            if not isinstance(part, Mod) or not isinstance(part.modulus, Number):
                continue
            parts = split(part.argument, axis)
            factor = constant_of(parts[0]) if parts is not None else None
            value = part.modulus.value
            if factor and factor.denominator == 1 and 1 < value <= MOST_PIECES:
                if factor % value:
                    yield int(value)


def _is_about_indices(condition: Compare) -> bool:
    return is_exact(condition.left) and is_exact(condition.right)


def _by_threshold(run: Tables, body: Term, axis: Symbol) -> list[Piece]:
    """Two pieces, up to a size and beyond, where cases ask for it."""
    spans = run.spans
    span = spans.spans[axis]
    for end in _thresholds(run, body, axis):
        last = extreme("Min", span.upper, end, spans)
        last = extreme("Max", minus(span.lower, ONE), last, spans)
        if spans.same(last, span.upper) or spans.same(last, minus(span.lower, ONE)):
            continue
        low = spans.fresh(axis.name, span.lower, last)
        high = spans.fresh(axis.name, plus(last, ONE), span.upper)
        cut = run.names.code(minus(plus(last, ONE), span.lower))
        return [Piece(low, low, f":{cut}"), Piece(high, high, f"{cut}:")]
    return []


def _thresholds(run: Tables, body: Term, axis: Symbol) -> Iterator[Term]:
    """Sizes t for which cases ask whether an index is at most t."""
    for part in subterms(body):
        if not isinstance(part, Cases):
            continue
        for bound in facts_of(run.spans, part.conditions).at_least_zero:
            parts = split(bound, axis)
            if run.spans.axes_of(bound) != {axis} or parts is None:
                continue
            factor = constant_of(parts[0])
            if factor == -1:
                yield parts[1]
            elif factor == 1:
                yield minus(times(MINUS_ONE, parts[1]), ONE)
