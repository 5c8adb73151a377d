"""Programs on sheets: the listing, the formula that latexify reads, what was found."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from symderive.sheets import tex_of
from symderive.sheets.blocks import Heading, Listing
from symderive.sheets.code import NoFormulaError, formula_of, listing
from symderive.sheets.inline import Formula, Words
from tests.sheets.making import blocks_of

TEXT = '''"""Softmax."""
import math
from symderive import *
n = size("n")

def entry(z, k, n, exp=math.exp):
    return exp(z[k]) / sum(exp(z[j]) for j in range(1, n + 1))

def loop(z, k, n, exp=math.exp):
    s = 0
    for j in range(1, n + 1):
        s = s + exp(z[j])
    return exp(z[k]) / s

def wrong(z, k, n, exp=math.exp):
    return exp(z[k])

@claim(program={name}, program_at={{n: 2}})
def in_indices(z=vector(n), k=index(n)):
    """In indices."""
    return eq(softmax(z)[k], exp(z[k]) / total(lambda j: exp(z[j]), n))
'''


def pooled(X, i, j):
    return sum(X[2 * i - a, 2 * j - b] for a in range(2) for b in range(2)) / 4


def halves(t):
    if t > 0:
        return t / 2
    else:
        return 0


def fractions(x, n, exp=math.exp):
    s = sum(exp(x[j]) for j in range(1, n + 1))
    return (1 + x[1]) / (s + 1)


def test_formulas_are_those_of_a_textbook() -> None:
    shown = formula_of(pooled)
    assert "X_{2 i - a, 2 j - b}" in shown
    assert r"\sum_{a = 0}^{1} \sum_{b = 0}^{1}" in shown
    assert "mathopen" not in formula_of(fractions)
    assert r"\begin{cases}" in formula_of(halves)


def test_the_source_is_shown_as_it_stands() -> None:
    assert listing(pooled).startswith("def pooled(X, i, j):\n    return sum(")


def test_what_has_no_formula_is_said() -> None:
    def counted(n):
        for _ in range(n):
            n = n + 1
        return n

    with pytest.raises(NoFormulaError, match="latexify finds no formula of counted"):
        formula_of(counted)
    with pytest.raises(NoFormulaError, match="source of len"):
        listing(len)


def told(block: Listing) -> str:
    return "".join(
        run.latex if isinstance(run, Formula) else run.text if isinstance(run, Words) else ""
        for run in block.told
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("entry", "Run on symbols at n = 2 it gives the left side of claim 1, which is proved."),
        ("wrong", "Run on symbols at n = 2 it gives the left side of claim 1: refuted at "),
        ("loop", "which is proved. There is no formula: latexify finds no formula of loop"),
    ],
)
def test_a_sheet_shows_them_in_front_of_the_claims(
    tmp_path: Path, name: str, expected: str
) -> None:
    blocks = blocks_of(tmp_path / "programs.py", TEXT.format(name=name))
    place = next(at for at, block in enumerate(blocks) if isinstance(block, Listing))
    heading, shown = blocks[place - 1 : place + 1]
    assert isinstance(heading, Heading)
    assert isinstance(shown, Listing)
    assert expected in told(shown)
    assert shown.code.startswith(f"def {name}(")
    assert bool(shown.formula) == (name != "loop")
    assert r"\texttt{def~" in tex_of(blocks)


def test_a_solution_shows_programs_without_machinery(tmp_path: Path) -> None:
    shown = {}
    for name in ("entry", "loop", "wrong"):
        blocks = blocks_of(tmp_path / f"{name}.py", TEXT.format(name=name), "solution")
        (shown[name],) = (told(block) for block in blocks if isinstance(block, Listing))
    assert shown["entry"] == shown["loop"] == "The left side of claim 1."
    assert "refuted at " in shown["wrong"]
