"""Statistics: moments, covariances, pooled samples, regression, factor models, U-statistics."""

from sympy import Derivative, Expr, KroneckerDelta, Rational, Sum, exp, log

from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    K,
    S,
    U,
    V,
    X,
    Y,
    a,
    b,
    beta,
    c,
    d,
    f,
    g,
    h,
    i,
    j,
    k,
    l,
    lam,
    m,
    n,
    p,
    q,
    r,
    s,
    t,
    theta,
    w,
    x,
    y,
    z,
)

half = Rational(1, 2)


def _mean(term: Expr, variable: Expr, size: Expr) -> Expr:
    return Sum(term, (variable, 1, size)) / size


def _samples() -> list[Identity]:
    both = Sum(x[i], (i, 1, m)) + Sum(y[i], (i, 1, n))
    pooled = both / (m + n)
    own, other = _mean(x[i], i, m), _mean(y[i], i, n)
    group = _mean(x[q * (g - 1) + r], r, q)
    centred = x[i] - _mean(x[j], j, n)
    third = _mean(x[i] ** 3, i, n) - 3 * _mean(x[i] ** 2, i, n) * _mean(x[i], i, n)
    return [
        *stated(
            "pooled variance of two samples",
            Sum((x[i] - pooled) ** 2, (i, 1, m)) + Sum((y[i] - pooled) ** 2, (i, 1, n)),
            Sum((x[i] - own) ** 2, (i, 1, m))
            + Sum((y[i] - other) ** 2, (i, 1, n))
            + m * n * (own - other) ** 2 / (m + n),
            at_least(1, m, n),
            means_weighted_equally=Sum((x[i] - own) ** 2, (i, 1, m))
            + Sum((y[i] - other) ** 2, (i, 1, n))
            + (m + n) * (own - other) ** 2 / 4,
        ),
        *stated(
            "law of total variance with groups of equal size in a flat sample",
            _mean((x[i] - _mean(x[j], j, q * m)) ** 2, i, q * m),
            _mean(_mean((x[q * (g - 1) + s] - group) ** 2, s, q), g, m)
            + _mean((group - _mean(x[j], j, q * m)) ** 2, g, m),
            at_least(1, q, m),
            between_part_weighted_with_the_size=_mean(
                _mean((x[q * (g - 1) + s] - group) ** 2, s, q), g, m
            )
            + q * _mean((group - _mean(x[j], j, q * m)) ** 2, g, m),
        ),
        *stated(
            "third cumulants do not see a shift",
            _mean((x[i] + theta) ** 3, i, n)
            - 3 * _mean((x[i] + theta) ** 2, i, n) * _mean(x[i] + theta, i, n)
            + 2 * _mean(x[i] + theta, i, n) ** 3,
            third + 2 * _mean(x[i], i, n) ** 3,
            at_least(1, n),
            coefficient_of_the_cube=third + 3 * _mean(x[i], i, n) ** 3,
        ),
        *stated(
            "fourth central moment from raw moments",
            _mean(centred**4, i, n),
            _mean(x[i] ** 4, i, n)
            - 4 * _mean(x[i] ** 3, i, n) * _mean(x[i], i, n)
            + 6 * _mean(x[i] ** 2, i, n) * _mean(x[i], i, n) ** 2
            - 3 * _mean(x[i], i, n) ** 4,
            at_least(1, n),
            last_coefficient=_mean(x[i] ** 4, i, n)
            - 4 * _mean(x[i] ** 3, i, n) * _mean(x[i], i, n)
            + 6 * _mean(x[i] ** 2, i, n) * _mean(x[i], i, n) ** 2
            - 4 * _mean(x[i], i, n) ** 4,
        ),
        *stated(
            "covariance matrix from differences of all pairs",
            Sum((X[r, i] - _mean(X[s, i], s, n)) * (X[r, j] - _mean(X[s, j], s, n)), (r, 1, n)),
            Sum((X[r, i] - X[s, i]) * (X[r, j] - X[s, j]), (s, r + 1, n), (r, 1, n)) / n,
            at_least(1, n),
            ordered_pairs=Sum((X[r, i] - X[s, i]) * (X[r, j] - X[s, j]), (r, 1, n), (s, 1, n)) / n,
        ),
        *stated(
            "variance of a weighted portfolio of centred columns",
            _mean(Sum(w[i] * (X[r, i] - _mean(X[s, i], s, n)), (i, 1, d)) ** 2, r, n),
            Sum(
                w[i]
                * w[j]
                * (_mean(X[r, i] * X[r, j], r, n) - _mean(X[r, i], r, n) * _mean(X[s, j], s, n)),
                (i, 1, d),
                (j, 1, d),
            ),
            at_least(1, n, d),
            only_variances=Sum(
                w[i] ** 2 * (_mean(X[r, i] ** 2, r, n) - _mean(X[r, i], r, n) ** 2), (i, 1, d)
            ),
        ),
        *stated(
            "variance of a running mean by blocks of lagged products",
            Sum(x[i] * x[j], (i, 1, n), (j, 1, n)),
            Sum(x[i] ** 2, (i, 1, n)) + 2 * Sum(x[i] * x[i + l], (i, 1, n - l), (l, 1, n - 1)),
            at_least(1, n),
            last_lag_missing=Sum(x[i] ** 2, (i, 1, n))
            + 2 * Sum(x[i] * x[i + l], (i, 1, n - l), (l, 1, n - 2)),
        ),
        *stated(
            "leave-one-out residuals of the mean are inflated residuals",
            x[i] - (Sum(x[j], (j, 1, n)) - x[i]) / (n - 1),
            n * centred / (n - 1),
            [n >= 2, *within((i, n))],
            inflated_twice=n**2 * centred / (n - 1) ** 2,
        ),
    ]


