"""Statements decided: the evaluator looks for a counterexample, the prover for a proof.

The order of attempts: a quick screen at the smallest sizes, the proof, a longer search. Proved is
answered only where both agree; a proof beside a counterexample is an :class:`InternalError`.
"""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import islice
from typing import Any

from symderive.errors import (
    BudgetExceeded,
    IllFormed,
    InternalError,
    NotDerived,
    OutsideFragment,
)
from symderive.evaluator import by_hand
from symderive.evaluator.by_hand import Working
from symderive.evaluator.search import Search, find_counterexample, screen
from symderive.language.binding import abstract, free_symbols, instantiate, subterms
from symderive.language.definitions import shape_of
from symderive.language.hooks import text_of
from symderive.language.integrals import assumptions
from symderive.language.reader import Reader, scalar_or_refuse
from symderive.language.reading import read_statement
from symderive.language.scalars import NO_ORIGINS, Scalar
from symderive.language.scopes import scope
from symderive.language.serial import to_json
from symderive.language.shapes import impossible, polynomial_of
from symderive.language.tensors import Tensor, wrapped
from symderive.language.terms import (
    INTEGER,
    And,
    Array,
    Compare,
    Domain,
    Entry,
    Statement,
    Symbol,
    Term,
    Unknown,
)
from symderive.prover.conditions import is_index_condition
from symderive.prover.outcome import Outcome
from symderive.prover.prove import prove_statement
from symderive.prover.unrolling import at_sizes, has_known_sizes, size_choices
from symderive.prover.writing.closed_forms import (
    closed_forms,
    has_derivatives,
    index_below,
    is_simpler,
)
from symderive.prover.writing.narrate import written_steps
from symderive.results import Verdict

PROOF_SECONDS = 10.0
SEARCH_SECONDS = 1.0
# The screen ends by its number of points, in milliseconds; the clock is for what is out of the way.
SCREEN_SECONDS = 1.0
LEAST_SECONDS = 0.05
# A proof and a search by turns, so that neither waits long for the other; seconds of each.
ROUNDS = ((0.3, 0.2), (2.0, SEARCH_SECONDS))
SIZES_SECONDS, FEWEST_SIZES = 1.0, 2
SEED = 0
MAX_REPAIRS = 3
VACUOUS = "no values that satisfy the hypotheses were found"
INDEX_LETTERS = ("i", "j", "k", "l", *(f"i_{k}" for k in range(1, 100)))


def prove(left: Any, right: Any = None, given: Any = (), budget: float = PROOF_SECONDS) -> Verdict:
    """Decide ``left = right``, or a statement, for all values of its free variables.

    Integer symbols run over the values that ``given`` and their domains allow, other symbols over
    the reals. ``budget`` is the time allowed, in seconds of computing: a machine that is busy with
    other things answers later, but does not answer less.

    >>> from sympy import IndexedBase, Sum, symbols
    >>> from symderive import prove
    >>> n, i, j = symbols("n i j", integer=True)
    >>> x = IndexedBase("x")
    >>> square = Sum(x[i] * x[j], (i, 1, n), (j, 1, n))
    >>> print(prove(Sum(x[i], (i, 1, n)) ** 2, square, given=[n >= 1]))
    Proved for every n >= 1, every x

    Raises:
        IllFormed: for what has no meaning at any size.
        InternalError: if prover and evaluator disagree.
    """
    return _decided(read_statement(left, right, given), budget, offer=True)


def _decided(statement: Statement, budget: float, offer: bool) -> Verdict:
    """The verdict; with ``offer`` also under the conditions that a proof would need."""
    start = time.thread_time()
    seen = screen(statement, seconds=min(SCREEN_SECONDS, _left(start, budget)))
    if seen.witness is not None:
        return _refuted(statement, seen.witness, start, budget, None, offer)
    outcome, found = _by_turns(statement, seen, start, budget)
    if outcome.proved:
        return _confirmed(statement, outcome, found, start, budget)
    if found.witness is not None:
        return _refuted(statement, found.witness, start, budget, outcome, offer)
    written_out = _written_out(statement, min(_left(start, budget), SIZES_SECONDS))
    if written_out is not None:
        return _confirmed(statement, written_out, found, start, budget)
    reason = outcome.reason if found.satisfiable else VACUOUS
    left_over = min(budget - (time.thread_time() - start), SIZES_SECONDS)
    listed = _proved_sizes(statement, left_over) if found.satisfiable else []
    if listed:
        verdict = _verdict(
            statement, start, status="proved_at_sizes", reason=reason, trust=outcome.trust
        )
        return replace(verdict, scope="; ".join(listed))
    return _verdict(
        statement,
        start,
        status="undecided",
        reason=f"{reason}; no counterexample among {found.tried} points",
        repaired=_repairs(statement, outcome, budget) if offer else (),
    )


