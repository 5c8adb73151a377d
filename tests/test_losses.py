"""Losses and activations of neural nets: derivatives and convexity, each beside false siblings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symderive import (
    absolute,
    concave,
    convex,
    delta,
    diag,
    diff,
    entropy,
    eq,
    exp,
    eye,
    grad,
    greater_of,
    hessian,
    index,
    kl,
    log,
    log_softmax,
    logsumexp,
    matrix,
    mean_squared_error,
    norm,
    num,
    positive_definite,
    positive_semidefinite,
    prove,
    real,
    relu,
    sigmoid,
    simplex,
    size,
    softmax,
    softplus,
    sqrt,
    squared_norm,
    tanh,
    total,
    vector,
)

m, n = size("m"), size("n")
a, y = real("a"), real("y")
c, t, e = real("c", above=0), real("t", above=0), real("e", 0, 1)
power = real("gamma", above=1)
x, w, b = vector("x", n), vector("w", n, above=0), vector("b", m)
A, p, r = matrix("A", m, n), simplex("p", n), simplex("r", n)
j, k = index("j", n), index("k", n)
s = sigmoid(a)


def smoothed(i: Any, amount: Any = e) -> Any:
    """The probability of class i when the label k is smoothed."""
    return (1 - amount) * delta(i, k) + amount / n


def gelu(value: Any) -> Any:
    """Half of a number times 1 + tanh of a cubic polynomial."""
    return value / 2 * (1 + tanh(c * (value + e * value**3)))


def gelu_slope(sign: int = 1, three: int = 3) -> Any:
    """The derivative of that."""
    tail = tanh(c * (a + e * a**3))
    return (1 + tail) / 2 + sign * a / 2 * (1 - tail**2) * c * (1 + three * e * a**2)


# A derivative as a function of what may be wrong in it, its right value first.
Sides = Callable[[Any], tuple[Any, Any]]
DERIVATIVES: dict[str, tuple[Sides, tuple[Any, ...]]] = {
    "focal loss": (
        lambda v: (
            diff(-((1 - s) ** power) * log(s), a),
            power * s * (1 - s) ** power * log(s) + v * (1 - s) ** (power + 1),
        ),
        (-1, 1, 0, -2),
    ),
    "smoothed labels": (
        lambda v: (
            diff(-total(lambda i: smoothed(i) * log_softmax(x)[i], n), x[j]),
            softmax(x)[j] + v * smoothed(j),
        ),
        (-1, 1, 0, -2),
    ),
    "amount of smoothing": (
        lambda v: (
            diff(-total(lambda i: smoothed(i) * log_softmax(x)[i], n), x[j]),
            softmax(x)[j] - smoothed(j, v),
        ),
        (e, 1 - e, 2 * e, 0),
    ),
    "softplus": (lambda v: (diff(softplus(a), a), v), (s, 1 - s, tanh(a), s * (1 - s))),
    "softplus, twice": (
        lambda v: (diff(softplus(a), a, a), v),
        (s * (1 - s), s, -s * (1 - s), 1 - s**2),
    ),
    "logistic loss in the margin": (
        lambda v: (diff(log(1 + exp(-y * a)), a), -y * sigmoid(v * y * a)),
        (-1, 1, -2, 0),
    ),
    "log cosh": (
        lambda v: (diff(log((exp(a) + exp(-a)) / 2), a), v),
        (tanh(a), -tanh(a), tanh(2 * a), 1 - tanh(a) ** 2),
    ),
    "log cosh, twice": (
        lambda v: (diff(log((exp(a) + exp(-a)) / 2), a, a), 1 + v * tanh(a) ** 2),
        (-1, 1, 0, -2),
    ),
    "silu": (lambda v: (diff(a * s, a), s + v * a * s * (1 - s)), (1, -1, 0, 2)),
    "silu, twice": (
        lambda v: (diff(a * s, a, a), s * (1 - s) * (v + a * (1 - 2 * s))),
        (2, 1, -2, 0),
    ),
    "gelu, the sign": (lambda v: (diff(gelu(a), a), gelu_slope(v)), (1, -1, 0, 2)),
    "gelu, the power": (lambda v: (diff(gelu(a), a), gelu_slope(1, v)), (3, 2, 1, -3)),
    "squared error": (
        lambda v: (grad(mean_squared_error(A @ x, b), x)[j], v * (A.T @ (A @ x - b))[j] / m),
        (2, 1, -2, 4),
    ),
    "huber with a root": (
        lambda v: (diff(sqrt(1 + a**2), a), v * a / sqrt(1 + a**2)),
        (1, -1, 2, num(1) / 2),
    ),
}


@pytest.mark.parametrize("name", DERIVATIVES)
def test_derivatives_are_proved(name: str) -> None:
    sides, values = DERIVATIVES[name]
    assert prove(*sides(values[0])).status == "proved"


@pytest.mark.parametrize("place", [1, 2, 3])
@pytest.mark.parametrize("name", DERIVATIVES)
def test_other_derivatives_are_refuted(name: str, place: int) -> None:
    sides, values = DERIVATIVES[name]
    assert prove(*sides(values[place])).status == "refuted"


SHAPES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "square": (convex(a**2, a), (concave(a**2, a), convex(-(a**2), a), convex(a**3, a))),
    "exponential": (convex(exp(a), a), (concave(exp(a), a), convex(-exp(a), a))),
    "logarithm": (convex(-log(t), t), (convex(log(t), t), concave(-log(t), t))),
    "x log x": (convex(t * log(t), t), (concave(t * log(t), t), convex(t**2 * log(t), t))),
    "fourth power": (convex(a**4, a), (concave(a**4, a), convex(a**4 - a**2, a))),
    "softplus": (convex(softplus(a), a), (concave(softplus(a), a), convex(sigmoid(a), a))),
    "hinge": (convex(relu(1 - y * a), a), (concave(relu(1 - y * a), a), convex(-relu(a), a))),
    "logistic loss": (
        convex(log(1 + exp(-y * a)), a),
        (concave(log(1 + exp(-y * a)), a), convex(1 / (1 + exp(-y * a)), a)),
    ),
    "log cosh": (
        convex(log((exp(a) + exp(-a)) / 2), a),
        (convex(tanh(a), a), concave(log((exp(a) + exp(-a)) / 2), a)),
    ),
    "huber with a root": (
        convex(sqrt(1 + a**2) - 1, a),
        (concave(sqrt(1 + a**2) - 1, a), convex(sqrt(1 + absolute(a)), a)),
    ),
    "log sum exp": (
        convex(logsumexp(x), x),
        (concave(logsumexp(x), x), convex(-logsumexp(x), x), convex(softmax(x)[k], x)),
    ),
    "cross-entropy of softmax": (
        convex(-log_softmax(x)[k], x),
        (convex(log_softmax(x)[k], x), convex(-softmax(x)[k], x)),
    ),
    "squared norm": (
        convex(squared_norm(A @ x - b), x),
        (concave(squared_norm(A @ x - b), x), convex(norm(x) - squared_norm(x), x)),
    ),
    "norm": (convex(norm(A @ x - b), x), (concave(norm(x), x), convex(-norm(x), x))),
    "lasso": (
        convex(squared_norm(A @ x - b) + c * absolute(x).sum(), x),
        (convex(squared_norm(x) - c * absolute(x).sum(), x), concave(absolute(x).sum(), x)),
    ),
    "logistic regression": (
        convex(total(lambda i: log(1 + exp(-b[i] * (A @ x)[i])), m), x),
        (convex(total(lambda i: sigmoid(b[i] * (A @ x)[i]), m), x),),
    ),
    "negative entropy": (
        convex((w * log(w)).sum(), w),
        (concave((w * log(w)).sum(), w), convex((w * log(w)).sum() - 2 * squared_norm(w), w)),
    ),
    "entropy": (concave(entropy(p), p), (convex(entropy(p), p),)),
    "divergence": (convex(kl(p, r), p), (concave(kl(p, r), p), convex(-kl(r, p), p))),
    "range": (convex(x.max() - x.min(), x), (convex(x.min() - x.max(), x),)),
    "greatest": (convex(greater_of(a, a**2), a), (concave(greater_of(a, a**2), a),)),
    "Hessian of log sum exp": (
        positive_semidefinite(hessian(logsumexp(x), x)),
        (positive_definite(hessian(logsumexp(x), x)), positive_semidefinite(-eye(n))),
    ),
    "covariance": (
        positive_semidefinite(diag(p) - p @ p.T),
        (positive_semidefinite(diag(p) - 2 * (p @ p.T)), positive_definite(diag(p) - p @ p.T)),
    ),
    "ridge": (
        positive_definite(A.T @ A + c * eye(n)),
        (positive_definite(A.T @ A), positive_semidefinite(A.T @ A - c * eye(n))),
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_convexity_is_proved(name: str) -> None:
    assert prove(SHAPES[name][0]).status == "proved"


@pytest.mark.parametrize("name", SHAPES)
def test_its_siblings_are_refuted(name: str) -> None:
    for sibling in SHAPES[name][1]:
        assert prove(sibling).status == "refuted", str(sibling)


def test_an_equation_of_hessians() -> None:
    assert prove(eq(hessian(squared_norm(x), x), 2 * eye(n))).status == "proved"
    assert prove(eq(hessian(squared_norm(x), x), eye(n))).status == "refuted"
