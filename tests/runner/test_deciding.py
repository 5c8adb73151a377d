"""One claim decided in this process: budgets, the check in floats, what follows it on the way."""

from __future__ import annotations

import pytest
from sympy import Symbol

from symderive import claim, eq, erratum, index, real, size, vector
from symderive.claims import calc
from symderive.language.reading import read_statement
from symderive.numeric import check
from symderive.results import ClaimOutcome, Evidence
from symderive.runner import deciding
from symderive.runner.deciding import budget_of, decide, has_free_sizes, with_statements

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


@claim("N-3")
def three_and_a_row(x=vector(3), i=index(3), j=index(3), o=real()):  # type: ignore[no-untyped-def]  # noqa: B008
    """All sizes are numbers."""
    return eq(o * (x[i] + x[j]), o * x[j] + o * x[i])


@claim("N-4")
def of_any_size(x=vector(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """A size is free."""
    return eq(x.sum() + x.sum(), 2 * x.sum())


@erratum("E-4", corrected_by=three_and_a_row)
def three_in_a_row(x=vector(3), i=index(3), j=index(3), o=real()):  # type: ignore[no-untyped-def]  # noqa: B008
    """One of them lost."""
    return eq(o * (x[i] + x[j]), o * x[i])


def test_claims_without_free_sizes_are_checked_in_floats_as_they_are() -> None:
    (line,) = decide(three_and_a_row).lines
    assert line.evidence is not None
    assert line.evidence.outcome == "passed"
    assert line.evidence.sizes == {}
    assert line.evidence.points >= 9
    assert [line.evidence for line in decide(of_any_size).lines] == [None]
    assert [line.evidence for line in decide(three_in_a_row).lines] == [None]


@pytest.mark.parametrize(
    ("variable", "free"),
    [
        (size("a"), True),
        (size("a", at_most=4), False),
        (index("a", 4), False),
        (index("a", n), True),
        (index("a", 2, index("b", 5)), False),
        (Symbol("a", integer=True), True),
        (real("a"), False),
    ],
    ids=tuple(range(7)),
)
def test_a_size_is_free_where_nothing_bounds_it(variable: object, free: bool) -> None:
    assert has_free_sizes(read_statement(eq(variable, 1))) is free


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
