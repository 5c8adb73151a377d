"""Normalisation without roots: division by second moments, groups, whitening, weights."""

from sympy import Derivative, Expr, KroneckerDelta, Mod, Sum, exp, floor

from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    N,
    V,
    W,
    X,
    Y,
    a,
    b,
    beta,
    c,
    e,
    eps,
    f,
    g,
    gamma,
    h,
    i,
    j,
    k,
    l,
    m,
    n,
    o,
    p,
    q,
    r,
    s,
    t,
    u,
    v,
    w,
    x,
    y,
    z,
)


def _mean(term: Expr, variable: Expr, size: Expr) -> Expr:
    return Sum(term, (variable, 1, size)) / size


def _layers() -> list[Identity]:
    mean = _mean(x[j], j, n)
    variance = _mean((x[k] - mean) ** 2, k, n)
    whitened = (x[i] - mean) / (variance + eps)
    column = _mean(X[r, c], r, N)
    spread = _mean((X[s, c] - column) ** 2, s, N) + eps
    unit = (X[b, c] - column) / spread
    scaled = w[c] * unit + y[c]
    projected = (Y[b, c] - _mean(Y[r, c], r, N)) / spread
    correlation = _mean(Y[r, c] * (X[r, c] - column), r, N)
    square = eps + _mean(x[k] ** 2, k, n)
    loss = Sum(y[i] * gamma * x[i] / square, (i, 1, n))
    given = [*at_least(1, n), *within((i, n), (l, n))]
    return [
        *stated(
            "Jacobian of centring and division by the damped variance",
            Derivative(whitened, x[l]),
            (KroneckerDelta(i, l) - 1 / n) / (variance + eps)
            - 2 * (x[i] - mean) * (x[l] - mean) / (n * (variance + eps) ** 2),
            given,
            path_through_the_variance_halved=(KroneckerDelta(i, l) - 1 / n) / (variance + eps)
            - (x[i] - mean) * (x[l] - mean) / (n * (variance + eps) ** 2),
        ),
        *stated(
            "backward pass of batch normalisation without the root",
            Derivative(Sum(Y[b, c] * scaled, (b, 1, N), (c, 1, m)), X[p, q]),
            w[q]
            * (
                projected.subs({b: p, c: q})
                - 2
                * correlation.subs(c, q)
                * (X[p, q] - column.subs(c, q))
                / spread.subs(c, q) ** 2
            ),
            [*at_least(1, N), *within((p, N), (q, m))],
            correlation_not_doubled=w[q]
            * (
                projected.subs({b: p, c: q})
                - correlation.subs(c, q) * (X[p, q] - column.subs(c, q)) / spread.subs(c, q) ** 2
            ),
        ),
        *stated(
            "gradients of the scale and of the shift of batch normalisation",
            w[q] * Derivative(Sum(Y[b, c] * scaled, (b, 1, N), (c, 1, m)), w[q])
            + y[q] * Derivative(Sum(Y[b, c] * scaled, (b, 1, N), (c, 1, m)), y[q]),
            Sum(Y[b, q] * scaled.subs(c, q), (b, 1, N)),
            [*at_least(1, N), *within((q, m))],
            shift_averaged=w[q] * Sum(Y[b, q] * unit.subs(c, q), (b, 1, N))
            + y[q] * _mean(Y[b, q], b, N),
        ),
        *stated(
            "gradient of a loss on vectors divided by their damped mean square",
            Derivative(loss, x[l]),
            gamma * (y[l] / square - 2 * x[l] * _mean(y[i] * x[i], i, n) / square**2),
            [*at_least(1, n), *within((l, n))],
            mean_of_the_products_not_taken=gamma
            * (y[l] / square - 2 * x[l] * Sum(y[i] * x[i], (i, 1, n)) / square**2),
        ),
        *stated(
            "the gradient of batch normalisation adds up to zero over the batch",
            Sum(Derivative(Sum(Y[b, q] * unit.subs(c, q), (b, 1, N)), X[p, q]), (p, 1, N)),
            0,
            [*at_least(1, N)],
            gradient_of_the_mean_only=1 / spread.subs(c, q),
        ),
        *stated(
            "the damped layer with doubled inputs and a damping four times as large",
            (2 * x[i] - _mean(2 * x[j], j, n))
            / (_mean((2 * x[k] - _mean(2 * x[j], j, n)) ** 2, k, n) + 4 * eps),
            whitened / 2,
            [*at_least(1, n)],
            homogeneous=whitened,
        ),
    ]


