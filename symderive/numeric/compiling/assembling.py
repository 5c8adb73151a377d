"""The terms of a sum brought together, those that are 0 at the ends added where they are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from symderive.language.terms import ZERO, Symbol
from symderive.numeric.compiling.nodes import PRODUCT, SIGN, SUM, View
from symderive.numeric.compiling.reuse import is_own
from symderive.numeric.compiling.sizes import minus, plus

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

Row = tuple[int, View]


def assembled(run: Lowering, rows: Sequence[Row], cuts: Mapping[Symbol, Symbol]) -> View:
    """The sum of values with signs; ``cuts`` says which axes are parts of which."""
    whole = [row for row in rows if not any(axis in cuts for axis in row[1].axes)]
    parts = [row for row in rows if any(axis in cuts for axis in row[1].axes)]
    found = _added(run, whole) if whole else None
    if not parts:
        assert found is not None
        return found
    every = {cuts.get(axis, axis) for _, view in rows for axis in view.axes}
    axes = run.spans.ordered(every)
    if found is not None and (set(found.axes) != every or not is_own(found.node)):
        parts = [(1, found), *parts]
        found = None
    if found is not None:
        axes = found.axes
    for row in parts:
        found = _into(run, found, axes, row, cuts)
    assert found is not None
    return found


def _added(run: Lowering, rows: Sequence[Row]) -> View:
    found: View | None = None
    # A sum that begins with what is subtracted would need one more array for the sign.
    first = next((place for place, (sign, _) in enumerate(rows) if sign > 0), 0)
    for sign, view in (rows[first], *rows[:first], *rows[first + 1 :]):
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
    sign, view = row
    code, spans = run.names.code, run.spans
    back = {cuts.get(axis, axis): axis for axis in view.axes}
    texts = []
    for axis in axes:
        inner = back.get(axis, axis)
        if inner == axis:
            texts.append(":")
            continue
        start = minus(spans.spans[inner].lower, spans.spans[axis].lower)
        stop = plus(start, spans.length(inner))
        front = "" if start == ZERO else code(start)
        texts.append(f"{front}:" + ("" if spans.same(stop, spans.length(axis)) else code(stop)))
    while texts and texts[-1] == ":":
        texts.pop()
    place = "[" + ", ".join(texts) + "]" if texts else ""
    shape = tuple(spans.length(axis) for axis in axes)
    sizes = ", ".join(map(code, shape))
    loops = frozenset().union(*(spans.loops_of(size) for size in shape))
    for axis in view.axes:
        span = spans.spans[axis]
        loops |= spans.loops_of(span.lower) | spans.loops_of(span.upper)
    order = [back.get(axis, axis) for axis in axes]
    node = run.graph.loop(
        run.graph.placed(view, order),
        shape,
        headers=(),
        variables=frozenset(),
        start=f"np.zeros(({sizes}))" if len(shape) > 1 else f"np.zeros({sizes})",
        step=f"{{target}}{place} {'+' if sign > 0 else '-'}= {{0}}",
        loops=loops,
        base="total",
        first=None if found is None else found.node,
    )
    return View(node, tuple(axes))
