"""Lattices of points: circulants, Toeplitz forms, polynomials, stencils, parts in the plane."""

from sympy import Derivative, Eq, Expr, Le, Mod, Sum, exp, tanh

from symderive import iverson
from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    U,
    X,
    Y,
    a,
    alpha,
    b,
    beta,
    c,
    d,
    i,
    j,
    k,
    l,
    lam,
    m,
    n,
    p,
    q,
    s,
    t,
    u,
    v,
    w,
    x,
    y,
    z,
)


def _round(index: Expr, size: Expr = n) -> Expr:
    """The position on a circle of that size, from 1 on."""
    return Mod(index - 1, size) + 1


def _circles() -> list[Identity]:
    def convolved(first: Expr, second: Expr, at: Expr, name: Expr) -> Expr:
        return Sum(first[name] * second[_round(at - name + 1)], (name, 1, n))

    nested = Sum(x[a] * convolved(y, z, _round(i - a + 1), b), (a, 1, n))
    other = Sum(z[a] * convolved(x, y, _round(i - a + 1), b), (a, 1, n))
    plane = Sum(A[u, v] * X[_round(i + u - 1, m), _round(j + v - 1, n)], (u, 1, k), (v, 1, l))
    return [
        *stated(
            "circular convolution of three signals in either order",
            nested,
            other,
            [*at_least(1, n), *within((i, n))],
            shift_by_one_more=Sum(z[a] * convolved(x, y, _round(i - a + 2), b), (a, 1, n)),
        ),
        *stated(
            "the sum of a circular convolution of a plane over all positions",
            Sum(plane, (i, 1, m), (j, 1, n)),
            Sum(A[u, v], (u, 1, k), (v, 1, l)) * Sum(X[i, j], (i, 1, m), (j, 1, n)),
            at_least(1, m, n, k, l),
            sides_exchanged=Sum(A[u, v], (u, 1, l), (v, 1, k)) * Sum(X[i, j], (i, 1, m), (j, 1, n)),
        ),
        *stated(
            "circular layers commute with circular shifts, through an activation",
            tanh(Sum(w[a] * x[_round(_round(i + a - 1) + s)], (a, 1, n))),
            tanh(Sum(w[a] * x[_round(i + s + a - 1)], (a, 1, n))),
            at_least(1, n),
            shift_twice=tanh(Sum(w[a] * x[_round(i + 2 * s + a - 1)], (a, 1, n))),
        ),
        *stated(
            "circular autocorrelation is even",
            Sum(x[i] * x[_round(i + s)], (i, 1, n)),
            Sum(x[i] * x[_round(i - s)], (i, 1, n)),
            at_least(1, n),
            one_off=Sum(x[i] * x[_round(i - s - 1)], (i, 1, n)),
        ),
        *stated(
            "gradient of a quadratic form on a circle",
            Derivative(Sum(x[i] * w[_round(j - i + 1)] * x[j], (i, 1, n), (j, 1, n)), x[k]),
            Sum((w[_round(k - i + 1)] + w[_round(i - k + 1)]) * x[i], (i, 1, n)),
            [*within((k, n))],
            symmetric_circle_assumed=2 * Sum(w[_round(k - i + 1)] * x[i], (i, 1, n)),
        ),
    ]


