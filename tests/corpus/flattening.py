"""Flattening by symbolic sizes: row-major, column-major, three axes, reshapes, transposes."""

from sympy import Derivative, Eq, KroneckerDelta, Mod, Sum, ceiling, floor

from symderive import iverson

from .identity import Identity, at_least, stated, within
from .symbols import A, W, X, Y, a, b, c, core, g, i, j, k, l, m, n, o, p, r, t, u, v, x, y, z


def _planes() -> list[Identity]:
    given = at_least(1, m, n)
    return [
        *stated(
            "the entries of a matrix listed column by column",
            Sum(X[Mod(t - 1, m) + 1, floor((t - 1) / m) + 1] * y[t], (t, 1, m * n)),
            Sum(X[i, j] * y[m * (j - 1) + i], (i, 1, m), (j, 1, n)),
            given,
            row_major_on_one_side=Sum(X[i, j] * y[n * (i - 1) + j], (i, 1, m), (j, 1, n)),
        ),
        *stated(
            "the entries of a matrix listed row by row",
            Sum(X[floor((t - 1) / n) + 1, Mod(t - 1, n) + 1] * y[t], (t, 1, m * n)),
            Sum(X[i, j] * y[n * (i - 1) + j], (i, 1, m), (j, 1, n)),
            given,
            radix_of_the_other_axis=Sum(X[i, j] * y[m * (i - 1) + j], (i, 1, m), (j, 1, n)),
        ),
        *stated(
            "zero based row-major flattening",
            Sum(X[floor(t / n), Mod(t, n)], (t, 0, m * n - 1)),
            Sum(X[i, j], (i, 0, m - 1), (j, 0, n - 1)),
            given,
            one_row_more=Sum(X[i, j], (i, 0, m), (j, 0, n - 1)),
        ),
        *stated(
            "reading back a flattened position",
            x[n * floor((n * i + j) / n) + Mod(n * i + j, n)],
            x[n * i + j],
            [n >= 1, i >= 0, j >= 0, j <= n - 1],
            digits_exchanged=x[n * Mod(n * i + j, n) + floor((n * i + j) / n)],
        ),
        *stated(
            "transposing a flattened matrix permutes its positions",
            Sum(x[t] * y[n * Mod(t, m) + floor(t / m)], (t, 0, m * n - 1)),
            Sum(x[m * j + i] * y[n * i + j], (i, 0, m - 1), (j, 0, n - 1)),
            given,
            same_radix_twice=Sum(x[m * j + i] * y[m * i + j], (i, 0, m - 1), (j, 0, n - 1)),
        ),
        *stated(
            "inner product of two flattened matrices, one in each order, after transposing",
            Sum(
                X[floor((t - 1) / n) + 1, Mod(t - 1, n) + 1]
                * Y[Mod(t - 1, n) + 1, floor((t - 1) / n) + 1],
                (t, 1, m * n),
            ),
            Sum(X[i, j] * Y[j, i], (i, 1, m), (j, 1, n)),
            given,
            not_transposed=Sum(X[i, j] * Y[i, j], (i, 1, m), (j, 1, n)),
        ),
        *stated(
            "the diagonal of a flattened square matrix",
            Sum(iverson(Eq(Mod(t, n + 1), 0)) * x[t], (t, 0, n**2 - 1)),
            Sum(x[(n + 1) * i], (i, 0, n - 1)),
            [n >= 1],
            step_n=Sum(x[n * i], (i, 0, n - 1)),
        ),
        *stated(
            "the last position of the flattening is the last entry",
            x[m * (n - 1) + m],
            x[m * n],
            given,
            first_of_the_last_column=x[m * (n - 1) + 1],
        ),
    ]


