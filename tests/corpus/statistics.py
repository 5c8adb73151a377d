"""Sample statistics: variances, covariances, weighted means, moving averages, U-statistics."""

from sympy import Derivative, Expr, IndexedBase, Ne, Sum, exp

from symderive import iverson

from .identity import Identity, at_least, false_sibling, stated, within
from .symbols import P, X, a, alpha, b, c, d, i, j, k, m, n, r, t, theta, w, x, y, z


def _mean(vector: IndexedBase) -> Expr:
    return Sum(vector[j], (j, 1, n)) / n


def _variances() -> list[Identity]:
    centred = Sum((x[i] - _mean(x)) ** 2, (i, 1, n))
    return [
        *stated(
            "unbiased variance from pairwise differences",
            centred / (n - 1),
            Sum((x[i] - x[j]) ** 2, (i, 1, n), (j, 1, n)) / (2 * n * (n - 1)),
            [n >= 2],
            pairs_counted_once=Sum((x[i] - x[j]) ** 2, (i, 1, n), (j, 1, n)) / (n * (n - 1)),
        ),
        false_sibling(
            stated(
                "unbiased variance from moments",
                centred / (n - 1),
                (Sum(x[i] ** 2, (i, 1, n)) - n * _mean(x) ** 2) / (n - 1),
                [n >= 2],
            )[0],
            "sample of one observation allowed",
            given=[n >= 1],
        ),
        *stated(
            "unbiased variance from the sums of the observations and of their squares",
            centred / (n - 1),
            (n * Sum(x[i] ** 2, (i, 1, n)) - Sum(x[i], (i, 1, n)) ** 2) / (n * (n - 1)),
            [n >= 2],
            biased_denominator=(n * Sum(x[i] ** 2, (i, 1, n)) - Sum(x[i], (i, 1, n)) ** 2) / n**2,
        ),
        *stated(
            "variance from ordered pairs",
            centred / n,
            Sum((x[i] - x[j]) ** 2 * iverson(i < j), (i, 1, n), (j, 1, n)) / n**2,
            [n >= 1],
            halved=Sum((x[i] - x[j]) ** 2 * iverson(i < j), (i, 1, n), (j, 1, n)) / (2 * n**2),
        ),
        *stated(
            "covariance is the mean product minus the product of means",
            Sum((x[i] - _mean(x)) * (y[i] - _mean(y)), (i, 1, n)) / n,
            Sum(x[i] * y[i], (i, 1, n)) / n - _mean(x) * _mean(y),
            [n >= 1],
            means_added=Sum(x[i] * y[i], (i, 1, n)) / n + _mean(x) * _mean(y),
        ),
        *stated(
            "variance of a sum has twice the covariance",
            Sum((x[i] + y[i] - _mean(x) - _mean(y)) ** 2, (i, 1, n)) / n,
            centred / n
            + Sum((y[i] - _mean(y)) ** 2, (i, 1, n)) / n
            + 2 * Sum((x[i] - _mean(x)) * (y[i] - _mean(y)), (i, 1, n)) / n,
            [n >= 1],
            covariance_once=centred / n
            + Sum((y[i] - _mean(y)) ** 2, (i, 1, n)) / n
            + Sum((x[i] - _mean(x)) * (y[i] - _mean(y)), (i, 1, n)) / n,
        ),
        *stated(
            "mean squared error is variance plus squared bias",
            Sum((x[i] - theta) ** 2, (i, 1, n)) / n,
            centred / n + (_mean(x) - theta) ** 2,
            [n >= 1],
            bias_not_squared=centred / n + (_mean(x) - theta),
        ),
        *stated(
            "third central moment from raw moments",
            Sum((x[i] - _mean(x)) ** 3, (i, 1, n)) / n,
            Sum(x[i] ** 3, (i, 1, n)) / n
            - 3 * _mean(x) * Sum(x[i] ** 2, (i, 1, n)) / n
            + 2 * _mean(x) ** 3,
            [n >= 1],
            last_term_sign=Sum(x[i] ** 3, (i, 1, n)) / n
            - 3 * _mean(x) * Sum(x[i] ** 2, (i, 1, n)) / n
            - 2 * _mean(x) ** 3,
        ),
    ]


