"""Definite matrices proved, and matrices that are not."""

from __future__ import annotations

from typing import Any

import pytest
from flint import fmpq

from symderive import (
    array,
    diag,
    eye,
    forall,
    ge,
    hessian,
    logsumexp,
    matrix,
    negation,
    negative_definite,
    negative_semidefinite,
    num,
    ones,
    positive_definite,
    positive_semidefinite,
    real,
    simplex,
    size,
    softmax,
    squared_norm,
    stack,
    vector,
    zeros,
)
from symderive.language.reading import read_statement
from symderive.prover.convexity.definite import bad_vector
from symderive.prover.outcome import Outcome
from symderive.prover.prove import prove_statement

m, n = size("m"), size("n")
x, w, d, p = vector("x", n), vector("w", n, above=0), vector("d", m, above=0), simplex("p", n)
A, M, N = matrix("A", m, n), matrix("M", n, n), matrix("N", n, n)
c, y = real("c", above=0), real("y")
H = stack(stack(2, -2), stack(-2, 2))
HILBERT = stack(
    stack(1, num(1) / 2, num(1) / 3),
    stack(num(1) / 2, num(1) / 3, num(1) / 4),
    stack(num(1) / 3, num(1) / 4, num(1) / 5),
)


def proved(claim: Any, *given: Any) -> Outcome:
    """What the prover alone says."""
    return prove_statement(read_statement(claim, given=list(given)))


TRUE: dict[str, Any] = {
    "numbers": positive_semidefinite(H),
    "numbers, negative": negative_semidefinite(-H),
    "definite numbers": positive_definite(stack(stack(2, 1), stack(1, 2))),
    "definite fractions": positive_definite(HILBERT),
    "fractions by a formula": positive_definite(array((3, 3), lambda i, j: num(1) / (i + j - 1))),
    "definite, negative": negative_definite(-HILBERT),
    "a zero row": positive_semidefinite(stack(stack(0, 0), stack(0, 1))),
    "zeros": positive_semidefinite(zeros(3, 3)),
    "identity": positive_definite(eye(n)),
    "product with the transpose": positive_semidefinite(A.T @ A),
    "the other product": positive_semidefinite(A @ A.T),
    "with weights": positive_semidefinite(A.T @ diag(d) @ A),
    "one vector": positive_semidefinite(x @ x.T),
    "weights": positive_semidefinite(diag(w)),
    "covariance": positive_semidefinite(diag(p) - p @ p.T),
    "covariance of softmax": positive_semidefinite(diag(softmax(x)) - softmax(x) @ softmax(x).T),
    "Hessian": positive_semidefinite(hessian(logsumexp(x), x)),
    "Hessian of a square": positive_definite(hessian(squared_norm(x), x)),
    "centering": positive_semidefinite(eye(n) - ones(n, n) / n),
    "a sum": positive_semidefinite(A.T @ A + 2 * eye(n)),
    "a definite sum": positive_definite(A.T @ A + c * eye(n)),
    "a multiple": positive_semidefinite(y**2 * (A.T @ A)),
    "a negative multiple": negative_semidefinite(-c * (A.T @ A)),
    "all multiples": forall(lambda k: positive_semidefinite(k * eye(2)), n),
}
NOT_DEFINITE: dict[str, Any] = {
    "numbers": negation(positive_semidefinite(-H)),
    "not strictly": negation(positive_definite(H)),
    "neither": negation(negative_semidefinite(H)),
    "indefinite": negation(positive_semidefinite(stack(stack(1, 2), stack(2, 1)))),
    "zero on the diagonal": negation(positive_semidefinite(stack(stack(0, 1), stack(1, 2)))),
    "not symmetric": negation(positive_semidefinite(stack(stack(1, 2), stack(0, 1)))),
    "any size": negation(positive_semidefinite(-eye(n))),
    "weights": negation(negative_semidefinite(diag(w))),
    "zeros": negation(positive_definite(zeros(n, n))),
    "covariance": negation(positive_definite(diag(p) - p @ p.T)),
}


@pytest.mark.parametrize("name", TRUE)
def test_definite_matrices_are_proved(name: str) -> None:
    found = proved(TRUE[name])
    assert found.proved, found.reason


@pytest.mark.parametrize("name", NOT_DEFINITE)
def test_matrices_that_are_not(name: str) -> None:
    found = proved(NOT_DEFINITE[name])
    assert found.proved, found.reason


FALSE: dict[str, Any] = {
    "fractions taken away": positive_definite(array((3, 3), lambda i, j: i * j - num(1) / (i + j))),
    "fractions, negative": positive_semidefinite(array((3, 3), lambda i, j: -num(1) / (i + j - 1))),
    "any matrix": positive_semidefinite(M),
    "a symmetric one": positive_semidefinite(M + M.T),
    "a product": positive_semidefinite(M @ N),
    "a square": positive_semidefinite(M @ M),
    "a product of products": positive_semidefinite(M.T @ M @ N.T @ N),
    "no square matrix": positive_semidefinite(A),
    "not symmetric": positive_semidefinite(stack(stack(1, 1), stack(0, 1))),
    "indefinite": positive_semidefinite(stack(stack(1, 2), stack(2, 1))),
    "semidefinite only": positive_definite(H),
    "product, strictly": positive_definite(A.T @ A),
    "covariance, strictly": positive_definite(diag(softmax(x)) - softmax(x) @ softmax(x).T),
    "another sign": negative_semidefinite(A.T @ A),
    "a difference": positive_semidefinite(A.T @ A - eye(n)),
    "a multiple": positive_semidefinite(y * (A.T @ A)),
    "a definite multiple": positive_definite(y**2 * eye(n)),
    "too much": positive_semidefinite(eye(n) - 2 * ones(n, n) / n),
    "denied, but so": negation(positive_semidefinite(H)),
    "denied, but so for all sizes": negation(positive_semidefinite(A.T @ A)),
    "denied for all": negation(positive_semidefinite(M)),
    "denied, but strict": negation(positive_definite(HILBERT)),
    "a value that is missing": positive_semidefinite(eye(2) / (y - y)),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_not_proved(name: str) -> None:
    assert not proved(FALSE[name]).proved


def test_a_hypothesis_on_a_factor_is_used() -> None:
    assert proved(positive_semidefinite(y * (A.T @ A)), ge(y, 0)).proved


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("size", [2, 3, 4])
def test_a_bad_vector_shows_the_sign(size: int, strict: bool) -> None:
    found = 0
    for number in range(3**6):
        digits = [(number // 3**place) % 3 - 1 for place in range(6)]
        matrix_ = [[fmpq(0)] * size for _ in range(size)]
        places = [(i, j) for i in range(size) for j in range(i + 1)][:6]
        for (i, j), value in zip(places, digits, strict=False):
            matrix_[i][j] = matrix_[j][i] = fmpq(value)
        u = bad_vector(matrix_, strict)
        if u is not None:
            found += 1
            form = sum(u[i] * matrix_[i][j] * u[j] for i in range(size) for j in range(size))
            assert any(u)
            assert form < 0 or (strict and form == 0)
    assert found
