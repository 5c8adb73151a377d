"""Case distinctions: residues and ranges that may be empty."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    ceiling,
    compare,
    equal,
    floor,
    integer,
    is_proved,
    remainder,
    size,
    tensor,
    total,
    when,
)

n, m, z = size("n"), integer("m", 0), integer("z")
X = tensor("X")

TRUE = {
    "two halves": equal(floor(z / 2) + ceiling(z / 2), z),
    "a product of neighbours is even": equal(remainder(z * (z + 1), 2), 0),
    "an even size": equal(2 * floor(n / 2), n, compare(remainder(n, 2), "=", 0)),
    "a sum that may be empty, without its last term": equal(
        total(1, m, lambda k: X[k]),
        total(1, m - 1, lambda k: X[k]) + when(m, ">=", 1) * X[m],
    ),
}
FALSE = {
    "two halves": equal(floor(z / 2) + floor(z / 2), z),
    "a product of second neighbours is not even": equal(remainder(z * (z + 2), 2), 0),
    "a multiple of three is not even": equal(2 * floor(n / 2), n, compare(remainder(n, 3), "=", 0)),
    "a sum that may be empty, without its last term": equal(
        total(1, m, lambda k: X[k]), total(1, m - 1, lambda k: X[k]) + X[m]
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
