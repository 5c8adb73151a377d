"""Points that are moved into the hypotheses."""

from __future__ import annotations

import random

import pytest

from symderive.evaluator.interpret import evaluate
from symderive.evaluator.repair import Repair
from symderive.evaluator.values import ValueSource, first, general
from symderive.language.terms import (
    ONE,
    And,
    Array,
    Bound,
    Compare,
    Forall,
    Not,
    Or,
    Statement,
    Term,
)
from tests.evaluator.building import (
    K,
    add,
    at,
    eq,
    exp,
    integer,
    minus,
    mul,
    num,
    real,
    size,
    square,
    total,
    vector,
)

n, i = size("n"), integer("i")
s, t = real("s"), real("t", Compare(">", K, num(0)))
x, A = vector("x", n), vector("A", n, n)


@pytest.mark.parametrize("plan", [first, general])
@pytest.mark.parametrize(
    "given",
    [
        eq(total(at(x, K), n), ONE),
        eq(add(s, mul(num(3), t)), num(7)),
        And((Compare(">", s, t), Compare("<", s, num(5)))),
        Compare("!=", total(square(at(x, K)), n), num(0)),
        Forall(ONE, n, Forall(ONE, n, eq(at(A, Bound(1), K), at(A, K, Bound(1))))),
        eq(A, Array((n, n), minus(at(A, Bound(0), Bound(1))))),
        Forall(ONE, n, Or((eq(K, i), Compare("<", at(x, K), at(x, i))))),
        Not(Or((Compare("<=", s, num(0)), Compare("<=", at(x, ONE), s)))),
        Forall(ONE, n, eq(total(at(A, Bound(1), K), n), ONE)),
    ],
)
def test_repair(given: Term, plan: object) -> None:
    chance = random.Random(5)
    statement = Statement(eq(add(s, t, at(x, ONE), at(A, ONE, ONE)), num(0)), (given,))
    source = ValueSource(statement)
    assignment = source.assign({n: 3, i: 2}, plan, chance)  # type: ignore[arg-type]
    assert Repair([given], source)(assignment, chance)
    values = {**assignment.symbols, **assignment.tensors}
    assert evaluate(given, values) is True
    assert source.admits(assignment)


def test_what_cannot_be_met_is_reported() -> None:
    chance = random.Random(5)
    given = eq(exp(s), num(0))
    source = ValueSource(Statement(eq(s, num(0)), (given,)))
    assignment = source.assign({}, general, chance)
    before = dict(assignment.symbols)
    assert not Repair([given], source)(assignment, chance)
    assert assignment.symbols == before
