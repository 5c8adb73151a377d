"""Both sides of an equation compared row by row, at as many rows as cost little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from time import thread_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.language.terms import Compare, Term
from symderive.numeric.axes import (
    blocks,
    count_of,
    drawn_points,
    fitting,
    ranges_from,
    values_of_one,
)
from symderive.numeric.draws import generator
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import Environment
from symderive.numeric.hypotheses import relevant_points
from symderive.numeric.judging import POWER, described
from symderive.numeric.sides import Sides
from symderive.numeric.summary import MOST_BLUNT
from symderive.results.evidence import FAILED, PASSED, UNINFORMATIVE

# So many rows are compared at first; then so many times more, as long as that is done within so
# many seconds of computing.
FEW, TIMES, MOST, SECONDS = 16, 16, 1 << 18, 0.02


@dataclass(frozen=True)
class Directions:
    """What was seen along directions.

    ``share`` is the largest difference relative to the tolerance, ``power`` the typical tolerance
    relative to the values: how small a difference would have been seen. ``units`` says that the
    directions were unit vectors.
    """

    outcome: str
    rows: int
    share: float
    power: float
    units: bool = False
    worst: str = ""

    def __str__(self) -> str:
        kind = "unit vectors" if self.units else "a drawn direction"
        if not self.rows:
            return f"derivatives along {kind} {self.outcome}, without a value at the point drawn"
        return (
            f"derivatives along {kind} {self.outcome}, error/tolerance {self.share:.0e}, "
            f"tolerance/value {self.power:.0e}"
        )


def joined(found: Sequence[Directions]) -> Directions:
    """What was seen along several directions, the worst of it first."""
    order = (FAILED, UNINFORMATIVE, PASSED)
    first = min(found, key=lambda one: order.index(one.outcome))
    rows, units = sum(one.rows for one in found), any(one.units for one in found)
    share, power = max(one.share for one in found), max(one.power for one in found)
    return Directions(first.outcome, rows, share, power, units, first.worst)


def compared_at_rows(
    run: Evaluation, claim: Compare, names: tuple[str, ...], given: Sequence[Term], seed: int
) -> Directions:
    """Both sides at the first rows that were drawn, then at more of them.

    The claim and what is given have one loose bound variable for each name.

    At a kink a derivative has no value; where no row has one, nothing is known.
    """
    found: list[Directions] = []
    for environment, conditions in _batches(run, len(names), given, seed):
        begin = thread_time()
        relevant = relevant_points(run, conditions, environment)
        if np.any(relevant):
            one = _compared(run, claim, names, environment, relevant)
            found += [one] if one is not None else []
        if thread_time() - begin > SECONDS or (found and found[-1].outcome == FAILED):
            break
    if not found:
        return Directions(UNINFORMATIVE, 0, 0.0, inf)
    return joined(found[-1:] if found[-1].outcome != FAILED else found)


def _batches(
    run: Evaluation, count: int, given: Sequence[Term], seed: int
) -> Iterator[tuple[Environment, Sequence[Term]]]:
    """Rows that were drawn, the first and the last among them; in the end all, if not too many.

    With them, what has yet to be tested.
    """
    ranges = ranges_from(given, count, run)
    rows, number = count_of(ranges), FEW
    random = generator(seed, "rows")
    alone, rest = values_of_one(run, ranges, given) if rows > FEW else ({}, given)
    while number < min(rows, MOST):
        drawn = drawn_points(ranges, random, alone, number)
        yield fitting(drawn, rest, run), rest
        number *= TIMES
    if 0 < rows <= MOST:
        for block in blocks(ranges):
            yield block, given


def _compared(
    run: Evaluation,
    claim: Compare,
    names: tuple[str, ...],
    environment: Environment,
    relevant: NDArray[np.bool_],
) -> Directions | None:
    """What the sides say at some rows; those at which one has no value are left out."""
    shape = np.broadcast_shapes(relevant.shape, *(axis.shape for axis in environment))
    sides = Sides(run.grid(claim.left, environment), run.grid(claim.right, environment))

    def full(values: Any) -> Any:
        """On all rows; axes of variables that are gone are left over with length 1."""
        return np.broadcast_to(values.reshape(values.shape[-len(shape) :] if shape else ()), shape)

    known = np.isfinite(sides.left) & np.isfinite(sides.right) & np.isfinite(sides.tolerance)
    known = full(known) & relevant
    if not known.any():
        return None
    apart, tolerance = full(np.abs(sides.apart))[known], full(sides.tolerance)[known]
    size = full(np.maximum(np.abs(sides.left), np.abs(sides.right)))[known]
    typical = float(np.sqrt(np.mean(np.square(size))))
    if not (np.any(full(sides.left)[known]) and np.any(full(sides.right)[known])):
        typical = max(typical, 1.0)
    wrong = known & (full(np.abs(sides.apart)) > full(sides.tolerance))
    blunt = np.count_nonzero(tolerance > POWER * np.maximum(size, typical))
    outcome = UNINFORMATIVE if blunt > MOST_BLUNT * tolerance.size else PASSED
    share = float(np.max(np.divide(apart, tolerance, out=np.zeros_like(apart), where=apart > 0)))
    return Directions(
        FAILED if wrong.any() else outcome,
        int(tolerance.size),
        share,
        float(np.sqrt(np.mean(np.square(tolerance)))) / typical if typical else inf,
        worst=described(run, claim, environment, wrong, names) if wrong.any() else "",
    )
