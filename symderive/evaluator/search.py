"""The search for a counterexample: small sizes and simple values first, inside the hypotheses."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from symderive.errors import InternalError, SymderiveError
from symderive.evaluator.integers import Values
from symderive.evaluator.interpret import COST, Assignment
from symderive.evaluator.judge import Outcome
from symderive.evaluator.layered_search import over_layers
from symderive.evaluator.order_search import look, without_quantifier
from symderive.evaluator.properties import exactly
from symderive.evaluator.shrink import shrunk
from symderive.evaluator.trial import Trial, now, trial_of
from symderive.evaluator.values import FURTHER_PLANS, Plan, general
from symderive.evaluator.witnesses import witness_of
from symderive.language.hooks import text_of
from symderive.language.members import mentions_members
from symderive.language.order import is_about_order, meaning
from symderive.language.serial import to_json
from symderive.language.terms import Statement
from symderive.results.witness import Witness

KEPT_SIZES = 12
LARGER_EVERY = 3
FURTHER_LEVELS = 3


@dataclass(frozen=True)
class Effort:
    """How far a search goes before it looks at other values instead of other sizes.

    ``levels`` counts sums of sizes, ``share`` is the part of points and time for the first pass,
    ``layers`` is the greatest number of members of a family.
    """

    levels: int
    share: float
    indices: int
    cost: int
    layers: int


THOROUGH = Effort(levels=16, share=0.5, indices=12, cost=COST, layers=3)
QUICK = Effort(levels=4, share=0.5, indices=4, cost=60_000, layers=2)
QUICK_POINTS = 48


@dataclass(frozen=True)
class Search:
    """What a search found.

    ``satisfiable``: a point inside the hypotheses was met. ``tried`` counts the points at which
    the claim was looked at, ``equal_so_far`` those of them at which balls could not tell the
    sides apart. ``undecided``, ``outside`` and ``too_dear`` count points that say nothing.
    ``exhausted``: there are no other points, and at all of them the claim was seen to hold.
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

    Raises:
        IllFormed: where the statement has no meaning at any point.
        InternalError: where the evaluator itself breaks; the message has what a report needs.
    """
    found = _search(statement, seconds, seed, points, THOROUGH)
    whole = exactly(statement)
    if found.witness is None and whole is not None:
        again = _search(whole, seconds, seed, points, THOROUGH)
        return found if again.witness is None else again
    return found


def screen(statement: Statement, *, seconds: float = 0.02, seed: int = 0) -> Search:
    """The search at the smallest sizes only: milliseconds, before anything is called proved."""
    return _search(statement, seconds, seed, QUICK_POINTS, QUICK)


def _search(statement: Statement, seconds: float, seed: int, points: int, effort: Effort) -> Search:
    """The search, in which everything that no error foresees is a defect of the evaluator."""
    try:
        return _searched(statement, seconds, seed, points, effort)
    except Exception as error:
        if isinstance(error, SymderiveError) and not isinstance(error, InternalError):
            raise
        raise InternalError(
            f"the search for a counterexample broke off with {type(error).__name__}: {error}\n"
            f"  in {text_of(statement)}\n"
            f"Please report this, with the statement as data: {to_json(statement)}"
        ) from error


def _searched(
    statement: Statement, seconds: float, seed: int, points: int, effort: Effort
) -> Search:
    started = now()
    if mentions_members(statement):
        return over_layers(
            statement,
            lambda plain, left: _searched(plain, left, seed, points, effort),
            Search(None, 0, False),
            seconds,
            effort.layers,
        )
    statement = without_quantifier(statement)
    plain = meaning(statement)
    assert isinstance(plain, Statement)
    if is_about_order(plain):
        seen = look(statement, points, seconds)
        seconds = now() - started
        return Search(
            seen.witness, seen.tried, seen.tried > 0, outside=seen.outside, seconds=seconds
        )
    trial = trial_of(plain)
    trial.reset()
    state = _State(trial, effort, points, seconds, random.Random(seed))
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
        state.exhausted and witness is None and not counts.doubtful,
        now() - started,
    )


class _State:
    """A search under way."""

    def __init__(
        self, trial: Trial, effort: Effort, points: int, seconds: float, chance: random.Random
    ) -> None:
        self.trial, self.effort, self.chance = trial, effort, chance
        self.exhausted = False
        self._begun = now()
        self._seconds = seconds
        self._left = points
        self._dear: list[Values] = []
        self._kept: list[Values] = []

    def run(self) -> tuple[Assignment, Outcome] | None:
        """The first counterexample found."""
        return self._smallest_first() or (None if self.exhausted else self._further())

    def _over(self, share: float = 1.0) -> bool:
        """Whether this share of the time is used up, or all points are."""
        return self._left <= 0 or now() > self._begun + share * self._seconds

    def _smallest_first(self) -> tuple[Assignment, Outcome] | None:
        """General values at every choice of sizes, in order."""
        share, source, space = self.effort.share, self.trial.source, self.trial.space
        kept_points = int(self._left * (1 - share))
        until = self._begun + share * self._seconds
        levels = self.effort.levels
        if source.is_empty:
            kept_points, levels = 0, FURTHER_LEVELS * levels
        for sizes in space.by_total(levels, until):
            if self._left <= kept_points or self._over(share):
                return None
            if len(self._kept) < KEPT_SIZES:
                self._kept.append(sizes)
            hit = self._at(sizes, general, self.effort.indices * (4 if source.is_empty else 1))
            if hit is not None:
                return hit
        complete = now() < until and space.ends_within(levels)
        every_point = source.is_empty and not space.sampled
        self.exhausted = complete and (every_point or not self._kept)
        return None

    def _further(self) -> tuple[Assignment, Outcome] | None:
        """More values at small sizes, and now and then larger sizes."""
        constants = [int(c) for c in self.trial.source.constants]
        for count, (sizes, plan) in enumerate(self._rounds()):
            if self._over() or self.trial.counts.hopeless:
                return None
            hit = self._at(sizes, plan, self.effort.indices) if sizes is not None else None
            if hit is None and (sizes is None or count % LARGER_EVERY == 0):
                larger = self.trial.space.larger(self.chance, constants)
                self._left -= 1
                if larger is not None:
                    hit = self._at(larger, general, self.effort.indices)
            if hit is not None:
                return hit
        return None

    def _rounds(self) -> Iterator[tuple[Values | None, Plan]]:
        """Sizes and plans in turn; without values to choose, only larger sizes (None)."""
        for plan in itertools.cycle(FURTHER_PLANS):
            if self.trial.source.is_empty or not self._kept:
                yield None, plan
            for sizes in self._kept:
                yield sizes, plan

    def _at(self, sizes: Values, plan: Plan, most: int) -> tuple[Assignment, Outcome] | None:
        """Some points at one choice of sizes."""
        self._left -= 1
        if any(all(sizes[s] >= dear[s] for s in sizes) for dear in self._dear):
            return None
        for assignment in self.trial.points(sizes, plan, most, self.chance):
            self._left -= 1
            outcome = self.trial.attempt(
                assignment, self.effort.cost, self._begun + self._seconds, self.chance
            )
            if outcome is None:
                self._dear.append(sizes)
                return None
            if outcome.refutes:
                return assignment, outcome
            if self._over():
                return None
        return None
