"""Gradients by matrices: ridge regression, factorisation, principal components, trace forms."""

from sympy import Derivative, Expr, KroneckerDelta, Sum, exp, log

from symderive import iverson

from .identity import Identity, at_least, stated, within
from .symbols import (
    A,
    B,
    G,
    U,
    V,
    X,
    a,
    alpha,
    b,
    beta,
    c,
    d,
    eta,
    i,
    j,
    k,
    lam,
    m,
    n,
    p,
    q,
    r,
    t,
    target,
    tau,
    theta,
    w,
    x,
    y,
)


def _fit(row: Expr) -> Expr:
    return Sum(X[row, t] * w[t], (t, 1, d)) - target[row]


def _regression() -> list[Identity]:
    sizes = at_least(1, n, d)
    return [
        *stated(
            "gradient of the ridge objective",
            Derivative(Sum(_fit(i) ** 2, (i, 1, n)) + lam * Sum(w[t] ** 2, (t, 1, d)), w[j]),
            2 * Sum(X[i, j] * _fit(i), (i, 1, n)) + 2 * lam * w[j],
            [*sizes, *within((j, d))],
            penalty_not_doubled=2 * Sum(X[i, j] * _fit(i), (i, 1, n)) + lam * w[j],
            penalty_sign=2 * Sum(X[i, j] * _fit(i), (i, 1, n)) - 2 * lam * w[j],
        ),
        *stated(
            "Hessian of the ridge objective",
            Derivative(
                Sum(_fit(i) ** 2, (i, 1, n)) / 2 + lam * Sum(w[t] ** 2, (t, 1, d)) / 2, w[j], w[k]
            ),
            Sum(X[i, j] * X[i, k], (i, 1, n)) + lam * KroneckerDelta(j, k),
            [*sizes, *within((j, d), (k, d))],
            penalty_everywhere=Sum(X[i, j] * X[i, k], (i, 1, n)) + lam,
        ),
        *stated(
            "gradient of the weighted least squares objective",
            Derivative(Sum(y[i] * _fit(i) ** 2, (i, 1, n)) / 2, w[j]),
            Sum(y[i] * X[i, j] * Sum(X[i, t] * w[t], (t, 1, d)), (i, 1, n))
            - Sum(X[i, j] * y[i] * target[i], (i, 1, n)),
            [*sizes, *within((j, d))],
            targets_not_weighted=Sum(y[i] * X[i, j] * Sum(X[i, t] * w[t], (t, 1, d)), (i, 1, n))
            - Sum(X[i, j] * target[i], (i, 1, n)),
        ),
        *stated(
            "gradient of the mean squared error with intercept by the intercept",
            Derivative(Sum((_fit(i) + beta) ** 2, (i, 1, n)) / n, beta),
            2 * beta + 2 * Sum(_fit(i), (i, 1, n)) / n,
            sizes,
            intercept_divided_by_n=2 * beta / n + 2 * Sum(_fit(i), (i, 1, n)) / n,
        ),
        *stated(
            "ridge objective as least squares with d more rows",
            Sum(_fit(i) ** 2, (i, 1, n)) + Sum((theta * w[t]) ** 2, (t, 1, d)),
            Sum(
                (iverson(i <= n) * _fit(i) + iverson(i > n) * theta * w[i - n]) ** 2,
                (i, 1, n + d),
            ),
            sizes,
            one_row_too_few=Sum(
                (iverson(i <= n) * _fit(i) + iverson(i > n) * theta * w[i - n]) ** 2,
                (i, 1, n + d - 1),
            ),
        ),
        *stated(
            "a gradient step on a quadratic loss is an affine map",
            w[j] - eta * Derivative(Sum(_fit(i) ** 2, (i, 1, n)) / 2, w[j]),
            Sum((KroneckerDelta(j, t) - eta * Sum(X[i, j] * X[i, t], (i, 1, n))) * w[t], (t, 1, d))
            + eta * Sum(X[i, j] * target[i], (i, 1, n)),
            [*sizes, *within((j, d))],
            target_term_sign=Sum(
                (KroneckerDelta(j, t) - eta * Sum(X[i, j] * X[i, t], (i, 1, n))) * w[t], (t, 1, d)
            )
            - eta * Sum(X[i, j] * target[i], (i, 1, n)),
        ),
    ]


