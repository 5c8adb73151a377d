"""Hypotheses that one entry is unlike all others: for every k != s, p_k < p_s, or p_k != p_s.

Then [p_k = p_s] = [k = s], and where the entry is the greatest, max p = p_s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symderive.prover import substitution
from symderive.prover.context import Context
from symderive.prover.integers import MARK, Form, Variable, form_of, variable
from symderive.prover.ring import Factor, Polynomial, add, constant_polynomial, scaled

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

RUNNING: Variable = variable(MARK, 0)
STRICT, UNLIKE, BELOW = "<", "!=", "<="


@dataclass(frozen=True)
class Dominance:
    """p_k < 0, p_k <= 0 or p_k != 0 for lower <= k <= upper (k != ``place``), and p_s = 0.

    The index k is ``RUNNING`` in the body.
    """

    body: Polynomial
    relation: str
    place: Form
    lower: Form
    upper: Form


def usable(work: Workspace, fact: Dominance) -> bool:
    """Whether a fact may be used: under a derivative only what holds in a neighbourhood."""
    return not (work.open_facts_only and fact.relation == BELOW)


def greatest(
    work: Workspace, moving: Polynomial, lower: Form, upper: Form, context: Context
) -> Polynomial | None:
    """max of q over a range, where q - q_s is a positive multiple of a p that is at most 0."""
    for fact in work.dominance:
        if fact.relation == UNLIKE or not usable(work, fact):
            continue
        covered = context.entails(lower - fact.lower) and context.entails(fact.upper - upper)
        inside = context.entails(fact.place - lower) and context.entails(upper - fact.place)
        if not (covered and inside):
            continue
        best = substitution.in_polynomial(work, moving, {RUNNING: fact.place}, context)
        if (_ratio(add(moving, scaled(best, -1)), fact.body) or 0) > 0:
            return best
    return None


def order(work: Workspace, difference: Polynomial, context: Context) -> tuple[str, int] | None:
    """What is known of a multiple of p_t: its relation to 0 and the sign of the factor.

    Where t = s is possible, p_t < 0 holds up to equality, and p_t != 0 not at all.
    """
    for fact in work.dominance:
        if not usable(work, fact):
            continue
        for t in _candidates(fact, difference):
            if not (context.entails(t - fact.lower) and context.entails(fact.upper - t)):
                continue
            body = substitution.in_polynomial(work, fact.body, {RUNNING: t}, context)
            ratio = _ratio(difference, body)
            if ratio is None:
                continue
            apart = context.excludes_zero(t - fact.place)
            if apart or fact.relation != UNLIKE:
                relation = fact.relation if apart else BELOW
                return relation, 1 if ratio > 0 else -1
    return None


def indicator(
    work: Workspace, relation: str, difference: Polynomial, context: Context
) -> Polynomial | None:
    """[p_t = 0] = [t = s], and [-p_t > 0] = 1 - [t = s], [p_t > 0] = 0 for p < 0."""
    for fact in work.dominance:
        if fact.relation == BELOW:
            continue
        for t in _candidates(fact, difference):
            if not (context.entails(t - fact.lower) and context.entails(fact.upper - t)):
                continue
            body = substitution.in_polynomial(work, fact.body, {RUNNING: t}, context)
            ratio = _ratio(difference, body)
            if ratio is None:
                continue
            guard = context.simplified([t - fact.place], [])
            same = {} if guard is None else work.guard_polynomial(guard)
            if relation == "=":
                return same
            if fact.relation == STRICT:
                return {} if ratio > 0 else add(constant_polynomial(1), scaled(same, -1))
    return None


def _candidates(fact: Dominance, difference: Polynomial) -> list[Form]:
    """The indices t at which the difference might be a multiple of p_t."""
    running = {
        (atom.head, place)
        for monomial in fact.body
        for atom, _ in monomial
        if isinstance(atom, Factor)
        for place, form in enumerate(atom.indices)
        if form == form_of(RUNNING)
    }
    found: dict[Form, None] = {}
    for monomial in difference:
        for atom, _ in monomial:
            if isinstance(atom, Factor):
                for head, place in running:
                    if atom.head is head and place < len(atom.indices):
                        found[atom.indices[place]] = None
    return list(found)


def _ratio(a: Polynomial, b: Polynomial) -> Any:
    """The c with a = c b; None where there is none."""
    if not a or a.keys() != b.keys():
        return None
    monomial = next(iter(b))
    c = a[monomial] / b[monomial]
    return c if scaled(b, c) == a else None
