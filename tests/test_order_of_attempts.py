"""A short proof is tried first, then the search, and only then the long proof."""

from __future__ import annotations

import pytest

from symderive import decide, eq, prove, real
from symderive.evaluator.search import Search
from symderive.prover.outcome import Outcome

NOTHING_SEEN = Search(None, 0, satisfiable=True)


@pytest.fixture
def budgets(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds given to each attempt at a proof; each is used up without one."""
    given: list[float] = []

    def fail(statement: object, seconds: float) -> Outcome:
        given.append(seconds)
        return Outcome(False, reason="time is used up", seconds=seconds)

    monkeypatch.setattr(decide, "screen", lambda statement, seconds: NOTHING_SEEN)
    monkeypatch.setattr(decide, "prove_statement", fail)
    return given


def test_what_the_search_refutes_waits_for_no_long_proof(budgets: list[float]) -> None:
    t = real("t")
    assert prove(eq(t * t, t)).status == "refuted"
    assert budgets == [decide.ROUNDS[0][0]]


def test_what_is_not_refuted_gets_the_rest_of_the_time(budgets: list[float]) -> None:
    t = real("t")
    assert prove(eq(t + t, 2 * t), budget=5).status == "undecided"
    *first, rest = budgets
    assert first == [proof for proof, _ in decide.ROUNDS]
    assert first[-1] < rest <= 5


def test_a_proof_that_needs_no_more_time_gets_none(
    budgets: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_at_once(statement: object, seconds: float) -> Outcome:
        budgets.append(seconds)
        return Outcome(False, reason="weights differ")

    monkeypatch.setattr(decide, "prove_statement", fail_at_once)
    t = real("t")
    assert prove(eq(t + t, 2 * t), budget=5).status == "undecided"
    assert budgets == [decide.ROUNDS[0][0]]


def test_no_attempt_gets_more_than_the_budget(budgets: list[float]) -> None:
    t = real("t")
    assert prove(eq(t + t, 2 * t), budget=0.2).status == "undecided"
    assert 0 < budgets[0] <= 0.2
    assert all(seconds <= 0.2 for seconds in budgets)
