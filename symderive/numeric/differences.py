"""Derivatives along a direction by differences, each with a computed bound of its error.

Central differences at a step and at two halves of it are extrapolated twice (Richardson), so that
the error left is of the sixth order in the step. What is taken for it is the change that the last
extrapolation but one has made, which is of the fourth order. Rounding enters by the scales of the
values, divided by the step. No rule of differentiation is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, log2
from time import thread_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.errors import SymderiveError
from symderive.language.binding import free_symbols
from symderive.language.definitions import shape_of
from symderive.language.terms import ONE, Domain, Symbol, TensorSymbol, Term, number
from symderive.numeric.draws import bounds_of
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.kinks import Frozen
from symderive.numeric.lazy import Lazy
from symderive.numeric.pairs import UNIT, Pair, scale_of

Floats = NDArray[np.float64]
Variable = Symbol | TensorSymbol

# How far the entry moves first that moves farthest, by how much less the next time, how often.
STEP, SMALLER, TRIES = 2.0**-5, 2.0**-3, 4
# The step is halved twice: the differences D, D', D'' make (64 D'' - 20 D' + D) / 45, and a
# rounding of e in the values moves that by (64*4 + 20*2 + 1)/45 e over the step at most.
HALVINGS, WEIGHTS = 3, (1 / 45, -20 / 45, 64 / 45)
AMPLIFIED = sum(abs(weight) * 2**place for place, weight in enumerate(WEIGHTS))
# A truncation error of this share of the values is small enough.
FINE = 1e-8
# What takes more seconds of computing is not computed six times.
LONGEST = 0.5
# The roundings that a derivative is said to have behind it: more than other values have, so that
# what it is compared with does not widen its bound.
DEPTH = 2.0**12


class NotTaken(SymderiveError):
    """A derivative that differences do not reach."""


class Moved(Evaluation):
    """An evaluation at a point whose coordinates were rounded once."""

    moving: tuple[Term, Pair] | None = None

    def variable(self, variable: Term) -> Pair:
        """The value given for a free variable."""
        if self.moving is not None and variable == self.moving[0]:
            return self.moving[1]
        return super().variable(variable)


@dataclass
class Slope:
    """A derivative along the line: the values, how far they may be off, and by truncation alone."""

    value: Floats
    rounding: Floats
    truncation: Floats

    @property
    def error(self) -> float:
        """The typical error."""
        return _typical(self.rounding + self.truncation)

    @property
    def is_fine(self) -> bool:
        """Whether a smaller step would not make it better."""
        enough = max(_typical(self.rounding), FINE * _typical(self.value))
        return not self.missing and _typical(self.truncation) <= enough

    @property
    def missing(self) -> int:
        """How many entries have no value."""
        return int(np.count_nonzero(~np.isfinite(self.value)))


def _badness(slopes: Mapping[Term, Slope]) -> tuple[int, float]:
    return sum(s.missing for s in slopes.values()), sum(s.error for s in slopes.values())


def _typical(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.sqrt(np.mean(np.square(known)))) if known.size else 0.0


class Line:
    """A variable that moves along a direction, and all that is differentiated along it."""

    def __init__(
        self, run: Evaluation, name: str, variable: Variable, direction: Pair, length: float = 1.0
    ) -> None:
        """``run`` holds the point; the direction has the shape of the variable.

        Derivatives are divided by the length of the direction. ``name`` tells lines apart.
        """
        self.run, self.name, self.variable, self.direction = run, name, variable, direction
        self.length = length
        self.base = self._named("where it stands")
        self.frozen = Frozen(variable, self.base)
        self.bodies: dict[Term, TensorSymbol] = {}
        self.settled: set[Term] = set()
        # What does not move, found at the point itself or at the first place of the line.
        self.arrays = {t: p for t, p in run.arrays.items() if self._stands(t)}
        self.sums = {t: p for t, p in run.closed_sums.items() if self._stands(t)}

    def _stands(self, term: Term) -> bool:
        return self.variable not in free_symbols(term)

    def _named(self, what: str) -> Variable:
        name = f"{self.variable.name} {what}"
        if isinstance(self.variable, Symbol):
            return Symbol(name, self.variable.domain)
        return TensorSymbol(name, self.variable.rank, self.variable.shape, self.variable.domain)

    def slope(self, body: Term) -> TensorSymbol:
        """The tensor of derivatives of a closed tensor or scalar, of which :meth:`settle` says all.

        That of a scalar has one entry.
        """
        found = self.bodies.get(body)
        if found is None:
            shape = tuple(map(number, self.run.shape(body))) if shape_of(body) else (ONE,)
            name = f"slope {len(self.bodies)} along line {self.name}"
            found = self.bodies[body] = TensorSymbol(name, len(shape), shape, Domain("real"))
        return found

    def settle(self) -> dict[Term, Pair]:
        """The derivatives that were asked for since the last time, at the step that serves best."""
        written = {b: self.frozen.write(b) for b in self.bodies if b not in self.settled}
        if not written:
            return {}
        self.settled |= set(written)
        # With a power of 2 the step times the direction is exact.
        farthest = max(float(np.max(np.abs(self.direction.value))), 1.0)
        step = STEP / 2.0 ** ceil(log2(farthest))
        best = last = self._slopes(written, step)
        for _ in range(TRIES - 1):
            if all(slope.is_fine for slope in last.values()):
                break
            step *= SMALLER
            last = self._slopes(written, step)
            best = min(best, last, key=_badness)
        return {self.bodies[body]: _pair(slope, self.length) for body, slope in best.items()}

    def _slopes(self, written: Mapping[Term, Term], step: float) -> dict[Term, Slope]:
        """The extrapolated differences of everything, from one evaluation for each place.

        The scales are those of the first place, twice, since they change little along the line.
        """
        found: dict[Term, list[Floats]] = {body: [] for body in written}
        rounding: dict[Term, Any] = {}
        scale: dict[Term, Floats] = {}
        chooses = any(map(self.frozen.has_kinks, self.bodies))
        for place in range(HALVINGS):
            short = step / 2**place
            ahead = self._moved(short, tracked=chooses or not place)
            begin = thread_time()
            values = {body: ahead.closed(term) for body, term in written.items()}
            if thread_time() - begin > LONGEST:
                raise NotTaken("a derivative of values that take long to compute")
            if not place:
                self._keep(ahead)
            behind = self._moved(-short, tracked=chooses)
            for body, term in written.items():
                there = values[body]
                found[body].append((there.value - behind.closed(term).value) / (2 * short))
                if not place:
                    scale[body] = 2 * scale_of(there)
                    rounding[body] = UNIT * (there.depth + 1) * scale[body] * (AMPLIFIED / step)
        return {b: _extrapolated(found[b], rounding[b], scale[b]) for b in written}

    def _moved(self, step: float, tracked: bool) -> Evaluation:
        """The evaluation at a place of the line; what does not move is taken over."""
        run, here = self.run, self.run.data[self.variable]
        values: dict[Any, Any] = {**run.sizes, **run.functions, **run.data}
        there = here + step * self.direction.value
        values[self.base], values[self.variable] = here, there
        moved = Moved(values, tracked)
        scale = np.abs(here) + abs(step) * scale_of(self.direction)
        moved.moving = self.variable, Pair(there, scale, self.direction.depth + 2)
        moved.deadline = run.deadline
        moved.recall(run.knowledge())
        moved.arrays |= self.arrays
        moved.closed_sums |= self.sums
        return moved

    def _keep(self, moved: Evaluation) -> None:
        """Take down what does not move."""
        self.arrays |= {t: p for t, p in moved.arrays.items() if self._stands(t)}
        self.sums |= {t: p for t, p in moved.closed_sums.items() if self._stands(t)}


def _extrapolated(differences: list[Floats], rounding: Any, scale: Any) -> Slope:
    """The limit at step 0, and how far it may be off.

    The change from one extrapolation to the next is nearly always much greater than the error;
    where the terms of the fourth order happen to cancel, the ratio that changes have elsewhere
    says how large those of the sixth order are.
    """
    first, second, third = differences
    once, twice = (4 * second - first) / 3, (4 * third - second) / 3
    value = sum(w * d for w, d in zip(WEIGHTS, differences, strict=True))
    change = np.abs(twice - once)
    size = np.abs(value) + scale
    ratios = np.where(np.isfinite(change) & (size > 0), change / size, 0.0)
    worst = float(np.max(ratios, initial=0.0))
    return Slope(np.asarray(value), np.asarray(rounding), change + worst**1.5 * size)


def _pair(slope: Slope, length: float) -> Pair:
    """The derivative with a scale that stands for its error."""
    shape = slope.value.shape or (1,)
    bound = slope.rounding + slope.truncation
    scale = np.maximum(np.abs(slope.value), bound / (UNIT * DEPTH))
    scale = np.broadcast_to(scale, slope.value.shape).reshape(shape)
    return Pair(slope.value.reshape(shape) / length, scale / length, DEPTH)


def room(run: Evaluation, variable: Variable) -> Floats:
    """How far the entries of a variable may move, in units of which they move small parts.

    At most 1, and no farther than the bounds of the domain are away.
    """
    values = run.data.get(variable)
    if values is None or isinstance(values, Lazy) or not np.size(values):
        raise NotTaken(f"{variable.name} has no entries to move")
    found = np.ones(np.shape(values))
    for _, bound in bounds_of(variable):
        found = np.minimum(found, np.abs(values - run.grid(bound, ()).value))
    if "simplex" in getattr(variable.domain, "properties", ()):
        found = np.minimum(found, np.abs(values))
    return np.asarray(found)
