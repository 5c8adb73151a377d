"""A statement made ready for the search: points are made, judged, and counted."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from symderive.errors import BudgetExceeded, InternalError
from symderive.evaluator import limits
from symderive.evaluator.constraints import on_integers, split
from symderive.evaluator.integers import IntegerSpace, Values
from symderive.evaluator.interpret import Assignment, NoSuchTensor
from symderive.evaluator.judge import PARTS, Finding, Judge, Outcome
from symderive.evaluator.properties import PROPERTIES
from symderive.evaluator.repair import Repair
from symderive.evaluator.values import NoValue, Plan, ValueSource
from symderive.language.defined import spelled_out
from symderive.language.limits import Tends
from symderive.language.points import on_points
from symderive.language.terms import Statement

QUICK_FAILURES = 6
DEEP_POINTS = 3
MOST_OUTSIDE = 400

# Of the time that is left, for moving one point into the hypotheses.
REPAIR_SHARE = 0.1

PARTS.update(PROPERTIES)
PARTS[Tends] = limits.tends


@dataclass
class Counts:
    """What became of the points."""

    tried: int = 0
    equal_so_far: int = 0
    undecided: int = 0
    outside: int = 0
    too_dear: int = 0

    @property
    def doubtful(self) -> bool:
        """Whether there were points that neither confirm the claim nor refute it."""
        return self.equal_so_far + self.undecided + self.too_dear > 0

    @property
    def hopeless(self) -> bool:
        """Whether no point inside the hypotheses is likely to be found any more."""
        return self.outside > MOST_OUTSIDE and self.tried + self.undecided == 0


class Trial:
    """One statement, ready to be judged at points inside its hypotheses."""

    def __init__(self, written: Statement) -> None:
        statement = self.statement = on_points(spelled_out(written))
        self.space = IntegerSpace(statement)
        self.source = ValueSource(statement)
        parts = dict.fromkeys(split(statement.given))
        self.given = [condition for condition in parts if not on_integers(condition)]
        self.counts = Counts()
        self._quick = Judge(statement.claim, self.given, literal=False)
        self._literal: Judge | None = None
        self._repair: Repair | None = None
        self._quick_failures = 0
        # Values have to be chosen anew for every index where their domains mention an index.
        self._indexed = self.source.mentions(self.space.indices)

    def reset(self) -> None:
        """Begin anew, so that the same search finds the same."""
        self.counts = Counts()
        self._quick_failures = 0

    def judge(self, assignment: Assignment, cost: int, until: float) -> Outcome | None:
        """What is found at a point; None where it costs too much.

        A finding that something is undefined, and every counterexample, is that of the literal
        reading; only if that costs too much, a difference found by the quick reading stands.
        """
        deep = self.counts.equal_so_far < DEEP_POINTS
        outcome: Outcome | None = None
        if self._quick_failures < QUICK_FAILURES:
            try:
                outcome = self._quick(assignment, cost, until, deep)
            except BudgetExceeded:
                return None
            undefined = outcome.finding is Finding.UNDEFINED or bool(outcome.undefined)
            if outcome.finding is not Finding.FAILS and not undefined:
                return outcome
        if self._literal is None:
            self._literal = Judge(self.statement.claim, self.given, literal=True)
        try:
            literal = self._literal(assignment, cost, until, deep)
        except BudgetExceeded:
            return outcome if outcome and outcome.finding is Finding.FAILS else None
        if outcome is None or literal.refutes:
            return literal
        if outcome.finding is Finding.FAILS:
            if literal.finding in (Finding.HOLDS, Finding.OUTSIDE):
                raise InternalError("the two readings of the evaluator disagree at a point")
            return outcome
        self._quick_failures += 1
        return literal

    def points(
        self, sizes: Values, plan: Plan, most: int, chance: random.Random
    ) -> Iterator[Assignment]:
        """Points at these sizes: values by the plan, and the choices of indices."""
        store: Assignment | None = None
        for integers in self.space.index_choices(sizes, most, chance):
            try:
                if store is None or self._indexed:
                    store = self.source.assign(integers, plan, chance)
            except (NoValue, NoSuchTensor):
                self.counts.outside += 1
                continue
            store.symbols.update(integers)
            yield store
        if store is None:
            self.counts.outside += 1

    def attempt(
        self, assignment: Assignment, cost: int, until: float, chance: random.Random
    ) -> Outcome | None:
        """Judge a point, moved into the hypotheses if necessary, and count it."""
        outcome = self.judge(assignment, cost, until)
        if outcome is not None and outcome.finding is Finding.OUTSIDE and self.given:
            if self._repair is None:
                self._repair = Repair(self.given, self.source)
            if self._repair(assignment, chance, now() + REPAIR_SHARE * (until - now())):
                outcome = self.judge(assignment, cost, until)
        self._count(outcome)
        return outcome

    def _count(self, outcome: Outcome | None) -> None:
        counts = self.counts
        if outcome is None:
            counts.too_dear += 1
        elif outcome.finding is Finding.OUTSIDE:
            counts.outside += 1
        elif outcome.finding in (Finding.UNCLEAR, Finding.NEVER_CLEAR):
            counts.undecided += 1
        else:
            counts.tried += 1
            counts.equal_so_far += outcome.finding is Finding.EQUAL_SO_FAR


@lru_cache(maxsize=32)
def trial_of(statement: Statement) -> Trial:
    """The statement made ready; kept, because it is often looked at more than once."""
    return Trial(statement)


def now() -> float:
    """The clock by which searches end: that of computing, which other programs do not move."""
    return time.thread_time()
