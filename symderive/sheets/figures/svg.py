"""Pictures of matrices as SVG, to stand in a web page: no scripts, no style sheet of their own.

Letters and lines have the colour of the text around them, so that they are seen in dark mode. Tiles
have classes, ``positive``, ``negative`` and ``symbolic``, whose fill a style sheet may change.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from symderive.sheets.figures.colours import TONES, hexadecimal, opacity
from symderive.sheets.figures.drawing import (
    HAIR,
    HEAD,
    LABEL,
    NAME,
    Letters,
    Stroke,
    Tile,
    drawing_of,
    millimetres,
)
from symderive.sheets.figures.letters import runs_of
from symderive.sheets.figures.model import Matrices

# A picture is somewhat larger than on paper, as the text around it is.
PIXELS = 5.0
SVG = "http://www.w3.org/2000/svg"
FONTS = "Latin Modern Math, Latin Modern Roman, STIX Two Math, Cambria Math, Times New Roman, serif"
SIZES = {LABEL: 2.6, NAME: 2.2, HEAD: 3.2}
STRENGTH = {HAIR: ("0.18", "0.1"), "fine": ("0.65", "0.2")}
FAINT = "0.7"
# Letters stand on a line, which is lower than their middle.
DESCENT = 0.33
SMALL, RAISED, LOWERED = 0.7, 0.38, 0.22


def picture_svg(figure: Matrices) -> str:
    """The picture as an ``svg`` element; its title says in words what is seen."""
    drawing = drawing_of(figure)
    lettered = any(shape.size == LABEL for shape in drawing.letters)
    sides = f'width="{drawing.width * PIXELS:.0f}" height="{drawing.height * PIXELS:.0f}"'
    box = f"0 0 {millimetres(drawing.width)} {millimetres(drawing.height)}"
    paint = f'font-family="{FONTS}" fill="currentColor"'
    parts = [
        f'<svg class="picture" xmlns="{SVG}" role="img" {sides} viewBox="{box}" {paint}>',
        f"<title>{escape(figure.told)}</title>",
        *(_tile(tile, lettered) for tile in drawing.tiles),
        *(_stroke(stroke) for stroke in drawing.strokes),
        *(_letters(letters) for letters in drawing.letters),
        "</svg>",
    ]
    return "\n".join(parts)


def _tile(tile: Tile, lettered: bool) -> str:
    colour, share = hexadecimal(TONES[tile.tone]), opacity(tile.strength, lettered)
    x, y, side = map(millimetres, (tile.x, tile.y, tile.side))
    place = f'x="{x}" y="{y}" width="{side}" height="{side}"'
    paint = f'class="{tile.tone}" fill="{colour}" fill-opacity="{share:g}"'
    return f"<rect {place} {paint}><title>{escape(tile.told)}</title></rect>"


def _stroke(stroke: Stroke) -> str:
    share, width = STRENGTH[stroke.weight]
    length = f"h{millimetres(stroke.across)}" if stroke.across else f"v{millimetres(stroke.down)}"
    return (
        f'<path d="M{millimetres(stroke.x)} {millimetres(stroke.y)}{length}" stroke="currentColor"'
        f' stroke-width="{width}" stroke-opacity="{share}" stroke-linecap="square"/>'
    )


def _letters(letters: Letters) -> str:
    size = SIZES[letters.size]
    faint = f' fill-opacity="{FAINT}"' if letters.size == NAME else ""
    place = f'x="{millimetres(letters.x)}" y="{millimetres(letters.y + DESCENT * size)}"'
    inside = "".join(_runs(letters.latex, size))
    return f'<text {place} font-size="{size:g}" text-anchor="middle"{faint}>{inside}</text>'


def _runs(latex: str, size: float) -> Iterator[str]:
    """The runs of a label; what stands behind a raised run comes down again."""
    height = 0.0
    for run in runs_of(latex):
        wanted = {1: -RAISED, 0: 0.0, -1: LOWERED}[run.level] * size
        shift = wanted - height
        height = wanted
        style = ' font-style="italic"' if run.slanted else ""
        if shift:
            style += f' dy="{millimetres(shift)}"'
        if run.level:
            style += f' font-size="{millimetres(size * SMALL)}"'
        text = escape(run.text)
        yield f"<tspan{style}>{text}</tspan>" if style else text
