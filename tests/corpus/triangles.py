"""Triangular ranges, prefix and suffix sums, summation by parts, telescoping."""

from sympy import Derivative, Sum

from symderive import iverson

from .identity import Identity, at_least, false_sibling, stated, within
from .symbols import A, B, i, j, k, m, n, p, r, s, t, w, x, y, z


def _triangular() -> list[Identity]:
    return [
        *stated(
            "a triangle summed by rows and by columns",
            Sum(A[i, j], (j, 1, i), (i, 1, n)),
            Sum(A[i, j], (i, j, n), (j, 1, n)),
            [n >= 1],
            upper_triangle=Sum(A[i, j], (i, 1, j), (j, 1, n)),
        ),
        *stated(
            "a square as two triangles and the diagonal",
            Sum(A[i, j], (i, 1, n), (j, 1, n)),
            Sum(A[i, j] + A[j, i], (i, 1, j - 1), (j, 1, n)) + Sum(A[i, i], (i, 1, n)),
            [n >= 1],
            diagonal_twice=Sum(A[i, j] + A[j, i], (i, 1, j), (j, 1, n)),
        ),
        *stated(
            "a triangle summed along its diagonals",
            Sum(A[i, j], (j, 1, i), (i, 1, n)),
            Sum(A[j + t, j], (j, 1, n - t), (t, 0, n - 1)),
            [n >= 1],
            longest_diagonal_only=Sum(A[j + t, j], (j, 1, n), (t, 0, n - 1)),
        ),
        *stated(
            "three nested triangular sums in the opposite order",
            Sum(x[i] * y[j] * z[k], (k, 1, j), (j, 1, i), (i, 1, n)),
            Sum(x[i] * y[j] * z[k], (i, j, n), (j, k, n), (k, 1, n)),
            [n >= 1],
            inner_range_from_one=Sum(x[i] * y[j] * z[k], (i, 1, n), (j, k, n), (k, 1, n)),
        ),
        *stated(
            "an acyclic graph has no cycle of length two",
            Sum(iverson(i < k) * iverson(k < i) * A[i, k] * A[k, i], (i, 1, n), (k, 1, n)),
            0,
            [n >= 1],
            diagonal_kept=Sum(A[i, i] ** 2, (i, 1, n)),
        ),
        *stated(
            "product of two lower triangular matrices",
            Sum(iverson(k <= i) * A[i, k] * iverson(j <= k) * B[k, j], (k, 1, n)),
            iverson(j <= i) * Sum(A[i, k] * B[k, j], (k, j, i)),
            [*within((i, n), (j, n))],
            strict_range=iverson(j <= i) * Sum(A[i, k] * B[k, j], (k, j + 1, i)),
        ),
        *stated(
            "solving a unit lower bidiagonal system",
            Sum(w[t], (t, 1, i)) - iverson(i >= 2) * Sum(w[t], (t, 1, i - 1)),
            w[i],
            [i >= 1],
            next_entry=w[i + 1],
        ),
        *stated(
            "a triangle of positions above an antidiagonal",
            Sum(A[i, j], (j, 1, n + 1 - i), (i, 1, n)),
            Sum(A[i, t - i], (i, 1, t - 1), (t, 2, n + 1)),
            [n >= 1],
            one_antidiagonal_short=Sum(A[i, t - i], (i, 1, t - 1), (t, 2, n)),
        ),
    ]


def _prefixes() -> list[Identity]:
    prefix = Sum(x[t], (t, 1, i))
    return [
        *stated(
            "a sum of prefix sums weights early entries more",
            Sum(prefix, (i, 1, n)),
            Sum((n + 1 - t) * x[t], (t, 1, n)),
            [n >= 1],
            weights_off_by_one=Sum((n - t) * x[t], (t, 1, n)),
            weights_reversed=Sum(t * x[t], (t, 1, n)),
        ),
        *stated(
            "prefix plus suffix counts the entry twice",
            prefix + Sum(x[t], (t, i, n)),
            Sum(x[t], (t, 1, n)) + x[i],
            [n >= 1, *within((i, n))],
            entry_counted_once=Sum(x[t], (t, 1, n)),
        ),
        *stated(
            "summation by parts",
            Sum(x[i] * (y[i + 1] - y[i]), (i, 1, n)),
            x[n + 1] * y[n + 1] - x[1] * y[1] - Sum(y[i + 1] * (x[i + 1] - x[i]), (i, 1, n)),
            [n >= 1],
            unshifted_second_factor=x[n + 1] * y[n + 1]
            - x[1] * y[1]
            - Sum(y[i] * (x[i + 1] - x[i]), (i, 1, n)),
            boundary_off_by_one=x[n] * y[n]
            - x[1] * y[1]
            - Sum(y[i + 1] * (x[i + 1] - x[i]), (i, 1, n)),
        ),
        *stated(
            "Abel's summation with prefix sums",
            Sum(x[i] * y[i], (i, 1, n)),
            y[n] * Sum(x[t], (t, 1, n)) - Sum(prefix * (y[i + 1] - y[i]), (i, 1, n - 1)),
            [n >= 1],
            sign=y[n] * Sum(x[t], (t, 1, n)) + Sum(prefix * (y[i + 1] - y[i]), (i, 1, n - 1)),
            range_one_too_long=y[n] * Sum(x[t], (t, 1, n))
            - Sum(prefix * (y[i + 1] - y[i]), (i, 1, n)),
        ),
        *stated(
            "gradient of a sum of squared prefix sums",
            Derivative(Sum(prefix**2, (i, 1, n)), x[p]),
            2 * Sum(prefix, (i, p, n)),
            [n >= 1, *within((p, n))],
            all_prefixes=2 * Sum(prefix, (i, 1, n)),
            one_prefix_lost=2 * Sum(prefix, (i, p + 1, n)),
        ),
        *stated(
            "prefix sums of prefix sums",
            Sum(Sum(x[s], (s, 1, t)), (t, 1, i)),
            Sum((i - s + 1) * x[s], (s, 1, i)),
            [i >= 1],
            weight_one_less=Sum((i - s) * x[s], (s, 1, i)),
        ),
        *stated(
            "the product of two sums by the larger index",
            Sum(x[i], (i, 1, n)) * Sum(y[i], (i, 1, n)),
            Sum(x[i] * Sum(y[j], (j, 1, i)) + y[i] * Sum(x[j], (j, 1, i - 1)), (i, 1, n)),
            [n >= 1],
            diagonal_twice=Sum(
                x[i] * Sum(y[j], (j, 1, i)) + y[i] * Sum(x[j], (j, 1, i)), (i, 1, n)
            ),
        ),
        *stated(
            "square of a prefix sum step by step",
            Sum(x[t], (t, 1, n)) ** 2,
            Sum(x[i] ** 2 + 2 * x[i] * Sum(x[t], (t, 1, i - 1)), (i, 1, n)),
            [n >= 1],
            own_term_in_the_prefix=Sum(x[i] ** 2 + 2 * x[i] * Sum(x[t], (t, 1, i)), (i, 1, n)),
        ),
    ]


