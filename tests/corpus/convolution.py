"""Convolution layers: compositions, strides, dilation, groups, padding, causality, gradients."""

from sympy import Derivative, Eq, Expr, KroneckerDelta, Sum, floor

from symderive import iverson

from .identity import Identity, at_least, false_sibling, stated, within
from .symbols import (
    A,
    B,
    G,
    K,
    M,
    N,
    U,
    V,
    W,
    X,
    Y,
    a,
    b,
    c,
    cotangent,
    d,
    f,
    g,
    h,
    i,
    i1,
    i2,
    j,
    k,
    k1,
    k2,
    k3,
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
    w3,
    x,
    y,
    z,
)


def _inside(index: Expr, size: Expr) -> Expr:
    return iverson((index >= 1) & (index <= size))


def _compositions() -> list[Identity]:
    inner = Sum(x[s1 * (i - 1) + a] * w1[a], (a, 1, k1))
    twice = Sum(w2[b] * inner.xreplace({i: s2 * (i - 1) + b}), (b, 1, k2))
    once = Sum(x[s1 * s2 * (i - 1) + s1 * (b - 1) + a] * w1[a] * w2[b], (a, 1, k1), (b, 1, k2))
    strided = stated(
        "strided convolutions compose",
        twice,
        once,
        at_least(1, k1, k2, s1, s2, i),
        offset_of_the_second_kernel=Sum(
            x[s1 * s2 * (i - 1) + s2 * (b - 1) + a] * w1[a] * w2[b], (a, 1, k1), (b, 1, k2)
        ),
        stride_added=Sum(
            x[(s1 + s2) * (i - 1) + s1 * (b - 1) + a] * w1[a] * w2[b], (a, 1, k1), (b, 1, k2)
        ),
    )
    merged = Sum(w1[t - 2 * (b - 1)] * w2[b] * _inside(t - 2 * (b - 1), k1), (b, 1, k2))
    dilated = stated(
        "a convolution after one of dilation two is one with the merged kernel",
        Sum(w2[b] * Sum(x[i + 2 * (b - 1) + a - 1] * w1[a], (a, 1, k1)), (b, 1, k2)),
        Sum(x[i + t - 1] * merged, (t, 1, k1 + 2 * (k2 - 1))),
        at_least(1, k1, k2, i),
        one_tap_short=Sum(x[i + t - 1] * merged, (t, 1, k1 + 2 * (k2 - 1) - 1)),
        dilation_forgotten_in_the_kernel=Sum(
            x[i + t - 1] * Sum(w1[t - b + 1] * w2[b] * _inside(t - b + 1, k1), (b, 1, k2)),
            (t, 1, k1 + 2 * (k2 - 1)),
        ),
    )
    constant = stated(
        "strides two and three compose to stride six",
        Sum(w2[b] * Sum(x[2 * (3 * i + b) + a] * w1[a], (a, 0, k1)), (b, 0, k2)),
        Sum(x[6 * i + 2 * b + a] * w1[a] * w2[b], (a, 0, k1), (b, 0, k2)),
        at_least(1, k1, k2),
        stride_five=Sum(x[5 * i + 2 * b + a] * w1[a] * w2[b], (a, 0, k1), (b, 0, k2)),
        kernels_swapped=Sum(x[6 * i + 2 * b + a] * w1[b] * w2[a], (a, 0, k1), (b, 0, k2)),
    )
    return [*strided, *dilated, *constant]


