"""Hypotheses that give an unknown function a value, such as f(1) = 0, and what has it."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from symderive.evaluator.arithmetic import exact
from symderive.evaluator.constraints import split
from symderive.evaluator.convex import ConvexFunction
from symderive.evaluator.polynomials import Polynomial
from symderive.evaluator.writer import FunctionKey
from symderive.language.terms import Compare, Number, Term, Unknown

Anchor = tuple[int | fmpq, int | fmpq]
"""An argument, and the value there."""


def anchors_of(given: Sequence[Term]) -> dict[FunctionKey, Anchor]:
    """The values at numbers that are given, one for each function of one argument.

    >>> from symderive import eq, function
    >>> anchors_of([eq(function("f")(1), 0).term])
    {('f', 1, ()): (1, 0)}
    """
    found: dict[FunctionKey, Anchor] = {}
    for condition in split(given):
        if not isinstance(condition, Compare) or condition.relation != "=":
            continue
        for side, value in (
            (condition.left, condition.right),
            (condition.right, condition.left),
        ):
            if isinstance(side, Unknown) and isinstance(value, Number) and not any(side.orders):
                arguments = side.arguments
                if len(arguments) == 1 and isinstance(arguments[0], Number):
                    key = (side.name, 1, side.properties)
                    found.setdefault(key, (exact(arguments[0].value), exact(value.value)))
    return found


def anchored(
    function: Polynomial | ConvexFunction, anchor: Anchor | None
) -> Polynomial | ConvexFunction:
    """A polynomial moved up or down until it has the value; any other function as it is."""
    if anchor is None or isinstance(function, ConvexFunction):
        return function
    argument, value = anchor
    coefficients = dict(function.coefficients)
    coefficients[0,] = coefficients.get((0,), 0) + value - function(argument)
    return Polynomial(coefficients)
