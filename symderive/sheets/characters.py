"""Characters that a small TeX system has no sign for, as what it can set."""

# ruff: noqa: RUF001, RUF002  (letters that look like others are what this is about)
from __future__ import annotations

import re
import unicodedata

from symderive.printing.names import greek_letter

# Those of Latin-1 and Latin Extended-A that the Computer Modern fonts have no letters for.
_ABSENT = frozenset("ÐÞðþĄąĐđĘęĦħĮįĸĿŀŉŊŋŦŧŲųſ«»")
_PRESENT = frozenset("–—‘’“”†‡•…€™")
_SIGNS = {
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "≈": r"\approx",
    "≡": r"\equiv",
    "∈": r"\in",
    "∉": r"\notin",
    "⊂": r"\subset",
    "⊆": r"\subseteq",
    "→": r"\to",
    "←": r"\leftarrow",
    "↔": r"\leftrightarrow",
    "↦": r"\mapsto",
    "⇒": r"\Rightarrow",
    "⇔": r"\Leftrightarrow",
    "−": "-",
    "⋅": r"\cdot",
    "∘": r"\circ",
    "⊗": r"\otimes",
    "⊙": r"\odot",
    "∞": r"\infty",
    "∑": r"\sum",
    "∏": r"\prod",
    "∫": r"\int",
    "∂": r"\partial",
    "∇": r"\nabla",
    "√": r"\surd",
    "∀": r"\forall",
    "∃": r"\exists",
    "⊤": r"\top",
    "‖": r"\|",
    "ℝ": r"\mathbb{R}",
    "ℕ": r"\mathbb{N}",
    "ℤ": r"\mathbb{Z}",
    "ℚ": r"\mathbb{Q}",
    "ℂ": r"\mathbb{C}",
    "ℓ": r"\ell",
    "′": r"{}'",
    "″": r"{}''",
    "«": r"{\scriptstyle\ll}",
    "»": r"{\scriptstyle\gg}",
}
_TEXT = {"„": ",,", "‚": ",", "‐": "-", "‑": "-", "‒": "--", "―": "---"}
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def settable(source: str) -> str:
    r"""LaTeX in which every character can be set, be it in a sentence or in a formula.

    >>> print(settable("Größe of α ≤ 1 ą"))
    Größe of \ensuremath{\alpha} \ensuremath{\le} 1 a
    """
    return _FOREIGN.sub(lambda found: _settable(found[0]), source)


def settable_in_formula(latex: str) -> str:
    r"""A formula in which letters with accents are text, as TeX wants them.

    >>> print(settable_in_formula("é + β"))
    \text{é} + {\beta}
    """
    return _FOREIGN.sub(lambda found: _in_formula(found[0]), latex)


def _in_formula(letter: str) -> str:
    sign = sign_of(letter)
    if sign is None:
        return rf"\text{{{_settable(letter)}}}"
    return f"{{{sign}}}" if unicodedata.category(letter)[0] == "L" else f"{sign} "


def sign_of(letter: str) -> str | None:
    r"""The command of a formula for a Greek letter or a sign of mathematics; None for others.

    >>> print(sign_of("β"), sign_of("∞"), sign_of("é"))
    \beta \infty None
    """
    if letter in _SIGNS:
        return _SIGNS[letter]
    return greek_letter(letter) or None


def _settable(letter: str) -> str:
    if letter in _PRESENT or ("\xa0" <= letter <= "\u017f" and letter not in _ABSENT):
        return letter
    sign = sign_of(letter)
    if sign is not None:
        return rf"\ensuremath{{{sign}}}"
    if letter in _TEXT:
        return _TEXT[letter]
    category, composed = unicodedata.category(letter), unicodedata.decomposition(letter)
    if category in {"Cf", "Mn"}:
        return ""
    if category == "Zs":
        return " "
    kind, *points = composed.split() or [""]
    if kind in {"<super>", "<sub>"}:
        text = settable_in_formula("".join(chr(int(point, 16)) for point in points))
        return rf"\ensuremath{{{{}}{'^' if kind == '<super>' else '_'}{{{text}}}}}"
    if composed and not kind.startswith("<"):
        return settable(chr(int(kind, 16)))
    return rf"\text{{[U+{ord(letter):04X}]}}"
