"""Whether a term and an array of somebody else are further apart than rounding explains."""

from __future__ import annotations

from itertools import product as every
from math import log2

import numpy as np
from numpy.typing import NDArray

from symderive.language.definitions import shape_of
from symderive.language.terms import Bound, Term
from symderive.numeric.draws import generator
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.lazy import Lazy
from symderive.numeric.pairs import CALL_DEPTH, Pair
from symderive.numeric.sides import Sides

Floats = NDArray[np.float64]

# An array with more entries is compared at so many places, its corners among them.
LARGEST_FULL, SAMPLE = 1 << 22, 200_000
# A tolerance above this share of the values says nothing about them, nor do more than half of it.
POWER, MOST_BLUNT = 1e-3, 0.5


def difference(run: Evaluation, ours: Term, theirs: Floats, seed: int = 0) -> str | None:
    """Where a term and an array are further apart than rounding explains; empty if nowhere.

    None where that cannot be said: a side has no value, or rounding may be as large as the values.

    Args:
        run: the sizes and values at which the term is computed.
        ours: a tensor, or a scalar without loose variables.
        theirs: what it should be.
        seed: of the places that are drawn where there are many.
    """
    shape = run.shape(ours) if shape_of(ours) else ()
    if shape != theirs.shape:
        return f"the shapes are {_shown(shape)} and {_shown(theirs.shape)}"
    known = Evaluation({**run.sizes, **run.data, **run.functions}, tracked=True)
    known.recall(run.knowledge())
    known.deadline = run.deadline
    places = _drawn(shape, seed) if theirs.size > LARGEST_FULL else None
    with np.errstate(all="ignore"):
        if places is None:
            found = known.closed(ours)
        else:
            bound = tuple(Bound(axis) for axis in reversed(range(len(shape))))
            found = known.entry(ours, bound, tuple(place + 1 for place in places))
            theirs = theirs[places]
    entries = sum(np.size(value) for value in run.data.values() if not isinstance(value, Lazy))
    sides = Sides(found, Pair(theirs, None, _depth(entries)))
    defined = np.isfinite(sides.left) & np.isfinite(theirs)
    wrong = defined & ~sides.allows("=")
    if np.any(wrong):
        return _told(sides, wrong, places)
    return "" if _tells(sides, defined) else None


def _shown(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))})"


def _drawn(shape: tuple[int, ...], seed: int) -> tuple[NDArray[np.int64], ...]:
    """Places in an array, counted from 0: its corners, and others at random."""
    random = generator(seed, "places")
    corners = np.array(list(every(*((0, size - 1) for size in shape))), dtype=np.int64)
    rows = [np.append(random.integers(0, n, SAMPLE), corners[:, k]) for k, n in enumerate(shape)]
    return tuple(rows)


def _depth(entries: int) -> float:
    """The roundings behind a value computed from so many numbers, in whatever order.

    Sums by blocks and in vector registers have fewer; an order that is as bad as can be would have
    as many as there are terms.
    """
    return CALL_DEPTH + 4 * (log2(max(entries, 1)) + 8)


def _tells(sides: Sides, defined: NDArray[np.bool_]) -> bool:
    """Whether there is a value at all, and the tolerance is small beside most of them."""
    if not np.any(defined):
        return False
    size = np.maximum(np.abs(sides.left), np.abs(sides.right))[defined]
    tolerance = np.broadcast_to(sides.tolerance, defined.shape)[defined]
    typical = np.sqrt(np.mean(np.square(size)))
    blunt = (tolerance > 0) & ~(tolerance <= POWER * np.maximum(size, typical))
    return bool(np.mean(blunt) <= MOST_BLUNT)


def _told(
    sides: Sides, wrong: NDArray[np.bool_], places: tuple[NDArray[np.int64], ...] | None
) -> str:
    """The first place at which both are apart, counted from 1."""
    first = tuple(int(k) for k in np.argwhere(wrong)[0])
    at = first if places is None else tuple(int(place[first]) for place in places)
    where = f"at [{', '.join(str(k + 1) for k in at)}] " if at else ""
    return f"{where}{float(sides.left[first]):.10g} here, {float(sides.right[first]):.10g} there"
