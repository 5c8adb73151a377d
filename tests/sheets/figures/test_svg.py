"""Pictures of matrices as SVG: well-formed, readable in dark mode, told to a screen reader."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from symderive.sheets.figures import Matrices, picture_svg
from symderive.sheets.figures.colours import TONES, on_white
from symderive.sheets.figures.model import NEGATIVE, POSITIVE
from tests.sheets.figures.pictures import banded, diagonal, matrices, softmax_jacobian, x

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = [banded(6), banded(14), softmax_jacobian(), diagonal(12)]


def each_figure() -> pytest.MarkDecorator:
    """One test for each figure."""
    return pytest.mark.parametrize("figure", FIGURES, ids=["weights", "pattern", "signs", "blocks"])


@each_figure()
def test_it_is_well_formed_and_says_what_is_seen(figure: Matrices) -> None:
    root = ET.fromstring(picture_svg(figure))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == figure.told
    tiles = root.findall(f"{SVG}rect")
    assert len(tiles) == sum(len(grid.cells) for grid in figure.grids)
    assert {tile[0].tag for tile in tiles} == {f"{SVG}title"}


@each_figure()
def test_letters_and_lines_have_the_colour_of_the_text(figure: Matrices) -> None:
    root = ET.fromstring(picture_svg(figure))
    assert root.get("fill") == "currentColor"
    assert all(text.get("fill") is None for text in root.iter(f"{SVG}text"))
    assert {line.get("stroke") for line in root.iter(f"{SVG}path")} == {"currentColor"}
    assert not list(root.iter(f"{SVG}script"))
    assert not list(root.iter(f"{SVG}style"))
    assert all(element.get("style") is None for element in root.iter())
    assert all(element.get("id") is None for element in root.iter())


def test_labels_are_set_with_subscripts_on_the_line() -> None:
    root = ET.fromstring(picture_svg(banded(4)))
    label = next(t for t in root.iter(f"{SVG}text") if "".join(t.itertext()) == "w1")
    name, index = label
    assert (name.text, name.get("font-style")) == ("w", "italic")
    assert float(index.get("dy", "0")) > 0
    assert float(index.get("font-size", "9")) < float(label.get("font-size", "0"))


def test_what_stands_behind_a_raised_letter_comes_down_again() -> None:
    figure = matrices({r"A^{2} B": x}, at={x: (1,), x.shape[0]: 1})
    shifts = [float(part.get("dy", "0")) for part in ET.fromstring(picture_svg(figure)).iter()]
    assert min(shifts) < 0 < max(shifts)
    assert sum(shifts) == pytest.approx(0.0, abs=0.02)


def test_signs_can_be_told_apart_in_grey_print() -> None:
    def grey(tone: str) -> float:
        red, green, blue = on_white(tone, 0.9)
        return 0.299 * red + 0.587 * green + 0.114 * blue

    assert grey(POSITIVE) - grey(NEGATIVE) > 0.2
    # Blue against orange: they differ in the blue part, which no common colour blindness loses.
    assert TONES[NEGATIVE][2] - TONES[POSITIVE][2] > 100


def test_a_label_with_signs_of_markup_is_escaped() -> None:
    figure = matrices({"a < b": x}, at={x: (1,), x.shape[0]: 1})
    titles = ["".join(text.itertext()) for text in ET.fromstring(picture_svg(figure)).iter()]
    assert "a < b" in titles
