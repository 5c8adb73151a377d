"""Statements about a few real numbers, checked at many of them at once.

Where a statement quantifies over real numbers alone, each of them becomes an entry of a vector, and
the statement one about every entry: nothing is changed by that, and NumPy has something to do.
"""

from __future__ import annotations

from symderive.language.binding import abstract, free_symbols, substitute, subterms
from symderive.language.definitions import shape_of
from symderive.language.terms import (
    ONE,
    Add,
    And,
    Apply,
    Bound,
    Cases,
    Compare,
    Domain,
    Entry,
    Forall,
    Function,
    Iverson,
    Mul,
    Not,
    Number,
    Or,
    Partial,
    Pow,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    Unknown,
    number,
)

# So many values of every real number.
DRAWS = 1_000_000
NAME = "draw"

# What a statement may be made of: nothing that binds a variable, and no tensor.
PARTS = (
    *(Add, Mul, Pow, Number, Bound, Symbol, Domain, Function, Unknown, Partial, Iverson, Cases),
    *(Compare, And, Or, Not, Truth, Statement),
)


def at_many_numbers(statement: Statement) -> Statement:
    """The statement about every entry of vectors; itself where it is not about reals alone.

    Hypotheses that single numbers satisfy, such as x^2 = 1, are not met by numbers drawn many at a
    time: neither a statement with such a one nor an implication is changed. One that says what a
    variable is, s = f(x), is assumed for all entries.
    """
    symbols = free_symbols(statement)
    if not symbols or not all(_is_plain(symbol) for symbol in symbols):
        return statement
    given = [part for condition in statement.given for part in _conjuncts(condition)]
    conditions = [*_conjuncts(statement.claim), *given]
    if not all(isinstance(condition, Compare) for condition in conditions):
        return statement
    if not all(map(_can_be_met, given)) or not all(map(_is_scalar, subterms(statement))):
        return statement
    place = Symbol(
        NAME,
        Domain("integer", (Compare(">=", Bound(0), ONE), Compare("<=", Bound(0), number(DRAWS)))),
    )
    entries: dict[Term, Term] = {
        symbol: Entry(TensorSymbol(symbol.name, 1, (number(DRAWS),), symbol.domain), (place,))
        for symbol in symbols
        if isinstance(symbol, Symbol)
    }
    hypotheses = []
    for condition in given:
        found = substitute(condition, entries)
        if isinstance(condition, Compare) and condition.relation == "=":
            found = Forall(ONE, number(DRAWS), abstract(found, (place,)), NAME)
        hypotheses.append(found)
    return Statement(substitute(statement.claim, entries), tuple(hypotheses))


def _is_plain(symbol: Symbol | TensorSymbol) -> bool:
    """Whether a variable is a real number whose bounds are numbers."""
    real = isinstance(symbol, Symbol) and not symbol.is_integer and symbol.name != NAME
    return real and not free_symbols(symbol.domain)


def _can_be_met(condition: Term) -> bool:
    """Whether a relation is no equation, or one that says what a variable is."""
    assert isinstance(condition, Compare)
    sides = ((condition.left, condition.right), (condition.right, condition.left))
    defines = (isinstance(a, Symbol) and a not in free_symbols(b) for a, b in sides)
    return condition.relation != "=" or any(defines)


def _is_scalar(term: Term) -> bool:
    if isinstance(term, Apply):
        return not any(shape_of(part) for part in (term, *term.arguments))
    return isinstance(term, PARTS)


def _conjuncts(condition: Term) -> list[Term]:
    if isinstance(condition, And):
        return [part for each in condition.conditions for part in _conjuncts(each)]
    return [condition]
