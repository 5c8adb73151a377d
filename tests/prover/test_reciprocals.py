"""Named denominators, cancellation and cross-multiplication."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    compare,
    equal,
    exp,
    integer,
    is_proved,
    real,
    size,
    tensor,
    total,
    when,
)

n, m = size("n"), integer("m", 0)
x, y, p, q = real("x"), real("y"), real("p", ">"), real("q", ">")
X, P = tensor("X"), tensor("P", relation=">")
mass = total(1, n, lambda k: P[k])
Z = total(1, n, lambda k: exp(X[k]))

TRUE = {
    "a sum over itself": equal(total(1, n, lambda k: P[k] / mass), 1),
    "softmax sums to one": equal(total(1, n, lambda k: exp(X[k]) / Z), 1),
    "softmax is shifted": equal(
        exp(X[1] + y) / total(1, n, lambda k: exp(X[k] + y)), exp(X[1]) / Z
    ),
    "fractions are added": equal(1 / p + 1 / q, (p + q) / (p * q)),
    "fractions of sums": equal(p / (p + q) + q / (p + q), 1),
    "a denominator with a bracket": equal(
        1 / (p + q * when(x, ">", 0)), when(x, ">", 0) / (p + q) + when(x, "<=", 0) / p
    ),
    "given that it is not zero": equal((x + y) / (x + y), 1, compare(x + y, "!=", 0)),
    "partial fractions": equal(1 / (n * (n + 1)), 1 / n - 1 / (n + 1)),
}
FALSE = {
    "a sum over itself that may be zero": equal(
        total(1, n, lambda k: X[k]) / total(1, n, lambda k: X[k]), 1
    ),
    "an empty sum over itself": equal(total(1, m, lambda k: P[k]) / total(1, m, lambda k: P[k]), 1),
    "softmax without its last term": equal(total(1, n - 1, lambda k: exp(X[k]) / Z), 1),
    "fractions are added": equal(1 / p + 1 / q, 2 / (p + q)),
    "a denominator with a bracket": equal(
        1 / (p + q * when(x, ">", 0)), when(x, ">", 0) / q + when(x, "<=", 0) / p
    ),
    "a factor that may be zero": equal(x / (x * p), 1 / p),
    "a difference over itself": equal((exp(x) - exp(y)) / (exp(x) - exp(y)), 1),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
