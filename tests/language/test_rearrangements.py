"""The operations vec, reshape, flip, padding and stacking on matrices written out by hand."""

from collections.abc import Callable
from itertools import count
from math import prod
from typing import Any

import pytest

from symderive.errors import IllFormed, Undefined
from symderive.language.constructions import (
    array,
    concatenate,
    flip,
    pad,
    padded,
    stack,
    vec,
)
from symderive.language.declarations import matrix, tensor, vector
from symderive.language.definitions import entry_of, requirements
from symderive.language.domains import index, size
from symderive.language.explicit import explicit_scalar
from symderive.language.rearrangements import flat_position, split_position
from symderive.language.terms import Add, Cases, Compare, Entry, Iverson, Mul, number
from tests.language.by_hand import assert_entries, tensor_of

m, n, k = size("m"), size("n"), size("k")
x, A = vector("x", n), matrix("A", m, n)
i, j = index("i", m), index("j", n)
B = tensor_of([[1, 2, 3], [4, 5, 6]])
ROWS = [[1, 2, 3], [4, 5, 6]]


def test_vec_stacks_columns() -> None:
    assert_entries(vec(B), [1, 4, 2, 5, 3, 6])
    assert_entries(vec(tensor_of([7, 8])), [7, 8])
    cube = stack(tensor_of([[1, 2], [3, 4]]), tensor_of([[5, 6], [7, 8]]))
    assert_entries(vec(cube), [1, 5, 3, 7, 2, 6, 4, 8])
    assert vec(A).shape == (m * n,)


def test_the_place_of_an_entry_in_vec() -> None:
    place = array((2, 3), lambda p, q: vec(B)[2 * (q - 1) + p])
    assert_entries(place, ROWS)


@pytest.mark.parametrize("order", ["F", "C"])
@pytest.mark.parametrize("sizes", [(2, 3), (4,), (2, 2, 3), (1, 5)], ids=count())
def test_positions_and_indices_are_inverse(order: str, sizes: tuple[int, ...]) -> None:
    terms = tuple(number(one) for one in sizes)
    for position in range(1, prod(sizes) + 1):
        indices = split_position(number(position), terms, order)
        values = [explicit_scalar(index, {}) for index in indices]
        assert all(1 <= value <= one for value, one in zip(values, sizes, strict=True))
        assert explicit_scalar(flat_position(indices, terms, order), {}) == position


def test_the_first_index_is_fastest_in_order_f() -> None:
    sizes = number(2), number(3)
    assert [explicit_scalar(t, {}) for t in split_position(number(2), sizes, "F")] == [2, 1]
    assert [explicit_scalar(t, {}) for t in split_position(number(2), sizes, "C")] == [1, 2]


@pytest.mark.parametrize(
    ("sizes", "order", "rows"),
    [
        ((3, 2), "F", [[1, 5], [4, 3], [2, 6]]),
        ((3, 2), "C", [[1, 2], [3, 4], [5, 6]]),
        ((1, 6), "F", [[1, 4, 2, 5, 3, 6]]),
        ((6,), "C", [1, 2, 3, 4, 5, 6]),
        ((2, 3), "F", ROWS),
        ((2, 3), "C", ROWS),
    ],
)
def test_reshapes(sizes: tuple[int, ...], order: str, rows: list[Any]) -> None:
    assert_entries(B.reshape(*sizes, order=order), rows)


def test_a_vector_becomes_a_matrix() -> None:
    six = tensor_of([1, 2, 3, 4, 5, 6])
    assert_entries(six.reshape(2, 3, order="F"), [[1, 3, 5], [2, 4, 6]])
    assert_entries(six.reshape(2, 3, order="C"), ROWS)
    cube = six.reshape(1, 2, 3, order="C")
    assert_entries(cube[1, :, :], ROWS)


def test_reshape_keeps_the_number_of_entries() -> None:
    found = A.reshape(k, order="F")
    (condition,) = requirements(found.term)
    assert isinstance(condition, Compare)
    with pytest.raises(Undefined, match=r"reshape has no value"):
        found.matrix({m: 2, n: 2, k: 3})
    assert_entries(found, [A[1, 1], A[1, 2]], {m: 1, n: 2, k: 2})


