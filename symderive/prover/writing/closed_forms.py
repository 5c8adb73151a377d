"""Closed forms of expressions: the normal form of a term read back in several ways.

Nothing is promised about them here: the caller proves that a form is equal to the expression
before it is shown.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import product

from symderive.errors import OutsideFragment
from symderive.language.binding import free_symbols, shift, subterms
from symderive.language.terms import (
    ONE,
    UNKNOWN,
    Apply,
    Bound,
    Compare,
    Domain,
    Function,
    Partial,
    Reduce,
    Statement,
    Symbol,
    Term,
    Unknown,
)
from symderive.prover import hypotheses, merging, piecewise, prove, reciprocals, translate
from symderive.prover.place import Place
from symderive.prover.ring import Polynomial
from symderive.prover.workspace import Workspace
from symderive.prover.writing import combinations, folding, logistic
from symderive.prover.writing.opening import written_denominators
from symderive.prover.writing.readback import Reading

FOREIGN_WEIGHT = 20


def closed_forms(term: Term, given: Sequence[Term], seconds: float) -> list[Term]:
    """Terms without derivatives that should be equal to a scalar term, simplest first.

    Raises OutsideFragment if the term is not read in any of the normal forms.
    """
    deadline = time.thread_time() + seconds
    found: dict[Term, int] = {}
    error: OutsideFragment | None = None
    for as_tanh, as_absolute in prove.MODES:
        work = Workspace(max(deadline - time.thread_time(), 0.0), as_tanh, as_absolute)
        try:
            place = hypotheses.hypotheses(work, Statement(Compare("=", term, term), tuple(given)))
            value = _simplified(work, translate.value(work, term, place), place)
            for form in _forms(work, value, term, place):
                found.setdefault(form, _cost(form, term))
        except OutsideFragment as refusal:
            error = error or refusal
    if not found and error is not None:
        raise error
    return sorted(found, key=lambda form: found[form])


def _simplified(work: Workspace, value: Polynomial, place: Place) -> Polynomial:
    value = hypotheses.with_hypotheses(work, value)
    value, _ = reciprocals.cancelled(work, value, place.context)
    value = piecewise.reduced(work, value, place.context)
    return merging.merged(work, value, place.context)


def _forms(work: Workspace, value: Polynomial, term: Term, place: Place) -> list[Term]:
    written = written_denominators(work, place.context)
    patterns = folding.patterns(work, place, folding.applications(term))
    as_logistic = logistic.with_sigmoid(work, value, place.context)
    forms = []
    refusal: OutsideFragment | None = None
    for polynomial, known, denominators in product(
        [value] if as_logistic is value else [value, as_logistic],
        [patterns, []] if patterns else [[]],
        [written, {}] if written else [{}],
    ):
        fold = folding.Folding(work, known).folded
        reading = Reading(work, place.context, _names(term), _properties(term), fold, denominators)
        try:
            forms.append(reading.value(polynomial, reading.free_names()))
        except OutsideFragment as error:
            refusal = error
    if not forms and refusal is not None:
        raise refusal
    return forms


def _names(term: Term) -> frozenset[str]:
    names = {symbol.name for symbol in free_symbols(term)}
    functions = {part.name for part in subterms(term) if isinstance(part, UNKNOWN)}
    return frozenset(names | functions)


def _properties(term: Term) -> dict[str, tuple[str, ...]]:
    return {part.name: part.properties for part in subterms(term) if isinstance(part, Unknown)}


def _cost(form: Term, source: Term) -> int:
    """How much there is to read, functions that the source does not speak of counted as many."""
    spoken = folding.spoken(source)
    foreign = {
        part.name
        for part in subterms(form)
        if isinstance(part, (Function, Apply)) and part.name not in spoken
    }
    return combinations.weight(form) + FOREIGN_WEIGHT * len(foreign)


def index_below(name: str, size: Term) -> Symbol:
    """A free index from 1 to a size."""
    value = Bound(0)
    within = Compare("<=", ONE, value), Compare("<=", value, shift(size, 1))
    return Symbol(name, Domain("integer", within))


def is_simpler(form: Term, source: Term) -> bool:
    """Whether there are fewer sums and named functions in the form, or as many and less to read."""

    def rank(term: Term) -> tuple[int, int]:
        large = sum(isinstance(part, (Reduce, Apply, Partial)) for part in subterms(term))
        return large, combinations.weight(term)

    return rank(form) < rank(source)


def has_derivatives(term: Term) -> bool:
    """Whether a derivative is written in a term."""
    return any(
        isinstance(part, Partial) or (isinstance(part, Apply) and part.name in folding.DERIVATIVES)
        for part in subterms(term)
    )
