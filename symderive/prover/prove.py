"""Statements proved for all sizes: hypotheses into a context, both sides into polynomials."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from symderive.errors import BudgetExceeded, IllFormed, OutsideFragment
from symderive.language.binding import shift
from symderive.language.definitions import rank_of, shape_of
from symderive.language.terms import (
    And,
    Bound,
    Compare,
    Domain,
    Entry,
    Forall,
    Statement,
    Symbol,
    Term,
    number,
)
from symderive.prover import (
    arguments,
    balls,
    cases,
    cells,
    conditions,
    congruence,
    connectives,
    equations,
    indexing,
    inequalities,
    limits,
    matrix_products,
    obligations,
    presburger,
    signs,
    taken,
    weights,
)
from symderive.prover.context import remembered_for
from symderive.prover.convexity import properties
from symderive.prover.hypotheses import Contradiction, hypotheses, with_hypotheses
from symderive.prover.integrals import jensen, lifting, statements
from symderive.prover.order import ways
from symderive.prover.outcome import Outcome
from symderive.prover.place import Place
from symderive.prover.recursion import layers
from symderive.prover.workspace import Workspace

MODES = ((True, True), (False, False))
TOO_COMPLICATED = "the sets of indices are too complicated"
REWRITTEN = ("tanh", "abs", ">", "=")


def prove_statement(statement: Statement, seconds: float = 10.0) -> Outcome:
    """Try to prove a statement for every size and value in its domain, definedness included."""
    start = time.thread_time()
    try:
        plain = cases.without_multiples(ways.without_sets(statement))
        with remembered_for(statement):
            outcome = _decided(plain, start + seconds)
    except (BudgetExceeded, RecursionError) as error:
        outcome = Outcome(False, reason=str(error) or "the terms are nested too deeply")
    outcome.seconds = time.thread_time() - start
    return outcome


def _decided(statement: Statement, deadline: float) -> Outcome:
    """The parts of a conjunction, the entries of a tensor, or a relation between scalars."""
    found = layers.decided(statement, deadline, _decided)
    found = found or ways.decided(statement, deadline, _decided)
    if found is not None:
        return found
    claim = statement.claim
    if isinstance(claim, And):
        parts = [Statement(part, statement.given) for part in claim.conditions]
        return _all_parts(parts, deadline, "each part", _decided)
    if isinstance(claim, Compare) and (rank_of(claim.left) or rank_of(claim.right)):
        return _entrywise(statement, claim, deadline)
    if isinstance(claim, Forall):
        return _for_every_index(statement, claim, deadline)
    measured = limits.decided(statement, deadline, _decided, _in_modes)
    measured = measured or statements.decided(statement, deadline, _decided)
    if measured is not None:
        return measured
    if properties.concerns(claim):
        return properties.decided(statement, deadline, _decided)
    if not isinstance(claim, Compare):
        return _without_connective(statement, deadline)
    outcome = _in_modes(statement, deadline)
    if outcome.proved or outcome.vacuous:
        return outcome
    if (constant := balls.decided(claim)) is not None:
        return constant
    alternatives = connectives.by_alternatives(statement)
    if len(alternatives) > 1:
        return _all_parts(alternatives, deadline, "case distinction", _decided)
    given_entries = equations.put_in(statement)
    if given_entries is not None:
        found = _all_parts(given_entries, deadline, "given entries", _decided)
        if found.proved:
            return found
    rewritten = congruence.replaced(statement)
    if rewritten is not None:
        found = _all_parts([rewritten], deadline, "given equations", _decided)
        if found.proved:
            return found
    without_derivatives = taken.taken(statement)
    if without_derivatives is not None:
        found = _all_parts(without_derivatives, deadline, "closed form of a derivative", _decided)
        if found.proved:
            return found
    for parts in cases.distinctions(statement):
        found = _all_parts(parts, deadline, "case distinction", _in_modes)
        if found.proved:
            return found
        outcome.cut_short |= found.cut_short
    return _by_unknown_functions(statement, deadline) or outcome


def _by_unknown_functions(statement: Statement, deadline: float) -> Outcome | None:
    """A proof by equal arguments of unknown functions, or by their convexity; None without one."""
    unified = arguments.unified(statement, deadline, _decided)
    if unified is not None:
        found = _all_parts([unified], deadline, "equal arguments", _decided)
        if found.proved:
            return found
    measured = lifting.lifted(statement)
    if measured is not None:
        by_measure = statements.decided(measured, deadline, _decided)
        if by_measure is not None and by_measure.proved:
            by_measure.steps.insert(0, ("counting measure", (measured.claim,)))
            return by_measure
    return jensen.decided(statement, deadline, _decided)


def _without_connective(statement: Statement, deadline: float) -> Outcome:
    """A disjunction or a negation, as a relation under more hypotheses.

    If these contradict the ones that were there, the other parts of the disjunction always hold.
    """
    reduced = connectives.as_relation(statement)
    if reduced is None:
        parts = connectives.as_implication(statement)
        if parts is not None:
            return _all_parts(parts, deadline, "implication", _decided)
        name = type(statement.claim).__name__
        return Outcome(False, reason=f"a claim that is {name}; the prover decides relations")
    found = _decided(reduced, deadline)
    if found.vacuous and not _contradictory(statement, deadline):
        return Outcome(True, how="the other parts hold", trust=("ISL",))
    return found


def _contradictory(statement: Statement, deadline: float) -> bool:
    """Whether no values satisfy the hypotheses, or whether that is not known."""
    work = Workspace(max(deadline - time.thread_time(), 0.0))
    try:
        hypotheses(work, statement, shapes_only=True)
    except (OutsideFragment, presburger.TooManyOperations, BudgetExceeded):
        return True
    return False


def _for_every_index(statement: Statement, claim: Forall, deadline: float) -> Outcome:
    """A claim for every index of a range, whose ends must be integers."""

    def demand(work: Workspace, place: Place) -> None:
        for end in (claim.lower, claim.upper):
            indexing.integer(work, end, place)

    missing = _unmet(statement, deadline, demand)
    if missing is not None:
        return missing
    found = _decided(connectives.at_one_index(statement, claim), deadline)
    if found.vacuous:
        return Outcome(True, how="no index in the range", trust=("ISL",))
    return found


def _all_parts(
    parts: list[Statement],
    deadline: float,
    how: str,
    decide: Callable[[Statement, float], Outcome],
) -> Outcome:
    """The proof that consists of a proof of every part; the first failure where one is missing.

    A part without values holds vacuously, as long as another one has some.
    """
    real = 0
    steps: list[tuple[Any, ...]] = [(how, (str(len(parts)),))]
    trust = {"ISL": None}
    found = Outcome(False, reason="nothing to prove")
    for part in parts:
        if time.thread_time() > deadline:
            return Outcome(False, reason="the time allowed for the proof is used up")
        found = decide(part, deadline)
        if not found.proved and not found.vacuous:
            return found
        real += found.proved
        steps += found.steps
        trust |= dict.fromkeys(found.trust)
    return Outcome(True, how=how, steps=steps, trust=tuple(trust)) if real else found


def _in_modes(statement: Statement, deadline: float) -> Outcome:
    outcome = Outcome(False, reason="nothing was tried")
    for as_tanh, as_absolute in MODES:
        work = Workspace(max(deadline - time.thread_time(), 0.0), as_tanh, as_absolute)
        found = _attempt(work, statement)
        if found.proved or as_tanh or not outcome.point:
            outcome = found
        if found.proved or not _may_help(work):
            break
    return outcome


def _entrywise(statement: Statement, claim: Compare, deadline: float) -> Outcome:
    """Tensors: shapes first, then the entries at arbitrary indices in range."""
    left, right = shape_of(claim.left), shape_of(claim.right)
    if claim.relation != "=" or left is None or right is None or len(left) != len(right):
        raise IllFormed("tensors are compared by =, with shapes of the same rank")
    agree = [Compare("=", a, b) for a, b in zip(left, right, strict=True) if a != b]

    def demand(work: Workspace, place: Place) -> None:
        for side in (claim.left, claim.right):
            for condition in obligations.needed(side):
                obligations.holds(work, condition, place)
        for condition in agree:
            obligations.holds(work, condition, place)

    missing = _unmet(statement, deadline, demand)
    if missing is not None:
        return missing
    used = matrix_products.follows(statement, deadline)
    if used is not None:
        steps: list[tuple[Any, ...]] = [("matrix products", (str(used),))]
        return Outcome(True, how="products of matrices", steps=steps)
    names = tuple(
        _index_symbol(cases.unused_name(f"entry {k + 1}", statement), size)
        for k, size in enumerate(left)
    )
    entries = Compare("=", Entry(claim.left, names), Entry(claim.right, names))
    found = _decided(Statement(entries, statement.given), deadline)
    if found.vacuous:
        return Outcome(True, how="no entries", trust=("ISL",))
    return found


def _unmet(
    statement: Statement, deadline: float, demand: Callable[[Workspace, Place], None]
) -> Outcome | None:
    """What is missing of demands on the sizes under the hypotheses; None where nothing is."""
    work = Workspace(max(deadline - time.thread_time(), 0.0))
    try:
        demand(work, hypotheses(work, statement, shapes_only=True))
    except OutsideFragment as error:
        return _undecided(work, error)
    except presburger.TooManyOperations:
        return Outcome(False, reason=TOO_COMPLICATED, cut_short=True)
    if work.failures:
        return Outcome(False, reason=work.failures[0].text, failures=work.failures)
    return None


def _undecided(work: Workspace, error: OutsideFragment) -> Outcome:
    for _, _, repair in work.deferred:
        work.fail("a denominator that may be zero", repair)
    return Outcome(
        False,
        reason=str(error),
        failures=work.failures,
        steps=work.steps,
        vacuous=isinstance(error, Contradiction),
    )


def _may_help(work: Workspace) -> bool:
    """Whether the other forms of tanh and of absolute values can make a difference."""
    return any(head.name in REWRITTEN for head in work.heads())


def _attempt(work: Workspace, statement: Statement) -> Outcome:
    try:
        place = hypotheses(work, statement)
        decision = _decide(work, statement.claim, place)
    except OutsideFragment as error:
        return _undecided(work, error)
    except presburger.TooManyOperations:
        return Outcome(False, reason=TOO_COMPLICATED, steps=work.steps, cut_short=True)
    except (BudgetExceeded, RecursionError) as error:
        return Outcome(False, reason=str(error) or "the terms are nested too deeply")
    obligations.settle_deferred(work)
    point = {work.names[v]: c for v, c in decision.point.items() if v in work.names}
    if decision.zero is not True:
        return Outcome(
            False, reason=decision.how, failures=work.failures, point=point, steps=work.steps
        )
    if work.failures:
        reason = work.failures[0].text
        return Outcome(False, reason=reason, failures=work.failures, steps=work.steps)
    work.record("both sides agree", decision.how)
    # The first step says in which workspace the variables of the others have their names.
    steps = [("workspace", (work,)), *work.steps]
    return Outcome(True, how=decision.how, steps=steps, trust=("ISL",))


def _decide(work: Workspace, claim: Term, place: Place) -> weights.Decision:
    if not isinstance(claim, Compare):
        raise OutsideFragment(f"a claim that is {type(claim).__name__}")
    if claim.relation != "=":
        return _decide_order(work, claim, place)
    difference = conditions.real_difference(work, claim, place)
    difference = with_hypotheses(work, difference)
    decision = weights.is_zero(work, difference, place.context)
    if decision.zero is not True and not work.as_absolute:
        if cells.vanishes(work, difference, place.context):
            return weights.Decision(True, "sign cells")
    return decision


def _decide_order(work: Workspace, claim: Compare, place: Place) -> weights.Decision:
    """A relation other than equality: on integers by ISL, else by the sign of the difference."""
    if conditions.is_index_term(claim.left) and conditions.is_index_term(claim.right):
        entailed = obligations.is_entailed(work, claim, place)
        return weights.Decision(True if entailed else None, "integer arithmetic")
    difference = conditions.real_difference(work, claim, place)
    possible = signs.of_polynomial(work, difference, place.context)
    wanted = conditions.FACT_SIGNS[claim.relation]
    if possible & ~wanted and inequalities.decided(work, claim.relation, difference, place):
        return weights.Decision(True, "inequalities")
    return weights.Decision(True if not possible & ~wanted else None, "signs of the terms")


def _index_symbol(name: str, size: Term) -> Symbol:
    value = Bound(0)
    above = Compare("<=", number(1), value)
    return Symbol(name, Domain("integer", (above, Compare("<=", value, shift(size, 1)))))
