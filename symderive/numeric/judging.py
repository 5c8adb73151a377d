"""Whether a condition holds at points, in floats, within what rounding can explain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.language.binding import dangling
from symderive.language.terms import (
    And,
    Compare,
    Forall,
    Not,
    Or,
    Term,
    Truth,
)
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import Environment, axis_values, is_exact
from symderive.numeric.findings import look_into, what_overflows
from symderive.numeric.grids import truth
from symderive.numeric.pairs import Floats
from symderive.numeric.places import loose
from symderive.numeric.shares import Shares
from symderive.numeric.sides import OPPOSITE, Sides
from symderive.numeric.wholes import is_between_tensors, opened, same_tensors

Truths = NDArray[np.bool_]
# A quantifier is looked at for so many points at once: the sooner a point is decided, the better.
CHUNK = 1 << 20
Judge = Callable[[Sides, str], Truths]

# A tolerance above this share of the values says nothing about them.
POWER = 1e-3


@dataclass
class Tally:
    """What was seen at the points compared.

    ``undecided`` counts the points, not among ``points``, at which rounding may decide; ``beyond``
    those at which a side leaves the range of float64, the ``finding`` about the formula.
    ``error`` is relative to the scale, ``ratio`` to the tolerance; ``powers`` are the shares that
    the tolerance has of the values.
    """

    points: int = 0
    undecided: int = 0
    beyond: int = 0
    failures: int = 0
    blunt: int = 0
    nonzero: int = 0
    error: float = 0.0
    ratio: float = 0.0
    powers: Shares = field(default_factory=Shares)
    equations: bool = False
    worst: str = ""
    finding: str = ""
    names: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


def allowed(run: Evaluation, condition: Term, environment: Environment) -> Truths:
    """Where a condition is not surely false."""
    return _judged(run, condition, environment, True, Sides.allows)


def assured(run: Evaluation, condition: Term, environment: Environment) -> Truths:
    """Where a condition holds, its strict orders by more than rounding can explain."""
    return _judged(run, condition, environment, True, Sides.assures)


def _judged(
    run: Evaluation, condition: Term, environment: Environment, wanted: bool, judge: Judge
) -> Truths:
    """Where the condition has the truth value that is wanted, as far as floats can tell."""
    if isinstance(condition, Truth):
        return np.asarray(condition.value == wanted)
    if isinstance(condition, Not):
        return _judged(run, condition.condition, environment, not wanted, judge)
    if isinstance(condition, (And, Or)):
        parts = [_judged(run, part, environment, wanted, judge) for part in condition.conditions]
        both = isinstance(condition, And) == wanted
        found: Any = np.asarray(both)
        for part in parts:
            found = found & part if both else found | part
        return np.asarray(found)
    if isinstance(condition, Forall):
        return _for_all(run, condition, environment, wanted, judge)
    assert isinstance(condition, Compare)
    if is_exact(condition.left) and is_exact(condition.right):
        return truth(run, condition if wanted else Not(condition), environment)
    if is_between_tensors(condition):
        if dangling(condition):
            return _judged(run, opened(condition), environment, wanted, judge)
        return np.asarray(same_tensors(run, condition) == wanted)
    sides = Sides(run.grid(condition.left, environment), run.grid(condition.right, environment))
    relation = condition.relation
    return judge(sides, relation if wanted else OPPOSITE[relation])


def _for_all(
    run: Evaluation,
    term: Forall,
    environment: Environment,
    wanted: bool,
    judge: Judge,
    start: int | None = None,
) -> Truths:
    """Over the values of the bound variable, in chunks, from a first one on.

    Points that a chunk has decided are left out of the next one.
    """
    low, _ = run.integers(term.lower, environment)
    high, _ = run.integers(term.upper, environment)
    level = len(environment)
    used = [environment[level - 1 - index] for index in loose(term)]
    shape = np.broadcast_shapes(*(axis.shape for axis in used))
    width = max(CHUNK // max(prod(shape), 1), 1)
    total: Any = np.asarray(wanted)
    first, last = int(np.min(low, initial=2**62)), int(np.max(high, initial=-(2**62)))
    for begin in range(first if start is None else start, last + 1, width):
        end = min(begin + width - 1, last)
        run.in_time()
        axis = axis_values(begin, end, level)
        here = _judged(run, term.body, (*environment, axis), wanted, judge)
        inside = (low <= axis) & (axis <= high)
        here = (here | ~inside) if wanted else (here & inside)
        here = np.broadcast_to(here, np.broadcast_shapes(here.shape, axis.shape))
        total = total & here.all(axis=0) if wanted else total | here.any(axis=0)
        total = total.reshape(total.shape[max(total.ndim - len(shape), 0) :])
        remain = np.broadcast_to(total == wanted, shape)
        if shape and end < last and 2 * np.count_nonzero(remain) <= remain.size:
            total = np.array(np.broadcast_to(total, shape))
            left = tuple(_at(axis, remain) for axis in environment)
            total[remain] = _for_all(run, term, left, wanted, judge, end + 1)
            break
    return np.asarray(total)


def _at(axis: NDArray[np.int64], chosen: Truths) -> NDArray[np.int64]:
    """The values of an index at the points chosen; any of them, where the grid is without it."""
    if np.broadcast_shapes(axis.shape, chosen.shape) != chosen.shape:
        axis = axis.reshape(-1)[:1]
    return np.asarray(np.broadcast_to(axis, chosen.shape)[chosen])


def compared(
    run: Evaluation,
    claim: Compare,
    environment: Environment,
    relevant: Truths,
    tally: Tally,
) -> None:
    """Compare both sides of a relation at the points that matter, and take down what was seen."""
    shape = np.broadcast_shapes(relevant.shape, *(axis.shape for axis in environment))
    relevant = np.broadcast_to(relevant, shape)
    undecided = 0
    if is_exact(claim.left) and is_exact(claim.right):
        holds = np.broadcast_to(truth(run, claim, environment), shape)
        wrong = relevant & ~holds
        tally.nonzero += int(np.count_nonzero(relevant))
    else:
        sides = Sides(run.grid(claim.left, environment), run.grid(claim.right, environment))
        relevant = within_range(run, claim, environment, relevant & sides.lost, relevant, tally)
        if not tally.finding:
            hidden = relevant & ~sides.lost & ~np.isfinite(sides.tolerance)
            tally.finding = what_overflows(run, claim, environment, hidden, tally.names)
        wrong = relevant & ~np.broadcast_to(sides.allows(claim.relation), shape)
        open_ = sides.allows(claim.relation) & ~sides.assures(claim.relation)
        undecided = int(np.count_nonzero(relevant & open_))
        _measure(sides, relevant, tally, claim.relation == "=")
    tally.undecided += undecided
    tally.points += int(np.count_nonzero(relevant)) - undecided
    tally.failures += int(np.count_nonzero(wrong))
    if not tally.worst and wrong.any():
        tally.worst = described(run, claim, environment, wrong, tally.names)


def within_range(
    run: Evaluation,
    claim: Term,
    environment: Environment,
    lost: Truths,
    relevant: Truths,
    tally: Tally,
) -> Truths:
    """The points that matter without those at which the formula leaves the range of float64.

    ``lost`` are the points in question. Where a side has no value at one of them, whatever the
    precision, all are kept.
    """
    if not lost.any():
        return relevant
    finding = look_into(run, claim, environment, lost, tally.names)
    if finding.certain:
        return relevant
    tally.beyond += int(np.count_nonzero(lost))
    tally.finding = tally.finding or finding.text
    return relevant & ~lost


def _measure(sides: Sides, relevant: Truths, tally: Tally, equation: bool) -> None:
    """The largest error relative to scale and tolerance, and how much the tolerance hides."""
    shape = relevant.shape
    tally.equations = tally.equations or equation
    with np.errstate(all="ignore"):
        if equation:
            tally.error = max(tally.error, _largest(sides.apart, sides.scale, relevant))
            tally.ratio = max(tally.ratio, _largest(sides.apart, sides.tolerance, relevant))
        size = np.maximum(np.abs(sides.left), np.abs(sides.right))
        weight = np.broadcast_to(sides.scale, shape)[relevant]
        tolerance = np.broadcast_to(sides.tolerance, shape)[relevant]
        size = np.broadcast_to(size, shape)[relevant]
        typical = float(np.sqrt(np.mean(np.square(size)))) if size.size else 0.0
        if not (np.any(sides.left) and np.any(sides.right)):
            typical = max(typical, 1.0)
        counts = weight > 0
        tally.nonzero += int(np.count_nonzero(counts))
        counts &= np.isfinite(size)
        share = np.where(tolerance > 0, tolerance / np.maximum(size, typical), 0.0)[counts]
        tally.powers.take(share)
        tally.blunt += int(np.count_nonzero(~(share <= POWER)))


def _largest(apart: Floats, unit: Floats, relevant: Truths) -> float:
    """The largest difference in that unit, at the points that matter."""
    found = np.where(unit > 0, np.abs(apart) / unit, 0.0)
    found = np.where(np.broadcast_to(np.isfinite(found), relevant.shape) & relevant, found, 0.0)
    return float(np.max(found, initial=0.0))


def described(
    run: Evaluation, claim: Compare, environment: Environment, wrong: Truths, names: tuple[str, ...]
) -> str:
    """The first point at which a relation fails, with both sides."""
    place = tuple(int(k) for k in np.argwhere(wrong)[0])
    point = tuple(np.asarray(np.broadcast_to(axis, wrong.shape)[place]) for axis in environment)
    shown = ", ".join(f"{name} = {int(value)}" for name, value in zip(names, point, strict=False))
    left, right = (run.grid(side, point).value for side in (claim.left, claim.right))
    sides = [
        "no value" if np.isnan(value) else f"{float(value):.10g}"
        for value in (left.reshape(()), right.reshape(()))
    ]
    at = f"at {shown}: " if shown else ""
    return f"{at}left {sides[0]}, right {sides[1]}"
