"""Where identities end: empty ranges, denominators, kinks, indices at the border of a shape."""

from sympy import (
    Abs,
    Basic,
    Derivative,
    Expr,
    IndexedBase,
    KroneckerDelta,
    Le,
    Max,
    Mod,
    Ne,
    Piecewise,
    Rational,
    Sum,
    ceiling,
    exp,
    floor,
    log,
    tanh,
)

from symderive import iverson, maximum
from tests.corpus.identity import Identity, false_sibling, stated, within
from tests.corpus.symbols import (
    a,
    alpha,
    b,
    beta,
    eps,
    gamma,
    h,
    i,
    j,
    k,
    l,
    m,
    n,
    q,
    r,
    s,
    t,
    theta,
    w,
    x,
    y,
    z,
)


def _array(name: str, *shape: Expr) -> IndexedBase:
    return IndexedBase(name, shape=shape)


def _under(
    name: str,
    lhs: Expr,
    rhs: Expr | int,
    right: list[Basic],
    **wrong: list[Basic],
) -> list[Identity]:
    """An identity that holds under the right conditions and fails under each of the wrong ones."""
    truth = stated(name, lhs, rhs, right)
    return [
        *truth,
        *(
            false_sibling(truth[0], mistake.replace("_", " "), given=given)
            for mistake, given in wrong.items()
        ),
    ]


def _empty() -> list[Identity]:
    partition = Sum(exp(z[j]), (j, 1, n))
    mean = Sum(x[j], (j, 1, n)) / n
    window = Sum(x[i], (i, a, b))
    return [
        *_under(
            "weights of an attention over a window add up",
            Sum(exp(z[j]) / Sum(exp(z[l]), (l, i - k, i)), (j, i - k, i)),
            1,
            [k >= 0],
            window_may_be_empty=[k >= -1],
        ),
        *_under(
            "the mean of differences from the mean",
            Sum(x[i] - mean, (i, 1, n)) / n,
            0,
            [n >= 1],
            no_entries=[n >= 0],
        ),
        *_under(
            "softmax over two blocks",
            Sum(exp(z[j]), (j, 1, m)) / partition + Sum(exp(z[j]), (j, m + 1, n)) / partition,
            1,
            [m >= 0, n >= m, n >= 1],
            blocks_overlap=[m >= 0, n >= 1],
            both_empty=[m >= 0, n >= m],
        ),
        *_under(
            "a telescoping window",
            Sum(x[i + 1] - x[i], (i, a, b)),
            x[b + 1] - x[a],
            [b >= a - 1],
            window_turned_around=[b >= a - 2],
        ),
        *_under(
            "a window from prefix sums",
            window,
            Sum(x[i], (i, 1, b)) - Sum(x[i], (i, 1, a - 1)),
            [a >= 1, b >= a - 1],
            begins_before_the_first=[a >= 0, b >= a - 1],
            ends_before_it_begins=[a >= 1, b >= a - 2],
        ),
        *_under(
            "number of windows of length k with stride s",
            Sum(1, (i, 1, floor((n - k) / s) + 1)),
            floor((n - k + s) / s),
            [s >= 1, n >= k - s],
            signal_much_shorter_than_the_kernel=[s >= 1],
        ),
        *_under(
            "a difference of windows of neighbouring positions",
            Sum(x[i + j], (j, 1, k)) - Sum(x[i + j - 1], (j, 1, k)),
            x[i + k] - x[i],
            [k >= 0],
            negative_length=[k >= -1],
        ),
        *_under(
            "geometric discounting over a horizon",
            (1 - gamma) * Sum(gamma ** (t - 1), (t, 1, n)),
            1 - gamma**n,
            [n >= 0],
            negative_horizon=[n >= -1],
        ),
        *_under(
            "unbiased variance of a doubled sample",
            Sum((2 * x[i] - 2 * mean) ** 2, (i, 1, n)) / (n - 1),
            4 * (Sum(x[i] ** 2, (i, 1, n)) - n * mean**2) / (n - 1),
            [n >= 2],
            one_observation=[n >= 1],
        ),
        *_under(
            "largest entry of two neighbouring windows",
            maximum(x[i], (i, 1, m + n)),
            Max(maximum(x[i], (i, 1, m)), maximum(x[m + i], (i, 1, n))),
            [m >= 1, n >= 1],
            second_window_may_be_empty=[m >= 1, n >= 0],
        ),
    ]


