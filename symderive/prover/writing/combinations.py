"""Terms as sums of products: a rational number times powers of what is not taken apart further."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

from symderive.language.binding import subterms
from symderive.language.hooks import text_of
from symderive.language.terms import (
    ONE,
    Add,
    And,
    Function,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
)

Powers = dict[Term, Fraction]
Product = tuple[Fraction, Powers]
Combination = list[Product]

MAX_EXPANDED = 64
SUM_WEIGHT = 4


def weight(term: Term) -> int:
    """How much there is to read in a term."""
    return sum(SUM_WEIGHT if isinstance(part, Reduce) else 1 for part in subterms(term))


@lru_cache(maxsize=4096)
def shown(term: Term) -> str:
    """The term as text, by which terms are put in order."""
    return text_of(term)


def combination_of(term: Term) -> Combination:
    """A term as a sum of products, sums in products multiplied out as long as there are few."""
    if isinstance(term, Number):
        return [(term.value, {})] if term.value else []
    if isinstance(term, Add):
        return [product for part in term.terms for product in combination_of(part)]
    if isinstance(term, Mul):
        found: Combination = [(Fraction(1), {})]
        for factor in term.factors:
            parts = combination_of(factor)
            if len(found) * len(parts) > MAX_EXPANDED:
                parts = [(Fraction(1), {factor: Fraction(1)})]
            found = [(c * d, multiplied(a, b)) for c, a in found for d, b in parts]
        return found
    if isinstance(term, Iverson) and isinstance(term.condition, And):
        brackets = [Iverson(condition) for condition in term.condition.conditions]
        return [(Fraction(1), dict.fromkeys(brackets, Fraction(1)))]
    if isinstance(term, Function) and term.name == "exp":
        return [(Fraction(1), _exponential_powers(term.arguments[0]))]
    if isinstance(term, Pow) and isinstance(term.exponent, Number):
        inner = combination_of(term.base)
        e = term.exponent.value
        if len(inner) == 1 and e.denominator == 1 and inner[0][0]:
            c, powers = inner[0]
            return [(c ** int(e), {base: e * power for base, power in powers.items()})]
        return [(Fraction(1), {term.base: e})]
    return [(Fraction(1), {term: Fraction(1)})]


def _exponential_powers(argument: Term) -> Powers:
    """exp(sum c_k m_k) = prod exp(m_k)^c_k."""
    powers: Powers = {}
    for c, parts in collected(combination_of(argument)):
        powers[Function("exp", (_monomial(parts),))] = c
    return powers


def _monomial(powers: Powers) -> Term:
    """A product of powers, always written alike."""
    items = sorted(powers.items(), key=lambda item: shown(item[0]))
    factors = [base if e == 1 else Pow(base, Number(e)) for base, e in items]
    return Mul(tuple(factors)) if len(factors) > 1 else factors[0] if factors else ONE


def multiplied(a: Powers, b: Powers) -> Powers:
    """The product of two products; brackets are idempotent."""
    out = dict(a)
    for base, e in b.items():
        total = out.get(base, Fraction(0)) + e
        if isinstance(base, Iverson):
            total = Fraction(1)
        if total:
            out[base] = total
        else:
            del out[base]
    return out


def collected(combination: Combination) -> Combination:
    """Like products added up."""
    found: dict[frozenset[tuple[Term, Fraction]], tuple[Fraction, Powers]] = {}
    for c, powers in combination:
        key = frozenset(powers.items())
        before = found.get(key, (Fraction(0), powers))
        found[key] = before[0] + c, before[1]
    return [(c, powers) for c, powers in found.values() if c]


def without_index(combination: Combination, index: Symbol) -> tuple[Fraction, Powers, Combination]:
    """The common factors that do not depend on the index, and the rest."""
    if not combination:
        return Fraction(1), {}, []
    scale, shared, _ = shared_part(combination)
    outer = {base: e for base, e in shared.items() if index not in set(subterms(base))}
    rest = [(c / scale, divided(powers, outer)) for c, powers in combination]
    return scale, outer, rest


def shared_part(combination: Combination) -> tuple[Fraction, Powers, Combination]:
    """The rational and the powers that divide every product, and what is left of them."""
    numerators = gcd(*[abs(c.numerator) for c, _ in combination])
    scale = Fraction(numerators, lcm(*[c.denominator for c, _ in combination]))
    if all(c < 0 for c, _ in combination):
        scale = -scale
    shared: Powers = {}
    for base, e in combination[0][1].items():
        exponents = [powers.get(base, Fraction(0)) for _, powers in combination]
        if all(x > 0 for x in exponents):
            shared[base] = min(exponents)
        elif all(x < 0 for x in exponents):
            shared[base] = max(exponents)
        elif e and all(x == e for x in exponents):
            shared[base] = e
    rest = [(c / scale, divided(powers, shared)) for c, powers in combination]
    return scale, shared, rest


def divided(powers: Powers, shared: Powers) -> Powers:
    """A product without a part of it."""
    left = {base: e - shared.get(base, 0) for base, e in powers.items()}
    return {base: e for base, e in left.items() if e}
