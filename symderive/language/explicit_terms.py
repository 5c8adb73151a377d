"""How each kind of scalar term is written out at given sizes: the handlers of ``explicit``."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import sympy

from symderive.errors import IllFormed, Undefined
from symderive.language.definitions import entry_of
from symderive.language.shapes import size_text
from symderive.language.terms import (
    Add,
    Apply,
    Bound,
    Cases,
    Ceiling,
    Entry,
    Floor,
    Function,
    Functional,
    Iverson,
    Mod,
    Mul,
    Number,
    Partial,
    Pow,
    Reduce,
    Symbol,
    Term,
    Unknown,
)

if TYPE_CHECKING:
    from symderive.language.explicit import Explicit

Value = Any
Environment = tuple[Fraction, ...]


def _sigmoid(x: sympy.Expr) -> sympy.Expr:
    return 1 / (1 + sympy.exp(-x))


FUNCTIONS: dict[str, Callable[..., sympy.Expr]] = {
    "exp": sympy.exp,
    "log": sympy.log,
    "tanh": sympy.tanh,
    "erf": sympy.erf,
    "pi": lambda: sympy.pi,
    "sigmoid": _sigmoid,
    "Abs": sympy.Abs,
    "sign": sympy.sign,
    "Max": sympy.Max,
    "Min": sympy.Min,
}
EXACT_FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "Abs": abs,
    "sign": lambda x: Fraction((x > 0) - (x < 0)),
    "Max": max,
    "Min": min,
}


def is_exact(value: Value) -> bool:
    """Whether a value is a fraction, not a SymPy expression."""
    return isinstance(value, Fraction)


def to_sympy(value: Value) -> sympy.Expr:
    """A fraction as a SymPy rational; a SymPy expression as it is."""
    return sympy.Rational(value.numerator, value.denominator) if is_exact(value) else value


def _number(run: Explicit, term: Number, environment: Environment) -> Value:
    return term.value


def _symbol(run: Explicit, term: Symbol, environment: Environment) -> Value:
    found = run.sizes.get(term)
    if found is not None:
        return found
    return run.dummy(term, term.name, "integer" if term.is_integer else "real")


def _bound(run: Explicit, term: Bound, environment: Environment) -> Value:
    return environment[len(environment) - 1 - term.index]


def _add(run: Explicit, term: Add, environment: Environment) -> Value:
    return _total([run.value(part, environment) for part in term.terms])


def _total(values: list[Value]) -> Value:
    if all(map(is_exact, values)):
        return sum(values, Fraction(0))
    return sympy.Add(*map(to_sympy, values))


def _times(values: list[Value]) -> Value:
    if all(map(is_exact, values)):
        result = Fraction(1)
        for value in values:
            result *= value
        return result
    return sympy.Mul(*map(to_sympy, values))


def _mul(run: Explicit, term: Mul, environment: Environment) -> Value:
    """Brackets first: a false one makes the product 0 whatever the other factors are."""
    brackets = [f for f in term.factors if isinstance(f, Iverson)]
    values = [run.value(bracket, environment) for bracket in brackets]
    if any(value == 0 for value in values):
        return Fraction(0)
    others = [f for f in term.factors if not isinstance(f, Iverson)]
    return _times(values + [run.value(factor, environment) for factor in others])


def _pow(run: Explicit, term: Pow, environment: Environment) -> Value:
    base, exponent = run.value(term.base, environment), run.value(term.exponent, environment)
    if not is_exact(base) or not is_exact(exponent):
        return sympy.Pow(to_sympy(base), to_sympy(exponent))
    if base == 0 and exponent < 0:
        raise Undefined(f"the denominator {size_text(term.base)} is 0")
    if exponent.denominator == 1:
        return Fraction(base ** int(exponent))
    if base < 0:
        raise Undefined(f"the negative number {base} has no power {exponent}")
    return sympy.Pow(to_sympy(base), to_sympy(exponent))


def _floor(run: Explicit, term: Floor, environment: Environment) -> Value:
    value = run.value(term.argument, environment)
    return Fraction(floor(value)) if is_exact(value) else sympy.floor(value)


def _ceiling(run: Explicit, term: Ceiling, environment: Environment) -> Value:
    value = run.value(term.argument, environment)
    return Fraction(ceil(value)) if is_exact(value) else sympy.ceiling(value)


def _mod(run: Explicit, term: Mod, environment: Environment) -> Value:
    value, modulus = run.value(term.argument, environment), run.value(term.modulus, environment)
    if modulus == 0:
        raise Undefined("a remainder by 0")
    if is_exact(value) and is_exact(modulus):
        return value - modulus * floor(value / modulus)
    return sympy.Mod(to_sympy(value), to_sympy(modulus))


def _function(run: Explicit, term: Function, environment: Environment) -> Value:
    values = [run.value(argument, environment) for argument in term.arguments]
    if term.name in EXACT_FUNCTIONS and all(map(is_exact, values)):
        return EXACT_FUNCTIONS[term.name](*values)
    if term.name == "log" and is_exact(values[0]) and values[0] <= 0:
        raise Undefined(f"the logarithm of {values[0]}")
    result = FUNCTIONS[term.name](*map(to_sympy, values))
    return Fraction(result.p, result.q) if isinstance(result, sympy.Rational) else result


def _unknown(run: Explicit, term: Unknown, environment: Environment) -> Value:
    """F(a, b) or its derivatives by its arguments, at these arguments."""
    values = [to_sympy(run.value(argument, environment)) for argument in term.arguments]
    function = sympy.Function(term.name)
    places = [sympy.Dummy(f"t{place}", real=True) for place in range(len(values))]
    rows = [(place, order) for place, order in zip(places, term.orders, strict=True) if order]
    if not rows:
        return function(*values)
    derivative = sympy.Derivative(function(*places), *rows)
    return sympy.Subs(derivative, places, values)


def _functional(run: Explicit, term: Functional, environment: Environment) -> Value:
    """L(a_1, .., a_n) as a function of n numbers, row by row, or its derivatives."""
    run.check_requirements(term, environment)
    sizes = [run.whole(size, environment, "a size") for size in term.shape]
    places = list(product(*(range(1, size + 1) for size in sizes)))
    values = [to_sympy(run.entry(term.argument, place, environment)) for place in places]
    function = sympy.Function(term.name)
    if not term.indices:
        return function(*values)
    symbols = {p: sympy.Dummy(f"t{','.join(map(str, p))}", real=True) for p in places}
    rows = [tuple(run.whole(i, environment, "an index") for i in row) for row in term.rows]
    if any(row not in symbols for row in rows):
        raise Undefined(f"{term.name} has no entry {rows} to be differentiated by")
    names = list(symbols.values())
    derivative = sympy.Derivative(function(*names), *[symbols[row] for row in rows])
    return sympy.Subs(derivative, names, values)


def _iverson(run: Explicit, term: Iverson, environment: Environment) -> Value:
    holds = run.holds(term.condition, environment)
    return Fraction(holds) if isinstance(holds, bool) else sympy.Piecewise((1, holds), (0, True))


def _cases(run: Explicit, term: Cases, environment: Environment) -> Value:
    rows: list[tuple[Any, Any]] = []
    for value, condition in zip(term.values, term.conditions, strict=True):
        holds = run.holds(condition, environment)
        if holds is False:
            continue
        here = run.value(value, environment)
        if holds is True and not rows:
            return here
        rows.append((to_sympy(here), holds))
        if holds is True:
            break
    if not rows:
        raise Undefined("none of the cases holds")
    return sympy.Piecewise(*rows)


def _reduce(run: Explicit, term: Reduce, environment: Environment) -> Value:
    low = run.whole(term.lower, environment, f"the lower bound of a {term.operation}")
    high = run.whole(term.upper, environment, f"the upper bound of a {term.operation}")
    values = [run.value(term.body, (*environment, Fraction(k))) for k in range(low, high + 1)]
    if term.operation in ("sum", "product"):
        return _total(values) if term.operation == "sum" else _times(values)
    if not values:
        raise Undefined(f"the {term.operation} of nothing")
    name = term.operation.capitalize()
    exact = all(map(is_exact, values))
    return EXACT_FUNCTIONS[name](*values) if exact else FUNCTIONS[name](*map(to_sympy, values))


def _partial(run: Explicit, term: Partial, environment: Environment) -> Value:
    variable = run.value(term.variable, environment)
    if not isinstance(variable, sympy.Dummy):
        raise IllFormed("a derivative is taken with respect to a variable, which is fixed here")
    body = run.value(term.body, environment)
    return Fraction(0) if is_exact(body) else sympy.diff(body, variable)


def _entry(run: Explicit, term: Entry, environment: Environment) -> Value:
    indices = tuple(run.whole(i, environment, "an index") for i in term.indices)
    return run.entry(term.tensor, indices, environment)


def _apply(run: Explicit, term: Apply, environment: Environment) -> Value:
    run.check_requirements(term, environment)
    return run.value(entry_of(term, ()), environment)


HANDLERS: dict[type[Term], Callable[[Explicit, Any, Environment], Value]] = {
    Number: _number,
    Symbol: _symbol,
    Bound: _bound,
    Add: _add,
    Mul: _mul,
    Pow: _pow,
    Floor: _floor,
    Ceiling: _ceiling,
    Mod: _mod,
    Function: _function,
    Unknown: _unknown,
    Functional: _functional,
    Iverson: _iverson,
    Cases: _cases,
    Reduce: _reduce,
    Partial: _partial,
    Entry: _entry,
    Apply: _apply,
}