def _polynomials() -> list[Identity]:
    first = Sum(A[i, j] * alpha**i * beta**j, (i, 0, m), (j, 0, n))
    second = Sum(B[i, j] * alpha**i * beta**j, (i, 0, p), (j, 0, q))
    coefficient = Sum(
        A[i, j]
        * B[k - i, l - j]
        * iverson(Le(k - i, p) & Le(0, k - i) & Le(l - j, q) & Le(0, l - j)),
        (i, 0, m),
        (j, 0, n),
    )
    transform = Sum(x[j] * exp(-lam * j), (j, 1, n))
    shifted = Sum(y[j] * exp(-lam * j), (j, 1, m))
    return [
        *stated(
            "product of two polynomials in two variables collects the coefficients",
            first * second,
            Sum(coefficient * alpha**k * beta**l, (k, 0, m + p), (l, 0, n + q)),
            at_least(0, m, n, p, q),
            degrees_exchanged=Sum(coefficient * alpha**k * beta**l, (k, 0, n + p), (l, 0, m + q)),
        ),
        *stated(
            "product of three polynomials collects coefficients over a simplex of degrees",
            Sum(x[i] * alpha**i, (i, 0, n)) ** 2 * Sum(y[j] * alpha**j, (j, 0, m)),
            Sum(
                alpha**k
                * Sum(
                    x[i] * x[j] * y[k - i - j] * iverson(Le(0, k - i - j) & Le(k - i - j, m)),
                    (i, 0, n),
                    (j, 0, n),
                ),
                (k, 0, 2 * n + m),
            ),
            at_least(0, m, n),
            degree_of_one_factor=Sum(
                alpha**k
                * Sum(
                    x[i] * x[j] * y[k - i - j] * iverson(Le(0, k - i - j) & Le(k - i - j, m)),
                    (i, 0, n),
                    (j, 0, n),
                ),
                (k, 0, n + m),
            ),
        ),
        *stated(
            "an exponential transform turns convolution into a product",
            transform * shifted,
            Sum(
                exp(-lam * k)
                * Sum(x[j] * y[k - j] * iverson(Le(1, k - j) & Le(k - j, m)), (j, 1, n)),
                (k, 2, m + n),
            ),
            at_least(1, m, n),
            range_one_short=Sum(
                exp(-lam * k)
                * Sum(x[j] * y[k - j] * iverson(Le(1, k - j) & Le(k - j, m)), (j, 1, n)),
                (k, 2, m + n - 1),
            ),
        ),
        *stated(
            "derivative of an exponential transform by its rate",
            Derivative(transform**2, lam),
            -2 * transform * Sum(j * x[j] * exp(-lam * j), (j, 1, n)),
            at_least(1, n),
            square_kept=-2 * Sum(j * x[j] * exp(-2 * lam * j), (j, 1, n)),
        ),
        *stated(
            "a geometric kernel summed over a table telescopes in both directions",
            (1 - alpha) * (1 - beta) * Sum(alpha**i * beta**j, (i, 0, m), (j, 0, n)),
            (1 - alpha ** (m + 1)) * (1 - beta ** (n + 1)),
            at_least(0, m, n),
            last_power=(1 - alpha**m) * (1 - beta**n),
        ),
        *stated(
            "derivative of a polynomial in two variables, degree by degree",
            alpha * Derivative(first, alpha) + beta * Derivative(first, beta),
            Sum((i + j) * A[i, j] * alpha**i * beta**j, (i, 0, m), (j, 0, n)),
            at_least(0, m, n),
            product_of_degrees=Sum(i * j * A[i, j] * alpha**i * beta**j, (i, 0, m), (j, 0, n)),
        ),
        *stated(
            "a Toeplitz form collects the lags of an autocorrelation",
            Sum(w[i - j] * x[i] * x[j], (i, 1, n), (j, 1, n)),
            w[0] * Sum(x[i] ** 2, (i, 1, n))
            + Sum((w[t] + w[-t]) * Sum(x[i] * x[i + t], (i, 1, n - t)), (t, 1, n - 1)),
            at_least(1, n),
            lags_on_one_side=w[0] * Sum(x[i] ** 2, (i, 1, n))
            + 2 * Sum(w[t] * Sum(x[i] * x[i + t], (i, 1, n - t)), (t, 1, n - 1)),
        ),
        *stated(
            "a Hankel form collects antidiagonals",
            Sum(w[i + j] * x[i] * y[j], (i, 1, m), (j, 1, n)),
            Sum(
                w[t] * Sum(x[i] * y[t - i] * iverson(Le(1, t - i) & Le(t - i, n)), (i, 1, m)),
                (t, 2, m + n),
            ),
            at_least(1, m, n),
            antidiagonals_from_one=Sum(
                w[t] * Sum(x[i] * y[t - i] * iverson(Le(1, t - i) & Le(t - i, n)), (i, 1, m)),
                (t, 1, m + n - 1),
            ),
        ),
    ]


