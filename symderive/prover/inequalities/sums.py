"""Sums and maxima against their terms: max f >= f(i), and sum f >= f(i) for f >= 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from symderive.prover import functions, signs, substitution
from symderive.prover.components import covers
from symderive.prover.dominance import RUNNING
from symderive.prover.inequalities.bounded import of_sign
from symderive.prover.inequalities.goals import (
    Lemma,
    Site,
    argument_of,
    is_function,
    is_nonnegative,
    sign_of,
)
from symderive.prover.integers import Form
from symderive.prover.presburger import AT_LEAST, EQUAL
from symderive.prover.ranges import without_equalities
from symderive.prover.ring import Atom, Bracket, Component, Factor, add, scaled

if TYPE_CHECKING:
    from symderive.prover.context import Context
    from symderive.prover.ring import Polynomial
    from symderive.prover.workspace import Workspace

GREATEST, TERM, TERMS = "a maximum and its entries", "a sum and one of its terms", "a sum of terms"
MAX_FORMS = 8


def lemmas(work: Workspace, site: Site) -> Iterator[Lemma]:
    """What maxima and sums of the site are at least."""
    forms = index_forms(site)
    for atom in maxima_of(work, site):
        for form in forms:
            below = entry_of_maximum(work, atom, form, site.context)
            if below is not None:
                yield Lemma(GREATEST, add(work.atom(atom), scaled(below, -1)))
    for atom, greatest in site.attained:
        for form in forms:
            below = entry_of_maximum(work, atom, form, site.context)
            if below is not None:
                yield Lemma(GREATEST, add(greatest, scaled(below, -1)))
    for component in site.sums:
        yield from _single_terms(work, component, forms, site.context)


def index_forms(site: Site) -> list[Form]:
    """The indices at which the terms of a site are taken."""
    found: dict[Form, None] = {}
    for atom in (*site.atoms, *site.hypotheses):
        if isinstance(atom, Factor):
            found.update((form, None) for form in atom.indices)
        elif isinstance(atom, Component):
            for _, indices, _ in atom.factors:
                outside = [f for f in indices if f.variables.isdisjoint(atom.bound)]
                found.update((form, None) for form in outside)
    return sorted(found, key=lambda form: (len(form.terms), form.key))[:MAX_FORMS]


def maxima_of(work: Workspace, site: Site) -> list[Atom]:
    """The maxima among the atoms of a site, and in the exponents, arguments and sums there.

    Those that depend on the index of a sum are left out.
    """
    found: dict[Atom, None] = {}
    pending = site.atoms
    seen: set[Atom] = set()
    bound: set[int] = set()
    while pending:
        atom = pending.pop(0)
        if atom in seen:
            continue
        seen.add(atom)
        if is_function(atom, "max"):
            found[atom] = None
        elif isinstance(atom, Component):
            bound.update(atom.bound)
            pending += [work.factor(head, indices) for head, indices, _ in atom.factors]
        elif isinstance(atom, Factor) and atom.head.body is not None:
            body = argument_of(work, atom, site.context)
            pending += [inner for monomial in body for inner, _ in monomial]
    return [atom for atom in found if atom.free.isdisjoint(bound)]


def entry_of_maximum(
    work: Workspace, atom: Atom, form: Form, context: Context
) -> Polynomial | None:
    """The value under a maximum at an index; None where the index need not be in its range."""
    guard, values = functions.separate_arguments(argument_of(work, atom, context), 2)
    brackets = [b for monomial in guard for b, _ in monomial if isinstance(b, Bracket)]
    if len(brackets) != 1 or brackets[0].equalities:
        return None
    at = {RUNNING: form}
    if not all(context.entails(f.substituted(at)) for f in brackets[0].inequalities):
        return None
    found = substitution.in_polynomial(work, values, at, context)
    return None if any(isinstance(a, Bracket) for m in found for a, _ in m) else found


def _single_terms(
    work: Workspace, component: Component, forms: Iterable[Form], context: Context
) -> Iterator[Lemma]:
    """sum f - f(i) for a sum over one index of what is not negative; also of two terms i != j."""
    bound, equalities, inequalities, factors = without_equalities(
        *substitution.renamed(work, component)
    )
    if len(bound) != 1:
        return
    (v,) = bound
    inside = context.extended(
        [(EQUAL, f) for f in equalities] + [(AT_LEAST, f) for f in inequalities]
    )
    summand = frozenset((work.factor(h, i), e) for h, i, e in factors)
    sign = sign_of(work, summand, inside)
    if not is_nonnegative(sign):
        return
    whole = work.atom(component)
    found: list[tuple[Form, Polynomial]] = []
    for form in forms:
        at = {v: form}
        in_range = all(context.entails(f.substituted(at)) for f in inequalities) and all(
            context.entails_zero(f.substituted(at)) for f in equalities
        )
        if in_range:
            value = substitution.in_polynomial(work, {summand: functions.HALF * 2}, at, context)
            found.append((form, value))
    more = [
        sign == signs.POSITIVE and _has_more(v, equalities, inequalities, context, count)
        for count in (1, 2)
    ]
    for _, value in found:
        yield Lemma(TERM, add(whole, scaled(value, -1)), strict=more[0])
    for (one, first), (other, second) in combinations(found, 2):
        if context.excludes_zero(one - other):
            yield Lemma(TERMS, add(whole, scaled(add(first, second), -1)), strict=more[1])
    yield from of_sign(TERM, whole, signs.of_atom(work, component, context))


def _has_more(
    v: int, equalities: list[Form], inequalities: list[Form], context: Context, count: int
) -> bool:
    """Whether the range of an index has more values than the count: some next to each other."""
    if equalities or not all(f.is_affine for f in inequalities):
        return False
    ahead = [f + Form({(): f.coefficient(v) * count}) for f in inequalities]
    return covers([v], equalities, [*inequalities, *ahead], context)
