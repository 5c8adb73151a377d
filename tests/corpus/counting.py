"""Counting sums: powers of integers, pairs, windows, parameters of layers, lattice points."""

from sympy import Abs, Eq, Max, Min, Mod, Ne, Sum, ceiling, floor

from symderive import iverson

from .identity import Identity, at_least, stated
from .symbols import a, alpha, beta, i, j, k, m, n, p, r


def _powers() -> list[Identity]:
    return [
        *stated(
            "sum of the first integers",
            Sum(i, (i, 1, n)),
            n * (n + 1) / 2,
            [n >= 1],
            off_by_one=n * (n - 1) / 2,
        ),
        *stated(
            "sum of the first squares",
            Sum(i**2, (i, 1, n)),
            n * (n + 1) * (2 * n + 1) / 6,
            [n >= 1],
            last_factor=n * (n + 1) * (2 * n - 1) / 6,
        ),
        *stated(
            "sum of the first cubes is the square of the sum",
            Sum(i**3, (i, 1, n)),
            Sum(i, (i, 1, n)) ** 2,
            [n >= 1],
            sum_of_the_squares=Sum(i**2, (i, 1, n)) ** 2,
        ),
        *stated(
            "sum of the first odd numbers",
            Sum(2 * i - 1, (i, 1, n)),
            n**2,
            [n >= 0],
            even_numbers=n**2 + n,
        ),
        *stated(
            "sum of fourth powers",
            Sum(i**4, (i, 1, n)),
            n * (n + 1) * (2 * n + 1) * (3 * n**2 + 3 * n - 1) / 30,
            [n >= 1],
            sign_inside=n * (n + 1) * (2 * n + 1) * (3 * n**2 + 3 * n + 1) / 30,
        ),
        *stated(
            "mean and variance of the positions",
            Sum((i - (n + 1) / 2) ** 2, (i, 1, n)) / n,
            (n**2 - 1) / 12,
            [n >= 1],
            continuous_variance=n**2 / 12,
        ),
        *stated(
            "sum of products of neighbouring integers",
            Sum(i * (i + 1), (i, 1, n)),
            n * (n + 1) * (n + 2) / 3,
            [n >= 1],
            divided_by_six=n * (n + 1) * (n + 2) / 6,
        ),
        *stated(
            "sum of an arithmetic progression",
            Sum(alpha + beta * i, (i, 0, n - 1)),
            n * alpha + beta * n * (n - 1) / 2,
            [n >= 1],
            last_term_included=n * alpha + beta * n * (n + 1) / 2,
        ),
    ]


def _pairs() -> list[Identity]:
    return [
        *stated(
            "number of ordered pairs",
            Sum(iverson(i < j), (i, 1, n), (j, 1, n)),
            n * (n - 1) / 2,
            [n >= 1],
            diagonal_included=n * (n + 1) / 2,
        ),
        *stated(
            "number of increasing triples",
            Sum(iverson((i < j) & (j < k)), (i, 1, n), (j, 1, n), (k, 1, n)),
            n * (n - 1) * (n - 2) / 6,
            [n >= 1],
            weakly_increasing=n * (n + 1) * (n + 2) / 6,
        ),
        *stated(
            "sum of all pairwise distances of positions",
            Sum(Abs(i - j), (i, 1, n), (j, 1, n)),
            n * (n**2 - 1) / 3,
            [n >= 1],
            each_pair_once=n * (n**2 - 1) / 6,
        ),
        *stated(
            "number of pairs with unequal entries",
            Sum(iverson(Ne(i, j)), (i, 1, m), (j, 1, n)),
            m * n - m,
            [m >= 1, n >= m],
            smaller_size_not_subtracted=m * n - n,
        ),
        *stated(
            "number of entries of a band matrix",
            Sum(iverson((j - i <= k) & (i - j <= k)), (i, 1, n), (j, 1, n)),
            n * (2 * k + 1) - k * (k + 1),
            [k >= 0, n >= k + 1],
            corners_not_cut=n * (2 * k + 1),
        ),
        *stated(
            "number of lattice points in a triangle",
            Sum(1, (j, 1, n - i), (i, 0, n)),
            n * (n + 1) / 2,
            [n >= 0],
            square=n**2,
        ),
        *stated(
            "sum of the larger of two positions",
            Sum(Max(i, j), (i, 1, n), (j, 1, n)),
            n * (n + 1) * (4 * n - 1) / 6,
            [n >= 1],
            smaller_instead=n * (n + 1) * (2 * n + 1) / 6,
        ),
        *stated(
            "sum of the products of pairs of positions",
            Sum(i * j, (i, 1, j - 1), (j, 1, n)),
            (n - 1) * n * (n + 1) * (3 * n + 2) / 24,
            [n >= 1],
            diagonal_included=n * (n + 1) * (n + 2) * (3 * n + 1) / 24,
        ),
    ]


