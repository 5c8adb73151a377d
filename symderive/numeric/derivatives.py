"""Derivatives by the rules of calculus, one operation at a time: numeric's own rules.

The derivative of an entry of the variable's tensor by another is the bracket of equal indices.
That of an entry of anything else stays a Partial, so that all entries can be computed once and
looked up. Kinks (|u| at 0, equal arguments of a maximum) become cases without a value there.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binding import free_symbols, map_children, shift
from symderive.language.definitions import entry_of
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    And,
    Apply,
    Bound,
    Cases,
    Compare,
    Entry,
    Function,
    Functional,
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
)
from symderive.numeric.exact import is_exact


def resolved(term: Partial) -> Term:
    """The derivative that a Partial names, one operation further inside."""
    body = term.body
    if isinstance(body, Partial):
        body = resolved(body)
    elif isinstance(body, Entry) and not isinstance(body.tensor, TensorSymbol):
        body = entry_of(body.tensor, body.indices)
    return derivative(body, term.variable)


def derivative(term: Term, variable: Term) -> Term:
    """The derivative of a scalar term by a real symbol or an entry of a free tensor.

    >>> from symderive.language.terms import REAL
    >>> x = Symbol("x", REAL)
    >>> derivative(Mul((x, x)), x) == Add((x, x))
    True
    """
    base = variable.tensor if isinstance(variable, Entry) else variable
    if base not in free_symbols(term):
        return ZERO
    rule = RULES.get(type(term))
    if rule is None:
        raise IllFormed(f"{type(term).__name__} has no derivative")
    return rule(term, variable)


def sum_of(terms: list[Term]) -> Term:
    """The sum without terms that are 0."""
    kept = tuple(term for term in terms if term != ZERO)
    return ZERO if not kept else kept[0] if len(kept) == 1 else Add(kept)


def product_of(*factors: Term) -> Term:
    """The product without factors that are 1; 0 where one is."""
    if ZERO in factors:
        return ZERO
    kept = tuple(factor for factor in factors if factor != ONE)
    return ONE if not kept else kept[0] if len(kept) == 1 else Mul(kept)


def _symbol(term: Symbol, variable: Term) -> Term:
    return ONE if term == variable else ZERO


def _entry(term: Entry, variable: Term) -> Term:
    """dx_J/dx_I = [J = I]; other entries wait."""
    if not isinstance(term.tensor, TensorSymbol):
        return Partial(term, variable)
    if not isinstance(variable, Entry) or term.tensor != variable.tensor:
        return ZERO
    pairs = zip(term.indices, variable.indices, strict=True)
    return Iverson(And(tuple(Compare("=", mine, other) for mine, other in pairs)))


def _apply(term: Apply, variable: Term) -> Term:
    return derivative(entry_of(term, ()), variable)


def _add(term: Add, variable: Term) -> Term:
    return sum_of([derivative(part, variable) for part in term.terms])


def _mul(term: Mul, variable: Term) -> Term:
    """The product rule; brackets are constants."""
    parts: list[Term] = []
    for place, factor in enumerate(term.factors):
        slope = derivative(factor, variable)
        parts.append(product_of(*term.factors[:place], slope, *term.factors[place + 1 :]))
    return sum_of(parts)


def _pow(term: Pow, variable: Term) -> Term:
    """(b^e)' = e b^(e-1) b', and b^e log(b) e' where the exponent varies.

    Where an exponent of integers is 0 the power is 1, whatever its base is; a bracket leaves out
    what has no value at the base 0.
    """
    below = derivative(term.base, variable)
    above = derivative(term.exponent, variable)
    exponent = term.exponent
    less: Term = Add((exponent, MINUS_ONE))
    if isinstance(exponent, Number):
        less = Number(exponent.value - 1)
    lowered = term.base if less == ONE else Pow(term.base, less)
    grown = product_of(term, Function("log", (term.base,)), above)
    if isinstance(exponent, Number) or not is_exact(exponent):
        return sum_of([product_of(exponent, lowered, below), grown])
    varies = Iverson(Compare("!=", exponent, ZERO))
    return sum_of([product_of(varies, exponent, lowered, below), grown])


def _function(term: Function, variable: Term) -> Term:
    if not term.arguments:
        return ZERO
    if term.name in ("Max", "Min"):
        return _extreme(term, variable)
    (inner,) = term.arguments
    return product_of(SLOPES[term.name](term, inner), derivative(inner, variable))


def _minus_square(term: Term) -> Term:
    return Mul((MINUS_ONE, Pow(term, Number(Fraction(2)))))


def _bell(inner: Term) -> Term:
    """2 exp(-u^2)/sqrt(pi)."""
    root = Pow(Function("pi", ()), Number(Fraction(-1, 2)))
    return Mul((Number(Fraction(2)), Function("exp", (_minus_square(inner),)), root))


def _away_from_zero(inner: Term, below: Term, above: Term) -> Term:
    conditions = Compare("<", inner, ZERO), Compare(">", inner, ZERO)
    return Cases((below, above), conditions)


SLOPES: dict[str, Callable[[Term, Term], Term]] = {
    "exp": lambda term, inner: term,
    "log": lambda term, inner: Pow(inner, MINUS_ONE),
    "tanh": lambda term, inner: Add((ONE, _minus_square(term))),
    "erf": lambda term, inner: _bell(inner),
    "sigmoid": lambda term, inner: Add((term, _minus_square(term))),
    "Abs": lambda term, inner: _away_from_zero(inner, MINUS_ONE, ONE),
    "sign": lambda term, inner: _away_from_zero(inner, ZERO, ZERO),
}


def _extreme(term: Function, variable: Term) -> Term:
    """The derivative of the argument that is strictly the greatest, or the least."""
    relation = ">" if term.name == "Max" else "<"
    slopes = tuple(derivative(argument, variable) for argument in term.arguments)
    conditions = tuple(
        And(
            tuple(
                Compare(relation, argument, other)
                for place, other in enumerate(term.arguments)
                if place != here
            )
        )
        for here, argument in enumerate(term.arguments)
    )
    return Cases(slopes, conditions)


def _unknown(term: Unknown, variable: Term) -> Term:
    """The chain rule: the derivative by each argument times the argument's derivative."""
    parts: list[Term] = []
    for place, argument in enumerate(term.arguments):
        orders = list(term.orders)
        orders[place] += 1
        outer = Unknown(term.name, term.arguments, tuple(orders), term.properties)
        parts.append(product_of(outer, derivative(argument, variable)))
    return sum_of(parts)


