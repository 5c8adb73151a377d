"""Reciprocals that leave a sum take along that the sum is not empty."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    equal,
    integer,
    is_proved,
    size,
    tensor,
    total,
    when,
)

n, m, z = size("n"), integer("m", 0), integer("z")
X, P = tensor("X"), tensor("P", relation=">")

TRUE = {
    "a mean": equal(total(1, m, lambda k: 1 / m), when(m, ">=", 1)),
    "a quotient of counts": equal(total(1, z, lambda k: 1 / z), when(z, ">=", 1)),
    "means of initial segments": equal(
        total(1, n, lambda k: total(1, k - 1, lambda j: 1 / (k - 1))), n - 1
    ),
    "a denominator that is not zero outside": equal(
        total(1, m, lambda k: 1 / (m + 1)), m / (m + 1)
    ),
    "weights of a sum that may be empty": equal(
        total(1, z, lambda k: P[k] / total(1, z, lambda j: P[j])), when(z, ">=", 1)
    ),
}
FALSE = {
    "a mean": equal(total(1, m, lambda k: 1 / m), 1),
    "a quotient of counts": equal(total(1, z, lambda k: 1 / z), 1),
    "means of initial segments": equal(
        total(1, n, lambda k: total(1, k - 1, lambda j: 1 / (k - 1))), n
    ),
    "means of rows, one of which is empty": equal(
        total(1, n, lambda k: total(k, n - 1, lambda j: 1 / (n - k))), n
    ),
    "weights of a sum that may be empty": equal(
        total(1, z, lambda k: P[k] / total(1, z, lambda j: P[j])), 1
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
