"""Index forms for variables in factors that depend on integer values."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    equal,
    exp,
    is_proved,
    real,
    size,
    tensor,
    total,
    when,
)

n = size("n")
x, p = real("x"), real("p", ">")
X = tensor("X")


def at(number: int, body: object) -> object:
    """The body at one index, by a sum with a bracket."""
    return total(1, n + 5, lambda k: when(k, "=", number) * body(k))


TRUE = {
    "an integer value": equal(at(3, lambda k: k**2 * X[k]), 9 * X[3]),
    "a reciprocal of an index": equal(at(3, lambda k: X[k] / k), X[3] / 3),
    "a square of a reciprocal": equal(at(2, lambda k: (k + 1) ** -2), 1 / (1 + 2 * p / p) ** 2),
    "an exponential": equal(at(2, lambda k: exp(k * x)), exp(x) ** 2),
    "a reciprocal exponential": equal(at(2, lambda k: exp(-k * x)), exp(-2 * x)),
    "a power": equal(at(2, lambda k: p**k), p**2),
    "a reciprocal power": equal(at(2, lambda k: (2 * p) ** -k), p**-2 / 4),
    "a shifted index": equal(
        total(1, n, lambda k: k * X[k]), total(0, n - 1, lambda k: (k + 1) * X[k + 1])
    ),
}
FALSE = {
    "an integer value": equal(at(3, lambda k: k**2 * X[k]), 3 * X[3]),
    "a reciprocal of an index": equal(at(3, lambda k: X[k] / k), X[3]),
    "a square of a reciprocal": equal(at(2, lambda k: (k + 1) ** -2), 1 / (1 + 2 * p / p)),
    "a reciprocal exponential": equal(at(2, lambda k: exp(-k * x)), exp(2 * x)),
    "a reciprocal power": equal(at(2, lambda k: (2 * p) ** -k), 4 * p**-2),
    "a reciprocal power of a sum": equal(at(2, lambda k: (1 + p) ** -k), 1 + 2 / p + p**-2),
    "a shifted index": equal(
        total(1, n, lambda k: k * X[k]), total(0, n - 1, lambda k: k * X[k + 1])
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
