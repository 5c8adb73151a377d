"""A product with brackets while it is being freed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.terms import (
    Symbol,
    Term,
)
from symderive.numeric.compiling.brackets import facts_of
from symderive.numeric.compiling.sizes import replaced
from symderive.numeric.compiling.sums import Product

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


class Solver:
    """One product: its summation variables, its factors, and what its brackets say."""

    def __init__(self, run: Lowering, product: Product, given: tuple[Term, ...]) -> None:
        self.run = run
        self.binders = list(product.binders)
        self.factors = list(product.factors)
        self.given = given
        facts = facts_of(run.spans, product.conditions)
        self.zero, self.bounds, self.others = facts.zero, facts.at_least_zero, facts.others
        self.never = facts.never

    def put(self, axis: Symbol, by: Term) -> None:
        """Another index in place of a summation variable."""
        self.binders.remove(axis)
        self.replace(axis, by)

    def replace(self, axis: Symbol, by: Term) -> None:
        """Another index in place of an axis."""
        self.factors = [replaced(term, axis, by) for term in self.factors]
        self.zero = [replaced(term, axis, by) for term in self.zero]
        self.bounds = [replaced(term, axis, by) for term in self.bounds]
        self.others = [replaced(term, axis, by) for term in self.others]

    def bound_of(self, axis: Symbol) -> tuple[Term, Term]:
        """The first and last value of a summation variable."""
        span = self.run.spans.spans[axis]
        return span.lower, span.upper


def part_of(work: Solver) -> Solver:
    """An empty product of the same program."""
    return Solver(work.run, Product(), work.given)


def copy_of(work: Solver) -> Solver:
    """The same product, to be changed."""
    found = part_of(work)
    found.binders, found.factors = list(work.binders), list(work.factors)
    found.bounds, found.others = list(work.bounds), list(work.others)
    return found
