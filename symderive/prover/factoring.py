"""Products as written, taken apart: flat lists of factors, and reciprocals of products."""

from __future__ import annotations

from symderive.language.terms import Iverson, Mul, Number, Pow, Term, number


def flat_factors(term: Mul) -> list[Term]:
    """The factors of a product, nested products opened."""
    found: list[Term] = []
    for factor in term.factors:
        found += flat_factors(factor) if isinstance(factor, Mul) else [factor]
    return found


def splits(base: Term) -> bool:
    """Whether a reciprocal is that of factors: a product without brackets, or a power."""
    if isinstance(base, Mul):
        return not any(isinstance(factor, Iverson) for factor in flat_factors(base))
    return isinstance(base, Pow) and _natural(base.exponent)


def _natural(exponent: Term) -> bool:
    return isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value > 0


def split_reciprocal(base: Term, n: int) -> list[Term]:
    """(a b)^-n = a^-n b^-n and (b^k)^-n = b^(-k n), for n, k > 0, which divide by the same."""
    if isinstance(base, Mul):
        return [Pow(factor, number(n)) for factor in flat_factors(base)]
    assert isinstance(base, Pow)
    assert isinstance(base.exponent, Number)
    return [Pow(base.base, number(n * base.exponent.value))]
