"""Enclosures: what is seen to be positive or not zero, so that quotients and logarithms exist."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    absolute,
    apply,
    cases,
    compare,
    equal,
    exp,
    integer,
    is_proved,
    log,
    real,
    size,
    tensor,
    total,
)

n, m, z = size("n"), integer("m", 0), integer("z")
x, y, p, h = real("x"), real("y"), real("p", ">"), real("h", ">=")
X, P, H = tensor("X"), tensor("P", relation=">"), tensor("H", relation=">=")


def exists(value: object) -> Statement:
    """That the logarithm of a value is defined."""
    return equal(0 * log(value), 0)


TRUE = {
    "one plus a square": exists(1 + x**2),
    "one plus a product with itself": exists(1 + x * y * y * x),
    "an exponential": exists(exp(x) + h),
    "a sum of exponentials": exists(total(1, n, lambda k: exp(X[k]))),
    "a sum of squares and a number": exists(p + total(1, m, lambda k: X[k] ** 2)),
    "a maximum with a number": exists(apply("Max", x, 1)),
    "a sigmoid": exists(apply("sigmoid", x)),
    "one minus a sigmoid": exists(1 - apply("sigmoid", x)),
    "a shifted absolute value": exists(absolute(x) + 1),
    "a size": exists(n + m),
    "cases": exists(cases((1, compare(x, ">", 0)), (p, compare(x, "<=", 0)))),
    "a power": exists(p**z),
}
FALSE = {
    "a square": exists(x**2),
    "a product of two": exists(1 + x * y),
    "a sum of exponentials that may be empty": exists(total(1, m, lambda k: exp(X[k]))),
    "a sum of squares": exists(total(1, n, lambda k: X[k] ** 2)),
    "a maximum with zero": exists(apply("Max", x, 0)),
    "a minimum with a number": exists(apply("Min", x, 1)),
    "one half minus a sigmoid": exists(real("half") * 0 + 1 - 2 * apply("sigmoid", x)),
    "an absolute value": exists(absolute(x)),
    "a difference of sizes": exists(n - m),
    "cases, one of them zero": exists(cases((1, compare(x, ">", 0)), (0, compare(x, "<=", 0)))),
    "a power of any number": exists(x**n),
    "a product of values that are not negative": exists(h * p),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
