"""Normalisation layers without roots: means, variances, groups, batches, their Jacobians."""

from sympy import Derivative, Expr, IndexedBase, KroneckerDelta, Sum

from .identity import Identity, at_least, stated, within
from .symbols import (
    G,
    W,
    X,
    a,
    alpha,
    b,
    bias,
    c,
    core,
    cotangent,
    d,
    eps,
    g,
    i,
    j,
    k,
    l,
    m,
    n,
    o,
    p,
    q,
    s,
    t,
    w,
    x,
    y,
    z,
)


def _mean(vector: IndexedBase = x) -> Expr:
    return Sum(vector[j], (j, 1, n)) / n


def _variance() -> Expr:
    return Sum((x[k] - _mean()) ** 2, (k, 1, n)) / n


def _centring() -> list[Identity]:
    given = at_least(1, n) + within((i, n), (p, n))
    return [
        *stated(
            "Jacobian of mean removal",
            Derivative(x[i] - _mean(), x[p]),
            KroneckerDelta(i, p) - 1 / n,
            given,
            not_divided=KroneckerDelta(i, p) - 1,
        ),
        *stated(
            "removing the mean twice changes nothing",
            x[i] - _mean() - Sum(x[l] - _mean(), (l, 1, n)) / n,
            x[i] - _mean(),
            given[:3],
            mean_removed_twice=x[i] - 2 * _mean(),
        ),
        *stated(
            "backward pass of mean removal removes the mean of the gradient",
            Derivative(Sum(cotangent[l] * (x[l] - _mean()), (l, 1, n)), x[p]),
            cotangent[p] - _mean(cotangent),
            [n >= 1, *within((p, n))],
            sum_instead_of_mean=cotangent[p] - Sum(cotangent[j], (j, 1, n)),
        ),
        *stated(
            "centred vectors have the inner product of one centred vector",
            Sum((x[i] - _mean()) * (y[i] - _mean(y)), (i, 1, n)),
            Sum((x[i] - _mean()) * y[i], (i, 1, n)),
            [n >= 1],
            mean_lost=Sum(x[i] * y[i], (i, 1, n)),
        ),
        *stated(
            "the variance does not see a shift",
            Sum((x[k] + alpha - Sum(x[j] + alpha, (j, 1, n)) / n) ** 2, (k, 1, n)) / n,
            _variance(),
            [n >= 1],
            shift_squared=_variance() + alpha**2,
        ),
        *stated(
            "the variance is homogeneous of degree two",
            Sum((alpha * x[k] - Sum(alpha * x[j], (j, 1, n)) / n) ** 2, (k, 1, n)) / n,
            alpha**2 * _variance(),
            [n >= 1],
            degree_one=alpha * _variance(),
        ),
        *stated(
            "gradient of the variance",
            Derivative(_variance(), x[p]),
            2 * (x[p] - _mean()) / n,
            [n >= 1, *within((p, n))],
            not_divided=2 * (x[p] - _mean()),
            factor_of_the_inner_mean=2 * (x[p] - _mean()) * (1 - 1 / n) / n,
        ),
    ]


def _squared_quotients() -> list[Identity]:
    """Layers that divide by the variance (or the mean square) itself, so that no root appears."""
    mean_square = Sum(x[l] ** 2, (l, 1, n)) / n + eps
    scale = _variance() + eps
    given = at_least(1, n) + within((i, n), (p, n))
    return [
        *stated(
            "Jacobian of division by the mean square",
            Derivative(x[i] / mean_square, x[p]),
            KroneckerDelta(i, p) / mean_square - 2 * x[i] * x[p] / (n * mean_square**2),
            given,
            size_lost=KroneckerDelta(i, p) / mean_square - 2 * x[i] * x[p] / mean_square**2,
            sign=KroneckerDelta(i, p) / mean_square + 2 * x[i] * x[p] / (n * mean_square**2),
        ),
        *stated(
            "Jacobian of centring and division by the variance",
            Derivative((x[i] - _mean()) / scale, x[p]),
            (KroneckerDelta(i, p) - 1 / n) / scale
            - 2 * (x[i] - _mean()) * (x[p] - _mean()) / (n * scale**2),
            given,
            mean_path_forgotten=KroneckerDelta(i, p) / scale
            - 2 * (x[i] - _mean()) * (x[p] - _mean()) / (n * scale**2),
        ),
        *stated(
            "a centred and divided vector sums to zero",
            Sum((x[i] - _mean()) / scale, (i, 1, n)),
            0,
            [n >= 1],
            mean_left=_mean() / scale,
        ),
        *stated(
            "second moment of a centred and divided vector",
            Sum(((x[i] - _mean()) / scale) ** 2, (i, 1, n)) / n,
            _variance() / scale**2,
            [n >= 1],
            unit_variance=1 / scale,
        ),
        *stated(
            "affine parameters after normalisation: gradient by the gain",
            Derivative(
                Sum(cotangent[i] * (y[i] * (x[i] - _mean()) / scale + z[i]), (i, 1, n)), y[p]
            ),
            cotangent[p] * (x[p] - _mean()) / scale,
            [n >= 1, *within((p, n))],
            summed_over_features=Sum(cotangent[i] * (x[i] - _mean()) / scale, (i, 1, n)),
        ),
        *stated(
            "the normalised vector does not see a shift of the input",
            (x[i] + alpha - Sum(x[j] + alpha, (j, 1, n)) / n)
            / (Sum((x[k] + alpha - Sum(x[j] + alpha, (j, 1, n)) / n) ** 2, (k, 1, n)) / n + eps),
            (x[i] - _mean()) / scale,
            given[:3],
            shift_remains=(x[i] + alpha - _mean()) / scale,
        ),
        *stated(
            "mean square is variance plus squared mean",
            1 / mean_square,
            1 / (_variance() + _mean() ** 2 + eps),
            [n >= 1],
            mean_not_squared=1 / (_variance() + eps),
        ),
    ]


