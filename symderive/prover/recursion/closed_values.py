"""Values of a recursion in closed form, by induction over their index.

y[e] = R(e) for every e of the range where R(first) is the start and the step from R(m - 1) gives
R(m). A derivative d y[e] / d y[k] of numbers is R(e) for every e from k on where R(k) = 1 and
R(m) is R(m - 1) times the derivative of the step to m.
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.language.binding import dangling, instantiate, map_children
from symderive.language.displays import tidy
from symderive.language.hooks import text_of
from symderive.language.members import FamilyMember, FamilySymbol, Recursion
from symderive.language.recursions import member_before, step_at
from symderive.language.terms import (
    ONE,
    Bound,
    Compare,
    Domain,
    Mul,
    Partial,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.prover.recursion.families import MEMBER, Indices
from symderive.prover.recursion.induction import BASE, STEP, Lemma
from symderive.prover.recursion.parameters import generic_index


def lemmas(statement: Statement, indices: Indices) -> Iterator[Lemma]:
    """For each side that is a value, or a derivative of one, the induction for the other side."""
    claim = statement.claim
    if not isinstance(claim, Compare) or claim.relation != "=":
        return
    for value, form in ((claim.left, claim.right), (claim.right, claim.left)):
        found = _of_value(value, form, indices) or _of_derivative(value, form, indices)
        if found is not None:
            yield found


def _of_value(value: Term, form: Term, indices: Indices) -> Lemma | None:
    if not (isinstance(value, FamilyMember) and isinstance(value.family, Recursion)):
        return None
    recursion, place = value.family, value.index
    if not isinstance(place, Symbol) or _is_generic(place):
        return None
    if not indices.inside(place, recursion.first, recursion.last):
        return None
    m = generic_index(recursion)
    before = tidy(member_before(recursion, m))
    lemma = Lemma(f"{text_of(value)} in closed form")
    given = indices.given
    start = Compare("=", recursion.start, _at(form, place, recursion.origin))
    told = f"{text_of(place)} = {text_of(recursion.origin)}"
    lemma.add(BASE, told, Statement(start, given))
    went = step_at(recursion, m, _at(form, place, before))
    step = Compare("=", went, _last_apart(_at(form, place, m), m, before, indices))
    lemma.add(STEP, f"from {text_of(before)} to m", Statement(step, given))
    return lemma


def _of_derivative(value: Term, form: Term, indices: Indices) -> Lemma | None:
    if not isinstance(value, Partial):
        return None
    top, base = value.body, value.variable
    if not (isinstance(top, FamilyMember) and isinstance(base, FamilyMember)):
        return None
    recursion, place = top.family, top.index
    if not isinstance(recursion, Recursion) or base.family != recursion or top.shape:
        return None
    if not isinstance(place, Symbol) or _is_generic(place) or recursion.downward:
        return None
    if _at(base.index, place, ONE) != base.index:
        return None
    if not indices.inside(place, base.index, recursion.last):
        return None
    if not indices.inside(base.index, recursion.first, recursion.last):
        return None
    m = _after(base.index, recursion.last)
    before = tidy(member_before(recursion, m))
    lemma = Lemma(f"{text_of(value)} in closed form")
    start = Compare("=", ONE, _at(form, place, base.index))
    lemma.add(BASE, f"{text_of(place)} = {text_of(base.index)}", Statement(start, indices.given))
    single = Partial(FamilyMember(recursion, m), FamilyMember(recursion, before))
    went = Mul((single, _at(form, place, before)))
    step = Compare("=", went, _last_apart(_at(form, place, m), m, before, indices))
    lemma.add(STEP, f"from {text_of(before)} to m", Statement(step, indices.given))
    return lemma


def _is_generic(place: Symbol) -> bool:
    """Whether an index is that of an induction under way."""
    assert isinstance(place.domain, Domain)
    return MEMBER in place.domain.properties


def _after(base: Term, last: Term) -> Symbol:
    """Any index behind the base."""
    conditions = (Compare("<", base, Bound(0)), Compare("<=", Bound(0), last))
    return Symbol("m", Domain("integer", conditions, (MEMBER, "later")))


def _last_apart(form: Term, m: Symbol, before: Term, indices: Indices) -> Term:
    """The form with the last factor of products up to m on its own, where there is one."""
    if isinstance(form, Reduce) and form.operation == "product" and form.upper == m:
        if indices.also().entails(Compare("<=", form.lower, m)):
            rest = Reduce("product", form.lower, before, form.body, form.name)
            return Mul((rest, instantiate(form.body, (m,))))
    if isinstance(form, (Symbol, TensorSymbol, FamilySymbol, Recursion)) or dangling(form):
        return form
    return map_children(form, lambda child, binds: _last_apart(child, m, before, indices))


def _at(form: Term, place: Symbol, index: Term) -> Term:
    """The form at another index; what families and tensors are is left as it is."""
    if form == place:
        return index
    if isinstance(form, (Symbol, TensorSymbol, FamilySymbol, Recursion)):
        return form
    return map_children(form, lambda child, binds: _at(child, place, index))
