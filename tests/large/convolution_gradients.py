"""Transposed convolutions, and the gradients of convolutional layers."""

from sympy import Derivative, Eq, Expr, Function, Subs, Sum, tanh

from symderive import iverson
from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    F,
    M,
    N,
    V,
    W,
    X,
    Y,
    a,
    b,
    bias,
    c,
    d,
    e,
    f,
    i,
    j,
    k,
    k1,
    k2,
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
    w1,
    w2,
    x,
    y,
    z,
)


def _slope(function: Function, at: Expr) -> Expr:
    """The derivative of an unknown function at a point."""
    return Subs(Derivative(function(u), u), u, at)


def _transposed() -> list[Identity]:
    spread = Sum(x[i] * w[a] * iverson(Eq(u, s * (i - 1) + a)), (i, 1, n), (a, 1, k))
    return [
        *stated(
            "gradient of a transposed convolution by its kernel is a correlation",
            Derivative(Sum(y[u] * spread, (u, 1, s * (n - 1) + k)), w[b]),
            Sum(y[s * (i - 1) + b] * x[i], (i, 1, n)),
            [*at_least(1, s, n), *within((b, k))],
            stride_forgotten=Sum(y[i - 1 + b] * x[i], (i, 1, n)),
        ),
        *stated(
            "transposed convolutions of stride two and three compose",
            Sum(
                Sum(x[i] * w1[a] * iverson(Eq(u, 2 * (i - 1) + a)), (i, 1, n), (a, 1, k1))
                * w2[b]
                * iverson(Eq(v, 3 * (u - 1) + b)),
                (u, 1, 2 * (n - 1) + k1),
                (b, 1, k2),
            ),
            Sum(
                x[i] * w1[a] * w2[b] * iverson(Eq(v, 6 * (i - 1) + 3 * (a - 1) + b)),
                (i, 1, n),
                (a, 1, k1),
                (b, 1, k2),
            ),
            at_least(1, n, k1, k2),
            inner_taps_not_spread=Sum(
                x[i] * w1[a] * w2[b] * iverson(Eq(v, 6 * (i - 1) + a - 1 + b)),
                (i, 1, n),
                (a, 1, k1),
                (b, 1, k2),
            ),
        ),
        *stated(
            "transposed convolutions of symbolic strides compose",
            Sum(
                Sum(x[i] * w1[a] * iverson(Eq(u, s * (i - 1) + a)), (i, 1, n), (a, 1, k1))
                * w2[b]
                * z[r * (u - 1) + b],
                (u, 1, s * (n - 1) + k1),
                (b, 1, k2),
            ),
            Sum(
                x[i] * w1[a] * w2[b] * z[r * s * (i - 1) + r * (a - 1) + b],
                (i, 1, n),
                (a, 1, k1),
                (b, 1, k2),
            ),
            at_least(1, n, k1, k2, r, s),
            strides_exchanged=Sum(
                x[i] * w1[a] * w2[b] * z[r * s * (i - 1) + s * (a - 1) + b],
                (i, 1, n),
                (a, 1, k1),
                (b, 1, k2),
            ),
        ),
        *stated(
            "a padded, strided, dilated layer of planes and its adjoint",
            Sum(
                Y[i, j]
                * W[u, v]
                * X[s * (i - 1) + t * (u - 1) + 1 - p, s * (j - 1) + t * (v - 1) + 1 - p]
                * iverson(
                    (s * (i - 1) + t * (u - 1) + 1 - p >= 1)
                    & (s * (i - 1) + t * (u - 1) + 1 - p <= m)
                    & (s * (j - 1) + t * (v - 1) + 1 - p >= 1)
                    & (s * (j - 1) + t * (v - 1) + 1 - p <= n)
                ),
                (i, 1, M),
                (j, 1, N),
                (u, 1, k1),
                (v, 1, k2),
            ),
            Sum(
                X[a, b]
                * Sum(
                    Y[i, j]
                    * W[u, v]
                    * iverson(Eq(a + p, s * (i - 1) + t * (u - 1) + 1))
                    * iverson(Eq(b + p, s * (j - 1) + t * (v - 1) + 1)),
                    (i, 1, M),
                    (j, 1, N),
                    (u, 1, k1),
                    (v, 1, k2),
                ),
                (a, 1, m),
                (b, 1, n),
            ),
            [*at_least(1, M, N, k1, k2, m, n, s, t), p >= 0],
            padding_with_the_other_sign=Sum(
                X[a, b]
                * Sum(
                    Y[i, j]
                    * W[u, v]
                    * iverson(Eq(a - p, s * (i - 1) + t * (u - 1) + 1))
                    * iverson(Eq(b - p, s * (j - 1) + t * (v - 1) + 1)),
                    (i, 1, M),
                    (j, 1, N),
                    (u, 1, k1),
                    (v, 1, k2),
                ),
                (a, 1, m),
                (b, 1, n),
            ),
        ),
        *stated(
            "sub-pixel convolution is a transposed one with interleaved taps",
            Sum(
                Sum(
                    w[r * (t - 1) + b] * x[q - t + 1] * iverson((q - t >= 0) & (q - t <= n - 1)),
                    (t, 1, k),
                )
                * y[r * (q - 1) + b],
                (q, 1, n + k - 1),
                (b, 1, r),
            ),
            Sum(x[i] * w[a] * y[r * (i - 1) + a], (i, 1, n), (a, 1, r * k)),
            at_least(1, r, n, k),
            taps_in_blocks=Sum(x[i] * w[a] * y[i - 1 + a], (i, 1, n), (a, 1, r * k)),
        ),
    ]


