"""Sums over pairs of products of differences u_i - v_j, and of exponentials of them.

A product of differences is opened into sums over one side only. Both sides are centred before: the
same number, the mean of v, is taken from u and from v, which changes no difference. Then no term
of the opened product is greater than the sum of the absolute values is, but for a constant: by
Jensen's inequality |u_i - c| is at most the mean of |u_i - v_j| over j.
"""

from __future__ import annotations

from itertools import product
from math import comb
from typing import TYPE_CHECKING, NamedTuple

from symderive.language.binding import abstract
from symderive.language.formulas import times
from symderive.language.terms import (
    MINUS_ONE,
    Add,
    Entry,
    Function,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
    number,
)
from symderive.numeric.compiling.nearest import held
from symderive.numeric.compiling.nodes import ATOM, PRODUCT, SIGN, SUM, TERNARY, View
from symderive.numeric.compiling.opening import opened
from symderive.numeric.compiling.sides import apart, parted
from symderive.numeric.compiling.sizes import constant_of
from symderive.numeric.compiling.solver import Solver, copy_of, part_of

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

MOST_FACTORS = 4


class Split(NamedTuple):
    """The factors of a product by one of its variables, and the sign in front."""

    differences: list[tuple[Term, Term]]
    """Those that are u - v, where only v has the variable."""
    weights: list[Term]
    """What else has it."""
    rest: list[Term]
    sign: int = 1


def paired(work: Solver, known: tuple[Term, ...]) -> View | None:
    """A sum over pairs by sums over one side; None for other sums."""
    spans = work.run.spans
    for axis in reversed(work.binders):
        free = not any(axis in spans.axes_of(term) for term in (*work.bounds, *work.others))
        if free and constant_of(spans.length(axis)) is None and spans.is_filled(axis):
            found = _exponential(work, axis, known) or _opened(work, axis, known)
            if found is not None:
                return found
    return None


# Exponentials


def _exponential(work: Solver, axis: Symbol, known: tuple[Term, ...]) -> View | None:
    """sum_j exp(s (u - v_j)) = exp(s u + log sum_j exp(-s v_j)), both sides centred before.

    Both are centred at the v_j whose term is the greatest: nothing overflows before the end, and
    neither what u and v have in common nor a v_j that is far away leaves a rounding error.
    """
    from symderive.numeric.compiling.contraction import contracted

    run, axes_of = work.run, work.run.spans.axes_of
    own = [factor for factor in work.factors if axis in axes_of(factor)]
    if len(own) != 1 or not isinstance(own[0], Function) or own[0].name != "exp":
        return None
    scales, difference = _scaled(own[0].arguments[0])
    parts = apart(axes_of, difference, axis)
    if parts is None:
        return None
    if parts != parted(axes_of, difference, axis):
        scales = [MINUS_ONE, *scales]
    if any(map(axes_of, scales)):
        return None
    u, v = _from(run, parts, _greatest(run, axis, parts[1], scales, known), known)
    span = run.spans.spans[axis]
    body = abstract(Function("exp", (times(MINUS_ONE, *scales, v),)), (axis,))
    whole = opened(Function("log", (Reduce("sum", span.lower, span.upper, body, axis.name),)))
    rest = copy_of(work)
    rest.binders.remove(axis)
    rest.factors.remove(own[0])
    level = Add((times(*scales, u), held(run, run.lower(whole, known))))
    rest.factors.append(Function("exp", (level,)))
    return contracted(rest, known)


def _greatest(
    run: Lowering, axis: Symbol, right: Term, scales: list[Term], known: tuple[Term, ...]
) -> View:
    """The v for which -s v is the greatest: the least of all where s > 0, else the greatest."""
    view = run.lower(right, known)
    axes = run.spans.ordered(set(view.axes) - {axis})
    node = run.graph.placed(view, (*axes, axis))
    end = "{0}.%s(axis=-1)" if axes else "{0}.%s()"
    scale = times(*scales)
    value = constant_of(scale)
    nodes, text = [node], end % ("min" if value is not None and value > 0 else "max")
    if value is None:
        nodes.append(run.lower(scale, known).node)
        text = f"{end % 'min'} if {{1}} > 0 else {end % 'max'}"
    needs = (ATOM, SUM)[: len(nodes)]
    shape = tuple(map(run.spans.length, axes))
    return View(run.graph.node(text, nodes, shape, needs=needs, strength=TERNARY), axes)


def _scaled(term: Term) -> tuple[list[Term], Term]:
    """A product as its one sum and the other factors."""
    factors = list(term.factors) if isinstance(term, Mul) else [term]
    sums = [factor for factor in factors if isinstance(factor, Add)]
    if len(sums) != 1:
        return [], term
    return [factor for factor in factors if factor != sums[0]], sums[0]


