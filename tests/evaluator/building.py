"""Terms for the tests of the evaluator, built straight from the constructors."""

from __future__ import annotations

from fractions import Fraction

from symderive.language.terms import (
    INTEGER,
    MINUS_ONE,
    ONE,
    REAL,
    Add,
    Bound,
    Compare,
    Domain,
    Entry,
    Function,
    Iverson,
    Mul,
    Number,
    Partial,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
    number,
)

K = Bound(0)


def size(name: str) -> Symbol:
    """An integer that is at least 1."""
    return Symbol(name, Domain("integer", (Compare(">=", K, ONE),)))


def index(name: str, upper: Term) -> Symbol:
    """An integer from 1 to the upper bound."""
    return Symbol(name, Domain("integer", (Compare("<=", ONE, K), Compare("<=", K, upper))))


def integer(name: str) -> Symbol:
    """An integer of which nothing is known."""
    return Symbol(name, INTEGER)


def real(name: str, *conditions: Term) -> Symbol:
    """A real number; conditions on Bound(0)."""
    return Symbol(name, Domain("real", conditions))


def vector(name: str, *shape: Term, domain: Domain = REAL) -> TensorSymbol:
    """A free tensor of that shape."""
    return TensorSymbol(name, len(shape), shape, domain)


def num(value: int | str | Fraction) -> Number:
    """A rational number."""
    return number(Fraction(value))


def add(*terms: Term) -> Term:
    """A sum."""
    return Add(terms)


def mul(*factors: Term) -> Term:
    """A product."""
    return Mul(factors)


def minus(term: Term) -> Term:
    """The negative."""
    return Mul((MINUS_ONE, term))


def over(a: Term, b: Term) -> Term:
    """A quotient."""
    return Mul((a, Pow(b, MINUS_ONE)))


def square(term: Term) -> Term:
    """The second power."""
    return Pow(term, num(2))


def at(tensor: Term, *indices: Term) -> Term:
    """An entry."""
    return Entry(tensor, indices)


def total(body: Term, upper: Term, lower: Term = ONE) -> Term:
    """A sum over Bound(0)."""
    return Reduce("sum", lower, upper, body)


def function(name: str, *arguments: Term) -> Term:
    """An elementary function."""
    return Function(name, arguments)


def exp(term: Term) -> Term:
    """The exponential."""
    return Function("exp", (term,))


def unknown(
    name: str, *arguments: Term, orders: tuple[int, ...] = (), properties: tuple[str, ...] = ()
) -> Term:
    """An unknown function or a derivative of it."""
    return Unknown(name, arguments, orders or (0,) * len(arguments), properties)


def bracket(condition: Term) -> Term:
    """An Iverson bracket."""
    return Iverson(condition)


def diff(body: Term, *variables: Term) -> Term:
    """Partial derivatives, the first variable first."""
    for variable in variables:
        body = Partial(body, variable)
    return body


def eq(a: Term, b: Term) -> Compare:
    """a = b."""
    return Compare("=", a, b)


def softmax(x: Term, i: Term, n: Term) -> Term:
    """exp(x_i) / sum_k exp(x_k)."""
    return over(exp(at(x, i)), total(exp(at(x, K)), n))
