"""Integrals over the real line, densities, expectations, and divergences of distributions.

The measure is arbitrary: ``integral(lambda x: g(x))`` is the integral of g with respect to one
sigma-finite measure on the real line, the same for all integrals of a statement, and a claim is
about every such measure (dx, or counting). ``everywhere`` speaks of almost every x. Integrals that
are written are assumed to exist. What is integrated needs a value at almost every x only.

An expectation under a density q is the integral of the body times q over the points where q > 0,
since values are taken there only. A divergence of finite distributions is the sum of that form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binders import Body, body_of
from symderive.language.binding import instantiate, map_children, shift, subterms
from symderive.language.declarations import UnknownFunction
from symderive.language.definitions import rank_of, shape_of
from symderive.language.domains import described, is_name
from symderive.language.reader import Reader, condition_or_refuse, scalar_or_refuse
from symderive.language.scalars import Condition, Scalar
from symderive.language.tensors import Tensor
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Bound,
    Compare,
    Entry,
    Function,
    Iverson,
    Mul,
    Pow,
    Proposition,
    Reduce,
    Term,
    Unknown,
)

VALUE = Bound(0)
DENSITY, STRICTLY_POSITIVE = "density", "positive"
KL = "KL"


@dataclass(frozen=True, eq=False)
class Integral(Term):
    """The integral of the body over every real Bound(0), with respect to the measure."""

    body: Term
    name: str = field(default="x", compare=False)

    def binds(self, name: str) -> int:
        return 1


@dataclass(frozen=True, eq=False)
class Expectation(Term):
    """The mean of the body over a real Bound(0) whose density there is ``density``."""

    body: Term
    density: Term
    name: str = field(default="z", compare=False)

    def binds(self, name: str) -> int:
        return 1


@dataclass(frozen=True, eq=False)
class Divergence(Term):
    """D_f(P || Q): the mean of f(p/q) under q; of ``label`` KL, the mean of log(p/q) under p.

    ``first`` and ``second`` are p and q at Bound(0), a real number; where ``sizes`` names the
    number of points, an index that runs from 1 to it. ``function`` is f at Bound(0); of a
    divergence without a label it is what the divergence is called by.
    """

    function: Term
    first: Term
    second: Term
    sizes: tuple[Term, ...] = ()
    label: str = ""

    def binds(self, name: str) -> int:
        return 0 if name == "sizes" else 1


@dataclass(frozen=True, eq=False)
class Everywhere(Proposition):
    """The condition holds for almost every real Bound(0)."""

    body: Term
    name: str = field(default="x", compare=False)

    def binds(self, name: str) -> int:
        return 1


INTEGRALS = (Integral, Expectation, Divergence)


class Density(UnknownFunction):
    """A density of which nothing is known: p(x) >= 0 for every x, and its integral is 1."""

    __slots__ = ()

    def __init__(self, name: str, positive: bool = False) -> None:
        super().__init__(name, (DENSITY, STRICTLY_POSITIVE) if positive else (DENSITY,))

    def __call__(self, *arguments: Any) -> Any:
        """The density at a real number."""
        if len(arguments) != 1:
            raise IllFormed(f"{self.name} is the density of one real number: {self.name}(x)")
        return super().__call__(*arguments)

    def derivative(self, *orders: int) -> UnknownFunction:
        """Densities need not be smooth."""
        raise IllFormed(f"{self.name} is a density, which need not have derivatives")


def density(*name: str, positive: bool = False) -> Any:
    """Declare a density on the real line: ``density("p")``, with ``positive=True`` p(x) > 0.

    >>> density("p")(2).term.properties
    ('density',)

    Raises:
        IllFormed: where something other than a name is given.
    """
    if not is_name(name):
        if name:
            raise IllFormed(f"density begins with its name: density('p'), not {name[0]!r}")
        return described(density, (), positive=positive or None)
    return Density(name[0], positive)


def integral(function: Callable[..., Any]) -> Scalar:
    """The integral of a function of a real number, with respect to any measure, the same for all.

    >>> p = density("p")
    >>> integral(p) == integral(lambda t: p(t))
    True

    Raises:
        IllFormed: where the function takes another number of variables, or has no scalar value.
    """
    body = _body(function, "an integral", "integral(lambda x: g(x)*p(x))")
    return Scalar(Integral(body.term, body.names[0]), body.origins)


def expectation(function: Callable[..., Any], under: Any) -> Scalar:
    """The mean of a function of Z, where Z has the density: ``expectation(lambda z: g(z), q)``.

    >>> q = density("q")
    >>> from symderive.language.binding import children
    >>> len(children(expectation(lambda z: z*z, q).term))
    2
    """
    body = _body(function, "an expectation", "expectation(lambda z: g(z), q)")
    term = Expectation(body.term, _density_at(under, "an expectation"), body.names[0])
    return Scalar(term, body.origins)


def everywhere(function: Callable[..., Any]) -> Condition:
    """The condition holds for almost every real number: ``everywhere(lambda x: gt(p(x), 0))``."""
    if not callable(function):
        raise IllFormed("everywhere takes a function: everywhere(lambda x: gt(p(x), 0))")
    body = body_of(function, 1, ("real",))
    term = condition_or_refuse(body.term, "in everywhere")
    return Condition(Everywhere(term, body.names[0]), body.origins)


def f_divergence(function: Any, p: Any, q: Any) -> Scalar:
    """D_f(P || Q), the mean of f(p/q) under q, of two densities or of two vectors of probabilities.

    ``function`` is an unknown function f, or a Python function such as ``lambda t: -log(t)``.
    """
    body = _body(function, "a divergence", "f_divergence(lambda t: t*log(t), p, q)")
    return _divergence(body.term, p, q, "")


def kl_divergence(p: Any, q: Any) -> Scalar:
    """D_KL(P || Q), the mean of log(p/q) under p, of two densities or vectors of probabilities."""
    return _divergence(Function("log", (VALUE,)), p, q, KL)


def _body(function: Any, what: str, example: str) -> Body:
    """What a function of one real number means."""
    if not callable(function):
        raise IllFormed(f"{what} takes a function of a real number: write {example}")
    if isinstance(function, UnknownFunction):
        orders = function.orders or (0,)
        return Body(Unknown(function.name, (VALUE,), orders, function.properties), ("x",), {})
    body = body_of(function, 1, ("real",))
    scalar_or_refuse(body.term, f"in {what}")
    if rank_of(body.term):
        raise IllFormed(f"{what} is one of numbers; write {example} for every entry")
    return body


def _density_at(written: Any, what: str) -> Term:
    if not isinstance(written, Density):
        raise IllFormed(f"{what} needs a density; declare q = density('q')")
    return Unknown(written.name, (VALUE,), (0,), written.properties)


def _divergence(function: Term, p: Any, q: Any, label: str) -> Scalar:
    if isinstance(p, Density) and isinstance(q, Density):
        first, second = (_density_at(one, "a divergence") for one in (p, q))
        return Scalar(Divergence(function, first, second, (), label))
    if not (isinstance(p, Tensor) and isinstance(q, Tensor)):
        raise IllFormed("a divergence is one of two densities, or of two vectors of probabilities")
    reader = Reader()
    sides = [reader.read(one) for one in (p, q)]
    shapes = [shape_of(side) or () for side in sides]
    if [len(shape) for shape in shapes] != [1, 1] or shapes[0] != shapes[1]:
        raise IllFormed("the probabilities of a divergence are two vectors of the same length")
    one, other = (Entry(shift(side, 1), (VALUE,)) for side in sides)
    return Scalar(Divergence(function, one, other, (shapes[0][0],), label), reader.origins)


def assumptions(term: Term) -> tuple[str, ...]:
    """What is taken for granted of the integrals in a term, in words; nothing without one."""
    for part in subterms(term):
        if isinstance(part, INTEGRALS) and not getattr(part, "sizes", ()):
            return ("the integrals that are written exist",)
    return ()


def is_density(term: Term) -> bool:
    """Whether a term is a density at some number."""
    return isinstance(term, Unknown) and DENSITY in term.properties


def written_out(term: Term) -> Term:
    """The term with expectations and divergences as integrals and sums.

    >>> q = density("q", positive=True)
    >>> written_out(expectation(lambda z: z, q).term) == integral(lambda z: z*q(z)).term
    True
    """
    term = map_children(term, lambda child, binds: written_out(child))
    if isinstance(term, Expectation):
        return Integral(_mean(term.body, term.density), term.name)
    if isinstance(term, Divergence):
        ratio = Mul((term.first, Pow(term.second, MINUS_ONE)))
        body = instantiate(shift(term.function, 1, 1), (ratio,))
        product = _mean(body, term.first if term.label == KL else term.second)
        if term.sizes:
            return Reduce("sum", ONE, term.sizes[0], product, "k")
        return Integral(product, "x")
    return term


def _mean(body: Term, weight: Term) -> Term:
    """Body times weight where the weight is positive."""
    factors = (*body.factors, weight) if isinstance(body, Mul) else (body, weight)
    if is_density(weight) and STRICTLY_POSITIVE in weight.properties:  # type: ignore[attr-defined]
        return Mul(factors)
    return Mul((*factors, Iverson(Compare(">", weight, ZERO))))
