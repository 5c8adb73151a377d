"""Terms into polynomials, each with its meaning."""

from fractions import Fraction

import pytest

from symderive.language.terms import Statement, Truth
from tests.prover.building import (
    absolute,
    apply,
    cases,
    compare,
    equal,
    floor,
    integer,
    is_proved,
    over,
    real,
    remainder,
    size,
    tensor,
    times,
    total,
    when,
)

n, m, z = size("n"), integer("m", 0), integer("z")
x, y = real("x"), real("y")
X, V = tensor("X"), tensor("V", n)

TRUE = {
    "numbers": equal(x / 2 + x / 3, 5 * x / 6),
    "an integer as a value": equal(z * (z - 1), z**2 - z),
    "an empty sum": equal(total(1, 0, lambda k: X[k]), 0),
    "a false bracket is strongly zero": equal(times(when(1, "=", 2), 1 / (x - x)), 0),
    "cases": equal(cases((x, compare(x, ">=", 0)), (-x, Truth(True))), absolute(x)),
    "a bound that is a floor": equal(
        total(1, floor(n / 2), lambda k: X[2 * k]),
        total(1, n, lambda k: when(remainder(k, 2), "=", 0) * X[k]),
    ),
    "a maximum of values": equal(apply("Max", x, y, x), apply("Max", y, x)),
}
FALSE = {
    "numbers": equal(x / 2 + x / 3, x / 6),
    "a sum over a range that may be empty": equal(
        total(1, m, lambda k: X[k]), X[1] + total(2, m, lambda k: X[k])
    ),
    "a product with a zero is not strongly zero": equal(times(0, 1 / x), 0),
    "cases": equal(cases((x, compare(x, ">=", 0)), (-x, Truth(True))), x),
    "a bound that is a floor": equal(
        total(1, floor(n / 2), lambda k: X[2 * k]), total(1, n, lambda k: X[k])
    ),
    "a root": equal((x**2) ** Fraction(1, 2), x),
    "a product over a range": equal(over("product", 1, n, lambda k: X[k]), X[1]),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
