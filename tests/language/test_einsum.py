"""The operation einsum on matrices written out by hand, and patterns that have no meaning."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from symderive.errors import IllFormed, Undefined
from symderive.language.constructions import einsum
from symderive.language.declarations import matrix, tensor, vector
from symderive.language.definitions import entry_of, requirements
from symderive.language.domains import index, size
from symderive.language.explicit import explicit_scalar
from symderive.language.scalars import Scalar
from symderive.language.terms import Compare, Reduce
from tests.language.by_hand import assert_entries, tensor_of

m, n, k = size("m"), size("n"), size("k")
A, x = matrix("A", m, n), vector("x", n)
B = tensor_of([[1, 2], [3, 4]])
C = tensor_of([[0, 1], [5, 6]])
v = tensor_of([1, 10])


@pytest.mark.parametrize(
    ("pattern", "operands", "rows"),
    [
        ("ij,jk->ik", (B, C), [[10, 13], [20, 27]]),
        ("ij,kj->ik", (B, C), [[2, 17], [4, 39]]),
        ("ij->ji", (B,), [[1, 3], [2, 4]]),
        ("ij->i", (B,), [3, 7]),
        ("ii->i", (B,), [1, 4]),
        ("ij,j->i", (B, v), [21, 43]),
        ("i,j->ij", (v, v), [[1, 10], [10, 100]]),
        ("ij,ij->ij", (B, C), [[0, 2], [15, 24]]),
        ("ij,j->ij", (B, v), [[1, 20], [3, 40]]),
        (" i j , j k -> i k ", (B, C), [[10, 13], [20, 27]]),
        ("ij,jk,kl->il", (B, C, B), [[49, 72], [101, 148]]),
    ],
    ids=count(),
)
def test_patterns(pattern: str, operands: tuple[Any, ...], rows: list[Any]) -> None:
    assert_entries(einsum(pattern, *operands), rows)


@pytest.mark.parametrize(
    ("pattern", "operands", "wanted"),
    [("ii->", (B,), 5), ("i,i->", (v, v), 101), ("ij,ij->", (B, C), 41), ("i->", (v,), 11)],
)
def test_patterns_without_a_result_index_are_scalars(
    pattern: str, operands: tuple[Any, ...], wanted: int
) -> None:
    found = einsum(pattern, *operands)
    assert isinstance(found, Scalar)
    assert explicit_scalar(found.term, {}) == wanted


def test_a_scalar_operand_has_no_letters() -> None:
    assert_entries(einsum(",i->i", 3, v), [3, 30])


def test_absent_letters_are_summed_under_their_names() -> None:
    i, j = index("i", m), index("j", k)
    found = entry_of(einsum("ab,bc->ac", A, matrix("D", n, k)).term, (i.term, j.term))
    assert isinstance(found, Reduce)
    assert (found.name, found.upper) == ("b", n.term)


def test_sizes_behind_one_letter_agree() -> None:
    found = einsum("ij,jk->ik", A, matrix("D", k, k))
    assert requirements(found.term) == (Compare("=", n.term, k.term),)
    with pytest.raises(Undefined, match="einsum has no value at these sizes: n = k"):
        found.matrix({m: 1, n: 1, k: 2})


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: einsum("ij,jk", A, A), r"needs the result after ->"),
        (lambda: einsum("ij->jk", A), r"the index 'k' occurs in no operand"),
        (lambda: einsum("ij->ii", A), r"occurs twice in the result"),
        (lambda: einsum("ijk->i", A), r"'ijk' has 3 indices, the operand has the shape \(m, n\)"),
        (lambda: einsum("ij,jk->ik", A), r"names 2 operands, 1 are given"),
        (lambda: einsum("i1->i", A), r"single letters"),
        (lambda: einsum("...i->i", A), r"single letters"),
        (lambda: einsum("ij,j->i", A, vector("u", n + 1)), r"einsum .*no meaning at any size"),
        (lambda: einsum(A, "ij->i"), r"begins with its pattern"),
        (lambda: einsum("ij->i", [[1, 2]]), r"list"),
    ],
    ids=count(),
)
def test_patterns_that_have_no_meaning_are_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


def test_batch_letters() -> None:
    T = tensor("T", (2, m, n))
    assert einsum("bij,j->bi", T, x).shape == (2, m)
