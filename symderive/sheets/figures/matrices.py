"""Matrices as cells: what each entry is, how it is coloured, what is said below the picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

import sympy

from symderive.claims.pictures import Cells, Point, Shown
from symderive.errors import IllFormed
from symderive.language.definitions import rank_of
from symderive.language.terms import Apply, TensorSymbol, Term
from symderive.printing import pieces
from symderive.printing.latex import LatexPrinter
from symderive.printing.names import free_names, latex_name
from symderive.sheets.figures.letters import plain
from symderive.sheets.figures.model import NEGATIVE, POSITIVE, SYMBOLIC, Cell, Grid, Matrices
from symderive.sheets.figures.values import Known, decimal, name_of, variables

MOST_WITH_VALUES = 8
MOST_CELLS = 32
# In letters: a fraction that is shown as one, and what fits into a cell.
LONGEST_FRACTION, LONGEST_IN_CELL = 5, 6
LONGEST_TITLE = 40
SMALLEST = 0.005
WEAKEST = 0.25

Place = tuple[int, int]
Entries = dict[Place, sympy.Expr]
Folded = Mapping[Term, str]


@dataclass(frozen=True)
class Written:
    """A matrix of a picture, written out: the entries that are not 0."""

    shown: Shown
    rows: int
    columns: int
    entries: Entries

    @property
    def has_values(self) -> bool:
        """Whether its cells are few enough to hold values."""
        return max(self.rows, self.columns) <= MOST_WITH_VALUES


def matrices_of(picture: Cells, name: str, folded: Folded) -> Matrices:
    """The figure of a picture of matrices.

    Args:
        picture: what is shown.
        name: what the figure is called.
        folded: the names that a proof file gives to tensors.
    """
    known = Known.at(picture.at)
    written = [_written(shown, known) for shown in picture.matrices]
    pairs = picture.blocks * len(written) if len(picture.blocks) == 1 else picture.blocks
    blocks = [(known.whole(rows), known.whole(columns)) for rows, columns in pairs]
    colours = _Colours(written)
    titles = [_title(matrix.shown, folded) for matrix in written]
    grids = tuple(
        _grid(matrix, title, colours, block)
        for matrix, title, block in zip(
            written, titles, blocks or [(0, 0)] * len(written), strict=True
        )
    )
    caption = " ".join([f"At {point_text(picture.at)}.", *_notes(written, titles)])
    return Matrices(name, caption, " ".join(_seen(grid) for grid in grids), grids)


def point_text(point: Point) -> str:
    """The values of a point as prose with formulas."""
    shown = [f"${latex_name(name).text} = {values_text(value)}$" for name, value in point.shown]
    return ", ".join(shown)


def values_text(value: object) -> str:
    """A number, or numbers in brackets; rows of a matrix are separated by semicolons."""
    if not isinstance(value, tuple):
        return str(value)
    separator = "; " if any(isinstance(part, tuple) for part in value) else ",\\ "
    inside = separator.join(values_text(part) for part in value)
    return f"({inside})".replace("((", "(").replace("))", ")").replace("); (", ";\\ ")


def _written(shown: Shown, known: Known) -> Written:
    shape = known.shape(shown.term)
    rows, columns = shape if len(shape) == 2 else (shape[0], 1)
    if not (0 < rows <= MOST_CELLS and 0 < columns <= MOST_CELLS):
        raise IllFormed(
            f"a picture of {rows} x {columns} cells; from 1 x 1 to {MOST_CELLS} x {MOST_CELLS} can "
            "be seen, so name smaller sizes in at={...}"
        )
    entries: Entries = {}
    for place, value in known.entries(shown.term):
        if value.has(sympy.zoo, sympy.nan):
            raise IllFormed(f"the entry {list(place)} has no value at this point")
        if value != 0:
            entries[place[0], place[1] if len(place) == 2 else 1] = value
    return Written(shown, rows, columns, entries)


class _Colours:
    """How strong the colour of an entry is: numbers by size, expressions by their names.

    Where there are too many different expressions to tell apart, all entries look alike.
    """

    def __init__(self, matrices: Sequence[Written]) -> None:
        values = [value for matrix in matrices for value in matrix.entries.values()]
        numbers = [abs(decimal(value) or 0.0) for value in values if not variables(value)]
        self.greatest = max(numbers, default=1.0) or 1.0
        symbolic = [value for value in values if variables(value)]
        ordered = sorted(dict.fromkeys(symbolic), key=lambda value: (len(str(value)), str(value)))
        self.symbolic = {value: place for place, value in enumerate(ordered)}
        self.one_tone = len(self.symbolic) > MOST_WITH_VALUES

    def of(self, value: sympy.Expr) -> tuple[str, float]:
        """Tone and strength."""
        if self.one_tone:
            return SYMBOLIC, 0.6
        if variables(value):
            last = max(len(self.symbolic) - 1, 1)
            share = self.symbolic[value] / last
            return SYMBOLIC, round(WEAKEST + (1 - WEAKEST) * share, 3)
        number = decimal(value) or 0.0
        strength = WEAKEST + (1 - WEAKEST) * abs(number) / self.greatest
        return (POSITIVE if number > 0 else NEGATIVE), round(strength, 3)


def _grid(matrix: Written, title: str, colours: _Colours, blocks: tuple[int, int]) -> Grid:
    cells = []
    for (row, column), value in matrix.entries.items():
        label = _label(value)
        tone, strength = colours.of(value)
        told = plain(label) if label else "not 0"
        fits = matrix.has_values and len(told) <= LONGEST_IN_CELL
        cells.append(Cell(row, column, label if fits else "", tone, strength, told))
    inputs = _inputs(matrix) if matrix.has_values else ()
    columns = inputs or _numbers(matrix.columns)
    if not matrix.has_values:
        return Grid(title, matrix.rows, matrix.columns, tuple(cells), blocks=blocks)
    rows = _numbers(matrix.rows)
    return Grid(title, matrix.rows, matrix.columns, tuple(cells), rows, columns, blocks)


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, count + 1))


def _inputs(matrix: Written) -> tuple[str, ...]:
    """The entries of a vector by which a Jacobian is taken."""
    term = matrix.shown.term
    if not _is_jacobian(term):
        return ()
    variable = term.arguments[1]
    if not isinstance(variable, TensorSymbol) or rank_of(variable) != 1:
        return ()
    name = latex_name(variable.name)
    separate = "," if name.subscripted else ""
    return tuple(
        f"{name.text}{{}}_{{{separate}{i}}}" if separate else f"{name.text}_{{{i}}}"
        for i in range(1, matrix.columns + 1)
    )


def _label(value: sympy.Expr) -> str:
    """A number, a variable, or a variable with a number; nothing for anything longer."""
    inside = variables(value)
    if not inside:
        return _number_label(value)
    coefficient, rest = value.as_coeff_Mul()
    if len(inside) > 1 or rest != inside[0] or not coefficient.is_Rational:
        return ""
    factor = {"1": "", "-1": "-"}.get(str(coefficient), f"{coefficient} ")
    return f"{factor}{_variable_label(inside[0])}"


def _number_label(value: sympy.Expr) -> str:
    if value.is_Integer or (value.is_Rational and len(str(value)) <= LONGEST_FRACTION):
        return str(value)
    number = decimal(value, places=2)
    if number is None:
        raise IllFormed(f"a cell holds a real number, not {value}")
    if abs(number) < SMALLEST:
        return r"\approx 0"
    return f"{number:.2f}"


def _variable_label(variable: sympy.Expr) -> str:
    if not isinstance(variable, sympy.Indexed):
        return latex_name(name_of(variable)).text
    indices = ",".join(map(str, variable.indices))
    return f"{latex_name(str(variable.base.label)).text}_{{{indices}}}"


def _title(shown: Shown, folded: Folded) -> str:
    if shown.label:
        return shown.label.replace("$", "")
    printer = LatexPrinter(free_names((shown.term,)), dict(folded))
    if _is_jacobian(shown.term) and shown.term not in folded:
        output, variable = (
            printer.at_least(part, pieces.POWER, ()).text for part in shown.term.arguments
        )
        title = f"\\partial {output} / \\partial {variable}"
    else:
        title = printer.piece(shown.term).text
    if len(plain(title)) > LONGEST_TITLE:
        raise IllFormed("a matrix with a long formula needs a name: cells({'J': ...}, at={...})")
    return title


def _notes(matrices: Sequence[Written], titles: Sequence[str]) -> Iterator[str]:
    """What the colours of a pattern mean, which rows and columns are, and what is left blank."""
    for matrix, title in zip(matrices, titles, strict=True):
        yield from _axes(matrix.shown, title)
    patterns = [(m, t) for m, t in zip(matrices, titles, strict=True) if not m.has_values]
    told = [_alike(matrix, title) for matrix, title in patterns]
    if told and all(told):
        yield f"Coloured cells {' and '.join(told)}; all others are 0."
    elif any(len(m.entries) < m.rows * m.columns for m in matrices):
        yield "Blank cells are 0."


def _axes(shown: Shown, title: str) -> Iterator[str]:
    """What rows and columns of a Jacobian are."""
    term = shown.term
    turned = isinstance(term, Apply) and term.name == "transpose"
    if not _is_jacobian(term.arguments[0] if isinstance(term, Apply) and turned else term):
        return
    if shown.label:
        yield f"${title}$ is the {'transposed ' if turned else ''}Jacobian."
    rows, columns = ("inputs", "outputs") if turned else ("outputs", "inputs")
    yield f"Rows are {rows}, columns {columns}."


def _is_jacobian(term: Term) -> TypeGuard[Apply]:
    return isinstance(term, Apply) and term.name == "jacobian"


def _alike(matrix: Written, title: str) -> str:
    """That all entries of a pattern which are not 0 are equal; nothing where they are not."""
    values = set(matrix.entries.values())
    label = _label(values.pop()) if len(values) == 1 else ""
    return f"of ${title}$ are ${label}$" if label else ""


def _seen(grid: Grid) -> str:
    """What the picture of a matrix shows, in words."""
    shape = f"{plain(grid.title)}: {grid.rows} x {grid.columns}"
    count = len(grid.cells)
    return f"{shape}, {count} of {grid.rows * grid.columns} entries are not 0."
