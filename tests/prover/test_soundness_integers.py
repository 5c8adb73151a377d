"""False statements about ranges, divisions and digits, which the prover alone must not prove."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    absolute,
    apply,
    compare,
    equal,
    floor,
    integer,
    is_proved,
    over,
    remainder,
    size,
    tensor,
    total,
    when,
)

n, k, m = size("n"), size("k"), integer("m", 0)
a, i, d = integer("a"), integer("i", 1), integer("d", at_most=-1)
X, Y = tensor("X"), tensor("Y")
entries = total(1, n, lambda j: X[j])

FALSE = {
    "a remainder by what may be 0": equal(remainder(m * a, m), 0),
    "the remainder of 0 by what may be 0": equal(remainder(0, m), 0),
    "a remainder in an index": equal(X[remainder(m, m)], X[0]),
    "a free index divided under a sum that may be empty": equal(
        total(1, m, lambda j: Y[floor(a / m)]) + when(m, "=", 0),
        total(1, m, lambda j: Y[floor(a / m)]),
    ),
    "a bound index divided under a sum that may be empty": equal(
        total(1, n, lambda j: X[j] + total(1, m, lambda t: Y[floor(j / m)])),
        when(m, ">=", 1) * total(1, n, lambda j: X[j] + total(1, m, lambda t: Y[floor(j / m)])),
    ),
    "digits by a radix that may be 0": equal(
        total(0, k - 1, lambda s: total(0, m - 1, lambda t: X[m * s + t])) + entries,
        total(0, k * m - 1, lambda j: X[j]) + when(m, ">=", 1) * entries,
    ),
    "the absolute value of a quotient by a negative integer": equal(
        floor(absolute(i / d)), floor(i / d)
    ),
    "the larger of two quotients, one by a negative integer": equal(
        floor(apply("Max", i / d, a)), floor(i / d), compare(i, ">=", a * d)
    ),
    "a bracket is no bound of a maximum": equal(
        over("max", 1, n + 1, lambda j: when(j, "<=", 2) * X[j]), over("max", 1, 2, lambda j: X[j])
    ),
}
TRUE = {
    "a remainder by a size": equal(remainder(n * a, n), 0),
    "a maximum over a shifted range": equal(
        over("max", 1, n, lambda j: when(j, "<=", 2) * X[j]),
        over("max", 0, n - 1, lambda j: when(j, "<=", 1) * X[j + 1]),
    ),
    "the absolute value of a quotient by a negative integer": equal(
        floor(absolute(i / d)), floor(-i / d)
    ),
}


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_a_false_statement_is_not_proved(statement: Statement) -> None:
    assert not is_proved(statement)


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_its_true_sibling_is(statement: Statement) -> None:
    assert is_proved(statement)
