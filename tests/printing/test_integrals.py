"""Integrals, expectations and divergences as LaTeX and as text."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    density,
    everywhere,
    expectation,
    f_divergence,
    function,
    ge,
    gt,
    implies,
    integral,
    kl_divergence,
    real,
    simplex,
    size,
    softmax,
    vector,
)
from symderive.language.reading import read_statement
from symderive.printing import latex, text
from symderive.printing.latex import latex_piece
from symderive.printing.pieces import broken
from symderive.printing.statements import LATEX, TEXT, hypotheses, quantifiers

n = size("n")
p, q = density("p_X"), density("p_Y")
f, g = function("f", convex=True), function("g")
P, Q = simplex("p", n), simplex("q", n)
FORMULAS = {
    "integral": (
        integral(lambda x: g(x) * p(x)),
        r"\int g(x) p_{X}(x)\,\mathrm{d}x",
        "integral(x: g(x)*p_X(x))",
    ),
    "integral of a sum": (
        integral(lambda x: p(x) + q(x)),
        r"\int \left( p_{X}(x) + p_{Y}(x) \right)\,\mathrm{d}x",
        "integral(x: p_X(x) + p_Y(x))",
    ),
    "expectation": (
        expectation(lambda z: z**2, q),
        r"\mathbb{E}_{z \sim p_{Y}}[z^{2}]",
        "E[z^2, z ~ p_Y]",
    ),
    "square of an expectation": (
        expectation(lambda z: z, q) ** 2,
        None,
        "E[z, z ~ p_Y]^2",
    ),
    "divergence": (f_divergence(f, p, q), r"D_{f}(p_{X} \,\|\, p_{Y})", "D_f(p_X || p_Y)"),
    "divergence without a name": (
        f_divergence(lambda t: t - 1, p, q),
        r"D_{t - 1}(p_{X} \,\|\, p_{Y})",
        "D[t: t - 1](p_X || p_Y)",
    ),
    "divergence of vectors": (f_divergence(f, P, Q), r"D_{f}(p \,\|\, q)", "D_f(p || q)"),
    "divergence of computed vectors": (
        kl_divergence(P, softmax(vector("x", n))),
        None,
        "D_KL(p || softmax(x))",
    ),
    "kl": (kl_divergence(p, q), r"D_{\mathrm{KL}}(p_{X} \,\|\, p_{Y})", "D_KL(p_X || p_Y)"),
    "almost everywhere": (
        everywhere(lambda x: gt(p(x), 0)),
        r"p_{X}(x) > 0 \text{ for almost}\mathbin{}\text{all } x \in \mathbb{R}",
        "for almost all x: p_X(x) > 0",
    ),
}


def plain(shown: str) -> str:
    """LaTeX without the sizes of its brackets."""
    return shown.replace(r"\left( ", "(").replace(r" \right)", ")").replace("  ", " ")


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas(name: str) -> None:
    written, wanted, told = FORMULAS[name]
    assert text(written.term) == told
    if wanted is not None:
        assert plain(latex(written.term)) == plain(wanted)


def test_the_variable_of_an_integral_is_unlike_every_other() -> None:
    x = real("x")
    assert text((x + integral(p)).term) == "x + integral(y: p_X(y))"
    inside = integral(lambda t: p(t) * integral(q))
    assert text(inside.term) == "integral(t: p_X(t)*integral(x: p_Y(x)))"


def test_a_long_integral_is_broken_into_lines() -> None:
    long: Any = integral(lambda x: sum((g(x + k) for k in range(20)), p(x)))
    piece = latex_piece(long.term)
    lines = broken(piece, 20.0)
    assert len(lines) > 1
    assert lines[-1].text.endswith(r"\,\mathrm{d}x")


def test_what_is_quantified_over_says_what_functions_are() -> None:
    statement = read_statement(
        ge(f_divergence(f, p, q), 0),
        None,
        [everywhere(lambda x: implies(gt(p(x), 0), gt(q(x), 0)))],
    )
    assert quantifiers(statement, TEXT) == ["f convex", "p_X a density", "p_Y a density"]
    assert quantifiers(statement, LATEX)[0] == r"f \text{ convex}"
    assert hypotheses(statement, TEXT)[-1] == "the integrals that are written exist"
    words = hypotheses(statement, LATEX)[-1].split(r"\mathbin{}")
    assert words == [r"\text{the integrals that}", r"\text{are written exist}"]
