"""Division with remainder at the binder."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    ceiling,
    equal,
    floor,
    integer,
    is_proved,
    remainder,
    size,
    tensor,
    total,
)

n, r, z, m = size("n"), size("r"), integer("z"), integer("m", 0)
X, Y = tensor("X"), tensor("Y")

TRUE = {
    "a free index is its digits": equal(X[r * floor(z / r) + remainder(z, r)], X[z]),
    "a sum over quotients": equal(
        total(0, n * r - 1, lambda k: X[floor(k / r)]), r * total(0, n - 1, lambda q: X[q])
    ),
    "a sum over remainders": equal(
        total(0, n * r - 1, lambda k: X[remainder(k, r)]), n * total(0, r - 1, lambda s: X[s])
    ),
    "both digits": equal(
        total(0, n * r - 1, lambda k: X[floor(k / r)] * Y[remainder(k, r)]),
        total(0, n - 1, lambda q: X[q]) * total(0, r - 1, lambda s: Y[s]),
    ),
    "positions that count from one": equal(
        total(1, n * r, lambda k: X[ceiling(k / r)]), r * total(1, n, lambda q: X[q])
    ),
    "a cyclic shift": equal(
        total(0, n - 1, lambda k: X[remainder(k + z, n)]), total(0, n - 1, lambda k: X[k])
    ),
}
FALSE = {
    "a free index is not its digits by another radix": equal(
        X[n * floor(z / r) + remainder(z, r)], X[z]
    ),
    "a sum over quotients": equal(
        total(0, n * r - 1, lambda k: X[floor(k / r)]), n * total(0, r - 1, lambda q: X[q])
    ),
    "one position too many": equal(
        total(0, n * r, lambda k: X[remainder(k, r)]), n * total(0, r - 1, lambda s: X[s])
    ),
    "positions that count from one": equal(
        total(1, n * r, lambda k: X[floor(k / r)]), r * total(1, n, lambda q: X[q])
    ),
    "a radix that may be zero": equal(X[m * floor(z / m) + remainder(z, m)], X[z]),
    "a cyclic shift of one factor": equal(
        total(0, n - 1, lambda k: X[remainder(k + z, n)] * Y[k]),
        total(0, n - 1, lambda k: X[k] * Y[remainder(k + z, n)]),
    ),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
