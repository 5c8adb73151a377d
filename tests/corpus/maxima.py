"""Maxima over ranges: shifts, reversal, blocks, scaling, pooling; stable exponentials."""

from sympy import Expr, Max, Sum, exp, log

from symderive import maximum

from .identity import Identity, at_least, false_sibling, stated, within
from .symbols import X, alpha, beta, i, j, k, l, m, n, r, t, tau, x, y


def _largest(size: Expr = n) -> Expr:
    return maximum(x[t], (t, 1, size))


def _invariance() -> list[Identity]:
    return [
        *stated(
            "a maximum over a shifted range",
            maximum(x[t + k], (t, 1, n)),
            maximum(x[t], (t, k + 1, k + n)),
            [n >= 1],
            range_one_longer=maximum(x[t], (t, k, k + n)),
        ),
        *stated(
            "a maximum over a reversed range",
            maximum(x[n + 1 - t], (t, 1, n)),
            _largest(),
            [n >= 1],
            reversed_around_n=maximum(x[n - t], (t, 1, n)),
        ),
        *stated(
            "adding a constant to all entries",
            maximum(x[t] + alpha, (t, 1, n)),
            _largest() + alpha,
            [n >= 1],
            added_n_times=_largest() + n * alpha,
        ),
        *stated(
            "scaling by a positive factor",
            maximum(tau * x[t], (t, 1, n)),
            tau * _largest(),
            [n >= 1],
            factor_lost=_largest(),
        ),
        false_sibling(
            stated(
                "scaling by a factor", maximum(tau * x[t], (t, 1, n)), tau * _largest(), [n >= 1]
            )[0],
            "factor may be negative",
            lhs=maximum(beta * x[t], (t, 1, n)),
            rhs=beta * _largest(),
        ),
        *stated(
            "affine maps with a positive slope",
            maximum(tau * x[t] + alpha, (t, 1, n)),
            tau * _largest() + alpha,
            [n >= 1],
            shift_scaled_too=tau * (_largest() + alpha),
        ),
        *stated(
            "a maximum over a constant",
            maximum(alpha, (t, 1, n)),
            alpha,
            [n >= 1],
            constant_times_the_length=n * alpha,
        ),
        false_sibling(
            stated("a maximum of a constant", maximum(alpha, (t, 1, n)), alpha, [n >= 1])[0],
            "range may be empty",
            given=[n >= 0],
        ),
        *stated(
            "row maxima shifted by row constants",
            Sum(maximum(X[i, t] + y[i], (t, 1, n)), (i, 1, m)),
            Sum(maximum(X[i, t], (t, 1, n)), (i, 1, m)) + Sum(y[i], (i, 1, m)),
            at_least(1, m, n),
            constants_of_the_columns=Sum(maximum(X[i, t] + y[t], (t, 1, n)), (i, 1, m)),
        ),
        *stated(
            "a maximum of a vector and its shifted copy",
            maximum(x[t] - y[n + 1 - t], (t, 1, n)),
            maximum(x[n + 1 - t] - y[t], (t, 1, n)),
            [n >= 1],
            one_side_not_reversed=maximum(x[t] - y[t], (t, 1, n)),
        ),
    ]


