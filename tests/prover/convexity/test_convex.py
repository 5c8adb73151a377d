"""Convex functions proved: by the second derivative, by composition, by the definition."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    absolute,
    all_of,
    concave,
    convex,
    entropy,
    exp,
    forall,
    function,
    ge,
    greater_of,
    gt,
    implies,
    index,
    kl,
    lesser_of,
    log,
    log_softmax,
    logsumexp,
    matrix,
    maximum,
    negation,
    norm,
    num,
    real,
    relu,
    sigmoid,
    simplex,
    size,
    softplus,
    sqrt,
    squared_norm,
    tanh,
    tensor,
    total,
    vector,
)
from symderive.language.reading import read_statement
from symderive.prover.outcome import Outcome
from symderive.prover.prove import prove_statement

m, n = size("m"), size("n")
a, y, c = real("a"), real("y"), real("c", above=0)
t, z, q = real("t", above=0), real("z", at_least=0), real("q", 0, 1)
inside, left = real("r", above=0, below=1), real("l", at_most=0)
x, w, b = vector("x", n), vector("w", n, above=0), vector("b", m)
p, r = simplex("p", n), simplex("r", n)
A, X, T = matrix("A", m, n), matrix("X", m, n), tensor("T", (n, n, n))
k = index("k", n)
F = function("F")


def proved(claim: Any, *given: Any) -> Outcome:
    """What the prover alone says."""
    return prove_statement(read_statement(claim, given=list(given)))


BY_SECOND_DERIVATIVE: dict[str, Any] = {
    "square": convex(a**2, a),
    "fourth power": convex(a**4, a),
    "exponential": convex(exp(a), a),
    "exponential of a square": convex(exp(a**2), a),
    "logarithm": concave(log(t), t),
    "x log x": convex(t * log(t), t),
    "inverse": convex(1 / t, t),
    "root": concave(sqrt(t), t),
    "root at the end": concave(sqrt(z), z),
    "softplus": convex(softplus(a), a),
    "log of a sigmoid function": concave(log(sigmoid(a)), a),
    "logistic loss": convex(log(1 + exp(-y * a)), a),
    "log cosh": convex(log((exp(a) + exp(-a)) / 2), a),
    "half of a sigmoid function": convex(sigmoid(left), left),
    "half of a tanh": concave(tanh(z), z),
    "binary entropy": concave(-inside * log(inside) - (1 - inside) * log(1 - inside), inside),
    "a line, one way": convex(y * a + c, a),
    "a line, the other way": concave(y * a + c, a),
    "a parabola": convex(c * a**2 + y * a, a),
    "on an interval": convex(q**3, q),
}
OF_TENSORS: dict[str, Any] = {
    "log sum exp": convex(logsumexp(x), x),
    "log sum exp of a map": convex(logsumexp(A @ x + b), x),
    "temperature": convex(c * logsumexp(x / c), x),
    "log softmax": concave(log_softmax(x)[k], x),
    "squared norm": convex(squared_norm(x), x),
    "least squares": convex(squared_norm(A @ x - b), x),
    "ridge": convex(squared_norm(A @ x - b) + c * squared_norm(x), x),
    "quadratic form": convex(x.T @ A.T @ A @ x, x),
    "of a matrix": convex(squared_norm(X), X),
    "of three indices": convex(squared_norm(T), T),
    "entropy": concave(entropy(p), p),
    "entropy of positive numbers": concave(entropy(w), w),
    "divergence": convex(kl(p, r), p),
    "divergence, the other argument": convex(kl(p, r), r),
    "a single entry": convex(exp(x[k]), x),
    "a matrix in one entry": convex(X[m, n] ** 2, X),
}
BY_COMPOSITION: dict[str, Any] = {
    "absolute value": convex(absolute(a), a),
    "relu": convex(relu(a), a),
    "hinge": convex(relu(1 - y * a), a),
    "hinge in weights": convex(relu(1 - y * (w * x).sum()), x),
    "greatest of three": convex(greater_of(a, -2 * a, a**2), a),
    "least of two": concave(lesser_of(a, 1 - a), a),
    "maximum": convex(x.max(), x),
    "maximum of a map": convex((A @ x + b).max(), x),
    "minimum": concave(x.min(), x),
    "range": convex(x.max() - x.min(), x),
    "maximum over a range": convex(maximum(lambda i: x[i] + i, 1, n), x),
    "sum of absolute values": convex(absolute(x).sum(), x),
    "lasso": convex(squared_norm(A @ x - b) + c * absolute(x).sum(), x),
    "logistic regression": convex(total(lambda i: log(1 + exp(-b[i] * (A @ x)[i])), m), x),
    "exponential of a kink": convex(exp(absolute(a)), a),
    "square of a kink": convex((1 + absolute(a)) ** 2, a),
    "logarithm of a minimum": concave(log(lesser_of(t, c)), t),
    "inverse of a minimum": convex(1 / w.min(), w),
    "norm": convex(norm(x), x),
    "norm of a map": convex(norm(A @ x - b), x),
    "a multiple": convex(c * absolute(a), a),
    "a negative multiple": concave(-c * relu(a), a),
    "a constant": convex(y**3, a),
}
COMPOUND: dict[str, Any] = {
    "two": all_of(convex(a**2, a), concave(log(t), t)),
    "an index": forall(lambda i: convex(w[i] * a**2, a), n),
    "a premise": implies(gt(y, 0), convex(y * a**2, a)),
    "a bound of the domain": convex(real("u", 0, y) ** 2, real("u", 0, y)),
}
ALL = BY_SECOND_DERIVATIVE | OF_TENSORS | BY_COMPOSITION | COMPOUND


@pytest.mark.parametrize("name", ALL)
def test_convex_functions_are_proved(name: str) -> None:
    found = proved(ALL[name])
    assert found.proved, found.reason


def test_a_hypothesis_on_a_parameter_is_used() -> None:
    assert proved(convex(y * a**2, a), ge(y, 0)).proved
    assert not proved(convex(y * a**2, a), ge(y, -1)).proved


NOT_CONVEX: dict[str, Any] = {
    "cube": negation(convex(a**3, a)),
    "cube, the other way": negation(concave(a**3, a)),
    "sigmoid function": negation(convex(sigmoid(a), a)),
    "tanh": negation(concave(tanh(a), a)),
    "squared error": negation(convex((0 - sigmoid(a)) ** 2, a)),
    "squared error of the other target": negation(convex((1 - sigmoid(a)) ** 2, a)),
    "logarithm": negation(convex(log(t), t)),
    "silu": negation(convex(a * sigmoid(a), a)),
    "silu, the other way": negation(concave(a * sigmoid(a), a)),
    "kink": negation(concave(absolute(a), a)),
    "with a parameter": negation(convex(y - c * a**2, a)),
    "squared norm": negation(concave(squared_norm(x), x)),
    "maximum of a map": negation(concave(squared_norm(X), X)),
    "on an interval": negation(concave(q**2, q)),
    "on positive vectors": negation(convex(-squared_norm(w), w)),
}


@pytest.mark.parametrize("name", NOT_CONVEX)
def test_functions_that_are_not_convex(name: str) -> None:
    found = proved(NOT_CONVEX[name])
    assert found.proved, found.reason


def test_the_rule_is_told_with_its_formula() -> None:
    rule, details = proved(convex(a**2, a)).steps[0]
    assert rule == "sign of the second derivative"
    assert str(details[0]) is not None
    rule, _ = proved(convex(greater_of(a, 1), a)).steps[0]
    assert rule == "Max of convex functions"


def test_a_reason_names_the_rule() -> None:
    found = proved(convex(F(a), a))
    assert not found.proved
    assert found.reason.startswith("sign of the second derivative: ")


def test_a_parameter_without_a_sign_is_not_enough() -> None:
    assert not proved(convex(y * a**2, a)).proved
    assert not proved(negation(convex(y * a**2, a))).proved
    assert not proved(convex(num(1) / 2 * a**2 * y, a)).proved
