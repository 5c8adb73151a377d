"""Tables in Markdown, and their places in the README."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

IDENTITIES, SUITE, START = "identities", "suite", "start"
ARRAYS, OPERATORS = "arrays", "operators"


def milliseconds(seconds: float) -> str:
    """Three digits."""
    value = seconds * 1000
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def markdown(columns: Sequence[str], lines: Sequence[Sequence[str]], words: int = 1) -> str:
    """A table; the first columns, as many as are told, have words in them, the others numbers."""
    marks = ["---"] * words + ["---:"] * (len(columns) - words)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, marks, *lines))


def insert_section(path: Path, text: str, name: str) -> None:
    """Replace what stands between the two marks of that name in a file.

    Raises:
        ValueError: for a file without these marks.
    """
    begin, stop = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, mark, rest = path.read_text(encoding="utf-8").partition(begin)
    _, end, after = rest.partition(stop)
    if not mark or not end:
        raise ValueError(f"{path} has no lines {begin} and {stop}")
    path.write_text(f"{before}{begin}\n{text}\n{stop}{after}", encoding="utf-8")
