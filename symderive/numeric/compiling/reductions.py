"""Greatest and least values, and products over an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

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
from symderive.numeric.compiling.bending import straightened
from symderive.numeric.compiling.brackets import facts_of
from symderive.numeric.compiling.digits import taken_apart
from symderive.numeric.compiling.einsums import reduced
from symderive.numeric.compiling.leaving import all_but_one
from symderive.numeric.compiling.moving import MOST_WRITTEN, in_blocks, moving_axes
from symderive.numeric.compiling.nearest import fallen_apart
from symderive.numeric.compiling.nodes import ATOM, POWER, PRODUCT, Table, View
from symderive.numeric.compiling.opening import opened
from symderive.numeric.compiling.prefixes import between, ends_of
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
PAIRWISE_NAMES = {"max": "np.maximum", "min": "np.minimum", "product": "np.multiply"}
RUNNING = {"max": "np.maximum.accumulate", "min": "np.minimum.accumulate", "product": "np.cumprod"}


class Reduction(NamedTuple):
    """An operation over variables of the values of a body, where all conditions hold.

    The terms given are at least 0 wherever a value of the body matters.
    """

    operation: str
    binders: tuple[Symbol, ...]
    conditions: tuple[Term, ...]
    body: Term
    given: tuple[Term, ...]

    def put(self, axis: Symbol, by: Term) -> Reduction:
        """Another index in place of an axis; a variable of the reduction stays one as an axis."""
        kept = tuple(other for other in self.binders if other != axis)
        if axis in self.binders and isinstance(by, Symbol):
            kept = tuple(by if other == axis else other for other in self.binders)
        return Reduction(
            self.operation,
            kept,
            tuple(replaced(condition, axis, by) for condition in self.conditions),
            replaced(self.body, axis, by),
            tuple(replaced(fact, axis, by) for fact in self.given),
        )

    def fixed(self, axis: Symbol, at: Term) -> Reduction:
        """The body at one value of a variable of the reduction."""
        found = self.put(axis, at)
        return found._replace(binders=tuple(other for other in self.binders if other != axis))


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
        conditions += own
        body = opened(instantiate(body.body, (at,)))
        row = [axis]
        if at is axis and not own:
            body, row = taken_apart(run, body, axis)
        binders += row
    return _over(run, Reduction(operation, tuple(binders), tuple(conditions), body, given))


def _window(
    run: Lowering, axis: Symbol, conditions: Sequence[Term]
) -> tuple[Symbol, Term, tuple[Term, ...]] | None:
    """f(i) <= k <= f(i) + c with a size c as k = f(i) + a, where a runs from 0 to c.

    The variable a, the value of k, and no condition; None where the bounds are of another kind,
    or where the values of k have ends beside these.
    """
    facts = facts_of(run.spans, conditions)
    if len(facts.at_least_zero) != 2 or facts.others or facts.zero:
        return None
    for low, high in permutations(facts.at_least_zero):
        length = plus(low, high)
        parts = split(low, axis)
        if parts is None or constant_of(parts[0]) != 1 or run.spans.axes_of(length):
            continue
        first, span = minus(axis, low), run.spans.spans[axis]
        if not run.spans.at_most(span.lower, first):
            return None
        if not run.spans.at_most(plus(first, length), span.upper):
            return None
        step = run.spans.fresh(axis.name, ZERO, length)
        return step, plus(first, step), ()
    return None


def _over(run: Lowering, work: Reduction) -> View:
    """The reduction, by windows, running values or blocks where these serve."""
    if not work.binders and not work.conditions:
        return run.lower(work.body, work.given)
    work = work._replace(body=straightened(run, work.body, work.given))
    moving = _moving(run, work)
    if moving:
        return _by_window(run, work, moving)
    for axis in () if work.conditions else work.binders:
        body = fallen_apart(run, work.operation, axis, work.body, work.given, _alone(run, work))
        if body is None:
            body = all_but_one(run, work.operation, axis, work.body, work.given)
        if body is not None:
            left = tuple(other for other in work.binders if other != axis)
            return _over(run, work._replace(binders=left, body=body))
    if work.operation == "max" and not work.conditions:
        difference = distances.absolute(work.body)
        pairs = difference and distances.distances(
            run, difference, distances.GREATEST, list(work.binders), work.given
        )
        if pairs:
            return pairs
    running = _running(run, work)
    if running is not None:
        return running
    view = run.lower(work.body, work.given)
    if work.conditions:
        mask = run.truth(And(work.conditions), work.given)
        neutral = run.literal(NEUTRAL[work.operation])
        view = run.elementwise("np.where({0}, {1}, {2})", [mask, view, neutral])
    blocked = _blocked(run, work, view)
    return _at_once(run, work, view) if blocked is None else blocked


def _alone(run: Lowering, work: Reduction) -> Callable[[str, Symbol, Term], View]:
    """What computes an extreme value of another body over one of the variables."""
    return lambda operation, axis, body: _over(
        run, Reduction(operation, (axis,), (), body, work.given)
    )


def _at_once(run: Lowering, work: Reduction, view: View) -> View:
    """The reduction of an array over its axes."""
    present = run.spans.ordered(axis for axis in work.binders if axis in view.axes)
    found = reduced(run, view, present, METHODS[work.operation]) if present else view
    for axis in work.binders:
        if axis not in present and work.operation == "product":
            length = run.size(run.spans.length(axis))
            found = run.elementwise("{0}**{1}", [found, length], needs=ATOM, strength=POWER)
    return found


def _moving(run: Lowering, work: Reduction) -> list[Symbol]:
    """Variables that move a window over an array."""
    indices: list[Term] = []
    for part in subterms(work.body):
        if isinstance(part, Entry):
            indices += part.indices
        elif isinstance(part, Apply) and part.name == "padded":
            indices += part.arguments[1:]
    return moving_axes(
        run.spans,
        indices,
        work.binders,
        lambda index, axes, own: in_blocks(run.spans, index, axes, own),
    )


def _by_window(run: Lowering, work: Reduction, moving: list[Symbol]) -> View:
    """One value of the variable after the other: written out, or in a loop."""
    if not work.conditions:
        first = separated(
            run,
            work.body,
            moving,
            lambda entry, variable: _over(run, work._replace(binders=(variable,), body=entry)),
        )
        if first is not None:
            left = tuple(axis for axis in work.binders if axis != first[1])
            return _over(run, work._replace(binders=left, body=first[0]))
    axis = moving[-1]
    span = run.spans.spans[axis]
    length = constant_of(run.spans.length(axis))
    if length is not None and 0 < length <= MOST_WRITTEN:
        values = [plus(span.lower, number(step)) for step in range(int(length))]
        views = [_over(run, work.fixed(axis, value)) for value in values]
        found = views[0]
        for view in views[1:]:
            template = PAIRWISE[work.operation]
            found = run.elementwise(template, [found, view], needs=PRODUCT, strength=PRODUCT)
        return found
    variable = run.spans.fresh(axis.name, span.lower, span.upper, True)
    body = _over(run, work.fixed(axis, variable))
    return loops.folded(run, body, [variable], loops.JOININGS[work.operation])


def _running(run: Lowering, work: Reduction) -> View | None:
    """The greatest of all values up to an index, or between two."""
    facts = facts_of(run.spans, work.conditions)
    if len(work.binders) != 1 or not facts.at_least_zero or facts.others or facts.zero:
        return None
    if len(facts.at_least_zero) > 1:
        return _between(run, work, facts.at_least_zero)
    (axis,), (bound,) = work.binders, facts.at_least_zero
    parts = split(bound, axis)
    outer = run.spans.axes_of(bound) - {axis}
    factor = constant_of(parts[0]) if parts is not None else None
    if parts is None or factor not in (1, -1) or run.spans.axes_of(work.body) & outer:
        return None
    view = run.lower(work.body, work.given)
    if axis not in view.axes:
        return None
    upward = factor == -1
    end = parts[1] if upward else times(MINUS_ONE, parts[1])
    return _looked_up(run, work.operation, view, axis, end, upward)


def _between(run: Lowering, work: Reduction, bounds: list[Term]) -> View | None:
    """The values between two places that vary along axes along which the values do not."""
    (axis,) = work.binders
    outer = frozenset().union(*map(run.spans.axes_of, bounds)) - {axis}
    ends = ends_of(run, axis, bounds)
    if ends is None or None in ends or not outer or run.spans.axes_of(work.body) & outer:
        return None
    view = run.lower(work.body, work.given)
    if axis not in view.axes:
        return None
    return between(run, view, axis, ends, PAIRWISE_NAMES[work.operation], NEUTRAL[work.operation])


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


def _blocked(run: Lowering, work: Reduction, view: View) -> View | None:
    """The same for one block of an axis after the other, where all at once would be too large."""
    from symderive.numeric.compiling.contraction import widest

    axes = [a for a in view.axes if constant_of(run.spans.length(a)) is None]
    if len(axes) < 2 or not {*axes} & {*work.binders} or any(map(run.spans.is_block, axes)):
        return None
    if widest(view.node) >= len(view.axes):
        return None
    outer = [axis for axis in axes if axis not in work.binders]
    axis = outer[0] if outer else axes[0]
    inner = run.spans.block(axis)
    value = _over(run, work.put(axis, inner))
    beside = [other for other in view.axes if other != axis]
    return loops.in_blocks(run, value, axis, inner, beside, loops.JOININGS[work.operation])
