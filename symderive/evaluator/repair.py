"""Points that miss a hypothesis, moved into it.

Hypotheses such as sum p = 1 or A[i,j] = A[j,i] are met by hardly any values chosen freely. An
equation that is linear in one of the values that it looks at is solved for this value; an
inequality is met by trying values. What comes out is judged like any other point.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence

from symderive.errors import Undefined
from symderive.evaluator.arithmetic import (
    Inconclusive,
    Indeterminate,
    Value,
    comparison,
    inverse,
)
from symderive.evaluator.conditions import equality_of_entries
from symderive.evaluator.constraints import OPPOSITE
from symderive.evaluator.interpret import Assignment, Program, TensorStore
from symderive.evaluator.judge import OF_SIGN
from symderive.evaluator.support import Place
from symderive.evaluator.values import ValueSource
from symderive.language.terms import (
    And,
    Compare,
    Forall,
    Not,
    Or,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
)

SWEEPS = 3
MOST_GOALS = 60
MOST_TRIALS = 8

DOUBTS = (Undefined, Inconclusive, Indeterminate)
Slot = Symbol | tuple[TensorSymbol, Place]
Goal = tuple[str, Callable[[], Value], Callable[[], Value]]
"""A relation that must hold, and its two sides."""
Goals = Callable[[tuple[int, ...]], Iterator[Goal]]


class WatchedStore(TensorStore):
    """Entries of which it is noted when they are looked at."""

    def __init__(self, store: TensorStore, tensor: TensorSymbol, seen: list[Slot]) -> None:
        super().__init__(store.name, store.shape, store.make)
        self.update(store)
        self.tensor, self.seen = tensor, seen

    def __getitem__(self, place: Place) -> Value:
        value = super().__getitem__(place)
        self.seen.append((self.tensor, place))
        return value


class Repair:
    """Hypotheses made ready to be met."""

    def __init__(self, given: Sequence[Term], source: ValueSource) -> None:
        self._program = Program(literal=True)
        self._source = source
        self._goals = [self._goals_of(condition, 0) for condition in given]

    def __call__(
        self, assignment: Assignment, chance: random.Random, until: float = math.inf
    ) -> bool:
        """Change the values so that the hypotheses hold; whether this has been achieved in time."""
        seen: list[Slot] = []
        for tensor, store in assignment.tensors.items():
            assignment.tensors[tensor] = WatchedStore(store, tensor, seen)
        try:
            return any(self._sweep(assignment, seen, chance, until) for _ in range(SWEEPS))
        finally:
            for tensor, store in assignment.tensors.items():
                plain = TensorStore(store.name, store.shape, store.make)
                plain.update(store)
                assignment.tensors[tensor] = plain

    def _sweep(
        self, assignment: Assignment, seen: list[Slot], chance: random.Random, until: float
    ) -> bool:
        """Go through all goals once; whether none had to be left unmet when the time was over."""
        self._program.load(assignment)
        solved: list[Slot] = []
        met, count = True, 0
        for goals in self._goals:
            try:
                for goal in goals(()):
                    count += 1
                    if time.thread_time() > until:
                        return False
                    if count > MOST_GOALS:
                        return met
                    met = self._meet(goal, assignment, seen, solved, chance) and met
            except DOUBTS:
                met = False
        return met and self._source.admits(assignment)

    def _meet(
        self,
        goal: Goal,
        assignment: Assignment,
        seen: list[Slot],
        solved: list[Slot],
        chance: random.Random,
    ) -> bool:
        seen.clear()
        if self._holds(goal):
            return True
        slots = [*dict.fromkeys(seen), *self._source.reals]
        slots = [slot for slot in slots if slot not in solved]
        chance.shuffle(slots)
        for slot in slots[:MOST_TRIALS]:
            before = self._read(assignment, slot)
            for value in self._proposals(goal, assignment, slot):
                self._write(assignment, slot, value)
                if self._holds(goal) and self._source.admits(assignment):
                    if goal[0] == "=":
                        solved.append(slot)
                    return True
            self._write(assignment, slot, before)
        return False

    def _proposals(self, goal: Goal, assignment: Assignment, slot: Slot) -> Iterator[Value]:
        """Values with which the goal may hold."""
        relation, left, right = goal
        if relation != "=":
            domain = (slot if isinstance(slot, Symbol) else slot[0]).domain
            yield from self._source.options(domain, assignment)  # type: ignore[arg-type]
            return
        gaps = []
        for value in (0, 1):
            self._write(assignment, slot, value)
            try:
                gaps.append(left() - right())
            except DOUBTS:
                return
        try:
            yield -gaps[0] * inverse(gaps[1] - gaps[0])
        except DOUBTS:
            return

    def _holds(self, goal: Goal) -> bool:
        relation, left, right = goal
        self._program.forget()
        try:
            return OF_SIGN[relation](comparison(left(), right()))
        except DOUBTS:
            return False

    def _write(self, assignment: Assignment, slot: Slot, value: Value) -> None:
        if isinstance(slot, Symbol):
            assignment.symbols[slot] = value
            self._program.load(assignment)
        else:
            assignment.tensors[slot[0]][slot[1]] = value
            self._program.forget()

    @staticmethod
    def _read(assignment: Assignment, slot: Slot) -> Value:
        if isinstance(slot, Symbol):
            return assignment.symbols[slot]
        return dict.__getitem__(assignment.tensors[slot[0]], slot[1])

    # Conditions as goals

    def _goals_of(self, condition: Term, depth: int, positive: bool = True) -> Goals:
        """The relations that must hold for the condition (or its negation) to hold."""
        if isinstance(condition, Not):
            return self._goals_of(condition.condition, depth, not positive)
        if isinstance(condition, Truth):
            return lambda bound: iter(())
        if isinstance(condition, Forall) and positive:
            return self._every(condition, depth)
        if isinstance(condition, (And, Or)):
            parts = [self._goals_of(one, depth, positive) for one in condition.conditions]
            if isinstance(condition, And) == positive:
                return lambda bound: (goal for part in parts for goal in part(bound))
            return self._one_of(parts)
        if isinstance(condition, Compare):
            entries = equality_of_entries(condition)
            if entries is not None:
                return self._goals_of(entries, depth, positive)
            relation = condition.relation if positive else OPPOSITE[condition.relation]
            sides = [self._program.add(s, depth) for s in (condition.left, condition.right)]
            return lambda bound: iter(
                [(relation, lambda: sides[0](*bound), lambda: sides[1](*bound))]
            )
        return lambda bound: iter(())

    def _every(self, condition: Forall, depth: int) -> Goals:
        lower, upper = (self._program.add(s, depth) for s in (condition.lower, condition.upper))
        inner = self._goals_of(condition.body, depth + 1)

        def goals(bound: tuple[int, ...]) -> Iterator[Goal]:
            for k in range(int(lower(*bound)), int(upper(*bound)) + 1):
                yield from inner((*bound, k))

        return goals

    def _one_of(self, parts: Sequence[Goals]) -> Goals:
        """Nothing to do where one of the parts holds, else the goals of the last part."""

        def goals(bound: tuple[int, ...]) -> Iterator[Goal]:
            found = [list(part(bound)) for part in parts]
            if not any(all(map(self._holds, part)) for part in found):
                yield from found[-1] if found else ()

        return goals
