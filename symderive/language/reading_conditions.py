"""How SymPy's relations, logic and Piecewise are read."""

from __future__ import annotations

from typing import Any

import sympy

from symderive.errors import IllFormed
from symderive.language.reader import Reader, condition_or_refuse, reads, scalar_or_refuse
from symderive.language.refusals import shown
from symderive.language.terms import And, Cases, Compare, Not, Or, Term, Truth

RELATIONS: dict[type, str] = {
    sympy.Eq: "=",
    sympy.Ne: "!=",
    sympy.Le: "<=",
    sympy.Lt: "<",
    sympy.Ge: ">=",
    sympy.Gt: ">",
}


@reads(*RELATIONS)
def _relation(reader: Reader, expression: Any) -> Term:
    left, right = expression.args
    return Compare(
        RELATIONS[type(expression)],
        scalar_or_refuse(reader.visit(left), "in a relation"),
        scalar_or_refuse(reader.visit(right), "in a relation"),
    )


def _conditions(reader: Reader, parts: Any, place: str) -> tuple[Term, ...]:
    return tuple([condition_or_refuse(reader.visit(part), place) for part in parts])


@reads(sympy.And)
def _and(reader: Reader, expression: sympy.And) -> Term:
    return And(_conditions(reader, expression.args, "in And"))


@reads(sympy.Or)
def _or(reader: Reader, expression: sympy.Or) -> Term:
    return Or(_conditions(reader, expression.args, "in Or"))


@reads(sympy.Not)
def _not(reader: Reader, expression: sympy.Not) -> Term:
    return Not(_conditions(reader, expression.args, "in Not")[0])


@reads(sympy.Implies)
def _implies(reader: Reader, expression: sympy.Implies) -> Term:
    """A => B is: not A, or B."""
    premise, conclusion = _conditions(reader, expression.args, "in Implies")
    return Or((Not(premise), conclusion))


@reads(sympy.logic.boolalg.BooleanTrue)
def _true(reader: Reader, expression: Any) -> Term:
    return Truth(True)


@reads(sympy.logic.boolalg.BooleanFalse)
def _false(reader: Reader, expression: Any) -> Term:
    return Truth(False)


@reads(sympy.Piecewise)
def _piecewise(reader: Reader, expression: sympy.Piecewise) -> Term:
    """The value of the first condition that holds, in the order written."""
    pairs = [pair.args for pair in expression.args]
    conditions = [condition for _, condition in pairs]
    _refuse_escaped(expression, pairs)
    values = [
        scalar_or_refuse(reader.visit(value), "as a value of Piecewise") for value, _ in pairs
    ]
    return Cases(tuple(values), _conditions(reader, conditions, "in Piecewise"))


def _refuse_escaped(expression: Any, pairs: Any) -> None:
    """Refuse a condition on a variable that a sum inside a value binds.

    SymPy moves the conditions of a Piecewise out of an inner sum when an outer sum is built, and
    the bound variable escapes: Sum(2*Sum(Piecewise((y[j], j <= l), (0, True)), (j, 1, k)),
    (l, 1, d)) becomes a sum whose j is free. What was meant cannot be recovered.
    """
    free: set[sympy.Symbol] = set().union(*(condition.free_symbols for _, condition in pairs))
    if not free:
        return
    for value, _ in pairs:
        for inner in value.atoms(sympy.Sum, sympy.Product):
            for limit in inner.args[1:]:
                if limit.args[0] in free:
                    raise IllFormed(
                        f"{shown(expression)} has conditions on {limit.args[0]}, which a sum "
                        "inside it binds: SymPy moves the conditions of a Piecewise out of inner "
                        "sums; write iverson(condition)*value instead of Piecewise under a sum, "
                        "or rename the bound variable"
                    )
