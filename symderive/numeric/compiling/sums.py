"""Sums taken apart into products of factors and brackets, each with its summation variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from symderive.errors import IllFormed
from symderive.language.binding import instantiate
from symderive.language.definitions import entry_of
from symderive.language.terms import (
    Add,
    Apply,
    Cases,
    Compare,
    Entry,
    Function,
    Iverson,
    Mul,
    Not,
    Number,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.numeric.compiling.assembling import assembled
from symderive.numeric.compiling.brackets import about_integers, has_bracket
from symderive.numeric.compiling.digits import taken_apart
from symderive.numeric.compiling.nodes import View
from symderive.numeric.compiling.opening import opened
from symderive.numeric.compiling.pieces import by_remainder
from symderive.numeric.compiling.spans import extreme

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering

MOST_PRODUCTS = 64
# A product that is 0 everywhere.
NOTHING = "0.0"
MOST_REPEATS = 3


class Product(NamedTuple):
    """The sum over the binders of the product of the factors, where all conditions hold."""

    binders: tuple[Symbol, ...] = ()
    factors: tuple[Term, ...] = ()
    conditions: tuple[Term, ...] = ()

    def beside(self, other: Product) -> Product:
        """The product of two."""
        return Product(
            self.binders + other.binders,
            self.factors + other.factors,
            self.conditions + other.conditions,
        )


def sum_of(run: Lowering, term: Term, given: tuple[Term, ...]) -> View:
    """A sum, or a product with brackets."""
    return sum_of_products(run, products_of(run, term, frozenset()), given)


def sum_of_products(run: Lowering, products: list[Product], given: tuple[Term, ...]) -> View:
    """The sum of products, each of them summed over its binders."""
    from symderive.numeric.compiling.solving import solved

    cuts: dict[Symbol, Symbol] = {}
    alone = len(products) == 1
    rows = [solved(run, product, given, cuts, alone) for product in products]
    rows = [row for row in rows if row.view.node.template != NOTHING]
    if not rows:
        return run.literal(NOTHING)
    return assembled(run, rows, cuts)


def products_of(run: Lowering, term: Term, inside: frozenset[Symbol]) -> list[Product]:
    """The products whose sum a term is; ``inside`` are the variables that are summed over."""
    if isinstance(term, Iverson):
        return [Product(conditions=(term.condition,))]
    if isinstance(term, Mul):
        found = [Product()]
        for factor in term.factors:
            parts = _factor(run, factor, inside)
            if len(found) * len(parts) > MOST_PRODUCTS:
                parts = [Product(factors=(factor,))]
            found = [one.beside(other) for one in found for other in parts]
        return found
    if isinstance(term, Reduce) and term.operation == "sum":
        axis, conditions = binder(run, term)
        body = opened(instantiate(term.body, (axis,)))
        if conditions:
            rows = [(body, [axis])]
        else:
            rows = _told_apart(run, body, axis)
        return [
            Product(tuple(own), (), conditions).beside(product)
            for inner, own in rows
            for product in products_of(run, inner, inside.union(own))
        ]
    if not has_bracket(run, term):
        return _plain(run, term, inside)
    if isinstance(term, Add):
        return [p for part in term.terms for p in products_of(run, part, inside)]
    if isinstance(term, Cases):
        return _cases(run, term, inside)
    if isinstance(term, Entry):
        run.require(term.tensor)
        return products_of(run, opened(entry_of(term.tensor, term.indices)), inside)
    if isinstance(term, Apply):
        run.require(term)
        return products_of(run, opened(entry_of(term, ())), inside)
    return [Product(factors=(term,))]


def _told_apart(run: Lowering, body: Term, axis: Symbol) -> list[tuple[Term, list[Symbol]]]:
    """Formulas whose sums over variables of their own are the sum of one over an axis.

    Quotients and remainders by which it tells the values of the axis apart are variables, or are
    numbers in each formula.
    """
    whole, row = taken_apart(run, body, axis)
    if len(row) > 1:
        return [(whole, row)]
    pieces = by_remainder(run, body, axis, fine=True)
    return [(piece.body, [piece.axis]) for piece in pieces] or [(body, row)]


def _factor(run: Lowering, factor: Term, inside: frozenset[Symbol]) -> list[Product]:
    """A factor of a product: sums that depend on the summation variables become part of it."""
    if isinstance(factor, (Iverson, Mul)) or has_bracket(run, factor):
        return products_of(run, factor, inside)
    if isinstance(factor, Reduce) and factor.operation == "sum":
        if run.spans.axes_of(factor) & inside:
            return products_of(run, factor, inside)
    return _plain(run, factor, inside)


def _plain(run: Lowering, factor: Term, inside: frozenset[Symbol]) -> list[Product]:
    """A factor without brackets, opened where it is a product of what is summed over."""
    if isinstance(factor, Entry) and run.spans.axes_of(factor) & inside:
        body = _linear(run, factor)
        if body is not None:
            run.require(factor.tensor)
            return _factor(run, body, inside)
    if isinstance(factor, Cases) and inside:
        return _cases(run, factor, inside)
    return [_repeated(factor, inside)]


def _linear(run: Lowering, entry: Entry) -> Term | None:
    """The formula of an entry that is itself a product or a sum of products, read in order.

    A product of matrices under a sum is no array of its own then, so that the cheapest order of
    all products can be chosen.
    """
    tensor = entry.tensor
    if isinstance(tensor, TensorSymbol) or tensor in run.tables:
        return None
    if not all(isinstance(i, Symbol) or not run.spans.axes_of(i) for i in entry.indices):
        return None
    body = opened(entry_of(tensor, entry.indices))
    is_sum = isinstance(body, Reduce) and body.operation == "sum"
    return body if is_sum or isinstance(body, (Mul, Entry)) else None


def _repeated(factor: Term, inside: frozenset[Symbol]) -> Product:
    """A small power under a sum as a product of equal factors: sums of squares are dot products."""
    if inside and isinstance(factor, Pow) and isinstance(factor.exponent, Number):
        value = factor.exponent.value
        if value.denominator == 1 and 2 <= value <= MOST_REPEATS:
            return Product(factors=(factor.base,) * int(value))
    return Product(factors=(factor,))


def _cases(run: Lowering, term: Cases, inside: frozenset[Symbol]) -> list[Product]:
    """Each case under its condition and under none before it, or with numbers for the cases."""
    if not about_integers(term):
        from symderive.numeric.compiling.weighting import weighted

        return weighted(run, term, inside) or [Product(factors=(term,))]
    found: list[Product] = []
    earlier: tuple[Term, ...] = ()
    for value, condition in zip(term.values, term.conditions, strict=True):
        here = Product(conditions=(*earlier, condition))
        found += [here.beside(product) for product in products_of(run, value, inside)]
        earlier += (Not(condition),)
    return found


def binder(run: Lowering, term: Reduce) -> tuple[Symbol, tuple[Term, ...]]:
    """A summation variable with bounds that are sizes, and the conditions that narrow them."""
    lower, below = _bound(run, term.lower, "Max")
    upper, above = _bound(run, term.upper, "Min")
    axis = run.spans.fresh(term.name, lower, upper)
    conditions = [Compare("<=", part, axis) for part in below]
    conditions += [Compare("<=", axis, part) for part in above]
    return axis, tuple(conditions)


def _bound(run: Lowering, bound: Term, name: str) -> tuple[Term, list[Term]]:
    """The loosest value of a bound over all axes, and what bounds beside it."""
    spans = run.spans
    parts = bound.arguments if isinstance(bound, Function) and bound.name == name else (bound,)
    if not any(spans.axes_of(part) for part in parts):
        return bound, []
    ends: list[Term] = []
    for part in parts:
        end = spans.first(part) if name == "Max" else spans.last(part)
        if end is not None:
            ends.append(end)
    if not ends:
        raise IllFormed("the bounds of a sum vary in a way that has no array code")
    loosest = ends[0]
    for end in ends[1:]:
        loosest = extreme(name, loosest, end, spans)
    return loosest, [part for part in parts if spans.axes_of(part)]
