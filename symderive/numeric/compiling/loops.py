"""Python loops around array operations: over a summation variable, or over blocks of an axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from symderive.language.terms import MINUS_ONE, ONE, Symbol
from symderive.numeric.compiling.nodes import View
from symderive.numeric.compiling.sizes import plus, times

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

# How many numbers a block holds: 8 MB of float64, and 2 MB.
BLOCK, SMALL_BLOCK = "2**20", "2**18"


class Joining(NamedTuple):
    """How the values of a loop come together: the first value, and the step for arrays."""

    neutral: str
    step: str
    scalar_step: str
    base: str


SUM = Joining("0.0", "{target} += {0}", "{target} += {0}", "total")
PRODUCT = Joining("1.0", "{target} *= {0}", "{target} *= {0}", "product")
MAX = Joining(
    "-np.inf", "np.maximum({target}, {0}, out={target})", "{target} = max({target}, {0})", "top"
)
MIN = Joining(
    "np.inf", "np.minimum({target}, {0}, out={target})", "{target} = min({target}, {0})", "least"
)
JOININGS = {"sum": SUM, "product": PRODUCT, "max": MAX, "min": MIN}


def folded(
    run: Lowering,
    body: View,
    loops: Sequence[Symbol],
    joining: Joining,
    cuts: Mapping[Symbol, Symbol] | None = None,
) -> View:
    """The values of the body for all values of the loop variables, joined.

    Axes of the body that are parts of others, as the cuts say, are joined to these parts.
    """
    code, spans = run.names.code, run.spans
    headers = []
    needed: frozenset[Symbol] = frozenset()
    for axis in loops:
        span = spans.spans[axis]
        last = code(plus(span.upper, ONE))
        headers.append(f"for {run.names.of(axis)} in range({code(span.lower)}, {last})")
        needed |= spans.loops_of(span.lower) | spans.loops_of(span.upper)
    if cuts:
        return _added(run, body, tuple(headers), frozenset(loops), needed, cuts)
    return _joined(run, body, joining, tuple(headers), (), frozenset(loops), needed)


def _added(
    run: Lowering,
    body: View,
    headers: tuple[str, ...],
    variables: frozenset[Symbol],
    needed: frozenset[Symbol],
    cuts: Mapping[Symbol, Symbol],
) -> View:
    """The sum of values of a body that are there for parts of the axes of the result only."""
    code, spans = run.names.code, run.spans
    order = spans.ordered({*body.axes, *cuts})
    axes = tuple(cuts.get(axis, axis) for axis in order)
    texts = [":"] * len(order)
    for place, (inner, outer) in enumerate(zip(order, axes, strict=True)):
        if inner != outer:
            ends = spans.spans[inner].lower, plus(spans.spans[inner].upper, ONE)
            base = times(spans.spans[outer].lower, MINUS_ONE)
            start, stop = (code(plus(end, base)) for end in ends)
            texts[place] = f"{start}:{stop}" if start != "0" else f":{stop}"
        needed |= spans.loops_of(spans.length(outer))
    node = run.graph.loop(
        run.graph.placed(body, order),
        tuple(map(spans.length, axes)),
        headers=headers,
        variables=variables,
        start=_start(run, axes, SUM.neutral),
        step="{target}[" + ", ".join(texts) + "] += {0}",
        loops=needed,
        base=SUM.base,
    )
    return View(node, axes)


def filled(run: Lowering, body: View, axes: Sequence[Symbol], variables: Sequence[Symbol]) -> View:
    """The values of the body for all values of the loop variables, each at its place."""
    code, spans = run.names.code, run.spans
    headers, places = [], []
    needed: frozenset[Symbol] = frozenset()
    for variable in variables:
        span = spans.spans[variable]
        last = code(plus(span.upper, ONE))
        headers.append(f"for {run.names.of(variable)} in range({code(span.lower)}, {last})")
        places.append(code(plus(variable, times(span.lower, MINUS_ONE))))
        needed |= spans.loops_of(span.lower) | spans.loops_of(span.upper)
    kept = (*axes, *body.axes)
    shape = tuple(map(spans.length, kept))
    for size in shape:
        needed |= spans.loops_of(size)
    sizes = ", ".join(map(code, shape))
    node = run.graph.loop(
        body.node,
        shape,
        headers=tuple(headers),
        variables=frozenset(variables),
        start=f"np.empty(({sizes}))" if len(shape) > 1 else f"np.empty({sizes})",
        step="{target}[" + ", ".join(places) + "] = {0}",
        loops=needed,
    )
    return View(node, kept)


def _joined(
    run: Lowering,
    body: View,
    joining: Joining,
    headers: tuple[str, ...],
    setup: tuple[str, ...],
    variables: frozenset[Symbol],
    needed: frozenset[Symbol],
) -> View:
    shape = tuple(run.spans.length(axis) for axis in body.axes)
    for size in shape:
        needed |= run.spans.loops_of(size)
    node = run.graph.loop(
        body.node,
        shape,
        headers=headers,
        variables=variables,
        setup=setup,
        start=_start(run, body.axes, joining.neutral),
        step=joining.step if body.axes else joining.scalar_step,
        loops=needed,
        base=joining.base,
    )
    return View(node, body.axes)


def _start(run: Lowering, axes: Sequence[Symbol], neutral: str) -> str:
    if not axes:
        return neutral
    sizes = ", ".join(run.names.code(run.spans.length(axis)) for axis in axes)
    shape = f"({sizes})" if len(axes) > 1 else sizes
    if neutral == "0.0":
        return f"np.zeros({shape})"
    return f"np.ones({shape})" if neutral == "1.0" else f"np.full({shape}, {neutral})"


def in_blocks(
    run: Lowering,
    body: View,
    axis: Symbol,
    inner: Symbol,
    beside: Sequence[Symbol],
    joining: Joining,
    block: str = BLOCK,
) -> View:
    """The body computed for one block of an axis after the other.

    Where the body still has the axis, the blocks stand one after the other; else they are joined.
    ``beside`` are the other axes of the largest array that the body needs.
    """
    code, spans = run.names.code, run.spans
    whole, span = spans.spans[axis], spans.spans[inner]
    assert isinstance(span.lower, Symbol)
    assert isinstance(span.upper, Symbol)
    first, last = run.names.of(span.lower), run.names.of(span.upper)
    space = times(*(spans.length(other) for other in beside))
    room = code(space, 6) if spans.at_most(ONE, space) else f"max(1, {code(space)})"
    rows = f"max(1, {block} // {room})"
    header = f"for {first} in range({code(whole.lower)}, {code(plus(whole.upper, ONE))}, {rows})"
    setup = (f"{last} = min({first} + {rows} - 1, {code(whole.upper)})",)
    variables = frozenset((span.lower, span.upper))
    needed = spans.loops_of(whole.lower) | spans.loops_of(whole.upper)
    if inner not in body.axes:
        return _joined(run, body, joining, (header,), setup, variables, needed)
    axes = (inner, *(other for other in body.axes if other != inner))
    node = run.graph.placed(body, axes)
    kept = (axis, *axes[1:])
    shape = tuple(spans.length(other) for other in kept)
    for size in shape:
        needed |= spans.loops_of(size)
    sizes = ", ".join(map(code, shape))
    start = plus(span.lower, times(whole.lower, MINUS_ONE))
    stop = plus(span.upper, times(whole.lower, MINUS_ONE), ONE)
    loop = run.graph.loop(
        node,
        shape,
        headers=(header,),
        variables=variables,
        setup=setup,
        start=f"np.empty(({sizes}))" if len(shape) > 1 else f"np.empty({sizes})",
        step=f"{{target}}[{code(start)}:{code(stop)}] = {{0}}",
        loops=needed,
    )
    return View(loop, kept)
