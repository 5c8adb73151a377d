"""Claims about order: what follows from the order of the reals is proved, and nothing else."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from sympy import evaluate

from symderive import (
    all_of,
    eq,
    exists,
    forall,
    function,
    ge,
    implies,
    infimum,
    le,
    lt,
    num,
    prove,
    real,
    vector,
)
from symderive.evaluator.search import screen
from symderive.language.reading import read, read_statement
from symderive.language.terms import Compare, Partial, Statement, Unknown
from symderive.prover.order.facts import of_function, of_the_line, of_the_order
from symderive.prover.order.reading import rational
from symderive.prover.order.solver import Logic
from symderive.prover.prove import prove_statement
from tests.prover.order.order_claims import FALSE, TRUE, A, D, M, inverse, of, s, t, u, w
from tests.prover.order.random_order import Writer


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved(name: str) -> None:
    verdict = prove(TRUE[name])
    assert verdict.status == "proved", str(verdict)
    assert "z3" in verdict.trust


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted(name: str) -> None:
    verdict = prove(FALSE[name])
    assert verdict.status == "refuted", str(verdict)


@pytest.mark.parametrize("name", FALSE)
def test_the_prover_alone_does_not_prove_what_is_false(name: str) -> None:
    assert not prove_statement(FALSE[name]).proved


def test_completeness_is_trusted_where_an_infimum_is_used() -> None:
    with_infimum, without = TRUE["equivalence"], TRUE["member"]
    assert "completeness of the reals" in prove_statement(with_infimum).trust
    assert prove_statement(without).trust == ("z3",)


@pytest.mark.parametrize("ends", [False, True])
def test_the_facts_about_the_order_do_not_contradict_each_other(ends: bool) -> None:
    logic = Logic()
    numbers = [logic.element(name) for name in ("zero", "half", "one")]
    facts = dict(of_the_order(logic, numbers))
    facts |= dict(of_the_line(logic)) if ends else {}
    assert logic.contradiction(facts, 5.0) is None


PROPERTIES = (
    "arbitrary",
    "continuous",
    "decreasing",
    "distribution",
    "in_unit_interval",
    "increasing",
    "left_continuous",
    "nondecreasing",
    "nonincreasing",
    "right_continuous",
)


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_facts_about_a_function_do_not_contradict_each_other(name: str) -> None:
    function_of_it = function("F", **{name: True})(real("t")).term
    assert isinstance(function_of_it, Unknown)
    logic = Logic()
    zero, one = logic.element("zero"), logic.element("one")
    facts = dict(of_the_order(logic, [zero, one])) | dict(of_the_line(logic))
    facts |= dict(of_function(logic, function_of_it, logic.function("f"), zero, one))
    assert logic.contradiction(facts, 2.0) is None


def near(F: Any, right: bool, above: bool) -> Any:
    """Where F is below (or above) a number, it stays there for a while, to the right or left."""

    def at(x: Any, v: Any) -> Any:
        def inside(y: Any) -> Any:
            return lt(v, F(y)) if above else lt(F(y), v)

        def up_to(z: Any) -> Any:
            between = (
                (lambda y: all_of(le(x, y), lt(y, z)))
                if right
                else (lambda y: all_of(lt(z, y), le(y, x)))
            )
            beyond = lt(x, z) if right else lt(z, x)
            return all_of(beyond, forall(lambda y: implies(between(y), inside(y)), real()))

        return implies(inside(x), exists(up_to, real()))

    return forall(at, real(), real())


def monotone(F: Any, relation: Any = le, falling: bool = False) -> Any:
    """Larger numbers have larger values."""

    def at(x: Any, y: Any) -> Any:
        values = (F(y), F(x)) if falling else (F(x), F(y))
        return implies(relation(x, y), relation(*values))

    return forall(at, real(), real())


SAYS: dict[str, Any] = {
    "right_continuous": lambda F: all_of(near(F, True, False), near(F, True, True)),
    "left_continuous": lambda F: all_of(near(F, False, False), near(F, False, True)),
    "continuous": lambda F: all_of(near(F, True, False), near(F, False, True)),
    "nondecreasing": monotone,
    "increasing": lambda F: monotone(F, lt),
    "nonincreasing": lambda F: monotone(F, falling=True),
    "in_unit_interval": lambda F: forall(lambda x: all_of(le(0, F(x)), le(F(x), 1)), real()),
    "from_zero_to_one": lambda F: exists(lambda x: lt(F(x), w), real()),
}


@pytest.mark.parametrize("name", SAYS)
def test_a_property_says_what_it_says(name: str) -> None:
    known = function("F", **{name: True, "arbitrary": True})
    assert prove(SAYS[name](known)).status == "proved"


@pytest.mark.parametrize("name", SAYS)
def test_what_a_property_says_does_not_hold_without_it(name: str) -> None:
    unknown = function("F", arbitrary=True)
    assert prove(SAYS[name](unknown)).status == "refuted"


def test_a_smooth_function_is_continuous() -> None:
    assert prove(SAYS["continuous"](function("F"))).status == "proved"


OUTSIDE: dict[str, tuple[Any, str]] = {
    "shifted arguments": (exists(lambda x: le(M(x + 1), t), real()), "arithmetic"),
    "difference": (forall(lambda x: le(M(x) - M(x), M(0)), real()), "arithmetic"),
    "root": (exists(lambda x: eq(x * x, 2), real()), "arithmetic"),
    "sum of entries": (le(inverse(M, vector("x", 3).sum()), t), "arithmetic"),
    "indices": (forall(lambda k, y: le(M(k), M(y)), 3, real()), "Forall"),
    "infimum and a number": (eq(infimum(lambda x: le(t, x)) + 1, t + 1), "arithmetic"),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_outside_the_fragment_is_not_proved(name: str) -> None:
    claim, reason = OUTSIDE[name]
    outcome = prove_statement(read_statement(claim))
    assert not outcome.proved
    assert reason in outcome.reason


def test_a_function_that_need_not_be_smooth_has_no_derivative() -> None:
    derivative = Partial(M(t).term, t.term)
    claim = Statement(Compare("=", derivative, derivative))
    outcome = prove_statement(claim)
    assert not outcome.proved
    assert "need not have a derivative" in outcome.reason


def test_an_identity_of_such_functions_is_proved_as_any_other() -> None:
    assert prove(M(t) + A(t), A(t) + M(t)).status == "proved"


def test_a_claim_for_every_number_may_be_one_of_arithmetic() -> None:
    assert prove(forall(lambda x: ge(x**2 + 1, 2 * x), real())).status == "proved"
    verdict = prove(forall(lambda x: ge(x**2, 2 * x), real()))
    assert verdict.status == "refuted"
    assert verdict.witness is not None
    assert dict(verdict.witness.values) == {"x": "1"}


def test_a_convex_function_may_jump_where_it_need_not_be_convex() -> None:
    claim = read_statement(SAYS["continuous"](function("F", convex=True)))
    assert not prove_statement(claim).proved


def test_a_smooth_monotone_function_is_continuous() -> None:
    known = function("F", nondecreasing=True, smooth=True)
    assert prove(SAYS["continuous"](known)).status == "proved"


def test_contradictory_hypotheses_prove_nothing() -> None:
    for given in ([lt(s, t), lt(t, s)], [lt(M(t), M(s)), le(s, t)]):
        assert prove(of(le(inverse(M, s), t), *given)).status == "undecided"


def test_contradictory_properties_prove_nothing() -> None:
    impossible = function("F", from_zero_to_one=True, nonincreasing=True, arbitrary=True)
    assert prove(le(inverse(impossible, u), t)).status == "undecided"


def test_a_premise_that_never_holds_is_no_contradiction() -> None:
    assert prove(implies(lt(t, t), le(inverse(M, u), t))).status == "proved"


def test_rational_numbers_are_recognised_as_written() -> None:
    with evaluate(False):
        assert rational(read(num(1) / 2)) == Fraction(1, 2)
        assert rational(read(num(3) - 5)) == -2
    assert rational(read(t)) is None


@pytest.mark.parametrize("seed", range(25))
def test_random_statements_are_not_proved_where_they_fail(seed: int) -> None:
    statement = Writer(seed).statement()
    if screen(statement, seconds=1.0).witness is not None:
        assert not prove_statement(statement, 2.0).proved


def test_a_distribution_function_need_not_be_continuous() -> None:
    assert prove(SAYS["left_continuous"](D)).status == "refuted"
