"""Conditions that a definition says in relations: convexity, definiteness, shapes.

Each is a node of its own, so that it is printed and proved as what it is. ``meaning`` is the one
definition that every reading of it shares. What it quantifies over becomes variables with new
names, so that a claim may be replaced by its meaning wherever it is claimed, and nowhere else:
behind a negation, or as a hypothesis, "for all" would become "for some".
"""

from __future__ import annotations

from collections.abc import Iterable

from symderive.errors import IllFormed
from symderive.language.binding import dangling, free_symbols, map_children, subterms
from symderive.language.terms import (
    And,
    Forall,
    Not,
    Or,
    Proposition,
    Statement,
    Term,
)


class Defined(Proposition):
    """The base of conditions that have a definition in relations."""

    @property
    def bound_name(self) -> str:
        """The name of the variable that it binds, if it binds one."""
        return ""

    def meaning(self, taken: frozenset[str]) -> Term:
        """The definition, claimed for all values of new variables; their names are not taken."""
        raise IllFormed(f"{type(self).__name__} has no definition")

    @property
    def has_closed_variables(self) -> bool:
        """Whether what it quantifies over depends on no index that is bound around it."""
        return not dangling(self)


def unused(name: str, taken: Iterable[str]) -> str:
    """The name, with as many underscores behind it as make it a new one.

    >>> unused("u", ("u", "u_"))
    'u__'
    """
    known = frozenset(taken)
    while name in known:
        name += "_"
    return name


def names_in(term: Term) -> frozenset[str]:
    """The names of all free variables, and of those that conditions bind."""
    found = {symbol.name for symbol in free_symbols(term)}
    found |= {part.bound_name for part in subterms(term) if isinstance(part, Defined)}
    return frozenset(found)


def spelled_out(statement: Statement) -> Statement:
    """The statement with everything claimed in it replaced by its meaning.

    A condition stays as it is behind a negation, and where a variable that it needs would have to
    be another one for every value of a bound index.
    """
    taken = names_in(statement)

    def claimed(term: Term) -> Term:
        nonlocal taken
        if isinstance(term, Defined):
            if not term.has_closed_variables:
                return term
            found = term.meaning(taken)
            taken |= names_in(found)
            return found
        if isinstance(term, (And, Or, Forall)):
            return map_children(term, lambda child, binds: claimed(child))
        return term

    claim = claimed(statement.claim)
    return statement if claim is statement.claim else Statement(claim, statement.given)


def check_defined(statement: Statement) -> None:
    """Refuse hypotheses of this kind, and bound names that stand for something else as well.

    Raises:
        IllFormed: with what to write instead.
    """
    parts = [part for part in subterms(statement) if isinstance(part, Defined)]
    if not parts:
        return
    for condition in statement.given:
        if any(isinstance(part, Defined) for part in subterms(condition)):
            raise IllFormed(
                "convexity, definiteness and shapes are claimed and not assumed; write the "
                "inequalities or equations that are needed as hypotheses"
            )
    free = {symbol.name for symbol in free_symbols(statement)}
    for part in parts:
        if part.bound_name in free:
            raise IllFormed(
                f"{part.bound_name} is the variable of a convex function, and free elsewhere in "
                "the statement; rename one. A restriction of the variable belongs to its "
                f"declaration: real({part.bound_name!r}, above=0)"
            )


def is_negated(term: Term) -> bool:
    """Whether a condition of this kind is denied."""
    return isinstance(term, Not) and isinstance(term.condition, Defined)
