"""Pooling, upsampling, pixel shuffle and space-to-depth, with symbolic windows and strides."""

from sympy import Abs, Derivative, Eq, Expr, KroneckerDelta, Mod, Sum, ceiling, floor

from symderive import iverson

from .identity import Identity, at_least, stated, within
from .symbols import K, W, X, Y, a, b, c, cotangent, i, j, k, m, n, r, s, t, u, v, w, x, y


def _windows() -> list[Identity]:
    block_mean = Sum(x[r * (i - 1) + t], (t, 1, r)) / r
    return [
        *stated(
            "average pooling with window r keeps the mean",
            Sum(block_mean, (i, 1, n)) / n,
            Sum(x[j], (j, 1, r * n)) / (r * n),
            at_least(1, r, n),
            divided_by_the_outputs_only=Sum(x[j], (j, 1, r * n)) / n,
            one_window_short=Sum(x[j], (j, 1, r * (n - 1))) / (r * n),
        ),
        *stated(
            "sum pooling as a matrix of brackets on the flat index",
            Sum(iverson(Eq(ceiling(j / r), i)) * x[j], (j, 1, r * n)),
            Sum(x[r * (i - 1) + t], (t, 1, r)),
            at_least(1, r, n) + within((i, n)),
            floor_for_ceiling=Sum(x[r * i + t], (t, 1, r)),
            window_of_the_next_output=Sum(x[r * (i - 1) + t + 1], (t, 1, r)),
        ),
        *stated(
            "average pooling in stages of r and s is one with window r s",
            Sum(Sum(x[r * (s * (i - 1) + u - 1) + t], (t, 1, r)) / r, (u, 1, s)) / s,
            Sum(x[r * s * (i - 1) + t], (t, 1, r * s)) / (r * s),
            at_least(1, r, s, i),
            windows_added=Sum(x[(r + s) * (i - 1) + t], (t, 1, r + s)) / (r + s),
        ),
        *stated(
            "average pooling of a plane in windows of r by s",
            Sum(
                iverson(Eq(floor((a - 1) / r), i - 1) & Eq(floor((b - 1) / s), j - 1)) * X[a, b],
                (a, 1, r * m),
                (b, 1, s * n),
            )
            / (r * s),
            Sum(X[r * (i - 1) + u, s * (j - 1) + v], (u, 1, r), (v, 1, s)) / (r * s),
            at_least(1, r, s, m, n) + within((i, m), (j, n)),
            windows_exchanged=Sum(X[s * (i - 1) + u, r * (j - 1) + v], (u, 1, s), (v, 1, r))
            / (r * s),
        ),
        *stated(
            "gradient of average pooling spreads evenly over the window",
            Derivative(Sum(cotangent[i] * block_mean, (i, 1, n)), x[j]),
            cotangent[ceiling(j / r)] / r,
            at_least(1, r, n) + within((j, r * n)),
            not_divided=cotangent[ceiling(j / r)],
            floor_instead_of_ceiling=cotangent[floor(j / r)] / r,
        ),
        *stated(
            "a tail that does not fill a window is dropped",
            Sum(Sum(x[r * (i - 1) + t], (t, 1, r)), (i, 1, floor(n / r))),
            Sum(x[j], (j, 1, r * floor(n / r))),
            at_least(1, r, n),
            tail_kept=Sum(x[j], (j, 1, n)),
        ),
    ]


