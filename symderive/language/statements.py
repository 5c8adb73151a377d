"""Relations, logic and quantifiers: what is claimed, and what is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binders import body_of, check_shadowing, parameter_names, ranges_of
from symderive.language.domains import Description, real
from symderive.language.order import ForallReal
from symderive.language.reader import Reader, condition_or_refuse
from symderive.language.scalars import Condition, relation
from symderive.language.terms import And, Forall, Not, Or, Symbol, Term, Truth


def eq(left: Any, right: Any) -> Condition:
    """Left = right, for two numbers or two tensors of the same rank.

    >>> eq(1, 2) == eq(2, 1)
    False

    Raises:
        IllFormed: where ranks differ.
    """
    return relation("=", left, right)


def ne(left: Any, right: Any) -> Condition:
    """Left is not equal to right."""
    return relation("!=", left, right)


def le(left: Any, right: Any) -> Condition:
    """Left is at most right."""
    return relation("<=", left, right)


def lt(left: Any, right: Any) -> Condition:
    """Left is less than right."""
    return relation("<", left, right)


def ge(left: Any, right: Any) -> Condition:
    """Left is at least right."""
    return relation(">=", left, right)


def gt(left: Any, right: Any) -> Condition:
    """Left is greater than right."""
    return relation(">", left, right)


def all_of(*conditions: Any) -> Condition:
    """All of the conditions; of none, what always holds."""
    return _joined(And, conditions, Truth(True))


def any_of(*conditions: Any) -> Condition:
    """At least one of the conditions; of none, what never holds."""
    return _joined(Or, conditions, Truth(False))


def negation(condition: Any) -> Condition:
    """The condition does not hold."""
    return _made(Not, condition)


def implies(premise: Any, conclusion: Any) -> Condition:
    """Where the premise holds, so does the conclusion: not the premise, or the conclusion."""
    return _made(lambda a, b: Or((Not(a), b)), premise, conclusion)


def iff(left: Any, right: Any) -> Condition:
    """Either both hold or neither: each implies the other."""
    return _made(lambda a, b: And((Or((Not(a), b)), Or((Not(b), a)))), left, right)


def forall(body: Callable[..., Any], *bounds: Any) -> Condition:
    """The condition holds for every index of the range, or for every real number.

    >>> condition = forall(lambda k: ge(k, 1), 5)
    >>> every_square = forall(lambda t: ge(t**2, 0), real())

    Args:
        body: a function of one or more indices that returns a condition.
        *bounds: for one index ``n`` or ``lower, upper``; for several one ``n`` or
            ``(lower, upper)`` each. For a real number ``real()``, with bounds if need be.

    Raises:
        IllFormed: where the name of an index is taken, or a bound is no integer.
    """
    return _quantified(body, bounds, lambda term: term)


def exists(body: Callable[..., Any], *bounds: Any) -> Condition:
    """The condition holds for some index or some real number: not for all of them it fails."""
    found = _quantified(body, bounds, Not)
    return Condition(Not(found.term), found.origins)


def _quantified(
    body: Callable[..., Any], bounds: tuple[Any, ...], wrap: Callable[[Term], Term]
) -> Condition:
    if not callable(body):
        raise IllFormed("a quantifier takes a function: write forall(lambda k: eq(x[k], 0), n)")
    if any(isinstance(bound, Description) for bound in bounds):
        return _over_reals(body, bounds, wrap)
    found = body_of(body)
    term = wrap(condition_or_refuse(found.term, "under a quantifier"))
    reader = Reader(found.origins)
    ranges = ranges_of(bounds, found.names, reader)
    for name, span in reversed(list(zip(found.names, ranges, strict=True))):
        term = Forall(span.lower, span.upper, term, name)
    return Condition(term, reader.origins)


def _over_reals(
    body: Callable[..., Any], bounds: tuple[Any, ...], wrap: Callable[[Term], Term]
) -> Condition:
    """A quantifier of which some variables are real: one part of the bounds for each variable."""
    names = parameter_names(body)
    if len(bounds) != len(names):
        raise IllFormed(
            f"{len(names)} variables ({', '.join(names)}) need {len(names)} ranges, and "
            f"{len(bounds)} are given; write real(), n, or (lower, upper), for each"
        )
    kinds = tuple("real" if isinstance(b, Description) else "integer" for b in bounds)
    found = body_of(body, len(names), kinds)
    term = wrap(condition_or_refuse(found.term, "under a quantifier"))
    reader = Reader(found.origins)
    for name, part in reversed(list(zip(names, bounds, strict=True))):
        if not isinstance(part, Description):
            (span,) = ranges_of((part,), (name,), reader)
            term = Forall(span.lower, span.upper, term, name)
            continue
        if part.factory is not real:
            raise IllFormed(f"a quantifier is over real() or the indices of a range, not {part}")
        variable = reader.read(part.named(name))
        assert isinstance(variable, Symbol)
        check_shadowing((name,), variable.domain)
        term = ForallReal(variable.domain, term, name)
    return Condition(term, reader.origins)


def _made(make: Callable[..., Term], *conditions: Any) -> Condition:
    reader = Reader()
    terms = [condition_or_refuse(reader.read(c), "as a condition") for c in conditions]
    return Condition(make(*terms), reader.origins)


def _joined(node: type[And | Or], conditions: tuple[Any, ...], empty: Term) -> Condition:
    if not conditions:
        return Condition(empty)
    return _made(lambda *terms: terms[0] if len(terms) == 1 else node(terms), *conditions)
