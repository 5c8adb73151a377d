"""Convex functions of a positive number that are 0 at 1, to be drawn for an unknown one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from symderive.errors import IllFormed
from symderive.language.terms import (
    ONE,
    ZERO,
    And,
    Compare,
    Term,
    Unknown,
)

Floats = NDArray[np.float64]
Function = Callable[[Floats], Floats]

CONVEX = ("convex",)
# Each with its derivative: t log t, -log t, (t - 1)^2, |t - 1|/2, and t - 1.
FAMILY: tuple[tuple[Function, Function], ...] = (
    (lambda t: t * np.log(t), lambda t: np.log(t) + 1),
    (lambda t: -np.log(t), lambda t: -1 / t),
    (lambda t: (t - 1) ** 2, lambda t: 2 * (t - 1)),
    (lambda t: np.abs(t - 1) / 2, lambda t: np.sign(t - 1) / 2),
    (lambda t: t - 1, np.ones_like),
)


@dataclass(frozen=True)
class NormalConvex:
    """A convex function that is 0 at 1; each draw takes the next of the family."""

    name: str
    place: int = 0

    def drawn(self, again: int) -> NormalConvex:
        """The function for a draw."""
        return replace(self, place=again)

    def derivative(self, orders: Sequence[int]) -> Function:
        """The function or its first derivative.

        Raises:
            IllFormed: for a derivative of higher order, which not all have.
        """
        (order,) = orders
        if order > 1:
            raise IllFormed(f"{self.name} is convex, and need not have derivatives")
        return FAMILY[self.place % len(FAMILY)][order]


def normal_convex(terms: Sequence[Term]) -> set[str]:
    """The names of the unknown convex functions of which the terms say that they are 0 at 1.

    >>> from symderive import eq, function
    >>> normal_convex([eq(function("f", convex=True)(1), 0).term])
    {'f'}
    """
    return {name for term in terms for name in _normal(term)}


def _normal(term: Term) -> Iterator[str]:
    if isinstance(term, And):
        for part in term.conditions:
            yield from _normal(part)
    if isinstance(term, Compare) and term.relation == "=" and term.right == ZERO:
        value = term.left
        if isinstance(value, Unknown) and value.properties == CONVEX and value.arguments == (ONE,):
            yield value.name
