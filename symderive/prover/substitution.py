"""Substituting index forms for integer variables in factors, components and polynomials."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover import functions, gates, normalize, powers, reciprocals
from symderive.prover.context import ALWAYS, Context
from symderive.prover.integers import Form, Variable, form_of, kind_of
from symderive.prover.ring import (
    EXPONENTIAL,
    INTEGER,
    POWER,
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
    rational,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

Values = Mapping[Variable, Form]
INTEGER_DEPENDENT = "depends on integer values"


def in_factors(
    work: Workspace, coefficient: fmpq, factors: Factors, values: Values
) -> list[tuple[fmpq, Factors]]:
    """The product of factors after substitution, as a sum of products.

    Integer values of sums expand, and exponentials of integer multiples multiply:
    (a + b) f = a f + b f and exp((j + k) u) = exp(j u) exp(k u).
    """
    out: list[tuple[fmpq, Factors]] = [(coefficient, [])]
    for head, indices, exponent in factors:
        new = tuple([form.substituted(values) for form in indices])
        if new == indices or not _needs_expansion(head, new):
            for _, product in out:
                product.append((head, new, exponent))
            continue
        choices = _expanded(work, head, new, exponent)
        out = [(c * d, product + more) for c, product in out for d, more in choices]
    return out


def _needs_expansion(head: Head, indices: tuple[Form, ...]) -> bool:
    if head.kind == INTEGER or head.tag == INTEGER_DEPENDENT:
        return not all(
            len(form.terms) == 1
            and form.solvable_for(next(iter(form.variables), -1))
            and form.coefficient(next(iter(form.variables))) == 1
            for form in indices
        )
    return False


def _expanded(
    work: Workspace, head: Head, indices: tuple[Form, ...], exponent: Any
) -> list[tuple[fmpq, Factors]]:
    if head.kind == INTEGER:
        return _integer_power(work, indices[0], exponent)
    if head.kind == EXPONENTIAL:
        exponent_value = normalize.instantiated(work, head, indices, work.root)
        exact = rational(Fraction(exponent))
        return as_factors(functions.exponential(work, scaled(exponent_value, exact), work.root))
    if head.kind == POWER:
        value = powers.power_at(work, head, indices)
    else:
        return [(fmpq(1), [(head, indices, exponent)])]
    return as_factors(_to_power(work, value, exponent))


def _to_power(work: Workspace, value: Polynomial, exponent: Any) -> Polynomial:
    """A whole power of an expanded value."""
    if exponent != int(exponent):
        raise OutsideFragment("a root of a power with a symbolic exponent")
    return functions.integer_power(work, value, int(exponent), work.root)


def _scaled_exponents(factors: Factors, by: Any) -> Factors:
    return [(head, indices, e * by) for head, indices, e in factors]


def as_factors(polynomial: Polynomial) -> list[tuple[fmpq, Factors]]:
    """A polynomial in factors only, as a list of products."""
    out = []
    for monomial, c in polynomial.items():
        product: Factors = []
        for atom, e in monomial:
            if not isinstance(atom, Factor):
                raise OutsideFragment("an exponent or a denominator with a bracket in it")
            product.append((atom.head, atom.indices, e))
        out.append((c, product))
    return out


def _integer_power(work: Workspace, form: Form, exponent: int) -> list[tuple[fmpq, Factors]]:
    if exponent < 0:
        value = work.integer_polynomial(form)
        if not value:
            raise OutsideFragment("a division by an index that is zero")
        inverse = reciprocals.inverse(work, value, work.root)
        return [
            (c**-exponent, _scaled_exponents(factors, -exponent))
            for c, factors in as_factors(inverse)
        ]
    out: list[tuple[fmpq, Factors]] = [(fmpq(1), [])]
    for _ in range(exponent):
        out = [
            (c * k, product + [(work.integer, (form_of(v),), 1) for v in monomial])
            for c, product in out
            for monomial, k in form.terms.items()
        ]
    return out


def renamed(
    work: Workspace, component: Component
) -> tuple[list[Variable], list[Form], list[Form], Factors]:
    """The parts of a component with new bound variables."""
    values = {v: form_of(work.fresh(kind_of(v))) for v in component.bound}
    return (
        [next(iter(values[v].variables)) for v in component.bound],
        [form.substituted(values) for form in component.equalities],
        [form.substituted(values) for form in component.inequalities],
        [
            (head, tuple([form.substituted(values) for form in indices]), e)
            for head, indices, e in component.factors
        ],
    )


def in_polynomial(
    work: Workspace, polynomial: Polynomial, values: Values, context: Context
) -> Polynomial:
    """The polynomial with index forms for variables that are free in it."""
    touched = set(values)
    out: Polynomial = {}
    for monomial, c in polynomial.items():
        term = GuardedTerm(c, [], [], [], [])
        outer: dict[Any, Any] = {}
        reciprocal: list[tuple[Component, int]] = []
        for atom, e in monomial:
            if isinstance(atom, Bracket):
                term.equalities += [f.substituted(values) for f in atom.equalities]
                term.inequalities += [f.substituted(values) for f in atom.inequalities]
            elif atom.free.isdisjoint(touched):
                outer[atom] = e
            elif isinstance(atom, Factor):
                term.factors.append((atom.head, atom.indices, e))
            elif e > 0:
                assert isinstance(atom, Component)
                _open_component(work, term, atom, e, values)
            else:
                assert isinstance(atom, Component)
                reciprocal.append((atom, -e))
        bound, guard = list(term.bound), (list(term.equalities), list(term.inequalities))
        value: Polynomial = {}
        for c2, factors in in_factors(work, term.coefficient, term.factors, values):
            piece = GuardedTerm(
                c2, term.bound, term.equalities, term.inequalities, merged_factors(factors)
            )
            value = add(value, normalize.normalized(work, [piece], context))
        beside = list(outer.items())
        for component, e in reciprocal:
            inner = in_polynomial(work, work.atom(component), values, context)
            inverse = reciprocals.inverse(work, inner, context)
            beside += [item for m in inverse for item in m]
            value = work.multiply(value, work.power(inverse, e))
        gate = gates.needed(work, beside, bound, guard, context)
        if gate != ALWAYS:
            value = work.multiply(value, work.guard_polynomial(gate))
        rest = frozenset(outer.items())
        out = add(out, _times(work, value, rest))
    return out


def _open_component(
    work: Workspace, term: GuardedTerm, component: Component, times: int, values: Values
) -> None:
    for _ in range(times):
        bound, equalities, inequalities, factors = renamed(work, component)
        term.bound += bound
        term.equalities += [f.substituted(values) for f in equalities]
        term.inequalities += [f.substituted(values) for f in inequalities]
        term.factors += factors


def _times(work: Workspace, polynomial: Polynomial, monomial: Any) -> Polynomial:
    if monomial == UNIT:
        return polynomial
    return {work.multiply_monomials(monomial, m): c for m, c in polynomial.items()}
