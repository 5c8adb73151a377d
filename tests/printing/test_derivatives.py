"""Values, gradients and higher derivatives of unknown functions of a tensor, as printed."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import eq, function, grad, index, matrix, size, vector
from symderive.language.reading import read_statement
from symderive.language.scopes import scope
from symderive.language.terms import Array, Bound, Functional, number
from symderive.printing import latex, text
from symderive.printing.derivatives import whole_derivative
from symderive.printing.statements import LATEX, TEXT, quantifiers

m, n = size("m"), size("n")
i, j = index("i", n), index("j", n)
a, A = vector("a", n), matrix("A", m, n)
L, M = function("L", of=vector(n)), function("loss", of=matrix(m, n))


@pytest.mark.parametrize(
    ("written", "as_text", "as_latex"),
    [
        (L(a), "L(a)", "L(a)"),
        (L(2 * a), "L(2*a)", "L(2 a)"),
        (L.grad(a), "L.grad(a)", r"\nabla L(a)"),
        (L.grad(a)[i], "L.grad(a)[i]", r"(\nabla L(a))_{i}"),
        (L.grad(a)[i + 1], "L.grad(a)[i + 1]", r"(\nabla L(a))_{i + 1}"),
        (L.hessian(a), "L.hessian(a)", r"\nabla^{2} L(a)"),
        (L.hessian(a)[i, j], "L.hessian(a)[i, j]", r"(\nabla^{2} L(a))_{i j}"),
        (A @ L.grad(a), "A @ L.grad(a)", r"A \nabla L(a)"),
        (L.grad(a).T, "L.grad(a).T", r"(\nabla L(a))^{\top}"),
        (
            M.grad(A)[1, 2],
            "loss.grad(A)[1, 2]",
            r"(\nabla \operatorname{loss}(A))_{1,\,2}",
        ),
        (grad(L(a), a), "gradient(L(a), a)", r"\nabla_{a} L(a)"),
    ],
    ids=str,
)
def test_derivatives_are_printed_as_they_are_written(
    written: Any, as_text: str, as_latex: str
) -> None:
    assert text(written.term) == as_text
    assert latex(written.term) == as_latex


def test_a_derivative_of_third_order() -> None:
    one = number(1)
    third = Functional("L", (n.term,), a.term, (one, one, i.term))
    assert text(third) == "L.grad^3(a)[1, 1, i]"
    assert latex(third) == r"(\nabla^{3} L(a))_{1,\,1,\,i}"


def test_an_array_of_other_entries_is_no_whole_derivative() -> None:
    shape = (n.term,)
    backwards = Array(shape, Functional("L", shape, a.term, (number(1),)))
    moving = Array(shape, Functional("L", shape, (a * i).term, (Bound(0),)))
    dependent = Array(shape, Functional("L", shape, Array(shape, Bound(1)), (Bound(0),)))
    value = Array(shape, Functional("L", shape, a.term))
    found = [whole_derivative(part) for part in (backwards, moving, dependent, value)]
    assert [part is None for part in found] == [True, False, True, True]
    assert "array(" in text(backwards)
    assert "array(" in text(dependent)


def test_the_function_is_quantified_over() -> None:
    statement = read_statement(eq(L(a), L(a + 0)))
    assert quantifiers(statement, TEXT) == ["n >= 1", "a in R^n", "L: R^n -> R smooth"]
    assert quantifiers(statement, LATEX)[-1] == (
        r"L\colon \mathbb{R}^{n} \to \mathbb{R} \text{ smooth}"
    )
    assert scope(statement) == "every n >= 1, every a, every smooth L"
    of_matrices = quantifiers(read_statement(eq(M(A), 0)), TEXT)
    assert of_matrices[-1] == "loss: R^(m x n) -> R smooth"


def test_a_shape_that_is_a_sum() -> None:
    K = function("K", of=vector(n - m + 1))
    statement = read_statement(eq(K(vector("b", n - m + 1)), 0))
    assert quantifiers(statement, TEXT)[-1] == "K: R^(n - m + 1) -> R smooth"
