"""What the hypotheses say, at the indices of a goal: also those about every index of a range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.language.terms import And, Compare, Forall, Not, Or, Term
from symderive.prover import conditions, indexing, obligations
from symderive.prover.connectives import is_defined_everywhere
from symderive.prover.inequalities.bounded import of_sign
from symderive.prover.inequalities.goals import Lemma, Site
from symderive.prover.inequalities.sums import index_forms
from symderive.prover.place import Binder, Place

if TYPE_CHECKING:
    from symderive.prover.integers import Form
    from symderive.prover.ring import Polynomial
    from symderive.prover.workspace import Workspace

HYPOTHESIS, FOR_EVERY_INDEX = "a hypothesis", "a hypothesis about every index"


def lemmas(work: Workspace, site: Site) -> Iterator[Lemma]:
    """The hypotheses about values, and those about every index at the indices of the site."""
    for value, sign in work.known_signs:
        yield from of_sign(HYPOTHESIS, value, sign)
    place = Place((), site.context)
    forms = index_forms(site) if work.universal else []
    for condition in work.universal:
        for form in forms:
            for value, sign in _at(work, condition, form, place):
                yield from of_sign(FOR_EVERY_INDEX, value, sign)


def _at(
    work: Workspace, condition: Forall, form: Form, place: Place
) -> Iterator[tuple[Polynomial, int]]:
    """The body at an index that lies in the range."""
    try:
        if not _within(work, condition, form, place):
            return
        inside = place.under(form, Binder(frozenset(), ()))
        yield from _facts(work, condition.body, inside)
    except OutsideFragment:
        return


def _within(work: Workspace, condition: Forall, form: Form, place: Place) -> bool:
    ends = [indexing.integer(work, end, place) for end in (condition.lower, condition.upper)]
    if any(len(pieces) != 1 or pieces[0].bound or pieces[0].constraints for pieces in ends):
        return False
    lower, upper = (pieces[0].numerator for pieces in ends)
    return place.entails(form - lower) and place.entails(upper - form)


def _facts(work: Workspace, body: Term, place: Place) -> Iterator[tuple[Polynomial, int]]:
    """The relations between real values that a condition says hold at a place."""
    if isinstance(body, And):
        for part in body.conditions:
            yield from _facts(work, part, place)
    elif isinstance(body, Or):
        # Of several parts one holds: the one that is left when the others are known not to.
        left = [part for part in body.conditions if not _fails(work, part, place)]
        if len(left) == 1:
            yield from _facts(work, left[0], place)
    elif isinstance(body, Compare) and not conditions.is_index_condition(body):
        failures = len(work.failures), len(work.deferred), len(work.nonzero)
        difference = conditions.real_difference(work, body, place)
        # Where a hypothesis is undefined it does not hold, so that nothing has to be shown of it.
        for noted, count in zip(
            (work.failures, work.deferred, work.nonzero), failures, strict=True
        ):
            del noted[count:]  # type: ignore[attr-defined]
        yield difference, conditions.FACT_SIGNS[body.relation]


def _fails(work: Workspace, part: Term, place: Place) -> bool:
    """Whether a condition on integers is known to fail at a place."""
    condition = part.condition if isinstance(part, Not) else part
    if not conditions.is_index_condition(condition) or not is_defined_everywhere(condition):
        return False
    try:
        holds = condition if isinstance(part, Not) else conditions.negated(condition)
        return all(
            _is_entailed(work, wanted, place)
            for wanted in (holds.conditions if isinstance(holds, And) else (holds,))
        )
    except OutsideFragment:
        return False


def _is_entailed(work: Workspace, condition: Term, place: Place) -> bool:
    """Whether an order or an equation of integers is known, or that two differ."""
    if not isinstance(condition, Compare):
        return False
    return obligations.is_entailed(work, condition, place)
