"""Exponentials in a case, which arrays compute where the case does not apply as well."""

from __future__ import annotations

from symderive.language.binding import map_children, subterms
from symderive.language.terms import (
    ZERO,
    Add,
    Cases,
    Function,
    Mul,
    Pow,
    Reduce,
    Term,
)
from symderive.numeric.compiling.exponentials import LOWEST

GROWING = ("exp", "expm1")


def of_cases(term: Term) -> Term | None:
    """The cases with 0 in exponents where another case applies.

    Arrays hold the values of every case at all places, and exp(u) overflows for a u of which it is
    not wanted. Conditions that need sums of their own are not asked twice.
    """
    if not isinstance(term, Cases) or LOWEST in term.values:
        return None
    if any(map(_has_sum, term.conditions)):
        return None
    found = tuple(_guarded(value, term, place) for place, value in enumerate(term.values))
    return None if found == term.values else Cases(found, term.conditions)


def _has_sum(condition: Term) -> bool:
    return any(isinstance(part, Reduce) for part in subterms(condition))


def _guarded(term: Term, cases: Cases, place: int) -> Term:
    """A case in which every exponent is 0 where the case does not apply."""
    if isinstance(term, Function) and term.name in GROWING:
        (exponent,) = term.arguments
        if isinstance(exponent, Cases) and exponent.conditions == cases.conditions:
            return term
        before, after = cases.values[:place], cases.values[place + 1 :]
        values = (*(ZERO for _ in before), exponent, *(ZERO for _ in after))
        return Function(term.name, (Cases(values, cases.conditions),))
    if isinstance(term, (Add, Mul, Pow, Function)):
        return map_children(term, lambda child, binds: _guarded(child, cases, place))
    return term
