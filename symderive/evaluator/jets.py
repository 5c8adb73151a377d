"""Exact forward derivatives: numbers that carry their rate of change.

A :class:`Jet` is the germ of a function of one perturbation: its value at the point and its slope
there. Perturbations have levels; the derivative inside another derivative has the higher level,
and its jets have jets of the lower level as value and slope. No rounding, no step width:
derivatives of rationals are rational, those of balls are balls.

At a tie (the argument of Abs is 0, two arguments of Max are equal, a condition on reals is about
to switch) one slope says nothing. Then :func:`partial` looks along both directions. The function
has a derivative exactly if both one-sided germs start at its value and have the same rate; where
they differ the derivative is undefined.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from symderive.errors import Undefined
from symderive.evaluator import arithmetic
from symderive.evaluator.arithmetic import Inconclusive, Indeterminate, Value

KINK = "the derivative at a point where the two one-sided derivatives differ"
JUMP = "the derivative at a point where the function jumps"
ROOT = "the derivative of a root at 0"
STILL = 2


class Tie(Exception):
    """A branch at which the value does not decide, only the direction of the perturbation."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.level = level


class Flat(Indeterminate):
    """A branch that neither value nor slope decides."""


class Jet:
    """value + slope*e with e*e = 0; odd levels stand for an e that is known to be positive."""

    __slots__ = ("level", "slope", "value")

    def __init__(self, level: int, value: Value, slope: Value) -> None:
        self.level, self.value, self.slope = level, value, slope

    def __repr__(self) -> str:
        return f"Jet({self.level}, {self.value}, {self.slope})"

    def __add__(self, other: Value) -> Jet:
        if type(other) is Jet:
            if other.level == self.level:
                return Jet(self.level, self.value + other.value, self.slope + other.slope)
            if other.level > self.level:
                return Jet(other.level, self + other.value, other.slope)
        return Jet(self.level, self.value + other, self.slope)

    __radd__ = __add__

    def __neg__(self) -> Jet:
        return Jet(self.level, -self.value, -self.slope)

    def __sub__(self, other: Value) -> Jet:
        return self.__add__(-other)

    def __rsub__(self, other: Value) -> Jet:
        return self.__neg__().__add__(other)

    def __mul__(self, other: Value) -> Jet:
        if type(other) is Jet:
            if other.level == self.level:
                slope = self.value * other.slope + self.slope * other.value
                return Jet(self.level, self.value * other.value, slope)
            if other.level > self.level:
                return Jet(other.level, self * other.value, self * other.slope)
        return Jet(self.level, self.value * other, self.slope * other)

    __rmul__ = __mul__


def seed(depth: int, value: Value, direction: int) -> Value:
    """The variable of a derivative of that nesting depth, moved along a direction.

    Direction 0 moves it without saying to which side; 1 and -1 say it; STILL does not move it.
    """
    if direction == 0:
        return Jet(2 * depth, value, 1)
    return value if direction == STILL else Jet(2 * depth + 1, value, direction)


def partial(depth: int, along: Callable[[int], Value]) -> Value:
    """The derivative of the function that ``along`` computes on seeds of that depth."""
    try:
        return _slope(along(0), 2 * depth)
    except Tie as tie:
        if tie.level != 2 * depth:
            raise
    value = along(STILL)
    try:
        right, left = along(1), along(-1)
    except Undefined as undefined:
        raise Indeterminate from undefined
    level = 2 * depth + 1
    rate = _slope(right, level)
    if not _same(rate, -_slope(left, level)):
        raise Undefined(KINK)
    if not (_same(_value(right, level), value) and _same(_value(left, level), value)):
        raise Undefined(JUMP)
    return rate


def _slope(value: Value, level: int) -> Value:
    return value.slope if type(value) is Jet and value.level == level else 0


def _value(value: Value, level: int) -> Value:
    return value.value if type(value) is Jet and value.level == level else value


def _same(a: Value, b: Value) -> bool:
    """Whether two numbers are equal, in a neighbourhood if they are jets."""
    difference = a - b
    if type(difference) is not Jet:
        return arithmetic.sign_of(difference) == 0
    if not (_same(difference.value, 0) and _same(difference.slope, 0)):
        return False
    raise Indeterminate


def sign_of(value: Value) -> int:
    """The sign of a number; of a jet, the sign next to the point."""
    if type(value) is not Jet:
        return arithmetic.sign_of(value)
    sign = sign_of(value.value)
    if sign:
        return sign
    if value.level % 2 == 0:
        raise Tie(value.level)
    sign = sign_of(value.slope)
    if sign == 0:
        raise Flat
    return sign


def comparison(a: Value, b: Value) -> int:
    """The sign of a - b."""
    if type(a) is Jet or type(b) is Jet:
        return sign_of(a - b)
    return arithmetic.comparison(a, b)


