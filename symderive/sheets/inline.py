"""Sentences with formulas and names from the code in them, in no output format."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTS = re.compile(r"(\$[^$]+\$|`[^`]+`)")


@dataclass(frozen=True)
class Words:
    """Plain text; every character stands for itself."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula in LaTeX."""

    latex: str


@dataclass(frozen=True)
class Code:
    """A name or an expression as it stands in a program."""

    text: str


Run = Words | Formula | Code
Inline = tuple[Run, ...]


def parsed(text: str) -> Inline:
    """A docstring: ``$mathematics$`` is a formula, a name between backquotes is code.

    >>> parsed("see $x_1$")
    (Words(text='see '), Formula(latex='x_1'))
    """
    found: list[Run] = []
    for part in _PARTS.split(text):
        if len(part) > 2 and part.startswith("$"):
            found.append(Formula(part[1:-1]))
        elif len(part) > 2 and part.startswith("`"):
            found.append(Code(part[1:-1]))
        elif part:
            found.append(Words(part))
    return tuple(found)


def sentence(*parts: str | Run | Inline) -> Inline:
    """Parts written one behind the other; what is a string is plain words.

    >>> sentence("at ", Formula("n = 1"))
    (Words(text='at '), Formula(latex='n = 1'))
    """
    found: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            found += [Words(part)] if part else []
        elif isinstance(part, tuple):
            found += part
        else:
            found.append(part)
    return tuple(found)


def listed(parts: list[Inline], separator: str = ", ") -> Inline:
    """The parts with a separator between them."""
    found: list[str | Run | Inline] = []
    for part in parts:
        found += [separator, part] if found else [part]
    return sentence(*found)


def paragraphs(text: str) -> tuple[Inline, ...]:
    """Paragraphs of prose, as they are separated by empty lines."""
    blocks = [" ".join(block.split()) for block in text.split("\n\n")]
    return tuple(parsed(block) for block in blocks if block)
