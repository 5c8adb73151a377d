"""The pytest plugin: claims are items under the named paths, and nowhere else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.claims.proof_text import BROKEN, PROOFS, UNREADABLE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("proofs", PROOFS), ("elsewhere", PROOFS), ("broken", BROKEN)):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}_file.py").write_text(text, encoding="utf-8")
    (tmp_path / "broken" / "unreadable.py").write_text(UNREADABLE, encoding="utf-8")
    settings = "[pytest]\nsymderive_proofs = proofs broken\n"
    (tmp_path / "pytest.ini").write_text(settings, encoding="utf-8")
    return tmp_path


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_claims_under_the_named_paths_are_items(folder: Path) -> None:
    shown = pytest_in(folder, "proofs", "elsewhere", "-v", "--doctest-modules")
    assert shown.returncode == 0, shown.stdout
    assert "proofs/proofs_file.py::doubled[proof] PASSED" in shown.stdout
    assert "elsewhere_file.py" not in shown.stdout
    assert "5 passed" in shown.stdout


def test_one_claim_can_be_selected(folder: Path) -> None:
    shown = pytest_in(folder, "proofs/proofs_file.py::squared[proof]")
    assert "1 passed" in shown.stdout


def test_what_fails_is_explained(folder: Path) -> None:
    shown = pytest_in(folder, "broken", "--continue-on-collection-errors").stdout
    assert "Refuted at n = 1: left 2, right 1" in shown
    assert "ZeroDivisionError" in shown
    assert "unreadable.py:4: NameError" in shown
    assert "runtest" not in shown


def test_what_never_ends_fails(folder: Path) -> None:
    (folder / "proofs" / "endless.py").write_text(
        '"""Endless."""\nfrom symderive import *\nn = size("n")\n'
        '@claim("E-1", budget=0.01)\ndef endless(x=vector(n)):\n    """Endless."""\n'
        "    while True:\n        pass\n",
        encoding="utf-8",
    )
    (folder / "conftest.py").write_text(
        "import symderive.runner.jobs as jobs\n"
        "jobs.Limits.of_claim = lambda limits, budget, statements: 0.5\n",
        encoding="utf-8",
    )
    shown = pytest_in(folder, "proofs/endless.py").stdout
    assert "1 failed" in shown
    assert "stopped after 0.5 s" in shown


def test_without_the_setting_nothing_is_collected(folder: Path) -> None:
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    assert "no tests ran" in pytest_in(folder, "proofs/proofs_file.py").stdout


def test_claims_are_decided_once_where_pytest_has_a_cache(folder: Path) -> None:
    (folder / "conftest.py").write_text(
        "import symderive.runner.deciding as deciding\n"
        "prove, asked = deciding.prove, []\n"
        "def counted(*arguments, **more):\n"
        "    asked.append(arguments)\n"
        "    return prove(*arguments, **more)\n"
        "deciding.prove = counted\n"
        "def pytest_terminal_summary(terminalreporter):\n"
        "    terminalreporter.write_line(f'asked {len(asked)} times')\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "proofs"]
    for arguments, times in (([], 5), ([], 0), (["-p", "no:cacheprovider"], 5)):
        shown = subprocess.run(
            [*command, *arguments], capture_output=True, text=True, check=False, cwd=folder
        ).stdout
        assert "5 passed" in shown
        assert f"asked {times} times" in shown
    assert (folder / ".symderive_cache").is_dir()