def _overlapping() -> list[Identity]:
    total = Sum(Sum(x[s * (i - 1) + t], (t, 1, r)), (i, 1, n))
    return [
        *stated(
            "overlapping sum pooling visits each entry once per window that holds it",
            total,
            Sum(
                x[j] * Sum(iverson((j - s * (i - 1) >= 1) & (j - s * (i - 1) <= r)), (i, 1, n)),
                (j, 1, s * (n - 1) + r),
            ),
            at_least(1, r, s, n),
            length_one_short=Sum(
                x[j] * Sum(iverson((j - s * (i - 1) >= 1) & (j - s * (i - 1) <= r)), (i, 1, n)),
                (j, 1, s * (n - 1) + r - 1),
            ),
        ),
        *stated(
            "gradient of overlapping pooling with window three and stride two",
            Derivative(Sum(cotangent[i] * Sum(x[2 * i + t], (t, 0, 2)), (i, 1, n)), x[2 * j]),
            cotangent[j] + cotangent[j - 1] * iverson(j >= 2),
            at_least(1, n) + within((j, n)),
            overlap_forgotten=cotangent[j],
            neighbour_on_the_other_side=cotangent[j] + cotangent[j + 1] * iverson(j <= n - 1),
        ),
        *stated(
            "window sums with stride one from prefix sums",
            Sum(x[t], (t, i, i + r - 1)),
            Sum(x[t], (t, 1, i + r - 1)) - Sum(x[t], (t, 1, i - 1)),
            at_least(1, r, i),
            one_entry_lost=Sum(x[t], (t, 1, i + r - 1)) - Sum(x[t], (t, 1, i)),
        ),
        *stated(
            "stride one sum pooling twice weights the window as a triangle",
            Sum(Sum(x[i + a + b], (a, 0, r - 1)), (b, 0, r - 1)),
            Sum(x[i + t] * (r - Abs(t - (r - 1))), (t, 0, 2 * r - 2)),
            at_least(1, r),
            flat_weights=Sum(x[i + t] * r, (t, 0, 2 * r - 2)),
            triangle_too_narrow=Sum(x[i + t] * (r - 1 - Abs(t - (r - 1))), (t, 0, 2 * r - 2)),
        ),
    ]


def _upsampling() -> list[Identity]:
    return [
        *stated(
            "pooling after upsampling is the identity",
            Sum(y[ceiling((r * (i - 1) + t) / r)], (t, 1, r)) / r,
            y[i],
            at_least(1, r, i),
            neighbour=y[i + 1],
            not_averaged=r * y[i],
        ),
        *stated(
            "inner product of an upsampled vector moves to sum pooling",
            Sum(y[ceiling(j / r)] * x[j], (j, 1, r * n)),
            Sum(y[i] * Sum(x[r * (i - 1) + t], (t, 1, r)), (i, 1, n)),
            at_least(1, r, n),
            average_pooling=Sum(y[i] * Sum(x[r * (i - 1) + t], (t, 1, r)) / r, (i, 1, n)),
        ),
        *stated(
            "upsampling by r and then by s",
            y[ceiling(ceiling(i / s) / r)],
            y[ceiling(i / (r * s))],
            at_least(1, r, s, i),
            sum_of_the_factors=y[ceiling(i / (r + s))],
        ),
        *stated(
            "zero insertion followed by a box kernel is nearest neighbour upsampling",
            Sum(iverson((i - t >= 0) & Eq(Mod(i - t, r), 0)) * y[(i - t) / r], (t, 0, r - 1)),
            y[floor(i / r)],
            [*at_least(1, r), i >= 0],
            rounded_up=y[ceiling(i / r)],
        ),
        *stated(
            "transposed convolution as a sum over the window",
            Sum(y[a] * w[u] * KroneckerDelta(i, s * (a - 1) + u), (a, 1, n), (u, 1, k)),
            Sum(
                y[a]
                * w[i - s * (a - 1)]
                * iverson((i - s * (a - 1) >= 1) & (i - s * (a - 1) <= k)),
                (a, 1, n),
            ),
            at_least(1, n, k, s, i),
            guard_too_wide=Sum(
                y[a]
                * w[i - s * (a - 1)]
                * iverson((i - s * (a - 1) >= 0) & (i - s * (a - 1) <= k)),
                (a, 1, n),
            ),
        ),
        *stated(
            "transposed convolution with stride equal to the kernel does not overlap",
            Sum(y[a] * w[u] * KroneckerDelta(i, k * (a - 1) + u), (a, 1, n), (u, 1, k)),
            y[floor((i - 1) / k) + 1] * w[Mod(i - 1, k) + 1],
            at_least(1, n, k) + within((i, n * k)),
            tap_not_shifted=y[floor((i - 1) / k) + 1] * w[Mod(i, k) + 1],
        ),
        *stated(
            "sum of the output of a transposed convolution",
            Sum(
                Sum(y[a] * w[u] * KroneckerDelta(i, s * (a - 1) + u), (a, 1, n), (u, 1, k)),
                (i, 1, s * (n - 1) + k),
            ),
            Sum(y[a], (a, 1, n)) * Sum(w[u], (u, 1, k)),
            at_least(1, n, k, s),
            divided_by_the_stride=Sum(y[a], (a, 1, n)) * Sum(w[u], (u, 1, k)) / s,
        ),
    ]


