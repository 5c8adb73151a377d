"""Functions of sums: congruence at other indices."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    equal,
    exp,
    integer,
    is_proved,
    size,
    tensor,
    total,
    unknown,
    when,
)

n, m, z, w = size("n"), integer("m", 0), integer("z"), integer("w")
i, j = integer("i", 1, n), integer("j", 1, n)
X, A = tensor("X"), tensor("A", rank=2)


def f(*values: object) -> object:
    return unknown("f", *values)


TRUE = {
    "one function at another index": equal(
        total(1, n, lambda k: when(k, "=", i) * f(total(1, n, lambda t: A[k, t]))),
        f(total(1, n, lambda t: A[i, t])),
    ),
    "a function of a partial sum at a number": equal(
        total(1, n, lambda k: when(k, "=", 1) * f(total(1, k, lambda t: X[t]))), f(X[1])
    ),
    "a function of an empty sum": equal(
        total(0, n, lambda k: when(k, "=", 0) * f(total(1, k, lambda t: X[t]))), f(0)
    ),
    "symmetric arguments": equal(f(A[i, j] + A[j, i]), f(A[j, i] + A[i, j])),
    "an exponential at another index": equal(
        total(1, n + 1, lambda k: when(k, "=", 2) * exp(-X[k] / 2)), exp(-X[2] / 2)
    ),
    "a reciprocal of a sum at a number": equal(
        total(1, n + 1, lambda k: when(k, "=", 2) / total(1, k, lambda t: exp(X[t]))),
        1 / (exp(X[1]) + exp(X[2])),
    ),
}
FALSE = {
    "one function at another index": equal(
        total(1, n, lambda k: when(k, "=", i) * f(total(1, n, lambda t: A[k, t]))),
        f(total(1, n, lambda t: A[t, i])),
    ),
    "a function of a partial sum": equal(
        f(total(1, z, lambda t: X[t])), f(X[1] + total(2, z, lambda t: X[t]))
    ),
    "a function of a sum at two indices": equal(
        f(total(1, z, lambda t: X[t])), f(total(1, w, lambda t: X[t]))
    ),
    "antisymmetric arguments": equal(f(A[i, j] - A[j, i]), f(A[j, i] - A[i, j])),
    "an odd function of them in a symmetric sum": equal(
        total(1, n, lambda a: total(1, n, lambda b: f(X[a] - X[b]))), 0
    ),
    "a reciprocal of a sum at a number": equal(
        total(1, n + 1, lambda k: when(k, "=", 2) / total(1, k, lambda t: exp(X[t]))),
        1 / exp(X[1]) + 1 / exp(X[2]),
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
