"""Sums over all pairs of polynomials and exponentials of differences, and over pairs in order."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import logsumexp as stable_logsumexp

from symderive import array, exp, iverson, matrix, mean, real, size, total, vector
from symderive.language.statements import ne
from tests.numeric.compiling.records import Floats, Operator, positive

n, m, d, k = size("n"), size("m"), size("d"), size("k")
x, y, u = vector("x", n), vector("y", n), vector("u", m)
P, Q, S, V = matrix("P", n, d), matrix("Q", m, d), matrix("S", n, n), matrix("V", n, k)
t = real("t")
SMALL = "n=1 m=1; n=4 m=3; n=3 m=5"


def before_each(P: Floats, V: Floats) -> Floats:
    found, state = np.empty((len(P), V.shape[1])), np.zeros((P.shape[1], V.shape[1]))
    for start in range(0, len(P), 128):
        rows, values = P[start : start + 128], V[start : start + 128]
        found[start : start + 128] = rows @ state + np.tril(rows @ rows.T, -1) @ values
        state += rows.T @ values
    return found


def _polynomials() -> list[Operator]:
    p = matrix("p", n, d)
    return [
        Operator(
            "a variance of pairs",
            lambda: total(lambda i, j: (x[i] - x[j]) ** 2, n, n) / (2 * n**2),
            (x,),
            lambda x: x.var(),
            "n=1; n=3",
            "n=1000000",
            loose=True,
        ),
        Operator(
            "a covariance of pairs",
            lambda: total(lambda i, j: (x[i] - x[j]) * (y[i] - y[j]), n, n) / (2 * n**2),
            (x, y),
            lambda x, y: ((x - x.mean()) * (y - y.mean())).mean(),
            "n=1; n=3",
            "n=1000000",
            loose=True,
        ),
        Operator(
            "a variance of pairs with weights",
            lambda: total(lambda i, j: y[i] * y[j] * (x[i] - x[j]) ** 2, n, n) / 2,
            (x, y),
            lambda x, y: y.sum() * (y @ (x - (y @ x) / y.sum()) ** 2),
            "n=1; n=3",
            "n=1000000",
            {"y": positive},
            loose=True,
        ),
        Operator(
            "a covariance matrix of pairs",
            lambda: array(
                (d, d),
                lambda a, b: (
                    total(lambda i, j: (P[i, a] - P[j, a]) * (P[i, b] - P[j, b]), n, n) / (2 * n**2)
                ),
            ),
            (P,),
            lambda P: np.cov(P.T, bias=True).reshape(P.shape[1], P.shape[1]),
            "n=1 d=1; n=3 d=2",
            "n=50000 d=16",
            loose=True,
        ),
        Operator(
            "squared distances of all points",
            lambda: total(lambda i, j: total(lambda a: (P[i, a] - Q[j, a]) ** 2, 1, d), n, m),
            (P, Q),
            lambda P, Q: len(Q) * (P**2).sum() + len(P) * (Q**2).sum() - 2 * P.sum(0) @ Q.sum(0),
            "n=1 m=1 d=1; n=3 m=2 d=2",
            "n=50000 m=40000 d=16",
            loose=True,
        ),
        Operator(
            "fourth powers of all differences",
            lambda: array(n, lambda i: mean(lambda j: (x[i] - u[j]) ** 4, 1, m)),
            (x, u),
            lambda x, u: np.polynomial.polynomial.polyval(
                x, [(u**4).mean(), -4 * (u**3).mean(), 6 * (u**2).mean(), -4 * u.mean(), 1]
            ),
            SMALL,
            "n=50000 m=40000",
            loose=True,
        ),
        Operator(
            "pulls of all points on each",
            lambda: array((n, d), lambda i, a: total(lambda j: P[j, a] - P[i, a], 1, n)),
            (P,),
            lambda P: P.sum(0) - len(P) * P,
            "n=1 d=1; n=3 d=2",
            "n=50000 d=16",
            loose=True,
        ),
        Operator(
            "pulls with weights on each point",
            lambda: array((n, d), lambda i, a: total(lambda j: y[j] * (P[j, a] - p[i, a]), 1, n)),
            (P, p, y),
            lambda P, p, y: y @ P - y.sum() * p,
            "n=1 d=1; n=3 d=2",
            "n=50000 d=16",
            loose=True,
        ),
        Operator(
            "all pairs multiplied and added",
            lambda: total(lambda i, j: x[i] * u[j] * (x[i] + u[j]), n, m),
            (x, u),
            lambda x, u: (x @ x) * u.sum() + x.sum() * (u @ u),
            SMALL,
            "n=50000 m=40000",
            loose=True,
        ),
        Operator(
            "exponentials of all differences",
            lambda: total(lambda i, j: exp((x[i] - u[j]) / t), n, m),
            (x, u, t),
            lambda x, u, t: np.exp(stable_logsumexp(x / t) + stable_logsumexp(-u / t)),
            SMALL,
            "n=50000 m=40000",
            loose=True,
        ),
        Operator(
            "a soft count of greater ones",
            lambda: array((n, d), lambda i, a: total(lambda j: exp(P[i, a] - Q[j, a]), 1, m)),
            (P, Q),
            lambda P, Q: np.exp(P + stable_logsumexp(-Q, 0)),
            "n=1 m=1 d=1; n=3 m=2 d=2",
            "n=5000 m=4000 d=8",
            loose=True,
        ),
        Operator(
            "differences off the diagonal",
            lambda: total(lambda i, j: S[i, j] * (x[i] - x[j]) ** 2 * iverson(ne(i, j)), n, n),
            (S, x),
            lambda S, x: (S.sum(0) + S.sum(1)) @ x**2 - 2 * x @ S @ x,
            "n=1; n=3",
            "n=2000",
            loose=True,
        ),
        Operator(
            "values before each place by likeness",
            lambda: array(
                (n, k),
                lambda i, c: total(
                    lambda j: total(lambda a: P[i, a] * P[j, a], 1, d) * V[j, c], 1, i - 1
                ),
            ),
            (P, V),
            before_each,
            "n=1 d=1 k=1; n=2 d=2 k=1; n=5 d=2 k=2",
            "n=4000 d=32 k=32",
            loose=True,
        ),
    ]


OPERATORS: list[Any] = _polynomials()
