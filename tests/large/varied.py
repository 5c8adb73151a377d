"""Other shapes: remainders, alternating signs, windows, transforms, symbolic powers, products."""

from sympy import (
    Derivative,
    Eq,
    KroneckerDelta,
    Le,
    Max,
    Min,
    Mod,
    Piecewise,
    Product,
    Sum,
    ceiling,
    exp,
    floor,
    log,
    tanh,
)

from symderive import iverson, maximum
from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    C,
    F,
    W,
    X,
    Y,
    Z,
    a,
    alpha,
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
    lam,
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


def _transforms() -> list[Identity]:
    full = Sum(x[j] * exp(lam * j * k), (j, 0, 2 * n - 1))
    plane = Sum(X[i, j] * exp(alpha * i * k + beta * j * l), (i, 0, m - 1), (j, 0, n - 1))
    shifted = Sum(x[j - s] * exp(lam * j), (j, s + 1, s + n))
    return [
        *stated(
            "a transform splits into its even and its odd part",
            full,
            Sum(x[2 * j] * exp(2 * lam * j * k), (j, 0, n - 1))
            + exp(lam * k) * Sum(x[2 * j + 1] * exp(2 * lam * j * k), (j, 0, n - 1)),
            at_least(1, n),
            twiddle_factor_forgotten=Sum(x[2 * j] * exp(2 * lam * j * k), (j, 0, n - 1))
            + Sum(x[2 * j + 1] * exp(2 * lam * j * k), (j, 0, n - 1)),
        ),
        *stated(
            "a transform of a plane, axis by axis",
            plane,
            Sum(
                exp(beta * j * l) * Sum(X[i, j] * exp(alpha * i * k), (i, 0, m - 1)), (j, 0, n - 1)
            ),
            at_least(1, m, n),
            frequencies_exchanged=Sum(
                exp(beta * j * k) * Sum(X[i, j] * exp(alpha * i * l), (i, 0, m - 1)), (j, 0, n - 1)
            ),
        ),
        *stated(
            "a shift becomes a factor of the transform",
            shifted,
            exp(lam * s) * Sum(x[j] * exp(lam * j), (j, 1, n)),
            at_least(1, n),
            inverse_factor=exp(-lam * s) * Sum(x[j] * exp(lam * j), (j, 1, n)),
        ),
        *stated(
            "a geometric sum of exponentials, telescoped",
            (exp(lam) - 1) * Sum(exp(lam * j), (j, 1, n)),
            exp(lam * (n + 1)) - exp(lam),
            [n >= 0],
            starts_at_zero=exp(lam * n) - 1,
        ),
        *stated(
            "pair sums of exponentials of differences",
            Sum(exp(lam * (x[i] - x[j])), (i, 1, n), (j, 1, n)),
            n
            + Sum((exp(lam * (x[i] - x[j])) + exp(lam * (x[j] - x[i]))), (j, 1, i - 1), (i, 1, n)),
            at_least(1, n),
            diagonal_forgotten=Sum(
                (exp(lam * (x[i] - x[j])) + exp(lam * (x[j] - x[i]))), (j, 1, i - 1), (i, 1, n)
            ),
        ),
        *stated(
            "third mixed derivative of a log-partition function",
            Derivative(log(Sum(exp(z[j]), (j, 1, n))), z[k], z[l], z[m]),
            exp(z[k])
            / Sum(exp(z[j]), (j, 1, n))
            * (
                (KroneckerDelta(k, m) - exp(z[m]) / Sum(exp(z[j]), (j, 1, n)))
                * (KroneckerDelta(k, l) - exp(z[l]) / Sum(exp(z[j]), (j, 1, n)))
                - exp(z[l])
                / Sum(exp(z[j]), (j, 1, n))
                * (KroneckerDelta(l, m) - exp(z[m]) / Sum(exp(z[j]), (j, 1, n)))
            ),
            [*within((k, n), (l, n), (m, n))],
            last_term_sign=exp(z[k])
            / Sum(exp(z[j]), (j, 1, n))
            * (
                (KroneckerDelta(k, m) - exp(z[m]) / Sum(exp(z[j]), (j, 1, n)))
                * (KroneckerDelta(k, l) - exp(z[l]) / Sum(exp(z[j]), (j, 1, n)))
                + exp(z[l])
                / Sum(exp(z[j]), (j, 1, n))
                * (KroneckerDelta(l, m) - exp(z[m]) / Sum(exp(z[j]), (j, 1, n)))
            ),
        ),
        *stated(
            "repulsion of particles: forces add up to zero",
            Sum(F(x[i] - x[j]) - F(x[j] - x[i]), (i, 1, n), (j, 1, n)),
            0,
            at_least(1, n),
            even_force=2 * Sum(F(x[i] - x[j]), (i, 1, n), (j, 1, n)),
        ),
        *stated(
            "gradient of a pair energy of a Gaussian kernel",
            Derivative(Sum(exp(-beta * (x[i] - x[j]) ** 2), (i, 1, n), (j, 1, n)), x[k]),
            -4 * beta * Sum((x[k] - x[j]) * exp(-beta * (x[k] - x[j]) ** 2), (j, 1, n)),
            [*within((k, n))],
            pairs_counted_once=-2
            * beta
            * Sum((x[k] - x[j]) * exp(-beta * (x[k] - x[j]) ** 2), (j, 1, n)),
        ),
    ]


