"""Pieces of HTML: formulas in MathML, sentences, the word for a verdict, aligned rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from symderive.sheets.html_math import formula_of
from symderive.sheets.html_text import inline
from symderive.sheets.inline import parsed
from symderive.sheets.words import STATUSES, told

# Readable on white and on black.
GOOD, BAD, OPEN = "#218739", "#d1344b", "#a06a00"
COLOURS = {"proved": GOOD, "proved_at_sizes": GOOD, "refuted": BAD, "undecided": OPEN}
QUIET = "opacity:.7"
GRID = "display:grid;justify-content:start;align-items:center;gap:.35em .6em"
# A formula that is too wide scrolls for itself.
SCROLLS = "overflow-x:auto;overflow-y:hidden;padding:.15em 0"


def formula(latex: str, display: bool = False) -> str:
    """A formula, large in a line too; one that has no MathML is shown as it is written."""
    try:
        found = formula_of(latex)
    except ValueError:
        return f"<code>{escape(latex)}</code>"
    size = 'display="block"' if display else 'displaystyle="true"'
    return found.replace("<math>", f"<math {size}>", 1)


def prose(text: str) -> str:
    """A title or a reason, with formulas between dollars."""
    return inline(parsed(text))


def words(text: str) -> str:
    """Words of the engine, relations as signs."""
    return inline(told(text))


def paragraph(*parts: str, style: str = "") -> str:
    """A paragraph of pieces that are HTML already; nothing if they are empty."""
    inside = "".join(parts)
    look = f"margin:.35em 0;{style}".rstrip(";")
    return f'<p style="{look}">{inside}</p>' if inside else ""


def status_word(status: str) -> str:
    """The word for a verdict, in its colour."""
    return f'<b style="color:{COLOURS[status]}">{STATUSES[status]}</b>'


def quiet(html: str) -> str:
    """What is not the matter itself: a reason, a reference."""
    return f'<span style="{QUIET}">{html}</span>' if html else ""


def opening(summary: str, parts: Iterable[str]) -> str:
    """A line that opens to the rest; there is nothing to open where there is no rest."""
    inside = "".join(parts)
    if not inside:
        return f"<div>{summary}</div>"
    indented = f'<div style="margin-left:1.2em">{inside}</div>'
    return f"<details><summary>{summary}</summary>{indented}</details>"


def aligned(rows: Sequence[Sequence[str]], columns: str) -> str:
    """Rows of cells; ``columns`` says how each column is aligned, ``r`` or ``l``."""
    sides = {"r": "end", "l": "start"}
    cells = [
        f'<div style="justify-self:{sides[side]}">{cell}</div>'
        for row in rows
        for side, cell in zip(columns, row, strict=True)
    ]
    # Words in the last column are broken late, so that they do not become a tower.
    template = " ".join(["auto"] * (len(columns) - 1) + ["minmax(7em,auto)"])
    look = f"{GRID};grid-template-columns:{template};{SCROLLS}"
    return f'<div style="{look}">{"".join(cells)}</div>'