def _factorisation() -> list[Identity]:
    sizes = at_least(1, m, n, r)
    error = A[i, j] - Sum(U[i, t] * V[j, t], (t, 1, r))
    loss = Sum(error**2, (i, 1, m), (j, 1, n)) / 2
    return [
        *stated(
            "gradient of matrix factorisation by the left factor",
            Derivative(loss, U[p, q]),
            -Sum((A[p, j] - Sum(U[p, t] * V[j, t], (t, 1, r))) * V[j, q], (j, 1, n)),
            [*sizes, *within((p, m), (q, r))],
            sign=Sum((A[p, j] - Sum(U[p, t] * V[j, t], (t, 1, r))) * V[j, q], (j, 1, n)),
            factor_transposed=-Sum(
                (A[p, j] - Sum(U[p, t] * V[j, t], (t, 1, r))) * V[q, j], (j, 1, n)
            ),
        ),
        *stated(
            "gradient of regularised matrix factorisation by the right factor",
            Derivative(loss + lam * Sum(V[j, t] ** 2, (j, 1, n), (t, 1, r)) / 2, V[p, q]),
            Sum(U[i, q] * (Sum(U[i, t] * V[p, t], (t, 1, r)) - A[i, p]), (i, 1, m)) + lam * V[p, q],
            [*sizes, *within((p, n), (q, r))],
            data_transposed=Sum(U[i, q] * (Sum(U[i, t] * V[p, t], (t, 1, r)) - A[p, i]), (i, 1, m))
            + lam * V[p, q],
        ),
        *stated(
            "gradient of symmetric factorisation",
            Derivative(
                Sum((A[i, j] - Sum(U[i, t] * U[j, t], (t, 1, r))) ** 2, (i, 1, n), (j, 1, n)),
                U[p, q],
            ),
            -2
            * Sum((A[p, j] + A[j, p] - 2 * Sum(U[p, t] * U[j, t], (t, 1, r))) * U[j, q], (j, 1, n)),
            [*at_least(1, n, r), *within((p, n), (q, r))],
            data_taken_symmetric=-4
            * Sum((A[p, j] - Sum(U[p, t] * U[j, t], (t, 1, r))) * U[j, q], (j, 1, n)),
        ),
        *stated(
            "factorisation with a mask of observed entries",
            Derivative(Sum(G[i, j] * error**2, (i, 1, m), (j, 1, n)), U[p, q]),
            -2 * Sum(G[p, j] * V[j, q] * (A[p, j] - Sum(U[p, t] * V[j, t], (t, 1, r))), (j, 1, n)),
            [*sizes, *within((p, m), (q, r))],
            mask_on_the_data_only=-2
            * Sum(V[j, q] * (G[p, j] * A[p, j] - Sum(U[p, t] * V[j, t], (t, 1, r))), (j, 1, n)),
        ),
        *stated(
            "factorisation loss does not see an exchange of the two components",
            Sum((A[i, j] - U[i, 1] * V[j, 1] - U[i, 2] * V[j, 2]) ** 2, (i, 1, m), (j, 1, n)),
            Sum((A[i, j] - Sum(U[i, 3 - t] * V[j, 3 - t], (t, 1, 2))) ** 2, (i, 1, m), (j, 1, n)),
            at_least(1, m, n),
            left_factor_only=Sum(
                (A[i, j] - Sum(U[i, 3 - t] * V[j, t], (t, 1, 2))) ** 2, (i, 1, m), (j, 1, n)
            ),
        ),
    ]


def _components() -> list[Identity]:
    projection = Sum(w[t] * X[i, t], (t, 1, d))
    norm = Sum(w[t] ** 2, (t, 1, d))
    positive = [*at_least(1, n, d), norm > 0]
    return [
        *stated(
            "reconstruction error of a projection on one direction",
            Sum((X[i, j] - projection * w[j] / norm) ** 2, (i, 1, n), (j, 1, d)),
            Sum(X[i, j] ** 2, (i, 1, n), (j, 1, d)) - Sum(projection**2, (i, 1, n)) / norm,
            positive,
            explained_part_added=Sum(X[i, j] ** 2, (i, 1, n), (j, 1, d))
            + Sum(projection**2, (i, 1, n)) / norm,
        ),
        *stated(
            "explained variance as a quadratic form of the scatter matrix",
            Sum(projection**2, (i, 1, n)),
            Sum(w[a] * w[b] * Sum(X[i, a] * X[i, b], (i, 1, n)), (a, 1, d), (b, 1, d)),
            at_least(1, n, d),
            gram_matrix_instead=Sum(
                w[a] * w[b] * Sum(X[a, i] * X[b, i], (i, 1, n)), (a, 1, d), (b, 1, d)
            ),
        ),
        *stated(
            "gradient of the Rayleigh quotient",
            Derivative(Sum(w[i] * A[i, j] * w[j], (i, 1, d), (j, 1, d)) / norm, w[k]),
            (
                Sum((A[k, j] + A[j, k]) * w[j], (j, 1, d))
                - 2 * w[k] * Sum(w[i] * A[i, j] * w[j], (i, 1, d), (j, 1, d)) / norm
            )
            / norm,
            [d >= 1, norm > 0, *within((k, d))],
            factor_two_lost=(
                Sum((A[k, j] + A[j, k]) * w[j], (j, 1, d))
                - w[k] * Sum(w[i] * A[i, j] * w[j], (i, 1, d), (j, 1, d)) / norm
            )
            / norm,
        ),
        *stated(
            "the gradient of the Rayleigh quotient is orthogonal to its argument",
            Sum(
                w[k] * Derivative(Sum(w[i] * A[i, j] * w[j], (i, 1, d), (j, 1, d)) / norm, w[k]),
                (k, 1, d),
            ),
            0,
            [d >= 1, norm > 0],
            rayleigh_quotient_left=Sum(w[i] * A[i, j] * w[j], (i, 1, d), (j, 1, d)) / norm,
        ),
        *stated(
            "trace of the scatter matrix is the sum of squared norms",
            Sum(Sum(X[i, a] * X[i, a], (i, 1, n)), (a, 1, d)),
            Sum(Sum(X[i, a] ** 2, (a, 1, d)), (i, 1, n)),
            at_least(1, n, d),
            off_diagonal_included=Sum(Sum(X[i, a], (a, 1, d)) ** 2, (i, 1, n)),
        ),
    ]


