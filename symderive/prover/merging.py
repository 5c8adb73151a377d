"""Unions of guards: c*sum_{G1} f + c*sum_{G2} f = c*sum_{G1 or G2} f for disjoint G1, G2.

Even and odd indices become all indices, a cut range becomes whole again, and a single product joins
the sum that it completes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from symderive.prover import normalize
from symderive.prover.context import Context
from symderive.prover.integers import (
    EXISTENTIAL,
    SLOT,
    SUMMED,
    Form,
    Variable,
    form_of,
    kind_of,
    monomials,
    variable,
)
from symderive.prover.presburger import (
    as_conjunction,
    disjoint_union,
    is_single_valued,
    projected,
)
from symderive.prover.ring import (
    Atom,
    Bracket,
    Component,
    Factor,
    GuardedTerm,
    Monomial,
    Polynomial,
    add,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

Guards = tuple[list[Form], list[Form]]


class Member:
    """A monomial that may be part of a union: its guard over canonical slots."""

    __slots__ = ("guard", "monomial")

    def __init__(self, monomial: Monomial, guard: Guards) -> None:
        self.monomial = monomial
        self.guard = guard


def merged(work: Workspace, polynomial: Polynomial, context: Context) -> Polynomial:
    """The polynomial with guards united as far as unions are conjunctions."""
    while len(polynomial) > 1:
        united = _united_once(work, polynomial, context)
        if united is None:
            return polynomial
        polynomial = united
    return polynomial


def _united_once(work: Workspace, polynomial: Polynomial, context: Context) -> Polynomial | None:
    for (rest, shape), found in _buckets(polynomial).items():
        first: Component | None = None
        if shape is None:
            members = [Member(m, _bracket_guard(atom)) for atom, m in found]
        else:
            whole = found[0][0]
            assert isinstance(whole, Component)
            first = whole
            members = [Member(m, _component_guard(atom)) for atom, m in found]
            members += _points(polynomial, rest, first)
        by_coefficient: dict[Any, list[Member]] = {}
        for member in members:
            by_coefficient.setdefault(polynomial[member.monomial], []).append(member)
        for coefficient, group in by_coefficient.items():
            if len(group) < 2 or len({m.monomial for m in group}) < len(group):
                continue
            united = _united(work, coefficient, rest, first, group, context)
            if united is not None:
                work.record("union of guards", len(group))
                gone = {m.monomial for m in group}
                kept = {m: c for m, c in polynomial.items() if m not in gone}
                return add(kept, united)
    return None


def _buckets(
    polynomial: Polynomial,
) -> dict[tuple[Monomial, Any], list[tuple[Atom | None, Monomial]]]:
    """Monomials that differ in one component of the same shape, or in one bracket."""
    buckets: dict[tuple[Monomial, Any], list[tuple[Atom | None, Monomial]]] = {}
    for monomial in polynomial:
        for atom, e in monomial:
            if isinstance(atom, Component) and e == 1:
                key = (monomial - {(atom, 1)}, atom.shape)
                buckets.setdefault(key, []).append((atom, monomial))
            elif isinstance(atom, Bracket):
                buckets.setdefault((monomial - {(atom, 1)}, None), []).append((atom, monomial))
    for monomial in polynomial:
        if (monomial, None) in buckets:
            buckets[(monomial, None)].append((None, monomial))
    return buckets


def _bracket_guard(atom: Atom | None) -> Guards:
    if atom is None:
        return [], []
    assert isinstance(atom, Bracket)
    return list(atom.equalities), list(atom.inequalities)


def _component_guard(atom: Atom | None) -> Guards:
    assert isinstance(atom, Component)
    values = canonical_names(atom)
    return (
        [f.substituted(values) for f in atom.equalities],
        [f.substituted(values) for f in atom.inequalities],
    )


def canonical_names(component: Component) -> dict[Variable, Form]:
    """Slots and existentials by their canonical names."""
    return {
        v: form_of(
            variable(SLOT, k) if k < component.slots else variable(EXISTENTIAL, k - component.slots)
        )
        for k, v in enumerate(component.bound)
    }


def _points(polynomial: Polynomial, rest: Monomial, first: Component) -> list[Member]:
    """The monomials rest * product of factors that are single points of the component."""
    slots = set(first.bound[: first.slots])
    if len(slots) < len(first.bound):
        return []
    found = []
    for monomial in polynomial:
        if len(monomial) <= len(rest) or not rest <= monomial:
            continue
        left = [item for item in monomial if item not in rest]
        if any(not isinstance(atom, Factor) for atom, _ in left):
            continue
        for values, used in _matches(first, slots, left):
            if len(used) == len(left) and len(values) == len(slots):
                guard = [values[v] - form_of(variable(SLOT, k)) for k, v in enumerate(first.bound)]
                found.append(Member(monomial, (guard, [])))
                break
    return found


def _matches(
    component: Component, slots: set[Variable], atoms: list[tuple[Atom, Any]]
) -> Iterator[tuple[dict[Variable, Form], frozenset[Atom]]]:
    """The values of the slots at which the factors of the component are the given atoms."""

    def extend(
        at: int, values: dict[Variable, Form], used: frozenset[Atom]
    ) -> Iterator[tuple[dict[Variable, Form], frozenset[Atom]]]:
        if at == len(component.factors):
            yield values, used
            return
        head, indices, exponent = component.factors[at]
        for atom, e in atoms:
            assert isinstance(atom, Factor)
            if atom.head is not head or e != exponent or atom in used:
                continue
            extended = _matched(indices, atom.indices, dict(values), slots)
            if extended is not None:
                yield from extend(at + 1, extended, used | {atom})

    yield from extend(0, {}, frozenset())


def _matched(
    pattern: tuple[Form, ...],
    target: tuple[Form, ...],
    values: dict[Variable, Form],
    slots: set[Variable],
) -> dict[Variable, Form] | None:
    for form, wanted in zip(pattern, target, strict=True):
        here = form.substituted(values)
        open_slots = [v for v in here.variables if v in slots and v not in values]
        if not open_slots:
            if here != wanted:
                return None
        elif len(open_slots) == 1 and here.solvable_for(open_slots[0]):
            v = open_slots[0]
            values[v] = (wanted - here.without(v)).scaled(here.coefficient(v))
        else:
            return None
    return values


def _united(
    work: Workspace,
    coefficient: Any,
    rest: Monomial,
    first: Component | None,
    group: list[Member],
    context: Context,
) -> Polynomial | None:
    slots = [variable(SLOT, k) for k in range(first.slots)] if first is not None else []
    found = monomials([f for m in group for part in m.guard for f in part])
    hidden = sorted(m for m in found if any(kind_of(v) == EXISTENTIAL for v in m))
    if any(len(m) > 1 for m in hidden):
        return None
    known = context.relevant(found)
    order = sorted(
        (found | monomials([*known[0], *known[1]]) | {(v,) for v in slots}) - set(hidden)
    )
    sets = []
    for member in group:
        mine = sorted(monomials([*member.guard[0], *member.guard[1]]) & set(hidden))
        strict, loose = member.guard[0] + known[0], member.guard[1] + known[1]
        if not is_single_valued(order, mine, strict, loose):
            return None
        sets.append(projected(order, mine, strict, loose))
    union = disjoint_union(sets)
    guard = None if union is None else as_conjunction(union, order, known)
    if guard is None:
        return None
    if first is None:
        bracket = work.guard_polynomial((frozenset(guard[0]), frozenset(guard[1])))
        return {work.multiply_monomials(rest, m): coefficient for m in bracket}
    names = {v: form_of(work.fresh(SUMMED)) for v in slots}
    pattern = {v: names[s] for v, s in zip(first.bound, slots, strict=False)}
    factors = [(h, tuple(f.substituted(pattern) for f in i), e) for h, i, e in first.factors]
    if any(v in first.bound for _, i, _ in factors for f in i for v in f.variables):
        # Only slots may occur in the factors of a union.
        return None
    term = GuardedTerm(
        coefficient,
        [next(iter(form.variables)) for form in names.values()],
        [f.substituted(names) for f in guard[0]],
        [f.substituted(names) for f in guard[1]],
        factors,
    )
    value = normalize.normalized(work, [term], context)
    return {work.multiply_monomials(rest, m): c for m, c in value.items()}
