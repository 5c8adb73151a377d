"""Whether a value is positive, by its sign or by a proof; answers are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.prover import signs
from symderive.prover.inequalities.goals import Goal

if TYPE_CHECKING:
    from symderive.prover.context import Context
    from symderive.prover.ring import Polynomial
    from symderive.prover.workspace import Workspace


def is_positive(work: Workspace, value: Polynomial, context: Context) -> bool:
    """Whether a polynomial is positive where the context holds.

    Its terms tell in most cases. Else it is proved, unless that is just being tried.
    """
    if signs.of_polynomial(work, value, context) == signs.POSITIVE:
        return True
    return has_order(work, value, context, strict=True)


def has_order(work: Workspace, value: Polynomial, context: Context, strict: bool) -> bool:
    """Whether a proof is found that a polynomial is at least 0, or positive."""
    from symderive.prover.inequalities.reduce import Reduction

    goal = Goal(value, strict, context)
    key = goal.key, work.facts_key()
    found = work.orders.get(key)
    if found is None:
        # What is asked again while it is being tried is not known.
        work.orders[key] = False
        try:
            found = Reduction(work).shown(goal, INSIDE) is not None
        except OutsideFragment:
            found = False
        work.orders[key] = found
    return found


INSIDE = 4
"""How deep a proof counts that is part of another one."""
