"""Sums, means, variances and norms over all entries and along axes."""

from fractions import Fraction

import pytest
import sympy

from symderive.errors import Undefined
from symderive.language.constructions import norm, squared_norm, zeros
from symderive.language.declarations import matrix, vector
from symderive.language.definitions import entry_of, shape_of
from symderive.language.domains import index, size
from symderive.language.explicit import explicit_scalar
from symderive.language.scalars import Scalar
from symderive.language.terms import Entry, Mul, Pow, Reduce, number
from tests.language.by_hand import assert_entries, tensor_of

m, n = size("m"), size("n")
x, A = vector("x", n), matrix("A", m, n)
i = index("i", m)
B = tensor_of([[1, 2, 3], [4, 5, 9]])


def value(scalar: Scalar) -> sympy.Expr:
    """The value of a scalar without variables."""
    return explicit_scalar(scalar.term, {})


@pytest.mark.parametrize(
    ("scalar", "wanted"),
    [
        (B.sum(), 24),
        (B.mean(), 4),
        (B.max(), 9),
        (B.min(), 1),
        (B.var(), Fraction(20, 3)),
        (B.var(ddof=1), 8),
        (squared_norm(tensor_of([3, 4])), 25),
        (norm(tensor_of([3, 4])), 5),
        (squared_norm(B), 136),
    ],
)
def test_over_all_entries(scalar: Scalar, wanted: object) -> None:
    assert value(scalar) == sympy.sympify(wanted)


def test_along_an_axis() -> None:
    assert_entries(squared_norm(B, axis=0), [17, 29, 90])
    assert_entries(norm(tensor_of([[3, 4], [5, 12]]), axis=1), [5, 13])
    assert_entries(B.mean(axis=0), [Fraction(5, 2), Fraction(7, 2), 6])


def test_a_sum_over_an_axis_is_a_sum_over_that_index() -> None:
    found = entry_of(A.sum(axis=1).term, (i.term,))
    assert isinstance(found, Reduce)
    assert (found.operation, found.upper) == ("sum", n.term)
    assert isinstance(found.body, Entry)
    assert found.body.indices[0] == i.term
    assert shape_of(A.sum(axis=1).term) == (m.term,)


def test_a_mean_divides_by_the_number_of_entries() -> None:
    found = entry_of(x.mean().term, ())
    assert isinstance(found, Mul)
    assert found.factors[1] == Pow(n.term, number(-1))


def test_nothing_has_a_sum_and_nothing_else() -> None:
    empty = zeros(0)
    assert value(empty.sum()) == 0
    assert value(squared_norm(empty)) == 0
    for undefined in (empty.max(), empty.min(), empty.mean(), empty.var(), B.sum(0).var(ddof=3)):
        with pytest.raises(Undefined):
            value(undefined)
