"""Exact constants: what cancels is 0, and of the rest a ball decides the sign."""

from __future__ import annotations

import pytest
from flint import arb, fmpq

from symderive.errors import Undefined
from symderive.evaluator.arithmetic import Inconclusive
from symderive.evaluator.constants import Constant


def log(value: int | fmpq) -> Constant:
    """The logarithm of a rational number."""
    return Constant.of(value).logarithm()


def exp(value: int | fmpq) -> Constant:
    """The exponential of a rational number."""
    return Constant.of(value).exponential()


@pytest.mark.parametrize(
    "difference",
    [
        log(6) + -log(2) + -log(3),
        log(fmpq(8, 9)) + log(2).scaled(fmpq(-3)) + log(3).scaled(fmpq(2)),
        exp(2) * exp(-1) + -exp(1),
        exp(fmpq(1, 2)) * exp(fmpq(1, 2)) + -exp(1),
        exp(3).logarithm() + Constant.of(-3),
        (log(2).scaled(fmpq(3))).exponential() + Constant.of(-8),
        log(2) * log(3) + -(log(3) * log(2)),
        (exp(1) + Constant.of(1)).inverse() + -(exp(1) + Constant.of(1)).inverse(),
    ],
)
def test_what_cancels_is_zero(difference: Constant) -> None:
    assert difference.sign() == 0


@pytest.mark.parametrize(
    ("constant", "sign"),
    [
        (log(2), 1),
        (log(fmpq(1, 2)), -1),
        (exp(-5), 1),
        (exp(1) + Constant.of(fmpq(-2718281828, 10**9)), 1),
        (exp(1) + Constant.of(fmpq(-2718281829, 10**9)), -1),
        (log(3) + log(2).scaled(fmpq(-2)), -1),
        (Constant.of(fmpq(-3, 4)), -1),
    ],
)
def test_signs(constant: Constant, sign: int) -> None:
    assert constant.sign() == sign


def test_a_ball_around_zero_decides_nothing() -> None:
    with pytest.raises(Inconclusive):
        Constant.of(arb(0, 1)).sign()


def test_equal_values_in_two_forms_are_not_told_apart() -> None:
    one = (exp(1) + Constant.of(1)) * (exp(1) + Constant.of(1)).inverse()
    with pytest.raises(Inconclusive):
        (one + Constant.of(-1)).sign()


def test_undefined() -> None:
    with pytest.raises(Undefined):
        Constant.of(0).inverse()
    with pytest.raises(Undefined):
        log(-1)


def test_balls_contain_the_value() -> None:
    value = (log(2) * exp(fmpq(1, 3)) + Constant.of(fmpq(1, 7))).ball()
    assert value.contains(arb(2).log() * (arb(1) / 3).exp() + arb(1) / 7)
    assert Constant.of(3).number() == 3
