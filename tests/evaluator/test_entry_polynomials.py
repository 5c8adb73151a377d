"""Polynomials in the entries of a tensor: values, exact derivatives, text both ways."""

from __future__ import annotations

import random

import pytest
from flint import fmpq

from symderive.errors import Undefined
from symderive.evaluator.entry_polynomials import (
    EntryPolynomial,
    FunctionalStore,
    entry_polynomial_of,
    random_entry_polynomial,
    simple_entry_polynomials,
)
from symderive.evaluator.support import places_of

CUBIC = EntryPolynomial({((1,), (1,), (3,)): 2, ((2,),): -1, (): 5})
POINT = {(1,): 3, (2,): 7, (3,): fmpq(1, 2)}


def test_values_and_derivatives_by_hand() -> None:
    assert CUBIC.at(POINT) == 2 * 9 * fmpq(1, 2) - 7 + 5
    assert CUBIC.derivative(((1,),)).at(POINT) == 4 * 3 * fmpq(1, 2)
    assert CUBIC.derivative(((1,), (1,))).at(POINT) == 4 * fmpq(1, 2)
    assert CUBIC.derivative(((1,), (3,))).at(POINT) == 12
    assert CUBIC.derivative(((3,), (3,))).at(POINT) == 0
    assert CUBIC.derivative(((2,),)).at(POINT) == -1


def test_the_order_of_derivatives_does_not_matter() -> None:
    chance = random.Random(1)
    for _ in range(20):
        made = random_entry_polynomial((2, 2), chance)
        a, b = chance.choices(places_of((2, 2)), k=2)
        assert made.derivative((a, b)).coefficients == made.derivative((b, a)).coefficients


@pytest.mark.parametrize("shape", [(0,), (1,), (3,), (2, 3), (2, 0), (2, 1, 2)])
def test_text_is_read_back(shape: tuple[int, ...]) -> None:
    chance = random.Random(2)
    made = simple_entry_polynomials(shape) + [
        random_entry_polynomial(shape, chance) for _ in range(20)
    ]
    for one in made:
        back = entry_polynomial_of(str(one))
        assert back.coefficients == one.coefficients, str(one)


def test_text_is_short() -> None:
    assert str(CUBIC) == "2 t[1]^2 t[3] - t[2] + 5"
    assert str(EntryPolynomial({})) == "0"
    assert str(EntryPolynomial({((1, 2),): fmpq(-1, 2)})) == "-1/2 t[1,2]"


def test_the_simple_ones_come_first() -> None:
    shown = [str(one) for one in simple_entry_polynomials((2,))]
    assert shown[:4] == ["0", "t[1]", "t[1] + t[2]", "t[2]"]
    assert [str(one) for one in simple_entry_polynomials((0,))] == ["0", "1"]


def test_a_general_one_depends_on_every_entry() -> None:
    made = random_entry_polynomial((2, 3), random.Random(3))
    linear = {places[0] for places in made.coefficients if len(places) == 1}
    assert linear == set(places_of((2, 3)))
    assert max(map(len, made.coefficients)) == 3


def test_a_derivative_by_an_entry_that_is_not_there() -> None:
    store = FunctionalStore("L", (2,), EntryPolynomial({((1,),): 1}))
    assert store.value({(1,): 4, (2,): 5}, ((1,),)) == 1
    with pytest.raises(Undefined, match=r"L\.grad\[3\] is outside 1\.\.2"):
        store.value({(1,): 4, (2,): 5}, ((3,),))
