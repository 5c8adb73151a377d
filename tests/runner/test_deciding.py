"""One claim decided in this process: budgets, the check in floats, what follows it on the way."""

from __future__ import annotations

import pytest

from symderive import claim, eq, erratum, size, vector
from symderive.claims import calc
from symderive.numeric import check
from symderive.results import ClaimOutcome, Evidence
from symderive.runner import deciding
from symderive.runner.deciding import budget_of, decide, with_statements

n = size("n")


@claim("N-1", numbers={n: 40})
def doubled(x=vector(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """Twice a sum."""
    return (
        calc(x.sum() + x.sum())
        .eq(2 * x.sum(), "collect terms")
        .eq((2 * x).sum(), "linearity", printed=(3 * x).sum(), erratum="E-1")
    )


@erratum("E-2", corrected_by=doubled)
def tripled(x=vector(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """Three times."""
    return eq(x.sum() + x.sum(), 3 * x.sum())


@claim("N-2", budget=2.5)
def quits():  # type: ignore[no-untyped-def]
    """Ends everything."""
    raise SystemExit("bye")


def test_claims_are_checked_in_floats_where_sizes_are_named() -> None:
    outcome = decide(doubled)
    found = {(line.role, line.number): line.evidence for line in outcome.lines}
    assert found.pop(("printed", 2)) is None
    assert all(evidence is not None and evidence.sizes == {"n": 40} for evidence in found.values())
    assert all(found.values())
    assert [line.evidence for line in decide(tripled).lines] == [None]


def test_a_check_in_floats_that_fails_beside_a_proof_is_not_as_expected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing = Evidence("failed", {"n": 40}, 3, 0.5)
    monkeypatch.setattr(check, "check_statement", lambda statement, sizes: failing)
    outcome = decide(doubled)
    assert outcome.status == "proved"
    assert not outcome.as_expected
    assert outcome.reason.endswith(
        "Proved for every n >= 1, every x, but the check in floats failed at n = 40, 3 points, "
        "largest relative difference 5.0e-01"
    )
    again = ClaimOutcome.from_json(outcome.to_json())
    assert again.reason == outcome.reason
    assert again.lines[0].evidence == failing


def test_what_is_known_on_the_way_is_told() -> None:
    seen: list[list[str]] = []
    decide(doubled, follow=lambda known: seen.append([x.verdict.reason for x in known.lines]))
    waiting = deciding.WAITING
    assert seen[0] == [waiting] * 3
    assert seen[1][1:] == [waiting] * 2
    assert waiting not in (seen[1][0], *seen[2][:2])


def test_a_claim_that_wants_to_end_everything_is_an_error() -> None:
    outcome = decide(quits)
    assert outcome.status == "error"
    assert outcome.error.startswith("SystemExit: bye\n  in claim quits (")


def test_the_budget_of_a_claim_is_its_own_or_the_one_asked_for() -> None:
    assert budget_of(quits, None) == budget_of(quits, 60) == 2.5
    assert budget_of(doubled, 60) == 60
    assert budget_of(doubled, None) == deciding.PROOF_SECONDS


def test_statements_are_terms_again_after_json() -> None:
    outcome = decide(doubled)
    again = with_statements(doubled, ClaimOutcome.from_json(outcome.to_json()))
    assert [line.verdict.statement for line in again.lines] == [
        line.statement for line in doubled.written.lines
    ]
    assert again.lines[0].verdict.steps == outcome.lines[0].verdict.steps
    assert with_statements(quits, decide(quits)).lines == ()
