"""Prefix sums, summed areas, triangular ranges, sliding windows, summation by parts."""

from sympy import Derivative, Expr, Le, Sum, Symbol, floor

from symderive import iverson
from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    D,
    X,
    Y,
    a,
    b,
    c,
    d,
    g,
    i,
    j,
    k,
    l,
    m,
    n,
    p,
    q,
    r,
    s,
    u,
    v,
    x,
    y,
)

depth = Symbol("depth", integer=True)


def _area(last_row: Expr, last_column: Expr) -> Expr:
    return Sum(X[u, v], (u, 1, last_row), (v, 1, last_column))


def _prefix(last: Expr) -> Expr:
    return Sum(x[k], (k, 1, last))


def _areas() -> list[Identity]:
    box = Sum(X[u, v], (u, a, b), (v, c, d))
    corners = _area(b, d) - _area(a - 1, d) - _area(b, c - 1) + _area(a - 1, c - 1)
    inside = [a >= 1, b >= a, c >= 1, d >= c]
    cube = Sum(X[u, v, depth], (u, 1, i), (v, 1, j), (depth, 1, k))
    return [
        *stated(
            "the sum over a rectangle from four corners of a summed-area table",
            box,
            corners,
            inside,
            last_corner_subtracted=_area(b, d)
            - _area(a - 1, d)
            - _area(b, c - 1)
            - _area(a - 1, c - 1),
            corner_inside=_area(b, d) - _area(a, d) - _area(b, c) + _area(a, c),
        ),
        *stated(
            "box filters of a plane from a summed-area table",
            Sum(X[i + u, j + v], (u, -r, r), (v, -r, r)),
            _area(i + r, j + r)
            - _area(i - r - 1, j + r)
            - _area(i + r, j - r - 1)
            + _area(i - r - 1, j - r - 1),
            [r >= 0, i >= r + 1, j >= r + 1],
            windodepthtoo_narrow=_area(i + r, j + r)
            - _area(i - r, j + r)
            - _area(i + r, j - r)
            + _area(i - r, j - r),
        ),
        *stated(
            "a summed-area table of a summed-area table weights by distances",
            Sum(_area(i, j), (i, 1, m), (j, 1, n)),
            Sum((m - u + 1) * (n - v + 1) * X[u, v], (u, 1, m), (v, 1, n)),
            at_least(1, m, n),
            distances_without_one=Sum((m - u) * (n - v) * X[u, v], (u, 1, m), (v, 1, n)),
        ),
        *stated(
            "the mixed difference of a summed-area table of a volume",
            cube - cube.subs(i, i - 1) - cube.subs(j, j - 1) + cube.subs({i: i - 1, j: j - 1}),
            Sum(X[i, j, depth], (depth, 1, k)),
            at_least(1, i, j, k),
            entry_only=X[i, j, k],
        ),
        *stated(
            "gradient of a squared summed-area table",
            Derivative(Sum(_area(i, j) ** 2, (i, 1, m), (j, 1, n)), X[p, q]),
            2 * Sum(_area(i, j), (i, p, m), (j, q, n)),
            [*within((p, m), (q, n))],
            quadrant_of_the_past=2 * Sum(_area(i, j), (i, 1, p), (j, 1, q)),
        ),
        *stated(
            "summation by parts in the plane",
            Sum(X[i, j] * Y[i, j], (i, 1, m), (j, 1, n)),
            Sum(
                _area(i, j) * (Y[i, j] - Y[i + 1, j] - Y[i, j + 1] + Y[i + 1, j + 1]),
                (i, 1, m - 1),
                (j, 1, n - 1),
            )
            + Sum(_area(m, j) * (Y[m, j] - Y[m, j + 1]), (j, 1, n - 1))
            + Sum(_area(i, n) * (Y[i, n] - Y[i + 1, n]), (i, 1, m - 1))
            + _area(m, n) * Y[m, n],
            at_least(1, m, n),
            boundary_forgotten=Sum(
                _area(i, j) * (Y[i, j] - Y[i + 1, j] - Y[i, j + 1] + Y[i + 1, j + 1]),
                (i, 1, m - 1),
                (j, 1, n - 1),
            )
            + _area(m, n) * Y[m, n],
        ),
    ]


