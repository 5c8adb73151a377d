"""Circular convolution, circulant, Toeplitz and Hankel matrices, permutations by shifts."""

from sympy import Abs, Derivative, Eq, KroneckerDelta, Mod, Sum

from symderive import iverson

from .identity import Identity, stated, within
from .symbols import a, b, cotangent, i, j, k, n, p, t, theta, w, x, y, z


def _circular() -> list[Identity]:
    product = Sum(x[Mod(i - j, n)] * y[j], (j, 0, n - 1))
    return [
        *stated(
            "circular convolution commutes",
            product,
            Sum(y[Mod(i - j, n)] * x[j], (j, 0, n - 1)),
            [n >= 1, i >= 0, i <= n - 1],
            correlation=Sum(y[Mod(i + j, n)] * x[j], (j, 0, n - 1)),
        ),
        *stated(
            "circular convolution multiplies the sums",
            Sum(product, (i, 0, n - 1)),
            Sum(x[i], (i, 0, n - 1)) * Sum(y[i], (i, 0, n - 1)),
            [n >= 1],
            divided_by_the_length=Sum(x[i], (i, 0, n - 1)) * Sum(y[i], (i, 0, n - 1)) / n,
        ),
        *stated(
            "a circular shift keeps the sum",
            Sum(x[Mod(i + k, n)], (i, 0, n - 1)),
            Sum(x[i], (i, 0, n - 1)),
            [n >= 1],
            shifted_range=Sum(x[i], (i, 1, n)),
        ),
        *stated(
            "circular shifts add up",
            Sum(KroneckerDelta(t, Mod(i + a, n)) * x[Mod(t + b, n)], (t, 0, n - 1)),
            x[Mod(i + a + b, n)],
            [n >= 1],
            difference_of_the_shifts=x[Mod(i + a - b, n)],
        ),
        *stated(
            "adjoint of a circular shift is the inverse shift",
            Sum(x[Mod(i + k, n)] * y[i], (i, 0, n - 1)),
            Sum(x[i] * y[Mod(i - k, n)], (i, 0, n - 1)),
            [n >= 1],
            same_direction=Sum(x[i] * y[Mod(i + k, n)], (i, 0, n - 1)),
        ),
        *stated(
            "circular autocorrelation is even",
            Sum(x[j] * x[Mod(j + k, n)], (j, 0, n - 1)),
            Sum(x[j] * x[Mod(j - k, n)], (j, 0, n - 1)),
            [n >= 1],
            not_wrapped=Sum(x[j] * x[j - k], (j, 0, n - 1)),
        ),
        *stated(
            "gradient of a circular convolution layer by its kernel",
            Derivative(
                Sum(cotangent[i] * Sum(x[Mod(i - j, n)] * w[j], (j, 0, k - 1)), (i, 0, n - 1)), w[p]
            ),
            Sum(cotangent[i] * x[Mod(i - p, n)], (i, 0, n - 1)),
            [n >= 1, k >= 1, p >= 0, p <= k - 1],
            shifted_the_other_way=Sum(cotangent[i] * x[Mod(i + p, n)], (i, 0, n - 1)),
        ),
        *stated(
            "gradient of a circular convolution layer by its input",
            Derivative(Sum(cotangent[i] * product, (i, 0, n - 1)), x[p]),
            Sum(cotangent[Mod(p + j, n)] * y[j], (j, 0, n - 1)),
            [n >= 1, p >= 0, p <= n - 1],
            not_reversed=Sum(cotangent[Mod(p - j, n)] * y[j], (j, 0, n - 1)),
        ),
        *stated(
            "reflecting an index twice around the circle",
            x[Mod(-Mod(-i, n), n)],
            x[i],
            [n >= 1, i >= 0, i <= n - 1],
            reflected_once=x[Mod(-i, n)],
        ),
        *stated(
            "circular convolution with the constant vector",
            Sum(x[Mod(i - j, n)] * theta, (j, 0, n - 1)),
            theta * Sum(x[j], (j, 0, n - 1)),
            [n >= 1],
            entry_times_the_length=n * theta * x[0],
        ),
    ]


