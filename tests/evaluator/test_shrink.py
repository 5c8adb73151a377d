"""Counterexamples made least, whatever the search came across first."""

from __future__ import annotations

import pytest
from flint import fmpq

from symderive.evaluator.interpret import Assignment, FunctionStore, TensorStore
from symderive.evaluator.polynomials import Polynomial
from symderive.evaluator.shrink import cost_of, shrunk
from symderive.evaluator.trial import Trial, now
from symderive.evaluator.witnesses import witness_of
from symderive.language.terms import ONE, Compare, Statement, Term
from symderive.results.witness import Witness
from tests.evaluator.building import (
    K,
    add,
    at,
    eq,
    index,
    mul,
    num,
    real,
    size,
    square,
    total,
    unknown,
    vector,
)

n = size("n")
i, j = index("i", n), index("j", n)
x = vector("x", n)
s, t = real("s"), real("t")


def least(claim: Term, assignment: Assignment, *given: Term) -> Witness:
    trial = Trial(Statement(claim, given))
    outcome = trial.judge(assignment, 10**6, now() + 5)
    assert outcome is not None
    assert outcome.refutes
    found = shrunk(trial, assignment, outcome, cost=10**6, until=now() + 1, seed=0)
    return witness_of(trial, *found)


def stored(*values: object) -> TensorStore:
    store = TensorStore("x", (len(values),), lambda place: values[place[0] - 1])
    for place in range(1, len(values) + 1):
        store[place,]
    return store


@pytest.mark.parametrize(
    ("value", "cost"), [(0, 1), (1, 2), (-1, 2), (2, 3), (fmpq(1, 2), 3), (fmpq(-3, 2), 5)]
)
def test_cost(value: object, cost: int) -> None:
    assert cost_of(value) == cost


def test_smaller_sizes_and_simpler_values() -> None:
    claim = eq(square(total(at(x, K), n)), total(square(at(x, K)), n))
    found = least(claim, Assignment({n: 4}, {x: stored(3, fmpq(1, 2), -2, 7)}))
    assert str(found) == "n = 2, x = (1, 1): left 4, right 2"


def test_smaller_indices() -> None:
    claim = eq(at(x, i), at(x, j))
    found = least(claim, Assignment({n: 4, i: 4, j: 2}, {x: stored(3, 1, -2, 7)}))
    assert str(found) == "n = 2, i = 1, j = 2, x = (0, 1): left 0, right 1"


def test_values_that_do_not_matter_become_zero_or_vanish() -> None:
    claim = eq(mul(at(x, ONE), add(at(x, num(2)), ONE)), num(0))
    found = least(claim, Assignment({n: 4}, {x: stored(3, 5, -2, 7)}), Compare(">=", n, num(3)))
    assert found.sizes == {"n": 3}
    assert found.values == {"x[1]": "1", "x[2]": "0"}


def test_values_move_together_where_one_alone_cannot() -> None:
    # One value alone cannot go down without leaving the hypothesis s = t.
    claim = Compare("<", mul(s, t), num(3))
    found = least(claim, Assignment({s: 7, t: 7}), eq(s, t))
    assert found.values == {"s": "2", "t": "2"}


def test_shrinking_stays_inside_domains_and_hypotheses() -> None:
    positive = real("u", Compare(">", K, num(0)))
    found = least(
        Compare("<", positive, s), Assignment({positive: 9, s: 1}), Compare(">", s, num(-2))
    )
    assert found.values == {"s": "0", "u": "1"}


def test_simpler_functions() -> None:
    start = Assignment({s: 2, t: 3})
    start.functions["F", 1, ()] = FunctionStore(Polynomial({(3,): 2, (1,): -1, (0,): 3}))
    found = least(eq(unknown("F", s), unknown("F", t)), start)
    assert found.functions == {"F": "t"}
    assert found.values in ({"s": "0", "t": "1"}, {"s": "1", "t": "0"})
