"""Writes tour.html: the cells of tour.py, each with what it shows, in one file without scripts.

``python -m docs.page`` writes it anew; a test finds out where it is out of date.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from symderive.notebook.markup import formula
from symderive.sheets.html import page as whole

TOUR = Path(__file__).with_name("tour.py")
PAGE = Path(__file__).with_name("tour.html")
_CELL = re.compile(r"^# %%(?P<kind>.*)$", re.MULTILINE)
# How long it took differs from run to run.
_SECONDS = re.compile(r" in \d+\.\d+ s(?=</p>)")
_LATEX = re.compile(r"^\$\\displaystyle (?P<formula>.*)\$$", re.DOTALL)
QUOTES = '"""'
RULES = """
.shown { padding: .3rem .8rem; border-left: .2rem solid var(--line); margin: .3rem 0 1rem;
  overflow: auto hidden; }
.shown pre { background: none; padding: 0; margin: 0; }
.shown > math { display: block math; width: max-content; margin: 0; }
details li code { overflow-wrap: anywhere; }
summary { cursor: pointer; }
"""


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook: prose, or code."""

    is_prose: bool
    text: str


def cells(source: str) -> Iterator[Cell]:
    """The cells of a file in percent format."""
    marks = list(_CELL.finditer(source))
    ends = [mark.start() for mark in marks[1:]] + [len(source)]
    for mark, end in zip(marks, ends, strict=True):
        text = source[mark.end() : end].strip("\n")
        is_prose = "[markdown]" in mark["kind"]
        if is_prose and text.startswith(QUOTES):
            text = text.strip(QUOTES)
        elif is_prose:
            text = "\n".join(line.removeprefix("#").removeprefix(" ") for line in text.split("\n"))
        yield Cell(is_prose, text.strip())


def page(source: str) -> str:
    """The notebook as a page."""
    markdown = MarkdownIt()
    namespace: dict[str, Any] = {"__name__": "tour"}
    parts = []
    for cell in cells(source):
        if cell.is_prose:
            parts.append(markdown.render(cell.text).rstrip())
            continue
        parts.append(f"<pre><code>{escape(cell.text, quote=False)}</code></pre>")
        found = _SECONDS.sub("", shown(result(cell.text, namespace)))
        parts += [f'<div class="shown">{found}</div>'] if found else []
    title = re.search(r"<h1>(.*)</h1>", parts[0])
    return whole(title[1] if title else "Notebook", parts, ("sheet.css",), RULES.strip())


def result(code: str, namespace: dict[str, Any]) -> Any:
    """The value of the last expression of a cell, which is what a notebook shows; else None."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, TOUR.name, "exec"), namespace)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), TOUR.name, "eval"), namespace)


def shown(value: Any) -> str:
    """A value as HTML: its own, else its formula, else its text."""
    if value is None:
        return ""
    for name in ("_repr_html_", "_repr_latex_"):
        display = getattr(value, name, None)
        found = display() if display else None
        if found and name == "_repr_html_":
            return str(found)
        match = _LATEX.match(found) if found else None
        if match:
            return formula(match["formula"], display=True)
    return f"<pre>{escape(repr(value), quote=False)}</pre>"


if __name__ == "__main__":
    PAGE.write_text(page(TOUR.read_text(encoding="utf-8")), encoding="utf-8")
