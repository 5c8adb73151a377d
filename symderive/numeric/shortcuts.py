"""Named operations that NumPy has, computed by NumPy instead of by their index formulas.

Each gets the arrays of its arguments and the parameters. The index formula stays the meaning:
the tests compare both on small sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shortcut = Callable[[Sequence[Floats], tuple[Any, ...]], Floats]


def _matmul(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    """Vectors are columns: a vector on the left meets a row only."""
    left, right = inputs
    found = np.outer(left, right) if left.ndim == 1 else np.matmul(left, right)
    return np.asarray(found, dtype=np.float64)


def _transpose(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    return np.transpose(inputs[0], *parameters)


def _outer(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    return np.asarray(np.multiply.outer(inputs[0], inputs[1]), dtype=np.float64)


def _kron(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    return np.asarray(np.kron(inputs[0], inputs[1]), dtype=np.float64)


def _einsum(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    return np.asarray(np.einsum(parameters[0], *inputs))


def _over_axes(function: Callable[..., Any]) -> Shortcut:
    def shortcut(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
        return np.asarray(function(inputs[0], axis=parameters[0]))

    return shortcut


def _extreme(function: Callable[..., Any]) -> Shortcut:
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
    return np.asarray(powers / np.sum(powers, axis=parameters[0], keepdims=True))


def _logsumexp(inputs: Sequence[Floats], parameters: tuple[Any, ...]) -> Floats:
    top = np.max(inputs[0], axis=parameters[0], keepdims=True)
    sums = np.sum(np.exp(inputs[0] - top), axis=parameters[0], keepdims=True)
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


SHORTCUTS: dict[str, Shortcut] = {
    "matmul": _matmul,
    "transpose": _transpose,
    "outer": _outer,
    "kron": _kron,
    "einsum": _einsum,
    "sum": _over_axes(np.sum),
    "mean": _over_axes(np.mean),
    "max": _extreme(np.max),
    "min": _extreme(np.min),
    "softmax": _softmax,
    "logsumexp": _logsumexp,
    "log_softmax": _log_softmax,
    "vec": _vec,
    "reshape": _reshape,
    "flip": _flip,
    "relu": _relu,
    "softplus": _softplus,
}
