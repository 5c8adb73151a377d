"""A sheet as one HTML file, without scripts and without a network, for screens large and small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from textwrap import shorten
from typing import Any

from symderive.sheets import words
from symderive.sheets.blocks import (
    Block,
    Display,
    Head,
    Heading,
    Listing,
    Matrix,
    Paragraph,
    Picture,
    Result,
    Table,
    Title,
)
from symderive.sheets.figures import Matrices, picture_svg, plot_svg, plots_available
from symderive.sheets.html_lines import display, matrix
from symderive.sheets.html_math import formula_of
from symderive.sheets.html_text import escaped, inline, linking, paragraph, plain
from symderive.sheets.inline import Inline

# From this many claims on a sheet begins with a list of them.
FEW_CLAIMS = 6
# The name of a window, in letters.
LONGEST_NAME = 70


def html_of(blocks: Sequence[Block], index: str = "") -> str:
    """The blocks of a sheet as the text of an HTML file; ``index`` is where all sheets are listed.

    >>> from symderive.sheets.inline import parsed
    >>> "<h1>Sums</h1>" in html_of([Title(parsed("Sums"))])
    True
    """
    titles = [block for block in blocks if isinstance(block, Title)]
    body = [
        "<header>",
        *(_title(block) for block in titles),
        _tools(index),
        "</header>",
        *_contents(blocks),
        "<main>",
        *_sections(blocks),
        "</main>",
    ]
    name = plain(titles[0].text) if titles else "Sheet"
    return page(name, body, ("sheet.css",))


def page(title: str, body: Sequence[str], styles: Sequence[str], rules: str = "") -> str:
    """A whole HTML file with its style sheets inside; ``rules`` are those of this page alone."""
    own = resources.files(__package__)
    found = [own.joinpath(name).read_text(encoding="utf-8").strip() for name in styles]
    found += [rules] if rules else []
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escaped(shorten(title, LONGEST_NAME, placeholder=' ...'))}</title>",
        "<style>",
        *found,
        "</style>",
    ]
    parts = ["<!DOCTYPE html>", '<html lang="en">', "<head>", *head, "</head>", "<body>"]
    return "\n".join([*parts, *(part for part in body if part), "</body>", "</html>", ""])


def anchor(head: Head) -> str:
    """The place of a claim on its page: its name, or its number where names are not shown."""
    return head.name or f"claim-{head.number}"


def _tools(index: str) -> str:
    """What a reader can do with the page: look at formulas as LaTeX, go to all sheets."""
    parts = [f'<a href="{escaped(index)}">All sheets</a>'] if index else []
    parts.append('<label><input type="checkbox" id="as-latex"> Formulas as LaTeX</label>')
    return f'<div class="tools">{"".join(parts)}</div>'


def _contents(blocks: Sequence[Block]) -> Iterator[str]:
    """The claims with links to them, where there are many."""
    heads = [block for block in blocks if isinstance(block, Head)]
    if len(heads) < FEW_CLAIMS:
        return
    yield '<nav aria-label="Contents"><details><summary>Contents</summary><ol>'
    for head in heads:
        text = linking(head.title)
        yield f'<li><a href="#{escaped(anchor(head))}">{text}</a></li>'
    yield "</ol></details></nav>"


def _sections(blocks: Sequence[Block]) -> Iterator[str]:
    """The blocks from the title on; a claim is a section, its heading below that of its part."""
    level, inside = 2, False
    for block in blocks:
        if isinstance(block, Title):
            continue
        if isinstance(block, (Heading, Head, Table)):
            if inside:
                yield "</section>"
            inside = isinstance(block, Head)
        if isinstance(block, Head):
            yield f'<section class="claim" id="{escaped(anchor(block))}">'
            yield _head(block, level)
        else:
            yield RENDERED[type(block)](block)
        if isinstance(block, Heading):
            level = 3
    if inside:
        yield "</section>"


def _title(block: Title) -> str:
    source = f"<code>{escaped(block.source)}</code>" if block.source else ""
    return f"<h1>{inline(block.text)}</h1>\n{paragraph(source, 'source')}".strip()


def _heading(block: Heading) -> str:
    return f"<h2>{inline(block.text)}</h2>"


def _paragraph(block: Paragraph) -> str:
    return paragraph(inline(block.text), "leads" if block.leads else "")


def _head(block: Head, level: int) -> str:
    number = f'<a href="#{escaped(anchor(block))}">{block.number}.</a>'
    parts = [f"<code>{escaped(block.name)}</code>"] if block.name else []
    parts += [f"<span>{escaped(ref)}</span>" for ref in block.refs]
    source = paragraph(" ".join(parts), "source")
    return f"<h{level}>{number} {inline(block.title)}</h{level}>\n{source}".strip()


def _result(block: Result) -> str:
    parts = [badge(block.status)]
    parts += [inline(block.text)] if block.text else []
    parts += (
        [f"<strong>Expected: {escaped(block.unexpected)}.</strong>"] if block.unexpected else []
    )
    parts += [f'<span class="checked">{inline(block.checked)}</span>'] if block.checked else []
    return paragraph(" ".join(parts), "result")


def badge(status: str) -> str:
    """The word for a verdict in its colour."""
    return f'<b class="badge {status}">{words.STATUSES[status]}</b>'


def _picture(block: Picture) -> str:
    """A figure; in words alone where curves cannot be drawn here."""
    figure = block.figure
    if isinstance(figure, Matrices):
        shown = picture_svg(figure)
    else:
        shown = plot_svg(figure) if plots_available() else paragraph(escaped(figure.told))
    caption = f"<figcaption>{inline(block.caption)}</figcaption>" if block.caption else ""
    return f'<figure><div class="drawing">{shown}</div>{caption}</figure>'


def _listing(block: Listing) -> str:
    formula = f'<div class="wide">{formula_of(block.formula)}</div>' if block.formula else ""
    return (
        f'<figure class="listing"><pre><code>{escaped(block.code)}</code></pre>\n'
        f"{formula}<figcaption>{inline(block.told)}</figcaption></figure>"
    )


def _table(block: Table) -> str:
    head = "".join(f'<th scope="col">{escaped(name)}</th>' for name in block.columns)
    rows = "\n".join(_cells(row, block.columns) for row in block.rows)
    return (
        f"<h2>{inline(block.heading)}</h2>\n"
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    )


def _cells(row: Sequence[Inline], columns: Sequence[str]) -> str:
    """A row of a table, named by its first cell."""
    first, *rest = map(inline, row)
    cells = "".join(f"<td>{cell}</td>" for cell in rest)
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'


RENDERED: dict[type, Callable[[Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Display: display,
    Result: _result,
    Matrix: matrix,
    Picture: _picture,
    Listing: _listing,
    Table: _table,
}
