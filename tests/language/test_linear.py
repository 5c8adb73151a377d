"""Operators of linear algebra on matrices written out by hand."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from symderive.errors import IllFormed, Undefined
from symderive.language.constructions import (
    diag,
    diagonal,
    eye,
    inner,
    kron,
    lower_triangle,
    ones,
    outer,
    trace,
    transpose,
    unit,
    upper_triangle,
    zeros,
)
from symderive.language.declarations import matrix, tensor, vector
from symderive.language.definitions import entry_of, requirements
from symderive.language.domains import index, size
from symderive.language.explicit import explicit_scalar
from symderive.language.scalars import Scalar
from symderive.language.terms import Compare, Entry, Iverson, Mul, Reduce, number
from tests.language.by_hand import assert_entries, matrix_of, tensor_of

m, n = size("m"), size("n")
x, A = vector("x", n), matrix("A", m, n)
B = tensor_of([[1, 2], [3, 4], [5, 6]])
i, j = index("i", m), index("j", n)


def value(scalar: Scalar, sizes: dict[Any, int] | None = None) -> Any:
    """The value of a scalar at sizes given by its variables."""
    return explicit_scalar(scalar.term, {key.term: v for key, v in (sizes or {}).items()})


def test_special_tensors() -> None:
    assert_entries(ones(3), [1, 1, 1])
    assert_entries(zeros(2, 2), [[0, 0], [0, 0]])
    assert_entries(ones((1, 2)), [[1, 1]])
    assert_entries(eye(3), [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    assert_entries(eye(n), [[1, 0], [0, 1]], {n: 2})
    assert_entries(unit(2, 3), [0, 1, 0])
    assert_entries(unit(n, n), [0, 0, 1], {n: 3})
    assert zeros(m, 0).shape == (m, 0)


def test_an_identity_matrix_is_a_bracket() -> None:
    assert entry_of(eye(n).term, (i.term, j.term)) == Iverson(Compare("=", i.term, j.term))


def test_diagonals() -> None:
    assert_entries(diag(tensor_of([2, 5])), [[2, 0], [0, 5]])
    assert_entries(diagonal(tensor_of([[1, 2], [3, 4]])), [1, 4])
    assert value(trace(tensor_of([[1, 2], [3, 4]]))) == 5
    assert value(trace(eye(n)), {n: 4}) == 4
    assert_entries(lower_triangle(tensor_of([[1, 2], [3, 4]])), [[1, 0], [3, 4]])
    assert_entries(upper_triangle(tensor_of([[1, 2], [3, 4]])), [[1, 2], [0, 4]])


def test_outer_products() -> None:
    assert_entries(outer(tensor_of([1, 2]), tensor_of([3, 4, 5])), [[3, 4, 5], [6, 8, 10]])
    assert_entries(outer(B, tensor_of([1, 2]))[3, :, :], [[5, 10], [6, 12]])
    assert outer(x, A).shape == (n, m, n)


def test_inner_products() -> None:
    assert value(inner(tensor_of([1, 2]), tensor_of([3, 4]))) == 11
    assert value(inner(B, B)) == 1 + 4 + 9 + 16 + 25 + 36
    assert inner(A, A).term.name == "inner"


def test_kronecker_products() -> None:
    left, right = tensor_of([[1, 2], [3, 4]]), tensor_of([[0, 5], [6, 7]])
    assert_entries(
        kron(left, right),
        [[0, 5, 0, 10], [6, 7, 12, 14], [0, 15, 0, 20], [18, 21, 24, 28]],
    )
    assert_entries(kron(tensor_of([1, 2]), tensor_of([3, 4, 5])), [3, 4, 5, 6, 8, 10])
    assert_entries(kron(B, ones(1, 2)), [[1, 1, 2, 2], [3, 3, 4, 4], [5, 5, 6, 6]])
    assert kron(A, ones(2, 3)).shape == (m * 2, n * 3) or kron(A, ones(2, 3)).shape == (
        2 * m,
        3 * n,
    )


def test_transposes() -> None:
    assert_entries(B.T, [[1, 3, 5], [2, 4, 6]])
    assert transpose(A) == A.T
    T = tensor("T", (2, m, n))
    assert transpose(T, (2, 0, 1)).shape == (n, 2, m)
    assert transpose(T, (-1, 0, 1))[j, 1, i].term.tensor == transpose(T, (2, 0, 1)).term
    assert entry_of(transpose(T, (2, 0, 1)).term, (j.term, number(1), i.term)) == Entry(
        T.term, (number(1), i.term, j.term)
    )
    assert_entries(transpose(B, (1, 0)), [[1, 3, 5], [2, 4, 6]])


def test_a_product_is_a_sum_over_the_inner_index() -> None:
    found = entry_of((A @ x).term, (i.term,))
    assert isinstance(found, Reduce)
    assert (found.operation, found.upper) == ("sum", n.term)
    assert isinstance(found.body, Mul)
    assert requirements((A @ x).term) == ()


def test_what_sizes_must_satisfy() -> None:
    k = size("k")
    assert requirements((A @ matrix("C", k, n)).term) == (Compare("=", n.term, k.term),)
    assert requirements(trace(A).term) == (Compare("=", m.term, n.term),)
    assert requirements(inner(A, A.T).term) == (
        Compare("=", m.term, n.term),
        Compare("=", n.term, m.term),
    )
    (bounds,) = requirements(unit(k, n).term)
    assert bounds.conditions == (
        Compare("<=", number(1), k.term),
        Compare("<=", k.term, n.term),
    )


def test_sizes_that_do_not_fit_have_no_entries() -> None:
    with pytest.raises(Undefined, match="matmul has no value at these sizes: n = k does not hold"):
        (A @ matrix("C", size("k"), n)).matrix({"m": 2, "n": 2, "k": 3})
    with pytest.raises(Undefined, match="unit has no value"):
        unit(size("k"), n).matrix({"n": 2, "k": 3})


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: diag(A), r"diag needs a vector, .* diagonal\(A\)"),
        (lambda: diagonal(x), r"diagonal needs a matrix"),
        (lambda: trace(x), r"trace needs a matrix"),
        (lambda: trace(B), r"trace of shapes \(3, 2\) has no meaning at any size: 3 = 2"),
        (lambda: kron(A, x), r"kron needs equal ranks"),
        (lambda: inner(A, x), r"inner needs equal ranks"),
        (lambda: unit(0, n), r"unit\(.*\) has no meaning"),
        (lambda: unit(n + 1, n), r"unit\(.*\) has no meaning"),
        (lambda: unit(1.0, n), r"1\.0 is a float"),
        (ones, r"ones needs one size"),
        (lambda: ones(2.5), r"2\.5 is a float"),
        (lambda: zeros(-1), r"a size is at least 0"),
        (lambda: zeros(x), r"a size is a number, not a tensor"),
        (lambda: transpose(A, (0, 0)), r"does not name each of the 2 axes once"),
        (lambda: transpose(A, (0, 2)), r"axis 2"),
        (lambda: lower_triangle(x), r"lower_triangle needs a matrix"),
    ],
    ids=count(),
)
def test_what_has_no_meaning_is_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


def test_explicit_entries_of_a_free_matrix() -> None:
    found = (A @ x).matrix({m: 1, n: 2})
    assert str(found) == "Matrix([[A[1, 1]*x[1] + A[1, 2]*x[2]]])"
    assert B.matrix() == matrix_of([[1, 2], [3, 4], [5, 6]])