def _lines() -> list[Identity]:
    twice = Sum(_prefix(j), (j, 1, i))
    thrice = Sum(twice, (i, 1, n))
    window = Sum(x[i + u], (u, 0, k - 1))
    given = at_least(1, n)
    parts = Sum(x[i] * y[i], (i, 1, n))
    return [
        *stated(
            "three prefix sums in a row weight by triangular numbers",
            thrice,
            Sum((n - k + 1) * (n - k + 2) * x[k], (k, 1, n)) / 2,
            given,
            weights_without_the_half=Sum((n - k + 1) * (n - k + 2) * x[k], (k, 1, n)),
        ),
        *stated(
            "second differences undo two prefix sums",
            twice - 2 * twice.subs(i, i - 1) + twice.subs(i, i - 2),
            x[i],
            [i >= 2],
            first_differences=x[i] - x[i - 1],
        ),
        *stated(
            "sliding sums of sliding sums from prefix sums of prefix sums",
            Sum(window, (i, p, p + k - 1)),
            Sum(_prefix(p + 2 * k - 2 - j) - _prefix(p + k - 2 - j), (j, 0, k - 1)),
            at_least(1, p, k),
            one_windodepthearly=Sum(
                _prefix(p + 2 * k - 3 - j) - _prefix(p + k - 3 - j), (j, 0, k - 1)
            ),
        ),
        *stated(
            "Abel summation with suffix sums",
            parts,
            y[1] * Sum(x[i], (i, 1, n)) + Sum((y[j] - y[j - 1]) * Sum(x[i], (i, j, n)), (j, 2, n)),
            given,
            suffix_too_short=y[1] * Sum(x[i], (i, 1, n))
            + Sum((y[j] - y[j - 1]) * Sum(x[i], (i, j + 1, n)), (j, 2, n)),
        ),
        *stated(
            "Abel summation applied twice",
            parts,
            _prefix(n) * y[n]
            - Sum(_prefix(j), (j, 1, n - 1)) * (y[n] - y[n - 1])
            + Sum(twice * (y[i] - 2 * y[i + 1] + y[i + 2]), (i, 1, n - 2)),
            [n >= 2],
            boundary_term_with_the_other_sign=_prefix(n) * y[n]
            + Sum(_prefix(j), (j, 1, n - 1)) * (y[n] - y[n - 1])
            + Sum(twice * (y[i] - 2 * y[i + 1] + y[i + 2]), (i, 1, n - 2)),
        ),
        *stated(
            "product of prefix sums as a recursion over steps",
            _prefix(n) * Sum(y[k], (k, 1, n)),
            Sum(x[i] * y[i] + x[i] * Sum(y[k], (k, 1, i - 1)) + y[i] * _prefix(i - 1), (i, 1, n)),
            [n >= 0],
            own_product_twice=Sum(x[i] * Sum(y[k], (k, 1, i)) + y[i] * _prefix(i), (i, 1, n)),
        ),
        *stated(
            "the cube of a sum from prefix sums",
            _prefix(n) ** 3,
            Sum(
                x[i] * (3 * _prefix(i - 1) ** 2 + 3 * _prefix(i - 1) * x[i] + x[i] ** 2),
                (i, 1, n),
            ),
            [n >= 0],
            middle_term_once=Sum(
                x[i] * (3 * _prefix(i - 1) ** 2 + _prefix(i - 1) * x[i] + x[i] ** 2), (i, 1, n)
            ),
        ),
        *stated(
            "blocks of prefix sums: a scan in two levels",
            _prefix(q * (b - 1) + r),
            Sum(Sum(x[q * (g - 1) + s], (s, 1, q)), (g, 1, b - 1))
            + Sum(x[q * (b - 1) + s], (s, 1, r)),
            [*at_least(1, q, b), *within((r, q))],
            own_block_whole=Sum(Sum(x[q * (g - 1) + s], (s, 1, q)), (g, 1, b)),
        ),
        *stated(
            "gradient of a loss on sliding means by an input",
            Derivative(Sum(y[i] * window / k, (i, 1, n - k + 1)), x[l]),
            Sum(y[i] * iverson(Le(i, l) & Le(l, i + k - 1)), (i, 1, n - k + 1)) / k,
            [k >= 1, n >= k, *within((l, n))],
            window_one_longer=Sum(y[i] * iverson(Le(i, l) & Le(l, i + k)), (i, 1, n - k + 1)) / k,
        ),
    ]


