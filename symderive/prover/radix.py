"""Euclidean digits: products of a size and an index are taken apart by division with remainder.

A flattened index r*a + b with 0 <= b < r is the pair (a, b). Two lemmas turn bilinear constraints
into affine ones, and a tensor at a flattened index becomes a tensor with one more index.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from symderive.prover.context import Context, content_of
from symderive.prover.integers import (
    FREE,
    Form,
    Monomial,
    form_of,
    kind_of,
)
from symderive.prover.presburger import AT_LEAST, EQUAL, Constraint
from symderive.prover.ring import GuardedTerm

NEAR_ZERO = (0, -1, 1)
NEARBY = (0, 1, -1, 2, -2)
Digit = tuple[Form, int]


def products_by(form: Form) -> Iterator[tuple[Monomial, dict[Monomial, int], dict[Monomial, int]]]:
    """All ways to write a form as r*A + B with a product r of its sizes, fullest A first.

    Yields r with the terms of A and of B; B keeps the terms in r alone.
    """
    count: dict[Monomial, int] = {}
    for monomial in form.terms:
        for r in _proper_divisors(monomial):
            count[r] = count.get(r, 0) + 1
    ranked = sorted(count.items(), key=lambda item: (-item[1], len(item[0]), _kinds(item[0])))
    for r, _ in ranked:
        high: dict[Monomial, int] = {}
        low: dict[Monomial, int] = {}
        for monomial, c in form.terms.items():
            rest = quotient(monomial, r)
            if rest:
                high[rest] = c
            else:
                low[monomial] = c
        yield r, high, low


def _proper_divisors(monomial: Monomial) -> set[Monomial]:
    if len(monomial) < 2:
        return set()
    sizes = [v for v in monomial if kind_of(v) == FREE]
    return {r for k in range(1, len(monomial)) for r in combinations(sizes, k)}


def _kinds(monomial: Monomial) -> tuple[tuple[int, int], ...]:
    return tuple((kind_of(v), v) for v in monomial)


def quotient(monomial: Monomial, by: Monomial) -> Monomial | None:
    """The monomial by one of its divisors; None if it does not divide."""
    rest = list(monomial)
    for v in by:
        if v not in rest:
            return None
        rest.remove(v)
    return tuple(rest)


def is_positive(form: Form, context: Context) -> bool:
    """Whether form >= 1, where a product is positive if its factors are."""
    if context.entails(form.shifted(-1)):
        return True
    return bool(form.terms) and all(
        c > 0 and all(context.entails(form_of(v).shifted(-1)) for v in monomial)
        for monomial, c in form.terms.items()
    )


def provable(form: Form, context: Context) -> bool:
    """Whether form >= 0; products also term by term, and by products of constraints with sizes."""
    if context.entails(form):
        return True
    if form.is_affine or context.refutes(form):
        return False
    return _is_nonnegative_termwise(form, context) or follows_by_products(form, context)


def _is_nonnegative_termwise(form: Form, context: Context) -> bool:
    """Whether every term is a positive multiple of a product of variables that are >= 0."""
    return all(
        c > 0 and all(context.entails(form_of(v)) for v in monomial)
        for monomial, c in form.terms.items()
    )


def below_radix(form: Form, context: Context, rho: Form) -> bool:
    """Whether form >= 0; only for a radix that is a product are products of constraints tried."""
    return context.entails(form) or (not rho.is_affine and provable(form, context))


def affine_instead(kind: int, form: Form, context: Context) -> list[Constraint] | None:
    """Constraints equivalent to rho*A + B = 0 or rho*A + B >= 0 without the product by rho.

    With rho >= 1:  |B| < rho  =>  (rho*A + B = 0  <=>  A = 0 and B = 0), and
    (t-1)*rho < -B <= t*rho  =>  (rho*A + B >= 0  <=>  A >= t).
    Given: the premises, which the context entails. Fails (None) where it does not.
    Source: uniqueness of quotient and remainder.
    """
    key = (kind, form)
    if key not in context.without_products:
        context.without_products[key] = _affine_instead(kind, form, context)
    return context.without_products[key]


def _affine_instead(kind: int, form: Form, context: Context) -> list[Constraint] | None:
    for r, high, low in products_by(form):
        if not is_positive(Form({r: 1}), context):
            continue
        g = content_of(high.values())
        whole, remainder = divmod(low.pop(r, 0), g)
        if whole:
            high[()] = high.get((), 0) + whole * g
        if remainder:
            low[r] = remainder
        rho = Form({r: g})
        a = Form({m: c // g for m, c in high.items()})
        found = _without_product(kind, a, Form(low), rho, context)
        if found is not None:
            return found
    return None


def _without_product(
    kind: int, a: Form, b: Form, rho: Form, context: Context
) -> list[Constraint] | None:
    rest_there, radix_there = _value_at_sample(b, context), _value_at_sample(rho, context)
    if kind == EQUAL:
        below = rho.shifted(-1)
        for t in NEAR_ZERO:
            # What the context entails holds at its sample, which rules out most t at once.
            if rest_there is not None and radix_there is not None:
                if abs(rest_there - t * radix_there) >= radix_there:
                    continue
            rest = b - rho.scaled(t)
            if below_radix(below - rest, context, rho) and below_radix(below + rest, context, rho):
                return [(EQUAL, a.shifted(t)), (EQUAL, rest)]
        return None
    for t in NEARBY:
        if rest_there is not None and radix_there is not None:
            if not (t - 1) * radix_there < -rest_there <= t * radix_there:
                continue
        above = (-b - rho.scaled(t - 1)).shifted(-1)
        if below_radix(rho.scaled(t) + b, context, rho) and below_radix(above, context, rho):
            return [(AT_LEAST, a.shifted(-t))]
    return None


def _value_at_sample(form: Form, context: Context) -> int | None:
    point = context.sample
    if point is None or not all(v in point for v in form.variables):
        return None
    return form.evaluated(point)


def linearized(term: GuardedTerm, context: Context) -> GuardedTerm | None:
    """The term with one bilinear constraint replaced by affine ones; None if none can be."""
    affine = [(EQUAL, f) for f in term.equalities if f.is_affine]
    affine += [(AT_LEAST, f) for f in term.inequalities if f.is_affine]
    all_constraints = [(EQUAL, f) for f in term.equalities]
    all_constraints += [(AT_LEAST, f) for f in term.inequalities]
    from_affine = context.extended(affine)
    bilinear = [p for p, (_, form) in enumerate(all_constraints) if not form.is_affine]
    for use_all in (False, True) if len(bilinear) > 1 else (False,):
        for position in bilinear:
            kind, form = all_constraints[position]
            others = all_constraints[:position] + all_constraints[position + 1 :]
            known = context.extended(others) if use_all else from_affine
            found = affine_instead(kind, form, known)
            if found is not None:
                rest = others + found
                return GuardedTerm(
                    term.coefficient,
                    term.bound,
                    [f for k, f in rest if k == EQUAL],
                    [f for k, f in rest if k == AT_LEAST],
                    term.factors,
                )
    return None


def consequences(term: GuardedTerm, context: Context) -> list[Form]:
    """What bilinear inequalities of a guard say without their products.

    With rho >= 1 and -B > (t-1)*rho:  rho*A + B >= 0  =>  A >= t.
    """
    affine = [(EQUAL, f) for f in term.equalities if f.is_affine]
    affine += [(AT_LEAST, f) for f in term.inequalities if f.is_affine]
    known = context.extended(affine)
    found = []
    for form in term.inequalities:
        if form.is_affine:
            continue
        for weaker in implied(form, known):
            if not known.entails(weaker):
                found.append(weaker)
    return found


def implied(form: Form, context: Context) -> list[Form]:
    """Affine forms that are >= 0 where the bilinear form is, one for each of its sizes."""
    found = []
    for r, high, low in products_by(form):
        rho = Form({r: 1})
        if not is_positive(rho, context):
            continue
        whole = low.pop(r, 0)
        a, b = Form(high).shifted(whole), Form(low)
        for t in (1, 0, -1):
            if below_radix((-b - rho.scaled(t - 1)).shifted(-1), context, rho):
                if a.is_affine:
                    found.append(a.shifted(-t))
                break
    return found


def split_inequality(term: GuardedTerm, context: Context) -> list[GuardedTerm] | None:
    """A bilinear inequality as two disjoint cases without the product; None if there is none.

    With rho >= 1 and (t-1)*rho < -B <= (t+1)*rho:
    rho*A + B >= 0  <=>  A >= t + 1, or A = t and B + t*rho >= 0.
    """
    affine = [(EQUAL, f) for f in term.equalities if f.is_affine]
    affine += [(AT_LEAST, f) for f in term.inequalities if f.is_affine]
    known = context.extended(affine)
    for position, form in enumerate(term.inequalities):
        if form.is_affine:
            continue
        found = _cases_without_product(form, known)
        if found is None:
            continue
        others = term.inequalities[:position] + term.inequalities[position + 1 :]
        return [
            GuardedTerm(
                term.coefficient,
                list(term.bound),
                term.equalities + [f for k, f in case if k == EQUAL],
                others + [f for k, f in case if k == AT_LEAST],
                list(term.factors),
            )
            for case in found
        ]
    return None


def _cases_without_product(form: Form, context: Context) -> list[list[Constraint]] | None:
    for r, high, low in products_by(form):
        rho = Form({r: 1})
        if not is_positive(rho, context):
            continue
        whole = low.pop(r, 0)
        a, b = Form(high).shifted(whole), Form(low)
        for t in NEAR_ZERO:
            above = (-b - rho.scaled(t - 1)).shifted(-1)
            if below_radix(rho.scaled(t + 1) + b, context, rho) and below_radix(
                above, context, rho
            ):
                return [
                    [(AT_LEAST, a.shifted(-t - 1))],
                    [(EQUAL, a.shifted(-t)), (AT_LEAST, b + rho.scaled(t))],
                ]
    return None


def without_implied_products(term: GuardedTerm, context: Context) -> list[Form]:
    """The inequalities less those bilinear ones that follow from v*(affine constraint) >= 0.

    Given: variables v that are >= 0. Source: products of valid constraints are valid (Handelman).
    """
    kept: list[Form] = []
    affine = [(EQUAL, f) for f in term.equalities if f.is_affine]
    affine += [(AT_LEAST, f) for f in term.inequalities if f.is_affine]
    known = context.extended(affine)
    for form in term.inequalities:
        if form.is_affine or not follows_by_products(form, known):
            kept.append(form)
    return kept


def follows_by_products(form: Form, known: Context) -> bool:
    """Whether form >= 0 follows from known affine constraints times variables that are >= 0."""
    found = known.by_products.get(form)
    if found is None:
        found = known.by_products[form] = _by_products(form, known)
    return found


def _by_products(form: Form, known: Context) -> bool:
    if known.refutes(form):
        return False
    involved = form.variables
    sizes = {
        v
        for monomial in form.terms
        if len(monomial) > 1
        for v in monomial
        if known.entails(form_of(v))
    }
    products = {
        (kind, other * form_of(size))
        for size in sizes
        for kind, other in known.constraints
        if other.is_affine and not other.variables.isdisjoint(involved)
    }
    return bool(products) and known.extended(products).entails(form)


def guard_context(term: GuardedTerm, context: Context) -> Context:
    """The context where the guard of the term holds."""
    constraints = [(EQUAL, f) for f in term.equalities]
    return context.extended(constraints + [(AT_LEAST, f) for f in term.inequalities])
