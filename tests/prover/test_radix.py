"""The two lemmas on digits, and products of constraints with sizes."""

from symderive.prover.context import ContextTable
from symderive.prover.integers import FREE, SUMMED, form_of, variable
from symderive.prover.presburger import AT_LEAST, EQUAL
from symderive.prover.radix import (
    affine_instead,
    is_positive,
    products_by,
    provable,
    quotient,
)

R, A, B = variable(FREE, 1), variable(SUMMED, 1), variable(SUMMED, 2)
r, a, b = form_of(R), form_of(A), form_of(B)
DIGIT_RANGE = [(AT_LEAST, b), (AT_LEAST, r.shifted(-1) - b)]


def known(*constraints):
    return ContextTable().context(frozenset(constraints))


def test_a_flattened_index_is_zero_only_if_both_digits_are() -> None:
    found = affine_instead(EQUAL, r * a + b, known(*DIGIT_RANGE, (AT_LEAST, r.shifted(-1))))
    assert found is not None
    assert set(found) == {(EQUAL, a), (EQUAL, b)}


def test_a_flattened_index_is_at_least_zero_if_its_first_digit_is() -> None:
    found = affine_instead(AT_LEAST, r * a + b, known(*DIGIT_RANGE, (AT_LEAST, r.shifted(-1))))
    assert found == [(AT_LEAST, a)]


def test_a_digit_that_may_be_the_radix_is_no_digit() -> None:
    wide = [(AT_LEAST, b), (AT_LEAST, r - b), (AT_LEAST, r.shifted(-1))]
    assert affine_instead(EQUAL, r * a + b, known(*wide)) is None


def test_a_radix_that_may_be_zero_is_no_radix() -> None:
    assert affine_instead(EQUAL, r * a, known((AT_LEAST, r))) is None
    found = affine_instead(EQUAL, r * a, known((AT_LEAST, r.shifted(-1))))
    assert found is not None
    assert (EQUAL, a) in found


def test_products_of_constraints_with_sizes() -> None:
    context = known((AT_LEAST, r), (AT_LEAST, a - b))
    assert provable(r * a - r * b, context)
    assert not provable(r * b - r * a, context)
    assert not provable(r * a - r * b, known((AT_LEAST, a - b)))


def test_positive_products_have_positive_factors() -> None:
    assert is_positive(r * r, known((AT_LEAST, r.shifted(-1))))
    assert not is_positive(r * r, known((AT_LEAST, r)))


def test_forms_by_their_radices() -> None:
    (first,) = list(products_by(r * a + b))
    assert first == ((R,), {(A,): 1}, {(B,): 1})
    assert quotient((R, A), (A,)) == (R,)
    assert quotient((R,), (A,)) is None
