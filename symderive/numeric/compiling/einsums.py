"""Sums of products of arrays: pairs at a time, as matrix products where they are such.

The order of the pairs is chosen by the number of multiplications, sizes that are not known taken
as equal and large; NumPy's own search would start anew with every call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from symderive.language.terms import ONE, Symbol, Term
from symderive.numeric.compiling.nodes import ATOM, PRODUCT, SIGN, SUM, TRUTH, TURNED, Node, View
from symderive.numeric.compiling.sizes import constant_of, times

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

# What a size counts as that is not known.
TYPICAL = 1000
LETTERS = "ijklmnopqrstuvwxyzabcdefgh"


def contract(run: Lowering, views: Sequence[View], binders: Iterable[Symbol]) -> View:
    """The product of the views, summed over the binders, each of which some view has."""
    left = set(binders)
    pending = [_as_floats(run, view) for view in views]
    if not left:
        return _multiplied(run, pending)
    pending = _summed_alone(run, pending, left)
    chain = _chain(run, pending, left)
    if chain is not None:
        return chain
    while len(pending) > 1:
        first, second = _best_pair(run, pending, left)
        rest = [view for place, view in enumerate(pending) if place not in (first, second)]
        needed = {axis for view in rest for axis in view.axes}
        pair = pending[first], pending[second]
        over = [axis for axis in left if axis not in needed and any(axis in v.axes for v in pair)]
        pending = [*rest, paired(run, *pair, run.spans.ordered(over))]
        left -= set(over)
    found = pending[0]
    return summed(run, found, run.spans.ordered(left)) if left else found


def _chain(run: Lowering, views: list[View], left: set[Symbol]) -> View | None:
    """A product of three or more matrices, in an order that NumPy chooses by their sizes."""
    if len(views) < 3 or any(len(set(view.axes)) != 2 for view in views):
        return None
    counts = Counter(axis for view in views for axis in view.axes)
    ends = run.spans.ordered(axis for axis in counts if axis not in left)
    if len(ends) != 2 or any(counts[axis] != (2 if axis in left else 1) for axis in counts):
        return None
    here, rest, nodes = ends[0], list(views), []
    while rest:
        view = next((view for view in rest if here in view.axes), None)
        if view is None:
            return None
        rest.remove(view)
        (there,) = set(view.axes) - {here}
        nodes.append(run.graph.permuted(view.node, _order(view, (here, there))))
        here = there
    marks = ", ".join(f"{{{place}}}" for place in range(len(nodes)))
    shape = tuple(run.spans.length(axis) for axis in ends)
    return View(run.graph.node(f"np.linalg.multi_dot([{marks}])", nodes, shape), ends)


def _as_floats(run: Lowering, view: View) -> View:
    """Truth values as numbers: a matrix product of truth values would be one of logic."""
    if view.node.kind != TRUTH:
        return view
    return run.elementwise("{0}.astype(float)", [view], needs=ATOM)


def _multiplied(run: Lowering, views: Sequence[View]) -> View:
    ordered = sorted(views, key=lambda view: len(view.axes))
    found = ordered[0]
    for view in ordered[1:]:
        found = run.elementwise("{0} * {1}", [found, view], needs=(PRODUCT, SIGN), strength=PRODUCT)
    return found


def _summed_alone(run: Lowering, views: list[View], left: set[Symbol]) -> list[View]:
    """Sum over axes that one view has alone, where others have to be multiplied with it."""
    if len(views) == 1:
        return views
    found = []
    for place, view in enumerate(views):
        others = {axis for at, other in enumerate(views) if at != place for axis in other.axes}
        alone = run.spans.ordered(a for a in view.axes if a in left and a not in others)
        left -= set(alone)
        found.append(summed(run, view, alone) if alone else view)
    return found


def summed(run: Lowering, view: View, over: Sequence[Symbol]) -> View:
    """The sum over axes of one view."""
    return reduced(run, view, over, "sum")


def reduced(run: Lowering, view: View, over: Sequence[Symbol], method: str) -> View:
    """A reduction over axes of one view, by a method of arrays."""
    places = [view.axes.index(axis) for axis in over]
    kept = [place for place in range(len(view.axes)) if place not in places]
    shape = tuple(view.node.shape[place] for place in kept)
    if not kept:
        text = f"{{0}}.{method}()"
    elif len(places) == 1:
        text = f"{{0}}.{method}(axis={places[0]})"
    else:
        text = f"{{0}}.{method}(axis={tuple(places)})"
    empty = [length for length in map(run.spans.length, over) if not run.spans.at_most(ONE, length)]
    if empty and method in ("max", "min"):
        node = _if_any(run, text, view.node, shape, empty)
    else:
        node = run.graph.node(text, [view.node], shape, needs=ATOM)
    return View(node, tuple(view.axes[place] for place in kept))


def _if_any(
    run: Lowering, text: str, whole: Node, shape: tuple[Term, ...], empty: Sequence[Term]
) -> Node:
    """An extreme value where there are values at all; nan where there may be none.

    One expression, so that nothing is taken of an array without entries.
    """
    code, spans = run.names.code, run.spans
    test = " and ".join(f"{code(length, SUM)} > 0" for length in empty)
    loops = frozenset().union(*(spans.loops_of(length) for length in empty))
    sizes = ", ".join(map(code, shape))
    nothing = f"np.full(({sizes},), np.nan)" if shape else "np.nan"
    loops |= frozenset().union(*(spans.loops_of(size) for size in shape))
    text = f"{text} if {test} else {nothing}"
    return run.graph.node(text, [whole], shape, needs=ATOM, strength=0, loops=loops)


def _length(run: Lowering, axis: Symbol) -> int:
    value = constant_of(run.spans.length(axis))
    return TYPICAL if value is None else max(int(value), 1)


def _cost(run: Lowering, axes: Iterable[Symbol]) -> int:
    total = 1
    for axis in axes:
        total *= _length(run, axis)
    return total


def _best_pair(run: Lowering, views: list[View], left: set[Symbol]) -> tuple[int, int]:
    """The pair whose product is the cheapest, then the one that leaves the smallest array."""
    best: tuple[tuple[int, int, int, int], tuple[int, int]] | None = None
    for first, second in combinations(range(len(views)), 2):
        axes = set(views[first].axes) | set(views[second].axes)
        others = {
            axis
            for place, view in enumerate(views)
            if place not in (first, second)
            for axis in view.axes
        }
        kept = {axis for axis in axes if axis in others or axis not in left}
        before = sum(_cost(run, views[place].axes) for place in (first, second))
        key = _cost(run, kept) - before, _cost(run, axes), first, second
        if best is None or key < best[0]:
            best = key, (first, second)
    assert best is not None
    return best[1]


def paired(run: Lowering, left: View, right: View, over: Sequence[Symbol]) -> View:
    """The product of two views summed over axes that one or both of them have."""
    if not over:
        return _multiplied(run, [left, right])
    shared = set(left.axes) & set(right.axes)
    batch = [axis for axis in shared if axis not in over]
    if not batch and all(axis in shared for axis in over):
        if len(over) == 1 and len(left.axes) <= 2 and len(right.axes) <= 2:
            return _matrix_product(run, left, right, over[0])
        if set(left.axes) == set(right.axes):
            return _inner(run, left, right)
        return _tensordot(run, left, right, over)
    return _einsum(run, left, right, over)


def _matrix_product(run: Lowering, left: View, right: View, over: Symbol) -> View:
    """A @ B with the common axis last on the left and first on the right."""
    kept_left = [axis for axis in left.axes if axis != over]
    kept_right = [axis for axis in right.axes if axis != over]
    if kept_left and kept_right:
        if run.spans.position(kept_left[0]) > run.spans.position(kept_right[0]):
            left, right = right, left
            kept_left, kept_right = kept_right, kept_left
    elif kept_right and not kept_left and right.axes.index(over) == 1:
        left, right = right, left
        kept_left, kept_right = kept_right, kept_left
    first = run.graph.permuted(left.node, _order(left, [*kept_left, over]))
    second = run.graph.permuted(right.node, _order(right, [over, *kept_right]))
    if first.template == second.template == TURNED:
        # The same as the transpose of a product, which may be there already.
        first, second = second.arguments[0], first.arguments[0]
        kept_left, kept_right = kept_right, kept_left
    shape = tuple(run.spans.length(axis) for axis in (*kept_left, *kept_right))
    node = run.graph.node(
        "{0} @ {1}", [first, second], shape, needs=(PRODUCT, SIGN), strength=PRODUCT
    )
    return View(node, (*kept_left, *kept_right))


def _order(view: View, axes: Sequence[Symbol]) -> tuple[int, ...]:
    return tuple(view.axes.index(axis) for axis in axes)


def _inner(run: Lowering, left: View, right: View) -> View:
    """The sum of all products of entries."""
    other = run.graph.permuted(right.node, _order(right, left.axes))
    if any(map(run.spans.is_block, left.axes)):
        # Threads would take longer to begin than to multiply.
        marks = LETTERS[: len(left.axes)]
        text = f'np.einsum("{marks},{marks}->", {{0}}, {{1}})'
        return View(run.graph.node(text, [left.node, other]), ())
    return View(run.graph.node("np.vdot({0}, {1})", [left.node, other]), ())


def _tensordot(run: Lowering, left: View, right: View, over: Sequence[Symbol]) -> View:
    places = [list(_order(view, over)) for view in (left, right)]
    kept = [axis for view in (left, right) for axis in view.axes if axis not in over]
    shape = tuple(run.spans.length(axis) for axis in kept)
    text = f"np.tensordot({{0}}, {{1}}, axes=({places[0]}, {places[1]}))"
    return View(run.graph.node(text, [left.node, right.node], shape), tuple(kept))


def _einsum(run: Lowering, left: View, right: View, over: Sequence[Symbol]) -> View:
    axes = run.spans.ordered(set(left.axes) | set(right.axes))
    kept = [axis for axis in axes if axis not in over]
    batched = _batched(run, left, right, over)
    if batched is not None:
        return batched
    letters = dict(zip(axes, LETTERS, strict=False))
    terms = ["".join(letters[axis] for axis in group) for group in (left.axes, right.axes, kept)]
    shape = tuple(run.spans.length(axis) for axis in kept)
    text = f'np.einsum("{terms[0]},{terms[1]}->{terms[2]}", {{0}}, {{1}})'
    return View(run.graph.node(text, [left.node, right.node], shape), tuple(kept))


def _batched(run: Lowering, left: View, right: View, over: Sequence[Symbol]) -> View | None:
    """Many matrix products at once, where both sides are matrices for each.

    Several axes that both have, or that one side alone has, count as one.
    """
    if not all(axis in left.axes and axis in right.axes for axis in over):
        return None
    batch = run.spans.ordered(a for a in left.axes if a in right.axes and a not in over)
    kept = [[a for a in view.axes if a not in batch and a not in over] for view in (left, right)]
    if not all(kept) or not batch:
        return None
    if run.spans.position(kept[0][0]) > run.spans.position(kept[1][0]):
        left, right, kept = right, left, kept[::-1]
    inner = [axis for axis in left.axes if axis in over]
    first = _grouped(run, left, [batch, kept[0], inner])
    second = _grouped(run, right, [batch, inner, kept[1]])
    axes = (*batch, *kept[0], *kept[1])
    shape = tuple(run.spans.length(axis) for axis in axes)
    flat = (*map(run.spans.length, batch), *(_product(run, group) for group in kept))
    node = run.graph.node(
        "{0} @ {1}", [first, second], flat, needs=(PRODUCT, SIGN), strength=PRODUCT
    )
    return View(_reshaped(run, node, shape), axes)


def _grouped(run: Lowering, view: View, groups: Sequence[Sequence[Symbol]]) -> Node:
    """The array with one dimension for each axis of the first group, and one for each other."""
    batch, *others = groups
    order = _order(view, [axis for group in groups for axis in group])
    sizes = (*map(run.spans.length, batch), *(_product(run, group) for group in others))
    return _reshaped(run, run.graph.permuted(view.node, order), sizes)


def _product(run: Lowering, axes: Sequence[Symbol]) -> Term:
    return times(*map(run.spans.length, axes)) if len(axes) > 1 else run.spans.length(axes[0])


def _reshaped(run: Lowering, node: Node, shape: tuple[Term, ...]) -> Node:
    if len(shape) == node.rank:
        return node
    sizes = ", ".join(map(run.names.code, shape))
    loops = frozenset().union(*map(run.spans.loops_of, shape))
    return run.graph.node(f"{{0}}.reshape({sizes})", [node], shape, needs=ATOM, loops=loops)
