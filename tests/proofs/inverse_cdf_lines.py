"""The lines on the generalised inverse, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    eq,
    exists,
    forall,
    function,
    ge,
    gt,
    iff,
    implies,
    infimum,
    le,
    lt,
    member,
    probability,
    real,
    same_set,
    subset,
    superset,
    supremum,
    uniform,
)
from tests.proofs.families import Families

NAME = "inverse_cdf"
SHEET: Any = Families(NAME).sheet()
inverse, at_least, from_ = SHEET.inverse, SHEET.at_least, SHEET.from_

F, T, U01 = SHEET.distribution, real(), uniform(0, 1)
INSIDE = real(above=0, below=1)
STRICT = function(increasing=True, arbitrary=True)
RIGHT = function(nondecreasing=True, right_continuous=True)
ANY = function(arbitrary=True)
MONOTONE = function(nondecreasing=True, arbitrary=True)
JUMPING = function(nondecreasing=True, in_unit_interval=True, from_zero_to_one=True, arbitrary=True)
WEAVING = function(right_continuous=True, in_unit_interval=True)
LEFT = function(nondecreasing=True, left_continuous=True)

INVERSE = Families(NAME)


def backward(left: Any, right: Any) -> Any:
    """The second condition implies the first."""
    return implies(right, left)


@INVERSE.family(
    "inverse_is_a_number",
    {"u": real()},
    {"u": real(above=0)},
    {"u": real(at_least=0, below=1)},
    {"F": RIGHT},
    {"relation": lt},
)
def inverse_is_a_number(F=F, u=INSIDE, relation=eq):
    if relation is lt:
        return exists(lambda g: all_of(lt(inverse(F)(u), g), lt(g, inverse(F)(u))), real())
    return exists(lambda g: relation(inverse(F)(u), g), real())


@INVERSE.family("greatest_lower_bound", {"bound": lt}, {"among": lt}, {"outer": lt}, {"bound": ge})
def greatest_lower_bound(F=F, u=T, v=T, bound=le, among=le, outer=le):
    return iff(
        outer(v, inverse(F)(u)), forall(lambda x: implies(among(u, F(x)), bound(v, x)), real())
    )


@INVERSE.family(
    "set_is_an_interval", {"F": JUMPING}, {"F": WEAVING}, {"among": lt}, {"end": lt}, {"end": ge}
)
def set_is_an_interval(F=F, u=T, among=le, end=le):
    return same_set(lambda y: among(u, F(y)), lambda y: end(inverse(F)(u), y))


def some_at_most(F, t, u, bound, where=None):
    """There is a number up to t in the set."""
    return exists(
        lambda s: all_of(bound(s, t), member(s, at_least(u if where is None else where, F))), real()
    )


@INVERSE.family(
    "from_inverse_to_function",
    {"bound": lt},
    {"F": JUMPING},
    {"outer": ge},
    {"outer": ge, "bound": lt},
)
def inverse_is_attained(F=F, t=T, u=T, outer=le, bound=le):
    return implies(outer(inverse(F)(u), t), some_at_most(F, t, u, bound))


@INVERSE.family(
    "from_inverse_to_function", {"among": lt}, {"bound": lt}, {"bound": ge}, {"level": 1}, line=2
)
def what_is_in_the_set(F=F, t=T, u=T, bound=le, among=le, level=0):
    return iff(
        some_at_most(F, t, u, le, where=u + level if level else None),
        exists(lambda s: all_of(bound(s, t), among(u, F(s))), real()),
    )


@INVERSE.family(
    "from_inverse_to_function",
    {"F": WEAVING},
    {"bound": ge},
    {"among": lt},
    {"values": lt},
    line=3,
)
def larger_at_larger_numbers(F=F, t=T, u=T, bound=le, among=le, values=le):
    return implies(
        exists(lambda s: all_of(bound(s, t), le(u, F(s))), real()),
        exists(lambda s: all_of(among(u, F(s)), values(F(s), F(t))), real()),
    )


@INVERSE.family(
    "from_inverse_to_function", {"end": lt}, {"first": ge}, {"second": ge}, {"end": ge}, line=4
)
def transitive(F=F, t=T, u=T, first=le, second=le, end=le):
    return implies(
        exists(lambda s: all_of(first(u, F(s)), second(F(s), F(t))), real()), end(u, F(t))
    )


@INVERSE.family("strictly_below", {"outer": le}, {"outer": gt}, {"bound": gt}, {"among": lt})
def strictly_below(F=ANY, t=T, u=T, outer=lt, bound=lt, among=le):
    return implies(
        outer(inverse(F)(u), t),
        exists(lambda s: all_of(bound(s, t), member(s, lambda x: among(u, F(x)))), real()),
    )


@INVERSE.family(
    "larger_set", {"relation": subset}, {"relation": same_set}, {"premise": ge}, {"F": F, "t2": 1}
)
def larger_set(F=F, t=T, u=T, premise=le, relation=superset, t2=0):
    level = F(t - t2) if t2 else F(t)
    return implies(premise(u, F(t)), relation(at_least(u, F), at_least(level, F)))


@INVERSE.family(
    "set_of_a_value",
    {"relation": same_set},
    {"relation": subset},
    {"F": WEAVING},
    {"F": function(nonincreasing=True, arbitrary=True)},
    {"among": lt},
)
def set_of_a_value(F=F, t=T, relation=superset, among=le):
    return relation(lambda x: among(F(t), F(x)), from_(t))


@INVERSE.family(
    "set_of_a_value_where_strict",
    {"F": MONOTONE},
    {"F": F},
    {"F": WEAVING},
    {"among": lt},
)
def set_of_a_value_where_strict(F=STRICT, t=T, among=le):
    return same_set(lambda x: among(F(t), F(x)), from_(t))


def given_level(relation, F, t, u):
    """The hypothesis of the direction."""
    return relation(u, F(t))


@INVERSE.family(
    "from_function_to_inverse",
    {"relation": lt},
    {"relation": ge},
    {"premise": ge},
    {"largest": supremum},
)
def infimum_of_a_larger_set(F=F, t=T, u=T, relation=le, premise=le, largest=infimum):
    left = inverse(F)(u) if largest is infimum else supremum(at_least(u, F))
    return relation(left, infimum(from_(t))).given(given_level(premise, F, t, u))


@INVERSE.family(
    "from_function_to_inverse",
    {"relation": lt},
    {"largest": supremum},
    {"start": le},
    {"relation": gt},
    line=2,
)
def infimum_is_at_most_t(F=F, t=T, u=T, relation=le, largest=infimum, start=ge):
    elements = from_(t) if start is ge else (lambda x: start(x, t))
    found = largest(elements)
    wanted = relation if start is ge else ge
    return wanted(found, t).given(le(u, F(t)))


@INVERSE.family("infimum_of_a_half_line", {"largest": supremum}, {"start": ge}, {"relation": lt})
def infimum_of_a_half_line(t=T, largest=infimum, start=le, relation=eq):
    return relation(largest(lambda x: start(t, x)), t)


EQUIVALENCES = (
    {"F": JUMPING},
    {"F": WEAVING},
    {"F": LEFT},
    {"left": lt},
    {"right": lt},
    {"left": lt, "right": lt},
    {"left": ge},
)


@INVERSE.family("equivalence", *EQUIVALENCES)
def equivalence(F=F, t=T, u=T, left=le, right=le):
    return iff(left(inverse(F)(u), t), right(u, F(t)))


@INVERSE.family("conclusion", *EQUIVALENCES)
def conclusion(F=RIGHT, t=T, u=T, left=le, right=le):
    return iff(left(inverse(F)(u), t), right(u, F(t)))


@INVERSE.family(
    "one_direction_needs_nothing",
    {"turned": backward},
    {"left": lt},
    {"right": ge},
    {"left": ge},
)
def one_direction_needs_nothing(F=ANY, t=T, u=T, left=le, right=le, turned=implies):
    return turned(right(u, F(t)), left(inverse(F)(u), t))


@INVERSE.family(
    "distribution_of_the_inverse",
    {"left": lt},
    {"left": ge},
    {"right": ge},
    {"law": uniform(0, 2)},
    {"relation": lt},
)
def same_event(F=F, t=T, left=le, right=le, law=U01, relation=eq):
    first = probability(lambda U: left(inverse(F)(U), t), U01)
    return relation(first, probability(lambda U: right(U, F(t)), law))


@INVERSE.family(
    "distribution_of_the_inverse",
    {"right": ge},
    {"right": gt},
    {"law": uniform(0, 2)},
    {"law": uniform(-1, 1)},
    {"F": ANY},
    line=2,
)
def law_of_the_variable(F=F, t=T, right=le, law=U01):
    return eq(probability(lambda U: right(U, F(t)), law), F(t))
