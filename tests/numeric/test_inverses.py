"""Matrices that a statement takes to be inverse to each other are drawn so, without rounding."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive.language.constructions import eye
from symderive.language.declarations import matrix, vector
from symderive.language.domains import size
from symderive.language.reading import read_statement
from symderive.language.statements import all_of, eq, implies
from symderive.numeric.check import evidence_of
from symderive.numeric.inverses import inverse_to_each_other
from symderive.results.evidence import Evidence

n = size("n")
A, B, V, W = (matrix(name, n, n) for name in "ABVW")
P = matrix("P", n, n, above=0)
x, b = vector("x", n), vector("b", n)

Write = Callable[[], Any]


def both(one: Any, other: Any) -> Any:
    """Two matrices are inverse to each other."""
    return all_of(eq(one @ other, eye(n)), eq(other @ one, eye(n)))


def checked(write: Write, length: int) -> Evidence:
    """The evidence at that size."""
    return evidence_of(read_statement(write()), {"n": length})


@pytest.mark.parametrize("length", [2, 5, 30])
@pytest.mark.parametrize(
    "write",
    [
        lambda: both(A @ B, W @ V).given(both(A, V), both(B, W)),
        lambda: both(A.T, W.T).given(both(A, W)),
        lambda: implies(all_of(eq(V @ A, eye(n)), eq(eye(n), A @ W)), eq(V, W)),
        lambda: implies(all_of(both(A, W), eq(A, A.T)), eq(W, W.T)),
        lambda: implies(all_of(both(A, W), eq(A @ x, b)), eq(x, W @ b)),
    ],
    ids=range(5),
)
def test_what_is_true_of_inverses_passes(write: Write, length: int) -> None:
    evidence = checked(write, length)
    assert evidence.outcome == "passed", evidence


@pytest.mark.parametrize(
    "write",
    [
        lambda: both(A @ B, V @ W).given(both(A, V), both(B, W)),
        lambda: eq(A, W).given(both(A, W)),
        lambda: eq(W, W.T).given(both(A, W)),
        lambda: implies(all_of(both(A, W), eq(A @ x, b)), eq(x, A @ b)),
    ],
    ids=range(4),
)
def test_what_is_false_of_inverses_fails(write: Write) -> None:
    assert checked(write, 12).outcome == "failed"


@pytest.mark.parametrize("length", [1, 2, 7, 40])
def test_the_product_is_the_identity_without_rounding(length: int) -> None:
    values: dict[Any, Any] = {M.term: np.zeros((length, length)) for M in (A, V, W)}
    given = [read_statement(both(A, W)).claim, read_statement(eq(V @ A, eye(n))).claim]
    inverse_to_each_other(values, given, np.random.default_rng(1))
    assert np.array_equal(values[A.term] @ values[W.term], np.eye(length))
    assert np.array_equal(values[W.term] @ values[A.term], np.eye(length))
    assert np.array_equal(values[V.term], values[W.term])
    assert length == 1 or np.any(values[A.term] != np.eye(length))


def test_nothing_is_drawn_for_what_is_its_own_inverse_or_bounded() -> None:
    zeros = np.zeros((3, 3))
    values: dict[Any, Any] = {M.term: zeros for M in (A, W, P)}
    for condition in (eq(A @ A, eye(n)), eq(P @ W, eye(n)), eq(A @ W, eye(n) + eye(n))):
        inverse_to_each_other(values, [read_statement(condition).claim], np.random.default_rng(1))
    assert all(value is zeros for value in values.values())
