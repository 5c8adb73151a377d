"""Ranges that may be empty, that start and end anywhere, and indices that are shifted."""

import pytest
from sympy import IndexedBase, Sum, Symbol, exp, symbols

from symderive import ge, gt, le
from tests.prover.inequalities.judging import Claim, is_proved, is_refuted

m, k, i, j = symbols("m k i j", integer=True)
x, y, b = IndexedBase("x"), IndexedBase("y"), Symbol("b", positive=True)


def total(body: object, lower: object = 1, upper: object = m) -> Sum:
    return Sum(body, (k, lower, upper))


SQUARES, NEXT = total(x[k] ** 2), total(x[k + 1] ** 2)

TRUE: dict[str, Claim] = {
    "tangents of no terms": (ge(total(exp(x[k])), m + total(x[k])), m >= 0),
    "the square of a sum of no terms": (le(total(x[k]) ** 2, m * SQUARES), m >= 0),
    "a term between the ends": (ge(total(x[k] ** 2, i), x[j] ** 2), i <= j, j <= m),
    "neighbours": (le(2 * total(x[k] * x[k + 1]), SQUARES + NEXT), m >= 1),
    "neighbours in another range": (
        le(2 * total(x[k] * x[k + 1]), SQUARES + total(x[k] ** 2, 2, m + 1)),
        m >= 1,
    ),
    "Cauchy-Schwarz for neighbours": (le(total(x[k] * x[k + 1]) ** 2, SQUARES * NEXT), m >= 0),
}

FALSE: dict[str, Claim] = {
    "no term is positive": (gt(total(exp(x[k])), 0), m >= 0),
    "the first of no terms": (ge(total(exp(x[k])), exp(x[1])), m >= 0),
    "the first of one term": (gt(total(exp(x[k])), exp(x[1])), m >= 1),
    "tangents of no terms and 1": (ge(total(exp(x[k])), 1 + total(x[k])), m >= 0),
    "one factor less": (le(total(x[k]) ** 2, (m - 1) * SQUARES), m >= 1),
    "one term less": (ge(total(x[k] ** 2, 1, m - 1), x[1] ** 2), m >= 1),
    "a term before the first": (ge(total(x[k] ** 2, i), x[j] ** 2), i <= m, j <= m),
    "two terms that may be one": (
        ge(total(x[k] ** 2, i), x[j] ** 2 + x[i] ** 2),
        i <= j,
        j <= m,
    ),
    "Cauchy-Schwarz with a shorter range": (
        le(total(x[k] * y[k]) ** 2, SQUARES * total(y[k] ** 2, 1, m - 1)),
        m >= 1,
    ),
    "neighbours and one of them": (le(total(x[k] * x[k + 1]), SQUARES), m >= 1),
    "a size that may be zero": (ge(m * b, b), m >= 0),
    "a quotient by a size that may be zero": (le(total(x[k]) ** 2 / m, SQUARES), m >= 0),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved(name: str) -> None:
    assert is_proved(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    assert not is_proved(FALSE[name])
    assert is_refuted(FALSE[name])
