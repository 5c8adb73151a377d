"""Sums along a window of one vector, as NumPy's own correlation or convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.terms import ONE, Entry, Symbol, Term
from symderive.numeric.compiling.access import accessed
from symderive.numeric.compiling.einsums import contract
from symderive.numeric.compiling.nodes import ATOM, TERNARY, Node, View
from symderive.numeric.compiling.sizes import constant_of, minus, split

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering
    from symderive.numeric.compiling.solver import Solver

# Shorter windows without weights are sums of slices.
SHORT = 4


def convolved(work: Solver, known: tuple[Term, ...]) -> View | None:
    """sum_k x[i + k] w[k] or sum_k x[i - k] w[k] for a vector x; None for other sums.

    np.correlate takes the longer of its arguments for the vector, so that its result is cut to
    the length that it has by the formula, 0 where the window does not fit.
    """
    run, spans = work.run, work.run.spans
    if len(work.binders) != 1 or work.bounds or work.others:
        return None
    (axis,) = work.binders
    moved = [f for f in work.factors if spans.axes_of(f) != {axis}]
    rest = [f for f in work.factors if spans.axes_of(f) == {axis}]
    if len(moved) != 1 or not isinstance(moved[0], Entry) or not run.looks_up(moved[0]):
        return None
    found = _window(work, moved[0], axis)
    if found is None:
        return None
    position, along_position, step, index = found
    length = constant_of(spans.length(axis))
    if not rest and length is not None and length <= SHORT:
        return None
    table = run.table(moved[0].tensor)
    if table.batch or len(table.shape) != 1:
        return None
    low, high = spans.first(index), spans.last(index)
    if low is None or high is None:
        return None
    along, checks = spans.fresh(position.name, low, high), dict(run.checks)
    vector = accessed(run, table, (along,), known, getattr(moved[0].tensor, "name", "a vector"))
    if not spans.is_filled(axis) and run.checks != checks:
        # What is not read must not be asked for.
        run.checks = checks
        return None
    turned = vector.node
    if along_position < 0:
        # The vector read backwards: its index then grows with the place in the result.
        turned = run.graph.node("{0}[::-1]", [turned], turned.shape, needs=ATOM, plain=turned.plain)
        step = -step
    if rest:
        weights = contract(run, [run.lower(factor, known) for factor in rest], ())
    else:
        size = run.names.code(spans.length(axis))
        loops = spans.loops_of(spans.length(axis))
        node = run.graph.node(f"np.ones({size})", (), (spans.length(axis),), loops=loops)
        weights = View(node, (axis,))
    whole = _whole(work, moved[0], (low, high), axis) if spans.is_filled(axis) else None
    if whole is not None:
        return _full(run, whole, along_position, step, weights, position)
    return _valid(run, turned, weights, axis, position, step)


def _valid(
    run: Lowering, vector: Node, weights: View, axis: Symbol, position: Symbol, step: int
) -> View:
    """The places at which all of a window meets the vector."""
    spans, code = run.spans, run.names.code
    name = "correlate" if step > 0 else "convolve"
    count, length = spans.length(position), spans.length(axis)
    text, loops, strength = f'np.{name}({{0}}, {{1}}, "valid")', spans.loops_of(count), ATOM
    if not spans.at_most(ONE, count):
        text += f"[:{code(count)}]"
    # NumPy refuses to move a window without entries, or to move one along none.
    needed = [] if spans.is_filled(axis) else [length]
    needed += [] if spans.at_most(ONE, vector.shape[0]) else [vector.shape[0]]
    if needed:
        conditions = " and ".join(f"{code(size)} > 0" for size in needed)
        text += f" if {conditions} else np.zeros({code(count)})"
        loops, strength = loops.union(*map(spans.loops_of, needed)), TERNARY
    nodes = [vector, weights.node]
    node = run.graph.node(text, nodes, (count,), strength=strength, loops=loops)
    return View(node, (position,))


def _window(work: Solver, factor: Entry, axis: Symbol) -> tuple[Symbol, int, int, Term] | None:
    """The axis along which the window moves, its direction, and that of the summation variable."""
    spans = work.run.spans
    if len(factor.indices) != 1:
        return None
    (index,) = factor.indices
    others = spans.axes_of(index) - {axis}
    if len(others) != 1 or axis not in spans.axes_of(index):
        return None
    (position,) = others
    steps = [split(index, each) for each in (position, axis)]
    values = [constant_of(step[0]) if step is not None else None for step in steps]
    if values[0] not in (1, -1) or values[1] not in (1, -1):
        return None
    first, second = (int(value) for value in values if value is not None)
    return position, first, second, index


def _whole(work: Solver, factor: Entry, ends: tuple[Term, Term], axis: Symbol) -> Node | None:
    """The vector without its zeros, where these are as many as a window can reach."""
    run, spans = work.run, work.run.spans
    known = run.pads.get(factor.tensor)
    if known is None:
        return None
    base, parts, pads = known
    room = minus(spans.length(axis), ONE)
    sizes = run.sizes_of(base)
    if any(not spans.same(zeros, room) for zeros in pads[0]) or parts[0] != (ONE, sizes[0]):
        return None
    last = run.sizes_of(factor.tensor)[0]
    if ends[0] != ONE or not spans.same(ends[1], last) or not spans.at_most(ONE, sizes[0]):
        return None
    return run.table(base).node


def _full(
    run: Lowering, vector: Node, along: int, step: int, weights: View, position: Symbol
) -> View:
    """All places at which window and vector meet; the shorter of both is moved by NumPy."""
    turned = "{0}[::-1]"
    if along < 0:
        vector = run.graph.node(turned, [vector], vector.shape, needs=ATOM, plain=vector.plain)
    other = weights.node
    if step > 0:
        other = run.graph.node(turned, [other], other.shape, needs=ATOM, plain=other.plain)
    count = run.spans.length(position)
    node = run.graph.node("np.convolve({0}, {1})", [vector, other], (count,))
    return View(node, (position,))
