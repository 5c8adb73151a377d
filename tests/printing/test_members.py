"""How families and recursions are written."""

from __future__ import annotations

from symderive import eq, index, recursion, size, size_family, tensor_family, vector
from symderive.language.reading import read_statement
from symderive.printing import latex, text
from symderive.printing.statements import LATEX, TEXT, quantifiers

L = size("L")
n, f = size_family("n", L), size_family("f", 1, L)
w = tensor_family("w", lambda l: f[l], L)
x, l = vector("x", n[0]), index("l", L)
y = recursion("y'", lambda k, before: before * w[k][1], x, L)


def test_members_have_their_index_below() -> None:
    assert latex(w[l].term) == "w_{l}"
    assert latex(n[l - 1].term) == "n_{l - 1}"
    assert latex(y[L].term) == "y'_{L}"
    assert latex((n[l] ** 2).term) == "n_{l}^{2}"


def test_members_with_two_indices_have_brackets() -> None:
    assert latex(w[l][2].term) == "(w_{l})_{2}"
    weights = tensor_family("W", lambda l: (n[l], n[l - 1]), L)
    assert latex(weights[l][1, :].term) == "(W_{l})_{1,:}"


def test_plain_text_reads_like_the_language() -> None:
    assert text(w[l - 1][2].term) == "w[l - 1][2]"
    assert text(y[L].term) == "y'[L]"
    assert text(y.term.step) == "y'[bound_0 - 1]*w[bound_0][1]"


def test_families_are_quantified_by_their_members() -> None:
    statement = read_statement(eq(w[l][1], f[l]))
    assert quantifiers(statement, TEXT) == [
        "L >= 1",
        "f[1], ..., f[L] >= 1",
        "w[p] in R^(f[p]) for 1 <= p <= L",
        "1 <= l <= L",
    ]
    assert r"\in \mathbb{R}^{f_{p}}\ \text{for}\ 1 \le p \le L" in quantifiers(statement, LATEX)[2]
