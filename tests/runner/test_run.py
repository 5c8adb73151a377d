"""Runs: every claim gets an outcome whatever happens to its process, in the order of the files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from symderive import runner
from symderive.results import ClaimOutcome, Report
from symderive.runner import Limits
from symderive.runner.run import line_in_trace
from tests.claims.proof_text import BROKEN, PROOFS, UNREADABLE
from tests.runner import bad_files

SHORT = Limits(importing=4, margin=0.5)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("sums", PROOFS), ("broken", BROKEN), ("unreadable", UNREADABLE)):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


def without_times(data: Any) -> Any:
    """JSON data without seconds."""
    if isinstance(data, dict):
        return {key: without_times(value) for key, value in data.items() if key != "seconds"}
    return [without_times(value) for value in data] if isinstance(data, list) else data


def line_of(text: str, row: str) -> int:
    return text.split("\n").index(row) + 1


def test_everything_as_expected(folder: Path) -> None:
    report = runner.run(["sums.py"])
    assert {o.name: o.status for o in report.outcomes} == {
        "doubled": "proved",
        "forgotten_factor": "refuted",
        "squared": "proved",
        "rank_mismatch": "ill-formed",
        "slip": "noted",
    }
    assert report.exit_status == 0
    squared = report.outcomes[2]
    assert [line.verdict.status for line in squared.lines] == ["proved", "refuted", "proved"]
    assert squared.lines[1].erratum == "E-2"
    assert squared.file == "sums.py"
    assert squared.lines[0].verdict.steps
    assert squared.shown.startswith("sum(k=1..n, x[k])*sum(k=1..n, x[k]) = sum(k=1..n, sum(l=1..n")


def test_what_raises_is_told_with_its_line_and_the_rest_goes_on(folder: Path) -> None:
    report = runner.run(["broken.py"])
    fine, raises, wrong = report.outcomes
    assert fine.as_expected
    assert "ZeroDivisionError" in raises.error
    line = line_of(BROKEN, "    return eq(n, 1 // 0)")
    assert f"in claim raises (broken.py:{line})" in raises.error
    assert wrong.status == "refuted"
    assert report.exit_status == 2


def test_a_file_that_does_not_import_stops_nothing(folder: Path) -> None:
    report = runner.run(["unreadable.py", "sums.py", "missing.py"], select="C-1")
    assert [o.name for o in report.outcomes] == ["doubled"]
    assert [f.partition(":")[0] for f in report.failures] == ["unreadable.py", "missing.py"]
    assert report.exit_status == 2


@pytest.mark.parametrize(
    ("select", "names"),
    [("squ", ["squared"]), ("e-3", ["rank_mismatch"]), ("FACTOR", ["forgotten_factor"])],
)
def test_claims_are_selected_by_name_title_or_reference(
    folder: Path, select: str, names: list[str]
) -> None:
    assert [o.name for o in runner.run(["sums.py"], select).outcomes] == names


class Notes:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.begun_names: list[str] = []
        self.seen: list[tuple[str, int, int]] = []

    def begun(self, name: str) -> None:
        self.begun_names.append(name)

    def ended(self, name: str, outcome: ClaimOutcome | None, done: int, total: int) -> None:
        assert outcome is None or outcome.name == name
        self.seen.append((name, done, total))


def test_progress_is_told_of_what_begins_and_of_what_ends(folder: Path) -> None:
    notes = Notes()
    runner.run(["broken.py"], progress=notes)
    assert notes.begun_names == ["broken.py", "fine", "raises", "wrong"]
    assert notes.seen == [("broken.py", 0, 3), ("fine", 1, 3), ("raises", 2, 3), ("wrong", 3, 3)]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Report]:
    """A run over good and bad files, by the number of processes."""
    folder = tmp_path_factory.mktemp("mixed")
    texts = {
        "a_good": PROOFS,
        "b_bodies": bad_files.BAD_BODIES,
        "c_loop": bad_files.NEVER_IMPORTED,
        "d_exit": bad_files.LEAVES_AT_IMPORT,
        "e_quit": bad_files.QUITS_AT_IMPORT,
        "f_syntax": bad_files.NOT_PYTHON,
        "g_broken": BROKEN,
    }
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        return {count: runner.run(["."], processes=count, limits=SHORT) for count in (1, 2)}
    finally:
        os.chdir(before)


def test_the_outcomes_are_the_same_for_any_number_of_processes(reports: dict[int, Report]) -> None:
    assert without_times(reports[1].to_json()) == without_times(reports[2].to_json())


def test_outcomes_and_failures_come_in_the_order_of_the_files(reports: dict[int, Report]) -> None:
    report = reports[2]
    files = [outcome.file for outcome in report.outcomes]
    assert files == sorted(files)
    assert set(files) == {"a_good.py", "b_bodies.py", "g_broken.py"}
    lines = {
        "c_loop.py": line_of(bad_files.NEVER_IMPORTED, "while True: pass"),
        "d_exit.py": 1,
        "e_quit.py": line_of(bad_files.QUITS_AT_IMPORT, 'sys.exit("no more")'),
        "f_syntax.py": line_of(bad_files.NOT_PYTHON, "def f(:"),
    }
    places = [failure.split(": ")[0] for failure in report.failures]
    assert places == [f"{file}:{line}" for file, line in lines.items()]
    for told, failure in zip(
        ("stopped after 4 s", "exit status 4", "SystemExit: no more", "invalid syntax"),
        report.failures,
        strict=True,
    ):
        assert told in failure


def test_a_claim_that_does_not_end_is_undecided(reports: dict[int, Report]) -> None:
    (loops,) = (o for o in reports[1].outcomes if o.name == "loops")
    assert (loops.status, loops.as_expected, loops.could_run) == ("undecided", False, True)
    line = line_of(bad_files.BAD_BODIES, "    while True: pass")
    assert loops.reason == (
        f"Undecided: the function did not return within 0.7 s at b_bodies.py:{line}"
    )


@pytest.mark.parametrize(
    ("name", "told", "row"),
    [
        ("leaves", "ended with exit status 3", '@claim("Z-2")'),
        ("crashes", "ended by SIGSEGV", "    ctypes.string_at(0)"),
        ("quits", "SystemExit: enough", '    sys.exit("enough")'),
        ("interrupts", "KeyboardInterrupt", "    raise KeyboardInterrupt"),
        ("fills_the_memory", "MemoryError", "    return eq(n, len(bytearray(10**18)))"),
    ],
)
def test_a_worker_that_dies_makes_its_claim_an_error(
    reports: dict[int, Report], name: str, told: str, row: str
) -> None:
    (found,) = (o for o in reports[1].outcomes if o.name == name)
    assert found.status == "error"
    assert told in found.error
    assert f"in claim {name} (b_bodies.py:{line_of(bad_files.BAD_BODIES, row)})" in found.error


def test_the_claims_beside_bad_ones_are_decided(reports: dict[int, Report]) -> None:
    status = {o.name: o.status for o in reports[1].outcomes}
    assert status["gut_für_数"] == status["fine"] == status["doubled"] == "proved"
    assert reports[1].exit_status == 2


LONG_CHAIN = '''"""A chain in which one line does not end."""
import symderive.runner.deciding as deciding
from symderive import *

n = size("n")
true_prove = deciding.prove


def slow(statement, budget):
    if "7" in str(statement):
        while True: pass
    return true_prove(statement, budget=budget)


deciding.prove = slow


@claim("L-1", budget=0.5)
def chain():
    """Three lines."""
    return calc(n + n).eq(2*n, "one").eq(3*n - n, "two", ref="L-1b").eq(9*n - 7*n, "three")
'''


def test_the_lines_before_the_one_that_was_stopped_keep_their_verdicts(folder: Path) -> None:
    (folder / "chain.py").write_text(LONG_CHAIN, encoding="utf-8")
    (outcome,) = runner.run(["chain.py"], limits=SHORT).outcomes
    assert [line.verdict.status for line in outcome.lines] == ["proved", "proved", "undecided"]
    assert outcome.status == "undecided"
    assert "line 3: 3*n - n = 9*n - 7*n: Undecided: stopped after 3.5 s" in outcome.reason
    assert [row.id for row in Report((outcome,)).rows] == ["L-1", "L-1b"]


def test_limits_grow_with_the_lines() -> None:
    assert Limits(margin=1).of_claim(budget=2, statements=3) == 13


def test_an_own_budget_wins_over_the_one_asked_for(folder: Path) -> None:
    (folder / "bodies.py").write_text(bad_files.BAD_BODIES, encoding="utf-8")
    (outcome,) = runner.run(["bodies.py"], "Z-1", budget=60, limits=SHORT).outcomes
    assert "within 0.7 s" in outcome.reason


def test_steps_can_be_left_out(folder: Path) -> None:
    (outcome,) = runner.run(["sums.py"], "C-1", steps=False).outcomes
    assert outcome.as_expected
    assert outcome.lines[0].verdict.steps == ()


def test_the_line_that_ran_is_the_latest_in_the_file() -> None:
    trace = (
        '  File "/lib/x.py", line 3 in g\n  File "/p/\\xfc.py", line 7 in f\n  File "/p/\\xfc.py"'
    )
    assert line_in_trace(trace, "/p/\xfc.py") == 7
    assert line_in_trace(trace, "/p/other.py") is None
    assert line_in_trace("", "/p/other.py") is None