def _functional(term: Functional, variable: Term) -> Term:
    """The chain rule: the sum over all entries of the argument."""
    rank = len(term.shape)
    entries = tuple(Bound(place) for place in reversed(range(rank)))
    inner = map_children(term, lambda child, binds: shift(child, rank, binds))
    assert isinstance(inner, Functional)
    outer = Functional(inner.name, inner.shape, inner.argument, inner.indices + entries)
    slope = derivative(Entry(inner.argument, entries), shift(variable, rank))
    if slope == ZERO:
        return ZERO
    body = product_of(outer, slope)
    for place, size in enumerate(reversed(term.shape)):
        body = Reduce("sum", ONE, shift(size, rank - 1 - place), body)
    return body


def _cases(term: Cases, variable: Term) -> Term:
    return Cases(tuple(derivative(value, variable) for value in term.values), term.conditions)


def _iverson(term: Iverson, variable: Term) -> Term:
    return ZERO


def _reduce(term: Reduce, variable: Term) -> Term:
    slope = derivative(term.body, shift(variable, 1))
    if slope == ZERO:
        return ZERO
    if term.operation == "sum":
        return Reduce("sum", term.lower, term.upper, slope, term.name)
    if term.operation == "product":
        here, there = Bound(1), Bound(0)
        body = shift(term.body, 1, 1)
        others = Cases((ONE, body), (Compare("=", there, here), Compare("!=", there, here)))
        rest = Reduce("product", shift(term.lower, 1), shift(term.upper, 1), others, term.name)
        return Reduce("sum", term.lower, term.upper, product_of(slope, rest), term.name)
    reached = Iverson(Compare("=", term.body, shift(term, 1)))
    chosen = Reduce("sum", term.lower, term.upper, Mul((reached, slope)), term.name)
    count = Reduce("sum", term.lower, term.upper, reached, term.name)
    return Cases((chosen,), (Compare("=", count, ONE),))


def _partial(term: Partial, variable: Term) -> Term:
    return derivative(resolved(term), variable)


RULES: dict[type[Term], Callable[[Any, Term], Term]] = {
    Symbol: _symbol,
    Entry: _entry,
    Apply: _apply,
    Add: _add,
    Mul: _mul,
    Pow: _pow,
    Function: _function,
    Unknown: _unknown,
    Functional: _functional,
    Cases: _cases,
    Iverson: _iverson,
    Reduce: _reduce,
    Partial: _partial,
}
