"""Inequalities for all sizes: lemmas with checked conditions, and certificates that are identities.

The one way in is :func:`decided`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.prover import conditions, signs
from symderive.prover.inequalities.goals import Goal
from symderive.prover.inequalities.positivity import has_order
from symderive.prover.inequalities.reduce import shown
from symderive.prover.ring import Polynomial, scaled

if TYPE_CHECKING:
    from symderive.prover.place import Place
    from symderive.prover.workspace import Workspace


def has_sign(work: Workspace, value: Polynomial, place: Place, allowed: int) -> bool:
    """Whether a value is proved to be positive, or not negative, where these signs are allowed.

    Given: the value is defined at the place.
    """
    if allowed not in (signs.POSITIVE, signs.NONNEGATIVE):
        return False
    strict = allowed == signs.POSITIVE
    return all(has_order(work, value, context, strict) for context in place.contexts())


def decided(work: Workspace, relation: str, difference: Polynomial, place: Place) -> bool:
    """Whether ``difference relation 0`` is proved, for a relation other than equality.

    Given: the difference is defined at the place. What was done is added to the steps.
    """
    wanted = conditions.FACT_SIGNS[relation]
    for sign, factor in ((signs.POSITIVE, 1), (signs.NEGATIVE, -1)):
        if not wanted & sign:
            continue
        goal = Goal(scaled(difference, factor), not wanted & signs.ZERO, place.context)
        steps = shown(work, goal)
        if steps is not None:
            work.steps += steps
            return True
    return False
