"""Derivatives against derivatives by hand; kinks, jumps and ties."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from flint import arb

from symderive.errors import BudgetExceeded, IllFormed, Undefined
from symderive.evaluator import evaluate
from symderive.evaluator.jets import Flat, Jet, Tie, partial, sign_of
from symderive.evaluator.polynomials import Polynomial
from symderive.language.terms import (
    ONE,
    Array,
    Bound,
    Cases,
    Compare,
    Floor,
    Mod,
    Partial,
    Pow,
    Reduce,
    Term,
    Truth,
)
from tests.evaluator.building import (
    K,
    add,
    at,
    bracket,
    diff,
    exp,
    function,
    integer,
    minus,
    mul,
    num,
    over,
    real,
    size,
    softmax,
    square,
    total,
    unknown,
    vector,
)

n, i, j, k = size("n"), integer("i"), integer("j"), integer("k")
s, t = real("s"), real("t")
x, y, A = vector("x", n), vector("y", n), vector("A", n, n)
THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    ("term", "values", "expected"),
    [
        (diff(num(5), t), {t: 1}, 0),
        (diff(mul(t, t, t), t), {t: 2}, 12),
        (diff(Pow(t, num(5)), t, t), {t: 2}, 160),
        (diff(over(ONE, t), t), {t: 2}, Fraction(-1, 4)),
        (diff(over(ONE, t), t, t), {t: 2}, Fraction(1, 4)),
        (diff(Pow(t, num("1/2")), t), {t: 4}, Fraction(1, 4)),
        (diff(mul(t, square(s)), t, s), {t: 7, s: 3}, 6),
        (diff(mul(t, diff(mul(s, t), t)), t), {t: 5, s: 2}, 2),
        (diff(mul(t, diff(mul(t, s), s)), t), {t: 5, s: 2}, 10),
        (diff(exp(mul(t, s)), t), {t: 0, s: 3}, 3),
        (diff(exp(mul(t, s)), t, t, s), {t: 0, s: 3}, 6),
        (diff(function("log", t), t), {t: 3}, THIRD),
        (diff(function("tanh", t), t), {t: 0}, 1),
        (diff(function("tanh", t), t, t, t), {t: 0}, -2),
        (diff(function("sigmoid", t), t), {t: 0}, Fraction(1, 4)),
        (diff(function("sigmoid", t), t, t, t), {t: 0}, Fraction(-1, 8)),
        (diff(Pow(t, i), t), {t: 3, i: 0}, 0),
        (diff(Pow(t, i), t), {t: 0, i: 1}, 1),
        (diff(Pow(num(1), t), t), {t: 3}, 0),
        (diff(function("Abs", t), t), {t: -3}, -1),
        (diff(function("Max", t, num(0)), t), {t: 3}, 1),
        (diff(function("Min", t, num(0)), t), {t: 3}, 0),
        (diff(function("sign", t), t), {t: 3}, 0),
        (diff(Floor(t), t), {t: Fraction(1, 2)}, 0),
        (diff(Mod(t, num(2)), t), {t: Fraction(7, 2)}, 1),
        (diff(mul(bracket(Compare(">", t, num(0))), square(t)), t), {t: 3}, 6),
        (diff(mul(bracket(Compare(">", t, num(5))), over(ONE, num(0))), t), {t: 3}, 0),
        (diff(unknown("F", square(t)), t), {t: 2}, 192),
        (diff(unknown("F", square(t)), t, t), {t: 2}, 480),
        (diff(unknown("F", t, orders=(1,)), t), {t: 2}, 12),
        (diff(Reduce("product", ONE, num(3), add(K, t)), t), {t: 0}, 11),
        (diff(Reduce("max", ONE, num(3), mul(K, t)), t), {t: 2}, 3),
    ],
)
def test_derivative_by_a_symbol(
    term: Term, values: dict[Term, Fraction], expected: Fraction
) -> None:
    assert evaluate(term, {**values, "F": Polynomial({(3,): 1})}) == expected


def test_softmax_jacobian() -> None:
    jacobian = diff(softmax(x, i, n), at(x, j))
    values = {n: 3, x: [0, 0, 0], i: 1}
    assert evaluate(jacobian, {**values, j: 1}) == Fraction(2, 9)
    assert evaluate(jacobian, {**values, j: 2}) == Fraction(-1, 9)


def test_softmax_jacobian_away_from_zero() -> None:
    values = {n: 2, x: [0, 1], i: 1, j: 2}
    found = evaluate(diff(softmax(x, i, n), at(x, j)), values)
    p = evaluate(softmax(x, i, n), values)
    assert isinstance(found, arb)
    assert found.overlaps(-p * (1 - p))
    assert found.rad() < arb("1e-15")


def test_hessian_of_log_sum_exp_and_third_derivative() -> None:
    lse = function("log", total(exp(at(x, K)), n))
    zero = {n: 2, x: [0, 0], i: 1, j: 2}
    assert evaluate(diff(lse, at(x, i), at(x, i)), zero) == Fraction(1, 4)
    assert evaluate(diff(lse, at(x, i), at(x, j)), zero) == Fraction(-1, 4)
    assert evaluate(diff(lse, at(x, i), at(x, j), at(x, j)), zero) == 0


def test_entries_are_independent_and_chained_through_arrays() -> None:
    form = total(total(mul(at(x, Bound(1)), at(A, Bound(1), K), at(x, K)), n), n)
    values = {n: 2, x: [1, 10], A: [[1, 2], [3, 4]], i: 1, j: 2}
    assert evaluate(diff(form, at(x, i)), values) == 2 * 1 + 5 * 10
    assert evaluate(diff(form, at(A, i, j)), values) == 10
    hidden = Array((n,), total(mul(at(A, Bound(1), K), at(x, K)), n))
    loss = total(square(at(hidden, K)), n)
    assert evaluate(diff(loss, at(x, i)), values) == 2 * (21 * 1 + 43 * 3)
    assert evaluate(diff(at(hidden, i), at(x, j)), values) == 2
    assert evaluate(diff(at(y, i), at(x, i)), {**values, y: [5, 5]}) == 0


def test_the_variable_may_depend_on_a_bound_index() -> None:
    body = Partial(total(square(at(x, K)), n), at(x, K))
    assert evaluate(total(body, n), {n: 3, x: [1, 2, 3]}) == 12


def test_a_derivative_of_a_tensor_entry_by_entry() -> None:
    gradient = Partial(Array((n,), square(at(x, K))), at(x, i))
    assert evaluate(gradient, {n: 2, x: [3, 4], i: 2}) == [0, 8]


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (diff(function("Abs", t), t), "one-sided derivatives differ"),
        (diff(function("Max", t, num(0)), t), "one-sided derivatives differ"),
        (diff(function("Min", t, minus(t)), t), "one-sided derivatives differ"),
        (diff(add(function("Abs", t), exp(num(1))), t), "one-sided derivatives differ"),
        (diff(diff(mul(t, function("Abs", t)), t), t), "one-sided derivatives differ"),
        (diff(function("sign", t), t), "jumps"),
        (diff(bracket(Compare(">", t, num(0))), t), "jumps"),
        (diff(bracket(Compare("=", t, num(0))), t), "jumps"),
        (diff(Floor(t), t), "jumps"),
        (diff(Pow(t, num("1/2")), t), "root at 0"),
        (diff(over(ONE, t), t), "division by zero"),
        (diff(function("log", t), t), "the logarithm of 0"),
        (diff(t, at(x, num(3))), r"x\[3\] is outside 1..2"),
    ],
)
def test_no_derivative_at_zero(term: Term, words: str) -> None:
    with pytest.raises(Undefined, match=words):
        evaluate(term, {t: 0, n: 2, x: [0, 0]})


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (diff(square(function("Abs", t)), t), 0),
        (diff(function("Abs", square(t)), t), 0),
        (diff(mul(t, function("Abs", t)), t), 0),
        (diff(square(function("Max", t, num(0))), t), 0),
        (diff(Pow(function("Max", t, num(0)), num(3)), t, t), 0),
        (diff(function("Max", t, t), t), 1),
        (diff(add(function("Abs", t), minus(function("Abs", t))), t), 0),
        (diff(add(function("Max", t, num(0)), minus(function("Max", minus(t), num(0)))), t), 1),
        (diff(mul(bracket(Compare(">", t, num(0))), square(t)), t), 0),
        (diff(mul(function("sign", t), square(t)), t), 0),
        (diff(Cases((t, mul(t, num(1))), (Compare(">", t, num(0)), Truth(True))), t), 1),
    ],
)
def test_a_tie_at_which_the_derivative_exists(term: Term, expected: int) -> None:
    assert evaluate(term, {t: 0}) == expected


def test_what_jets_of_this_order_cannot_decide_is_left_open() -> None:
    # The second derivative is 2, but first order jets do not see the sign of t^2 next to 0.
    with pytest.raises(BudgetExceeded):
        evaluate(diff(function("Abs", square(t)), t, t), {t: 0})


def test_derivatives_are_by_real_variables() -> None:
    with pytest.raises(IllFormed, match="by a real symbol"):
        evaluate(diff(square(n), n), {n: 2})


def test_arithmetic_of_jets_is_that_of_polynomials() -> None:
    chance = random.Random(1)
    for _ in range(50):
        one = Polynomial({(k,): chance.randint(-3, 3) for k in range(4)})
        other = Polynomial({(k,): chance.randint(-3, 3) for k in range(4)})
        point = chance.randint(-4, 4)
        found = partial(1, lambda d, f=one, g=other, p=point: f(Jet(2, p, 1)) * g(Jet(2, p, 1)))
        slope = one.derivative((1,))(point) * other(point)
        assert found == slope + one(point) * other.derivative((1,))(point)


def test_a_higher_level_is_outside_a_lower_one() -> None:
    inner, outer = Jet(2, 5, 1), Jet(4, 7, 1)
    product = inner * outer
    assert (product.level, product.value.value, product.slope.value) == (4, 35, 5)
    assert (outer * inner).slope.slope == product.slope.slope == 1


def test_the_sign_next_to_the_point() -> None:
    assert sign_of(Jet(2, -1, 5)) == -1
    assert sign_of(Jet(3, 0, -5)) == -1
    with pytest.raises(Tie):
        sign_of(Jet(2, 0, 5))
    with pytest.raises(Flat):
        sign_of(Jet(3, 0, 0))
