"""Names of variables: how they are written in LaTeX, and which names bound variables get."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from symderive.language.binding import free_symbols, subterms
from symderive.language.terms import UNKNOWN, Term

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa mu nu xi pi rho sigma tau upsilon"
    " phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
GREEK_IN_LATEX = {
    **{name: f"\\{name}" for name in GREEK},
    "epsilon": r"\varepsilon",
    "phi": r"\varphi",
    "lambda": r"\lambda",
    "lambda_": r"\lambda",
    "lamda": r"\lambda",
    "ell": r"\ell",
}
DECORATIONS = {"hat": r"\hat", "tilde": r"\tilde", "bar": r"\bar", "dot": r"\dot", "vec": r"\vec"}
SPARE = "ijklpqrstuvab"

_PARTS = re.compile(r"^(?P<stem>[A-Za-z]+)(?P<digits>\d*)$")
_GREEK = re.compile(r"GREEK (?P<case>SMALL|CAPITAL) LETTER (?:FINAL )?(?P<name>[A-Z]+)$")


@dataclass(frozen=True)
class LatexName:
    """A name in LaTeX; ``subscripted`` says that it has a subscript of its own already."""

    text: str
    subscripted: bool
    width: float


# A small change of a tensor, by which is differentiated.
CHANGE = "change of"


def latex_name(name: str) -> LatexName:
    r"""A name as it is set in print: Greek, decorated, subscripted, or upright when long.

    >>> [latex_name(n).text for n in ("x", "beta", "w1", "X_tilde", "logits", "d_max", "y'")]
    ['x', '\\beta', 'w_{1}', '\\tilde{X}', '\\mathrm{logits}', 'd_{\\mathrm{max}}', "y'"]
    >>> latex_name("change of y").text
    '\\Delta y'
    """
    words, gap, last = name.rpartition(" ")
    if words == CHANGE:
        named = latex_name(last)
        return LatexName(f"\\Delta {named.text}", named.subscripted, named.width + 0.9)
    if gap:
        named = latex_name(last)
        width = named.width + 0.5 * len(words)
        return LatexName(f"\\text{{{words} }}{named.text}", named.subscripted, width)
    core = name.rstrip("'")
    primes = "'" * (len(name) - len(core))
    if core in GREEK_IN_LATEX:
        return LatexName(GREEK_IN_LATEX[core] + primes, False, 0.7)
    stem, *rest = core.split("_")
    match = _PARTS.match(stem)
    text, width = _letters(match["stem"] if match else stem)
    subscripts = [match["digits"]] if match and match["digits"] else []
    for part in rest:
        if part in DECORATIONS:
            text = f"{DECORATIONS[part]}{{{text}}}"
        elif part == "prime":
            primes += "'"
        elif part:
            subscripts.append(part)
    shown = [_letters(part)[0] if not part.isdigit() else part for part in subscripts]
    width += 0.4 * sum(len(part) for part in subscripts) + 0.3 * len(primes)
    below = f"_{{{','.join(shown)}}}" if shown else ""
    return LatexName(text + primes + below, bool(shown), width)


def _letters(word: str) -> tuple[str, float]:
    if word in GREEK_IN_LATEX:
        return GREEK_IN_LATEX[word], 0.7
    greek = greek_letter(word)
    if greek:
        return greek, 0.7
    if any(letter.isalpha() and not letter.isascii() for letter in word):
        return f"\\text{{{word}}}", 0.1 + 0.5 * len(word)
    if len(word) == 1:
        return word, 0.6
    escaped = word.replace("#", r"\#").replace("%", r"\%").replace("&", r"\&")
    return f"\\mathrm{{{escaped}}}", 0.5 * len(word)


def greek_letter(letter: str) -> str:
    r"""The command for a letter of the Greek alphabet; nothing for what is none.

    >>> greek_letter("\N{GREEK SMALL LETTER BETA}"), greek_letter("b")
    ('\\beta', '')
    """
    named = _GREEK.match(unicodedata.name(letter, "")) if len(letter) == 1 else None
    if named is None:
        return ""
    name = named["name"].lower()
    return GREEK_IN_LATEX.get(name if named["case"] == "SMALL" else name.capitalize(), "")


def function_name(name: str) -> LatexName:
    r"""The name of a function: one of several letters is an operator to TeX.

    >>> function_name("loss").text, function_name("f").text
    ('\\operatorname{loss}', 'f')
    """
    shown = latex_name(name)
    if not shown.text.startswith(r"\mathrm{"):
        return shown
    text = r"\operatorname" + shown.text.removeprefix(r"\mathrm")
    return LatexName(text, shown.subscripted, shown.width)


def free_names(terms: Iterable[Term]) -> frozenset[str]:
    """The names of all free variables and unknown functions in the terms."""
    found: set[str] = set()
    for term in terms:
        found |= {symbol.name for symbol in free_symbols(term)}
        found |= {part.name for part in subterms(term) if isinstance(part, UNKNOWN)}
    return frozenset(found)


def fresh_name(wanted: str, taken: frozenset[str]) -> str:
    """The wanted name, or the next letter that nothing else has.

    >>> fresh_name("k", frozenset({"n"})), fresh_name("k", frozenset({"k", "i"}))
    ('k', 'l')
    """
    if wanted and wanted not in taken:
        return wanted
    start = SPARE.find(wanted) + 1 if len(wanted) == 1 else 0
    for letter in SPARE[start:] + SPARE[:start]:
        if letter not in taken:
            return letter
    number = 1
    while f"{wanted or 'k'}_{number}" in taken:
        number += 1
    return f"{wanted or 'k'}_{number}"
