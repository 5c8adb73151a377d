"""Probabilities of events of a uniform variable."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    all_of,
    any_of,
    eq,
    function,
    ge,
    gt,
    infimum,
    le,
    lt,
    negation,
    num,
    probability,
    prove,
    real,
    uniform,
)
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

D = function("D", distribution=True)
M = function("M", nondecreasing=True, in_unit_interval=True, arbitrary=True)
A = function("A", in_unit_interval=True, arbitrary=True)
s, t, u = real("s"), real("t"), real("u")
p = real("p", 0, 1)


def inverse(F: Any, level: Any) -> Any:
    """The generalised inverse."""
    return infimum(lambda x: le(level, F(x)))


def unit(event: Any) -> Any:
    """The probability of an event of a variable that is uniform on [0, 1]."""
    return probability(event, uniform(0, 1))


TRUE = {
    "law": eq(unit(lambda U: le(U, p)), p),
    "law, strictly": eq(unit(lambda U: lt(U, p)), p),
    "law, turned round": eq(p, unit(lambda U: ge(p, U))),
    "complement": eq(unit(lambda U: gt(U, p)), 1 - p),
    "complement, weakly": eq(unit(lambda U: le(p, U)), 1 - p),
    "half": eq(unit(lambda U: le(U, num(1) / 2)), num(1) / 2),
    "certain": eq(unit(lambda U: le(0, U)), 1),
    "impossible": eq(unit(lambda U: lt(U, 0)), 0),
    "value of a function": eq(unit(lambda U: le(U, A(t))), A(t)),
    "inverse": eq(unit(lambda U: le(inverse(D, U), t)), D(t)),
    "inverse, same event": eq(unit(lambda U: le(inverse(D, U), t)), unit(lambda U: le(U, D(t)))),
    "same event of another law": eq(
        probability(lambda U: le(inverse(D, U), t), uniform(-1, 2)),
        probability(lambda U: le(U, D(t)), uniform(-1, 2)),
    ),
    "smaller event": le(unit(lambda U: lt(inverse(M, U), t)), unit(lambda U: le(U, M(t)))),
    "at most 1": le(unit(lambda U: le(inverse(M, U), t)), 1),
    "at least 0": ge(unit(lambda U: le(inverse(M, U), t)), 0),
    "not and complement": eq(unit(lambda U: negation(le(U, p))), unit(lambda U: gt(U, p))),
    "larger than every number": ge(unit(lambda U: le(U, p)), p),
    "two at once": all_of(eq(unit(lambda U: le(U, p)), p), le(p, 1)),
}

FALSE = {
    "law, any number": eq(unit(lambda U: le(U, u)), u),
    "law, other side": eq(unit(lambda U: ge(U, p)), p),
    "law of another interval": eq(probability(lambda U: le(U, p), uniform(0, 2)), p),
    "wrong complement": eq(unit(lambda U: gt(U, p)), p),
    "certain": eq(unit(lambda U: le(U, p)), 1),
    "impossible": eq(unit(lambda U: le(U, p)), 0),
    "fixed number": eq(unit(lambda U: le(p, D(t))), D(t)),
    "inverse without right-continuity": eq(
        unit(lambda U: le(inverse(D, U), t)), unit(lambda U: lt(U, D(s)))
    ),
    "inverse, strictly": eq(unit(lambda U: lt(inverse(D, U), t)), D(t)),
    "inverse, other side": eq(unit(lambda U: ge(inverse(D, U), t)), D(t)),
    "larger event": ge(unit(lambda U: lt(inverse(M, U), t)), unit(lambda U: le(U, M(t)))),
    "less than 1": lt(unit(lambda U: le(U, p)), 1),
    "two intervals": eq(unit(lambda U: any_of(le(U, p), ge(U, p))), p),
    "any function": eq(unit(lambda U: le(U, A(U))), A(t)),
    "no length": eq(probability(lambda U: le(U, 2), uniform(u, u + t)), 1),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved(name: str) -> None:
    verdict = prove(TRUE[name])
    assert verdict.status == "proved", str(verdict)


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted(name: str) -> None:
    verdict = prove(FALSE[name])
    assert verdict.status == "refuted", str(verdict)
    assert not prove_statement(read_statement(FALSE[name])).proved


def test_the_uniform_law_is_trusted_where_it_is_used() -> None:
    law = "P(U <= c) = c for U uniform on [0, 1]"
    assert law in prove(TRUE["inverse"]).trust
    assert law not in prove(TRUE["inverse, same event"]).trust


def test_an_event_that_may_have_no_probability_has_none() -> None:
    wild = unit(lambda U: le(A(U), p))
    assert not prove_statement(read_statement(eq(wild, wild))).proved


def test_a_monotone_function_makes_an_event_an_interval() -> None:
    event = unit(lambda U: le(M(U), p))
    assert prove(le(event, unit(lambda U: le(M(U), 1)))).status == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        eq(unit(lambda U: le(U, unit(lambda V: le(V, p)))), p),
        eq(unit(lambda U: le(U, p)) + 1, p + 1),
        eq(probability(lambda U: le(U, p), uniform(0, u)), p / u),
    ],
    ids=["nested", "arithmetic", "length"],
)
def test_what_is_not_known_of_probabilities_is_not_proved(claim: Any) -> None:
    assert not prove_statement(read_statement(claim)).proved
