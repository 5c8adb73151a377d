"""Families and recursions as terms: the size n_l, the filter w_l, the activation y_l of a layer l.

A family is a variable for every index of a range, and its members may differ in shape. A
recursion is a family in which each member is defined by the one before it (with ``downward`` by
the one after it). :class:`FamilyMember` is one of them, at an index that may be a symbol.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from symderive.language.binding import children, instantiate
from symderive.language.terms import ONE, Domain, TensorSymbol, Term


@dataclass(frozen=True, eq=False)
class FamilySymbol(TensorSymbol):
    """A free family: a number or a tensor for every index from lower to upper.

    ``sizes`` is the shape of the member at Bound(0). What a tensor symbol says of its own shape
    says nothing here: a family as a whole is no tensor.
    """

    lower: Term = ONE
    upper: Term = ONE
    sizes: tuple[Term, ...] = ()

    def binds(self, name: str) -> int:
        return 1 if name == "sizes" else 0


@dataclass(frozen=True, eq=False)
class Recursion(Term):
    """first..last is the range of the index, ``sizes`` the shape of the member at Bound(0).

    The member at the first index is the start, every other one is the step, in which Bound(0) is
    its index and :class:`Previous` the member before it. With ``downward`` the start stands at the
    last index, and every other member is made from the one after it.
    """

    name: str
    first: Term
    last: Term
    sizes: tuple[Term, ...]
    start: Term
    step: Term
    downward: bool = False
    index_name: str = field(default="l", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name in ("sizes", "step") else 0

    @property
    def origin(self) -> Term:
        """The index at which the recursion starts."""
        return self.last if self.downward else self.first


@dataclass(frozen=True, eq=False)
class Previous(Term):
    """In the step of the recursion right around it: the member from which the step goes on.

    ``index`` is the index of that member and ``sizes`` its shape.
    """

    index: Term
    sizes: tuple[Term, ...]
    name: str = field(default="y", compare=False)

    @property
    def shape(self) -> tuple[Term, ...]:
        """Its sizes."""
        return self.sizes


@dataclass(frozen=True, eq=False)
class FamilyMember(Term):
    """The member of a family or of a recursion at an index; there is none outside of its range."""

    family: Term
    index: Term

    @property
    def shape(self) -> tuple[Term, ...]:
        """Its sizes."""
        family = self.family
        assert isinstance(family, (FamilySymbol, Recursion))
        return tuple(instantiate(size, (self.index,)) for size in family.sizes)

    @property
    def is_integer(self) -> bool:
        """Whether it is an integer."""
        domain = self.family.domain if isinstance(self.family, FamilySymbol) else None
        return isinstance(domain, Domain) and domain.kind == "integer"

    @property
    def is_variable(self) -> bool:
        """Whether one can differentiate by it: a real variable, or a value of a recursion."""
        return not self.is_integer


def mentions_members(term: Term) -> bool:
    """Whether a family or a recursion occurs in a term."""
    found = term.__dict__.get("_members")
    if found is None:
        found = isinstance(term, (FamilyMember, Recursion, Previous, FamilySymbol)) or any(
            mentions_members(child) for child, _ in children(term)
        )
        object.__setattr__(term, "_members", found)
    return bool(found)
