"""Expressions with one operator each that has an oracle, and sizes to compute them at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symderive.language.constructions import (
    concatenate,
    diag,
    diagonal,
    einsum,
    flip,
    inner,
    kron,
    lower_triangle,
    norm,
    outer,
    pad,
    squared_norm,
    stack,
    trace,
    transpose,
    upper_triangle,
    vec,
)
from symderive.language.declarations import matrix, simplex, tensor, vector
from symderive.language.domains import real, size
from symderive.language.functions import (
    absolute,
    binary_cross_entropy,
    cross_entropy,
    entropy,
    erf,
    exp,
    greater_of,
    kl,
    lesser_of,
    log,
    log_softmax,
    logsumexp,
    mean_squared_error,
    relu,
    sigmoid,
    sign,
    softmax,
    softplus,
    tanh,
)
from symderive.language.operators import (
    average_pool,
    conv,
    conv_transpose,
    conv_transpose_layer,
    convolve,
    correlate,
    correlation_matrix,
    hankel,
    max_pool,
    upsample,
)

b, C, O, m, n, k, l = map(size, ("b", "C", "O", "m", "n", "k", "l"))
x, y, w = vector("x", n), vector("y", n), vector("w", k)
X, Y, K = matrix("X", m, n), matrix("Y", m, n), matrix("K", k, l)
A, S = matrix("A", n, m), matrix("S", n, n)
Z, V = tensor("Z", b, C, m, n), tensor("V", b, C, n)
block, cube = tensor("block", m, n, n), tensor("cube", k, l, k)
p, q = simplex("p", n), simplex("q", n)
positive = vector("positive", n, above=0)
target, output = vector("target", n), vector("output", n)
t = real("t")
SIZES = {"b": 2, "C": 3, "O": 4, "m": 12, "n": 17, "k": 4, "l": 3}
SETTINGS = {"stride": (2, 3), "padding": (1, 2), "dilation": (2, 1)}

# By the name of the operator, or of the operator of PyTorch for two in one.
CASES: dict[str, list[Callable[[], Any]]] = {
    "average_pool": [
        lambda: average_pool(X, 3),
        lambda: average_pool(x, 4),
        lambda: average_pool(Z, (2, 5)),
        lambda: average_pool(block, (3, 2, 4)),
    ],
    "max_pool": [
        lambda: max_pool(X, 3),
        lambda: max_pool(x, 4),
        lambda: max_pool(Z, (2, 5)),
        lambda: max_pool(block, (3, 2, 4)),
    ],
    "upsample": [
        lambda: upsample(X, 3),
        lambda: upsample(x, 41),
        lambda: upsample(Z, (2, 5)),
    ],
    "correlate": [
        lambda: correlate(x, w),
        lambda: correlate(x, w, stride=3, padding=2, dilation=4),
        lambda: correlate(x, w, mode="full"),
        lambda: correlate(x, w, mode="same"),
        lambda: correlate(X, K, **SETTINGS),
        lambda: correlate(X, K, mode="full", dilation=2),
        lambda: correlate(X, K, mode="same", dilation=(1, 3)),
        lambda: correlate(block, cube, stride=2, padding=1),
    ],
    "convolve": [
        lambda: convolve(x, w),
        lambda: convolve(x, w, mode="valid"),
        lambda: convolve(x, w, mode="same"),
        lambda: convolve(w, x),
        lambda: convolve(X, K),
        lambda: convolve(X, K, mode="valid"),
        lambda: convolve(X, K, mode="same"),
    ],
    "conv_transpose": [
        lambda: conv_transpose(x, w),
        lambda: conv_transpose(x, w, stride=3, padding=2, dilation=4),
        lambda: conv_transpose(X, K, **SETTINGS),
    ],
    "conv": [
        lambda: conv(V, tensor("W", O, C, k)),
        lambda: conv(V, tensor("W", O, C, k), stride=3, padding=2, dilation=4),
        lambda: conv(Z, tensor("W", O, C, k, l), **SETTINGS),
        lambda: conv(Z, tensor("W", 6, 1, k, l), groups=3, padding=1),
        lambda: conv(tensor("X3", C, m, n), tensor("W", O, C, k, l)),
    ],
    "conv_transpose_layer": [
        lambda: conv_transpose_layer(V, tensor("W", C, O, k), stride=3, padding=2),
        lambda: conv_transpose_layer(Z, tensor("W", C, O, k, l), **SETTINGS),
        lambda: conv_transpose_layer(Z, tensor("W", C, 2, k, l), groups=3),
    ],
    "correlation_matrix": [lambda: correlation_matrix(w, n)],
    "hankel": [lambda: hankel(x, k)],
    "softmax": [lambda: softmax(x), lambda: softmax(40 * X, axis=1), lambda: softmax(Z, axis=2)],
    "log_softmax": [lambda: log_softmax(40 * x), lambda: log_softmax(X, axis=0)],
    "logsumexp": [lambda: logsumexp(400 * x), lambda: logsumexp(X, axis=1)],
    "relu": [lambda: relu(X)],
    "softplus": [lambda: softplus(9 * x)],
    "binary_cross_entropy": [lambda: binary_cross_entropy(p, q)],
    "binary_cross_entropy_with_logits": [lambda: binary_cross_entropy(p, sigmoid(x))],
    "cross_entropy": [lambda: cross_entropy(p, q), lambda: cross_entropy(p, softmax(x))],
    "entropy": [lambda: entropy(p)],
    "kl": [lambda: kl(p, q)],
    "mean_squared_error": [lambda: mean_squared_error(X, Y)],
    "matmul": [
        lambda: X @ A,
        lambda: X @ x,
        lambda: x.T @ y,
        lambda: x @ y.T,
        lambda: Z @ S,
    ],
    "outer": [lambda: outer(x, w), lambda: outer(X, w)],
    "inner": [lambda: inner(X, Y)],
    "kron": [lambda: kron(X, K), lambda: kron(x, w)],
    "einsum": [lambda: einsum("bcmn,mn->cb", Z, X), lambda: einsum("ii,i->i", S, x)],
    "transpose": [lambda: X.T, lambda: x.T, lambda: transpose(Z, (2, 0, 3, 1))],
    "trace": [lambda: trace(S)],
    "diag": [lambda: diag(x)],
    "diagonal": [lambda: diagonal(S)],
    "lower_triangle": [lambda: lower_triangle(S)],
    "upper_triangle": [lambda: upper_triangle(S)],
    "sum": [X.sum, lambda: Z.sum(axis=(0, 2))],
    "mean": [lambda: X.mean(axis=0)],
    "max": [lambda: X.max(axis=1), x.max],
    "min": [lambda: X.min(axis=1)],
    "variance": [lambda: X.var(axis=0), lambda: x.var(ddof=1)],
    "norm": [lambda: norm(X)],
    "squared_norm": [lambda: squared_norm(x)],
    "vec": [lambda: vec(X), lambda: vec(Z)],
    "reshape": [
        lambda: X.reshape(n, m, order="F"),
        lambda: X.reshape(n, m, order="C"),
        lambda: Z.reshape(m * n, b * C, order="F"),
    ],
    "flip": [lambda: flip(X), lambda: flip(X, axis=1)],
    "pad": [lambda: pad(X, 2, 3)],
    "stack": [lambda: stack(x, y)],
    "concatenate": [lambda: concatenate(x, w), lambda: concatenate(X, Y, axis=1)],
}
FUNCTIONS: dict[str, Callable[[], Any]] = {
    "exp": lambda: exp(x),
    "log": lambda: log(positive),
    "tanh": lambda: tanh(X),
    "erf": lambda: erf(x),
    "sigmoid": lambda: sigmoid(30 * x),
    "Abs": lambda: absolute(x),
    "sign": lambda: sign(x),
    "Max": lambda: greater_of(x, y, 0),
    "Min": lambda: lesser_of(x, y),
}
