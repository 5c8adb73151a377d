"""In which layer of a recursion a variable stands, and through which layers it is seen."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.language.binding import children, dangling, free_symbols, shift, subterms
from symderive.language.displays import tidy
from symderive.language.members import FamilyMember, Previous, Recursion
from symderive.language.recursions import member_before, step_at
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    Add,
    Bound,
    Compare,
    Domain,
    Entry,
    Number,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.prover.recursion.families import MEMBER, constant_distance

if TYPE_CHECKING:
    from symderive.prover.recursion.derivatives import Differentiation


class LayersOf:
    """In which layers of a recursion a variable stands."""

    def __init__(self, offsets: frozenset[Fraction], in_start: bool, origin: Term) -> None:
        self.offsets, self.in_start, self.origin = offsets, in_start, origin
        self.index_of: Callable[[Term], Term] = lambda variable: origin

    def of(self, variable: Term) -> Term | None:
        """The one layer in which a variable stands; None where it stands in none."""
        if not self.offsets:
            return self.origin if self.in_start else None
        if self.in_start or len(self.offsets) > 1:
            raise OutsideFragment("a parameter that stands in several layers of a recursion")
        (offset,) = self.offsets
        return tidy(Add((self.index_of(variable), Number(-offset))))


def layers_of(recursion: Recursion, tensor: Term, reading: Differentiation) -> LayersOf:
    """Where the steps of a recursion mention a tensor: as its own, or as that of a layer nearby."""
    generic = generic_index(recursion)
    inside = reading.anew()
    before = FamilyMember(recursion, tidy(member_before(recursion, generic)))
    step = inside.read(step_at(recursion, generic, before))
    own = reading.values.get(tensor)
    nested = [m.family for m in inside.values.values() if m.family != recursion]
    nested += [m.family for m in _members(recursion.start)]
    for family in nested:
        if isinstance(family, Recursion) and depends(family, tensor, own):
            raise OutsideFragment("a recursion that depends on a variable through another one")
    if own is not None and isinstance(own.family, Recursion):
        if depends(recursion, tensor, own):
            raise OutsideFragment("a recursion that depends on the values of another one")
        return LayersOf(frozenset(), False, recursion.origin)
    in_start = tensor in free_symbols(reading.read(recursion.start))
    if own is not None:
        found = [m.index for m in inside.values.values() if m.family == own.family]
        if any(m.family == own.family for m in _members(recursion.start)):
            raise OutsideFragment("a start of a recursion that depends on a family")
        layers = LayersOf(_offsets(found, generic), False, recursion.origin)
        layers.index_of = lambda variable: own.index
        return layers
    layers = LayersOf(_offsets(_first_indices(step, tensor), generic), in_start, recursion.origin)
    layers.index_of = lambda variable: variable.indices[0]  # type: ignore[attr-defined]
    return layers


def depends(definition: Term, tensor: Term, own: FamilyMember | None) -> bool:
    """Whether a recursion mentions a tensor, or the family of which it is a member."""
    if own is not None:
        return any(m.family == own.family for m in _members(definition))
    return tensor in free_symbols(definition)


def _members(term: Term) -> list[FamilyMember]:
    return [part for part in subterms(term) if isinstance(part, FamilyMember)]


def _offsets(indices: list[Term], generic: Term) -> frozenset[Fraction]:
    """How far indices are from the generic one."""
    found = [constant_distance(index, generic) for index in indices]
    kept = frozenset(distance for distance in found if distance is not None)
    if len(kept) != len(set(indices)) and None in found:
        raise OutsideFragment("a parameter of a layer that is not near")
    return kept


def _first_indices(step: Term, tensor: Term) -> list[Term]:
    """The first indices of all entries of a tensor in a step, where it stands in no other way."""
    found: list[Term] = []

    def visit(term: Term) -> None:
        if term == tensor:
            raise OutsideFragment("a parameter that all layers of a recursion share")
        if isinstance(term, Entry) and term.tensor == tensor:
            if dangling(term.indices[0]):
                raise OutsideFragment("a parameter that all layers of a recursion share")
            found.append(term.indices[0])
            return
        if tensor in free_symbols(term) and not isinstance(term, (Symbol, TensorSymbol)):
            for child, _ in children(term):
                visit(child)

    visit(step)
    return found


def generic_index(recursion: Recursion) -> Symbol:
    """Any index but the one at which a recursion starts."""
    first, last = recursion.first, recursion.last
    lower = first if recursion.downward else tidy(Add((first, ONE)))
    upper = tidy(Add((last, MINUS_ONE))) if recursion.downward else last
    conditions = (
        Compare("<=", shift(lower, 1), Bound(0)),
        Compare("<=", Bound(0), shift(upper, 1)),
    )
    return Symbol("m", Domain("integer", conditions, (MEMBER,)))


def goes_back(recursion: Term) -> bool:
    """Whether a step uses the member before it; else the recursion is a plain definition."""
    assert isinstance(recursion, Recursion)

    def uses(term: Term) -> bool:
        if isinstance(term, Previous):
            return True
        return not isinstance(term, Recursion) and any(uses(child) for child, _ in children(term))

    return uses(recursion.step)
