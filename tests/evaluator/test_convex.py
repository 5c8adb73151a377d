"""Concrete convex functions, functions with a given value, and distributions made least."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from flint import arb, fmpq

from symderive import (
    density,
    eq,
    everywhere,
    expectation,
    f_divergence,
    function,
    ge,
    gt,
    iff,
    implies,
    integral,
    kl_divergence,
    log,
    prove,
    refute,
    simplex,
    size,
    total,
)
from symderive.evaluator.anchors import anchored, anchors_of
from symderive.evaluator.arithmetic import Indeterminate
from symderive.evaluator.by_hand import worked_out
from symderive.evaluator.convex import BENT, FAMILY, convex_functions, function_of
from symderive.evaluator.polynomials import Polynomial, random_polynomial
from symderive.language.reading import read_statement

n = size("n")
f, h = function("f", convex=True), function("h")
p, q = density("p"), density("q")
P, Q = simplex("p", n), simplex("q", n)
COVERED = everywhere(lambda x: implies(eq(q(x), 0), eq(p(x), 0)))
ALIKE = everywhere(lambda x: iff(gt(p(x), 0), gt(q(x), 0)))
GRID = [fmpq(k, 4) for k in range(1, 20)]


def is_at_most(left: object, right: object) -> bool:
    """Whether left <= right is not excluded."""
    return not arb(left) > arb(right)


@pytest.mark.parametrize("one", [*FAMILY, *BENT], ids=str)
def test_the_functions_are_convex_and_zero_at_one(one: object) -> None:
    assert one(1) == 0  # type: ignore[operator]
    for a in GRID:
        for b in GRID:
            middle = one((a + b) / 2)  # type: ignore[operator]
            assert is_at_most(middle, (arb(one(a)) + arb(one(b))) / 2)  # type: ignore[operator]


@pytest.mark.parametrize("text", ["-log t", "1/t - 1"])
def test_a_function_without_a_value_says_nothing(text: str) -> None:
    found = function_of(text)
    assert found is not None
    for argument in (0, -1):
        with pytest.raises(Indeterminate):
            found(argument)
    with pytest.raises(Indeterminate):
        found.derivative((1,))


def test_only_convex_functions_of_one_argument_stand_for_convex_ones() -> None:
    assert convex_functions(1, ("convex",))
    assert not convex_functions(2, ("convex",))
    assert not convex_functions(1, ("convex", "increasing"))
    assert not convex_functions(1, ())
    assert function_of("t^2") is None


def test_a_polynomial_is_moved_to_a_given_value() -> None:
    found = anchors_of([eq(h(2), 3).term, gt(f(1), 0).term, eq(f(1), 0).term])
    assert found == {("h", 1, ()): (2, 3), ("f", 1, ("convex",)): (1, 0)}
    moved = anchored(random_polynomial(1, Random(0)), (2, 3))
    assert moved(2) == 3
    assert anchored(Polynomial({(1,): 1}), None)(5) == 5
    assert anchored(FAMILY[0], (1, 4)) is FAMILY[0]


def test_printed_directions_fail_at_the_least_distributions() -> None:
    wrong = prove(
        f_divergence(lambda t: -log(t), P, Q), total(lambda k: P[k] * log(P[k] / Q[k]), n)
    )
    assert wrong.witness is not None
    assert str(wrong.witness).startswith("n = 2, p = (1/2, 1/2), q = (1/3, 2/3)")


def test_the_same_for_densities() -> None:
    wrong = prove(eq(f_divergence(lambda t: -log(t), p, q), kl_divergence(p, q)), given=[ALIKE])
    assert wrong.witness is not None
    assert str(wrong.witness).startswith("points = 2, p = (1/2, 1/2), q = (1/3, 2/3)")


def test_an_expectation_under_the_wrong_density_differs() -> None:
    ratio = lambda z: p(z) / q(z)  # noqa: E731
    wrong = refute(
        eq(expectation(lambda z: f(ratio(z)), q), expectation(lambda z: f(ratio(z)), p)),
        given=[COVERED, eq(f(1), 0)],
    )
    assert wrong.witness is not None
    assert wrong.witness.sizes == {"points": 2}


@pytest.mark.parametrize(
    ("condition", "given", "points"),
    [
        (ge(f_divergence(f, p, q), 0), [eq(f(1), 0)], 2),
        (ge(f_divergence(h, p, q), 0), [COVERED, eq(h(1), 0)], 2),
        (ge(f_divergence(f, p, q), 0), [COVERED], 1),
    ],
    ids=["support", "convexity", "value at 1"],
)
def test_each_hypothesis_is_needed(condition: object, given: list[object], points: int) -> None:
    witness = prove(condition, given=given).witness
    assert witness is not None
    assert witness.sizes == {"points": points}
    assert witness.functions


def test_a_convex_function_is_not_refuted_where_it_has_no_value() -> None:
    assert refute(eq(f(0), f(0))).status == "undecided"
    assert refute(eq(f(-1), f(-1))).status == "undecided"


def test_what_holds_for_some_convex_functions_only_is_refuted() -> None:
    assert refute(eq(f(1) + f(3), 2 * f(2))).status == "refuted"
    assert refute(ge(f(2), 0), given=[eq(f(1), 0)]).status == "refuted"


def test_a_measure_need_not_be_finite_or_even() -> None:
    assert refute(eq(integral(lambda x: 1 + 0 * x), 1)).status == "refuted"
    moved = eq(integral(lambda x: h(x + 1) * p(x)), integral(lambda x: h(x) * p(x)))
    assert refute(moved).status == "refuted"


def test_a_witness_is_worked_out_by_hand() -> None:
    statement = read_statement(ge(f_divergence(f, p, q), 0), None, [eq(f(1), 0)])
    verdict = prove(statement)
    assert verdict.witness is not None
    sides = worked_out(statement, verdict.witness)
    assert [side.side for side in sides] == ["left", "right"]
    assert Fraction(sides[0].lines[-1].value) < 0
