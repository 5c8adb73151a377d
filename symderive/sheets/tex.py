"""A sheet as one LaTeX file: reproducible, for the smallest TeX system."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from symderive.sheets.characters import settable
from symderive.sheets.figures import picture_tex
from symderive.sheets.inline import Formula, Inline
from symderive.sheets.tex_lines import display
from symderive.sheets.tex_text import escaped, inline

# Columns of a table whose longest cell has this many letters are as wide as that cell.
NARROW = 20
# In em of the page.
WIDEST_LISTING = 41
# In widths of the page.
PAGE, COLUMN_GAP, LETTER_OF_TABLE = 0.97, 0.028, 0.0125

PREAMBLE = r"""\documentclass[10pt,fleqn]{article}
\usepackage[a4paper,margin=25mm]{geometry}
\usepackage{amsmath,amssymb,array,color,graphicx,longtable}
\ifdefined\pdfinfoomitdate \pdfinfoomitdate=1 \pdftrailerid{} \pdfsuppressptexinfo=-1 \fi
\definecolor{muted}{gray}{0.42}
\definecolor{good}{rgb}{0.05,0.42,0.20}
\definecolor{bad}{rgb}{0.66,0.10,0.10}
\definecolor{open}{rgb}{0.55,0.40,0.00}
\setlength{\mathindent}{1.5em}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt plus 1pt}
\setlength{\emergencystretch}{3em}
\setlength{\LTleft}{0pt}
\allowdisplaybreaks
\newcommand{\why}[1]{\text{\color{muted}\small #1}}
\newcommand{\longwhy}[2]{\parbox[t]{#1em}{\raggedright\leavevmode\color{muted}\small #2}}
\newcommand{\checkedwhy}[1]{{\color{muted}\small #1}}
\newcommand{\badge}[2]{\leavevmode{\color{#1}\fboxsep=2pt\fbox{\small\sffamily #2}}}
\newcommand{\source}[1]{\leavevmode{\color{muted}\small\ttfamily #1}}
\newcommand{\lined}[1]{\makebox[1.2em][l]{\small\csname lined#1\endcsname}}
\newcommand{\linedproved}{\color{good}$\checkmark$}
\expandafter\newcommand\csname linedproved_at_sizes\endcsname{\color{open}$\checkmark$}
\newcommand{\linedrefuted}{\color{bad}$\times$}
\newcommand{\linedundecided}{\color{open}?}
\newsavebox{\formula}
\newcommand{\fit}[2]{\savebox{\formula}{$\displaystyle #2$}%
  \ifdim\wd\formula>#1em \resizebox{#1em}{!}{\usebox{\formula}}\else\usebox{\formula}\fi}
\newcommand{\unbroken}{\bfseries\boldmath\raggedright\hyphenpenalty=10000 }
\newcommand{\heading}[1]{\par\vskip 0pt plus 9\baselineskip \penalty-300
  \vskip 0pt plus -9\baselineskip \bigskip\bigskip {\large\unbroken #1\par}\nopagebreak}
\newcommand{\claimhead}[3]{\par\vskip 0pt plus 6\baselineskip \penalty-200
  \vskip 0pt plus -6\baselineskip \bigskip {\unbroken #1.\ #2\par}\nopagebreak
  \source{#3}\par\nopagebreak}
\newcommand{\plainhead}[2]{\par\vskip 0pt plus 6\baselineskip \penalty-200
  \vskip 0pt plus -6\baselineskip \bigskip {\unbroken #1.\ #2\par}\nopagebreak}
\newcommand{\nogap}{\par\nopagebreak\vskip-\baselineskip\vskip-\parskip}
"""

COLOURS = {
    "proved": "good",
    "proved_at_sizes": "good",
    "refuted": "bad",
    "undecided": "open",
    "ill-formed": "bad",
    "noted": "muted",
    "error": "bad",
}


def tex_of(blocks: Sequence[Block]) -> str:
    """The blocks of a sheet as the text of a LaTeX file."""
    parts = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        shown = RENDERED[type(block)](block)
        # A display belongs to the paragraph that leads to it: one on its own begins with a gap.
        follows = isinstance(before, Paragraph) and before.leads
        alone = isinstance(block, Display) and not follows
        parts.append(f"{shown}\\par}}" if follows else f"\\nogap\n{shown}" if alone else shown)
    return settable("\n".join([PREAMBLE, r"\begin{document}", *parts, r"\end{document}", ""]))


def _title(block: Title) -> str:
    source = f"\\source{{{escaped(block.source)}}}\\par" if block.source else ""
    return f"{{\\Large\\unbroken {inline(block.text)}\\par}}\n{source}\\medskip\\hrule\\medskip"


def _heading(block: Heading) -> str:
    return f"\\heading{{{inline(block.text)}}}"


def _paragraph(block: Paragraph) -> str:
    text = inline(block.text)
    return f"{{\\raggedright {text}" if block.leads else f"{text}\\par"


def _head(block: Head) -> str:
    refs = "".join(f" \\quad {escaped(ref)}" for ref in block.refs)
    source = f"{escaped(block.name)}{refs}"
    if not source:
        return f"\\plainhead{{{block.number}}}{{{inline(block.title)}}}"
    return f"\\claimhead{{{block.number}}}{{{inline(block.title)}}}{{{source}}}"


def _result(block: Result) -> str:
    parts = [f"\\badge{{{COLOURS[block.status]}}}{{{words.STATUSES[block.status]}}}"]
    parts += [inline(block.text)] if block.text else []
    parts += [f"\\textbf{{Expected: {escaped(block.unexpected)}.}}"] if block.unexpected else []
    parts += [f"\\checkedwhy{{{inline(block.checked)}}}"] if block.checked else []
    return " ".join(parts) + r"\par"


def _matrix(block: Matrix) -> str:
    rows = " \\\\\n".join(" & ".join(map(str, row)) for row in block.entries)
    columns = "c" * len(block.entries[0])
    body = f"\\begin{{array}}{{@{{}}{columns}@{{}}}}\n{rows}\n\\end{{array}}"
    return f"\\[\n{block.name} = {block.factor}\\left(\\,{body}\\,\\right)\n\\]"


def _picture(block: Picture) -> str:
    return picture_tex(block.figure, inline(block.caption))


def _listing(block: Listing) -> str:
    lines = [escaped(line).replace(" ", "~") for line in block.code.split("\n")]
    code = "\\\\\n".join(f"\\texttt{{{line}}}" for line in lines)
    parts = [f"{{\\footnotesize\\raggedright {code}\\par}}"]
    if block.formula:
        parts.append(f"\\[\n\\fit{{{WIDEST_LISTING}}}{{{block.formula}}}\n\\]")
    return "\n".join([*parts, f"\\checkedwhy{{{inline(block.told)}}}\\par"])


def _table(block: Table) -> str:
    shown = [place for place in range(len(block.columns)) if any(row[place] for row in block.rows)]
    rows = [[row[place] for place in shown] for row in block.rows]
    heads = [block.columns[place] for place in shown]
    wide = [max(map(_letters, column)) for column in zip(*rows, strict=True)]
    flexible = sum(letters for letters in wide if letters > NARROW)
    fixed = sum(letters for letters in wide if letters <= NARROW)
    room = PAGE - COLUMN_GAP * (len(wide) - 1) - LETTER_OF_TABLE * fixed
    layout = ["l" if n <= NARROW else _flexible(room * n / flexible) for n in wide]
    head = " & ".join(f"\\textit{{{escaped(name)}}}" for name in heads)
    body = " \\\\\n".join(" & ".join(map(inline, row)) for row in rows)
    title = f"\\multicolumn{{{len(heads)}}}{{@{{}}l}}{{\\large\\bfseries {inline(block.heading)}}}"
    return (
        f"\\bigskip{{\\small\n\\begin{{longtable}}{{@{{}}{''.join(layout)}@{{}}}}\n"
        f"{title} \\\\[6pt]\n{head} \\\\ \\hline\n\\endfirsthead\n{head} \\\\ \\hline\n\\endhead\n"
        f"\\rule{{0pt}}{{2.6ex}}%\n{body} \\\\\n\\end{{longtable}}}}"
    )


def _flexible(share: float) -> str:
    """A column of ragged text with a share of the width of the page."""
    return f">{{\\raggedright\\arraybackslash}}p{{{share:.2f}\\textwidth}}"


def _letters(cell: Inline) -> int:
    """About how many letters a cell has."""
    return sum(len(run.latex) if isinstance(run, Formula) else len(run.text) for run in cell)


RENDERED: dict[type, Callable[[Any], str]] = {
    Title: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Head: _head,
    Display: display,
    Result: _result,
    Matrix: _matrix,
    Picture: _picture,
    Listing: _listing,
    Table: _table,
}
