"""Numbers of the evaluator: exact rationals, and balls where no rational will do.

An exact number is an ``int`` or a FLINT ``fmpq``; where an exponential, a logarithm or a root
enters, the value is an Arb ball (``arb``), an interval that is certain to contain the true value.
What follows from values is decided or not at all: a ball on both sides of a branch raises
:class:`Inconclusive`, and the caller tries again with more bits.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import arb, fmpq, fmpz

from symderive.errors import BudgetExceeded, Undefined

Value = Any
"""An int, a fmpq, an arb, or a jet of these."""

LARGEST_BITS = 1 << 18
LARGEST_ROOT = 64
SHOWN_DIGITS = 8


class Enclosures:
    """What functions that leave the rationals are computed on: balls, or what a limit needs.

    Anything that is neither exact nor a ball brings its own functions.
    """

    def __init__(self) -> None:
        self.of: Callable[[Value], Any] = arb

    def __call__(self, value: Value) -> Any:
        return self.of(value) if type(value) in NUMBERS else value


NUMBERS = (int, fmpq, arb)
enclosures = Enclosures()


class Inconclusive(Exception):
    """A ball straddles a branch; more bits may decide."""


class Indeterminate(Exception):
    """No number of bits decides what happens at this point; the point is not counted."""


def exact(value: int | Fraction) -> int | fmpq:
    """The number as an int where it is one, else as a fmpq.

    >>> exact(Fraction(6, 3)), exact(Fraction(1, 2))
    (2, 1/2)
    """
    if isinstance(value, int):
        return value
    if value.denominator == 1:
        return value.numerator
    return fmpq(value.numerator, value.denominator)


def fraction(value: int | fmpq) -> Fraction:
    """The exact number as a Fraction."""
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(int(value.p), int(value.q))


def shown(value: Value) -> str:
    """The number as text: "p/q", or the digits of a ball that are certain."""
    return str(value.str(SHOWN_DIGITS, radius=False)) if type(value) is arb else str(value)


def sign_of(value: Value) -> int:
    """-1, 0 or 1; raises Inconclusive for a ball around 0."""
    if type(value) is arb:
        if value > 0:
            return 1
        if value < 0:
            return -1
        if value.is_zero():
            return 0
        raise Inconclusive
    return int(value > 0) - int(value < 0)


def inverse(value: Value) -> Value:
    """1/value; undefined at 0."""
    if sign_of(value) == 0:
        raise Undefined("division by zero")
    return fmpq(1, value) if type(value) is int else 1 / value


def integer_or_none(value: Value) -> int | None:
    """The integer that the number is, None where it is none."""
    if type(value) is int:
        return value
    if type(value) is fmpq:
        return int(value.p) if value.q == 1 else None
    if type(value) is not arb:
        return value.integer_or_none()  # type: ignore[no-any-return]
    if not value.is_finite():
        raise Inconclusive
    if value.is_exact() and value.is_integer():
        return int(value.fmpz())
    if value.contains_integer():
        raise Inconclusive
    return None


def integer_power(base: Value, exponent: int) -> Value:
    """base^exponent; 0^0 is 1, and 0 to a negative power is undefined."""
    if exponent == 0:
        return 1
    if exponent < 0:
        base, exponent = inverse(base), -exponent
    if type(base) is not arb:
        bits = base.bit_length() if type(base) is int else base.height_bits()
        if bits * exponent > LARGEST_BITS and bits > 1:
            raise BudgetExceeded(f"a power with the exponent {exponent}")
    return base**exponent


def power(base: Value, exponent: Value) -> Value:
    """base^exponent; a power that is no integer needs a base > 0, or base 0 and exponent > 0."""
    whole = integer_or_none(exponent)
    if whole is not None:
        return integer_power(base, whole)
    if type(base) not in NUMBERS or type(exponent) not in NUMBERS:
        return enclosures(base).power(exponent)
    sign = sign_of(base)
    if sign < 0:
        raise Undefined(f"the power {shown(exponent)} of the negative number {shown(base)}")
    if sign == 0:
        if sign_of(exponent) < 0:
            raise Undefined("division by zero")
        return 0
    root = None if arb in (type(base), type(exponent)) else _exact_power(fmpq(base), exponent)
    if root is not None:
        return root
    if enclosures.of is not arb:
        return enclosures(base).power(exponent)
    return finite(arb(base) ** arb(exponent))


def _exact_power(base: fmpq, exponent: fmpq) -> fmpq | None:
    """base^exponent where it is rational: 4^(1/2), (8/27)^(-2/3)."""
    degree = int(exponent.q)
    if degree > LARGEST_ROOT:
        return None
    top, bottom = base.p.root(degree), base.q.root(degree)
    if top**degree != base.p or bottom**degree != base.q:
        return None
    return integer_power(fmpq(top, bottom), int(exponent.p))  # type: ignore[no-any-return]


def finite(value: arb) -> arb:
    """The ball; raises Indeterminate where it has grown beyond all bounds."""
    if not value.is_finite():
        raise Indeterminate
    return value


def exponential(value: Value) -> Value:
    """exp; exp(0) is exactly 1."""
    if type(value) is not arb and value == 0:
        return 1
    return finite(enclosures(value).exp())


def logarithm(value: Value) -> Value:
    """The natural logarithm; undefined unless the argument is > 0; log(1) is exactly 0."""
    if sign_of(value) <= 0:
        raise Undefined(f"the logarithm of {shown(value)}")
    if type(value) is not arb and value == 1:
        return 0
    return enclosures(value).log()


def hyperbolic_tangent(value: Value) -> Value:
    """tanh; tanh(0) is exactly 0."""
    if type(value) is not arb and value == 0:
        return 0
    return finite(enclosures(value).tanh())


def error_function(value: Value) -> Value:
    """erf; erf(0) is exactly 0."""
    if type(value) is not arb and value == 0:
        return 0
    if type(value) not in NUMBERS:
        raise Indeterminate
    return finite(arb(value).erf())


def circle_constant() -> Value:
    """The number pi."""
    return enclosures(arb.pi())


def logistic(value: Value) -> Value:
    """sigmoid(t) = 1/(1 + exp(-t)); sigmoid(0) is exactly 1/2."""
    if type(value) is not arb and value == 0:
        return fmpq(1, 2)
    if type(value) not in NUMBERS:
        return value.logistic()
    return 1 / (1 + finite((-enclosures(value)).exp()))


def absolute(value: Value) -> Value:
    """The absolute value."""
    return abs(value)


def greater(a: Value, b: Value) -> Value:
    """max(a, b)."""
    if arb in (type(a), type(b)):
        return arb(a).max(arb(b))
    return max(a, b)


def lesser(a: Value, b: Value) -> Value:
    """min(a, b)."""
    if arb in (type(a), type(b)):
        return arb(a).min(arb(b))
    return min(a, b)


def floor(value: Value) -> int:
    """The greatest integer below or at the value."""
    if type(value) is int:
        return value
    whole: fmpz | None = value.floor() if type(value) is fmpq else value.floor().unique_fmpz()
    if whole is None:
        raise Inconclusive
    return int(whole)


def floor_quotient(numerator: int, denominator: int) -> int:
    """The greatest integer below or at numerator/denominator."""
    if denominator == 0:
        raise Undefined("division by zero")
    return numerator // denominator


def comparison(a: Value, b: Value) -> int:
    """The sign of a - b."""
    if type(a) is int and type(b) is int:
        return (a > b) - (a < b)
    return sign_of(a - b)
