"""What has no value is not claimed: tensors inside of scalars, and tensors of negative length."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    conv_transpose,
    correlate,
    eq,
    function,
    ge,
    grad,
    inner,
    iverson,
    le,
    lt,
    maximum,
    ones,
    prove,
    size,
    total,
    vector,
)
from symderive.prover.prove import prove_statement

d, k, n, s = size("d"), size("k"), size("n"), size("s")
x, u, g, K = vector("x", d), vector("u", k), vector("g", n), vector("K", k)
h = vector("h", d - k + 1)
L = function("L", of=vector(d - k + 1))
a = correlate(x, u)
spread = conv_transpose(g, K, stride=s, padding=1)

# Each is false where the kernel does not fit, because there is no such convolution.
WITHOUT_MEANING: dict[str, Any] = {
    "a sum": eq(a.sum(), total(lambda i, j: x[i + j - 1] * u[j], d - k + 1, k)),
    "a sum inside a product": eq(2 * a.sum(), a.sum() + a.sum() * 1),
    "an inner product": eq(inner(a, a), (a * a).sum()),
    "a sum of a sum": eq((a + a).sum(), 2 * a.sum()),
    "a product of matrices": eq(ones(1, d - k + 1) @ a, ones(1, d - k + 1) @ (a * 1)),
    "a length below zero": eq(spread.sum(), total(lambda i: spread[i], s * (n - 1) + k - 2)),
}


@pytest.mark.parametrize("name", WITHOUT_MEANING)
def test_a_tensor_without_entries_needs_a_meaning_all_the_same(name: str) -> None:
    verdict = prove(WITHOUT_MEANING[name])
    assert verdict.status == "refuted"
    assert verdict.witness.undefined
    assert not prove_statement(verdict.statement).proved
    assert [repaired.status for _, repaired in verdict.repaired] == ["proved"]


HIDDEN: dict[str, Any] = {
    "a bracket that is false there": eq(
        iverson(le(k, d + 1)) * a.sum(),
        iverson(le(k, d + 1)) * total(lambda i, j: x[i + j - 1] * u[j], d - k + 1, k),
    ),
    "a range without indices": eq(total(lambda i: a.sum(), 2, 1), 0),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_hidden_needs_no_meaning(name: str) -> None:
    assert prove(HIDDEN[name])


def test_a_bracket_that_is_true_there_hides_nothing() -> None:
    assert prove(eq(iverson(lt(d + 1, k)) * a.sum(), 0)).status == "refuted"


def test_nothing_is_claimed_where_a_declared_length_is_negative() -> None:
    assert prove(eq(h.sum() * iverson(lt(d - k + 1, 0)), 0))
    assert prove(eq(h.sum(), total(lambda i: h[i], d - k + 1)))
    assert prove(eq(grad(L(a), u), correlate(x, L.grad(a))))
    assert prove(ge(d - k + 1, 0)).status == "refuted"
    assert prove(eq(h.sum(), total(lambda i: h[i], d - k))).status == "refuted"


def test_a_length_of_zero_is_a_length() -> None:
    assert prove(maximum(lambda i: h[i], 1, d - k + 1), h.max()).status == "refuted"
    assert prove(maximum(lambda i: h[i], 1, d - k + 1), h.max(), given=[le(k, d)])
