"""Maxima over a range: known by congruence, linearity in what does not move, and renaming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from symderive.prover import abstraction, dominance, functions, reciprocals, signs, substitution
from symderive.prover.context import Context
from symderive.prover.integers import MARK, Form, form_of, variable
from symderive.prover.ring import (
    FUNCTION,
    Factor,
    Polynomial,
    add,
    leading_monomial,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

RUNNING = dominance.RUNNING
RENAMED = variable(MARK, 1)


def maximum(
    work: Workspace, body: Polynomial, lower: Form, upper: Form, context: Context
) -> Polynomial:
    """max over lower <= v <= upper of c*f(v) + g = c*max f + g for c > 0; v is renamed canonically.

    The running variable is ``RUNNING`` in the body. Given: a non-empty range.
    """
    moving = {m: c for m, c in body.items() if any(RUNNING in atom.free for atom, _ in m)}
    fixed = {m: c for m, c in body.items() if m not in moving}
    if not moving:
        return fixed
    v = form_of(RUNNING)
    shared = [
        (atom, e)
        for atom, e in reciprocals.content(moving)
        if RUNNING not in atom.free and signs.of_atom(work, atom, context) == signs.POSITIVE
    ]
    inverted = frozenset((atom, -e) for atom, e in shared)
    moving = {work.multiply_monomials(m, inverted): c for m, c in moving.items()}
    known = dominance.greatest(work, moving, lower, upper, context)
    if known is not None:
        return add(fixed, work.multiply({frozenset(shared): fmpq(1)}, known))
    scale = abs(moving[leading_monomial(moving)])
    moving = scaled(moving, 1 / scale)
    guard = work.atom(work.bracket((frozenset(), frozenset([v - lower, upper - v]))))
    # The range is an argument of its own: a bracket in the body says where the body is 0.
    ranged = functions.joint_argument(work, [guard, work.multiply(guard, moving)])
    guarded = _with_canonical_mark(work, ranged, moving, context)
    head, indices = abstraction.abstracted(
        work, FUNCTION, "max", guarded, context, frozenset([RUNNING])
    )
    monomial = frozenset([*shared, (work.factor(head, indices), 1)])
    return add(fixed, {monomial: scale})


def _with_canonical_mark(
    work: Workspace, guarded: Polynomial, moving: Polynomial, context: Context
) -> Polynomial:
    """Shift and reverse the running variable so that it stands alone in its first index."""
    lead = leading_monomial(moving)
    for atom, _ in sorted(lead, key=repr):
        if not isinstance(atom, Factor) or RUNNING not in atom.free:
            continue
        form = next((f for f in atom.indices if f.solvable_for(RUNNING)), None)
        if form is None:
            continue
        value = (form_of(RENAMED) - form.without(RUNNING)).scaled(form.coefficient(RUNNING))
        renamed = substitution.in_polynomial(work, guarded, {RUNNING: value}, context)
        return substitution.in_polynomial(work, renamed, {RENAMED: form_of(RUNNING)}, context)
    return guarded
