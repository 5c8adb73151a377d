"""How much of the values the tolerance is, at many points: counted, so that the median is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The edges between the counts: twenty to each power of ten.
FINEST, COARSEST, STEPS = -20, 6, 20


class Shares:
    """Numbers of very different sizes, each counted with those that are nearly equal to it."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self.edges = np.logspace(FINEST, COARSEST, (COARSEST - FINEST) * STEPS + 1)
        self.counts = np.zeros(len(self.edges) + 1, dtype=np.int64)

    def take(self, shares: Floats) -> None:
        """Count some more; what is no number counts as large."""
        known = np.where(np.isnan(shares), np.inf, shares)
        places = np.searchsorted(self.edges, known)
        self.counts += np.bincount(places.reshape(-1), minlength=len(self.counts))

    def median(self) -> float | None:
        """A number that half of them do not exceed; None for none at all.

        It is 0 where it would be less than the first edge, and the last edge where it is more.

        >>> shares = Shares()
        >>> shares.take(np.array([1e-12, 2e-9, 0.5]))
        >>> f"{shares.median():.0e}"
        '2e-09'
        """
        total = int(self.counts.sum())
        if not total:
            return None
        place = int(np.searchsorted(np.cumsum(self.counts), (total + 1) // 2))
        return float(self.edges[min(place, len(self.edges) - 1)]) if place else 0.0
