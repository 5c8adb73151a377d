"""Definitions found again in normal forms, and closed forms in their order."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    correlate,
    diff,
    exp,
    ge,
    index,
    log_softmax,
    logsumexp,
    matrix,
    real,
    sigmoid,
    size,
    softmax,
    softplus,
    tanh,
    total,
    trace,
    vector,
)
from symderive.errors import OutsideFragment
from symderive.language.reading import read
from symderive.language.terms import Term
from symderive.printing import text
from symderive.prover.writing.closed_forms import closed_forms, has_derivatives, is_simpler
from symderive.prover.writing.folding import applications, spoken

m, n, k = size("m"), size("n"), size("k")
r, s, i, j = index("r", m), index("s", m), index("i", n), index("j", n)
x, y, w = vector("x", n), vector("y", n), vector("w", k)
A, B, X = matrix("A", m, n), matrix("B", n, n), matrix("X", m, n)
t = real("t")
q = index("q", n - k + 1)


def forms(written: Any, *given: Any) -> list[str]:
    """The closed forms as text."""
    return [text(form) for form in closed_forms(read(written), tuple(map(read, given)), 10.0)]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        (softmax(x)[i] * 2, "2*softmax(x)[i]"),
        (softmax(x)[n - 1] * softmax(x)[i] ** 2, "softmax(x)[i]^2*softmax(x)[n - 1]"),
        (total(lambda a: y[a] * softmax(x)[a], 1, n), "sum(i=1..n, softmax(x)[i]*y[i])"),
        (softmax(X, axis=1)[r, i] * t, "t*softmax(X)[r, i]"),
        (softmax(X, axis=0)[r, i] * t, "t*softmax(X, axis=0)[r, i]"),
        (softmax(A @ x)[r] * t, "t*softmax(A @ x)[r]"),
        (2 * (A @ x)[r], "2*(A @ x)[r]"),
        (y[j] * (B @ B)[i, j], "(B @ B)[i, j]*y[j]"),
        (total(lambda a: A[r, a] * x[a], 1, n) + (A @ x)[s], "(A @ x)[r] + (A @ x)[s]"),
        (x.mean() * t, "t*mean(x)"),
        (diff(logsumexp(x), x[j]), "softmax(x)[j]"),
        (diff(log_softmax(x)[i], x[j]), "[i = j] - softmax(x)[j]"),
        (diff(softplus(t), t), "sigmoid(t)"),
        (diff(sigmoid(2 * t), t), "2*sigmoid(2*t)*(1 - sigmoid(2*t))"),
        (diff(tanh(t), t), "1 - tanh(t)^2"),
        (
            diff(total(lambda a: t**a * y[n - a], 0, n - 1), t),
            "sum(i=1..n - 1, i*y[n - i]*t^(i - 1))",
        ),
        (diff(x[i] / (t**2 + (x * x).sum() + 1), t), "-2*t*x[i]/(t^2 + sum(x*x) + 1)^2"),
    ],
)
def test_the_simplest_form_is_folded(written: Any, folded: str) -> None:
    assert forms(written)[0] == folded


def test_a_correlation_is_folded_through_its_shift() -> None:
    assert forms(3 * correlate(x, w)[q], ge(n, k))[0] == "3*correlate(x, w)[q]"


def test_what_only_looks_alike_is_not_folded() -> None:
    shorter = exp(x[i]) / total(lambda a: exp(x[a]), 2, n)
    found = forms(shorter + softmax(x)[i] - softmax(x)[i], ge(n, 2))
    assert not any("softmax" in form for form in found)
    other = exp(x[i]) / exp(y).sum() + softmax(x)[i] - softmax(x)[i]
    assert not any("softmax" in form for form in forms(other))


def test_functions_that_the_source_does_not_speak_of_come_last() -> None:
    first, *rest = forms(diff(1 / (1 + exp(-t)), t))
    assert "sigmoid" not in first
    assert "tanh" not in first
    assert any("sigmoid" in form for form in rest)


def test_applications_are_the_closed_ones_without_derivatives() -> None:
    from symderive import jacobian

    inside = total(lambda a: softmax(X[a, :])[1], 1, m)
    names = [found.name for found in applications(read(inside + logsumexp(x)))]
    assert names == ["logsumexp", "softmax"]
    assert "jacobian" not in [f.name for f in applications(read(trace(jacobian(B @ x, x))))]


def test_related_functions_are_spoken_of() -> None:
    assert {"softmax", "exp"} <= spoken(read(logsumexp(x)))
    assert "sigmoid" not in spoken(read(tanh(t)))


@pytest.mark.parametrize(("written", "expected"), [(x[i], False), (diff(t * t, t), True)])
def test_derivatives_are_seen(written: Any, expected: bool) -> None:
    assert has_derivatives(read(written)) is expected


def test_fewer_sums_are_simpler() -> None:
    long: Term = read(total(lambda a: a, 1, n))
    assert is_simpler(read(n * (n + 1) / 2), long)
    assert not is_simpler(long, read(n * (n + 1) / 2))


def test_what_is_not_read_is_refused() -> None:
    with pytest.raises(OutsideFragment):
        closed_forms(read(diff(x.max(), x[i])), (), 5.0)
