"""Germs: functions next to a point, by their dominant terms."""

from __future__ import annotations

from typing import Any

import pytest
from flint import arb, fmpq

from symderive.errors import Undefined
from symderive.evaluator import arithmetic
from symderive.evaluator.arithmetic import Inconclusive
from symderive.evaluator.germs import Germ, approaching, exact_constants
from symderive.evaluator.jets import Jet
from symderive.evaluator.jets import exponential as exponential_of_jets

GREAT, SMALL = approaching(None, 1), approaching(0, 1)
exp, log, inverse = arithmetic.exponential, arithmetic.logarithm, arithmetic.inverse


def limit(value: Any) -> Any:
    """The limit of a germ; of a number the number."""
    return Germ.constant(value).limit()


def mean_of_exponentials(values: list[int], t: Any) -> Any:
    """log(sum exp(t v))/t."""
    return log(sum(exp(t * v) for v in values)) * inverse(t)


def test_exponential_sums() -> None:
    with exact_constants():
        assert limit(mean_of_exponentials([0, 1, -3], GREAT)) == 1
        assert limit(mean_of_exponentials([1, 1], GREAT)) == 1
        assert limit(mean_of_exponentials([0, 1, -3], -GREAT)) == -3
        assert limit(mean_of_exponentials([0, 1], SMALL)) is None
        corrected = mean_of_exponentials([0, 1], SMALL) - log(2) * inverse(SMALL)
        assert limit(corrected) == fmpq(1, 2)
        total = exp(GREAT) + exp(GREAT) + exp(-GREAT)
        assert limit(exp(GREAT) * inverse(total)) == fmpq(1, 2)


def test_powers_and_logarithms() -> None:
    with exact_constants():
        assert limit(SMALL * log(SMALL)) == 0
        assert limit(arithmetic.power(GREAT, 7) * exp(-GREAT)) == 0
        assert limit(exp(GREAT * fmpq(1, 100)) * inverse(arithmetic.power(GREAT, 9))) is None
        assert limit(exp(-GREAT * GREAT)) == 0
        assert limit(arithmetic.power(SMALL, SMALL)) == 1
        assert limit(arithmetic.power(GREAT, fmpq(1, 2)) * inverse(GREAT)) == 0
        assert limit((exp(SMALL) - 1) * inverse(SMALL)) == 1


def test_saturation() -> None:
    with exact_constants():
        for sign in (1, -1):
            assert limit(arithmetic.hyperbolic_tangent(GREAT * sign)) == sign
            assert limit(arithmetic.logistic(GREAT * sign)) == (1 + sign) // 2
        assert limit(arithmetic.hyperbolic_tangent(SMALL) * inverse(SMALL)) == 1


def test_branches_go_by_the_sign_next_to_the_point() -> None:
    assert abs(-SMALL).limit() == 0
    assert arithmetic.greater(SMALL, -SMALL) == SMALL
    assert arithmetic.sign_of(-SMALL) == -1
    assert arithmetic.sign_of(GREAT - 10**6) == 1
    assert SMALL > 0
    assert fmpq(1, 10**9) > SMALL


def test_undefined_next_to_the_point() -> None:
    with pytest.raises(Undefined):
        log(-SMALL)
    with pytest.raises(Undefined):
        inverse(SMALL - SMALL)
    with pytest.raises(Undefined):
        arithmetic.power(-SMALL, fmpq(1, 2))


def test_what_is_not_decided() -> None:
    rest = exp(SMALL) - exp(SMALL)
    with pytest.raises(Inconclusive):
        rest.sign()
    with pytest.raises(Inconclusive):
        exp(GREAT * GREAT)
    with pytest.raises(Inconclusive):
        limit(arb(0, 1) * GREAT)
    with exact_constants(), pytest.raises(Inconclusive):
        exp(log(GREAT) * log(2))


def test_irrational_exponents() -> None:
    with exact_constants():
        two, three, eight = (exp(GREAT * log(base)) for base in (2, 3, 8))
        assert limit(two * inverse(three)) == 0
        assert limit(three * inverse(two)) is None
        assert limit(two * two * two * inverse(eight)) == 1
        assert limit(exp(GREAT) * inverse(three)) == 0
        assert limit((two + three) * inverse(two + three + three)) == fmpq(1, 2)
        assert limit(log(two + three) * inverse(GREAT)).overlaps(arb(3).log())


def test_derivatives_of_germs() -> None:
    with exact_constants():
        slope = exponential_of_jets(Jet(2, Germ.constant(3), 1) * -GREAT).slope
        assert limit(slope) == 0
        assert limit(Jet(2, GREAT, 1).slope) == 1


@pytest.mark.parametrize("at", [4, 7, 10])
@pytest.mark.parametrize(
    "function",
    [
        lambda t: exp(-t) * t * t + inverse(t + 1),
        lambda t: log(exp(t) + t * t) - t,
        lambda t: inverse(exp(-t) + 2 * t) * t,
        lambda t: arithmetic.logistic(t) * arithmetic.hyperbolic_tangent(t * fmpq(1, 2)),
    ],
    ids=["sum", "logarithm", "quotient", "saturation"],
)
def test_terms_are_close_to_the_function_far_out(function: Any, at: int) -> None:
    germ = function(GREAT)
    u = arb(10**at if at < 7 else 20 * at)
    value = function(u)
    told = sum(
        (c.ball() * (arb(b) * u).exp() * u ** arb(a) * u.log() ** log_power)
        for (b, a, log_power), c in germ.terms.items()
    )
    assert abs(value - told) < arb(10) ** -5