def _triangles() -> list[Identity]:
    given = at_least(1, n)
    return [
        *stated(
            "a trapezoid 2i - 1 .. 3i summed by columns of even and odd starts",
            Sum(X[i, j], (j, 2 * i - 1, 3 * i), (i, 1, n)),
            Sum(X[i, 2 * i - 2 + k] * iverson(Le(k, i + 2)), (k, 1, n + 2), (i, 1, n)),
            given,
            width_without_the_ends=Sum(
                X[i, 2 * i - 2 + k] * iverson(Le(k, i)), (k, 1, n + 2), (i, 1, n)
            ),
        ),
        *stated(
            "number of pairs in a trapezoid",
            Sum(1, (j, 2 * i - 1, 3 * i), (i, 1, n)),
            n * (n + 5) / 2,
            given,
            ends_not_counted=n * (n + 1) / 2,
        ),
        *stated(
            "a triangle with a row sum of squares of positions",
            Sum(j**2 * x[i], (j, 1, i), (i, 1, n)),
            Sum(i * (i + 1) * (2 * i + 1) * x[i], (i, 1, n)) / 6,
            given,
            sum_of_positions=Sum(i * (i + 1) * x[i], (i, 1, n)) / 2,
        ),
        *stated(
            "a square splits into two triangles and the diagonal, with signs",
            Sum((X[i, j] - X[j, i]) * Y[i, j], (i, 1, n), (j, 1, n)),
            Sum((X[i, j] - X[j, i]) * (Y[i, j] - Y[j, i]), (j, i + 1, n), (i, 1, n)),
            given,
            sum_instead_of_difference=Sum(
                (X[i, j] - X[j, i]) * (Y[i, j] + Y[j, i]), (j, i + 1, n), (i, 1, n)
            ),
        ),
        *stated(
            "a parallelogram is a shifted rectangle",
            Sum(X[i, j], (j, i, i + m - 1), (i, 1, n)),
            Sum(X[i, i + k - 1], (i, 1, n), (k, 1, m)),
            at_least(1, m, n),
            sheared_the_other_way=Sum(X[i + k - 1, i], (i, 1, n), (k, 1, m)),
        ),
        *stated(
            "a product of three lower triangular matrices, summed over its entries",
            Sum(A[i, j] * B[j, k] * D[k, l], (l, 1, k), (k, 1, j), (j, 1, i), (i, 1, n)),
            Sum(A[i, j] * B[j, k] * D[k, l], (i, j, n), (j, k, n), (k, l, n), (l, 1, n)),
            given,
            strictly_lower=Sum(
                A[i, j] * B[j, k] * D[k, l], (i, j + 1, n), (j, k + 1, n), (k, l + 1, n), (l, 1, n)
            ),
        ),
        *stated(
            "blocks of a triangle: whole blocks below, triangles on the diagonal",
            Sum(X[i, j], (j, 1, i), (i, 1, q * m)),
            Sum(
                X[q * (a - 1) + b, q * (c - 1) + d],
                (c, 1, a - 1),
                (a, 1, m),
                (b, 1, q),
                (d, 1, q),
            )
            + Sum(X[q * (a - 1) + b, q * (a - 1) + d], (d, 1, b), (b, 1, q), (a, 1, m)),
            at_least(1, q, m),
            diagonal_blocks_whole=Sum(
                X[q * (a - 1) + b, q * (c - 1) + d], (c, 1, a), (a, 1, m), (b, 1, q), (d, 1, q)
            ),
        ),
        *stated(
            "positions in the list of the lower triangle by rows",
            Sum(i * (i - 1) / 2 + i, (i, 1, n)),
            n * (n + 1) * (n + 2) / 6,
            given,
            square_count=n**2 * (n + 1) / 2,
        ),
        *stated(
            "halves of a range by floors",
            Sum(x[i], (i, 1, floor(n / 2))) + Sum(x[n + 1 - i], (i, 1, floor((n + 1) / 2))),
            Sum(x[i], (i, 1, n)),
            [n >= 0],
            middle_entry_twice=Sum(x[i], (i, 1, n)) + x[floor((n + 1) / 2)],
        ),
    ]


IDENTITIES: list[Identity] = [*_areas(), *_lines(), *_triangles()]
