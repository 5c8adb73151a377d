"""How SymPy's unknown functions and derivatives are read."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from symderive.errors import IllFormed, NotRead
from symderive.language.reader import Reader, reads, scalar_or_refuse
from symderive.language.refusals import refuse, shown
from symderive.language.sympy_forms import Opaque
from symderive.language.terms import (
    Bound,
    Entry,
    Partial,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
)

KNOWN_NAMES = frozenset(
    "exp log tanh sigmoid Abs abs sign Max Min max min sqrt sinh cosh relu softplus softmax "
    "logsumexp floor ceiling Mod iverson delta maximum minimum".split()
)


@reads(AppliedUndef)
def _unknown(reader: Reader, expression: Any) -> Term:
    """F(x, y) for a function that is not known; its assumptions would be lost, so none may be."""
    if not expression.args:
        raise refuse(expression)
    name = expression.func.__name__
    if name in KNOWN_NAMES:
        raise NotRead(
            f"Function({name!r}) is an arbitrary function to SymPy, and {name} has a meaning of "
            f"its own; write {name}(x) of SymPy or symderive, or give the function another name"
        )
    if name.endswith("'"):
        raise NotRead(
            f"Function({name!r}) would be a function of its own, not a derivative; write "
            f"Subs(Derivative({name[:-1]}(u), u), u, x), or Derivative({name[:-1]}(x), x)"
        )
    signs = {key for key, value in expression.func._kwargs.items() if value}
    if not signs <= {"real", "commutative"}:
        raise NotRead(
            f"the assumptions of the unknown function {name} are not read; write them as "
            f"conditions: given=[{shown(expression)} > 0]"
        )
    arguments = tuple(
        [scalar_or_refuse(reader.visit(a), f"as an argument of {name}") for a in expression.args]
    )
    function = Unknown(name, arguments, (0,) * len(arguments))
    reader.functions[function] = None
    return function


@reads(sympy.Derivative)
def _derivative(reader: Reader, expression: sympy.Derivative) -> Term:
    """One Partial for each variable and each time, the first innermost."""
    body = expression.args[0]
    rows = [(variable, _times(expression, count)) for variable, count in expression.args[1:]]
    if any(isinstance(variable, AppliedUndef) for variable, _ in rows):
        return _derivative_of_unknown(reader, body, rows, {})
    term = scalar_or_refuse(reader.visit(body), "under a derivative")
    for variable, count in rows:
        target = _variable(reader, variable)
        for _ in range(count):
            term = Partial(term, target)
    return term


def _times(expression: sympy.Derivative, count: sympy.Expr) -> int:
    if not isinstance(count, sympy.Integer):
        raise NotRead(
            f"{shown(expression)} is a derivative of symbolic order; write the order as a number"
        )
    return int(count)


def _variable(reader: Reader, variable: sympy.Expr) -> Term:
    """What a derivative is taken by: a real variable, or an entry of a tensor."""
    if isinstance(variable, (sympy.Symbol, sympy.Indexed, Opaque)):
        term = reader.visit(variable)
        if isinstance(term, Entry) and isinstance(term.tensor, TensorSymbol):
            return term
        if isinstance(term, Symbol) and not term.is_integer:
            return term
        if isinstance(term, (Bound, Symbol)):
            raise IllFormed(
                f"there is no derivative by the integer {variable}; declare it as a real variable, "
                f"Symbol({str(variable)!r}, real=True)"
            )
    raise NotRead(
        f"a derivative by {shown(variable)} is not read: take it by a real variable or by an "
        "entry x[i] of a tensor"
    )


@reads(sympy.Subs)
def _subs(reader: Reader, expression: sympy.Subs) -> Term:
    """Subs(Derivative(F(u), u), u, e) is the derivative of F at e."""
    derivative, variables, point = expression.args
    if not isinstance(derivative, sympy.Derivative):
        raise refuse(expression)
    body = derivative.args[0]
    if not isinstance(body, AppliedUndef):
        raise refuse(expression)
    rows = [(variable, _times(derivative, count)) for variable, count in derivative.args[1:]]
    values = dict(zip(variables, point, strict=True))
    return _derivative_of_unknown(reader, body, rows, values)


def _derivative_of_unknown(
    reader: Reader,
    body: sympy.Expr,
    rows: list[tuple[sympy.Expr, int]],
    values: dict[sympy.Expr, sympy.Expr],
) -> Term:
    """The derivative of F by whole arguments of it, at arguments given by ``values``."""
    if not isinstance(body, AppliedUndef):
        raise NotRead(
            f"a derivative of {shown(body)} by a function is not read: name the inner function "
            "with a real symbol, or write the derivative by that symbol"
        )
    orders = [0] * len(body.args)
    for variable, count in rows:
        places = [place for place, a in enumerate(body.args) if a == variable]
        inside = [a for a in body.args if a != variable and a.has(variable)]
        if len(places) != 1 or inside:
            raise NotRead(
                f"the derivative of {shown(body)} by {shown(variable)} is not read: the variable "
                "must be exactly one of the arguments of the function"
            )
        orders[places[0]] += count
    arguments = []
    for argument in body.args:
        if argument not in values and any(argument.has(variable) for variable in values):
            raise NotRead(f"{shown(argument)} is not read inside Subs: substitute it yourself")
        arguments.append(values.get(argument, argument))
    function = reader.visit(body.func(*arguments))
    assert isinstance(function, Unknown)
    return Unknown(function.name, function.arguments, tuple(orders))
