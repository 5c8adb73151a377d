"""Indices and sizes on grids, computed exactly."""

import numpy as np
import pytest

from symderive.errors import IllFormed
from symderive.language.domains import real, size
from symderive.language.scalars import num, scalar
from symderive.language.terms import (
    Bound,
    Ceiling,
    Floor,
    Function,
    Mul,
    Pow,
    Term,
    number,
)
from symderive.numeric.exact import axis_values, is_exact, rational, whole

n = size("n")
VALUES = {n.term: 49}
K = Bound(0)


def fractions(term: Term, environment: tuple[np.ndarray, ...] = ()) -> list[tuple[int, int]]:
    """The rationals of a grid, in reading order."""
    found = rational(term, environment, VALUES)
    tops, bottoms = np.broadcast_arrays(found.top, found.bottom)
    return list(zip(tops.ravel().tolist(), bottoms.ravel().tolist(), strict=True))


def test_floors_are_exact_where_floats_round() -> None:
    assert 49 * (1 / 49) < 1
    term = Floor(Mul((n.term, Pow(n.term, number(-1)))))
    assert fractions(term) == [(1, 1)]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (n / 2 + num(1) / 3, (149, 6)),
        ((n + 1) // 3, (16, 1)),
        (-n // 2, (-25, 1)),
        (-n % 5, (1, 1)),
        (n % -5, (-1, 1)),
        ((n / 2) % 1, (1, 2)),
        (abs(-n), (49, 1)),
        (num(2) ** -3, (1, 8)),
        (n**0, (1, 1)),
        (1 / (n - 49), (1, 0)),
        (n % (n - 49), (0, 0)),
    ],
)
def test_arithmetic(written: object, wanted: tuple[int, int]) -> None:
    (found,) = fractions(scalar(written).term)
    assert found[1] == wanted[1]
    assert found[1] == 0 or found == wanted


def test_ceilings_greatest_and_least() -> None:
    half = Mul((n.term, Pow(number(2), number(-1))))
    assert fractions(Ceiling(half)) == [(25, 1)]
    assert fractions(Ceiling(Mul((number(-1), half)))) == [(-24, 1)]
    assert fractions(Function("Max", (n.term, number(50), number(3)))) == [(50, 1)]
    assert fractions(Function("Min", (n.term, number(50)))) == [(49, 1)]
    assert fractions(Function("sign", (number(-3),))) == [(-1, 1)]


def test_bound_variables_vary_along_their_axis() -> None:
    outer, inner = axis_values(1, 2, 0), axis_values(1, 3, 1)
    assert (outer.shape, inner.shape) == ((2,), (3, 1))
    term = Mul((Bound(1), K))
    assert fractions(term, (outer, inner)) == [(1, 1), (2, 1), (2, 1), (4, 1), (3, 1), (6, 1)]


def test_what_is_whole() -> None:
    values, is_whole = whole(
        rational(Mul((K, Pow(number(2), number(-1)))), (axis_values(1, 4, 0),), {})
    )
    assert is_whole.tolist() == [False, True, False, True]
    assert values[is_whole].tolist() == [1, 2]


def test_what_is_exact() -> None:
    assert is_exact(scalar((n + 1) // 2 % 3).term)
    assert not is_exact((n + real("a")).term)
    assert not is_exact(Function("exp", (n.term,)))
    assert not is_exact(Pow(n.term, n.term))


def test_missing_sizes_are_named() -> None:
    with pytest.raises(IllFormed, match="give also \\{m:"):
        rational(size("m").term, (), {})
