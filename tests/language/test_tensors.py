"""Indexing, arithmetic, products, axes, and the traps of Python, SymPy and NumPy."""

import copy
import pickle
from collections.abc import Callable
from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np
import pytest
import sympy

from symderive.errors import IllFormed
from symderive.language.constructions import array, ones, stack
from symderive.language.declarations import matrix, tensor, vector
from symderive.language.domains import index, real, size
from symderive.language.scalars import Scalar
from symderive.language.tensors import Tensor
from symderive.language.terms import Add, Apply, Entry, Mul, Number, Pow, number
from tests.language.by_hand import assert_entries, matrix_of, tensor_of

m, n = size("m"), size("n")
x, y = vector("x", n), vector("y", n)
A = matrix("A", m, n)
X = tensor("X", (2, m, n))
i, j = index("i", m), index("j", n)
beta = real("beta")
k = sympy.Symbol("k", integer=True)


# Entries


def test_an_index_gives_a_scalar() -> None:
    found = A[i, j]
    assert isinstance(found, Scalar)
    assert found.term == Entry(A.term, (i.term, j.term))


def test_indices_may_be_numbers_scalars_and_sympy_expressions() -> None:
    assert x[1].term == Entry(x.term, (number(1),))
    assert x[k + 1].term == x[1 + k].term
    assert x[n].term == Entry(x.term, (n.term,))


def test_entries_of_expressions() -> None:
    assert (x + y)[j].term == Entry(Add((x.term, y.term)), (j.term,))


def test_a_colon_keeps_an_axis() -> None:
    B = tensor_of([[1, 2, 3], [4, 5, 6]])
    assert_entries(B[2, :], [4, 5, 6])
    assert_entries(B[:, 3], [3, 6])
    assert B[:, :] is B
    assert_entries(B[..., 1], [1, 4])
    assert X[1, ...].shape == (m, n)
    assert X[1, :, j].shape == (m,)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: A[1], r"A of shape \(m, n\) has 2 indices, and 1 given; write X\[i, :\]"),
        (lambda: x[1, 2], r"x of shape \(n\) has 1 index, and 2 given"),
        (lambda: x[0], r"index 1 of x is 0, outside 1\.\.n: indices run from 1"),
        (lambda: x[-1], r"the last entry is x\[n\]"),
        (lambda: A[1, 0], r"index 2 of A is 0"),
        (lambda: stack(1, 2)[3], r"is 3, outside 1\.\.2"),
        (lambda: x[0.5], r"0\.5 is a float"),
        (lambda: x[True], r"Python bool"),
        (lambda: x[Fraction(1, 2)], r"1/2, which is not an integer"),
        (lambda: x[beta], r"beta stands in index 1 of x but is real"),
        (lambda: x[1:2], r"a range x\[a:b\] has two readings"),
        (lambda: x["k"], r"'k' is text"),
    ],
    ids=count(),
)
def test_wrong_indices_are_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


# Arithmetic


def test_arithmetic_builds_terms_as_written() -> None:
    minus_y = Mul((number(-1), y.term))
    assert (x - y).term == Add((x.term, minus_y))
    assert (x + y + 1).term == Add((x.term, y.term, number(1)))
    assert (2 * x * y).term == Mul((number(2), x.term, y.term))
    assert (x / y).term == Mul((x.term, Pow(y.term, number(-1))))
    assert (x**2).term == Pow(x.term, number(2))
    assert (2**x).term == Pow(number(2), x.term)
    assert (-x).term == Mul((number(-1), x.term))
    assert +x is x


def test_arithmetic_acts_entry_by_entry() -> None:
    a, b = tensor_of([1, 2]), tensor_of([3, 5])
    assert_entries(a + b, [4, 7])
    assert_entries(a - b, [-2, -3])
    assert_entries(1 - a, [0, -1])
    assert_entries(a * b, [3, 10])
    assert_entries(a / b, [Fraction(1, 3), Fraction(2, 5)])
    assert_entries(1 / b, [Fraction(1, 3), Fraction(1, 5)])
    assert_entries(b**2, [9, 25])
    assert_entries(2**a, [2, 4])
    assert_entries(abs(-a), [1, 2])


@pytest.mark.parametrize(
    "made",
    [
        lambda: beta * x,
        lambda: x * beta,
        lambda: sympy.Symbol("b") * x,
        lambda: x * sympy.Symbol("b"),
        lambda: sympy.Symbol("b") + x,
        lambda: sympy.exp(k) - x,
        lambda: sympy.Rational(1, 2) * x,
        lambda: sympy.Symbol("b") / x,
        lambda: Fraction(1, 2) * x,
        lambda: n * x,
        lambda: n + x,
        lambda: (n + 1) / x,
        lambda: x[1] * x,
        lambda: 3 - x,
        lambda: np.int64(3) * x,
        lambda: x + np.int64(3),
    ],
    ids=count(),
)
def test_scalars_of_every_kind_yield_to_a_tensor(made: Callable[[], Any]) -> None:
    found = made()
    assert isinstance(found, Tensor)
    assert found.shape == (n,)


