"""Inequalities between constants, such as exp(3) > 20: both sides are enclosed in balls.

A ball is an interval that is certain to contain the value (Arb). That a constant is positive is
decided if its ball lies on that side of 0; more bits are taken as long as they may help. Equations
are never decided here, nor what holds by equality.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

from flint import arb, ctx, fmpq

from symderive.language.binding import dangling, free_symbols
from symderive.language.definitions import rank_of, requirements
from symderive.language.terms import Add, Apply, Compare, Function, Mul, Number, Pow, Term
from symderive.prover.outcome import Outcome
from symderive.prover.unfolding import unfolded

BITS = (64, 256)
LARGEST_EXPONENT = 1000
RULE = "constants are enclosed in balls"
STRICT = {">": 1, ">=": 1, "<": -1, "<=": -1}


class _NoBall(Exception):
    """The term has no value for certain, or is no constant of a kind that is known here."""


def decided(claim: Term) -> Outcome | None:
    """The proof of an inequality between two constants; None where there is none."""
    if not isinstance(claim, Compare) or claim.relation not in (*STRICT, "!="):
        return None
    if free_symbols(claim) or dangling(claim) or rank_of(claim.left):
        return None
    for bits in BITS:
        sign = _sign_of_difference(claim, bits)
        if sign is None:
            return None
        if sign and STRICT.get(claim.relation, sign) == sign:
            return Outcome(True, how=RULE, steps=[(RULE, (claim,))])
        if sign:
            return None
    return None


def _sign_of_difference(claim: Compare, bits: int) -> int | None:
    """The sign of left minus right; 0 where the ball holds 0, None where there is no ball."""
    before = ctx.prec
    ctx.prec = bits
    try:
        difference = enclosure(claim.left) - enclosure(claim.right)
    except _NoBall:
        return None
    finally:
        ctx.prec = before
    if not difference.is_finite():
        return None
    return int(difference > 0) - int(difference < 0)


def enclosure(term: Term) -> arb:
    """A ball that holds the value of a constant term.

    Raises:
        _NoBall: where the term may have no value, or is not read here.
    """
    if isinstance(term, Number):
        return arb(fmpq(term.value.numerator, term.value.denominator))
    if isinstance(term, Add):
        return reduce(lambda a, b: a + b, map(enclosure, term.terms))
    if isinstance(term, Mul):
        return reduce(lambda a, b: a * b, map(enclosure, term.factors))
    if isinstance(term, Pow):
        return _power(term)
    if isinstance(term, Function) and term.name in FUNCTIONS:
        found: arb = FUNCTIONS[term.name](*map(enclosure, term.arguments))
        return found
    if isinstance(term, Apply) and not requirements(term) and not any(map(rank_of, term.arguments)):
        opened = unfolded(term)
        if opened is not None:
            return enclosure(opened)
    raise _NoBall


def _power(term: Pow) -> arb:
    """b^e for a rational e, which is an integer unless b > 0, and not negative if b may be 0."""
    if not isinstance(term.exponent, Number) or abs(term.exponent.value) > LARGEST_EXPONENT:
        raise _NoBall
    exponent, base = term.exponent.value, enclosure(term.base)
    if exponent.denominator == 1 and exponent >= 0:
        return base ** int(exponent)
    if exponent.denominator == 1 and (base > 0 or base < 0):
        return 1 / base ** int(-exponent)
    if not base > 0:
        raise _NoBall
    return (base.log() * arb(fmpq(exponent.numerator, exponent.denominator))).exp()


def _logarithm(value: arb) -> arb:
    if not value > 0:
        raise _NoBall
    return value.log()


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": lambda value: value.exp(),
    "log": _logarithm,
    "tanh": lambda value: value.tanh(),
    "sigmoid": lambda value: 1 / (1 + (-value).exp()),
    "Abs": abs,
    "Max": lambda *values: reduce(lambda a, b: a.max(b), values),
    "Min": lambda *values: reduce(lambda a, b: a.min(b), values),
}
