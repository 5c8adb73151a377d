"""Concrete functions for unknown ones."""

from __future__ import annotations

import random

import pytest
from flint import fmpq

from symderive.errors import IllFormed
from symderive.evaluator.jets import Jet
from symderive.evaluator.polynomials import Polynomial, random_polynomial, simple_polynomials

CUBIC = Polynomial({(3,): 2, (1,): fmpq(-1, 2), (0,): 5})
MIXED = Polynomial({(2, 1): 3, (0, 1): -1})


def test_values_and_derivatives() -> None:
    assert CUBIC(2) == 20
    assert CUBIC.derivative((1,))(2) == fmpq(47, 2)
    assert CUBIC.derivative((4,))(2) == 0
    assert MIXED(2, 5) == 55
    assert MIXED.derivative((1, 1))(2, 5) == 12


def test_the_value_at_a_jet_is_the_chain_rule() -> None:
    found = CUBIC(Jet(2, 2, 10))
    assert (found.value, found.slope) == (CUBIC(2), 10 * CUBIC.derivative((1,))(2))


@pytest.mark.parametrize(
    ("polynomial", "text"),
    [
        (Polynomial({}), "0"),
        (Polynomial({(0,): 1}), "1"),
        (CUBIC, "2 t^3 - 1/2 t + 5"),
        (Polynomial({(2,): -1, (0,): -1}), "-t^2 - 1"),
        (MIXED, "3 t1^2 t2 - t2"),
    ],
)
def test_text(polynomial: Polynomial, text: str) -> None:
    assert str(polynomial) == text


def test_the_first_functions_are_simple() -> None:
    assert [str(one) for one in simple_polynomials(1)][:3] == ["0", "1", "t"]
    assert Polynomial({}).cost < Polynomial({(1,): 1}).cost < CUBIC.cost


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("increasing", 1, None),
        ("nondecreasing", 0, None),
        ("decreasing", None, -1),
        ("nonincreasing", None, 0),
    ],
)
def test_monotone_functions(name: str, least: int | None, most: int | None) -> None:
    chance = random.Random(3)
    found = simple_polynomials(1, (name,)) + [random_polynomial(1, chance, (name,)) for _ in "abc"]
    for one in found:
        steps = [one(k + 1) - one(k) for k in range(-3, 3)]
        assert least is None or min(steps) >= min(least, 1)
        assert most is None or max(steps) <= max(most, -1)


@pytest.mark.parametrize(("name", "sign"), [("convex", 1), ("concave", -1)])
def test_bent_functions(name: str, sign: int) -> None:
    chance = random.Random(3)
    for one in [random_polynomial(1, chance, (name,)) for _ in range(5)]:
        assert all(sign * one.derivative((2,))(k) >= 0 for k in range(-3, 3))


def test_an_unknown_property_is_refused() -> None:
    with pytest.raises(IllFormed, match="the property 'odd' is not known"):
        simple_polynomials(1, ("odd",))
