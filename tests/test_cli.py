"""The command line: what it prints, what it writes, its exit status, how fast it starts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from symderive.cli import main
from tests.claims.proof_text import BROKEN, PROOFS, UNREADABLE


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "proofs").mkdir()
    (tmp_path / "proofs" / "sums.py").write_text(PROOFS, encoding="utf-8")
    (tmp_path / "broken.py").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "unreadable.py").write_text(UNREADABLE, encoding="utf-8")
    return CliRunner()


def test_check_looks_into_proofs(cli: CliRunner) -> None:
    result = cli.invoke(main, ["check"])
    assert result.exit_code == 0, result.output
    assert "proofs/sums.py::doubled" in result.output
    assert "5 claims: 1 ill-formed, 1 noted, 2 proved, 1 refuted; all as expected" in result.output


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["-k", "C-1"], 0, "1 claim: 1 proved"),
        (["broken.py", "-k", "wrong"], 1, "1 not as expected"),
        (["broken.py"], 2, "ZeroDivisionError"),
        (["unreadable.py"], 2, "unreadable.py:4: NameError"),
        (["nowhere.py"], 2, "no such file or folder"),
    ],
)
def test_exit_status(cli: CliRunner, arguments: list[str], status: int, words: str) -> None:
    result = cli.invoke(main, ["check", *arguments])
    assert result.exit_code == status, result.output
    assert words in result.output


def test_the_report_can_be_written(cli: CliRunner) -> None:
    cli.invoke(main, ["check", "-k", "C-1", "--json", "out/report.json"])
    report = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    assert [outcome["name"] for outcome in report["outcomes"]] == ["doubled"]


def test_sheets_are_written_one_a_file_and_the_same_each_time(cli: CliRunner) -> None:
    assert cli.invoke(main, ["sheet"]).exit_code == 0
    first = Path("output/sums.tex").read_bytes()
    assert cli.invoke(main, ["sheet", "proofs/sums.py", "-o", "again"]).exit_code == 0
    assert Path("again/sums.tex").read_bytes() == first


def test_list_runs_nothing(cli: CliRunner) -> None:
    result = cli.invoke(main, ["list", "broken.py", "proofs"])
    assert result.exit_code == 0
    assert "broken.py::raises  B-2  Divides before anyone is looking." in result.output
    assert result.output.count("::") == 8
    assert cli.invoke(main, ["list", "-k", "e-3"]).output.startswith(
        "proofs/sums.py::rank_mismatch"
    )
    assert cli.invoke(main, ["list", "gone.py"]).exit_code == 2


def test_explain_shows_one_claim(cli: CliRunner) -> None:
    result = cli.invoke(main, ["explain", "proofs/sums.py::squared"])
    assert result.exit_code == 0
    assert "printed in place of line 1 (E-2)" in result.output
    assert "line 2 (C-2b)" in result.output
    assert cli.invoke(main, ["explain", "broken.py::wrong"]).exit_code == 1
    assert cli.invoke(main, ["explain", "broken.py::gone"]).exit_code == 2
    assert cli.invoke(main, ["explain", "broken.py"]).exit_code == 2


@pytest.mark.parametrize("arguments", [["--help"], ["list", "nothing.py"]])
def test_help_and_list_import_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom symderive.cli import main\n"
        f"try: main({arguments})\nexcept SystemExit: pass\n"
        "print([m for m in ('sympy', 'numpy', 'rich', 'islpy') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.rstrip().endswith("[]")
