"""Limits for all sizes: dominant terms, computed symbolically, then compared with what is claimed.

The limit of a body is found as a term by rules that keep dominant terms (:mod:`expansions`); that
it is the limit claimed is an identity, proved like every other. That the body is defined next to
the target is proved as well.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from symderive.errors import BudgetExceeded, OutsideFragment
from symderive.language.binding import instantiate, shift
from symderive.language.definitions import rank_of, shape_of
from symderive.language.formulas import negative, times
from symderive.language.limits import Infinity, Limit, Tends
from symderive.language.terms import (
    ONE,
    ZERO,
    Bound,
    Compare,
    Domain,
    Entry,
    Iverson,
    Statement,
    Symbol,
    Term,
)
from symderive.prover.cases import unused_name
from symderive.prover.limits.expansions import CONSTANT, Expansion
from symderive.prover.limits.knowledge import (
    Decide,
    Knowledge,
    as_moved,
    moving_symbol,
    signs_of,
)
from symderive.prover.limits.rules import Rules
from symderive.prover.limits.standing import first_limit, replaced
from symderive.prover.outcome import Outcome

CLOSED_FORM_SECONDS = 1.0


def claimed(claim: Term) -> Tends | None:
    """A claim about a limit: that something tends to it, or that the limit equals something."""
    if isinstance(claim, Tends):
        return claim
    if isinstance(claim, Compare) and claim.relation == "=":
        for side, other in ((claim.left, claim.right), (claim.right, claim.left)):
            if isinstance(side, Limit):
                return Tends(side.body, other, side.target, side.side, side.name)
    return None


def decided(statement: Statement, deadline: float, decide: Decide, ask: Decide) -> Outcome | None:
    """A limit proved, or not; None where the claim is not about a limit.

    ``decide`` proves any statement; ``ask`` is for the many small questions on the way.
    """
    claim = claimed(statement.claim)
    if claim is None:
        return _with_values(statement, deadline, decide, ask)
    try:
        if rank_of(instantiate(claim.body, (ZERO,))):
            return _entrywise(statement, claim, deadline, decide, ask)
        steps: list[tuple[object, ...]] = []
        trust: dict[str, None] = {"ISL": None}
        for sign in signs_of(claim.target, claim.side):
            found = _from_one_side(statement, claim, sign, deadline, decide, ask)
            if not found.proved:
                return found
            steps += found.steps
            trust |= dict.fromkeys(found.trust)
        return Outcome(True, how="dominant terms", steps=steps, trust=tuple(trust))
    except OutsideFragment as error:
        return Outcome(False, reason=str(error))


def _entrywise(
    statement: Statement, claim: Tends, deadline: float, decide: Decide, ask: Decide
) -> Outcome:
    """Equal shapes, then the limits of the entries at arbitrary indices."""
    inside = instantiate(claim.body, (ZERO,))
    left, right = shape_of(inside), shape_of(claim.limit)
    if left is None or right is None or len(left) != len(right):
        raise OutsideFragment("a limit of tensors without sizes")
    agree = [Compare("=", a, b) for a, b in zip(left, right, strict=True) if a != b]
    for condition in agree:
        found = decide(Statement(condition, statement.given), deadline)
        if not found.proved:
            return found
    names = tuple(
        _index(unused_name(f"entry {k + 1}", statement), size) for k, size in enumerate(left)
    )
    entry = Entry(claim.body, names)
    part = Tends(entry, Entry(claim.limit, names), claim.target, claim.side, claim.name)
    moved = moving_symbol(
        claim.name, claim.target, signs_of(claim.target, claim.side)[0], statement
    )
    whole = instantiate(claim.body, (moved,))
    defined = decide(Statement(Compare("=", whole, whole), statement.given), deadline)
    if not defined.proved:
        return defined
    found_entry = decided(Statement(part, statement.given), deadline, decide, ask)
    assert found_entry is not None
    return found_entry


def _index(name: str, size: Term) -> Symbol:
    value = Bound(0)
    inside = Compare("<=", ONE, value), Compare("<=", value, shift(size, 1))
    return Symbol(name, Domain("integer", inside))


def _with_values(
    statement: Statement, deadline: float, decide: Decide, ask: Decide
) -> Outcome | None:
    """The claim with the value of a limit in its place; None where no limit stands in it."""
    found = first_limit(statement.claim)
    if found is None:
        return None
    claim = Tends(found.body, ZERO, found.target, found.side, found.name)
    steps: list[tuple[object, ...]] = []
    values: list[Term] = []
    try:
        for sign in signs_of(found.target, found.side):
            expansion, known = _first_expansion(statement, claim, sign, deadline, decide, ask)
            values.append(_limit(expansion, known))
            steps += [*known.steps, ("limit", (values[-1],))]
    except OutsideFragment as error:
        return Outcome(False, reason=str(error))
    agree = (Compare("=", values[0], other) for other in values[1:])
    if not all(decide(Statement(one, statement.given), deadline).proved for one in agree):
        return Outcome(False, reason="the limits from both sides are not seen to agree")
    rewritten = Statement(replaced(statement.claim, found, values[0]), statement.given)
    outcome = decide(rewritten, deadline)
    outcome.steps = [*steps, *outcome.steps]
    return outcome


def _first_expansion(
    statement: Statement, claim: Tends, sign: int, deadline: float, decide: Decide, ask: Decide
) -> tuple[Expansion, Knowledge]:
    """The expansion of a body that is proved to be defined next to the target."""
    variable = moving_symbol(claim.name, claim.target, sign, statement)
    body = instantiate(claim.body, (variable,))
    near = Statement(Compare("=", body, body), statement.given)
    if not decide(near, deadline).proved:
        raise OutsideFragment("a limit of something that may be undefined next to the target")
    known = Knowledge(near, statement.given, deadline, ask)
    forms = _without_derivatives(body, statement.given, deadline, ask)
    if not forms:
        raise OutsideFragment("a limit of a derivative")
    return Rules(variable, as_moved(claim.target, sign)).expansion(forms[0], known), known


def _from_one_side(
    statement: Statement, claim: Tends, sign: int, deadline: float, decide: Decide, ask: Decide
) -> Outcome:
    variable = moving_symbol(claim.name, claim.target, sign, statement)
    body = instantiate(claim.body, (variable,))
    near = Statement(Compare("=", body, body), statement.given)
    defined = decide(near, deadline)
    if not defined.proved:
        return Outcome(
            False, reason=f"next to the target: {defined.reason}", vacuous=defined.vacuous
        )
    known = Knowledge(near, statement.given, deadline, ask)
    reason = "no rule for this limit"
    for form in _without_derivatives(body, statement.given, deadline, ask):
        known.steps.clear()
        if form != body:
            known.record("derivative taken", form)
        try:
            expansion = Rules(variable, as_moved(claim.target, sign)).expansion(form, known)
            if isinstance(claim.limit, Infinity):
                if _grows(expansion, claim.limit.sign, known):
                    steps = [*known.steps, ("limit", (claim.limit,))]
                    return Outcome(True, steps=steps, trust=defined.trust)
                reason = "it is not seen that the dominant term grows beyond all bounds"
                continue
            value = _limit(expansion, known)
        except OutsideFragment as error:
            reason = str(error)
            continue
        found = decide(Statement(Compare("=", value, claim.limit), statement.given), deadline)
        if found.proved:
            steps = [*known.steps, ("limit", (value,)), *found.steps]
            trust = tuple(dict.fromkeys((*defined.trust, *found.trust)))
            return Outcome(True, steps=steps, trust=trust)
        reason = f"the limit is not seen to be the one claimed: {found.reason}"
    return Outcome(False, reason=reason)


def _without_derivatives(
    body: Term, given: Sequence[Term], deadline: float, ask: Decide
) -> list[Term]:
    """The body, with its derivatives taken where there are any, each form proved equal to it."""
    from symderive.prover.writing.closed_forms import closed_forms, has_derivatives

    if not has_derivatives(body):
        return [body]
    left = min(CLOSED_FORM_SECONDS, max(deadline - time.thread_time(), 0.0))
    try:
        forms = closed_forms(body, given, left)
    except BudgetExceeded:
        return []
    return [
        form
        for form in forms
        if not has_derivatives(form)
        and ask(Statement(Compare("=", body, form), tuple(given)), deadline).proved
    ]


def _limit(f: Expansion, known: Knowledge) -> Term:
    """The limit of exp(u S)(sum c_o u^o + r) as u tends to infinity, where it is a number.

    0 for S < 0, whatever the powers (exp(-c u) u^k tends to 0); [S = 0] c_0 for S <= 0 without
    positive powers; and c_0 for S = 0.
    """
    higher = [c for o, c in f.terms.items() if o > CONSTANT]
    rough = f.rest is not None and f.rest > CONSTANT
    value = f.terms.get(CONSTANT, ZERO)
    if not f.slope or known.is_zero(f.slope.term()):
        if rough or not all(known.is_zero(c) for c in higher):
            raise OutsideFragment("a limit in which powers are not seen to cancel")
        return value
    slope = f.slope.term()
    if known.holds(Compare("<", slope, ZERO)):
        known.record("exponential beats powers")
        return ZERO
    if not known.is_nonpositive(f.slope):
        raise OutsideFragment("a limit in which it is not seen which exponential dominates")
    if rough or not all(known.is_zero(c) for c in higher):
        raise OutsideFragment("a limit in which powers are not seen to cancel")
    return times(value, Iverson(Compare("=", slope, ZERO)))


def _grows(f: Expansion, sign: int, known: Knowledge) -> bool:
    """Whether a function tends to an infinity: its dominant term grows and has that sign."""
    terms = dict(f.terms)
    if f.slope and not known.is_zero(f.slope.term()):
        if not known.holds(Compare(">", f.slope.term(), ZERO)):
            return False
    while terms:
        order = max(terms)
        c = terms.pop(order)
        if f.rest is not None and f.rest > order:
            return False
        if order <= CONSTANT and (not f.slope or known.is_zero(f.slope.term())):
            return False
        if known.is_positive(c if sign > 0 else negative(c)):
            return True
        if not known.is_zero(c):
            return False
    return False
