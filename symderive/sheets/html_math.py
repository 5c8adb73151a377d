"""Formulas in web pages: MathML with its LaTeX to copy, cut where a line may end.

MathML needs neither scripts nor fonts of ours. It is most of a page, so that it is written as
shortly as it may be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from symderive.printing.mathml import mathml
from symderive.printing.pieces import Piece

# In letters of LaTeX: a formula in a sentence that may be wider than a telephone.
LONG_FORMULA = 40
# Where a line may end inside of a formula in a sentence, and where there is a space else.
LINE_END = r"\mathbin{}"
# What stands beside the sign at the end of a line, so that it keeps its room.
NOTHING = "{}"
ANNOTATION = '<annotation encoding="application/x-tex">'
APPLIED, APPLICATION = "&ApplyFunction;", "\N{FUNCTION APPLICATION}"
COLON, WIDE_COLON = "<mi>:</mi>", '<mo lspace=".1em" rspace=".35em">:</mo>'
EMPTY, SHORTLY_EMPTY = "<mrow></mrow>", "<mrow/>"
_MATH = re.compile(r"^<math[^>]*>(.*)</math>$", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_WORDS = re.compile(r"\\text\{([^{}\\$]*)\}")
_UPRIGHT = re.compile(r"<mrow><mspace/>(<mi[^>]*>[^<]*</mi>)</mrow>")
_LENGTH = re.compile(r"(?<![0-9.])0(\.[0-9]{1,3})[0-9]*em")
# Nothing is not needed beside what is no sign, nor in front of one that is never that of a number.
_IDLE = re.compile(r"^<mrow></mrow>(?!<mo[^>]*>[-+\u2212\u00b1])|(?<!</mo>)<mrow></mrow>$")
# An index of a bracket would hang from its foot, an exponent stand on its head: as in LaTeX, they
# stand where they would beside a letter.
_BRACKETED = re.compile(r'<(msub|msup|msubsup)>(<mo stretchy="false">[)\]]</mo>)')
# A function has no more room in front of a tall bracket than in front of any other.
_TALL = re.compile(rf'<mo lspace="[^"]*">({APPLICATION}</mo><mrow><mo>\()')


def formula(latex: str) -> str:
    r"""A formula in a sentence, with its LaTeX to copy; a long one scrolls where it does not fit.

    >>> print(formula("x"))
    <math><mi>x</mi></math>
    >>> print(formula(r"\text{as it is}"))
    as it is
    """
    try:
        return _formula(latex)
    except ValueError:
        # An author may write what browsers have no form for: it can still be read as LaTeX.
        return f"<code>{escape(latex)}</code>"


def _formula(latex: str) -> str:
    parts = latex.split(LINE_END)
    if any(part.count("{") != part.count("}") for part in parts):
        parts = [latex]
    words = [_WORDS.fullmatch(part) for part in parts]
    if all(words):
        return " ".join(escape(found[1].strip()) for found in words if found)
    shown = []
    for number, part in enumerate(parts):
        math = _math(_inside(part, display=False), "" if number else latex)
        shown.append(f'<span class="long">{math}</span>' if len(part) > LONG_FORMULA else math)
    return shown[0] if len(shown) == 1 else f'<span class="parts">{" ".join(shown)}</span>'


def formula_of(latex: str) -> str:
    """A formula of a display that is in one piece, with its LaTeX to copy."""
    try:
        return _math(_inside(latex), latex)
    except ValueError:
        return f"<code>{escape(latex)}</code>"


def piece(shown: Piece, relation: str = "", told: str = "") -> str:
    """A formula of a display, cut where a line may end; ``told`` is LaTeX that it carries.

    The parts between two outer places are kept together as long as there is room for them.
    """
    first, *rest = shown.parts()
    texts = [f"{relation} {first.text}" if relation else first.text]
    # What begins or ends a line is written beside nothing, so that its sign keeps its room.
    texts += [f"{NOTHING} {part.text}" for part in rest]
    texts = [*(f"{text} {NOTHING}" for text in texts[:-1]), texts[-1]]
    depths = [0, *(part.depth for part in rest)]
    maths = [_math(_inside(text), "" if number else told) for number, text in enumerate(texts)]
    return "".join(_nested(list(zip(depths, maths, strict=True))))


def _nested(parts: Sequence[tuple[int, str]]) -> list[str]:
    """Parts with their depths as pieces of HTML: what lies deeper is put together first."""
    if len(parts) == 1:
        return [parts[0][1]]
    outermost = min(depth for depth, _ in parts[1:])
    groups: list[list[tuple[int, str]]] = [[parts[0]]]
    for part in parts[1:]:
        if part[0] == outermost:
            groups.append([part])
        else:
            groups[-1].append(part)
    if len(groups) == 1:
        return _nested(groups[0])
    return [
        group[0][1] if len(group) == 1 else f"<span>{''.join(_nested(group))}</span>"
        for group in groups
    ]


def _inside(latex: str, display: bool = True) -> str:
    """What stands inside of a formula; how large it is set is said by the style sheet."""
    found = _MATH.sub(r"\1", mathml(latex, display))
    found = found.replace(APPLIED, APPLICATION).replace(COLON, WIDE_COLON)
    found = _IDLE.sub("", _UPRIGHT.sub(r"\1", found)).replace(EMPTY, SHORTLY_EMPTY)
    found = _BRACKETED.sub(rf"\2<\1>{SHORTLY_EMPTY}", _TALL.sub(r"<mo>\1", found))
    return _LENGTH.sub(r"\1em", found)


def _math(inside: str, latex: str = "") -> str:
    """A formula; the LaTeX is left out where it is what one reads."""
    if not latex or latex.replace(" ", "") == unescape(_TAG.sub("", inside)):
        return f"<math>{inside}</math>"
    told = f"{ANNOTATION}{escape(latex)}</annotation>"
    return f"<math><semantics><mrow>{inside}</mrow>{told}</semantics></math>"
