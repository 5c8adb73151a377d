"""Products and quotients as lists of factors with exponents, and which terms are never negative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from symderive.language.formulas import times
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

NEVER_NEGATIVE = {"exp", "sigmoid", "pi", "Abs"}


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


def never_negative(term: Term) -> bool:
    """Whether a term is seen to be at least 0 wherever it has a value.

    >>> never_negative(Function("exp", (ZERO,))), never_negative(Number(Fraction(-1)))
    (True, False)
    """
    term = exposed(term)
    if isinstance(term, Number):
        return term.value >= 0
    if isinstance(term, Function):
        return term.name in NEVER_NEGATIVE
    if isinstance(term, Apply):
        return term.name == "softmax"
    if isinstance(term, (Symbol, TensorSymbol)):
        assert isinstance(term.domain, Domain)
        return any(map(_says_never_negative, term.domain.conditions))
    if isinstance(term, Entry):
        return never_negative(term.tensor)
    if isinstance(term, (Add, Mul)):
        parts = term.terms if isinstance(term, Add) else term.factors
        return all(map(never_negative, parts))
    if isinstance(term, Pow):
        even = isinstance(term.exponent, Number) and term.exponent.value % 2 == 0
        return even or never_negative(term.base)
    return isinstance(term, Iverson) or (isinstance(term, Reduce) and never_negative(term.body))


def _says_never_negative(condition: Term) -> bool:
    """Whether a condition on Bound(0) alone says that it is at least 0."""
    if not isinstance(condition, Compare):
        return False
    left, relation, right = condition.left, condition.relation, condition.right
    if isinstance(left, Number):
        left, right = right, left
        relation = {"<=": ">=", "<": ">", "=": "="}.get(relation, "!=")
    if not isinstance(left, Bound) or not isinstance(right, Number):
        return False
    return relation in (">", ">=", "=") and right.value >= 0
