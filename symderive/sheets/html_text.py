"""Sentences and formulas as HTML; a formula is MathML, for which a page needs no scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from symderive.printing.mathml import mathml
from symderive.printing.pieces import Piece
from symderive.sheets.inline import Formula, Inline, Words

# In letters of LaTeX: a formula in a sentence that may be wider than a telephone.
LONG_FORMULA = 40
ANNOTATION = '<annotation encoding="application/x-tex">'
COLON = '<mo lspace=".1em" rspace=".35em">:</mo>'
# Where a line may end inside of a formula in a sentence, and where there is a space else.
LINE_END = r"\mathbin{}"
APPLIED = "&ApplyFunction;"
_MATH = re.compile(r"^<math[^>]*>(.*)</math>$", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_ANNOTATION = re.compile("<annotation.*?</annotation>", re.DOTALL)
_WORDS = re.compile(r"\\text\{([^{}\\$]*)\}")
_UPRIGHT = re.compile(r"<mrow><mspace/>(<mi>[^<]*</mi>)</mrow>")
_LENGTH = re.compile(r"(?<![0-9.])0(\.[0-9]{1,3})[0-9]*em")
# Signs that would be read as those of a number where nothing stands before them.
_SIGN = re.compile(r"<mrow></mrow>(?!<mo[^>]*>[-+\u2212\u00b1(\[])")


# An index of a bracket would hang from its foot, an exponent stand on its head: as in LaTeX, they
# stand where they would beside a letter.
_BRACKETED = re.compile(r'<(msub|msup|msubsup)>(<mo stretchy="false">[)\]]</mo>)')
_NOTHING = "<mrow></mrow>"


def escaped(text: str) -> str:
    """Text with every character that HTML reads specially made harmless.

    >>> print(escaped('a < "b"'))
    a &lt; &quot;b&quot;
    """
    return escape(text)


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
        return f"<code>{escaped(latex)}</code>"


def _formula(latex: str) -> str:
    parts = latex.split(LINE_END)
    if any(part.count("{") != part.count("}") for part in parts):
        parts = [latex]
    words = [_WORDS.fullmatch(part) for part in parts]
    if all(words):
        return " ".join(escaped(found[1].strip()) for found in words if found)
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
        return f"<code>{escaped(latex)}</code>"


def piece(shown: Piece, relation: str = "", told: str = "") -> str:
    """A formula of a display, cut where a line may end; ``told`` is LaTeX that it carries.

    The parts between two outer places are kept together as long as there is room for them.
    """
    first, *rest = shown.parts()
    start = f"{relation} {first.text}" if relation else first.text
    parts = [(0, _math(_inside(start), told))]
    # What begins a continued line is written behind nothing, so that its sign has room around it.
    parts += [(part.depth, _math(_inside(f"{{}} {part.text}"))) for part in rest]
    return "".join(_nested(parts))


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
    """What stands inside of a formula; how large it is set is said by the style sheet.

    What is longer than it must be is made shorter: formulas are most of a page.
    """
    found = _MATH.sub(r"\1", mathml(latex, display))
    found = found.replace(APPLIED, "\N{FUNCTION APPLICATION}")
    found = _SIGN.sub("", _UPRIGHT.sub(r"\1", found))
    found = found.replace("<mi>:</mi>", COLON)
    found = _BRACKETED.sub(r"\2<\1><mrow/>", found).replace(_NOTHING, "<mrow/>")
    return _LENGTH.sub(r"\1em", found)


def _math(inside: str, latex: str = "") -> str:
    """A formula; the LaTeX is left out where it is what one reads."""
    if not latex or latex.replace(" ", "") == unescape(_TAG.sub("", inside)):
        return f"<math>{inside}</math>"
    told = f"{ANNOTATION}{escaped(latex)}</annotation>"
    return f"<math><semantics><mrow>{inside}</mrow>{told}</semantics></math>"


def inline(sentence: Inline) -> str:
    """A sentence.

    >>> from symderive.sheets.inline import parsed
    >>> print(inline(parsed("no `a<b`")))
    no <code>a&lt;b</code>
    """
    shown: list[str] = []
    for run in sentence:
        if isinstance(run, Words):
            shown.append(escaped(run.text))
        elif isinstance(run, Formula):
            shown.append(formula(run.latex))
        else:
            shown.append(f"<code>{escaped(run.text)}</code>")
    return "".join(shown)


def linking(sentence: Inline) -> str:
    """A sentence that leads to the place where it stands in full: without LaTeX to copy."""
    return (
        _ANNOTATION.sub("", inline(sentence)).replace("<semantics>", "").replace("</semantics>", "")
    )


def plain(sentence: Inline) -> str:
    """A sentence in letters alone, for the title of a window; the letters of its formulas stay.

    >>> from symderive.sheets.inline import parsed
    >>> plain(parsed("the $x_{1}$"))
    'the x1'
    """
    return unescape(_TAG.sub("", _ANNOTATION.sub("", inline(sentence))))


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of HTML; nothing where there is none."""
    name = f' class="{kind}"' if kind else ""
    return f"<p{name}>{text}</p>" if text else ""
