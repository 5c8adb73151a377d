"""The runner: every claim gets an outcome, what cannot run is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from symderive import runner
from symderive.results import ClaimOutcome
from tests.claims.proof_text import BROKEN, PROOFS, UNREADABLE


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("sums", PROOFS), ("broken", BROKEN), ("unreadable", UNREADABLE)):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


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


def test_what_raises_is_told_with_its_line_and_the_rest_goes_on(folder: Path) -> None:
    report = runner.run(["broken.py"])
    fine, raises, wrong = report.outcomes
    assert fine.as_expected
    assert "ZeroDivisionError" in raises.error
    line = BROKEN.split("\n").index("    return eq(n, 1 // 0)") + 1
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
    work = runner.gather([folder / "sums.py"], select)
    assert [claim.name for file in work.files for claim in file.claims] == names


def test_progress_is_told_after_each_claim(folder: Path) -> None:
    seen: list[tuple[str, int, int]] = []

    def note(outcome: ClaimOutcome, done: int, total: int) -> None:
        seen.append((outcome.name, done, total))

    runner.run(["broken.py"], progress=note)
    assert seen == [("fine", 1, 3), ("raises", 2, 3), ("wrong", 3, 3)]