def _trace_forms() -> list[Identity]:
    sizes = at_least(1, m, n)
    return [
        *stated(
            "gradient of trace(X^T A X) by X",
            Derivative(Sum(X[a, i] * A[a, b] * X[b, i], (a, 1, m), (b, 1, m), (i, 1, n)), X[p, q]),
            Sum((A[p, b] + A[b, p]) * X[b, q], (b, 1, m)),
            [*sizes, *within((p, m), (q, n))],
            matrix_taken_symmetric=2 * Sum(A[p, b] * X[b, q], (b, 1, m)),
        ),
        *stated(
            "gradient of trace(A X B X^T) by X",
            Derivative(
                Sum(
                    A[i, a] * X[a, b] * B[b, c] * X[i, c],
                    (i, 1, m),
                    (a, 1, m),
                    (b, 1, n),
                    (c, 1, n),
                ),
                X[p, q],
            ),
            Sum(A[i, p] * X[i, c] * B[q, c], (i, 1, m), (c, 1, n))
            + Sum(A[p, a] * X[a, b] * B[b, q], (a, 1, m), (b, 1, n)),
            [*sizes, *within((p, m), (q, n))],
            first_term_not_transposed=2 * Sum(A[p, a] * X[a, b] * B[b, q], (a, 1, m), (b, 1, n)),
        ),
        *stated(
            "gradient of the trace of a cube",
            Derivative(Sum(X[a, b] * X[b, c] * X[c, a], (a, 1, n), (b, 1, n), (c, 1, n)), X[p, q]),
            3 * Sum(X[q, a] * X[a, p], (a, 1, n)),
            [n >= 1, *within((p, n), (q, n))],
            transposed=3 * Sum(X[p, a] * X[a, q], (a, 1, n)),
            power_rule_factor=2 * Sum(X[q, a] * X[a, p], (a, 1, n)),
        ),
        *stated(
            "gradient of the squared trace",
            Derivative(Sum(X[a, a], (a, 1, n)) ** 2, X[p, q]),
            2 * KroneckerDelta(p, q) * Sum(X[a, a], (a, 1, n)),
            [n >= 1, *within((p, n), (q, n))],
            off_diagonal_too=2 * Sum(X[a, a], (a, 1, n)),
        ),
        *stated(
            "gradient of a bilinear form through two factors",
            Derivative(
                Sum(x[i] * U[i, t] * V[t, j] * y[j], (i, 1, m), (t, 1, r), (j, 1, n)), U[p, q]
            ),
            x[p] * Sum(V[q, j] * y[j], (j, 1, n)),
            [*sizes, r >= 1, *within((p, m), (q, r))],
            row_and_column_swapped=x[q] * Sum(V[p, j] * y[j], (j, 1, n)),
        ),
        *stated(
            "gradient of the log of a Gaussian kernel sum by a data point",
            Derivative(log(Sum(exp(-((alpha - x[i]) ** 2) / tau), (i, 1, n))), x[k]),
            2
            * (alpha - x[k])
            * exp(-((alpha - x[k]) ** 2) / tau)
            / (tau * Sum(exp(-((alpha - x[i]) ** 2) / tau), (i, 1, n))),
            [n >= 1, *within((k, n))],
            sign=2
            * (x[k] - alpha)
            * exp(-((alpha - x[k]) ** 2) / tau)
            / (tau * Sum(exp(-((alpha - x[i]) ** 2) / tau), (i, 1, n))),
        ),
    ]


IDENTITIES: list[Identity] = [
    *_regression(),
    *_factorisation(),
    *_components(),
    *_trace_forms(),
]
