"""How an inequality is proved: by signs, by a certificate, or from goals that imply it.

Every rule gives goals that are enough. The search is bounded in depth and in time, and a goal that
has been tried is not tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from symderive.errors import OutsideFragment
from symderive.prover import signs, translate
from symderive.prover.inequalities import (
    attained,
    certificates,
    denominators,
    forms,
    growth,
    guarded,
    monotone,
    termwise,
)
from symderive.prover.inequalities.goals import Goal, simplified

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_DEPTH = 5
MAX_GOALS = 24
MAX_TERMS = 40
Steps = list[tuple[str, tuple[Any, ...]]]
Rule = Callable[[Goal, int], Steps | None]


class Reduction:
    """One search for a proof; ``tried`` are the goals that it met."""

    def __init__(self, work: Workspace) -> None:
        self.work = work
        self.tried: set[Any] = set()

    def shown(self, goal: Goal, depth: int = 0) -> Steps | None:
        """The steps of a proof of the goal; None where none is found."""
        work = self.work
        work.check_time()
        if len(goal.value) > MAX_TERMS:
            return None
        if guarded.has_guarded_poles(work, goal):
            return self._by_rules(goal, depth, (self._termwise, self._by_cases))
        written = goal.with_value(simplified(work, goal.value, goal.context))
        goal, known = denominators.cleared(work, goal)
        with translate.facts(work, known):
            return self._shown(goal, goal if known else written, depth)

    def _shown(self, goal: Goal, written: Goal, depth: int) -> Steps | None:
        """The steps of a proof of a goal without denominators, or as it was written."""
        work = self.work
        wanted = signs.POSITIVE if goal.strict else signs.NONNEGATIVE
        if not signs.of_polynomial(work, goal.value, goal.context) & ~wanted:
            return [("sign of a goal", (goal,))]
        key = goal.key, work.facts_key()
        if key in self.tried or len(self.tried) >= MAX_GOALS or depth > MAX_DEPTH:
            return None
        self.tried.add(key)
        for version in (goal, written) if written.value != goal.value else (goal,):
            found = certificates.certificate(work, version)
            if found is not None:
                return [("certificate", (version, tuple(found)))]
        if forms.is_sum_of_squares(work, goal):
            return [("sum of squares", (goal,))]
        rules = (
            self._monotone,
            self._termwise,
            self._attained,
            self._by_cases,
            self._growth,
        )
        return self._by_rules(goal, depth, rules)

    def _by_rules(self, goal: Goal, depth: int, rules: tuple[Rule, ...]) -> Steps | None:
        """The steps by the first rule that leads to a proof."""
        if depth > MAX_DEPTH:
            return None
        for rule in rules:
            try:
                steps = rule(goal, depth + 1)
            except OutsideFragment:
                continue
            if steps is not None:
                return steps
        return None

    def _monotone(self, goal: Goal, depth: int) -> Steps | None:
        for name, rule in (
            ("logarithm isolated", monotone.without_logarithm),
            ("logarithms compared", monotone.by_logarithms),
            ("squares compared", monotone.by_squares),
        ):
            for sufficient in rule(self.work, goal):
                steps = self.shown(sufficient, depth)
                if steps is not None:
                    return [(name, (sufficient,)), *steps]
        return None

    def _termwise(self, goal: Goal, depth: int) -> Steps | None:
        for summand in termwise.summands(self.work, goal):
            steps = self.shown(summand, depth)
            if steps is not None:
                return [("term by term", (summand,)), *steps]
        return None

    def _attained(self, goal: Goal, depth: int) -> Steps | None:
        sufficient = attained.with_entry(self.work, goal)
        if sufficient is None:
            return None
        steps = self.shown(sufficient, depth)
        return None if steps is None else [("maximum attained", (sufficient,)), *steps]

    def _growth(self, goal: Goal, depth: int) -> Steps | None:
        for there, slope, known in growth.from_an_end(self.work, goal):
            first = self.shown(there, depth)
            if first is None:
                continue
            with translate.facts(self.work, known):
                second = self.shown(slope, depth)
            if second is not None:
                return [("growth", (there,)), *first, ("growth", (slope,)), *second]
        return None

    def _by_cases(self, goal: Goal, depth: int) -> Steps | None:
        parts = monotone.by_cases(self.work, goal)
        if parts is None:
            return None
        out: Steps = [("cases of a sign", (str(len(parts)),))]
        for part, known in parts:
            with translate.facts(self.work, known):
                steps = self.shown(part, depth)
            if steps is None:
                return None
            out += steps
        return out


def shown(work: Workspace, goal: Goal) -> Steps | None:
    """The steps of a proof of a goal; None where none is found."""
    try:
        return Reduction(work).shown(goal)
    except OutsideFragment:
        return None
