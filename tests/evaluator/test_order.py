"""Conditions about order at a point, and the least counterexamples to claims about it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symderive import (
    all_of,
    eq,
    exists,
    forall,
    function,
    ge,
    iff,
    implies,
    infimum,
    le,
    lt,
    member,
    ne,
    negation,
    num,
    probability,
    prove,
    real,
    same_set,
    size,
    supremum,
    uniform,
    vector,
)
from symderive.errors import OutsideFragment, Undefined
from symderive.evaluator.order import INFINITE, MINUS_INFINITE, World
from symderive.evaluator.order_search import _Search
from symderive.evaluator.search import find_counterexample, screen
from symderive.evaluator.step_functions import StepFunction
from symderive.language.order import meaning
from symderive.language.reading import read, read_statement
from symderive.prover.prove import prove_statement
from symderive.results import Witness
from tests.prover.order.random_order import Writer

ZERO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)
STEP = StepFunction((ZERO,), (ONE,), (ZERO, ONE))
LATE = StepFunction((ZERO,), (ZERO,), (ZERO, ONE))
F = function("F", nondecreasing=True, arbitrary=True)
D = function("D", distribution=True)
t, u, v = real("t"), real("u"), real("v")


def world(*conditions: Any, step: StepFunction = STEP, **values: Fraction) -> World:
    """The conditions at values of t and u, with F as given."""
    terms = tuple(meaning(read(condition)) for condition in conditions)
    symbols = {{"t": t, "u": u, "v": v}[name].term: value for name, value in values.items()}
    return World(terms, symbols, {"F": step})


def value(number: Any, step: StepFunction = STEP, **values: Fraction) -> Any:
    """The value of a number, which may be infinite."""
    return world(eq(number, number), step=step, **values).value(meaning(read(number)))


def inverse(level: Any) -> Any:
    """The generalised inverse of F."""
    return infimum(lambda x: le(level, F(x)))


def test_infima_of_half_lines() -> None:
    assert value(infimum(lambda x: le(t, x)), t=ONE) == (0, ONE)
    assert value(infimum(lambda x: lt(t, x)), t=ONE) == (0, ONE)
    assert value(supremum(lambda x: lt(x, t)), t=ONE) == (0, ONE)


def test_infima_without_an_end() -> None:
    assert value(infimum(lambda x: le(x, t)), t=ONE) == MINUS_INFINITE
    assert value(infimum(lambda x: lt(x, x))) == INFINITE
    assert value(supremum(lambda x: lt(x, x))) == MINUS_INFINITE
    assert value(supremum(lambda x: le(t, x)), t=ONE) == INFINITE


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (-ONE, MINUS_INFINITE),
        (ZERO, MINUS_INFINITE),
        (HALF, (0, ZERO)),
        (ONE, (0, ZERO)),
        (ONE + ONE, INFINITE),
    ],
)
def test_the_generalised_inverse_of_a_step(level: Fraction, expected: Any) -> None:
    assert value(inverse(u), u=level) == expected


def test_a_function_has_no_value_at_infinity() -> None:
    with pytest.raises(Undefined, match="oo stands as the argument of F"):
        value(F(inverse(u)), u=Fraction(2))


def test_a_part_that_fails_counts_more_than_one_that_is_undefined() -> None:
    undefined = le(F(inverse(2)), 0)
    both = all_of(undefined, lt(1, 0))
    either = negation(all_of(negation(undefined), negation(lt(0, 1))))
    made = world(both, either, undefined)
    truths = [made.truth(meaning(read(c))) for c in (both, either, undefined)]
    assert truths == [False, True, None]


def test_quantifiers_see_points_and_what_is_between() -> None:
    point = StepFunction((ZERO,), (ONE,), (ZERO, ZERO))
    somewhere = exists(lambda x: eq(F(x), 1), real())
    elsewhere = exists(lambda x: all_of(eq(F(x), 1), ne(x, 0)), real())
    made = world(somewhere, elsewhere, step=point)
    assert made.truth(read(somewhere)) is True
    assert made.truth(read(elsewhere)) is False


def test_domains_of_quantifiers() -> None:
    condition = forall(lambda x: eq(F(x), 1), real(at_least=t))
    for at, expected in ((ZERO, True), (-ONE, False)):
        assert world(condition, t=at).truth(read(condition)) is expected


def test_probabilities_are_lengths() -> None:
    event = probability(lambda U: le(inverse(U), t), uniform(0, 1))
    assert value(event, t=ZERO) == (0, ONE)
    assert value(event, t=-ONE) == (0, ZERO)
    middle = probability(lambda U: all_of(lt(u, U), ne(U, 1)), uniform(-1, 1))
    assert value(middle, u=HALF) == (0, Fraction(1, 4))


def test_there_is_no_uniform_variable_without_length() -> None:
    with pytest.raises(Undefined, match="no uniform variable"):
        value(probability(lambda U: le(U, 0), uniform(t, u)), t=ONE, u=ZERO)


def test_arithmetic_is_read_outside_of_quantifiers_only() -> None:
    assert value(t * t + num(1) / 2, t=ONE) == (0, Fraction(3, 2))
    inside = exists(lambda x: le(x + x, t), real())
    with pytest.raises(OutsideFragment):
        world(inside, t=ONE).truth(read(inside))


@pytest.mark.parametrize("seed", range(60))
def test_more_numbers_change_nothing(seed: int) -> None:
    """Conditions do not see where between the numbers that they know another one lies."""
    search = _Search(Writer(seed).statement())
    for values in list(search.choices(40))[::4]:
        made = search.world(values)
        before = made.truth(search.claim)
        finer = search.world(values)
        finer.numbers |= {Fraction(k, 7) for k in range(-9, 23, 5)}
        assert finer.truth(search.claim) == before


def witness_of(claim: Any, *given: Any) -> Witness:
    """The counterexample to a claim."""
    found = find_counterexample(read_statement(claim, given=list(given))).witness
    assert found is not None
    return found


def test_the_least_counterexample_without_right_continuity() -> None:
    w = real("w", above=0, below=1)
    claim = iff(le(infimum(lambda x: le(w, F(x))), t), le(w, F(t)))
    assert str(witness_of(claim)) == (
        "t = 0, w = 1/2, F(y) = 0 for y <= 0, 1 for y > 0: left true, right false"
    )


def test_the_number_that_shows_that_sets_differ() -> None:
    claim = same_set(lambda x: le(D(t), D(x)), lambda x: le(t, x))
    assert str(witness_of(claim)) == (
        "t = 1, x = 0, D(y) = 0 for y < 0, 1 for y >= 0: left contains it, right does not"
    )


def test_the_number_at_which_a_claim_for_all_fails() -> None:
    found = witness_of(forall(lambda x: le(D(x), 0), real()))
    assert (found.values, found.left, found.right) == ({"x": "0"}, "1", "0")


def test_infinite_sides_are_told() -> None:
    found = witness_of(ge(infimum(lambda x: le(x, t)), t))
    assert (found.left, found.right) == ("-oo", "0")


def test_what_is_undefined_refutes() -> None:
    found = witness_of(ge(D(infimum(lambda x: le(u, D(x)))), u))
    assert found.undefined.startswith("the left side is undefined: -oo stands as")


def test_a_true_claim_has_no_counterexample() -> None:
    found = screen(read_statement(implies(le(u, F(t)), le(inverse(u), t))), seconds=5.0)
    assert found.witness is None
    assert found.satisfiable


def test_hypotheses_hold_at_the_counterexample() -> None:
    found = witness_of(le(F(t), 0), forall(lambda x: le(F(x), x), real()), lt(0, t))
    assert found.functions == {"F(y)": "y"}


def test_members_and_arithmetic_in_a_claim_without_quantifiers() -> None:
    found = witness_of(le(F(t) + 1, F(t + 1)))
    assert (found.left, found.right) == ("1", "0")
    assert prove(member(t, lambda x: le(F(x), F(t)))).status == "proved"


def test_tensors_beside_sets_of_reals_are_not_looked_at() -> None:
    n = size("n")
    x = vector("x", n)
    found = screen(read_statement(le(infimum(lambda y: le(x.sum(), y)), x.sum() - 1)))
    assert (found.witness, found.tried) == (None, 0)


def test_the_evaluator_refutes_nothing_that_the_prover_proves() -> None:
    statements = [Writer(seed).statement() for seed in range(60, 75)]
    refuted = [find_counterexample(one, seconds=0.5).witness is not None for one in statements]
    proved = [prove_statement(one, 2.0).proved for one in statements]
    assert not any(a and b for a, b in zip(refuted, proved, strict=True))
    assert any(refuted)
    assert any(proved)
