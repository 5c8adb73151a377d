"""Equations among the hypotheses, put into the claim: where L = R holds, R may stand for L.

The equation holds wherever something is claimed, so both of its sides have values there, the same
ones and in the same shape: a claim that is defined and true with R is defined and true with L.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from symderive.language.binding import dangling, free_symbols, instantiate, map_children, subterms
from symderive.language.terms import (
    And,
    Compare,
    Domain,
    Number,
    Partial,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.prover.conditions import is_index_term
from symderive.prover.unfolding import core_subterms


def replaced(statement: Statement) -> Statement | None:
    """The statement with every usable equation put in and left out; None where there is none.

    Of a claim with derivatives None: what is differentiated is more than its value at the points
    where the hypotheses hold.
    """
    left = list(_conjuncts(statement.given))
    claim = statement.claim
    if any(isinstance(term, Partial) for term in core_subterms(claim)):
        return None
    kept: list[Term] = []
    used = False
    while left:
        equation = left.pop(0)
        found = _oriented(equation, claim)
        if found is None:
            kept.append(equation)
            continue
        used = True
        before, after = found
        claim = _with(claim, {before: after})
        if isinstance(before, Symbol):
            left = [_with(condition, {before: after}) for condition in left]
            kept = [_with(condition, {before: after}) for condition in kept]
            kept += _of_the_domain(before, after)
    return Statement(claim, tuple(dict.fromkeys(kept))) if used else None


def _conjuncts(given: tuple[Term, ...]) -> Iterator[Term]:
    for condition in given:
        if isinstance(condition, And):
            yield from _conjuncts(condition.conditions)
        else:
            yield condition


def _oriented(equation: Term, claim: Term) -> tuple[Term, Term] | None:
    """What the equation replaces, and by what; None for one that is of no use in the claim."""
    if not isinstance(equation, Compare) or equation.relation != "=":
        return None
    if is_index_term(equation.left) and is_index_term(equation.right):
        return None
    present = set(subterms(claim))
    sides = ((equation.left, equation.right), (equation.right, equation.left))
    for before, after in sorted(sides, key=lambda side: not isinstance(side[0], Symbol)):
        if before in present and _is_replaceable(before) and not _occurs(before, after):
            return before, after
    return None


def _is_replaceable(term: Term) -> bool:
    """Whether the term stands for one value: it is closed, and no number, index or whole tensor."""
    if isinstance(term, Symbol):
        return not term.is_integer
    return not isinstance(term, (Number, TensorSymbol)) and dangling(term) == 0


def _occurs(part: Term, term: Term) -> bool:
    if isinstance(part, Symbol):
        return part in free_symbols(term)
    return part in subterms(term)


def _with(term: Term, values: Mapping[Term, Term]) -> Term:
    """The term with closed terms in place of closed terms, at whatever depth they stand."""
    if term in values:
        return values[term]
    if isinstance(term, (Symbol, TensorSymbol)):
        return term  # with another domain or shape it would be another variable
    return map_children(term, lambda child, binds: _with(child, values))


def _of_the_domain(symbol: Symbol, value: Term) -> list[Term]:
    """What the declaration of a symbol says, about the term that stands in its place."""
    assert isinstance(symbol.domain, Domain)
    return [instantiate(condition, (value,)) for condition in symbol.domain.conditions]
