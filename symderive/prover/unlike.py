"""Reads hypotheses about every index but one: p_k < p_s for every k != s, and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.language.binding import dangling
from symderive.language.terms import Bound, Compare, Forall, Not, Or, Term
from symderive.prover import conditions, indexing, substitution
from symderive.prover.context import Context
from symderive.prover.dominance import BELOW, RUNNING, STRICT, UNLIKE, Dominance
from symderive.prover.integers import Form, form_of
from symderive.prover.place import Binder, Place
from symderive.prover.presburger import AT_LEAST
from symderive.prover.ring import Factor, Polynomial, scaled

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace


def assume(work: Workspace, condition: Forall, place: Place) -> None:
    """Note a hypothesis of this form; any other is not used here."""
    found = _parts(condition.body)
    if found is None:
        return
    index, compared = found
    try:
        lower, upper = (_form(work, end, place) for end in (condition.lower, condition.upper))
        chosen = lower if index is None else _form(work, index, place)
        binder = Binder(
            frozenset([RUNNING]),
            ((AT_LEAST, form_of(RUNNING) - lower), (AT_LEAST, upper - form_of(RUNNING))),
        )
        inside = place.under(form_of(RUNNING), binder)
        body = conditions.real_difference(work, compared, inside)
    except OutsideFragment:
        return
    relation = compared.relation
    if relation in (">", ">="):
        body, relation = scaled(body, -1), {">": STRICT, ">=": BELOW}[relation]
    if index is None:
        _assume_bound(work, body, relation, lower, upper, place)
        return
    at_place = substitution.in_polynomial(work, body, {RUNNING: chosen}, place.context)
    in_range = place.entails(chosen - lower) and place.entails(upper - chosen)
    if not at_place and in_range and relation in (STRICT, UNLIKE, BELOW):
        work.dominance.append(Dominance(body, relation, chosen, lower, upper))


def _assume_bound(
    work: Workspace, body: Polynomial, relation: str, lower: Form, upper: Form, place: Place
) -> None:
    """p_k <= p_s for every k: the entry p_s is found among those that p_k - p_s mentions."""
    if relation != BELOW:
        return
    for chosen in _indices(body, place.context):
        at_place = substitution.in_polynomial(work, body, {RUNNING: chosen}, place.context)
        if not at_place and place.entails(chosen - lower) and place.entails(upper - chosen):
            work.dominance.append(Dominance(body, relation, chosen, lower, upper))
            return


def _indices(body: Polynomial, context: Context) -> list[Form]:
    """Indices that do not run, of the heads that have one that does."""
    factors = [atom for monomial in body for atom, _ in monomial if isinstance(atom, Factor)]
    heads = {atom.head for atom in factors if RUNNING in atom.free}
    fixed = [atom for atom in factors if atom.head in heads and RUNNING not in atom.free]
    return [form for atom in fixed for form in atom.indices]


def _parts(body: Term) -> tuple[Term | None, Compare] | None:
    """The index s and the relation of "k = s or p_k < p_s"; no index for a relation alone."""
    if isinstance(body, Compare):
        return None, body
    if not (isinstance(body, Or) and len(body.conditions) == 2):
        return None
    first, second = body.conditions
    for premise, other in ((first, second), (second, first)):
        index = _exempted(premise)
        if index is not None and isinstance(other, Compare):
            return index, other
    return None


def _exempted(condition: Term) -> Term | None:
    """The s of "k = s", also written "not k != s"."""
    wanted = "="
    if isinstance(condition, Not):
        condition, wanted = condition.condition, "!="
    if not (isinstance(condition, Compare) and condition.relation == wanted):
        return None
    for side, other in (
        (condition.left, condition.right),
        (condition.right, condition.left),
    ):
        if side == Bound(0) and conditions.is_index_term(other) and not _mentions(other):
            return other
    return None


def _mentions(term: Term) -> bool:
    return dangling(term) > 0


def _form(work: Workspace, term: Term, place: Place) -> Form:
    """An index as one form."""
    pieces = indexing.integer(work, term, place)
    if len(pieces) != 1 or pieces[0].bound or pieces[0].constraints:
        raise OutsideFragment("an index that is not one form")
    return pieces[0].numerator
