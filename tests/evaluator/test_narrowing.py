"""Bounds that follow from hypotheses together: as close as they should be, and nothing lost."""

from __future__ import annotations

import itertools
import random

import pytest

from symderive.evaluator import find_counterexample, screen
from symderive.evaluator.constraints import constraints
from symderive.evaluator.integers import IntegerSpace
from symderive.evaluator.narrowing import Range, narrowed
from symderive.language.terms import ONE, Bound, Compare, Statement, Symbol, TensorSymbol, Term
from tests.evaluator.building import add, at, eq, integer, minus, mul, num, square, total

a, b, g, h = (integer(name) for name in "abgh")
ALL = (a, b, g, h)
OPEN: Range = (None, None)


def le(left: Term, right: Term) -> Compare:
    return Compare("<=", left, right)


def bounds(*given: Term) -> dict[Symbol, Range]:
    return narrowed(dict.fromkeys(ALL, OPEN), constraints(given))


@pytest.mark.parametrize(
    ("given", "symbol", "expected"),
    [
        ([le(ONE, a), le(a, g)], g, (1, None)),
        ([le(ONE, a), le(a, b), le(b, g), le(g, h)], h, (1, None)),
        ([le(ONE, a), le(a, mul(g, h)), le(ONE, g)], h, (1, None)),
        ([le(num(7), a), le(a, mul(num(2), g))], g, (4, None)),
        ([le(num(7), mul(g, h)), le(g, num(2)), le(ONE, g), le(h, num(9))], h, (4, 9)),
        ([eq(add(g, h), num(5)), le(ONE, g), le(num(2), h)], g, (1, 3)),
        ([eq(g, mul(num(2), h)), le(h, num(3)), le(num(-3), h)], g, (-6, 6)),
        ([le(num(3), minus(a)), le(minus(a), num(8))], a, (-8, -3)),
        ([le(mul(num(2), a), num(7)), le(num(-7), mul(num(2), a))], a, (-3, 3)),
        ([le(num(3), mul(minus(g), h)), le(ONE, g)], h, (None, -1)),
        ([le(num(-6), mul(minus(g), h)), le(num(2), g)], h, (None, 3)),
        ([le(num(-6), mul(g, h)), le(num(2), g)], h, (-3, None)),
        ([le(num(4), square(a))], a, OPEN),
        ([le(ONE, mul(g, h))], g, OPEN),
        ([le(a, g)], g, OPEN),
    ],
)
def test_bounds(given: list[Term], symbol: Symbol, expected: Range) -> None:
    assert bounds(*given)[symbol] == expected


def test_bounds_that_cross_say_that_there_is_no_point() -> None:
    low, high = bounds(le(ONE, a), le(a, g), le(g, num(0)))[g]
    assert low is not None
    assert high is not None
    assert low > high
    assert not IntegerSpace(Statement(le(a, g), (le(ONE, a), le(a, g), le(g, num(0))))).feasible


def test_a_chain_without_end_is_left_after_a_few_rounds() -> None:
    low, _ = bounds(le(ONE, a), le(add(a, ONE), b), le(add(b, ONE), a))[a]
    assert low is not None
    assert low > 1


def random_condition(chance: random.Random) -> Term:
    def side() -> Term:
        parts: list[Term] = [num(chance.randint(-4, 4))]
        for _ in range(chance.randint(1, 2)):
            some = [chance.choice(ALL) for _ in range(chance.choice((1, 1, 2)))]
            parts.append(mul(num(chance.choice((-2, -1, 1, 3))), *some))
        return add(*parts)

    return Compare(chance.choice(("=", "<=", "<", ">=", ">")), side(), side())


@pytest.mark.parametrize("seed", range(60))
def test_no_point_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    given = [le(num(-3), s) for s in ALL if chance.random() < 0.6]
    given += [random_condition(chance) for _ in range(3)]
    ready = constraints(given)
    found = bounds(*given)
    for point in itertools.product(range(-5, 6), repeat=len(ALL)):
        values = dict(zip(ALL, point, strict=True))
        if all(one.holds(values) for one in ready):
            for symbol, value in values.items():
                low, high = found[symbol]
                assert low is None or low <= value, (symbol, values)
                assert high is None or value <= high, (symbol, values)


def test_sizes_of_which_only_indices_speak_begin_where_indices_exist() -> None:
    """1 <= a <= g and so on: no time goes to sizes of which the hypotheses allow none."""
    g, p, q, k1, k2 = (integer(name) for name in ("g", "p", "q", "k1", "k2"))
    within = [
        condition
        for name, upper in (("a", g), ("d", p), ("e", q), ("f", k1), ("l", k2))
        for condition in (le(ONE, integer(name)), le(integer(name), upper))
    ]
    everything = [
        total(at(TensorSymbol("X", 1, None), Bound(0)), size) for size in (g, p, q, k1, k2)
    ]
    claim = eq(add(*everything, *(integer(name) for name in "adefl")), num(0))
    for search in (screen, find_counterexample):
        found = search(Statement(claim, tuple(within)))
        assert found.outside == 0
        assert found.witness is not None
        assert set(found.witness.sizes.values()) == {1}
