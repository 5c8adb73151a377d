"""Tensors by their entries, where a formula says more than the name of an operator."""

from __future__ import annotations

from symderive.errors import IllFormed
from symderive.language.binding import map_children, shift, subterms
from symderive.language.definitions import entry_of, rank_of, shape_of
from symderive.language.shapes import polynomial_of
from symderive.language.terms import (
    Add,
    Apply,
    Array,
    Bound,
    Cases,
    Entry,
    Function,
    Mul,
    Number,
    Pow,
    TensorSymbol,
    Term,
    Unknown,
    number,
)

ENTRYWISE = (Add, Mul, Pow, Function, Unknown, Cases)
CONSTANTS = {"ones": 1, "zeros": 0}
# Written out; the mean of all entries is not.
UNFOLDED = frozenset({"sum", "max", "min", "mean", "einsum"})
FAMILY_NAMES = ("i", "j", "k")


def unfolded(term: Term) -> Term | None:
    """A sum, maximum or minimum over axes written with its index, or None for anything else.

    ``exp(x).sum()`` is shown as the sum of e^{x_k} over k, ``A.sum(axis=1)`` as the array of its
    entries.
    """
    tensor, indices = (term.tensor, term.indices) if isinstance(term, Entry) else (term, ())
    if not isinstance(tensor, Apply) or tensor.name not in UNFOLDED:
        return None
    try:
        rank = rank_of(tensor)
        if tensor.name == "mean" and not rank:
            return None
        if rank == len(indices):
            return entries_inward(entry_of(tensor, indices))
        return None if indices else as_family(tensor)
    except IllFormed:
        return None


def as_family(term: Term) -> Array | None:
    """A tensor as the array of its entries, or None where its sizes are not known."""
    shape = shape_of(term)
    if not shape or len(shape) > len(FAMILY_NAMES):
        return None
    places = tuple(Bound(place) for place in reversed(range(len(shape))))
    body = entries_inward(entry_of(shift(term, len(shape)), places))
    return Array(shape, body, FAMILY_NAMES[: len(shape)])


def entries_inward(term: Term) -> Term:
    """The term with entries of entrywise operations taken inside: (exp x)_k becomes exp(x_k).

    The entries of a tensor of ones are 1.
    """
    if isinstance(term, Entry) and isinstance(term.tensor, (*ENTRYWISE, Array)):
        return entries_inward(entry_of(term.tensor, term.indices))
    if isinstance(term, Entry) and isinstance(term.tensor, Apply) and term.tensor.name in CONSTANTS:
        return number(CONSTANTS[term.tensor.name])
    if isinstance(term, (TensorSymbol, Apply)):
        return term
    return map_children(term, lambda child, binds: entries_inward(child))


def collected(term: Term) -> Term:
    """The term with its indices multiplied out: x_{2 n - 1} for x_{2 (n - 1) + 1}."""
    if isinstance(term, Entry):
        tensor = map_children(term.tensor, lambda child, _: collected(child))
        return Entry(tensor, tuple(map(_polynomial, term.indices)))
    return map_children(term, lambda child, _: collected(child))


def _polynomial(index: Term) -> Term:
    """A sum of its monomials, the number last, the rest in the order in which they come."""
    parts = subterms(index)
    rows = []
    for monomial, coefficient in polynomial_of(index).items():
        atoms = [atom for atom, power in monomial for _ in range(int(power))]
        factors = [atom if power == 1 else Pow(atom, number(power)) for atom, power in monomial]
        place = min((parts.index(atom) for atom in atoms if atom in parts), default=len(parts))
        front: list[Term] = [Number(coefficient)] if coefficient != 1 or not factors else []
        whole = (*front, *factors)
        shown = whole[0] if len(whole) == 1 else Mul(whole)
        rows.append(((not monomial, coefficient < 0, place), shown))
    rows.sort(key=lambda row: row[0])
    terms = tuple(shown for _, shown in rows)
    if len(terms) == 1:
        return terms[0]
    return Add(terms) if terms else number(0)
