"""Convolutional layers: groups, strides, dilations, padding, unfolded patches, their gradients."""

from sympy import Derivative, Eq, Expr, Mod, Rational, Sum, floor, tanh

from symderive import iverson
from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    M,
    N,
    V,
    W,
    X,
    Y,
    a,
    b,
    c,
    d,
    e,
    f,
    g,
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
    w3,
    x,
    y,
)


def _grouped() -> list[Identity]:
    by_floor = Sum(
        W[o, c, t] * X[q * floor((o - 1) / p) + c, s * (i - 1) + t], (c, 1, q), (t, 1, k)
    )
    return [
        *stated(
            "a grouped strided convolution with the group by floor and by block index",
            by_floor.subs(o, p * (b - 1) + r),
            Sum(W[p * (b - 1) + r, c, t] * X[q * b - q + c, s * i - s + t], (c, 1, q), (t, 1, k)),
            [*at_least(1, p, q, k, s, b), *within((r, p))],
            group_of_outputs=Sum(
                W[p * (b - 1) + r, c, t] * X[p * b - p + c, s * i - s + t], (c, 1, q), (t, 1, k)
            ),
        ),
        *stated(
            "a grouped convolution is a full one with block diagonal weights",
            Sum(
                W[o, Mod(c - 1, q) + 1, t]
                * iverson(Eq(floor((c - 1) / q), floor((o - 1) / p)))
                * X[c, i + t - 1],
                (c, 1, g * q),
                (t, 1, k),
            ),
            Sum(W[o, c, t] * X[q * floor((o - 1) / p) + c, i + t - 1], (c, 1, q), (t, 1, k)),
            [*at_least(1, g, p, q, k), *within((o, g * p))],
            one_group_too_far=Sum(
                W[o, c, t] * X[q * floor(o / p) + c, i + t - 1], (c, 1, q), (t, 1, k)
            ),
        ),
        *stated(
            "gradient of a grouped convolution of a plane by a weight",
            Derivative(
                Sum(
                    Y[b, o, i, j]
                    * Sum(
                        W[b, o, c, u, v] * X[q * (b - 1) + c, i + u - 1, j + v - 1],
                        (c, 1, q),
                        (u, 1, k1),
                        (v, 1, k2),
                    ),
                    (b, 1, g),
                    (o, 1, p),
                    (i, 1, M),
                    (j, 1, N),
                ),
                W[a, d, e, f, l],
            ),
            Sum(Y[a, d, i, j] * X[q * (a - 1) + e, i + f - 1, j + l - 1], (i, 1, M), (j, 1, N)),
            [
                *at_least(1, M, N),
                *within((a, g), (d, p), (e, q), (f, k1), (l, k2)),
            ],
            group_offset_lost=Sum(Y[a, d, i, j] * X[e, i + f - 1, j + l - 1], (i, 1, M), (j, 1, N)),
        ),
        *stated(
            "a depthwise convolution after a pointwise one",
            Sum(
                W[c, u, v] * Sum(V[c, d] * X[d, i + u - 1, j + v - 1], (d, 1, m)),
                (u, 1, k1),
                (v, 1, k2),
            ),
            Sum(
                V[c, d] * Sum(W[c, u, v] * X[d, i + u - 1, j + v - 1], (u, 1, k1), (v, 1, k2)),
                (d, 1, m),
            ),
            at_least(1, m, k1, k2),
            channel_of_the_kernel=Sum(
                V[c, d] * Sum(W[d, u, v] * X[d, i + u - 1, j + v - 1], (u, 1, k1), (v, 1, k2)),
                (d, 1, m),
            ),
        ),
    ]


