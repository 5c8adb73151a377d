"""Matrices that a statement takes to be inverse to each other, drawn so that they are, exactly.

The inverse of a drawn matrix in floats is one only nearly, and what is said of it holds only
nearly. Products of triangular matrices with quarters as entries and ones on the diagonal have
inverses of the same kind, and floats multiply them without rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.language.terms import And, Apply, Compare, Domain, TensorSymbol, Term

Floats = NDArray[np.float64]

# What is drawn is rounded to multiples of this.
GRAIN = 0.25


def inverse_to_each_other(
    values: dict[Any, Any], given: Sequence[Term], random: np.random.Generator
) -> None:
    """Give matrices whose product is the identity, by the hypotheses, such values."""
    pairs = [pair for condition in given for pair in _pairs(condition)]
    symmetric = {matrix for condition in given for matrix in _symmetric(condition)}
    done: set[Term] = set()
    for start, _ in pairs:
        sides = _two_sides(start, pairs)
        if start in done or sides is None:
            continue
        members = sides[0] | sides[1]
        done |= members
        plain = all(matrix.domain == Domain("real") and matrix.rank == 2 for matrix in members)
        shapes = {np.shape(values[matrix]) for matrix in members if matrix in values}
        if plain and len(shapes) == 1 and len(set(shape := shapes.pop())) == 1:
            found = _drawn(shape[0], random, bool(members & symmetric))
            for side, matrix in zip(sides, found, strict=True):
                values.update(dict.fromkeys(side, matrix))


def _pairs(condition: Term) -> Iterator[tuple[TensorSymbol, TensorSymbol]]:
    """The matrices whose product is said to be the identity."""
    if isinstance(condition, And):
        for part in condition.conditions:
            yield from _pairs(part)
    if isinstance(condition, Compare) and condition.relation == "=":
        for product, unit in ((condition.left, condition.right), (condition.right, condition.left)):
            if _is(unit, "eye") and isinstance(product, Apply) and product.name == "matmul":
                left, right = product.arguments
                if isinstance(left, TensorSymbol) and isinstance(right, TensorSymbol):
                    yield left, right


def _symmetric(condition: Term) -> Iterator[TensorSymbol]:
    """The matrices that are said to be their own transposes."""
    if isinstance(condition, And):
        for part in condition.conditions:
            yield from _symmetric(part)
    if isinstance(condition, Compare) and condition.relation == "=":
        for one, other in ((condition.left, condition.right), (condition.right, condition.left)):
            if isinstance(other, Apply) and other.name == "transpose":
                if isinstance(one, TensorSymbol) and other.arguments == (one,):
                    yield one


def _is(term: Term, name: str) -> bool:
    return isinstance(term, Apply) and term.name == name


def _two_sides(
    start: TensorSymbol, pairs: Sequence[tuple[TensorSymbol, TensorSymbol]]
) -> tuple[set[TensorSymbol], set[TensorSymbol]] | None:
    """What equals a matrix, and what its inverse; None where a matrix is its own inverse."""
    sides: tuple[set[TensorSymbol], set[TensorSymbol]] = ({start}, set())
    for _ in pairs:
        for left, right in pairs:
            for mine, other in (sides, sides[::-1]):
                if left in mine:
                    other.add(right)
                if right in mine:
                    other.add(left)
    return None if sides[0] & sides[1] else sides


def _drawn(size: int, random: np.random.Generator, symmetric: bool) -> tuple[Floats, Floats]:
    """A matrix with its inverse, both symmetric if they have to be."""
    lower, upper = (_strict(size, random) for _ in range(2))
    unit = np.eye(size)
    matrix, inverse = unit, unit
    for shear in (lower, lower[::-1, ::-1], upper.T):
        matrix = matrix @ (unit + shear)
        inverse = (unit - shear) @ inverse
    if symmetric:
        return matrix @ matrix.T, inverse.T @ inverse
    return matrix, inverse


def _strict(size: int, random: np.random.Generator) -> Floats:
    """A matrix whose square is 0: entries from the first columns to the last rows alone."""
    half = size // 2
    found = np.zeros((size, size))
    drawn = random.standard_normal((size - half, half))
    found[half:, :half] = GRAIN * np.round(drawn / GRAIN)
    return found
