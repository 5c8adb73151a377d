"""Symmetric sums: Newton's identities, Lagrange, Cauchy-Binet, sums over distinct indices."""

from sympy import Abs, Derivative, Expr, Ne, Sum

from symderive import iverson

from .identity import Identity, at_least, stated, within
from .symbols import A, V, d, i, j, k, l, n, p, t, w, x, y, z


def _power(order: int) -> Expr:
    return Sum(x[i] ** order, (i, 1, n))


def _elementary() -> list[Identity]:
    pairs = Sum(x[i] * x[j], (i, 1, j - 1), (j, 1, n))
    triples = Sum(x[i] * x[j] * x[k], (i, 1, j - 1), (j, 1, k - 1), (k, 1, n))
    quadruples = Sum(
        iverson((i < j) & (j < k) & (k < l)) * x[i] * x[j] * x[k] * x[l],
        (i, 1, n),
        (j, 1, n),
        (k, 1, n),
        (l, 1, n),
    )
    return [
        *stated(
            "second elementary symmetric sum from power sums",
            2 * pairs,
            _power(1) ** 2 - _power(2),
            [n >= 1],
            squares_added=_power(1) ** 2 + _power(2),
            not_doubled=(_power(1) ** 2 - _power(2)) / 2,
        ),
        *stated(
            "third elementary symmetric sum from power sums",
            6 * triples,
            _power(1) ** 3 - 3 * _power(1) * _power(2) + 2 * _power(3),
            [n >= 1],
            last_coefficient=_power(1) ** 3 - 3 * _power(1) * _power(2) + _power(3),
        ),
        *stated(
            "Newton's identity of order three",
            3 * triples,
            pairs * _power(1) - _power(1) * _power(2) + _power(3),
            [n >= 1],
            sign=pairs * _power(1) + _power(1) * _power(2) - _power(3),
        ),
        *stated(
            "fourth elementary symmetric sum from power sums",
            24 * quadruples,
            _power(1) ** 4
            - 6 * _power(1) ** 2 * _power(2)
            + 3 * _power(2) ** 2
            + 8 * _power(1) * _power(3)
            - 6 * _power(4),
            [n >= 1],
            coefficient_of_the_squared_square=_power(1) ** 4
            - 6 * _power(1) ** 2 * _power(2)
            + 6 * _power(2) ** 2
            + 8 * _power(1) * _power(3)
            - 6 * _power(4),
        ),
        *stated(
            "derivative of the second elementary symmetric sum",
            Derivative(pairs, x[p]),
            Sum(x[i], (i, 1, n)) - x[p],
            [n >= 1, *within((p, n))],
            own_entry_included=Sum(x[i], (i, 1, n)),
        ),
        *stated(
            "derivative of the third elementary symmetric sum",
            2 * Derivative(triples, x[p]),
            (_power(1) - x[p]) ** 2 - (_power(2) - x[p] ** 2),
            [n >= 1, *within((p, n))],
            own_square_included=(_power(1) - x[p]) ** 2 - _power(2),
        ),
        *stated(
            "second complete symmetric sum",
            Sum(x[i] * x[j], (i, 1, j), (j, 1, n)),
            pairs + _power(2),
            [n >= 1],
            diagonal_forgotten=pairs,
        ),
        *stated(
            "multilinear part of a pairwise interaction model",
            Sum(Sum(V[i, t] * V[j, t], (t, 1, d)) * x[i] * x[j], (i, 1, j - 1), (j, 1, n)),
            Sum(
                Sum(V[i, t] * x[i], (i, 1, n)) ** 2 - Sum(V[i, t] ** 2 * x[i] ** 2, (i, 1, n)),
                (t, 1, d),
            )
            / 2,
            at_least(1, n, d),
            half_forgotten=Sum(
                Sum(V[i, t] * x[i], (i, 1, n)) ** 2 - Sum(V[i, t] ** 2 * x[i] ** 2, (i, 1, n)),
                (t, 1, d),
            ),
        ),
    ]


