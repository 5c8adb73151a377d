"""What is integrated: at one real number, in pieces, with what does not depend on it in front.

At a single x the value p(x) of a density is a number that is at least 0, or positive.
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
    Symbol,
    Term,
    Unknown,
)

MOST_PIECES = 64
LARGEST_POWER = 4


def at_numbers(term: Term) -> Term:
    """The term with p(a) as a number, for every density p at an argument a that is not bound.

    >>> from symderive.language.integrals import density
    >>> found = at_numbers(density("p")(2).term)
    >>> isinstance(found, Symbol) and found.name
    'p(2)'
    """
    if is_density(term) and not dangling(term):
        assert isinstance(term, Unknown)
        relation = ">" if STRICTLY_POSITIVE in term.properties else ">="
        return Symbol(text_of(term), Domain("real", (Compare(relation, Bound(0), ZERO),)))
    return map_children(term, lambda child, binds: at_numbers(child))


def densities_of(term: Term) -> list[Unknown]:
    """The densities in a term, each at Bound(0), in the order of their names."""
    found = {
        (part.name, part.properties): None
        for part in subterms(term)
        if isinstance(part, Unknown) and is_density(part)
    }
    return [Unknown(name, (Bound(0),), (0,), kept) for name, kept in sorted(found)]


def moves_with(x: Symbol) -> Callable[[Term], bool]:
    """Whether a term depends on x, or on the value of a density or a function there."""
    marks = f"({x.name})"

    def moves(term: Term) -> bool:
        return any(s == x or s.name.endswith(marks) for s in free_symbols(term))

    return moves


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
