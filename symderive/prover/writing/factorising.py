"""Sums of products factorised over the integers, bases and inverses of bases as variables."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import Any

from flint import Ordering, fmpz_mpoly_ctx

from symderive.language.terms import Iverson, Term
from symderive.prover.writing import combinations, presentation, products
from symderive.prover.writing.combinations import Combination, Powers

MAX_VARIABLES = 24


def factorised(combination: Combination) -> Term | None:
    """The factorisation over the integers; None if there is none, or where roots occur."""
    used = {(base, e > 0) for _, powers in combination for base, e in powers.items()}
    if any(e.denominator != 1 for _, powers in combination for e in powers.values()):
        return None
    ordered = sorted(used, key=lambda variable: (combinations.shown(variable[0]), variable[1]))
    variables = {variable: place for place, variable in enumerate(ordered)}
    if not 0 < len(variables) <= MAX_VARIABLES:
        return None
    denominator = lcm(*[c.denominator for c, _ in combination])
    rows: dict[tuple[int, ...], int] = {}
    for c, powers in combination:
        exponents = [0] * len(variables)
        for base, e in powers.items():
            exponents[variables[base, e > 0]] = abs(int(e))
        rows[tuple(exponents)] = int(c * denominator)
    names = tuple(f"a{k}" for k in range(len(variables)))
    ring = fmpz_mpoly_ctx.get(names, Ordering.degrevlex)
    content, factors = ring.from_dict(rows).factor()
    if sum(e for factor, e in factors if len(factor.to_dict()) > 1) < 2:
        return None
    return _product_of_factors(Fraction(int(content), denominator), factors, list(variables))


def _product_of_factors(
    scale: Fraction, factors: Iterable[tuple[Any, Any]], bases: list[tuple[Term, bool]]
) -> Term:
    """A product of polynomials in these bases and inverses, signs arranged so that few are seen."""
    monomials: Powers = {}
    sums: list[tuple[Combination, int]] = []
    for factor, e in factors:
        inner: Combination = []
        for exponents, c in factor.to_dict().items():
            powers = {
                base: Fraction(int(x) if positive else -int(x))
                for (base, positive), x in zip(bases, exponents, strict=True)
                if x
            }
            inner.append((Fraction(int(c)), powers))
        if all(c < 0 for c, _ in inner) or _starts_negative(inner):
            inner = [(-c, powers) for c, powers in inner]
            scale *= (-1) ** int(e)
        if len(inner) == 1:
            scale *= inner[0][0] ** int(e)
            part = {base: x * int(e) for base, x in inner[0][1].items()}
            monomials = combinations.multiplied(monomials, part)
        else:
            sums.append((inner, int(e)))
    if scale < 0:
        scale, sums = _sign_moved(scale, sums)
    for inner, e in sums:
        part = {presentation.factored(inner, grouping=False): Fraction(e)}
        monomials = combinations.multiplied(monomials, part)
    return products.product_of(scale, monomials)


def _sign_moved(
    scale: Fraction, sums: list[tuple[Combination, int]]
) -> tuple[Fraction, list[tuple[Combination, int]]]:
    """A minus sign in front taken into a difference, if there is one without brackets."""
    for place, (inner, e) in enumerate(sums):
        plain = not any(isinstance(base, Iverson) for _, powers in inner for base in powers)
        if e % 2 and plain and 2 * sum(c < 0 for c, _ in inner) == len(inner):
            turned = ([(-c, powers) for c, powers in inner], e)
            return -scale, [*sums[:place], turned, *sums[place + 1 :]]
    return scale, sums


def _starts_negative(combination: Combination) -> bool:
    """Whether turning all signs takes the sign from a bracket, or makes most signs positive."""
    minus = sum(c < 0 for c, _ in combination)
    bracket = [c < 0 for c, p in combination if any(isinstance(b, Iverson) for b in p)]
    return any(bracket) if bracket else 2 * minus > len(combination)
