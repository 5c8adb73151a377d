"""Exponentials, logarithms, hyperbolic tangents and unknown functions."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    apply,
    compare,
    equal,
    exp,
    is_proved,
    log,
    real,
    size,
    tensor,
    total,
    unknown,
    when,
)

n = size("n")
x, y, p, q = real("x"), real("y"), real("p", ">"), real("q", ">")
X = tensor("X")


def sigmoid(value: object) -> object:
    return apply("sigmoid", value)


def tanh(value: object) -> object:
    return apply("tanh", value)


TRUE = {
    "exp of a sum": equal(exp(x + 2 * y), exp(x) * exp(y) ** 2),
    "exp of a bracket": equal(exp(x * when(x, ">", y)), 1 + when(x, ">", y) * (exp(x) - 1)),
    "exp of a logarithm": equal(exp(3 * log(p)), p**3),
    "log of a product": equal(log(p * q**2 * exp(x)), log(p) + 2 * log(q) + x),
    "log of a sum of shifted exponentials": equal(
        log(total(1, n, lambda k: exp(X[k] + y))), y + log(total(1, n, lambda k: exp(X[k])))
    ),
    "tanh is odd": equal(tanh(y - x), -tanh(x - y)),
    "sigmoid and tanh": equal(sigmoid(x), (1 + tanh(x / 2)) / 2),
    "sigmoid as a quotient": equal(sigmoid(x), 1 / (1 + exp(-x))),
    "sigmoid of both signs": equal(sigmoid(x) + sigmoid(-x), 1),
    "equal arguments": equal(unknown("f", x + y), unknown("f", y + x)),
    "equal sums as arguments": equal(
        unknown("f", x, total(1, n, lambda k: X[k])),
        unknown("f", x, total(1, n, lambda k: X[n + 1 - k])),
    ),
    "a function of a bracket": equal(
        unknown("f", x * when(y, ">", 0)),
        when(y, ">", 0) * unknown("f", x) + when(y, "<=", 0) * unknown("f", 0),
    ),
}
FALSE = {
    "exp of a product": equal(exp(x * y), exp(x) * exp(y)),
    "exp of a bracket": equal(exp(x * when(x, ">", y)), when(x, ">", y) * exp(x)),
    "log of a sum": equal(log(p + q), log(p) + log(q)),
    "log of a product of unknown signs": equal(log(x * y), log(x) + log(y), compare(x * y, ">", 0)),
    "exp of the logarithm of what may be negative": equal(exp(log(x)), x),
    "tanh is not even": equal(tanh(y - x), tanh(x - y)),
    "sigmoid without the half": equal(sigmoid(x), (1 + tanh(x)) / 2),
    "arguments exchanged": equal(unknown("f", x, y), unknown("f", y, x)),
    "an argument moved": equal(unknown("f", x, 0), unknown("f", 0, x)),
    "two functions": equal(unknown("f", x), unknown("g", x)),
    "a function of a bracket": equal(
        unknown("f", x * when(y, ">", 0)), when(y, ">", 0) * unknown("f", x)
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
