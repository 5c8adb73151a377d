"""The command line: what it prints, what it writes, its exit status, how fast it starts."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partialmethod
from pathlib import Path

import pytest
from click.testing import CliRunner

from symderive import runner
from symderive.cli import main
from symderive.results import Report
from symderive.runner import Limits
from tests.claims.proof_text import BROKEN, PROOFS, UNREADABLE
from tests.runner.bad_files import BAD_BODIES, NEVER_IMPORTED


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
    ids = [row.split()[0] for row in result.output.split("proofs/sums.py\n")[1].splitlines() if row]
    assert ids[:7] == ["C-1", "E-1", "C-2", "E-2", "C-2b", "E-3", "E-4"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["-k", "C-1"], 0, "1 claim: 1 proved"),
        (["broken.py", "-k", "wrong"], 1, "1 not as expected"),
        (["broken.py"], 2, "ZeroDivisionError"),
        (["unreadable.py"], 2, "unreadable.py:4: NameError"),
        (["nowhere.py"], 2, "no such file or folder"),
        (["-k", "nowhere"], 2, "no claim has 'nowhere' in its name, title or references"),
        (["-k", "C-1", "-j", "2", "--budget", "5"], 0, "1 claim: 1 proved"),
        (["-j", "0"], 2, "not in the range"),
        (["--budget", "0"], 2, "not in the range"),
    ],
)
def test_exit_status(cli: CliRunner, arguments: list[str], status: int, words: str) -> None:
    result = cli.invoke(main, ["check", *arguments])
    assert result.exit_code == status, result.output
    assert words in result.output


def test_what_was_decided_is_remembered_unless_it_must_not_be(cli: CliRunner) -> None:
    first, second = cli.invoke(main, ["check"]), cli.invoke(main, ["check"])
    assert "from the cache" not in first.output
    assert "all as expected; 5 from the cache" in second.output
    table = [result.output.split("\n\n")[-2] for result in (first, second)]
    assert table[0] == table[1]
    assert "from the cache" not in cli.invoke(main, ["check", "--no-cache"]).output
    entry = next(Path(".symderive_cache/files").rglob("*/*"))
    entry.write_bytes(entry.read_bytes()[:-1])
    third = cli.invoke(main, ["check"])
    assert third.exit_code == 0
    assert "cache: 1 entry in .symderive_cache damaged" in third.stderr
    assert "3 from the cache" in third.stdout


def test_sheets_and_explanations_ask_the_cache(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.invoke(main, ["sheet", "--no-cache", "-o", "anew"]).exit_code == 0
    assert not Path(".symderive_cache").exists()
    assert cli.invoke(main, ["explain", "proofs/sums.py::squared"]).exit_code == 0
    assert "from the cache" not in cli.invoke(main, ["check", "-k", "C-1"]).output
    assert "1 from the cache" in cli.invoke(main, ["check", "-k", "C-2"]).output
    assert "2 from the cache" in cli.invoke(main, ["check", "-k", "C-"]).output
    cli.invoke(main, ["check"])
    monkeypatch.setattr("symderive.runner.workers.Workers", None)
    assert cli.invoke(main, ["sheet", "-o", "known"]).exit_code == 0
    sheets = [Path(folder, "sums.tex").read_text(encoding="utf-8") for folder in ("anew", "known")]
    assert sheets[0] == sheets[1]


def test_the_report_can_be_written(cli: CliRunner) -> None:
    cli.invoke(main, ["check", "-k", "C-1", "--json", "out/report.json"])
    report = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    assert [outcome["name"] for outcome in report["outcomes"]] == ["doubled"]
    assert [(row["id"], row["formula"]) for row in report["ids"]] == [
        ("C-1", "sum(k=1..n, 2*x[k]) = 2*sum(k=1..n, x[k])")
    ]
    assert Report.from_json(report).exit_status == 0
    assert [path.name for path in Path("out").iterdir()] == ["report.json"]


def test_sheets_are_written_one_a_file_and_the_same_each_time(cli: CliRunner) -> None:
    assert cli.invoke(main, ["sheet"]).exit_code == 0
    first = Path("output/sums.tex").read_bytes()
    assert cli.invoke(main, ["sheet", "proofs/sums.py", "-o", "again"]).exit_code == 0
    assert Path("again/sums.tex").read_bytes() == first
    report = Report.from_json(json.loads(Path("again/report.json").read_text(encoding="utf-8")))
    assert len(report.outcomes) == 5


def test_sheets_are_written_in_the_forms_and_the_style_that_are_asked_for(cli: CliRunner) -> None:
    assert cli.invoke(main, ["sheet", "--format", "html,tex", "-o", "out"]).exit_code == 0
    written = {"sums.tex", "sums.html", "index.html", "report.json"}
    assert {path.name for path in Path("out").iterdir()} == written
    assert cli.invoke(main, ["sheet", "--style", "solution", "-o", "out"]).exit_code == 0
    assert {path.name for path in Path("out").iterdir()} == written | {"sums-solution.tex"}
    solution = Path("out/sums-solution.tex").read_text(encoding="utf-8")
    assert "E-1" in Path("out/sums.tex").read_text(encoding="utf-8")
    assert "E-1" not in solution
    assert "badge{" not in solution.partition(r"\begin{document}")[2]
    refused = cli.invoke(main, ["sheet", "--format", "docx"])
    assert refused.exit_code == 2
    assert "'docx' is none of tex, pdf, html" in refused.output


def test_the_index_keeps_the_sheets_that_a_run_leaves_alone(cli: CliRunner) -> None:
    text = Path("proofs/sums.py").read_text(encoding="utf-8")
    Path("proofs/more.py").write_text(text.replace("Small sums", "More sums"), encoding="utf-8")
    assert cli.invoke(main, ["sheet", "--format", "html", "-o", "out"]).exit_code == 0
    assert (
        cli.invoke(main, ["sheet", "proofs/sums.py", "--format", "html", "-o", "out"]).exit_code
        == 0
    )
    index = Path("out/index.html").read_text(encoding="utf-8")
    assert "More sums" in index
    assert 'href="more.html' in index


def test_a_form_that_cannot_be_made_here_is_said_once_all_others_are_written(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("symderive.sheets.pdf.PDFLATEX", "no-such-program")
    result = cli.invoke(main, ["sheet", "--format", "pdf,tex", "-o", "out"])
    assert result.exit_code == 2
    assert "no PDF of sums: no-such-program is not installed" in result.output
    assert Path("out/sums.tex").is_file()


def test_sheets_are_written_beside_files_that_cannot_be_read(cli: CliRunner) -> None:
    result = cli.invoke(main, ["sheet", "unreadable.py", "broken.py"])
    assert result.exit_code == 2
    assert "could not be read: unreadable.py:4: NameError" in result.output
    assert "ERROR broken.py::raises" in result.output
    assert Path("output/broken.tex").exists()


ERRATUM_OF_WHAT_LEAVES = '''

@erratum("Z-9", corrected_by=leaves, outcome="noted")
def slip():
    """Nothing ends its process."""
'''


def test_a_sheet_does_not_write_out_what_has_ended_a_worker(cli: CliRunner) -> None:
    Path("bodies.py").write_text(BAD_BODIES + ERRATUM_OF_WHAT_LEAVES, encoding="utf-8")
    code = "from symderive.cli import main; main()"
    command = [sys.executable, "-c", code, "sheet", "bodies.py", "-k", "ends its process"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    assert shown.returncode == 2
    assert "its process ended with exit status 3" in shown.stderr
    outcomes = json.loads(Path("output/report.json").read_text(encoding="utf-8"))["outcomes"]
    assert [outcome["name"] for outcome in outcomes] == ["leaves", "slip"]


def test_list_runs_nothing(cli: CliRunner) -> None:
    result = cli.invoke(main, ["list", "broken.py", "proofs"])
    assert result.exit_code == 0
    rows = result.output.splitlines()
    assert rows[1].split(maxsplit=2) == [
        "B-2",
        "broken.py::raises",
        "Divides before anyone is looking.",
    ]
    assert result.output.count("::") == 8
    assert len({row.index("::") for row in rows if "sums" in row}) == 1
    assert cli.invoke(main, ["list", "-k", "e-3"]).output.startswith(
        "E-3  proofs/sums.py::rank_mismatch"
    )
    Path("loops.py").write_text(NEVER_IMPORTED, encoding="utf-8")
    assert cli.invoke(main, ["list", "loops.py"]).exit_code == 0
    assert cli.invoke(main, ["list", "unreadable.py", "gone.py", "broken.py"]).exit_code == 2
    assert cli.invoke(main, ["list", "gone.py"]).exit_code == 2


def test_a_sheet_of_one_file_keeps_what_is_known_of_the_others(cli: CliRunner) -> None:
    assert cli.invoke(main, ["sheet", "proofs", "-o", "out"]).exit_code in {0, 1}
    before = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    text = Path("proofs/sums.py").read_text(encoding="utf-8")
    Path("proofs/more.py").write_text(text, encoding="utf-8")
    assert cli.invoke(main, ["sheet", "proofs/more.py", "-o", "out"]).exit_code in {0, 1}
    after = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    files = {outcome["file"] for outcome in after["outcomes"]}
    assert files == {outcome["file"] for outcome in before["outcomes"]} | {"proofs/more.py"}
    Path("proofs/more.py").unlink()
    cli.invoke(main, ["sheet", "proofs/sums.py", "-o", "out"])
    last = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    assert "proofs/more.py" not in {outcome["file"] for outcome in last["outcomes"]}


def test_explain_shows_one_claim(cli: CliRunner) -> None:
    result = cli.invoke(main, ["explain", "proofs/sums.py::squared"])
    assert result.exit_code == 0
    assert "printed in place of line 1 (E-2)" in result.output
    assert "line 2 (C-2b)" in result.output
    assert cli.invoke(main, ["explain", "broken.py::wrong"]).exit_code == 1
    assert cli.invoke(main, ["explain", "broken.py::gone"]).exit_code == 2
    assert cli.invoke(main, ["explain", "broken.py"]).exit_code == 2
    assert cli.invoke(main, ["explain", "unreadable.py::any"]).exit_code == 2


def test_explain_stops_at_the_limit(cli: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("bodies.py").write_text(BAD_BODIES, encoding="utf-8")
    monkeypatch.setattr(Limits, "__init__", partialmethod(Limits.__init__, importing=20, margin=0))
    looping = cli.invoke(main, ["explain", "bodies.py::loops"])
    assert looping.exit_code == 1
    assert "bodies.py::loops: undecided, stopped after 0.2 s" in looping.output
    leaving = cli.invoke(main, ["explain", "bodies.py::leaves"])
    assert leaving.exit_code == 2
    assert "bodies.py::leaves: its process ended with exit status 3" in leaving.output


def test_an_interruption_is_an_exit_status(cli: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "run", interrupted)
    result = cli.invoke(main, ["check"])
    assert (result.exit_code, result.output) == (130, "interrupted\n")


@pytest.mark.parametrize("arguments", [["--help"], ["list", "nothing.py"]])
def test_help_and_list_import_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom symderive.cli import main\n"
        f"try: main({arguments})\nexcept SystemExit: pass\n"
        "print([m for m in ('sympy', 'numpy', 'rich', 'islpy') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.rstrip().endswith("[]")
