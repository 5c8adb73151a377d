"""Exponentials and other risks beside brackets: where a bracket is false, they may overflow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from symderive.language.terms import Function, Pow, Term
from symderive.numeric.compiling.nodes import View
from symderive.numeric.compiling.zeros import is_risky

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


class Shielded(NamedTuple):
    """The factors of a product, and whether they are 0 already where a bracket is false."""

    views: list[View]
    done: bool


def shielded(
    run: Lowering, factors: Sequence[Term], masks: Sequence[View], known: tuple[Term, ...]
) -> Shielded:
    """The factors, with exp(-oo) for exponentials where a bracket is false, 0 for other risks.

    An exponent from which the greatest of those with a true bracket is taken may be large where
    the bracket is false. Only what varies along all axes of the brackets is shielded: another one
    would be computed more often than it is needed.
    """
    axes = {axis for mask in masks for axis in mask.axes}
    views, risks, shields = [], 0, 0
    for factor in factors:
        exponent = _exponent(run, factor, known)
        risks += is_risky(factor)
        if not axes or exponent is None or not axes <= set(exponent.axes):
            view = _power(run, factor, masks, known) or run.lower(factor, known)
            if axes and is_risky(factor) and axes <= set(view.axes):
                shields += 1
                for mask in masks:
                    view = run.elementwise("np.where({0}, {1}, 0.0)", [mask, view])
            views.append(view)
            continue
        shields += 1
        for mask in masks:
            exponent = run.elementwise("np.where({0}, {1}, -np.inf)", [mask, exponent])
        views.append(run.elementwise("np.exp({0})", [exponent]))
    return Shielded(views, 0 < shields == risks)


def _power(
    run: Lowering, factor: Term, masks: Sequence[View], known: tuple[Term, ...]
) -> View | None:
    """A power whose exponent is 0 where a bracket is false, so that it is nowhere infinite there.

    None for other terms, and for exponents that do not vary along all axes of the brackets.
    """
    if not masks or not isinstance(factor, Pow):
        return None
    exponent = run.lower(factor.exponent, known)
    if not {axis for mask in masks for axis in mask.axes} <= set(exponent.axes):
        return None
    for mask in masks:
        exponent = run.elementwise("np.where({0}, {1}, 0.0)", [mask, exponent])
    base = run.lower(factor.base, known)
    return run.elementwise("np.power({0}, {1}, dtype=float)", [base, exponent])


def _exponent(run: Lowering, factor: Term, known: tuple[Term, ...]) -> View | None:
    if isinstance(factor, Function) and factor.name == "exp":
        return run.lower(factor.arguments[0], known)
    return None