def _weighted() -> list[Identity]:
    weight = exp(w[i])
    total = Sum(exp(w[j]), (j, 1, n))
    mean = Sum(exp(w[j]) * x[j], (j, 1, n)) / total
    pooled = (Sum(x[i], (i, 1, m)) + Sum(y[i], (i, 1, n))) / (m + n)
    return [
        *stated(
            "weighted deviations from the weighted mean vanish",
            Sum(weight * (x[i] - mean), (i, 1, n)),
            0,
            [n >= 1],
            plain_mean=Sum(weight * (x[i] - _mean(x)), (i, 1, n)),
        ),
        *stated(
            "weighted variance from weighted moments",
            Sum(weight * (x[i] - mean) ** 2, (i, 1, n)) / total,
            Sum(weight * x[i] ** 2, (i, 1, n)) / total - mean**2,
            [n >= 1],
            weights_squared=Sum(weight**2 * x[i] ** 2, (i, 1, n)) / total - mean**2,
        ),
        *stated(
            "weighted variance from pairs",
            Sum(weight * (x[i] - mean) ** 2, (i, 1, n)) / total,
            Sum(exp(w[i] + w[j]) * (x[i] - x[j]) ** 2, (i, 1, n), (j, 1, n)) / (2 * total**2),
            [n >= 1],
            denominator_once=Sum(exp(w[i] + w[j]) * (x[i] - x[j]) ** 2, (i, 1, n), (j, 1, n))
            / (2 * total),
        ),
        *stated(
            "gradient of a weighted mean by a log-weight",
            Derivative(mean, w[k]),
            exp(w[k]) / total * (x[k] - mean),
            [n >= 1, *within((k, n))],
            sign=exp(w[k]) / total * (mean - x[k]),
        ),
        *stated(
            "pooled scatter of two samples",
            Sum((x[i] - pooled) ** 2, (i, 1, m)) + Sum((y[i] - pooled) ** 2, (i, 1, n)),
            Sum((x[i] - Sum(x[k], (k, 1, m)) / m) ** 2, (i, 1, m))
            + Sum((y[i] - _mean(y)) ** 2, (i, 1, n))
            + m * n / (m + n) * (Sum(x[k], (k, 1, m)) / m - _mean(y)) ** 2,
            at_least(1, m, n),
            between_part_weighted_by_the_sizes=Sum(
                (x[i] - Sum(x[k], (k, 1, m)) / m) ** 2, (i, 1, m)
            )
            + Sum((y[i] - _mean(y)) ** 2, (i, 1, n))
            + (m + n) * (Sum(x[k], (k, 1, m)) / m - _mean(y)) ** 2,
        ),
        *stated(
            "an importance weighted mean does not see the scale of the weights",
            Sum(exp(w[i] + alpha) * x[i], (i, 1, n)) / Sum(exp(w[i] + alpha), (i, 1, n)),
            mean,
            [n >= 1],
            scale_remains=exp(alpha) * mean,
        ),
    ]


def _incremental() -> list[Identity]:
    window = Sum(x[t], (t, i - r + 1, i)) / r
    return [
        *stated(
            "the mean updated by one observation",
            Sum(x[i], (i, 1, n + 1)) / (n + 1),
            _mean(x) + (x[n + 1] - _mean(x)) / (n + 1),
            [n >= 1],
            divided_by_n=_mean(x) + (x[n + 1] - _mean(x)) / n,
        ),
        *stated(
            "the scatter updated by one observation",
            Sum((x[i] - Sum(x[k], (k, 1, n + 1)) / (n + 1)) ** 2, (i, 1, n + 1)),
            Sum((x[i] - _mean(x)) ** 2, (i, 1, n)) + n * (x[n + 1] - _mean(x)) ** 2 / (n + 1),
            [n >= 1],
            weight_forgotten=Sum((x[i] - _mean(x)) ** 2, (i, 1, n)) + (x[n + 1] - _mean(x)) ** 2,
        ),
        *stated(
            "a moving average updated by one step",
            window.xreplace({i: i + 1}) - window,
            (x[i + 1] - x[i - r + 1]) / r,
            at_least(1, r),
            oldest_entry_off_by_one=(x[i + 1] - x[i - r]) / r,
        ),
        *stated(
            "leave-one-out means average to the mean",
            Sum((Sum(x[j], (j, 1, n)) - x[i]) / (n - 1), (i, 1, n)) / n,
            _mean(x),
            [n >= 2],
            divided_by_n_only=(n - 1) * _mean(x) / n,
        ),
        *stated(
            "exponential smoothing weights with constant observations",
            (1 - alpha) * Sum(alpha**t * theta, (t, 0, n - 1)) + alpha**n * theta,
            theta,
            [n >= 1],
            start_value_forgotten=theta * alpha,
        ),
        *stated(
            "U-statistic of the product kernel",
            Sum(iverson(Ne(i, j)) * x[i] * x[j], (i, 1, n), (j, 1, n)) / (n * (n - 1)),
            (Sum(x[i], (i, 1, n)) ** 2 - Sum(x[i] ** 2, (i, 1, n))) / (n * (n - 1)),
            [n >= 2],
            diagonal_included=Sum(x[i], (i, 1, n)) ** 2 / (n * (n - 1)),
        ),
        *stated(
            "V-statistic of a symmetric kernel from its U-statistic",
            Sum((x[i] - x[j]) ** 2 + 1, (i, 1, n), (j, 1, n)) / n**2,
            Sum(iverson(Ne(i, j)) * ((x[i] - x[j]) ** 2 + 1), (i, 1, n), (j, 1, n)) / n**2 + 1 / n,
            [n >= 1],
            diagonal_of_order_one=Sum(
                iverson(Ne(i, j)) * ((x[i] - x[j]) ** 2 + 1), (i, 1, n), (j, 1, n)
            )
            / n**2
            + 1,
        ),
        *stated(
            "autocovariance at lag k from a shifted window",
            Sum(iverson((i + k >= 1) & (i + k <= n)) * x[i] * x[i + k], (i, 1, n)),
            Sum(x[i - k] * x[i], (i, 1 + k, n)),
            [n >= 1, k >= 0],
            range_not_shifted=Sum(x[i - k] * x[i], (i, 1, n)),
        ),
    ]