def _by_turns(
    statement: Statement, seen: Search, start: float, budget: float
) -> tuple[Outcome, Search]:
    """Proofs and searches until one of them has an answer or the time is over."""
    outcome, found, may_help = Outcome(False), seen, True
    for proof_seconds, search_seconds in (*ROUNDS, (budget, 0.0)):
        if may_help:
            given = min(proof_seconds, max(budget - (time.thread_time() - start), 0.0))
            outcome = prove_statement(statement, given)
            if outcome.proved:
                break
            may_help = outcome.cut_short or outcome.seconds >= given
        if search_seconds:
            seconds = min(search_seconds, _left(start, budget))
            found = find_counterexample(statement, seconds=seconds, seed=SEED)
            if found.witness is not None:
                break
        if time.thread_time() - start >= budget:
            break
    return outcome, found


def _left(start: float, budget: float) -> float:
    """What is left of the budget, or a little where nothing is."""
    return max(budget - (time.thread_time() - start), LEAST_SECONDS)


def refute(
    left: Any, right: Any = None, given: Any = (), budget: float = SEARCH_SECONDS
) -> Verdict:
    """Look for a counterexample only: Refuted with the least witness found, else Undecided.

    >>> from sympy import Symbol
    >>> x = Symbol("x", real=True)
    >>> print(refute(x**2, x))
    Refuted at x = -1: left 1, right -1
    """
    start = time.thread_time()
    statement = read_statement(left, right, given)
    found = find_counterexample(statement, seconds=budget, seed=SEED)
    if found.witness is not None:
        return _verdict(statement, start, status="refuted", witness=found.witness)
    return _verdict(
        statement, start, status="undecided", reason=f"no counterexample among {found.tried} points"
    )


def derive(expression: Any, given: Any = (), budget: float = PROOF_SECONDS) -> Scalar | Tensor:
    """The closed form of an expression, with its derivatives taken, for all sizes.

    It is proved equal to the expression before it is returned. An expression that has no simpler
    form comes back as it is. ``budget`` is the time allowed for each attempt, in seconds.

    >>> from symderive import derive, diff, index, jacobian, size, softmax, vector
    >>> n = size("n")
    >>> x, i = vector("x", n), index("i", n)
    >>> derive(diff(x[i]**3 * x[i], x[i]))
    4*x[i]^3
    >>> derive(jacobian(softmax(x), x))
    array(i=1..n, j=1..n: softmax(x)[i]*([i = j] - softmax(x)[j]))

    Raises:
        IllFormed: for what has no meaning at any size.
        NotDerived: where no closed form is proved: what is differentiated has no derivative
            everywhere in its domain (give the conditions), or lies outside what the prover reads.
    """
    reader = Reader()
    term = scalar_or_refuse(reader.read(expression), "in derive")
    known = read_statement(expression, expression, given).given
    origins = reader.origins or NO_ORIGINS
    derivatives = has_derivatives(term)
    missing = ""
    for form in _forms(term, known, budget):
        if form == term or not (derivatives or is_simpler(form, term)):
            break
        verdict = prove(Statement(Compare("=", term, form), known), budget=budget)
        if verdict:
            found: Scalar | Tensor = wrapped(form, origins)
            return found
        missing = missing or str(verdict)
    else:
        if derivatives:
            raise NotDerived(
                f"no closed form of {text_of(term)} is proved: {missing or 'none found'}"
            )
    unchanged: Scalar | Tensor = wrapped(term, origins)
    return unchanged


def _forms(term: Term, given: tuple[Term, ...], budget: float) -> list[Term]:
    """Closed forms of a scalar; of a tensor those of its entries, as arrays over fresh indices."""
    shape = shape_of(term)
    if shape is None:
        raise IllFormed("a tensor without sizes has no closed form; declare it with its sizes")
    taken = {symbol.name for symbol in free_symbols(Statement(Compare("=", term, term), given))}
    names = tuple(islice((letter for letter in INDEX_LETTERS if letter not in taken), len(shape)))
    indices = tuple(map(index_below, names, shape))
    entry = Entry(term, indices) if indices else term
    try:
        forms = closed_forms(entry, given, budget)
    except (OutsideFragment, BudgetExceeded, RecursionError) as error:
        if has_derivatives(term):
            raise NotDerived(f"no closed form of {text_of(term)} is found: {error}") from error
        return [term]
    if not indices:
        return forms
    return [_array(shape, form, indices) for form in forms]


def _array(shape: tuple[Term, ...], entry: Term, indices: tuple[Symbol, ...]) -> Term:
    """The tensor with that entry at the indices: t itself where the entry is t[i, j]."""
    if isinstance(entry, Entry) and entry.indices == indices:
        if free_symbols(entry.tensor).isdisjoint(indices):
            return entry.tensor
    return Array(shape, abstract(entry, indices), tuple(symbol.name for symbol in indices))


def worked_out(verdict: Verdict) -> tuple[Working, ...]:
    """Both sides at the witness of a refutation, with their parts and values; else nothing."""
    if verdict.witness is None or not isinstance(verdict.statement, Statement):
        return ()
    return by_hand.worked_out(verdict.statement, verdict.witness)


