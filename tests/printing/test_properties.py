"""Convexity, definiteness and shapes in print, claimed and denied."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    all_of,
    concave,
    convex,
    entropy,
    eq,
    exp,
    eye,
    has_shape,
    log,
    logsumexp,
    matrix,
    negation,
    negative_definite,
    positive_semidefinite,
    real,
    simplex,
    size,
    squared_norm,
    vector,
)
from symderive.printing import latex, text

m, n = size("m"), size("n")
a, t, q = real("a"), real("t", above=0), real("q", 0, 1)
x, p, A, X = vector("x", n), simplex("p", n), matrix("A", m, n), matrix("X", m, n)

WRITTEN: dict[str, tuple[Any, str, str]] = {
    "of a number": (
        convex(a**2, a),
        "a -> a^2 is convex",
        r"a \mapsto a^{2} \text{ is convex}",
    ),
    "denied": (
        negation(concave(exp(a), a)),
        "a -> exp(a) is not concave",
        r"a \mapsto e^{a} \text{ is not concave}",
    ),
    "on a half line": (
        convex(-log(t), t),
        "t -> -log(t) is convex for t > 0",
        r"t \mapsto -\log(t) \text{ is convex for } t > 0",
    ),
    "on an interval": (
        convex(q**2, q),
        "q -> q^2 is convex for 0 <= q <= 1",
        r"q \mapsto q^{2} \text{ is convex for } 0 \le q \le 1",
    ),
    "of a vector": (
        convex(logsumexp(x), x),
        "x -> logsumexp(x) is convex on R^n",
        r"x \mapsto \operatorname{LSE}(x) \text{ is convex on } \mathbb{R}^{n}",
    ),
    "of a matrix": (
        convex(squared_norm(X), X),
        "X -> squared_norm(X) is convex on R^(m x n)",
        None,
    ),
    "on the simplex": (
        concave(entropy(p), p),
        "p -> entropy(p) is concave on the simplex",
        None,
    ),
    "in brackets": (
        all_of(convex(-log(t), t), eq(m, n)),
        "(t -> -log(t) is convex for t > 0) and m = n",
        None,
    ),
    "a matrix": (
        positive_semidefinite(A.T @ A),
        "A.T @ A is positive semidefinite",
        r"A^{\top} A \text{ is positive semidefinite}",
    ),
    "a matrix, denied": (
        negation(negative_definite(eye(2))),
        "eye(2) is not negative definite",
        r"I_{2} \text{ is not negative definite}",
    ),
    "a vector has a shape": (
        has_shape(A @ x, m),
        "A @ x has shape (m,)",
        r"A x \in \mathbb{R}^{m}",
    ),
    "a matrix has a shape": (
        has_shape(A.T, n, m + 1),
        "A.T has shape (n, m + 1)",
        r"A^{\top} \in \mathbb{R}^{n \times (m + 1)}",
    ),
    "another shape": (
        negation(has_shape(x, m)),
        "x does not have shape (m,)",
        r"x \notin \mathbb{R}^{m}",
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_how_it_is_written(name: str) -> None:
    condition, plain, typeset = WRITTEN[name]
    assert text(condition.term) == plain
    if typeset is not None:
        assert latex(condition.term) == typeset


def test_the_variable_gets_another_name_where_its_own_is_taken() -> None:
    assert text(convex(a**2, a).term, frozenset(["a"])) == "b -> b^2 is convex"
