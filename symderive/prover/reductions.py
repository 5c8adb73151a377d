"""Products, maxima and minima over a range, as they stand in a statement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.language.terms import Function, Reduce
from symderive.prover import extremes, functions, piecewise, translate
from symderive.prover.integers import Form, constant, form_of
from symderive.prover.place import Binder, Place
from symderive.prover.presburger import AT_LEAST, Constraint
from symderive.prover.ring import Polynomial, scaled

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_FACTORS = 8
MAX_VALUES = 4


def _values(
    work: Workspace, term: Reduce, lower: Form, upper: Form, place: Place, most: int
) -> list[Polynomial] | None:
    """The values of the body over a range of known numbers; None where it is longer than that."""
    first, last = lower.value, upper.value
    if first is None or last is None or last - first >= most:
        return None
    inside = [place.under(constant(k), Binder(frozenset(), ())) for k in range(first, last + 1)]
    return [translate.value(work, term.body, one) for one in inside]


def range_product(
    work: Workspace, term: Reduce, lower: Form, upper: Form, place: Place
) -> Polynomial:
    """A product over a short range of known numbers is multiplied out, an empty one is 1.

    Of any length it is the exponential of the sum of the logarithms, if its factors are positive.
    """
    factors = _values(work, term, lower, upper, place, MAX_FACTORS)
    if factors is not None:
        return work.product(factors)
    logarithms = replace(term, operation="sum", body=Function("log", (term.body,)))
    failures = len(work.failures)
    found = translate.value(work, logarithms, place)
    if len(work.failures) > failures:
        del work.failures[failures:]
        raise OutsideFragment("a product of symbolic length whose factors may not be positive")
    return functions.exponential(work, found, place.context)


def _written_out(
    work: Workspace, term: Reduce, lower: Form, upper: Form, place: Place
) -> Polynomial | None:
    """The greatest of few values, or the greatest of their negatives for a minimum."""
    sign = 1 if term.operation == "max" else -1
    values = _values(work, term, lower, upper, place, MAX_VALUES)
    if not values:
        return None
    out = scaled(values[0], sign)
    for value in values[1:]:
        out = piecewise.larger(work, out, scaled(value, sign), place.context)
    return out


def range_extreme(
    work: Workspace, term: Reduce, lower: Form, upper: Form, place: Place
) -> Polynomial:
    """A maximum or minimum over a range; that the range is not empty is an obligation.

    Over a short range of known numbers it is the greatest of its values.
    """
    sign = 1 if term.operation == "max" else -1
    written = _written_out(work, term, lower, upper, place)
    if written is not None:
        return scaled(written, sign)
    running = form_of(extremes.RUNNING)
    if not place.entails(upper - lower):
        work.fail("a maximum or minimum over a range that may be empty")
    constraints: tuple[Constraint, ...] = (
        (AT_LEAST, running - lower),
        (AT_LEAST, upper - running),
    )
    if any(extremes.RUNNING in binder.variables for binder in place.binders):
        raise OutsideFragment("a maximum over a range inside another")
    binder = Binder(frozenset([extremes.RUNNING]), constraints)
    inside = place.under(running, binder)
    body = translate.value(work, term.body, inside)
    found = extremes.maximum(work, scaled(body, sign), lower, upper, place.context)
    return scaled(found, sign)
