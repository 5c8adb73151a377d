"""Displays as LaTeX: aligned at their relations, broken where a line would be too long.

Widths are estimates in em of the text font; what may still be too wide for them goes into a box
that TeX measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symderive.printing.pieces import Piece, Segment, broken, joined
from symderive.sheets.blocks import Display, Row
from symderive.sheets.inline import Formula, Inline
from symderive.sheets.tex_text import inline

TEXT_WIDTH = 48.0
WIDEST_LEFT = 9.0
WIDEST_REASON = 13.0
NARROWEST_FORMULA = 20.0
LETTER_OF_REASON = 0.45
MARK_WIDTH = 1.2
RELATION_WIDTH = 1.6
INDENT = 2.0
SIGN_WIDTH = 1.6
# Estimates are generous: a line below this share of the room fits for certain, and this many em of
# the page are taken for one em of the estimates.
CERTAIN = 0.85
EM_OF_ESTIMATE = 0.87


@dataclass(frozen=True)
class Cell:
    """A line of a display: what stands left of the alignment, right of it, and the reason."""

    left: str
    right: str
    reason: str = ""


def display(block: Display) -> str:
    """A display: a chain of relations, or conditions one below the other."""
    first, *rest = block.rows
    if first.left is not None and all(row.left is None and row.relation for row in rest):
        return _chain(first.left, block.rows)
    return _aligned([cell for group in _groups(block.rows) for cell in group])


def _groups(rows: Sequence[Row]) -> list[list[Cell]]:
    """Conditions one below the other; relations are aligned where all of them fit on a line."""
    lefts = max((row.left.width for row in rows if row.left is not None), default=0.0)
    rights = max(row.right.width for row in rows)
    fits = lefts + RELATION_WIDTH + rights <= CERTAIN * TEXT_WIDTH
    told = any(row.reason or row.status for row in rows)
    if (fits or told) and all(row.relation for row in rows):
        return [_beside(row, lefts) for row in rows]
    wholes = [_whole(row) for row in rows]
    room = TEXT_WIDTH - max(map(_told_width, rows)) - 2.0
    beside = max(whole.width for whole in wholes) <= CERTAIN * room
    return [_alone(row, whole, beside) for row, whole in zip(rows, wholes, strict=True)]


def _alone(row: Row, whole: Piece, beside: bool) -> list[Cell]:
    """One row of several without its alignment, what is told of it beside it or below."""
    if beside:
        return [Cell("", whole.text, _told(row, TEXT_WIDTH))]
    told = [Cell("", f"\\qquad {_told(row, TEXT_WIDTH)}")] if row.reason or row.status else []
    return [*(Cell("", line) for line in _continued(whole, TEXT_WIDTH)), *told]


def _beside(row: Row, lefts: float) -> list[Cell]:
    """One row of several, its continuation below it."""
    lines = _continued(row.right, TEXT_WIDTH - lefts - RELATION_WIDTH)
    left = row.left.text if row.left is not None else ""
    start = Cell(left, f"{row.relation} {lines[0]}", _told(row, WIDEST_REASON))
    return [start, *(Cell("", line) for line in lines[1:])]


def _whole(row: Row) -> Piece:
    """A row without its alignment: both sides with the relation between them."""
    if row.left is None:
        return row.right
    first = row.right.parts()[0]
    start = Segment(f"{row.relation} {first.text}", first.width + RELATION_WIDTH, first.depth)
    right = Piece(
        f"{row.relation} {row.right.text}",
        width=row.right.width + RELATION_WIDTH,
        segments=(start, *row.right.parts()[1:]),
    )
    text = f"{row.left.text} {right.text}"
    cut = joined((row.left, right), " ", 0)
    return Piece(text, width=row.left.width + right.width, segments=cut)


def _chain(left: Piece, rows: Sequence[Row]) -> str:
    """A left side and what follows it: relations, right sides, reasons."""
    widest = max(_told_width(row) for row in rows)
    right = max(row.right.width for row in rows)
    spare = TEXT_WIDTH - left.width - RELATION_WIDTH - right - 2.0
    column = min(widest, max(WIDEST_REASON, spare))
    reasons = column + 2.0 if widest else 0.0
    fits = left.width + RELATION_WIDTH + right + reasons <= TEXT_WIDTH
    left_width = left.width if fits or left.width <= WIDEST_LEFT else 0.0
    room = TEXT_WIDTH - left_width - RELATION_WIDTH - reasons
    beside = room >= min(NARROWEST_FORMULA, right)
    if not beside:
        room = TEXT_WIDTH - left_width - RELATION_WIDTH
    first, cells = left.text, []
    if not left_width:
        cells = [Cell("", line) for line in _continued(left, room)]
        first = ""
    for row in rows:
        lines = _continued(row.right, room)
        why = _told(row, column if beside else TEXT_WIDTH - 4.0)
        cells.append(Cell(first, f"{row.relation} {lines[0]}", why if beside else ""))
        cells += [Cell("", line) for line in lines[1:]]
        if why and not beside:
            cells.append(Cell("", f"\\qquad {why}"))
        first = ""
    return _aligned(cells)


def _told_width(row: Row) -> float:
    """The width of the mark and the reason on one line."""
    return (MARK_WIDTH if row.status else 0.0) + _width(row.reason)


def _width(reason: Inline) -> float:
    """The width of a reason on one line; commands in its formulas count as letters."""
    return LETTER_OF_REASON * sum(
        len(run.latex if isinstance(run, Formula) else run.text) for run in reason
    )


def _told(row: Row, width: float) -> str:
    """The mark and the reason of a row."""
    mark = f"\\lined{{{row.status}}}" if row.status else ""
    if not row.reason:
        return mark
    room = width - (MARK_WIDTH if mark else 0.0)
    if _width(row.reason) <= room:
        return f"{mark}\\why{{{inline(row.reason)}}}"
    return f"{mark}\\longwhy{{{room * EM_OF_ESTIMATE:.1f}}}{{{inline(row.reason)}}}"


def _continued(piece: Piece, room: float) -> list[str]:
    """The piece in lines that fit; TeX scales down what is too wide and cannot be broken."""
    lines = broken(piece, room, room - INDENT)
    shown = [_fitted(lines[0].text, lines[0].width, room)]
    for line in lines[1:]:
        shown.append(f"\\qquad {_fitted(line.text, line.width, room - INDENT)}")
    return shown


def _fitted(text: str, width: float, room: float) -> str:
    """A line that may be too wide, in a box that TeX measures; a sign before it keeps its size."""
    if width < CERTAIN * room:
        return text
    if text.startswith(("+ ", "- ")):
        text, sign = text[2:], text[:2]
        return f"{sign}\\fit{{{(room - SIGN_WIDTH) * EM_OF_ESTIMATE:.1f}}}{{{text}}}"
    return f"\\fit{{{room * EM_OF_ESTIMATE:.1f}}}{{{text}}}"


def _aligned(cells: Sequence[Cell]) -> str:
    """An alignment of relations, the reasons in a second pair of columns where there are any."""
    reasons = any(cell.reason for cell in cells)
    rows = []
    for cell in cells:
        row = f"{cell.left} & {cell.right}".strip()
        rows.append(f"{row} & \\qquad & {cell.reason}" if cell.reason else row)
    body = " \\\\\n".join(rows)
    columns = 2 if reasons else 1
    return f"\\begin{{alignat*}}{{{columns}}}\n{body}\n\\end{{alignat*}}"
