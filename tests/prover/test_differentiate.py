"""The rules of differentiation."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    apply,
    compare,
    equal,
    exp,
    integer,
    is_proved,
    log,
    partial,
    real,
    size,
    tensor,
    total,
    unknown,
    when,
)

n = size("n")
i, j = integer("i", 1, n), integer("j", 1, n)
x, y, p = real("x"), real("y"), real("p", ">")
X, A = tensor("X"), tensor("A", rank=2)
Z = total(1, n, lambda k: exp(X[k]))


def softmax(k: object) -> object:
    return exp(X[k]) / Z


def f(*values: object) -> object:
    return unknown("f", *values)


TRUE = {
    "a product": equal(partial(x * exp(x), x), exp(x) + x * exp(x)),
    "a quotient": equal(partial(1 / p, p), -1 / p**2),
    "an entry by an entry": equal(partial(X[i], X[j]), when(i, "=", j)),
    "a sum of squares": equal(partial(total(1, n, lambda k: X[k] ** 2), X[i]), 2 * X[i]),
    "a quadratic form": equal(
        partial(total(1, n, lambda a: total(1, n, lambda b: X[a] * A[a, b] * X[b])), X[i]),
        total(1, n, lambda b: (A[i, b] + A[b, i]) * X[b]),
    ),
    "softmax": equal(partial(softmax(i), X[j]), softmax(i) * (when(i, "=", j) - softmax(j))),
    "log-sum-exp": equal(partial(log(Z), X[i]), softmax(i)),
    "tanh": equal(partial(apply("tanh", 2 * x), x), 2 - 2 * apply("tanh", 2 * x) ** 2),
    "mixed derivatives": equal(partial(f(x * y, x), x, y), partial(f(x * y, x), y, x)),
    "a sum of powers": equal(
        partial(total(0, n, lambda k: X[k] * x**k), x),
        total(1, n, lambda k: k * X[k] * x ** (k - 1)),
    ),
    "second derivatives": equal(
        partial(total(1, n, lambda k: X[k] ** 3), X[i], X[j]), 6 * X[i] * when(i, "=", j)
    ),
}
FALSE = {
    "a product": equal(partial(x * exp(x), x), exp(x)),
    "a quotient": equal(partial(1 / p, p), 1 / p**2),
    "an entry by an entry": equal(partial(X[i], X[j]), 1),
    "a quadratic form": equal(
        partial(total(1, n, lambda a: total(1, n, lambda b: X[a] * A[a, b] * X[b])), X[i]),
        2 * total(1, n, lambda b: A[i, b] * X[b]),
    ),
    "softmax": equal(partial(softmax(i), X[j]), softmax(j) * (when(i, "=", j) - softmax(j))),
    "tanh": equal(partial(apply("tanh", 2 * x), x), 1 - apply("tanh", 2 * x) ** 2),
    "an inner derivative is missing": equal(
        partial(f(2 * x), x), partial(f(x + y), x), compare(x, "=", y)
    ),
    "second derivatives": equal(partial(total(1, n, lambda k: X[k] ** 3), X[i], X[j]), 6 * X[i]),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
