"""Statements about families and recursions, brought back to statements without them.

The values of a recursion become free tensors and derivatives through it are written out; the
lemmas on which this rests are proved by induction. Then the claim has to hold for all values of
these tensors. Where it does not, values are written out one step further, and a downward recursion
is written by the derivative to which it is adjoint.
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.errors import OutsideFragment
from symderive.language.binding import children, free_symbols, substitute
from symderive.language.members import Recursion, mentions_members
from symderive.language.terms import (
    ONE,
    And,
    Compare,
    Entry,
    Forall,
    Partial,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.prover.conditions import is_index_term
from symderive.prover.connectives import at_one_index
from symderive.prover.outcome import Outcome
from symderive.prover.recursion import closed_values
from symderive.prover.recursion.adjoint import Adjoint
from symderive.prover.recursion.derivatives import Differentiation, Restart
from symderive.prover.recursion.families import Decide, Indices, Sizes, Unsettled, constant_distance
from symderive.prover.recursion.induction import Inductions, Lemma, used
from symderive.prover.unfolding import core_subterms

MOST_SPLITS = 3


def decided(
    statement: Statement, deadline: float, decide: Decide, splits: int = MOST_SPLITS
) -> Outcome | None:
    """The outcome for a statement about families; None where there are none, or it has parts."""
    claim = statement.claim
    if not mentions_members(statement) or isinstance(claim, And):
        return None
    if isinstance(claim, Forall):
        return _for_every_index(statement, claim, deadline, decide)
    indices = Indices(statement.given, deadline, decide)
    try:
        return _attempts(statement, indices)
    except Unsettled as open_question:
        if not splits:
            return Outcome(False, reason=str(open_question))
        return _split(statement, deadline, decide, open_question, splits - 1)
    except OutsideFragment as error:
        return Outcome(False, reason=str(error))


def _for_every_index(
    statement: Statement, claim: Forall, deadline: float, decide: Decide
) -> Outcome:
    """A claim for every index of a range, whose ends must be integers."""
    indices = Indices(statement.given, deadline, decide)
    for end in (claim.lower, claim.upper):
        if not is_index_term(Sizes(indices).without(end)):
            return Outcome(False, reason="a bound of a range that need not be an integer")
    found = decide(at_one_index(statement, claim), deadline)
    if found.vacuous:
        return Outcome(True, how="no index in the range", trust=("ISL",))
    return found


def _split(
    statement: Statement, deadline: float, decide: Decide, question: Unsettled, splits: int
) -> Outcome:
    """One case for each way in which two indices may lie; a case without values needs no proof."""
    steps: list[tuple[str, tuple[object, ...]]] = [("case distinction", ("3",))]
    found = Outcome(False, vacuous=True, reason="no case has values")
    trust = {"ISL": None}
    proved = False
    for relation in ("<", "=", ">"):
        case = (*statement.given, Compare(relation, question.left, question.right))
        some = [c for c in case if not mentions_members(c)]
        if decide(Statement(Compare("=", ONE, ONE), tuple(some)), deadline).vacuous:
            continue
        part = decided(Statement(statement.claim, case), deadline, decide, splits)
        assert part is not None
        if not part.proved:
            if part.vacuous:
                continue
            return part
        proved = True
        steps += part.steps
        trust |= dict.fromkeys(part.trust)
    if not proved:
        return found
    return Outcome(True, how="case distinction", steps=steps, trust=tuple(trust))


def _attempts(statement: Statement, indices: Indices) -> Outcome:
    reading = Differentiation(indices)
    claim = _from_start(_latest_bases(reading.read(statement.claim), reading), reading)
    inductions = Inductions(indices)
    first: Outcome | None = None
    for term, lemmas in _forms(claim, reading, inductions):
        plain = Sizes(indices).statement(_latest_bases(term, reading))
        found = indices.decide(plain, indices.deadline)
        if found.proved or found.vacuous:
            return _with_lemmas(found, statement.claim, reading, inductions, lemmas)
        first = first or found
    for lemma in closed_values.lemmas(statement, indices):
        found = inductions.proved(lemma)
        if found.proved:
            return _with_lemmas(found, statement.claim, Differentiation(indices), inductions, [])
    assert first is not None
    return first


def _with_lemmas(
    found: Outcome,
    claim: Term,
    reading: Differentiation,
    inductions: Inductions,
    lemmas: list[Lemma],
) -> Outcome:
    """The outcome for free tensors, once all that it rests on is proved."""
    needed = list(lemmas)
    needed += [inductions.layer(layer) for layer in reading.claims]
    for recursion in dict.fromkeys(r.recursion for r in reading.restarts.values()):
        needed.append(inductions.restart(recursion))
    needed += [inductions.defined(recursion) for recursion in recursions_in(claim)]
    steps: list[tuple[str, tuple[object, ...]]] = []
    for lemma in needed:
        part = inductions.proved(lemma)
        if not part.proved:
            return part
        steps += part.steps
        found.trust = tuple(dict.fromkeys((*found.trust, *part.trust)))
    found.steps = [*steps, *found.steps]
    return found


def recursions_in(claim: Term) -> list[Recursion]:
    """All recursions in a claim, those in the steps of others included."""
    found: dict[Recursion, None] = {}
    met: set[Term] = set()
    stack = [claim]
    while stack:
        here = stack.pop()
        if here in met or not mentions_members(here):
            continue
        met.add(here)
        if isinstance(here, Recursion):
            found[here] = None
        stack.extend(child for child, _ in children(here))
    return list(found)


def _forms(
    claim: Term, reading: Differentiation, inductions: Inductions
) -> Iterator[tuple[Term, list[Lemma]]]:
    """The claim as it is, by adjoints, and with values written out, with the lemmas needed."""
    downward = [r for r in used(claim, reading) if r.downward]
    at_once = not (downward and reading.restarts)
    if at_once:
        yield claim, []
    for recursion in downward:
        adjoint = Adjoint(recursion, reading, inductions)
        for lemma in adjoint.lemmas():
            yield adjoint.put_in(claim), [lemma]
    if not at_once:
        yield claim, []
    further = _one_step_further(claim, reading)
    if further != claim:
        yield further, []


def _latest_bases(term: Term, reading: Differentiation) -> Term:
    """d y[m] / d y[k] by the latest base j that occurs: (d y[m] / d y[j]) (d y[j] / d y[k])."""
    met = [(s, reading.restarts[s]) for s in free_symbols(term) if s in reading.restarts]
    values: dict[Term, Term] = {}
    for symbol, restart in met:
        later = [other for _, other in met if _is_later(other, restart)]
        if later:
            nearest = max(later, key=lambda other: abs(_distance(other, restart)))
            values[symbol] = reading.composed(restart, nearest.base)
    return substitute(term, values) if values else term


def _is_later(other: Restart, restart: Restart) -> bool:
    if (other.recursion, other.index) != (restart.recursion, restart.index):
        return False
    distance = _distance(other, restart)
    return distance < 0 if restart.recursion.downward else distance > 0


def _distance(other: Restart, restart: Restart) -> int:
    found = constant_distance(other.base, restart.base)
    return 0 if found is None else int(found)


def _from_start(term: Term, reading: Differentiation) -> Term:
    """The term with the start for the value at the first index, unless it is differentiated by."""
    values = {
        symbol: reading.read(member.family.start)
        for symbol, member in list(reading.values.items())
        if isinstance(member.family, Recursion) and reading.is_start(member)
    }
    return _written_out(term, values)


def _one_step_further(term: Term, reading: Differentiation) -> Term:
    """The term with every value of a recursion written out by one step."""
    values: dict[Term, Term] = {}
    for symbol, member in list(reading.values.items()):
        if symbol in free_symbols(term) and isinstance(member.family, Recursion):
            try:
                values[symbol] = reading.step(member.family, member.index)
            except OutsideFragment:
                continue
    return _written_out(term, values)


def _written_out(term: Term, values: dict[Term, Term]) -> Term:
    """The term with values put in, where no derivative holds them while it varies what they are."""
    partials = [part for part in core_subterms(term) if isinstance(part, Partial)]
    kept: dict[Term, Term] = {}
    for symbol, value in values.items():
        around = [part for part in partials if symbol in free_symbols(part)]
        by = {p.variable.tensor if isinstance(p.variable, Entry) else p.variable for p in around}
        if symbol in by:
            # Derivatives by a tensor are derivatives by the free tensor that it is equal to.
            plain = isinstance(value, (Symbol, TensorSymbol))
            if plain and not any(value in free_symbols(part) for part in around):
                kept[symbol] = value
        elif by.isdisjoint(free_symbols(value)):
            kept[symbol] = value
    return substitute(term, kept) if kept else term
