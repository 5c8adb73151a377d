"""One statement at one point: three values, both readings, digits that tell the sides apart."""

from __future__ import annotations

import pytest
from flint import arb, fmpq

from symderive import Tensor, correlate
from symderive.evaluator.interpret import Assignment, TensorStore
from symderive.evaluator.judge import Finding, Judge, Outcome, texts
from symderive.language.connections import IFF, connected
from symderive.language.terms import ONE, And, Array, Compare, Forall, Not, Or, Term, Truth
from tests.evaluator.building import (
    K,
    add,
    at,
    bracket,
    eq,
    exp,
    function,
    minus,
    mul,
    num,
    over,
    real,
    size,
    total,
    vector,
)

n, t = size("n"), real("t")
x = vector("x", n)
BROKEN = eq(over(ONE, num(0)), ONE)
YES, NO = Truth(True), Truth(False)
ZERO_IN_DISGUISE = add(mul(exp(num(1)), exp(num(-1))), num(-1))
OPEN = Compare("<", ZERO_IN_DISGUISE, num(0))


def judged(claim: Term, *given: Term, literal: bool = True, value: object = 1) -> Outcome:
    store = TensorStore("x", (2,), lambda place: place[0])
    judge = Judge(claim, given, literal)
    return judge(Assignment({n: 2, t: value}, {x: store}), 10**6, float("inf"), deep=False)


@pytest.mark.parametrize("literal", [True, False])
@pytest.mark.parametrize(
    ("claim", "finding"),
    [
        (YES, Finding.HOLDS),
        (NO, Finding.FAILS),
        (BROKEN, Finding.UNDEFINED),
        (OPEN, Finding.EQUAL_SO_FAR),
        (And((YES, BROKEN, NO)), Finding.FAILS),
        (And((YES, BROKEN)), Finding.UNDEFINED),
        (And((OPEN, BROKEN)), Finding.UNDEFINED),
        (And((OPEN, YES)), Finding.EQUAL_SO_FAR),
        (Or((BROKEN, YES)), Finding.HOLDS),
        (Or((BROKEN, NO)), Finding.UNDEFINED),
        (Or((OPEN, BROKEN)), Finding.EQUAL_SO_FAR),
        (Or((NO, NO)), Finding.FAILS),
        (Not(BROKEN), Finding.UNDEFINED),
        (Not(NO), Finding.HOLDS),
        (Forall(ONE, n, Compare("<", at(x, K), num(2))), Finding.FAILS),
        (Forall(ONE, n, Compare("<", at(x, K), num(3))), Finding.HOLDS),
        (Forall(ONE, over(n, num(4)), YES), Finding.UNDEFINED),
        (eq(x, Array((n,), K)), Finding.HOLDS),
        (eq(x, Array((n,), num(1))), Finding.FAILS),
        (eq(x, Array((add(n, ONE),), K)), Finding.FAILS),
        (eq(x, Array((over(n, num(4)),), K)), Finding.UNDEFINED),
        (Compare("!=", x, Array((n,), num(1))), Finding.HOLDS),
        (eq(add(x, Array((num(3),), K)), x), Finding.UNDEFINED),
    ],
)
def test_finding(claim: Term, finding: Finding, literal: bool) -> None:
    assert judged(claim, literal=literal).finding is finding


def test_a_hypothesis_that_fails_or_is_undefined_puts_the_point_outside() -> None:
    assert judged(NO, NO).finding is Finding.OUTSIDE
    assert judged(NO, BROKEN).finding is Finding.OUTSIDE
    assert judged(NO, YES).finding is Finding.FAILS


def test_a_hypothesis_that_no_precision_decides_leaves_the_point_open() -> None:
    assert judged(NO, OPEN).finding is Finding.UNCLEAR


def test_the_quick_reading_stops_where_the_literal_one_goes_on() -> None:
    hidden = eq(mul(over(ONE, num(0)), at(Array((n,), bracket(eq(K, ONE))), num(2))), num(0))
    assert judged(hidden, literal=True).finding is Finding.HOLDS
    assert judged(hidden, literal=False).finding is Finding.UNDEFINED


def test_more_bits_are_used_where_they_are_needed() -> None:
    tiny = add(num(1), exp(num(-60)), num(-1))
    assert judged(eq(function("sign", tiny), ONE)).finding is Finding.HOLDS


def test_an_outcome_names_what_it_is_about() -> None:
    outcome = judged(Forall(ONE, n, eq(at(x, K), ONE), name="q"))
    assert (outcome.left, outcome.right, outcome.indices) == ("2", "1", {"q": 2})
    outcome = judged(eq(total(ONE, over(t, num(0))), ONE))
    assert outcome.undefined == "the left side is undefined: division by zero"
    outcome = judged(eq(x, Array((n,), minus(K))))
    assert outcome.indices == {"index": 1}


def test_a_requirement_that_fails_is_named_with_its_relation_and_its_numbers() -> None:
    wide = Tensor(Array((n, num(3)), K))
    product = (wide @ wide).term
    outcome = judged(eq(product, product))
    assert outcome.finding is Finding.UNDEFINED
    assert outcome.undefined == "matmul needs 3 = n, and here 3 = 2 is false"
    correlated = correlate(Tensor(x), Tensor(Array((num(4),), K))).term
    outcome = judged(eq(correlated, correlated))
    assert outcome.undefined == "correlate needs 3 <= n, and here 3 <= 2 is false"
    sizes = judged(eq(add(x, Array((num(3),), K)), x))
    assert sizes.undefined == "an expression needs n = 3, and here 2 = 3 is false"


def test_texts_show_as_many_digits_as_it_takes() -> None:
    assert texts(fmpq(1, 3), 2) == ("1/3", "2")
    one = arb(1).exp()
    left, right = texts(one, one + arb(2) ** -40)
    assert left != right
    assert len(left) > len("2.7182818")


@pytest.mark.parametrize(
    ("left", "right", "truths"),
    [(YES, NO, ("true", "false")), (NO, YES, ("false", "true")), (YES, YES, ("", ""))],
)
def test_of_an_equivalence_the_truth_of_both_sides_is_told(
    left: Term, right: Term, truths: tuple[str, str]
) -> None:
    outcome = judged(connected(left, IFF, right))
    assert (outcome.left, outcome.right) == truths
    assert outcome.finding is (Finding.HOLDS if left == right else Finding.FAILS)


def test_what_is_told_of_an_equivalence_are_no_numbers_of_a_part() -> None:
    below = Compare("<", num(1), num(1))
    outcome = judged(connected(Compare("<", num(0), num(1)), IFF, below))
    assert (outcome.left, outcome.right) == ("true", "false")
