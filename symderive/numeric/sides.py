"""Both sides of a relation in floats, and what their difference says about it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symderive.numeric.pairs import UNIT, Floats, Pair, scale_of

Truths = NDArray[np.bool_]

# The tolerance is this many times what the roundings add up to at most to first order.
SAFETY = 4.0
STRICT = ("<", ">")
OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def tolerance_of(found: Pair) -> Floats:
    """How far a value may be from what it would be without rounding."""
    return np.asarray(SAFETY * UNIT * found.depth * scale_of(found))


class Sides:
    """Both sides of a relation in floats, and how far they may be apart.

    ``lost`` is where a side has no finite value.
    """

    def __init__(self, left: Pair, right: Pair) -> None:
        self.left, self.right = left.value, right.value
        scale = scale_of(left) + scale_of(right)
        self.scale: Floats = np.where(np.isnan(scale), np.inf, scale)
        depth = max(left.depth, right.depth) + 1
        with np.errstate(all="ignore"):
            self.apart: Floats = self.left - self.right
            self.apart = np.where(self.left == self.right, 0.0, self.apart)
        self.tolerance: Floats = SAFETY * UNIT * depth * self.scale
        self.lost: Truths = ~(np.isfinite(self.left) & np.isfinite(self.right))

    def allows(self, relation: str) -> Truths:
        """Where the relation is not surely false; false where a side has no finite value."""
        if relation == "=":
            holds = np.abs(self.apart) <= self.tolerance
        elif relation == "!=":
            holds = np.abs(self.apart) > self.tolerance
        else:
            holds = self._sign(relation) * self.apart <= self.tolerance
        return np.asarray(holds & ~self.lost)

    def assures(self, relation: str) -> Truths:
        """Where the relation holds within the tolerance; a strict order, beyond it."""
        if relation not in STRICT:
            return self.allows(relation)
        return np.asarray((self._sign(relation) * self.apart < -self.tolerance) & ~self.lost)

    @staticmethod
    def _sign(relation: str) -> int:
        return 1 if relation in ("<", "<=") else -1
