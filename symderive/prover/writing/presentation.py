"""Sums of products put in order for a reader: like terms collected, common factors pulled out.

What is arranged here is a term already; nothing depends on the arrangement being the best one, and
every rearrangement is an identity of commutative rings. A bracket stays a factor of its product.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from symderive.language.binding import abstract, free_symbols, instantiate
from symderive.language.terms import (
    INTEGER,
    ZERO,
    Add,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
)
from symderive.prover.writing import factorising, products
from symderive.prover.writing.combinations import (
    MAX_EXPANDED,
    Combination,
    Powers,
    collected,
    combination_of,
    multiplied,
    shared_part,
    shown,
    weight,
    without_index,
)


def arranged(combination: Combination) -> Term:
    """The term of a sum of products: sums over one range joined, common factors in front."""
    combination = _sums_joined(collected(combination))
    if not combination:
        return ZERO
    forms = [factored(combination, grouping=False)]
    if len(combination) > 2:
        forms.append(factored(combination, grouping=True))
    if 1 < len(combination) <= MAX_EXPANDED:
        forms += [form for form in (factorising.factorised(combination),) if form is not None]
    return min(forms, key=weight)


def factored(combination: Combination, grouping: bool) -> Term:
    """A sum with its common factors in front, and perhaps with some of its terms grouped."""
    if len(combination) == 1:
        return products.product_of(*combination[0])
    scale, shared, rest = shared_part(combination)
    inner = _sum_of(rest, grouping)
    if not shared and scale == 1:
        return inner
    return products.product_of(scale, {**shared, inner: Fraction(1)})


def _sum_of(combination: Combination, grouping: bool) -> Term:
    parts = _grouped(combination) if grouping and len(combination) > 2 else None
    if parts is None:
        parts = [products.product_of(c, powers) for c, powers in combination]
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
    chosen = min(often, key=lambda base: (-count[base], -weight(base), shown(base)))
    with_it = [item for item in combination if item[1].get(chosen, 0) > 0]
    others = [item for item in combination if item[1].get(chosen, 0) <= 0]
    left = _grouped(others) if len(others) > 2 else None
    if left is None:
        left = [products.product_of(c, powers) for c, powers in others]
    return [factored(with_it, grouping=True), *left]


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
    return negative, plain, -degree, shown(part)


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
        parts_of_body = combination_of(instantiate(term.body, (index,)))
        inner += [(c * d, powers) for d, powers in parts_of_body]
    scale, outer, rest = without_index(collected(inner), index)
    body = arranged(rest)
    if body == ZERO:
        return ZERO
    total = replace(first, body=abstract(body, (index,)))
    return products.product_of(scale, {**outer, total: Fraction(1)})


def _index_named(name: str, terms: list[Reduce]) -> Symbol:
    """A symbol for the bound variable of several sums, unlike every symbol in them."""
    used = {symbol.name for term in terms for symbol in free_symbols(term)}
    while name in used:
        name += "'"
    return Symbol(name, INTEGER)
