"""Sentences with formulas, as a terminal shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from symderive.claims import load
from symderive.prose import plain

PROOFS = sorted((Path(__file__).parent.parent / "proofs").glob("*.py"))


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\frac12", "1/2"),
        (r"\frac{m}{2} \times \frac{n}{2}", "m/2 x n/2"),
        (r"\frac{m}{2}(j - 1) + i", "(m/2)(j - 1) + i"),
        (r"w_k + \frac12 \sum_j W_{kj}", "w_k + (1/2) sum_j W_kj"),
        (r"\frac1\beta \log \sum_k e^{\beta d_k}", "(1/beta) log sum_k e^{beta d_k}"),
        (r"\frac{\log n}{\beta}", "(log n)/beta"),
        (r"\frac{a + \frac{b}{c}}{d}", "(a + b/c)/d"),
        (r"\left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1", "floor((n + 2p - k)/s) + 1"),
        (r"\lceil u/r \rceil", "ceil(u/r)"),
        (r"\sqrt{v + \varepsilon}", "sqrt(v + epsilon)"),
        (r"\sqrt{\frac{a}{b}} - 1", "sqrt(a/b) - 1"),
        (r"D_{\mathrm{KL}}(p_X \,\|\, p_Y)", "D_KL(p_X || p_Y)"),
        (r"\inf \{x \in \mathbb{R} : u \le F(x)\}", "inf {x in R : u <= F(x)}"),
        (r"\operatorname{diag}(p) - p p^{\top}", "diag(p) - p p^T"),
        (r"1 + 2 + \cdots + n", "1 + 2 + ... + n"),
        (r"A \otimes B", "A kron B"),
        (r"\nabla_h L", "grad_h L"),
        (r"-\infty", "-infinity"),
        (r"\sqrt{a", "sqrt(a)"),
        (r"\frac", "()/()"),
    ],
)
def test_a_formula_is_readable_without_tex(latex: str, shown: str) -> None:
    assert plain(f"${latex}$") == shown


def test_words_beside_formulas_stay() -> None:
    assert plain("Two  spaces, and $a\\, b$: `a_b`.") == "Two  spaces, and a b: `a_b`."
    assert plain("It costs 5.") == "It costs 5."


@pytest.mark.parametrize("path", PROOFS, ids=lambda path: path.stem)
def test_every_title_is_readable(path: Path) -> None:
    for claim in load(path).claims:
        shown = plain(claim.title)
        assert not set("\\$") & set(shown), shown
