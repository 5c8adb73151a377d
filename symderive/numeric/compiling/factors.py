"""Products and quotients as lists of factors with exponents, and which terms are never negative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from symderive.language.formulas import times
from symderive.language.shapes import known_at_most
from symderive.language.terms import (
    ZERO,
    Add,
    Apply,
    Bound,
    Compare,
    Domain,
    Entry,
    Function,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.numeric.compiling.exponentials import exposed


class Factor(NamedTuple):
    """A base with its exponent, a rational number."""

    base: Term
    exponent: Fraction


def factors_of(term: Term) -> list[Factor]:
    """The factors of a product or quotient, products among them dissolved.

    >>> from symderive.language.terms import MINUS_ONE, REAL
    >>> a, b = Symbol("a", REAL), Symbol("b", REAL)
    >>> factors_of(Mul((a, Pow(Mul((a, b)), MINUS_ONE))))[2] == Factor(b, Fraction(-1))
    True
    """
    return list(_factors(term, Fraction(1)))


def _factors(term: Term, exponent: Fraction) -> Iterator[Factor]:
    head = exposed(term)
    if isinstance(head, Mul) and (exponent == 1 or not _has_bracket(head)):
        for factor in head.factors:
            yield from _factors(factor, exponent)
    elif isinstance(head, Pow) and (inner := _whole_power(head, exponent)):
        yield from _factors(head.base, exponent * inner)
    elif isinstance(head, Pow) and (root := _root(head, exponent)):
        yield Factor(head.base, exponent * root)
    else:
        yield Factor(head, exponent)


def _whole_power(power: Pow, outer: Fraction) -> int:
    """A whole exponent under another one, 0 where both are not to be joined.

    (b^-1)^-1 is not b where b is 0, and a root of b^2 is not a power of b.
    """
    exponent = power.exponent
    if not isinstance(exponent, Number) or exponent.value.denominator != 1:
        return 0
    return int(exponent.value) if exponent.value > 0 or outer > 0 else 0


def _root(power: Pow, outer: Fraction) -> Fraction:
    """A broken exponent under a whole one, 0 where their product says less about the base."""
    exponent = power.exponent.value if isinstance(power.exponent, Number) else Fraction(0)
    joined = exponent * outer
    return exponent if outer == 1 or (exponent > 0 and joined.denominator > 1) else Fraction(0)


def _has_bracket(product: Mul) -> bool:
    """Whether a product can be 0 whatever its other factors are: its powers are not split."""
    return any(isinstance(factor, Iverson) for factor in product.factors)


def multiplied(rows: Sequence[Factor]) -> Term:
    """The product of factors with exponents; numbers fold into one that stands first."""
    parts: list[Term] = []
    for base, exponent in rows:
        if isinstance(base, Number) and base != ZERO and exponent.denominator == 1:
            parts.append(Number(base.value ** int(exponent)))
        elif exponent:
            parts.append(base if exponent == 1 else Pow(base, Number(exponent)))
    if ZERO in parts:
        return Mul(tuple(parts))
    return times(*parts)


# Signs

UNKNOWN, NEVER_NEGATIVE, POSITIVE = 0, 1, 2
POSITIVE_FUNCTIONS = {"exp", "sigmoid", "pi"}


def sign(term: Term) -> int:
    """What is seen of the sign of a term: that it is positive, never negative, or nothing.

    >>> sign(Function("exp", (ZERO,))) == POSITIVE
    True
    """
    term = exposed(term)
    if isinstance(term, Number):
        return POSITIVE if term.value > 0 else NEVER_NEGATIVE if term.value == 0 else UNKNOWN
    if isinstance(term, Function):
        if term.name in POSITIVE_FUNCTIONS:
            return POSITIVE
        return NEVER_NEGATIVE if term.name == "Abs" else UNKNOWN
    if isinstance(term, Apply):
        return POSITIVE if term.name == "softmax" else UNKNOWN
    if isinstance(term, (Symbol, TensorSymbol)):
        assert isinstance(term.domain, Domain)
        return max(map(_sign_said, term.domain.conditions), default=UNKNOWN)
    if isinstance(term, Entry):
        return sign(term.tensor)
    if isinstance(term, Add):
        found = [sign(part) for part in term.terms]
        return max(found) if min(found) else UNKNOWN
    if isinstance(term, Mul):
        return min(sign(factor) for factor in term.factors)
    if isinstance(term, Pow):
        return _sign_of_power(term)
    if isinstance(term, Reduce):
        return _sign_of_reduction(term)
    return NEVER_NEGATIVE if isinstance(term, Iverson) else UNKNOWN


def _sign_of_power(term: Pow) -> int:
    below = sign(term.base)
    even = isinstance(term.exponent, Number) and term.exponent.value % 2 == 0
    return NEVER_NEGATIVE if even and below == UNKNOWN else below


def _sign_of_reduction(term: Reduce) -> int:
    body = sign(term.body)
    if term.operation == "sum" and not known_at_most(term.lower, term.upper):
        return min(body, NEVER_NEGATIVE)
    return body


def _sign_said(condition: Term) -> int:
    """What a condition on Bound(0) alone says of its sign."""
    if not isinstance(condition, Compare):
        return UNKNOWN
    left, relation, right = condition.left, condition.relation, condition.right
    if isinstance(left, Number):
        left, right = right, left
        relation = {"<=": ">=", "<": ">"}.get(relation, relation if relation == "=" else "!=")
    if not isinstance(left, Bound) or not isinstance(right, Number):
        return UNKNOWN
    if relation == ">" and right.value >= 0:
        return POSITIVE
    if relation not in (">=", "="):
        return UNKNOWN
    return POSITIVE if right.value > 0 else NEVER_NEGATIVE if right.value == 0 else UNKNOWN
