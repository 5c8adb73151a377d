r"""Pictures in LaTeX: matrices as a ``picture`` environment, curves as a file that may be missing.

Needs the packages color and graphicx, which every TeX system has.
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.sheets.figures.colours import on_white, opacity
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
from symderive.sheets.figures.model import Figure, Matrices, Plot

FOLDER = "figures"
SIZES = {LABEL: r"\scriptsize ", NAME: r"\scriptsize\color[gray]{0.42}", HEAD: r"\small "}
GREYS = {HAIR: ("0.82", "0.1"), "fine": ("0.35", "0.2")}


def picture_tex(figure: Figure, caption: str = "") -> str:
    """The picture with its caption, as a paragraph of its own.

    Args:
        figure: what is shown.
        caption: the figure's caption as LaTeX.
    """
    below = f"\\\\[2pt]\n{{\\small\\color[gray]{{0.42}}{caption}}}" if caption else ""
    if isinstance(figure, Matrices):
        return f"\\begin{{center}}\n{_together(_picture(figure) + below)}\n\\end{{center}}"
    shown = f"\\includegraphics{{{path_of(figure)}}}{below}"
    inside = f"\\begin{{center}}\n{_together(shown)}\n\\end{{center}}"
    return f"\\IfFileExists{{{path_of(figure)}}}{{{inside}}}{{}}"


def _together(shown: str) -> str:
    """A picture and its caption on one page."""
    return f"\\begin{{minipage}}{{\\textwidth}}\\centering\n{shown}\n\\end{{minipage}}"


def path_of(figure: Plot) -> str:
    """Where a sheet finds the file of a plot, from its own folder."""
    return f"{FOLDER}/{figure.name}.pdf"


def _picture(figure: Matrices) -> str:
    drawing = drawing_of(figure)
    height = drawing.height
    lettered = any(shape.size == LABEL for shape in drawing.letters)
    lines = [
        r"{\setlength{\unitlength}{1mm}%",
        f"\\begin{{picture}}({millimetres(drawing.width)},{millimetres(height)})",
        *(_tile(tile, height, lettered) for tile in drawing.tiles),
        *_strokes(drawing.strokes, height),
        *(_letters(letters, height) for letters in drawing.letters),
        r"\end{picture}}",
    ]
    return "\n".join(lines)


def _tile(tile: Tile, height: float, lettered: bool) -> str:
    colour = ",".join(f"{part:g}" for part in on_white(tile.tone, opacity(tile.strength, lettered)))
    side = f"{millimetres(tile.side)}mm"
    place = f"({millimetres(tile.x)},{millimetres(height - tile.y - tile.side)})"
    return f"\\put{place}{{\\color[rgb]{{{colour}}}\\rule{{{side}}}{{{side}}}}}"


def _strokes(strokes: tuple[Stroke, ...], height: float) -> Iterator[str]:
    """The lines; those of one weight behind each other share their settings."""
    weight = ""
    for stroke in strokes:
        if stroke.weight != weight:
            weight = stroke.weight
            grey, thickness = GREYS[weight]
            yield f"\\linethickness{{{thickness}mm}}\\color[gray]{{{grey}}}"
        yield _stroke(stroke, height)
    if weight:
        yield r"\color{black}"


def _stroke(stroke: Stroke, height: float) -> str:
    slope, length = ("1,0", stroke.across) if stroke.across else ("0,1", stroke.down)
    start = f"({millimetres(stroke.x)},{millimetres(height - stroke.y - stroke.down)})"
    return f"\\put{start}{{\\line({slope}){{{millimetres(length)}}}}}"


def _letters(letters: Letters, height: float) -> str:
    place = f"({millimetres(letters.x)},{millimetres(height - letters.y)})"
    return f"\\put{place}{{\\makebox(0,0){{{SIZES[letters.size]}${letters.latex}$}}}}"
