"""Proof files found under paths, and their claims listed without running them."""

from __future__ import annotations

from pathlib import Path

import pytest

from symderive.errors import ClaimError
from symderive.runner.files import listed, proof_files, shown_path
from tests.claims.proof_text import PROOFS
from tests.runner import bad_files


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    for name in ("b.py", "a.py", "_skipped.py", "notes.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    found = proof_files([tmp_path, tmp_path / "a.py"])
    assert [path.name for path in found] == ["a.py", "b.py"]
    with pytest.raises(ClaimError, match="no such file or folder"):
        proof_files([tmp_path / "none"])


def test_listing_runs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "loops.py"
    file.write_text(bad_files.NEVER_IMPORTED + PROOFS, encoding="utf-8")
    found = list(listed(file))
    assert [claim.name for claim in found][:2] == ["doubled", "forgotten_factor"]
    assert found[0].refs == ("C-1",)
    assert found[0].title == "A sum of doubles is the double of the sum."
    assert found[0].place == f"{file}::doubled"
    assert found[0].matches("c-1")
    assert not found[0].matches("c-2")


def test_the_ids_of_lines_are_listed_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "chain.py"
    file.write_text(
        '@claim("C-3")\ndef chain(x=vector(n)):\n    """A chain."""\n'
        '    return calc(x).eq(x + 0, ref="C-1", printed=x, erratum="E-1").eq(1*x, ref="C-2")\n',
        encoding="utf-8",
    )
    (found,) = listed(file)
    assert found.refs == ("C-3", "C-1", "E-1", "C-2")
    assert found.matches("e-1")


def test_what_cannot_be_listed_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.py"
    file.write_text("x = 1\ndef f(:\n", encoding="utf-8")
    with pytest.raises(ClaimError, match=r"bad\.py:2: invalid syntax"):
        list(listed(file))
    file.write_bytes(b"\xff")
    with pytest.raises(ClaimError, match=r"bad\.py: "):
        list(listed(file))


def test_paths_are_shown_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert shown_path(inside / "a.py") == "a.py"
    assert shown_path(tmp_path / "a.py") == str(tmp_path / "a.py")
