"""The search for a counterexample: small sizes and simple values first, inside the hypotheses."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from symderive.evaluator.integers import Values
from symderive.evaluator.interpret import COST, Assignment
from symderive.evaluator.judge import Outcome
from symderive.evaluator.shrink import shrunk
from symderive.evaluator.trial import Trial, now, trial_of
from symderive.evaluator.values import FIRST_PLANS, FURTHER_PLANS, Plan
from symderive.evaluator.witnesses import witness_of
from symderive.language.terms import Statement
from symderive.results.witness import Witness

FIRST_SHARE = 0.6
MOST_SIZES = 600
KEPT_SIZES = 12
MOST_INDICES = 48
FEWER_INDICES = 12
QUICK_POINTS = 120
QUICK_COST = 60_000
LARGER_EVERY = 3


@dataclass(frozen=True)
class Search:
    """What a search found.

    ``satisfiable``: a point inside the hypotheses was met. ``tried`` counts the points at which
    the claim was looked at, ``equal_so_far`` those of them at which balls could not tell the
    sides apart. ``undecided``, ``outside`` and ``too_dear`` count points that say nothing.
    ``exhausted``: there are no further points.
    """

    witness: Witness | None
    tried: int
    satisfiable: bool
    equal_so_far: int = 0
    undecided: int = 0
    outside: int = 0
    too_dear: int = 0
    exhausted: bool = False
    seconds: float = 0.0


@dataclass
class _Limits:
    """When to stop."""

    until: float
    points: int
    cost: int


def find_counterexample(
    statement: Statement, *, seconds: float = 1.0, seed: int = 0, points: int = 3000
) -> Search:
    """Look for a point inside the hypotheses at which the claim is false or undefined.

    The witness is exact or certified by balls, and made least: smallest sum of sizes, then sizes
    in the order of their names, then indices, then simple values. Finding none proves nothing.

    >>> from symderive.language.terms import Add, Compare, Symbol, REAL, ONE
    >>> x = Symbol("x", REAL)
    >>> print(find_counterexample(Statement(Compare("=", x, Add((x, ONE))))).witness)
    x = 0: left 0, right 1

    Raises IllFormed where the statement has no meaning at any point.
    """
    return _search(statement, seconds, seed, points, COST)


def screen(statement: Statement, *, seconds: float = 0.02, seed: int = 0) -> Search:
    """The search at the smallest sizes only: milliseconds, before anything is called proved."""
    return _search(statement, seconds, seed, QUICK_POINTS, QUICK_COST)


def _search(statement: Statement, seconds: float, seed: int, points: int, cost: int) -> Search:
    started = now()
    trial = trial_of(statement)
    trial.reset()
    limits = _Limits(now() + seconds, points, cost)
    chance = random.Random(seed)
    state = _State(trial, limits, chance)
    hit = state.run()
    witness = None
    if hit is not None:
        extra = max(seconds, 0.05)
        least, outcome = shrunk(trial, *hit, cost=COST, until=now() + extra, seed=seed)
        witness = witness_of(trial, least, outcome)
    counts = trial.counts
    return Search(
        witness,
        counts.tried,
        counts.tried + counts.undecided > 0,
        counts.equal_so_far,
        counts.undecided,
        counts.outside,
        counts.too_dear,
        state.exhausted and witness is None,
        now() - started,
    )


class _State:
    """A search under way."""

    def __init__(self, trial: Trial, limits: _Limits, chance: random.Random) -> None:
        self.trial, self.limits, self.chance = trial, limits, chance
        self.exhausted = False
        self._begun = now()
        self._left = limits.points
        self._dear: list[Values] = []
        self._kept: list[Values] = []

    def run(self) -> tuple[Assignment, Outcome] | None:
        """The first counterexample found."""
        return self._smallest_first() or (None if self.exhausted else self._further())

    def _smallest_first(self) -> tuple[Assignment, Outcome] | None:
        """A few points at every choice of sizes, in order."""
        plans = FIRST_PLANS[:1] if self.trial.source.is_empty else FIRST_PLANS
        most = int(self.limits.points * (1 - FIRST_SHARE))
        until = self._begun + FIRST_SHARE * (self.limits.until - self._begun)
        complete = True
        for count, sizes in enumerate(self.trial.space.by_total(until)):
            if count >= MOST_SIZES or self._left <= most or now() > until:
                complete = False
                break
            if len(self._kept) < KEPT_SIZES:
                self._kept.append(sizes)
            for plan in plans:
                hit = self._at(sizes, plan, MOST_INDICES if count < KEPT_SIZES else FEWER_INDICES)
                if hit is not None:
                    return hit
        finite = self.trial.source.is_empty and self.trial.space.is_finite
        self.exhausted = complete and now() < until and (finite or not self._kept)
        return None

    def _further(self) -> tuple[Assignment, Outcome] | None:
        """More values at small sizes, and now and then larger sizes."""
        for count, (sizes, plan) in enumerate(self._rounds()):
            if self._left <= 0 or now() > self.limits.until:
                return None
            hit = self._at(sizes, plan, FEWER_INDICES)
            if hit is not None:
                return hit
            if count % LARGER_EVERY == 0:
                constants = [int(c) for c in self.trial.source.constants]
                larger = self.trial.space.larger(self.chance, constants)
                if larger is not None:
                    hit = self._at(larger, FIRST_PLANS[0], FEWER_INDICES)
                if hit is not None:
                    return hit
        return None

    def _rounds(self) -> Iterator[tuple[Values, Plan]]:
        while self._kept:
            for plan in FURTHER_PLANS:
                for sizes in self._kept:
                    yield sizes, plan

    def _at(self, sizes: Values, plan: Plan, most: int) -> tuple[Assignment, Outcome] | None:
        """Some points at one choice of sizes."""
        if any(all(sizes[s] >= dear[s] for s in sizes) for dear in self._dear):
            self._left -= 1
            return None
        for assignment in self.trial.points(sizes, plan, most, self.chance):
            self._left -= 1
            outcome = self.trial.attempt(
                assignment, self.limits.cost, self.limits.until, self.chance
            )
            if outcome is None:
                self._dear.append(sizes)
                return None
            if outcome.refutes:
                return assignment, outcome
            if self._left <= 0 or now() > self.limits.until:
                return None
        return None
