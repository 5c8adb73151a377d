"""prove, refute and derive: what each verdict carries; no answer is given without a proof."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sympy import Derivative, IndexedBase, Sum, Symbol, symbols
from sympy import exp as sympy_exp

from symderive import (
    IllFormed,
    InternalError,
    Tensor,
    Verdict,
    array,
    correlate,
    cross_entropy,
    decide,
    delta,
    derive,
    diag,
    diff,
    entropy,
    eq,
    exp,
    function,
    ge,
    grad,
    greater_of,
    gt,
    hessian,
    index,
    inner,
    iverson,
    jacobian,
    le,
    log,
    logsumexp,
    lt,
    matrix,
    maximum,
    mean_squared_error,
    ne,
    norm,
    outer,
    prove,
    real,
    refute,
    relu,
    sigmoid,
    size,
    softmax,
    softplus,
    sqrt,
    tanh,
    total,
    trace,
    upsample,
    vector,
    vjp,
)
from symderive.errors import NotDerived
from symderive.prover.outcome import Outcome

m, n = size("m"), size("n")
i, j = index("i", n), index("j", n)
x, y, b = vector("x", n), vector("y", n), vector("b", m)
A, B = matrix("A", m, n), matrix("B", n, n)
t = real("t")
F = function("F")
p = softmax(x)


# Verdicts


def test_proved_says_for_which_values() -> None:
    verdict = prove(diff(p[i], x[j]), p[i] * (delta(i, j) - p[j]))
    assert verdict.status == "proved"
    assert bool(verdict) is True
    assert verdict.scope == "every n >= 1, every 1 <= i <= n, every 1 <= j <= n, every x"
    assert str(verdict) == f"Proved for {verdict.scope}"
    assert (verdict.conditions, verdict.witness, verdict.repaired) == ((), None, ())
    assert "ISL" in verdict.trust
    assert verdict.steps
    assert verdict.seconds > 0


def test_refuted_carries_the_least_witness() -> None:
    verdict = prove(diff(p[i], x[j]), p[i] * (delta(i, j) + p[j]))
    assert (verdict.status, bool(verdict)) == ("refuted", False)
    assert str(verdict) == "Refuted at n = 1, i = 1, j = 1, x = (0): left 0, right 2"
    assert verdict.steps == ()


def test_what_is_undefined_somewhere_is_refuted_and_repaired() -> None:
    verdict = prove(t / t, 1)
    assert verdict.status == "refuted"
    assert verdict.witness is not None
    assert "division by zero" in verdict.witness.undefined
    ((condition, repaired),) = verdict.repaired
    assert condition == "t != 0"
    assert repaired
    assert "under t != 0: Proved for every t != 0" in str(verdict)


def test_what_is_neither_proved_nor_refuted_is_undecided_with_a_reason() -> None:
    products = maximum(lambda k: maximum(lambda l: x[k] * x[l], 1, n), 1, n)
    verdict = prove(products, greater_of(x.max() ** 2, x.min() ** 2))
    assert (verdict.status, bool(verdict)) == ("undecided", False)
    assert "a maximum over a range inside another" in verdict.reason
    assert "no counterexample among" in verdict.reason


def test_conditions_are_part_of_the_verdict() -> None:
    verdict = prove(x[n - 1] - x[n - 1], 0, given=[n >= 2])
    assert verdict
    assert verdict.conditions == ("n >= 2",)
    assert verdict.scope == "every n >= 1, n >= 2, every x"
    assert prove(x[n - 1] - x[n - 1], 0).status == "refuted"


def test_hypotheses_that_contradict_one_another_prove_nothing() -> None:
    verdict = prove(x[i], x[i] + 1, given=[n <= 0])
    assert verdict.status == "undecided"
    assert verdict.reason


@pytest.mark.parametrize(
    "given",
    [[gt(x[1], 1), lt(x[1], 0)], [eq(x[1], 0), gt(x[1], 1)], [lt(x[1] * x[1], 0)]],
    ids=["bounds", "a value and a bound", "a square"],
)
def test_hypotheses_that_no_values_satisfy_prove_nothing(given: list[object]) -> None:
    verdict = prove(x[1] - x[1], 0, given=given)
    assert verdict.status == "undecided"
    assert "no values that satisfy the hypotheses" in verdict.reason


@pytest.mark.parametrize(
    "given", [[eq(n * n, 2)], [eq(n * n, 2 * m * m)], [eq(m * n, 7), ge(m, 2), ge(n, 2)]], ids=str
)
def test_hypotheses_that_no_sizes_satisfy_prove_nothing(given: list[object]) -> None:
    verdict = prove(x.sum(), total(lambda k: x[k], 1, n), given=given)
    assert verdict.status == "undecided"
    assert "no values that satisfy the hypotheses" in verdict.reason


def test_hypotheses_that_some_values_satisfy_are_no_hindrance() -> None:
    assert prove(x[1] - x[1], 0, given=[gt(x[1], 1), lt(x[1], 2)])
    assert prove(x[1] - x[1], 0, given=[eq(n * n, 9 * m * m), ge(m, 2)])
    assert prove(x[1] - x[1], 0, given=[ge(n, 10**6)])


def test_a_symmetric_matrix_is_a_hypothesis_on_a_claim_about_tensors() -> None:
    assert prove(eq(B @ B, (B @ B).T), given=[eq(B, B.T)])
    assert prove(
        eq(grad(inner(x, B @ x), B), array((n, n), lambda a, b: x[a] * x[b])), given=[eq(B, B.T)]
    )
    assert not prove(eq(grad(inner(x, B @ x), B), 2 * outer(x, x)), given=[eq(B, B.T)])


def test_a_proof_without_time_is_undecided_with_that_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("symderive.prover.workspace.CHECK_EVERY", 1)
    verdict = prove(trace(B @ B @ B @ B), trace(B @ B @ (B @ B)), budget=0.0)
    assert verdict.status == "undecided"
    assert "time" in verdict.reason


def test_a_proof_beside_a_counterexample_is_an_internal_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decide, "prove_statement", lambda *arguments: Outcome(True))
    with pytest.raises(InternalError, match="proved and refuted at t = 0"):
        prove(1 / t, 1 / t)


def test_the_prover_is_not_believed_where_a_counterexample_is_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decide, "prove_statement", lambda *arguments: Outcome(True))
    assert prove(x.sum(), 2 * x.sum()).status == "refuted"


@pytest.mark.parametrize(
    "verdict",
    [
        prove(x[i], x[i]),
        prove(x[i], y[i]),
        prove(t / t, 1),
        prove(norm(x), norm(x) + 0, budget=1.0),
    ],
    ids=["proved", "refuted", "repaired", "undecided"],
)
def test_a_verdict_survives_json(verdict: Verdict) -> None:
    again = Verdict.from_json(json.loads(json.dumps(verdict.to_json())))
    assert again == verdict
    assert str(again) == str(verdict)


def test_statements_and_pairs_are_decided_alike() -> None:
    assert prove(eq(x[i], x[i])).status == prove(x[i], x[i]).status == "proved"
    assert prove(eq(x[i], y[i]).given(eq(n, 1))).conditions == ("n = 1",)
    with pytest.raises(IllFormed):
        prove(x[i])
    with pytest.raises(IllFormed):
        prove(x, A)


def test_raw_sympy_is_decided() -> None:
    n, i, j = symbols("n i j", integer=True)
    x = IndexedBase("x")
    square = Sum(x[i] * x[j], (i, 1, n), (j, 1, n))
    assert prove(Sum(x[i], (i, 1, n)) ** 2, square, given=[n >= 1])
    beta = Symbol("beta", positive=True)
    found = prove(beta / beta**2, 1 / beta)
    assert found
    assert "beta > 0" in found.scope


def test_refute_looks_for_counterexamples_only() -> None:
    assert str(refute(t**2, t)) == "Refuted at t = -1: left 1, right -1"
    found = refute(x[i], x[i])
    assert found.status == "undecided"
    assert found.reason.startswith("no counterexample among")


# Closed forms

DERIVED: dict[str, tuple[Any, str]] = {
    "softmax": (diff(p[i], x[j]), "softmax(x)[i]*([i = j] - softmax(x)[j])"),
    "softmax Jacobian": (
        jacobian(p, x),
        "array(i=1..n, j=1..n: softmax(x)[i]*([i = j] - softmax(x)[j]))",
    ),
    "log-sum-exp": (grad(logsumexp(x), x), "softmax(x)"),
    "log-sum-exp twice": (
        hessian(logsumexp(x), x),
        "array(i=1..n, j=1..n: softmax(x)[j]*([i = j] - softmax(x)[i]))",
    ),
    "least squares": (
        grad(((A @ x - b) ** 2).sum(), x),
        "array(i=1..n: 2*sum(j=1..m, A[j, i]*((A @ x)[j] - b[j])))",
    ),
    "least squares by the matrix": (
        grad(((A @ x - b) ** 2).sum(), A),
        "array(i=1..m, j=1..n: 2*x[j]*((A @ x)[i] - b[i]))",
    ),
    "quadratic form": (
        grad(x.T @ B @ x, x),
        "array(i=1..n: sum(j=1..n, x[j]*(B[i, j] + B[j, i])))",
    ),
    "linear map": (jacobian(B @ x, x), "B"),
    "vjp": (
        vjp(p, x, y),
        "array(i=1..n: softmax(x)[i]*(y[i] - sum(j=1..n, softmax(x)[j]*y[j])))",
    ),
    "entropy": (
        diff(entropy(p), x[j]),
        "softmax(x)[j]*(sum(i=1..n, softmax(x)[i]*x[i]) - x[j])",
    ),
    "cross entropy": (
        diff(cross_entropy(y, p), x[j]),
        "softmax(x)[j]*sum(i=1..n, y[i]) - y[j]",
    ),
    "mean squared error": (diff(mean_squared_error(x, y), x[j]), "2*(x[j] - y[j])/n"),
    "deviation": (diff((x[i] - x.mean()) ** 2, x[j]), "2*([i = j] - 1/n)*(x[i] - mean(x))"),
    "sigmoid": (diff(sigmoid(t), t), "sigmoid(t)*(1 - sigmoid(t))"),
    "tanh": (diff(tanh(t), t), "1 - tanh(t)^2"),
    "softplus": (diff(softplus(t), t), "sigmoid(t)"),
    "unknown function": (diff(F(t * x[i]), t), "x[i]*F'(t*x[i])"),
    "power": (diff(t**3, t), "3*t^2"),
    "upsampling": (jacobian(upsample(x, 3), x), "array(i=1..3*n, j=1..n: [i <= 3*j <= i + 2])"),
}


@pytest.mark.parametrize("name", DERIVED)
def test_derive_gives_the_closed_form(name: str) -> None:
    expression, expected = DERIVED[name]
    found = derive(expression)
    assert str(found) == expected
    assert prove(expression, found)


def test_derive_reads_sympy_and_conditions() -> None:
    n, k, j = symbols("n k j", integer=True)
    x = IndexedBase("x")
    square = Derivative(Sum(x[j] ** 2, (j, 1, n)), x[k])
    assert str(derive(square)) == "2*[1 <= k <= n]*x[k]"
    assert str(derive(square, given=[k >= 1, k <= n])) == "2*x[k]"
    quotient = sympy_exp(x[k]) / Sum(sympy_exp(x[j]), (j, 1, n))
    shown = str(derive(Derivative(quotient, x[k]), given=[n >= 1, k >= 1, k <= n]))
    assert "exp(x[k])" in shown
    assert "diff" not in shown


def test_derive_needs_the_conditions_for_a_derivative() -> None:
    with pytest.raises(NotDerived, match=r"no closed form of diff\(relu.*x = \(0\)"):
        derive(diff(relu(x[i]), x[j]))
    assert str(derive(diff(relu(x[i]), x[j]), given=[ne(x[i], 0)])) == "[i = j]*[x[i] > 0]"
    with pytest.raises(NotDerived, match="under t > 0"):
        derive(diff(log(t), t))
    assert str(derive(diff(log(t), t), given=[gt(t, 0)])) == "1/t"


@pytest.mark.parametrize("expression", [diff(norm(x), x[j]), diff(x.max(), x[j])])
def test_derive_says_what_it_does_not_read(expression: Any) -> None:
    with pytest.raises(NotDerived, match="no closed form of diff"):
        derive(expression)


@pytest.mark.parametrize("expression", [x[i], p[i], A @ x, entropy(p), t, norm(x)])
def test_what_has_no_simpler_form_comes_back_as_it_is(expression: Any) -> None:
    assert derive(expression) == expression


def test_sums_are_counted_out() -> None:
    assert str(derive(total(lambda k: k**3, 1, n))) == "n^2*(n + 1)^2/4"
    assert str(derive(total(lambda k: iverson(eq(k, i)) * x[k], 1, n))) == "x[i]"


def test_derive_proves_before_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = (2 * x[j]).term
    monkeypatch.setattr(decide, "closed_forms", lambda *arguments: [wrong])
    with pytest.raises(NotDerived, match="Refuted"):
        derive(diff(x[i] ** 2, x[j]))
    assert derive(x[i] * y[i] * x[i]) == x[i] * y[i] * x[i]


def test_derive_of_a_tensor_names_its_indices_apart_from_free_ones() -> None:
    i = real("i")
    found = derive(jacobian(i * x, x))
    assert isinstance(found, Tensor)
    assert str(found) == "array(j=1..n, k=1..n: [j = k]*i)"


def test_derive_refuses_what_has_no_meaning() -> None:
    with pytest.raises(IllFormed):
        derive(IndexedBase("x"))
    with pytest.raises(IllFormed):
        derive(le(i, j))


def test_a_correlation_is_differentiated_by_kernel_and_input() -> None:
    k = size("k")
    w = vector("w", k)
    t, q = index("t", n - k + 1), index("q", k)
    assert str(derive(diff(correlate(x, w)[t], w[q]), given=[ge(n, k)])) == "x[q + t - 1]"
    found = derive(diff(correlate(x, w)[t], x[j]), given=[ge(n, k)])
    assert str(found) == "[t <= j < k + t]*w[j - t + 1]"


def test_a_diagonal_jacobian_is_a_delta() -> None:
    found = derive(jacobian(sigmoid(x), x))
    assert str(found) == "array(i=1..n, j=1..n: [i = j]*sigmoid(x[i])*(1 - sigmoid(x[i])))"
    assert prove(found, diag(sigmoid(x) * (1 - sigmoid(x))))


KNOWN = vector("x", 3)
WRITTEN_OUT = [
    (logsumexp(KNOWN), log(exp(KNOWN[1]) + exp(KNOWN[2]) + exp(KNOWN[3])), True),
    (logsumexp(KNOWN), log(exp(KNOWN[1]) + exp(KNOWN[2]) - exp(KNOWN[3])), False),
    (logsumexp(KNOWN), log(exp(KNOWN[1]) + exp(KNOWN[2])), False),
    (logsumexp(KNOWN), log(exp(KNOWN[1]) + exp(KNOWN[2]) + exp(KNOWN[2])), False),
    (norm(KNOWN), sqrt(KNOWN[1] ** 2 + KNOWN[2] ** 2 + KNOWN[3] ** 2), True),
    (norm(KNOWN), sqrt(KNOWN[1] ** 2 + KNOWN[2] ** 2), False),
    (norm(KNOWN), sqrt(2 * (KNOWN[1] ** 2 + KNOWN[2] ** 2 + KNOWN[3] ** 2)), False),
    (norm(KNOWN), sqrt(KNOWN[1] ** 2 + KNOWN[2] ** 2 - KNOWN[3] ** 2), False),
]


@pytest.mark.parametrize(("left", "right", "holds"), WRITTEN_OUT)
def test_what_has_known_sizes_is_proved_by_writing_it_out(
    left: Any, right: Any, holds: bool
) -> None:
    verdict = prove(left, right)
    assert verdict.status == ("proved" if holds else "refuted")
