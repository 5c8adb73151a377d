"""False statements about quotients, which the prover alone must not prove."""

import pytest

from symderive.language.terms import Statement
from tests.prover.building import (
    absolute,
    equal,
    exp,
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

n, m, i = size("n"), integer("m", 0), integer("i", 1)
x, y, u = real("x"), real("y"), real("u")
p, q = real("p", ">"), real("q", ">")
X, P = tensor("X"), tensor("P", relation=">")
entries = total(1, m, lambda k: P[k])

FALSE = {
    "an integer over itself where a bracket says it is not 0": equal(
        times(when(n, ">=", 2), n - 1, 1 / (n - 1)), 1
    ),
    "a sum over itself where a bracket says it is not 0": equal(
        times(when(x + y, "!=", 0), x + y, 1 / (x + y)), 1
    ),
    "a real over itself where a bracket says it is not 0": equal(
        times(when(x, "!=", 0), x, 1 / x), 1
    ),
    "what is added where the denominator is 0": equal(
        times(when(x, "!=", 0), 1 / x, absolute(u), absolute(u)) + when(x, "=", 0),
        times(when(x, "!=", 0), 1 / x, u, u),
    ),
    "what is added where the base of a power is 0": equal(
        times(x ** (n - 1), absolute(u), absolute(u)) + when(x, "=", 0),
        times(x ** (n - 1), u, u),
    ),
    "a mean over a range that may be empty": equal(total(1, n - 1, lambda j: 1 / (n - 1)), 1),
    "means over ranges of which the last is empty": equal(
        total(1, n, lambda k: total(1, n - k, lambda j: 1 / (n - k))), n
    ),
    "weights over a range that may be empty": equal(
        total(1, m, lambda j: exp(X[j]) / total(1, m, lambda k: exp(X[k]))), 1
    ),
    "a denominator that is 0 only where the sum is empty": equal(
        total(1, n - 1, lambda j: exp(x) / (n * exp(x) - exp(x))), 1
    ),
    "a denominator that is a sum in another form where it stands": equal(
        total(1, m, lambda j: exp(X[j]) / (exp(X[m]) + total(1, m - 1, lambda k: exp(X[k])))),
        1,
    ),
    "a product of which one factor leaves the sum": equal(
        total(1, m, lambda j: P[j] / (j * total(1, m, lambda k: P[k])) * j), 1
    ),
    "a product written as a sum of which one factor leaves": equal(
        total(1, m, lambda j: (j + 1) * P[j] / (j * entries + entries)), 1
    ),
    "a denominator with a bracket": equal(
        total(1, n, lambda j: 1 / (n - when(j, ">=", 2))), 1 / n + 1
    ),
    "a denominator after one index is fixed": equal(
        total(1, m, lambda j: total(j, m, lambda k: when(j, "=", 1) / (m - j + 1))), 1
    ),
    "a denominator is not zero under another bracket": equal(
        when(i, "!=", m) * (1 / (i - m)) * 0 + (1 / (i - m)) * 0, 0
    ),
    "a power of a sum with a negative exponent": equal(
        total(1, n + 1, lambda k: when(k, "=", 2) * (p + q) ** -k),
        p**-2 + 2 / (p * q) + q**-2,
    ),
    "a power of a number with a negative exponent": equal(
        total(1, n + 1, lambda k: when(k, "=", 2) * 2 ** (-k)), 4
    ),
    "an exponential of logarithms with a negative factor": equal(
        total(1, n + 1, lambda k: when(k, "=", 2) * exp(-k * log(p + q))),
        p**-2 + 2 / (p * q) + q**-2,
    ),
}
TRUE = {
    "a power of a sum with a negative exponent": equal(
        total(1, n + 1, lambda k: when(k, "=", 2) * (p + q) ** -k), (p + q) ** -2
    ),
    "a power of a number with a negative exponent": equal(
        total(1, n + 1, lambda k: when(k, "=", 2) * 2 ** (-k)), 1 / (2 * n / n * 2)
    ),
    "weights over a range that may be empty": equal(
        total(1, m, lambda j: exp(X[j]) / total(1, m, lambda k: exp(X[k]))), when(m, ">=", 1)
    ),
    "means over ranges of which the first is empty": equal(
        total(1, n, lambda k: total(1, k - 1, lambda j: X[j] / (k - 1))),
        total(2, n, lambda k: total(1, k - 1, lambda j: X[j]) / (k - 1)),
    ),
    "a denominator after one index is fixed": equal(
        total(1, m, lambda j: total(j, m, lambda k: when(j, "=", 1) / (m - j + 1))),
        when(m, ">=", 1),
    ),
    "a denominator that a bracket keeps from zero leaves the sum": equal(
        total(1, m, lambda j: times(when(i, "!=", 2), X[j], 1 / (i - 2))),
        times(when(i, "!=", 2), total(1, m, lambda j: X[j]), 1 / (i - 2)),
    ),
    "a mean over a range that is not empty": equal(total(1, n, lambda j: 1 / n), 1),
    "a bracket says that the denominator is not 0": equal(
        times(when(n, ">=", 2), n - 1, 1 / (n - 1)), when(n, ">=", 2)
    ),
}


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_a_false_statement_is_not_proved(statement: Statement) -> None:
    assert not is_proved(statement)


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_its_true_sibling_is(statement: Statement) -> None:
    assert is_proved(statement)