def test_a_sympy_symbol_keeps_its_origin() -> None:
    b = sympy.Symbol("b", positive=True)
    assert (b * x).origins[(b * x).term.factors[0]] == b
    assert (b * x).matrix({n: 1})[0].has(b)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            lambda: x + A,
            r"x \+ A: the shapes \(n\) and \(m, n\) have different ranks; only scalars",
        ),
        (lambda: x * x.T, r"different ranks"),
        (lambda: x + vector("u", n + 1), r"\(n\) and \(n \+ 1\) has no meaning at any size"),
        (lambda: x + 1.5, r"1\.5 is a float"),
        (lambda: x * True, r"Python bool"),
        (lambda: x + (i <= j), r"a condition stands in arithmetic"),
        (lambda: x * np.ones(3), r"ndarray"),
        (lambda: x * [1, 2], r"list"),
    ],
    ids=count(),
)
def test_arithmetic_that_has_no_meaning_is_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


def test_sizes_that_may_agree_are_an_obligation() -> None:
    assert (x + vector("u", m)).shape == (n,)


# Products


def test_a_vector_is_a_column() -> None:
    u, v = tensor_of([1, 2]), tensor_of([3, 5])
    assert u.T.shape == (1, 2)
    assert_entries(u.T, [[1, 2]])
    assert u == u.T.T
    assert isinstance(u.T @ v, Scalar)
    assert (u @ v.T).shape == (2, 2)
    assert_entries(u @ v.T, [[3, 5], [6, 10]])
    assert_entries(array((1,), lambda a: u.T @ v), [13])


def test_products_with_matrices() -> None:
    B = tensor_of([[1, 2, 3], [4, 5, 6]])
    u, v = tensor_of([1, -1]), tensor_of([1, 0, 2])
    assert_entries(B @ v, [7, 16])
    assert_entries(u.T @ B, [[-3, -3, -3]])
    assert (u.T @ B).T.shape == (3,)
    assert_entries((u.T @ B).T, [-3, -3, -3])
    assert_entries(B @ B.T, [[14, 32], [32, 77]])
    assert_entries(array((1,), lambda a: u.T @ B @ v), [-9])


def test_products_are_shown_folded() -> None:
    assert (A @ x).term == Apply("matmul", (A.term, x.term))
    assert (4 * A.T).term == Mul((number(4), Apply("transpose", (A.term,))))


def test_batch_axes_come_first() -> None:
    batch = stack(tensor_of([[1, 2], [3, 4]]), tensor_of([[0, 1], [1, 0]]))
    B = tensor_of([[1, 0], [1, 1]])
    assert (batch @ B).shape == (2, 2, 2)
    assert_entries((batch @ B)[1, :, :], [[3, 2], [7, 4]])
    assert_entries((B @ batch)[2, :, :], [[0, 1], [1, 1]])
    assert_entries((batch @ batch)[2, :, :], [[1, 0], [0, 1]])
    assert_entries(batch @ tensor_of([1, 1]), [[3, 7], [1, 1]])
    assert_entries(batch.mT[1, :, :], [[1, 3], [2, 4]])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: x @ y, r"\(n\) @ \(n\): a vector is a column; .* u\.T @ v for the inner product"),
        (lambda: x @ A, r"a vector is a column; write x\.T @ A"),
        (
            lambda: A @ vector("u", n + 1),
            r"matmul of shapes \(m, n\) and \(n \+ 1\) has no meaning",
        ),
        (lambda: A @ 2, r"a scalar multiplies with \*"),
        (lambda: 2 @ A, r"\(\) @ \(m, n\): @ multiplies tensors"),
        (lambda: tensor("P", (2, 2, 3, 3)) @ tensor("Q", (2, 3, 3)), r"batch axes differ"),
        (lambda: X.T, r"X.T|x\.T transposes vectors and matrices"),
        (lambda: x.mT, r"two axes at least"),
    ],
    ids=count(),
)
def test_products_that_have_no_meaning_are_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


# Axes


