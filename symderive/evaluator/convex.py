"""Concrete convex functions of a positive number that stand for unknown ones, beside polynomials.

A function that has no value at 0 or at negative numbers says nothing of a statement that asks for
one there: another convex function has a value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flint import arb, fmpq

from symderive.errors import Undefined
from symderive.evaluator import arithmetic
from symderive.evaluator.arithmetic import Indeterminate, Value
from symderive.evaluator.polynomials import Polynomial

CONVEX = "convex"
NUMBERS = (int, fmpq, arb)


@dataclass(frozen=True)
class ConvexFunction:
    """A convex function by its rule, told as text.

    >>> KINK(3), str(KINK)
    (2, '|t - 1|')
    """

    text: str
    cost: int
    rule: Callable[[Value], Value]

    def __call__(self, *arguments: Value) -> Value:
        (argument,) = arguments
        if type(argument) not in NUMBERS:
            raise Indeterminate
        try:
            return self.rule(argument)
        except Undefined as undefined:
            raise Indeterminate from undefined

    def derivative(self, orders: Sequence[int]) -> ConvexFunction:
        """The function itself for order 0; its derivatives are not used."""
        if any(orders):
            raise Indeterminate
        return self

    def __str__(self) -> str:
        return self.text


def _times_logarithm(value: Value) -> Value:
    """t log t, with its limit 0 at 0."""
    if arithmetic.sign_of(value) == 0:
        return 0
    return value * arithmetic.logarithm(value)


def _reciprocal(value: Value) -> Value:
    """1/t - 1 for positive t."""
    if arithmetic.sign_of(value) <= 0:
        raise Undefined("1/t at a number that is not positive")
    return arithmetic.inverse(value) - 1


KINK = ConvexFunction("|t - 1|", 5, lambda t: arithmetic.absolute(t - 1))
FAMILY: tuple[ConvexFunction, ...] = (
    KINK,
    ConvexFunction("max(t - 1, 0)", 6, lambda t: arithmetic.greater(t - 1, 0)),
    ConvexFunction("-log t", 7, lambda t: -arithmetic.logarithm(t)),
    ConvexFunction("t log t", 8, _times_logarithm),
    ConvexFunction("1/t - 1", 8, _reciprocal),
)
BENT: tuple[Polynomial, ...] = (
    Polynomial({(1,): 1, (0,): -1}),
    Polynomial({(1,): -1, (0,): 1}),
    Polynomial({(2,): 1, (1,): -2, (0,): 1}),
    Polynomial({(2,): 1, (0,): -1}),
)
"""Polynomials that are convex and 0 at 1."""


def convex_functions(arity: int, properties: Sequence[str]) -> list[ConvexFunction | Polynomial]:
    """Convex functions to be tried beside random polynomials; none where more is asked of them."""
    return [*BENT, *FAMILY] if arity == 1 and tuple(properties) == (CONVEX,) else []


def function_of(text: str) -> ConvexFunction | None:
    """The function that was written as this text in a witness."""
    return next((one for one in FAMILY if one.text == text), None)
