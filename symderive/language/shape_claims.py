"""Shapes as statements: the tensor exists, and its sizes are these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binding import shift
from symderive.language.checks import described, size_of
from symderive.language.defined import Defined
from symderive.language.definitions import rank_of, shape_of
from symderive.language.reader import Reader, scalar_or_refuse
from symderive.language.scalars import NO_ORIGINS, Condition
from symderive.language.shapes import shape_text
from symderive.language.terms import Array, Bound, Compare, Entry, Term


@dataclass(frozen=True, eq=False)
class HasShape(Defined):
    """The tensor has a value, and these sizes."""

    tensor: Term
    sizes: tuple[Term, ...]

    def meaning(self, taken: frozenset[str]) -> Term:
        """The tensor is the array of these sizes of its own entries."""
        rank = len(self.sizes)
        places = tuple(Bound(rank - 1 - axis) for axis in range(rank))
        entries = Array(self.sizes, Entry(shift(self.tensor, rank), places))
        return Compare("=", self.tensor, entries)

    @property
    def has_closed_variables(self) -> bool:
        """It quantifies over nothing."""
        return True


def has_shape(tensor: Any, *sizes: Any) -> Condition:
    """The tensor has a value, and these sizes.

    >>> from symderive.language.constructions import zeros
    >>> has_shape(zeros(2, 3), 2, 3) == has_shape(zeros(2, 3), (2, 3))
    True

    Raises:
        IllFormed: for a number, for a tensor without sizes, and for another number of sizes.
    """
    if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)):
        sizes = tuple(sizes[0])
    reader = Reader()
    term = scalar_or_refuse(reader.read(tensor), "as a tensor that has a shape")
    found = shape_of(term)
    if found is None or not rank_of(term):
        raise IllFormed(f"{described(term)} has no sizes; has_shape is said of a tensor with sizes")
    if len(found) != len(sizes):
        raise IllFormed(
            f"{described(term)} has the shape {shape_text(found)}, and {len(sizes)} sizes are given"
        )
    wanted = tuple(reader.read(size_of(size)) for size in sizes)
    return Condition(HasShape(term, wanted), reader.origins or NO_ORIGINS)
