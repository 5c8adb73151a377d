"""Outcomes of claims and reports: what counts as expected, the exit status, JSON both ways."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from symderive.results import ClaimOutcome, Evidence, LineOutcome, Report, Verdict, Witness
from symderive.results.outcome import rows_of

PROVED = Verdict("proved")
REFUTED = Verdict("refuted", witness=Witness({"n": 1}, left="0", right="1"))
UNDECIDED = Verdict("undecided", reason="too hard")
AT_SIZES = Verdict("proved_at_sizes", scope="n = 1, 2")


def outcome(
    *lines: LineOutcome, expect: str = "proved", kind: str = "claim", **more: object
) -> ClaimOutcome:
    return ClaimOutcome("c", "proofs/x.py", 3, kind, expect, lines=lines, **more)


def line(verdict: Verdict, role: str = "line", expect: str = "proved") -> LineOutcome:
    return LineOutcome(role, 1, expect, verdict, "a = b")


def printed(verdict: Verdict) -> LineOutcome:
    return line(verdict, "printed", "refuted")


@pytest.mark.parametrize(
    ("found", "status", "as_expected", "exit_status"),
    [
        (outcome(line(PROVED)), "proved", True, 0),
        (outcome(line(PROVED), line(REFUTED), line(PROVED)), "refuted", False, 1),
        (outcome(line(PROVED), line(UNDECIDED)), "undecided", False, 1),
        (outcome(line(PROVED), line(AT_SIZES)), "proved_at_sizes", False, 1),
        (outcome(line(PROVED), printed(REFUTED)), "proved", True, 0),
        (outcome(line(PROVED), printed(PROVED)), "proved", False, 1),
        (outcome(line(PROVED), printed(UNDECIDED)), "proved", False, 1),
        (outcome(line(REFUTED, expect="refuted"), expect="refuted"), "refuted", True, 0),
        (outcome(line(PROVED, expect="refuted"), expect="refuted"), "proved", False, 1),
        (outcome(error="no", ill_formed=True, expect="ill-formed"), "ill-formed", True, 0),
        (outcome(line(PROVED), expect="ill-formed"), "proved", False, 1),
        (outcome(error="no", ill_formed=True), "ill-formed", False, 2),
        (outcome(error="no", expect="ill-formed"), "error", False, 2),
        (outcome(expect="noted"), "noted", True, 0),
    ],
)
def test_a_chain_is_as_strong_as_its_weakest_line(
    found: ClaimOutcome, status: str, as_expected: bool, exit_status: int
) -> None:
    assert found.status == status
    assert found.as_expected is as_expected
    assert Report((found,)).exit_status == exit_status


def test_a_report_is_as_good_as_its_worst_part() -> None:
    good, wrong = outcome(line(PROVED)), outcome(line(REFUTED))
    assert Report((good, wrong)).exit_status == 1
    assert Report((good,), ("x.py: no such proof file",)).exit_status == 2
    assert Report((wrong, outcome(error="no"))).exit_status == 2


def test_the_first_wrong_line_is_named() -> None:
    found = outcome(
        line(PROVED), replace(line(REFUTED), number=2), replace(line(UNDECIDED), number=3)
    )
    assert found.first_wrong is found.lines[1]
    assert found.reason == "line 2: a = b: Refuted at n = 1: left 0, right 1"
    assert outcome(line(PROVED), printed(PROVED)).reason == "as printed: a = b: Proved"


def test_json_both_ways() -> None:
    found = outcome(line(PROVED), printed(REFUTED), refs=("S-1",), title="A claim", seconds=0.5)
    report = Report((found, outcome(error="no")), ("x.py: gone",), 2.0)
    again = Report.from_json(json.loads(json.dumps(report.to_json())))
    assert again == report
    assert again.to_json() == report.to_json()


PASSED, FAILED = Evidence("passed", {"n": 9}, 3, 1e-15), Evidence("failed", {"n": 9}, 3, 0.5)


def checked(verdict: Verdict, evidence: Evidence | None, **more: str) -> LineOutcome:
    return replace(line(verdict), evidence=evidence, **more)


@pytest.mark.parametrize(
    ("found", "as_expected"),
    [
        (outcome(checked(PROVED, PASSED)), True),
        (outcome(checked(PROVED, FAILED)), False),
        (
            outcome(checked(AT_SIZES, FAILED, expect="proved_at_sizes"), expect="proved_at_sizes"),
            False,
        ),
        (outcome(checked(REFUTED, FAILED, expect="refuted"), expect="refuted"), True),
        (outcome(checked(UNDECIDED, FAILED, expect="undecided"), expect="undecided"), True),
    ],
)
def test_floats_that_contradict_a_proof_are_never_as_expected(
    found: ClaimOutcome, as_expected: bool
) -> None:
    assert found.as_expected is as_expected
    assert ("but the check in floats failed" in found.reason) is not as_expected
    assert ClaimOutcome.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_what_was_given_up_is_undecided_with_its_reason() -> None:
    found = outcome(stopped="stopped after 30 s")
    assert (found.status, found.as_expected, found.could_run) == ("undecided", False, True)
    assert found.reason == "Undecided: stopped after 30 s"
    assert outcome(stopped="stopped after 30 s", expect="undecided").as_expected


def test_every_id_has_a_row_and_an_id_of_a_line_stands_there() -> None:
    chain = outcome(
        checked(PROVED, PASSED, ref="S-2"),
        checked(AT_SIZES, None),
        replace(printed(REFUTED), erratum="E-1"),
        refs=("S-1", "S-2"),
        shown="a = c",
    )
    rows = [(row.id, row.status, row.expected, row.formula, row.evidence) for row in rows_of(chain)]
    assert rows == [
        ("S-1", "proved_at_sizes", False, "a = c", PASSED),
        ("S-2", "proved", True, "a = b", PASSED),
        ("E-1", "refuted", True, "a = b", None),
    ]


@pytest.mark.parametrize(
    ("found", "rows"),
    [
        (outcome(line(PROVED), shown="a = b"), [("c", "a = b")]),
        (
            outcome(line(PROVED), shown="a = b", refs=("S-1", "S-2")),
            [("S-1", "a = b"), ("S-2", "a = b")],
        ),
        (
            outcome(expect="noted", kind="erratum", refs=("E-1", "S-1"), title="T"),
            [("E-1 S-1", "T")],
        ),
        (outcome(error="no\n  in claim c"), [("c", "no")]),
        (
            outcome(replace(line(PROVED), ref="S-1"), refs=("S-1",), shown="a = b"),
            [("c", "a = b"), ("S-1", "a = b")],
        ),
    ],
)
def test_a_claim_has_a_row_of_its_own_name_where_no_id_is_left(
    found: ClaimOutcome, rows: list[tuple[str, str]]
) -> None:
    assert [(row.id, row.formula) for row in rows_of(found)] == rows


def test_of_a_chain_the_table_shows_the_weakest_evidence() -> None:
    worse = Evidence("passed", {"n": 9}, 3, 1e-12)
    (row,) = rows_of(outcome(checked(PROVED, PASSED), checked(PROVED, worse), line(PROVED)))
    assert row.evidence == worse
    (row,) = rows_of(outcome(checked(PROVED, FAILED), checked(PROVED, worse)))
    assert row.evidence == FAILED


def test_the_report_as_json_says_first_what_stands_under_each_id() -> None:
    report = Report((outcome(checked(PROVED, PASSED), shown="a = b", refs=("S-1",)),))
    data = json.loads(json.dumps(report.to_json()))
    assert next(iter(data)) == "ids"
    assert (data["ids"][0]["id"], data["ids"][0]["formula"]) == ("S-1", "a = b")
    assert Report.from_json(data) == report
