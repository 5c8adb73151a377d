"""Statements at fixed sizes: sums, products, maxima and minima over known ranges written out.

What has no rule at symbolic sizes may have one when it is a finite expression.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from symderive.language.binding import (
    free_symbols,
    instantiate,
    map_children,
    substitute,
    subterms,
)
from symderive.language.definitions import rank_of
from symderive.language.terms import (
    ONE,
    ZERO,
    Add,
    And,
    Apply,
    Array,
    Compare,
    Entry,
    Function,
    Functional,
    Mul,
    Number,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    number,
)
from symderive.prover.cases import simplified_number
from symderive.prover.unfolding import core_subterms, unfolded

LARGEST_SIZE = 3
MAX_COMBINATIONS = 9
MAX_LENGTH = 8
EXTREMES = {"max": "Max", "min": "Min"}


def size_choices(statement: Statement) -> Iterator[dict[Symbol, int]]:
    """Small values of the symbols that bound sums or arrays, the smallest total first.

    None for a claim that is no relation between scalars.
    """
    if not _is_scalar(statement.claim):
        return
    sizes = _sizes_in(statement.claim)
    choices = sorted(product(range(1, LARGEST_SIZE + 1), repeat=len(sizes)), key=sum)
    if sizes:
        for values in choices[:MAX_COMBINATIONS]:
            yield dict(zip(sizes, values, strict=True))


def has_known_sizes(statement: Statement) -> bool:
    """Whether relations between scalars have no sum or tensor whose size is a symbol."""
    claim = statement.claim
    parts = claim.conditions if isinstance(claim, And) else (claim,)
    return all(_is_scalar(part) and not _sizes_in(part) for part in parts)


def _is_scalar(claim: Term) -> bool:
    """Whether a condition is a relation between scalars."""
    return isinstance(claim, Compare) and not (rank_of(claim.left) or rank_of(claim.right))


def _sizes_in(claim: Term) -> list[Symbol]:
    """The symbols that bound sums and arrays, in the order of their names."""
    found: set[Symbol] = set()
    for term in core_subterms(claim):
        bounds: tuple[Term, ...] = ()
        if isinstance(term, Reduce):
            bounds = (term.lower, term.upper)
        elif isinstance(term, Entry) and isinstance(term.tensor, TensorSymbol):
            bounds = term.tensor.shape or ()
        elif isinstance(term, Functional):
            bounds = term.shape
        for bound in bounds:
            found |= {s for s in free_symbols(bound) if isinstance(s, Symbol) and s.is_integer}
    return sorted(found, key=lambda s: s.name)


def at_sizes(statement: Statement, sizes: dict[Symbol, int]) -> Statement:
    """The statement with sizes replaced by numbers and what they bound written out.

    The domains of the sizes become hypotheses, so that a choice outside them is vacuous.
    """
    values: dict[Term, Term] = {symbol: _size(value) for symbol, value in sizes.items()}
    domains = [
        instantiate(condition, (symbol,))
        for symbol in sizes
        for condition in symbol.domain.conditions  # type: ignore[attr-defined]
    ]
    given = tuple(substitute(c, values) for c in (*statement.given, *domains))
    return Statement(_written_out(substitute(statement.claim, values)), given)


def _written_out(claim: Term) -> Term:
    """A relation, or several, with sums over known ranges written out."""
    if isinstance(claim, And):
        return And(tuple(map(_written_out, claim.conditions)))
    if not isinstance(claim, Compare):
        return claim
    # Opened definitions no longer say what they require, so both sides are claimed to have a
    # value, too.
    sides = (claim.left, claim.right)
    defined = [Compare("=", side, side) for side in sides if _is_folded(side)]
    written = Compare(claim.relation, *map(unrolled, sides))
    return And((written, *defined)) if defined else written


def _size(value: int) -> Term:
    """A size as a term; 1 is written 1 + 0, because a matrix with literally one row is a row."""
    return Add((ONE, ZERO)) if value == 1 else number(value)


def _is_folded(term: Term) -> bool:
    """Whether a definition or an array stands in the term."""
    return any(isinstance(part, (Apply, Array)) for part in subterms(term))


def unrolled(term: Term) -> Term:
    """The scalar term with short reductions over known ranges written out, definitions opened."""
    opened = unfolded(term)
    if opened is not None:
        return unrolled(opened)
    if isinstance(term, Reduce):
        lower, upper = simplified_number(term.lower), simplified_number(term.upper)
        if lower is not None and upper is not None and upper - lower < MAX_LENGTH:
            values = [
                unrolled(instantiate(term.body, (number(k),))) for k in range(lower, upper + 1)
            ]
            return _joined(term, values)
    if isinstance(term, (Symbol, TensorSymbol, Entry, Number, Functional)):
        return term
    return map_children(term, lambda child, binds: unrolled(child))


def _joined(term: Reduce, values: list[Term]) -> Term:
    if not values:
        return {"sum": ZERO, "product": ONE}.get(term.operation, term)
    if len(values) == 1:
        return values[0]
    if term.operation == "sum":
        return Add(tuple(values))
    if term.operation == "product":
        return Mul(tuple(values))
    return Function(EXTREMES[term.operation], tuple(values))
