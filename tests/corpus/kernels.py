"""Kernels: radial basis functions, kernel regression, expansions, mean discrepancies."""

from sympy import Derivative, Expr, Sum, exp

from .identity import Identity, at_least, stated, within
from .symbols import K, X, Y, a, b, c, d, i, j, lam, m, n, p, q, t, theta, w, x, y, z


def _distance(row: Expr, column: Expr) -> Expr:
    return Sum((X[row, t] - X[column, t]) ** 2, (t, 1, d))


def _radial() -> list[Identity]:
    sizes = at_least(1, n, d)
    weight = exp(-theta * Sum((z[t] - X[i, t]) ** 2, (t, 1, d)))
    return [
        *stated(
            "a radial kernel splits into norms and an inner product",
            exp(-_distance(i, j) / 2),
            exp(-Sum(X[i, t] ** 2, (t, 1, d)) / 2)
            * exp(-Sum(X[j, t] ** 2, (t, 1, d)) / 2)
            * exp(Sum(X[i, t] * X[j, t], (t, 1, d))),
            [d >= 1],
            sign_of_the_inner_product=exp(-Sum(X[i, t] ** 2, (t, 1, d)) / 2)
            * exp(-Sum(X[j, t] ** 2, (t, 1, d)) / 2)
            * exp(-Sum(X[i, t] * X[j, t], (t, 1, d))),
        ),
        *stated(
            "gradient of a radial kernel expansion by the position",
            Derivative(Sum(y[i] * weight, (i, 1, n)), z[q]),
            -2 * theta * Sum(y[i] * (z[q] - X[i, q]) * weight, (i, 1, n)),
            [*sizes, *within((q, d))],
            sign=2 * theta * Sum(y[i] * (z[q] - X[i, q]) * weight, (i, 1, n)),
            factor_two_lost=-theta * Sum(y[i] * (z[q] - X[i, q]) * weight, (i, 1, n)),
        ),
        *stated(
            "gradient of a radial kernel expansion by a centre",
            Derivative(Sum(y[i] * weight, (i, 1, n)), X[p, q]),
            2 * theta * y[p] * (z[q] - X[p, q]) * weight.xreplace({i: p}),
            [*sizes, *within((p, n), (q, d))],
            summed_over_centres=2 * theta * Sum(y[i] * (z[q] - X[i, q]) * weight, (i, 1, n)),
        ),
        *stated(
            "derivative of a radial kernel expansion by the inverse width",
            Derivative(Sum(y[i] * weight, (i, 1, n)), theta),
            -Sum(y[i] * weight * Sum((z[t] - X[i, t]) ** 2, (t, 1, d)), (i, 1, n)),
            sizes,
            sign=Sum(y[i] * weight * Sum((z[t] - X[i, t]) ** 2, (t, 1, d)), (i, 1, n)),
        ),
        *stated(
            "kernel regression does not see a common factor of the kernel",
            Sum(
                exp(Sum(2 * theta * z[t] * X[i, t] - theta * X[i, t] ** 2, (t, 1, d))) * y[i],
                (i, 1, n),
            )
            / Sum(
                exp(Sum(2 * theta * z[t] * X[i, t] - theta * X[i, t] ** 2, (t, 1, d))), (i, 1, n)
            ),
            Sum(weight * y[i], (i, 1, n)) / Sum(weight, (i, 1, n)),
            sizes,
            norm_of_the_data_lost=Sum(
                exp(2 * theta * Sum(z[t] * X[i, t], (t, 1, d))) * y[i], (i, 1, n)
            )
            / Sum(exp(2 * theta * Sum(z[t] * X[i, t], (t, 1, d))), (i, 1, n)),
        ),
        *stated(
            "gradient of kernel regression is a weighted covariance",
            Derivative(Sum(weight * y[i], (i, 1, n)) / Sum(weight, (i, 1, n)), z[q]),
            2
            * theta
            * (
                Sum(weight * y[i] * X[i, q], (i, 1, n)) / Sum(weight, (i, 1, n))
                - Sum(weight * y[i], (i, 1, n))
                * Sum(weight * X[i, q], (i, 1, n))
                / Sum(weight, (i, 1, n)) ** 2
            ),
            [*sizes, *within((q, d))],
            product_of_means_added=2
            * theta
            * (
                Sum(weight * y[i] * X[i, q], (i, 1, n)) / Sum(weight, (i, 1, n))
                + Sum(weight * y[i], (i, 1, n))
                * Sum(weight * X[i, q], (i, 1, n))
                / Sum(weight, (i, 1, n)) ** 2
            ),
        ),
        *stated(
            "a radial kernel is a product over coordinates for two coordinates",
            exp(-Sum((x[t] - y[t]) ** 2, (t, 1, 2))),
            exp(-((x[1] - y[1]) ** 2)) * exp(-((x[2] - y[2]) ** 2)),
            [],
            sum_of_the_kernels=exp(-((x[1] - y[1]) ** 2)) + exp(-((x[2] - y[2]) ** 2)),
        ),
    ]


