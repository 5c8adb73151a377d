"""Hypotheses that give entries of a tensor, for every index of a range, or all of it."""

from __future__ import annotations

from math import ceil
from typing import Any

import pytest

from symderive import (
    all_of,
    array,
    average_pool,
    diff,
    eq,
    exp,
    forall,
    function,
    index,
    inner,
    le,
    matrix,
    ne,
    prove,
    size,
    upsample,
    vec,
    vector,
    zeros,
)
from symderive.language.reading import read_statement
from symderive.prover.equations import put_in
from symderive.prover.prove import prove_statement

n = size("n")
x, y, z = vector("x", n), vector("y", n), vector("z", 2 * n)
A, B = matrix("A", n, n), matrix("B", n, n)
i, j, p = index("i", n), index("j", n), index("p", 2 * n)
F = function("F")

halves = forall(lambda k: all_of(eq(z[2 * k - 1], y[k]), eq(z[2 * k], y[k])), n)

TRUE: dict[str, tuple[Any, list[Any]]] = {
    "one entry": (eq(exp(x[i]), exp(y[j])), [eq(x[i], y[j])]),
    "one entry at an index that is equal": (eq(x[j], 3), [eq(x[i], 3), eq(i, j)]),
    "the other side": (eq(y[j] + 1, x[i] + 1), [eq(x[i], y[j])]),
    "every entry": (eq(x, 2 * y), [forall(lambda k: eq(x[k], 2 * y[k]), n)]),
    "every entry in two ways": (
        eq(x, zeros(n)),
        [forall(lambda k: eq(x[k], 0), n), forall(lambda k: eq(x[n + 1 - k], 0), n)],
    ),
    "entries beside others": (
        eq(x[i] ** 2, x[i] * y[i]),
        [forall(lambda k: eq(x[k], y[k]), i, i)],
    ),
    "odd and even entries": (eq(z[p], y[ceil(p / 2)]), [halves]),
    "odd and even entries of the whole": (eq(z, upsample(y, 2)), [halves]),
    "a whole vector": (eq(z[2 * i], y[i]), [eq(z, upsample(y, 2))]),
    "a whole vector under a sum": (eq(inner(x, y), inner(y, y)), [eq(x, y)]),
    "a whole vector given by itself": (
        eq(z[2 * i - 1], z[2 * i]),
        [eq(z, upsample(average_pool(z, 2), 2))],
    ),
    "a triangle": (
        eq(array((n, n), lambda a, b: A[a, b] - A[b, a]), zeros(n, n)),
        [forall(lambda a: forall(lambda b: eq(A[a, b], A[b, a]), a, n), n)],
    ),
    "entries by their places": (
        eq(A, B),
        [forall(lambda a: forall(lambda b: eq(vec(A)[n * (b - 1) + a], B[a, b]), n), n)],
    ),
    "under an unknown function": (
        eq(F(x[i]), F(y[i])),
        [forall(lambda k: eq(x[k], y[k]), n)],
    ),
}
FALSE: dict[str, tuple[Any, list[Any]]] = {
    "another entry": (eq(x[j], y[j]), [eq(x[i], y[j])]),
    "every entry but the last": (eq(x, 2 * y), [forall(lambda k: eq(x[k], 2 * y[k]), n - 1)]),
    "odd entries": (eq(z[p], y[ceil(p / 2)]), [forall(lambda k: eq(z[2 * k - 1], y[k]), n)]),
    "the same entry counted": (eq(x[1], 5 * n), [forall(lambda k: eq(x[1], 5), n)]),
    "a whole vector, shifted": (eq(z[2 * i], y[n + 1 - i]), [eq(z, upsample(y, 2))]),
    "entries at other places": (
        eq(A, B),
        [forall(lambda a: forall(lambda b: eq(vec(A)[n * (a - 1) + b], B[a, b]), n), n)],
    ),
    "a whole vector given by itself": (
        eq(z[1], z[2 * n]),
        [eq(z, upsample(average_pool(z, 2), 2))],
    ),
    "half a triangle": (
        eq(array((n, n), lambda a, b: A[a, b] - A[b, a]), zeros(n, n)),
        [forall(lambda a: forall(lambda b: eq(A[a, b], B[b, a]), a, n), n)],
    ),
    "no equation": (eq(x[i], 0), [forall(lambda k: ne(x[k], 1), n), le(i, n)]),
    "an entry is constant, and its derivative is not": (
        eq(diff(x[i] ** 2, x[i]), 0),
        [forall(lambda k: eq(x[k], 1), n)],
    ),
    "a derivative by an entry that equals another": (
        eq(diff(x[i] * y[i], x[i]), 2 * y[i]),
        [eq(x, y)],
    ),
    "an index out of range stays out of range": (
        eq(x[i + 1], y[i + 1]),
        [forall(lambda k: eq(x[k], y[k]), n)],
    ),
}


def statement(claim: Any, given: list[Any]) -> Any:
    return read_statement(claim.given(*given))


@pytest.mark.parametrize(("claim", "given"), TRUE.values(), ids=TRUE.keys())
def test_it_is_proved(claim: Any, given: list[Any]) -> None:
    assert prove_statement(statement(claim, given)).proved
    assert prove(statement(claim, given)).status == "proved"


@pytest.mark.parametrize(("claim", "given"), FALSE.values(), ids=FALSE.keys())
def test_what_does_not_follow_is_not_proved(claim: Any, given: list[Any]) -> None:
    assert not prove_statement(statement(claim, given)).proved
    assert prove(statement(claim, given)).status == "refuted"


def test_nothing_is_put_in_without_such_hypotheses() -> None:
    assert put_in(statement(eq(x[i], y[i]), [])) is None
    assert put_in(statement(eq(x[i], 0), [eq(y[i], 0)])) is None
    assert put_in(statement(eq(x[i], 0), [le(x[i], 0)])) is None
    assert put_in(statement(eq(diff(exp(x[i]), x[j]), 0), [eq(x[i], 0)])) is None


def test_what_was_used_is_used_once() -> None:
    found = put_in(statement(eq(x[i], y[i]), [forall(lambda k: eq(x[k], y[k]), n), le(i, 3)]))
    assert found is not None
    assert [len(part.given) for part in found] == [1, 1, 1]
    assert all(put_in(part) is None for part in found)
