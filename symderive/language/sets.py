"""Sets of numbers, their infima, and events of a uniform variable.

A set is a function of one real number that says which numbers are in it, or a function of an index
together with the range of that index.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from symderive.display import Displayed
from symderive.errors import IllFormed
from symderive.language.binders import Body, body_of, range_of
from symderive.language.order import (
    EQUAL,
    INFIMUM,
    SUBSET,
    SUPERSET,
    SUPREMUM,
    Infimum,
    Member,
    Probability,
    SetRelation,
)
from symderive.language.reader import Reader, condition_or_refuse, scalar_or_refuse
from symderive.language.scalars import Condition, Scalar
from symderive.language.terms import Number, Term

REALS = "real"


@dataclass(frozen=True, repr=False)
class Uniform(Displayed):
    """The uniform distribution on a closed interval."""

    lower: Any
    upper: Any

    def __repr__(self) -> str:
        return f"uniform({self.lower}, {self.upper})"


def uniform(lower: Any, upper: Any) -> Uniform:
    """The uniform distribution on the interval from ``lower`` to ``upper``.

    Raises:
        IllFormed: where both ends are numbers, and the interval has no length.
    """
    reader = Reader()
    ends = [scalar_or_refuse(reader.read(end), "as an end") for end in (lower, upper)]
    values = [end.value for end in ends if isinstance(end, Number)]
    if len(values) == len(ends) and values[0] >= values[1]:
        raise IllFormed(f"there is no uniform variable between {values[0]} and {values[1]}")
    return Uniform(lower, upper)


def probability(event: Callable[..., Any], law: Any) -> Scalar:
    """The probability of an event of a uniform variable: a function of that variable.

    >>> from symderive.language.statements import le
    >>> probability(lambda U: le(U, 1), uniform(0, 2)).term.name
    'U'

    Raises:
        IllFormed: where the law is none, or the event is no condition.
    """
    if not isinstance(law, Uniform):
        raise IllFormed(
            "the law of a variable is given as probability(lambda U: le(U, t), uniform(0, 1))"
        )
    found = _set_of(event, "as an event")
    reader = Reader(found.origins)
    ends = [scalar_or_refuse(reader.read(end), "as an end") for end in (law.lower, law.upper)]
    return Scalar(Probability(ends[0], ends[1], found.term, found.names[0]), reader.origins)


def infimum(elements: Callable[..., Any]) -> Scalar:
    """The greatest lower bound of a set of reals, as an extended real number.

    It is +oo for the empty set, and -oo for a set without a lower bound.

    >>> from symderive.language.statements import le
    >>> infimum(lambda x: le(0, x)).term.operation
    'inf'
    """
    return _extremum(INFIMUM, elements)


def supremum(elements: Callable[..., Any]) -> Scalar:
    """The least upper bound of a set of reals; -oo for the empty set, +oo where there is none."""
    return _extremum(SUPREMUM, elements)


def _extremum(operation: str, elements: Callable[..., Any]) -> Scalar:
    found = _set_of(elements, "in a set")
    return Scalar(Infimum(operation, found.term, found.names[0]), found.origins)


def member(element: Any, elements: Callable[..., Any]) -> Condition:
    """The number is an element of the set of reals."""
    found = _set_of(elements, "in a set")
    reader = Reader(found.origins)
    term = scalar_or_refuse(reader.read(element), "as an element")
    return Condition(Member(term, found.term, found.names[0]), reader.origins)


def same_set(left: Callable[..., Any], right: Callable[..., Any], *ends: Any) -> Condition:
    """Both sets have the same elements: real numbers, or the indices of a range.

    >>> from symderive.language.statements import ge, gt
    >>> of_indices = same_set(lambda k: gt(k, 1), lambda k: ge(k, 2), -5, 5)

    Raises:
        IllFormed: where the elements have two names, or the ends are no integers.
    """
    return _related(EQUAL, left, right, ends)


def subset(left: Callable[..., Any], right: Callable[..., Any], *ends: Any) -> Condition:
    """Every element of the first set is one of the second."""
    return _related(SUBSET, left, right, ends)


def superset(left: Callable[..., Any], right: Callable[..., Any], *ends: Any) -> Condition:
    """Every element of the second set is one of the first."""
    return _related(SUPERSET, left, right, ends)


def _related(
    relation: str, left: Callable[..., Any], right: Callable[..., Any], ends: tuple[Any, ...]
) -> Condition:
    kind = "integer" if ends else REALS
    first, second = (_set_of(elements, "in a set", kind) for elements in (left, right))
    if first.names != second.names:
        raise IllFormed(
            f"the elements of one set are called {first.names[0]}, those of the other "
            f"{second.names[0]}; give them one name"
        )
    reader = Reader({**first.origins, **second.origins})
    found: tuple[Term, ...] = ()
    if ends:
        span = range_of(ends[0] if len(ends) == 1 else ends, first.names[0], reader)
        found = (span.lower, span.upper)
    term = SetRelation(relation, first.term, second.term, found, first.names[0])
    return Condition(term, reader.origins)


def _set_of(elements: Callable[..., Any], place: str, kind: str = REALS) -> Body:
    if not callable(elements):
        raise IllFormed(
            "a set is given by a function that says what is in it: infimum(lambda x: le(u, F(x)))"
        )
    found = body_of(elements, 1, (kind,))
    condition_or_refuse(found.term, place)
    return found
