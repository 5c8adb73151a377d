"""The numeric part's own rules of calculus, against differences."""

import numpy as np
import pytest

from symderive.errors import IllFormed, Undefined
from symderive.language.calculus import diff, grad
from symderive.language.declarations import vector
from symderive.language.domains import index, real, size
from symderive.language.functions import absolute, exp, lesser_of, log, relu, sigmoid, sign, tanh
from symderive.language.scalars import Scalar
from symderive.language.sums import maximum, minimum, product, total
from symderive.language.terms import ZERO, And, Compare, Entry, Iverson
from symderive.numeric.derivatives import derivative
from symderive.numeric.evaluation import array_of

n = size("n")
x, y = vector("x", n), vector("y", n)
i, j = index("i", n), index("j", n)
a = real("a")
POINT = np.array([0.3, 1.7, 0.9])
STEP = 1e-6


def test_an_entry_has_derivative_one_at_itself() -> None:
    found = derivative(x[i].term, x[j].term)
    assert found == Iverson(And((Compare("=", i.term, j.term),)))
    assert derivative(y[i].term, x[j].term) == ZERO
    assert derivative(a.term, x[j].term) == ZERO
    assert isinstance(x[j].term, Entry)


@pytest.mark.parametrize(
    "function",
    [
        (x**3).sum(),
        exp(x).sum() * log(x).sum(),
        (tanh(x) / (1 + x)).sum(),
        sigmoid(2 * x).sum() ** 2,
        (x**x).sum(),
        absolute(x - 1).sum(),
        relu(1 - x).sum(),
        lesser_of(x, 1, 2 * x - 1).sum(),
        product(lambda k: x[k] + k, n),
        maximum(lambda k: x[k] * x[k], n),
        minimum(lambda k: x[k], n),
        total(lambda k: x[k] * total(lambda l: x[l], 1, k), n),
        diff(total(lambda k: x[k] ** 4, n), x[2]),
        sign(x).sum() + x[1],
    ],
    ids=range(14),
)
def test_gradients_are_slopes(function: Scalar) -> None:
    """Every derivative against a central difference, at a point without kinks."""
    slope = array_of(grad(function, x).term, {x.term: POINT})
    for place in range(len(POINT)):
        step = STEP * np.eye(len(POINT))[place]
        above = array_of(function.term, {x.term: POINT + step})
        below = array_of(function.term, {x.term: POINT - step})
        assert slope[place] == pytest.approx((above - below) / (2 * STEP), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(
    "function",
    [absolute(x[1]), relu(x[1]), sign(x[1]), x.max(), lesser_of(x[1], x[2])],
    ids=range(5),
)
def test_a_kink_has_no_derivative(function: Scalar) -> None:
    with pytest.raises(Undefined):
        array_of(diff(function, x[1]).term, {x.term: np.zeros(2)})


def test_conditions_have_no_derivatives() -> None:
    with pytest.raises(IllFormed, match="Compare has no derivative"):
        derivative((a <= 1).term, a.term)