def _planes() -> list[Identity]:
    inner = Sum(X[p, q] * V[p - a + 1, q - b + 1], (p, a, a + h - 1), (q, b, b + h - 1))
    outer = Sum(inner.xreplace({a: i + u - 1, b: j + v - 1}) * W[u, v], (u, 1, k), (v, 1, k))
    kernel = Sum(
        V[p - u + 1, q - v + 1] * W[u, v] * _inside(p - u + 1, h) * _inside(q - v + 1, h),
        (u, 1, k),
        (v, 1, k),
    )
    plane = stated(
        "two convolutions of a plane are one with the convolved kernel",
        outer,
        Sum(X[i + p - 1, j + q - 1] * kernel, (p, 1, k + h - 1), (q, 1, k + h - 1)),
        at_least(1, k, h, i, j),
        transposed_kernel=Sum(
            X[i + q - 1, j + p - 1] * kernel, (p, 1, k + h - 1), (q, 1, k + h - 1)
        ),
        one_column_short=Sum(
            X[i + p - 1, j + q - 1] * kernel, (p, 1, k + h - 1), (q, 1, k + h - 2)
        ),
    )
    separable = stated(
        "a separable kernel convolves rows and columns in turn",
        Sum(X[i + u - 1, j + v - 1] * w1[u] * w2[v], (u, 1, k1), (v, 1, k2)),
        Sum(w2[v] * Sum(X[i + u - 1, j + v - 1] * w1[u], (u, 1, k1)), (v, 1, k2)),
        at_least(1, k1, k2),
        roles_swapped=Sum(w1[v] * Sum(X[i + u - 1, j + v - 1] * w2[u], (u, 1, k2)), (v, 1, k1)),
        same_position=Sum(w2[v] * Sum(X[i + u - 1, j + u - 1] * w1[u], (u, 1, k1)), (v, 1, k2)),
    )
    pointwise = stated(
        "a depthwise convolution followed by a pointwise one is a full convolution",
        Sum(U[o, c] * Sum(K[c, t] * X[c, i + t - 1], (t, 1, k)), (c, 1, m)),
        Sum(Sum(U[o, c] * K[c, t] * X[c, i + t - 1], (c, 1, m)), (t, 1, k)),
        at_least(1, k, m),
        channel_transposed=Sum(Sum(U[c, o] * K[c, t] * X[c, i + t - 1], (c, 1, m)), (t, 1, k)),
        taps_run_over_channels=Sum(Sum(U[o, c] * K[c, t] * X[c, i + t - 1], (c, 1, k)), (t, 1, m)),
    )
    return [*plane, *separable, *pointwise]


def _grouped() -> list[Identity]:
    """A grouped convolution is a dense one whose kernel vanishes off the diagonal blocks."""
    same_group = iverson(Eq(floor((c - 1) / m), g - 1))
    return stated(
        "a grouped convolution is a masked dense one",
        Sum(K[o, a, t] * X[m * (g - 1) + a, i + t - 1], (a, 1, m), (t, 1, k)),
        Sum(same_group * K[o, c - m * (g - 1), t] * X[c, i + t - 1], (c, 1, m * n), (t, 1, k)),
        at_least(1, m, n, k) + within((g, n)),
        next_group=Sum(
            iverson(Eq(floor((c - 1) / m), g)) * K[o, c - m * (g - 1), t] * X[c, i + t - 1],
            (c, 1, m * n),
            (t, 1, k),
        ),
        floor_without_the_shift=Sum(
            iverson(Eq(floor(c / m), g - 1)) * K[o, c - m * (g - 1), t] * X[c, i + t - 1],
            (c, 1, m * n),
            (t, 1, k),
        ),
    )


def _padding() -> list[Identity]:
    causal = Sum(w[t] * x[i - t] * iverson(i - t >= 1), (t, 0, k - 1))
    as_matrix = stated(
        "a causal convolution is a banded lower triangular matrix",
        causal,
        Sum(x[j] * w[i - j] * iverson((i - j >= 0) & (i - j <= k - 1)), (j, 1, n)),
        at_least(1, k, n) + within((i, n)),
        strictly_lower=Sum(x[j] * w[i - j] * iverson((i - j >= 1) & (i - j <= k - 1)), (j, 1, n)),
        upper_triangular=Sum(x[j] * w[j - i] * iverson((j - i >= 0) & (j - i <= k - 1)), (j, 1, n)),
        band_too_wide=Sum(x[j] * w[i - j] * iverson((i - j >= 0) & (i - j <= k)), (j, 1, n)),
    )
    same = stated(
        "summing a fully padded convolution gives the product of the sums",
        Sum(Sum(w[t] * x[i - t + 1] * _inside(i - t + 1, n), (t, 1, k)), (i, 1, n + k - 1)),
        Sum(w[t], (t, 1, k)) * Sum(x[i], (i, 1, n)),
        at_least(1, n, k),
        kernel_too_long=Sum(w[t], (t, 1, k + 1)) * Sum(x[i], (i, 1, n)),
        added=Sum(w[t], (t, 1, k)) + Sum(x[i], (i, 1, n)),
    )
    cropped = false_sibling(
        same[0],
        "output cropped to the input",
        lhs=Sum(Sum(w[t] * x[i - t + 1] * _inside(i - t + 1, n), (t, 1, k)), (i, 1, n)),
    )
    shifted = stated(
        "padding on the left shifts a causal filter",
        Sum(Sum(w[t] * x[i - t] * iverson(i - t >= 1), (t, 0, i - 1)), (i, 1, n)),
        Sum(x[j] * Sum(w[t], (t, 0, n - j)), (j, 1, n)),
        at_least(1, n),
        prefix_one_short=Sum(x[j] * Sum(w[t], (t, 0, n - j - 1)), (j, 1, n)),
        prefix_not_reversed=Sum(x[j] * Sum(w[t], (t, 0, j - 1)), (j, 1, n)),
    )
    return [*as_matrix, *same, cropped, *shifted]


