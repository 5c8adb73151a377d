"""Convex and concave functions of a real number or of a whole tensor.

f is convex on a domain if f((1 - s) a + s b) <= (1 - s) f(a) + s f(b) for all a, b in the domain
and all 0 <= s <= 1. The domain is that of the declared variable: all reals, an interval, tensors
whose entries lie in an interval, or a simplex, so that it holds every point between two of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binding import abstract, dangling, free_symbols, instantiate, subterms
from symderive.language.checks import described
from symderive.language.defined import Defined, unused
from symderive.language.definitions import rank_of
from symderive.language.reader import Reader, scalar_or_refuse
from symderive.language.scalars import NO_ORIGINS, Condition
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Apply,
    Bound,
    Compare,
    Domain,
    Mul,
    Partial,
    Symbol,
    TensorSymbol,
    Term,
)

CONVEX, CONCAVE = "convex", "concave"
RELATIONS = {CONVEX: "<=", CONCAVE: ">="}
DERIVATIVES = ("gradient", "jacobian", "hessian", "vjp")
SETS = ("simplex", "closed")
WEIGHT = Domain("real", (Compare(">=", Bound(0), ZERO), Compare("<=", Bound(0), ONE)))


@dataclass(frozen=True, eq=False)
class Convex(Defined):
    """The body, as a function of Bound(0), is ``convex`` or ``concave`` on the domain.

    Bound(0) is a real number where the shape is empty, else a tensor of that shape.
    """

    kind: str
    shape: tuple[Term, ...]
    domain: Term
    body: Term
    name: str = field(default="x", compare=False)

    def binds(self, name: str) -> int:
        return 1 if name == "body" else 0

    @property
    def bound_name(self) -> str:
        """The name of the variable of the function."""
        return self.name

    @property
    def has_closed_variables(self) -> bool:
        """Whether the domain depends on no index that is bound around it."""
        return not any(map(dangling, (self.domain, *self.shape)))

    def variable(self, name: str) -> Symbol | TensorSymbol:
        """A variable of that name with the domain of the function."""
        if self.shape:
            return TensorSymbol(name, len(self.shape), self.shape, self.domain)
        return Symbol(name, self.domain)

    def at(self, point: Term) -> Term:
        """The function at a point."""
        return instantiate(self.body, (point,))

    def between(self, first: Term, second: Term, weight: Term) -> Compare:
        """The defining inequality for two points and a weight of the second."""
        rest = Add((ONE, Mul((MINUS_ONE, weight))))
        point = Add((Mul((rest, first)), Mul((weight, second))))
        chord = Add((Mul((rest, self.at(first))), Mul((weight, self.at(second)))))
        return Compare(RELATIONS[self.kind], self.at(point), chord)

    def meaning(self, taken: frozenset[str]) -> Term:
        """The defining inequality for two new points and a new weight."""
        first = unused(f"{self.name}_1", taken)
        second = unused(f"{self.name}_2", taken)
        weight = Symbol(unused("s", taken | {first, second}), WEIGHT)
        return self.between(self.variable(first), self.variable(second), weight)


def convex(function: Any, variable: Any) -> Condition:
    """The expression is a convex function of a declared real or tensor, on its domain.

    >>> from symderive.language.domains import real
    >>> t = real("t")
    >>> convex(t**2, t) == convex(t**3, t)
    False

    Raises:
        IllFormed: where the variable is not declared, is an integer, or its domain has a gap; where
            the function is a tensor, or is differentiated by that variable.
    """
    return _claimed(CONVEX, function, variable)


def concave(function: Any, variable: Any) -> Condition:
    """The expression is a concave function of a declared real or tensor: its negative is convex."""
    return _claimed(CONCAVE, function, variable)


def _claimed(kind: str, function: Any, variable: Any) -> Condition:
    reader = Reader()
    over = reader.read(variable)
    body = scalar_or_refuse(reader.read(function), f"as a function that is {kind}")
    if rank_of(body):
        raise IllFormed(f"{kind} is said of numbers; {described(body)} has indices")
    shape, domain, name = _domain(over, kind)
    _check_body(body, over)
    term = Convex(kind, shape, domain, abstract(body, (over,)), name)
    return Condition(term, reader.origins or NO_ORIGINS)


def _domain(variable: Term, kind: str) -> tuple[tuple[Term, ...], Domain, str]:
    """The shape, the domain and the name of a variable whose values have no gap."""
    if not isinstance(variable, (Symbol, TensorSymbol)):
        raise IllFormed(
            f"a function is {kind} in a declared variable, not in {described(variable)}; give it a "
            "name: t = real('t'), x = vector('x', n)"
        )
    domain, name = variable.domain, variable.name
    assert isinstance(domain, Domain)
    if domain.kind != "real":
        raise IllFormed(
            f"{name} is an integer, and {kind} is said on an interval; declare real({name!r})"
        )
    if isinstance(variable, TensorSymbol) and variable.shape is None:
        raise IllFormed(f"{name} has no sizes; declare it with vector({name!r}, n)")
    for condition in domain.conditions:
        if not isinstance(condition, Compare) or condition.relation in ("=", "!="):
            raise IllFormed(f"the domain of {name} is no interval, and {kind} needs one")
    for known in domain.properties:
        if known not in SETS:
            raise IllFormed(f"the values of {name} are {known}; {kind} needs an interval")
    shape = variable.shape if isinstance(variable, TensorSymbol) else ()
    return shape or (), domain, name


def _check_body(body: Term, variable: Term) -> None:
    for part in subterms(body):
        by: Term | None = part.variable if isinstance(part, Partial) else None
        if isinstance(part, Apply) and part.name in DERIVATIVES:
            by = part.arguments[1]
        if by is not None and variable in free_symbols(by):
            raise IllFormed(
                f"the function is a derivative by {described(variable)} itself; take the "
                "derivative first, with derive(...)"
            )
    for symbol in free_symbols(body):
        if symbol != variable and variable in free_symbols(symbol):
            raise IllFormed(f"the domain of {symbol.name} depends on {described(variable)}")
