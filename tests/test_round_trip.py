"""Formulas as their author typed them: terms, JSON, LaTeX, text and SymPy say the same.

Half of them are typed in SymPy, which evaluates nothing meanwhile, half of them in the language.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import sympy
from sympy import (
    Derivative,
    IndexedBase,
    KroneckerDelta,
    Mod,
    Piecewise,
    Product,
    Rational,
    Sum,
    floor,
    symbols,
)

from symderive import (
    cases,
    delta,
    diag,
    diff,
    entropy,
    eq,
    exp,
    gt,
    index,
    iverson,
    jacobian,
    le,
    log,
    matrix,
    maximum,
    norm,
    num,
    real,
    size,
    softmax,
    sqrt,
    total,
    vector,
)
from symderive.language import serial
from symderive.language.binding import free_symbols, subterms
from symderive.language.definitions import rank_of
from symderive.language.reader import Reader
from symderive.language.reading import read
from symderive.language.sympy_forms import form_of
from symderive.language.terms import Apply, Cases, Compare, Entry, Term, Unknown, is_condition
from symderive.printing import latex, text
from tests.printing.random_terms import plain_tree
from tests.printing.text_parser import Parser

n, m, i, j, k, l = symbols("n m i j k l", integer=True)
a, beta = symbols("a beta", real=True)
x, y, A = IndexedBase("x"), IndexedBase("y"), IndexedBase("A")
F = sympy.Function("F")

TYPED: dict[str, tuple[Callable[[], Any], str]] = {
    "a quotient that SymPy would cancel": (
        lambda: sympy.exp(a) * sympy.exp(beta) / sympy.exp(a),
        r"\frac{e^{a} e^{\beta}}{e^{a}}",
    ),
    "a bracket that SymPy would multiply out": (lambda: 1 - 2 * (1 - a), "1 - 2 (1 - a)"),
    "one, written as a quotient": (lambda: x[i] / x[i], r"\frac{x_{i}}{x_{i}}"),
    "arithmetic that stays": (
        lambda: (128 + 2 * a - 8) / 2 + 1,
        r"\frac{128 + 2 a - 8}{2} + 1",
    ),
    "a squared sum": (
        lambda: Sum(x[k] * y[k], (k, 1, n)) ** 2,
        r"\left( \sum_{k=1}^{n} x_{k} y_{k} \right)^{2}",
    ),
    "softmax with a temperature": (
        lambda: sympy.exp(beta * x[i]) / Sum(sympy.exp(beta * x[k]), (k, 1, n)),
        r"\frac{e^{\beta x_{i}}}{\sum_{k=1}^{n} e^{\beta x_{k}}}",
    ),
    "a derivative by an entry": (
        lambda: Derivative(sympy.log(Sum(sympy.exp(x[k]), (k, 1, n))), x[j]),
        r"\frac{\partial}{\partial x_{j}} \log\!\left( \sum_{k=1}^{n} e^{x_{k}} \right)",
    ),
    "a delta": (lambda: KroneckerDelta(i, j) - A[i, j], r"\delta_{i j} - A_{i j}"),
    "cases": (
        lambda: Piecewise((a, a > 0), (0, True)),
        r"\begin{cases} a & \text{if } a > 0 \\ 0 & \text{otherwise} \end{cases}",
    ),
    "a matrix product": (
        lambda: Sum(A[i, k] * A[k, j], (k, 1, n)) - A[i, j] ** 2,
        r"\sum_{k=1}^{n} A_{i k} A_{k j} - A_{i j}^{2}",
    ),
    "even and odd": (lambda: x[2 * i - 1] + x[2 * i], "x_{2 i - 1} + x_{2 i}"),
    "an output length": (
        lambda: floor((n + 2 * m - k) / l) + 1,
        r"\left\lfloor \frac{n + 2 m - k}{l} \right\rfloor + 1",
    ),
    "tanh for sigmoid": (
        lambda: sympy.tanh(a / 2) / 2 + Rational(1, 2),
        r"\frac{\tanh(a/2)}{2} + \frac{1}{2}",
    ),
    "an unknown function": (
        lambda: Derivative(F(a * beta), a),
        r"\frac{\partial F(a \beta)}{\partial a}",
    ),
    "a triangle": (
        lambda: Sum(A[k, l], (l, 1, k), (k, 1, n)),
        r"\sum_{k=1}^{n} \sum_{l=1}^{k} A_{k l}",
    ),
    "a remainder": (lambda: Mod(i - 1, n) + 1, r"((i - 1) \bmod n) + 1"),
    "a product": (lambda: Product(x[k], (k, 1, n)), r"\prod_{k=1}^{n} x_{k}"),
}


def in_the_language() -> dict[str, tuple[Any, str]]:
    """The formulas typed with our own names."""
    m, n, r = size("m"), size("n"), size("r")
    i, j, u = index("i", n), index("j", n), index("u", m)
    x, y, b = vector("x", n), vector("y", n), vector("b", m)
    A, beta = matrix("A", m, n), real("beta")
    p = softmax(x)
    return {
        "a factor above and below": (x[i] * x[j] / x[i], r"\frac{x_{i} x_{j}}{x_{i}}"),
        "numbers kept apart": (num(128) + 2 * num(3) - 8, r"128 + 2 \cdot 3 - 8"),
        "a reversal": (
            total(lambda k: x[k] * x[n - k + 1], 1, n),
            r"\sum_{k=1}^{n} x_{k} x_{n - k + 1}",
        ),
        "half a square": ((x[i] - y[i]) ** 2 / 2, r"\frac{(x_{i} - y_{i})^{2}}{2}"),
        "a centring matrix": (delta(i, j) - 1 / n, r"\delta_{i j} - \frac{1}{n}"),
        "the derivative of softmax": (
            diff(p[i], x[j]),
            r"\frac{\partial \operatorname{softmax}(x)_{i}}{\partial x_{j}}",
        ),
        "its value": (
            p[i] * (delta(i, j) - p[j]),
            r"\operatorname{softmax}(x)_{i} (\delta_{i j} - \operatorname{softmax}(x)_{j})",
        ),
        "a residual": ((A @ x - b)[u], "(A x - b)_{u}"),
        "a maximum": (
            maximum(lambda k: beta * x[k], 1, n) - beta,
            r"\max_{1 \le k \le n} \beta x_{k} - \beta",
        ),
        "a bracket": (
            iverson(le(1, i) & le(i, j)) * x[j - i + 1],
            r"[1 \le i \le j] x_{j - i + 1}",
        ),
        "a term of a cross entropy": (-log(x[i]) * y[i], r"-\log(x_{i}) \, y_{i}"),
        "a floor": (
            (i + 2 * n - 1) // r,
            r"\left\lfloor \frac{i + 2 n - 1}{r} \right\rfloor",
        ),
        "the Jacobian of softmax": (
            eq(jacobian(p, x), diag(p) - p @ p.T),
            (
                r"\frac{\partial \operatorname{softmax}(x)}{\partial x} = "
                r"\operatorname{diag}(\operatorname{softmax}(x)) - "
                r"\operatorname{softmax}(x) \operatorname{softmax}(x)^{\top}"
            ),
        ),
        "a bound": (le(entropy(p), log(n)), r"H(\operatorname{softmax}(x)) \le \log(n)"),
        "a rectifier": (
            cases((beta, gt(beta, 0)), otherwise=0),
            r"\begin{cases} \beta & \text{if } \beta > 0 \\ 0 & \text{otherwise} \end{cases}",
        ),
        "normal equations": (A.T @ (A @ x - b), r"A^{\top} (A x - b)"),
        "a norm": (norm(x), r"\lVert x \rVert"),
        "a root": (sqrt(beta**2 + 1), r"\sqrt{\beta^{2} + 1}"),
        "an exponential of a difference": (
            exp(beta * (x[i] - x[j])),
            r"e^{\beta (x_{i} - x_{j})}",
        ),
    }


def typed_in_sympy(write: Callable[[], Any]) -> tuple[Term, Reader]:
    """The term of an expression that SymPy was not allowed to change."""
    reader = Reader()
    with sympy.evaluate(False):
        return reader.read(write()), reader


def formulas() -> dict[str, tuple[Term, Reader, str]]:
    """All formulas as terms, with the SymPy symbols they were read from and the expected LaTeX."""
    found = {name: (*typed_in_sympy(write), shown) for name, (write, shown) in TYPED.items()}
    for name, (written, shown) in in_the_language().items():
        reader = Reader()
        found[name] = reader.read(written), reader, shown
    return found


FORMULAS = formulas()


@pytest.mark.parametrize("name", FORMULAS)
def test_json_gives_back_the_term(name: str) -> None:
    term = FORMULAS[name][0]
    data = json.loads(json.dumps(serial.to_json(term)))
    again = serial.from_json(data)
    assert again == term
    assert text(again) == text(term)
    assert serial.digest(again) == serial.digest(term)


@pytest.mark.parametrize("name", FORMULAS)
def test_latex_is_what_the_author_wrote(name: str) -> None:
    term, _, expected = FORMULAS[name]
    assert latex(term) == expected


def is_plain(term: Term) -> bool:
    """Whether the reader of plain text in the tests knows all that occurs."""
    folded = any(isinstance(part, (Apply, Cases, Unknown)) for part in subterms(term))
    return not folded and not is_condition(term) and _entries_are_of_free_tensors(term)


def _entries_are_of_free_tensors(term: Term) -> bool:
    return all(hasattr(p.tensor, "name") for p in subterms(term) if isinstance(p, Entry))


PLAIN = [name for name in FORMULAS if is_plain(FORMULAS[name][0])]


@pytest.mark.parametrize("name", PLAIN)
def test_text_reads_back(name: str) -> None:
    term = FORMULAS[name][0]
    shown = text(term)
    free: dict[str, Term] = {symbol.name: symbol for symbol in free_symbols(term)}
    assert plain_tree(Parser(shown, free).whole()) == plain_tree(term), shown


def is_scalar(term: Term) -> bool:
    """Whether it can stand in a SymPy expression: a number, or a comparison of numbers."""
    sides = [term.left, term.right] if isinstance(term, Compare) else [term]
    return not any(map(rank_of, sides))


@pytest.mark.parametrize("name", [name for name in FORMULAS if is_scalar(FORMULAS[name][0])])
def test_sympy_gives_back_the_term(name: str) -> None:
    term, reader, _ = FORMULAS[name]
    form = form_of(term, reader.origins)
    assert isinstance(form, sympy.Basic)
    assert read(form) == term
    assert read(form + 1 - 1 if isinstance(form, sympy.Expr) else form) == term


def test_there_are_enough_of_both_kinds() -> None:
    assert len(TYPED) >= 10
    assert len(FORMULAS) - len(TYPED) >= 10
    assert len(PLAIN) >= 20


def test_nothing_is_evaluated_on_the_way() -> None:
    (term, _), (other, _) = typed_in_sympy(lambda: x[i] / x[i]), typed_in_sympy(lambda: x[i] ** 0)
    assert text(term) == "x[i]/x[i]"
    assert term != read(1)
    assert other != read(1)
