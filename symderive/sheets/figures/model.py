"""Figures as data: cells and curves with their labels, before anything has a place on a page.

Labels are LaTeX without dollars; a caption is prose with formulas between dollars.
"""

from __future__ import annotations

from dataclasses import dataclass

# How a cell is coloured: by the sign of its number, or as an expression whose sign is not known.
POSITIVE, NEGATIVE, SYMBOLIC = "positive", "negative", "symbolic"
SOLID, DASHED = "solid", "dashed"


@dataclass(frozen=True)
class Cell:
    """An entry that is not 0: its place from 1, its label (nothing in a pattern), its colour.

    ``strength`` is between 0 and 1; ``told`` is its value as plain text.
    """

    row: int
    column: int
    label: str
    tone: str
    strength: float
    told: str


@dataclass(frozen=True)
class Grid:
    """A matrix: its cells, names of rows and columns, how large the blocks between lines are."""

    title: str
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()
    blocks: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Curve:
    """A curve in pieces, each a sequence of points, between which it is not drawn."""

    label: str
    pieces: tuple[tuple[tuple[float, float], ...], ...]
    colour: int = 0
    style: str = SOLID


@dataclass(frozen=True)
class Band:
    """What lies between two curves over the same places: (place, lower, upper)."""

    points: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Mark:
    """A point of a curve; hollow where the curve comes near it without reaching it."""

    x: float
    y: float
    colour: int = 0
    hollow: bool = False


@dataclass(frozen=True)
class Axes:
    """One panel of curves: its title, its axes, and where on them something is read off."""

    title: str
    x_label: str
    curves: tuple[Curve, ...]
    limits: tuple[float, float]
    bands: tuple[Band, ...] = ()
    marks: tuple[Mark, ...] = ()
    x_ticks: tuple[tuple[float, str], ...] = ()
    y_ticks: tuple[tuple[float, str], ...] = ()
    guides: tuple[Curve, ...] = ()
    y_limits: tuple[float, float] | None = None


@dataclass(frozen=True)
class Matrices:
    """A picture of matrices; ``told`` says in words what is seen."""

    name: str
    caption: str
    told: str
    grids: tuple[Grid, ...]


@dataclass(frozen=True)
class Plot:
    """A picture of curves, kept in files of its own that are called by its name."""

    name: str
    caption: str
    told: str
    panels: tuple[Axes, ...]


Figure = Matrices | Plot