def _written_out(statement: Statement, seconds: float) -> Outcome | None:
    """A proof of a statement about known sizes, with every sum in it written out; None if none."""
    if not has_known_sizes(statement):
        return None
    written = at_sizes(statement, {})
    if written == statement:
        return None
    outcome = prove_statement(written, seconds)
    return outcome if outcome.proved else None


def _proved_sizes(statement: Statement, seconds: float) -> list[str]:
    """The small sizes at each of which the statement is proved; none if one of them is not."""
    deadline = time.thread_time() + seconds
    told: list[str] = []
    for sizes in size_choices(statement):
        left = deadline - time.thread_time()
        if left <= 0:
            break
        outcome = prove_statement(at_sizes(statement, sizes), left)
        if outcome.vacuous:
            continue
        if not outcome.proved:
            return []
        told.append(", ".join(f"{symbol.name} = {value}" for symbol, value in sizes.items()))
    return told if len(told) >= FEWEST_SIZES else []


def _confirmed(
    statement: Statement, outcome: Outcome, seen: Search, start: float, budget: float
) -> Verdict:
    """Proved, once some values satisfy the hypotheses; a claim about none is not worth the word.

    Linear relations of integers are known to be satisfiable by their proof.
    """
    if not seen.satisfiable and _may_be_unsatisfiable(statement):
        seconds = min(SEARCH_SECONDS, _left(start, budget))
        found = find_counterexample(statement, seconds=seconds, seed=SEED)
        if found.witness is not None:
            raise InternalError(
                f"proved and refuted at {found.witness}: {text_of(statement)}\n{to_json(statement)}"
            )
        if not found.satisfiable:
            reason = f"{VACUOUS}; no counterexample among {found.tried} points"
            return _verdict(statement, start, status="undecided", reason=reason)
    return _verdict(
        statement,
        start,
        status="proved",
        trust=outcome.trust,
        steps=lambda: written_steps(outcome.steps),
    )


def _may_be_unsatisfiable(statement: Statement) -> bool:
    """Whether a hypothesis or a domain assumes more than linear relations of integers."""
    if not all(map(_is_linear, statement.given)):
        return True
    if any(isinstance(part, Unknown) and part.properties for part in subterms(statement)):
        return True
    for symbol in free_symbols(statement):
        domain = symbol.domain
        assert isinstance(domain, Domain)
        if domain.kind != INTEGER.kind and domain.conditions:
            return True
        if not all(_is_linear(instantiate(c, (symbol,))) for c in domain.conditions):
            return True
    return False


def _is_linear(condition: Term) -> bool:
    """Whether a condition is an equation or an order of linear expressions in integers."""
    if isinstance(condition, And):
        return all(map(_is_linear, condition.conditions))
    if not isinstance(condition, Compare) or condition.relation == "!=":
        return False
    if not is_index_condition(condition):
        return False
    return all(
        sum(power for _, power in monomial) <= 1
        and all(isinstance(atom, Symbol) for atom, _ in monomial)
        for side in (condition.left, condition.right)
        for monomial in polynomial_of(side)
    )


def _refuted(
    statement: Statement,
    witness: Any,
    start: float,
    budget: float,
    outcome: Outcome | None,
    offer: bool,
) -> Verdict:
    verdict = _verdict(statement, start, status="refuted", witness=witness)
    if not witness.undefined or not offer:
        return verdict
    if outcome is None:
        outcome = prove_statement(statement, budget)
        if outcome.proved:
            raise InternalError(
                f"proved and refuted at {witness}: {text_of(statement)}\n{to_json(statement)}"
            )
    return replace(verdict, repaired=_repairs(statement, outcome, budget), steps=())


def _repairs(
    statement: Statement, outcome: Outcome, budget: float
) -> tuple[tuple[str, Verdict], ...]:
    """The statement under the conditions that the prover missed, with the verdict under them."""
    missing: list[Term] = []
    for failure in outcome.failures:
        # A condition on a symbol that the prover introduced says nothing to the author.
        if failure.repair is None or not free_symbols(failure.repair) <= free_symbols(statement):
            continue
        if impossible(failure.repair):
            return ()
        if not any(_same(failure.repair, known) for known in missing):
            missing.append(failure.repair)
    if not missing or len(missing) > MAX_REPAIRS:
        return ()
    amended = Statement(statement.claim, (*statement.given, *missing))
    verdict = _decided(amended, budget, offer=False)
    return ((", ".join(map(text_of, missing)), verdict),)


def _same(condition: Term, other: Term) -> bool:
    """Whether two conditions are one, an equation being read from either side."""
    if isinstance(condition, Compare) and isinstance(other, Compare):
        if condition.relation == other.relation == "=":
            return {condition.left, condition.right} == {other.left, other.right}
    return condition == other


def _verdict(statement: Statement, start: float, **fields: Any) -> Verdict:
    return Verdict(
        scope=scope(statement),
        conditions=(*map(text_of, statement.given), *assumptions(statement)),
        seconds=time.thread_time() - start,
        seed=SEED,
        statement=statement,
        **fields,
    )
