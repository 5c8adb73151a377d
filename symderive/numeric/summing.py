"""Sums of many numbers in an order that is known, so that the number of roundings is known too.

The order in which NumPy adds depends on how an array lies in memory: along its last axis by
halves, along any other one after the other, in which case the roundings of a million terms can add
up to a million times the unit roundoff. Long sums are therefore taken here by halves, always.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.numeric.pairs import LEAST

Floats = NDArray[np.float64]

# Up to so many terms one after the other are as good as halves.
FEW = 8
# Up to so many terms of a contraction are left to BLAS.
SHORT = 1 << 10
# The products of a long contraction are written out if they are not more than these: 32 MB.
WHOLE = 1 << 22


def fold_depth(counts: Iterable[int]) -> float:
    """The roundings on the way of one term through :func:`folded`, by the lengths of the axes."""
    return float(sum(n - 1 if n <= FEW else (n - 1).bit_length() for n in counts if n > 1))


def folded(array: Floats, axes: Sequence[int], keepdims: bool = False) -> Floats:
    """The sum over some axes, each by halves: the first half plus the second until one is left."""
    found = array
    for axis in axes:
        found = _halved(found, axis)
    kept = tuple(axis % array.ndim for axis in axes)
    return found if keepdims else np.squeeze(found, axis=kept)


def _halved(array: Floats, axis: int) -> Floats:
    """The sum over one axis, which is kept with length 1."""
    if array.shape[axis] <= FEW:
        return np.asarray(np.sum(array, axis=axis, keepdims=True))
    found = np.moveaxis(array, axis, 0)
    while len(found) > 1:
        half = (len(found) + 1) // 2
        rest = found[half:]
        joined = found[: len(rest)] + rest
        odd = found[len(rest) : half]
        found = np.concatenate([joined, odd]) if len(odd) else joined
    return np.moveaxis(found, 0, axis)


def lost_below(arrays: Sequence[Floats], terms: int) -> float:
    """What a sum of that many products may lose because products are too small for float64."""
    if len(arrays) < 2:
        return 0.0
    least = 1.0
    for array in arrays:
        sizes = np.abs(array)
        least *= float(np.min(sizes, where=sizes > 0, initial=1.0))
    return terms * LEAST if least < LEAST else 0.0


def sum_depth(count: int) -> float:
    """The roundings of a sum of at most :data:`SHORT` terms, whatever order BLAS takes.

    Its blocks have many running sums, and the errors of each go both ways.
    """
    return 4 * (log2(count) + 8) if count > 1 else 0.0


def contracted(
    arrays: Sequence[Floats], axes: Sequence[Sequence[int]], kept: Sequence[int]
) -> tuple[Floats, float]:
    """The sum of products as in ``einsum``, and the roundings of the sum.

    Args:
        arrays: the factors.
        axes: a number for each of their axes; those with one number run together.
        kept: the numbers of the axes of the result.
    """
    lengths = {
        axis: n
        for array, own in zip(arrays, axes, strict=True)
        for axis, n in zip(own, array.shape, strict=True)
    }
    summed = [axis for axis in lengths if axis not in kept]
    count = prod(lengths[axis] for axis in summed)
    apart = [place for place, own in enumerate(axes) if not set(own) & set(summed)]
    if count > SHORT and apart:
        # What the sum does not run over is multiplied by it once, not term by term.
        inside = [place for place in range(len(arrays)) if place not in apart]
        own = [axis for axis in kept if any(axis in axes[place] for place in inside)]
        whole, roundings = contracted([arrays[p] for p in inside], [axes[p] for p in inside], own)
        parts = [whole, *(arrays[place] for place in apart)]
        return einsum(parts, [own, *(axes[place] for place in apart)], kept), roundings
    if count <= SHORT:
        return einsum(arrays, axes, kept), sum_depth(count)
    if count * prod(lengths[axis] for axis in kept) <= WHOLE:
        return _written_out(arrays, axes, [*summed, *kept], len(summed), lengths)
    return _cut(arrays, axes, kept, max(summed, key=lambda axis: lengths[axis]), count, lengths)


def einsum(arrays: Sequence[Floats], axes: Sequence[Sequence[int]], kept: Sequence[int]) -> Floats:
    """The sum of products as NumPy takes it, in a short order of multiplication."""
    operands: list[Any] = []
    for array, own in zip(arrays, axes, strict=True):
        operands += [array, list(own)]
    return np.asarray(np.einsum(*operands, list(kept), optimize=True))


def _written_out(
    arrays: Sequence[Floats],
    axes: Sequence[Sequence[int]],
    order: list[int],
    summed: int,
    lengths: dict[int, int],
) -> tuple[Floats, float]:
    """All products, added by halves over the first axes."""
    whole: Any = np.ones((1,) * len(order))
    for array, own in zip(arrays, axes, strict=True):
        present = [axis for axis in order if axis in own]
        turned = np.transpose(array, [list(own).index(axis) for axis in present])
        whole = whole * turned.reshape([lengths[a] if a in own else 1 for a in order])
    return folded(whole, range(summed)), fold_depth(lengths[axis] for axis in order[:summed])


def _cut(
    arrays: Sequence[Floats],
    axes: Sequence[Sequence[int]],
    kept: Sequence[int],
    longest: int,
    count: int,
    lengths: dict[int, int],
) -> tuple[Floats, float]:
    """Short pieces of the longest axis one by one, their results added by halves."""
    length = lengths[longest]
    width = max(SHORT * length // count, 1)
    pieces: list[Floats] = []
    depth = 0.0
    for start in range(0, length, width):
        piece = slice(start, start + width)
        parts = [
            array[tuple(piece if axis == longest else slice(None) for axis in own)]
            for array, own in zip(arrays, axes, strict=True)
        ]
        pieces.append(einsum(parts, axes, kept))
        depth = max(depth, sum_depth(width * count // length))
    return _joined(pieces), depth + fold_depth([len(pieces)]) + 1


def _joined(pieces: list[Floats]) -> Floats:
    """The sum of arrays, neighbours first."""
    while len(pieces) > 1:
        pairs = [one + other for one, other in zip(pieces[::2], pieces[1::2], strict=False)]
        pieces = pairs + pieces[len(pieces) - len(pieces) % 2 :]
    return pieces[0]
