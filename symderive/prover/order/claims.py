"""Claims about sets of reals, infima and functions by their order, decided as a whole.

A claim is proved where its negation contradicts the hypotheses and what is known of the order of
the reals.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from symderive.errors import OutsideFragment
from symderive.language.binding import subterms
from symderive.language.connections import sides_of
from symderive.language.order import ORDER_NODES, ForallReal, Probability, at_real, is_smooth
from symderive.language.terms import And, Compare, Partial, Statement, Term, Unknown
from symderive.prover.cases import unused_name
from symderive.prover.order.facts import of_the_line, of_the_order
from symderive.prover.order.reading import DOMAIN, Reading, may_be_undefined
from symderive.prover.order.solver import Logic

CLAIM, HYPOTHESIS = "the claim", "hypothesis"
SOLVER, COMPLETENESS = "z3", "completeness of the reals"
NOT_FOUND = "no proof from the order of the reals was found"
# In this order: whether all quantifiers are looked at everywhere, whether the line has no gaps.
ATTEMPTS = ((False, False), (False, True), (True, False), (True, True))


@dataclass(frozen=True)
class Answer:
    """A proof, its steps and what it trusts; or the reason why there is none."""

    proved: bool
    reason: str = ""
    steps: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    trust: tuple[str, ...] = ()

    def and_also(self, others: Sequence[Answer]) -> Answer:
        """The proof of this and of others, together."""
        found = (self, *others)
        steps = tuple(dict.fromkeys(step for answer in found for step in answer.steps))
        trust = tuple(dict.fromkeys(name for answer in found for name in answer.trust))
        return Answer(True, steps=steps, trust=trust)


def follows(statement: Statement, deadline: float) -> Answer:
    """Whether the claim follows from the hypotheses by the order of the reals alone."""
    found = []
    for part in _parts(statement):
        found.append(_follows(part, len(statement.given), deadline))
        if not found[-1].proved:
            return found[-1]
    return Answer(True).and_also(found)


def _parts(statement: Statement) -> Iterator[Statement]:
    """Statements that together say the same: conjunctions and equations are split, premises moved.

    A premise must be true or false whatever the values are; else it stays where it is.
    """
    claim, given = statement.claim, statement.given
    sides = sides_of(claim)
    if isinstance(claim, And):
        for part in claim.conditions:
            yield from _parts(Statement(part, given))
    elif isinstance(claim, ForallReal):
        free = at_real(claim, unused_name(claim.name, statement))
        yield from _parts(Statement(free, given))
    elif sides is not None and not any(map(may_be_undefined, subterms(sides[0]))):
        yield from _parts(Statement(sides[2], (*given, sides[0])))
    elif isinstance(claim, Compare) and claim.relation == "=":
        for relation in ("<=", ">="):
            yield Statement(Compare(relation, claim.left, claim.right), given)
    else:
        yield statement


def _follows(statement: Statement, given: int, deadline: float) -> Answer:
    """A proof of one part, of whose hypotheses the first ``given`` are those of the whole."""
    for marking, line in ATTEMPTS:
        if time.thread_time() > deadline:
            break
        try:
            found = _contradiction(statement, given, marking, line, deadline)
        except OutsideFragment as error:
            return Answer(False, str(error))
        if found is not None:
            return found
    return Answer(False, NOT_FOUND)


def _contradiction(
    statement: Statement, given: int, marking: bool, line: bool, deadline: float
) -> Answer | None:
    logic = Logic()
    reading = Reading(logic)
    logic.marking = marking
    facts = {
        f"{HYPOTHESIS} {place}": reading.holds(condition)
        for place, condition in enumerate(statement.given, 1)
    }
    facts[CLAIM] = logic.no(reading.holds(statement.claim))
    facts |= reading.facts
    logic.marking = False
    facts |= dict(of_the_order(logic, reading.ordered_numbers()))
    if line:
        facts |= dict(of_the_line(logic))
    used = logic.contradiction(facts, max(deadline - time.thread_time(), 0.0))
    if used is None:
        return None
    ours = [f"{HYPOTHESIS} {place}" for place in range(given + 1, len(statement.given) + 1)]
    if not any(name in (CLAIM, *ours) or name.startswith(DOMAIN) for name in used):
        return Answer(False, "the hypotheses contradict each other")
    trust = (SOLVER, COMPLETENESS) if reading.uses_completeness else (SOLVER,)
    return Answer(True, steps=tuple(_told(statement, used)), trust=trust)


def _told(statement: Statement, used: list[str]) -> list[tuple[str, tuple[Any, ...]]]:
    """What the proof uses: hypotheses and properties of functions, then the order itself."""
    steps: list[tuple[str, tuple[Any, ...]]] = []
    for name in used:
        if name.startswith(HYPOTHESIS):
            place = int(name.removeprefix(HYPOTHESIS))
            steps.append(("hypothesis used", (statement.given[place - 1],)))
        elif name != CLAIM:
            steps.append(("fact used", (name,)))
    return [*steps, ("order", ())]


def has_order_nodes(term: Term) -> bool:
    """Whether sets of reals, quantifiers over the reals or probabilities occur."""
    return any(isinstance(part, ORDER_NODES) for part in subterms(term))


def has_probabilities(term: Term) -> bool:
    """Whether a probability occurs."""
    return any(isinstance(part, Probability) for part in subterms(term))


def differentiated(statement: Statement) -> str:
    """The name of a function that is differentiated though it need not be smooth; else nothing."""
    for part in subterms(statement):
        inside = subterms(part) if isinstance(part, Partial) else [part]
        for one in inside:
            if isinstance(one, Unknown) and not is_smooth(one):
                if isinstance(part, Partial) or any(one.orders):
                    return one.name
    return ""
