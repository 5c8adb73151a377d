"""Functions that are not convex: midpoints above a chord.

f is not convex if f(m) > (f(m - d) + f(m + d))/2 for an m and a d with m - d and m + d in the
domain. They come from a short list of numbers, and of logarithms, at which the elementary functions
have rational values; that there is another place at which it holds is not denied. It is demanded,
too, that f has a value on the whole domain.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from symderive.language.binding import instantiate, shift
from symderive.language.convexity import CONVEX, Convex
from symderive.language.defined import unused
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    Add,
    Array,
    Bound,
    Compare,
    Domain,
    Entry,
    Forall,
    Function,
    Iverson,
    Mul,
    Statement,
    Term,
    number,
)
from symderive.prover.convexity.convex import Reduction, free_names

HALF = number(Fraction(1, 2))
TENSOR_MIDDLES = (
    *((number(middle), ONE) for middle in (0, 2, -2)),
    (HALF, number(Fraction(1, 4))),
)


def refutations(statement: Statement, claim: Convex) -> Iterator[Reduction]:
    """The ways to prove that a function is not convex: midpoints that lie above a chord."""
    if not claim.has_closed_variables:
        return
    variable = claim.variable(unused(claim.name, free_names(statement)))
    defined = Compare("=", claim.at(variable), claim.at(variable))
    relation = ">" if claim.kind == CONVEX else "<"
    for middle, step in _places(claim):
        low, high = Add((middle, Mul((MINUS_ONE, step)))), Add((middle, step))
        chord = Mul((HALF, Add((claim.at(low), claim.at(high)))))
        above = Compare(relation, claim.at(middle), chord)
        inside = [part for end in (low, high) for part in _inside(claim, end)]
        parts = tuple(Statement(p, statement.given) for p in (above, *inside, defined))
        yield Reduction("a midpoint on the wrong side of its chord", parts, (above,))


def _places(claim: Convex) -> Iterator[tuple[Term, Term]]:
    """Midpoints and steps: numbers and logarithms; tensors with equal entries, or with one."""
    assert isinstance(claim.domain, Domain)
    if "simplex" in claim.domain.properties:
        return
    logs = [Function("log", (number(k),)) for k in (2, 4, 8)]
    middles: list[tuple[Term, Term]] = [
        *product(map(number, (1, -1, 0, 2, -2)), (ONE,)),
        (HALF, number(Fraction(1, 4))),
        *((m, logs[0]) for log in logs for m in (log, Mul((MINUS_ONE, log)))),
        *product(map(number, (4, -4)), (ONE,)),
    ]
    if not claim.shape:
        yield from middles
        return
    rank = len(claim.shape)
    shape = claim.shape
    first = [Iverson(Compare("=", Bound(axis), ONE)) for axis in range(rank)]
    for middle, step in TENSOR_MIDDLES:
        for entry in (step, first[0] if rank == 1 else Mul(tuple(first))):
            yield Array(shape, middle), Array(shape, entry)


def _inside(claim: Convex, point: Term) -> list[Term]:
    """That a point lies in the domain."""
    assert isinstance(claim.domain, Domain)
    if not claim.shape:
        return [instantiate(condition, (point,)) for condition in claim.domain.conditions]
    rank = len(claim.shape)
    places = tuple(Bound(rank - 1 - axis) for axis in range(rank))
    entry = Entry(shift(point, rank), places)
    found: list[Term] = []
    for condition in claim.domain.conditions:
        body = instantiate(shift(condition, rank, 1), (entry,))
        found.append(_for_all(claim.shape, body))
    return found


def _for_all(shape: tuple[Term, ...], body: Term) -> Term:
    for axis in reversed(range(len(shape))):
        body = Forall(ONE, shift(shape[axis], axis), body, f"k_{axis + 1}")
    return body
