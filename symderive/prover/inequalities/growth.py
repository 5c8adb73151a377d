"""Goals in one real variable: p >= 0 from p >= 0 at an end of its range and a derivative >= 0.

By the mean value theorem p(x) = p(a) + (x - a) p'(t) for some t between a and x. What is used of
the variable at t is only that it lies beyond a; so nothing else may be assumed of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.language.binding import free_symbols
from symderive.prover import differentiate, signs
from symderive.prover.inequalities.attained import Replacement
from symderive.prover.inequalities.bounded import declared
from symderive.prover.inequalities.goals import Goal, argument_of, atoms_of
from symderive.prover.inequalities.positivity import is_positive
from symderive.prover.ring import (
    EXPONENTIAL,
    FUNCTION,
    RECIPROCAL,
    TENSOR,
    UNIT,
    Atom,
    Component,
    Factor,
    Polynomial,
    add,
    constant_polynomial,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_VARIABLES = 3
Fact = tuple[Polynomial, int]


def from_an_end(work: Workspace, goal: Goal) -> Iterator[tuple[Goal, Goal, list[Fact]]]:
    """The goal at an end, the goal for the derivative, and what the variable is known to do there.

    The facts hold strictly inside the range; those about the variable that were known before are
    among them, or are not used.
    """
    for atom in _variables(work, goal)[:MAX_VARIABLES]:
        bound = _end(work, atom)
        if bound is None:
            continue
        end, direction, is_outside = bound
        try:
            there = Replacement(work, atom, constant_polynomial(end)).polynomial(
                goal.value, goal.context
            )
            if not _is_defined_at(work, goal, atom, end):
                continue
            by = differentiate.Variable(atom.head, ())
            slope = differentiate.derivative(work, goal.value, by, goal.context)
        except OutsideFragment:
            continue
        beyond = scaled(add(work.atom(atom), constant_polynomial(-end)), direction)
        # A positive slope is enough where the end itself is no value of the variable.
        grows = goal.strict and is_outside
        yield (
            replace(goal, value=there, strict=goal.strict and not grows),
            replace(goal, value=scaled(slope, direction), strict=grows),
            [(beyond, signs.POSITIVE)],
        )


def _variables(work: Workspace, goal: Goal) -> list[Factor]:
    """The real variables without indices, of which the goal is a smooth function."""
    return [
        atom
        for atom in atoms_of(goal.value)
        if isinstance(atom, Factor)
        and atom.head.kind == TENSOR
        and not atom.indices
        and all(_is_smooth(work, other, atom, goal) for other in atoms_of(goal.value))
    ]


def _is_smooth(work: Workspace, atom: Atom, variable: Atom, goal: Goal) -> bool:
    """Whether an atom is a smooth function of a variable wherever it has a value."""
    if atom is variable:
        return True
    if isinstance(atom, Component):
        return all(
            _is_smooth(work, work.factor(head, indices), variable, goal)
            for head, indices, _ in atom.factors
        )
    if not isinstance(atom, Factor):
        return False
    if atom.head.body is None:
        return atom.head.kind == TENSOR or atom.head is work.integer
    inner = atoms_of(argument_of(work, atom, goal.context))
    smooth = atom.head.kind in (EXPONENTIAL, RECIPROCAL) or (
        atom.head.kind == FUNCTION and atom.head.name in ("log", "tanh")
    )
    return smooth and all(_is_smooth(work, other, variable, goal) for other in inner)


def _end(work: Workspace, atom: Factor) -> tuple[Any, int, bool] | None:
    """An end of the range of a variable that no other hypothesis is about.

    The end, 1 or -1 for a range beyond or before it, and whether it is no value itself.
    """
    if any(atom.head.name in free_symbols(condition) for condition in work.universal):
        return None
    found: set[tuple[Any, int, bool]] = set()
    for value, sign in [*work.known_signs, *declared(work, atom)]:
        if not any(occurs(work, a, atom) for a in atoms_of(value)):
            continue
        rest = {m: c for m, c in value.items() if m}
        if set(rest) != {frozenset([(atom, 1)])}:
            return None
        c = rest[frozenset([(atom, 1)])]
        end = -value.get(UNIT, fmpq(0)) / c
        here = signs.times(sign, signs.POSITIVE if c > 0 else signs.NEGATIVE)
        if not here & signs.NEGATIVE:
            found.add((end, 1, not here & signs.ZERO))
        elif not here & signs.POSITIVE:
            found.add((end, -1, not here & signs.ZERO))
        else:
            return None
    return next(iter(found)) if len(found) == 1 else None


def occurs(work: Workspace, atom: Atom, variable: Atom) -> bool:
    """Whether a variable stands in an atom, under functions and sums too."""
    if atom is variable:
        return True
    if isinstance(atom, Component):
        return any(occurs(work, work.factor(h, i), variable) for h, i, _ in atom.factors)
    if not isinstance(atom, Factor) or atom.head.body is None:
        return False
    # The places of the indices do not matter for what has none.
    return any(occurs(work, inner, variable) for inner in atoms_of(atom.head.body))


def _is_defined_at(work: Workspace, goal: Goal, variable: Atom, end: Any) -> bool:
    """Whether logarithms have positive arguments and denominators are not 0 at an end too."""
    pending = list(atoms_of(goal.value))
    value = Replacement(work, variable, constant_polynomial(end))
    while pending:
        atom = pending.pop()
        if not occurs(work, atom, variable):
            continue
        if isinstance(atom, Component):
            # Their indices would have to be taken into account.
            return False
        assert isinstance(atom, Factor)
        if atom.head.body is None:
            continue
        body = argument_of(work, atom, goal.context)
        pending += atoms_of(body)
        there = value.polynomial(body, goal.context)
        if atom.head.name == "log" and not is_positive(work, there, goal.context):
            return False
        if atom.head.kind == RECIPROCAL and not signs.is_nonzero(work, there, goal.context):
            return False
    return not any(e < 0 for m in goal.value for a, e in m if a is variable)