def test_flips() -> None:
    assert_entries(flip(tensor_of([1, 2, 3])), [3, 2, 1])
    assert_entries(flip(B), [[6, 5, 4], [3, 2, 1]])
    assert_entries(flip(B, axis=0), [[4, 5, 6], [1, 2, 3]])
    assert_entries(flip(B, axis=-1), [[3, 2, 1], [6, 5, 4]])
    mirrored = Add((n.term, Mul((number(-1), j.term)), number(1)))
    assert entry_of(flip(x).term, (j.term,)) == Entry(x.term, (mirrored,))


def test_the_extension_by_zero() -> None:
    g = padded(tensor_of([5, 6]))
    assert_entries(array((5,), lambda a: g[a - 2]), [0, 0, 5, 6, 0])
    G = padded(B)
    assert_entries(array((2, 2), lambda a, b: G[a + 1, b]), [[4, 5], [0, 0]])
    found = entry_of(padded(x)[j + 1].term, ())
    assert isinstance(found, Mul)
    assert isinstance(found.factors[0], Iverson)


def test_padding_with_zeros() -> None:
    assert_entries(pad(tensor_of([1, 2, 3, 4]), 2, 2), [0, 0, 1, 2, 3, 4, 0, 0])
    assert_entries(pad(tensor_of([1, 2]), 1, 0), [0, 1, 2])
    assert_entries(pad(B, 0, 1), [[1, 2, 3, 0], [4, 5, 6, 0], [0, 0, 0, 0]])
    assert pad(x, k, 0).shape == (n + k,)


def test_stacks() -> None:
    assert_entries(stack(tensor_of([1, 2]), tensor_of([3, 4])), [[1, 2], [3, 4]])
    assert_entries(stack(7, 8), [7, 8])
    assert stack(x, x, x).shape == (3, n)
    found = entry_of(stack(x, 2 * x).term, (i.term, j.term))
    assert isinstance(found, Cases)
    assert entry_of(stack(x, 2 * x).term, (number(2), j.term)) == Entry((2 * x).term, (j.term,))


def test_concatenations() -> None:
    assert_entries(concatenate(tensor_of([1, 2]), tensor_of([3])), [1, 2, 3])
    assert_entries(concatenate(B, B, axis=1), [[1, 2, 3] * 2, [4, 5, 6] * 2])
    assert_entries(concatenate(B, tensor_of([[7, 8, 9]]), axis=0), [*ROWS, [7, 8, 9]])
    assert concatenate(x, vector("y", m), x).shape == (n + m + n,)
    assert_entries(concatenate(x, x), [x[1], x[2], x[1], x[2]], {n: 2})


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: padded(x)[1, 2], r"padded\(x\) with 1 axes needs 1 indices, not 2"),
        (lambda: padded(A)[:, 1], r"infinitely many entries"),
        (lambda: list(padded(x)), r"infinitely many entries"),
        (lambda: padded(x)[0.5], r"float"),
        (stack, r"one part at least"),
        (lambda: stack(x, A), r"stack needs equal ranks, not \(n\) and \(m, n\)"),
        (lambda: stack(x, 1), r"stack needs equal ranks"),
        (concatenate, r"one tensor at least"),
        (lambda: concatenate(x, A), r"concatenate needs equal ranks"),
        (lambda: concatenate(B, B.T, axis=0), r"concatenate .*has no meaning at any size"),
        (lambda: concatenate(x, 1), r"a tensor is needed"),
        (lambda: pad(x, -1, 0), r"a size is at least 0"),
        (lambda: flip(x, axis=1), r"axis 1"),
        (lambda: vec(n), r"a tensor is needed"),
        (lambda: tensor_of([[1, 2], [3]]), r"stack of shapes .* has no meaning at any size: 2 = 1"),
    ],
    ids=count(),
)
def test_what_has_no_meaning_is_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


def test_parts_have_their_index_in_range() -> None:
    (bounds,) = requirements(A[i, :].term)
    assert bounds.conditions[1] == Compare("<=", i.term, m.term)
    with pytest.raises(Undefined, match="part has no value"):
        A[index("a", 5), :].matrix({"m": 2, "n": 1, "a": 3})
    assert tensor("T", (2, m, n))[:, i, :].shape == (2, n)
