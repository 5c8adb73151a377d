"""Conditions as polynomials of brackets (Iverson algebra), and as assumptions of a place.

[P and Q] = [P][Q], [not P] = 1 - [P], [P or Q] = 1 - (1 - [P])(1 - [Q]).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.language.binding import children
from symderive.language.definitions import rank_of
from symderive.language.terms import (
    Add,
    And,
    Bound,
    Ceiling,
    Compare,
    Floor,
    Function,
    Mod,
    Mul,
    Not,
    Number,
    Or,
    Pow,
    Symbol,
    Term,
    Truth,
)
from symderive.prover import indexing, normalize, piecewise, signs, translate
from symderive.prover.integers import Form
from symderive.prover.place import MAX_ALTERNATIVES, Conjunction, Place
from symderive.prover.presburger import AT_LEAST, EQUAL, Constraint, split
from symderive.prover.ring import GuardedTerm, Polynomial, add, constant_polynomial, scaled

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

Fact = tuple[Polynomial, int]
NEGATED = {"=": "!=", "!=": "=", "<=": ">", ">": "<=", "<": ">=", ">=": "<"}
FACT_SIGNS = {
    "=": signs.ZERO,
    "!=": signs.NONZERO,
    ">": signs.POSITIVE,
    ">=": signs.NONNEGATIVE,
    "<": signs.NEGATIVE,
    "<=": signs.NEGATIVE | signs.ZERO,
}


def is_index_term(term: Term) -> bool:
    """Whether a term is arithmetic on integers only."""
    if isinstance(term, (Number, Bound)):
        return True
    if isinstance(term, Symbol):
        return term.is_integer
    if isinstance(term, Function):
        return term.name in ("Max", "Min", "Abs") and all(map(is_index_term, term.arguments))
    if isinstance(term, (Add, Mul, Floor, Ceiling, Mod)):
        return all(is_index_term(child) for child, _ in children(term))
    if isinstance(term, Pow):
        exponent = term.exponent
        return (
            isinstance(exponent, Number)
            and exponent.value.denominator == 1
            and is_index_term(term.base)
        )
    return False


def is_index_condition(condition: Term) -> bool:
    """Whether a condition is about integers only."""
    if isinstance(condition, Compare):
        return is_index_term(condition.left) and is_index_term(condition.right)
    if isinstance(condition, (And, Or)):
        return all(map(is_index_condition, condition.conditions))
    if isinstance(condition, Not):
        return is_index_condition(condition.condition)
    return isinstance(condition, Truth)


def negated(condition: Term) -> Term:
    """The negation, pushed to the comparisons; that tensors differ is no comparison."""
    if isinstance(condition, Truth):
        return Truth(not condition.value)
    if isinstance(condition, Compare):
        if rank_of(condition.left):
            raise OutsideFragment("tensors that are not equal")
        return Compare(NEGATED[condition.relation], condition.left, condition.right)
    if isinstance(condition, Not):
        return condition.condition
    if isinstance(condition, And):
        return Or(tuple(negated(c) for c in condition.conditions))
    if isinstance(condition, Or):
        return And(tuple(negated(c) for c in condition.conditions))
    raise OutsideFragment(f"the negation of {type(condition).__name__}")


def bracket(work: Workspace, condition: Term, place: Place) -> Polynomial:
    """The Iverson bracket of a condition."""
    if isinstance(condition, Truth):
        return constant_polynomial(int(condition.value))
    if isinstance(condition, And):
        return work.product(bracket(work, c, place) for c in condition.conditions)
    if isinstance(condition, Or):
        none = work.product(work.complement(bracket(work, c, place)) for c in condition.conditions)
        return work.complement(none)
    if isinstance(condition, Not):
        return work.complement(bracket(work, condition.condition, place))
    if isinstance(condition, Compare):
        if is_index_term(condition.left) and is_index_term(condition.right):
            return _integer_bracket(work, condition, place)
        return _real_bracket(work, condition, place)
    raise OutsideFragment(f"a bracket of {type(condition).__name__}")


def _integer_bracket(work: Workspace, condition: Compare, place: Place) -> Polynomial:
    if condition.relation == "!=":
        equal = Compare("=", condition.left, condition.right)
        return work.complement(_integer_bracket(work, equal, place))
    out: Polynomial = {}
    for bound, constraints in comparison_pieces(work, condition, place):
        equalities, inequalities = split(constraints)
        term = GuardedTerm(fmpq(1), list(bound), equalities, inequalities, [])
        out = add(out, normalize.normalized(work, [term], place.context))
    return out


def comparison_pieces(
    work: Workspace, condition: Compare, place: Place
) -> list[tuple[tuple[int, ...], tuple[Constraint, ...]]]:
    """The disjoint conjunctions (bound variables, constraints) that make up a comparison."""
    out = []
    for left in indexing.rational(work, condition.left, place):
        for right in indexing.rational(work, condition.right, place):
            denominator = left.denominator * right.denominator
            if not place.context.entails(denominator.shifted(-1)):
                raise OutsideFragment("a comparison of quotients whose denominator may change sign")
            difference = left.numerator * right.denominator - right.numerator * left.denominator
            for constraint in _constraints(condition.relation, difference):
                out.append(
                    (
                        left.bound + right.bound,
                        (*left.constraints, *right.constraints, constraint),
                    )
                )
    return out


def _constraints(relation: str, difference: Form) -> list[Constraint]:
    if relation == "=":
        return [(EQUAL, difference)]
    positive, negative = difference.shifted(-1), (-difference).shifted(-1)
    if relation == "!=":
        return [(AT_LEAST, positive), (AT_LEAST, negative)]
    forms = {">": positive, ">=": difference, "<": negative, "<=": -difference}
    return [(AT_LEAST, forms[relation])]


def _real_bracket(work: Workspace, condition: Compare, place: Place) -> Polynomial:
    difference = real_difference(work, condition, place)
    context = place.context
    relation = condition.relation
    if relation in ("=", "!="):
        value = piecewise.indicator(work, "=", difference, context)
        return value if relation == "=" else work.complement(value)
    if relation in ("<", ">="):
        difference = scaled(difference, -1)
    value = piecewise.indicator(work, ">", difference, context)
    return value if relation in (">", "<") else work.complement(value)


def real_difference(work: Workspace, condition: Compare, place: Place) -> Polynomial:
    """left - right of a comparison of real values."""
    left = translate.value(work, condition.left, place)
    right = translate.value(work, condition.right, place)
    work.record("both sides", left, right)
    return add(left, scaled(right, -1))


def assumed(work: Workspace, condition: Term, place: Place) -> tuple[Place, list[Fact]]:
    """The place where the condition holds too, and what it says of real values.

    Weaker than the condition where this language cannot say it all, which is sound.
    """
    if isinstance(condition, Not):
        return assumed(work, negated(condition.condition), place)
    if isinstance(condition, And):
        facts: list[Fact] = []
        for part in condition.conditions:
            place, more = assumed(work, part, place)
            facts += more
        return place, facts
    if isinstance(condition, Or):
        choices = _choices(work, condition, place)
        return (place.with_alternatives(choices) if choices else place), []
    if isinstance(condition, Compare):
        if is_index_term(condition.left) and is_index_term(condition.right):
            pieces = comparison_pieces(work, condition, place)
            return place.with_alternatives(tuple(c for _, c in pieces)), []
        difference = real_difference(work, condition, place)
        return place, [(difference, FACT_SIGNS[condition.relation])]
    return place, []


def _choices(work: Workspace, condition: Term, place: Place) -> tuple[Conjunction, ...]:
    """The condition as a disjunction of conjunctions on integers; empty where it is not one."""
    if isinstance(condition, Not):
        return _choices(work, negated(condition.condition), place)
    if isinstance(condition, Compare):
        if not (is_index_term(condition.left) and is_index_term(condition.right)):
            return ()
        return tuple(c for _, c in comparison_pieces(work, condition, place))
    if isinstance(condition, (And, Or)):
        parts = [_choices(work, c, place) for c in condition.conditions]
        if isinstance(condition, Or):
            return tuple(c for part in parts for c in part) if all(parts) else ()
        known = [part for part in parts if part]
        count = 1
        for part in known:
            count *= len(part)
        if not known or count > MAX_ALTERNATIVES:
            return ()
        return tuple(
            tuple(c for conjunction in chosen for c in conjunction) for chosen in product(*known)
        )
    return ()
