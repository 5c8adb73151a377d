"""Sentences with formulas between dollars, as they are read in a terminal."""

from __future__ import annotations

import re

WORDS = {
    r"\le": "<=",
    r"\ge": ">=",
    r"\ne": "!=",
    r"\times": "x",
    r"\otimes": "kron",
    r"\cdot": "*",
    r"\dots": "...",
    r"\cdots": "...",
    r"\top": "T",
    r"\lfloor": "floor(",
    r"\rfloor": ")",
    r"\lceil": "ceil(",
    r"\rceil": ")",
    r"\infty": "infinity",
    r"\varepsilon": "epsilon",
    r"\partial": "d",
    r"\nabla": "grad",
    r"\,": " ",
    r"\ ": " ",
    r"\{": "{",
    r"\}": "}",
    r"\|": "||",
    r"\left": "",
    r"\right": "",
}
_FORMULA = re.compile(r"\$([^$]+)\$")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|[, {}|])")
_UPRIGHT = re.compile(r"\\(?:mathrm|mathbb|operatorname|text)\{([^{}]*)\}")
_STACKED = re.compile(r"\\(frac|tfrac|sqrt)(?![A-Za-z])\s*")
_BRACES = re.compile(r"([_^])\{([A-Za-z0-9]+|[A-Za-z]_[A-Za-z0-9])\}")
_ENDED = re.compile(r"\s*(?:$|[-+=<>),.:}\]]|\\(?:le|ge|ne|times|rfloor|rceil|right)\b)")
_OPENED = re.compile(r"\b(floor|ceil)\(\s+|\s+(\))")


def plain(sentence: str) -> str:
    r"""The sentence with its formulas as plain text; a formula without commands loses its dollars.

    >>> plain(r"Entry $n + j - k_2$ of $g$, where $1 \le j$ and $B = 4 A^{\top}$.")
    'Entry n + j - k_2 of g, where 1 <= j and B = 4 A^T.'
    >>> plain(r"$\sum_{j=1}^{k_2} \mathrm{flip}(w)_j$")
    'sum_{j=1}^k_2 flip(w)_j'
    >>> plain(r"Row $\frac{m}{2}(j - 1) + i$, where $\lceil \frac{n - k}{s} \rceil = 1$.")
    'Row (m/2)(j - 1) + i, where ceil((n - k)/s) = 1.'
    """
    return _FORMULA.sub(lambda found: _formula(found[1]), sentence)


def _formula(formula: str) -> str:
    formula = _on_one_line(_UPRIGHT.sub(r"\1", formula))
    formula = _COMMAND.sub(lambda found: WORDS.get(found[0], found[0][1:]), formula)
    formula = _OPENED.sub(lambda found: found[2] or f"{found[1]}(", " ".join(formula.split()))
    return _BRACES.sub(r"\1\2", formula)


def _on_one_line(formula: str) -> str:
    """The formula with a stroke for fractions, and roots as calls."""
    found = _STACKED.search(formula)
    if found is None:
        return formula
    before, rest = formula[: found.start()], formula[found.end() :]
    over, rest = _argument(rest)
    if found[1] == "sqrt":
        return f"{before}sqrt({_on_one_line(over)}){_on_one_line(rest)}"
    under, rest = _argument(rest)
    quotient = "/".join(_in_brackets(_on_one_line(part)) for part in (over, under))
    # What is multiplied by the quotient must not be read as part of the denominator.
    shown = quotient if _ENDED.match(rest) else f"({quotient})"
    return f"{before}{shown}{_on_one_line(rest)}"


def _argument(formula: str) -> tuple[str, str]:
    """The argument of a command that the formula begins with, without its braces, and the rest."""
    if not formula.startswith("{"):
        whole = re.match(r"\\[A-Za-z]+|.", formula)
        length = whole.end() if whole else 0
        return formula[:length], formula[length:]
    depth = 0
    for place, letter in enumerate(formula):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth == 0:
            return formula[1:place], formula[place + 1 :]
    return formula[1:], ""


def _in_brackets(part: str) -> str:
    return part if re.fullmatch(r"\\?[\w']+", part) else f"({part})"
