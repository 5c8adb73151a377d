"""Limits by a real variable: what a tensor or a number tends to, and the limit itself.

"f tends to l as t tends to a" says: next to a, on the side from which t may come, f is defined, the
limit exists, and it is l, which may be infinite. At a itself nothing is asked. Sizes and all other
variables stay fixed meanwhile. A tensor tends to another entry by entry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sympy

from symderive.errors import IllFormed
from symderive.language.binders import active, check_shadowing, fresh_variable, parameter_names
from symderive.language.binding import abstract, free_symbols, instantiate, shift
from symderive.language.checks import condition_text, described
from symderive.language.definitions import rank_of, shape_of
from symderive.language.reader import Reader, scalar_or_refuse
from symderive.language.scalars import Condition, Scalar
from symderive.language.shapes import shape_text
from symderive.language.terms import (
    Bound,
    Compare,
    Domain,
    Number,
    Proposition,
    Symbol,
    Term,
    is_condition,
)

oo = sympy.oo
BOTH, ABOVE, BELOW = "", "+", "-"
REFLECTED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, eq=False)
class Infinity(Term):
    """Plus infinity, or minus infinity where ``sign`` is -1: a target or a value of limits only."""

    sign: int = 1


@dataclass(frozen=True, eq=False)
class Limit(Term):
    """The limit of the body as Bound(0) tends to the target; undefined where no number is one.

    ``side``: "+" from above, "-" from below, "" from both sides; without meaning at infinity.
    """

    body: Term
    target: Term
    side: str = BOTH
    name: str = field(default="t", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name == "body" else 0


@dataclass(frozen=True, eq=False)
class Tends(Proposition):
    """The body tends to the limit as Bound(0) tends to the target from the side."""

    body: Term
    limit: Term
    target: Term
    side: str = BOTH
    name: str = field(default="t", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name == "body" else 0


def tends_to(expression: Any, value: Any, variable: Any, target: Any) -> Condition:
    """The expression tends to the value as a declared real variable tends to the target.

    The domain of the variable says from which side it comes, and holds on the way.

    >>> from symderive.language.domains import real
    >>> t = real("t", above=0)
    >>> tends_to(1/t, oo, t, 0) == tends_to(1/t, oo, t, oo)
    False

    Raises:
        IllFormed: where the variable is not a declared real number, cannot come near the target
            inside its domain, or occurs in the value.
    """
    reader = Reader()
    body = scalar_or_refuse(reader.read(expression), "before a limit")
    found = approaching(body, end_of(value, reader), reader.read(variable), end_of(target, reader))
    return Condition(found, reader.origins)


def limit(function: Callable[..., Any], target: Any, side: str = BOTH) -> Scalar:
    """The limit of a function of a real number: ``limit(lambda b: exp(-b), oo)``.

    At a finite target ``side="+"`` is the limit from above, ``side="-"`` that from below.

    >>> limit(lambda t: 1/t, oo) == limit(lambda s: 1/s, oo)
    True

    Raises:
        IllFormed: for a function of a tensor's rank, or of more than one variable.
    """
    names = parameter_names(function) if callable(function) else ()
    if len(names) != 1:
        raise IllFormed("a limit takes a function of one real number: limit(lambda t: 1/t, oo)")
    if side not in (BOTH, ABOVE, BELOW):
        raise IllFormed(f"side={side!r} is none of '+', '-' and ''")
    variable = fresh_variable(names[0], "real")
    with active(names):
        written = function(Scalar(variable))
    reader = Reader()
    body = scalar_or_refuse(reader.read(written), "under a limit")
    if rank_of(body):
        raise IllFormed("the limit of a tensor is stated by tends_to(tensor, limit, t, oo)")
    check_shadowing(names, body, (variable,))
    end = end_of(target, reader)
    _check_fixed(body, variable)
    term = Limit(abstract(body, (variable,)), end, side if is_finite(end) else BOTH, names[0])
    return Scalar(term, reader.origins)


def end_of(written: Any, reader: Reader) -> Term:
    """A target or a value of a limit: a number or tensor, or infinity as SymPy writes it."""
    if written is sympy.oo or written is -sympy.oo:
        return Infinity(1 if written is sympy.oo else -1)
    if isinstance(written, Infinity):
        return written
    return scalar_or_refuse(reader.read(written), "as the end of a limit")


def is_finite(end: Term) -> bool:
    """Whether a target or a value is no infinity."""
    return not isinstance(end, Infinity)


def approaching(body: Term, value: Term, variable: Term, target: Term) -> Tends:
    """The statement that the body tends to the value as the variable tends to the target."""
    if not isinstance(variable, Symbol):
        raise IllFormed(
            f"a limit is taken by a declared real variable, not by {described(variable)}"
        )
    if variable.is_integer:
        raise IllFormed(
            f"{variable.name} is an integer; limits are taken by real variables: declare it with "
            f"real({variable.name!r})"
        )
    for end in (value, target):
        if variable in free_symbols(end):
            raise IllFormed(f"{variable.name} tends to its target, and cannot stand in a limit")
    if is_condition(body) or not is_finite(body):
        raise IllFormed("what tends to a limit is a number or a tensor")
    if is_finite(target) and rank_of(target):
        raise IllFormed("a variable tends to a number, not to a tensor")
    _check_fixed(body, variable)
    _check_ranks(body, value)
    side = side_of(variable, target)
    return Tends(abstract(body, (variable,)), value, target, side, variable.name)


def _check_ranks(body: Term, value: Term) -> None:
    """A tensor tends to a tensor of the same rank."""
    if is_condition(value):
        raise IllFormed("a limit is a number or a tensor, not a condition")
    found = shape_of(value) if is_finite(value) else ()
    if rank_of(body) != len(found or ()):
        raise IllFormed(
            f"ranks differ: what tends to a limit has shape {shape_text(shape_of(body))}, the "
            f"limit {shape_text(found)}"
        )


def _check_fixed(body: Term, variable: Symbol) -> None:
    """Shapes and domains stay fixed while a variable moves."""
    for other in free_symbols(body):
        if other != variable and variable in free_symbols(other):
            raise IllFormed(
                f"the shape or domain of {other.name} depends on {variable.name}, which tends to a "
                "limit"
            )


def side_of(variable: Symbol, target: Term) -> str:
    """From which side a variable can come to the target inside its domain.

    Raises:
        IllFormed: where it cannot come near, or where that depends on other variables.
    """
    sides = set()
    assert isinstance(variable.domain, Domain)
    for condition in variable.domain.conditions:
        relation, bound = _bound_of(condition, variable)
        if relation == "!=":
            continue
        side = ABOVE if relation in (">", ">=") else BELOW
        if not is_finite(target):
            assert isinstance(target, Infinity)
            if (target.sign > 0) == (side == BELOW):
                raise _unreachable(variable, condition)
        elif bound == target:
            sides.add(side)
        elif not (isinstance(bound, Number) and isinstance(target, Number)):
            raise IllFormed(
                f"it is not seen whether {variable.name} comes near its target inside its domain; "
                "declare it with a bound at the target, or with numbers as bounds"
            )
        elif (bound.value > target.value) == (side == ABOVE):
            raise _unreachable(variable, condition)
    if len(sides) > 1:
        raise IllFormed(f"{variable.name} lies at the target and cannot move")
    return sides.pop() if sides else BOTH


def _bound_of(condition: Term, variable: Symbol) -> tuple[str, Term]:
    """A condition of a domain as the relation of the value to a bound."""
    if isinstance(condition, Compare) and condition.relation != "=":
        if condition.left == Bound(0):
            return condition.relation, shift(condition.right, -1)
        if condition.right == Bound(0):
            return REFLECTED[condition.relation], shift(condition.left, -1)
    raise IllFormed(f"{variable.name} has a domain in which it does not move freely")


def _unreachable(variable: Symbol, condition: Term) -> IllFormed:
    shown = condition_text(instantiate(condition, (Symbol(variable.name, Domain("real")),)))
    return IllFormed(f"{variable.name} cannot come near the target: its domain says {shown}")
