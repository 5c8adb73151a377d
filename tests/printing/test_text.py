"""Plain text: every formula reads back as the term that it was printed from."""

from __future__ import annotations

import pytest

from symderive.language.binding import free_symbols
from symderive.language.terms import (
    INTEGER,
    MINUS_ONE,
    ONE,
    Add,
    Apply,
    Array,
    Bound,
    Cases,
    Compare,
    Entry,
    Forall,
    Mul,
    Number,
    Pow,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    Unknown,
    number,
)
from symderive.printing import text
from tests.printing.random_terms import MATRIX, SYMBOLS, VECTOR, Formulas, plain_tree
from tests.printing.text_parser import Parser

i, j, k, n, beta = SYMBOLS
x = VECTOR
A = TensorSymbol("A", 2, (n, n))
FREE: dict[str, Term] = {symbol.name: symbol for symbol in (*SYMBOLS, VECTOR, MATRIX)}


@pytest.mark.parametrize("seed", range(300))
def test_reads_back(seed: int) -> None:
    term = Formulas(seed).scalar(1 + seed % 4)
    used = {symbol.name for symbol in free_symbols(term)}
    shown = text(term)
    parser = Parser(shown, {name: t for name, t in FREE.items() if name in used})
    assert plain_tree(parser.whole()) == plain_tree(term), shown


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (
            Reduce("sum", ONE, n, Mul((Entry(x, (Bound(0),)), Entry(x, (Add((i, Bound(0))),))))),
            "sum(k=1..n, x[k]*x[i + k])",
        ),
        (Mul((n, Pow(number(2), MINUS_ONE), Add((j, number(-1))))), "n/2*(j - 1)"),
        (Add((i, Mul((number(-3), j)))), "i - 3*j"),
        (Mul((MINUS_ONE, Add((i, j)))), "-(i + j)"),
        (Pow(Mul((MINUS_ONE, i)), number(2)), "(-i)^2"),
        (Entry(Apply("softmax", (x,)), (i,)), "softmax(x)[i]"),
        (Apply("matmul", (A, Apply("matmul", (A, x)))), "A @ (A @ x)"),
        (Apply("matmul", (Apply("matmul", (A, A)), x)), "A @ A @ x"),
        (Apply("transpose", (Add((A, A)),)), "(A + A).T"),
        (Unknown("F", (beta,), (2,)), "F''(beta)"),
        (Unknown("L", (x, beta), (0, 1)), "L{0,1}(x, beta)"),
        (Cases((i, j), (Compare(">", i, j), Truth(True))), "cases(i if i > j; j otherwise)"),
        (Array((n, n), Add((Bound(1), Bound(0))), ("i", "j")), "array(k=1..n, l=1..n: k + l)"),
        (Forall(ONE, n, Compare("<=", Bound(0), n)), "for all k in 1..n: k <= n"),
        (
            Statement(Compare("=", i, j), (Compare("<=", i, j), Compare("<=", j, n))),
            "i = j given i <= j <= n",
        ),
    ],
)
def test_as_a_person_writes_it(term: Term, shown: str) -> None:
    taken = frozenset({"i", "j"}) if isinstance(term, Array) else frozenset()
    assert text(term, taken) == shown


def test_bound_names_never_meet() -> None:
    inner = Reduce("sum", ONE, Bound(0), Mul((Bound(0), Bound(1), k)), "k")
    assert text(Reduce("sum", ONE, n, inner, "k")) == "sum(l=1..n, sum(p=1..l, p*l*k))"


def test_a_bound_variable_keeps_its_name() -> None:
    shown = text(Reduce("sum", ONE, n, Bound(0), "t"))
    assert shown == "sum(t=1..n, t)"


def test_reductions_name_their_axes_only_where_some_remain() -> None:
    import symderive.language.reductions  # noqa: F401

    whole, rows = Apply("mean", (A,), ((0, 1),)), Apply("mean", (A,), ((0,),))
    assert text(whole) == "mean(A)"
    assert text(rows) == "mean(A, axis=0)"


def test_numbers() -> None:
    shown = [text(Number(value)) for value in (number(3).value, number(-3).value / 2)]
    assert shown == ["3", "-3/2"]
    assert text(Symbol("n", INTEGER)) == "n"
