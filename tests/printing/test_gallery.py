"""The gallery: every formula looks as it is kept there, and nothing public is missing from it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import symderive
from symderive.printing import latex
from symderive.printing.latex import latex_piece
from symderive.printing.pieces import broken
from tests.printing.gallery import Picture, pictures, printed, term_of

PICTURES = pictures()
SOURCES = [picture.source for picture in PICTURES]
# Public names that are no notation: what declares, decides, draws, and what is returned.
MACHINERY = frozenset(
    "calc claim erratum derive prove refute explain IllFormed InternalError NotRead SymderiveError"
    " define function matrix simplex tensor vector index real size size_family tensor_family"
    " density recursion compile_numpy Tensor Evidence Step Verdict Witness cells curves"
    " staircase".split()
)
# A derivative inside of a fraction, a factor 1 or -1 with a sign for times, brackets in brackets.
UGLY = {
    "a derivative in a numerator": r"\\frac\{[^{}]*\\frac\{\\partial",
    "minus one as a factor": r"-1 (\\cdot )?(?!\\\\)[a-zA-Z\\]",
    "one times": r"(?<![\d.])1 \\cdot",
    "double brackets": r"\(\([^()]*\)\)",
    "a braced base": r"(?<![}a-zA-Z_^\\])\{[a-zA-Z]\}_",
}
PLAIN = re.compile(r"\\[{}]")


@pytest.mark.parametrize("picture", PICTURES, ids=SOURCES)
def test_as_it_is_kept(picture: Picture) -> None:
    assert printed(picture.source) == picture


def test_no_public_notation_is_missing() -> None:
    used = set(re.findall(r"\w+", " ".join(SOURCES)))
    assert not set(symderive.__all__) - used - MACHINERY


@pytest.mark.parametrize("picture", PICTURES, ids=SOURCES)
def test_nothing_is_ugly(picture: Picture) -> None:
    found = [what for what, pattern in UGLY.items() if re.search(pattern, picture.latex)]
    assert found == []


def test_the_patterns_find_what_is_ugly() -> None:
    ugly = (
        r"\frac{\frac{\partial f}{\partial a}}{f}",
        "-1 x",
        r"1 \cdot x",
        "((a + b))",
        "{z}_{k}",
    )
    assert all(re.search(p, shown) for p, shown in zip(UGLY.values(), ugly, strict=True))


def delimiters(shown: str) -> list[str]:
    r"""The braces, environments, and pairs of \left and \right that do not match."""
    faults = []
    depth = 0
    for character in PLAIN.sub("", shown):
        depth += {"{": 1, "}": -1}.get(character, 0)
        faults += ["a brace too many"] if depth < 0 else []
    faults += ["an open brace"] if depth else []
    waiting: list[str] = []
    for kind, name in re.findall(r"\\(left|right|begin|end)(?![a-z])(?:\{(\w+)\})?", shown):
        if kind in ("left", "begin"):
            waiting.append(f"{kind} {name}")
            continue
        wanted = "left " if kind == "right" else f"begin {name}"
        if not waiting or waiting.pop() != wanted:
            faults.append(f"{kind} {name} closes nothing")
    return faults + waiting


@pytest.mark.parametrize("source", SOURCES)
def test_delimiters_match_wherever_lines_end(source: str) -> None:
    piece = latex_piece(term_of(source))
    assert delimiters(piece.text) == []
    for width in (4.0, 9.0, 16.0):
        for line in broken(piece, width):
            assert delimiters(line.text) == [], line.text


def test_the_check_of_delimiters_can_fail() -> None:
    for shown in ("{a", "a}", r"\left( a", r"\right)", r"\begin{cases} a \end{pmatrix}"):
        assert delimiters(shown)


MEASURING = r"""\documentclass[10pt]{article}
\usepackage{amsmath,amssymb}
\begin{document}
%s
\end{document}
"""
MEASURED = r"\setbox0\hbox{$\displaystyle %s$}\immediate\write16{width: \the\wd0}"


def test_widths_are_what_tex_measures(tmp_path: Path) -> None:
    """In em; what is said to fit on a line does, and nothing is broken that is half as wide."""
    if shutil.which("pdflatex") is None:
        pytest.skip("there is no pdflatex")
    pieces = [latex_piece(term_of(source)) for source in SOURCES]
    body = "\n".join(MEASURED % piece.text for piece in pieces)
    (tmp_path / "widths.tex").write_text(MEASURING % body, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-draftmode", "widths.tex"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    log = (tmp_path / "widths.log").read_text(encoding="latin-1")
    widths = [float(points) / 10 for points in re.findall(r"width: ([\d.]+)pt", log)]
    assert len(widths) == len(pieces)
    for piece, width in zip(pieces, widths, strict=True):
        assert width / 1.02 - 0.3 <= piece.width <= 2 * width + 0.3, piece.text


def test_taken_names_stay_away() -> None:
    source = "total(lambda k: x[k], n)"
    assert latex(term_of(source), frozenset({"k"})) == r"\sum_{l=1}^{n} x_{l}"
