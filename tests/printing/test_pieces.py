"""Breaking formulas across lines, and the names that bound variables get."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symderive.language.terms import (
    INTEGER,
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Bound,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
    Unknown,
    number,
)
from symderive.printing import latex, latex_piece, text
from symderive.printing.latex import LatexPrinter
from symderive.printing.names import fresh_name, latex_name
from symderive.printing.pieces import between, broken
from tests.printing.gallery import term_of

SYMBOLS = [Symbol(name, INTEGER) for name in "abcdefgh"]


def called(name: str, *arguments: Term) -> Unknown:
    """An unknown function, not differentiated."""
    return Unknown(name, arguments, (0,) * len(arguments))


def test_a_short_formula_stays_on_a_line() -> None:
    piece = latex_piece(Add(tuple(SYMBOLS)))
    assert [line.text for line in broken(piece, 100)] == [piece.text]


@pytest.mark.parametrize("width", [6, 9, 14])
def test_a_sum_is_broken_before_its_signs(width: float) -> None:
    lines = broken(latex_piece(Add(tuple(SYMBOLS))), width)
    assert len(lines) > 1
    assert all(line.width <= width for line in lines)
    assert all(line.text.startswith("+ ") for line in lines[1:])
    assert " ".join(line.text for line in lines) == latex(Add(tuple(SYMBOLS)))


def test_outer_places_come_before_inner_ones() -> None:
    inner = Mul((SYMBOLS[0], Add(tuple(SYMBOLS[1:4]))))
    lines = broken(latex_piece(Add((inner, inner))), 10)
    assert [line.text for line in lines] == ["a (b + c + d)", "+ a (b + c + d)"]


def test_brackets_that_are_broken_have_a_fixed_height() -> None:
    body = Add(tuple(Reduce("sum", ONE, s, Bound(0)) for s in SYMBOLS))
    lines = broken(latex_piece(Mul((SYMBOLS[0], body))), 12)
    joined = " ".join(line.text for line in lines)
    assert len(lines) > 1
    assert r"\Bigl(" in joined
    assert r"\Bigr)" in joined
    assert r"\left" not in joined


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("n", "n"), ("beta", r"\beta"), ("lambda_", r"\lambda"), ("w12", "w_{12}"),
        ("x_hat", r"\hat{x}"), ("sigma_max", r"\sigma_{\mathrm{max}}"), ("x_i", "x_{i}"),
        ("loss", r"\mathrm{loss}"), ("y''", "y''"), ("A_tilde_1", r"\tilde{A}_{1}"),
    ],
)  # fmt: skip
def test_names(name: str, shown: str) -> None:
    assert latex_name(name).text == shown


def test_fresh_names_run_out_of_letters_last() -> None:
    taken = frozenset("ijklpqrstuvab")
    assert fresh_name("k", taken) == "k_1"
    assert fresh_name("", frozenset("i")) == "j"
    assert fresh_name("t", frozenset("k")) == "t"


def names_bound(term: Term) -> str:
    return latex(term)


def test_nested_binders_of_one_name_are_told_apart() -> None:
    inner = Reduce("sum", ONE, Bound(0), Mul((Bound(0), Bound(1))), "k")
    assert names_bound(Reduce("sum", ONE, SYMBOLS[0], inner, "k")) == (
        r"\sum_{k=1}^{a} \sum_{l=1}^{k} l k"
    )


def test_a_call_is_broken_behind_a_comma() -> None:
    sums = tuple(Add(tuple(SYMBOLS[place : place + 4])) for place in range(3))
    lines = [line.text for line in broken(latex_piece(Unknown("f", sums, (0, 0, 0))), 8.0)]
    assert lines == ["f(a + b + c + d,", "b + c + d + e,", "c + d + e + f)"]


def test_a_narrow_factor_is_not_left_alone() -> None:
    long = Add(tuple(SYMBOLS))
    piece = latex_piece(Mul((number(2), long)))
    assert broken(piece, 9.0)[0].text.startswith("2 (a + b")


def test_pieces_between_fixed_text() -> None:
    first, second = latex_piece(SYMBOLS[0]), latex_piece(Add(tuple(SYMBOLS[1:3])))
    cut = between(["<", "|", ">"], (first, second), 1.0)
    assert [segment.text for segment in cut] == ["<a|", "b", "+ c>"]
    assert [segment.depth for segment in cut] == [0, 1, 2]
    assert between(["<", ">"], (first,), 1.0) == ()


def test_a_factor_opens_a_line_with_a_dot() -> None:
    factors = [called("f", Add((one, other))) for one in SYMBOLS[:2] for other in SYMBOLS[2:4]]
    term = Mul(tuple(factors))
    assert r"\cdot" not in latex(term)
    lines = broken(latex_piece(term), 6)
    assert len(lines) > 1
    assert all(line.text.startswith(r"\cdot f") for line in lines[1:])


def test_a_dot_opens_a_line_only_where_a_factor_does() -> None:
    term = Add((SYMBOLS[0], Mul((called("f", *SYMBOLS), called("g", *SYMBOLS)))))
    assert [line.text[:5] for line in broken(latex_piece(term), 9)] == ["a + f", r"\cdot"]


def test_where_numbers_stand_for_letters_a_dot_stands_behind_them() -> None:
    printer = LatexPrinter()
    term = Mul((ZERO, called("f", SYMBOLS[0])))
    assert printer.piece(term).text == "0 f(a)"
    printer.calculating = True
    assert printer.piece(term).text == r"0 \cdot f(a)"


def test_a_number_by_a_number_is_one_fraction() -> None:
    half, third = Number(Fraction(1, 2)), Number(Fraction(1, 3))
    quotient = Mul((half, Pow(third, MINUS_ONE)))
    assert (latex(quotient), text(quotient)) == (r"\frac{1/2}{1/3}", "(1/2)/(1/3)")
    assert latex(Mul((called("f", SYMBOLS[0]), quotient))) == r"f(a) \cdot \frac{1/2}{1/3}"


def lines_of(source: str, width: float) -> list[str]:
    return [line.text for line in broken(latex_piece(term_of(source)), width)]


def test_no_line_ends_in_a_relation_within_a_bracket() -> None:
    bracket = "iverson(all_of(eq(i + 2*m + 3*n, 4*k + 5*K + 6*L), eq(2*i, 7*k + 8*L)))"
    for line in lines_of(f"total(lambda j: {bracket}*x[j], n)", 15.0):
        assert not line.startswith(("=", "+"))
    assert lines_of(f"total(lambda j: {bracket}*x[j], n)", 15.0) == [
        r"\sum_{j=1}^{n}",
        r"[i + 2 m + 3 n = 4 k + 5 K + 6 L",
        r"\text{ and } 2 i = 7 k + 8 L] x_{j}",
    ]


def test_ranges_of_one_kind_stand_together_and_open_a_line() -> None:
    source = "forall(lambda p: forall(lambda q: le(X[p, q], p + q), n), m)"
    assert lines_of(source, 9.0) == [
        r"X_{p q} \le p + q",
        r"\text{ for all } 1 \le p \le m, 1 \le q \le n",
    ]


def test_a_wide_numerator_stands_behind_its_fraction() -> None:
    wide = " + ".join(f"f(a + {k})*f(b + {k})" for k in range(1, 6))
    assert lines_of(f"({wide})/(2*c)", 100.0)[0].startswith(r"\frac{1}{2 c} (f(a + 1)")
    narrow = lines_of("(f(a) + f(b))/(2*c)", 100.0)
    assert narrow == [r"\frac{f(a) + f(b)}{2 c}"]