def _telescopes() -> list[Identity]:
    return [
        *stated(
            "a telescoping sum",
            Sum(x[i + 1] - x[i], (i, 1, n)),
            x[n + 1] - x[1],
            [n >= 1],
            last_term=x[n] - x[1],
            sign=x[1] - x[n + 1],
        ),
        *stated(
            "a telescoping sum with step r",
            Sum(x[i + r] - x[i], (i, 1, n)),
            Sum(x[n + t] - x[t], (t, 1, r)),
            at_least(1, n, r),
            one_boundary_term=x[n + r] - x[1],
        ),
        *stated(
            "a telescoping sum of products",
            Sum(x[i + 1] * y[i + 1] - x[i] * y[i], (i, 1, n)),
            Sum(x[i + 1] * (y[i + 1] - y[i]) + y[i] * (x[i + 1] - x[i]), (i, 1, n)),
            [n >= 1],
            both_factors_shifted=Sum(
                x[i + 1] * (y[i + 1] - y[i]) + y[i + 1] * (x[i + 1] - x[i]), (i, 1, n)
            ),
        ),
        *stated(
            "a telescoping sum of reciprocals",
            Sum(1 / (i * (i + 1)), (i, 1, n)),
            n / (n + 1),
            [n >= 1],
            index_off_by_one=(n - 1) / n,
        ),
        *stated(
            "second differences telescope to first differences",
            Sum(x[i + 1] - 2 * x[i] + x[i - 1], (i, 1, n)),
            (x[n + 1] - x[n]) - (x[1] - x[0]),
            [n >= 1],
            boundary_shifted=(x[n + 1] - x[n]) - (x[2] - x[1]),
        ),
        *stated(
            "an alternating pairing telescopes over pairs",
            Sum(x[2 * i] - x[2 * i - 1], (i, 1, n)) + Sum(x[2 * i + 1] - x[2 * i], (i, 1, n)),
            x[2 * n + 1] - x[1],
            [n >= 1],
            half_length=x[n + 1] - x[1],
        ),
        *stated(
            "splitting a range at any point",
            Sum(x[i], (i, 1, n)),
            Sum(x[i], (i, 1, m)) + Sum(x[i], (i, m + 1, n)),
            [m >= 0, n >= m],
            split_point_twice=Sum(x[i], (i, 1, m)) + Sum(x[i], (i, m, n)),
        ),
        false_sibling(
            stated(
                "splitting a range at a point",
                Sum(x[i], (i, 1, n)),
                Sum(x[i], (i, 1, m)) + Sum(x[i], (i, m + 1, n)),
                [m >= 0, n >= m],
            )[0],
            "split point may lie behind the end",
            given=at_least(1, n, m),
        ),
        *stated(
            "a sum over an empty range is zero",
            Sum(x[i], (i, n + 1, m)),
            0,
            [m <= n],
            entry_at_the_border=x[n],
        ),
        *stated(
            "reversing a range around its centre",
            Sum(i * x[n + 1 - i], (i, 1, n)),
            (n + 1) * Sum(x[i], (i, 1, n)) - Sum(i * x[i], (i, 1, n)),
            [n >= 1],
            zero_based_reversal=n * Sum(x[i], (i, 1, n)) - Sum(i * x[i], (i, 1, n)),
        ),
    ]


IDENTITIES: list[Identity] = [*_triangular(), *_prefixes(), *_telescopes()]
