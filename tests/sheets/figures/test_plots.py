"""Files of curves: drawn by matplotlib where it is there, the same bytes on every run."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from symderive.sheets.figures import Plot, plot_pdf, plot_svg, plots_available
from symderive.sheets.figures.plots import APART, _apart
from tests.sheets.figures.pictures import both_sides, sharpening, step_function

SVG = "{http://www.w3.org/2000/svg}"
PLOTS = {"sides": both_sides(), "sharp": sharpening(), "steps": step_function()}
PROGRAM = """
import hashlib
from symderive.sheets.figures import picture_svg, picture_tex, plot_pdf, plot_svg, plots_available
from tests.sheets.figures.pictures import *
parts = []
for figure in (banded(6), banded(12), softmax_jacobian(), diagonal(9)):
    parts += [picture_tex(figure, figure.caption), picture_svg(figure), figure.told]
for plot in (sharpening(), step_function()):
    parts += [repr(plot), picture_tex(plot, plot.caption)]
    if plots_available() and plot.name == "sharp":
        parts += [plot_pdf(plot).hex(), plot_svg(plot)]
print(hashlib.sha256(chr(10).join(parts).encode()).hexdigest())
"""

needs_matplotlib = pytest.mark.skipif(not plots_available(), reason="no matplotlib")


def each_plot() -> pytest.MarkDecorator:
    """One test for each plot."""
    return pytest.mark.parametrize("plot", PLOTS.values(), ids=list(PLOTS))


def test_figures_are_the_same_in_every_process() -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("0", "2026")
    ]
    digests = {process.communicate()[0].strip() for process in running}
    assert len(digests) == 1
    assert len(digests.pop()) == 64


@needs_matplotlib
@each_plot()
def test_a_pdf_names_neither_time_nor_program(plot: Plot) -> None:
    found = plot_pdf(plot)
    assert found.startswith(b"%PDF-")
    assert b"CreationDate" not in found
    assert b"Matplotlib" not in found


@needs_matplotlib
@each_plot()
def test_an_svg_can_stand_in_a_page(plot: Plot) -> None:
    elements = plot_svg(plot).split("</svg>")[:-1]
    assert len(elements) == len(plot.panels)
    names: list[str] = []
    for text in elements:
        root = ET.fromstring(text + "</svg>")
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert (root[0].text or "").startswith(plot.told)
        found = [element.get("id", "") for element in root.iter()]
        names += filter(None, found)
        links = {element.get("href", "")[1:] for element in root.iter()} - {""}
        assert links <= set(found)
        for element in root.iter():
            assert element.tag not in {f"{SVG}style", f"{SVG}metadata", f"{SVG}script"}
            assert element.get("style") is None
            assert "#000000" not in element.attrib.values()
    assert len(names) == len(set(names))
    assert all(name.startswith(plot.name) for name in names)


@needs_matplotlib
def test_a_setting_of_the_user_changes_nothing() -> None:
    import matplotlib as mpl

    before = plot_svg(both_sides())
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 20}):
        assert plot_svg(both_sides()) == before
        assert mpl.rcParams["font.size"] == 20


@pytest.mark.parametrize(
    "heights",
    [[], [0.5], [0.5, 0.5], [0.9, 0.1], [0.0, 0.0, 0.0], [1.0, 0.99, 0.98, 0.1], [0.3] * 8],
    ids=str,
)
def test_names_stand_apart_in_the_order_of_their_curves(heights: list[float]) -> None:
    found = _apart(heights)
    ordered = sorted(found)
    assert all(b - a >= APART - 1e-9 for a, b in pairwise(ordered))
    for i, first in enumerate(heights):
        for j, second in enumerate(heights):
            assert first >= second or found[i] < found[j]
    if len(heights) == 1:
        assert found == heights