def _denominators() -> list[Identity]:
    square = Sum(x[i] ** 2, (i, 1, n))
    variance = Sum((x[i] - Sum(x[j], (j, 1, n)) / n) ** 2, (i, 1, n)) / n
    total = Sum(x[i], (i, 1, n))
    damped = eps + variance
    return [
        *stated(
            "a vector divided by its damped square, its inner product with itself",
            Sum(x[i] * x[i] / (eps + square), (i, 1, n)),
            1 - eps / (eps + square),
            [n >= 1],
            undamped_and_zero_vector=Sum(x[i] * x[i] / square, (i, 1, n)) - eps / (eps + square),
        ),
        *stated(
            "second moment of a whitened vector with damping",
            Sum((x[i] - total / n) ** 2, (i, 1, n)) / (n * damped),
            1 - eps / damped,
            [n >= 1],
            without_damping=Sum((x[i] - total / n) ** 2, (i, 1, n)) / (n * variance) - eps / damped,
        ),
        *stated(
            "shares of squares",
            Sum(x[i] ** 2 / (1 + square), (i, 1, n)) + 1 / (1 + square),
            1,
            [n >= 0],
            shares_of_entries=Sum(x[i] / total, (i, 1, n)),
        ),
        *_under(
            "reciprocal positions telescope over a window",
            Sum(1 / (i * (i + 1)), (i, a, b)),
            1 / a - 1 / (b + 1),
            [a >= 1, b >= a - 1],
            window_through_zero=[a >= 0, b >= a],
        ),
        *_under(
            "gradient of the log of a quadratic form",
            Derivative(log(theta + square), x[k]),
            2 * x[k] / (theta + square),
            [theta > 0, *within((k, n))],
            offset_may_vanish=[theta >= 0, *within((k, n))],
        ),
        *_under(
            "a quotient of shifted powers",
            gamma**n * gamma ** (m - n),
            gamma**m,
            [n >= 0, m >= n],
            negative_power_of_zero=[n >= 0, m >= 0],
        ),
        *_under(
            "leave-one-out means of all observations",
            Sum((total - x[i]) / (n - 1), (i, 1, n)) / n,
            total / n,
            [n >= 2],
            one_observation=[n >= 1],
        ),
        *_under(
            "remainders repeat",
            Mod(i + n * k, n),
            Mod(i, n),
            [n >= 1],
            modulus_may_be_zero=[n >= 0],
        ),
        *_under(
            "scores at an inverse temperature",
            log(Sum(exp(beta * z[j]), (j, 1, n))) / beta
            - log(Sum(exp(beta * (z[j] + alpha)), (j, 1, n))) / beta,
            -alpha,
            [n >= 1, Ne(beta, 0)],
            infinite_temperature=[n >= 1],
        ),
    ]


def _borders() -> list[Identity]:
    f, g = _array("f", n), _array("g", m, n)
    derivative = Derivative(Sum(y[i] * Max(x[i], 0), (i, 1, n)), x[k])
    spread = Sum(f[i + k] * f[i], (i, 1, n - k))
    return [
        *_under(
            "slope of rectified units away from the kink",
            derivative,
            y[k] * iverson(x[k] > 0),
            [*within((k, n)), Ne(x[k], 0)],
            at_the_kink=[*within((k, n))],
        ),
        *_under(
            "slope of a sum of absolute values away from zero",
            Derivative(Sum(Abs(x[i]), (i, 1, n)), x[k]),
            Piecewise((1, x[k] > 0), (-1, True)),
            [*within((k, n)), Ne(x[k], 0)],
            at_zero=[*within((k, n))],
        ),
        *_under(
            "a lagged product read from the other end",
            spread,
            Sum(f[n + 1 - i] * f[n + 1 - i - k], (i, 1, n - k)),
            [k >= 0, n >= 0],
            lag_into_the_future=[k >= -1, n >= 0],
        ),
        *_under(
            "an entry of a shaped signal through its two neighbours",
            (f[i - 1] + f[i]) * (f[i] + f[i + 1]),
            f[i] ** 2 + f[i] * f[i + 1] + f[i - 1] * f[i] + f[i - 1] * f[i + 1],
            [i >= 2, i <= n - 1],
            first_entry=[i >= 1, i <= n - 1],
            last_entry=[i >= 2, i <= n],
        ),
        *_under(
            "derivative by an entry that is summed",
            Derivative(Sum(x[i] * w[i], (i, 1, n)), x[k]),
            w[k],
            [*within((k, n))],
            entry_behind_the_end=[k >= 1, k <= n + 1],
        ),
        *_under(
            "a diagonal of a shaped matrix from both ends",
            Sum(g[i, i + k], (i, 1, m)),
            Sum(g[m + 1 - i, m + 1 - i + k], (i, 1, m)),
            [k >= 0, m >= 1, n >= m + k],
            diagonal_leaves_the_matrix=[k >= 0, m >= 1, n >= m + k - 1],
        ),
        *_under(
            "a delta under a sum over a part of its range",
            Sum(KroneckerDelta(i, k) * x[i], (i, a, b)),
            x[k],
            [a <= k, k <= b],
            below_the_range=[a <= k + 1, k <= b],
        ),
        *_under(
            "an entry of a patch by floor and remainder inside its shape",
            f[q * floor((i - 1) / q) + Mod(i - 1, q) + 1],
            f[i],
            [q >= 1, *within((i, n))],
            position_zero=[q >= 1, i >= 0, i <= n],
        ),
        *_under(
            "upsampled entries read inside the shape",
            Sum(f[ceiling(i / r)], (i, 1, r * n)),
            r * Sum(f[i], (i, 1, n)),
            [r >= 1, n >= 1],
            factor_may_be_negative=[r >= -1, n >= 1],
        ),
        *_under(
            "second derivative of a smooth step with a symbolic slope",
            Derivative(tanh(alpha * x[k]) / alpha, x[k]),
            1 - tanh(alpha * x[k]) ** 2,
            [Ne(alpha, 0)],
            flat_step=[],
        ),
        *_under(
            "half the sum over a symmetric window",
            Rational(1, 2) * Sum(x[i] + x[-i], (i, 1, h)),
            (Sum(x[i], (i, -h, h)) - x[0]) / 2,
            [h >= 0],
            negative_half_width=[h >= -1],
        ),
        *_under(
            "a guarded window against a clipped range",
            Sum(x[i] * iverson(Le(a, i) & Le(i, b)), (i, 1, n)),
            Sum(x[i], (i, a, b)),
            [a >= 1, b <= n],
            begins_before_the_first=[a >= 0, b <= n],
        ),
    ]


IDENTITIES: list[Identity] = [*_empty(), *_denominators(), *_borders()]
