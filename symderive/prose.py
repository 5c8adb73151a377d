"""Sentences with formulas between dollars, as they are read in a terminal."""

from __future__ import annotations

import re

WORDS = {
    r"\le": "<=",
    r"\ge": ">=",
    r"\ne": "!=",
    r"\times": "x",
    r"\cdot": "*",
    r"\dots": "..",
    r"\cdots": "..",
    r"\top": "T",
    r"\lfloor": "floor(",
    r"\rfloor": ")",
    r"\lceil": "ceil(",
    r"\rceil": ")",
    r"\,": " ",
    r"\left": "",
    r"\right": "",
}
_FORMULA = re.compile(r"\$([^$]+)\$")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|,)")
_UPRIGHT = re.compile(r"\\(?:mathrm|operatorname|text)\{([^{}]*)\}")
_BRACES = re.compile(r"([_^])\{([A-Za-z0-9]|[A-Za-z]_[A-Za-z0-9])\}")


def plain(sentence: str) -> str:
    r"""The sentence with its formulas as plain text; a formula without commands loses its dollars.

    >>> plain(r"Entry $n + j - k_2$ of $g$, where $1 \le j$ and $B = 4 A^{\top}$.")
    'Entry n + j - k_2 of g, where 1 <= j and B = 4 A^T.'
    >>> plain(r"$\sum_{j=1}^{k_2} \mathrm{flip}(w)_j$")
    'sum_{j=1}^k_2 flip(w)_j'
    """
    return _FORMULA.sub(lambda found: _formula(found[1]), sentence)


def _formula(formula: str) -> str:
    formula = _UPRIGHT.sub(r"\1", formula)
    formula = _COMMAND.sub(lambda found: WORDS.get(found[0], found[0][1:]), formula)
    return _BRACES.sub(r"\1\2", formula).strip()
