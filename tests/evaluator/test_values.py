"""Values inside domains, simple ones first."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from flint import fmpq

from symderive.errors import IllFormed
from symderive.evaluator.interpret import Assignment, NoSuchTensor
from symderive.evaluator.values import NoValue, ValueSource, constants_of, first, general, second
from symderive.language.terms import ONE, Compare, Domain, Statement, Symbol, Term
from tests.evaluator.building import K, add, at, eq, mul, num, over, real, size, unknown, vector

n, t = size("n"), real("t")
x = vector("x", n)
CHANCE = random.Random(0)


def source(*terms: Term) -> ValueSource:
    return ValueSource(Statement(eq(add(num(0), *terms), num(0))))


def options(symbol: Symbol, **sizes: int) -> list[object]:
    assignment = Assignment({n: sizes["n"]} if sizes else {})
    return source(symbol).options(symbol.domain, assignment)  # type: ignore[arg-type]


def test_free_reals_begin_with_the_simplest() -> None:
    assert options(t)[:7] == [0, 1, -1, 2, fmpq(1, 2), -2, 3]


@pytest.mark.parametrize(
    ("conditions", "beginning"),
    [
        ((Compare(">", K, num(0)),), [1, 2, fmpq(1, 2)]),
        ((Compare("<", K, num(0)),), [-1, -2]),
        ((Compare("!=", K, num(0)), Compare("<=", K, ONE)), [1, -1, fmpq(1, 2)]),
        ((Compare(">", K, num(100)),), [101, fmpq(201, 2)]),
        ((Compare(">", K, num("1/7")), Compare("<", K, num("1/6"))), [fmpq(13, 84)]),
        ((Compare("<=", n, K),), [5, 7]),
    ],
)
def test_domains(conditions: tuple[Term, ...], beginning: list[object]) -> None:
    found = options(real("u", *conditions), n=5)
    assert found[: len(beginning)] == beginning


def test_an_empty_domain_has_no_value() -> None:
    with pytest.raises(NoValue):
        options(real("u", Compare(">", K, ONE), Compare("<", K, num(0))))


def test_integer_entries() -> None:
    labels = vector("c", n, domain=Domain("integer", (Compare(">=", K, ONE),)))
    assignment = source(at(labels, ONE)).assign({n: 2}, general, CHANCE)
    value = assignment.tensors[labels][1,]
    assert value == int(value) >= 1


def test_constants_of_the_claim_are_tried_with_their_neighbours() -> None:
    statement = Statement(eq(add(t, num(-1000)), mul(num("2/7"), t)))
    assert constants_of(statement) == [Fraction(2, 7), Fraction(-1000)]
    found = ValueSource(statement).options(t.domain, Assignment())  # type: ignore[arg-type]
    assert {999, 1000, 1001, -1000, fmpq(2, 7)} <= set(found)


def test_plans() -> None:
    made = source(t, at(x, ONE), unknown("F", t))
    zeros = made.assign({n: 2}, first, CHANCE)
    assert (zeros.symbols[t], zeros.tensors[x][2,]) == (0, 0)
    assert str(next(iter(zeros.functions.values())).function) == "0"
    ones = made.assign({n: 2}, second, CHANCE)
    assert (ones.symbols[t], ones.tensors[x][2,]) == (1, 1)
    values = {made.assign({n: 2}, general, CHANCE).symbols[t] for _ in range(30)}
    assert len(values) > 5
    assert not values & {0, 1}


def test_reals_in_the_order_of_their_domains() -> None:
    a = real("b", Compare(">", K, num(3)))
    b = real("a", Compare(">", K, a))
    for _ in range(10):
        found = source(b, a).assign({}, general, CHANCE).symbols
        assert found[b] > found[a] > 3


def test_weights() -> None:
    simplex = vector("p", n, domain=Domain("real", (Compare(">", K, num(0)),), ("simplex",)))
    for plan in (first, second, general):
        made = source(at(simplex, ONE))
        assignment = made.assign({n: 3}, plan, CHANCE)
        store = assignment.tensors[simplex]
        assert sum(store.values()) == 1
        assert min(store.values()) > 0
        assert made.admits(assignment)
        store[1,] = store[1,] / 2
        assert not made.admits(assignment)


def test_an_unknown_property_is_not_passed_over() -> None:
    strange = vector("p", n, domain=Domain("real", (), ("unitary",)))
    with pytest.raises(IllFormed, match="no values with the property 'unitary' are known"):
        source(at(strange, ONE))


def test_what_leaves_its_domain_is_not_admitted() -> None:
    u = real("u", Compare(">", K, num(0)))
    made = source(u)
    assignment = made.assign({}, first, CHANCE)
    assert made.admits(assignment)
    assignment.symbols[u] = 0
    assert not made.admits(assignment)


@pytest.mark.parametrize("length", [add(n, num(-3)), over(n, num(4)), over(ONE, add(n, num(-2)))])
def test_there_is_no_tensor_of_a_length_that_is_no_natural_number(length: Term) -> None:
    short = vector("y", length)
    with pytest.raises(NoSuchTensor):
        source(at(short, ONE)).assign({n: 2}, first, CHANCE)