def test_reductions_over_axes() -> None:
    B = tensor_of([[1, 2, 3], [4, 5, 9]])
    assert_entries(B.sum(axis=0), [5, 7, 12])
    assert_entries(B.sum(axis=-1), [6, 18])
    assert_entries(B.mean(axis=1), [2, 6])
    assert_entries(B.max(axis=0), [4, 5, 9])
    assert_entries(B.min(axis=1), [1, 4])
    assert_entries(B.var(axis=0), [Fraction(9, 4), Fraction(9, 4), 9])
    assert_entries(B.var(axis=1, ddof=1), [1, 7])
    assert isinstance(B.sum(), Scalar)
    assert isinstance(B.sum(axis=(0, 1)), Scalar)
    assert B.sum(axis=(1, 0)) == B.sum()
    assert X.sum(axis=(0, 2)).shape == (m,)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: x.sum(axis=1), r"axis 1 of a tensor with 1 axes"),
        (lambda: A.sum(axis=-3), r"axis -3"),
        (lambda: A.sum(axis=(0, -2)), r"named twice"),
        (lambda: A.sum(axis=True), r"axis is an integer"),
        (lambda: A.sum(axis=1.0), r"axis is an integer"),
        (lambda: A.var(ddof=0.5), r"ddof is an integer"),
        (lambda: A.reshape(n, m), r'order="F" stacks columns'),
        (lambda: A.reshape(n, m, order="A"), r"order"),
        (lambda: A.reshape(m * n + 1, order="F"), r"reshape of shapes \(m, n\) has no meaning"),
        (lambda: A.reshape(-1, order="F"), r"a size is at least 0, not -1"),
    ],
    ids=count(),
)
def test_axes_and_sizes_that_do_not_exist_are_refused(
    wrong: Callable[[], Any], message: str
) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


def test_reshape_names_its_order() -> None:
    B = tensor_of([[1, 2, 3], [4, 5, 6]])
    assert_entries(B.reshape(3, 2, order="F"), [[1, 5], [4, 3], [2, 6]])
    assert_entries(B.reshape((3, 2), order="C"), [[1, 2], [3, 4], [5, 6]])
    assert_entries(B.reshape(6, order="F"), [1, 4, 2, 5, 3, 6])
    assert_entries(B.reshape(6, order="C"), [1, 2, 3, 4, 5, 6])
    assert A.reshape(m * n, order="F").shape == (m * n,)


# Shape


def test_shapes_are_integers_and_scalars() -> None:
    assert X.shape == (2, m, n)
    assert isinstance(X.shape[0], int)
    assert (x.rank, A.rank, X.rank) == (1, 2, 3)


def test_equality_is_how_things_are_written() -> None:
    assert x + y == x + y
    assert x + y != y + x
    assert x != x[1]
    assert len({x, vector("x", n), y}) == 2
    assert vector("x", n, above=0) != x


def test_tensors_travel() -> None:
    assert pickle.loads(pickle.dumps(A @ x)) == A @ x
    assert copy.deepcopy(A) == A


def test_a_tensor_does_not_change() -> None:
    with pytest.raises(AttributeError):
        x.term = y.term


# What Python, SymPy and NumPy would do


@pytest.mark.parametrize(
    ("trap", "message"),
    [
        (lambda: list(x), r"not a Python sequence"),
        (lambda: [*x], r"not a Python sequence"),
        (lambda: sum(x), r"x\.sum\(\)"),
        (lambda: max(x), r"not a Python sequence"),
        (lambda: 1 in x, r"not a Python sequence"),
        (lambda: dict(zip("ab", x, strict=False)), r"not a Python sequence"),
        (lambda: len(x), r"x\.shape\[0\]"),
        (lambda: bool(x), r"neither true nor false"),
        (lambda: x and y, r"neither true nor false"),
        (lambda: sympy.sympify(x), r"read scalars only"),
        (lambda: sympy.exp(x), r"write exp\(x\) of symderive"),
        (lambda: sympy.Matrix(x), r"x\.numpy\("),
        (lambda: np.asarray(x), r"x\.numpy\("),
        (lambda: np.exp(x), r"write exp\(x\)"),
        (lambda: np.ones(3) * x, r"NumPy functions need numbers"),
        (lambda: x < y, r"tensors are not ordered"),
        (lambda: x >= 0, r"tensors are not ordered"),
        (lambda: x @ sympy.eye(2), r"Matrix"),
        (lambda: np.float64(0.5) * x, r"0\.5 is a float"),
        (lambda: sympy.Add(k, x), r"read scalars only"),
        (lambda: float(x), r"read scalars only"),
    ],
    ids=count(),
)
def test_traps_raise_with_advice(trap: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        trap()


def test_unpacking_does_not_hang() -> None:
    with pytest.raises(IllFormed, match="not a Python sequence"):
        _first, _second = x


def test_comparing_with_sympy_is_no_error() -> None:
    assert (k == x) is False
    assert (x == k) is False


def test_a_scalar_is_no_tensor() -> None:
    with pytest.raises(IllFormed, match="a scalar has no indices"):
        Tensor(n.term)
    with pytest.raises(IllFormed, match="a condition stands"):
        Tensor((i <= j).term)


def test_the_rows_of_ones_are_numbers() -> None:
    assert ones(2, 3).matrix() == matrix_of([[1, 1, 1], [1, 1, 1]])
    assert Number(Fraction(3)) == ones(2, 3).term.arguments[1]
