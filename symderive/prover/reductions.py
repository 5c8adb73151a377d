"""Products, maxima and minima over a range, as they stand in a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.language.terms import Reduce
from symderive.prover import extremes, translate
from symderive.prover.integers import Form, constant, form_of
from symderive.prover.place import Binder, Place
from symderive.prover.presburger import AT_LEAST, Constraint
from symderive.prover.ring import Polynomial, constant_polynomial, scaled

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_FACTORS = 8


def range_product(
    work: Workspace, term: Reduce, lower: Form, upper: Form, place: Place
) -> Polynomial:
    """A product over a short range of known numbers is multiplied out, an empty one is 1."""
    first, last = lower.value, upper.value
    if first is None or last is None or last - first >= MAX_FACTORS:
        raise OutsideFragment("a product over a range of symbolic length")
    out = constant_polynomial(1)
    for k in range(first, last + 1):
        inside = place.under(constant(k), Binder(frozenset(), ()))
        out = work.multiply(out, translate.value(work, term.body, inside))
    return out


def range_extreme(
    work: Workspace, term: Reduce, lower: Form, upper: Form, place: Place
) -> Polynomial:
    """A maximum or minimum over a range; that the range is not empty is an obligation."""
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
    sign = 1 if term.operation == "max" else -1
    found = extremes.maximum(work, scaled(body, sign), lower, upper, place.context)
    return scaled(found, sign)
