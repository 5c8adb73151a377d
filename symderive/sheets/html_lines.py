"""Displays as HTML: a grid whose rows are aligned at their relations.

A row has its left side, its relation with the right side, the reason and the mark. On a narrow
screen the reason stands below its line, and so does the right side of what is long.
"""

from __future__ import annotations

from symderive.sheets import words
from symderive.sheets.blocks import Display, Matrix, Row
from symderive.sheets.html_math import formula_of, piece
from symderive.sheets.html_text import inline

# In em: the room on a telephone and on a page, and what a left side may take of it where the right
# side does not fit beside it on one line.
NARROW, WIDE, WIDE_WITH_REASONS = 20.0, 50.0, 38.0
NARROW_LEFT, WIDE_LEFT = 5.0, 17.0


def display(block: Display) -> str:
    """A display; several rows are a list, so that a screen reader says how many there are."""
    several = len(block.rows) > 1
    outer, inner = ("ol", "li") if several else ("div", "div")
    rows, tight = [], False
    for row in block.rows:
        # A row without a left side stands below the one that has it.
        tight = _is_tight(row) if row.left is not None else tight
        kind = "row tight" if tight else "row"
        rows.append(f'<{inner} class="{kind}">{_row(row)}</{inner}>')
    return "\n".join([f'<{outer} class="{_kinds(block)}">', *rows, f"</{outer}>"])


def matrix(block: Matrix) -> str:
    """A matrix with its numbers; a large one scrolls on a narrow screen."""
    rows = r" \\ ".join(" & ".join(map(str, row)) for row in block.entries)
    latex = f"{block.name} = {block.factor}\\begin{{pmatrix}} {rows} \\end{{pmatrix}}"
    return f'<div class="wide">{formula_of(latex)}</div>'


def _kinds(block: Display) -> str:
    """What the style sheet needs to know: whether there are reasons, where the sides stand."""
    lefts = max((row.left.width for row in block.rows if row.left is not None), default=0.0)
    line = lefts + max(row.right.width for row in block.rows)
    told = any(row.reason for row in block.rows)
    stacked = lefts > WIDE_LEFT and line > (WIDE_WITH_REASONS if told else WIDE)
    return f"display{' told' * told}{' stacked' * stacked}"


def _is_tight(row: Row) -> bool:
    """Whether the right side stands below the left one on a telephone."""
    left = row.left.width if row.left is not None else 0.0
    return left > NARROW_LEFT and left + row.right.width > NARROW


def _row(row: Row) -> str:
    sides = [row.left.text if row.left is not None else "", row.relation, row.right.text]
    told = " ".join(side for side in sides if side)
    left = piece(row.left, told=told) if row.left is not None else ""
    right = piece(row.right, row.relation, told="" if left else told)
    alone = "" if row.relation or left else " alone"
    parts = [f'<div class="left">{left}</div>'] if left else []
    if row.right.text or row.relation:
        parts.append(f'<div class="right{alone}">{right}</div>')
    if row.reason:
        parts.append(f'<div class="reason">{inline(row.reason)}</div>')
    return "".join(parts) + mark(row.status)


def mark(status: str) -> str:
    """The quiet mark of a line: a sign to look at and a word to hear; nothing without a status."""
    if not status:
        return ""
    word = words.STATUSES[status]
    return f'<span class="mark {status}" title="{word}"><span>{word}</span></span>'
