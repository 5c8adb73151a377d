"""Sums over all j up to i of products of rows: what is over is carried along, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from symderive.language.terms import ONE, Term
from symderive.numeric.compiling.nodes import View
from symderive.numeric.compiling.prefixes import ends_of
from symderive.numeric.compiling.sizes import constant_of, minus, plus
from symderive.numeric.compiling.zeros import is_risky

if TYPE_CHECKING:
    from symderive.numeric.compiling.solver import Solver

PAIR = 2


def carried(work: Solver, known: tuple[Term, ...]) -> View | None:
    """sum_{j <= i} sum_a x_ia y_ja z_jc, without an array along i and j, or along j, a and c."""
    run, axes_of = work.run, work.run.spans.axes_of
    if len(work.binders) != PAIR or len(work.bounds) != 1 or work.others:
        return None
    own = axes_of(work.bounds[0])
    if len(own) != PAIR or len(own & set(work.binders)) != 1 or any(map(is_risky, work.factors)):
        return None
    (along,) = own & set(work.binders)
    (at,) = own - {along}
    (inner,) = set(work.binders) - {along}
    ends = ends_of(run, along, work.bounds)
    if ends is None or ends.last is None:
        return None
    spans = run.spans.spans
    ahead = plus(minus(ends.last, spans[along].lower), ONE, minus(spans[at].lower, at))
    if axes_of(ahead) or constant_of(run.spans.length(inner)) is not None:
        return None
    left = [factor for factor in work.factors if along not in axes_of(factor)]
    right = [f for f in work.factors if along in axes_of(f) and inner in axes_of(f)]
    values = [f for f in work.factors if along in axes_of(f) and inner not in axes_of(f)]
    outer = {a for factor in values for a in axes_of(factor)} - {along}
    if len(outer) != 1 or at in outer or not (left and right):
        return None
    (beside,) = outer
    wanted = ((left, (at, inner)), (right, (along, inner)), (values, (along, beside)))
    views = [_product(work, factors, known) for factors, _ in wanted]
    if any(set(v.axes) != set(axes) for v, (_, axes) in zip(views, wanted, strict=True)):
        return None
    nodes = [run.graph.placed(v, axes) for v, (_, axes) in zip(views, wanted, strict=True)]
    run.helpers.add("_carried")
    text = f"_carried({{0}}, {{1}}, {{2}}, {run.names.code(ahead)})"
    shape = tuple(map(run.spans.length, (at, beside)))
    node = run.graph.node(text, nodes, shape, loops=run.spans.loops_of(ahead))
    return View(node, (at, beside))


def _product(work: Solver, factors: Sequence[Term], known: tuple[Term, ...]) -> View:
    return work.run.multiplied([(factor, work.run.lower(factor, known)) for factor in factors])
