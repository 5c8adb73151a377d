"""Sums of products with factors moved out: cheap, and of the same value as written."""

from __future__ import annotations

import itertools
import random
import time
from fractions import Fraction

import pytest

from symderive.evaluator.factorisation import factorised, flat_factors, is_integral
from symderive.evaluator.interpret import Assignment, Program, TensorStore
from symderive.language.terms import ONE, Bound, Ceiling, Floor, Mod, Pow, Reduce, Term
from tests.evaluator.building import (
    K,
    add,
    at,
    function,
    integer,
    mul,
    num,
    over,
    real,
    size,
    total,
    vector,
)

n, m, i, t = size("n"), size("m"), integer("i"), real("t")
A, x = vector("A", n, n), vector("x", n)


def trace_of_power(power: int, shuffle: random.Random | None = None) -> Term:
    """The trace of a product of matrices A, as a nested sum over all indices at once."""
    factors = [at(A, Bound(k), Bound((k + 1) % power)) for k in range(power)]
    if shuffle:
        shuffle.shuffle(factors)
    body: Term = mul(*factors)
    for _ in range(power):
        body = total(body, n)
    return body


def value_of(term: Term, literal: bool, length: int = 3) -> Fraction:
    program = Program(literal)
    root = program.add(term)
    store = TensorStore("A", (length, length), lambda place: 2 * place[0] - 3 * place[1] + 1)
    vector_store = TensorStore("x", (length,), lambda place: place[0] ** 2 - 3)
    program.load(Assignment({n: length, m: 2, i: 2}, {A: store, x: vector_store}), 10**8)
    return Fraction(root())


def test_trace_of_the_tenth_power_at_size_six_is_a_matter_of_milliseconds() -> None:
    started = time.thread_time()
    found = value_of(trace_of_power(10), literal=False, length=6)
    assert time.thread_time() - started < 1
    matrix = [[2 * a - 3 * b + 1 for b in range(1, 7)] for a in range(1, 7)]
    power = matrix
    for _ in range(9):
        power = [
            [sum(power[a][c] * matrix[c][b] for c in range(6)) for b in range(6)] for a in range(6)
        ]
    assert found == sum(power[a][a] for a in range(6))


@pytest.mark.parametrize("seed", range(6))
def test_a_sum_has_the_same_value_in_any_order(seed: int) -> None:
    chance = random.Random(seed)
    term = trace_of_power(chance.choice((3, 4, 5)), chance)
    assert factorised(term) != term  # type: ignore[arg-type]
    assert value_of(term, literal=False) == value_of(term, literal=True)


@pytest.mark.parametrize(
    "term",
    [
        total(total(mul(at(x, Bound(1)), at(x, K)), n), n),
        total(total(mul(at(x, Bound(1)), at(x, K)), Bound(0)), n),
        total(total(mul(at(x, K), at(A, Bound(1), K)), n, Bound(0)), n),
        total(total(mul(at(x, Bound(1)), num(3), at(x, i)), n), m),
        total(total(total(mul(at(x, Bound(2)), at(x, Bound(1))), Bound(0)), Bound(0)), n),
        total(mul(at(x, K), total(total(mul(at(x, Bound(1)), at(A, K, Bound(2))), n), n)), n),
    ],
)
def test_bounds_that_depend_on_other_variables(term: Term) -> None:
    assert value_of(term, literal=False) == value_of(term, literal=True)


def test_a_sum_without_anything_to_move_stays_as_it_is() -> None:
    term = total(total(add(at(x, Bound(1)), at(x, K)), n), n)
    assert isinstance(term, Reduce)
    assert factorised(term) is term


@pytest.mark.parametrize(
    ("term", "integral"),
    [
        (num(3), True),
        (num("1/2"), False),
        (add(n, mul(num(2), K)), True),
        (t, False),
        (Floor(over(n, num(2))), False),
        (Floor(mul(add(n, ONE), num("1/2"))), True),
        (Ceiling(over(n, i)), False),
        (Mod(n, i), False),
        (Pow(n, num(2)), True),
        (Pow(n, num(-1)), False),
        (function("Max", n, i), True),
        (function("exp", n), False),
    ],
)
def test_integers_by_their_form(term: Term, integral: bool) -> None:
    assert is_integral(term) is integral


def test_nested_products_are_flat() -> None:
    parts = [num(k) for k in range(4)]
    assert flat_factors(mul(mul(parts[0], parts[1]), mul(parts[2], parts[3]))) == tuple(parts)
    assert list(itertools.chain(flat_factors(parts[0]))) == [parts[0]]