def _polynomial() -> list[Identity]:
    inner = Sum(x[t] * y[t], (t, 1, d))
    return [
        *stated(
            "quadratic kernel as an inner product of pairs",
            inner**2,
            Sum(x[a] * x[b] * y[a] * y[b], (a, 1, d), (b, 1, d)),
            [d >= 1],
            squares_only=Sum(x[a] ** 2 * y[a] ** 2, (a, 1, d)),
        ),
        *stated(
            "inhomogeneous quadratic kernel by degrees",
            (1 + inner) ** 2,
            1
            + 2 * inner
            + Sum(x[a] ** 2 * y[a] ** 2, (a, 1, d))
            + 2 * Sum(x[a] * x[b] * y[a] * y[b], (a, 1, b - 1), (b, 1, d)),
            [d >= 1],
            pairs_once=1
            + 2 * inner
            + Sum(x[a] ** 2 * y[a] ** 2, (a, 1, d))
            + Sum(x[a] * x[b] * y[a] * y[b], (a, 1, b - 1), (b, 1, d)),
        ),
        *stated(
            "cubic kernel as an inner product of triples",
            inner**3,
            Sum(x[a] * x[b] * x[c] * y[a] * y[b] * y[c], (a, 1, d), (b, 1, d), (c, 1, d)),
            [d >= 1],
            one_index_repeated=Sum(x[a] * x[b] ** 2 * y[a] * y[b] ** 2, (a, 1, d), (b, 1, d)),
        ),
        *stated(
            "kernel ridge objective: gradient by the coefficients",
            Derivative(
                Sum((Sum(K[i, j] * w[j], (j, 1, n)) - y[i]) ** 2, (i, 1, n)) / 2
                + lam * Sum(w[i] * K[i, j] * w[j], (i, 1, n), (j, 1, n)) / 2,
                w[p],
            ),
            Sum(K[i, p] * (Sum(K[i, j] * w[j], (j, 1, n)) - y[i]), (i, 1, n))
            + lam * Sum((K[p, j] + K[j, p]) * w[j], (j, 1, n)) / 2,
            [n >= 1, *within((p, n))],
            penalty_of_the_plain_norm=Sum(
                K[i, p] * (Sum(K[i, j] * w[j], (j, 1, n)) - y[i]), (i, 1, n)
            )
            + lam * w[p],
        ),
        *stated(
            "centring a kernel matrix removes row means",
            Sum(
                K[i, j]
                - Sum(K[i, b], (b, 1, n)) / n
                - Sum(K[a, j], (a, 1, n)) / n
                + Sum(K[a, b], (a, 1, n), (b, 1, n)) / n**2,
                (j, 1, n),
            ),
            0,
            [n >= 1, *within((i, n))],
            total_mean_forgotten=Sum(K[i, b], (b, 1, n)),
        ),
        *stated(
            "squared distance of means in feature space from kernel sums",
            Sum((Sum(X[i, t], (i, 1, m)) / m - Sum(Y[j, t], (j, 1, n)) / n) ** 2, (t, 1, d)),
            Sum(X[i, t] * X[j, t], (i, 1, m), (j, 1, m), (t, 1, d)) / m**2
            - 2 * Sum(X[i, t] * Y[j, t], (i, 1, m), (j, 1, n), (t, 1, d)) / (m * n)
            + Sum(Y[i, t] * Y[j, t], (i, 1, n), (j, 1, n), (t, 1, d)) / n**2,
            at_least(1, m, n, d),
            cross_term_once=Sum(X[i, t] * X[j, t], (i, 1, m), (j, 1, m), (t, 1, d)) / m**2
            - Sum(X[i, t] * Y[j, t], (i, 1, m), (j, 1, n), (t, 1, d)) / (m * n)
            + Sum(Y[i, t] * Y[j, t], (i, 1, n), (j, 1, n), (t, 1, d)) / n**2,
        ),
        *stated(
            "a kernel expansion is linear in its feature map",
            Sum(y[i] * Sum(X[i, t] * z[t], (t, 1, d)), (i, 1, n)),
            Sum(z[t] * Sum(y[i] * X[i, t], (i, 1, n)), (t, 1, d)),
            at_least(1, n, d),
            transposed_data=Sum(z[t] * Sum(y[i] * X[t, i], (i, 1, n)), (t, 1, d)),
        ),
    ]


IDENTITIES: list[Identity] = [*_radial(), *_polynomial()]
