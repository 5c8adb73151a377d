"""Statements about families in floats: layers written out at concrete sizes."""

from __future__ import annotations

from typing import Any

from symderive import (
    correlate,
    correlation_matrix,
    eq,
    forall,
    function,
    index,
    jacobian,
    le,
    lt,
    matrix,
    product,
    real,
    recursion,
    size,
    size_family,
    tensor_family,
    total,
    vector,
)
from symderive.language.reading import read_statement
from symderive.numeric.check import check_statement

L = size("L")
n, f = size_family("n", L), size_family("f", 1, L)
w = tensor_family("w", lambda l: f[l], L)
x, a, t, sigma = vector("x", n[0]), vector("a", L), real("t"), function("sigma")
l = index("l", L)
LENGTHS = forall(lambda l: eq(n[l], n[l - 1] - f[l] + 1), 1, L)
y = recursion("y", lambda l, before: sigma(correlation_matrix(w[l], n[l - 1]) @ before), x, L)
u = recursion("u", lambda l, before: sigma(a[l] * before), t, L)
SIZES = {"L": 3, "n_0": 12, "n_1": 9, "n_2": 8, "n_3": 4, "f_1": 4, "f_2": 2, "f_3": 5}


def outcome(claim: Any, *given: Any, sizes: dict[str, int] | None = None) -> str:
    """What the check in floats says."""
    return check_statement(read_statement(claim.given(*given)), sizes or SIZES).outcome


def test_what_holds_passes() -> None:
    band = correlation_matrix(w[l], n[l - 1])
    assert outcome(eq(y[l], sigma(correlate(y[l - 1], w[l]))), LENGTHS) == "passed"
    step = eq(jacobian(y[L], y[l - 1]), jacobian(y[L], y[l]) @ jacobian(y[l], y[l - 1]))
    assert outcome(step, LENGTHS) == "passed"
    by_the_filter = jacobian(y[L], y[l]) @ jacobian(sigma(band @ y[l - 1]), w[l])
    assert outcome(eq(jacobian(y[L], w[l]), by_the_filter), LENGTHS) == "passed"


def test_what_does_not_hold_fails() -> None:
    assert outcome(eq(y[l], correlate(y[l - 1], w[l])), LENGTHS) == "failed"
    assert outcome(eq(jacobian(y[L], y[l - 1]), jacobian(y[L], y[l])), LENGTHS) == "failed"


def test_sums_and_products_over_layers_are_written_out() -> None:
    plain = recursion("u", lambda l, before: a[l] * before, t, L)
    assert outcome(eq(plain[L], t * product(lambda k: a[k], 1, L))) == "passed"
    steps = total(lambda k: u[k] - u[k - 1], 1, L)
    assert outcome(eq(steps, u[L] - u[0])) == "passed"
    assert outcome(eq(steps, u[L])) == "failed"


def test_sizes_that_contradict_the_hypotheses_are_not_checked() -> None:
    assert outcome(eq(y[l], y[l]), LENGTHS, sizes={**SIZES, "n_2": 7}) == "not applicable"
    assert outcome(eq(y[l], y[l]), LENGTHS, lt(L, 3)) == "not applicable"


def test_members_that_do_not_exist_are_not_checked() -> None:
    assert outcome(eq(u[l + 1], u[l + 1])) == "not applicable"
    assert outcome(le(n[l + 1], n[l])) == "not applicable"


def test_a_matrix_that_is_no_family_keeps_its_sizes() -> None:
    turn = matrix("Q", n[0], n[0])
    round_and_round = recursion("y", lambda l, before: turn @ before, x, L, shape=lambda l: n[0])
    assert outcome(eq(round_and_round[2], turn @ (turn @ x))) == "passed"
