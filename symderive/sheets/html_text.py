"""Sentences in web pages."""

from __future__ import annotations

import re
from html import escape, unescape

from symderive.sheets.html_math import formula
from symderive.sheets.inline import Formula, Inline, Words

JOINER = "\N{WORD JOINER}"
OPENING, CLOSING = tuple("(["), tuple(",.;:)]!?")
# What a source is cited by, as in "S4-2.1a"; a line does not end inside of it.
_REFERENCE = re.compile(r"\b[A-Z]+[0-9]*-[0-9][0-9a-z.]*\b")
_TAG = re.compile("<[^>]*>")
_ANNOTATION = re.compile("<annotation.*?</annotation>", re.DOTALL)


def escaped(text: str) -> str:
    """Text with every character that HTML reads specially made harmless.

    >>> print(escaped('a < "b"'))
    a &lt; &quot;b&quot;
    """
    return escape(text)


def inline(sentence: Inline) -> str:
    """A sentence.

    >>> from symderive.sheets.inline import parsed
    >>> print(inline(parsed("no `a<b`")))
    no <code>a&lt;b</code>
    """
    shown: list[str] = []
    for before, run, after in zip((None, *sentence), sentence, (*sentence[1:], None), strict=False):
        if isinstance(run, Words):
            # A browser may end a line beside any formula, even in front of a comma.
            left = isinstance(before, Formula) and run.text[:1] in CLOSING
            right = isinstance(after, Formula) and run.text[-1:] in OPENING
            text = _REFERENCE.sub(r'<span class="id">\g<0></span>', escaped(run.text))
            shown.append(f"{JOINER * left}{text}{JOINER * right}")
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
