"""Pooling and upsampling on images written out by hand, and their sizes."""

from collections.abc import Callable
from fractions import Fraction
from itertools import count
from typing import Any

import pytest

from symderive.errors import IllFormed
from symderive.language.declarations import matrix, tensor, vector
from symderive.language.definitions import entry_of, requirements, shape_of
from symderive.language.domains import index, size
from symderive.language.operators import average_pool, max_pool, upsample
from symderive.language.scalars import num, scalar
from symderive.language.terms import Ceiling, Compare, Entry, Floor, Mul, Pow, number
from tests.language.by_hand import assert_entries, tensor_of

m, n = size("m", multiple_of=2), size("n", multiple_of=2)
r = size("r")
X = matrix("X", m, n)
B = tensor_of([[1, 2, 3, 4], [5, 6, 7, 8]])
i, j = index("i", m), index("j", n)


def test_average_pooling() -> None:
    assert_entries(average_pool(B, 2), [[Fraction(7, 2), Fraction(11, 2)]])
    assert_entries(
        average_pool(B, (1, 2)),
        [[Fraction(3, 2), Fraction(7, 2)], [Fraction(11, 2), Fraction(15, 2)]],
    )
    assert_entries(average_pool(tensor_of([1, 2, 3, 4, 5]), 2), [Fraction(3, 2), Fraction(7, 2)])


def test_max_pooling() -> None:
    assert_entries(max_pool(B, 2), [[6, 8]])
    assert_entries(max_pool(tensor_of([3, 1, 2]), 3), [3])


def test_upsampling() -> None:
    assert_entries(upsample(tensor_of([1, 2]), 3), [1, 1, 1, 2, 2, 2])
    assert_entries(
        upsample(tensor_of([[1, 2], [3, 4]]), 2),
        [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]],
    )
    assert_entries(upsample(tensor_of([[1, 2]]), (2, 1)), [[1, 2], [1, 2]])


def test_pooling_divides_sizes_that_are_multiples() -> None:
    assert average_pool(X, 2).shape == (m / 2, n / 2)
    half = matrix("Y", m / 2, n / 2)
    assert requirements((average_pool(X, 2) + half).term) == ()
    odd = size("k")
    (size_of_pool,) = shape_of(average_pool(vector("x", odd), 2).term)
    assert size_of_pool == Floor(Mul((odd.term, Pow(number(2), number(-1)))))
    assert average_pool(vector("x", 2 * odd), 2).shape == (odd,)
    assert average_pool(vector("x", r * odd), r).shape == (odd,)


def test_upsampling_multiplies_sizes() -> None:
    assert upsample(X, r).shape == (r * m, r * n)
    found = entry_of(upsample(X, 2).term, (i.term, j.term))
    assert isinstance(found, Entry)
    assert found.indices[0] == Ceiling(scalar(i / 2).term)


def test_windows_are_the_last_axes() -> None:
    batch = tensor("T", (3, m, n))
    assert average_pool(batch, 2).shape == (3, m / 2, n / 2)
    assert upsample(batch, (r,)).shape == (3, m, r * n)
    assert average_pool(batch, (1, 2, 2)).shape == (3, m / 2, n / 2)


def test_a_window_is_positive() -> None:
    s = num(r - 1)
    assert requirements(upsample(X, (s, 1)).term) == (Compare("<=", number(1), s.term),)
    assert requirements(average_pool(X, r).term) == ()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: average_pool(X, (2, 2, 2)), r"a window of 3 numbers does not fit"),
        (lambda: average_pool(X, ()), r"a window of 0 numbers"),
        (lambda: average_pool(X, 1.5), r"1\.5 is a float"),
        (lambda: upsample(X, 0), r"upsample .*no meaning at any size: 1 <= 0"),
        (lambda: average_pool(3, 2), r"a tensor is needed"),
    ],
    ids=count(),
)
def test_windows_that_have_no_meaning_are_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()
