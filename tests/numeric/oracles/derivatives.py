"""Derivatives that automatic differentiation can be asked for, and sizes to compute them at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symderive.language.calculus import diff, grad, hessian, jacobian, vjp
from symderive.language.constructions import array
from symderive.language.declarations import matrix, vector
from symderive.language.domains import index, real, size
from symderive.language.functions import erf, exp, log, logsumexp, relu, sigmoid, softmax, sqrt
from symderive.language.operators import average_pool, convolve, correlate, max_pool, upsample
from symderive.language.statements import ge, lt
from symderive.language.sums import iverson, maximum, product, total

n, m, k = size("n"), size("m"), size("k")
x, w, X, K = vector("x", n), vector("w", k), matrix("X", m, n), matrix("K", k, k)
i, j = index("i", n), index("j", n)
t, s = real("t", above=0), real("s")


def gelu(u: Any) -> Any:
    """The Gaussian error linear unit, entry by entry."""
    return u * (1 + erf(u / sqrt(2))) / 2


def layer_norm(u: Any) -> Any:
    """A vector brought to mean 0 and variance 1."""
    return (u - u.mean()) / sqrt(u.var() + 1)


DERIVATIVES: dict[str, tuple[Callable[[], Any], dict[str, int]]] = {
    "softmax, one entry": (lambda: diff(softmax(x)[i], x[j]), {"n": 40}),
    "softmax, written out": (lambda: diff(exp(x[i]) / exp(x).sum(), x[j]), {"n": 40}),
    "softmax, all entries": (lambda: jacobian(softmax(x), x), {"n": 40}),
    "of a vector by a matrix": (lambda: jacobian(X @ x, X), {"m": 5, "n": 7}),
    "of a matrix by a matrix": (lambda: jacobian(X.T @ X, X), {"m": 5, "n": 4}),
    "average pool": (lambda: vjp(average_pool(X, 2), X, average_pool(X, 2)), {"m": 30, "n": 51}),
    "max pool": (lambda: vjp(max_pool(X, 2), X, average_pool(X, 2)), {"m": 30, "n": 51}),
    "upsampling": (lambda: vjp(upsample(X, 3), X, upsample(X, 3)), {"m": 30, "n": 20}),
    "correlation, by the input": (
        lambda: vjp(correlate(X, K, stride=2, padding=1), X, correlate(X, K, stride=2, padding=1)),
        {"m": 20, "n": 31, "k": 4},
    ),
    "correlation, by the kernel": (
        lambda: vjp(correlate(X, K, dilation=3), K, correlate(X, K, dilation=3)),
        {"m": 20, "n": 31, "k": 4},
    ),
    "convolution": (lambda: jacobian(convolve(x, w), w), {"n": 50, "k": 7}),
    "log-sum-exp": (lambda: grad(logsumexp(t * x) / t, x), {"n": 500}),
    "by a real number": (lambda: diff(logsumexp(t * x), t), {"n": 500}),
    "log-sum-exp, twice": (lambda: hessian(logsumexp(x), x), {"n": 30}),
    "of a matrix, twice": (lambda: hessian(sigmoid(X).sum(), X), {"m": 4, "n": 5}),
    "GELU": (lambda: grad(gelu(x).sum(), x), {"n": 100}),
    "layer norm": (lambda: jacobian(layer_norm(x), x), {"n": 30}),
    "two layers": (
        lambda: grad(relu(sigmoid(X @ x)).sum() ** 2, X),
        {"m": 20, "n": 30},
    ),
    "sums with brackets": (
        lambda: diff(total(lambda a: iverson(lt(a, n)) * x[a] * x[a + 1], n), x[j]),
        {"n": 12},
    ),
    "a maximum": (lambda: grad(maximum(lambda a: x[a] * x[a], n), x), {"n": 12}),
    "a product": (lambda: grad(product(lambda a: 1 + x[a] ** 2, n), x), {"n": 12}),
    "an array": (
        lambda: jacobian(array((n, n), lambda a, c: x[a] * exp(-x[c])), x),
        {"n": 7},
    ),
    "a case": (lambda: grad((iverson(ge(x[1], s)) * log(x[1] ** 2 + 1) * x).sum(), x), {"n": 6}),
}
