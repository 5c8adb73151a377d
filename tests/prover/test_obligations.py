"""Definedness: indices in range, denominators, sizes."""

import pytest

from symderive.language.terms import Statement, Truth
from tests.prover.building import (
    cases,
    compare,
    equal,
    integer,
    is_proved,
    log,
    real,
    size,
    tensor,
    times,
    total,
    when,
)

n, m, z = size("n"), integer("m", 0), integer("z")
i = integer("i", 1, n)
x = real("x")
V, S = tensor("V", n), tensor("S", n + 1)

TRUE = {
    "an index in range": equal(V[i] - V[i], 0),
    "the last index": equal(V[n] * 0, 0),
    "a bracket keeps an index in range": equal(
        times(when(i, "<", n), V[i + 1]), times(when(i, "<=", n - 1), V[i + 1])
    ),
    "a sum keeps an index in range": equal(
        total(1, n - 1, lambda k: V[k + 1]), total(2, n, lambda k: V[k])
    ),
    "a longer vector": equal(0 * S[i + 1], 0),
    "an index under an empty sum": equal(total(1, 0, lambda k: V[k]), 0),
    "a denominator under its bracket": equal(times(when(x, "!=", 0), 1 / x, x), when(x, "!=", 0)),
    "a later case is not looked at": equal(
        cases((0, compare(x, "=", 0)), (x / x, Truth(True))), when(x, "!=", 0)
    ),
}
FALSE = {
    "an index above the range": equal(V[i + 1] - V[i + 1], 0),
    "an index below the range": equal(V[i - 1] * 0, 0),
    "a bracket of something else": equal(
        times(when(i, "<=", n), V[i + 1]), times(when(i, "<=", n), V[i + 1])
    ),
    "a sum that runs too far": equal(
        total(1, n, lambda k: V[k + 1]), total(2, n + 1, lambda k: V[k])
    ),
    "an index under a sum that may be empty or not": equal(total(1, m, lambda k: V[k]) * 0, 0),
    "a denominator beside a bracket in another factor": equal(
        (1 / x) * 0 + when(x, "!=", 0) * 0, 0
    ),
    "an earlier case is looked at": equal(cases((x / x, compare(x, ">=", 0)), (1, Truth(True))), 1),
    "zero times what is undefined": equal(0 * log(x), 0),
    "a condition that is undefined": equal(0 * when(1 / x, ">", 0), 0),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
