"""Sizes and indices in their order, inside the hypotheses."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Sequence

import pytest

from symderive.evaluator.integers import IntegerSpace
from symderive.language.terms import (
    ONE,
    And,
    Compare,
    Domain,
    Floor,
    Mod,
    Not,
    Or,
    Statement,
    Symbol,
    Term,
    Truth,
)
from tests.evaluator.building import (
    K,
    add,
    at,
    eq,
    index,
    integer,
    minus,
    mul,
    num,
    over,
    size,
    square,
    total,
    vector,
)

SECONDS = 5.0


def le(a: Term, b: Term) -> Compare:
    return Compare("<=", a, b)


def space(claim: Term, *given: Term) -> IntegerSpace:
    return IntegerSpace(Statement(claim, given))


def sizes(of: IntegerSpace, count: int, levels: int = 30) -> list[tuple[int, ...]]:
    found = itertools.islice(of.by_total(levels, time.thread_time() + SECONDS), count)
    return [tuple(one[s] for s in of.sizes) for one in found]


def indices(of: IntegerSpace, at_sizes: Sequence[int], most: int = 100) -> list[tuple[int, ...]]:
    chosen = dict(zip(of.sizes, at_sizes, strict=True))
    found = of.index_choices(chosen, most, random.Random(0))
    return [tuple(one[s] for s in of.indices) for one in found]


m, n, d, k1, k2 = (size(name) for name in ("m", "n", "d", "k1", "k2"))
p, q = integer("p"), integer("q")


def test_sizes_come_by_their_sum_then_in_the_order_of_names() -> None:
    both = eq(total(total(ONE, n), m), mul(m, n))
    assert sizes(space(both), 6) == [(1, 1), (1, 2), (2, 1), (1, 3), (2, 2), (3, 1)]


def test_lower_bounds_cut_the_ranges() -> None:
    claim = eq(total(ONE, add(d, minus(k1), minus(k2))), num(0))
    longer = Compare(">=", d, add(k1, k2, num(-1)))
    found = sizes(space(claim, longer), 4)
    assert found == [(1, 1, 1), (2, 1, 1), (2, 1, 2), (2, 2, 1)]


def test_multiples_and_congruences() -> None:
    even = Symbol("n", Domain("integer", (Compare(">=", K, ONE), eq(Mod(K, num(2)), num(0)))))
    assert sizes(space(eq(total(ONE, even), even)), 3) == [(2,), (4,), (6,)]
    odd = eq(Mod(n, num(2)), ONE)
    assert sizes(space(eq(total(ONE, n), n), odd), 3) == [(1,), (3,), (5,)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (eq(n, mul(num(2), m)), [(1, 2), (2, 4), (3, 6)]),
        (eq(n, add(square(m), ONE)), [(1, 2), (2, 5), (3, 10)]),
        (eq(Floor(over(n, num(3))), m), [(1, 3), (1, 4), (1, 5)]),
        (Compare(">", m, n), [(2, 1), (3, 1), (3, 2)]),
        (Not(le(n, m)), [(1, 2), (1, 3), (1, 4)]),
        (Or((eq(n, num(3)), eq(m, num(2)))), [(2, 1), (1, 3), (2, 2)]),
        (Compare("!=", n, m), [(1, 2), (2, 1), (1, 3)]),
        (And((le(m, ONE), Compare("<", n, num(3)))), [(1, 1), (1, 2)]),
    ],
)
def test_hypotheses_on_sizes(given: Term, expected: list[tuple[int, ...]]) -> None:
    both = eq(total(total(ONE, n), m), mul(m, n))
    assert sizes(space(both, given), 3) == expected


def test_flat_indices_reach_the_product_of_sizes() -> None:
    x = vector("x", mul(num(4), m, n))
    given = [le(ONE, q), le(q, mul(num(4), m, n)), le(ONE, p), le(p, mul(m, n))]
    of = space(eq(at(x, q), at(x, p)), *given)
    assert [s.name for s in of.indices] == ["p", "q"]
    assert indices(of, (1, 2))[-1] == (2, 8)
    assert len(indices(of, (1, 2))) == 16


def test_indices_depend_on_each_other() -> None:
    i, j = index("i", n), integer("j")
    x = vector("x", n)
    given = [le(i, j), le(j, n), eq(add(i, j), num(4))]
    assert indices(space(eq(at(x, i), at(x, j)), *given), (3,)) == [(1, 3), (2, 2)]


def test_an_index_without_bounds_has_some_values() -> None:
    i = integer("i")
    free = vector("x", n)
    assert indices(space(eq(at(free, i), ONE)), (1,)) == [(1,), (2,), (0,), (-1,), (3,)]


def test_many_indices_are_sampled() -> None:
    names = [index(f"i{k}", n) for k in range(6)]
    x = vector("x", *[n] * 6)
    found = indices(space(eq(at(x, *names), ONE)), (3,), most=40)
    assert len(found) == 40
    assert max(one[0] for one in found) == 3


def test_indices_that_do_not_exist_are_given_up() -> None:
    names = [index(f"i{k}", n) for k in range(8)]
    x = vector("x", *[n] * 8)
    of = space(eq(at(x, *names), ONE), eq(mul(num(2), add(*names)), num(33)))
    started = time.thread_time()
    assert indices(of, (9,)) == []
    assert of.sampled
    assert time.thread_time() - started < 1


def test_integers_that_may_be_negative_come_by_their_absolute_value() -> None:
    r = integer("r")
    assert sizes(space(eq(r, ONE)), 5) == [(0,), (1,), (-1,), (2,), (-2,)]


def test_ten_sizes_with_a_constraint_are_a_matter_of_milliseconds() -> None:
    names = [size(f"s{k}") for k in range(10)]
    claim = eq(add(*[total(ONE, s) for s in names]), num(0))
    tight = Compare(">=", names[9], add(*names[:9], num(-8)))
    started = time.thread_time()
    found = sizes(space(claim, tight), 200)
    assert time.thread_time() - started < 2
    assert len(found) == 200
    assert all(one[9] >= sum(one[:9]) - 8 for one in found)
    totals = [sum(one) for one in found]
    assert totals == sorted(totals)


@pytest.mark.parametrize(
    "given",
    [
        [Compare(">=", n, num(2)), le(n, ONE)],
        [eq(mul(num(2), n), num(3))],
        [Truth(False)],
        [Compare("<", add(m, n), num(2))],
    ],
)
def test_hypotheses_without_a_model(given: list[Term]) -> None:
    of = space(eq(total(total(ONE, n), m), mul(m, n)), *given)
    started = time.thread_time()
    assert sizes(of, 1, levels=50) == []
    assert time.thread_time() - started < 1


def test_larger_sizes_keep_to_the_constraints() -> None:
    claim = eq(total(ONE, add(d, minus(k1))), num(0))
    of = space(claim, Compare(">=", d, k1), le(k1, num(7)))
    chance = random.Random(1)
    found = [one for one in (of.larger(chance, [50]) for _ in range(60)) if one]
    assert found
    assert all(one[d] >= one[k1] and one[k1] <= 7 for one in found)
    assert any(one[d] >= 49 for one in found)
