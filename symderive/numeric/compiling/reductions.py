"""Greatest and least values, and products over an index."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING

from symderive.language.binding import instantiate, subterms
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    And,
    Apply,
    Entry,
    Reduce,
    Symbol,
    Term,
    number,
)
from symderive.numeric.compiling import distances, loops
from symderive.numeric.compiling.access import accessed
from symderive.numeric.compiling.brackets import facts_of
from symderive.numeric.compiling.einsums import reduced
from symderive.numeric.compiling.nodes import ATOM, Table, View
from symderive.numeric.compiling.opening import opened
from symderive.numeric.compiling.separating import separated
from symderive.numeric.compiling.sizes import constant_of, minus, plus, replaced, split, times
from symderive.numeric.compiling.sums import binder

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

METHODS = {"max": "max", "min": "min", "product": "prod"}
NEUTRAL = {"max": "-np.inf", "min": "np.inf", "product": "1.0"}
PAIRWISE = {
    "max": "np.maximum({0}, {1})",
    "min": "np.minimum({0}, {1})",
    "product": "{0} * {1}",
}
RUNNING = {"max": "np.maximum.accumulate", "min": "np.minimum.accumulate", "product": "np.cumprod"}
MOST_WRITTEN = 4


def extreme_of(run: Lowering, term: Reduce, given: tuple[Term, ...]) -> View:
    """A maximum, a minimum or a product over one index, or over several at once."""
    operation = term.operation
    binders: list[Symbol] = []
    conditions: list[Term] = []
    body: Term = term
    while isinstance(body, Reduce) and body.operation == operation:
        axis, own = binder(run, body)
        window = _window(run, axis, own)
        at: Term = axis
        if window is not None:
            axis, at, own = window
        binders.append(axis)
        conditions += own
        body = opened(instantiate(body.body, (at,)))
    return _over(run, operation, binders, conditions, body, given)


def _window(
    run: Lowering, axis: Symbol, conditions: Sequence[Term]
) -> tuple[Symbol, Term, tuple[Term, ...]] | None:
    """f(i) <= k <= f(i) + c with a size c as k = f(i) + a, where a runs from 0 to c.

    The variable a, the value of k, and no condition; None where the bounds are of another kind.
    """
    facts = facts_of(run.spans, conditions)
    if len(facts.at_least_zero) != 2 or facts.others or facts.zero:
        return None
    for low, high in permutations(facts.at_least_zero):
        length = plus(low, high)
        parts = split(low, axis)
        if parts is None or constant_of(parts[0]) != 1 or run.spans.axes_of(length):
            continue
        step = run.spans.fresh(axis.name, ZERO, length)
        return step, plus(minus(axis, low), step), ()
    return None


def _over(
    run: Lowering,
    operation: str,
    binders: list[Symbol],
    conditions: list[Term],
    body: Term,
    given: tuple[Term, ...],
) -> View:
    moving = _moving(run, binders, body)
    if moving:
        return _by_window(run, operation, binders, conditions, body, given, moving)
    if operation == "max" and not conditions:
        difference = distances.absolute(body)
        pairs = difference and distances.distances(
            run, difference, distances.GREATEST, binders, given
        )
        if pairs:
            return pairs
    running = _running(run, operation, binders, conditions, body, given)
    if running is not None:
        return running
    view = run.lower(body, given)
    if conditions:
        mask = run.truth(And(tuple(conditions)), given)
        neutral = run.literal(NEUTRAL[operation])
        view = run.elementwise("np.where({0}, {1}, {2})", [mask, view, neutral])
    blocked = _blocked(run, operation, binders, conditions, body, given, view)
    if blocked is not None:
        return blocked
    present = [axis for axis in binders if axis in view.axes]
    found = reduced(run, view, run.spans.ordered(present), METHODS[operation]) if present else view
    for axis in binders:
        if axis not in present and operation == "product":
            length = run.size(run.spans.length(axis))
            found = run.elementwise("{0}**{1}", [found, length], needs=ATOM, strength=7)
    return found


def _moving(run: Lowering, binders: list[Symbol], body: Term) -> list[Symbol]:
    """Variables that move a window over an array."""
    found: list[Symbol] = []
    for part in subterms(body):
        if isinstance(part, Entry):
            indices = part.indices
        elif isinstance(part, Apply) and part.name == "padded":
            indices = part.arguments[1:]
        else:
            continue
        for index in indices:
            axes = run.spans.axes_of(index) - set(found)
            if len(axes) < 2 or not all(split(index, axis) for axis in axes):
                continue
            own = [axis for axis in run.spans.ordered(axes) if axis in binders]
            found += own[1:] if len(own) == len(axes) else own
    return list(run.spans.ordered(found))


def _by_window(
    run: Lowering,
    operation: str,
    binders: list[Symbol],
    conditions: list[Term],
    body: Term,
    given: tuple[Term, ...],
    moving: list[Symbol],
) -> View:
    if not conditions:
        first = separated(
            run,
            body,
            moving,
            lambda entry, variable: _over(run, operation, [variable], [], entry, given),
        )
        if first is not None:
            left = [axis for axis in binders if axis != first[1]]
            return _over(run, operation, left, [], first[0], given)
    axis = moving[-1]
    rest = [other for other in binders if other != axis]
    span = run.spans.spans[axis]
    length = constant_of(run.spans.length(axis))
    written = length is not None and 0 < length <= MOST_WRITTEN

    def at(value: Term) -> View:
        inner = [replaced(condition, axis, value) for condition in conditions]
        known = tuple(replaced(fact, axis, value) for fact in given)
        here = replaced(body, axis, value)
        if rest or inner:
            return _over(run, operation, rest, inner, here, known)
        return run.lower(here, known)

    if written and length is not None:
        views = [at(plus(span.lower, number(step))) for step in range(int(length))]
        found = views[0]
        for view in views[1:]:
            found = run.elementwise(PAIRWISE[operation], [found, view], needs=5, strength=5)
        return found
    variable = run.spans.fresh(axis.name, span.lower, span.upper, True)
    return loops.folded(run, at(variable), [variable], loops.JOININGS[operation])


def _running(
    run: Lowering,
    operation: str,
    binders: list[Symbol],
    conditions: list[Term],
    body: Term,
    given: tuple[Term, ...],
) -> View | None:
    """The greatest of all values up to an index."""
    facts = facts_of(run.spans, conditions)
    if len(binders) != 1 or len(facts.at_least_zero) != 1 or facts.others or facts.zero:
        return None
    (axis,), (bound,) = binders, facts.at_least_zero
    parts = split(bound, axis)
    outer = run.spans.axes_of(bound) - {axis}
    factor = constant_of(parts[0]) if parts is not None else None
    if parts is None or factor not in (1, -1) or run.spans.axes_of(body) & outer:
        return None
    view = run.lower(body, given)
    if axis not in view.axes:
        return None
    upward = factor == -1
    end = parts[1] if upward else times(MINUS_ONE, parts[1])
    return _looked_up(run, operation, view, axis, end, upward)


def _looked_up(
    run: Lowering, operation: str, view: View, axis: Symbol, end: Term, upward: bool
) -> View | None:
    """Running values along an axis, from its first value on or from its last one back, at an end.

    A product of nothing is 1; a greatest value of nothing is none.
    """
    spans = run.spans
    span, length = spans.spans[axis], spans.length(axis)
    filled = spans.at_most(span.lower, end) and spans.at_most(end, span.upper)
    others = tuple(other for other in view.axes if other != axis)
    before = minus(span.lower, ONE)
    empty = upward and not others and operation == "product" and spans.at_most(before, end)
    if not filled and not (empty and spans.at_most(end, span.upper)):
        return None
    node = run.graph.placed(view, (*others, axis))
    turned = "{0}[..., ::-1]" if others else "{0}[::-1]"
    text = f"{RUNNING[operation]}({{0}}" + (", axis=-1)" if others else ")")
    if not upward:
        node = run.graph.node(turned, [node], node.shape, needs=ATOM)
    node = run.graph.node(text, [node], node.shape)
    if not upward:
        node = run.graph.node(turned, [node], node.shape, needs=ATOM)
    index = plus(minus(end, span.lower), ONE)
    if not filled:
        length, index = plus(length, ONE), plus(index, ONE)
        node = run.graph.node("np.concatenate(([1.0], {0}))", [node], (length,))
    return accessed(run, Table(node, others, (length,)), (index,), (), "running values")


def _blocked(
    run: Lowering,
    operation: str,
    binders: list[Symbol],
    conditions: list[Term],
    body: Term,
    given: tuple[Term, ...],
    view: View,
) -> View | None:
    """The same for one block of an axis after the other, where all at once would be too large."""
    from symderive.numeric.compiling.contraction import widest

    axes = [a for a in view.axes if constant_of(run.spans.length(a)) is None]
    if len(axes) < 2 or not set(axes) & set(binders) or any(run.spans.is_block(a) for a in axes):
        return None
    if widest(view.node) >= len(view.axes):
        return None
    outer = [axis for axis in axes if axis not in binders]
    axis = outer[0] if outer else axes[0]
    inner = run.spans.block(axis)
    here = [inner if other == axis else other for other in binders]
    value = _over(
        run,
        operation,
        here,
        [replaced(condition, axis, inner) for condition in conditions],
        replaced(body, axis, inner),
        tuple(replaced(fact, axis, inner) for fact in given),
    )
    beside = [other for other in view.axes if other != axis]
    return loops.in_blocks(run, value, axis, inner, beside, loops.JOININGS[operation])
