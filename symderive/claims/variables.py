"""Whether a claim is about its parameters, and says what everything in it ranges over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binding import free_symbols, subterms
from symderive.language.defined import names_in
from symderive.language.limits import Tends
from symderive.language.terms import UNKNOWN, Compare, Domain, Statement, Symbol, TensorSymbol, Term

UNBOUND = (
    "is bound nowhere: make it a parameter of the claim, as in {0}=index(n), {0}=vector(n) or "
    "{0}=real(), or the index of a sum; a size stands above the claims, {0} = size({0!r})"
)


def check_parameters(
    named: tuple[tuple[str, Any], ...],
    statements: Sequence[Statement],
    hypotheses: tuple[Term, ...],
    inherited: tuple[Term, ...],
) -> None:
    """Refuse a parameter that the claim is not about: it would be said about nothing."""
    about = names_of(statement.claim for statement in statements)
    assumed = names_of(hypotheses)
    for name, _ in named:
        if name in about:
            continue
        if name in assumed and name not in names_of(inherited):
            raise IllFormed(
                f"the parameter {name} occurs only in a hypothesis; write forall(lambda k: ..., n) "
                "where a hypothesis speaks about every index"
            )
        if name not in assumed:
            raise IllFormed(
                f"the parameter {name} is not used in what is claimed; leave it out. Of a shape "
                "only sizes are left: eq(y, array(length, lambda i: y[i])) claims a length of y"
            )


def check_bound(named: tuple[tuple[str, Any], ...], statements: Sequence[Statement]) -> None:
    """Refuse an index or a tensor that is no parameter: the claim does not say what it ranges over.

    Sizes stand outside of the claims, and so may the symbols of plain SymPy.
    """
    known = {name for name, _ in named}
    for statement in statements:
        for symbol in free_symbols(statement):
            if symbol.name not in known and is_ranged(symbol):
                raise IllFormed(f"{symbol.name} {UNBOUND.format(symbol.name)}")


def is_ranged(symbol: Symbol | TensorSymbol) -> bool:
    """Whether a variable was declared over a range: an index, or a tensor with sizes."""
    if isinstance(symbol, TensorSymbol):
        return symbol.shape is not None
    assert isinstance(symbol.domain, Domain)
    first = symbol.domain.conditions[:1]
    return symbol.is_integer and any(isinstance(c, Compare) and c.relation == "<=" for c in first)


def names_of(terms: Iterable[Term]) -> set[str]:
    """The names of variables and unknown functions that occur in the terms."""
    found: set[str] = set()
    for term in terms:
        found |= names_in(term)
        found |= {part.name for part in subterms(term) if isinstance(part, (*UNKNOWN, Tends))}
    return found
