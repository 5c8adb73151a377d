"""Definedness: indices in range, denominators that do not vanish, logarithms of what is positive.

Each obligation is checked where the term stands, under the brackets and sums around it. A
denominator must also be non-zero where it is pulled out of sums, or at least not zero identically.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from symderive.language.binding import children, dangling
from symderive.language.definitions import requirements
from symderive.language.terms import And, Compare, Entry, Or, Term, number
from symderive.prover import conditions, functions, indexing, intervals, quotients, signs, weights
from symderive.prover.context import Context
from symderive.prover.integers import Form
from symderive.prover.place import Place
from symderive.prover.presburger import AT_LEAST, EQUAL, Constraint
from symderive.prover.radix import affine_instead, implied, provable
from symderive.prover.ring import (
    Polynomial,
    scaled,
)

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace


def at_least(place: Place, form: Form) -> bool:
    """Whether form >= 0 at the place; bilinear forms by digits and by products with sizes."""
    if place.entails(form):
        return True
    if not form.is_affine:
        if all(_at_least_bilinear(form, context) for context in place.contexts()):
            return True
    return all(
        _follows_without_products(form, context) or _at_least_by_quotient(form, context)
        for context in place.contexts()
    )


def _follows_without_products(form: Form, context: Context) -> bool:
    """Whether form >= 0 follows from what the products in the context say of their factors."""
    known: list[Constraint] = []
    for kind, other in context.constraints:
        if not other.is_affine:
            both_ways = (other, -other) if kind == EQUAL else (other,)
            known += [(AT_LEAST, f) for one in both_ways for f in implied(one, context)]
    return bool(known) and context.extended(known).entails(form)


def _at_least_by_quotient(form: Form, context: Context) -> bool:
    return any(
        _at_least_bilinear(product, context)
        for product in quotients.without_quotient(form, context)
    )


def _at_least_bilinear(form: Form, context: Context) -> bool:
    if form.is_affine:
        return context.entails(form)
    found = affine_instead(AT_LEAST, form, context)
    if found is not None and all(_at_least_bilinear(f, context) for _, f in found):
        return True
    return provable(form, context)


def in_range(
    work: Workspace, shape: tuple[Term, ...] | None, indices: tuple[Term, ...], place: Place
) -> None:
    """1 <= index <= size for every index of a tensor that has a shape."""
    if shape is None:
        return
    for index, size in zip(indices, shape, strict=True):
        for piece in indexing.integer(work, index, place):
            inside = place.assuming(piece.constraints)
            for length in indexing.integer(work, size, inside):
                here = inside.assuming(length.constraints)
                if here.context.is_empty():
                    continue
                if not at_least(here, piece.numerator.shifted(-1)) or not at_least(
                    here, length.numerator - piece.numerator
                ):
                    work.fail("an index that may be out of range")
                    return
    work.record("indices in range", shape, indices)


def nonzero(work: Workspace, term: Term, polynomial: Polynomial, place: Place) -> bool:
    """That a denominator does not vanish; a failure is noted with the condition that would do."""
    if not polynomial:
        work.fail("a division by zero")
        return False
    if not is_nonzero_here(work, term, polynomial, place):
        repair = Compare("!=", term, number(0)) if dangling(term) == 0 else None
        work.deferred.append((polynomial, place, repair))
        return False
    if len(work.known_signs) == work.lasting_facts and not place.alternatives:
        work.nonzero.append((polynomial, place.context.constraints))
    work.record("denominator", term, polynomial)
    return True


def settle_deferred(work: Workspace) -> None:
    """Denominators not seen to be non-zero by themselves, but equal to others that were.

    1 + sum (x_k - m)^2 multiplied out is seen to be positive where it is written as a square.
    """
    for polynomial, place, repair in work.deferred:
        if not _is_known_nonzero(work, polynomial, place.context):
            work.fail("a denominator that may be zero", repair)
    work.deferred.clear()


def _is_known_nonzero(work: Workspace, polynomial: Polynomial, context: Context) -> bool:
    monomial, c = next(iter(polynomial.items()))
    for other, constraints in work.nonzero:
        if monomial in other and constraints <= context.constraints:
            if scaled(other, c / other[monomial]) == polynomial:
                return True
    return False


def is_nonzero_here(work: Workspace, term: Term, polynomial: Polynomial, place: Place) -> bool:
    """Whether a value is nowhere zero at the place, by its form, its sign or the hypotheses."""
    if not intervals.enclosure(work, term, place).sign & signs.ZERO:
        return True
    form = functions.integer_form(functions.without_denominators(polynomial))
    if form is not None and place.excludes_zero(form):
        return True
    return all(signs.is_nonzero(work, polynomial, context) for context in place.contexts())


def has_sign(
    work: Workspace, term: Term, polynomial: Polynomial, place: Place, allowed: int
) -> bool:
    """Whether the sign of a value is seen to be one of those allowed, or proved to be."""
    from symderive.prover import inequalities

    if not intervals.enclosure(work, term, place).sign & ~allowed:
        return True
    if all(
        not signs.of_polynomial(work, polynomial, context) & ~allowed
        for context in place.contexts()
    ):
        return True
    return inequalities.has_sign(work, polynomial, place, allowed)


def positive(work: Workspace, term: Term, polynomial: Polynomial, place: Place) -> None:
    """That the argument of a logarithm is positive."""
    work.record("logarithm", term)
    if has_sign(work, term, polynomial, place, signs.POSITIVE):
        return
    repair = Compare(">", term, number(0)) if dangling(term) == 0 else None
    work.fail("a logarithm of something that may not be positive", repair)


def holds(work: Workspace, condition: Term, place: Place) -> None:
    """That a condition on sizes holds, such as inner dimensions that agree."""
    work.record("sizes", condition)
    if not is_entailed(work, condition, place):
        repair = condition if dangling(condition) == 0 else None
        work.fail("sizes that need not agree", repair)


def needed(tensor: Term) -> Iterator[Term]:
    """What a tensor and the tensors of which it is made require, whether it has entries or not.

    What stands under binders has its meaning index by index.
    """
    yield from requirements(tensor)
    if not isinstance(tensor, (Entry, Compare)):
        for child, binds in children(tensor):
            if not binds:
                yield from needed(child)


def is_entailed(work: Workspace, condition: Term, place: Place) -> bool:
    """Whether a condition on integers holds at the place."""
    if isinstance(condition, And):
        return all(is_entailed(work, c, place) for c in condition.conditions)
    if isinstance(condition, Or):
        return any(is_entailed(work, c, place) for c in condition.conditions)
    if isinstance(condition, Compare) and conditions.is_index_term(condition.left):
        if condition.relation == "=":
            return all(
                is_entailed(work, Compare(r, condition.left, condition.right), place)
                for r in ("<=", ">=")
            )
        wrong = conditions.negated(condition)
        assert isinstance(wrong, Compare)
        return all(
            _is_impossible(constraints, place)
            for _, constraints in conditions.comparison_pieces(work, wrong, place)
        )
    return False


def _is_impossible(constraints: tuple[tuple[int, Form], ...], place: Place) -> bool:
    """Whether constraints, the last of which is the comparison itself, cannot hold at the place."""
    kind, last = constraints[-1]
    inside = place.assuming(constraints[:-1])
    if kind == AT_LEAST and at_least(inside, (-last).shifted(-1)):
        return True
    return all(context.extended([constraints[-1]]).is_empty() for context in inside.contexts())


def vanishes(work: Workspace, polynomial: Polynomial, place: Place) -> bool:
    """Whether a polynomial of brackets is 0 at the place."""
    return all(
        weights.is_zero(work, polynomial, context).zero is True for context in place.contexts()
    )
