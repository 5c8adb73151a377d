"""Drawn values that are made where they are asked for: tensors with an entry at every integer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Odd constants of the mixing function splitmix64 (Steele, Lea and Flood, 2014).
STEP, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
# Uniform numbers of variance 1 have this greatest absolute value.
REACH = 3.0**0.5


@runtime_checkable
class Differentiable(Protocol):
    """A function that has all its derivatives."""

    def derivative(self, orders: Sequence[int]) -> Callable[..., Floats]:
        """The derivative of these orders by the arguments."""


@runtime_checkable
class WholeFunction(Protocol):
    """A function of all entries of a tensor that has all its derivatives."""

    def at(self, array: Floats, rows: Sequence[Any]) -> Floats:
        """The derivative by the entries at these places, counted from 0 in row-major order."""

    def reach(self, scales: Floats, order: int) -> float:
        """How far errors of the entries move a derivative of that order, slopes left out."""


class Lazy:
    """A function from integer indices to numbers that look random, the same at each call."""

    def __init__(self, seed: int, mould: Callable[[Floats], Floats] = lambda x: x) -> None:
        """``mould`` turns numbers of mean 0 and variance 1 into numbers of the domain."""
        self.seed = seed
        self.mould = mould

    def at(self, places: Sequence[Any]) -> Floats:
        """The entries at the indices, arrays that broadcast."""
        with np.errstate(over="ignore"):
            state: Any = np.uint64(self.seed % 2**64)
            for place in places:
                state = _mixed(state ^ _mixed(np.asarray(place, dtype=np.int64).astype(np.uint64)))
        unit = (state >> np.uint64(11)).astype(np.float64) / 2.0**53
        return self.mould(REACH * (2 * unit - 1))


def _mixed(state: Any) -> Any:
    """Every bit of the result depends on every bit of the state."""
    state = state + np.uint64(STEP)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(FIRST)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(SECOND)
    return state ^ (state >> np.uint64(31))
