"""Nets of layers with functions that are given, differentiated by PyTorch."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

from symderive.language.calculus import grad, jacobian
from symderive.language.constructions import diag
from symderive.language.declarations import function, matrix, vector
from symderive.language.domains import size
from symderive.language.functions import softmax
from symderive.language.operators import correlate, correlation_matrix
from symderive.language.reading import read_statement
from symderive.language.statements import eq
from symderive.numeric.oracles import checking
from symderive.numeric.oracles.checking import Compared, compared_with_pytorch

pytest.importorskip("torch", reason="PyTorch is not installed: no oracles")

n, m, k = size("n"), size("m"), size("k")
x, w, W = vector("x", n), vector("w", k), matrix("W", m, n)
f, g = function("f"), function("g")
loss = function("loss", of=vector(m))


def asked(left: Any, right: Any, **sizes: int) -> Compared:
    """What PyTorch says about an equation that is written out as it stands."""
    with sympy.evaluate(False):
        statement = read_statement(eq(left, right))
    return compared_with_pytorch(statement, {"n": 9, "m": 4, "k": 3, **sizes})


def test_functions_that_are_given() -> None:
    """Their slopes enter by autograd, one function inside the other."""
    inner = W @ x
    seen = asked(jacobian(f(g(inner)), x), diag(f.prime(g(inner)) * g.prime(inner)) @ W)
    assert "jacobian" in seen.names
    assert not seen.failure


def test_a_loss_that_is_given() -> None:
    """The gradient of a function of a whole vector goes on backwards."""
    seen = asked(grad(loss(f(W @ x)), x), W.T @ (loss.grad(f(W @ x)) * f.prime(W @ x)))
    assert "gradient" in seen.names
    assert not seen.failure


def test_a_band_matrix_times_a_vector_is_a_convolution() -> None:
    """With 3000 entries the matrix would have nine million; it is not asked for itself."""
    band = correlation_matrix(w, n)
    seen = asked(
        jacobian(f(band @ x).sum() * w, w), jacobian(f(correlate(x, w)).sum() * w, w), n=3000
    )
    assert "jacobian" in seen.names
    assert "correlation_matrix" not in seen.names
    assert not seen.failure


def test_of_a_long_jacobian_one_combination_of_rows_is_compared() -> None:
    """With 2000 rows autograd would go backwards 2000 times."""
    p = softmax(x)
    assert asked(jacobian(p, x), diag(p) - p @ p.T, n=2000).names.count("vjp") == 1


def test_a_wrong_row_of_a_long_jacobian_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The combination of rows of another function is not the same."""
    wrong = checking.AUTOGRAD["vjp"]
    monkeypatch.setitem(checking.AUTOGRAD, "vjp", lambda *given: 1.0000001 * wrong(*given))
    p = softmax(x)
    assert "vjp" in asked(jacobian(p, x), diag(p) - p @ p.T, n=2000).failure


def test_a_wrong_slope_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Autograd of a function with another slope gives another gradient."""
    from symderive.numeric.oracles import given

    right = given.Given.values
    monkeypatch.setattr(
        given.Given, "values", lambda self, *a: right(self, *a) * (1 + 1e-7 * sum(self.orders))
    )
    seen = asked(jacobian(f(W @ x), x), diag(f.prime(W @ x)) @ W)
    assert "jacobian" in seen.failure
