"""Conditions side by side, and bounds of one term from both sides as a chain: 1 <= i <= n."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from symderive.language.connections import sides_of
from symderive.language.terms import And, Compare, Term

TURNED = {">=": "<=", ">": "<"}


def as_ranges(conditions: Sequence[Term]) -> list[Term]:
    """The conditions with ``v >= a`` turned round where ``v <= b`` follows: a <= v, v <= b."""
    found = list(conditions)
    for place, (first, second) in enumerate(pairwise(conditions)):
        if (
            isinstance(first, Compare)
            and isinstance(second, Compare)
            and first.left == second.left
            and first.relation in TURNED
            and second.relation in TURNED.values()
        ):
            found[place] = Compare(TURNED[first.relation], first.right, first.left)
    return found


def side_by_side(condition: Term) -> list[Term]:
    """The conditions of a conjunction, and of those in it; an equivalence is one condition."""
    if not isinstance(condition, And) or sides_of(condition) is not None:
        return [condition]
    return [part for inner in condition.conditions for part in side_by_side(inner)]
