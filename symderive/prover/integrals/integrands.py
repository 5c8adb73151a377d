"""What is integrated: at one real number, in pieces, with what does not depend on it in front.

At a single x the value p(x) of a density is a number that is at least 0, or positive. Values at
what depends on x in another way, as p(x + 1), are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product as choices
from math import prod

from symderive.errors import OutsideFragment
from symderive.language.binding import dangling, free_symbols, map_children, subterms
from symderive.language.hooks import text_of
from symderive.language.integrals import STRICTLY_POSITIVE, is_density
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Bound,
    Compare,
    Domain,
    Mul,
    Number,
    Pow,
    Statement,
    Symbol,
    Term,
    Unknown,
)
from symderive.prover.cases import unused_name

MOST_PIECES = 64
LARGEST_POWER = 4


class Values:
    """Values of densities as numbers, in a statement, and which of them depend on the point x.

    >>> from symderive.language.integrals import density
    >>> from symderive.language.scalars import Scalar
    >>> from symderive.language.terms import REAL
    >>> p, x = density("p"), Symbol("x", REAL)
    >>> values = Values(Statement(Compare("=", ONE, ONE)), x)
    >>> [values.moves(values(p(number).term)) for number in (2, Scalar(x), 1 + Scalar(x))]
    [False, True, True]
    """

    def __init__(self, statement: Statement, x: Symbol) -> None:
        self.statement, self.x = statement, x
        self.moving: set[Term] = {x}

    def moves(self, term: Term) -> bool:
        """Whether a term depends on x."""
        return any(symbol in self.moving for symbol in free_symbols(term))

    def __call__(self, term: Term) -> Term:
        """The term with p(x) and p(a) as numbers, for all a that do not depend on x."""
        term = map_children(term, lambda child, binds: self(child))
        if not is_density(term) or dangling(term):
            return term
        assert isinstance(term, Unknown)
        if self.moves(term) and term.arguments != (self.x,):
            return term
        value = self._value(term)
        if self.moves(term):
            self.moving.add(value)
        return value

    def _value(self, density: Unknown) -> Symbol:
        relation = ">" if STRICTLY_POSITIVE in density.properties else ">="
        domain = Domain("real", (Compare(relation, Bound(0), ZERO),))
        return Symbol(unused_name(text_of(density), self.statement), domain)


def densities_of(term: Term) -> list[Unknown]:
    """The densities in a term, each at Bound(0), in the order of their names."""
    found = {
        (part.name, part.properties): None
        for part in subterms(term)
        if isinstance(part, Unknown) and is_density(part)
    }
    return [Unknown(name, (Bound(0),), (0,), kept) for name, kept in sorted(found)]


def pieces(term: Term, moves: Callable[[Term], bool]) -> list[tuple[Term, Term]]:
    """The term as a sum of products, each as what stays in front and what moves.

    Raises OutsideFragment where there are too many.
    """
    found = []
    for factors in _expanded(term):
        front = tuple(factor for factor in factors if not moves(factor))
        moving = tuple(factor for factor in factors if moves(factor))
        found.append((product(front), product(moving)))
    return found


def product(factors: tuple[Term, ...]) -> Term:
    """The product; of no factors 1, of one the factor."""
    kept = tuple(factor for factor in factors if factor != ONE)
    return kept[0] if len(kept) == 1 else Mul(kept) if kept else ONE


def total(terms: tuple[Term, ...]) -> Term:
    """The sum; of no terms 0, of one the term."""
    return terms[0] if len(terms) == 1 else Add(terms) if terms else ZERO


def difference(left: Term, right: Term) -> Term:
    """Left - right."""
    return left if right == ZERO else Add((left, Mul((MINUS_ONE, right))))


def _expanded(term: Term) -> list[tuple[Term, ...]]:
    """The products of factors that add up to the term."""
    found: list[tuple[Term, ...]] = list(_products(term))
    if len(found) > MOST_PIECES:
        raise OutsideFragment("an integral of too many summands")
    return found


def _products(term: Term) -> Iterator[tuple[Term, ...]]:
    if isinstance(term, Add):
        for part in term.terms:
            yield from _products(part)
        return
    if isinstance(term, Pow) and isinstance(term.exponent, Number) and isinstance(term.base, Add):
        power = term.exponent.value
        if power.denominator == 1 and 0 < power <= LARGEST_POWER:
            term = Mul((term.base,) * int(power))
    if not isinstance(term, Mul):
        yield (term,)
        return
    parts = [_expanded(factor) for factor in term.factors]
    if prod(map(len, parts)) > MOST_PIECES:
        raise OutsideFragment("an integral of too many summands")
    for chosen in choices(*parts):
        yield tuple(factor for factors in chosen for factor in factors)
