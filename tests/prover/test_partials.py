"""What may be differentiated by, and where."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    equal,
    floor,
    integer,
    is_proved,
    partial,
    real,
    size,
    tensor,
    total,
    when,
)

n, z = size("n"), integer("z")
i, j = integer("i", 1, n), integer("j", 1, n)
x = real("x")
X, V = tensor("X"), tensor("V", n)
entries = total(1, n, lambda k: V[k])

TRUE = {
    "by an entry in range": equal(partial(entries, V[i]), 1),
    "by the entry that a sum binds": equal(
        total(1, n, lambda k: partial(total(1, n, lambda t: V[t] ** 2), V[k])), 2 * entries
    ),
    "by an entry at a quotient": equal(
        partial(total(0, n, lambda k: X[k]), X[floor(z / 2)]),
        when(0, "<=", z) * when(z, "<=", 2 * n + 1),
    ),
    "by a variable that does not occur": equal(partial(entries, x), 0),
}
FALSE = {
    "by an entry out of range": equal(partial(entries, V[i + 1]), 1),
    "by the entry that another sum binds": equal(
        total(1, n, lambda k: partial(total(1, n, lambda t: V[t] ** 2), V[k])), entries
    ),
    "by an entry at a quotient": equal(
        partial(total(0, n, lambda k: X[k]), X[floor(z / 2)]),
        when(0, "<=", z) * when(z, "<=", 2 * n),
    ),
    "by an integer": equal(partial(n * x, n), x),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
