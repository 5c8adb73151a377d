"""Named operations that NumPy has, computed by NumPy instead of by their index formulas.

Each gets the arrays of its arguments and the parameters. The index formula stays the meaning:
the tests compare both on small sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.numeric.pairs import CALL_DEPTH, LEAST, Pair, scale_of
from symderive.numeric.summing import contracted, einsum, fold_depth, folded, lost_below

Floats = NDArray[np.float64]
Inner = Callable[[Sequence[Floats], tuple[Any, ...]], Floats]
Summing = Callable[[Sequence[Floats], tuple[Any, ...]], tuple[Floats, float]]
Shortcut = Callable[[Sequence[Pair], tuple[Any, ...]], Pair]


def _matmul(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> tuple[Floats, float]:
    """Vectors are columns: a vector on the left meets a row only."""
    left, right = inputs
    if left.ndim == 1:
        return np.asarray(np.outer(left, right)), 0.0
    batch = [3 + axis for axis in range(max(left.ndim, right.ndim) - 2)]
    axes = [[*batch[: left.ndim - 2], 0, 1], [*batch[: max(right.ndim - 2, 0)], 1, 2]]
    kept = [*batch, 0, 2]
    if right.ndim == 1:
        return contracted([left, right], [axes[0], [1]], kept[:-1])
    return contracted([left, right], axes, kept)


def _transpose(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    return np.transpose(inputs[0], *parameters)


def _outer(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> tuple[Floats, float]:
    return np.asarray(np.multiply.outer(inputs[0], inputs[1]), dtype=np.float64), 0.0


def _kron(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> tuple[Floats, float]:
    return np.asarray(np.kron(inputs[0], inputs[1]), dtype=np.float64), 0.0


def _einsum(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> tuple[Floats, float]:
    before, after = parameters[0].split("->")
    letters = sorted(set(before) - {","})
    axes = [[letters.index(letter) for letter in each] for each in before.split(",")]
    unique = [sorted(set(own)) for own in axes]
    diagonals = [einsum([x], [own], one) for x, own, one in zip(inputs, axes, unique, strict=True)]
    kept = [letters.index(letter) for letter in after]
    return contracted(diagonals, unique, kept)


def _sum(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> tuple[Floats, float]:
    (array,), axes = inputs, parameters[0]
    return folded(array, axes), fold_depth(array.shape[axis] for axis in axes)


def _mean(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> tuple[Floats, float]:
    total, depth = _sum(inputs, parameters)
    return total / prod(inputs[0].shape[axis] for axis in parameters[0]), depth


def _extreme(function: Callable[..., Any]) -> Inner:
    """The greatest or least entry; NaN where there is none."""

    def shortcut(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
        values, axes = inputs[0], parameters[0]
        if any(values.shape[axis] == 0 for axis in axes):
            kept = tuple(n for axis, n in enumerate(values.shape) if axis not in axes)
            return np.full(kept, np.nan)
        return np.asarray(function(values, axis=axes))

    return shortcut


def _softmax(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    """The exponentials after the greatest entry is subtracted, so that none overflows."""
    powers = np.exp(inputs[0] - np.max(inputs[0], axis=parameters[0], keepdims=True))
    return np.asarray(powers / folded(powers, parameters, keepdims=True))


def _logsumexp(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    top = np.max(inputs[0], axis=parameters[0], keepdims=True)
    sums = folded(np.exp(inputs[0] - top), parameters, keepdims=True)
    return np.asarray(np.squeeze(top + np.log(sums), axis=parameters[0]))


def _log_softmax(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    total = np.expand_dims(_logsumexp(inputs, parameters), parameters[0])
    return np.asarray(inputs[0] - total)


def _vec(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    return inputs[0].flatten(order="F")


def _reshape(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    sizes = [round(float(size)) for size in inputs[1:]]
    return inputs[0].reshape(sizes, order=parameters[0])


def _flip(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    return np.flip(inputs[0], axis=parameters[0])


def _relu(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    return np.maximum(inputs[0], 0)


def _softplus(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    return np.logaddexp(0, inputs[0])


def _linear(function: Summing) -> Shortcut:
    """Sums of products: the same with absolute values gives the scale."""

    def shortcut(inputs: Sequence[Pair], parameters: tuple[Any, ...]) -> Pair:
        value, roundings = function([found.value for found in inputs], parameters)
        scale, _ = function([scale_of(found) for found in inputs], parameters)
        terms = prod(found.value.size for found in inputs) // max(value.size, 1)
        lost = lost_below([found.value for found in inputs], terms)
        return Pair(value, scale + lost, sum(found.depth for found in inputs) + roundings + 1)

    return shortcut


def _moved(function: Inner) -> Shortcut:
    """Entries that change places, and nothing else."""

    def shortcut(inputs: Sequence[Pair], parameters: tuple[Any, ...]) -> Pair:
        values = [found.value for found in inputs]
        first = inputs[0]
        scale = first.scale
        if scale is not None:
            scale = function([scale, *values[1:]], parameters)
        return Pair(function(values, parameters), scale, first.depth)

    return shortcut


def _picked(function: Inner) -> Shortcut:
    """One of the entries: its scale is at most the greatest."""

    def shortcut(inputs: Sequence[Pair], parameters: tuple[Any, ...]) -> Pair:
        (found,) = inputs
        scales = _extreme(np.max)([scale_of(found)], parameters)
        return Pair(function([found.value], parameters), scales, found.depth)

    return shortcut


def _exponential(function: Inner, relative: bool) -> Shortcut:
    """Functions of exponentials: the arguments' scales move them by that share, or that much."""

    def shortcut(inputs: Sequence[Pair], parameters: tuple[Any, ...]) -> Pair:
        (found,) = inputs
        value = function([found.value], parameters)
        reach = 1 + 2 * np.max(scale_of(found), axis=parameters[0], keepdims=value.ndim > 0)
        if value.ndim != found.value.ndim:
            reach = reach.reshape(value.shape)
        size = np.abs(value)
        scale = np.maximum(size * reach, LEAST) if relative else size + reach
        length = found.value.shape[parameters[0]]
        depth = found.depth + 2 * CALL_DEPTH + fold_depth([length])
        return Pair(value, scale, depth)

    return shortcut


def _entrywise(function: Inner) -> Shortcut:
    """Functions of each entry that are nowhere steeper than 1."""

    def shortcut(inputs: Sequence[Pair], parameters: tuple[Any, ...]) -> Pair:
        (found,) = inputs
        value = function([found.value], parameters)
        return Pair(value, np.abs(value) + scale_of(found), found.depth + CALL_DEPTH)

    return shortcut


SHORTCUTS: dict[str, Shortcut] = {
    "matmul": _linear(_matmul),
    "transpose": _moved(_transpose),
    "outer": _linear(_outer),
    "kron": _linear(_kron),
    "einsum": _linear(_einsum),
    "sum": _linear(_sum),
    "mean": _linear(_mean),
    "max": _picked(_extreme(np.max)),
    "min": _picked(_extreme(np.min)),
    "softmax": _exponential(_softmax, relative=True),
    "logsumexp": _exponential(_logsumexp, relative=False),
    "log_softmax": _exponential(_log_softmax, relative=False),
    "vec": _moved(_vec),
    "reshape": _moved(_reshape),
    "flip": _moved(_flip),
    "relu": _entrywise(_relu),
    "softplus": _entrywise(_softplus),
}
