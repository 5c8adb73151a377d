"""The sum of a product over its summation variables, once its brackets are dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.binding import subterms
from symderive.language.terms import (
    Entry,
    Mod,
    Number,
    Symbol,
    TensorSymbol,
    Term,
    number,
)
from symderive.numeric.compiling import distances, loops
from symderive.numeric.compiling.brackets import balanced
from symderive.numeric.compiling.causal import carried
from symderive.numeric.compiling.convolving import convolved
from symderive.numeric.compiling.decaying import decaying
from symderive.numeric.compiling.einsums import contract
from symderive.numeric.compiling.excluding import off_diagonals
from symderive.numeric.compiling.moving import MOST_WRITTEN, in_blocks, moving_axes
from symderive.numeric.compiling.nodes import PRODUCT, SIGN, Node, View
from symderive.numeric.compiling.ordering import ordered
from symderive.numeric.compiling.pairs import paired
from symderive.numeric.compiling.polynomials import polynomial
from symderive.numeric.compiling.prefixes import prefix
from symderive.numeric.compiling.ranges import cut_short
from symderive.numeric.compiling.separating import separated
from symderive.numeric.compiling.shielding import shielded
from symderive.numeric.compiling.sizes import constant_of, plus, replaced
from symderive.numeric.compiling.solver import Solver, copy_of, part_of
from symderive.numeric.compiling.splitting import split_up
from symderive.numeric.compiling.zeros import is_risky

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


def contracted(work: Solver, known: tuple[Term, ...]) -> View:
    """The value of the product; ``known`` are at least 0 wherever an entry matters."""
    run = work.run
    groups, free = _groups(work)
    found: list[tuple[Term | None, View]] = []
    masks = [run.truth(c, known) for c in _conditions(free)]
    views, shut = shielded(run, free.factors, masks, known)
    found += zip(free.factors, views, strict=True)
    for group in groups:
        found.append((None, _group(group, known)))
    used = {axis for group in groups for axis in group.binders}
    for axis in work.binders:
        if axis not in used:
            found.append((None, run.size(run.spans.length(axis))))
    value = run.multiplied(found) if found else None
    if not masks or (shut and not groups):
        return run.literal("1.0") if value is None else value
    return _masked(run, value, masks, any(map(is_risky, free.factors)))


def _masked(run: Lowering, value: View | None, masks: list[View], risky: bool) -> View:
    mask = masks[0]
    for other in masks[1:]:
        mask = run.elementwise("{0} & {1}", [mask, other], needs=3, strength=3, kind="truth")
    if value is None:
        if not mask.axes:
            return run.elementwise("float({0})", [mask])
        return run.elementwise("{0}.astype(float)", [mask], needs=8)
    if risky or not mask.axes:
        return run.elementwise("np.where({0}, {1}, 0.0)", [mask, value])
    return run.elementwise("{0} * {1}", [mask, value], needs=(PRODUCT, SIGN), strength=PRODUCT)


def _conditions(work: Solver) -> list[Term]:
    return [balanced(">=", bound) for bound in work.bounds] + list(work.others)


def _groups(work: Solver) -> tuple[list[Solver], Solver]:
    """Parts of the product that share no summation variable, and what has none."""
    axes_of = work.run.spans.axes_of
    free = part_of(work)
    groups: list[Solver] = []
    rows = [("factors", t) for t in work.factors]
    rows += [("bounds", t) for t in work.bounds] + [("others", t) for t in work.others]
    binders = set(work.binders)
    for kind, term in rows:
        own = axes_of(term) & binders
        if not own:
            getattr(free, kind).append(term)
            continue
        joined = part_of(work)
        joined.binders = list(work.run.spans.ordered(own))
        getattr(joined, kind).append(term)
        rest = []
        for group in groups:
            if set(group.binders) & set(joined.binders):
                group.binders = list(work.run.spans.ordered({*group.binders, *joined.binders}))
                for name in ("factors", "bounds", "others"):
                    getattr(group, name).extend(getattr(joined, name))
                joined = group
            else:
                rest.append(group)
        groups = [*rest, joined]
    return groups, free


def _group(work: Solver, known: tuple[Term, ...]) -> View:
    """The sum over variables that hang together."""
    found = convolved(work, known)
    if found is None and not (work.bounds or work.others):
        found = distances.summed(work.run, work.factors, work.binders, known)
    if found is None:
        found = polynomial(work, known)
    for attempt in (prefix, decaying, ordered, paired, carried, split_up, _by_window):
        if found is None:
            found = attempt(work, known)
    return _contract(work, known) if found is None else found


# Windows


def _by_window(work: Solver, known: tuple[Term, ...]) -> View | None:
    """A variable that moves a window over an array is written out, or gets a Python loop."""
    run = work.run
    moving = _moving(work)
    if not moving or _is_beside(work, moving):
        return None
    apart = _one_after_the_other(work, moving, known)
    if apart is not None:
        return apart
    count = 1
    for axis in moving:
        value = constant_of(run.spans.length(axis))
        count = 0 if value is None else count * int(value)
    if 0 < count <= MOST_WRITTEN:
        return _written_out(work, moving, known)
    fixed = _shorter(work, moving)
    if fixed:
        return _one_by_one(work, fixed, known)
    here = copy_of(work)
    variables = []
    for axis in moving:
        span = run.spans.spans[axis]
        variable = run.spans.fresh(axis.name, span.lower, span.upper, True)
        here.put(axis, variable)
        known = tuple(replaced(term, axis, variable) for term in known)
        variables.append(variable)
    cuts = cut_short(here)
    for inner, outer in cuts.items():
        known = tuple(replaced(term, outer, inner) for term in known)
    return loops.folded(run, contracted(here, known), variables, loops.SUM, cuts)


def _is_beside(work: Solver, moving: list[Symbol]) -> bool:
    """Whether a window stands beside an array that has an entry for each of its own, in a row.

    Both are read in one go then: no array is larger than what is given.
    """
    axes_of = work.run.spans.axes_of
    entries = [factor for factor in work.factors if isinstance(factor, Entry)]
    if len(entries) != len(work.factors) or len(entries) != len(("array", "window")):
        return False
    if work.bounds or work.others or work.binders != moving or len(moving) > 1:
        return False
    return any(
        isinstance(one.tensor, TensorSymbol)
        and one.indices[-1] in moving
        and set(one.indices) == axes_of(other)
        and len(one.indices) == len(axes_of(other))
        for one, other in (entries, entries[::-1])
    )


def _one_after_the_other(
    work: Solver, moving: list[Symbol], known: tuple[Term, ...]
) -> View | None:
    """A window in several dimensions whose weight is a product, one factor for each dimension."""
    run, axes_of = work.run, work.run.spans.axes_of
    weights = [f for f in work.factors if len(axes_of(f)) == 1 and axes_of(f) <= {*moving}]
    rest = [factor for factor in work.factors if factor not in weights]
    if len(rest) != 1 or work.bounds or work.others:
        return None

    def summed(entry: Entry, variable: Symbol) -> View:
        here = part_of(work)
        here.binders = [variable]
        here.factors = [entry, *(weight for weight in weights if variable in axes_of(weight))]
        return contracted(here, known)

    found = separated(run, rest[0], moving, summed)
    if found is None:
        return None
    entry, variable = found
    later = copy_of(work)
    later.factors = [entry, *(weight for weight in weights if variable not in axes_of(weight))]
    later.binders.remove(variable)
    return contracted(later, known)


def _shorter(work: Solver, moving: list[Symbol]) -> list[Symbol]:
    """Axes of the result that share indices with variables whose range is what they leave over.

    A range n - k + 1 of places at which k entries fit is taken for the longer one.
    """
    run, spans = work.run, work.run.spans
    if any(_is_simple(spans.length(axis)) for axis in moving):
        return []
    entries = [p for factor in work.factors for p in subterms(factor) if isinstance(p, Entry)]
    beside = [spans.axes_of(index) for entry in entries for index in entry.indices]
    beside = [axes for axes in beside if axes & set(moving)]
    found = frozenset().union(*beside) - set(moving)
    if any(len(axes) != len(("moving", "fixed")) for axes in beside if len(axes) > 1):
        return []
    plain = all(
        _is_simple(spans.length(axis)) and not spans.is_block(axis) and axis not in work.binders
        for axis in found
    )
    return list(run.spans.ordered(found)) if plain else []


def _is_simple(length: Term) -> bool:
    return isinstance(length, (Symbol, Number))


def _one_by_one(work: Solver, axes: list[Symbol], known: tuple[Term, ...]) -> View:
    """The sum at one value after the other of some axes of the result."""
    spans, here = work.run.spans, copy_of(work)
    variables = []
    for axis in axes:
        span = spans.spans[axis]
        variable = spans.fresh(axis.name, span.lower, span.upper, True)
        here.replace(axis, variable)
        known = tuple(replaced(term, axis, variable) for term in known)
        variables.append(variable)
    return loops.filled(work.run, contracted(here, known), axes, variables)


def _written_out(work: Solver, moving: list[Symbol], known: tuple[Term, ...]) -> View:
    axis, rest = moving[0], moving[1:]
    span = work.run.spans.spans[axis]
    length = constant_of(work.run.spans.length(axis))
    assert length is not None
    found: View | None = None
    for step in range(int(length)):
        value = plus(span.lower, number(step))
        here = copy_of(work)
        here.put(axis, value)
        inner = tuple(replaced(term, axis, value) for term in known)
        view = _written_out(here, rest, inner) if rest else contracted(here, inner)
        if found is None:
            found = view
        else:
            found = work.run.elementwise("{0} + {1}", [found, view], needs=(4, 5), strength=4)
    assert found is not None
    return found


def _moving(work: Solver) -> list[Symbol]:
    """Summation variables that move a window over an array, or around a circle."""
    entries = [p for factor in work.factors for p in subterms(factor) if isinstance(p, Entry)]
    indices = [index for entry in entries for index in entry.indices]
    circles = [p.argument for index in indices for p in subterms(index) if isinstance(p, Mod)]
    return moving_axes(
        work.run.spans,
        (*indices, *circles),
        work.binders,
        lambda index, axes, own: in_blocks(work.run.spans, index, axes, own),
    )


def _contract(work: Solver, known: tuple[Term, ...]) -> View:
    run = work.run
    conditions = _conditions(work)
    masks = [run.truth(condition, known) for condition in conditions]
    views, shut = shielded(run, work.factors, masks, known)
    wide = _wide(work, [*views, *masks])
    if wide is not None:
        return _blocked(work, known, wide)
    if shut:
        masks = []
    if masks and any(map(is_risky, work.factors)):
        value = run.multiplied([(None, view) for view in views])
        views, masks = [_masked(run, value, masks, True)], []
    if masks:
        views, masks = off_diagonals(run, conditions, masks, views)
    views += masks
    present = {axis for view in views for axis in view.axes}
    found = contract(run, views, [axis for axis in work.binders if axis in present])
    missing = [run.size(run.spans.length(a)) for a in work.binders if a not in present]
    return run.multiplied([(None, view) for view in (*missing, found)])


def _wide(work: Solver, views: list[View]) -> View | None:
    """A computed array of more dimensions than all that it is computed from."""
    for view in views:
        axes = [a for a in view.axes if constant_of(work.run.spans.length(a)) is None]
        if len(axes) < 2 or not set(axes) & set(work.binders):
            continue
        if any(axis for axis in axes if work.run.spans.is_block(axis)):
            continue
        given = any(_is_given(other.node) and set(axes) <= set(other.axes) for other in views)
        if given and not {*axes} <= {*work.binders}:
            continue
        if widest(view.node) < len(view.axes):
            return view
    return None


def _is_given(node: Node) -> bool:
    return widest(node) >= node.rank


def widest(node: Node) -> int:
    """The most dimensions of an array under a node that was not spread out to get them."""
    if not node.arguments:
        return node.rank
    if "@" in node.template or "einsum" in node.template or "tensordot" in node.template:
        return node.rank
    if node.template.startswith(
        ("sliding_window_view", "_windows", "{0}.reshape", "np.broadcast_to")
    ):
        return node.rank
    if node.template.startswith("{0}[{"):
        return node.rank
    if node.template.startswith("cdist("):
        return 1
    return max(widest(argument) for argument in node.arguments)


def _blocked(work: Solver, known: tuple[Term, ...], wide: View) -> View:
    """The sum computed for one block of an axis after the other."""
    run = work.run
    symbolic = [a for a in wide.axes if constant_of(run.spans.length(a)) is None]
    outer = [axis for axis in symbolic if axis not in work.binders]
    axis = outer[0] if outer else symbolic[0]
    inner = run.spans.block(axis)
    here = copy_of(work)
    if axis in here.binders:
        here.put(axis, inner)
        here.binders.append(inner)
    else:
        here.binders.append(axis)
        here.put(axis, inner)
    body = _contract(here, tuple(replaced(term, axis, inner) for term in known))
    beside = [other for other in wide.axes if other != axis]
    # Where nothing is left of the axes, blocks need not be larger than what is near the processor.
    block = loops.BLOCK if outer else loops.SMALL_BLOCK
    return loops.in_blocks(run, body, axis, inner, beside, loops.SUM, block)
