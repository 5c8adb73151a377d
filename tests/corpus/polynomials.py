"""Products of polynomials, discrete convolution, geometric and Vandermonde-like sums."""

from sympy import Abs, Derivative, Eq, KroneckerDelta, Max, Min, Ne, Sum, exp

from symderive import iverson

from .identity import Identity, stated
from .symbols import alpha, beta, d, i, j, k, m, n, p, q, s, t, w, x, y, z


def _products() -> list[Identity]:
    coefficient = Sum(
        x[j] * y[t - j] * iverson((j >= 0) & (j <= m) & (t - j >= 0) & (t - j <= n)), (j, 0, m)
    )
    return [
        *stated(
            "product of two polynomials collects the coefficients",
            Sum(x[i] * alpha**i, (i, 0, m)) * Sum(y[i] * alpha**i, (i, 0, n)),
            Sum(coefficient * alpha**t, (t, 0, m + n)),
            [m >= 0, n >= 0, Ne(alpha, 0)],
            degree_one_short=Sum(coefficient * alpha**t, (t, 0, m + n - 1)),
        ),
        *stated(
            "sum of the coefficients of a product",
            Sum(coefficient, (t, 0, m + n)),
            Sum(x[i], (i, 0, m)) * Sum(y[i], (i, 0, n)),
            [m >= 0, n >= 0],
            larger_degree_only=Sum(x[i], (i, 0, n)) * Sum(y[i], (i, 0, n)),
        ),
        *stated(
            "discrete convolution commutes",
            Sum(x[j] * y[t - j], (j, 0, t)),
            Sum(y[j] * x[t - j], (j, 0, t)),
            [t >= 0],
            range_one_short=Sum(y[j] * x[t - j], (j, 0, t - 1)),
        ),
        *stated(
            "discrete convolution is associative",
            Sum(x[i] * Sum(y[j] * z[t - i - j], (j, 0, t - i)), (i, 0, t)),
            Sum(Sum(x[i] * y[s - i], (i, 0, s)) * z[t - s], (s, 0, t)),
            [t >= 0],
            correlation_outside=Sum(Sum(x[i] * y[s - i], (i, 0, s)) * z[t + s], (s, 0, t)),
        ),
        *stated(
            "discrete convolution distributes over sums",
            Sum(x[j] * (y[t - j] + alpha * z[t - j]), (j, 0, t)),
            Sum(x[j] * y[t - j], (j, 0, t)) + alpha * Sum(x[t - j] * z[j], (j, 0, t)),
            [t >= 0],
            second_term_not_reflected=Sum(x[j] * y[t - j], (j, 0, t))
            + alpha * Sum(x[j] * z[j], (j, 0, t)),
        ),
        *stated(
            "gradient of a coefficient of a convolution",
            Derivative(Sum(x[j] * y[t - j], (j, 0, t)), x[p]),
            y[t - p],
            [t >= 0, p >= 0, p <= t],
            index_added=y[t + p],
        ),
        *stated(
            "three sequences convolved: sum over a simplex of indices",
            Sum(iverson(Eq(i + j + k, t)) * x[i] * y[j] * z[k], (i, 0, t), (j, 0, t), (k, 0, t)),
            Sum(x[i] * y[j] * z[t - i - j], (j, 0, t - i), (i, 0, t)),
            [t >= 0],
            square_instead_of_simplex=Sum(x[i] * y[j] * z[t - i - j], (j, 0, t), (i, 0, t)),
        ),
        *stated(
            "a difference of two prefix sums picks one entry",
            Sum(x[s], (s, 0, t)) - Sum(x[s], (s, 0, t - 1)),
            Sum(KroneckerDelta(s, t) * x[s], (s, 0, t)),
            [t >= 0],
            previous_coefficient=x[t - 1],
        ),
        *stated(
            "the square of a polynomial at one",
            Sum(Sum(x[j] * x[t - j], (j, Max(0, t - n), Min(t, n))), (t, 0, 2 * n)),
            Sum(x[i], (i, 0, n)) ** 2,
            [n >= 0],
            lower_half_only=Sum(x[i] ** 2, (i, 0, n)),
        ),
    ]