def _adjoints() -> list[Identity]:
    transposed = Sum(
        Y[a, b] * W[i - s * a, j - s * b] * _in(i - s * a, k) * _in(j - s * b, k),
        (a, 1, m),
        (b, 1, n),
    )
    return [
        *stated(
            "transposed convolution of a plane is the adjoint of the strided one",
            Sum(X[i, j] * transposed, (i, 1, s * m + k), (j, 1, s * n + k)),
            Sum(
                Y[a, b] * Sum(W[u, v] * X[s * a + u, s * b + v], (u, 1, k), (v, 1, k)),
                (a, 1, m),
                (b, 1, n),
            ),
            at_least(1, m, n, s, k),
            kernel_transposed=Sum(
                Y[a, b] * Sum(W[v, u] * X[s * a + u, s * b + v], (u, 1, k), (v, 1, k)),
                (a, 1, m),
                (b, 1, n),
            ),
        ),
        *stated(
            "squared norm after nearest neighbour upsampling of a plane",
            Sum(Y[ceiling(i / r), ceiling(j / s)] ** 2, (i, 1, r * m), (j, 1, s * n)),
            r * s * Sum(Y[a, b] ** 2, (a, 1, m), (b, 1, n)),
            at_least(1, r, s, m, n),
            square_window=r**2 * Sum(Y[a, b] ** 2, (a, 1, m), (b, 1, n)),
        ),
    ]


def _in(index: Expr, size: Expr) -> Expr:
    return iverson((index >= 1) & (index <= size))


def _shuffles() -> list[Identity]:
    shuffled = X[Mod(i, r), floor(i / r)]
    return [
        *stated(
            "pixel shuffle along one axis keeps the sum",
            Sum(shuffled, (i, 0, r * n - 1)),
            Sum(X[a, b], (a, 0, r - 1), (b, 0, n - 1)),
            at_least(1, r, n),
            channels_one_short=Sum(X[a, b], (a, 0, r - 2), (b, 0, n - 1)),
            axes_exchanged=Sum(X[b, a], (a, 0, r - 1), (b, 0, n - 1)),
        ),
        *stated(
            "unshuffling a shuffled signal",
            X[Mod(r * b + a, r), floor((r * b + a) / r)],
            X[a, b],
            [*at_least(1, r), a >= 0, a <= r - 1],
            channel_equal_to_r_allowed=X[a, b + 1],
        ),
        *stated(
            "space to depth keeps inner products",
            Sum(
                X[r * (i - 1) + u, s * (j - 1) + v] * Y[r * (i - 1) + u, s * (j - 1) + v],
                (i, 1, m), (j, 1, n), (u, 1, r), (v, 1, s),
            ),
            Sum(X[a, b] * Y[a, b], (a, 1, r * m), (b, 1, s * n)),
            at_least(1, r, s, m, n),
            blocks_exchanged=Sum(X[a, b] * Y[a, b], (a, 1, s * m), (b, 1, r * n)),
        ),
        *stated(
            "depth to space as a sum over one-hot brackets",
            Sum(
                K[c, a, b] * iverson(Eq(i, r * a + floor(c / r)) & Eq(j, r * b + Mod(c, r))),
                (c, 0, r**2 - 1), (a, 0, m - 1), (b, 0, n - 1),
            ),
            K[r * Mod(i, r) + Mod(j, r), floor(i / r), floor(j / r)],
            [*at_least(1, r, m, n), i >= 0, i <= r * m - 1, j >= 0, j <= r * n - 1],
            row_and_column_in_the_channel=K[Mod(i, r) + r * Mod(j, r), floor(i / r), floor(j / r)],
        ),
        *stated(
            "channel shuffle by groups is undone by the shuffle with exchanged sizes",
            x[n * Mod(m * Mod(i, n) + floor(i / n), m) + floor((m * Mod(i, n) + floor(i / n)) / m)],
            x[i],
            [*at_least(1, m, n), i >= 0, i <= m * n - 1],
            next_channel=x[i + 1],
        ),
    ]  # fmt: skip


IDENTITIES: list[Identity] = [
    *_windows(),
    *_overlapping(),
    *_upsampling(),
    *_adjoints(),
    *_shuffles(),
]
