"""Distances of all pairs of rows, without an array of all differences.

(a - b)^2 is not expanded: where rows are close, nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from symderive.language.terms import MINUS_ONE, ONE, Add, Function, Mul, Number, Pow, Symbol, Term
from symderive.numeric.compiling.nodes import View

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

SQUARES, ABSOLUTES, GREATEST = "sqeuclidean", "cityblock", "chebyshev"
PAIR = 2


def summed(
    run: Lowering, factors: Sequence[Term], binders: Sequence[Symbol], known: tuple[Term, ...]
) -> View | None:
    """The sum of squared or absolute differences over one index; None for any other sum."""
    difference, metric = _squared(factors), SQUARES
    if difference is None and len(factors) == 1:
        difference, metric = absolute(factors[0]), ABSOLUTES
    return None if difference is None else distances(run, difference, metric, binders, known)


def _squared(factors: Sequence[Term]) -> Term | None:
    if len(factors) == PAIR and factors[0] == factors[1]:
        return factors[0]
    if len(factors) == 1 and isinstance(factors[0], Pow):
        base, exponent = factors[0].base, factors[0].exponent
        return base if isinstance(exponent, Number) and exponent.value == PAIR else None
    return None


def absolute(factor: Term) -> Term | None:
    """What an absolute value is taken of."""
    if isinstance(factor, Function) and factor.name == "Abs":
        return factor.arguments[0]
    return None


def distances(
    run: Lowering,
    difference: Term,
    metric: str,
    binders: Sequence[Symbol],
    known: tuple[Term, ...],
) -> View | None:
    """a - b for all pairs of a row of one array and a row of another; None for anything else."""
    sides = _sides(difference)
    if (
        sides is None
        or len(binders) != 1
        or not run.spans.at_most(ONE, run.spans.length(binders[0]))
    ):
        return None
    (inner,) = binders
    axes = [run.spans.axes_of(side) for side in sides]
    rows = [own - {inner} for own in axes]
    if any(inner not in own for own in axes) or [len(own) for own in rows] != [1, 1]:
        return None
    if rows[0] == rows[1]:
        return None
    order = tuple(next(iter(own)) for own in rows)
    views = [run.lower(side, known) for side in sides]
    if any(set(view.axes) != own for view, own in zip(views, axes, strict=True)):
        return None
    nodes = [run.graph.placed(v, (row, inner)) for v, row in zip(views, order, strict=True)]
    shape = tuple(run.spans.length(axis) for axis in order)
    return View(run.graph.node(f'cdist({{0}}, {{1}}, "{metric}")', nodes, shape), order)


def _sides(difference: Term) -> tuple[Term, Term] | None:
    """The two terms of a - b."""
    if not isinstance(difference, Add) or len(difference.terms) != PAIR:
        return None
    first, second = (_negated(term) for term in difference.terms)
    if (first is None) == (second is None):
        return None
    if first is None:
        return difference.terms[0], _known(second)
    return difference.terms[1], first


def _known(term: Term | None) -> Term:
    assert term is not None
    return term


def _negated(term: Term) -> Term | None:
    """What -1 stands before."""
    if isinstance(term, Mul) and term.factors[0] == MINUS_ONE and len(term.factors) > 1:
        rest = term.factors[1:]
        return rest[0] if len(rest) == 1 else Mul(rest)
    return None
