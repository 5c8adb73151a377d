"""Finite differences, graph Laplacians, moving windows, smoothness penalties."""

from sympy import Abs, Derivative, Eq, KroneckerDelta, Max, Min, Sum

from symderive import iverson

from .identity import Identity, at_least, stated, within
from .symbols import A, W, X, c, d, h, i, j, k, m, n, o, p, q, r, s, t, u, w, x, y


def _finite() -> list[Identity]:
    second = x[i + 1] - 2 * x[i] + x[i - 1]
    return [
        *stated(
            "third difference as a difference of second differences",
            Sum((2 * t - 1) * second.xreplace({i: i + t}), (t, 0, 1)),
            x[i + 2] - 3 * x[i + 1] + 3 * x[i] - x[i - 1],
            [],
            coefficients=x[i + 2] - 2 * x[i + 1] + 2 * x[i] - x[i - 1],
        ),
        *stated(
            "difference of a product",
            x[i + 1] * y[i + 1] - x[i] * y[i],
            x[i + 1] * (y[i + 1] - y[i]) + (x[i + 1] - x[i]) * y[i],
            [],
            plain_product_rule=x[i] * (y[i + 1] - y[i]) + (x[i + 1] - x[i]) * y[i],
        ),
        *stated(
            "summation by parts for second differences",
            Sum(y[i] * second, (i, 1, n)),
            y[n] * (x[n + 1] - x[n])
            - y[1] * (x[1] - x[0])
            - Sum((x[i + 1] - x[i]) * (y[i + 1] - y[i]), (i, 1, n - 1)),
            [n >= 1],
            boundary_forgotten=-Sum((x[i + 1] - x[i]) * (y[i + 1] - y[i]), (i, 1, n - 1)),
        ),
        *stated(
            "gradient of the squared first differences",
            Derivative(Sum((x[i + 1] - x[i]) ** 2, (i, 0, n)), x[k]) / 2,
            2 * x[k] - x[k - 1] - x[k + 1],
            [n >= 1, *within((k, n))],
            sign=x[k - 1] + x[k + 1] - 2 * x[k],
            one_neighbour=x[k] - x[k - 1],
        ),
        *stated(
            "gradient of the squared first differences at every index",
            Derivative(Sum((x[i + 1] - x[i]) ** 2, (i, 1, n - 1)), x[k]) / 2,
            iverson(k >= 2) * (x[k] - x[k - 1]) + iverson(k <= n - 1) * (x[k] - x[k + 1]),
            [n >= 1, *within((k, n))],
            boundary_ignored=2 * x[k] - x[k - 1] - x[k + 1],
        ),
        *stated(
            "difference operator of step h as a sum of unit steps",
            x[i + h] - x[i],
            Sum(x[i + t] - x[i + t - 1], (t, 1, h)),
            [h >= 0],
            one_step_short=Sum(x[i + t] - x[i + t - 1], (t, 1, h - 1)),
        ),
        *stated(
            "five-point Laplacian as a sum of two second differences",
            X[i + 1, j] + X[i - 1, j] + X[i, j + 1] + X[i, j - 1] - 4 * X[i, j],
            Sum(KroneckerDelta(Abs(t), 1) * (X[i + t, j] + X[i, j + t] - 2 * X[i, j]), (t, -1, 1)),
            [],
            corners=Sum(
                KroneckerDelta(Abs(t), 1) * (X[i + t, j + t] + X[i, j + t] - 2 * X[i, j]),
                (t, -1, 1),
            ),
        ),
        *stated(
            "energy of the five-point Laplacian by its gradient",
            Derivative(
                Sum(
                    (X[i + 1, j] - X[i, j]) ** 2 + (X[i, j + 1] - X[i, j]) ** 2,
                    (i, 0, m),
                    (j, 0, n),
                ),
                X[p, q],
            ),
            2 * (4 * X[p, q] - X[p + 1, q] - X[p - 1, q] - X[p, q + 1] - X[p, q - 1]),
            [*at_least(1, m, n), *within((p, m), (q, n))],
            factor_two_lost=4 * X[p, q] - X[p + 1, q] - X[p - 1, q] - X[p, q + 1] - X[p, q - 1],
        ),
    ]


