"""Monomials opened before they are read back: all factors side by side, powers joined.

Also here: the denominators that the statement was written with, to be shown as they were written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symderive.language.binding import dangling
from symderive.language.terms import Term
from symderive.prover import powers, reciprocals, substitution
from symderive.prover.integers import ZERO, Form, Variable
from symderive.prover.ring import (
    POWER,
    RECIPROCAL,
    TENSOR,
    Bracket,
    Component,
    Factor,
    Factors,
    GuardedTerm,
    Monomial,
    merged_factors,
)

if TYPE_CHECKING:
    from symderive.prover.context import Context
    from symderive.prover.workspace import Workspace


@dataclass
class OpenProduct:
    """coefficient * sum over bound where the guard holds of factors, divided by components."""

    coefficient: Any
    bound: list[Variable]
    equalities: list[Form]
    inequalities: list[Form]
    factors: Factors
    divisors: list[tuple[Component, Any]]


def prenex(
    work: Workspace, monomial: Monomial, coefficient: Any
) -> tuple[GuardedTerm, list[tuple[Component, Any]]]:
    """coefficient * monomial with its sums opened, and the sums that cannot be: (sum, exponent).

    A sum to the power e, a natural number, is e sums with variables of their own.
    """
    term = GuardedTerm(coefficient, [], [], [], [])
    divisors: list[tuple[Component, Any]] = []
    for atom, e in monomial:
        if isinstance(atom, Bracket):
            term.equalities += atom.equalities
            term.inequalities += atom.inequalities
        elif isinstance(atom, Factor):
            term.factors.append((atom.head, atom.indices, e))
        else:
            assert isinstance(atom, Component)
            if e < 0 or e != int(e):
                divisors.append((atom, e))
                continue
            for _ in range(int(e)):
                bound, equalities, inequalities, factors = substitution.renamed(work, atom)
                term.bound += bound
                term.equalities += equalities
                term.inequalities += inequalities
                term.factors += factors
    term.factors = merged_factors(term.factors)
    return term, divisors


def opened(work: Workspace, monomial: Monomial, coefficient: Any) -> OpenProduct:
    """A monomial with the sums in its numerator opened, and symbolic powers of one base joined."""
    term, divisors = prenex(work, monomial, coefficient)
    return OpenProduct(
        coefficient,
        term.bound,
        term.equalities,
        term.inequalities,
        _powers_joined(work, term.factors),
        divisors,
    )


def _powers_joined(work: Workspace, factors: Factors) -> Factors:
    """The factors with symbolic powers of one base joined: b^j b^-k b = b^(j - k + 1).

    As one power it stands inside the sums that bind j or k, where it is defined at b = 0 too.
    """
    exponents: dict[Factor, Form] = {}
    rest: Factors = []
    for head, indices, e in factors:
        found = powers.family(work, head, indices) if head.kind == POWER and e == int(e) else None
        if found is None:
            rest.append((head, indices, e))
        else:
            base, exponent = found
            exponents[base] = exponents.get(base, ZERO) + exponent.scaled(int(e))
    if not exponents:
        return factors
    kept: Factors = []
    for head, indices, e in rest:
        base = work.factor(head, indices)
        if base in exponents and e == int(e):
            exponents[base] = exponents[base].shifted(int(e))
        else:
            kept.append((head, indices, e))
    for base, exponent in exponents.items():
        if exponent.value is None:
            head = work.head(TENSOR, (powers.JOINED, base.head.number), 0)
            kept.append((head, (*base.indices, exponent), 1))
        elif exponent.value:
            kept.append((base.head, base.indices, exponent.value))
    return kept


Denominators = Mapping[Factor, tuple[Term, Monomial, Any]]
"""A named denominator is a number times a monomial times a term that was written."""


def written_denominators(work: Workspace, context: Context) -> Denominators:
    """The denominators that the statement was written with, by the factors that stand for them."""
    found: dict[Factor, tuple[Term, Monomial, Any]] = {}
    for rule, details in list(work.steps):
        if rule != "denominator" or dangling(details[0]):
            continue
        term, polynomial = details
        inverse = reciprocals.inverse(work, polynomial, context)
        if len(inverse) != 1:
            continue
        ((monomial, c),) = inverse.items()
        named = [(a, e) for a, e in monomial if isinstance(a, Factor) and a.head.kind == RECIPROCAL]
        if len(named) == 1 and named[0][1] == -1:
            atom = named[0][0]
            assert isinstance(atom, Factor)
            found.setdefault(atom, (term, monomial - {named[0]}, c))
    return found
