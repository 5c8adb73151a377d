"""PDF: the same bytes each time, and a clear word where there is none."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from symderive.sheets import NoPdfError, tex_of, write, writing
from symderive.sheets.figures import Plot
from symderive.sheets.pdf import is_installed, pdf_of
from tests.claims.proof_text import PROOFS
from tests.sheets.making import made

CURVES = '''
"""Curves."""
from symderive import *

@claim(expect="refuted", picture=lambda t: curves(t, (-2, 2)))
def root_of_a_square(t=real()):
    """The root of a square."""
    return eq(sqrt(t**2), t)
'''
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


@needs_tex
def test_tex_runs_again_where_it_asks_for_it() -> None:
    source = (
        r"\documentclass{article}\pdfinfoomitdate=1 \pdftrailerid{}\begin{document}"
        r"Page \pageref{end}.\newpage Last.\label{end}\end{document}"
    )
    known = source.replace(r"\pageref{end}", "2")
    unknown = source.replace(r"\pageref{end}", r"\textbf{??}")
    assert len(pdf_of(source)) == len(pdf_of(known)) != len(pdf_of(unknown))


TABLE = r"""
\documentclass{article}\usepackage{longtable}\setcounter{LTchunksize}{2}
\pdfinfoomitdate=1 \pdftrailerid{}\begin{document}
\begin{longtable}{ll}a&b\\a&b\\a&b\\a wide cell&b\\a&b\\\end{longtable}\end{document}"""


@needs_tex
def test_a_table_in_several_parts_has_one_width() -> None:
    whole = TABLE.replace("{LTchunksize}{2}", "{LTchunksize}{200}")
    assert pdf_of(TABLE) == pdf_of(whole)


@needs_tex
def test_curves_are_drawn_in_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = set()

    def plot_pdf(plot: Plot) -> bytes:
        threads.add(threading.get_ident())
        return drawn(plot)

    drawn = writing.plot_pdf
    monkeypatch.setattr(writing, "plot_pdf", plot_pdf)
    pytest.importorskip("matplotlib")
    document = made(tmp_path / "curves.py", CURVES)
    written = list(write([document], tmp_path / "out", ["tex", "pdf"]))
    assert len(written) == 3
    assert threads == {threading.get_ident()}


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
