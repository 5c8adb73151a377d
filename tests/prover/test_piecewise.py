"""Absolute values, maxima of two and conditions on real values."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    absolute,
    apply,
    equal,
    integer,
    is_proved,
    real,
    size,
    tensor,
    total,
    when,
)

n, m = size("n"), integer("m", 0)
x, y, p = real("x"), real("y"), real("p", ">")
X, A = tensor("X"), tensor("A", rank=2)
entries = total(1, n, lambda k: X[k])


def larger(a: object, b: object) -> object:
    return apply("Max", a, b)


def sign(value: object) -> object:
    return apply("sign", value)


TRUE = {
    "three signs": equal(when(x, ">", y) + when(x, "=", y) + when(x, "<", y), 1),
    "a positive factor": equal(when(p * x, ">", 0), when(x, ">", 0)),
    "the sign of a product": equal(sign(x * y), sign(x) * sign(y)),
    "an absolute value by its sign": equal(absolute(x), x * sign(x)),
    "the square of an absolute value": equal(absolute(x - y) ** 2, (x - y) ** 2),
    "an absolute value is even": equal(absolute(x - y), absolute(y - x)),
    "a maximum": equal(larger(x, y), (x + y + absolute(x - y)) / 2),
    "maximum and minimum": equal(larger(x, y) + apply("Min", x, y), x + y),
    "a condition on two sums in different forms": equal(
        when(entries, ">", X[n] + total(1, n - 1, lambda k: X[k])), 0
    ),
    "a distance of two sums in different forms": equal(
        absolute(entries - X[n] - total(1, n - 1, lambda k: X[k])), 0
    ),
    "conditions that imply one another": equal(
        when(x, ">", 0) * when(x + p, ">", 0), when(x, ">", 0)
    ),
    "where it is zero": equal(x * when(x, "=", 0), 0),
    "a symmetric sum": equal(
        total(1, n, lambda i: total(1, n, lambda j: absolute(X[i] - X[j]) * (X[i] - X[j]))), 0
    ),
}
FALSE = {
    "two signs": equal(when(x, ">", y) + when(x, "<", y), 1),
    "a factor of unknown sign": equal(when(y * x, ">", 0), when(x, ">", 0)),
    "a factor that may be zero": equal(when(m * x, ">", 0), when(x, ">", 0)),
    "the sign of a sum": equal(sign(x + y), sign(x) + sign(y)),
    "an absolute value of a sum": equal(absolute(x + y), absolute(x) + absolute(y)),
    "the cube of an absolute value": equal(absolute(x) ** 3, x**3),
    "a maximum of the wrong sign": equal(larger(x, y), (x + y - absolute(x - y)) / 2),
    "conditions that do not imply one another": equal(
        when(x, ">", 0) * when(x - p, ">", 0), when(x, ">", 0)
    ),
    "a condition met by both at the border": equal(when(x, ">=", 0) * when(x, "<=", 0), 0),
    "where it is zero": equal(y * when(x, "=", 0), 0),
    "a sum that is not symmetric": equal(
        total(1, n, lambda i: total(1, n, lambda j: absolute(X[i] - X[j]) * X[i])), 0
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
