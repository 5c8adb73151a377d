"""What the prover alone says about a statement, set against the independent evaluator."""

from __future__ import annotations

from symderive.evaluator.search import find_counterexample
from symderive.language.terms import Statement
from symderive.prover.prove import prove_statement

PROVER_SECONDS = 10.0

FALSE_PROOF, PROVED = "FALSE PROOF", "proved"
REFUTED, OPEN = "refuted by the evaluator", "neither"


def judge(statement: Statement, seconds: float, look_at_open: bool = True) -> tuple[str, str]:
    """How prover and evaluator go together, and the witness or the prover's reason.

    The evaluator gets that many seconds; statements that the prover leaves open are given to it
    only if ``look_at_open``.
    """
    outcome = prove_statement(statement, seconds=PROVER_SECONDS)
    if not outcome.proved and not look_at_open:
        return OPEN, outcome.reason
    witness = find_counterexample(statement, seconds=seconds).witness
    if witness is None:
        return (PROVED, "") if outcome.proved else (OPEN, outcome.reason)
    return (FALSE_PROOF if outcome.proved else REFUTED), str(witness)