def _powers() -> list[Identity]:
    moment = Sum(x[i] ** p, (i, 1, n))
    chain = Product(exp(A[t, i]) / Sum(exp(A[t, j]), (j, 1, n)), (t, 1, m))
    norm = 1 + Sum(A[i, j] * x[i] * x[j], (i, 1, 2), (j, 1, 2))
    square = Sum(A[i, k] * A[k, j], (k, 1, 2))
    determinant = A[1, 1] * A[2, 2] - A[1, 2] * A[2, 1]
    return [
        *stated(
            "gradient of a power sum of symbolic order",
            Derivative(moment, x[k]),
            p * x[k] ** (p - 1),
            [p >= 2, *within((k, n))],
            order_not_lowered=p * x[k] ** p,
        ),
        *stated(
            "Euler's relation for a power sum of symbolic order",
            Sum(x[k] * Derivative(moment, x[k]), (k, 1, n)),
            p * moment,
            [p >= 2, n >= 1],
            order_lowered=(p - 1) * moment,
        ),
        *stated(
            "a product of exponentials is the exponential of a sum",
            Product(exp(x[i] * y[i]), (i, 1, n)),
            exp(Sum(x[i] * y[i], (i, 1, n))),
            [n >= 0],
            sums_multiplied=exp(Sum(x[i], (i, 1, n)) * Sum(y[i], (i, 1, n))),
        ),
        *stated(
            "log likelihood of a sequence of softmax choices",
            log(chain),
            Sum(A[t, i] - log(Sum(exp(A[t, j]), (j, 1, n))), (t, 1, m)),
            [*at_least(1, m, n)],
            one_partition=Sum(A[t, i], (t, 1, m)) - log(Sum(exp(A[1, j]), (j, 1, n))),
        ),
        *stated(
            "a matrix of size two satisfies its characteristic equation",
            square - Sum(A[k, k], (k, 1, 2)) * A[i, j] + determinant * KroneckerDelta(i, j),
            0,
            [*within((i, 2), (j, 2))],
            sign_of_the_determinant=2 * determinant * KroneckerDelta(i, j),
        ),
        *stated(
            "gradient of a fraction with a quadratic form of size two",
            Derivative(1 / (norm**2 + 1), x[1]),
            -2 * norm * (2 * A[1, 1] * x[1] + (A[1, 2] + A[2, 1]) * x[2]) / (norm**2 + 1) ** 2,
            [],
            symmetric_matrix_assumed=-4
            * norm
            * (A[1, 1] * x[1] + A[1, 2] * x[2])
            / (norm**2 + 1) ** 2,
        ),
        *stated(
            "clipped scores as a piecewise sum",
            Sum(Piecewise((x[i], x[i] <= 1), (1, True)), (i, 1, n)),
            n - Sum(Max(1 - x[i], 0), (i, 1, n)),
            at_least(1, n),
            clipped_below=n + Sum(Max(1 - x[i], 0), (i, 1, n)),
        ),
        *stated(
            "the smaller and the larger of two signals",
            Sum(Max(x[i], y[i]) * Min(x[i], y[i]), (i, 1, n)),
            Sum(x[i] * y[i], (i, 1, n)),
            at_least(1, n),
            squares=Sum(x[i] ** 2, (i, 1, n)),
        ),
        *stated(
            "low-rank adaptation: gradient by the down projection",
            Derivative(
                Sum(
                    (
                        Sum(
                            (A[o, i] + alpha / r * Sum(B[o, b] * C[b, i], (b, 1, r))) * x[i],
                            (i, 1, n),
                        )
                        - y[o]
                    )
                    ** 2,
                    (o, 1, m),
                ),
                C[k, l],
            ),
            2
            * alpha
            / r
            * Sum(
                B[o, k]
                * (
                    Sum((A[o, i] + alpha / r * Sum(B[o, b] * C[b, i], (b, 1, r))) * x[i], (i, 1, n))
                    - y[o]
                ),
                (o, 1, m),
            )
            * x[l],
            [*at_least(1, m), *within((k, r), (l, n))],
            rank_not_divided=2
            * alpha
            * Sum(
                B[o, k]
                * (
                    Sum((A[o, i] + alpha / r * Sum(B[o, b] * C[b, i], (b, 1, r))) * x[i], (i, 1, n))
                    - y[o]
                ),
                (o, 1, m),
            )
            * x[l],
        ),
        *stated(
            "a product over steps of one plus small changes, for two factors in a row",
            Product(1 + x[t], (t, 1, n + 2)),
            Product(1 + x[t], (t, 1, n)) * (1 + x[n + 1]) * (1 + x[n + 2]),
            [n >= 0],
            first_order=Product(1 + x[t], (t, 1, n)) * (1 + x[n + 1] + x[n + 2]),
        ),
    ]


IDENTITIES: list[Identity] = [*_remainders(), *_images(), *_transforms(), *_powers()]
