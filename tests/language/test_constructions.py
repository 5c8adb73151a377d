"""Arrays whose entries are given by a function of the indices."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
import sympy

from symderive.errors import IllFormed
from symderive.language.constructions import array, stack
from symderive.language.declarations import matrix, vector
from symderive.language.domains import index, size
from symderive.language.sums import total
from symderive.language.terms import Add, Array, Bound, Entry
from tests.language.by_hand import assert_entries

m, n = size("m"), size("n")
x, A = vector("x", n), matrix("A", m, n)
i = index("i", n)


def test_an_array_keeps_the_names_of_its_indices() -> None:
    found = array((m, n), lambda row, column: A[row, column] + 1)
    term = found.term
    assert isinstance(term, Array)
    assert term.names == ("row", "column")
    assert isinstance(term.body, Add)
    assert term.body.terms[0] == Entry(A.term, (Bound(1), Bound(0)))
    assert found == array((m, n), lambda p, q: A[p, q] + 1)


def test_entries_of_arrays() -> None:
    assert_entries(array((2, 3), lambda p, q: 10 * p + q), [[11, 12, 13], [21, 22, 23]])
    assert_entries(array(3, lambda p: p**2), [1, 4, 9])
    assert_entries(array((3,), lambda p: total(lambda q: q, 1, p)), [1, 3, 6])
    assert_entries(array((2,), lambda p: 7), [7, 7])
    b = sympy.Symbol("b", integer=True)
    assert array((2,), lambda p: b * p).matrix({b: 3}) == sympy.Matrix([3, 6])


def test_a_free_index_is_not_captured() -> None:
    found = array((n,), lambda k: x[k] * x[i])
    assert found.matrix({"n": 2, "i": 1}).shape == (2, 1)
    assert str(found.matrix({"n": 2, "i": 1})) == "Matrix([[x[1]**2], [x[1]*x[2]]])"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: array((m, n), lambda p: x[p]), r"a function of 2 indices is needed"),
        (lambda: array((n,), lambda i: x[i] * x[globals()["i"]]), r"i is free in the body"),
        (lambda: array((n,), lambda p: A[p, :]), r"an entry of an array is a scalar, not a tensor"),
        (lambda: array((n,), lambda p: p <= 2), r"a condition stands as an entry"),
        (lambda: array((), lambda: 1), r"one size at least"),
        (lambda: array((1.5,), lambda p: p), r"float"),
        (lambda: array((n,), lambda p: 0.5), r"0\.5 is a float"),
        (lambda: array((n,), lambda p: p == 1), r"Python bool"),
        (lambda: stack(x, "y"), r"'y' is text"),
    ],
    ids=count(),
)
def test_arrays_that_have_no_meaning_are_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()