def _multivariate() -> list[Identity]:
    mean = Sum(X[k, a], (k, 1, n)) / n
    return [
        *stated(
            "entry of the covariance matrix from moments",
            Sum((X[i, a] - mean) * (X[i, b] - mean.xreplace({a: b})), (i, 1, n)) / n,
            Sum(X[i, a] * X[i, b], (i, 1, n)) / n - mean * mean.xreplace({a: b}),
            [n >= 1],
            mean_squared=Sum(X[i, a] * X[i, b], (i, 1, n)) / n - mean**2,
        ),
        *stated(
            "variance of a projection is a quadratic form of the covariance matrix",
            Sum(Sum(w[a] * (X[i, a] - mean), (a, 1, d)) ** 2, (i, 1, n)) / n,
            Sum(
                w[a]
                * w[b]
                * (Sum(X[i, a] * X[i, b], (i, 1, n)) / n - mean * mean.xreplace({a: b})),
                (a, 1, d),
                (b, 1, d),
            ),
            at_least(1, n, d),
            diagonal_only=Sum(w[a] ** 2 * (Sum(X[i, a] ** 2, (i, 1, n)) / n - mean**2), (a, 1, d)),
        ),
        *stated(
            "quadratic distances to the mean sum to a trace",
            Sum(
                (X[i, a] - mean) * P[a, b] * (X[i, b] - mean.xreplace({a: b})),
                (a, 1, d),
                (b, 1, d),
                (i, 1, n),
            ),
            Sum(P[a, b] * Sum((X[i, a] - mean) * X[i, b], (i, 1, n)), (a, 1, d), (b, 1, d)),
            at_least(1, n, d),
            not_centred=Sum(P[a, b] * Sum(X[i, a] * X[i, b], (i, 1, n)), (a, 1, d), (b, 1, d)),
        ),
        *stated(
            "gradient of the quadratic distance by the centre",
            Derivative(
                Sum((X[i, a] - z[a]) * P[a, b] * (X[i, b] - z[b]), (a, 1, d), (b, 1, d), (i, 1, n)),
                z[c],
            ),
            -Sum((P[c, b] + P[b, c]) * (X[i, b] - z[b]), (b, 1, d), (i, 1, n)),
            [*at_least(1, n, d), *within((c, d))],
            sign=Sum((P[c, b] + P[b, c]) * (X[i, b] - z[b]), (b, 1, d), (i, 1, n)),
        ),
        *stated(
            "empirical distribution function as a mean of brackets of ranks",
            Sum(Sum(iverson(j <= i), (j, 1, n)) / n, (i, 1, n)),
            (n + 1) / 2,
            [n >= 1],
            strict_order=(n - 1) / 2,
        ),
    ]


IDENTITIES: list[Identity] = [*_variances(), *_weighted(), *_incremental(), *_multivariate()]
