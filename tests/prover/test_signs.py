"""Which signs a polynomial can have."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    absolute,
    apply,
    claim,
    compare,
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
x, p, q, h = real("x"), real("p", ">"), real("q", ">"), real("h", ">=")
P, H = tensor("P", relation=">"), tensor("H", relation=">=")


def tanh(value: object) -> object:
    return apply("tanh", value)


TRUE = {
    "products of positive values": equal(absolute(p * q), p * q),
    "a sum of positive values": equal(
        absolute(total(1, n, lambda k: P[k])), total(1, n, lambda k: P[k])
    ),
    "a sum that may be empty is not negative": equal(
        absolute(total(1, m, lambda k: P[k])), total(1, m, lambda k: P[k])
    ),
    "a bounded function beside a constant": equal(absolute(1 + tanh(x)), 1 + tanh(x)),
    "an even power": equal(absolute(x**2 + h), x**2 + h),
    "a hypothesis": equal(absolute(x - p), x - p, compare(x, ">=", p)),
    "a relation": claim(compare(p + h, ">", 0)),
    "a relation by squares": claim(compare(x**2 + 1, ">=", 1)),
    "an integer": equal(absolute(m - n), n - m, compare(m, "<=", n)),
}
FALSE = {
    "a difference of positive values": equal(absolute(p - q), p - q),
    "a sum that may be empty is not positive": equal(when(total(1, m, lambda k: P[k]), ">", 0), 1),
    "a bounded function beside a smaller constant": equal(
        absolute(1 + 2 * tanh(x)), 1 + 2 * tanh(x)
    ),
    "a hypothesis on something else": equal(absolute(x - p), x - p, compare(x, ">=", q)),
    "a hypothesis the other way": equal(absolute(x - p), x - p, compare(x, "<=", p)),
    "a relation that may be an equation": claim(compare(h, ">", 0)),
    "a sum that may vanish": claim(compare(total(1, n, lambda k: H[k]), ">", 0)),
    "an integer": equal(absolute(m - n), n - m),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
