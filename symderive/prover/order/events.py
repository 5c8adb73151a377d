"""Probabilities of events of a uniform variable: events that are the same have the same one.

That two events are the same is a claim about every value of the variable, and decided as such. Of
the uniform law on [0, 1] one thing is cited: P(U <= c) = c for 0 <= c <= 1, and a single value has
probability 0. An event has a probability if it is an interval or the complement of one, or equal to
such an event up to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from symderive.language.binding import dangling, instantiate, shift
from symderive.language.order import Probability
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
    Or,
    Statement,
    Symbol,
    Term,
)
from symderive.prover.cases import unused_name
from symderive.prover.order.claims import Answer, has_probabilities

UNIFORM_LAW = "P(U <= c) = c for U uniform on [0, 1]"
TURNED = {"=": "=", "<=": ">=", ">=": "<="}
OUTSIDE = "only P(event) and a number, or two events of one law, are compared"
NO_INTERVAL = "it is not known whether the event has a probability"

Decide = Callable[[Statement], Answer]


def compared(statement: Statement, decide: Decide) -> Answer:
    """A comparison in which a probability occurs; ``decide`` is for claims without one."""
    claim = statement.claim
    if not has_probabilities(claim):
        return decide(statement)
    if any(map(has_probabilities, statement.given)) or not isinstance(claim, Compare):
        return Answer(False, OUTSIDE)
    left, right, relation = claim.left, claim.right, claim.relation
    if not isinstance(left, Probability):
        left, right, relation = right, left, TURNED.get(relation, "")
    if not isinstance(left, Probability) or relation not in TURNED:
        return Answer(False, OUTSIDE)
    below = decide(Statement(Compare("<", left.lower, left.upper), statement.given))
    if not below.proved:
        return Answer(False, "the interval of the variable may have no length")
    if isinstance(right, Probability):
        return _two_events(statement, left, right, relation, decide)
    if has_probabilities(right) or has_probabilities(left.body):
        return Answer(False, OUTSIDE)
    return _event_and_number(statement, left, right, relation, decide)


def _two_events(
    statement: Statement, left: Probability, right: Probability, relation: str, decide: Decide
) -> Answer:
    """Equal events have equal probabilities, and a smaller one has none that is larger."""
    if (left.lower, left.upper) != (right.lower, right.upper):
        return Answer(False, "the two events are of different laws")
    if has_probabilities(left.body) or has_probabilities(right.body):
        return Answer(False, OUTSIDE)
    first, second = left.body, right.body
    within, contains = Or((Not(first), second)), Or((Not(second), first))
    wanted: Term = {"=": And((within, contains)), "<=": within, ">=": contains}[relation]
    found = decide(_at_every_value(statement, left, wanted))
    if not found.proved:
        return found
    events = (second,) if relation == "=" else (first, second)
    for event in events:
        if not _is_interval(statement, left, event, decide):
            if relation != "=" or not _is_interval(statement, left, first, decide):
                return Answer(False, NO_INTERVAL)
    same = "same event" if relation == "=" else "one event contains the other"
    return _with_step(found, same)


def _event_and_number(
    statement: Statement, left: Probability, right: Term, relation: str, decide: Decide
) -> Answer:
    """P(event) against c: the event is, within [0, 1], that U is at most c."""
    if (left.lower, left.upper) != (ZERO, ONE):
        return Answer(False, "of uniform laws only that on [0, 1] is known")
    found = Answer(False, OUTSIDE)
    written = left.body.relation if isinstance(left.body, Compare) else ""
    for event, number in sorted(_intervals(right), key=lambda one: one[0] != written):
        ends = [Compare("<=", ZERO, number), Compare("<=", number, ONE)]
        needed = {"=": ends, "<=": ends[:1], ">=": ends[1:]}[relation]
        if event in (">", ">="):
            needed = {"=": ends, "<=": ends[1:], ">=": ends[:1]}[relation]
        inside = Compare(event, Bound(0), shift(number, 1))
        within, contains = Or((Not(left.body), inside)), Or((Not(inside), left.body))
        wanted: Term = {"=": And((within, contains)), "<=": within, ">=": contains}[relation]
        known = decide(Statement(And(tuple(needed)), statement.given))
        if not known.proved:
            found = known
            continue
        found = decide(_at_every_value(statement, left, wanted))
        if not found.proved:
            continue
        if relation != "=" and not _is_interval(statement, left, left.body, decide):
            return Answer(False, NO_INTERVAL)
        trust = tuple(dict.fromkeys((*known.trust, *found.trust, UNIFORM_LAW)))
        steps = (*found.steps, *known.steps)
        return _with_step(replace(found, steps=steps, trust=trust), "law of the variable")
    return found


def _intervals(number: Term) -> Iterator[tuple[str, Term]]:
    """Events that have this probability if it lies between 0 and 1: U <= c, and U > 1 - c."""
    yield "<=", number
    yield "<", number
    rest = _complement(number)
    if rest is not None:
        yield ">", rest
        yield ">=", rest


def _complement(number: Term) -> Term | None:
    """C where the number is written 1 - c."""
    if isinstance(number, Add) and len(number.terms) == 2 and number.terms[0] == ONE:
        second = number.terms[1]
        if isinstance(second, Mul) and second.factors[0] == MINUS_ONE:
            rest = second.factors[1:]
            return rest[0] if len(rest) == 1 else Mul(rest)
    return None


def _at_every_value(statement: Statement, law: Probability, condition: Term) -> Statement:
    """The condition at a free variable that runs over the interval."""
    return Statement(
        instantiate(condition, (_variable(statement, law, law.name),)), statement.given
    )


def _variable(statement: Statement, law: Probability, name: str) -> Symbol:
    value = Bound(0)
    inside = (Compare("<=", shift(law.lower, 1), value), Compare("<=", value, shift(law.upper, 1)))
    return Symbol(unused_name(name, statement), Domain("real", inside))


def _is_interval(statement: Statement, law: Probability, event: Term, decide: Decide) -> bool:
    """Whether the event, or its complement, contains what lies between two of its values."""
    if isinstance(event, Compare):
        sides = (event.left, event.right)
        if Bound(0) in sides and sum(dangling(side) > 0 for side in sides) == 1:
            return True
    a, b, c = (_variable(statement, law, f"{law.name}{k}") for k in (1, 2, 3))
    between = (Compare("<", a, b), Compare("<", b, c))
    for wanted in (event, Not(event)):
        at = [instantiate(wanted, (value,)) for value in (a, b, c)]
        given = (*statement.given, *between, at[0], at[2])
        if decide(Statement(at[1], given)).proved:
            return True
    return False


def _with_step(found: Answer, says: str) -> Answer:
    return replace(found, steps=(*found.steps, (says, ())))