def _batches() -> list[Identity]:
    feature_mean = Sum(X[a, c], (a, 1, n)) / n
    group_mean = Sum(x[m * (g - 1) + t], (t, 1, m)) / m
    spatial = Sum(core[a, c, t], (a, 1, n), (t, 1, m)) / (m * n)
    return [
        *stated(
            "backward pass of batch mean removal",
            Derivative(Sum(G[i, c] * (X[i, c] - feature_mean), (i, 1, n), (c, 1, d)), X[p, q]),
            G[p, q] - Sum(G[i, q], (i, 1, n)) / n,
            at_least(1, n, d) + within((p, n), (q, d)),
            mean_over_features=G[p, q] - Sum(G[p, c], (c, 1, d)) / d,
        ),
        *stated(
            "group means keep the overall mean",
            Sum(group_mean, (g, 1, n)) / n,
            Sum(x[i], (i, 1, m * n)) / (m * n),
            at_least(1, m, n),
            divided_by_the_groups=Sum(x[i], (i, 1, m * n)) / n,
        ),
        *stated(
            "total variation splits into within and between groups of equal size",
            Sum(
                (x[m * (g - 1) + t] - Sum(x[i], (i, 1, m * n)) / (m * n)) ** 2, (t, 1, m), (g, 1, n)
            ),
            Sum((x[m * (g - 1) + s] - group_mean) ** 2, (s, 1, m), (g, 1, n))
            + m * Sum((group_mean - Sum(x[i], (i, 1, m * n)) / (m * n)) ** 2, (g, 1, n)),
            at_least(1, m, n),
            between_part_not_weighted=Sum(
                (x[m * (g - 1) + s] - group_mean) ** 2, (s, 1, m), (g, 1, n)
            )
            + Sum((group_mean - Sum(x[i], (i, 1, m * n)) / (m * n)) ** 2, (g, 1, n)),
        ),
        *stated(
            "batch mean over positions as a mean of means",
            spatial,
            Sum(Sum(core[a, c, t], (t, 1, m)) / m, (a, 1, n)) / n,
            at_least(1, m, n),
            divided_once=Sum(Sum(core[a, c, t], (t, 1, m)) / m, (a, 1, n)),
        ),
        *stated(
            "an affine layer absorbs the batch statistics",
            Sum(W[o, c] * (y[c] * (x[c] - z[c]) / (w[c] ** 2 + eps) + bias[c]), (c, 1, d)),
            Sum(W[o, c] * y[c] / (w[c] ** 2 + eps) * x[c], (c, 1, d))
            + Sum(W[o, c] * (bias[c] - y[c] * z[c] / (w[c] ** 2 + eps)), (c, 1, d)),
            [d >= 1],
            sign_of_the_shift=Sum(W[o, c] * y[c] / (w[c] ** 2 + eps) * x[c], (c, 1, d))
            + Sum(W[o, c] * (bias[c] + y[c] * z[c] / (w[c] ** 2 + eps)), (c, 1, d)),
        ),
        *stated(
            "running mean after one more batch",
            (n * Sum(x[i], (i, 1, n)) / n + Sum(x[n + i], (i, 1, m))) / (n + m),
            Sum(x[i], (i, 1, n + m)) / (n + m),
            at_least(1, m, n),
            mean_of_the_means=(Sum(x[i], (i, 1, n)) / n + Sum(x[n + i], (i, 1, m)) / m) / 2,
        ),
        *stated(
            "removing row means and column means in either order",
            X[i, j]
            - Sum(X[i, b], (b, 1, n)) / n
            - Sum(X[a, j] - Sum(X[a, b], (b, 1, n)) / n, (a, 1, m)) / m,
            X[i, j]
            - Sum(X[a, j], (a, 1, m)) / m
            - Sum(X[i, b] - Sum(X[a, b], (a, 1, m)) / m, (b, 1, n)) / n,
            at_least(1, m, n),
            overall_mean_lost=X[i, j] - Sum(X[a, j], (a, 1, m)) / m - Sum(X[i, b], (b, 1, n)) / n,
        ),
    ]


IDENTITIES: list[Identity] = [*_centring(), *_squared_quotients(), *_batches()]
