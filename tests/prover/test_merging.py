"""Unions of guards."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    equal,
    integer,
    is_proved,
    size,
    tensor,
    total,
    unknown,
    when,
)

n, m, z, i = size("n"), integer("m", 0), integer("z"), integer("i", 1)
X = tensor("X")


def f(value: object) -> object:
    return unknown("f", value)


TRUE = {
    "even and odd": equal(
        f(total(1, n, lambda k: X[2 * k]) + total(1, n, lambda k: X[2 * k - 1])),
        f(total(1, 2 * n, lambda k: X[k])),
    ),
    "a range cut in two": equal(
        f(total(1, i, lambda k: X[k]) + total(i + 1, n + i, lambda k: X[k])),
        f(total(1, n + i, lambda k: X[k])),
    ),
    "a single term completes a sum": equal(
        f(X[n] + total(1, n - 1, lambda k: X[k])), f(total(1, n, lambda k: X[k]))
    ),
    "two brackets make one": equal(
        unknown("f", when(z, ">=", 1) + when(z, "=", 0)), unknown("f", when(z, ">=", 0))
    ),
}
FALSE = {
    "even and odd of another length": equal(
        f(total(1, n, lambda k: X[2 * k]) + total(1, n, lambda k: X[2 * k - 1])),
        f(total(1, 2 * n - 1, lambda k: X[k])),
    ),
    "a cut outside the range": equal(
        f(total(1, z, lambda k: X[k]) + total(z + 1, n, lambda k: X[k])),
        f(total(1, n, lambda k: X[k])),
    ),
    "parts that overlap": equal(
        f(total(1, i, lambda k: X[k]) + total(i, n + i, lambda k: X[k])),
        f(total(1, n + i, lambda k: X[k])),
    ),
    "a single term beside a range that may be empty": equal(
        f(X[m] + total(1, m - 1, lambda k: X[k])), f(total(1, m, lambda k: X[k]))
    ),
    "brackets with a gap": equal(
        unknown("f", when(z, ">=", 2) + when(z, "=", 0)), unknown("f", when(z, ">=", 0))
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
