"""Sums of products put in order for a reader: like terms collected, common factors pulled out.

What is arranged here is a term already; nothing depends on the arrangement being the best one, and
every rearrangement is an identity of commutative rings (a false bracket stays a factor of its product).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

from symderive.language.hooks import text_of
from symderive.language.terms import (
    ONE,
    ZERO,
    Add,
    And,
    Apply,
    Compare,
    Entry,
    Function,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
    Unknown,
    abstract,
    instantiate,
    subterms,
)

Powers = dict[Term, Fraction]
Product = tuple[Fraction, Powers]
Combination = list[Product]

MAX_EXPANDED = 64
SUM_WEIGHT = 4
CHAINED = ("<=", "<")
PLACES: dict[type[Term], int] = {
    Iverson: 0,
    Symbol: 1,
    Entry: 2,
    Unknown: 3,
    Function: 3,
    Apply: 3,
    Pow: 4,
    Reduce: 6,
    Add: 5,
}


def weight(term: Term) -> int:
    """How much there is to read in a term."""
    return sum(SUM_WEIGHT if isinstance(part, Reduce) else 1 for part in subterms(term))


@lru_cache(maxsize=4096)
def _text(term: Term) -> str:
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
        parts = term.condition.conditions
        return [(Fraction(1), {Iverson(part): Fraction(1) for part in parts})]
    if isinstance(term, Pow) and isinstance(term.exponent, Number):
        inner = combination_of(term.base)
        e = term.exponent.value
        if len(inner) == 1 and e.denominator == 1 and inner[0][0]:
            c, powers = inner[0]
            return [(c ** int(e), {base: e * power for base, power in powers.items()})]
        return [(Fraction(1), {term.base: e})]
    return [(Fraction(1), {term: Fraction(1)})]


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


def arranged(combination: Combination) -> Term:
    """The term of a sum of products: sums over one range joined, common factors in front."""
    combination = _sums_joined(collected(combination))
    if not combination:
        return ZERO
    flat = _factored(combination, grouping=False)
    if len(combination) <= 2:
        return flat
    nested = _factored(combination, grouping=True)
    return nested if weight(nested) < weight(flat) else flat


def _factored(combination: Combination, grouping: bool) -> Term:
    if len(combination) == 1:
        return product_of(*combination[0])
    scale, shared, rest = _common(combination)
    inner = _sum_of(rest, grouping)
    if not shared and scale == 1:
        return inner
    return product_of(scale, {**shared, inner: Fraction(1)})


def _common(combination: Combination) -> tuple[Fraction, Powers, Combination]:
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
    rest = [(c / scale, _without(powers, shared)) for c, powers in combination]
    return scale, shared, rest


def _without(powers: Powers, shared: Powers) -> Powers:
    left = {base: e - shared.get(base, 0) for base, e in powers.items()}
    return {base: e for base, e in left.items() if e}


def _sum_of(combination: Combination, grouping: bool) -> Term:
    parts = _grouped(combination) if grouping and len(combination) > 2 else None
    if parts is None:
        parts = [product_of(c, powers) for c, powers in combination]
    parts.sort(key=_place_in_sum)
    return parts[0] if len(parts) == 1 else Add(tuple(parts))


def _grouped(combination: Combination) -> list[Term] | None:
    """The terms with the factor that occurs most often pulled out of those that have it."""
    count: dict[Term, int] = {}
    for _, powers in combination:
        for base, e in powers.items():
            if e > 0:
                count[base] = count.get(base, 0) + 1
    often = [base for base, times in count.items() if 1 < times < len(combination)]
    if not often:
        return None
    chosen = min(often, key=lambda base: (-count[base], -weight(base), _text(base)))
    with_it = [item for item in combination if item[1].get(chosen, 0) > 0]
    others = [item for item in combination if item[1].get(chosen, 0) <= 0]
    left = _grouped(others) if len(others) > 2 else None
    if left is None:
        left = [product_of(c, powers) for c, powers in others]
    return [_factored(with_it, grouping=True), *left]


def product_of(coefficient: Fraction, powers: Powers) -> Term:
    """A product in the order number, brackets, symbols, entries, functions, sums, divisors."""
    above = [(base, e) for base, e in powers.items() if e > 0]
    below = [(base, e) for base, e in powers.items() if e < 0]
    brackets = [base.condition for base, _ in above if isinstance(base, Iverson)]
    others = [(base, e) for base, e in above if not isinstance(base, Iverson)]
    factors = [_power(base, e) for base, e in sorted(others, key=_place_in_product)]
    factors = [*brackets_of(brackets), *factors]
    divisors = [_power(base, e) for base, e in sorted(below, key=_place_in_product)]
    top, bottom = coefficient, 1
    if coefficient.denominator != 1 and factors:
        top, bottom = Fraction(coefficient.numerator), coefficient.denominator
    if top != 1 or not factors:
        factors = [Number(top), *factors]
    if bottom != 1:
        divisors = [Pow(Number(Fraction(bottom)), Number(Fraction(-1))), *divisors]
    if len(divisors) > 1 and all(isinstance(d, Pow) for d in divisors):
        joined = [_positive(d) for d in divisors if isinstance(d, Pow)]
        divisors = [Pow(Mul(tuple(joined)), Number(Fraction(-1)))]
    if divisors and factors == [ONE]:
        factors = []
    whole = (*factors, *divisors)
    if len(whole) == 1:
        return whole[0]
    return Mul(whole)


def brackets_of(conditions: Iterable[Term]) -> list[Term]:
    """One bracket for each equality, and one for all that continue one another: a <= b <= c."""
    parts = sorted(conditions, key=lambda c: (_relation(c) != "=", _text(c)))
    found: list[Term] = []
    while parts:
        start = next((c for c in parts if not any(_continues(d, c) for d in parts)), parts[0])
        chain = [start]
        while chain:
            parts.remove(chain[-1])
            following = next((c for c in parts if _continues(chain[-1], c)), None)
            if following is None:
                break
            chain.append(following)
        found.append(Iverson(chain[0] if len(chain) == 1 else And(tuple(chain))))
    return found


def _relation(condition: Term) -> str:
    return condition.relation if isinstance(condition, Compare) else ""


def _continues(first: Term, second: Term) -> bool:
    """Whether a <= b is followed by b <= c."""
    return (
        first is not second
        and isinstance(first, Compare)
        and isinstance(second, Compare)
        and first.relation in CHAINED
        and second.relation in CHAINED
        and first.right == second.left
    )


def _positive(divisor: Pow) -> Term:
    assert isinstance(divisor.exponent, Number)
    return _power(divisor.base, -divisor.exponent.value)


def _power(base: Term, exponent: Fraction) -> Term:
    return base if exponent == 1 else Pow(base, Number(exponent))


def _place_in_product(item: tuple[Term, Fraction]) -> tuple[int, int, str]:
    base, _ = item
    integer = not (isinstance(base, Symbol) and base.is_integer)
    return PLACES.get(type(base), 4), integer, _text(base)


def _place_in_sum(part: Term) -> tuple[bool, int, int, str]:
    """Positive terms before negative ones; brackets first, then by falling degree, numbers last."""
    if isinstance(part, Number):
        return part.value < 0, 2, 0, ""
    factors = part.factors if isinstance(part, Mul) else (part,)
    negative = isinstance(factors[0], Number) and factors[0].value < 0
    plain = int(not any(isinstance(f, Iverson) for f in factors))
    degree = 0
    for factor in factors:
        if isinstance(factor, Pow) and isinstance(factor.exponent, Number):
            degree += int(factor.exponent.value)
        else:
            degree += not isinstance(factor, Number)
    return negative, plain, -degree, _text(part)


def _sums_joined(combination: Combination) -> Combination:
    """c R(f) r + d R(g) r = R(c f + d g) r for sums R over the same range."""
    groups: dict[tuple[Term, Term, frozenset[tuple[Term, Fraction]]], list[int]] = {}
    for place, (_, powers) in enumerate(combination):
        found = _only_sum(powers)
        if found is not None:
            rest = frozenset((base, e) for base, e in powers.items() if base is not found)
            groups.setdefault((found.lower, found.upper, rest), []).append(place)
    gone: set[int] = set()
    joined: Combination = []
    for (_, _, rest), places in groups.items():
        if len(places) > 1:
            gone.update(places)
            parts = [(combination[p][0], _only_sum(combination[p][1])) for p in places]
            total = _joined(parts)
            joined += [(c, multiplied(powers, dict(rest))) for c, powers in combination_of(total)]
    if not gone:
        return combination
    return collected([*(t for p, t in enumerate(combination) if p not in gone), *joined])


def _only_sum(powers: Powers) -> Reduce | None:
    found = [base for base, e in powers.items() if isinstance(base, Reduce) and e == 1]
    return found[0] if len(found) == 1 and found[0].operation == "sum" else None


def _joined(parts: Iterable[tuple[Fraction, Reduce | None]]) -> Term:
    sums = [(c, term) for c, term in parts if term is not None]
    first = sums[0][1]
    index = _index_named(first.name, [term for _, term in sums])
    inner: Combination = []
    for c, term in sums:
        body = combination_of(instantiate(term.body, (index,)))
        inner += [(c * d, powers) for d, powers in body]
    scale, outer, rest = _outside(collected(inner), index)
    body = arranged(rest)
    if body == ZERO:
        return ZERO
    total = replace(first, body=abstract(body, (index,)))
    return product_of(scale, {**outer, total: Fraction(1)})


def _outside(combination: Combination, index: Symbol) -> tuple[Fraction, Powers, Combination]:
    """The common factors that do not depend on the index, and the rest."""
    if not combination:
        return Fraction(1), {}, []
    scale, shared, _ = _common(combination)
    outer = {base: e for base, e in shared.items() if index not in set(subterms(base))}
    rest = [(c / scale, _without(powers, outer)) for c, powers in combination]
    return scale, outer, rest


def _index_named(name: str, terms: list[Reduce]) -> Symbol:
    """A symbol for the bound variable of several sums, unlike every symbol in them."""
    from symderive.language.terms import INTEGER, free_symbols

    used = {symbol.name for term in terms for symbol in free_symbols(term)}
    while name in used:
        name += "'"
    return Symbol(name, INTEGER)
