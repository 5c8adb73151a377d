"""LaTeX: textbook forms, no two meanings in one form, well formed for TeX."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

import symderive.language.linear
import symderive.language.pooling
import symderive.language.rearrangements
import symderive.language.reductions  # noqa: F401
from symderive.language.serial import from_json, to_json
from symderive.language.terms import (
    INTEGER,
    MINUS_ONE,
    ONE,
    REAL,
    ZERO,
    Add,
    And,
    Apply,
    Array,
    Bound,
    Cases,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Forall,
    Function,
    Iverson,
    Mod,
    Mul,
    Not,
    Number,
    Or,
    Partial,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    Unknown,
    number,
)
from symderive.printing import latex
from tests.printing.random_terms import Formulas, plain_tree

i, j, k, m, n = (Symbol(name, INTEGER) for name in "ijkmn")
beta = Symbol("beta", REAL)
x, y = TensorSymbol("x", 1, (n,)), TensorSymbol("y", 1, (n,))
A, X = TensorSymbol("A", 2, (m, n)), TensorSymbol("X", 2, (m, n))
TWO = number(2)


def minus(term: Term) -> Term:
    return Mul((MINUS_ONE, term))


def over(top: Term, bottom: Term) -> Term:
    return Mul((top, Pow(bottom, MINUS_ONE)))


def at(tensor: Term, *indices: Term) -> Term:
    return Entry(tensor, indices)


def exp(term: Term) -> Term:
    return Function("exp", (term,))


def total(body: Term, name: str = "k") -> Term:
    return Reduce("sum", ONE, n, body, name)


odd_row, odd_column = Add((Mul((TWO, i)), MINUS_ONE)), Add((Mul((TWO, j)), MINUS_ONE))
z = total(exp(at(x, Bound(0))))
softmax = Apply("softmax", (x,))

FORMS = [
    (over(exp(at(x, i)), z), r"\frac{e^{x_{i}}}{\sum_{k=1}^{n} e^{x_{k}}}"),
    (at(X, odd_row, odd_column), r"X_{2 i - 1,\,2 j - 1}"),
    (at(X, i, j), r"X_{i j}"),
    (at(X, ONE, TWO), r"X_{1,\,2}"),
    (Mul((Number(Fraction(1, 4)), Add((at(x, i), at(x, j))))), r"\frac{1}{4} (x_{i} + x_{j})"),
    (Mul((m, Pow(TWO, MINUS_ONE), Add((j, MINUS_ONE)))), r"\frac{m}{2} (j - 1)"),
    (
        Partial(at(softmax, i), at(x, j)),
        r"\frac{\partial \operatorname{softmax}(x)_{i}}{\partial x_{j}}",
    ),
    (
        Partial(Partial(Unknown("F", (at(x, i),), (0,)), at(x, i)), beta),
        r"\frac{\partial^{2} F(x_{i})}{\partial \beta \partial x_{i}}",
    ),
    (Partial(Add((i, at(x, j))), at(x, j)), r"\frac{\partial}{\partial x_{j}} (i + x_{j})"),
    (
        Mul((at(softmax, i), Add((Iverson(Compare("=", i, j)), minus(at(softmax, j)))))),
        r"\operatorname{softmax}(x)_{i} (\delta_{i j} - \operatorname{softmax}(x)_{j})",
    ),
    (
        Iverson(
            And((Compare("<=", ONE, Add((i, minus(j)))), Compare("<=", Add((i, minus(j))), n)))
        ),
        r"[1 \le i - j \le n]",
    ),
    (
        Mul((total(at(x, Bound(0))), total(at(y, Bound(0))))),
        r"\left( \sum_{k=1}^{n} x_{k} \right) \sum_{k=1}^{n} y_{k}",
    ),
    (total(Add((at(x, Bound(0)), at(y, Bound(0))))), r"\sum_{k=1}^{n} (x_{k} + y_{k})"),
    (Pow(total(at(x, Bound(0))), TWO), r"\left( \sum_{k=1}^{n} x_{k} \right)^{2}"),
    (Pow(Add((i, j)), TWO), r"(i + j)^{2}"),
    (Add((ONE, minus(Pow(Function("tanh", (beta,)), TWO)))), r"1 - \tanh^{2}(\beta)"),
    (Floor(over(i, TWO)), r"\left\lfloor \frac{i}{2} \right\rfloor"),
    (Ceiling(i), r"\lceil i \rceil"),
    (Add((Mod(Add((i, MINUS_ONE)), m), ONE)), r"((i - 1) \bmod m) + 1"),
    (Reduce("max", ONE, n, at(x, Bound(0))), r"\max_{1 \le k \le n} x_{k}"),
    (Function("sigmoid", (at(x, i),)), r"\sigma(x_{i})"),
    (
        Add((Function("sigmoid", (beta,)), Symbol("sigma", REAL))),
        r"\operatorname{sigmoid}(\beta) + \sigma",
    ),
    (Mul((exp(beta), Symbol("e", REAL))), r"\exp(\beta) \, e"),
    (Function("Abs", (at(x, i),)), r"\lvert x_{i} \rvert"),
    (
        Cases((i, ZERO), (Compare(">", i, ZERO), Truth(True))),
        r"\begin{cases} i & \text{if } i > 0 \\ 0 & \text{otherwise} \end{cases}",
    ),
    (Array((m, n), Add((Bound(1), Bound(0))), ("p", "q")), r"(p + q)_{p,q=1}^{m,\,n}"),
    (Apply("matmul", (Mul((number(4), Apply("transpose", (A,)))), x)), r"4 A^{\top} x"),
    (Apply("matmul", (A, Apply("matmul", (A, x)))), "A (A x)"),
    (Apply("matmul", (Apply("matmul", (A, A)), x)), "A A x"),
    (Apply("matmul", (Add((A, A)), x)), "(A + A) x"),
    (at(Apply("transpose", (A,)), i, j), r"(A^{\top})_{i j}"),
    (Mul((x, y)), r"x \odot y"),
    (Mul((beta, x)), r"\beta x"),
    (over(x, y), r"x \oslash y"),
    (Apply("sum", (exp(Mul((beta, x))),), ((0,),)), r"\sum_{k=1}^{n} e^{\beta x_{k}}"),
    (Apply("squared_norm", (x,), ((0,),)), r"\lVert x \rVert^{2}"),
    (Apply("average_pool", (X, TWO, TWO)), r"\operatorname{pool}_{2 \times 2}(X)"),
    (Apply("vec", (X,)), r"\operatorname{vec}(X)"),
    (Apply("reshape", (x, m, n), ("F",)), r"\operatorname{reshape}_{m \times n}^{\mathrm{F}}(x)"),
    (Apply("part", (A, i), ((False, True),)), "A_{i,:}"),
    (Apply("unit", (k, n)), r"\mathbf{e}_{k}"),
    (Apply("some_operator", (x, y), (1,)), r"\operatorname{some\,operator}_{\mathrm{1}}(x, y)"),
    (Unknown("F", (beta,), (1,)), r"F'(\beta)"),
    (Unknown("L", (beta, i), (0, 2)), r"L^{(0,2)}(\beta, i)"),
    (
        Forall(ONE, n, Compare("<=", at(x, Bound(0)), beta)),
        r"x_{k} \le \beta \text{ for all } 1 \le k \le n",
    ),
    (Or((Not(Compare("=", i, j)), Compare("<", i, j))), r"i = j \;\Rightarrow\; i < j"),
    (Mul((i, number(3))), r"i \cdot 3"),
    (Mul((MINUS_ONE, minus(i))), "-(-i)"),
    (at(TensorSymbol("w1", 1, None), i), "(w_{1})_{i}"),
    (at(TensorSymbol("X_tilde", 1, None), i), r"\tilde{X}_{i}"),
    (Mul((Symbol("logits", REAL), beta)), r"\mathrm{logits} \, \beta"),
    (Pow(n, Number(Fraction(1, 2))), r"\sqrt{n}"),
]


@pytest.mark.parametrize(("term", "shown"), FORMS, ids=[shown for _, shown in FORMS])
def test_textbook_form(term: Term, shown: str) -> None:
    assert latex(term) == shown


def test_no_two_meanings_in_one_form() -> None:
    """Among thousands of small formulas, those printed alike mean the same."""
    seen: dict[str, Term] = {}
    for seed in range(6000):
        term = Formulas(seed).scalar(1 + seed % 3)
        other = seen.setdefault(latex(term), term)
        assert plain_tree(other, True) == plain_tree(term, True), latex(term)
    assert len(seen) > 3000


@pytest.mark.parametrize("seed", range(100))
def test_braces_and_delimiters_match(seed: int) -> None:
    shown = latex(Formulas(seed).scalar(4))
    depth = 0
    for character in re.sub(r"\\[{}]", "", shown):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert shown.count(r"\left") - shown.count(r"\leftarrow") == shown.count(r"\right")


@pytest.mark.parametrize("seed", range(60))
def test_json_keeps_the_form(seed: int) -> None:
    term = Formulas(1000 + seed).scalar(4)
    assert latex(from_json(to_json(term))) == latex(term)
