"""Equations between products of matrices from given ones, and what does not follow."""

from __future__ import annotations

import time
from typing import Any

import pytest

from symderive import (
    all_of,
    eq,
    exp,
    eye,
    implies,
    le,
    matrix,
    ones,
    prove,
    real,
    size,
    vector,
    zeros,
)
from symderive.language.reading import read_statement
from symderive.language.terms import Compare, Statement
from symderive.prover.matrix_products import follows
from symderive.prover.prove import prove_statement

n, k = size("n"), size("k")
A, B, C, D = (matrix(name, n, n) for name in "ABCD")
V, W, S = matrix("V", n, n), matrix("W", n, n), matrix("S", k, k)
X, Y = matrix("X", n, k), matrix("Y", k, n)
x, b = vector("x", n), vector("b", n)
c, d = real("c"), real("d")
one = eye(n)

TRUE: dict[str, tuple[Any, list[Any]]] = {
    "an inverse": (eq(A @ W @ B, B), [eq(A @ W, one)]),
    "an inverse in the middle": (eq(B @ A @ W @ C, B @ C), [eq(A @ W, one)]),
    "left and right inverse": (eq(V, W), [eq(V @ A, one), eq(A @ W, one)]),
    "transposes of an equation": (eq(W.T @ A.T @ x, x), [eq(A @ W, one)]),
    "the other side": (eq(B, A @ W @ B), [eq(one, A @ W)]),
    "a sum": (eq((A + B) @ W, one + B @ W), [eq(A @ W, one)]),
    "numbers in front": (eq(2 * A @ W - A @ (W / 2), 3 * one / 2), [eq(A @ W, one)]),
    "named numbers in front": (eq(c * d * A @ W, d * c * one), [eq(A @ W, one)]),
    "a product that vanishes": (
        eq((A + B) @ (A + B), B @ A),
        [
            eq(A @ A, zeros(n, n)),
            eq(A @ B, zeros(n, n)),
            eq(B @ B, zeros(n, n)),
        ],
    ),
    "matrices that commute": (eq((A + B) @ (A - B), A @ A - B @ B), [eq(A @ B, B @ A)]),
    "a power of a product": (eq(A @ B @ A @ B, A @ A @ B @ B), [eq(A @ B, B @ A)]),
    "a symmetric matrix": (eq(A.T @ A, A @ A), [eq(A, A.T)]),
    "a skew matrix": (eq(A @ A.T, -(A @ A)), [eq(A.T, -A)]),
    "an orthogonal matrix": (eq(A @ B @ x, b), [eq(A @ A.T, one), eq(B @ x, A.T @ b)]),
    "a solution": (eq(x, W @ b), [eq(W @ A, one), eq(A @ x, b)]),
    "a projection": (eq((one - A) @ (one - A), one - A), [eq(A @ A, A)]),
    "other shapes": (eq(X @ Y @ X, X), [eq(Y @ X, eye(k))]),
    "pushed through": (
        eq(V @ X, X @ S),
        [
            eq(V @ (one + X @ Y), one),
            eq((eye(k) + Y @ X) @ S, eye(k)),
        ],
    ),
    "a given matrix": (eq(A @ B, C @ D + B), [eq(A, C @ W + one), eq(W @ B, D)]),
    "cyclic": (eq(A @ A @ A @ A, A), [eq(A @ A @ A, one)]),
    "a conclusion in parts": (
        all_of(eq(A @ B @ (V @ W), one), eq(V @ W @ A @ B, one)),
        [eq(A @ W, one), eq(W @ A, one), eq(B @ V, one), eq(V @ B, one)],
    ),
}
FALSE: dict[str, tuple[Any, list[Any]]] = {
    "commuting": (eq(A @ B, B @ A), [eq(A @ A, A)]),
    "an inverse on the other side of a tall matrix": (eq(X @ Y, one), [eq(Y @ X, eye(k))]),
    "an inverse in the wrong order": (
        eq(A @ B @ W @ V, one),
        [
            eq(A @ W, one),
            eq(W @ A, one),
            eq(B @ V, one),
            eq(V @ B, one),
        ],
    ),
    "a root": (eq(A, one), [eq(A @ A, one)]),
    "a root of zero": (eq(A, zeros(n, n)), [eq(A @ A, zeros(n, n))]),
    "cancelling": (eq(x, b), [eq(A @ x, A @ b)]),
    "cancelling a number": (eq(A, B), [eq(c * A, c * B)]),
    "a transpose left out": (eq(A @ A, one), [eq(A @ A.T, one)]),
    "a symmetric product": (eq((A @ B).T, A @ B), [eq(A, A.T), eq(B, B.T)]),
    "a sum of inverses": (eq((A + B) @ (V + W), one), [eq(A @ V, one), eq(B @ W, one)]),
    "the wrong sign": (eq((one - A) @ (one + A), one), [eq(A @ A, A)]),
    "an entry by entry product": (eq(A * W, one), [eq(A @ W, one)]),
    "a scalar added to all entries": (eq(A + 1, B + one), [eq(A, B)]),
    "an order": (eq(A[1, 1], B[1, 1]), [le(A[1, 1], B[1, 1])]),
    "undefined": (eq(A @ B / c, B @ A / c), [eq(A, B)]),
    "shapes that differ": (eq(X @ X.T, ones(n, n)), [eq(X.T @ X, ones(k, k))]),
}
UNDECIDED = {"an inverse in the wrong order", "a sum of inverses"}


def statement(claim: Any, given: list[Any]) -> Statement:
    return read_statement(claim.given(*given))


@pytest.mark.parametrize(("claim", "given"), TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(claim: Any, given: list[Any]) -> None:
    assert prove_statement(statement(claim, given)).proved
    assert prove(statement(claim, given)).status == "proved"
    assert prove(implies(all_of(*given), claim)).status == "proved"


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not_follow_is_not_proved(name: str) -> None:
    found = statement(*FALSE[name])
    assert not prove_statement(found).proved
    if isinstance(found.claim, Compare):
        assert follows(found, time.thread_time() + 10) is None or name == "undefined"
    assert name in UNDECIDED or prove(found).status == "refuted"


def test_only_named_matrices_are_read() -> None:
    later = time.thread_time() + 10
    for claim, given in [
        (eq(exp(A) @ W, one), [eq(exp(A) @ W, one)]),
        (eq(A @ W, one), [eq(c, d)]),
        (eq(A @ W, one), []),
    ]:
        assert follows(statement(claim, given), later) is None


def test_it_ends_in_time() -> None:
    given = [eq(A @ B @ A, B @ A @ B), eq(B @ C @ B, C @ B @ C), eq(A @ C, C @ A @ B)]
    start = time.process_time()
    assert (
        follows(statement(eq(A @ B @ C @ D, D @ C @ B @ A), given), time.thread_time() + 10) is None
    )
    assert time.process_time() - start < 5
