"""Concrete smooth functions that stand for unknown ones: polynomials, with exact derivatives."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from functools import reduce
from math import perm
from operator import mul

from flint import fmpq

from symderive.errors import IllFormed
from symderive.evaluator.arithmetic import Value, shown

Exponents = tuple[int, ...]

DEGREE = 3
LARGEST_COEFFICIENT = 3
RISING = {"increasing", "nondecreasing"}
FALLING = {"decreasing", "nonincreasing"}
BENT = {"convex", "concave"}
KNOWN = RISING | FALLING | BENT | {"right_continuous"}


class Polynomial:
    """A polynomial in several variables, by its coefficients.

    >>> square = Polynomial({(2,): 1, (0,): -1})
    >>> square(3), square.derivative((1,))(3), str(square)
    (8, 6, 't^2 - 1')
    """

    def __init__(self, coefficients: Mapping[Exponents, int | fmpq]) -> None:
        self.coefficients = {key: value for key, value in coefficients.items() if value != 0}

    def __call__(self, *arguments: Value) -> Value:
        total: Value = 0
        for exponents, coefficient in self.coefficients.items():
            factors = [
                factor
                for factor, count in zip(arguments, exponents, strict=True)
                for _ in range(count)
            ]
            total = total + reduce(mul, factors, coefficient)
        return total

    def derivative(self, orders: Sequence[int]) -> Polynomial:
        """The partial derivative of these orders, one for each argument."""
        found = {}
        for exponents, coefficient in self.coefficients.items():
            lowered = tuple(e - k for e, k in zip(exponents, orders, strict=True))
            if min(lowered, default=0) >= 0:
                counts = [perm(e, k) for e, k in zip(exponents, orders, strict=True)]
                found[lowered] = reduce(mul, counts, coefficient)
        return Polynomial(found)

    @property
    def cost(self) -> int:
        """How complicated the polynomial is: the measure by which witnesses are made simple."""
        return sum(
            int(abs(value.p) + value.q if isinstance(value, fmpq) else abs(value) + 1)
            + sum(exponents)
            for exponents, value in self.coefficients.items()
        )

    def __str__(self) -> str:
        text = ""
        for exponents in sorted(self.coefficients, reverse=True):
            coefficient: Value = self.coefficients[exponents]
            sign = "-" if coefficient < 0 else "+" if text else ""
            space = " " if text else ""
            text += f"{space}{sign}{space}{_monomial(exponents, abs(coefficient))}"
        return text or "0"


def _monomial(exponents: Exponents, coefficient: Value) -> str:
    names = ["t"] if len(exponents) == 1 else [f"t{k + 1}" for k in range(len(exponents))]
    powers = [
        name if count == 1 else f"{name}^{count}"
        for name, count in zip(names, exponents, strict=True)
        if count
    ]
    if coefficient != 1 or not powers:
        powers.insert(0, shown(coefficient))
    return " ".join(powers)


def simple_polynomials(arity: int, properties: Sequence[str] = ()) -> list[Polynomial]:
    """The functions to try first: 0, 1, and the sum of the first, second or third powers."""
    found = [Polynomial({}), Polynomial({(0,) * arity: 1})]
    if {"increasing", "decreasing"} & set(properties):
        found = []
    for degree in range(1, DEGREE + 1):
        for coefficient in _coefficients(degree, properties):
            if abs(coefficient) == 1:
                units = [_unit(arity, place, degree) for place in range(arity)]
                found.append(Polynomial(dict.fromkeys(units, coefficient)))
    return found


def random_polynomial(
    arity: int, chance: random.Random, properties: Sequence[str] = ()
) -> Polynomial:
    """A polynomial of degree 3 with small coefficients."""
    terms: dict[Exponents, int | fmpq] = {(0,) * arity: chance.randint(-2, 2)}
    if arity > 1 and not properties:
        for exponents in itertools.product(range(DEGREE + 1), repeat=arity):
            if 0 < sum(exponents) <= DEGREE:
                terms[exponents] = chance.randint(-2, 2)
        return Polynomial(terms)
    for place, degree in itertools.product(range(arity), range(1, DEGREE + 1)):
        coefficients = _coefficients(degree, properties)
        if coefficients:
            terms[_unit(arity, place, degree)] = chance.choice(coefficients)
    return Polynomial(terms)


def _coefficients(degree: int, properties: Sequence[str]) -> list[int]:
    """The coefficients, other than 0, that powers of a degree may have under the properties.

    A function with odd powers of one sign only is monotone, one with a square of one sign and
    a linear term is convex or concave. Raises IllFormed for a property that is not known.
    """
    for name in properties:
        if name not in KNOWN:
            raise IllFormed(f"the property {name!r} is not known; known are {', '.join(KNOWN)}")
    wanted = set(properties)
    positive = list(range(1, LARGEST_COEFFICIENT + 1))
    negative = [-c for c in positive]
    if degree == 2:
        if wanted & (RISING | FALLING) or wanted >= BENT:
            return []
        return (
            positive
            if "convex" in wanted
            else negative
            if "concave" in wanted
            else (positive + negative)
        )
    if degree == 3 and wanted & BENT:
        return []
    if wanted & RISING and wanted & FALLING:
        return []
    return positive if wanted & RISING else negative if wanted & FALLING else positive + negative


def _unit(arity: int, place: int, degree: int) -> Exponents:
    return tuple(degree if k == place else 0 for k in range(arity))
