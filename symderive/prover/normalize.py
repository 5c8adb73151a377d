"""Sums in canonical form: guarded terms are eliminated and fall apart into components.

``normalized`` and ``summed`` are the two ways in; ``instantiated`` opens a derived head at indices.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from symderive.prover import (
    abstraction,
    coincidence,
    components,
    elimination,
    gates,
    piecewise,
    radix,
    reciprocals,
    roots,
    substitution,
)
from symderive.prover.context import ALWAYS, Context
from symderive.prover.integers import Form, Variable
from symderive.prover.presburger import AT_LEAST, EQUAL
from symderive.prover.ring import (
    RECIPROCAL,
    UNIT,
    Bracket,
    Component,
    Factor,
    Factors,
    GuardedTerm,
    Head,
    Polynomial,
    add,
    merged_factors,
    plain_exponent,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace


def normalized(work: Workspace, terms: Iterable[GuardedTerm], context: Context) -> Polynomial:
    """The sum of guarded terms as a polynomial over atoms."""
    out: Polynomial = {}
    for term in terms:
        for piece in elimination.eliminate(work, term, context):
            out = add(out, decomposed(work, piece, context))
    return out


def decomposed(work: Workspace, term: GuardedTerm, context: Context) -> Polynomial:
    """A guarded term as coefficient * bracket * factors * components (distributivity)."""
    if term.bound and piecewise.factors_need_reduction(term.factors):
        simpler = _reduced(work, term, context)
        if simpler is not None:
            return simpler
    if work.has_roots:
        powers_out = roots.opened_term(work, term)
        if powers_out is not None:
            return summed(work, term.bound, term.equalities, term.inequalities, powers_out, context)
    coinciding = coincidence.evaluated(work, term, context)
    if coinciding is not None:
        return summed(work, term.bound, term.equalities, term.inequalities, coinciding, context)
    groups, outer_factors = connected(term)
    bound = set(term.bound)
    atoms = [(work.factor(head, indices), e) for head, indices, e in outer_factors]
    guard = (term.equalities, term.inequalities)
    gate = gates.needed(work, atoms, term.bound, guard, context)
    outer_equalities = [f for f in term.equalities if f.variables.isdisjoint(bound)]
    outer_inequalities = [f for f in term.inequalities if f.variables.isdisjoint(bound)]
    outer_equalities += gate[0]
    outer_inequalities += gate[1]
    powers: dict[Any, Any] = {}
    value: Polynomial | None = None
    for head, indices, e in outer_factors:
        if head.kind == RECIPROCAL:
            opened = instantiated(work, head, indices, context)
            piece = work.power(
                reciprocals.inverse(work, opened, context) if e < 0 else opened, abs(e)
            )
            value = piece if value is None else work.multiply(value, piece)
        else:
            atom = work.factor(head, indices)
            powers[atom] = plain_exponent(powers.get(atom, 0) + e)
    inside = context
    if outer_equalities or outer_inequalities:
        inside = context.extended(
            [(EQUAL, f) for f in outer_equalities] + [(AT_LEAST, f) for f in outer_inequalities]
        )
    for variables, equalities, inequalities, factors in groups:
        if not factors and components.is_always_one(variables, equalities, inequalities, inside):
            continue
        reduced = reciprocals.frozen(work, variables, equalities, inequalities, factors, inside)
        if reduced is not None:
            value = reduced if value is None else work.multiply(value, reduced)
            continue
        whole = components.component(work, variables, equalities, inequalities, factors, inside)
        if whole is None:
            return {}
        powers[whole] = powers.get(whole, 0) + 1
    monomial = frozenset((atom, e) for atom, e in powers.items() if e)
    if outer_equalities or outer_inequalities:
        outside = work.bracket((frozenset(outer_equalities), frozenset(outer_inequalities)))
        monomial = work.multiply_monomials(monomial, frozenset([(outside, 1)]))
    out = {monomial: term.coefficient}
    return out if value is None else work.multiply(out, value)


def _reduced(work: Workspace, term: GuardedTerm, context: Context) -> Polynomial | None:
    """The term with squares of absolute values and products of indicators rewritten, if any is."""
    monomial = frozenset((work.factor(head, indices), e) for head, indices, e in term.factors)
    inside = radix.guard_context(term, context)
    value = piecewise.reduced(work, {monomial: term.coefficient}, inside)
    if monomial in value:
        return None
    return summed(work, term.bound, term.equalities, term.inequalities, value, context)


Group = tuple[list[Variable], list[Form], list[Form], Factors]


def connected(term: GuardedTerm) -> tuple[list[Group], Factors]:
    """The factors without bound variables, and the rest grouped by shared bound variables."""
    bound = set(term.bound)
    parent = {v: v for v in term.bound}

    def root(v: Variable) -> Variable:
        while parent[v] != v:
            parent[v] = parent[parent[v]]
            v = parent[v]
        return v

    def join(variables: Iterable[Variable]) -> list[Variable]:
        inner = [v for v in variables if v in bound]
        for v in inner[1:]:
            parent[root(v)] = root(inner[0])
        return inner

    guards = [(form, join(form.variables)) for form in term.equalities]
    ranges = [(form, join(form.variables)) for form in term.inequalities]
    factors = [
        (factor, join([v for form in factor[1] for v in form.variables])) for factor in term.factors
    ]
    groups: dict[Variable, Group] = {}
    for v in term.bound:
        groups.setdefault(root(v), ([], [], [], []))[0].append(v)
    for form, inner in guards:
        if inner:
            groups[root(inner[0])][1].append(form)
    for form, inner in ranges:
        if inner:
            groups[root(inner[0])][2].append(form)
    outer: Factors = []
    for factor, inner in factors:
        if inner:
            groups[root(inner[0])][3].append(factor)
        else:
            outer.append(factor)
    return list(groups.values()), outer


def summed(
    work: Workspace,
    bound: list[Variable],
    equalities: Iterable[Form],
    inequalities: Iterable[Form],
    polynomial: Polynomial,
    context: Context,
) -> Polynomial:
    """The sum over bound where the guard holds; what is constant there is pulled out."""
    inner = set(bound)
    out: Polynomial = {}
    strict, loose = list(equalities), list(inequalities)
    for monomial, c in polynomial.items():
        outer: dict[Any, Any] = {}
        term = GuardedTerm(c, list(bound), list(strict), list(loose), [])
        for atom, e in monomial:
            if isinstance(atom, Bracket):
                term.equalities += atom.equalities
                term.inequalities += atom.inequalities
            elif atom.free.isdisjoint(inner):
                outer[atom] = e
            elif isinstance(atom, Factor):
                term.factors.append((atom.head, atom.indices, e))
            else:
                assert isinstance(atom, Component)
                _into_term(work, term, atom, e)
        term.factors = merged_factors(term.factors)
        guard = (list(term.equalities), list(term.inequalities))
        gate = gates.needed(work, outer.items(), list(term.bound), guard, context)
        value = normalized(work, [term], context)
        if gate != ALWAYS:
            value = work.multiply(value, work.guard_polynomial(gate))
        rest = frozenset(outer.items())
        if rest != UNIT:
            value = {work.multiply_monomials(rest, m): k for m, k in value.items()}
        out = add(out, value)
    return out


def _into_term(work: Workspace, term: GuardedTerm, component: Component, exponent: Any) -> None:
    """Reopen a component that the new sum binds; a reciprocal of one becomes a derived head."""
    if exponent > 0 and exponent == int(exponent):
        for _ in range(int(exponent)):
            bound, equalities, inequalities, factors = substitution.renamed(work, component)
            term.bound += bound
            term.equalities += equalities
            term.inequalities += inequalities
            term.factors += factors
    else:
        head, indices = abstraction.abstracted(
            work, RECIPROCAL, "reciprocal", work.atom(component), work.root
        )
        term.factors.append((head, indices, exponent))


def instantiated(
    work: Workspace, head: Head, indices: tuple[Form, ...], context: Context
) -> Polynomial:
    """The body of a derived head at the given indices."""
    key = (head, indices, context, work.facts_key())
    found = work.instances.get(key)
    if found is None:
        assert head.body is not None
        values = dict(zip(head.places, indices, strict=True))
        found = substitution.in_polynomial(work, head.body, values, context)
        work.instances[key] = found
    return found