def _windows() -> list[Identity]:
    return [
        *stated(
            "number of windows of length k",
            Sum(iverson(i + k - 1 <= n), (i, 1, n)),
            n - k + 1,
            [k >= 1, n >= k],
            one_too_few=n - k,
        ),
        *stated(
            "number of all windows of all lengths",
            Sum(Sum(1, (i, 1, n - k + 1)), (k, 1, n)),
            n * (n + 1) / 2,
            [n >= 1],
            without_single_entries=n * (n - 1) / 2,
        ),
        *stated(
            "number of multiples of three",
            Sum(iverson(Eq(Mod(i, 3), 0)), (i, 1, n)),
            floor(n / 3),
            [n >= 1],
            rounded_up=ceiling(n / 3),
        ),
        *stated(
            "number of multiples of a symbolic stride",
            Sum(iverson(Eq(Mod(i, r), 0)), (i, 1, r * n)),
            n,
            at_least(1, n, r),
            one_less=n - 1,
        ),
        *stated(
            "number of strided windows that fit",
            Sum(1, (i, 1, floor((n - k) / 2) + 1)),
            ceiling((n - k + 1) / 2),
            [k >= 1, n >= k],
            plus_one_inside=ceiling((n - k) / 2) + 1,
        ),
        *stated(
            "multiplications of a stack of dense layers of growing width",
            Sum(i * (i + 1), (i, 1, n)) + Sum(i + 1, (i, 1, n)),
            n * (n + 1) * (n + 2) / 3 + n * (n + 3) / 2,
            [n >= 1],
            biases_of_the_inputs=n * (n + 1) * (n + 2) / 3 + n * (n + 1) / 2,
        ),
        *stated(
            "receptive field of a stack of convolutions with dilation doubling in steps of one",
            1 + Sum((k - 1) * i, (i, 1, n)),
            1 + (k - 1) * n * (n + 1) / 2,
            at_least(1, n, k),
            kernel_size_not_reduced=1 + k * n * (n + 1) / 2,
        ),
        *stated(
            "visits of one entry by all windows that hold it",
            Sum(iverson((i <= p) & (p <= i + k - 1)), (i, 1, n)),
            Min(p, n) - Max(p - k, 0),
            [*at_least(1, n, k, p), p <= n + k - 1],
            interior_count=k,
        ),
        *stated(
            "entries of a causal mask over all rows",
            Sum(Sum(iverson(j <= i), (j, 1, n)), (i, 1, n)),
            n * (n + 1) / 2,
            [n >= 1],
            strict_mask=n * (n - 1) / 2,
        ),
        *stated(
            "each residue occurs equally often in a full block",
            Sum(iverson(Eq(Mod(i, m), a)), (i, 0, m * n - 1)),
            n,
            [*at_least(1, m, n), a >= 0, a <= m - 1],
            one_block=m,
        ),
    ]


IDENTITIES: list[Identity] = [*_powers(), *_pairs(), *_windows()]