def _geometric() -> list[Identity]:
    return [
        *stated(
            "finite geometric sum",
            (1 - alpha) * Sum(alpha**i, (i, 0, n - 1)),
            1 - alpha**n,
            [n >= 1],
            exponent=1 - alpha ** (n - 1),
        ),
        *stated(
            "discounting one step",
            Sum(alpha**t * x[t], (t, 0, n)),
            x[0] + alpha * Sum(alpha**t * x[t + 1], (t, 0, n - 1)),
            [n >= 0],
            discount_forgotten=x[0] + Sum(alpha**t * x[t + 1], (t, 0, n - 1)),
        ),
        *stated(
            "geometric sum of exponentials",
            (exp(beta) - 1) * Sum(exp(beta * i), (i, 0, n - 1)),
            exp(beta * n) - 1,
            [n >= 1],
            last_exponent=exp(beta * (n - 1)) - 1,
        ),
        *stated(
            "Horner's rule for one step",
            Sum(x[i] * alpha**i, (i, 0, n)),
            x[0] + alpha * Sum(x[i + 1] * alpha**i, (i, 0, n - 1)),
            [n >= 1],
            shifted_power=x[0] + Sum(x[i + 1] * alpha**i, (i, 0, n - 1)),
        ),
        *stated(
            "derivative of a polynomial",
            Derivative(Sum(x[i] * alpha**i, (i, 0, n)), alpha),
            Sum(i * x[i] * alpha ** (i - 1), (i, 1, n)),
            [n >= 1],
            power_not_lowered=Sum(i * x[i] * alpha**i, (i, 1, n)),
        ),
        *stated(
            "difference of two powers",
            (alpha - beta) * Sum(alpha**i * beta ** (n - 1 - i), (i, 0, n - 1)),
            alpha**n - beta**n,
            [n >= 1],
            plus=alpha**n + beta**n,
        ),
        *stated(
            "product of two entries of a Vandermonde matrix",
            Sum(x[k] ** i * x[k] ** j * y[k], (k, 1, n)),
            Sum(x[k] ** (i + j) * y[k], (k, 1, n)),
            [n >= 1, i >= 0, j >= 0],
            exponents_multiplied=Sum(x[k] ** (i * j) * y[k], (k, 1, n)),
        ),
        *stated(
            "polynomial regression: gradient by a coefficient",
            Derivative(Sum((Sum(w[p] * x[i] ** p, (p, 0, d)) - y[i]) ** 2, (i, 1, n)), w[q]),
            2 * Sum(x[i] ** q * (Sum(w[p] * x[i] ** p, (p, 0, d)) - y[i]), (i, 1, n)),
            [n >= 1, d >= 0, q >= 0, q <= d],
            derivative_of_the_power=2
            * Sum(q * x[i] ** q * (Sum(w[p] * x[i] ** p, (p, 0, d)) - y[i]), (i, 1, n)),
        ),
        *stated(
            "multiplying by the step polynomial gives differences",
            (1 - alpha) * Sum(x[i] * alpha**i, (i, 0, n)),
            x[0] + Sum((x[i] - x[i - 1]) * alpha**i, (i, 1, n)) - x[n] * alpha ** (n + 1),
            [n >= 1],
            boundary_forgotten=x[0] + Sum((x[i] - x[i - 1]) * alpha**i, (i, 1, n)),
        ),
        *stated(
            "products of exponentials of positions",
            Sum(exp(i * beta), (i, 1, n)) * Sum(exp(-i * beta), (i, 1, n)),
            Sum((n - Abs(t)) * exp(t * beta), (t, 1 - n, n - 1)),
            [n >= 1],
            constant_weights=Sum(n * exp(t * beta), (t, 1 - n, n - 1)),
        ),
    ]


IDENTITIES: list[Identity] = [*_products(), *_geometric()]
