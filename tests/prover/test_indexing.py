"""Integer expressions in indices: floors, remainders, maxima, quotients."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    absolute,
    apply,
    ceiling,
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

n, k, z, w = size("n"), size("k"), integer("z"), integer("w")
X = tensor("X")

TRUE = {
    "a remainder": equal(X[remainder(z, 3)], X[z - 3 * floor(z / 3)]),
    "a remainder by a negative number": equal(remainder(z, -3), -remainder(-z, 3)),
    "a ceiling": equal(X[ceiling(z / 2)], X[floor((z + 1) / 2)]),
    "multiples leave a floor": equal(X[floor((4 * z + 3) / 4)], X[z]),
    "multiples of a size leave": equal(X[floor((n * z + n - 1) / n)], X[z]),
    "a remainder of a multiple": equal(X[remainder(n * z + w, n)], X[remainder(w, n)]),
    "a maximum": equal(X[apply("Max", z, 0)], when(z, ">=", 0) * X[z] + when(z, "<", 0) * X[0]),
    "an absolute value": equal(X[absolute(z)], X[absolute(-z)]),
    "an exact quotient": equal(X[(2 * z + 4) / 2], X[z + 2]),
}
FALSE = {
    "a remainder": equal(X[remainder(z, 3)], X[z - 3 * ceiling(z / 3)]),
    "a remainder by a negative number": equal(remainder(z, -3), remainder(z, 3)),
    "a ceiling": equal(X[ceiling(z / 2)], X[floor(z / 2) + 1]),
    "a floor of a sum": equal(floor(z / 2) + floor(w / 2), floor((z + w) / 2)),
    "a quotient that need not be whole": equal(X[z / 2], X[z / 2]),
    "a remainder by what may be zero": equal(X[remainder(z, w)], X[remainder(z, w)]),
    "a bound that need not be whole": equal(
        total(1, n / 2, lambda t: X[t]), total(1, floor(n / 2), lambda t: X[t])
    ),
    "a maximum": equal(X[apply("Max", z, 0)], X[z]),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
