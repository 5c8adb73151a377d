"""Reading proof files: order, places, errors with file and line, no registry."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from symderive.claims import load
from symderive.errors import ClaimError
from tests.claims.proof_text import PROOFS, UNREADABLE


@pytest.fixture
def proofs(tmp_path: Path) -> Path:
    path = tmp_path / "sums.py"
    path.write_text(PROOFS, encoding="utf-8")
    return path


def test_claims_come_in_order_with_their_places(proofs: Path) -> None:
    file = load(proofs)
    assert (file.name, file.title) == ("sums", "Small sums")
    assert file.introduction.startswith("Two claims")
    names = ["doubled", "forgotten_factor", "squared", "rank_mismatch", "slip"]
    assert [claim.name for claim in file.claims] == names
    lines = proofs.read_text(encoding="utf-8").split("\n")
    assert all("@" in lines[claim.line - 1] for claim in file.claims)
    assert {claim.file for claim in file.claims} == {str(proofs)}


def test_a_change_that_its_time_and_length_do_not_show_is_read(proofs: Path) -> None:
    first = load(proofs)
    assert first.claims[0].written.lines
    times = os.stat(proofs)
    text = proofs.read_text(encoding="utf-8")
    proofs.write_text(text.replace("A sum of doubles", "A sum of doublet"), encoding="utf-8")
    os.utime(proofs, ns=(times.st_atime_ns, times.st_mtime_ns))
    second = load(proofs)
    assert "doublet" in second.claims[0].title
    assert first.digest != second.digest


def test_a_second_import_gives_a_module_of_its_own(proofs: Path) -> None:
    first, second = load(proofs), load(proofs)
    assert [c.name for c in first.claims] == [c.name for c in second.claims]
    assert first.claims[0] is not second.claims[0]


def test_claims_of_other_files_are_not_taken_twice(proofs: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.py"
    first = load(proofs).claims[0]
    taken = first.function.__module__
    other.write_text(f'"""Other."""\nfrom {taken} import doubled\n', encoding="utf-8")
    assert load(other).claims == ()


def test_definitions_are_the_named_tensors(tmp_path: Path) -> None:
    path = tmp_path / "named.py"
    path.write_text(
        '"""Named."""\nfrom symderive import *\n'
        'n = size("n")\nx = vector("x", n)\nA = array((n, n), lambda i, j: i + j)\nk = n + 1\n',
        encoding="utf-8",
    )
    assert [name for name, _ in load(path).definitions] == ["A"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (UNREADABLE, 4, "NameError: name 'sizes' is not defined"),
        ('"""x"""\ndef f(:\n', 2, "invalid syntax"),
        ('"""x"""\ndef f():\n    pass\n\ndef f():\n    pass\n', 5, "f is defined on line 2"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "broken.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ClaimError) as raised:
        load(path)
    assert f"{path}:{line}: " in str(raised.value)
    assert words in str(raised.value)


def test_missing_files_and_claims(proofs: Path, tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match="no such proof file"):
        load(tmp_path / "none.py")
    with pytest.raises(ClaimError, match="has no claim tripled; its claims are doubled"):
        load(proofs).claim("tripled")


def test_strings_between_the_claims_are_headings(tmp_path: Path) -> None:
    path = tmp_path / "parts.py"
    path.write_text(
        '"""Parts."""\nfrom symderive import *\nn = size("n")\n\n'
        '"""First part.\n\nIts question.\n"""\n'
        '@claim("P-1")\ndef one(x=vector(n)):\n    """One."""\n    return eq(x + 0, x)\n\n'
        '"""Second part."""\n',
        encoding="utf-8",
    )
    first, second = load(path).sections
    assert (first.line, first.title, first.text) == (5, "First part", "Its question.")
    assert (second.title, second.text) == ("Second part", "")
