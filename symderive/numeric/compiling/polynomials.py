"""Sums of powers with weights at many points: by Horner's rule, without a table of the powers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.terms import Pow, Term
from symderive.numeric.compiling.einsums import contract
from symderive.numeric.compiling.nodes import View
from symderive.numeric.compiling.sizes import constant_of, minus, replaced

if TYPE_CHECKING:
    from symderive.numeric.compiling.solver import Solver


def polynomial(work: Solver, known: tuple[Term, ...]) -> View | None:
    """sum_k w_k x^(k - first) for all entries x of an array; None for other sums.

    A single x stays as it is: a Python loop over many powers of one number would be slow.
    """
    run, spans = work.run, work.run.spans
    if len(work.binders) != 1 or work.bounds or work.others or len(work.factors) < 2:
        return None
    (axis,) = work.binders
    powers = [f for f in work.factors if isinstance(f, Pow) and axis in spans.axes_of(f.exponent)]
    rest = [factor for factor in work.factors if factor not in powers]
    if len(powers) != 1 or any(spans.axes_of(factor) != {axis} for factor in rest):
        return None
    (power,) = powers
    first = constant_of(replaced(power.exponent, axis, spans.spans[axis].lower))
    step = constant_of(minus(power.exponent, axis))
    outer = spans.axes_of(power.base)
    lower = constant_of(spans.spans[axis].lower)
    if step is None or lower is None or first != 0 or axis in outer or not outer:
        return None
    if not spans.is_filled(axis):
        return None
    weights = contract(run, [run.lower(factor, known) for factor in rest], ())
    base = run.lower(power.base, known)
    if not base.axes or weights.axes != (axis,):
        return None
    node = run.graph.node(
        "np.polynomial.polynomial.polyval({0}, {1})", [base.node, weights.node], base.node.shape
    )
    return View(node, base.axes)
