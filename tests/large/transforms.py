"""Transforms by exponentials, pair sums, symbolic powers, products over a range, pieces."""

from sympy import (
    Derivative,
    KroneckerDelta,
    Max,
    Min,
    Piecewise,
    Product,
    Sum,
    exp,
    log,
)

from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    C,
    F,
    X,
    alpha,
    b,
    beta,
    i,
    j,
    k,
    l,
    lam,
    m,
    n,
    o,
    p,
    r,
    s,
    t,
    x,
    y,
    z,
)


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


IDENTITIES: list[Identity] = [*_transforms(), *_powers()]
