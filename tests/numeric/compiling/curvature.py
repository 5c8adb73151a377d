"""Jacobians and Hessians times vectors: none of them becomes an array."""

from __future__ import annotations

import numpy as np

from symderive import (
    exp,
    hessian,
    inner,
    jacobian,
    log_softmax,
    logsumexp,
    norm,
    size,
    softmax,
    squared_norm,
    trace,
    vector,
)
from tests.numeric.compiling.records import Floats, Operator, normal

n = size("n")
x, v = vector("x", n), vector("v", n)
SIZES, LARGE = "n=1; n=2; n=5", "n=1000000"


def softmax_along(x: Floats, v: Floats) -> Floats:
    p = np.exp(x - x.max())
    p /= p.sum()
    return np.asarray(p * (v - p @ v))


def normalised_along(x: Floats, v: Floats) -> Floats:
    length = np.sqrt(x @ x)
    return np.asarray((v - x * (x @ v) / length**2) / length)


def trace_of_softmax(x: Floats) -> float:
    p = np.exp(x - x.max())
    p /= p.sum()
    return float(1 - p @ p)


OPERATORS = [
    Operator(
        "the Jacobian of softmax as it is, times a vector",
        lambda: jacobian(softmax(x), x) @ v,
        (x, v),
        softmax_along,
        SIZES,
        LARGE,
    ),
    Operator(
        "a row times the Jacobian of softmax",
        lambda: jacobian(softmax(x), x).T @ v,
        (x, v),
        softmax_along,
        SIZES,
        LARGE,
    ),
    Operator(
        "the Hessian of log-sum-exp times a vector",
        lambda: hessian(logsumexp(x), x) @ v,
        (x, v),
        softmax_along,
        SIZES,
        LARGE,
    ),
    Operator(
        "the Hessian of log-sum-exp as a form",
        lambda: inner(v, hessian(logsumexp(x), x) @ v),
        (x, v),
        lambda x, v: v @ softmax_along(x, v),
        SIZES,
        LARGE,
    ),
    Operator(
        "the Jacobian of log-softmax times a vector",
        lambda: jacobian(log_softmax(x), x) @ v,
        (x, v),
        lambda x, v: v - np.exp(x - x.max()) @ v / np.exp(x - x.max()).sum(),
        SIZES,
        LARGE,
    ),
    Operator(
        "the Jacobian of a direction times a vector",
        lambda: jacobian(x / norm(x), x) @ v,
        (x, v),
        normalised_along,
        "n=2; n=3; n=5",
        LARGE,
        {"x": normal},
    ),
    Operator(
        "the Hessian of a fourth power of the norm times a vector",
        lambda: hessian(squared_norm(x) ** 2, x) @ v,
        (x, v),
        lambda x, v: 8 * (x @ v) * x + 4 * (x @ x) * v,
        SIZES,
        LARGE,
    ),
    Operator(
        "the Hessian of sums of exponentials times a vector",
        lambda: hessian(exp(x).sum() + (x**3).sum(), x) @ v,
        (x, v),
        lambda x, v: (np.exp(x) + 6 * x) * v,
        SIZES,
        LARGE,
    ),
    Operator(
        "the trace of the Jacobian of softmax",
        lambda: trace(jacobian(softmax(x), x)),
        (x,),
        trace_of_softmax,
        SIZES,
        LARGE,
    ),
]
