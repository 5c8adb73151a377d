"""Larger compositions: unfolded convolutions, stacked layers, factorised operators."""

from sympy import Derivative, Eq, Expr, KroneckerDelta, Mod, Sum, ceiling, exp, floor, log, tanh

from symderive import iverson

from .identity import Identity, at_least, stated, within
from .symbols import (
    A,
    B,
    C,
    U,
    V,
    W,
    X,
    a,
    alpha,
    b,
    beta,
    bias,
    c,
    core,
    cotangent,
    d,
    h,
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
    s1,
    s2,
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


def _in(index: Expr, size: Expr) -> Expr:
    return iverson((index >= 1) & (index <= size))


def _unfolded() -> list[Identity]:
    patch = X[i + floor((t - 1) / h), j + Mod(t - 1, h)]
    channels = core[
        floor((t - 1) / (h * h)) + 1, i + floor(Mod(t - 1, h * h) / h), j + Mod(t - 1, h)
    ]
    return [
        *stated(
            "a convolution of a plane as a product with unfolded patches",
            Sum(W[o, t] * patch, (t, 1, k * h)),
            Sum(W[o, h * (u - 1) + v] * X[i + u - 1, j + v - 1], (u, 1, k), (v, 1, h)),
            at_least(1, k, h),
            taps_in_the_other_order=Sum(
                W[o, k * (v - 1) + u] * X[i + u - 1, j + v - 1], (u, 1, k), (v, 1, h)
            ),
        ),
        *stated(
            "unfolding channels and taps at once",
            Sum(W[o, t] * channels, (t, 1, m * h * h)),
            Sum(
                W[o, h * h * (c - 1) + h * (u - 1) + v] * core[c, i + u - 1, j + v - 1],
                (c, 1, m),
                (u, 1, h),
                (v, 1, h),
            ),
            at_least(1, m, h),
            channel_stride_too_small=Sum(
                W[o, h * (c - 1) + h * (u - 1) + v] * core[c, i + u - 1, j + v - 1],
                (c, 1, m),
                (u, 1, h),
                (v, 1, h),
            ),
        ),
        *stated(
            "folding the gradient of the patches back",
            Derivative(Sum(U[i, t] * x[s * (i - 1) + t], (i, 1, n), (t, 1, k)), x[p]),
            Sum(U[i, p - s * (i - 1)] * _in(p - s * (i - 1), k), (i, 1, n)),
            at_least(1, n, k, s),
            overlap_counted_once=Sum(U[ceiling(p / s), t] * iverson(Eq(t, p)), (t, 1, k)),
        ),
        *stated(
            "a strided convolution with padding after another one",
            Sum(
                w2[b]
                * _in(s2 * i + b - 1, m)
                * Sum(
                    w1[a]
                    * x[s1 * (s2 * i + b - 1) + a - 1]
                    * _in(s1 * (s2 * i + b - 1) + a - 1, n),
                    (a, 1, k1),
                ),
                (b, 1, k2),
            ),
            Sum(
                x[s1 * s2 * i + s1 * (b - 1) + a - 1]
                * w1[a]
                * w2[b]
                * _in(s2 * i + b - 1, m)
                * _in(s1 * s2 * i + s1 * (b - 1) + a - 1, n),
                (a, 1, k1),
                (b, 1, k2),
            ),
            at_least(1, m, n, k1, k2, s1, s2),
            inner_padding_only=Sum(
                x[s1 * s2 * i + s1 * (b - 1) + a - 1]
                * w1[a]
                * w2[b]
                * _in(s1 * s2 * i + s1 * (b - 1) + a - 1, n),
                (a, 1, k1),
                (b, 1, k2),
            ),
        ),
        *stated(
            "a convolution after a transposed convolution is a Toeplitz operator",
            Sum(
                w1[t] * Sum(y[a] * w2[u] * KroneckerDelta(i + t, a + u), (a, 1, n), (u, 1, k)),
                (t, 1, k),
            ),
            Sum(y[a] * Sum(w1[t] * w2[i - a + t] * _in(i - a + t, k), (t, 1, k)), (a, 1, n)),
            at_least(1, n, k),
            lag_with_the_other_sign=Sum(
                y[a] * Sum(w1[t] * w2[a - i + t] * _in(a - i + t, k), (t, 1, k)), (a, 1, n)
            ),
        ),
        *stated(
            "squared norm of one level of a Haar transform",
            Sum((x[2 * i - 1] + x[2 * i]) ** 2 + (x[2 * i - 1] - x[2 * i]) ** 2, (i, 1, n)) / 2,
            Sum(x[i] ** 2, (i, 1, 2 * n)),
            [n >= 1],
            not_halved=2 * Sum(x[i] ** 2, (i, 1, n)),
        ),
    ]


def _layers() -> list[Identity]:
    pooled = Sum(Sum(x[r * (i - 1) + u + t] * w[t], (t, 1, k)), (u, 1, r)) / r
    hidden = tanh(Sum(x[i + t] * w[t], (t, 1, k)) + alpha)
    logit = Sum(V[o, i] * hidden, (i, 1, n))
    return [
        *stated(
            "a convolution followed by average pooling is a strided convolution with averaged taps",
            pooled,
            Sum(x[r * (i - 1) + p] * Sum(w[t] * _in(p - t, r), (t, 1, k)) / r, (p, 1, k + r)),
            at_least(1, r, k),
            window_one_short=Sum(
                x[r * (i - 1) + p] * Sum(w[t] * _in(p - t, r - 1), (t, 1, k)) / r, (p, 1, k + r)
            ),
        ),
        *stated(
            "gradient of a pooled convolution by the kernel",
            Derivative(Sum(cotangent[i] * pooled, (i, 1, n)), w[j]),
            Sum(cotangent[ceiling(q / r)] * x[q + j], (q, 1, r * n)) / r,
            [*at_least(1, n, r, k), *within((j, k))],
            not_averaged=Sum(cotangent[ceiling(q / r)] * x[q + j], (q, 1, r * n)),
        ),
        *stated(
            "gradient of a dense layer after a tanh convolution by the kernel",
            Derivative(logit, w[j]),
            Sum(V[o, i] * (1 - hidden**2) * x[i + j], (i, 1, n)),
            [*at_least(1, n, k), *within((j, k))],
            kernel_position_lost=Sum(V[o, i] * (1 - hidden**2) * x[i], (i, 1, n)),
        ),
        *stated(
            "softmax cross-entropy after a tanh convolution: gradient by the bias",
            Derivative(log(Sum(exp(logit), (o, 1, m))) - logit.xreplace({o: c}), alpha),
            Sum(
                (exp(logit) / Sum(exp(logit.xreplace({o: l})), (l, 1, m)) - KroneckerDelta(o, c))
                * Sum(V[o, i] * (1 - hidden**2), (i, 1, n)),
                (o, 1, m),
            ),
            [*at_least(1, m, n, k), *within((c, m))],
            target_added=Sum(
                (exp(logit) / Sum(exp(logit.xreplace({o: l})), (l, 1, m)) + KroneckerDelta(o, c))
                * Sum(V[o, i] * (1 - hidden**2), (i, 1, n)),
                (o, 1, m),
            ),
        ),
        *stated(
            "a cell state after two gated steps: derivative by the forget bias",
            Derivative(
                (y[2] + (y[1] + z[i] / (1 + exp(-alpha - x[1]))) / (1 + exp(-alpha - x[2]))), alpha
            ),
            (y[1] + z[i] / (1 + exp(-alpha - x[1])))
            * exp(-alpha - x[2])
            / (1 + exp(-alpha - x[2])) ** 2
            + z[i]
            * exp(-alpha - x[1])
            / ((1 + exp(-alpha - x[1])) ** 2 * (1 + exp(-alpha - x[2]))),
            [],
            first_step_forgotten=(y[1] + z[i] / (1 + exp(-alpha - x[1])))
            * exp(-alpha - x[2])
            / (1 + exp(-alpha - x[2])) ** 2,
        ),
        *stated(
            "gradient of exponential scores by the matrix that mixes query and key",
            Derivative(
                Sum(exp(Sum(X[i, a] * W[a, b] * X[j, b], (a, 1, d), (b, 1, d))) * y[j], (j, 1, n)),
                W[p, q],
            ),
            X[i, p]
            * Sum(
                exp(Sum(X[i, a] * W[a, b] * X[j, b], (a, 1, d), (b, 1, d))) * y[j] * X[j, q],
                (j, 1, n),
            ),
            [*at_least(1, n, d), *within((p, d), (q, d))],
            query_and_key_exchanged=X[i, q]
            * Sum(
                exp(Sum(X[i, a] * W[a, b] * X[j, b], (a, 1, d), (b, 1, d))) * y[j] * X[j, p],
                (j, 1, n),
            ),
        ),
    ]


def _operators() -> list[Identity]:
    first, second, third = (
        floor((t - 1) / (n * p)) + 1,
        floor(Mod(t - 1, n * p) / p) + 1,
        Mod(t - 1, p) + 1,
    )
    return [
        *stated(
            "a Kronecker product of three factors acts axis by axis",
            Sum(A[a, first] * B[b, second] * C[c, third] * x[t], (t, 1, m * n * p)),
            Sum(
                A[a, i]
                * Sum(
                    B[b, j] * Sum(C[c, k] * x[n * p * (i - 1) + p * (j - 1) + k], (k, 1, p)),
                    (j, 1, n),
                ),
                (i, 1, m),
            ),
            at_least(1, m, n, p),
            middle_stride=Sum(
                A[a, i]
                * Sum(
                    B[b, j] * Sum(C[c, k] * x[n * p * (i - 1) + n * (j - 1) + k], (k, 1, p)),
                    (j, 1, n),
                ),
                (i, 1, m),
            ),
        ),
        *stated(
            "a tensor train contracted from either side",
            Sum(
                Sum(Sum(x[i] * U[i, a], (i, 1, n)) * core[a, j, b] * y[j], (a, 1, r), (j, 1, n))
                * V[b, k]
                * z[k],
                (b, 1, r),
                (k, 1, n),
            ),
            Sum(
                x[i]
                * U[i, a]
                * Sum(core[a, j, b] * y[j] * Sum(V[b, k] * z[k], (k, 1, n)), (j, 1, n), (b, 1, r)),
                (i, 1, n),
                (a, 1, r),
            ),
            at_least(1, n, r),
            core_transposed=Sum(
                x[i]
                * U[i, a]
                * Sum(core[b, j, a] * y[j] * Sum(V[b, k] * z[k], (k, 1, n)), (j, 1, n), (b, 1, r)),
                (i, 1, n),
                (a, 1, r),
            ),
        ),
        *stated(
            "low-rank adapters merge into the weights",
            Sum((W[o, i] + beta * Sum(B[o, t] * A[t, i], (t, 1, r))) * x[i], (i, 1, n)),
            Sum(W[o, i] * x[i], (i, 1, n))
            + beta * Sum(B[o, t] * Sum(A[t, i] * x[i], (i, 1, n)), (t, 1, r)),
            at_least(1, n, r),
            scale_on_both_parts=beta * Sum(W[o, i] * x[i], (i, 1, n))
            + beta * Sum(B[o, t] * Sum(A[t, i] * x[i], (i, 1, n)), (t, 1, r)),
        ),
        *stated(
            "gradient of an embedding table through one-hot rows",
            Derivative(
                Sum(
                    cotangent[i] * Sum(iverson(Eq(Mod(i, m) + 1, a)) * W[a, c], (a, 1, m)),
                    (i, 1, n),
                ),
                W[p, c],
            ),
            Sum(cotangent[i] * iverson(Eq(Mod(i, m) + 1, p)), (i, 1, n)),
            [*at_least(1, m, n), *within((p, m))],
            word_counted_once=cotangent[p],
        ),
        *stated(
            "mean pooling over tokens after a linear layer",
            Sum(Sum(X[i, c] * W[c, o], (c, 1, d)) + bias[o], (i, 1, n)) / n,
            Sum(W[c, o] * Sum(X[i, c], (i, 1, n)) / n, (c, 1, d)) + bias[o],
            at_least(1, n, d),
            bias_summed=Sum(W[c, o] * Sum(X[i, c], (i, 1, n)) / n, (c, 1, d)) + n * bias[o],
        ),
        *stated(
            "a minimal filter with three taps from three products",
            Sum(x[i + t] * w[t], (t, 0, 2)) + Sum(x[i + 1 + t] * w[t], (t, 0, 2)),
            x[i] * w[0] + x[i + 1] * (w[0] + w[1]) + x[i + 2] * (w[1] + w[2]) + x[i + 3] * w[2],
            [],
            middle_taps_exchanged=x[i] * w[0]
            + x[i + 1] * (w[1] + w[2])
            + x[i + 2] * (w[0] + w[1])
            + x[i + 3] * w[2],
        ),
    ]


IDENTITIES: list[Identity] = [*_unfolded(), *_layers(), *_operators()]
