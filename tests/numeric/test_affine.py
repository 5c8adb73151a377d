"""Index arithmetic in one form, against the exact evaluation term by term."""

import random
from fractions import Fraction

import numpy as np
import pytest

from symderive.language.terms import Add, Bound, Ceiling, Floor, Mod, Mul, Number, Pow, Term, number
from symderive.numeric.affine import Reader, axis, constant, form_range, replaced, values
from symderive.numeric.exact import axis_values, rational

RANGES = [(1, 12), (1, 5), (-3, 4)]
GRID = tuple(axis_values(low, high, level) for level, (low, high) in enumerate(RANGES))


def random_term(source: random.Random, depth: int) -> Term:
    """Sums, products, floors, ceilings and remainders of three bound variables."""
    if depth == 0:
        fraction = Fraction(source.randint(-6, 6), source.choice((1, 1, 2, 3, 4)))
        return source.choice((Bound(0), Bound(1), Bound(2), Number(fraction)))
    first, second = (random_term(source, depth - 1) for _ in range(2))
    divisor = Pow(number(source.choice((2, 3, 4, 6))), number(-1))
    return source.choice(
        (
            Add((first, second)),
            Add((first, Mul((number(-1), second)))),
            Mul((number(source.randint(-5, 5)), first)),
            Mul((first, second)),
            Floor(Mul((first, divisor))),
            Ceiling(Mul((divisor, first))),
            Mod(first, number(source.choice((2, 3, 5, -4)))),
        )
    )


@pytest.mark.parametrize("seed", range(150))
def test_forms_have_the_values_of_their_terms(seed: int) -> None:
    source = random.Random(seed)
    term = random_term(source, 3)
    wanted = rational(term, GRID, {})
    form = Reader({}, RANGES).form(term)
    assert form is not None
    top, bottom = values(form, GRID)
    assert np.all(top * wanted.bottom == wanted.top * bottom)
    low, high = form_range(form, RANGES)
    assert np.all((low * bottom <= top) & (top <= high * bottom))


@pytest.mark.parametrize("seed", range(40))
def test_replacing_a_variable_is_computing_with_its_value(seed: int) -> None:
    term = random_term(random.Random(seed), 3)
    form = Reader({}, RANGES).form(term)
    assert form is not None
    by = axis(0) + constant(-2)
    inside = [RANGES[0], RANGES[1], (-1, 10)]
    general = Reader({}, inside).form(term)
    assert general is not None
    found = replaced(general, 2, by, inside)
    assert found is not None
    top, bottom = values(found, GRID)
    other, below = values(general, (GRID[0], GRID[1], GRID[0] - 2))
    assert np.all(top * below == other * bottom)


def test_digits_come_out_by_their_ranges() -> None:
    """With h = 4, (r - 1 + h (c - 1)) splits into r - 1 and c - 1 for r = 1..4."""
    reader = Reader({}, [(1, 4), (1, 9)])
    row, column = Bound(1), Bound(0)
    place = Add((row, number(-1), Mul((number(4), Add((column, number(-1)))))))
    assert reader.form(Mod(place, number(4))) == axis(0) + constant(-1)
    quarter = Number(Fraction(1, 4))
    assert reader.form(Floor(Mul((place, quarter)))) == axis(1) + constant(-1)


def test_nested_floors_are_one() -> None:
    reader = Reader({}, [(0, 1000)])
    half, third = Number(Fraction(1, 2)), Number(Fraction(1, 3))
    nested = Floor(Mul((Floor(Mul((Bound(0), half))), third)))
    assert reader.form(nested) == reader.form(Floor(Mul((Bound(0), Number(Fraction(1, 6))))))


def test_what_is_no_polynomial_has_no_form() -> None:
    reader = Reader({}, [(1, 5)])
    assert reader.form(Pow(Bound(0), number(-1))) is None
    assert reader.form(Mod(number(3), Bound(0))) is None