def _three_axes() -> list[Identity]:
    given = at_least(1, m, n, p)
    first, rest = floor(t / (n * p)), Mod(t, n * p)
    return [
        *stated(
            "three axes flattened row-major",
            Sum(core[first, floor(rest / p), Mod(t, p)], (t, 0, m * n * p - 1)),
            Sum(core[i, j, k], (i, 0, m - 1), (j, 0, n - 1), (k, 0, p - 1)),
            given,
            one_axis_reversed_with_another=Sum(
                core[i, j, k], (i, 0, n - 1), (j, 0, m - 1), (k, 0, p - 1)
            ),
        ),
        *stated(
            "merging the last two axes only",
            Sum(
                core[i, floor((t - 1) / p) + 1, Mod(t - 1, p) + 1] * X[i, t],
                (i, 1, m),
                (t, 1, n * p),
            ),
            Sum(core[i, j, k] * X[i, p * (j - 1) + k], (i, 1, m), (j, 1, n), (k, 1, p)),
            given,
            wrong_radix=Sum(core[i, j, k] * X[i, n * (j - 1) + k], (i, 1, m), (j, 1, n), (k, 1, p)),
        ),
        *stated(
            "a mode product after unfolding the first axis",
            Sum(A[a, i] * core[i, Mod(t, n), floor(t / n)] * y[t], (i, 1, m), (t, 0, n * p - 1)),
            Sum(
                y[n * k + j] * Sum(A[a, i] * core[i, j, k], (i, 1, m)), (j, 0, n - 1), (k, 0, p - 1)
            ),
            given,
            row_major_unfolding=Sum(
                y[p * j + k] * Sum(A[a, i] * core[i, j, k], (i, 1, m)), (j, 0, n - 1), (k, 0, p - 1)
            ),
        ),
        *stated(
            "reshaping m n into n m by way of the flat index keeps the sum of squares",
            Sum(X[floor((m * i + j) / n), Mod(m * i + j, n)] ** 2, (i, 0, n - 1), (j, 0, m - 1)),
            Sum(X[a, b] ** 2, (a, 0, m - 1), (b, 0, n - 1)),
            at_least(1, m, n),
            shape_of_the_result=Sum(X[a, b] ** 2, (a, 0, n - 1), (b, 0, m - 1)),
        ),
        *stated(
            "splitting a channel axis into groups and channels",
            Sum(X[c, i] * y[floor((c - 1) / n) + 1], (c, 1, m * n)),
            Sum(y[g] * X[n * (g - 1) + c, i], (g, 1, m), (c, 1, n)),
            at_least(1, m, n),
            group_of_the_remainder=Sum(y[g] * X[m * (c - 1) + g, i], (g, 1, m), (c, 1, n)),
        ),
        *stated(
            "patches of an image as tokens",
            Sum(
                X[r * floor(t / n) + u, r * Mod(t, n) + v] * W[u, v, o],
                (u, 0, r - 1),
                (v, 0, r - 1),
                (t, 0, m * n - 1),
            ),
            Sum(W[Mod(i, r), Mod(j, r), o] * X[i, j], (i, 0, r * m - 1), (j, 0, r * n - 1)),
            at_least(1, m, n, r),
            offset_inside_the_patch_lost=Sum(
                W[Mod(i, m), Mod(j, n), o] * X[i, j], (i, 0, r * m - 1), (j, 0, r * n - 1)
            ),
        ),
    ]


def _lookups() -> list[Identity]:
    return [
        *stated(
            "a one-hot row picks an entry of a flattened table",
            Sum(iverson(Eq(t, n * (i - 1) + j)) * x[t], (t, 1, m * n)),
            x[n * (i - 1) + j],
            at_least(1, m, n) + within((i, m), (j, n)),
            next_row=x[n * i + j],
        ),
        *stated(
            "two flat positions agree exactly when both digits agree",
            iverson(Eq(n * (i - 1) + j, n * (k - 1) + l)),
            KroneckerDelta(i, k) * KroneckerDelta(j, l),
            at_least(1, n, i, k) + within((j, n), (l, n)),
            column_not_compared=KroneckerDelta(i, k),
        ),
        *stated(
            "flattened gradient of a bilinear form",
            Derivative(Sum(x[n * (i - 1) + j] * y[i] * z[j], (i, 1, m), (j, 1, n)), x[t]),
            y[floor((t - 1) / n) + 1] * z[Mod(t - 1, n) + 1],
            at_least(1, m, n) + within((t, m * n)),
            digits_exchanged=y[Mod(t - 1, n) + 1] * z[floor((t - 1) / n) + 1],
        ),
        *stated(
            "stacking rows in pairs",
            Sum(X[ceiling(i / 2), n * Mod(i - 1, 2) + j], (i, 1, 2 * m), (j, 1, n)),
            Sum(X[i, j], (i, 1, m), (j, 1, 2 * n)),
            at_least(1, m, n),
            width_not_doubled=Sum(X[i, j], (i, 1, m), (j, 1, n)),
        ),
    ]


IDENTITIES: list[Identity] = [*_planes(), *_three_axes(), *_lookups()]
