"""Limits at one point: the body on a moving variable, whose dominant terms are kept exactly."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from flint import arb

from symderive.errors import Undefined
from symderive.evaluator.arithmetic import Inconclusive, Indeterminate
from symderive.evaluator.judge import HOLDS, Finding, Outcome, Part, shape_text, texts
from symderive.evaluator.nearing import Found, same
from symderive.evaluator.support import integer
from symderive.language.binding import instantiate, shift
from symderive.language.definitions import rank_of, shape_of
from symderive.language.limits import Infinity, Tends
from symderive.language.terms import REAL, Bound, Entry, Symbol, Term

if TYPE_CHECKING:
    from symderive.evaluator.judge import Judge

MOVING = Symbol("moving", REAL)


def tends(judge: Judge, claim: Term, depth: int) -> Part:
    """A limit as a claim: of a tensor the shapes first, then the limits of all entries."""
    assert isinstance(claim, Tends)
    rank = rank_of(claim.body)
    if not rank:
        return _entry(judge, claim.body, claim.limit, claim, depth)
    places = tuple(Bound(rank - 1 - k) for k in range(rank))
    value = shift(claim.limit, rank)
    shapes = [shape_of(instantiate(claim.body, (MOVING,))) or (), shape_of(claim.limit) or ()]
    # The moving variable is innermost in a body, and the indices of the entry stand around it.
    body = Entry(shift(claim.body, rank, 1), tuple(shift(p, 1) for p in places))
    entry = _entry(judge, body, Entry(value, places), claim, depth + rank)
    sizes = [[judge.program.add(size, depth) for size in shape] for shape in shapes]

    def part(bound: tuple[int, ...]) -> Outcome:
        try:
            left, right = (
                tuple(integer(size(*bound), "a length") for size in shape) for shape in sizes
            )
        except Undefined as error:
            return Outcome(Finding.UNDEFINED, undefined=str(error))
        except Inconclusive:
            return Outcome(Finding.UNCLEAR)
        if left != right:
            return Outcome(Finding.FAILS, shape_text(left), shape_text(right))
        worst = HOLDS
        for at in itertools.product(*[range(1, size + 1) for size in left]):
            outcome = entry((*bound, *at))
            if outcome.finding is not Finding.HOLDS:
                names = ("index",) if rank == 1 else tuple(f"index {k + 1}" for k in range(rank))
                outcome.indices = dict(zip(names, at, strict=True))
                if outcome.refutes:
                    return outcome
                worst = outcome
        return worst

    return part


def _entry(judge: Judge, body: Term, value: Term, claim: Tends, depth: int) -> Part:
    """The limit of a scalar against the value claimed."""
    nearing = judge.program.nearing(body, claim.target, claim.side, depth)
    claimed = None if isinstance(value, Infinity) else judge.program.add(value, depth)

    def part(bound: tuple[int, ...]) -> Outcome:
        doubt: Finding | None = None
        found: Found | None = None
        wanted: Found = value if isinstance(value, Infinity) else 0
        try:
            found = nearing(*bound)
        except Undefined as error:
            told = f"what should tend to a limit is undefined near the target: {error}"
            return Outcome(Finding.UNDEFINED, undefined=told)
        except Inconclusive:
            doubt = Finding.UNCLEAR
        except Indeterminate:
            doubt = Finding.NEVER_CLEAR
        try:
            if claimed is not None:
                wanted = claimed(*bound)
        except Undefined as error:
            return Outcome(Finding.UNDEFINED, undefined=f"the limit is undefined: {error}")
        except Inconclusive:
            doubt = Finding.UNCLEAR
        except Indeterminate:
            doubt = doubt or Finding.NEVER_CLEAR
        if doubt:
            return Outcome(doubt)
        return _judged(found, wanted)

    return part


def _judged(found: Found | None, wanted: Found) -> Outcome:
    if found is None:
        return Outcome(Finding.FAILS, "no common limit from both sides", _text(wanted))
    try:
        if same(found, wanted):
            return HOLDS
    except Inconclusive:
        return Outcome(Finding.EQUAL_SO_FAR)
    if isinstance(found, Infinity) or isinstance(wanted, Infinity):
        return Outcome(Finding.FAILS, _text(found), _text(wanted))
    return Outcome(Finding.FAILS, *texts(found, wanted))


def _text(value: Found) -> str:
    if isinstance(value, Infinity):
        return "infinity" if value.sign > 0 else "-infinity"
    return str(value.str(8, radius=False)) if isinstance(value, arb) else str(value)
