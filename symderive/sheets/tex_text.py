"""Sentences as LaTeX."""

from __future__ import annotations

import re

from symderive.sheets.characters import settable_in_formula
from symderive.sheets.inline import Formula, Inline, Words

ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
}
# In letters of LaTeX: a formula that may be wider than a line.
LONG_FORMULA = 110
LINE_WIDTH = 41.8
_SPECIAL = re.compile("|".join(map(re.escape, ESCAPES)))


def escaped(text: str) -> str:
    r"""Text with every character that TeX reads specially made harmless.

    >>> print(escaped("50% of x_1"))
    50\% of x\_1
    """
    return _SPECIAL.sub(lambda found: ESCAPES[found[0]], text)


def inline(sentence: Inline) -> str:
    """A sentence; TeX scales down a formula that has no place to break and may be too long."""
    shown: list[str] = []
    for run in sentence:
        if isinstance(run, Words):
            shown.append(escaped(run.text))
        elif not isinstance(run, Formula):
            shown.append(f"\\texttt{{{escaped(run.text)}}}")
        elif len(run.latex) <= LONG_FORMULA:
            shown.append(f"${settable_in_formula(run.latex)}$")
        else:
            # The line before may end early.
            box = f"\\fit{{{LINE_WIDTH:.1f}}}{{{settable_in_formula(run.latex)}}}"
            shown.append(f"\\hfil\\penalty0\\hfilneg {box}")
    return "".join(shown)
