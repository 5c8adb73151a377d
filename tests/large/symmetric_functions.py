"""Symmetric sums: elementary and complete ones, power sums, determinants, derivatives."""

from sympy import Derivative, Expr, KroneckerDelta, Ne, Rational, Sum

from symderive import iverson
from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import A, d, h, i, j, k, l, m, n, p, q, r, w, x, y, z


def _power(order: int) -> Expr:
    return Sum(x[i] ** order, (i, 1, n))


second = Sum(x[i] * x[j], (j, i + 1, n), (i, 1, n))
third = Sum(x[i] * x[j] * x[k], (k, j + 1, n), (j, i + 1, n), (i, 1, n))
fourth = Sum(x[i] * x[j] * x[k] * x[l], (l, k + 1, n), (k, j + 1, n), (j, i + 1, n), (i, 1, n))


def _elementary() -> list[Identity]:
    p1, p2, p3, p4 = (_power(order) for order in (1, 2, 3, 4))
    given = at_least(1, n)
    all_distinct = Sum(
        x[i] * x[j] * x[k] * iverson(Ne(i, j)) * iverson(Ne(j, k)) * iverson(Ne(i, k)),
        (i, 1, n),
        (j, 1, n),
        (k, 1, n),
    )
    complete = Sum(x[i] * x[j] * x[k], (k, j, n), (j, i, n), (i, 1, n))
    split_second = Sum(x[i] * x[j], (j, i + 1, m + n), (i, 1, m + n))
    own = Sum(x[i] * x[j], (j, i + 1, m), (i, 1, m))
    other = Sum(x[m + i] * x[m + j], (j, i + 1, n), (i, 1, n))
    return [
        *stated(
            "third elementary symmetric sum from power sums",
            6 * third,
            p1**3 - 3 * p1 * p2 + 2 * p3,
            given,
            sign_of_the_cubes=p1**3 - 3 * p1 * p2 - 2 * p3,
        ),
        *stated(
            "fourth elementary symmetric sum from power sums",
            24 * fourth,
            p1**4 - 6 * p1**2 * p2 + 3 * p2**2 + 8 * p1 * p3 - 6 * p4,
            given,
            squares_of_squares=p1**4 - 6 * p1**2 * p2 + 6 * p2**2 + 8 * p1 * p3 - 6 * p4,
        ),
        *stated(
            "Newton's identity of order four",
            p4,
            p1 * p3 - second * p2 + third * p1 - 4 * fourth,
            given,
            last_factor=p1 * p3 - second * p2 + third * p1 - fourth,
        ),
        *stated(
            "a sum over three pairwise distinct indices",
            all_distinct,
            6 * third,
            given,
            two_orders_only=2 * third,
        ),
        *stated(
            "third complete symmetric sum from elementary ones",
            complete,
            p1**3 - 2 * p1 * second + third,
            given,
            sign=p1**3 - 2 * p1 * second - third,
        ),
        *stated(
            "derivative of the third elementary symmetric sum",
            Derivative(third, x[h]),
            second - x[h] * (p1 - x[h]),
            [*given, *within((h, n))],
            own_square_kept=second - x[h] * p1,
        ),
        *stated(
            "Euler's relation for the third elementary symmetric sum",
            Sum(x[h] * Derivative(third, x[h]), (h, 1, n)),
            3 * third,
            given,
            degree_two=2 * third,
        ),
        *stated(
            "second elementary symmetric sum of a joined list",
            split_second,
            own + other + Sum(x[i], (i, 1, m)) * Sum(x[m + i], (i, 1, n)),
            at_least(1, m, n),
            cross_terms_twice=own + other + 2 * Sum(x[i], (i, 1, m)) * Sum(x[m + i], (i, 1, n)),
        ),
        *stated(
            "one more entry: a recursion for the third elementary symmetric sum",
            third.subs(n, n + 1),
            third + x[n + 1] * second,
            given,
            new_entry_counted_with_itself=third + x[n + 1] * (second + x[n + 1]),
        ),
        *stated(
            "mixed second derivative of the third elementary symmetric sum",
            Derivative(third, x[p], x[q]),
            (1 - KroneckerDelta(p, q)) * (p1 - x[p] - x[q]),
            [*given, *within((p, n), (q, n))],
            diagonal_not_zero=p1 - x[p] - x[q],
        ),
    ]