def _pairs() -> list[Identity]:
    return [
        *stated(
            "Lagrange's identity",
            Sum(x[i] ** 2, (i, 1, n)) * Sum(y[i] ** 2, (i, 1, n))
            - Sum(x[i] * y[i], (i, 1, n)) ** 2,
            Sum((x[i] * y[j] - x[j] * y[i]) ** 2, (i, 1, j - 1), (j, 1, n)),
            [n >= 1],
            plus_inside=Sum((x[i] * y[j] + x[j] * y[i]) ** 2, (i, 1, j - 1), (j, 1, n)),
        ),
        *stated(
            "the Cauchy-Binet formula for two rows",
            Sum(x[i] * z[i], (i, 1, n)) * Sum(y[i] * w[i], (i, 1, n))
            - Sum(x[i] * w[i], (i, 1, n)) * Sum(y[i] * z[i], (i, 1, n)),
            Sum(
                (x[i] * y[j] - x[j] * y[i]) * (z[i] * w[j] - z[j] * w[i]), (i, 1, j - 1), (j, 1, n)
            ),
            [n >= 1],
            minor_transposed=Sum(
                (x[i] * y[j] - x[j] * y[i]) * (z[j] * w[i] - z[i] * w[j]), (i, 1, j - 1), (j, 1, n)
            ),
        ),
        *stated(
            "Chebyshev's sum identity",
            n * Sum(x[i] * y[i], (i, 1, n)) - Sum(x[i], (i, 1, n)) * Sum(y[i], (i, 1, n)),
            Sum((x[i] - x[j]) * (y[i] - y[j]), (i, 1, n), (j, 1, n)) / 2,
            [n >= 1],
            not_halved=Sum((x[i] - x[j]) * (y[i] - y[j]), (i, 1, n), (j, 1, n)),
        ),
        *stated(
            "sum over unequal indices of an antisymmetric difference",
            Sum(iverson(Ne(i, j)) * (x[i] - x[j]), (i, 1, n), (j, 1, n)),
            0,
            [n >= 1],
            ordered_pairs_only=Sum(iverson(i < j) * (x[i] - x[j]), (i, 1, n), (j, 1, n)),
        ),
        *stated(
            "sum over three distinct indices",
            Sum(
                iverson(Ne(i, j) & Ne(j, k) & Ne(i, k)) * x[i] * y[j] * z[k],
                (i, 1, n),
                (j, 1, n),
                (k, 1, n),
            ),
            Sum(x[i], (i, 1, n)) * Sum(y[i], (i, 1, n)) * Sum(z[i], (i, 1, n))
            - Sum(x[i] * y[i], (i, 1, n)) * Sum(z[i], (i, 1, n))
            - Sum(y[i] * z[i], (i, 1, n)) * Sum(x[i], (i, 1, n))
            - Sum(x[i] * z[i], (i, 1, n)) * Sum(y[i], (i, 1, n))
            + 2 * Sum(x[i] * y[i] * z[i], (i, 1, n)),
            [n >= 1],
            diagonal_once=Sum(x[i], (i, 1, n)) * Sum(y[i], (i, 1, n)) * Sum(z[i], (i, 1, n))
            - Sum(x[i] * y[i], (i, 1, n)) * Sum(z[i], (i, 1, n))
            - Sum(y[i] * z[i], (i, 1, n)) * Sum(x[i], (i, 1, n))
            - Sum(x[i] * z[i], (i, 1, n)) * Sum(y[i], (i, 1, n))
            + Sum(x[i] * y[i] * z[i], (i, 1, n)),
        ),
        *stated(
            "square of a sum of three blocks",
            Sum(x[i] + y[i] + z[i], (i, 1, n)) ** 2,
            Sum(x[i], (i, 1, n)) ** 2
            + Sum(y[i], (i, 1, n)) ** 2
            + Sum(z[i], (i, 1, n)) ** 2
            + 2 * Sum(x[i] * y[j] + y[i] * z[j] + z[i] * x[j], (i, 1, n), (j, 1, n)),
            [n >= 1],
            cross_terms_on_the_diagonal=Sum(x[i], (i, 1, n)) ** 2
            + Sum(y[i], (i, 1, n)) ** 2
            + Sum(z[i], (i, 1, n)) ** 2
            + 2 * Sum(x[i] * y[i] + y[i] * z[i] + z[i] * x[i], (i, 1, n)),
        ),
        *stated(
            "sum of the absolute distance of positions weighted symmetrically",
            Sum(Abs(i - j) * x[i] * x[j], (i, 1, n), (j, 1, n)),
            2 * Sum((j - i) * x[i] * x[j], (i, 1, j), (j, 1, n)),
            [n >= 1],
            one_triangle=Sum((j - i) * x[i] * x[j], (i, 1, j), (j, 1, n)),
        ),
        *stated(
            "Euler's identity for a quadratic form",
            Sum(
                x[p] * Derivative(Sum(A[i, j] * x[i] * x[j], (i, 1, n), (j, 1, n)), x[p]), (p, 1, n)
            ),
            2 * Sum(A[i, j] * x[i] * x[j], (i, 1, n), (j, 1, n)),
            [n >= 1],
            degree_one=Sum(A[i, j] * x[i] * x[j], (i, 1, n), (j, 1, n)),
        ),
    ]


IDENTITIES: list[Identity] = [*_elementary(), *_pairs()]
