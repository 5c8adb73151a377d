"""Values of every kind of node, written out by hand; what is undefined, and in which words."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from flint import arb

import symderive.language.reductions  # noqa: F401 - the definitions of named operators
from symderive.errors import BudgetExceeded, IllFormed, Undefined
from symderive.evaluator import evaluate
from symderive.evaluator.polynomials import Polynomial
from symderive.language.terms import (
    ONE,
    And,
    Apply,
    Array,
    Bound,
    Cases,
    Ceiling,
    Compare,
    Floor,
    Forall,
    Function,
    Mod,
    Not,
    Or,
    Pow,
    Reduce,
    TensorSymbol,
    Term,
    Truth,
)
from tests.evaluator.building import (
    K,
    add,
    at,
    bracket,
    eq,
    exp,
    function,
    integer,
    minus,
    mul,
    num,
    over,
    real,
    size,
    square,
    total,
    unknown,
    vector,
)

n, i = size("n"), integer("i")
a, b = real("a"), real("b")
x, A = vector("x", n), vector("A", n, n)
free = TensorSymbol("y", 1, None)
HALF = Fraction(1, 2)
VALUES = {n: 2, i: 2, a: HALF, b: -3, x: [5, HALF], A: [[1, 2], [3, 4]], free: lambda k: k * k}
POSITIVE, NEGATIVE = Compare(">", a, num(0)), Compare("<", a, num(0))
BROKEN = over(ONE, num(0))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (num("2/3"), Fraction(2, 3)),
        (add(a, b, ONE), Fraction(-3, 2)),
        (mul(a, b), Fraction(-3, 2)),
        (over(a, b), Fraction(-1, 6)),
        (Pow(b, num(-2)), Fraction(1, 9)),
        (Pow(num(0), num(0)), 1),
        (Pow(num("4/9"), num("1/2")), Fraction(2, 3)),
        (Pow(num("4/9"), num("-3/2")), Fraction(27, 8)),
        (Pow(num(0), num("1/2")), 0),
        (Floor(over(b, num(2))), -2),
        (Ceiling(over(b, num(2))), -1),
        (Floor(over(add(i, ONE), num(2))), 1),
        (Ceiling(over(i, n)), 1),
        (Mod(b, num(2)), 1),
        (Mod(num("7/2"), num(-2)), Fraction(-1, 2)),
        (function("Abs", b), 3),
        (function("sign", b), -1),
        (function("sign", num(0)), 0),
        (function("Max", a, b, num(0)), HALF),
        (function("Min", a, b, num(0)), -3),
        (exp(num(0)), 1),
        (function("log", ONE), 0),
        (function("tanh", num(0)), 0),
        (function("sigmoid", num(0)), HALF),
        (bracket(POSITIVE), 1),
        (bracket(NEGATIVE), 0),
        (Cases((num(7), BROKEN), (POSITIVE, Truth(True))), 7),
        (Cases((BROKEN, num(8)), (NEGATIVE, Truth(True))), 8),
        (total(at(x, K), n), Fraction(11, 2)),
        (total(K, num(4), num(2)), 9),
        (total(BROKEN, num(0)), 0),
        (Reduce("product", ONE, n, at(x, K)), Fraction(5, 2)),
        (Reduce("product", num(3), n, BROKEN), 1),
        (Reduce("max", ONE, n, at(x, K)), 5),
        (Reduce("min", ONE, n, at(x, K)), HALF),
        (at(A, n, ONE), 3),
        (at(free, num(-4)), 16),
        (at(x, over(num(4), num(2))), HALF),
        (at(Array((n, n), add(at(A, Bound(0), Bound(1)), mul(num(10), Bound(1)))), ONE, n), 13),
        (at(add(x, mul(num(2), x)), ONE), 15),
        (Apply("mean", (x,), ((0,),)), Fraction(11, 4)),
        (at(Apply("sum", (A,), ((0,),)), n), 6),
        (unknown("F", num(3)), 7),
        (unknown("F", num(3), orders=(1,)), 6),
        (unknown("F", num(3), orders=(3,)), 0),
    ],
)
def test_value(term: Term, value: Fraction) -> None:
    found = evaluate(term, {**VALUES, "F": Polynomial({(2,): 1, (0,): -2})})
    assert found == value
    assert isinstance(found, Fraction)


@pytest.mark.parametrize(
    ("term", "digits"),
    [
        (exp(ONE), "2.7182818"),
        (function("log", num(2)), "0.69314718"),
        (function("tanh", ONE), "0.76159416"),
        (function("sigmoid", num(-1)), "0.26894142"),
        (Pow(num(2), num("1/2")), "1.4142136"),
        (Pow(num(2), minus(exp(num(0)))), ""),
        (Pow(num(2), exp(ONE)), "6.5808860"),
    ],
)
def test_irrational_values_are_balls(term: Term, digits: str) -> None:
    found = evaluate(term, {})
    if digits:
        assert isinstance(found, arb)
        assert found.str(8, radius=False) == digits
    else:
        assert found == HALF


def test_a_ball_that_straddles_a_branch_is_tried_with_more_bits() -> None:
    # exp(-60) is below the resolution of 1 + exp(-60) in 64 bits.
    tiny = add(exp(num(-60)), ONE, num(-1))
    assert evaluate(function("sign", tiny), {}) == 1
    assert evaluate(Floor(add(ONE, minus(exp(num(-60))))), {}) == 0


def test_what_no_precision_decides_is_an_error() -> None:
    zero = add(mul(exp(ONE), exp(num(-1))), num(-1))
    with pytest.raises(BudgetExceeded, match="512 bits"):
        evaluate(function("sign", zero), {})


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (eq(a, num("1/2")), True),
        (Compare("!=", a, b), True),
        (Compare("<=", b, a), True),
        (Compare(">=", b, a), False),
        (And((POSITIVE, NEGATIVE)), False),
        (Or((NEGATIVE, POSITIVE)), True),
        (Not(NEGATIVE), True),
        (Forall(ONE, n, Compare(">", at(x, K), num(0))), True),
        (Forall(ONE, n, Compare(">", at(x, K), ONE)), False),
        (Forall(ONE, num(0), Truth(False)), True),
        (And((eq(BROKEN, ONE), NEGATIVE)), False),
        (Or((eq(BROKEN, ONE), POSITIVE)), True),
        (Forall(num(0), n, Compare(">", over(ONE, K), num(1))), False),
        (eq(add(x, x), mul(num(2), x)), True),
        (eq(x, mul(num(2), x)), False),
        (eq(A, Array((n, ONE), num(0))), False),
        (Compare("!=", x, add(x, num(1))), True),
    ],
)
def test_condition(condition: Term, holds: bool) -> None:
    assert evaluate(condition, VALUES) is holds


@pytest.mark.parametrize(
    "term",
    [
        mul(bracket(NEGATIVE), BROKEN),
        mul(BROKEN, bracket(NEGATIVE)),
        mul(mul(BROKEN, b), mul(a, bracket(NEGATIVE))),
        mul(at(x, num(3)), bracket(Compare("<=", num(3), n))),
        mul(BROKEN, Pow(bracket(NEGATIVE), num(2))),
        mul(bracket(eq(BROKEN, ONE)), bracket(NEGATIVE)),
        mul(BROKEN, at(Array((n, n), bracket(eq(Bound(0), Bound(1)))), ONE, n)),
        total(mul(over(ONE, add(K, num(-2))), bracket(Compare(">", K, num(2)))), num(2)),
        mul(at(Array((n,), bracket(eq(Bound(0), ONE))), num(3)), bracket(NEGATIVE)),
    ],
)
def test_a_false_bracket_is_strongly_zero(term: Term) -> None:
    assert evaluate(term, VALUES) == 0


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (BROKEN, "division by zero"),
        (Pow(num(0), num(-3)), "division by zero"),
        (Pow(num(0), num("-1/2")), "division by zero"),
        (Pow(b, num("1/2")), "the power 1/2 of the negative number -3"),
        (Mod(a, num(0)), "division by zero"),
        (Floor(over(n, add(i, num(-2)))), "division by zero"),
        (function("log", num(0)), "the logarithm of 0"),
        (function("log", b), "the logarithm of -3"),
        (at(x, num(3)), r"x\[3\] is outside 1..2"),
        (at(A, num(0), ONE), r"A\[0,1\] is outside 1..2 x 1..2"),
        (at(x, a), "the index of x 1/2 is not an integer"),
        (at(free, a), "the index of y 1/2 is not an integer"),
        (at(Array((n,), ONE), num(3)), r"an array\[3\] is outside 1..2"),
        (
            mul(a, at(Array((n,), bracket(eq(Bound(0), ONE))), num(3))),
            r"an array\[3\] is outside 1..2",
        ),
        (
            total(at(Array((n,), bracket(eq(Bound(0), ONE))), num(3)), ONE),
            r"an array\[3\] is outside 1..2",
        ),
        (total(ONE, over(num(3), num(2))), "the sum's upper bound 3/2 is not an integer"),
        (Reduce("max", num(3), n, ONE), "the maximum over the empty range 3..2"),
        (Reduce("min", ONE, num(0), ONE), "the minimum over the empty range 1..0"),
        (Cases((ONE,), (NEGATIVE,)), "none of the cases holds"),
        (mul(num(0), BROKEN), "division by zero"),
        (mul(bracket(POSITIVE), BROKEN), "division by zero"),
        (bracket(And((POSITIVE, eq(BROKEN, ONE)))), "division by zero"),
        (at(add(x, Array((num(3),), ONE)), ONE), "equal sizes, and here 2 is not 3"),
    ],
)
def test_undefined(term: Term, words: str) -> None:
    with pytest.raises(Undefined, match=words):
        evaluate(term, VALUES)


def test_an_undefined_condition_is_no_false_one() -> None:
    with pytest.raises(Undefined, match="division by zero"):
        evaluate(Not(And((eq(BROKEN, ONE), POSITIVE))), VALUES)


def test_a_tensor_comes_back_as_nested_lists() -> None:
    assert evaluate(add(A, A), VALUES) == [[2, 4], [6, 8]]
    assert evaluate(Array((n,), square(at(x, K))), VALUES) == [25, Fraction(1, 4)]


def test_the_budget_is_counted_beforehand() -> None:
    huge = total(total(total(K, num(10**4)), num(10**4)), num(10**4))
    with pytest.raises(BudgetExceeded):
        evaluate(total(mul(K, huge), num(10**9)), {})
    with pytest.raises(BudgetExceeded):
        evaluate(Pow(num(10), num(10**9)), {})


def test_a_term_may_be_nested_deeply() -> None:
    nested: Term = a
    for _ in range(100):
        nested = add(mul(nested, num(2)), num(-1), bracket(Not(POSITIVE)))
    assert evaluate(nested, VALUES) == 1 - 2**99


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (Function("sine", (a,)), "the function 'sine' is not known; known are Abs"),
        (Compare("~", a, b), "'~' is not one of"),
        (Reduce("median", ONE, n, K), "'median' is not one of sum, product, max, min"),
        (eq(x, A), "ranks differ: 1 on the left, 2 on the right"),
        (Compare("<", x, x), "compared by = only"),
        (eq(free, x), "tensors without a shape"),
    ],
)
def test_what_has_no_meaning_is_ill_formed(term: Term, words: str) -> None:
    with pytest.raises(IllFormed, match=words):
        evaluate(term, VALUES)


@pytest.mark.parametrize("rounded", [Floor, Ceiling])
@pytest.mark.parametrize("numerator", [ONE, num(-3), num("5/2")])
def test_quotients_of_a_number_by_an_integer_are_rounded(
    rounded: type[Floor | Ceiling], numerator: Term
) -> None:
    """1/r has nothing above the line but a number, and r^(-1) alone not even that."""
    quotient = Pow(i, num(-1)) if numerator == ONE else over(numerator, i)
    exact = evaluate(quotient, {i: 4})
    rounding = math.floor if rounded is Floor else math.ceil
    assert evaluate(rounded(quotient), {i: 4}) == rounding(exact)
    with pytest.raises(Undefined, match="division by zero"):
        evaluate(rounded(quotient), {i: 0})
