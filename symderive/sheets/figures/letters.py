"""Labels in LaTeX as letters for a picture that has no TeX: upright, slanted, raised, lowered.

Labels are short: names, numbers, sums and fractions of them. A fraction is written on the line, and
a command that is not known here is written by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LETTERS = dict(
    zip(
        "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma"
        " tau upsilon varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi"
        " Omega partial ell".split(),
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ∂\u2113",
        strict=True,
    )
)
SIGNS = {
    "top": "\u22a4",
    "cdot": "·",
    "times": "\u00d7",
    "le": "≤",
    "ge": "≥",
    "ne": "≠",
    "infty": "∞",
    "in": "∈",
    "cdots": "⋯",
    "dots": "…",
    "to": "→",
    "star": "\u22c6",
    "ast": "\u2217",
    "otimes": "⊗",
    "approx": "≈",
    "nabla": "∇",
    "sqrt": "√",
    "odot": "⊙",
}
SPACES = {",": "\u2009", ";": "\u2005", " ": "\u2005", ":": "\u2005", "!": "", "quad": "\u2003"}
FENCES = {"left", "right", "mathopen", "mathclose", "big", "Big", "bigl", "bigr", "displaystyle"}
UPRIGHT = {"mathrm", "operatorname", "text", "mathbf", "mathbb"}
FRACTIONS = {"frac", "tfrac", "dfrac"}
SPACED = {"=": " = ", "+": " + ", "<": " < ", ">": " > "}
SPACED_SIGNS = "≤≥≠→∈≈\u22c6\u2217⊗"
MINUS = "\u2212"

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[A-Za-z]|[0-9]+|\s+|.")


@dataclass(frozen=True)
class Run:
    """Letters in one style: slanted like a variable, ``level`` 1 raised, -1 lowered."""

    text: str
    slanted: bool = False
    level: int = 0


def runs_of(latex: str) -> tuple[Run, ...]:
    r"""The runs of a label.

    >>> [(run.text, run.slanted, run.level) for run in runs_of(r"A_{12}^{T}")]
    [('A', True, 0), ('12', False, -1), ('T', True, 1)]
    """
    tokens = [token for token in _TOKEN.findall(latex) if token.strip()]
    return tuple(_joined(_Reader(tokens).read()))


def plain(latex: str) -> str:
    r"""A label in one line of text.

    >>> plain(r"\max d + \tfrac{\log n}{\beta}")
    'max d + log n/β'
    """
    shown: list[str] = []
    for run in runs_of(latex):
        raised = run.level > 0 and run.text != SIGNS["top"]
        shown.append({-1: "_", 1: "^" if raised else ""}.get(run.level, "") + run.text)
    return re.sub(r"\s+", " ", "".join(shown)).strip()


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Neighbours in one style as one."""
    last: Run | None = None
    for run in runs:
        if last is not None and (run.slanted, run.level) == (last.slanted, last.level):
            last = Run(last.text + run.text, run.slanted, run.level)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


class _Reader:
    """One reading of a label, token by token."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def read(self, level: int = 0) -> Iterator[Run]:
        """The runs up to the brace that closes, or to the end."""
        before = ""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token == "}":
                return
            for run in self._run(token, before, level):
                yield run
                before = run.text[-1:]

    def _run(self, token: str, before: str, level: int) -> Iterator[Run]:
        if token in "_^":
            yield from self._argument(-1 if token == "_" else 1)
        elif token == "{":
            yield from self.read(level)
        elif token.startswith("\\"):
            yield from self._command(token[1:], before, level)
        elif token == "-":
            between = before not in ("", "(", "[", ",", "/") and not before.isspace()
            yield Run(f" {MINUS} " if between else MINUS, False, level)
        elif token.isalpha():
            gap = SPACES[","] if before.isdigit() and not level else ""
            if gap:
                yield Run(gap, False, level)
            yield Run(token, True, level)
        else:
            yield Run(
                SPACED.get(token, ", " if token == "," and not level else token), False, level
            )

    def _argument(self, level: int) -> Iterator[Run]:
        """What stands in braces, or the next token."""
        if self.at < len(self.tokens) and self.tokens[self.at] == "{":
            self.at += 1
            yield from self.read(level)
        elif self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            yield from self._run(token, "", level)

    def _command(self, name: str, before: str, level: int) -> Iterator[Run]:
        if name in FRACTIONS:
            yield from self._fraction(level)
        elif name in UPRIGHT:
            word = self._word()
            yield Run(self._spaced(word, before, level), False, level)
        elif name in SPACES:
            yield Run(SPACES[name], False, level)
        elif name in LETTERS:
            yield Run(LETTERS[name], name != "partial", level)
        elif name in SIGNS:
            sign = SIGNS[name]
            yield Run(f" {sign} " if sign in SPACED_SIGNS else sign, False, level)
        elif name not in FENCES:
            yield Run(self._spaced(name, before, level), False, level)

    def _word(self) -> str:
        """The letters in braces as they stand."""
        if self.at >= len(self.tokens) or self.tokens[self.at] != "{":
            return ""
        end = self.tokens.index("}", self.at) if "}" in self.tokens[self.at :] else self.at
        inside = self.tokens[self.at + 1 : end]
        word = "".join(SPACES.get(token.removeprefix("\\"), token) for token in inside)
        self.at = end + 1
        return word

    def _spaced(self, word: str, before: str, level: int) -> str:
        """A word with a thin space on the side of a letter."""
        after = self.tokens[self.at] if self.at < len(self.tokens) else ""
        letters = after[:1].isalnum() or (after[:1] == "\\" and after[1:] in {*LETTERS})
        start = SPACES[","] if before.isalnum() and not level else ""
        return f"{start}{word}{SPACES[','] if letters and not level else ''}"

    def _fraction(self, level: int) -> Iterator[Run]:
        for place in range(2):
            parts = list(self._argument(level))
            inside = "".join(run.text for run in parts)
            sum_inside = any(sign in inside for sign in (" + ", f" {MINUS} "))
            if place:
                yield Run("/", False, level)
            if sum_inside:
                yield Run("(", False, level)
            yield from parts
            if sum_inside:
                yield Run(")", False, level)
