"""Functions that are not convex, each near a rule that proves others: none is proved.

The prover is asked alone; and it is asked about the negation of what is true, too.
"""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    absolute,
    cases,
    concave,
    convex,
    cross_entropy,
    entropy,
    exp,
    forall,
    function,
    greater_of,
    has_shape,
    implies,
    index,
    iverson,
    kl,
    lesser_of,
    log,
    log_softmax,
    logsumexp,
    lt,
    matrix,
    maximum,
    negation,
    norm,
    num,
    product,
    real,
    relu,
    sigmoid,
    sign,
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
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

m, n = size("m"), size("n")
a, y = real("a"), real("y")
t, z, q, c = real("t", above=0), real("z", at_least=0), real("q", -1, 1), real("c", above=0)
x, w = vector("x", n), vector("w", n, above=0)
p, closed = simplex("p", n), simplex("p", n, closed=True)
A, X = matrix("A", m, n), matrix("X", m, n)
k = index("k", n)
F, G = function("F"), function("G", nondecreasing=True, smooth=True)

SECONDS = 2.0

# The wrong sign, the wrong kind, or half of the line only.
WRONG: dict[str, Any] = {
    "cube": convex(a**3, a),
    "cube, concave": concave(a**3, a),
    "sigmoid": convex(sigmoid(a), a),
    "sigmoid, concave": concave(sigmoid(a), a),
    "tanh": convex(tanh(a), a),
    "logarithm": convex(log(t), t),
    "root": convex(sqrt(z), z),
    "negative square": convex(-(a**2), a),
    "exponential, concave": concave(exp(a), a),
    "softplus, concave": concave(softplus(a), a),
    "squared sigmoid": convex(sigmoid(a) ** 2, a),
    "silu": convex(a * sigmoid(a), a),
    "bell": concave(exp(-(a**2)), a),
    "bell, convex": convex(exp(-(a**2)), a),
    "quartic with a hill": convex(a**4 - a**2, a),
    "almost": convex(a**4 - a**2 / 1000, a),
    "far away": convex(a**2 * (a - 30) ** 2, a),
    "a minus log": convex(log(1 + exp(a)) - a**2 / 100, a),
    "a constant that may be negative": convex(y * a**2, a),
    "a product of the variable with itself": convex(a * y * a, a),
    "an interval that is too long": convex(q**3, q),
}
# Values that are missing on a part of the domain.
UNDEFINED: dict[str, Any] = {
    "inverse": convex(1 / a, a),
    "inverse of a square": convex(1 / a**2, a),
    "logarithm of the line": concave(log(a), a),
    "logarithm of an absolute value": concave(log(absolute(a)), a),
    "logarithm at the end": concave(log(z), z),
    "x log x at the end": convex(z * log(z), z),
    "root of the line": concave(sqrt(a), a),
    "a denominator that cancels": convex(a**2 / a, a),
    "a difference that cancels": convex(log(a) - log(a) + a**2, a),
    "zero times what is missing": convex(0 * log(a), a),
    "a parameter": convex(a**2 / y, a),
    "an entry": convex(x[n + 1] ** 2, x),
    "an entry before": convex(x[k - 1] ** 2, x),
    "one over a maximum": convex(1 / x.max(), x),
    "shapes": convex(squared_norm(A @ x - vector("b", n)), x),
}
# Kinks and jumps, away from which the second derivative has the right sign.
KINKS: dict[str, Any] = {
    "negative absolute value": convex(-absolute(a), a),
    "absolute value, concave": concave(absolute(a), a),
    "root of an absolute value": convex(sqrt(absolute(a)), a),
    "root of a square, negative": convex(-sqrt(a**2), a),
    "relu, concave": concave(relu(a), a),
    "minimum": convex(lesser_of(a, 0), a),
    "maximum, concave": concave(greater_of(a, 1 - a), a),
    "clipped": convex(greater_of(0, lesser_of(a, 1)), a),
    "difference of maxima": convex(relu(a) - 2 * relu(a - 1), a),
    "sign": convex(sign(a), a),
    "step": convex(iverson(a > 0), a),
    "a step up": convex(iverson(a > 0) * (a + 1), a),
    "a step down": convex(iverson(a < 0) * (a**2 + 1), a),
    "half of a parabola": convex(iverson(a < 0) * a**2 - iverson(a > 0) * a, a),
    "two pieces": convex(cases((a**2, a < 0), (-a, a >= 0)), a),
    "a point": convex(iverson((a >= 0) & (a <= 0)), a),
    "composed with a kink": convex((absolute(a) - 1) ** 2, a),
    "a kink inside": convex(absolute(a**2 - 1), a),
    "exponential of a concave kink": convex(exp(-absolute(a)), a),
    "maximum of concave functions": convex(greater_of(-(a**2), -1), a),
    "negative maximum": convex(-x.max(), x),
    "minimum minus maximum": convex(x.min() - x.max(), x),
    "second largest": convex(x.sum() - x.max(), x),
    "maximum over half": concave(maximum(lambda i: x[i], 1, n), x),
    "cube of an absolute value, negative": convex(-(absolute(a) ** 3), a),
    "norm, concave": concave(norm(x), x),
    "norm of a square": convex(-norm(x * x), x),
}
# Several variables: each alone is right.
TENSORS: dict[str, Any] = {
    "a product of two entries": convex(x[1] * x[n], x),
    "an entry of a square": convex((x @ x.T)[1, n], x),
    "a product of all": convex(product(lambda i: x[i], 1, n), x),
    "a product of positive ones": convex(product(lambda i: w[i], 1, n), w),
    "log sum exp, concave": concave(logsumexp(x), x),
    "softmax": convex(softmax(x)[k], x),
    "softmax, concave": concave(softmax(x)[k], x),
    "log softmax": convex(log_softmax(x)[k], x),
    "entropy": convex(entropy(p), p),
    "entropy of softmax": concave(entropy(softmax(x)), x),
    "cross-entropy in the wrong argument": convex(-cross_entropy(p, softmax(x)), x),
    "divergence, concave": concave(kl(p, simplex("r", n)), p),
    "quadratic form": convex(x.T @ matrix("M", n, n) @ x, x),
    "a difference of squares": convex(squared_norm(x) - 2 * x[1] ** 2, x),
    "spread, reversed": convex(x.sum() ** 2 - squared_norm(x), x),
    "a sum with one bad term": convex(total(lambda i: (i - 2) * x[i] ** 2, 1, n), x),
    "a matrix and its transpose": convex((X @ X.T)[1, m], X),
    "in one vector only": convex((x * w).sum() * w.sum(), w),
}
# Functions of which less is known than a rule needs.
UNKNOWN: dict[str, Any] = {
    "any function": convex(F(a), a),
    "and a square": convex(F(a) + a**2, a),
    "a nondecreasing one": convex(G(a), a),
    "of an exponential": convex(F(exp(a)), a),
    "a factor": convex(F(y) * a**2, a),
}
# A negation that is false, since the function is convex.
DENIED: dict[str, Any] = {
    "square": negation(convex(a**2, a)),
    "line": negation(concave(a, a)),
    "exponential": negation(convex(exp(a), a)),
    "softplus": negation(convex(softplus(a), a)),
    "absolute value": negation(convex(absolute(a), a)),
    "log sum exp": negation(convex(logsumexp(x), x)),
    "maximum": negation(convex(x.max(), x)),
    "on half of the line": negation(convex(real("u", at_least=0) ** 3, real("u", at_least=0))),
    "logarithm": negation(concave(log(t), t)),
    "for every parameter": negation(convex(y * a**2, a)),
    "both": negation(convex(a**2, a)) & negation(convex(a**3, a)),
    "a parameter of an interval": negation(convex(-(real("u", 0, y) ** 2), real("u", 0, y))),
    "without a value": negation(convex(1 / a, a)),
}
COMPOUND: dict[str, Any] = {
    "an index": forall(lambda i: convex(x[i] * a**2, a), n),
    "a premise": implies(lt(y, 0), convex(y * a**2, a)),
    "one of two": convex(a**2, a) & convex(a**3, a),
    "a shape": has_shape(A @ x, n),
    "a shape, denied": negation(has_shape(A @ x, n)),
    "a shape that may be another": negation(has_shape(x, m)),
    "an exponent": convex(z ** (num(1) / 2), z),
}
ALL = {
    f"{group}: {name}": claim
    for group, claims in {
        "wrong": WRONG,
        "undefined": UNDEFINED,
        "kink": KINKS,
        "tensor": TENSORS,
        "unknown": UNKNOWN,
        "denied": DENIED,
        "compound": COMPOUND,
    }.items()
    for name, claim in claims.items()
}


@pytest.mark.parametrize("name", ALL)
def test_what_is_false_is_not_proved(name: str) -> None:
    assert not prove_statement(read_statement(ALL[name]), SECONDS).proved