def _products() -> list[Identity]:
    minors = Sum(
        (x[i] * y[j] - x[j] * y[i]) * (z[i] * w[j] - z[j] * w[i]), (j, i + 1, n), (i, 1, n)
    )
    wedge = Sum((A[1, i] * A[2, j] - A[1, j] * A[2, i]) ** 2, (j, i + 1, n), (i, 1, n))
    spread = Sum((x[i] - x[j]) ** 2 * (y[i] - y[j]) ** 2, (j, 1, i - 1), (i, 1, n))
    given = at_least(1, n)
    return [
        *stated(
            "the identity of Binet and Cauchy",
            minors,
            Sum(x[i] * z[i], (i, 1, n)) * Sum(y[i] * w[i], (i, 1, n))
            - Sum(x[i] * w[i], (i, 1, n)) * Sum(y[i] * z[i], (i, 1, n)),
            given,
            second_product_added=Sum(x[i] * z[i], (i, 1, n)) * Sum(y[i] * w[i], (i, 1, n))
            + Sum(x[i] * w[i], (i, 1, n)) * Sum(y[i] * z[i], (i, 1, n)),
        ),
        *stated(
            "Gram determinant of two rows",
            wedge,
            Sum(A[1, i] ** 2, (i, 1, n)) * Sum(A[2, i] ** 2, (i, 1, n))
            - Sum(A[1, i] * A[2, i], (i, 1, n)) ** 2,
            given,
            all_ordered_pairs=2 * Sum(A[1, i] ** 2, (i, 1, n)) * Sum(A[2, i] ** 2, (i, 1, n))
            - 2 * Sum(A[1, i] * A[2, i], (i, 1, n)) ** 2,
        ),
        *stated(
            "squared differences of pairs in two variables",
            spread,
            n * Sum(x[i] ** 2 * y[i] ** 2, (i, 1, n))
            + Sum(x[i] ** 2, (i, 1, n)) * Sum(y[i] ** 2, (i, 1, n))
            + 2 * Sum(x[i] * y[i], (i, 1, n)) ** 2
            - 2 * Sum(x[i] ** 2 * y[i], (i, 1, n)) * Sum(y[i], (i, 1, n))
            - 2 * Sum(x[i] * y[i] ** 2, (i, 1, n)) * Sum(x[i], (i, 1, n)),
            given,
            mixed_square_once=n * Sum(x[i] ** 2 * y[i] ** 2, (i, 1, n))
            + Sum(x[i] ** 2, (i, 1, n)) * Sum(y[i] ** 2, (i, 1, n))
            + Sum(x[i] * y[i], (i, 1, n)) ** 2
            - 2 * Sum(x[i] ** 2 * y[i], (i, 1, n)) * Sum(y[i], (i, 1, n))
            - 2 * Sum(x[i] * y[i] ** 2, (i, 1, n)) * Sum(x[i], (i, 1, n)),
        ),
        *stated(
            "interactions of factorisation machines in linear time",
            Sum(Sum(A[i, r] * A[j, r], (r, 1, d)) * x[i] * x[j], (j, i + 1, n), (i, 1, n)),
            Rational(1, 2)
            * Sum(
                Sum(A[i, r] * x[i], (i, 1, n)) ** 2 - Sum(A[i, r] ** 2 * x[i] ** 2, (i, 1, n)),
                (r, 1, d),
            ),
            at_least(1, n, d),
            not_halved=Sum(
                Sum(A[i, r] * x[i], (i, 1, n)) ** 2 - Sum(A[i, r] ** 2 * x[i] ** 2, (i, 1, n)),
                (r, 1, d),
            ),
        ),
        *stated(
            "interactions of order three of a factorisation machine",
            6
            * Sum(
                A[i, r] * A[j, r] * A[k, r] * x[i] * x[j] * x[k],
                (k, j + 1, n),
                (j, i + 1, n),
                (i, 1, n),
                (r, 1, d),
            ),
            Sum(
                Sum(A[i, r] * x[i], (i, 1, n)) ** 3
                - 3 * Sum(A[i, r] * x[i], (i, 1, n)) * Sum(A[i, r] ** 2 * x[i] ** 2, (i, 1, n))
                + 2 * Sum(A[i, r] ** 3 * x[i] ** 3, (i, 1, n)),
                (r, 1, d),
            ),
            at_least(1, n, d),
            cubes_once=Sum(
                Sum(A[i, r] * x[i], (i, 1, n)) ** 3
                - 3 * Sum(A[i, r] * x[i], (i, 1, n)) * Sum(A[i, r] ** 2 * x[i] ** 2, (i, 1, n))
                + Sum(A[i, r] ** 3 * x[i] ** 3, (i, 1, n)),
                (r, 1, d),
            ),
        ),
        *stated(
            "a symmetric kernel summed over an ordered quadruple of pairs",
            Sum(x[i] * x[j] * y[k] * y[l], (j, 1, i), (i, 1, n), (l, 1, k), (k, 1, m)),
            Rational(1, 4)
            * (Sum(x[i], (i, 1, n)) ** 2 + Sum(x[i] ** 2, (i, 1, n)))
            * (Sum(y[k], (k, 1, m)) ** 2 + Sum(y[k] ** 2, (k, 1, m))),
            at_least(1, m, n),
            strict_pairs=Rational(1, 4)
            * (Sum(x[i], (i, 1, n)) ** 2 - Sum(x[i] ** 2, (i, 1, n)))
            * (Sum(y[k], (k, 1, m)) ** 2 - Sum(y[k] ** 2, (k, 1, m))),
        ),
        *stated(
            "four elements of a symmetric design: sums over a tetrahedron of indices",
            Sum(A[i, j] * x[k], (k, j, n), (j, i, n), (i, 1, n)),
            Sum(A[i, j] * (Sum(x[k], (k, 1, n)) - Sum(x[k], (k, 1, j - 1))), (j, i, n), (i, 1, n)),
            given,
            own_index_left_out=Sum(
                A[i, j] * (Sum(x[k], (k, 1, n)) - Sum(x[k], (k, 1, j))), (j, i, n), (i, 1, n)
            ),
        ),
    ]


IDENTITIES: list[Identity] = [*_elementary(), *_products()]
