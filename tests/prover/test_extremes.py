"""Maxima and minima over a range."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    absolute,
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
X, Y, T = tensor("X"), tensor("Y"), tensor("T", rank=2)


def largest(lower: object, upper: object, body: object) -> object:
    return over("max", lower, upper, body)


def larger(left, right):
    return (left + right + absolute(left - right)) / 2


def window(start, shift=0):
    """The greatest of four entries in a window of two rows and two columns of a table."""
    return largest(1, 2, lambda a: largest(1, 2, lambda b: T[start + a - 1 + shift, n + b]))


every = largest(1, n, lambda k: X[k])

TRUE = {
    "a constant leaves": equal(largest(1, n, lambda k: X[k] + x), every + x),
    "a positive factor leaves": equal(largest(1, n, lambda k: 2 * p * X[k]), 2 * p * every),
    "a shifted range": equal(largest(0, n - 1, lambda k: X[k + 1]), every),
    "a reversed range": equal(largest(1, n, lambda k: X[n + 1 - k]), every),
    "a minimum": equal(over("min", 1, n, lambda k: -X[k]), -every),
    "a constant": equal(largest(1, n, lambda k: x), x),
    "a window of two by two": equal(
        largest(1, 2, lambda a: largest(1, 2, lambda b: T[i + a, b])),
        larger(larger(T[i + 1, 1], T[i + 1, 2]), larger(T[i + 2, 1], T[i + 2, 2])),
    ),
    "windows along a range": equal(
        largest(1, n, lambda k: window(2 * k - 1) + x),
        largest(1, n, lambda k: window(2 * k - 1)) + x,
    ),
    "a short range around a long one": equal(
        largest(1, 2, lambda a: largest(1, n, lambda k: T[a, k] + x)),
        largest(1, 2, lambda a: largest(1, n, lambda k: T[a, k])) + x,
    ),
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
    "a window one row down": equal(window(i), window(i, shift=1)),
    "a window with a row less": equal(
        largest(1, 2, lambda a: largest(1, 2, lambda b: T[i + a, b])),
        larger(T[i + 1, 1], T[i + 1, 2]),
    ),
    "a minimum in a maximum": equal(
        largest(1, 2, lambda a: over("min", 1, 2, lambda b: T[a, b])),
        over("min", 1, 2, lambda b: largest(1, 2, lambda a: T[a, b])),
    ),
    "an empty range in a window": equal(
        largest(1, 2, lambda a: largest(1, 0, lambda b: T[a, b])) * 0, 0
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
