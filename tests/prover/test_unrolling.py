"""Statements at fixed sizes: what is written out, and what it is worth."""

from __future__ import annotations

import pytest
from sympy import IndexedBase, Max, Product, Sum, symbols

from symderive import (
    array,
    eq,
    inner,
    iverson,
    le,
    matrix,
    maximum,
    prove,
    size,
    squared_norm,
    total,
    unit,
    vector,
)
from symderive.language.reading import read, read_statement
from symderive.language.terms import Add, Function, Mul
from symderive.prover.prove import prove_statement
from symderive.prover.unrolling import at_sizes, size_choices, unrolled

n, t = symbols("n t", integer=True)
x = IndexedBase("x")
m, k = size("m"), size("k")


@pytest.mark.parametrize(
    ("written", "node"),
    [
        (Sum(x[t], (t, 1, 3)), Add),
        (Product(x[t], (t, 2, 4)), Mul),
        (maximum(x[t], (t, 1, 3)), Function),
    ],
)
def test_a_reduction_over_known_numbers_is_written_out(written: object, node: type) -> None:
    found = unrolled(read(written))
    assert isinstance(found, node)
    parts = getattr(found, {Add: "terms", Mul: "factors", Function: "arguments"}[node])
    assert len(parts) == 3


def test_a_long_or_symbolic_range_stays() -> None:
    for written in (Sum(x[t], (t, 1, 100)), Sum(x[t], (t, 1, n))):
        term = read(written)
        assert unrolled(term) == term


def test_sizes_come_smallest_first() -> None:
    statement = read_statement(Sum(x[t], (t, 1, n)), Sum(x[t], (t, 1, n)) + 0 * x[1])
    assert [list(choice.values()) for choice in size_choices(statement)] == [[1], [2], [3]]


def test_what_is_proved_at_sizes_only_is_not_proved() -> None:
    left = maximum(x[t], (t, 1, n + 1))
    verdict = prove(left, Max(maximum(x[t], (t, 1, n)), x[n + 1]), given=[n >= 1])
    assert verdict.status == "proved_at_sizes"
    assert verdict.scope == "n = 1; n = 2; n = 3"
    assert not verdict


@pytest.mark.parametrize(
    "wrong",
    [
        Max(maximum(x[t], (t, 1, n)), x[n]),
        Max(maximum(x[t], (t, 2, n + 1)), x[n + 1]),
        maximum(x[t], (t, 1, n)) + x[n + 1],
    ],
)
def test_false_siblings_are_proved_at_no_size(wrong: object) -> None:
    statement = read_statement(maximum(x[t], (t, 1, n + 1)), wrong, [n >= 1])
    for choice in size_choices(statement):
        assert not prove_statement(at_sizes(statement, choice), 1).proved
    assert prove(maximum(x[t], (t, 1, n + 1)), wrong, given=[n >= 1]).status == "refuted"


@pytest.mark.parametrize(
    "claim",
    [
        eq(total(lambda c: unit(k, m)[c], m), iverson(le(k, m))),
        eq(total(lambda c: iverson(eq(c, k)) * array(m, lambda b: b)[c + 1], m), 0),
    ],
    ids=str,
)
def test_what_a_definition_requires_is_required_at_sizes_too(claim: object) -> None:
    statement = read_statement(claim)
    assert not all(
        prove_statement(at_sizes(statement, choice), 1).proved for choice in size_choices(statement)
    )
    assert prove(claim).status == "refuted"


def test_a_matrix_with_one_row_at_some_size_does_not_become_a_row() -> None:
    A, v = matrix("A", m, k), vector("v", k)
    statement = read_statement(squared_norm(A @ v), inner(A @ v, A @ v))
    for sizes in size_choices(statement):
        assert prove_statement(at_sizes(statement, sizes)).proved
    wrong = read_statement(squared_norm(A @ v), 2 * inner(A @ v, A @ v))
    assert not any(prove_statement(at_sizes(wrong, s)).proved for s in size_choices(wrong))