def _regression() -> list[Identity]:
    fit = Sum(X[r, a] * w[a], (a, 1, d))
    loss = Sum(z[r] * (y[r] - fit) ** 2, (r, 1, n)) + lam * Sum(w[a] ** 2, (a, 1, d))
    gram = Sum(K[i, j] * w[j], (j, 1, n))
    kernel = Sum((gram - y[i]) ** 2, (i, 1, n)) + lam * Sum(
        w[i] * K[i, j] * w[j], (i, 1, n), (j, 1, n)
    )
    error = X[r, c] - Sum(U[c, b] * V[b, a] * X[r, a], (b, 1, k), (a, 1, d))
    factor = Sum(A[i, f] * A[j, f], (f, 1, k)) + KroneckerDelta(i, j) * y[i]
    mean = Sum(X[r, a], (r, 1, n)) / n
    distance = Sum((X[r, a] - Y[c, a]) ** 2, (a, 1, d))
    soft = exp(-beta * distance)
    return [
        *stated(
            "normal equations of weighted ridge regression",
            Derivative(loss, w[j]),
            2
            * Sum(
                (Sum(X[r, j] * z[r] * X[r, a], (r, 1, n)) + lam * KroneckerDelta(j, a)) * w[a],
                (a, 1, d),
            )
            - 2 * Sum(X[r, j] * z[r] * y[r], (r, 1, n)),
            [*at_least(1, n), *within((j, d))],
            weights_squared=2
            * Sum(
                (Sum(X[r, j] * z[r] ** 2 * X[r, a], (r, 1, n)) + lam * KroneckerDelta(j, a)) * w[a],
                (a, 1, d),
            )
            - 2 * Sum(X[r, j] * z[r] * y[r], (r, 1, n)),
        ),
        *stated(
            "Hessian of weighted ridge regression",
            Derivative(loss, w[i], w[j]),
            2 * Sum(X[r, i] * z[r] * X[r, j], (r, 1, n)) + 2 * lam * KroneckerDelta(i, j),
            [*at_least(1, n), *within((i, d), (j, d))],
            penalty_everywhere=2 * Sum(X[r, i] * z[r] * X[r, j], (r, 1, n)) + 2 * lam,
        ),
        *stated(
            "gradient of kernel ridge regression without symmetry",
            Derivative(kernel, w[k]),
            2 * Sum(K[i, k] * (gram - y[i]), (i, 1, n))
            + lam * Sum((K[k, j] + K[j, k]) * w[j], (j, 1, n)),
            [*at_least(1, n), *within((k, n))],
            symmetric_kernel_assumed=2 * Sum(K[k, i] * (gram - y[i]), (i, 1, n))
            + 2 * lam * Sum(K[k, j] * w[j], (j, 1, n)),
        ),
        *stated(
            "gradient of a linear autoencoder by its encoder",
            Derivative(Sum(error**2, (r, 1, n), (c, 1, d)), V[p, q]),
            -2 * Sum(U[c, p] * error * X[r, q], (r, 1, n), (c, 1, d)),
            [*at_least(1, n), *within((p, k), (q, d))],
            decoder_transposed=-2 * Sum(U[p, c] * error * X[r, q], (r, 1, n), (c, 1, d)),
        ),
        *stated(
            "gradient of the misfit of a factor model by a loading",
            Derivative(Sum((S[i, j] - factor) ** 2, (i, 1, n), (j, 1, n)), A[p, q]),
            -2 * Sum((S[p, j] + S[j, p] - 2 * factor.subs(i, p)) * A[j, q], (j, 1, n)),
            [*at_least(1, n), *within((p, n), (q, k))],
            symmetric_data_assumed=-4 * Sum((S[p, j] - factor.subs(i, p)) * A[j, q], (j, 1, n)),
        ),
        *stated(
            "gradient of the explained variance by a direction",
            Derivative(_mean(Sum((X[r, a] - mean) * w[a], (a, 1, d)) ** 2, r, n), w[j]),
            2 * Sum((_mean(X[r, j] * X[r, a], r, n) - mean.subs(a, j) * mean) * w[a], (a, 1, d)),
            [*at_least(1, n), *within((j, d))],
            mean_not_removed=2 * Sum(_mean(X[r, j] * X[r, a], r, n) * w[a], (a, 1, d)),
        ),
        *stated(
            "gradient of soft clustering by a centre",
            Derivative(-Sum(log(Sum(soft, (c, 1, k))), (r, 1, n)) / beta, Y[p, q]),
            2 * Sum((Y[p, q] - X[r, q]) * soft.subs(c, p) / Sum(soft, (c, 1, k)), (r, 1, n)),
            [*at_least(1, n), *within((p, k), (q, d)), beta > 0],
            centre_minus_centre=2
            * Sum((X[r, q] - Y[p, q]) * soft.subs(c, p) / Sum(soft, (c, 1, k)), (r, 1, n)),
        ),
        *stated(
            "sum of squared distances to a point splits at the mean",
            Sum((X[r, a] - w[a]) ** 2, (r, 1, n), (a, 1, d)),
            Sum((X[r, a] - mean) ** 2, (r, 1, n), (a, 1, d))
            + n * Sum((mean - w[a]) ** 2, (a, 1, d)),
            at_least(1, n),
            size_forgotten=Sum((X[r, a] - mean) ** 2, (r, 1, n), (a, 1, d))
            + Sum((mean - w[a]) ** 2, (a, 1, d)),
        ),
    ]


