"""Statements written with the public names, decided by the prover alone or by the evaluator."""

from __future__ import annotations

from typing import Any

from symderive.evaluator.search import find_counterexample
from symderive.language.reading import read_statement
from symderive.prover.outcome import Outcome
from symderive.prover.prove import prove_statement

Claim = tuple[Any, ...]
"""A relation and the hypotheses under which it is claimed."""

SECONDS = 20.0


def outcome_of(claim: Claim) -> Outcome:
    """What the prover alone says."""
    relation, *given = claim
    return prove_statement(read_statement(relation, None, given), SECONDS)


def is_proved(claim: Claim) -> bool:
    """Whether the prover alone proves a claim."""
    return outcome_of(claim).proved


def is_refuted(claim: Claim) -> bool:
    """Whether the evaluator finds a counterexample."""
    relation, *given = claim
    statement = read_statement(relation, None, given)
    return find_counterexample(statement, seconds=SECONDS, seed=0).witness is not None
