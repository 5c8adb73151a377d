"""Functions of one real variable that grow from an end of its range."""

import pytest

from symderive import exp, ge, gt, le, log, lt, num, real, sigmoid, softplus, sqrt, tanh
from tests.prover.inequalities.judging import Claim, is_proved, is_refuted

x, y, a = real("x"), real("y"), real("a")
t, s, h = real("t", above=0), real("s", above=0), real("h", at_least=0)
g = real("g", 0, 1)

TRUE: dict[str, Claim] = {
    "the exponential and its second polynomial": (ge(exp(t), 1 + t + t**2 / 2),),
    "the exponential strictly above it": (gt(exp(t), 1 + t + t**2 / 2),),
    "from 0 on": (ge(exp(h), 1 + h + h**2 / 2),),
    "the logarithm from below": (ge(log(1 + t), t - t**2 / 2),),
    "tanh below its tangent": (le(tanh(t), t),),
    "tanh strictly below its tangent": (lt(tanh(t), t),),
    "sigmoid below its tangent": (le(sigmoid(t), num(1) / 2 + t / 4),),
    "given by a hypothesis": (ge(exp(x), 1 + x + x**2 / 2), ge(x, 0)),
    "to the left": (le(exp(x), 1 + x + x**2 / 2), le(x, 0)),
    "with a parameter": (ge(exp(a**2 * t), 1 + a**2 * t + a**4 * t**2 / 2),),
}

FALSE: dict[str, Claim] = {
    "a square too many": (ge(exp(t), 1 + t + t**2),),
    "strictly at the end": (gt(exp(h), 1 + h + h**2 / 2),),
    "the logarithm, too high": (ge(log(1 + t), t - t**2 / 3),),
    "tanh below half of its tangent": (le(tanh(t), t / 2),),
    "tanh for any number": (le(tanh(x), x),),
    "the exponential for any number": (ge(exp(x), 1 + x + x**2 / 2),),
    "sigmoid below a flatter line": (le(sigmoid(t), num(1) / 2 + t / 5),),
    "the wrong side": (ge(exp(x), 1 + x + x**2 / 2), le(x, 0)),
    "from another end": (ge(exp(x), 1 + x + x**2 / 2), ge(x, -1)),
    "a parameter of any sign": (ge(exp(a * t), 1 + a * t + a**2 * t**2 / 2),),
    "a hypothesis about two variables": (ge(x**2, y * x), ge(x, y)),
    "a hypothesis that binds at the end": (le(x * y, y), ge(x, 1), ge(y, 0)),
    "no value at the end": (ge(log(t), -1),),
    "a minimum inside": (ge(t * log(t), num(-1) / 4),),
    "a root at its end": (ge(sqrt(t), 2 * t),),
    "a pole at the end": (ge(1 / t, 1),),
    "two ends": (ge(g * (1 - g), num(1) / 100),),
    "softplus below its tangent": (le(softplus(t), t / 2 + log(2)),),
    "grows, but from below": (ge(exp(t) - 2, 0),),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved(name: str) -> None:
    assert is_proved(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    assert not is_proved(FALSE[name])
    assert is_refuted(FALSE[name])
