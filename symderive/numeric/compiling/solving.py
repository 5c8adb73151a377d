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
from symderive.numeric.compiling.assembling import Row
from symderive.numeric.compiling.bending import straightened
from symderive.numeric.compiling.equations import solve_equations, stride
from symderive.numeric.compiling.placing import Places, placed
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
    cuts: dict[Symbol, Symbol],
    alone: bool,
) -> Row:
    """The sum of a product: its sign, its absolute value or what stands for it, and its places.

    Axes of the result outside of which the product is 0 are replaced by shorter ones, and noted
    among the ``cuts``: the new axis with the old one. That of a product that stands ``alone`` is
    left as it is, unless it has places.
    """
    from symderive.numeric.compiling.contraction import contracted
    from symderive.numeric.compiling.scattering import scattered

    work = Solver(run, product, given)
    if work.never:
        return Row(1, run.literal("0.0"), {})
    sign = _sign(work)
    stride(work)
    scatter = scattered(work)
    if scatter is not None:
        return Row(sign, scatter, {})
    if not solve_equations(work):
        return Row(1, run.literal("0.0"), {})
    narrow(work)
    while pin(work):
        narrow(work)
    slide(work)
    if any(is_empty(run, axis) for axis in work.binders):
        return Row(1, run.literal("0.0"), {})
    before = set(cuts)
    found = placed(work, cuts)
    places: Places = {}
    if found is not None:
        work, places = found
    elif not alone:
        shorten(work, cuts)
    known = (*given, *work.bounds, *work.others)
    work.factors = [straightened(run, factor, known) for factor in work.factors]
    absorb(work)
    return Row(sign, contracted(work, known), places, frozenset(cuts) - before)


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