def _graphs() -> list[Identity]:
    degree = Sum(A[i, k], (k, 1, n))
    laplacian = KroneckerDelta(i, j) * degree - A[i, j]
    symmetric = (A[i, j] + A[j, i]) / 2
    return [
        *stated(
            "rows of a graph Laplacian sum to zero",
            Sum(laplacian, (j, 1, n)),
            0,
            [n >= 1, *within((i, n))],
            degree_left=degree,
        ),
        *stated(
            "quadratic form of the Laplacian of a symmetrised graph",
            Sum(
                x[i]
                * (KroneckerDelta(i, j) * Sum((A[i, k] + A[k, i]) / 2, (k, 1, n)) - symmetric)
                * x[j],
                (i, 1, n),
                (j, 1, n),
            ),
            Sum(A[i, j] * (x[i] - x[j]) ** 2, (i, 1, n), (j, 1, n)) / 2,
            [n >= 1],
            edges_counted_twice=Sum(A[i, j] * (x[i] - x[j]) ** 2, (i, 1, n), (j, 1, n)),
        ),
        *stated(
            "quadratic form of the Laplacian of a directed graph",
            Sum(x[i] * laplacian * x[j], (i, 1, n), (j, 1, n)),
            Sum(A[i, j] * x[i] * (x[i] - x[j]), (i, 1, n), (j, 1, n)),
            [n >= 1],
            half_of_the_squares=Sum(A[i, j] * (x[i] - x[j]) ** 2, (i, 1, n), (j, 1, n)) / 2,
        ),
        *stated(
            "gradient of the smoothness of a signal on a graph",
            Derivative(Sum(A[i, j] * (x[i] - x[j]) ** 2, (i, 1, n), (j, 1, n)), x[p]),
            2 * Sum((A[p, j] + A[j, p]) * (x[p] - x[j]), (j, 1, n)),
            [n >= 1, *within((p, n))],
            outgoing_edges_only=2 * Sum(A[p, j] * (x[p] - x[j]), (j, 1, n)),
        ),
        *stated(
            "a message passing layer as a product of matrices",
            Sum(A[i, j] * Sum(W[o, c] * X[j, c], (c, 1, d)), (j, 1, n)),
            Sum(W[o, c] * Sum(A[i, j] * X[j, c], (j, 1, n)), (c, 1, d)),
            at_least(1, n, d),
            adjacency_transposed=Sum(W[o, c] * Sum(A[j, i] * X[j, c], (j, 1, n)), (c, 1, d)),
        ),
        *stated(
            "two message passing steps use paths of length two",
            Sum(A[i, j] * Sum(A[j, k] * x[k], (k, 1, n)), (j, 1, n)),
            Sum(Sum(A[i, j] * A[j, k], (j, 1, n)) * x[k], (k, 1, n)),
            [n >= 1],
            squared_entries=Sum(Sum(A[i, j] * A[i, j], (j, 1, n)) * x[k], (k, 1, n)),
        ),
        *stated(
            "incidence matrix of a path gives its Laplacian",
            Sum(
                (KroneckerDelta(t + 1, i) - KroneckerDelta(t, i))
                * (KroneckerDelta(t + 1, j) - KroneckerDelta(t, j)),
                (t, 0, n),
            ),
            2 * KroneckerDelta(i, j) - iverson(Eq(i, j + 1)) - iverson(Eq(j, i + 1)),
            [n >= 1, *within((i, n), (j, n))],
            signless=2 * KroneckerDelta(i, j) + iverson(Eq(i, j + 1)) + iverson(Eq(j, i + 1)),
        ),
    ]


def _windows() -> list[Identity]:
    window = Sum(x[t], (t, i, i + k - 1))
    return [
        *stated(
            "moving sums differ by the entries at both ends",
            window.xreplace({i: i + 1}) - window,
            x[i + k] - x[i],
            [k >= 0],
            window_one_longer=x[i + k + 1] - x[i],
        ),
        *stated(
            "a moving sum of a moving sum in either order",
            Sum(Sum(x[t], (t, s, s + k - 1)), (s, i, i + r - 1)),
            Sum(Sum(x[t], (t, s, s + r - 1)), (s, i, i + k - 1)),
            at_least(1, k, r),
            lengths_not_exchanged=Sum(Sum(x[t], (t, s, s + r - 1)), (s, i, i + r - 1)),
        ),
        *stated(
            "a centred moving average as a convolution with a box",
            Sum(iverson(Abs(t - i) <= k) * x[t], (t, i - 2 * k, i + 2 * k)) / (2 * k + 1),
            Sum(x[i + u], (u, -k, k)) / (2 * k + 1),
            [k >= 0],
            one_sided=Sum(x[i + u], (u, 0, 2 * k)) / (2 * k + 1),
        ),
        *stated(
            "sum of all moving sums",
            Sum(window, (i, 1, n - k + 1)),
            Sum(x[t] * (Min(t, n - k + 1) - Max(t - k, 0)), (t, 1, n)),
            [k >= 1, n >= k],
            interior_weight=Sum(x[t] * k, (t, 1, n)),
        ),
        *stated(
            "moving product pairs: sum of neighbours at distance at most two",
            Sum(iverson((j - i >= 1) & (j - i <= 2)) * x[i] * x[j], (i, 1, n), (j, 1, n)),
            Sum(x[i] * x[i + 1], (i, 1, n - 1)) + Sum(x[i] * x[i + 2], (i, 1, n - 2)),
            [n >= 1],
            second_range_too_long=Sum(x[i] * x[i + 1], (i, 1, n - 1))
            + Sum(x[i] * x[i + 2], (i, 1, n - 1)),
        ),
        *stated(
            "differences undo prefix sums",
            Sum(w[t], (t, 1, i + 1)) - Sum(w[t], (t, 1, i)),
            w[i + 1],
            [i >= 0],
            previous_entry=w[i],
        ),
    ]


IDENTITIES: list[Identity] = [*_finite(), *_graphs(), *_windows()]
