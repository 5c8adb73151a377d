"""How SymPy's relations, logic and Piecewise are read."""

from __future__ import annotations

from typing import Any

import sympy

from symderive.language.reader import Reader, condition_or_refuse, reads, scalar_or_refuse
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
    values, conditions = [], []
    for value, condition in (pair.args for pair in expression.args):
        values.append(scalar_or_refuse(reader.visit(value), "as a value of Piecewise"))
        conditions.append(condition)
    return Cases(tuple(values), _conditions(reader, conditions, "in Piecewise"))