def _stencils() -> list[Identity]:
    def inside(table: Expr, row: Expr, column: Expr) -> Expr:
        """The extension by zero of a table with m rows and n columns."""
        return table[row, column] * iverson(Le(1, row) & Le(row, m) & Le(1, column) & Le(column, n))

    def laplacian(table: Expr) -> Expr:
        around = (
            inside(table, i + 1, j)
            + inside(table, i - 1, j)
            + inside(table, i, j + 1)
            + inside(table, i, j - 1)
        )
        return around - 4 * table[i, j]

    gradient_form = Sum(
        (inside(U, i + 1, j) - inside(U, i, j)) * (inside(X, i + 1, j) - inside(X, i, j)),
        (i, 0, m),
        (j, 1, n),
    ) + Sum(
        (inside(U, i, j + 1) - inside(U, i, j)) * (inside(X, i, j + 1) - inside(X, i, j)),
        (i, 1, m),
        (j, 0, n),
    )
    blur = X[i - 1, j - 1] + X[i - 1, j + 1] + X[i + 1, j - 1] + X[i + 1, j + 1]
    smooth = Sum((x[i + 1] - x[i]) ** 2, (i, 1, n - 1))
    return [
        *stated(
            "the five-point Laplacian with zero boundary is symmetric",
            Sum(U[i, j] * laplacian(X), (i, 1, m), (j, 1, n)),
            Sum(X[i, j] * laplacian(U), (i, 1, m), (j, 1, n)),
            at_least(1, m, n),
            antisymmetric=-Sum(X[i, j] * laplacian(U), (i, 1, m), (j, 1, n)),
        ),
        *stated(
            "summation by parts in the plane with zero boundary",
            -Sum(U[i, j] * laplacian(X), (i, 1, m), (j, 1, n)),
            gradient_form,
            at_least(1, m, n),
            boundary_edges_left_out=Sum(
                (U[i + 1, j] - U[i, j]) * (X[i + 1, j] - X[i, j]), (i, 1, m - 1), (j, 1, n)
            )
            + Sum((U[i, j + 1] - U[i, j]) * (X[i, j + 1] - X[i, j]), (i, 1, m), (j, 1, n - 1)),
        ),
        *stated(
            "gradient of the squared Laplacian energy of a line with zero boundary",
            Derivative(smooth, x[k]),
            2 * iverson(k >= 2) * (x[k] - x[k - 1]) - 2 * iverson(k <= n - 1) * (x[k + 1] - x[k]),
            [*within((k, n))],
            no_boundary=2 * (x[k] - x[k - 1]) - 2 * (x[k + 1] - x[k]),
        ),
        *stated(
            "a diagonal stencil is a product of two shifts",
            Sum(Y[i, j] * blur, (i, 1, m), (j, 1, n)),
            Sum(
                X[i, j]
                * Sum(
                    Y[i + 2 * a - 3, j + 2 * b - 3]
                    * iverson(Le(1, i + 2 * a - 3) & Le(i + 2 * a - 3, m))
                    * iverson(Le(1, j + 2 * b - 3) & Le(j + 2 * b - 3, n)),
                    (a, 1, 2),
                    (b, 1, 2),
                ),
                (i, 0, m + 1),
                (j, 0, n + 1),
            ),
            at_least(1, m, n),
            outer_rows_left_out=Sum(
                X[i, j]
                * Sum(
                    Y[i + 2 * a - 3, j + 2 * b - 3]
                    * iverson(Le(1, i + 2 * a - 3) & Le(i + 2 * a - 3, m))
                    * iverson(Le(1, j + 2 * b - 3) & Le(j + 2 * b - 3, n)),
                    (a, 1, 2),
                    (b, 1, 2),
                ),
                (i, 1, m),
                (j, 1, n),
            ),
        ),
        *stated(
            "the mixed second difference over a rectangle leaves the corners",
            Sum(X[i + 1, j + 1] - X[i + 1, j] - X[i, j + 1] + X[i, j], (i, a, b), (j, c, d)),
            X[b + 1, d + 1] - X[b + 1, c] - X[a, d + 1] + X[a, c],
            [b >= a, d >= c],
            opposite_corner=X[b + 1, d + 1] - X[b + 1, c] - X[a, d + 1] - X[a, c],
        ),
        *stated(
            "a checkerboard splits the plane into four lattices",
            Sum(X[i, j], (i, 1, 2 * m), (j, 1, 2 * n)),
            Sum(Sum(X[i, j] * iverson(Eq(Mod(i + j, 2), 0)), (i, 1, 2 * m)), (j, 1, 2 * n))
            + Sum(X[2 * i - 1, 2 * j] + X[2 * i, 2 * j - 1], (i, 1, m), (j, 1, n)),
            at_least(1, m, n),
            even_places_twice=Sum(
                Sum(X[i, j] * iverson(Eq(Mod(i + j, 2), 0)), (i, 1, 2 * m)), (j, 1, 2 * n)
            )
            + Sum(X[2 * i, 2 * j] + X[2 * i - 1, 2 * j - 1], (i, 1, m), (j, 1, n)),
        ),
        *stated(
            "multigrid: restriction after linear interpolation",
            Sum(
                w[i]
                * Sum(
                    x[j]
                    * (
                        2 * iverson(Eq(2 * i + s, 2 * j))
                        + iverson(Eq(2 * i + s + 1, 2 * j))
                        + iverson(Eq(2 * i + s - 1, 2 * j))
                    )
                    * (2 - s**2),
                    (j, 0, n + 1),
                    (s, -1, 1),
                ),
                (i, 1, n),
            ),
            Sum(w[i] * (x[i - 1] + 6 * x[i] + x[i + 1]), (i, 1, n)),
            at_least(1, n),
            injection=Sum(w[i] * (x[i - 1] + 4 * x[i] + x[i + 1]), (i, 1, n)),
        ),
    ]


IDENTITIES: list[Identity] = [*_circles(), *_polynomials(), *_stencils()]