def _gradients() -> list[Identity]:
    first = Sum(w[a] * x[2 * i + a + 2 * b - 4], (a, 1, k1))
    hidden = Sum(
        W[l, d, u, v] * X[d, i + u + p - 2, j + v + q - 2], (d, 1, m), (u, 1, k1), (v, 1, k1)
    )
    block = x[i] + Sum(w2[b] * tanh(Sum(w1[a] * x[i + a + b - 2], (a, 1, k1))), (b, 1, k2))
    residual = Sum(W[o, c, t] * X[r, c, s * (i - 1) + t], (c, 1, m), (t, 1, k)) + bias[o]
    target = Y[r, o, i]
    loss = Sum((residual - target) ** 2, (r, 1, N), (o, 1, n), (i, 1, M)) / (2 * N)
    return [
        *stated(
            "gradient by the inner kernel of a strided network with an unknown activation",
            Derivative(Sum(y[i] * Sum(z[b] * F(first), (b, 1, k2)), (i, 1, n)), w[t]),
            Sum(y[i] * z[b] * _slope(F, first) * x[2 * (i + b - 2) + t], (i, 1, n), (b, 1, k2)),
            [*at_least(1, n, k2), *within((t, k1))],
            tap_not_shifted=Sum(
                y[i] * z[b] * _slope(F, first) * x[2 * i + t - 2], (i, 1, n), (b, 1, k2)
            ),
        ),
        *stated(
            "gradient by the inner kernel of two layers of planes with channels",
            Derivative(
                Sum(
                    Y[i, j] * Sum(V[l, p, q] * tanh(hidden), (l, 1, n), (p, 1, k2), (q, 1, k2)),
                    (i, 1, M),
                    (j, 1, N),
                ),
                W[a, b, e, f],
            ),
            Sum(
                Y[i, j]
                * V[a, p, q]
                * (1 - tanh(hidden.subs(l, a)) ** 2)
                * X[b, i + e + p - 2, j + f + q - 2],
                (i, 1, M),
                (j, 1, N),
                (p, 1, k2),
                (q, 1, k2),
            ),
            [*at_least(1, M, N, k2), *within((a, n), (b, m), (e, k1), (f, k1))],
            slope_of_the_sum=Sum(
                Y[i, j]
                * V[a, p, q]
                * (1 - tanh(hidden.subs(l, a))) ** 2
                * X[b, i + e + p - 2, j + f + q - 2],
                (i, 1, M),
                (j, 1, N),
                (p, 1, k2),
                (q, 1, k2),
            ),
        ),
        *stated(
            "Jacobian of a residual block of two convolutions",
            Derivative(block, x[l]),
            iverson(Eq(i, l))
            + Sum(
                w2[b]
                * w1[l - i - b + 2]
                * iverson((l - i - b + 2 >= 1) & (l - i - b + 2 <= k1))
                * (1 - tanh(Sum(w1[a] * x[i + a + b - 2], (a, 1, k1))) ** 2),
                (b, 1, k2),
            ),
            at_least(1, k1, k2),
            skip_connection_forgotten=Sum(
                w2[b]
                * w1[l - i - b + 2]
                * iverson((l - i - b + 2 >= 1) & (l - i - b + 2 <= k1))
                * (1 - tanh(Sum(w1[a] * x[i + a + b - 2], (a, 1, k1))) ** 2),
                (b, 1, k2),
            ),
        ),
        *stated(
            "gradient of the batch loss of a strided layer with channels by its kernel",
            Derivative(loss, W[p, q, e]),
            Sum((residual.subs(o, p) - Y[r, p, i]) * X[r, q, s * (i - 1) + e], (r, 1, N), (i, 1, M))
            / N,
            [*at_least(1, s, N, M), *within((p, n), (q, m), (e, k))],
            factor_two_kept=2
            * Sum(
                (residual.subs(o, p) - Y[r, p, i]) * X[r, q, s * (i - 1) + e], (r, 1, N), (i, 1, M)
            )
            / N,
        ),
        *stated(
            "gradient of the batch loss of a strided layer with channels by its bias",
            Derivative(loss, bias[p]),
            Sum(W[p, c, t] * X[r, c, s * (i - 1) + t], (r, 1, N), (i, 1, M), (c, 1, m), (t, 1, k))
            / N
            + M * bias[p]
            - Sum(Y[r, p, i], (r, 1, N), (i, 1, M)) / N,
            [*at_least(1, s, N, M, m, k), *within((p, n))],
            bias_counted_once=Sum(
                W[p, c, t] * X[r, c, s * (i - 1) + t], (r, 1, N), (i, 1, M), (c, 1, m), (t, 1, k)
            )
            / N
            + bias[p]
            - Sum(Y[r, p, i], (r, 1, N), (i, 1, M)) / N,
        ),
        *stated(
            "gradient of overlapping average pooling of planes by a pixel",
            Derivative(
                Sum(
                    Y[i, j] * Sum(X[s * (i - 1) + a, s * (j - 1) + b], (a, 1, k), (b, 1, k)),
                    (i, 1, M),
                    (j, 1, N),
                )
                / k**2,
                X[p, q],
            ),
            Sum(
                Y[i, j]
                * iverson((s * (i - 1) < p) & (p <= s * (i - 1) + k))
                * iverson((s * (j - 1) < q) & (q <= s * (j - 1) + k)),
                (i, 1, M),
                (j, 1, N),
            )
            / k**2,
            at_least(1, M, N, k, s),
            window_of_one_side_only=Sum(
                Y[i, j] * iverson((s * (i - 1) < p) & (p <= s * (i - 1) + k)),
                (i, 1, M),
                (j, 1, N),
            )
            / k**2,
        ),
    ]


IDENTITIES: list[Identity] = [*_transposed(), *_gradients()]
