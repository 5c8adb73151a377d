"""A sum of terms of which some vary along fewer axes: each is summed by itself.

sum_i (c + f_i) = n c + sum_i f_i loses digits where c + f_i is near 0. It is done only where c is
rounded itself, so that its error counts n times in both forms, or where no term is negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.terms import Add, Entry, Mul, Number, Pow, Symbol, TensorSymbol, Term
from symderive.numeric.compiling.factors import never_negative
from symderive.numeric.compiling.nodes import PRODUCT, SIGN, SUM, View
from symderive.numeric.compiling.sides import summands
from symderive.numeric.compiling.solver import Solver, copy_of

if TYPE_CHECKING:
    from fractions import Fraction

SQUARE = 2


def split_up(work: Solver, known: tuple[Term, ...]) -> View | None:
    """The sum of one factor that is a sum, term by term; None where that is not better or exact."""
    if work.bounds or work.others or len(work.factors) != 1:
        return None
    (factor,) = work.factors
    if not isinstance(factor, Add):
        return None
    axes_of = work.run.spans.axes_of
    rows = summands(factor)
    short = [row for row in rows if not set(work.binders) <= axes_of(row[1])]
    kept = [row for row in rows if row not in short]
    if not short or not kept:
        return None
    safe = all(map(_is_rounded, (term for _, term in short)))
    if not safe and not all(f > 0 and never_negative(term) for f, term in rows):
        return None
    found: View | None = None
    for number, term in sorted(rows, key=lambda row: row[0] < 0):
        view = _summed(work, abs(number), term, known)
        if found is None:
            found = view
            if number < 0:
                found = work.run.elementwise("-{0}", [view], needs=SIGN, strength=SIGN)
            continue
        text = "{0} + {1}" if number > 0 else "{0} - {1}"
        found = work.run.elementwise(text, [found, view], needs=(SUM, PRODUCT), strength=SUM)
    return found


def _summed(work: Solver, number: Fraction, term: Term, known: tuple[Term, ...]) -> View:
    from symderive.numeric.compiling.contraction import contracted

    here = copy_of(work)
    here.factors = [] if number == 1 else [Number(number)]
    for factor in term.factors if isinstance(term, Mul) else (term,):
        square = isinstance(factor, Pow) and factor.exponent == Number(type(number)(SQUARE))
        here.factors += [factor.base] * SQUARE if square else [factor]  # type: ignore[attr-defined]
    return contracted(here, known)


def _is_rounded(term: Term) -> bool:
    """Whether a term is no number or variable that stands for itself."""
    if isinstance(term, (Number, Symbol)):
        return False
    if isinstance(term, Entry):
        return not isinstance(term.tensor, TensorSymbol)
    if isinstance(term, Mul):
        return any(map(_is_rounded, term.factors))
    return True
