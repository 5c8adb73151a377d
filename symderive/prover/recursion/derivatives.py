"""Derivatives of what a recursion defines, by its parameters and by its own values.

The values y[m] and the members of families of tensors become tensors of their own, and what a
derivative says of the values is written out by the chain rule:

    d f / d t = (d f / d t with all y[m] held) + sum_m sum_r (d f / d y[m]_r) (d y[m]_r / d t).

For a parameter t of layer k the recursion gives d y[m] / d t = 0 for m < k, and
(d y[m] / d y[k]) (d step(k) / d t) for m >= k. Here d y[m] / d y[k] is the derivative of the
recursion started anew at k: the unit matrix for m = k, and the product of the derivatives of
the single steps after it. That this is so is claimed here, and proved by induction in
:mod:`symderive.prover.recursion.layers`, which reads what was used off
:attr:`Differentiation.claims`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symderive.errors import OutsideFragment
from symderive.language.binding import (
    abstract,
    dangling,
    free_symbols,
    instantiate,
    map_children,
    substitute,
)
from symderive.language.definitions import shape_of
from symderive.language.displays import tidy
from symderive.language.formulas import at
from symderive.language.members import (
    FamilyMember,
    FamilySymbol,
    Previous,
    Recursion,
    mentions_members,
)
from symderive.language.recursions import member_before, step_at
from symderive.language.terms import (
    ZERO,
    Add,
    Apply,
    Array,
    Cases,
    Domain,
    Entry,
    Mul,
    Partial,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.prover.recursion.chain_rule import (
    DERIVATIVES,
    Places,
    Slope,
    entry_by_entry,
    entrywise,
    opened,
    places,
    summed,
    through,
    unit,
)
from symderive.prover.recursion.families import (
    MEMBER,
    Indices,
    Unsettled,
    constant_distance,
    in_range,
    member_name,
    opposite,
)
from symderive.prover.recursion.parameters import goes_back, layers_of

MOST_STEPS = 3


@dataclass(frozen=True)
class Layer:
    """A variable, and the one layer of a recursion in which it stands.

    ``member`` says of which family its tensor is a member, if it is one.
    """

    recursion: Recursion
    variable: Term
    index: Term
    member: FamilyMember | None


@dataclass(frozen=True)
class Restart:
    """The derivative of the value at ``index`` by the value at ``base``, before it."""

    recursion: Recursion
    index: Term
    base: Term


class Differentiation:
    """Terms with recursions as terms of free tensors, derivatives written out.

    ``values`` says which member a tensor stands for, ``restarts`` which matrix is the derivative of
    one value by another. ``claims`` are the layers on which the result depends.
    """

    def __init__(self, indices: Indices) -> None:
        self.indices = indices
        self.values: dict[Term, FamilyMember] = {}
        self.restarts: dict[Term, Restart] = {}
        self.claims: dict[Layer, None] = {}

    # Members as tensors

    def anew(self) -> Differentiation:
        """A reading of something else under the same hypotheses."""
        return Differentiation(self.indices.also())

    def read(self, term: Term) -> Term:
        """The term without recursions, families of tensors and derivatives through them."""
        if not mentions_members(term):
            return term
        if isinstance(term, FamilyMember):
            return term if term.is_integer else self._member(term)
        if isinstance(term, Partial):
            return self._partial(term)
        if isinstance(term, Apply) and term.name in DERIVATIVES:
            return self.read(opened(term))
        if isinstance(term, Cases):
            return self._cases(term)
        if isinstance(term, (Recursion, FamilySymbol, Previous)):
            raise OutsideFragment("a recursion as a whole")
        return map_children(term, lambda child, binds: self.read(child))

    def _cases(self, term: Cases) -> Term:
        """Each value is read where its condition holds; cases that cannot occur are left out."""
        values: list[Term] = []
        conditions: list[Term] = []
        before: list[Term] = []
        for value, condition in zip(term.values, term.conditions, strict=True):
            with self.indices.assuming(*before):
                never, always = self.indices.excludes(condition), self.indices.settles(condition)
            if never:
                continue
            with self.indices.assuming(*before, condition):
                values.append(self.read(value))
            if always and not conditions:
                return values[0]
            conditions.append(self.read(condition))
            before += opposite(condition)
        return Cases(tuple(values), tuple(conditions)) if values else term

    def _member(self, member: FamilyMember) -> Term:
        """A definition that goes back to no other value is put in, other members are tensors."""
        if isinstance(member.family, Recursion) and not goes_back(member.family):
            checked = self._checked(member)
            if self.starts(member.family, checked.index):
                return self.read(member.family.start)
            return self.read(step_at(member.family, checked.index, ZERO))
        return self.tensor(member)

    def _checked(self, member: FamilyMember) -> FamilyMember:
        found = FamilyMember(member.family, self.indices.same(member.index))
        in_range(self.indices, found)
        return found

    def tensor(self, member: FamilyMember) -> Term:
        """The tensor or the number that stands for a member."""
        member = self._checked(member)
        family = member.family
        domain = family.domain if isinstance(family, FamilySymbol) else Domain("real")
        assert isinstance(domain, Domain)
        marked = Domain(domain.kind, domain.conditions, (*domain.properties, MEMBER))
        name = member_name(member)
        found: Term = Symbol(name, marked)
        if member.shape:
            found = TensorSymbol(name, len(member.shape), member.shape, marked)
        self.values[found] = member
        return found

    def is_start(self, member: FamilyMember) -> bool:
        """Whether a value of a recursion is known to be its start."""
        recursion = member.family
        assert isinstance(recursion, Recursion)
        return self._order(recursion, member.index, recursion.origin) == "="

    def starts(self, recursion: Recursion, index: Term) -> bool:
        """Whether the member at an index is the start; that has to be known either way."""
        found = self._order(recursion, index, recursion.origin)
        if found in ("<=", ">="):
            raise Unsettled(index, recursion.origin)
        return found == "="

    def step(self, recursion: Recursion, index: Term) -> Term:
        """The step to an index from the member before it, or the start."""
        if self.starts(recursion, index):
            return self.read(recursion.start)
        before = FamilyMember(recursion, tidy(member_before(recursion, index)))
        return self.read(step_at(recursion, index, before))

    def _order(self, recursion: Recursion, index: Term, other: Term) -> str:
        """How far along the recursion an index is, seen from another one."""
        found = self.indices.order(index, other)
        if recursion.downward:
            return found.translate(str.maketrans("<>", "><"))
        return found

    # Derivatives

    def _partial(self, term: Partial) -> Term:
        """A derivative, with symbols for the variables that are bound around it meanwhile."""
        if shape_of(term.body):
            return self.read(entry_by_entry(term))
        bound = places(dangling(term))
        closed = instantiate(term, bound)
        assert isinstance(closed, Partial)
        return abstract(self._closed_partial(closed), bound)

    def _closed_partial(self, term: Partial) -> Term:
        variable = term.variable
        whole = variable.tensor if isinstance(variable, Entry) else variable
        if isinstance(whole, FamilyMember) and isinstance(whole.family, Recursion):
            if not goes_back(whole.family):
                return self._by_definition(term, whole)
        tensor = self.tensor(whole) if isinstance(whole, FamilyMember) else self.read(whole)
        if isinstance(variable, Entry):
            return self.total(self.read(term.body), Entry(tensor, self._indices(variable)))
        return self.total(self.read(term.body), tensor)

    def _indices(self, variable: Term) -> Places:
        return tuple(map(self.read, variable.indices)) if isinstance(variable, Entry) else ()

    def _by_definition(self, term: Partial, whole: FamilyMember) -> Term:
        """A derivative by a value that is defined outright, of a function that goes entry by entry.

        d f(z_p) / d z_q = [p = q] f'(z_p), at the value that z has.
        """
        free = self.tensor(whole)
        body = self.read(self._held(term.body, self.values[free], free))
        found = entrywise(body, free, self._indices(term.variable))
        if found is None:
            raise OutsideFragment("a derivative by a value that is defined outright")
        return substitute(found, {free: self.read(self.values.pop(free))})

    def _held(self, term: Term, member: FamilyMember, free: Term) -> Term:
        """The term with a tensor in the place of a member, outside of recursions."""
        if isinstance(term, FamilyMember) and term.family == member.family:
            if self.indices.same(term.index) == member.index:
                return free
        if isinstance(term, (FamilyMember, Recursion)):
            return term
        return map_children(term, lambda child, binds: self._held(child, member, free))

    def total(self, body: Term, variable: Term) -> Term:
        """The derivative of a term without members, through all values on which it depends."""
        tensor = variable.tensor if isinstance(variable, Entry) else variable
        inside = free_symbols(body)
        if not inside.isdisjoint(self.restarts):
            raise OutsideFragment("a second derivative through a recursion")
        self._distinct(tensor, inside)
        parts: list[Term] = [Partial(body, variable)] if tensor in inside else []
        for symbol in sorted(inside - {tensor}, key=lambda s: s.name):
            member = self.values.get(symbol)
            if member is None or not isinstance(member.family, Recursion):
                continue
            slope = self.slope(member, variable)
            if slope is not None:
                parts.append(through(body, symbol, slope))
        if not parts:
            return ZERO
        return parts[0] if len(parts) == 1 else Add(tuple(parts))

    def _distinct(self, tensor: Term, inside: frozenset[Symbol | TensorSymbol]) -> None:
        """That no other member of a family is the one by which is differentiated."""
        own = self.values.get(tensor)
        if own is None or isinstance(own.family, Recursion):
            return
        for symbol in inside - {tensor}:
            other = self.values.get(symbol)
            if other is not None and other.family == own.family:
                if not self.indices.differ(other.index, own.index):
                    raise Unsettled(other.index, own.index)

    def slope(self, member: FamilyMember, variable: Term) -> Slope | None:
        """The derivative of a value by a variable, as a function of its entry; None where it is 0.

        A derivative of the recursion started anew at its own index is the unit matrix, so that it
        does not matter whether two indices are equal or the value comes later.
        """
        recursion = member.family
        assert isinstance(recursion, Recursion)
        tensor = variable.tensor if isinstance(variable, Entry) else variable
        own = self.values.get(tensor)
        if own is not None and own.family == recursion:
            if not self._comes_later(member, own.index):
                return None
            restart = Restart(recursion, member.index, own.index)
            return lambda entry: self.restarted(restart, entry, self._indices(variable))
        layer = layers_of(recursion, tensor, self).of(variable)
        if layer is None:
            return None
        layer = self.indices.same(layer)
        self.claims[Layer(recursion, variable, layer, own)] = None
        if not self._comes_later(member, layer):
            return None
        explicit: Slope = lambda entry: self.total(  # noqa: E731 - a closure, as the one above
            self.step_entry(recursion, layer, entry), variable
        )
        if member.index == layer:
            return explicit
        restart = Restart(recursion, member.index, layer)
        sizes = FamilyMember(recursion, layer).shape
        return lambda entry: summed(
            sizes, lambda inner: Mul((self.restarted(restart, entry, inner), explicit(inner)))
        )

    def _comes_later(self, member: FamilyMember, index: Term) -> bool:
        """Whether a value stands at an index of its recursion or after it."""
        assert isinstance(member.family, Recursion)
        found = self._order(member.family, member.index, index)
        if found == "<=":
            raise Unsettled(member.index, index)
        return found != "<"

    def step_entry(self, recursion: Recursion, index: Term, entry: Places) -> Term:
        """An entry of the step to an index, or of the start."""
        return at(self.step(recursion, index), *entry)

    def restarted(self, restart: Restart, entry: Places, by: Places) -> Term:
        """An entry of the derivative of a value by an earlier one: a few steps are written out."""
        recursion, index, base = restart.recursion, restart.index, restart.base
        distance = constant_distance(index, base)
        if index == base or distance == 0:
            return unit(entry, by)
        if distance is None or abs(distance) > MOST_STEPS:
            return at(self.matrix(restart), *entry, *by)
        before = FamilyMember(recursion, self.indices.same(member_before(recursion, index)))
        one_step = self.single(recursion, index)
        if abs(distance) == 1:
            return one_step(entry, by)
        rest = Restart(recursion, before.index, base)
        return summed(
            before.shape,
            lambda inner: Mul((one_step(entry, inner), self.restarted(rest, inner, by))),
        )

    def single(self, recursion: Recursion, index: Term) -> Callable[[Places, Places], Term]:
        """The derivative of the step to an index by the value before it."""
        before = self.tensor(FamilyMember(recursion, member_before(recursion, index)))

        def entry_of_it(entry: Places, by: Places) -> Term:
            return self.total(self.step_entry(recursion, index, entry), at(before, *by))

        return entry_of_it

    def composed(self, restart: Restart, base: Term) -> Term:
        """d y[m] / d y[k] as (d y[m] / d y[j]) (d y[j] / d y[k]), as a whole tensor."""
        recursion = restart.recursion
        ends = [FamilyMember(recursion, k).shape for k in (restart.index, base, restart.base)]
        bound = places(len(ends[0]) + len(ends[2]))
        entry, by = bound[: len(ends[0])], bound[len(ends[0]) :]
        first = Restart(recursion, restart.index, base)
        second = Restart(recursion, base, restart.base)
        found = summed(
            ends[1],
            lambda inner: Mul(
                (self.restarted(first, entry, inner), self.restarted(second, inner, by))
            ),
        )
        return Array((*ends[0], *ends[2]), abstract(found, bound)) if bound else found

    def matrix(self, restart: Restart) -> Term:
        """The tensor that stands for the derivative of a value by an earlier one."""
        ends = [FamilyMember(restart.recursion, k) for k in (restart.index, restart.base)]
        shape = (*ends[0].shape, *ends[1].shape)
        name = f"d{member_name(ends[0])}/d{member_name(ends[1])}"
        domain = Domain("real", (), (MEMBER,))
        found: Term = Symbol(name, domain)
        if shape:
            found = TensorSymbol(name, len(shape), shape, domain)
        self.restarts[found] = restart
        return found
