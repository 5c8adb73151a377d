"""Reciprocals that leave a sum: a bracket says where the sum they come from is not empty.

Inside a sum over an empty range nothing is divided. So sum_{i=1}^m x_i/m is [m >= 1] (1/m) sum x_i,
where the bracket may be left out only if the denominator is not zero for m = 0 either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from symderive.errors import OutsideFragment
from symderive.prover import components, normalize, signs
from symderive.prover.context import ALWAYS, Context, Guard
from symderive.prover.integers import Form, Variable, monomials
from symderive.prover.presburger import AT_LEAST, EQUAL, as_conjunction, projected
from symderive.prover.ring import (
    EXPONENTIAL,
    INTEGER,
    RECIPROCAL,
    TENSOR,
    Atom,
    Bracket,
    Component,
    Factor,
    Head,
    Monomial,
    Polynomial,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace


def is_safe(work: Workspace, atom: Atom, context: Context) -> bool:
    """Whether an atom is nowhere zero in the context, or zero for special tensors only."""
    if isinstance(atom, Factor) and atom.head.kind == EXPONENTIAL:
        return True
    key = (atom, context, work.facts_key())
    found = work.safe.get(key)
    if found is None:
        found = work.safe[key] = _is_safe(work, atom, context)
    return found


def _is_safe(work: Workspace, atom: Atom, context: Context) -> bool:
    value = work.atom(atom)
    if signs.is_nonzero(work, value, context):
        return True
    if isinstance(atom, Factor) and atom.head.kind == RECIPROCAL:
        value = normalize.instantiated(work, atom.head, atom.indices, context)
    return structurally_nonzero(work, value, context)


def needed(
    work: Workspace,
    atoms: Iterable[tuple[Atom, Any]],
    bound: Sequence[Variable],
    guard: tuple[Sequence[Form], Sequence[Form]],
    context: Context,
) -> Guard:
    """The guard that says that a sum is not empty, if one of the reciprocals beside it needs it.

    Given: atoms with exponents, in none of which a bound variable occurs.
    Raises OutsideFragment where the sum's not being empty is no conjunction of constraints.
    """
    negative = [atom for atom, e in atoms if e < 0]
    if not negative or not bound:
        return ALWAYS
    hidden = set(bound)
    inside = context.extended(
        (kind, form)
        for kind, forms in ((EQUAL, guard[0]), (AT_LEAST, guard[1]))
        for form in forms
        if form.variables.isdisjoint(hidden)
    )
    if all(is_safe(work, atom, inside) for atom in negative):
        return ALWAYS
    return nonempty(bound, guard, context)


def nonempty(
    bound: Sequence[Variable], guard: tuple[Sequence[Form], Sequence[Form]], context: Context
) -> Guard:
    """The guard on the other variables under which some values of the bound ones meet the guard."""
    inner = set(bound)
    strict, loose = list(guard[0]), list(guard[1])
    found = monomials(strict + loose)
    hidden = sorted(m for m in found if not inner.isdisjoint(m))
    if any(len(m) > 1 for m in hidden):
        raise OutsideFragment("a denominator leaves a sum over a range that is not linear")
    known = context.relevant(found - set(hidden))
    order = sorted((found | monomials([*known[0], *known[1]])) - set(hidden))
    points = projected(order, hidden, strict + known[0], loose + known[1])
    constraints = as_conjunction(points, order, known)
    if constraints is None:
        raise OutsideFragment("a denominator leaves a sum whose range may be empty")
    return frozenset(constraints[0]), frozenset(constraints[1])


def structurally_nonzero(work: Workspace, polynomial: Polynomial, context: Context) -> bool:
    """Whether at every size some term of the polynomial is there and no other can cancel it.

    Terms cancel one another only if they have the same tensors and exponentials as factors.
    """
    alike: dict[Any, list[Monomial]] = {}
    for monomial in polynomial:
        alike.setdefault(_heads(monomial), []).append(monomial)
    return any(len(terms) == 1 and _is_present(work, terms[0], context) for terms in alike.values())


def _factors(atom: Atom) -> list[tuple[Head, tuple[Form, ...], Any]]:
    if isinstance(atom, Factor):
        return [(atom.head, atom.indices, 1)]
    return list(atom.factors) if isinstance(atom, Component) else []


def _heads(monomial: Monomial) -> Any:
    """How often each tensor and each function occurs in a term; integer values do not count."""
    found: Counter[int] = Counter()
    for atom, e in monomial:
        for head, _, inner in _factors(atom):
            if head.kind != INTEGER:
                found[head.base.number] += e * inner
    return frozenset(found.items())


def _is_present(work: Workspace, monomial: Monomial, context: Context) -> bool:
    for atom, _ in monomial:
        if isinstance(atom, Bracket):
            return False
        inside = context
        if isinstance(atom, Component):
            if not components.covers(atom.bound, atom.equalities, atom.inequalities, context):
                return False
            inside = context.extended(
                [(EQUAL, f) for f in atom.equalities] + [(AT_LEAST, f) for f in atom.inequalities]
            )
        if not all(_is_generic(work, head, i, inside) for head, i, _ in _factors(atom)):
            return False
    return True


def _is_generic(work: Workspace, head: Head, indices: tuple[Form, ...], context: Context) -> bool:
    """Whether a factor is not zero for general values of tensors."""
    if head.kind == INTEGER:
        return context.excludes_zero(indices[0])
    if head.kind == TENSOR:
        return bool(work.tensor_signs.get(head.base.name, signs.ANY) & signs.NONZERO)
    return head.kind == EXPONENTIAL
