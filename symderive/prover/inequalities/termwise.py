"""A goal brought under one sum: sum_k q_k >= 0 where q_k >= 0 for every k."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from symderive.prover import signs
from symderive.prover.components import covers
from symderive.prover.inequalities.frames import Frame, Frames, components_of
from symderive.prover.inequalities.goals import Goal, order_key, simplified
from symderive.prover.integers import Form
from symderive.prover.ring import INTEGER, UNIT, Component, Factor, Monomial, Polynomial, add

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace


def summands(work: Workspace, goal: Goal) -> Iterator[Goal]:
    """For each range of a sum in the goal, the summand of the goal over this range.

    What does not depend on the index is brought under the sum as 1 = sum p_k, for p that a
    hypothesis says to add up to 1, or as n = sum 1. Where something cannot be, nothing is found.
    """
    frames = Frames(work, goal.context)
    for frame in _frames(goal, frames):
        found: Polynomial = {}
        for monomial, c in goal.value.items():
            local = _under(work, monomial, frame, frames)
            if local is None:
                break
            found = add(found, {local: c})
        else:
            closed = frame.closed(work, found, goal.context)
            closed = simplified(work, closed, goal.context)
            if closed == goal.value and (not goal.strict or _is_covered(frame, goal)):
                yield replace(goal, value=found, context=frame.context)


def _is_covered(frame: Frame, goal: Goal) -> bool:
    """Whether the range is never empty, so that positive summands have a positive sum."""
    return covers(frame.variables, frame.equalities, frame.inequalities, goal.context)


def _frames(goal: Goal, frames: Frames) -> list[Frame]:
    found: dict[Frame, None] = {}
    for component in components_of([goal.value]):
        found.update((frame, None) for frame, _ in frames.options(component))
    return list(found)


def _under(work: Workspace, monomial: Monomial, frame: Frame, frames: Frames) -> Monomial | None:
    """The summand that a term of the goal becomes; None where it is no sum over the frame."""
    atoms = sorted(monomial, key=lambda item: order_key(item[0]))
    for atom, e in atoms:
        if isinstance(atom, Component) and e > 0 and e == int(e):
            for here, summand in frames.options(atom):
                if here is frame:
                    rest = work.multiply_monomials(monomial, frozenset([(atom, -1)]))
                    return work.multiply_monomials(rest, summand)
    length = _length(frame)
    for atom, e in atoms:
        if isinstance(atom, Factor) and atom.head.kind == INTEGER and e > 0:
            if atom.indices == (length,):
                return work.multiply_monomials(monomial, frozenset([(atom, -1)]))
    for equation, sign in work.known_signs:
        if sign == signs.ZERO:
            weight = _share(equation, frame, frames)
            if weight is not None:
                return work.multiply_monomials(monomial, weight)
    return None


def _length(frame: Frame) -> Form | None:
    """The number of indices of a range 1..n; None for other frames."""
    if len(frame.variables) != 1 or frame.equalities or len(frame.inequalities) != 2:
        return None
    (v,) = frame.variables
    lower = [f for f in frame.inequalities if f.coefficient(v) == 1]
    upper = [f for f in frame.inequalities if f.coefficient(v) == -1]
    if len(lower) != 1 or len(upper) != 1 or not (lower[0].is_affine and upper[0].is_affine):
        return None
    return (lower[0] + upper[0]).shifted(1)


def _share(equation: Polynomial, frame: Frame, frames: Frames) -> Monomial | None:
    """The summand of a sum over the frame that a hypothesis says to be 1."""
    if len(equation) != 2 or UNIT not in equation:
        return None
    (monomial,) = [m for m in equation if m]
    if equation[monomial] != -equation[UNIT] or len(monomial) != 1:
        return None
    ((atom, e),) = monomial
    if not isinstance(atom, Component) or e != 1:
        return None
    here, summand = frames.open(atom)
    return summand if here is frame else None
