"""Where everything in a picture of matrices stands: rectangles, lines and letters, in millimetres.

The origin is the upper left corner. Both renderers write these shapes and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symderive.sheets.figures.letters import plain
from symderive.sheets.figures.model import Cell, Grid, Matrices

WIDEST = 150.0
CELL, SMALL_CELL = 7.8, 3.2
NAMES_ABOVE, NAMES_LEFT, TITLE = 4.2, 4.6, 5.6
GAP = 10.0
MARGIN = 0.4
# How wide a letter of a title is, on the generous side.
LETTER = 1.9

LABEL, NAME, HEAD = "label", "name", "head"
HAIR, FINE = "hair", "fine"


@dataclass(frozen=True)
class Tile:
    """A coloured cell: its corner, its side, its colour, and its value in words."""

    x: float
    y: float
    side: float
    tone: str
    strength: float
    told: str


@dataclass(frozen=True)
class Stroke:
    """A line across or down: where it starts, how long it is in each direction, how strong."""

    x: float
    y: float
    across: float
    down: float
    weight: str


@dataclass(frozen=True)
class Letters:
    """A label in LaTeX, centred at its place."""

    x: float
    y: float
    latex: str
    size: str


@dataclass(frozen=True)
class Drawing:
    """A picture: its size, and its shapes from back to front."""

    width: float
    height: float
    tiles: tuple[Tile, ...]
    strokes: tuple[Stroke, ...]
    letters: tuple[Letters, ...]


def drawing_of(figure: Matrices) -> Drawing:
    """The shapes of a figure; the matrices stand side by side, their first rows at one height."""
    named = any(grid.column_names for grid in figure.grids)
    top = MARGIN + TITLE + (NAMES_ABOVE if named else 0.0)
    cell = _cell(figure)
    tiles: list[Tile] = []
    strokes: list[Stroke] = []
    letters: list[Letters] = []
    x = MARGIN
    lowest = 0.0
    for grid in figure.grids:
        left = x + (NAMES_LEFT if grid.row_names else 0.0)
        width = grid.columns * cell
        overhang = max(0.0, (LETTER * len(plain(grid.title)) - width) / 2)
        left = max(left, x + overhang)
        tiles += [_tile(entry, left, top, cell) for entry in grid.cells]
        strokes += _strokes(grid, left, top, cell)
        letters += _letters(grid, left, top, cell)
        letters.append(Letters(left + width / 2, MARGIN + 2.0, grid.title, HEAD))
        x = left + width + overhang + GAP
        lowest = max(lowest, top + grid.rows * cell)
    return Drawing(x - GAP + MARGIN, lowest + MARGIN, tuple(tiles), tuple(strokes), tuple(letters))


def _cell(figure: Matrices) -> float:
    """The side of a cell: smaller in patterns, and where the picture would be too wide."""
    wide = any(grid.row_names for grid in figure.grids)
    wanted = CELL if wide else SMALL_CELL
    columns = sum(grid.columns for grid in figure.grids)
    others = (GAP + NAMES_LEFT) * len(figure.grids)
    return round(min(wanted, (WIDEST - others) / columns), 2)


def _tile(entry: Cell, left: float, top: float, cell: float) -> Tile:
    x, y = left + (entry.column - 1) * cell, top + (entry.row - 1) * cell
    told = f"row {entry.row}, column {entry.column}: {entry.told}"
    return Tile(x, y, cell, entry.tone, entry.strength, told)


def _strokes(grid: Grid, left: float, top: float, cell: float) -> Iterator[Stroke]:
    """The lines between the cells, those between blocks, and the frame on top of them."""
    width, height = grid.columns * cell, grid.rows * cell
    rows, columns = grid.blocks
    weak: list[Stroke] = []
    strong: list[Stroke] = []
    for number in range(grid.rows + 1):
        edge = number in (0, grid.rows) or bool(rows and number % rows == 0)
        line = Stroke(left, top + number * cell, width, 0.0, FINE if edge else HAIR)
        (strong if edge else weak).append(line)
    for number in range(grid.columns + 1):
        edge = number in (0, grid.columns) or bool(columns and number % columns == 0)
        line = Stroke(left + number * cell, top, 0.0, height, FINE if edge else HAIR)
        (strong if edge else weak).append(line)
    yield from weak
    yield from strong


def _letters(grid: Grid, left: float, top: float, cell: float) -> Iterator[Letters]:
    half = cell / 2
    for entry in grid.cells:
        if entry.label:
            x, y = left + entry.column * cell - half, top + entry.row * cell - half
            yield Letters(x, y, entry.label, LABEL)
    for place, name in enumerate(grid.row_names):
        yield Letters(left - 2.4, top + place * cell + half, name, NAME)
    for place, name in enumerate(grid.column_names):
        yield Letters(left + place * cell + half, top - 2.2, name, NAME)


def millimetres(length: float) -> str:
    """A length without digits that nobody sees.

    >>> millimetres(12.0), millimetres(0.125)
    ('12', '0.12')
    """
    return f"{length:.2f}".rstrip("0").rstrip(".")