def _groups() -> list[Identity]:
    start = q * floor((i - 1) / q)
    mean = _mean(x[start + a], a, q)
    variance = _mean((x[start + b] - mean) ** 2, b, q)
    block = _mean(x[q * (g - 1) + a], a, q)
    spread = _mean((x[q * (g - 1) + b] - block) ** 2, b, q)
    position = q * (g - 1) + r
    plane = _mean(X[c, n * (u - 1) + v], v, n)
    return [
        *stated(
            "group normalisation by floor and by block index",
            ((x[i] - mean) / (variance + eps)).subs(i, position),
            (x[position] - block) / (spread + eps),
            [*at_least(1, q, g), *within((r, q))],
            variance_of_the_whole_block_sum=(x[position] - block) / (q * spread + eps),
        ),
        *stated(
            "the sum of all normalised groups vanishes",
            Sum((x[q * (g - 1) + r] - block) / (spread + eps), (g, 1, m), (r, 1, q)),
            0,
            at_least(1, q, m),
            groups_overlap=Sum(
                (x[q * (g - 1) + r + 1] - block) / (spread + eps), (g, 1, m), (r, 1, q)
            ),
        ),
        *stated(
            "the mean over all channels is the mean of the group means",
            _mean(x[i], i, q * m),
            _mean(block, g, m),
            at_least(1, q, m),
            groups_not_averaged=Sum(block, (g, 1, m)),
        ),
        *stated(
            "variance over all channels from group variances and group means",
            _mean((x[i] - _mean(x[j], j, q * m)) ** 2, i, q * m),
            _mean(spread, g, m) + _mean(block**2, g, m) - _mean(block, g, m) ** 2,
            at_least(1, q, m),
            between_groups_added_twice=_mean(spread, g, m)
            + 2 * (_mean(block**2, g, m) - _mean(block, g, m) ** 2),
        ),
        *stated(
            "derivative of the grouped mean by a flat channel",
            Derivative(_mean(x[q * (g - 1) + a], a, q), x[k]),
            KroneckerDelta(g, floor((k - 1) / q) + 1) / q,
            [*at_least(1, q, m), *within((g, m), (k, q * m))],
            group_by_the_remainder=KroneckerDelta(g, Mod(k - 1, q) + 1) / q,
        ),
        *stated(
            "instance statistics of an image listed row by row",
            _mean((X[c, e] - _mean(X[c, f], f, h * n)) ** 2, e, h * n),
            _mean(_mean(X[c, n * (u - 1) + v] ** 2, v, n), u, h) - _mean(plane, u, h) ** 2,
            at_least(1, h, n),
            mean_of_squared_row_means=_mean(_mean(X[c, n * (u - 1) + v] ** 2, v, n), u, h)
            - _mean(plane**2, u, h),
        ),
        *stated(
            "Jacobian of grouped centring and division by the damped second moment",
            Derivative((x[position] - block) / (spread + eps), x[q * (l - 1) + t]),
            KroneckerDelta(g, l)
            * (
                (KroneckerDelta(r, t) - 1 / q) / (spread + eps)
                - 2
                * (x[position] - block)
                * (x[q * (l - 1) + t] - block)
                / (q * (spread + eps) ** 2)
            ),
            [*at_least(1, q, m), *within((g, m), (l, m), (r, q), (t, q))],
            groups_interact=(KroneckerDelta(r, t) - 1 / q) / (spread + eps)
            - 2 * (x[position] - block) * (x[q * (l - 1) + t] - block) / (q * (spread + eps) ** 2),
        ),
    ]


