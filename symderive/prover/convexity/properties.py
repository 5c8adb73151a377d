"""Convexity, definiteness and shapes, claimed or denied, brought back to relations."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from symderive.language.convexity import Convex
from symderive.language.defined import Defined, is_negated, names_in
from symderive.language.definiteness import Definite
from symderive.language.definitions import shape_of
from symderive.language.shape_claims import HasShape
from symderive.language.terms import Compare, Not, Statement, Term
from symderive.prover.convexity import convex, definite, midpoints
from symderive.prover.convexity.convex import Reduction
from symderive.prover.outcome import Outcome

Decide = Callable[[Statement, float], Outcome]
OVER = "the time allowed for the proof is used up"


def concerns(claim: Term) -> bool:
    """Whether a property is claimed or denied."""
    return isinstance(claim, Defined) or is_negated(claim)


def decided(statement: Statement, deadline: float, decide: Decide) -> Outcome:
    """The first of the reductions of which every part is proved; why the first one is not, else."""
    first: Outcome | None = None
    for reduction in reductions(statement):
        if time.thread_time() > deadline:
            return Outcome(False, reason=OVER, cut_short=True)
        found = _together(reduction, deadline, decide)
        if found.proved:
            return found
        if first is None:
            first = found
        first.cut_short |= found.cut_short
    return first or Outcome(False, reason="no rule is known by which this would follow")


def _together(reduction: Reduction, deadline: float, decide: Decide) -> Outcome:
    """All parts of a reduction; a part without values holds, as long as another one has some."""
    steps: list[tuple[Any, ...]] = [(reduction.rule, reduction.details)]
    trust: dict[str, None] = {}
    met = False
    for part in reduction.parts:
        found = decide(part, deadline)
        if not found.proved and not found.vacuous:
            reason = f"{reduction.rule}: {found.reason or 'not proved'}"
            return Outcome(False, reason=reason, failures=found.failures, cut_short=found.cut_short)
        met |= found.proved
        steps += found.steps
        trust |= dict.fromkeys(found.trust)
    if not met:
        return Outcome(False, reason="no values satisfy the hypotheses", vacuous=True)
    return Outcome(True, how=reduction.rule, steps=steps, trust=tuple(trust))


def reductions(statement: Statement) -> Iterator[Reduction]:
    """Statements that together prove the claim, in one way after the other."""
    claim = statement.claim
    if isinstance(claim, Convex):
        yield from convex.reductions(statement, claim)
    elif isinstance(claim, Definite):
        yield from definite.reductions(statement, claim)
    elif isinstance(claim, Defined):
        meaning = claim.meaning(names_in(statement))
        yield Reduction("definition of a shape", (Statement(meaning, statement.given),))
    elif isinstance(claim, Not):
        denied = claim.condition
        if isinstance(denied, Convex):
            yield from midpoints.refutations(statement, denied)
        elif isinstance(denied, Definite):
            yield from definite.refutations(statement, denied)
        elif isinstance(denied, HasShape):
            yield from _other_shape(statement, denied)


def _other_shape(statement: Statement, denied: HasShape) -> Iterator[Reduction]:
    """A tensor that has a value has not these sizes if one of them is different."""
    value = Compare("=", denied.tensor, denied.tensor)
    for size, other in zip(shape_of(denied.tensor) or (), denied.sizes, strict=True):
        parts = (value, Compare("!=", size, other))
        yield Reduction(
            "sizes that differ", tuple(Statement(p, statement.given) for p in parts), parts[1:]
        )
