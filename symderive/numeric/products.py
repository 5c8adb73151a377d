"""Sums taken apart into products in which every bracket stands open.

Tensors that consist of brackets (unit vectors, the identity, operators written entry by entry)
are replaced by their index formulas, products are distributed over sums that hold a bracket, and
sums of sums become one. What holds no bracket stays folded, to be computed as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from symderive.language.binding import dangling, shift
from symderive.language.definitions import entry_of, requirements, shape_of
from symderive.language.terms import (
    ONE,
    Add,
    And,
    Apply,
    Bound,
    Cases,
    Compare,
    Entry,
    Floor,
    Iverson,
    Mul,
    Not,
    Or,
    Partial,
    Reduce,
    TensorSymbol,
    Term,
    Truth,
)
from symderive.numeric.derivatives import resolved
from symderive.numeric.exact import is_exact
from symderive.numeric.grids import LARGEST_GRID

if TYPE_CHECKING:
    from symderive.numeric.evaluation import Evaluation

MOST_PRODUCTS = 200
# The sides of a kink.
KINK = ("below", "above")


class Product(NamedTuple):
    """A sum over bound variables of a product, 0 where a condition fails.

    ``binders`` are pairs of bounds, each under the variables before it; the rest stands under all
    of them. Where a guard fails the product has no value, unless a condition hides it.
    """

    binders: tuple[tuple[Term, Term], ...] = ()
    factors: tuple[Term, ...] = ()
    conditions: tuple[Term, ...] = ()
    guards: tuple[Term, ...] = ()

    def lifted(self, before: int, after: int) -> Product:
        """The same under more variables: some bound before its own, some after them."""
        own = len(self.binders)

        def lift(term: Term) -> Term:
            return shift(shift(term, before, own), after)

        return Product(
            tuple(
                (shift(low, before, place), shift(high, before, place))
                for place, (low, high) in enumerate(self.binders)
            ),
            tuple(map(lift, self.factors)),
            tuple(map(lift, self.conditions)),
            tuple(map(lift, self.guards)),
        )

    def beside(self, other: Product) -> Product:
        """The product of two."""
        mine = self.lifted(0, len(other.binders))
        theirs = other.lifted(len(self.binders), 0)
        return Product(
            self.binders + theirs.binders,
            mine.factors + theirs.factors,
            mine.conditions + theirs.conditions,
            mine.guards + theirs.guards,
        )


def products_of(run: Evaluation, term: Term) -> list[Product]:
    """The products whose sum the term is."""
    if isinstance(term, Iverson):
        return _of_bracket(term)
    if isinstance(term, Mul):
        return _distributed(run, term)
    if isinstance(term, Reduce) and term.operation == "sum":
        first = Product(binders=((term.lower, term.upper),))
        return [
            first._replace(
                binders=first.binders + p.binders,
                factors=p.factors,
                conditions=p.conditions,
                guards=p.guards,
            )
            for p in products_of(run, term.body)
        ]
    if not has_bracket(run, term):
        return [Product(factors=(term,))]
    if isinstance(term, Add):
        return [product for part in term.terms for product in products_of(run, part)]
    if isinstance(term, Cases):
        return _of_cases(run, term)
    opened, guards = opened_once(run, term)
    return [
        p._replace(guards=p.guards + tuple(shift(g, len(p.binders)) for g in guards))
        for p in products_of(run, opened)
    ]


def _of_bracket(term: Iverson) -> list[Product]:
    """Alternatives in a bracket one by one, each without those before it."""
    found = [Product()]
    for part in parts_of(term.condition):
        rows: list[tuple[Term, ...]] = [(part,)]
        if isinstance(part, Or) and any(map(_is_equality, part.conditions)):
            rows = [
                (*parts_of(condition), *(Not(earlier) for earlier in part.conditions[:place]))
                for place, condition in enumerate(part.conditions)
            ]
        if len(found) * len(rows) > MOST_PRODUCTS:
            rows = [(part,)]
        found = [p._replace(conditions=p.conditions + row) for p in found for row in rows]
    return found


def _is_equality(condition: Term) -> bool:
    """Whether a condition has an equality that a sum can be freed of."""
    if isinstance(condition, (And, Or)):
        return any(map(_is_equality, condition.conditions))
    return isinstance(condition, Compare) and condition.relation == "="


def _narrows(condition: Term) -> bool:
    """Whether a condition has a relation between integers that leaves fewer places of a sum."""
    if isinstance(condition, (And, Or)):
        return any(map(_narrows, condition.conditions))
    if not isinstance(condition, Compare) or condition.relation == "!=":
        return False
    return is_exact(condition.left) and is_exact(condition.right)


def _distributed(run: Evaluation, term: Mul) -> list[Product]:
    """The product of sums as a sum of products; whole factors where that would be too long."""
    found = [Product()]
    for factor in term.factors:
        plain = not isinstance(factor, (Iverson, Mul)) and not has_bracket(run, factor)
        parts = [Product(factors=(factor,))] if plain else products_of(run, factor)
        if len(found) * len(parts) > MOST_PRODUCTS:
            parts = [Product(factors=(factor,))]
        found = [one.beside(other) for one in found for other in parts]
    return found


def _of_cases(run: Evaluation, term: Cases) -> list[Product]:
    found: list[Product] = []
    earlier: tuple[Term, ...] = ()
    for value, condition in zip(term.values, term.conditions, strict=True):
        here = Product(conditions=(*earlier, *parts_of(condition)))
        found += [here.beside(product) for product in products_of(run, value)]
        earlier += (Not(condition),)
    return found


def parts_of(condition: Term) -> tuple[Term, ...]:
    """The conditions that together make one."""
    if isinstance(condition, And):
        return tuple(part for c in condition.conditions for part in parts_of(c))
    return () if condition == Truth(True) else (condition,)


def opened_once(run: Evaluation, term: Term) -> tuple[Term, tuple[Term, ...]]:
    """The term one definition further open, and under which conditions it has a value."""
    if isinstance(term, Partial):
        return resolved(term), ()
    if isinstance(term, Entry):
        return entry_of(term.tensor, term.indices), guards_of(run, term.tensor, term.indices)
    return entry_of(term, ()), guards_of(run, term, ())


def guards_of(run: Evaluation, tensor: Term, indices: tuple[Term, ...]) -> tuple[Term, ...]:
    """That a tensor's sizes fit and the indices are in its range."""
    found = requirements(tensor)
    for index, size in zip(indices, shape_of(tensor) or (), strict=False):
        found += (Compare("<=", ONE, index), Compare("<=", index, size))
        if not run.is_integral(index):
            found += (Compare("=", index, Floor(index)),)
    return found