def _gradients() -> list[Identity]:
    strided = Sum(x[s * (i - 1) + t] * w[t], (t, 1, k))
    loss = Sum(cotangent[i] * strided, (i, 1, m))
    kernel = stated(
        "gradient of a strided convolution by its kernel",
        Derivative(loss, w[j]),
        Sum(cotangent[i] * x[s * (i - 1) + j], (i, 1, m)),
        at_least(1, s, k, m) + within((j, k)),
        stride_forgotten=Sum(cotangent[i] * x[i - 1 + j], (i, 1, m)),
        shifted_by_one=Sum(cotangent[i] * x[s * (i - 1) + j - 1], (i, 1, m)),
    )
    outside = false_sibling(
        kernel[0], "tap outside of the kernel", given=[*at_least(1, s, k, m), j >= 1]
    )
    inputs = stated(
        "gradient of a strided convolution by its input",
        Derivative(loss, x[l]),
        Sum(cotangent[i] * w[l - s * (i - 1)] * _inside(l - s * (i - 1), k), (i, 1, m)),
        at_least(1, s, k, m, l),
        guard_one_short=Sum(
            cotangent[i] * w[l - s * (i - 1)] * _inside(l - s * (i - 1), k - 1), (i, 1, m)
        ),
        kernel_reversed=Sum(
            cotangent[i] * w[s * (i - 1) - l] * _inside(s * (i - 1) - l, k), (i, 1, m)
        ),
    )
    even = Sum(Sum(y[i] * x[2 * i + t] * w[t], (t, 0, 1)), (i, 1, n))
    two = stated(
        "gradient of a stride two layer with two taps touches each input once",
        Derivative(even, x[2 * j + 1]),
        y[j] * w[1],
        at_least(1, n) + within((j, n)),
        other_tap=y[j] * w[0],
        both_taps=y[j] * w[1] + y[j + 1] * w[0],
    )
    bilinear = stated(
        "a convolution is bilinear in input and kernel: mixed derivative",
        Derivative(Sum(z[i] * Sum(x[i + t - 1] * w[t], (t, 1, k)), (i, 1, n)), x[l], w[j]),
        z[l - j + 1] * _inside(l - j + 1, n),
        at_least(1, n, k) + within((j, k)),
        reversed_index=z[j - l + 1] * _inside(j - l + 1, n),
        unguarded=z[l - j + 1],
    )
    return [*kernel, outside, *inputs, *two, *bilinear]


def _dilated_adjoint() -> list[Identity]:
    forward = Sum(x[i + d * t] * w[t], (t, 0, k))
    adjoint = stated(
        "adjoint of a dilated convolution",
        Sum(forward * y[i], (i, 1, n)),
        Sum(x[l] * Sum(y[l - d * t] * w[t] * _inside(l - d * t, n), (t, 0, k)), (l, 1, n + d * k)),
        at_least(1, n, d, k),
        dilation_forgotten_in_the_length=Sum(
            x[l] * Sum(y[l - d * t] * w[t] * _inside(l - d * t, n), (t, 0, k)), (l, 1, n + k)
        ),
        shifted_the_wrong_way=Sum(
            x[l] * Sum(y[l + d * t] * w[t] * _inside(l + d * t, n), (t, 0, k)), (l, 1, n + d * k)
        ),
    )
    polyphase = stated(
        "a kernel of even length splits into its even and odd taps",
        Sum(x[i + t] * w[t], (t, 0, 2 * k - 1)),
        Sum(x[i + 2 * t] * w[2 * t], (t, 0, k - 1))
        + Sum(x[i + 2 * t + 1] * w[2 * t + 1], (t, 0, k - 1)),
        at_least(1, k),
        odd_taps_at_even_places=Sum(x[i + 2 * t] * w[2 * t], (t, 0, k - 1))
        + Sum(x[i + 2 * t] * w[2 * t + 1], (t, 0, k - 1)),
        one_pair_too_many=Sum(x[i + 2 * t] * w[2 * t], (t, 0, k))
        + Sum(x[i + 2 * t + 1] * w[2 * t + 1], (t, 0, k - 1)),
    )
    channels = Sum(A[o, c, t] * X[c, s * i + t], (c, 1, m), (t, 1, k))
    two_layers = stated(
        "two convolutions with channels as one sum over both kernels",
        Sum(B[q, o, u] * channels.xreplace({i: i + u}), (o, 1, n), (u, 1, h)),
        Sum(
            X[c, s * (i + u) + t] * Sum(A[o, c, t] * B[q, o, u], (o, 1, n)),
            (u, 1, h),
            (t, 1, k),
            (c, 1, m),
        ),
        at_least(1, m, n, k, h, s),
        stride_on_the_first_index_only=Sum(
            X[c, s * i + u + t] * Sum(A[o, c, t] * B[q, o, u], (o, 1, n)),
            (u, 1, h),
            (t, 1, k),
            (c, 1, m),
        ),
        channels_contracted_twice=Sum(
            X[o, s * (i + u) + t] * Sum(A[o, c, t] * B[q, o, u], (o, 1, n)),
            (u, 1, h),
            (t, 1, k),
            (c, 1, m),
        ),
    )
    return [*adjoint, *polyphase, *two_layers]


