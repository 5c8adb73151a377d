"""Verdicts: what they print, what counts as true, JSON both ways."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from symderive.language.serial import from_json
from symderive.language.terms import Compare, Number, Statement
from symderive.results import Evidence, Step, Verdict, Witness

AT_ONE = Witness(sizes={"n": 1}, values={"x[1]": "0"}, left="0", right="2")
OUTSIDE = Witness(sizes={"n": 2}, undefined="x[3] is outside 1..2")

VERDICTS = [
    (Verdict("proved", scope="every n >= 1, every x"), "Proved for every n >= 1, every x"),
    (Verdict("proved_at_sizes", scope="n = 1, 2, 3"), "Proved at n = 1, 2, 3"),
    (Verdict("refuted", witness=AT_ONE), "Refuted at n = 1, x = (0): left 0, right 2"),
    (Verdict("refuted", witness=OUTSIDE), "Refuted at n = 2: x[3] is outside 1..2"),
    (Verdict("refuted", witness=Witness(left="1", right="2")), "Refuted: left 1, right 2"),
    (Verdict("undecided", reason="sin is not read"), "Undecided: sin is not read"),
]


@pytest.mark.parametrize(("verdict", "text"), VERDICTS)
def test_prints_one_line(verdict: Verdict, text: str) -> None:
    assert str(verdict) == text


def test_only_proved_is_true() -> None:
    assert [bool(verdict) for verdict, _ in VERDICTS] == [True, False, False, False, False, False]


def test_offered_repairs_are_printed_below() -> None:
    repaired = ("beta != 0", Verdict("proved", scope="every beta != 0"))
    verdict = Verdict(
        "refuted", witness=Witness(values={"beta": "0"}, undefined="1/beta"), repaired=(repaired,)
    )
    assert (
        str(verdict) == "Refuted at beta = 0: 1/beta\n  under beta != 0: Proved for every beta != 0"
    )


def full_verdict() -> Verdict:
    return Verdict(
        "refuted",
        scope="every n >= 1",
        conditions=("n >= 1",),
        witness=Witness({"n": 1}, {"i": 1}, {"x[1]": "1/2"}, {"F": "t^2"}, "0", "2"),
        trust=("ISL",),
        steps=lambda: (Step("unfold", "x[1]", "1 <= 1"),),
        repaired=(("n > 1", Verdict("proved")),),
        seconds=0.25,
        seed=3,
        statement=Statement(Compare("=", Number(Fraction(1, 2)), Number(Fraction(1)))),
    )


def test_json_both_ways() -> None:
    verdict = full_verdict()
    again = Verdict.from_json(json.loads(json.dumps(verdict.to_json())))
    assert again == verdict
    assert again.to_json() == verdict.to_json()
    assert from_json(again.statement) == verdict.statement


def test_steps_are_written_on_first_reading_only() -> None:
    calls: list[int] = []

    def write() -> tuple[Step, ...]:
        calls.append(1)
        return (Step("one"),)

    verdict = Verdict("proved", steps=write)
    assert bool(verdict)
    assert not calls
    assert verdict.steps == verdict.steps == (Step("one"),)
    assert calls == [1]
    assert Verdict("proved").steps == ()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"status": "open"}, "status"),
        ({"status": "refuted"}, "witness"),
        ({"status": "undecided"}, "reason"),
    ],
)
def test_an_answer_must_be_complete(wrong: dict[str, str], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        Verdict(**wrong)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"x[1]": "0", "x[2]": "1/2"}, "x = (0, 1/2)"),
        ({"A[1,1]": "1", "A[1,2]": "2", "A[2,1]": "3", "A[2,2]": "4"}, "A = (1, 2; 3, 4)"),
        ({"x[2]": "5"}, "x[2] = 5"),
        ({"T[1,1,1]": "5", "beta": "2"}, "T[1,1,1] = 5, beta = 2"),
    ],
)
def test_tensors_are_shown_in_one_piece(values: dict[str, str], text: str) -> None:
    assert Witness(values=values).point == text


def test_evidence_is_true_only_when_passed() -> None:
    outcomes = ("passed", "failed", "uninformative", "not applicable")
    assert [bool(Evidence(outcome)) for outcome in outcomes] == [True, False, False, False]
    with pytest.raises(ValueError, match="outcome"):
        Evidence("maybe")


def test_evidence_json_both_ways() -> None:
    told = {"ratio": 3.0, "power": 1e-9, "finding": "the left side overflows"}
    evidence = Evidence("failed", {"n": 3}, 2, 0.5, "numpy.kron", "far apart", 7, 0.1, **told)
    assert Evidence.from_json(json.loads(json.dumps(evidence.to_json()))) == evidence
    assert str(evidence) == (
        "failed at n = 3, 2 points, largest relative difference 5.0e-01, error/tolerance 3, "
        "tolerance/value 1.0e-09, seed 7, compared with numpy.kron: far apart; the left side "
        "overflows"
    )
