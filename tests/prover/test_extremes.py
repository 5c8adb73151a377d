"""Maxima and minima over a range."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    equal,
    exp,
    integer,
    is_proved,
    over,
    partial,
    real,
    size,
    tensor,
    total,
    when,
)

n, m = size("n"), integer("m", 0)
i = integer("i", 1, n)
x, p = real("x"), real("p", ">")
X, Y = tensor("X"), tensor("Y")


def largest(lower: object, upper: object, body: object) -> object:
    return over("max", lower, upper, body)


every = largest(1, n, lambda k: X[k])

TRUE = {
    "a constant leaves": equal(largest(1, n, lambda k: X[k] + x), every + x),
    "a positive factor leaves": equal(largest(1, n, lambda k: 2 * p * X[k]), 2 * p * every),
    "a shifted range": equal(largest(0, n - 1, lambda k: X[k + 1]), every),
    "a reversed range": equal(largest(1, n, lambda k: X[n + 1 - k]), every),
    "a minimum": equal(over("min", 1, n, lambda k: -X[k]), -every),
    "a constant": equal(largest(1, n, lambda k: x), x),
    "shifting weights": equal(
        exp(X[i] - every) / total(1, n, lambda k: exp(X[k] - every)),
        exp(X[i]) / total(1, n, lambda k: exp(X[k])),
    ),
}
FALSE = {
    "a factor of unknown sign leaves": equal(largest(1, n, lambda k: x * X[k]), x * every),
    "a negative factor leaves": equal(largest(1, n, lambda k: -X[k]), -every),
    "what moves leaves": equal(
        largest(1, n, lambda k: X[k] + Y[k]), every + largest(1, n, lambda k: Y[k])
    ),
    "another range": equal(largest(1, i, lambda k: X[k]), every),
    "a range that may be empty": equal(
        largest(1, m, lambda k: X[k]) - largest(1, m, lambda k: X[k]), 0
    ),
    "a bracket is no range": equal(
        largest(1, n, lambda k: when(k, "<=", i) * X[k]), largest(1, i, lambda k: X[k])
    ),
    "a derivative": equal(partial(largest(1, n, lambda k: x * X[k]), x), every),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