# Differences


def _opened(work: Solver, axis: Symbol, known: tuple[Term, ...]) -> View | None:
    """The product of differences as a sum of products, each of them summed by itself."""
    from symderive.numeric.compiling.contraction import contracted

    split = _split(work, axis)
    if split is None:
        return None
    run = work.run
    inner = part_of(work)
    inner.binders, inner.factors = [axis], split.weights
    sides = [_centred(run, axis, pair, split.weights, known) for pair in split.differences]
    found: View | None = None
    for factor, lefts, rights in _terms(sides, len(set(split.differences)) == 1):
        here, moment = copy_of(work), part_of(work)
        here.binders = [other for other in work.binders if other != axis]
        moment.binders, moment.factors = [axis], [*split.weights, *rights]
        here.factors = [*split.rest, *lefts, held(run, contracted(moment, known))]
        if abs(factor) != 1:
            here.factors.append(number(abs(factor)))
        view = contracted(here, known)
        if found is None:
            found = view
            continue
        text = "{0} + {1}" if factor > 0 else "{0} - {1}"
        found = run.elementwise(text, [found, view], needs=(SUM, PRODUCT), strength=SUM)
    assert found is not None
    if split.sign > 0:
        return found
    return run.elementwise("-{0}", [found], needs=SIGN, strength=SIGN)


def _split(work: Solver, axis: Symbol) -> Split | None:
    """The factors by a variable; None where an array of all pairs is there anyway."""
    axes_of = work.run.spans.axes_of
    found = Split([], [], [])
    for factor in work.factors:
        if axis not in axes_of(factor):
            found.rest.append(factor)
            continue
        base, power = factor, 1
        if isinstance(factor, Pow) and isinstance(factor.exponent, Number):
            if factor.exponent.value in range(2, MOST_FACTORS + 1):
                base, power = factor.base, int(factor.exponent.value)
        parts = apart(axes_of, base, axis)
        if parts is None:
            found.weights.append(factor)
            continue
        found.differences.extend([parts] * power)
        if parts != parted(axes_of, base, axis):
            found = found._replace(sign=found.sign * (-1) ** power)
    if not found.differences or len(found.differences) > MOST_FACTORS:
        return None
    near = {a for _, v in found.differences for a in axes_of(v)}
    far = {a for u, _ in found.differences for a in axes_of(u)} - near
    if not far or any(axes_of(weight) & far for weight in found.weights):
        return None
    return found


def _centred(
    run: Lowering,
    axis: Symbol,
    pair: tuple[Term, Term],
    weights: list[Term],
    known: tuple[Term, ...],
) -> tuple[Entry, Entry]:
    """u - c and v - c, where c is the mean of v, each counting as much as it weighs."""
    views = [run.lower(pair[1], known)]
    if weights:
        views.append(run.multiplied([(factor, run.lower(factor, known)) for factor in weights]))
    axes = run.spans.ordered({a for view in views for a in view.axes} - {axis})
    nodes = [run.graph.placed(view, (*axes, axis)) for view in views]
    text = "{0}.mean(axis=-1)" if axes else "{0}.mean()"
    if weights:
        run.helpers.add("_centre")
        text = "_centre({0}, {1})"
    node = run.graph.node(text, nodes, tuple(map(run.spans.length, axes)), needs=8)
    return _from(run, pair, View(node, axes), known)


def _from(
    run: Lowering, pair: tuple[Term, Term], centre: View, known: tuple[Term, ...]
) -> tuple[Entry, Entry]:
    """The two sides of a difference without what is taken from both."""
    left, right = (run.lower(side, known) for side in pair)
    options = {"needs": (SUM, PRODUCT), "strength": SUM}
    u, v = (run.elementwise("{0} - {1}", [side, centre], **options) for side in (left, right))
    return held(run, u), held(run, v)


def _terms(
    sides: list[tuple[Entry, Entry]], equal: bool
) -> list[tuple[int, list[Term], list[Term]]]:
    """The terms of the product of all u - v: a number, factors u, and factors v."""
    count = len(sides)
    if equal:
        u, v = sides[0]
        return [
            ((-1) ** power * comb(count, power), [u] * (count - power), [v] * power)
            for power in range(count + 1)
        ]
    found = []
    for choice in product((0, 1), repeat=count):
        lefts: list[Term] = [s[0] for s, right in zip(sides, choice, strict=True) if not right]
        rights: list[Term] = [s[1] for s, right in zip(sides, choice, strict=True) if right]
        found.append(((-1) ** sum(choice), lefts, rights))
    return found