def _pairs() -> list[Identity]:
    ordered = Sum(x[i] * y[j] * z[k], (k, j + 1, n), (j, i + 1, n), (i, 1, n))
    energy = Sum((x[i] - x[j]) ** 2 * w[i] * w[j], (i, 1, n), (j, 1, n))
    return [
        *stated(
            "a U-statistic of order three with a symmetric kernel",
            6 * Sum((x[i] + x[j] + x[k]) ** 2, (k, j + 1, n), (j, i + 1, n), (i, 1, n)),
            3 * (n - 1) * (n - 2) * Sum(x[i] ** 2, (i, 1, n))
            + 6 * (n - 2) * (Sum(x[i], (i, 1, n)) ** 2 - Sum(x[i] ** 2, (i, 1, n))),
            at_least(1, n),
            pairs_counted_once=3 * (n - 1) * (n - 2) * Sum(x[i] ** 2, (i, 1, n))
            + 3 * (n - 2) * (Sum(x[i], (i, 1, n)) ** 2 - Sum(x[i] ** 2, (i, 1, n))),
        ),
        *stated(
            "ordered triples and their mirror images under reversal",
            ordered,
            Sum(
                x[n + 1 - i] * y[n + 1 - j] * z[n + 1 - k],
                (i, j + 1, n),
                (j, k + 1, n),
                (k, 1, n),
            ),
            at_least(1, n),
            order_kept=Sum(
                x[n + 1 - i] * y[n + 1 - j] * z[n + 1 - k],
                (k, j + 1, n),
                (j, i + 1, n),
                (i, 1, n),
            ),
        ),
        *stated(
            "weighted pair distances are a weighted variance",
            energy,
            2 * Sum(w[i], (i, 1, n)) * Sum(w[i] * x[i] ** 2, (i, 1, n))
            - 2 * Sum(w[i] * x[i], (i, 1, n)) ** 2,
            at_least(1, n),
            unweighted_total=2 * n * Sum(w[i] * x[i] ** 2, (i, 1, n))
            - 2 * Sum(w[i] * x[i], (i, 1, n)) ** 2,
        ),
        *stated(
            "unbiased discrepancy of two samples: means over distinct pairs",
            Sum((x[i] - y[i]) * (x[j] - y[j]) * (1 - KroneckerDelta(i, j)), (i, 1, n), (j, 1, n)),
            2
            * Sum(x[i] * x[j] + y[i] * y[j] - x[i] * y[j] - x[j] * y[i], (j, 1, i - 1), (i, 1, n)),
            at_least(1, n),
            cross_terms_once=2
            * Sum(x[i] * x[j] + y[i] * y[j] - x[i] * y[j], (j, 1, i - 1), (i, 1, n)),
        ),
        *stated(
            "a distance covariance: doubly centred tables",
            Sum(
                (
                    A[i, j]
                    - _mean(A[i, l], l, n)
                    - _mean(A[k, j], k, n)
                    + Sum(A[k, l], (k, 1, n), (l, 1, n)) / n**2
                )
                * B[i, j],
                (i, 1, n),
                (j, 1, n),
            ),
            Sum(A[i, j] * B[i, j], (i, 1, n), (j, 1, n))
            - Sum(A[i, l] * B[i, j], (i, 1, n), (j, 1, n), (l, 1, n)) / n
            - Sum(A[k, j] * B[i, j], (i, 1, n), (j, 1, n), (k, 1, n)) / n
            + Sum(A[i, j], (i, 1, n), (j, 1, n)) * Sum(B[i, j], (i, 1, n), (j, 1, n)) / n**2,
            at_least(1, n),
            overall_mean_subtracted=Sum(A[i, j] * B[i, j], (i, 1, n), (j, 1, n))
            - Sum(A[i, l] * B[i, j], (i, 1, n), (j, 1, n), (l, 1, n)) / n
            - Sum(A[k, j] * B[i, j], (i, 1, n), (j, 1, n), (k, 1, n)) / n
            - Sum(A[i, j], (i, 1, n), (j, 1, n)) * Sum(B[i, j], (i, 1, n), (j, 1, n)) / n**2,
        ),
        *stated(
            "lagged products of a centred series",
            Sum((x[t] - theta) * (x[t + h] - theta), (t, 1, n - h)),
            Sum(x[t] * x[t + h], (t, 1, n - h))
            - theta
            * (2 * Sum(x[t], (t, 1, n)) - Sum(x[t], (t, 1, h)) - Sum(x[n + 1 - t], (t, 1, h)))
            + (n - h) * theta**2,
            [*at_least(0, h), n >= h],
            edges_kept=Sum(x[t] * x[t + h], (t, 1, n - h))
            - 2 * theta * Sum(x[t], (t, 1, n))
            + (n - h) * theta**2,
        ),
    ]


IDENTITIES: list[Identity] = [*_samples(), *_regression(), *_pairs()]