def _composed() -> list[Identity]:
    pooled = Sum(
        Sum(W[u, v] * X[r * (i - 1) + a + u - 1, r * (j - 1) + b + v - 1], (u, 1, k), (v, 1, k)),
        (a, 1, r),
        (b, 1, r),
    )
    return [
        *stated(
            "average pooling of a convolved plane is a strided convolution with a pooled kernel",
            pooled / r**2,
            Sum(
                X[r * (i - 1) + e, r * (j - 1) + f]
                * Sum(
                    W[u, v] * iverson((u <= e) & (e < u + r) & (v <= f) & (f < v + r)),
                    (u, 1, k),
                    (v, 1, k),
                ),
                (e, 1, k + r - 1),
                (f, 1, k + r - 1),
            )
            / r**2,
            [*at_least(1, k, r)],
            kernel_not_pooled_along_columns=Sum(
                X[r * (i - 1) + e, r * (j - 1) + f]
                * Sum(
                    W[u, v] * iverson((u <= e) & (e < u + r) & Eq(f, v)),
                    (u, 1, k),
                    (v, 1, k),
                ),
                (e, 1, k + r - 1),
                (f, 1, k + r - 1),
            )
            / r**2,
        ),
        *stated(
            "convolutions of stride two and three as one of stride six",
            Sum(
                w2[b] * Sum(w1[a] * x[2 * (3 * (i - 1) + b - 1) + a], (a, 1, k1)),
                (b, 1, k2),
            ),
            Sum(
                x[6 * (i - 1) + e]
                * Sum(
                    w2[b]
                    * w1[e - 2 * b + 2]
                    * iverson((e - 2 * b + 2 >= 1) & (e - 2 * b + 2 <= k1)),
                    (b, 1, k2),
                ),
                (e, 1, k1 + 2 * k2 - 2),
            ),
            at_least(1, k1, k2, i),
            strides_added=Sum(
                x[5 * (i - 1) + e]
                * Sum(
                    w2[b]
                    * w1[e - 2 * b + 2]
                    * iverson((e - 2 * b + 2 >= 1) & (e - 2 * b + 2 <= k1)),
                    (b, 1, k2),
                ),
                (e, 1, k1 + 2 * k2 - 2),
            ),
        ),
        *stated(
            "convolutions of dilation two and three as one with the merged kernel",
            Sum(w1[a] * Sum(w2[b] * x[i + 2 * (a - 1) + 3 * (b - 1)], (b, 1, k2)), (a, 1, k1)),
            Sum(
                x[i + e - 1]
                * Sum(w1[a] * w2[b] * iverson(Eq(e, 2 * a + 3 * b - 4)), (a, 1, k1), (b, 1, k2)),
                (e, 1, 2 * k1 + 3 * k2 - 4),
            ),
            at_least(1, k1, k2),
            last_tap_missing=Sum(
                x[i + e - 1]
                * Sum(w1[a] * w2[b] * iverson(Eq(e, 2 * a + 3 * b - 4)), (a, 1, k1), (b, 1, k2)),
                (e, 1, 2 * k1 + 3 * k2 - 5),
            ),
        ),
        *stated(
            "a dilated convolution works on each residue class of positions",
            Sum(y[i] * Sum(w[j] * x[i + t * (j - 1)], (j, 1, k)), (i, 1, t * n)),
            Sum(
                y[t * (q - 1) + b] * Sum(w[j] * x[t * (q + j - 2) + b], (j, 1, k)),
                (b, 1, t),
                (q, 1, n),
            ),
            at_least(1, t, n, k),
            positions_of_one_block=Sum(
                y[n * (b - 1) + q] * Sum(w[j] * x[t * (q + j - 2) + b], (j, 1, k)),
                (b, 1, t),
                (q, 1, n),
            ),
        ),
        *stated(
            "a convolution of volumes with a kernel of rank one, axis by axis",
            Sum(
                w1[a] * w2[b] * w3[c] * X[i + a - 1, j + b - 1, l + c - 1],
                (a, 1, k),
                (b, 1, k1),
                (c, 1, k2),
            ),
            Sum(
                w3[c]
                * Sum(
                    w1[a] * Sum(w2[b] * X[i + a - 1, j + b - 1, l + c - 1], (b, 1, k1)),
                    (a, 1, k),
                ),
                (c, 1, k2),
            ),
            at_least(1, k, k1, k2),
            lengths_exchanged=Sum(
                w3[c]
                * Sum(
                    w1[a] * Sum(w2[b] * X[i + a - 1, j + b - 1, l + c - 1], (b, 1, k)),
                    (a, 1, k1),
                ),
                (c, 1, k2),
            ),
        ),
        *stated(
            "minimal filtering: two outputs of three taps from four products",
            Sum(y[i] * Sum(w[a] * x[i + a - 1], (a, 1, 3)), (i, 1, 2 * n)),
            Sum(y[2 * i - 1] * (_tile(1) + _tile(2) + _tile(3)), (i, 1, n))
            + Sum(y[2 * i] * (_tile(2) - _tile(3) - _tile(4)), (i, 1, n)),
            at_least(1, n),
            fourth_product_added=Sum(y[2 * i - 1] * (_tile(1) + _tile(2) + _tile(3)), (i, 1, n))
            + Sum(y[2 * i] * (_tile(2) - _tile(3) + _tile(4)), (i, 1, n)),
        ),
    ]


