"""The terms of a sum brought together, those that are 0 at the ends added where they are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from symderive.language.terms import MINUS_ONE, ONE, ZERO, Symbol, Term
from symderive.numeric.compiling.nodes import PRODUCT, SIGN, SUM, View
from symderive.numeric.compiling.reuse import is_own
from symderive.numeric.compiling.sizes import minus, plus, replaced, split, times

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


class Row(NamedTuple):
    """Values with a sign; the places where they stand along axes that they do not have.

    ``parts`` are the shorter axes outside of which nothing stands, also those along which the
    values are all the same.
    """

    sign: int
    view: View
    places: Mapping[Symbol, Term]
    parts: frozenset[Symbol] = frozenset()


def assembled(run: Lowering, rows: Sequence[Row], cuts: Mapping[Symbol, Symbol]) -> View:
    """The sum of values with signs; ``cuts`` says which axes are parts of which."""

    def is_part(row: Row) -> bool:
        return bool(row.places or row.parts) or any(axis in cuts for axis in row.view.axes)

    whole = [row for row in rows if not is_part(row)]
    parts = [row for row in rows if is_part(row)]
    found = _added(run, whole) if whole else None
    if not parts:
        assert found is not None
        return found
    every = {cuts.get(axis, axis) for row in rows for axis in _axes_of(run, row)}
    axes = run.spans.ordered(every)
    if found is not None and (set(found.axes) != every or not is_own(found.node)):
        parts = [Row(1, found, {}), *parts]
        found = None
    if found is not None:
        axes = found.axes
    for row in parts:
        found = _into(run, found, axes, row, cuts)
    assert found is not None
    return found


def _axes_of(run: Lowering, row: Row) -> set[Symbol]:
    """The axes along which a row varies or stands at a place."""
    inner = {axis for place in row.places.values() for axis in run.spans.axes_of(place)}
    return {*row.view.axes, *row.places, *row.parts, *inner}


def _added(run: Lowering, rows: Sequence[Row]) -> View:
    found: View | None = None
    # A sum that begins with what is subtracted would need one more array for the sign.
    first = next((place for place, row in enumerate(rows) if row.sign > 0), 0)
    for sign, view, *_ in (rows[first], *rows[:first], *rows[first + 1 :]):
        if found is None:
            minus_sign = {"needs": SIGN, "strength": SIGN}
            found = view if sign > 0 else run.elementwise("-{0}", [view], **minus_sign)
            continue
        mark = "+" if sign > 0 else "-"
        found = run.elementwise(
            f"{{0}} {mark} {{1}}", [found, view], needs=(SUM, PRODUCT), strength=SUM
        )
    assert found is not None
    return found


def _into(
    run: Lowering,
    found: View | None,
    axes: Sequence[Symbol],
    row: Row,
    cuts: Mapping[Symbol, Symbol],
) -> View:
    """Add a part to an array, at its place."""
    code, spans = run.names.code, run.spans
    back = {cuts.get(axis, axis): axis for axis in _axes_of(run, row)}
    texts, order = _subscripts(run, axes, row.places, back)
    while texts and texts[-1] == ":":
        texts.pop()
    place = "[" + ", ".join(texts) + "]" if texts else ""
    shape = tuple(spans.length(axis) for axis in axes)
    sizes = ", ".join(map(code, shape))
    loops = frozenset().union(*(spans.loops_of(size) for size in shape))
    for axis in {*row.view.axes, *row.parts}:
        span = spans.spans[axis]
        loops |= spans.loops_of(span.lower) | spans.loops_of(span.upper)
    node = run.graph.loop(
        run.graph.placed(row.view, order),
        shape,
        headers=(),
        variables=frozenset(),
        start=f"np.zeros(({sizes}))" if len(shape) > 1 else f"np.zeros({sizes})",
        step=f"{{target}}{place} {'+' if row.sign > 0 else '-'}= {{0}}",
        loops=loops,
        base="total",
        first=None if found is None else found.node,
    )
    return View(node, tuple(axes))


def _subscripts(
    run: Lowering,
    axes: Sequence[Symbol],
    places: Mapping[Symbol, Term],
    back: Mapping[Symbol, Symbol],
) -> tuple[list[str], list[Symbol]]:
    """The subscripts of a part of an array, and the axes of what is found there.

    ``back`` has the axis of the part for each axis of the array. Axes that stand at places of
    others are looked up together with these; NumPy puts the dimensions of what is looked up first
    unless the subscripts stand side by side.
    """
    axes_of = run.spans.axes_of
    shared = run.spans.ordered({axis for place in places.values() for axis in axes_of(place)})
    texts, looked_up, order = [], [], []
    for at, axis in enumerate(axes):
        inner = back.get(axis, axis)
        place = places.get(axis)
        if place is not None and not axes_of(place):
            start = minus(place, run.spans.spans[axis].lower)
            texts.append(_slice(run, axis, start, ONE))
            order.append(axis)
        elif place is not None or inner in shared:
            texts.append(_numbers(run, axis, inner if place is None else place, shared))
            looked_up.append(at)
        elif inner == axis:
            texts.append(":")
            order.append(axis)
        else:
            start = minus(run.spans.spans[inner].lower, run.spans.spans[axis].lower)
            texts.append(_slice(run, axis, start, run.spans.length(inner)))
            order.append(inner)
    if not looked_up:
        return texts, order
    together = looked_up[-1] - looked_up[0] == len(looked_up) - 1
    front = looked_up[0] if together else 0
    return texts, [*order[:front], *shared, *order[front:]]


def _slice(run: Lowering, axis: Symbol, start: Term, length: Term) -> str:
    code, spans = run.names.code, run.spans
    stop = plus(start, length)
    front = "" if start == ZERO else code(start)
    return f"{front}:" + ("" if spans.same(stop, spans.length(axis)) else code(stop))


def _numbers(run: Lowering, axis: Symbol, place: Term, shared: Sequence[Symbol]) -> str:
    """The places along an axis, numbers that vary along the one of the shared axes they are of."""
    spans, code = run.spans, run.names.code
    (own,) = spans.axes_of(place)
    span, base = spans.spans[own], spans.spans[axis].lower
    behind = len(shared) - 1 - shared.index(own)
    marks = "[:" + ", None" * behind + "]" if behind else ""
    parts = split(place, own)
    if parts is None or parts[0] not in (ONE, MINUS_ONE):
        every = f"np.arange({code(span.lower)}, {code(plus(span.upper, ONE))}){marks}"
        # The places of an index, with all its values in place of the index.
        index = Symbol(every, own.domain)
        run.names.names[index] = every
        return code(minus(replaced(place, own, index), base))
    first = minus(replaced(place, own, span.lower), base)
    stop = plus(first, times(parts[0], spans.length(own)))
    texts = [code(first), code(stop), *([] if parts[0] == ONE else ["-1"])]
    if len(texts) == 2 and first == ZERO:
        texts.pop(0)
    return f"np.arange({', '.join(texts)}){marks}"
