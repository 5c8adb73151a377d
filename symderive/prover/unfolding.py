"""Folded terms opened one step, remembered on the term itself.

What a definition requires is an obligation of the place where it is read (:mod:`translate`); here
only its index formula is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.language.binding import children, shift
from symderive.language.definitions import entry_of, rank_of, shape_of
from symderive.language.members import FamilyMember
from symderive.language.terms import (
    Apply,
    Array,
    Bound,
    Entry,
    Functional,
    Symbol,
    TensorSymbol,
    Term,
)


def unfolded(term: Term) -> Term | None:
    """The index formula of a folded scalar, or of the entries of a tensor; None where none is."""
    if isinstance(term, Entry):
        if isinstance(term.tensor, (TensorSymbol, FamilyMember)):
            return None
    elif not isinstance(term, Apply):
        return None
    found = term.__dict__.get("_unfolded")
    if found is None:
        if isinstance(term, Entry):
            found = entry_of(term.tensor, term.indices)
        else:
            found = _entries(term) if rank_of(term) else entry_of(term, ())
        object.__setattr__(term, "_unfolded", found)
    result: Term = found
    return result


def _entries(tensor: Term) -> Array:
    """A folded tensor as the array of its entries."""
    shape = shape_of(tensor)
    assert shape is not None
    places = tuple(Bound(place) for place in reversed(range(len(shape))))
    return Array(shape, Entry(shift(tensor, len(shape)), places))


def parts(term: Term) -> list[tuple[Term, int]]:
    """The children of a scalar term, definitions unfolded, with the variables bound around each.

    What stands in the domain or the shape of a variable is no part of a value.
    """
    if isinstance(term, (Symbol, TensorSymbol)):
        return []
    if isinstance(term, Functional):
        return _of_functional(term)
    opened = unfolded(term)
    return children(term) if opened is None else [(opened, 0)]


def generic_entry(term: Functional) -> Term:
    """The entry of the argument of an unknown function at bound indices, the last one innermost."""
    rank = len(term.shape)
    places = tuple(Bound(place) for place in reversed(range(rank)))
    return Entry(shift(term.argument, rank), places)


def _of_functional(term: Functional) -> list[tuple[Term, int]]:
    """The generic entry of the argument, and the indices of the derivative."""
    found: list[tuple[Term, int]] | None = term.__dict__.get("_parts")
    if found is None:
        found = [(generic_entry(term), len(term.shape)), *((i, 0) for i in term.indices)]
        object.__setattr__(term, "_parts", found)
    return found


def core_subterms(term: Term) -> Iterator[Term]:
    """The scalar term and everything below it, definitions unfolded."""
    stack = [term]
    while stack:
        here = stack.pop()
        if unfolded(here) is None:
            yield here
        stack.extend(child for child, _ in parts(here))
