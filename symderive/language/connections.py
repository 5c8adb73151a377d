"""Implications and equivalences between conditions: how they are built, and recognised again."""

from __future__ import annotations

from symderive.language.terms import And, Not, Or, Term

IMPLIES, IFF = "=>", "<=>"
CONNECTIONS = frozenset({IMPLIES, IFF})
PAIR = 2


def connected(left: Term, connection: str, right: Term) -> Term:
    """The condition that the left one implies the right one, or that each implies the other."""
    onward = Or((Not(left), right))
    return onward if connection == IMPLIES else And((onward, Or((Not(right), left))))


def sides_of(condition: Term) -> tuple[Term, str, Term] | None:
    """What :func:`connected` made its condition of; None for any other condition.

    >>> from symderive.language.terms import Truth
    >>> parts = Truth(True), IFF, Truth(False)
    >>> sides_of(connected(*parts)) == parts
    True
    """
    if isinstance(condition, Or) and len(condition.conditions) == PAIR:
        first, second = condition.conditions
        return (first.condition, IMPLIES, second) if isinstance(first, Not) else None
    if isinstance(condition, And) and len(condition.conditions) == PAIR:
        found = sides_of(condition.conditions[0])
        if found is not None and connected(found[0], IFF, found[2]) == condition:
            return found[0], IFF, found[2]
    return None
