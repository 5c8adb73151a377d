"""Index forms: integer polynomials in variables that carry their kind."""

from fractions import Fraction

import pytest

from symderive.prover.integers import (
    DIGIT,
    FREE,
    QUOTIENT,
    SUMMED,
    Form,
    constant,
    elimination_rank,
    faulhaber,
    form_of,
    kind_of,
    monomials,
    number_of,
    variable,
)

I, J = variable(FREE, 1), variable(SUMMED, 1)
i, j = form_of(I), form_of(J)


@pytest.mark.parametrize("kind", [FREE, SUMMED, DIGIT, QUOTIENT])
def test_a_variable_carries_kind_and_number(kind: int) -> None:
    assert (kind_of(variable(kind, 7)), number_of(variable(kind, 7))) == (kind, 7)


def test_summation_variables_are_eliminated_before_quotients() -> None:
    ranked = sorted([variable(QUOTIENT, 1), variable(SUMMED, 9)], key=elimination_rank)
    assert [kind_of(v) for v in ranked] == [SUMMED, QUOTIENT]


def test_arithmetic_drops_what_cancels() -> None:
    assert (i + j) * (i - j) == i * i - j * j
    assert not (i - i).terms
    assert (i - i).value == 0
    assert i.shifted(2).shifted(-2) == i


def test_substitution_is_simultaneous() -> None:
    assert (i * j + i).substituted({I: j, J: i}) == i * j + j


def test_a_form_is_solved_only_for_a_variable_that_stands_alone() -> None:
    assert (i - j).solvable_for(J)
    assert not (i - j.scaled(2)).solvable_for(J)
    assert not (j + i * j).solvable_for(J)


def test_content_leaves_out_the_constant() -> None:
    assert (i.scaled(4) + j.scaled(6)).shifted(3).content() == 2
    assert constant(5).content() == 0


def test_evaluation_and_monomials() -> None:
    form = i * j - i.scaled(3) + constant(1)
    assert form.evaluated({I: 2, J: 5}) == 5
    assert monomials([form]) == {tuple(sorted((I, J))), (I,)}
    assert not form.is_affine
    assert isinstance(form, Form)


@pytest.mark.parametrize("power", range(6))
@pytest.mark.parametrize("last", [-1, 0, 1, 4, -4])
def test_power_sums_telescope_at_every_integer(power: int, last: int) -> None:
    def total(n: int) -> Fraction:
        return sum((Fraction(p, q) * n**k for k, (p, q) in enumerate(faulhaber(power))), Fraction())

    assert total(last) - total(last - 1) == last**power
    assert total(-1) == 0
