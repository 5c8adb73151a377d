"""Sentences in LaTeX: what TeX reads specially is harmless."""

from __future__ import annotations

import pytest

from symderive.sheets.inline import parsed, sentence
from symderive.sheets.tex_text import LONG_FORMULA, escaped, inline


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("50% of x_1 & {a}", r"50\% of x\_1 \& \{a\}"),
        ("see $x_1$ and `a_b`", r"see $x_1$ and \texttt{a\_b}"),
        ("costs 5$", r"costs 5\$"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ('a "word"', "a ''word''"),
    ],
)
def test_docstrings(text: str, shown: str) -> None:
    assert inline(parsed(text)) == shown


def test_relations_in_plain_words_are_characters() -> None:
    assert escaped("a < b = c!") == r"a \textless{} b = c!"


def test_plain_words_are_no_formulas() -> None:
    assert inline(sentence("from $1 to $2")) == r"from \$1 to \$2"


def test_a_long_formula_may_be_scaled() -> None:
    formula = "x + " * LONG_FORMULA + "y"
    assert r"\fit{" in inline(parsed(f"${formula}$"))
    assert r"\fit{" not in inline(parsed("$x + y$"))
