"""Absolute values, maxima of two and conditions on real values.

Two forms are kept in turn: |p| as an even function with |p|^2 = p^2 (``work.as_absolute``), which
is symmetric under exchange of indices, or indicators [p > 0] and [p = 0], which know of one
another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from symderive.prover import (
    abstraction,
    dominance,
    functions,
    merging,
    normalize,
    reciprocals,
    signs,
)
from symderive.prover.context import Context
from symderive.prover.integers import Form
from symderive.prover.presburger import AT_LEAST, EQUAL
from symderive.prover.ring import (
    EXPONENTIAL,
    FUNCTION,
    INDICATOR,
    Atom,
    Component,
    Factor,
    Factors,
    Head,
    Monomial,
    Polynomial,
    add,
    constant_polynomial,
    leading_monomial,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

HALF = fmpq(1, 2)
ABSOLUTE = "abs"
POSITIVE, ZERO = ">", "="


def indicator(
    work: Workspace, relation: str, difference: Polynomial, context: Context
) -> Polynomial:
    """[p > 0] or [p = 0], oriented so that the leading coefficient of p is 1.

    [-p > 0] = 1 - [p > 0] - [p = 0]; positive factors of p leave; the sign of a product is the
    product of the signs. Conditions on integers become brackets of guards.
    """
    form = functions.integer_form(functions.without_denominators(difference))
    if form is not None:
        constraint = (EQUAL, form) if relation == ZERO else (AT_LEAST, form.shifted(-1))
        return guard_value(work, [constraint], context)
    possible = _decidable_sign(work, difference, context)
    wanted = signs.ZERO if relation == ZERO else signs.POSITIVE
    if possible == wanted:
        return constant_polynomial(1)
    if not possible & wanted:
        return {}
    difference = _without_positive_factors(work, difference, context)
    if not difference:
        return constant_polynomial(int(relation == ZERO))
    cases = functions.by_gates(
        work, difference, lambda part: indicator(work, relation, part, context)
    )
    if cases is not None:
        return cases
    if len(difference) == 1:
        ((monomial, c),) = difference.items()
        if len(monomial) > 1 or any(e != 1 for _, e in monomial):
            return _of_product(work, relation, monomial, c, context)
    known = dominance.indicator(work, relation, difference, context)
    if known is not None:
        return known
    lead = difference[leading_monomial(difference)]
    body = scaled(difference, 1 / lead)
    if relation == POSITIVE and lead < 0:
        both = add(indicator(work, POSITIVE, body, context), indicator(work, ZERO, body, context))
        return work.complement(both)
    head, indices = abstraction.abstracted(work, INDICATOR, relation, body, context)
    return work.atom(work.factor(head, indices))


def _decidable_sign(work: Workspace, polynomial: Polynomial, context: Context) -> int:
    """The possible signs; under a derivative only what holds on an open set counts.

    What holds on a closed set says nothing of derivatives at its boundary; and a value that jumps
    can be positive on a set that is not open.
    """
    if not work.open_facts_only:
        return signs.of_polynomial(work, polynomial, context)
    with work.facts_only(0 if _jumps(polynomial) else len(work.known_signs)):
        possible = signs.of_polynomial(work, polynomial, context)
    return signs.ANY if polynomial and possible & signs.ZERO else possible


def _jumps(polynomial: Polynomial) -> bool:
    """Whether an indicator occurs, under functions too."""
    heads: list[Head] = []
    for monomial in polynomial:
        for atom, _ in monomial:
            if isinstance(atom, Factor):
                heads.append(atom.head)
            elif isinstance(atom, Component):
                heads += [head for head, _, _ in atom.factors]
    return any(h.kind == INDICATOR or (h.body is not None and _jumps(h.body)) for h in heads)


def _without_positive_factors(
    work: Workspace, polynomial: Polynomial, context: Context
) -> Polynomial:
    polynomial = merging.merged(work, polynomial, context)
    positive = frozenset(
        (atom, -e)
        for atom, e in reciprocals.content(polynomial)
        if signs.of_atom(work, atom, context) == signs.POSITIVE
    )
    return {work.multiply_monomials(m, positive): c for m, c in polynomial.items()}


def _of_product(
    work: Workspace, relation: str, monomial: Monomial, c: fmpq, context: Context
) -> Polynomial:
    """For the sign s, a product of signs: [s > 0] = (s^2 + s)/2 and [s = 0] = 1 - s^2."""
    total = constant_polynomial(1 if c > 0 else -1)
    square = constant_polynomial(1)
    for atom, e in monomial:
        one = sign(work, work.atom(atom), context)
        both = work.complement(indicator(work, ZERO, work.atom(atom), context))
        total = work.multiply(total, one if e % 2 else both)
        square = work.multiply(square, both)
    if relation == ZERO:
        return work.complement(square)
    return scaled(add(square, total), HALF)


def guard_value(
    work: Workspace, constraints: list[tuple[int, Form]], context: Context
) -> Polynomial:
    """The bracket of a conjunction, simplified where the context holds."""
    guard = context.simplified(
        [f for k, f in constraints if k == EQUAL], [f for k, f in constraints if k == AT_LEAST]
    )
    return {} if guard is None else work.guard_polynomial(guard)


def absolute(work: Workspace, argument: Polynomial, context: Context) -> Polynomial:
    """|p|: p or -p for a known sign, |c| prod |a|^e for a product, else one of the two forms."""
    if not argument:
        return {}
    possible = _decidable_sign(work, argument, context)
    if not possible & signs.NEGATIVE:
        return argument
    if not possible & signs.POSITIVE:
        return scaled(argument, -1)
    if functions.integer_form(functions.without_denominators(argument)) is not None:
        positive = scaled(indicator(work, POSITIVE, argument, context), 2)
        return work.multiply(argument, add(positive, constant_polynomial(-1)))
    argument = merging.merged(work, argument, context)
    if not argument:
        return {}
    shared = reciprocals.content(argument)
    inverted = frozenset((atom, -e) for atom, e in shared)
    rest = {work.multiply_monomials(m, inverted): c for m, c in argument.items()}
    value = constant_polynomial(1)
    for atom, e in shared:
        value = work.multiply(value, _absolute_power(work, atom, e, context))
    lead = rest[leading_monomial(rest)]
    if len(rest) == 1:
        return scaled(value, abs(lead))
    return scaled(work.multiply(value, _even(work, scaled(rest, 1 / lead), context)), abs(lead))


def _absolute_power(work: Workspace, atom: Atom, exponent: int, context: Context) -> Polynomial:
    sign_here = _decidable_sign(work, work.atom(atom), context)
    if exponent % 2 == 0 or not sign_here & signs.NEGATIVE:
        return {frozenset([(atom, exponent)]): fmpq(1)}
    if exponent == 1:
        return _even(work, work.atom(atom), context)
    rest: Polynomial = {frozenset([(atom, exponent - 1)]): fmpq(1)}
    return work.multiply(rest, _even(work, work.atom(atom), context))


def _even(work: Workspace, body: Polynomial, context: Context) -> Polynomial:
    """|p| as a function of its own, or p (2 [p > 0] - 1)."""
    if work.as_absolute:
        return functions.function(work, ABSOLUTE, body, context)
    positive = scaled(indicator(work, POSITIVE, body, context), 2)
    return work.multiply(body, add(positive, constant_polynomial(-1)))


def sign(work: Workspace, argument: Polynomial, context: Context) -> Polynomial:
    """The sign of p, 2 [p > 0] + [p = 0] - 1, oriented so that no mirrored indicator arises."""
    if not argument:
        return {}
    lead = argument[leading_monomial(argument)]
    if lead < 0:
        return scaled(sign(work, scaled(argument, -1), context), -1)
    positive = scaled(indicator(work, POSITIVE, argument, context), 2)
    zero = indicator(work, ZERO, argument, context)
    return add(positive, zero, constant_polynomial(-1))


def larger(work: Workspace, a: Polynomial, b: Polynomial, context: Context) -> Polynomial:
    """max(a, b) = (a + b + |a - b|)/2."""
    distance = absolute(work, add(a, scaled(b, -1)), context)
    return scaled(add(a, b, distance), HALF)


def is_absolute(head_name: object) -> bool:
    """Whether a head is an absolute value."""
    return head_name == ABSOLUTE


def reduced(work: Workspace, polynomial: Polynomial, context: Context) -> Polynomial:
    """The polynomial with |p|^2 = p^2, p [p = 0] = 0, and indicators that imply one another.

    Given: no reciprocal of what an indicator says to be zero; such terms are left alone.
    """
    if not any(_needs_reduction(m) for m in polynomial):
        return polynomial
    out: Polynomial = {}
    for monomial, c in polynomial.items():
        out = add(out, scaled(_reduced_monomial(work, monomial, context), c))
    return out


def _needs_reduction(monomial: Monomial) -> bool:
    count = 0
    for atom, e in monomial:
        if isinstance(atom, Factor):
            if atom.head.kind == FUNCTION and atom.head.name == ABSOLUTE and e > 1:
                return True
            if atom.head.kind == INDICATOR:
                if atom.head.name == ZERO:
                    return True
                count += 1
    return count > 1


def _reduced_monomial(work: Workspace, monomial: Monomial, context: Context) -> Polynomial:
    value = constant_polynomial(1)
    rest: dict[Atom, int] = {}
    for atom, e in monomial:
        is_square = isinstance(atom, Factor) and atom.head.name == ABSOLUTE and e > 1
        if is_square and isinstance(atom, Factor):
            body = normalize.instantiated(work, atom.head, atom.indices, context)
            value = work.multiply(value, work.power(body, 2 * (e // 2)))
            if e % 2:
                rest[atom] = 1
        else:
            rest[atom] = e
    kept = _compatible(work, rest, context)
    if kept is None:
        return {}
    out = work.multiply({frozenset(kept.items()): fmpq(1)}, value)
    for atom in list(kept):
        if isinstance(atom, Factor) and atom.head.kind == INDICATOR and atom.head.name == ZERO:
            out = _where_zero(work, out, atom, context)
    return out


def _where_zero(
    work: Workspace, polynomial: Polynomial, zero: Factor, context: Context
) -> Polynomial:
    """With a + r = 0 where the indicator holds, a factor a becomes -r, in exponents too."""
    body = normalize.instantiated(work, zero.head, zero.indices, context)
    lead = _eliminated(body)
    if lead is None:
        return polynomial
    ((atom, _),) = lead
    others = {m: -c / body[lead] for m, c in body.items() if m != lead}
    out: Polynomial = {}
    for monomial, c in polynomial.items():
        if any(_is_exponential(a) for a, _ in monomial):
            opened = _exponents_where_zero(work, monomial, atom, others, context)
            if opened is not None:
                out = add(out, scaled(_where_zero(work, opened, zero, context), c))
                continue
        powers = dict(monomial)
        times = powers.get(atom, 0)
        negative = any(x < 0 and not _is_exponential(a) for a, x in monomial)
        if times <= 0 or negative:
            out = add(out, {monomial: c})
            continue
        del powers[atom]
        kept: Polynomial = {frozenset(powers.items()): c}
        out = add(out, work.multiply(kept, work.power(others, int(times))))
    return out


def _eliminated(body: Polynomial) -> Monomial | None:
    """The atom that an equation is solved for: one with most indices, else the leading one."""
    found = [
        m
        for m in body
        if len(m) == 1
        and all(e == 1 for _, e in m)
        and sum(atom in dict(other) for other in body for atom, _ in m) == 1
    ]
    if not found:
        return None
    most = max(len(_atom(m).free) for m in found)
    candidates = {m: body[m] for m in found if len(_atom(m).free) == most}
    lead = leading_monomial(body)
    return lead if lead in candidates else leading_monomial(candidates)


def _atom(monomial: Monomial) -> Atom:
    ((atom, _),) = monomial
    return atom


def _is_exponential(atom: Atom) -> bool:
    return isinstance(atom, Factor) and atom.head.kind == EXPONENTIAL


def _exponents_where_zero(
    work: Workspace, monomial: Monomial, atom: Atom, value: Polynomial, context: Context
) -> Polynomial | None:
    """The monomial with a value for an atom in its exponents; None where it is in none of them."""
    units = frozenset(item for item in monomial if _is_exponential(item[0]))
    exponent = functions.log_of_exponentials(work, units, context)
    out: Polynomial = {}
    met = False
    for m, c in exponent.items():
        powers = dict(m)
        times = powers.pop(atom, 0)
        if times <= 0:
            out = add(out, {m: c})
            continue
        met = True
        kept: Polynomial = {frozenset(powers.items()): c}
        out = add(out, work.multiply(kept, work.power(value, int(times))))
    if not met:
        return None
    rest: Polynomial = {monomial - units: fmpq(1)}
    return work.multiply(rest, functions.exponential(work, out, context))


def _compatible(
    work: Workspace, powers: dict[Atom, int], context: Context
) -> dict[Atom, int] | None:
    """The product less indicators that others imply; None where two exclude one another.

    [a > 0][b > 0] = [b > 0] for a - b >= 0, and 0 for a + b <= 0.
    """
    found = [a for a in powers if isinstance(a, Factor) and a.head.kind == INDICATOR]
    bodies = {a: normalize.instantiated(work, a.head, a.indices, context) for a in found}
    kept = dict(powers)
    for a in found:
        if a.head.name != POSITIVE:
            continue
        for b in found:
            if a is b or a not in kept or b not in kept:
                continue
            if b.head.name == POSITIVE:
                total = add(bodies[a], bodies[b])
                if not _decidable_sign(work, total, context) & signs.POSITIVE:
                    return None
                difference = add(bodies[a], scaled(bodies[b], -1))
                if not _decidable_sign(work, difference, context) & signs.NEGATIVE:
                    del kept[a]
                continue
            for factor in (1, -1):
                there = add(bodies[a], scaled(bodies[b], factor))
                possible = _decidable_sign(work, there, context)
                if possible == signs.POSITIVE:
                    kept.pop(a, None)
                elif not possible & signs.POSITIVE:
                    return None
    return kept


def factors_need_reduction(factors: Factors) -> bool:
    """Whether a product of factors is one that :func:`reduced` changes."""
    indicators = [head for head, _, _ in factors if head.kind == INDICATOR]
    squares = any(head.name == ABSOLUTE and e > 1 for head, _, e in factors)
    return squares or len(indicators) > 1 or any(head.name == ZERO for head in indicators)