def _tile(product: int) -> Expr:
    """The products of minimal filtering with two outputs and three taps, in the i-th tile."""
    first, second, third, fourth = (x[2 * i - 2 + place] for place in (1, 2, 3, 4))
    half = Rational(1, 2)
    return {
        1: (first - third) * w[1],
        2: (second + third) * (w[1] + w[2] + w[3]) * half,
        3: (third - second) * (w[1] - w[2] + w[3]) * half,
        4: (second - fourth) * w[3],
    }[product]


def _unfolded() -> list[Identity]:
    flat = k1 * k2 * (c - 1) + k2 * (u - 1) + v
    by_digits = Sum(
        w[o, a]
        * X[
            floor((a - 1) / (k1 * k2)) + 1,
            i + Mod(floor((a - 1) / k2), k1),
            j + Mod(a - 1, k2),
        ],
        (a, 1, m * k1 * k2),
    )
    outer = Sum(w[o, flat] * X[c, i + u - 1, j + v - 1], (c, 1, m), (u, 1, k1), (v, 1, k2))
    patch = X[i + floor((a - 1) / k2), j + Mod(a - 1, k2)]
    score = Sum(w[a] * patch, (a, 1, k1 * k2))
    return [
        *stated(
            "unfolded patches of a plane, kernel listed row by row",
            score,
            Sum(w[k2 * (u - 1) + v] * X[i + u - 1, j + v - 1], (u, 1, k1), (v, 1, k2)),
            at_least(1, k1, k2),
            height_as_the_radix=Sum(
                w[k1 * (u - 1) + v] * X[i + u - 1, j + v - 1], (u, 1, k1), (v, 1, k2)
            ),
        ),
        *stated(
            "unfolded patches with channels: three digits of the flat kernel index",
            by_digits,
            outer,
            at_least(1, m, k1, k2),
            rows_and_columns_exchanged=Sum(
                w[o, flat] * X[c, i + v - 1, j + u - 1], (c, 1, m), (u, 1, k1), (v, 1, k2)
            ),
        ),
        *stated(
            "gradient of a rectified tanh patch score by an entry of the flat kernel",
            Derivative(Sum(Y[i, j] * tanh(score), (i, 1, M), (j, 1, N)), w[k2 * (p - 1) + q]),
            Sum(
                Y[i, j]
                * (
                    1
                    - tanh(
                        Sum(w[k2 * (u - 1) + v] * X[i + u - 1, j + v - 1], (u, 1, k1), (v, 1, k2))
                    )
                    ** 2
                )
                * X[i + p - 1, j + q - 1],
                (i, 1, M),
                (j, 1, N),
            ),
            [*at_least(1, M, N), *within((p, k1), (q, k2))],
            neighbouring_tap=Sum(
                Y[i, j]
                * (
                    1
                    - tanh(
                        Sum(w[k2 * (u - 1) + v] * X[i + u - 1, j + v - 1], (u, 1, k1), (v, 1, k2))
                    )
                    ** 2
                )
                * X[i + p - 1, j + q],
                (i, 1, M),
                (j, 1, N),
            ),
        ),
        *stated(
            "a convolution by positions of the flattened image",
            Sum(w[u, v] * x[n * (i + u - 2) + j + v - 1], (u, 1, k1), (v, 1, k2)),
            Sum(
                x[n * (i - 1) + j + e]
                * Sum(w[u, v] * iverson(Eq(e, n * (u - 1) + v - 1)), (u, 1, k1), (v, 1, k2)),
                (e, 0, n * (k1 - 1) + k2 - 1),
            ),
            at_least(1, k1, k2, n, i, j),
            range_too_short=Sum(
                x[n * (i - 1) + j + e]
                * Sum(w[u, v] * iverson(Eq(e, n * (u - 1) + v - 1)), (u, 1, k1), (v, 1, k2)),
                (e, 0, n * (k1 - 1)),
            ),
        ),
        *stated(
            "a channel shuffle between two grouped pointwise layers",
            Sum(
                V[o, a] * Sum(W[p * Mod(a - 1, g) + floor((a - 1) / g) + 1, c] * x[c], (c, 1, m)),
                (a, 1, g * p),
            ),
            Sum(
                V[o, g * (q - 1) + b] * W[p * (b - 1) + q, c] * x[c],
                (b, 1, g),
                (q, 1, p),
                (c, 1, m),
            ),
            at_least(1, g, p, m),
            not_shuffled=Sum(
                V[o, p * (b - 1) + q] * W[p * (b - 1) + q, c] * x[c],
                (b, 1, g),
                (q, 1, p),
                (c, 1, m),
            ),
        ),
    ]


IDENTITIES: list[Identity] = [*_grouped(), *_composed(), *_unfolded()]
