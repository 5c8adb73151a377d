"""Sizes that are equal, that differ at every size, and how they read."""

from fractions import Fraction

import pytest

from symderive.language.domains import size
from symderive.language.scalars import Scalar, scalar
from symderive.language.shapes import (
    differs_everywhere,
    impossible,
    is_multiple,
    is_whole,
    known_at_most,
    least_value,
    polynomial_of,
    quotient_size,
    same_size,
    shape_text,
    size_text,
)
from symderive.language.terms import (
    INTEGER,
    ONE,
    Add,
    And,
    Bound,
    Ceiling,
    Compare,
    Floor,
    Function,
    Mod,
    Mul,
    Not,
    Pow,
    Symbol,
    Term,
    Truth,
    number,
)

m, n, r = size("m"), size("n"), size("r")
even = size("h", multiple_of=2)
free = Scalar(Symbol("f", INTEGER))


def term(value: object) -> Term:
    return scalar(value).term


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (n + 1 - 1, n),
        (2 * (n + 1), 2 * n + 2),
        ((n + 1) ** 2, n * n + 2 * n + 1),
        (n / 2 + n / 2, n),
        (m * n / m, n),
        ((2 * n + 1) // 2, n),
        ((n + 3) // 2, (n + 1) // 2 + 1),
        ((m + n) // 2, (n + m) // 2),
        (even // 2 * 2, even),
        (n**0, 1),
    ],
)
def test_sizes_that_are_equal_as_polynomials(left: object, right: object) -> None:
    assert same_size(term(left), term(right))
    assert not differs_everywhere(term(left), term(right))


@pytest.mark.parametrize(
    ("left", "right", "everywhere"),
    [
        (n, n + 1, True),
        (2, 3, True),
        (m + n, m, True),
        (2 * n, n, True),
        (m * n + 1, m * n, True),
        (n, 2 * n, True),
        (n, n * n, False),
        (m, n, False),
        (2 * n, n + 1, False),
        (n - 1, 0, False),
        (free, 2 * free, False),
        (free, free + 1, True),
        (n / r, n / r + 1, True),
        (n / r, 2 * n / r, False),
        (n // 2, n // 2 + 1, True),
        (n // 2, n, False),
    ],
)
def test_sizes_that_differ(left: object, right: object, everywhere: bool) -> None:
    assert not same_size(term(left), term(right))
    assert differs_everywhere(term(left), term(right)) is everywhere
    assert differs_everywhere(term(right), term(left)) is everywhere


def test_a_derived_size_may_be_zero_so_it_never_differs_from_it() -> None:
    assert not differs_everywhere(term(m - n), term(0))


def test_conditions_that_can_never_hold() -> None:
    never = Compare("<=", number(2), ONE)
    assert impossible(never)
    assert impossible(And((Truth(True), never)))
    assert impossible(Compare("<=", term(n + 1), term(n)))
    assert not impossible(Compare("<=", term(n), ONE))
    assert not impossible(Compare("<=", term(m), term(n)))
    assert not impossible(Not(Truth(True)))


def test_least_values_come_from_the_domain() -> None:
    assert least_value(n.term) == 1
    assert least_value(size("k", at_least=3).term) == 3
    assert least_value(free.term) is None
    above = Symbol("a", type(INTEGER)("integer", (Compare("<", number(4), Bound(0)),)))
    assert least_value(above) == 5
    assert known_at_most(ONE, n.term)
    assert known_at_most(number(2), term(m + n))
    assert not known_at_most(number(2), n.term)
    assert not known_at_most(ONE, free.term)


def test_multiples_come_from_the_domain() -> None:
    assert is_multiple(even.term, 2)
    assert not is_multiple(even.term, 4)
    assert is_multiple(size("q", multiple_of=6).term, 3)
    assert not is_multiple(n.term, 2)
    assert is_whole(term(even / 2))
    assert is_whole(term(even * n / 2))
    assert not is_whole(term(n / 2))
    assert not is_whole(term(n / r))


@pytest.mark.parametrize(
    ("whole", "divisor", "wanted"),
    [
        (7, 2, number(3)),
        (n, 1, n.term),
        (2 * m, 2, m.term),
        (r * m, r, m.term),
        (even, 2, Mul((even.term, Pow(number(2), number(-1))))),
        (n, 2, Floor(Mul((n.term, Pow(number(2), number(-1)))))),
    ],
)
def test_quotients_keep_their_floor_unless_divisibility_is_plain(
    whole: object, divisor: object, wanted: Term
) -> None:
    assert quotient_size(term(whole), term(divisor)) == wanted


def test_what_is_no_polynomial_is_an_atom() -> None:
    greatest = Function("Max", (n.term, m.term))
    assert polynomial_of(greatest) == {((greatest, 1),): Fraction(1)}
    assert polynomial_of(Ceiling(term(n + 1))) == polynomial_of(term(n + 1))
    assert same_size(Add((greatest, greatest)), Mul((number(2), greatest)))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (n - 1, "n - 1"),
        (2 * (n + 1), "2*(n + 1)"),
        (m / 2, "m/2"),
        (1 / (n + 1), "1/(n + 1)"),
        ((n + 1) // 2, "floor((n + 1)/2)"),
        (-n, "-n"),
        (n**2, "n**2"),
        (n % 2, "mod(n, 2)"),
        (m - 2 * n, "m - 2*n"),
    ],
)
def test_sizes_read_as_written(written: Scalar, text: str) -> None:
    assert size_text(written.term) == text


def test_shapes_read_as_tuples() -> None:
    assert shape_text((m.term, number(3))) == "(m, 3)"
    assert shape_text(()) == "()"
    assert shape_text(None) == "(no sizes)"
    assert size_text(Function("Max", (n.term, ONE))) == "Max(n, 1)"
    assert size_text(Mod(n.term, number(2)), 2) == "mod(n, 2)"
