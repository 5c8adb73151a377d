"""Values of an unknown function at arguments that are equal by what is given.

f(a) and f(b) are the same number where a = b is proved. The normal form sees that two arguments
are written differently and are the same; what follows from hypotheses is proved here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from symderive.language.binding import dangling, map_children, subterms
from symderive.language.terms import Apply, Compare, Reduce, Statement, Term, Unknown
from symderive.prover.outcome import Outcome

Decide = Callable[[Statement, float], Outcome]

MOST_VALUES = 6


def unified(statement: Statement, deadline: float, decide: Decide) -> Statement | None:
    """The statement with equal values of unknown functions written alike; None where none are."""
    values = _values(statement)
    if len(values) > MOST_VALUES or not any(map(_has_sum, values)):
        return None
    replaced: dict[Term, Term] = {}
    for place, one in enumerate(values):
        for other in values[:place]:
            if other not in replaced and _equal(one, other, statement, deadline, decide):
                replaced[one] = other
                break
    if not replaced:
        return None
    return Statement(
        _with(statement.claim, replaced), tuple(_with(one, replaced) for one in statement.given)
    )


def _values(statement: Statement) -> list[Unknown]:
    """The values of unknown functions that do not depend on a bound index, the shortest first."""
    found = {
        part: len(subterms(part))
        for part in subterms(statement)
        if isinstance(part, Unknown) and not dangling(part)
    }
    return sorted(found, key=lambda part: found[part])


def _has_sum(value: Unknown) -> bool:
    return any(isinstance(part, (Apply, Reduce)) for part in subterms(value))


def _equal(
    one: Unknown, other: Unknown, statement: Statement, deadline: float, decide: Decide
) -> bool:
    if (one.name, one.orders, one.properties) != (other.name, other.orders, other.properties):
        return False
    return all(
        decide(Statement(Compare("=", a, b), statement.given), deadline).proved
        for a, b in _pairs(one, other)
    )


def _pairs(one: Unknown, other: Unknown) -> Iterator[tuple[Term, Term]]:
    return ((a, b) for a, b in zip(one.arguments, other.arguments, strict=True) if a != b)


def _with(term: Term, replaced: dict[Term, Term]) -> Term:
    if term in replaced:
        return replaced[term]
    return map_children(term, lambda child, binds: _with(child, replaced))
