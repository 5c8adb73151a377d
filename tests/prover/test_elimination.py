"""Delta elimination and counting."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
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

n, m, z, i = size("n"), integer("m", 0), integer("z"), integer("i", 1)
X = tensor("X")

TRUE = {
    "one point inside the range": equal(total(1, n, lambda k: when(k, "=", n) * X[k]), X[n]),
    "one point with its range": equal(
        total(1, n, lambda k: when(k, "=", z) * X[k]),
        when(1, "<=", z) * when(z, "<=", n) * X[z],
    ),
    "one point at a stride": equal(
        total(1, n, lambda k: when(2 * k, "=", z) * X[2 * k]),
        when(remainder(z, 2), "=", 0) * when(2, "<=", z) * when(z, "<=", 2 * n) * X[z],
    ),
    "counting": equal(total(1, m, lambda k: 1), m),
    "counting with a range that may be empty": equal(
        total(1, z, lambda k: 1), when(z, ">=", 1) * z
    ),
    "sum of squares": equal(total(1, n, lambda k: k**2), n * (n + 1) * (2 * n + 1) / 6),
    "a triangle": equal(total(1, n, lambda k: total(k, n, lambda t: 1)), n * (n + 1) / 2),
    "counting below a half": equal(total(1, n, lambda k: when(2 * k, "<=", n)), floor(n / 2)),
    "the larger of two lower bounds": equal(
        total(1, n, lambda k: when(k, ">=", i)), when(i, "<=", n) * (n - i + 1)
    ),
}
FALSE = {
    "one point that may be outside the range": equal(
        total(1, n, lambda k: when(k, "=", z) * X[k]), X[z]
    ),
    "one point at a stride": equal(
        total(1, n, lambda k: when(2 * k, "=", z) * X[2 * k]),
        when(2, "<=", z) * when(z, "<=", 2 * n) * X[z],
    ),
    "counting with a range that may be empty": equal(total(1, z, lambda k: 1), z),
    "a range one short of empty counts as none": equal(
        total(1, z, lambda k: 1), when(z, ">=", -1) * z
    ),
    "a triangle without its diagonal": equal(
        total(1, n, lambda k: total(k + 1, n, lambda t: 1)), n * (n + 1) / 2
    ),
    "the larger of two lower bounds": equal(total(1, n, lambda k: when(k, ">=", i)), n - i + 1),
    "two indices with one sum are not one index": equal(
        total(1, n, lambda k: total(1, n, lambda t: X[k + t])), total(2, 2 * n, lambda t: X[t])
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
