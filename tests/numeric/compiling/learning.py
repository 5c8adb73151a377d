"""Models that are fitted: their steps, responsibilities, distances, divergences, second orders."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit
from scipy.special import logsumexp as stable_logsumexp

from symderive import (
    absolute,
    array,
    cases,
    delta,
    exp,
    grad,
    hessian,
    inner,
    iverson,
    jacobian,
    log,
    log_softmax,
    logsumexp,
    matrix,
    mean,
    norm,
    real,
    sigmoid,
    size,
    softmax,
    sqrt,
    squared_norm,
    tanh,
    total,
    vector,
)
from symderive.language.statements import eq, ne
from tests.numeric.compiling.records import (
    Floats,
    Operator,
    between,
    distribution,
    one_hot,
    positive,
    signs,
)

n, m, k, d = size("n"), size("m"), size("k"), size("d")
x, y, u, v, c = vector("x", n), vector("y", n), vector("u", d), vector("v", d), vector("c", k)
X, Y, Z, W = matrix("X", n, d), matrix("Y", n, k), matrix("Z", n, k), matrix("W", d, k)
A, B, P = matrix("A", n, d), matrix("B", n, d), matrix("P", m, d)
t = real("t", above=0)


def softmax_of(x: Floats) -> Floats:
    found = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(found / found.sum(-1, keepdims=True))


def squares(X: Floats, P: Floats) -> Floats:
    """Squared distances of all pairs of rows."""
    return np.asarray((X**2).sum(1)[:, None] + (P**2).sum(1) - 2 * X @ P.T)


def curvature(X: Floats, y: Floats, u: Floats) -> Floats:
    scores = y * (X @ u)
    return np.asarray(expit(scores) * expit(-scores))


def centres_pull(X: Floats, P: Floats, w: Floats, t: float, y: Floats) -> Floats:
    bells = np.exp(-t * squares(X, P))
    weights = 2 * t * (bells @ w - y)[:, None] * bells * w
    return np.asarray(weights.T @ X - weights.sum(0)[:, None] * P)


def responsibilities(X: Floats, M: Floats, p: Floats, q: Floats) -> Floats:
    scores = np.log(p) - q * squares(X, M) / 2 + X.shape[1] * np.log(q) / 2
    return softmax_of(scores)


def cosine_pull(A: Floats, B: Floats) -> Floats:
    a, b, both = ((A * A).sum(1), (B * B).sum(1), (A * B).sum(1))
    return np.asarray(-(B - (both / a)[:, None] * A) / np.sqrt(a * b)[:, None] / len(A))


def redundancy(A: Floats, B: Floats, t: float) -> float:
    found = A.T @ B / len(A)
    off = (found**2).sum() - (np.diag(found) ** 2).sum()
    return float(((1 - np.diag(found)) ** 2).sum() + t * off)


def reconstruction_pull(X: Floats, W: Floats) -> Floats:
    error = X - X @ W @ W.T
    return np.asarray(-2 * (X.T @ (error @ W) + error.T @ (X @ W)))


def focal_slope(x: Floats, y: Floats) -> Floats:
    p, far = expit(y * x), expit(-y * x)
    return np.asarray(y * (2 * far**2 * p * -np.logaddexp(0, -y * x) - far**3) / len(x))


def _models() -> list[Operator]:
    w, M, p, q = vector("w", m), matrix("M", k, d), vector("p", k), vector("q", k)
    rows, batch = "n=1 d=1; n=3 d=2", "n=4000 d=200"

    def loss() -> Any:
        return total(lambda i: log(1 + exp(-y[i] * (X @ u)[i])), 1, n)

    def net() -> Any:
        return total(
            lambda i: (
                (
                    total(
                        lambda j: w[j] * exp(-t * total(lambda a: (X[i, a] - P[j, a]) ** 2, 1, d)),
                        1,
                        m,
                    )
                    - y[i]
                )
                ** 2
                / 2
            ),
            1,
            n,
        )

    def score(i: Any, c: Any) -> Any:
        far = total(lambda a: (X[i, a] - M[c, a]) ** 2, 1, d)
        return log(p[c]) - q[c] * far / 2 + d * log(q[c]) / 2

    return [
        Operator(
            "the second derivatives of a logistic regression",
            lambda: hessian(loss(), u),
            (X, y, u),
            lambda X, y, u: (X.T * curvature(X, y, u)) @ X,
            rows,
            batch,
            {"y": signs},
        ),
        Operator(
            "the second derivatives of a logistic regression times a vector",
            lambda: hessian(loss(), u) @ v,
            (X, y, u, v),
            lambda X, y, u, v: X.T @ (curvature(X, y, u) * (X @ v)),
            rows,
            batch,
            {"y": signs},
        ),
        Operator(
            "the second derivatives of ridge regression",
            lambda: hessian(squared_norm(X @ u - y) / 2 + t * squared_norm(u) / 2, u),
            (X, y, u, t),
            lambda X, t: X.T @ X + t * np.eye(X.shape[1]),
            rows,
            batch,
        ),
        Operator(
            "the gradient of softmax regression",
            lambda: grad(
                mean(
                    lambda i: (
                        logsumexp((X @ W)[i, :]) - total(lambda a: Y[i, a] * (X @ W)[i, a], 1, k)
                    ),
                    1,
                    n,
                ),
                W,
            ),
            (X, W, Y),
            lambda X, W, Y: X.T @ (softmax_of(X @ W) - Y) / len(X),
            "n=1 d=1 k=1; n=3 d=2 k=2",
            "n=3000 d=200 k=30",
            {"Y": one_hot},
        ),
        Operator(
            "the gradient of counts of Poisson",
            lambda: grad(total(lambda i: exp((X @ u)[i]) - y[i] * (X @ u)[i], 1, n), u),
            (X, u, y),
            lambda X, u, y: X.T @ (np.exp(X @ u) - y),
            rows,
            batch,
            {"u": between(-0.1, 0.1)},
        ),
        Operator(
            "a net of bells pulled back to its centres",
            lambda: grad(net(), P),
            (X, P, w, t, y),
            centres_pull,
            "n=1 m=1 d=1; n=3 m=2 d=2",
            "n=1000 m=100 d=20",
            {"t": between(0.01, 0.2)},
        ),
        Operator(
            "responsibilities of a mixture",
            lambda: array(
                (n, k), lambda i, c: exp(score(i, c)) / total(lambda e: exp(score(i, e)), 1, k)
            ),
            (X, M, p, q),
            responsibilities,
            "n=1 k=1 d=1; n=3 k=2 d=2",
            "n=20000 k=10 d=8",
            {"p": distribution, "q": positive},
        ),
        Operator(
            "covariances of a mixture",
            lambda: array(
                (k, d, d),
                lambda c, a, e: (
                    total(lambda i: Y[i, c] * (X[i, a] - M[c, a]) * (X[i, e] - M[c, e]), 1, n)
                    / total(lambda i: Y[i, c], 1, n)
                ),
            ),
            (Y, X, M),
            lambda X, Y, M: np.stack(
                [
                    ((X - mu) * r[:, None]).T @ (X - mu) / r.sum()
                    for r, mu in zip(Y.T, M, strict=True)
                ]
            ),
            "n=1 k=1 d=1; n=3 k=2 d=2",
            "n=20000 k=5 d=20",
            {"Y": positive},
        ),
        Operator(
            "errors of components, pulled back",
            lambda: grad(squared_norm(X - X @ W @ W.T), W),
            (X, W),
            reconstruction_pull,
            "n=1 d=1 k=1; n=2 d=2 k=2",
            "n=2000 d=100 k=10",
        ),
        Operator(
            "the layer of a flow",
            lambda: array(
                n,
                lambda i: log(absolute(1 + (1 - tanh((X @ u)[i] + t) ** 2) * inner(u, v))),
            ),
            (X, u, t, v),
            lambda X, u, t, v: np.log(np.abs(1 + (1 - np.tanh(X @ u + t) ** 2) * (u @ v))),
            rows,
            "n=20000 d=64",
            {"u": positive, "v": positive},
        ),
    ]


def _losses() -> list[Operator]:
    L = matrix("L", n, d)
    rows = "n=1 d=1; n=3 d=2"

    def alike(i: Any) -> Any:
        squares = total(lambda a: A[i, a] ** 2, 1, d) * total(lambda a: B[i, a] ** 2, 1, d)
        return total(lambda a: A[i, a] * B[i, a], 1, d) / sqrt(squares)

    return [
        Operator(
            "a contrastive loss pulled back",
            lambda: grad(
                mean(
                    lambda i: logsumexp((A @ B.T)[i, :] / t) - (A @ B.T)[i, i] / t,
                    1,
                    n,
                ),
                B,
            ),
            (A, B, t),
            lambda A, B, t: (softmax_of(A @ B.T / t).T @ A - A) / (t * len(A)),
            rows,
            "n=1000 d=64",
        ),
        Operator(
            "cosines of rows pulled back",
            lambda: grad(mean(lambda i: 1 - alike(i), 1, n), A),
            (A, B),
            cosine_pull,
            rows,
            "n=10000 d=64",
            {"A": positive, "B": positive},
        ),
        Operator(
            "the redundancy of two codes",
            lambda: total(
                lambda a, e: (
                    (mean(lambda i: A[i, a] * B[i, e], 1, n) - delta(a, e)) ** 2
                    * cases((1, eq(a, e)), otherwise=t)
                ),
                d,
                d,
            ),
            (A, B, t),
            redundancy,
            rows,
            "n=5000 d=300",
        ),
        Operator(
            "the divergence of a code",
            lambda: (
                -mean(
                    lambda i: total(lambda a: 1 + L[i, a] - A[i, a] ** 2 - exp(L[i, a]), 1, d) / 2,
                    1,
                    n,
                )
            ),
            (L, A),
            lambda L, A: float(-0.5 * (1 + L - A**2 - np.exp(L)).sum() / len(A)),
            rows,
            "n=10000 d=64",
        ),
        Operator(
            "the gradient of a focal loss",
            lambda: grad(
                -mean(lambda i: (1 - sigmoid(y[i] * x[i])) ** 2 * log(sigmoid(y[i] * x[i])), 1, n),
                x,
            ),
            (x, y),
            focal_slope,
            "n=1; n=3",
            "n=300000",
            {"y": signs},
        ),
        Operator(
            "the gradient of norms of columns",
            lambda: grad(total(lambda c: norm(W[:, c]), 1, k), W),
            (W,),
            lambda W: W / np.sqrt((W**2).sum(0)),
            "d=1 k=1; d=3 k=2",
            "d=2000 k=500",
            {"W": positive},
        ),
        Operator(
            "information of Fisher in softmax",
            lambda: array(
                (k, k),
                lambda a, e: mean(
                    lambda i: softmax(Z[i, :])[a] * (delta(a, e) - softmax(Z[i, :])[e]), 1, n
                ),
            ),
            (Z,),
            lambda Z: np.diag(softmax_of(Z).mean(0)) - softmax_of(Z).T @ softmax_of(Z) / len(Z),
            "n=1 k=1; n=3 k=2",
            "n=10000 k=50",
        ),
        Operator(
            "others that each one should be near",
            lambda: (
                -mean(
                    lambda i: total(
                        lambda j: (
                            iverson(ne(i, j))
                            * Q[i, j]
                            * (
                                S[i, j]
                                - log(total(lambda l: iverson(ne(i, l)) * exp(S[i, l]), 1, n))
                            )
                        ),
                        1,
                        n,
                    ),
                    1,
                    n,
                )
            ),
            (Q, S),
            near_others,
            "n=2; n=3",
            "n=1000",
        ),
        Operator(
            "the Jacobian of log-softmax",
            lambda: jacobian(log_softmax(x), x),
            (x,),
            lambda x: np.eye(len(x)) - softmax_of(x),
            "n=1; n=3",
            "n=1500",
        ),
        Operator(
            "the Jacobian of a vector of length one",
            lambda: jacobian(array(n, lambda i: x[i] / norm(x)), x),
            (x,),
            lambda x: np.eye(len(x)) / np.sqrt(x @ x) - np.outer(x, x) / (x @ x) ** 1.5,
            "n=1; n=3",
            "n=1500",
            {"x": positive},
        ),
    ]


Q, S = matrix("Q", n, n), matrix("S", n, n)


def near_others(Q: Floats, S: Floats) -> float:
    own = np.eye(len(S), dtype=bool)
    tops = stable_logsumexp(np.where(own, -np.inf, S), axis=1, keepdims=True)
    return float(-np.where(own, 0, Q * (S - tops)).sum(1).mean())


OPERATORS: list[Any] = [*_models(), *_losses()]
