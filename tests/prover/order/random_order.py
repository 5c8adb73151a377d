"""Random statements about order: sets of reals, infima, quantifiers and functions."""

from __future__ import annotations

import random
from typing import Any

from symderive import (
    all_of,
    any_of,
    eq,
    exists,
    forall,
    function,
    ge,
    gt,
    iff,
    implies,
    infimum,
    le,
    lt,
    ne,
    negation,
    num,
    real,
    supremum,
)
from symderive.language.reading import read_statement
from symderive.language.terms import Statement

PROPERTIES = (
    ("arbitrary",),
    ("nondecreasing", "arbitrary"),
    ("nondecreasing", "right_continuous"),
    ("nondecreasing", "left_continuous"),
    ("nonincreasing", "right_continuous"),
    ("increasing", "arbitrary"),
    ("right_continuous",),
    ("continuous", "nondecreasing"),
    ("distribution",),
    ("in_unit_interval", "right_continuous"),
    ("convex",),
)
RELATIONS = (le, lt, ge, gt, eq, ne)
LETTERS = "xyzs"


class Writer:
    """Writes statements of some depth about one function and two real variables."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        chosen = self.chance.choice(PROPERTIES)
        self.function = function("F", **dict.fromkeys(chosen, True))
        self.variables = [real("t"), real("u")]

    def statement(self) -> Statement:
        """A claim, which often has a premise, and sometimes a hypothesis."""
        claim = self.condition((), 3)
        if self.chance.random() < 0.6:
            claim = self.chance.choice((implies, iff))(self.condition((), 2), claim)
        given = [self.condition((), 1)] if self.chance.random() < 0.3 else []
        return read_statement(claim, given=given)

    def condition(self, bound: tuple[Any, ...], depth: int) -> Any:
        """A condition with these bound variables in sight."""
        kind = self.chance.random()
        if depth == 0 or kind < 0.45:
            sides = [self.number(bound, depth) for _ in range(2)]
            return self.chance.choice(RELATIONS)(*sides)
        if kind < 0.6:
            parts = [self.condition(bound, depth - 1) for _ in range(2)]
            return self.chance.choice((all_of, any_of, implies))(*parts)
        if kind < 0.65:
            return negation(self.condition(bound, depth - 1))
        quantifier = self.chance.choice((forall, exists))
        bounds = [real(), real(at_most=self.chance.choice(self.variables))]
        return quantifier(
            self.function_of(bound, depth - 1, self.condition), self.chance.choice(bounds)
        )

    def function_of(self, bound: tuple[Any, ...], depth: int, write: Any) -> Any:
        """A Python function of one more bound variable."""
        letter = LETTERS[len(bound)]
        names: dict[str, Any] = {"write": write, "bound": bound, "depth": depth}
        return eval(f"lambda {letter}: write((*bound, {letter}), depth)", names)

    def number(self, bound: tuple[Any, ...], depth: int) -> Any:
        """A number: a variable, a constant, a value of the function, an infimum."""
        kind = self.chance.random()
        if kind < 0.3 or (kind > 0.8 and depth == 0):
            return self.chance.choice([*self.variables, *bound, *bound])
        if kind < 0.4:
            return num(self.chance.choice((0, 1)))
        if kind < 0.8:
            return self.function(self.number(bound, 0))
        made = self.chance.choice((infimum, supremum))
        found = made(self.function_of(bound, depth - 1, self.condition))
        return self.function(found) if self.chance.random() < 0.2 else found
