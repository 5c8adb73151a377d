"""A product with brackets freed of them: equations are solved, bounds become ranges or zeros.

What is left in the end are factors to be contracted over summation variables with fixed ranges,
with masks only where nothing better is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.terms import (
    ONE,
    Number,
    Symbol,
    Term,
    number,
)
from symderive.numeric.compiling.bending import straightened
from symderive.numeric.compiling.equations import solve_equations, stride
from symderive.numeric.compiling.nodes import View
from symderive.numeric.compiling.ranges import narrow, pin, shorten, slide
from symderive.numeric.compiling.sizes import plus
from symderive.numeric.compiling.solver import Solver
from symderive.numeric.compiling.sums import Product
from symderive.numeric.compiling.zeros import absorb

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


def solved(
    run: Lowering,
    product: Product,
    given: tuple[Term, ...],
    cuts: dict[Symbol, Symbol] | None = None,
) -> tuple[int, View]:
    """The sum of a product: its sign, and its absolute value or what stands for it.

    Where ``cuts`` is given, axes of the result outside of which the product is 0 are replaced by
    shorter ones, and noted there: the new axis with the old one.
    """
    from symderive.numeric.compiling.contraction import contracted
    from symderive.numeric.compiling.scattering import scattered

    work = Solver(run, product, given)
    if work.never:
        return 1, run.literal("0.0")
    sign = _sign(work)
    stride(work)
    placed = scattered(work)
    if placed is not None:
        return sign, placed
    if not solve_equations(work):
        return 1, run.literal("0.0")
    narrow(work)
    while pin(work):
        narrow(work)
    slide(work)
    if any(is_empty(run, axis) for axis in work.binders):
        return 1, run.literal("0.0")
    if cuts is not None:
        shorten(work, cuts)
    known = (*given, *work.bounds, *work.others)
    work.factors = [straightened(run, factor, known) for factor in work.factors]
    absorb(work)
    return sign, contracted(work, known)


def is_empty(run: Lowering, axis: Symbol) -> bool:
    """Whether an axis is known to have no value at any size."""
    span = run.spans.spans[axis]
    return run.spans.at_most(plus(span.upper, ONE), span.lower)


def _sign(work: Solver) -> int:
    """Take the signs of numbers out of the factors."""
    negative = [f for f in work.factors if isinstance(f, Number) and f.value < 0]
    work.factors = [
        number(-f.value) if isinstance(f, Number) and f.value < 0 else f for f in work.factors
    ]
    work.factors = [f for f in work.factors if f != ONE]
    return -1 if len(negative) % 2 else 1
