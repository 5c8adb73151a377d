"""Terms about order: quantifiers over the reals, sets of reals, infima, uniform variables.

A set is a condition on one bound variable. What a statement about sets says in terms of quantifiers
is given by :func:`meaning`, which every reading of the language uses.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from symderive.language.binding import instantiate, map_children, subterms
from symderive.language.terms import (
    And,
    Apply,
    Domain,
    Forall,
    Not,
    Or,
    Proposition,
    Symbol,
    Term,
    Unknown,
)

INFIMUM, SUPREMUM = "inf", "sup"
NAMED = "named"
EQUAL, SUBSET, SUPERSET = "=", "subset", "superset"

# What is said of a function of which nothing but that is known: it may jump, unless it is smooth.
SMOOTH = "smooth"
ALONE = frozenset(
    {
        "arbitrary",
        "continuous",
        "decreasing",
        "from_zero_to_one",
        "in_unit_interval",
        "increasing",
        "left_continuous",
        "nondecreasing",
        "nonincreasing",
        "right_continuous",
    }
)

# What a distribution function is.
DISTRIBUTION = ("from_zero_to_one", "in_unit_interval", "nondecreasing", "right_continuous")


@dataclass(frozen=True, eq=False)
class ForallReal(Proposition):
    """The condition holds for every real number Bound(0) of the domain."""

    domain: Term
    body: Term
    name: str = field(default="x", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name == "body" else 0


@dataclass(frozen=True, eq=False)
class SetRelation(Proposition):
    """Two sets are equal, or one is contained in the other.

    Their elements are the real numbers Bound(0) for which the conditions hold; with two ``ends``
    the integers between these for which they do.
    """

    relation: str
    left: Term
    right: Term
    ends: tuple[Term, ...] = ()
    name: str = field(default="x", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name in ("left", "right") else 0


@dataclass(frozen=True, eq=False)
class Member(Proposition):
    """The real number is an element of the set of all Bound(0) for which the condition holds."""

    element: Term
    body: Term
    name: str = field(default="x", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name == "body" else 0


@dataclass(frozen=True, eq=False)
class Infimum(Term):
    """The infimum or supremum of the real numbers Bound(0) for which the condition holds.

    It is an extended real number: the infimum of the empty set is +oo, its supremum -oo.
    """

    operation: str
    body: Term
    name: str = field(default="x", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name == "body" else 0


@dataclass(frozen=True, eq=False)
class Probability(Term):
    """The probability of the condition on Bound(0), uniform on [lower, upper]."""

    lower: Term
    upper: Term
    body: Term
    name: str = field(default="U", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name == "body" else 0


ORDER_NODES = (ForallReal, SetRelation, Member, Infimum, Probability)


def meaning(term: Term) -> Term:
    """The same condition without statements about sets, which become quantifiers.

    Infima and the like to which the author gave a name are spelled out.

    >>> from symderive.language.terms import ZERO, Bound, Compare
    >>> inside = Compare("<=", Bound(0), Bound(0))
    >>> meaning(Member(ZERO, inside)) == Compare("<=", ZERO, ZERO)
    True
    """
    found = term.__dict__.get("_meaning")
    if found is None:
        found = map_children(term, lambda child, binds: meaning(child))
        if isinstance(found, Member):
            found = instantiate(found.body, (found.element,))
        elif isinstance(found, SetRelation):
            found = _quantified(found)
        elif isinstance(found, Apply) and found.name == NAMED:
            found = found.arguments[0] if is_about_order(found.arguments[0]) else found
        object.__setattr__(term, "_meaning", found)
    result: Term = found
    return result


def _quantified(term: SetRelation) -> Term:
    """Every element of the one is an element of the other, or also the other way round."""
    within, contains = Or((Not(term.left), term.right)), Or((Not(term.right), term.left))
    body: Term = {EQUAL: And((within, contains)), SUBSET: within, SUPERSET: contains}[term.relation]
    if term.ends:
        lower, upper = term.ends
        return Forall(lower, upper, body, term.name)
    return ForallReal(Domain("real"), body, term.name)


def has_derivatives(properties: tuple[str, ...]) -> bool:
    """Whether a function with these properties is smooth.

    >>> has_derivatives(()), has_derivatives(("nondecreasing",))
    (True, False)
    >>> has_derivatives(("nondecreasing", "smooth"))
    True
    """
    return SMOOTH in properties or ALONE.isdisjoint(properties)


def is_smooth(function: Unknown) -> bool:
    """Whether an unknown function has derivatives: unless its properties say otherwise."""
    return has_derivatives(function.properties)


def is_about_order(term: Term) -> bool:
    """Whether a term speaks of sets of reals, or of functions that need not be smooth."""
    found = term.__dict__.get("_about_order")
    if found is None:
        found = any(
            isinstance(part, ORDER_NODES) or (isinstance(part, Unknown) and not is_smooth(part))
            for part in subterms(term)
        )
        object.__setattr__(term, "_about_order", found)
    return bool(found)


def domain_conditions(quantifier: ForallReal) -> tuple[Term, ...]:
    """The conditions of its domain on the variable that the quantifier binds, as in its body."""
    assert isinstance(quantifier.domain, Domain)
    return quantifier.domain.conditions


def at_real(quantifier: ForallReal, name: str) -> Term:
    """The body at one free real variable of that name, which lies in the domain."""
    return instantiate(quantifier.body, (Symbol(name, quantifier.domain),))
