"""Polynomials over atoms."""

import pytest
from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover.integers import FREE, form_of, variable
from symderive.prover.ring import (
    INDICATOR,
    TENSOR,
    UNIT,
    Ring,
    add,
    constant_polynomial,
    free_variables,
    leading_monomial,
    merged_factors,
    plain_exponent,
    scaled,
)

V = variable(FREE, 1)
v = form_of(V)


@pytest.fixture
def ring() -> Ring:
    return Ring()


def test_sums_cancel(ring: Ring) -> None:
    x = ring.atom(ring.factor(ring.head(TENSOR, "x", 0), (v,)))
    assert add(x, scaled(x, -1)) == {}
    assert scaled(x, 0) == {}
    assert free_variables(x) == {V}


def test_reciprocals_cancel_with_what_they_are_of(ring: Ring) -> None:
    x = ring.factor(ring.head(TENSOR, "x", 0), ())
    assert ring.multiply(ring.atom(x, 2), ring.atom(x, -2)) == constant_polynomial(1)


def test_brackets_are_idempotent_and_conjoined(ring: Ring) -> None:
    low, high = (
        ring.bracket((frozenset(), frozenset([v]))),
        ring.bracket((frozenset(), frozenset([-v]))),
    )
    both = ring.bracket((frozenset(), frozenset([v, -v])))
    assert ring.multiply(ring.atom(low), ring.atom(low)) == ring.atom(low)
    assert ring.multiply(ring.atom(low), ring.atom(high)) == ring.atom(both)
    outside = ring.complement(ring.atom(low))
    assert ring.multiply(outside, outside) == outside
    assert ring.multiply(outside, ring.atom(low)) == {}


def test_indicators_are_idempotent_and_tensors_are_not(ring: Ring) -> None:
    positive = ring.factor(ring.head(INDICATOR, ">", 0, {}), ())
    x = ring.factor(ring.head(TENSOR, "x", 0), ())
    assert ring.multiply(ring.atom(positive), ring.atom(positive)) == ring.atom(positive)
    assert ring.multiply(ring.atom(x), ring.atom(x)) == ring.atom(x, 2)
    doubled = merged_factors([(positive.head, (), 1)] * 2 + [(x.head, (), 1)] * 2)
    assert doubled == [(positive.head, (), 1), (x.head, (), 2)]


def test_equal_atoms_are_one_object(ring: Ring) -> None:
    head = ring.head(TENSOR, "x", 0)
    assert ring.factor(head, (v,)) is ring.factor(head, (v + v - v,))
    assert ring.head(TENSOR, "x", 0) is head is not ring.head(TENSOR, "y", 0)


def test_symmetries_choose_the_least_indices(ring: Ring) -> None:
    head = ring.head(TENSOR, "x", 0)
    head.symmetries = ((0, 1), (1, 0))
    assert ring.factor(head, (v, -v)) is ring.factor(head, (-v, v))


def test_integer_values_multiply_out(ring: Ring) -> None:
    square = ring.multiply(ring.integer_polynomial(v), ring.integer_polynomial(v.shifted(1)))
    assert square == ring.integer_polynomial(v * v + v)


def test_powers_and_exponents(ring: Ring) -> None:
    x = ring.atom(ring.factor(ring.head(TENSOR, "x", 0), ()))
    assert ring.power(x, 0) == {UNIT: fmpq(1)}
    assert plain_exponent(fmpq(4, 2)) == 2
    assert plain_exponent(fmpq(1, 2)) != 0
    assert leading_monomial(x) in x


def test_products_that_are_too_large_are_refused(ring: Ring) -> None:
    many = {frozenset([(ring.factor(ring.head(TENSOR, k, 0), ()), 1)]): fmpq(1) for k in range(100)}
    with pytest.raises(OutsideFragment, match="too large"):
        ring.multiply(many, many)
