"""PDF: the same bytes each time, and a clear word where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from symderive.sheets import NoPdfError, tex_of, write
from symderive.sheets.pdf import is_installed, pdf_of
from tests.claims.proof_text import PROOFS
from tests.sheets.making import made

needs_tex = pytest.mark.skipif(not is_installed(), reason="no pdflatex on this machine")


@needs_tex
def test_the_document_is_the_same_each_time(tmp_path: Path) -> None:
    document = made(tmp_path / "sums.py", PROOFS)
    seen = set()
    for folder in ("first", "second"):
        (written,) = write([document], tmp_path / folder, ["pdf"])
        assert isinstance(written, Path)
        seen.add(written.read_bytes())
    assert len(seen) == 1
    assert seen.pop().startswith(b"%PDF")


@needs_tex
def test_files_that_are_included_are_found() -> None:
    source = r"\documentclass{article}\begin{document}\input{parts/one}\end{document}"
    assert pdf_of(source, files={"parts/one.tex": b"One."}).startswith(b"%PDF")
    with pytest.raises(NoPdfError, match=r"no PDF of sheet: pdflatex stopped: ! LaTeX Error"):
        pdf_of(source)


@needs_tex
def test_what_tex_does_not_take_is_told_with_its_line() -> None:
    source = "\\documentclass{article}\n\\begin{document}\nx $\\undefinedname$\n\\end{document}"
    with pytest.raises(NoPdfError, match=r"no PDF of one: .* Undefined control sequence.*l\.3"):
        pdf_of(source, "one")


def test_absence_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    document = made(tmp_path / "sums.py", PROOFS)
    monkeypatch.setenv("PATH", "")
    assert not is_installed()
    written = list(write([document], tmp_path, ["tex", "pdf"]))
    assert written[0] == tmp_path / "sums.tex"
    assert "no PDF of sums: pdflatex is not installed" in str(written[1])
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".py", ".tex"]
    assert "\\begin{document}" in tex_of([])


def test_a_solution_has_a_file_of_its_own(tmp_path: Path) -> None:
    document = made(tmp_path / "sums.py", PROOFS)
    names = {
        str(path)
        for style in ("review", "solution")
        for path in write([document], tmp_path / "out", ["tex"], style)
    }
    assert {Path(name).name for name in names} == {"sums.tex", "sums-solution.tex"}
