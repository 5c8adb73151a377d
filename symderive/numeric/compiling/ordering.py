"""Sums over all pairs that compare values: sorted once, instead of an array of all pairs.

A bracket v_j < u_i holds for the first entries of v when v is sorted, as many as a search finds.
max(0, u_i - v_j) and |u_i - v_j| are summed over j by the gaps between neighbours of the sorted v:
all that is added is of one sign, and no digits are lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from symderive.language.formulas import negative
from symderive.language.terms import (
    ZERO,
    Compare,
    Function,
    Not,
    Symbol,
    Term,
)
from symderive.numeric.compiling.nearest import held
from symderive.numeric.compiling.nodes import PRODUCT, SUM, View
from symderive.numeric.compiling.prefixes import separate
from symderive.numeric.compiling.sides import apart, parted, summands, unfolded
from symderive.numeric.compiling.sizes import constant_of
from symderive.numeric.compiling.sorting import Line
from symderive.numeric.compiling.zeros import is_risky

if TYPE_CHECKING:
    from symderive.numeric.compiling.solver import Solver

TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}
OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}
PAIR = 2


class Pair(NamedTuple):
    """How values u and v are compared: v < u and the like, or a function of both.

    Names of functions are those of u - v; a maximum is one of u and v. |u - v| < c is "|<|" with
    u, and "bound" with c.
    """

    v: Term
    relations: tuple[tuple[str, Term], ...]
    power: int = 1


def ordered(work: Solver, known: tuple[Term, ...]) -> View | None:
    """A sum over pairs that compares a value of one with a value of the other; None for others."""
    for axis in reversed(work.binders):
        if constant_of(work.run.spans.length(axis)) is None:
            found = _over(work, axis, known)
            if found is not None:
                return found
    return None


def _over(work: Solver, axis: Symbol, known: tuple[Term, ...]) -> View | None:
    """The sum over one variable first, all other sums of what is left."""
    from symderive.numeric.compiling.contraction import contracted

    run, axes_of = work.run, work.run.spans.axes_of
    pair = _pair(work, axis)
    if pair is None:
        return None
    outer = frozenset().union(*(axes_of(u) for _, u in pair.relations))
    parts = separate(work, axis, outer, _mixed(work, axis))
    if parts is None or any(map(is_risky, (*parts[0].factors, pair.v))):
        return None
    inner, rest = parts
    weights = None
    if inner.factors or inner.bounds or inner.others:
        inner.binders.remove(axis)
        weights = contracted(inner, known)
        if axis not in weights.axes or outer & set(weights.axes):
            return None
    values = run.lower(pair.v, known)
    if values.axes != (axis,):
        return None
    line = Line(run, axis, values.node, weights)
    rows = [(name, run.lower(u, known)) for name, u in pair.relations]
    if not rest.binders:
        return _summed(line, rows, pair.power)
    alone = len(rest.binders) == 1 and not (rest.factors or rest.bounds or rest.others)
    if alone and weights is None and rows[0] == ("Abs", View(values.node, (rest.binders[0],))):
        return line.spread()
    view = _summed(line, rows, pair.power)
    rest.factors.append(held(run, view))
    return contracted(rest, known)


def _mixed(work: Solver, axis: Symbol) -> list[Term]:
    """Conditions along a variable and other axes; where there are none, functions of such kind."""

    def mixes(term: Term) -> bool:
        axes = work.run.spans.axes_of(term)
        return axis in axes and len(axes) > 1

    conditions = [condition for condition in work.others if mixes(condition)]
    if conditions:
        return conditions
    return [f for f in work.factors if mixes(f) and isinstance(unfolded(f), Function)]


def _pair(work: Solver, axis: Symbol) -> Pair | None:
    """What all that mixes a variable with other axes compares, if it is one pair of values."""
    mixed = _mixed(work, axis)
    if not mixed or any(axis in work.run.spans.axes_of(bound) for bound in work.bounds):
        return None
    if all(term in work.others for term in mixed):
        return _comparisons(work, axis, mixed)
    if len(mixed) > PAIR or len({*mixed}) > 1:
        return None
    found = _function(work, axis, unfolded(mixed[0]))
    if found is None or len(mixed) == 1:
        return found
    return found._replace(power=PAIR) if found.relations[0][0] == "rising" else None


def _comparisons(work: Solver, axis: Symbol, conditions: list[Term]) -> Pair | None:
    if len(conditions) == 1:
        near = _near(work, axis, conditions[0])
        if near is not None:
            return near
    rows = [_comparison(work, axis, condition) for condition in conditions]
    if None in rows or len({row[0] for row in rows if row is not None}) != 1:
        return None
    found = [row for row in rows if row is not None]
    relations = tuple((relation, u) for _, relation, u in found)
    names = sorted(relation for relation, _ in relations)
    if len(names) > PAIR or (len(names) == PAIR and (names[0][0], names[1][0]) != ("<", ">")):
        return None
    return Pair(found[0][0], relations)


def _near(work: Solver, axis: Symbol, condition: Term) -> Pair | None:
    """|u - v| < c or |u - v| <= c, where v varies along the axis alone, and c as u does."""
    axes_of = work.run.spans.axes_of
    found = _relation(condition)
    if found is None:
        return None
    left, relation, right = found
    if isinstance(right, Function) and right.name == "Abs":
        left, relation, right = right, TURNED[relation], left
    if relation not in ("<", "<=") or not isinstance(left, Function) or left.name != "Abs":
        return None
    difference = left.arguments[0]
    # Of two terms only, so that the difference grows with v however it is rounded.
    parts = apart(axes_of, difference, axis) if len(summands(difference)) == PAIR else None
    if parts is None or axes_of(parts[1]) != {axis} or axes_of(right) - axes_of(parts[0]):
        return None
    return Pair(parts[1], ((f"|{relation}|", parts[0]), ("bound", right)))


def _relation(condition: Term) -> tuple[Term, str, Term] | None:
    """The sides of a comparison by size, which may be behind a negation."""
    turned = isinstance(condition, Not)
    inner = condition.condition if isinstance(condition, Not) else condition
    if not isinstance(inner, Compare):
        return None
    relation = OPPOSITE.get(inner.relation) if turned else inner.relation
    return (inner.left, relation, inner.right) if relation in TURNED else None


def _comparison(work: Solver, axis: Symbol, condition: Term) -> tuple[Term, str, Term] | None:
    """A condition as v, a relation, and u, where v varies along the axis alone, and u does not."""
    axes_of = work.run.spans.axes_of
    found = _relation(condition)
    if found is None:
        return None
    left, relation, right = found
    if ZERO in (left, right):
        # Of two terms only: what else is brought to the other side would be rounded there.
        whole = right if left == ZERO else left
        parts = parted(axes_of, whole, axis) if len(summands(whole)) == PAIR else None
        if parts is None or axes_of(parts[1]) != {axis}:
            return None
        # u - v > 0 is v < u.
        return parts[1], TURNED[relation] if right == ZERO else relation, parts[0]
    if axis not in axes_of(left):
        left, right, relation = right, left, TURNED[relation]
    if axes_of(left) != {axis} or axis in axes_of(right) or not axes_of(right):
        return None
    return left, relation, right


def _function(work: Solver, axis: Symbol, factor: Term) -> Pair | None:
    """|u - v|, sign(u - v), max(0, u - v), or max(u, v) and min(u, v)."""
    found = _named(work, axis, factor)
    return found if found and work.run.spans.axes_of(found.v) == {axis} else None


def _named(work: Solver, axis: Symbol, factor: Term) -> Pair | None:
    axes_of = work.run.spans.axes_of
    if not isinstance(factor, Function):
        return None
    if factor.name in ("Abs", "sign"):
        part = apart if factor.name == "Abs" else parted
        parts = part(axes_of, factor.arguments[0], axis)
        return parts and Pair(parts[1], ((factor.name, parts[0]),))
    if factor.name not in ("Max", "Min") or len(factor.arguments) != PAIR:
        return None
    sign = factor.name == "Max"
    first, second = factor.arguments
    if ZERO in (first, second):
        inner = second if first == ZERO else first
        parts = parted(axes_of, inner if sign else negative(inner), axis)
        return parts and Pair(parts[1], (("rising" if sign else "-rising", parts[0]),))
    if axis in axes_of(first):
        first, second = second, first
    if axis in axes_of(first) or axes_of(second) != {axis} or not axes_of(first):
        return None
    return Pair(second, ((factor.name, first),))


def _summed(line: Line, rows: list[tuple[str, View]], power: int) -> View:
    name, u = rows[0]
    if name == "Abs":
        return line.absolute(u)
    if name == "sign":
        return line.signs(u)
    if name in ("rising", "-rising"):
        view = line.rising(u, power)
        if name == "rising":
            return view
        return line.run.elementwise("-{0}", [view], needs=PRODUCT, strength=SUM)
    if name in ("Max", "Min"):
        return line.extreme(name, u)
    if rows[-1][0] == "bound":
        return line.near(u, rows[-1][1], "=" not in name)
    return line.among(dict(rows))
