"""A statement about integrals where the measure counts finitely many points: sums over 1..m.

It is one of the measures that the statement is about. An integral is the sum over the points,
almost every real number is every point, and a density is a vector of probabilities; elsewhere its
values mean nothing, and are 0, or 1 where they must be positive.
"""

from __future__ import annotations

from symderive.language.binding import children, free_symbols, map_children, subterms
from symderive.language.integrals import (
    INTEGRALS,
    STRICTLY_POSITIVE,
    Everywhere,
    Integral,
    is_density,
    written_out,
)
from symderive.language.terms import (
    ONE,
    ZERO,
    And,
    Bound,
    Cases,
    Compare,
    Domain,
    Entry,
    Floor,
    Forall,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    Unknown,
)

VALUE = Bound(0)
COUNT = "points"


def speaks_of_a_measure(term: Term) -> bool:
    """Whether there is an integral, a density or "almost everywhere" in the term."""
    return any(isinstance(t, (*INTEGRALS, Everywhere)) or is_density(t) for t in subterms(term))


def number_of_points(statement: Statement) -> Symbol:
    """The size that says how many points there are, under a name that nothing else has."""
    taken = {symbol.name for symbol in free_symbols(statement)}
    name = COUNT
    while name in taken:
        name += "'"
    return Symbol(name, Domain("integer", (Compare(">=", VALUE, ONE),)))


def on_points(statement: Statement) -> Statement:
    """The statement for the measure that counts the points 1..m; itself where it has no measure.

    >>> from symderive.language.integrals import density, integral
    >>> from symderive.language.statements import eq
    >>> p = density("p")
    >>> found = on_points(Statement(eq(integral(lambda x: p(x)), 1).term))
    >>> sorted(symbol.name for symbol in free_symbols(found))
    ['p', 'points']
    """
    if not speaks_of_a_measure(statement):
        return statement
    opened = written_out(statement)
    assert isinstance(opened, Statement)
    found = _on_points(opened, number_of_points(statement), ())
    assert isinstance(found, Statement)
    return found


def _on_points(term: Term, count: Symbol, points: tuple[bool, ...]) -> Term:
    """The term; ``points`` says of the variables bound around it, outermost first, which are."""
    if is_density(term):
        assert isinstance(term, Unknown)
        return _probability(term, count, points)
    if not children(term):
        return term
    real = isinstance(term, (Integral, Everywhere))

    def inner(child: Term, binds: int) -> Term:
        return _on_points(child, count, (*points, *(real for _ in range(binds))))

    found = map_children(term, inner)
    if isinstance(found, Integral):
        return Reduce("sum", ONE, count, found.body, found.name)
    if isinstance(found, Everywhere):
        return Forall(ONE, count, found.body, found.name)
    return found


def _probability(term: Unknown, count: Symbol, points: tuple[bool, ...]) -> Term:
    """The probability of a point; at a number that need not be one, by cases."""
    positive = STRICTLY_POSITIVE in term.properties
    conditions = (Compare(">" if positive else ">=", VALUE, ZERO),)
    properties = ("simplex",) if positive else ("simplex", "closed")
    vector = TensorSymbol(term.name, 1, (count,), Domain("real", conditions, properties))
    argument = _on_points(term.arguments[0], count, points)
    if isinstance(argument, Bound) and argument.index < len(points):
        if points[-1 - argument.index]:
            return Entry(vector, (argument,))
    whole = Compare("=", argument, Floor(argument))
    inside = And((Compare("<=", ONE, argument), Compare("<=", argument, count), whole))
    entry = Entry(vector, (Floor(argument),))
    return Cases((entry, ONE if positive else ZERO), (inside, Truth(True)))
