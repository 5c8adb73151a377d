"""A short proof is tried first, then the search, and only then the long proof."""

from __future__ import annotations

import pytest

from symderive import decide, eq, prove, real
from symderive.evaluator.search import Search
from symderive.prover.prove import Outcome

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
    assert budgets == [decide.FIRST_SECONDS]


def test_what_is_not_refuted_gets_the_rest_of_the_time(budgets: list[float]) -> None:
    t = real("t")
    assert prove(eq(t + t, 2 * t), budget=5).status == "undecided"
    first, rest = budgets
    assert first == decide.FIRST_SECONDS
    assert first < rest <= 5


def test_a_small_budget_is_spent_once(budgets: list[float]) -> None:
    t = real("t")
    assert prove(eq(t + t, 2 * t), budget=0.5).status == "undecided"
    assert budgets == [0.5]