def _structured() -> list[Identity]:
    return [
        *stated(
            "a Toeplitz matrix times a vector by diagonals",
            Sum(w[i - j] * x[j], (j, 1, n)),
            Sum(w[t] * x[i - t] * iverson((i - t >= 1) & (i - t <= n)), (t, i - n, i - 1)),
            [n >= 1],
            range_of_the_diagonals=Sum(
                w[t] * x[i - t] * iverson((i - t >= 1) & (i - t <= n)), (t, i - n + 1, i - 1)
            ),
        ),
        *stated(
            "trace of the product of two Toeplitz matrices",
            Sum(w[i - j] * z[j - i], (i, 1, n), (j, 1, n)),
            Sum((n - Abs(t)) * w[t] * z[-t], (t, 1 - n, n - 1)),
            [n >= 1],
            all_diagonals_of_full_length=Sum(n * w[t] * z[-t], (t, 1 - n, n - 1)),
        ),
        *stated(
            "a Hankel matrix is symmetric as a form",
            Sum(x[i] * w[i + j] * y[j], (i, 1, n), (j, 1, n)),
            Sum(y[i] * w[i + j] * x[j], (i, 1, n), (j, 1, n)),
            [n >= 1],
            toeplitz=Sum(y[i] * w[i - j] * x[j], (i, 1, n), (j, 1, n)),
        ),
        *stated(
            "a Hankel matrix reversed in its columns is Toeplitz",
            Sum(w[i + (n + 1 - j)] * x[n + 1 - j], (j, 1, n)),
            Sum(w[i + j] * x[j], (j, 1, n)),
            [n >= 1],
            vector_not_reversed=Sum(w[i + (n + 1 - j)] * x[j], (j, 1, n)),
        ),
        *stated(
            "sum of the entries of a Hankel matrix by antidiagonals",
            Sum(w[i + j - 1], (i, 1, n), (j, 1, n)),
            Sum((n - Abs(n - t)) * w[t], (t, 1, 2 * n - 1)),
            [n >= 1],
            constant_weights=Sum(n * w[t], (t, 1, 2 * n - 1)),
        ),
        *stated(
            "gradient of a Toeplitz form by its generator",
            Derivative(Sum(x[i] * w[i - j] * y[j], (i, 1, n), (j, 1, n)), w[t]),
            Sum(x[j + t] * y[j] * iverson((j + t >= 1) & (j + t <= n)), (j, 1, n)),
            [n >= 1],
            lag_with_the_other_sign=Sum(
                x[j - t] * y[j] * iverson((j - t >= 1) & (j - t <= n)), (j, 1, n)
            ),
        ),
        *stated(
            "a circulant matrix has constant row sums",
            Sum(w[Mod(j - i, n)], (j, 1, n)),
            Sum(w[t], (t, 0, n - 1)),
            [n >= 1],
            one_based=Sum(w[t], (t, 1, n)),
        ),
        *stated(
            "product of two circulant matrices is circulant",
            Sum(w[Mod(k - i, n)] * z[Mod(j - k, n)], (k, 0, n - 1)),
            Sum(w[t] * z[Mod(j - i - t, n)], (t, 0, n - 1)),
            [n >= 1],
            plus=Sum(w[t] * z[Mod(j - i + t, n)], (t, 0, n - 1)),
        ),
        *stated(
            "reversal is an involution on sums",
            Sum(Sum(iverson(Eq(i + j, n + 1)) * x[j], (j, 1, n)) * y[i], (i, 1, n)),
            Sum(x[i] * y[n + 1 - i], (i, 1, n)),
            [n >= 1],
            reversal_around_n=Sum(x[i] * y[n - i], (i, 1, n)),
        ),
        *stated(
            "the square of the exchange matrix is the identity",
            Sum(iverson(Eq(i + k, n + 1)) * iverson(Eq(k + j, n + 1)), (k, 1, n)),
            KroneckerDelta(i, j),
            [n >= 1, *within((i, n), (j, n))],
            exchange_itself=iverson(Eq(i + j, n + 1)),
        ),
    ]


IDENTITIES: list[Identity] = [*_circular(), *_structured()]