def _weights() -> list[Identity]:
    length = eps + Sum(V[o, j] ** 2, (j, 1, n))
    row = gamma * V[o, i] / length
    response = Sum(z[o] * Sum(row * x[i], (i, 1, n)), (o, 1, m))
    frame = 1 + Sum(W[a, b] ** 2, (a, 1, m), (b, 1, n))
    total = Sum(exp(A[i, j]), (j, 1, n))
    cosine = Sum(x[i] * y[i], (i, 1, n)) ** 2 / (
        (1 + Sum(x[i] ** 2, (i, 1, n))) * (1 + Sum(y[i] ** 2, (i, 1, n)))
    )
    dot = Sum(x[i] * y[i], (i, 1, n))
    return [
        *stated(
            "gradient of squared weight normalisation by the direction",
            Derivative(response, V[p, q]),
            gamma
            * z[p]
            * (
                x[q]
                - 2
                * V[p, q]
                * Sum(V[p, i] * x[i], (i, 1, n))
                / (eps + Sum(V[p, j] ** 2, (j, 1, n)))
            )
            / (eps + Sum(V[p, j] ** 2, (j, 1, n))),
            [*at_least(1, n), *within((p, m), (q, n))],
            projection_not_doubled=gamma
            * z[p]
            * (
                x[q]
                - V[p, q] * Sum(V[p, i] * x[i], (i, 1, n)) / (eps + Sum(V[p, j] ** 2, (j, 1, n)))
            )
            / (eps + Sum(V[p, j] ** 2, (j, 1, n))),
        ),
        *stated(
            "derivative of a matrix divided by its damped squared norm",
            Derivative(W[i, j] / frame, W[k, l]),
            KroneckerDelta(i, k) * KroneckerDelta(j, l) / frame - 2 * W[i, j] * W[k, l] / frame**2,
            [*within((i, m), (j, n), (k, m), (l, n))],
            transposed_entry=KroneckerDelta(i, k) * KroneckerDelta(j, l) / frame
            - 2 * W[i, j] * W[l, k] / frame**2,
        ),
        *stated(
            "gradient of the squared damped cosine",
            Derivative(cosine, x[k]),
            2
            * dot
            / ((1 + Sum(x[i] ** 2, (i, 1, n))) * (1 + Sum(y[i] ** 2, (i, 1, n))))
            * (y[k] - dot * x[k] / (1 + Sum(x[i] ** 2, (i, 1, n)))),
            [*within((k, n))],
            projection_on_the_other_vector=2
            * dot
            / ((1 + Sum(x[i] ** 2, (i, 1, n))) * (1 + Sum(y[i] ** 2, (i, 1, n))))
            * (y[k] - dot * y[k] / (1 + Sum(y[i] ** 2, (i, 1, n)))),
        ),
        *stated(
            "one Sinkhorn step: rows normalised, then columns",
            Sum(
                exp(A[i, l]) / total / Sum(exp(A[k, l]) / Sum(exp(A[k, j]), (j, 1, n)), (k, 1, m)),
                (i, 1, m),
            ),
            1,
            [*at_least(1, m, n), *within((l, n))],
            summed_over_columns=Sum(exp(A[i, l]) / total, (i, 1, m)),
        ),
        *stated(
            "a normalised mean of normalised means with unequal weights",
            Sum(exp(w[i]) * (Sum(exp(A[i, j]) * X[i, j], (j, 1, n)) / total), (i, 1, m))
            / Sum(exp(w[i]), (i, 1, m)),
            Sum(
                X[i, j]
                * (exp(w[i]) / Sum(exp(w[k]), (k, 1, m)))
                * (exp(A[i, j]) / Sum(exp(A[i, l]), (l, 1, n))),
                (i, 1, m),
                (j, 1, n),
            ),
            at_least(1, m, n),
            one_partition_for_all=Sum(exp(w[i] + A[i, j]) * X[i, j], (i, 1, m), (j, 1, n))
            / Sum(exp(w[k] + A[k, l]), (k, 1, m), (l, 1, n)),
        ),
        *stated(
            "standardising by an affine map of the labels cancels",
            (beta * x[i] + gamma - _mean(beta * x[j] + gamma, j, n))
            / (1 + beta**2 * _mean((x[k] - _mean(x[j], j, n)) ** 2, k, n)),
            beta
            * (x[i] - _mean(x[j], j, n))
            / (1 + _mean((beta * x[k] - _mean(beta * x[j], j, n)) ** 2, k, n)),
            at_least(1, n),
            scale_not_squared=beta
            * (x[i] - _mean(x[j], j, n))
            / (1 + beta * _mean((x[k] - _mean(x[j], j, n)) ** 2, k, n)),
        ),
    ]


IDENTITIES: list[Identity] = [*_layers(), *_groups(), *_weights()]