def _blocks() -> list[Identity]:
    return [
        *stated(
            "a maximum split into two blocks",
            maximum(x[t], (t, 1, n + m)),
            Max(_largest(), maximum(x[n + t], (t, 1, m))),
            at_least(1, m, n),
            second_block_not_shifted=Max(_largest(), maximum(x[t], (t, 1, m))),
        ),
        *stated(
            "a maximum with one more entry",
            maximum(x[t], (t, 1, n + 1)),
            Max(_largest(), x[n + 1]),
            [n >= 1],
            last_entry_repeated=Max(_largest(), x[n]),
        ),
        *stated(
            "a maximum over rows and columns in either order",
            maximum(maximum(X[i, j], (j, 1, n)), (i, 1, m)),
            maximum(maximum(X[i, j], (i, 1, m)), (j, 1, n)),
            at_least(1, m, n),
            sizes_exchanged=maximum(maximum(X[i, j], (i, 1, n)), (j, 1, m)),
        ),
        *stated(
            "global max pooling after max pooling of windows",
            maximum(maximum(x[r * (i - 1) + t], (t, 1, r)), (i, 1, n)),
            maximum(x[t], (t, 1, r * n)),
            at_least(1, n, r),
            last_window_lost=maximum(x[t], (t, 1, r * (n - 1) + 1)),
        ),
        *stated(
            "a maximum of sums of independent indices",
            maximum(maximum(x[i] + y[j], (j, 1, n)), (i, 1, m)),
            maximum(x[i], (i, 1, m)) + maximum(y[j], (j, 1, n)),
            at_least(1, m, n),
            same_index=maximum(x[i] + y[i], (i, 1, m)),
        ),
        *stated(
            "a maximum of positions is the last position",
            maximum(t, (t, 1, n)),
            n,
            [n >= 1],
            first_position=1,
        ),
        *stated(
            "even and odd positions cover the range",
            Max(maximum(x[2 * t], (t, 1, n)), maximum(x[2 * t - 1], (t, 1, n))),
            maximum(x[t], (t, 1, 2 * n)),
            [n >= 1],
            half_of_the_range=maximum(x[t], (t, 1, n)),
        ),
        *stated(
            "max pooling with window three from pairs",
            Max(Max(x[i], x[i + 1]), Max(x[i + 1], x[i + 2])),
            maximum(x[i + t], (t, 0, 2)),
            [],
            window_of_two=maximum(x[i + t], (t, 0, 1)),
        ),
    ]


def _stable() -> list[Identity]:
    shift = _largest()
    total = Sum(exp(x[l]), (l, 1, n))
    row = maximum(X[i, t], (t, 1, n))
    return [
        *stated(
            "softmax computed after subtracting the maximum",
            exp(x[i] - shift) / Sum(exp(x[l] - shift), (l, 1, n)),
            exp(x[i]) / total,
            [n >= 1, *within((i, n))],
            maximum_in_the_numerator_only=exp(x[i] - shift) / total,
        ),
        *stated(
            "row softmax of scaled scores after subtracting the row maximum",
            exp(tau * (X[i, j] - row)) / Sum(exp(tau * (X[i, l] - row)), (l, 1, n)),
            exp(tau * X[i, j]) / Sum(exp(tau * X[i, l]), (l, 1, n)),
            [n >= 1, *within((j, n))],
            scale_lost=exp(X[i, j]) / Sum(exp(X[i, l]), (l, 1, n)),
        ),
        *stated(
            "online softmax: the partition of two blocks from their maxima",
            exp(shift - alpha) * Sum(exp(x[l] - shift), (l, 1, n))
            + Sum(exp(x[n + l] - alpha), (l, 1, m)),
            exp(-alpha) * Sum(exp(x[l]), (l, 1, n + m)),
            at_least(1, m, n),
            rescaling_forgotten=Sum(exp(x[l] - shift), (l, 1, n))
            + Sum(exp(x[n + l] - alpha), (l, 1, m)),
        ),
        *stated(
            "log-sum-exp of scaled scores after subtracting the maximum",
            log(Sum(exp(tau * x[l]), (l, 1, n))) / tau,
            shift + log(Sum(exp(tau * (x[l] - shift)), (l, 1, n))) / tau,
            [n >= 1],
            temperature_on_the_maximum=tau * shift
            + log(Sum(exp(tau * (x[l] - shift)), (l, 1, n))) / tau,
        ),
        *stated(
            "weighted sums after subtracting the maximum",
            Sum(exp(x[l] - shift) * y[l], (l, 1, n)),
            exp(-shift) * Sum(exp(x[l]) * y[l], (l, 1, n)),
            [n >= 1],
            sign=exp(shift) * Sum(exp(x[l]) * y[l], (l, 1, n)),
        ),
    ]


IDENTITIES: list[Identity] = [*_invariance(), *_blocks(), *_stable()]
