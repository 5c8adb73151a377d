"""What a sheet consists of, from top to bottom, in no output format.

A renderer takes these blocks and nothing else, so that LaTeX, PDF and HTML say the same. Formulas
are pieces of LaTeX that know how wide they are and where a line may end.
"""

from __future__ import annotations

from dataclasses import dataclass

from symderive.printing.pieces import Piece
from symderive.sheets.figures import Figure
from symderive.sheets.inline import Inline


@dataclass(frozen=True)
class Title:
    """The title of the sheet, and where its claims stand (nothing if that is not shown)."""

    text: Inline
    source: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading in front of some claims: a question, or a part of the sheet."""

    text: Inline


@dataclass(frozen=True)
class Paragraph:
    """Prose; ``leads`` says that what follows belongs to it."""

    text: Inline
    leads: bool = False


@dataclass(frozen=True)
class Head:
    """The number and the title of a claim, and quietly its name in the proof file and its ids."""

    number: int
    title: Inline
    name: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of a display: the two sides of a relation, the reason for it, what was decided.

    ``left`` is None where the left side is that of the row before, or where there is no relation.
    ``status`` is shown as a quiet mark; where it is empty there is none.
    """

    right: Piece
    left: Piece | None = None
    relation: str = ""
    reason: Inline = ()
    status: str = ""


@dataclass(frozen=True)
class Display:
    """Rows that are aligned at their relations."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Result:
    """What was decided about a claim, and everything a reader needs to judge it."""

    status: str
    text: Inline = ()
    checked: Inline = ()
    unexpected: str = ""


@dataclass(frozen=True)
class Matrix:
    """A matrix written out: a factor, in LaTeX, times integers."""

    name: str
    factor: str
    entries: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A figure with what is written below it."""

    figure: Figure
    caption: Inline = ()


@dataclass(frozen=True)
class Listing:
    """A program beside the formula that it is, and what is known of both."""

    code: str
    formula: str
    told: Inline


@dataclass(frozen=True)
class Table:
    """A table with its heading; cells are sentences."""

    heading: Inline
    columns: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]


Block = Title | Heading | Paragraph | Head | Display | Result | Matrix | Picture | Listing | Table
