"""Ranges with remainders, alternating signs, windows of images, maxima."""

from sympy import (
    Derivative,
    Eq,
    Le,
    Max,
    Mod,
    Sum,
    ceiling,
    exp,
    floor,
    tanh,
)

from symderive import iverson, maximum
from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    W,
    X,
    Y,
    Z,
    a,
    b,
    beta,
    c,
    d,
    e,
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
    r,
    s,
    t,
    theta,
    u,
    v,
    w,
    x,
    y,
    z,
)


def _remainders() -> list[Identity]:
    length = floor((n - k) / s) + 1
    strided = Sum(y[i] * Sum(w[a] * x[s * (i - 1) + a], (a, 1, k)), (i, 1, length))
    return [
        *stated(
            "a range split into residue classes of a symbolic modulus",
            Sum(x[i], (i, 1, n)),
            Sum(x[s * q + r], (q, 0, floor((n - r) / s)), (r, 1, s)),
            at_least(1, n, s),
            one_more_turn=Sum(x[s * q + r], (q, 0, floor(n / s)), (r, 1, s)),
        ),
        *stated(
            "a range split into whole blocks and a remainder",
            Sum(x[i], (i, 1, n)),
            Sum(x[s * (b - 1) + r], (r, 1, s), (b, 1, floor(n / s)))
            + Sum(x[s * floor(n / s) + r], (r, 1, Mod(n, s))),
            at_least(1, n, s),
            blocks_rounded_up=Sum(x[s * (b - 1) + r], (r, 1, s), (b, 1, ceiling(n / s))),
        ),
        *stated(
            "a range split into whole triples and a remainder",
            Sum(x[i], (i, 1, n)),
            Sum(x[3 * b - 2] + x[3 * b - 1] + x[3 * b], (b, 1, floor(n / 3)))
            + Sum(x[i], (i, 3 * floor(n / 3) + 1, n)),
            at_least(1, n),
            remainder_forgotten=Sum(x[3 * b - 2] + x[3 * b - 1] + x[3 * b], (b, 1, floor(n / 3))),
        ),
        *stated(
            "gradient of a strided layer by an input, output length rounded down",
            Derivative(strided, x[l]),
            Sum(
                y[i]
                * w[l - s * (i - 1)]
                * iverson(Le(1, l - s * (i - 1)) & Le(l - s * (i - 1), k)),
                (i, 1, length),
            ),
            [s >= 1, k >= 1, n >= k, *within((l, n))],
            length_rounded_up=Sum(
                y[i]
                * w[l - s * (i - 1)]
                * iverson(Le(1, l - s * (i - 1)) & Le(l - s * (i - 1), k)),
                (i, 1, ceiling((n - k) / s)),
            ),
        ),
        *stated(
            "sum of the halves rounded down",
            Sum(floor(i / 2), (i, 1, n)),
            floor(n / 2) * floor((n + 1) / 2),
            at_least(1, n),
            rounded_square=floor(n / 2) ** 2,
        ),
        *stated(
            "average pooling with a ragged last window: total mass",
            Sum(Sum(x[i] * iverson(Eq(ceiling(i / r), b)), (i, 1, n)), (b, 1, ceiling(n / r))),
            Sum(x[i], (i, 1, n)),
            at_least(1, n, r),
            last_window_dropped=Sum(x[i], (i, 1, r * floor(n / r))),
        ),
        *stated(
            "alternating sums pair up",
            Sum((-1) ** i * x[i], (i, 1, 2 * n)),
            Sum(x[2 * i] - x[2 * i - 1], (i, 1, n)),
            at_least(1, n),
            sign=Sum(x[2 * i - 1] - x[2 * i], (i, 1, n)),
        ),
        *stated(
            "parity weights as alternating signs",
            Sum((1 - 2 * Mod(i, 2)) * x[i], (i, 1, n)),
            Sum((-1) ** i * x[i], (i, 1, n)),
            at_least(1, n),
            sign=-Sum((-1) ** i * x[i], (i, 1, n)),
        ),
    ]


