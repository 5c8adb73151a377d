"""Sums whose brackets say where each term goes, with steps between: strided additions.

sum_{k,a} [t = s k + a] f(k, a) is zero but for what the terms add at s k + a; so they are added
there, slice by slice. This is how a transposed convolution is computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from symderive.language.terms import MINUS_ONE, ONE, Symbol, Term
from symderive.numeric.compiling.access import accessed
from symderive.numeric.compiling.nodes import Table, View
from symderive.numeric.compiling.sizes import constant_of, minus, plus, replaced, split, times
from symderive.numeric.compiling.solver import copy_of
from symderive.numeric.compiling.spans import extreme

if TYPE_CHECKING:
    from symderive.numeric.compiling.solver import Solver


class Target(NamedTuple):
    """Where terms go: the axis of the result, the variable that strides, and the place."""

    axis: Symbol
    stride: Symbol
    step: Term
    place: Term
    equation: Term


def scattered(work: Solver) -> View | None:
    """The sum by adding its terms where they belong; None where another way is better."""
    targets = _targets(work)
    if not targets:
        return None
    spans = work.run.spans
    strides = {target.stride for target in targets}
    moving = {
        axis
        for target in targets
        for axis in spans.axes_of(target.place)
        if axis in work.binders and axis not in strides
    }
    variables: dict[Symbol, Symbol] = {}
    for axis in spans.ordered(moving):
        span = spans.spans[axis]
        variables[axis] = spans.fresh(axis.name, span.lower, span.upper, True)
    ranges = [_range(work, target) for target in targets]
    body = _body(work, targets, variables)
    return _added(work, targets, variables, ranges, body)


def _targets(work: Solver) -> list[Target]:
    """The equations that place terms; those of one axis each, which nothing else has."""
    spans = work.run.spans
    found: list[Target] = []
    for equation in work.zero:
        others = [e for e in work.zero if e is not equation]
        elsewhere = {
            axis
            for term in (*work.factors, *work.bounds, *work.others, *others)
            for axis in spans.axes_of(term)
        }
        target = _target(work, equation, elsewhere)
        if target is not None:
            found.append(target)
    strides = [target.stride for target in found]
    return found if len(set(strides)) == len(strides) else []


def _target(work: Solver, equation: Term, elsewhere: set[Symbol]) -> Target | None:
    spans = work.run.spans
    axes = spans.axes_of(equation)
    for axis in spans.ordered(axes):
        parts = split(equation, axis)
        value = constant_of(parts[0]) if parts is not None else None
        if axis in work.binders or axis in elsewhere or parts is None or value not in (1, -1):
            continue
        place = times(MINUS_ONE, parts[1]) if value > 0 else parts[1]
        stride = _stride(work, place)
        if stride is None or spans.first(place) is None or spans.last(place) is None:
            continue
        return Target(axis, stride[0], stride[1], place, equation)
    return None


def _stride(work: Solver, place: Term) -> tuple[Symbol, Term] | None:
    """The variable with a factor other than 1, where no other fills its steps exactly."""
    spans = work.run.spans
    found: tuple[Symbol, Term] | None = None
    own = [axis for axis in spans.ordered(spans.axes_of(place)) if axis in work.binders]
    for axis in own:
        parts = split(place, axis)
        if parts is None or spans.axes_of(parts[0]) or spans.sign(parts[0]) is None:
            return None
        if spans.sign(parts[0]) == 1 and parts[0] != ONE:
            found = axis, parts[0]
    if found is None or spans.axes_of(place) - set(own):
        return None
    fills = any(
        split(place, axis)[0] == ONE and spans.same(spans.length(axis), found[1])  # type: ignore[index]
        for axis in own
    )
    return None if fills else found


def _range(work: Solver, target: Target) -> tuple[Term, Term]:
    """From where to where places lie, the range of the axis included."""
    spans = work.run.spans
    span = spans.spans[target.axis]
    low, high = spans.first(target.place), spans.last(target.place)
    assert low is not None
    assert high is not None
    return extreme("Min", low, span.lower, spans), extreme("Max", high, span.upper, spans)


def _body(work: Solver, targets: list[Target], variables: dict[Symbol, Symbol]) -> View:
    """The terms, the strides as axes, the other variables of the places as numbers."""
    from symderive.numeric.compiling.contraction import contracted
    from symderive.numeric.compiling.equations import solve_equations
    from symderive.numeric.compiling.ranges import narrow, pin
    from symderive.numeric.compiling.zeros import absorb

    here = copy_of(work)
    here.zero = [e for e in work.zero if all(e is not t.equation for t in targets)]
    for target in targets:
        here.binders.remove(target.stride)
    for axis, variable in variables.items():
        here.put(axis, variable)
    if not solve_equations(here):
        return work.run.literal("0.0")
    narrow(here)
    while pin(here):
        narrow(here)
    known = (*work.given, *here.bounds, *here.others)
    absorb(here)
    return contracted(here, known)


def _added(
    work: Solver,
    targets: list[Target],
    variables: dict[Symbol, Symbol],
    ranges: list[tuple[Term, Term]],
    body: View,
) -> View:
    run, spans, code = work.run, work.run.spans, work.run.names.code
    strides = [target.stride for target in targets]
    others = tuple(axis for axis in body.axes if axis not in strides)
    cuts = []
    for target, (base, _) in zip(targets, ranges, strict=True):
        place = target.place
        for axis, variable in variables.items():
            place = replaced(place, axis, variable)
        span = spans.spans[target.stride]
        first = minus(replaced(place, target.stride, span.lower), base)
        last = plus(minus(replaced(place, target.stride, span.upper), base), ONE)
        step = "" if target.step == ONE else f":{code(target.step)}"
        cuts.append(f"{code(first)}:{code(last)}{step}")
    front = [":"] * len(others)
    lengths = [spans.length(axis) for axis in others]
    lengths += [plus(minus(high, low), ONE) for low, high in ranges]
    sizes = ", ".join(map(code, lengths))
    headers = []
    for variable in variables.values():
        span = spans.spans[variable]
        stop = code(plus(span.upper, ONE))
        headers.append(f"for {run.names.of(variable)} in range({code(span.lower)}, {stop})")
    loops = frozenset().union(*(spans.loops_of(size) for size in lengths))
    node = run.graph.loop(
        run.graph.placed(body, (*others, *strides)),
        tuple(lengths),
        headers=tuple(headers),
        variables=frozenset(variables.values()),
        start=f"np.zeros(({sizes}))" if len(lengths) > 1 else f"np.zeros({sizes})",
        step="{target}[" + ", ".join([*front, *cuts]) + "] += {0}",
        loops=loops,
    )
    indices = tuple(
        plus(minus(target.axis, base), ONE)
        for target, (base, _) in zip(targets, ranges, strict=True)
    )
    return accessed(run, Table(node, others, tuple(lengths[len(others) :])), indices, (), "places")
