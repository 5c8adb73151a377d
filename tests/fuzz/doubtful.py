"""Sides that have no value somewhere, claimed equal to themselves written in another way.

Such a claim looks like the truest of all, and is false wherever the side has no value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from symderive.language.terms import Compare, Statement, Term
from tests.fuzz.mutate import WITHOUT_VALUE, changed_once, statements
from tests.fuzz.rewrite import rewritten_once


@dataclass(frozen=True)
class Doubtful:
    """A claim that is true where its two sides have a value, and what was done to them."""

    identity: str
    statement: Statement
    changes: tuple[str, ...]

    def __str__(self) -> str:
        return f"a side of {self.identity} with {', '.join(self.changes)}"


def doubtful(seed: int, number_: int) -> Doubtful:
    """Number so-and-so of a seed: up to two doubts put into a side, up to two rewritings of it."""
    chance = Random(f"doubtful {seed}/{number_}")
    original = chance.choice(chance.choice(statements()))
    claim, given = original.statement.claim, original.statement.given
    assert isinstance(claim, Compare)
    side = chance.choice((claim.left, claim.right))
    done: list[str] = []
    for _ in range(chance.choice((1, 1, 2))):
        changed = changed_once(side, chance.choice(WITHOUT_VALUE), chance)
        if changed is not None:
            side, kind = changed
            done.append(kind)
    other: Term = side
    for _ in range(chance.choice((0, 1, 2))):
        found = rewritten_once(other, chance)
        if found is not None:
            other, kind = found
            done.append(kind)
    if given and chance.random() < 0.3:
        dropped = chance.randrange(len(given))
        given = given[:dropped] + given[dropped + 1 :]
        done.append("hypothesis dropped")
    sides = (side, other) if chance.random() < 0.5 else (other, side)
    statement = replace(original.statement, claim=Compare("=", *sides), given=given)
    return Doubtful(original.name, statement, tuple(done))