def _structure() -> list[Identity]:
    triple = Sum(x[i + a + b + c] * w1[a] * w2[b] * w3[c], (a, 1, k1), (b, 1, k2), (c, 1, k3))
    order = stated(
        "three convolutions in either order",
        Sum(w3[c] * Sum(w1[a] * Sum(x[i + a + b + c] * w2[b], (b, 1, k2)), (a, 1, k1)), (c, 1, k3)),
        triple,
        at_least(1, k1, k2, k3),
        one_range_swapped=Sum(
            x[i + a + b + c] * w1[a] * w2[b] * w3[c], (a, 1, k2), (b, 1, k1), (c, 1, k3)
        ),
        offset_lost=Sum(x[i + a + b] * w1[a] * w2[b] * w3[c], (a, 1, k1), (b, 1, k2), (c, 1, k3)),
    )
    delta = stated(
        "a one-hot kernel shifts the signal",
        Sum(x[i + t - 1] * KroneckerDelta(t, p), (t, 1, k)),
        x[i + p - 1],
        at_least(1, k) + within((p, k)),
        shift_by_p=x[i + p],
        other_direction=x[i - p + 1],
    )
    reverse = stated(
        "flipping input and kernel flips the output",
        Sum(x[n + 1 - (i + t - 1)] * w[k + 1 - t], (t, 1, k)),
        Sum(x[(n - k + 2 - i) + t - 1] * w[t], (t, 1, k)),
        [*at_least(1, k), n >= k, *within((i, n - k + 1))],
        output_length_off_by_one=Sum(x[(n - k + 1 - i) + t - 1] * w[t], (t, 1, k)),
        kernel_not_flipped=Sum(x[(n - k + 2 - i) + t - 1] * w[k + 1 - t], (t, 1, k)),
    )
    sliced = Sum(x[i + t - 1] * w[t], (t, 1, k))
    windows = stated(
        "the squared norm of a convolution is a quadratic form of the kernel",
        Sum(sliced**2, (i, 1, n)),
        Sum(w[a] * w[b] * Sum(x[i + a - 1] * x[i + b - 1], (i, 1, n)), (a, 1, k), (b, 1, k)),
        at_least(1, n, k),
        lag_only=Sum(w[a] * w[b] * Sum(x[i] * x[i + b - a], (i, 1, n)), (a, 1, k), (b, 1, k)),
        diagonal_only=Sum(w[a] ** 2 * Sum(x[i + a - 1] ** 2, (i, 1, n)), (a, 1, k)),
    )
    energy = stated(
        "batch and channels: the kernel gradient of a plane convolution",
        Derivative(
            Sum(
                G[a, b, i, j] * W[b, c, u, v] * Y[a, c, s1 * i + u, s2 * j + v],
                (a, 1, N),
                (b, 1, M),
                (c, 1, m),
                (u, 1, k1),
                (v, 1, k2),
                (i, 1, p),
                (j, 1, q),
            ),
            W[i1, i2, f, g],
        ),
        Sum(G[r, i1, i, j] * Y[r, i2, s1 * i + f, s2 * j + g], (r, 1, N), (i, 1, p), (j, 1, q)),
        at_least(1, N, M, m, k1, k2, p, q, s1, s2) + within((i1, M), (i2, m), (f, k1), (g, k2)),
        taps_swapped=Sum(
            G[r, i1, i, j] * Y[r, i2, s1 * i + g, s2 * j + f], (r, 1, N), (i, 1, p), (j, 1, q)
        ),
        batch_not_summed=Sum(
            G[1, i1, i, j] * Y[1, i2, s1 * i + f, s2 * j + g], (i, 1, p), (j, 1, q)
        ),
    )
    return [*order, *delta, *reverse, *windows, *energy]


IDENTITIES: list[Identity] = [
    *_compositions(),
    *_planes(),
    *_grouped(),
    *_padding(),
    *_gradients(),
    *_dilated_adjoint(),
    *_structure(),
]
