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
    And,
    Bound,
    Compare,
    Domain,
    Mul,
    Not,
    Number,
    Or,
    Pow,
    Symbol,
    Term,
    Unknown,
)

MOST_PIECES = 64
MOST_CASES = 16
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


def is_positive(value: Symbol) -> bool:
    """Whether the value of a density at a number is positive by its declaration."""
    assert isinstance(value.domain, Domain)
    return value.domain.conditions == (Compare(">", Bound(0), ZERO),)


def by_signs(condition: Term, denied: bool = False) -> Term:
    """A condition in which p > 0 and p = 0 are each other's opposite, for the value of a density.

    ``denied`` asks for the opposite of the condition.
    """
    if isinstance(condition, Not):
        return by_signs(condition.condition, not denied)
    if isinstance(condition, (And, Or)):
        parts = tuple(by_signs(part, denied) for part in condition.conditions)
        return And(parts) if isinstance(condition, And) != denied else Or(parts)
    if isinstance(condition, Compare) and _is_value(condition.left) and condition.right == ZERO:
        if condition.relation in (">", "!=", "<=", "="):
            is_positive_there = (condition.relation in (">", "!=")) != denied
            return Compare(">" if is_positive_there else "=", condition.left, ZERO)
    return Not(condition) if denied else condition


def alternatives(conditions: tuple[Term, ...]) -> list[tuple[Term, ...]]:
    """The cases of the disjunctions among conditions, but those that cannot be.

    All conditions in one case where there are too many, or none is left.
    """
    found: list[tuple[Term, ...]] = [()]
    for condition in conditions:
        parts = condition.conditions if isinstance(condition, Or) else (condition,)
        found = [(*case, part) for case in found for part in parts]
        if len(found) > MOST_CASES:
            return [conditions]
    possible = [case for case in found if not any(_denies(a, case) for a in case)]
    return [tuple(dict.fromkeys(case)) for case in possible] or [conditions]


def _denies(condition: Term, others: tuple[Term, ...]) -> bool:
    """Whether one of the others says the opposite of a condition P = 0."""
    if not isinstance(condition, Compare) or condition.relation != "=":
        return False
    return Compare(">", condition.left, condition.right) in others


def _is_value(term: Term) -> bool:
    """Whether a term is the value of a density at a number, which is at least 0."""
    if not isinstance(term, Symbol) or not isinstance(term.domain, Domain):
        return False
    return any(
        term.domain.conditions == (Compare(relation, Bound(0), ZERO),) for relation in (">", ">=")
    )


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
