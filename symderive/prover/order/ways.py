"""The way of a claim about sets of reals: to events, to the order of the reals, or on.

What asks z3 is loaded where there is such a claim, and not before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from symderive.language.order import ForallReal, at_real, is_about_order, meaning
from symderive.language.terms import And, Statement, Term
from symderive.prover.cases import unused_name
from symderive.prover.outcome import Outcome

if TYPE_CHECKING:
    from symderive.prover.order.claims import Answer

Decide = Callable[[Statement, float], Outcome]


def without_sets(statement: Statement) -> Statement:
    """The statement with quantifiers in place of what it says about sets."""
    found = meaning(statement)
    assert isinstance(found, Statement)
    return found


def decided(statement: Statement, deadline: float, decide: Decide) -> Outcome | None:
    """A claim about order decided as a whole; None for any other, which ``decide`` may handle."""
    if not is_about_order(statement):
        return None
    from symderive.prover.order import claims, events

    rough = claims.differentiated(statement)
    if rough:
        return Outcome(False, reason=f"{rough} need not have a derivative")

    def follows(part: Statement) -> Answer:
        return claims.follows(part, deadline)

    if claims.has_probabilities(statement):
        return _outcome(_parts(statement, lambda part: events.compared(part, follows)))
    found = follows(statement)
    if found.proved:
        return _outcome(found)
    open_claim = _without_quantifier(statement)
    if open_claim is not None and not is_about_order(open_claim):
        return decide(open_claim, deadline)
    return _outcome(found) if claims.has_order_nodes(statement) else None


def _parts(statement: Statement, compared: Callable[[Statement], Answer]) -> Answer:
    """A claim in which probabilities occur, a conjunction part by part."""
    claim = statement.claim
    if not isinstance(claim, And):
        return compared(statement)
    found = [_parts(Statement(part, statement.given), compared) for part in claim.conditions]
    for answer in found:
        if not answer.proved:
            return answer
    return found[0].and_also(found[1:])


def _outcome(found: Answer) -> Outcome:
    steps: list[tuple[str, tuple[Any, ...]]] = list(found.steps)
    return Outcome(found.proved, "order", found.reason, steps=steps, trust=found.trust)


def _without_quantifier(statement: Statement) -> Statement | None:
    """A claim for every real number as one about a free variable; None for any other claim."""
    claim: Term = statement.claim
    while isinstance(claim, ForallReal):
        claim = at_real(claim, unused_name(claim.name, Statement(claim, statement.given)))
    return None if claim is statement.claim else Statement(claim, statement.given)
