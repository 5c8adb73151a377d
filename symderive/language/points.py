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
    found = _Reading(opened)(opened, ())
    assert isinstance(found, Statement)
    return found


class _Reading:
    """One statement read for the measure that counts points."""

    def __init__(self, statement: Statement) -> None:
        self.count = number_of_points(statement)
        self._taken = {symbol.name for symbol in free_symbols(statement)}

    def __call__(self, term: Term, points: tuple[bool, ...]) -> Term:
        """The term; ``points`` says which variables bound around it are, the outermost first."""
        if is_density(term):
            assert isinstance(term, Unknown)
            return self._probability(term, points)
        if not children(term):
            return term
        real = isinstance(term, (Integral, Everywhere))

        def inner(child: Term, binds: int) -> Term:
            return self(child, (*points, *(real for _ in range(binds))))

        found = map_children(term, inner)
        if isinstance(found, Integral):
            return Reduce("sum", ONE, self.count, found.body, found.name)
        if isinstance(found, Everywhere):
            return Forall(ONE, self.count, found.body, found.name)
        return found

    def _probability(self, term: Unknown, points: tuple[bool, ...]) -> Term:
        """The probability of a point; at a number that need not be one, by cases."""
        positive = STRICTLY_POSITIVE in term.properties
        vector = self._vector(term.name, positive)
        argument = self(term.arguments[0], points)
        if isinstance(argument, Bound) and argument.index < len(points):
            if points[-1 - argument.index]:
                return Entry(vector, (argument,))
        whole = Compare("=", argument, Floor(argument))
        inside = And((Compare("<=", ONE, argument), Compare("<=", argument, self.count), whole))
        entry = Entry(vector, (Floor(argument),))
        return Cases((entry, ONE if positive else ZERO), (inside, Truth(True)))

    def _vector(self, name: str, positive: bool) -> TensorSymbol:
        """The probabilities, under a name that no variable has."""
        while name in self._taken:
            name += "'"
        conditions = (Compare(">" if positive else ">=", VALUE, ZERO),)
        properties = ("simplex",) if positive else ("simplex", "closed")
        return TensorSymbol(name, 1, (self.count,), Domain("real", conditions, properties))
