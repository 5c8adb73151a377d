"""Pictures of matrices in LaTeX: the same shapes as in SVG, compiled by the smallest TeX system."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from symderive.sheets.figures import Matrices, picture_tex
from symderive.sheets.figures.drawing import drawing_of
from tests.sheets.figures.pictures import (
    banded,
    both_sides,
    diagonal,
    sharpening,
    softmax_jacobian,
)

FIGURES = {
    "band with weights": banded(6),
    "band as a pattern": banded(14),
    "signs": softmax_jacobian(),
    "blocks": diagonal(12),
}
PAGE = r"""\documentclass[10pt]{article}
\usepackage[a4paper,margin=25mm]{geometry}
\usepackage{amsmath,amssymb,color,graphicx}
\begin{document}
%s
\end{document}
"""


def figures() -> pytest.MarkDecorator:
    """One test for each figure."""
    return pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))


@figures()
def test_every_entry_is_a_coloured_square(figure: Matrices) -> None:
    text = picture_tex(figure)
    assert text.count(r"\rule") == sum(len(grid.cells) for grid in figure.grids)
    lines = sum(grid.rows + grid.columns + 2 for grid in figure.grids)
    assert text.count(r"\line(") == lines
    assert text.count("{") == text.count("}")


@figures()
def test_everything_stands_inside_of_the_picture(figure: Matrices) -> None:
    drawing = drawing_of(figure)
    assert drawing.width <= 150
    for tile in drawing.tiles:
        assert 0 <= tile.x <= drawing.width - tile.side
        assert 0 <= tile.y <= drawing.height - tile.side
    for stroke in drawing.strokes:
        assert 0 <= stroke.x <= stroke.x + stroke.across <= drawing.width
        assert 0 <= stroke.y <= stroke.y + stroke.down <= drawing.height
    for letters in drawing.letters:
        assert 0 < letters.x < drawing.width
        assert 0 < letters.y < drawing.height


def test_many_columns_make_small_cells() -> None:
    wide, narrow = drawing_of(banded(32)), drawing_of(banded(10))
    assert wide.width <= 150
    assert wide.tiles[0].side <= narrow.tiles[0].side


def test_a_block_has_stronger_lines_around_it() -> None:
    weights = [stroke.weight for stroke in drawing_of(diagonal(12)).strokes]
    assert weights.count("fine") == 2 * 7
    assert weights.count("hair") == 2 * 6


def test_the_caption_stands_below() -> None:
    text = picture_tex(banded(5), "At $n = 5$.")
    assert text.index(r"\end{picture}") < text.index("At $n = 5$.") < text.index(r"\end{center}")


def test_a_plot_may_be_missing_and_takes_its_caption_with_it() -> None:
    text = picture_tex(both_sides(), "Both sides.")
    assert text.startswith(r"\IfFileExists{figures/sides.pdf}{\begin{center}")
    assert text.endswith(r"\end{center}}{}")
    assert "Both sides." in text


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex")
def test_the_pictures_compile_and_fit_on_the_page(tmp_path: Path) -> None:
    parts = [picture_tex(figure, "Some caption.") for figure in FIGURES.values()]
    parts += [picture_tex(both_sides(), "Missing."), picture_tex(sharpening(), "Missing.")]
    (tmp_path / "page.tex").write_text(PAGE % "\n\n".join(parts), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    log = (tmp_path / "page.log").read_text(encoding="latin-1")
    assert done.returncode == 0, log[-2000:]
    assert re.findall(r"Overfull|Undefined|Missing character", log) == []
