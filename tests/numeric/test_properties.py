"""Convexity, definiteness and shapes in floats."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    concave,
    convex,
    diag,
    entropy,
    exp,
    eye,
    has_shape,
    log,
    logsumexp,
    matrix,
    negation,
    positive_semidefinite,
    real,
    sigmoid,
    simplex,
    size,
    softmax,
    vector,
)
from symderive.language.reading import read_statement
from symderive.numeric.check import check_statement
from symderive.results.evidence import FAILED, NOT_APPLICABLE, PASSED

m, n = size("m"), size("n")
a, t = real("a"), real("t", above=0)
x, p, A = vector("x", n), simplex("p", n), matrix("A", m, n)
SIZES = {"m": 50, "n": 40}

CHECKED: dict[str, tuple[Any, str]] = {
    "an exponential": (convex(exp(a), a), PASSED),
    "a sigmoid function": (convex(sigmoid(a), a), FAILED),
    "x log x": (convex(t * log(t), t), PASSED),
    "log sum exp": (convex(logsumexp(x), x), PASSED),
    "log sum exp, the other way": (concave(logsumexp(x), x), FAILED),
    "an entropy": (concave(entropy(p), p), PASSED),
    "a product": (positive_semidefinite(A.T @ A), PASSED),
    "a product minus something": (positive_semidefinite(A.T @ A - 100 * eye(n)), FAILED),
    "a covariance": (positive_semidefinite(diag(softmax(x)) - softmax(x) @ softmax(x).T), PASSED),
    "a shape": (has_shape(A @ x, m), PASSED),
    "another shape": (has_shape(A @ x, n), FAILED),
    "denied": (negation(convex(a**3, a)), NOT_APPLICABLE),
}


@pytest.mark.parametrize("name", CHECKED)
def test_properties_are_checked_at_random_points(name: str) -> None:
    claim, outcome = CHECKED[name]
    assert check_statement(read_statement(claim), SIZES).outcome == outcome
