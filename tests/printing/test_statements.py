"""Quantifiers and hypotheses in words and signs."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    all_of,
    eq,
    forall,
    function,
    gt,
    index,
    matrix,
    real,
    simplex,
    size,
    vector,
)
from symderive.language.reading import read_statement
from symderive.language.terms import (
    INTEGER,
    Compare,
    Entry,
    Statement,
    Symbol,
    TensorSymbol,
)
from symderive.printing.statements import LATEX, TEXT, hypotheses, quantifiers

m, n = size("m"), size("n")
even, third = size("h", multiple_of=2), size("w", multiple_of=3)


@pytest.mark.parametrize(
    ("written", "text", "latex"),
    [
        (m + n, ["m, n >= 1"], [r"m, n \ge 1"]),
        (even + third, ["h >= 1 even", "w >= 1 a multiple of 3"], None),
        (index("i", n), ["n >= 1", "1 <= i <= n"], [r"n \ge 1", r"1 \le i \le n"]),
        (index("i", n) + index("j", n), ["n >= 1", "1 <= i, j <= n"], None),
        (real("b"), ["b in R"], [r"b \in \mathbb{R}"]),
        (real("b", above=0), ["b > 0"], ["b > 0"]),
        (real("u", 0, 1), ["0 <= u <= 1"], [r"0 \le u \le 1"]),
        (
            matrix("A", m, n),
            ["m, n >= 1", "A in R^(m x n)"],
            [r"m, n \ge 1", r"A \in \mathbb{R}^{m \times n}"],
        ),
        (vector("x", n, above=0), ["n >= 1", "x in R_>0^n"], None),
        (
            vector("x", even / 2),
            ["h >= 1 even", "x in R^(h/2)"],
            [r"h \ge 1\ \text{even}", r"x \in \mathbb{R}^{h/2}"],
        ),
        (
            function("F")(real("b")),
            ["b in R", "F smooth"],
            [r"b \in \mathbb{R}", r"F \text{ smooth}"],
        ),
    ],
)
def test_variables_are_declared(written: Any, text: list[str], latex: list[str] | None) -> None:
    statement = read_statement(eq(written, written + written))
    assert quantifiers(statement, TEXT) == text
    if latex is not None:
        assert quantifiers(statement, LATEX) == latex


def test_a_simplex_is_named() -> None:
    told = read_statement(eq(simplex("p", n).sum(), 1))
    assert quantifiers(told, TEXT)[-1] == "p in R_>0^n with sum 1"
    assert quantifiers(told, LATEX)[-1] == r"p \in \mathbb{R}_{> 0}^{n}\ \text{with sum 1}"


def test_a_name_is_no_part_of_a_sign() -> None:
    e, k = size("e"), size("k")
    told = read_statement(eq(e + k, k + e))
    assert quantifiers(told, LATEX) == [r"e, k \ge 1"]


def test_hypotheses_of_a_conjunction_stand_side_by_side() -> None:
    a, b = real("a"), real("b")
    x = vector("x", n)
    positive = forall(lambda k: gt(x[k], 0), n)
    told = read_statement(eq(a, b).given(all_of(eq(a, 1), eq(b, 1)), positive))
    assert hypotheses(told, TEXT) == ["a = 1", "b = 1", "for all k in 1..n: x[k] > 0"]
    first = read_statement(eq(a, b).given(positive, eq(a, b)))
    assert hypotheses(first, TEXT) == ["(for all k in 1..n: x[k] > 0)", "a = b"]


def test_a_total_family_and_a_plain_integer() -> None:
    k, z = Symbol("k", INTEGER), TensorSymbol("z", 1, None)
    statement = Statement(Compare("=", Entry(z, (k,)), k))
    assert quantifiers(statement, TEXT) == ["k in Z", "z: Z^1 -> R"]


def test_hypotheses_are_told_apart_from_domains() -> None:
    i, b = index("i", n), real("b")
    statement = read_statement(eq(b, b + 0).given(i >= 1, i <= n, b > 0))
    assert hypotheses(statement, TEXT) == ["1 <= i <= n", "b > 0"]
    assert hypotheses(statement, LATEX) == [r"1 \le i \le n", "b > 0"]
