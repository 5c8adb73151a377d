"""Connected components of sums, each interned in a canonical form.

Every index expression with a new bound variable is renamed to a fresh slot, so that shifts, strides
and reversals leave the factors and live in the guard. The greedy order of the factors is unique up
to automorphisms, all of which are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from symderive.prover.context import Context, Guard
from symderive.prover.integers import (
    EXISTENTIAL,
    SLOT,
    SUMMED,
    Form,
    Variable,
    elimination_rank,
    form_of,
    kind_of,
    monomials,
    variable,
)
from symderive.prover.presburger import is_single_valued, projected
from symderive.prover.ring import Component, Factors

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_ORDERS = 200
MAX_COMPARED = 24


class Ordering:
    """A partial canonical order of the factors: its key, and how bound variables become slots."""

    __slots__ = ("extra", "factors", "key", "left", "slots", "values")

    def __init__(
        self,
        key: tuple[Any, ...],
        factors: Factors,
        values: dict[Variable, Form],
        extra: list[Form],
        slots: int,
        left: tuple[int, ...],
    ) -> None:
        self.key = key
        self.factors = factors
        self.values = values
        self.extra = extra
        self.slots = slots
        self.left = left

    def with_factor(self, at: int, all_factors: Factors, bound: set[Variable]) -> Ordering:
        """The order with one more factor, its index expressions renamed to slots."""
        head, indices, exponent = all_factors[at]
        values, extra, slots = dict(self.values), self.extra, self.slots
        keys: list[Any] = []
        renamed: list[Form] = []
        for index in indices:
            form = index.substituted(values)
            inner = form.variables & bound
            if not inner:
                keys.append((0, form.key))
                renamed.append(form)
                continue
            slot = form_of(variable(SLOT, slots))
            slots += 1
            keys.append((1, ()))
            renamed.append(slot)
            pivot = next((v for v in sorted(inner) if form.solvable_for(v)), None)
            if pivot is None:
                extra = [*extra, form - slot]
                continue
            solution = {pivot: (slot - form.without(pivot)).scaled(form.coefficient(pivot))}
            values = {v: value.substituted(solution) for v, value in values.items()}
            values[pivot] = solution[pivot]
            extra = [f.substituted(solution) for f in extra]
        step = (slots - self.slots, head.number, exponent, tuple(keys))
        left = tuple(k for k in self.left if k != at)
        return Ordering(
            (*self.key, step),
            [*self.factors, (head, tuple(renamed), exponent)],
            values,
            extra,
            slots,
            left,
        )


def canonical_orders(bound: Iterable[Variable], factors: Factors) -> list[Ordering]:
    """All least orders of the factors: by (new slots, head, exponent, known indices), greedily."""
    inner = set(bound)
    states = [Ordering((), [], {}, [], 0, tuple(range(len(factors))))]
    for _ in factors:
        best: Any = None
        following: list[Ordering] = []
        for state in states:
            for at in state.left:
                new = state.with_factor(at, factors, inner)
                if best is None or new.key < best:
                    best, following = new.key, []
                if new.key == best:
                    following.append(new)
        states = following[:MAX_ORDERS]
    return states


def component(
    work: Workspace,
    bound: list[Variable],
    equalities: Iterable[Form],
    inequalities: Iterable[Form],
    factors: Factors,
    context: Context,
) -> Component | None:
    """The interned component equal to this sum where the context holds; None for an empty sum."""
    orders = canonical_orders(bound, factors)
    known = work.components.setdefault(orders[0].key, [])
    inner = set(bound)
    forms: list[tuple[Guard, Ordering, list[Variable]]] = []
    for order in orders:
        guard, left = _slot_guard(order, equalities, inequalities, inner)
        simple = context.simplified(*guard)
        if simple is None:
            return None
        for other, found in known:
            if other == simple:
                return found
        forms.append((simple, order, left))
    for simple, _, _ in forms[:MAX_COMPARED]:
        for other, found in known:
            if same_set(simple, other, context):
                work.record("guard replacement", found)
                return found
    simple, order, left = forms[0]
    made = _interned(work, simple, order, left)
    known.append((simple, made))
    work.record("canonical sum", made)
    return made


def _slot_guard(
    order: Ordering,
    equalities: Iterable[Form],
    inequalities: Iterable[Form],
    bound: set[Variable],
) -> tuple[tuple[list[Form], list[Form]], list[Variable]]:
    strict = [f.substituted(order.values) for f in equalities] + order.extra
    loose = [f.substituted(order.values) for f in inequalities]
    left = sorted(
        {v for f in (*strict, *loose) for v in f.variables if v in bound}, key=elimination_rank
    )
    if left:
        names = {v: form_of(variable(EXISTENTIAL, k)) for k, v in enumerate(left)}
        strict = [f.substituted(names) for f in strict]
        loose = [f.substituted(names) for f in loose]
    return (strict, loose), left


def _interned(work: Workspace, guard: Guard, order: Ordering, left: list[Variable]) -> Component:
    values = {variable(SLOT, k): form_of(work.fresh(SUMMED)) for k in range(order.slots)}
    values.update(
        {variable(EXISTENTIAL, k): form_of(work.fresh(kind_of(v))) for k, v in enumerate(left)}
    )
    return Component(
        tuple(next(iter(form.variables)) for form in values.values()),
        (
            frozenset(f.substituted(values) for f in guard[0]),
            frozenset(f.substituted(values) for f in guard[1]),
        ),
        [(h, tuple(f.substituted(values) for f in i), e) for h, i, e in order.factors],
        order.key,
        order.slots,
    )


def same_set(a: Guard, b: Guard, context: Context) -> bool:
    """Whether two guards over slots hold at the same points, existentials being unique."""
    found_a, found_b = monomials([*a[0], *a[1]]), monomials([*b[0], *b[1]])
    hidden = {m for m in found_a | found_b if any(kind_of(v) == EXISTENTIAL for v in m)}
    if any(len(m) > 1 for m in hidden):
        return False
    equalities, inequalities = context.relevant(found_a | found_b)
    order = sorted((found_a | found_b | monomials([*equalities, *inequalities])) - hidden)
    sets = []
    for guard, present in ((a, found_a), (b, found_b)):
        mine = sorted(present & hidden)
        strict, loose = [*guard[0], *equalities], [*guard[1], *inequalities]
        if not is_single_valued(order, mine, strict, loose):
            return False
        sets.append(projected(order, mine, strict, loose))
    return bool(sets[0].is_equal(sets[1]))


def is_always_one(
    bound: list[Variable], equalities: list[Form], inequalities: list[Form], context: Context
) -> bool:
    """Whether the sum over bound of the guard is 1 everywhere in the context: a unique quotient."""
    return _unique(bound, equalities, inequalities, context) and covers(
        bound, equalities, inequalities, context
    )


def _unique(
    bound: Iterable[Variable], equalities: list[Form], inequalities: list[Form], context: Context
) -> bool:
    found = monomials(equalities + inequalities)
    hidden = sorted((v,) for v in bound)
    inner = {v for (v,) in hidden}
    if any(len(m) > 1 and not inner.isdisjoint(m) for m in found):
        return False
    known = context.relevant(found)
    order = sorted((found | monomials([*known[0], *known[1]])) - set(hidden))
    return is_single_valued(order, hidden, equalities + known[0], inequalities + known[1])


def covers(
    bound: Iterable[Variable],
    equalities: Iterable[Form],
    inequalities: Iterable[Form],
    context: Context,
) -> bool:
    """Whether at every point of the context some bound variables satisfy the guard."""
    strict, loose = list(equalities), list(inequalities)
    found = monomials(strict + loose)
    hidden = sorted((v,) for v in bound)
    inner = {v for (v,) in hidden}
    if any(len(m) > 1 and not inner.isdisjoint(m) for m in found):
        return False
    known = context.relevant({m for m in found if inner.isdisjoint(m)})
    order = sorted((found | monomials([*known[0], *known[1]])) - set(hidden))
    whole = projected(order, [], known[0], known[1])
    return bool(whole.is_subset(projected(order, hidden, strict + known[0], loose + known[1])))
