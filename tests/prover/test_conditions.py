"""Brackets of conditions, and conditions as assumptions."""

import pytest

from symderive.language.terms import Iverson, Not, Or, Statement, Truth
from tests.prover.building import (
    Expr,
    both,
    cases,
    compare,
    equal,
    floor,
    integer,
    is_proved,
    real,
    size,
    tensor,
    when,
)

n, z, w = size("n"), integer("z"), integer("w")
x, y = real("x"), real("y")
X = tensor("X")


def bracket(condition: object) -> object:
    return Expr(Iverson(condition))


positive, negative = compare(z, ">=", 1), compare(z, "<=", -1)

TRUE = {
    "and": equal(bracket(both(positive, compare(w, "=", z))), when(z, ">=", 1) * when(w, "=", z)),
    "or": equal(bracket(Or((positive, negative))), when(z, "!=", 0)),
    "not": equal(bracket(Not(positive)), when(z, "<=", 0)),
    "not and": equal(
        bracket(Not(both(positive, compare(x, ">", 0)))),
        1 - when(z, ">=", 1) * when(x, ">", 0),
    ),
    "a truth": equal(bracket(Truth(True)) + bracket(Truth(False)), 1),
    "a quotient of integers": equal(when(z / 2, ">=", 1), when(z, ">=", 2)),
    "a floor": equal(when(floor(z / 2), ">=", 1), when(z, ">=", 2)),
    "the first case counts": equal(
        cases((1, compare(x, ">=", 0)), (2, Truth(True))), 2 - when(x, ">=", 0)
    ),
    "an assumption": equal(when(z, ">=", 1), 1, positive),
    "an assumed conjunction": equal(when(z, ">=", w), 1, both(positive, compare(w, "<=", 0))),
    "an assumed equation": equal(X[z], X[w], compare(z, "=", w)),
    "an assumed real relation": equal(when(x, ">", y), 1, compare(x, ">", y)),
}
FALSE = {
    "or": equal(bracket(Or((positive, negative))), 1),
    "not": equal(bracket(Not(positive)), when(z, "<", 0)),
    "and is no or": equal(
        bracket(both(positive, compare(x, ">", 0))), bracket(Or((positive, compare(x, ">", 0))))
    ),
    "a quotient of integers": equal(when(z / 2, ">=", 1), when(z, ">=", 1)),
    "a floor": equal(when(floor(z / 2), ">=", 1), when(z, ">=", 3)),
    "the last case does not count": equal(
        cases((1, compare(x, ">=", 0)), (2, Truth(True))), 1 + when(x, ">=", 0)
    ),
    "no case need apply": equal(cases((1, compare(x, ">", 0)), (1, compare(x, "<", 0))), 1),
    "an assumed disjunction is weaker": equal(when(z, ">=", 1), 1, Or((positive, negative))),
    "a negated conjunction is weaker": equal(
        when(z, ">=", 1), 1, Not(both(compare(z, "<=", 0), compare(w, "<=", 0)))
    ),
    "an assumed real relation may be an equation": equal(when(x, ">", y), 1, compare(x, ">=", y)),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(statement: Statement) -> None:
    assert is_proved(statement)


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE.keys())
def test_its_false_sibling_is_not(statement: Statement) -> None:
    assert not is_proved(statement)
