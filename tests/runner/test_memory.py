"""Statements remembered: by their terms, for as much time as they got, and nothing by accident."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from symderive import calc, claim, eq, erratum, gt, le, lt, num, real, size, total, vector
from symderive.claims import Claim
from symderive.language.definitions import DEFINITIONS, Definition
from symderive.results import ClaimOutcome
from symderive.runner import deciding
from symderive.runner.cache import Cache
from symderive.runner.memory import Statements, may_stand, statements_in

n, m = size("n"), size("m")
OF_N, OF_M, POSITIVE, NUMBER = vector(n), vector(m), vector(n, above=0), real()
WAITING = {"status": "undecided", "reason": "out of time", "seconds": 3.1}


def stated(body: Callable[..., Any], **options: Any) -> Claim:
    """A claim with a name of its own."""
    made: Claim = claim("M-1", **options)(body)
    return made


def doubled(x=OF_N):
    """A sum of doubles."""
    return eq(total(lambda k: 2 * x[k], 1, n), 2 * total(lambda k: x[k], 1, n))


@pytest.fixture
def memory(tmp_path: Path) -> Statements:
    return Statements(Cache(tmp_path), "an engine")


def decided(found: Claim, memory: Statements, budget: float = 5) -> ClaimOutcome:
    outcome = deciding.decide(found, budget=budget, memory=memory)
    memory.keep_outcome(outcome, budget)
    return outcome


def test_a_statement_is_decided_once(memory: Statements, monkeypatch: pytest.MonkeyPatch) -> None:
    first = decided(stated(doubled), memory)
    monkeypatch.setattr(deciding, "prove", None)
    second = decided(stated(doubled), memory)
    assert (first.cached, second.cached) == (False, True)
    assert first.lines == second.lines
    assert first.lines[0].verdict.steps == second.lines[0].verdict.steps
    assert second.lines[0].verdict.statement == stated(doubled).written.lines[0].statement


@pytest.mark.parametrize(
    "other",
    [
        lambda x=OF_N: eq(total(lambda k: 2 * x[k], 1, n), -2 * total(lambda k: x[k], 1, n)),
        lambda x=OF_N: eq(total(lambda j: 2 * x[j], 1, n), 2 * total(lambda j: x[j], 1, n)),
        lambda y=OF_N: eq(total(lambda k: 2 * y[k], 1, n), 2 * total(lambda k: y[k], 1, n)),
        lambda x=OF_M: eq(total(lambda k: 2 * x[k], 1, m), 2 * total(lambda k: x[k], 1, m)),
        lambda x=POSITIVE: eq(total(lambda k: 2 * x[k], 1, n), 2 * total(lambda k: x[k], 1, n)),
        lambda x=OF_N: eq(total(lambda k: 2 * x[k], 1, n), 2 * total(lambda k: x[k], 1, n)).given(
            gt(n, 1)
        ),
        lambda x=OF_N: eq(2 * total(lambda k: x[k], 1, n), total(lambda k: 2 * x[k], 1, n)),
    ],
    ids="sign bound-name name size domain hypothesis sides".split(),
)
def test_another_statement_has_another_key(memory: Statements, other: Callable[..., Any]) -> None:
    decided(stated(doubled), memory)
    assert not decided(stated(other), memory).cached
    assert not deciding.decide(stated(other), memory=Statements(memory.cache, "another")).cached


def test_numbers_and_lemmas_are_part_of_the_key(memory: Statements) -> None:
    plain = decided(stated(doubled), memory)
    checked = decided(stated(doubled, numbers={n: 20}), memory)
    again = decided(stated(doubled, numbers={n: 21}), memory)
    assert not plain.cached
    assert not checked.cached
    assert not again.cached
    assert plain.lines[0].evidence is None
    assert checked.lines[0].evidence is not None
    lemma = stated(doubled)

    def chained(x=OF_N):
        twice = total(lambda k: 2 * x[k], 1, n)
        return calc(twice).eq(2 * total(lambda k: x[k], 1, n), "so", by=lemma)

    cited = decided(stated(chained), memory)
    assert not cited.cached
    assert "doubled" in " ".join(cited.lines[0].verdict.trust)
    assert decided(stated(doubled), memory).lines[0].verdict.trust == plain.lines[0].verdict.trust


def test_an_erratum_is_not_checked_in_floats_though_its_statement_was(memory: Statements) -> None:
    right = stated(doubled, numbers={n: 20})
    decided(right, memory)
    wrong: Claim = erratum("E-1", corrected_by=right)(doubled)
    assert decided(wrong, memory).lines[0].evidence is None


def test_what_is_undecided_is_tried_again_with_more_time(memory: Statements) -> None:
    key = memory.key("a statement")
    line = {"verdict": WAITING, "evidence": None}
    memory.keep({"error": "", "lines": [line]}, [[key, False, 1.0]], 3)
    assert memory.entry(key, 3, "undecided")
    assert memory.entry(key, 1, "undecided")
    assert memory.entry(key, 4, "undecided") is None
    assert memory.entry(key, 3, "proved") is None


@pytest.mark.parametrize(
    ("status", "final"),
    [("proved", True), ("refuted", True), ("proved_at_sizes", False), ("undecided", False)],
)
def test_only_what_is_final_stands_for_more_time(status: str, final: bool) -> None:
    assert may_stand(status, 1, expect=status, taken=1, allowed=1)
    assert may_stand(status, 1, expect=status, taken=1, allowed=2) == final
    assert may_stand(status, 1, expect="other", taken=1, allowed=1) == final
    assert may_stand(status, 0.1, expect="other", taken=1, allowed=1)
    assert may_stand(status, 0.1, expect="other", taken=1, allowed=2) == final


@pytest.mark.parametrize("detail", ["", "Unable to allocate 7.45 GiB for an array with shape (9,)"])
def test_a_check_without_memory_is_not_remembered(memory: Statements, detail: str) -> None:
    evidence = {"outcome": "not applicable", "detail": detail}
    line = {"verdict": {"status": "proved"}, "evidence": evidence}
    memory.keep({"error": "", "lines": [line]}, [["key", False, 1.0]], 3)
    assert memory.fresh == {}


def test_what_raises_is_not_remembered(memory: Statements) -> None:
    def raises(x=OF_N):
        return eq(x[1], 1 // 0)

    assert decided(stated(raises), memory).error
    assert memory.fresh == {}


def test_what_is_defined_elsewhere_is_not_remembered(
    memory: Statements, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = Definition("foreign", lambda *a: (), lambda *a: num(1))
    monkeypatch.setitem(DEFINITIONS, "foreign", foreign)
    assert not decided(stated(doubled), memory).cached
    assert memory.fresh == {}


def test_another_process_finds_what_was_written(tmp_path: Path) -> None:
    first = statements_in(str(tmp_path))
    assert first is not None
    assert not decided(stated(doubled), first).cached
    assert first.write()
    second = statements_in(str(tmp_path))
    assert second is not None
    assert decided(stated(doubled), second).cached


def test_what_was_decided_while_the_engine_changed_is_not_written(
    memory: Statements, tmp_path: Path
) -> None:
    decided(stated(doubled), memory)
    assert not memory.write()
    assert "symderive was changed" in memory.cache.told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("entry", [[], {}, {"verdict": 1}, {"verdict": {"status": "proved"}}, 7])
def test_an_entry_that_says_nothing_does_not_count(memory: Statements, entry: Any) -> None:
    first = decided(stated(doubled), memory)
    key = memory.notes[0].key
    memory.fresh.clear()
    memory.cache.write("statements", key, entry)
    second = decided(stated(doubled), memory)
    assert not second.cached
    assert second.lines == first.lines


def test_an_order_and_its_opposite_are_two_statements(memory: Statements) -> None:
    bodies = [
        lambda a=NUMBER: gt(a * a, -1),
        lambda a=NUMBER: lt(a * a, -1),
        lambda a=NUMBER: le(a * a, -1),
    ]
    outcomes = [decided(stated(body), memory) for body in bodies]
    assert [outcome.status for outcome in outcomes] == ["proved", "refuted", "refuted"]
    assert not any(outcome.cached for outcome in outcomes)
