"""Values beside their scales: how large the terms were that a value was computed from.

The scale of a value is its formula with absolute values in place of all values, so that rounding
moves the value by at most a small multiple of scale times unit roundoff. The depth counts
roundings: ``|computed - exact| <= UNIT * depth * scale`` to first order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

UNIT = 2.0**-53
# Below this, what is lost of a number is no longer small beside it: it counts as large as this.
LEAST = 2.0**-1021
# The roundings of one call of an elementary function: at most 2 units in the last place.
CALL_DEPTH = 4.0
# One over a number beyond the range is 0, and off by less than this many roundings of it.
BESIDE_INFINITY = 2.0**-970
HALF = 0.5
# A value this much smaller than its terms no longer says how far they moved it.
CANCELLED = 2.0**-26


class Pair(NamedTuple):
    """Values, their scales (None: the absolute values), and the number of roundings behind them."""

    value: Floats
    scale: Floats | None = None
    depth: float = 0.0


def pair(value: Any) -> Pair:
    """Values that are known as they are."""
    return Pair(np.asarray(value, dtype=np.float64))


def scale_of(found: Pair) -> Floats:
    """The scales, written out."""
    return np.abs(found.value) if found.scale is None else found.scale


def added(parts: Sequence[Pair], tracked: bool) -> Pair:
    """The sum of the parts."""
    value: Any = parts[0].value
    for part in parts[1:]:
        value = value + part.value
    if not tracked:
        return Pair(value)
    scale: Any = scale_of(parts[0])
    for part in parts[1:]:
        scale = scale + scale_of(part)
    return Pair(value, scale, max(part.depth for part in parts) + len(parts) - 1)


def multiplied(parts: Sequence[Pair]) -> Pair:
    """The product of the parts; 1 for none."""
    value: Any = np.float64(1)
    scale: Any = None
    if any(part.scale is not None for part in parts):
        scale = np.float64(1)
    rounding = [part for part in parts if not _is_power_of_two(part)]
    depth = sum(part.depth for part in parts) + max(len(rounding) - 1, 0)
    for place, part in enumerate(parts):
        before = value
        value = before * part.value
        if scale is not None:
            scale = scale * scale_of(part)
        small = np.abs(value) < LEAST
        if place and np.any(small) and np.any(small := small & (before != 0) & (part.value != 0)):
            size = np.abs(value) if scale is None else scale
            scale = np.where(small, np.maximum(size, LEAST), size)
            depth += 1
    return Pair(np.asarray(value), scale, depth)


def _is_power_of_two(found: Pair) -> bool:
    """Whether multiplying by a number rounds nothing."""
    known = found.value.ndim == 0 and not found.depth
    return known and abs(float(np.frexp(found.value)[0])) == HALF


def masked(found: Pair, holds: Any, otherwise: float = 0.0) -> Pair:
    """The values where the condition holds."""
    value = np.where(holds, found.value, otherwise)
    scale = None if found.scale is None else np.where(holds, found.scale, abs(otherwise))
    return Pair(value, scale, found.depth)


def either(holds: Any, first: Pair, second: Pair) -> Pair:
    """The first where the condition holds, the second elsewhere."""
    value = np.where(holds, first.value, second.value)
    depth = max(first.depth, second.depth)
    if first.scale is None and second.scale is None:
        return Pair(value, None, depth)
    return Pair(value, np.where(holds, scale_of(first), scale_of(second)), depth)


def power(base: Pair, exponent: Pair, tracked: bool) -> Pair:
    """The power; undefined for 0 to a negative exponent, and for negative bases of roots."""
    b, e = base.value, exponent.value
    value = np.where((b == 0) & (e < 0), np.nan, np.power(b, e))
    if not tracked:
        return Pair(value)
    if e.ndim == 0 and e == -1:
        scale = np.abs(value) * np.maximum(np.abs(value) * scale_of(base), 1)
        scale = np.where(np.isinf(b), BESIDE_INFINITY, scale)
        return Pair(value, scale, base.depth + exponent.depth + 1)
    size = np.maximum(np.abs(b), CANCELLED * scale_of(base)) if np.all(e >= 1) else np.abs(b)
    scale = np.abs(value) + np.abs(e) * np.power(size, e - 1) * scale_of(base)
    scale = np.where((np.abs(value) < LEAST) & (b != 0), np.maximum(scale, LEAST), scale)
    if exponent.depth or exponent.scale is not None:
        scale = scale + np.abs(value * np.log(np.abs(b))) * scale_of(exponent)
    return Pair(value, scale, base.depth + exponent.depth + CALL_DEPTH)


def _steep(values: Floats, argument: Floats) -> Floats:
    return np.abs(1 / argument)


SLOPES: dict[str, Callable[[Floats, Floats], Any]] = {
    "exp": lambda value, argument: value,
    "log": _steep,
    "tanh": lambda value, argument: 1 - value * value,
    "erf": lambda value, argument: 2 / np.sqrt(np.pi) * np.exp(-argument * argument),
    "sigmoid": lambda value, argument: value * (1 - value),
    "Abs": lambda value, argument: 1.0,
}
# What underflow makes 0.
NEVER_ZERO = ("exp", "sigmoid")


def applied(name: str, value: Floats, argument: Pair, tracked: bool) -> Pair:
    """The value of an elementary function with the scale that its argument gives it."""
    if not tracked or name == "sign":
        return Pair(value)
    small = np.abs(value) < LEAST if name in NEVER_ZERO else np.False_
    if not argument.depth:
        scale = np.maximum(np.abs(value), LEAST) if np.any(small) else None
        return Pair(value, scale, CALL_DEPTH)
    slope = SLOPES[name](value, argument.value)
    scale = np.abs(value) + np.abs(slope) * scale_of(argument)
    if np.any(small):
        scale = np.maximum(scale, LEAST)
    return Pair(value, scale, argument.depth + CALL_DEPTH)


def chosen(found: Sequence[Pair], value: Floats) -> Pair:
    """One of several values; the scale of the largest is a scale of each."""
    if all(part.scale is None for part in found) and not any(part.depth for part in found):
        return Pair(value)
    scale: Any = scale_of(found[0])
    for part in found[1:]:
        scale = np.maximum(scale, scale_of(part))
    return Pair(value, scale, max(part.depth for part in found))


def broadcast(found: Pair, shape: tuple[int, ...]) -> Pair:
    """The values spread over a shape."""
    scale = None if found.scale is None else np.broadcast_to(found.scale, shape)
    return Pair(np.broadcast_to(found.value, shape), scale, found.depth)


def reshaped(found: Pair, shape: tuple[int, ...]) -> Pair:
    """The values in another shape."""
    scale = None if found.scale is None else found.scale.reshape(shape)
    return Pair(found.value.reshape(shape), scale, found.depth)


def transposed(found: Pair) -> Pair:
    """The values with all axes in the opposite order."""
    return Pair(
        found.value.transpose(),
        None if found.scale is None else found.scale.transpose(),
        found.depth,
    )
