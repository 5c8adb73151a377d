"""Properties claimed, denied, and as parts of other claims."""

from __future__ import annotations

import time
from typing import Any

import pytest

from symderive import (
    all_of,
    any_of,
    concave,
    convex,
    correlate,
    eq,
    forall,
    ge,
    gt,
    has_shape,
    iff,
    implies,
    le,
    logsumexp,
    matrix,
    negation,
    positive_semidefinite,
    prove,
    real,
    size,
    vector,
)
from symderive.language.reading import read_statement
from symderive.prover.convexity.properties import concerns, decided, reductions
from symderive.prover.outcome import Outcome
from symderive.prover.prove import prove_statement

m, n, k = size("m"), size("n"), size("k")
a, y = real("a"), real("y")
A, x, w = matrix("A", m, n), vector("x", n), vector("w", k)

TRUE: dict[str, tuple[Any, list[Any]]] = {
    "a shape": (has_shape(A @ x, m), []),
    "a shape that is computed": (has_shape(correlate(x, w), n - k + 1), [le(k, n)]),
    "another shape": (negation(has_shape(A @ x, m + 1)), []),
    "one axis differs": (negation(has_shape(A, m, n + 1)), []),
    "twice denied": (negation(negation(convex(a**2, a))), []),
    "behind a premise": (implies(gt(y, 0), concave(-y * a**2, a)), []),
    "at every index": (forall(lambda i: has_shape(x, n), n), []),
    "a domain that moves": (
        forall(lambda i: convex(real("u", 0, x[i]) ** 2, real("u", 0, x[i])), n),
        [],
    ),
    "several": (all_of(has_shape(x, n), convex(a**2, a), positive_semidefinite(A.T @ A)), []),
}
OPEN: dict[str, tuple[Any, list[Any]]] = {
    "a shape without its condition": (has_shape(correlate(x, w), n - k + 1), []),
    "a shape that may be so": (negation(has_shape(A @ x, n)), []),
    "as a premise": (implies(convex(y * a**2, a), eq(y + y, 2 * y)), []),
    "both ways": (iff(convex(y * a**2, a), ge(y, 0)), []),
    "either": (any_of(convex(y * a**2, a), concave(y * a**2, a)), []),
    "denied together": (negation(all_of(convex(a**3, a), convex(a**2, a))), []),
    "shapes that differ": (positive_semidefinite(A), []),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert prove_statement(read_statement(claim, given=given)).proved


@pytest.mark.parametrize("name", OPEN)
def test_what_is_not_proved_has_a_reason(name: str) -> None:
    claim, given = OPEN[name]
    found = prove_statement(read_statement(claim, given=given), 2.0)
    assert not found.proved
    assert found.reason


def test_which_claims_are_of_this_kind() -> None:
    assert concerns(convex(a**2, a).term)
    assert concerns(negation(has_shape(x, n)).term)
    assert not concerns(eq(a, a).term)
    assert not list(reductions(read_statement(eq(a, a))))


def test_the_first_reduction_that_is_proved_ends_the_search() -> None:
    asked = []

    def decide(part: Any, deadline: float) -> Outcome:
        asked.append(part)
        return Outcome(True, trust=("somebody",))

    found = decided(read_statement(convex(logsumexp(x), x)), time.thread_time() + 10, decide)
    assert (found.proved, found.trust, len(asked)) == (True, ("somebody",), 2)


def test_parts_without_values_prove_nothing() -> None:
    def decide(part: Any, deadline: float) -> Outcome:
        return Outcome(False, vacuous=True)

    found = decided(read_statement(convex(a**2, a)), time.thread_time() + 10, decide)
    assert not found.proved
    assert found.vacuous


def test_time_that_is_over_is_told() -> None:
    found = decided(read_statement(convex(a**2, a)), time.thread_time() - 1, prove_statement)
    assert (found.proved, found.cut_short) == (False, True)
    assert "time" in found.reason


def test_a_condition_that_is_missing_is_offered() -> None:
    verdict = prove(convex(a**2 / y**2, a))
    assert verdict.status == "refuted"
    ((condition, repaired),) = verdict.repaired
    assert (condition, repaired.status) == ("y != 0", "proved")
