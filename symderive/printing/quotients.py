"""Products as stretches, each a numerator over the divisors that follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symderive.language.terms import MINUS_ONE, Number, Pow, Term, number


@dataclass(frozen=True)
class Quotient:
    """A stretch of a product: what stands above the line and what below."""

    above: tuple[Term, ...]
    below: tuple[Term, ...]


def quotients(factors: Sequence[Term]) -> list[Quotient]:
    """A product as stretches, each a numerator over the divisors that follow it."""
    found: list[Quotient] = []
    above: list[Term] = []
    below: list[Term] = []
    for place, factor in enumerate(factors):
        divisor = _divisor(factor, place)
        if divisor is not None:
            below.append(divisor)
            continue
        if below:
            found.append(Quotient(tuple(above), tuple(below)))
            above, below = [], []
        above.append(factor)
        if place == 0 and _stands_alone(factor, factors[1:]):
            found.append(Quotient((factor,), ()))
            above = []
    if above or below:
        found.append(Quotient(tuple(above), tuple(below)))
    return found


def _stands_alone(factor: Term, behind: Sequence[Term]) -> bool:
    """Whether it is a fraction in front of the rest; (1/2)/(1/3) is one fraction, not two."""
    below = _divisor(behind[0], 1) if behind and isinstance(behind[0], Pow) else None
    fraction = isinstance(factor, Number) and factor.value.denominator != 1
    return fraction and not isinstance(below, Number)


def _divisor(factor: Term, place: int) -> Term | None:
    if isinstance(factor, Pow) and factor.exponent == MINUS_ONE:
        return factor.base
    if place and isinstance(factor, Number) and factor.value.numerator == 1 != factor.value:
        return number(factor.value.denominator)
    return None