def equal(a: Value, b: Value) -> bool:
    """Whether a = b; raises Inconclusive for balls that overlap."""
    return comparison(a, b) == 0


def inverse(value: Value) -> Value:
    """1/t, with the derivative -1/t^2."""
    if type(value) is not Jet:
        return arithmetic.inverse(value)
    result = inverse(value.value)
    return Jet(value.level, result, -(value.slope * result * result))


def power(base: Value, exponent: Value) -> Value:
    """t^r, with the derivative r t^(r-1); if the exponent varies, exp(r log t)."""
    if type(exponent) is Jet:
        if type(base) is not Jet and arithmetic.sign_of(base) == 0:
            if sign_of(exponent) > 0:
                return 0
            raise Indeterminate
        return exponential(exponent * logarithm(base))
    if type(base) is not Jet:
        return arithmetic.power(base, exponent)
    if arithmetic.integer_or_none(exponent) is None and sign_of(base.value) == 0:
        if exponent < 1 and type(base.slope) is not Jet and arithmetic.sign_of(base.slope) != 0:
            raise Undefined(ROOT)
        raise Indeterminate
    if exponent == 0:
        return 1
    slope = exponent * power(base.value, exponent - 1) * base.slope
    return Jet(base.level, power(base.value, exponent), slope)


def exponential(value: Value) -> Value:
    """exp, which is its own derivative."""
    if type(value) is not Jet:
        return arithmetic.exponential(value)
    result = exponential(value.value)
    return Jet(value.level, result, result * value.slope)


def logarithm(value: Value) -> Value:
    """log, with the derivative 1/t."""
    if type(value) is not Jet:
        return arithmetic.logarithm(value)
    return Jet(value.level, logarithm(value.value), inverse(value.value) * value.slope)


def hyperbolic_tangent(value: Value) -> Value:
    """tanh, with the derivative 1 - tanh^2."""
    if type(value) is not Jet:
        return arithmetic.hyperbolic_tangent(value)
    result = hyperbolic_tangent(value.value)
    return Jet(value.level, result, (1 - result * result) * value.slope)


def error_function(value: Value) -> Value:
    """erf, with the derivative 2 exp(-t^2)/sqrt(pi)."""
    if type(value) is not Jet:
        return arithmetic.error_function(value)
    root = arithmetic.power(arithmetic.circle_constant(), fmpq(1, 2))
    slope = 2 * exponential(-value.value * value.value) * inverse(root)
    return Jet(value.level, error_function(value.value), slope * value.slope)


def logistic(value: Value) -> Value:
    """sigmoid s, with the derivative s (1 - s)."""
    if type(value) is not Jet:
        return arithmetic.logistic(value)
    result = logistic(value.value)
    return Jet(value.level, result, result * (1 - result) * value.slope)


def greater(a: Value, b: Value) -> Value:
    """max(a, b); at a tie the one that is greater next to the point."""
    if type(a) is not Jet and type(b) is not Jet:
        return arithmetic.greater(a, b)
    return a if _at_least(a, b) else b


def lesser(a: Value, b: Value) -> Value:
    """min(a, b); at a tie the one that is less next to the point."""
    if type(a) is not Jet and type(b) is not Jet:
        return arithmetic.lesser(a, b)
    return b if _at_least(a, b) else a


def absolute(value: Value) -> Value:
    """|t| = max(t, -t)."""
    return greater(value, -value) if type(value) is Jet else arithmetic.absolute(value)


def _at_least(a: Value, b: Value) -> bool:
    """Whether a >= b next to the point.

    Either will do where a and b agree to first order, if there is only one derivative around
    them; the derivative of a derivative would have to look further.
    """
    difference = a - b
    try:
        return sign_of(difference) >= 0
    except Flat:
        if Jet in (type(difference.value), type(difference.slope)):
            raise
        return True


def floor(value: Value) -> int:
    """The greatest integer below or at the value; at an integer, next to the point."""
    if type(value) is not Jet:
        return arithmetic.floor(value)
    below = floor(value.value)
    return below if sign_of(value - below) >= 0 else below - 1


def ceiling(value: Value) -> int:
    """The least integer above or at the value."""
    return -floor(-value)


def modulo(value: Value, modulus: Value) -> Value:
    """a - m floor(a/m); undefined for m = 0."""
    if type(value) is int and type(modulus) is int and modulus != 0:
        return value % modulus
    return value - modulus * floor(value * inverse(modulus))


__all__ = [
    "Flat",
    "Inconclusive",
    "Indeterminate",
    "Jet",
    "Tie",
    "absolute",
    "ceiling",
    "comparison",
    "equal",
    "error_function",
    "exponential",
    "floor",
    "greater",
    "hyperbolic_tangent",
    "inverse",
    "lesser",
    "logarithm",
    "logistic",
    "modulo",
    "partial",
    "power",
    "seed",
    "sign_of",
]
