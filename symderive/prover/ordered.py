"""The way of a claim about sets of reals: to events, to the order of the reals, or on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symderive.language.order import ForallReal, at_real, is_about_order
from symderive.language.terms import And, Statement, Term
from symderive.prover.cases import unused_name
from symderive.prover.events import compared
from symderive.prover.order_claims import (
    Answer,
    differentiated,
    follows,
    has_order_nodes,
    has_probabilities,
)
from symderive.prover.outcome import Outcome

Decide = Callable[[Statement, float], Outcome]


def decided(statement: Statement, deadline: float, decide: Decide) -> Outcome | None:
    """A claim about order decided as a whole; None for any other, which ``decide`` may handle."""
    if not is_about_order(statement):
        return None
    rough = differentiated(statement)
    if rough:
        return Outcome(False, reason=f"{rough} need not have a derivative")
    if has_probabilities(statement):
        if isinstance(statement.claim, And):
            return _all(statement, deadline)
        return _outcome(compared(statement, lambda part: follows(part, deadline)))
    found = follows(statement, deadline)
    if found.proved:
        return _outcome(found)
    open_claim = _without_quantifier(statement)
    if open_claim is not None and not is_about_order(open_claim):
        return decide(open_claim, deadline)
    return _outcome(found) if has_order_nodes(statement) else None


def _all(statement: Statement, deadline: float) -> Outcome:
    """A conjunction in which probabilities occur, part by part."""
    assert isinstance(statement.claim, And)
    steps: list[tuple[str, tuple[Any, ...]]] = []
    trust: list[str] = []
    for part in statement.claim.conditions:
        one = Statement(part, statement.given)
        found = (
            compared(one, lambda claim: follows(claim, deadline))
            if has_probabilities(part)
            else follows(one, deadline)
        )
        if not found.proved:
            return _outcome(found)
        steps += found.steps
        trust += found.trust
    return _outcome(Answer(True, steps=tuple(steps), trust=tuple(dict.fromkeys(trust))))


def _outcome(found: Answer) -> Outcome:
    steps = list(found.steps)
    return Outcome(found.proved, "order", found.reason, steps=steps, trust=found.trust)


def _without_quantifier(statement: Statement) -> Statement | None:
    """A claim for every real number as one about a free variable; None for any other claim."""
    claim: Term = statement.claim
    count = 0
    while isinstance(claim, ForallReal):
        name = unused_name(claim.name, Statement(claim, statement.given))
        claim, count = at_real(claim, name), count + 1
    if not count:
        return None
    return Statement(claim, statement.given)
