"""Denominators that may vanish beside brackets that say that they do not.

[x != 0]/x is 1/x - [x = 0]/x in normal form. Where x is 0, 1/x stands for nothing there, and what
holds of x (1/x) = 1 elsewhere must not be used. Such a goal is looked at case by case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.prover import signs
from symderive.prover.inequalities.frames import Frames
from symderive.prover.inequalities.goals import Goal
from symderive.prover.reciprocals import is_idempotent
from symderive.prover.ring import INDICATOR, Component, Monomial

if TYPE_CHECKING:
    from symderive.prover.context import Context
    from symderive.prover.workspace import Workspace


def has_guarded_poles(work: Workspace, goal: Goal) -> bool:
    """Whether a goal with brackets divides by what is not known to be different from zero."""
    if not has_brackets(goal):
        return False
    frames = Frames(work, goal.context)
    return any(_has_poles(work, monomial, goal.context, frames) for monomial in goal.value)


def has_brackets(goal: Goal) -> bool:
    """Whether a bracket stands in a goal, or in one of its sums."""
    for monomial in goal.value:
        for atom, _ in monomial:
            if is_idempotent(atom):
                return True
            if isinstance(atom, Component):
                if any(head.kind == INDICATOR for head, _, _ in atom.factors):
                    return True
    return False


def _has_poles(work: Workspace, monomial: Monomial, context: Context, frames: Frames) -> bool:
    """Whether a product divides by what may be zero, in its sums too."""
    for atom, e in monomial:
        if e < 0 and not signs.is_nonzero(work, work.atom(atom), context):
            return True
        if isinstance(atom, Component):
            frame, summand = frames.open(atom)
            for inner, exponent in summand:
                value = work.atom(inner)
                if exponent < 0 and not signs.is_nonzero(work, value, frame.context):
                    return True
    return False
