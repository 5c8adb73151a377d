"""Hypotheses on integers as polynomial inequalities."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symderive.evaluator.constraints import (
    constraint,
    domain_conditions,
    on_integers,
    parts_of,
    polynomial_of,
    split,
)
from symderive.language.terms import (
    ONE,
    And,
    Compare,
    Floor,
    Mod,
    Not,
    Pow,
    Statement,
    Term,
    Truth,
)
from tests.evaluator.building import add, at, eq, index, integer, mul, num, over, real, vector

m, n, q = integer("m"), integer("n"), integer("q")


def le(a: Term, b: Term) -> Compare:
    return Compare("<=", a, b)


@pytest.mark.parametrize(
    ("condition", "values", "interval"),
    [
        (le(ONE, q), {}, (1, None)),
        (le(q, mul(num(4), m, n)), {m: 2, n: 3}, (None, 24)),
        (le(mul(num(2), q), m), {m: 7}, (None, 3)),
        (Compare("<", mul(num(2), q), m), {m: 8}, (None, 3)),
        (Compare(">", q, m), {m: 8}, (9, None)),
        (Compare(">=", mul(num(-3), q), m), {m: 4}, (None, -2)),
        (le(mul(q, num("1/2")), m), {m: 3}, (None, 6)),
        (eq(mul(num(3), q), m), {m: 6}, (2, 2)),
        (eq(mul(num(3), q), m), {m: 7}, (1, 0)),
        (le(mul(q, n), m), {n: 0, m: 1}, (None, None)),
        (le(mul(q, n), m), {n: 0, m: -1}, (1, 0)),
        (Not(le(q, m)), {m: 4}, (5, None)),
        (le(mul(q, q), m), {m: 9}, (None, None)),
        (eq(Mod(q, num(2)), num(0)), {}, (None, None)),
    ],
)
def test_interval(
    condition: Term, values: dict[Term, int], interval: tuple[int | None, int | None]
) -> None:
    made = constraint(condition)
    assert made.interval(q, values) == interval  # type: ignore[arg-type]
    for value in range(-10, 30):
        inside = made.holds({**values, q: value})  # type: ignore[dict-item]
        low, high = interval
        if inside:
            assert low is None or low <= value
            assert high is None or value <= high


def test_a_condition_that_is_no_polynomial_is_tried_out() -> None:
    half = constraint(eq(Floor(over(n, m)), num(2)))
    assert half.polynomial is None
    assert half.holds({n: 5, m: 2})
    assert not half.holds({n: 6, m: 2})
    assert not half.holds({n: 6, m: 0})
    assert half.may_hold({}, {})


def test_what_cannot_be_reached_is_seen_beforehand() -> None:
    longer = constraint(le(add(m, n), q))
    assert longer.may_hold({m: 2, n: 2, q: 1}, {m: 2, n: 9, q: 4})
    assert not longer.may_hold({m: 2, n: 2, q: 1}, {m: 2, n: 9, q: 3})
    equal = constraint(eq(mul(m, n), q))
    assert not equal.may_hold({m: 2, n: 2, q: 1}, {m: 2, n: 2, q: 3})


def test_polynomials() -> None:
    square = polynomial_of(Pow(add(m, num(-1)), num(2)))
    assert square is not None
    assert {key: value for key, value in square.items() if value} == {
        (m, m): 1,
        (m,): -2,
        (): 1,
    }
    assert polynomial_of(mul(m, num("1/2"))) == {(m,): Fraction(1, 2)}
    assert polynomial_of(Floor(m)) is None
    assert polynomial_of(Pow(m, num(-1))) is None


def test_reading_hypotheses() -> None:
    nested = And((le(m, n), And((Truth(True), eq(m, n)))))
    assert split([nested]) == [le(m, n), Truth(True), eq(m, n)]
    assert domain_conditions(index("i", n)) == [
        le(ONE, index("i", n)),
        le(index("i", n), n),
    ]
    x = vector("x", n)
    assert on_integers(le(m, n))
    assert not on_integers(le(at(x, m), n))
    assert not on_integers(le(real("t"), n))


def test_parts_are_listed_once_with_those_of_domains() -> None:
    i = index("i", n)
    parts = parts_of(Statement(eq(add(i, i), num(7))))
    assert parts.count(i) == 1
    assert n in parts
    assert num(7) in parts
