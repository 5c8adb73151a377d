"""Sums in normal form: products fall apart, constants leave, equal sums cancel."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    equal,
    integer,
    is_proved,
    real,
    size,
    tensor,
    total,
)

n, m, z = size("n"), integer("m", 0), integer("z")
x = real("x")
X, Y, A, B, C = (
    tensor("X"),
    tensor("Y"),
    tensor("A", rank=2),
    tensor("B", rank=2),
    tensor("C", rank=2),
)


def trace(*factors: object) -> object:
    a, b, c = factors
    return total(
        1, n, lambda i: total(1, m, lambda j: total(1, n, lambda k: a[i, j] * b[j, k] * c[k, i]))
    )


TRUE = {
    "a product of sums": equal(
        total(1, n, lambda i: X[i]) * total(1, m, lambda j: Y[j]),
        total(1, m, lambda j: total(1, n, lambda i: X[i] * Y[j])),
    ),
    "a square of a sum": equal(
        total(1, n, lambda i: X[i]) ** 2,
        total(1, n, lambda i: total(1, n, lambda j: X[i] * X[j])),
    ),
    "what is constant leaves": equal(
        total(1, n, lambda i: x * X[i]), x * total(1, n, lambda i: X[i])
    ),
    "a triangle in either order": equal(
        total(1, n, lambda i: total(1, i, lambda j: A[i, j])),
        total(1, n, lambda j: total(j, n, lambda i: A[i, j])),
    ),
    "a trace is cyclic": equal(
        trace(A, B, C),
        total(
            1,
            m,
            lambda j: total(1, n, lambda k: total(1, n, lambda i: B[j, k] * C[k, i] * A[i, j])),
        ),
    ),
}
FALSE = {
    "a square of a sum is no sum of squares": equal(
        total(1, n, lambda i: X[i]) ** 2, total(1, n, lambda i: X[i] ** 2)
    ),
    "what depends on the index stays": equal(
        total(1, n, lambda i: Y[i] * X[i]), Y[n] * total(1, n, lambda i: X[i])
    ),
    "a triangle and its transpose": equal(
        total(1, n, lambda i: total(1, i, lambda j: A[i, j])),
        total(1, n, lambda i: total(1, i, lambda j: A[j, i])),
    ),
    "a trace of other products": equal(trace(A, B, C), trace(B, A, C)),
    "a constant over a range that may be empty": equal(total(1, z, lambda i: x), z * x),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
