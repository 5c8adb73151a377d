"""Scales bound how far rounding moves a value."""

from fractions import Fraction

import numpy as np
import pytest

from symderive.language.declarations import matrix, vector
from symderive.language.domains import size
from symderive.language.functions import exp, log, sigmoid, softmax, tanh
from symderive.language.sums import total
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.pairs import UNIT, Pair, added, either, masked, multiplied, pair, scale_of

n, m = size("n"), size("m")
x = vector("x", n)
A = matrix("A", m, n)
RANDOM = np.random.default_rng(3)
DATA = {x.term: RANDOM.normal(size=50) * 1e3, A.term: RANDOM.normal(size=(7, 50))}


def tracked(written: object) -> Pair:
    """The value of an expression with its scale."""
    return Evaluation(DATA, tracked=True).closed(written.term)  # type: ignore[attr-defined]


def test_sums_and_products_of_pairs() -> None:
    one, two = pair([1.0, -2.0]), pair([3.0, 5.0])
    total_ = added([one, two], tracked=True)
    assert total_.value.tolist() == [4, 3]
    assert scale_of(total_).tolist() == [4, 7]
    assert scale_of(multiplied([total_, one])).tolist() == [4, 14]
    assert masked(total_, np.array([True, False])).value.tolist() == [4, 0]
    assert scale_of(either(np.array([True, False]), total_, one)).tolist() == [4, 2]


def test_cancelling_sums_keep_their_scale() -> None:
    found = tracked((x - x.mean()).sum())
    assert abs(found.value) < 1e-9
    assert scale_of(found) > 50


def exact_square_of_sum() -> Fraction:
    """(sum x)^2 - sum x^2 without rounding."""
    numbers = [Fraction(float(value)) for value in DATA[x.term]]
    return sum(numbers, Fraction(0)) ** 2 - sum((v * v for v in numbers), Fraction(0))


def test_errors_stay_below_scale_times_depth() -> None:
    found = tracked(x.sum() ** 2 - (x**2).sum())
    error = abs(Fraction(float(found.value)) - exact_square_of_sum())
    assert error <= UNIT * found.depth * float(scale_of(found))
    assert float(scale_of(found)) >= abs(float(found.value))


@pytest.mark.parametrize(
    "written",
    [
        exp(x / 1000).sum(),
        log(1 + x * x).sum(),
        (tanh(A @ x) ** 3).sum(),
        softmax(x / 500),
        sigmoid(A @ x),
        total(lambda k: 1 / (1 + x[k] ** 2), n),
        (A * A).sum(),
        x.max(),
    ],
    ids=str,
)
def test_scales_are_at_least_the_values(written: object) -> None:
    found = tracked(written)
    assert np.all(scale_of(found) >= np.abs(found.value) * (1 - 1e-12))
    plain = Evaluation(DATA).closed(written.term)  # type: ignore[attr-defined]
    assert np.array_equal(plain.value, found.value)
