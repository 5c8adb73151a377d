"""Indices, sizes and conditions on them, computed exactly on whole grids of index values.

A rational on a grid is a pair of integer arrays, numerator and denominator, so that floors of
quotients are right where floats would round. A bound variable is an integer array that varies
along an axis of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from symderive.errors import IllFormed
from symderive.language.binding import children
from symderive.language.terms import (
    Add,
    Bound,
    Ceiling,
    Floor,
    Function,
    Mod,
    Mul,
    Number,
    Pow,
    Symbol,
    Term,
)

Integers = NDArray[np.int64]
Environment = tuple[Integers, ...]
EXACT_FUNCTIONS = ("Abs", "sign", "Max", "Min")


class Rational(NamedTuple):
    """A grid of rationals: ``top / bottom`` with ``bottom`` > 0, or 0 where undefined."""

    top: Integers
    bottom: Integers


def is_exact(term: Term) -> bool:
    """Whether a term is rational arithmetic of numbers, integer variables and bound variables."""
    known = term.__dict__.get("_numeric_exact")
    if known is None:
        known = _is_exact(term)
        object.__setattr__(term, "_numeric_exact", known)
    return bool(known)


def _is_exact(term: Term) -> bool:
    if isinstance(term, (Number, Bound)):
        return True
    if isinstance(term, Symbol):
        return term.is_integer
    if isinstance(term, Function):
        inside = term.name in EXACT_FUNCTIONS
    elif isinstance(term, Pow):
        exponent = term.exponent
        inside = isinstance(exponent, Number) and exponent.value.denominator == 1
    else:
        inside = isinstance(term, (Add, Mul, Floor, Ceiling, Mod))
    return inside and all(is_exact(child) for child, _ in children(term))


def integers(value: Any) -> Integers:
    """The value as an array of integers."""
    return np.asarray(value, dtype=np.int64)


def axis_values(lower: int, upper: int, level: int) -> Integers:
    """The integers lower..upper along the axis that belongs to a binder at that depth."""
    return integers(np.arange(lower, upper + 1)).reshape((-1,) + (1,) * level)


def rational(term: Term, environment: Environment, sizes: Mapping[Term, int]) -> Rational:
    """The value of an exact term on the grid."""
    return HANDLERS[type(term)](term, environment, sizes)


def whole(value: Rational) -> tuple[Integers, NDArray[np.bool_]]:
    """The integers of a grid, and where the value is one."""
    safe = np.where(value.bottom == 0, 1, value.bottom)
    quotient = value.top // safe
    return quotient, (value.bottom != 0) & (quotient * safe == value.top)


def reduced(top: Integers, bottom: Integers) -> Rational:
    """The same rationals in lowest terms, so that products stay small."""
    divisor = np.gcd(top, bottom)
    safe = np.where(divisor == 0, 1, divisor)
    sign = np.where(bottom < 0, -1, 1)
    return Rational(sign * (top // safe), sign * (bottom // safe))


def _number(term: Number, environment: Environment, sizes: Mapping[Term, int]) -> Rational:
    return Rational(integers(term.value.numerator), integers(term.value.denominator))


def _symbol(term: Symbol, environment: Environment, sizes: Mapping[Term, int]) -> Rational:
    if term not in sizes:
        raise IllFormed(f"a value is missing: give also {{{term.name}: ...}}")
    return Rational(integers(sizes[term]), integers(1))


def _bound(term: Bound, environment: Environment, sizes: Mapping[Term, int]) -> Rational:
    return Rational(environment[len(environment) - 1 - term.index], integers(1))


def _add(term: Add, environment: Environment, sizes: Mapping[Term, int]) -> Rational:
    total = Rational(integers(0), integers(1))
    for part in term.terms:
        value = rational(part, environment, sizes)
        top = total.top * value.bottom + value.top * total.bottom
        total = reduced(top, total.bottom * value.bottom)
    return total


def _mul(term: Mul, environment: Environment, sizes: Mapping[Term, int]) -> Rational:
    total = Rational(integers(1), integers(1))
    for factor in term.factors:
        value = rational(factor, environment, sizes)
        total = reduced(total.top * value.top, total.bottom * value.bottom)
    return total


def _pow(term: Pow, environment: Environment, sizes: Mapping[Term, int]) -> Rational:
    assert isinstance(term.exponent, Number)
    base, exponent = rational(term.base, environment, sizes), int(term.exponent.value)
    if exponent >= 0:
        return Rational(base.top**exponent, base.bottom**exponent)
    return reduced(base.bottom**-exponent, base.top**-exponent)


def _rounded(
    term: Floor | Ceiling, environment: Environment, sizes: Mapping[Term, int]
) -> Rational:
    value = rational(term.argument, environment, sizes)
    safe = np.where(value.bottom == 0, 1, value.bottom)
    down = value.top // safe if isinstance(term, Floor) else -(-value.top // safe)
    return Rational(down, np.where(value.bottom == 0, 0, 1).astype(np.int64))


def _mod(term: Mod, environment: Environment, sizes: Mapping[Term, int]) -> Rational:
    value = rational(term.argument, environment, sizes)
    modulus = rational(term.modulus, environment, sizes)
    defined = modulus.top * value.bottom * modulus.bottom != 0
    step = np.where(defined, modulus.top * value.bottom, 1)
    quotient = (value.top * modulus.bottom) // step
    top = value.top * modulus.bottom - quotient * modulus.top * value.bottom
    return reduced(top, np.where(defined, value.bottom * modulus.bottom, 0))


def _function(term: Function, environment: Environment, sizes: Mapping[Term, int]) -> Rational:
    values = [rational(argument, environment, sizes) for argument in term.arguments]
    if term.name == "Abs":
        return Rational(np.abs(values[0].top), values[0].bottom)
    if term.name == "sign":
        return Rational(np.sign(values[0].top), integers(1))
    pick: Callable[[Any, Any], Any] = np.maximum if term.name == "Max" else np.minimum
    total = values[0]
    for value in values[1:]:
        top = pick(total.top * value.bottom, value.top * total.bottom)
        total = reduced(top, total.bottom * value.bottom)
    return total


HANDLERS: dict[type[Term], Callable[[Any, Environment, Mapping[Term, int]], Rational]] = {
    Number: _number,
    Symbol: _symbol,
    Bound: _bound,
    Add: _add,
    Mul: _mul,
    Pow: _pow,
    Floor: _rounded,
    Ceiling: _rounded,
    Mod: _mod,
    Function: _function,
}
