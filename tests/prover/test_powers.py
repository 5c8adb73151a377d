"""Powers with a symbolic integer exponent."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    absolute,
    equal,
    exp,
    integer,
    is_proved,
    real,
    size,
    tensor,
    total,
    when,
)

n, m, z = size("n"), integer("m", 0), integer("z")
x, y, p = real("x"), real("y"), real("p", ">")
X = tensor("X")

TRUE = {
    "exponents add": equal(x**m * x ** (n + 1), x * x ** (m + n)),
    "a power of a product": equal((2 * x * y) ** m, 2**m * x**m * y**m),
    "a power of a power": equal((x**2) ** m, (x**m) ** 2),
    "a reciprocal power": equal(p**z * p**-z, 1),
    "the zeroth power in a sum": equal(total(0, n, lambda k: when(k, "=", 0) * x**k), 1),
    "a geometric sum": equal((1 - x) * total(0, n - 1, lambda k: x**k), 1 - x**n),
    "a reversed sum of powers": equal(
        total(0, n, lambda k: x**k * y ** (n - k)), total(0, n, lambda k: y**k * x ** (n - k))
    ),
    "powers of entries": equal(
        total(1, n, lambda k: X[k] ** k), total(0, n - 1, lambda k: X[k + 1] ** (k + 1))
    ),
    "exponentials of integer multiples": equal(
        total(0, n, lambda k: exp(k * x)), total(0, n, lambda k: exp((n - k) * x))
    ),
}
FALSE = {
    "exponents multiply": equal(x**m * x**n, x ** (m * n)),
    "a power of a sum": equal((x + y) ** m, x**m + y**m),
    "zero to the zeroth power": equal(x**m * when(x, "=", 0), 0),
    "a reciprocal power at zero": equal(x**m * x**-m, 1),
    "a power one below zero": equal(x * x ** (m - 1), x**m),
    "the sign leaves a power": equal((-x) ** n, -(x**n)),
    "a geometric sum one too long": equal((1 - x) * total(0, n, lambda k: x**k), 1 - x**n),
    "a geometric sum divided": equal(total(0, n - 1, lambda k: x**k), (1 - x**n) / (1 - x)),
    "powers of other entries": equal(
        total(1, n, lambda k: X[k] ** k), total(1, n, lambda k: X[k] ** (n + 1 - k))
    ),
    "an absolute value to a power": equal(absolute(x) ** n, x**n),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