def has_bracket(run: Evaluation, term: Term) -> bool:
    """Whether opening the term shows a relation in brackets that leaves a sum fewer places."""
    found = run.brackets.get(term)
    if found is None:
        run.brackets[term] = False
        found = run.brackets[term] = _has_bracket(run, term)
    return found


def _has_bracket(run: Evaluation, term: Term) -> bool:
    if isinstance(term, Iverson):
        return _narrows(term.condition)
    if isinstance(term, (Add, Mul)):
        parts = term.terms if isinstance(term, Add) else term.factors
        return any(has_bracket(run, part) for part in parts)
    if isinstance(term, Reduce):
        return term.operation == "sum" and has_bracket(run, term.body)
    if isinstance(term, Cases):
        return covers_all(term) and any(has_bracket(run, value) for value in term.values)
    if isinstance(term, Entry):
        return opens(run, term.tensor)
    if isinstance(term, Partial):
        return not run.has_slopes(term) and has_bracket(run, resolved(term))
    if isinstance(term, Apply) and shape_of(term) == ():
        return dangling(term) > 0 and has_bracket(run, entry_of(term, ()))
    return False


def covers_all(term: Cases) -> bool:
    """Whether some case holds everywhere, ties of real numbers left out."""
    *_, last = term.conditions
    if last == Truth(True):
        return True
    rows = [_greater(condition) for condition in term.conditions]
    return len(rows) == len(KINK) and None not in rows and set(rows) == set(map(_turned, rows))


def _greater(condition: Term) -> tuple[Term, Term] | None:
    """The greater and the lesser side of an inequality."""
    parts = parts_of(condition)
    if len(parts) != 1 or not isinstance(parts[0], Compare):
        return None
    sides = parts[0].left, parts[0].right
    if parts[0].relation in (">", ">="):
        return sides
    return _turned(sides) if parts[0].relation in ("<", "<=") else None


def _turned(sides: tuple[Term, Term] | None) -> tuple[Term, Term] | None:
    return None if sides is None else (sides[1], sides[0])


def opens(run: Evaluation, tensor: Term) -> bool:
    """Whether entries of a tensor are read by its formula, which has brackets."""
    if isinstance(tensor, TensorSymbol):
        return False
    found = run.brackets.get(tensor)
    if found is None:
        run.brackets[tensor] = False
        found = run.brackets[tensor] = _opens(run, tensor)
    return found


def _opens(run: Evaluation, tensor: Term) -> bool:
    body = entry_of(*generic_entry(tensor))
    if not has_bracket(run, body):
        return False
    return bool(dangling(tensor)) or run.entries(tensor) > LARGEST_GRID or on_entries(body)


def generic_entry(tensor: Term) -> tuple[Term, tuple[Term, ...]]:
    """The tensor under one variable for each axis, and these variables."""
    rank = len(shape_of(tensor) or ())
    return shift(tensor, rank), tuple(Bound(rank - 1 - axis) for axis in range(rank))


def on_entries(term: Term) -> bool:
    """Whether most entries are 0 by an equality in brackets that stands outside all sums."""
    if isinstance(term, Iverson):
        return _is_equality(term.condition)
    if isinstance(term, Add):
        return any(map(on_entries, term.terms))
    if isinstance(term, Mul):
        return any(map(on_entries, term.factors))
    if isinstance(term, Entry) and not isinstance(term.tensor, TensorSymbol):
        return on_entries(entry_of(*generic_entry(term.tensor)))
    return False
