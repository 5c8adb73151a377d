"""Outcomes of claims and reports: what counts as expected, the exit status, JSON both ways."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from symderive.results import ClaimOutcome, LineOutcome, Report, Verdict, Witness

PROVED = Verdict("proved")
REFUTED = Verdict("refuted", witness=Witness({"n": 1}, left="0", right="1"))
UNDECIDED = Verdict("undecided", reason="too hard")
AT_SIZES = Verdict("proved_at_sizes", scope="n = 1, 2")


def outcome(*lines: LineOutcome, expect: str = "proved", **more: object) -> ClaimOutcome:
    return ClaimOutcome("c", "proofs/x.py", 3, "claim", expect, lines=lines, **more)


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