def _images() -> list[Identity]:
    shuffled = Y[r**2 * (c - 1) + r * (a - 1) + b, i, j]
    window = exp(Sum(X[q * (g - 1) + s, e] * X[q * (g - 1) + t, e], (e, 1, d)))
    masked = exp(Sum(X[i, e] * X[j, e], (e, 1, d))) * iverson(
        Eq(floor((i - 1) / q), floor((j - 1) / q))
    )
    return [
        *stated(
            "pixel shuffle of channels, back and forth",
            Sum(
                shuffled * Z[c, r * (i - 1) + a, r * (j - 1) + b],
                (a, 1, r),
                (b, 1, r),
                (c, 1, d),
                (i, 1, m),
                (j, 1, n),
            ),
            Sum(
                Y[
                    r**2 * (c - 1) + r * Mod(u - 1, r) + Mod(v - 1, r) + 1,
                    floor((u - 1) / r) + 1,
                    floor((v - 1) / r) + 1,
                ]
                * Z[c, u, v],
                (c, 1, d),
                (u, 1, r * m),
                (v, 1, r * n),
            ),
            at_least(1, r, d, m, n),
            rows_and_columns_of_the_window=Sum(
                Y[
                    r**2 * (c - 1) + r * Mod(v - 1, r) + Mod(u - 1, r) + 1,
                    floor((u - 1) / r) + 1,
                    floor((v - 1) / r) + 1,
                ]
                * Z[c, u, v],
                (c, 1, d),
                (u, 1, r * m),
                (v, 1, r * n),
            ),
        ),
        *stated(
            "attention inside windows as a block mask",
            Sum(
                y[i] * Sum(masked * z[j], (j, 1, q * m)) / Sum(masked, (j, 1, q * m)), (i, 1, q * m)
            ),
            Sum(
                y[q * (g - 1) + s]
                * Sum(window * z[q * (g - 1) + t], (t, 1, q))
                / Sum(window, (t, 1, q)),
                (g, 1, m),
                (s, 1, q),
            ),
            at_least(1, q, m, d),
            one_partition_for_all=Sum(
                y[q * (g - 1) + s] * window * z[q * (g - 1) + t], (g, 1, m), (s, 1, q), (t, 1, q)
            )
            / Sum(window, (g, 1, m), (s, 1, q), (t, 1, q)),
        ),
        *stated(
            "patches of an image as tokens: positional order is kept by a linear layer",
            Sum(W[o, p * (u - 1) + v] * X[p * (i - 1) + u, p * (j - 1) + v], (u, 1, p), (v, 1, p)),
            Sum(
                W[o, a] * X[p * (i - 1) + floor((a - 1) / p) + 1, p * (j - 1) + Mod(a - 1, p) + 1],
                (a, 1, p**2),
            ),
            at_least(1, p),
            offset_from_zero=Sum(
                W[o, a] * X[p * (i - 1) + floor(a / p) + 1, p * (j - 1) + Mod(a, p) + 1],
                (a, 1, p**2),
            ),
        ),
        *stated(
            "gradient of a circular layer with an activation by its kernel",
            Derivative(
                Sum(y[i] * tanh(Sum(w[a] * x[Mod(i + a - 2, n) + 1], (a, 1, n))), (i, 1, n)), w[k]
            ),
            Sum(
                y[i]
                * (1 - tanh(Sum(w[a] * x[Mod(i + a - 2, n) + 1], (a, 1, n))) ** 2)
                * x[Mod(i + k - 2, n) + 1],
                (i, 1, n),
            ),
            [*within((k, n))],
            correlation=Sum(
                y[i]
                * (1 - tanh(Sum(w[a] * x[Mod(i + a - 2, n) + 1], (a, 1, n))) ** 2)
                * x[Mod(i - k, n) + 1],
                (i, 1, n),
            ),
        ),
        *stated(
            "a two-level butterfly of block diagonal factors",
            Sum(
                A[floor((i - 1) / q) + 1, Mod(i - 1, q) + 1, j]
                * B[Mod(i - 1, q) + 1, floor((i - 1) / q) + 1, k]
                * x[i],
                (i, 1, p * q),
            ),
            Sum(A[a, b, j] * B[b, a, k] * x[q * (a - 1) + b], (a, 1, p), (b, 1, q)),
            at_least(1, p, q),
            blocks_not_permuted=Sum(
                A[a, b, j] * B[a, b, k] * x[q * (a - 1) + b], (a, 1, p), (b, 1, q)
            ),
        ),
        *stated(
            "largest entry of a plane through its blocks",
            maximum(X[i, j], (i, 1, 2 * m), (j, 1, n)),
            maximum(Max(X[2 * i - 1, j], X[2 * i, j]), (i, 1, m), (j, 1, n)),
            at_least(1, m, n),
            even_rows_only=maximum(X[2 * i, j], (i, 1, m), (j, 1, n)),
        ),
        *stated(
            "max pooling after a positive affine map",
            Sum(y[i] * maximum(exp(theta) * x[k * (i - 1) + a] + beta, (a, 1, k)), (i, 1, n)),
            exp(theta) * Sum(y[i] * maximum(x[k * (i - 1) + a], (a, 1, k)), (i, 1, n))
            + beta * Sum(y[i], (i, 1, n)),
            at_least(1, n, k),
            offset_once=exp(theta) * Sum(y[i] * maximum(x[k * (i - 1) + a], (a, 1, k)), (i, 1, n))
            + beta,
        ),
    ]


IDENTITIES: list[Identity] = [*_remainders(), *_images()]
