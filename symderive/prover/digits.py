"""Digits at the binder: a variable under a floor by a symbolic size is bound as quotient and remainder.

Splitting the variable itself, not its quotient inside a term, keeps every constraint linear in the
digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.language.terms import (
    Bound,
    Ceiling,
    Floor,
    Mod,
    Mul,
    Pow,
    Symbol,
    Term,
    children,
    dangling,
    free_symbols,
    number,
    shift,
)
from symderive.prover import indexing
from symderive.prover.integers import Form, Variable, constant, form_of
from symderive.prover.place import Place
from symderive.prover.radix import fresh_digits

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

DIVISIONS = (Floor, Ceiling, Mod)


def divisions(term: Term, depth: int = 0) -> Iterator[tuple[Term, int]]:
    """The floors, ceilings and remainders in a term, with the number of binders around each."""
    if not has_division(term):
        return
    if isinstance(term, DIVISIONS):
        yield term, depth
    for child, binds in children(term):
        yield from divisions(child, depth + binds)


def has_division(term: Term) -> bool:
    """Whether a floor, ceiling or remainder occurs."""
    found = term.__dict__.get("_has_division")
    if found is None:
        found = isinstance(term, DIVISIONS) or any(has_division(c) for c, _ in children(term))
        object.__setattr__(term, "_has_division", found)
    return bool(found)


def radix_and_offset(
    work: Workspace, body: Term, place: Place, v: Variable
) -> tuple[Form, Form] | None:
    """The radix rho and the offset o for which the variable is best written rho*q + s + o.

    ``v`` stands for the innermost variable of the place, under which the body is read. None if it
    is not divided by a symbolic size with coefficient 1 or -1.
    """
    for division, depth in divisions(body):
        if dangling(division) and _points_below(division, depth):
            continue
        lifted = shift(division, -depth)
        found = _from_division(work, lifted, place, v)
        if found is not None:
            return found
    return None


def _points_below(term: Term, depth: int) -> bool:
    """Whether the term uses one of the ``depth`` innermost variables."""
    return depth > 0 and _uses(term, depth)


def _uses(term: Term, depth: int, inside: int = 0) -> bool:
    if isinstance(term, Bound):
        return inside <= term.index < inside + depth
    return dangling(term) > inside and any(
        _uses(child, depth, inside + binds) for child, binds in children(term)
    )


def _from_division(
    work: Workspace, division: Term, place: Place, v: Variable
) -> tuple[Form, Form] | None:
    if isinstance(division, Mod):
        quotient: Term = Mul((division.argument, Pow(division.modulus, number(-1))))
    else:
        quotient = division.argument  # type: ignore[attr-defined]
    failures = len(work.failures)
    try:
        pieces = indexing.rational(work, quotient, place)
    except OutsideFragment:
        return None
    finally:
        del work.failures[failures:]
    if len(pieces) != 1 or pieces[0].bound:
        return None
    numerator, divisor = pieces[0].numerator, pieces[0].denominator
    if divisor.value is not None or v in divisor.variables or not numerator.solvable_for(v):
        return None
    if not place.context.entails(divisor.shifted(-1)):
        return None
    if _few_quotients(numerator, divisor, place):
        return None
    rest = numerator.without(v)
    if any(len(m) > 1 for m in rest.terms):
        rest = constant(rest.constant_term)
    upwards = isinstance(division, Ceiling)
    if numerator.coefficient(v) < 0:
        upwards = not upwards
    else:
        rest = -rest
    return divisor, rest.shifted(int(upwards))


def _few_quotients(numerator: Form, divisor: Form, place: Place) -> bool:
    context = place.context
    low = [t for t in indexing.QUOTIENTS_TRIED if context.entails(numerator - divisor.scaled(t))]
    high = [
        t
        for t in indexing.QUOTIENTS_TRIED
        if context.entails(divisor.scaled(t + 1).shifted(-1) - numerator)
    ]
    return bool(low and high) and min(high) - max(low) < indexing.MAX_SPLIT


def split_variable(
    work: Workspace, rho: Form, offset: Form
) -> tuple[Form, list[Variable], list[Form]]:
    """rho*q + s + offset with new digits q and s: the value, the digits, and 0 <= s < rho."""
    q, s = fresh_digits(work)
    value = rho * q + s + offset
    return value, [*q.variables, *s.variables], [s, rho.shifted(-1) - s]


def divided_symbols(terms: Iterable[Term]) -> list[Symbol]:
    """The free integer symbols under a division by a symbolic size, in order of appearance."""
    found: list[Symbol] = []
    for term in terms:
        for division, _ in divisions(term):
            for symbol in sorted(
                (s for s in free_symbols(division) if isinstance(s, Symbol) and s.is_integer),
                key=lambda s: s.name,
            ):
                if symbol not in found:
                    found.append(symbol)
    return found
