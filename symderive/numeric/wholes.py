"""Equations between whole tensors: at once, or opened as conditions on sizes and entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from symderive.errors import IllFormed
from symderive.language.binding import shift
from symderive.language.definitions import Shape, shape_of
from symderive.language.terms import ONE, And, Bound, Compare, Entry, Forall, Term, Truth
from symderive.numeric.sides import Sides

if TYPE_CHECKING:
    from symderive.numeric.evaluation import Evaluation


def is_between_tensors(condition: Compare) -> bool:
    """Whether the sides of a relation are tensors."""
    return shape_of(condition.left) != () or shape_of(condition.right) != ()


def _shapes(condition: Compare) -> tuple[Shape, Shape]:
    left, right = shape_of(condition.left), shape_of(condition.right)
    if left is None or right is None:
        raise IllFormed("tensors with an entry at every integer are not compared as wholes")
    return left, right


def same_tensors(run: Evaluation, condition: Compare) -> bool:
    """Whether two tensors without bound variables agree in their shapes and in all entries."""
    _shapes(condition)
    left, right = run.closed(condition.left), run.closed(condition.right)
    if left.value.shape != right.value.shape:
        return False
    if not run.tracked:
        return bool(np.all(left.value == right.value))
    return bool(np.all(Sides(left, right).allows("=")))


def opened(condition: Compare) -> Term:
    """The same sizes along all axes, and the same entries at all indices."""
    left, right = _shapes(condition)
    if len(left) != len(right):
        return Truth(False)
    rank = len(left)
    indices = tuple(Bound(rank - 1 - axis) for axis in range(rank))
    sides = (Entry(shift(side, rank), indices) for side in (condition.left, condition.right))
    entries: Term = Compare("=", *sides)
    for axis in reversed(range(rank)):
        entries = Forall(ONE, shift(left[axis], axis), entries)
    sizes = (Compare("=", one, other) for one, other in zip(left, right, strict=True))
    return And((*sizes, entries))
