"""Characters that a small TeX system has no sign for."""

# ruff: noqa: RUF001  (letters that look like others are what this is about)
from __future__ import annotations

from pathlib import Path

import pytest

from symderive.printing.names import function_name, latex_name
from symderive.sheets import laid_out, tex_of
from symderive.sheets.characters import settable, settable_in_formula
from symderive.sheets.html import html_of
from symderive.sheets.pdf import is_installed, pdf_of
from symderive.sheets.tex import PREAMBLE
from tests.sheets.making import made

EVERY = [
    chr(code) for code in (*range(0xA0, 0x600), *range(0x1E00, 0x1F00), *range(0x2000, 0x2300))
]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Größe, naïve, Čech – “so”", "Größe, naïve, Čech – “so”"),
        ("β ≤ ∞", r"\ensuremath{\beta} \ensuremath{\le} \ensuremath{\infty}"),
        ("x⁴", r"x\ensuremath{{}^{4}}"),
        ("Wałęsa", "Wałesa"),
        ("日", r"\text{[U+65E5]}"),
        ("a\u200bb\u202fc", "ab c"),
    ],
)
def test_in_sentences(text: str, shown: str) -> None:
    assert settable(text) == shown


def test_in_formulas() -> None:
    assert settable_in_formula("é_β ≤ ½") == r"\text{é}_{\beta} \le  \text{½}"


def test_names_of_variables() -> None:
    assert latex_name("β").text == r"\beta"
    assert latex_name("β_1").text == r"\beta_{1}"
    assert latex_name("Ω").text == r"\Omega"
    assert latex_name("größe").text == r"\text{größe}"
    assert latex_name("x_é").text == r"x_{\text{é}}"
    assert function_name("größe").text == r"\text{größe}"


@pytest.mark.skipif(not is_installed(), reason="no pdflatex on this machine")
def test_tex_takes_every_character() -> None:
    rows = "\n".join(f"{settable(c)} ${settable_in_formula(c)}$\\par" for c in EVERY)
    assert pdf_of(f"{PREAMBLE}\\begin{{document}}\n{rows}\n\\end{{document}}").startswith(b"%PDF")


PROOF = '''
"""Größen α ≤ β: 日本."""
from symderive import *
n = size("n")

@claim("é")
def größer(β=real(above=0), größe=vector(n)):
    """Ein Maß $β$ ≤ ∞."""
    return calc(β + größe.sum()).eq(größe.sum() + β, "Wałęsa: « so »")
'''


@pytest.mark.skipif(not is_installed(), reason="no pdflatex on this machine")
def test_a_sheet_in_another_language(tmp_path: Path) -> None:
    blocks = laid_out(made(tmp_path / "greater.py", PROOF))
    assert pdf_of(tex_of(blocks)).startswith(b"%PDF")
    page = html_of(blocks)
    assert "日本" in page
    assert "größe" in page
