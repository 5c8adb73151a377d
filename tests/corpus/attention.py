"""Attention: softmax rows, masks, gradients by queries, keys, values; heads, linear attention."""

from sympy import Derivative, Expr, KroneckerDelta, Mod, Sum, exp, floor

from symderive import iverson

from .identity import Identity, at_least, stated, within
from .symbols import (
    A,
    C,
    D,
    G,
    K,
    Q,
    U,
    V,
    W,
    X,
    a,
    b,
    beta,
    c,
    d,
    h,
    i,
    j,
    k,
    l,
    m,
    n,
    o,
    p,
    q,
    r,
    t,
    x,
    y,
)


def _score(row: Expr, column: Expr) -> Expr:
    return Sum(Q[row, c] * K[column, c], (c, 1, d)) * beta


def _weight(row: Expr, column: Expr) -> Expr:
    return exp(_score(row, column)) / Sum(exp(_score(row, l)), (l, 1, n))


def _output(row: Expr, channel: Expr) -> Expr:
    return Sum(_weight(row, j) * V[j, channel], (j, 1, n))


_SIZES = at_least(1, m, n, d)


def _rows() -> list[Identity]:
    return [
        *stated(
            "attention rows sum to one, weighted by any row vector",
            Sum(x[i] * _weight(i, j), (i, 1, m), (j, 1, n)),
            Sum(x[i], (i, 1, m)),
            _SIZES,
            columns_sum_to_one=Sum(x[j], (j, 1, n)),
        ),
        *stated(
            "attention to equal values returns the value",
            Sum(_weight(i, j) * y[o], (j, 1, n)),
            y[o],
            _SIZES,
            number_of_keys_times_the_value=n * y[o],
        ),
        *stated(
            "a bias on the keys that does not depend on the key cancels",
            Sum(exp(_score(i, j) + x[i]) * V[j, o], (j, 1, n))
            / Sum(exp(_score(i, l) + x[i]), (l, 1, n)),
            _output(i, o),
            _SIZES,
            bias_of_the_key_in_the_numerator=Sum(exp(_score(i, j) + x[j]) * V[j, o], (j, 1, n))
            / Sum(exp(_score(i, l)), (l, 1, n)),
        ),
        *stated(
            "adding a vector to all keys leaves attention unchanged",
            Sum(exp(beta * Sum(Q[i, c] * (K[j, c] + y[c]), (c, 1, d))) * V[j, o], (j, 1, n))
            / Sum(exp(beta * Sum(Q[i, c] * (K[l, c] + y[c]), (c, 1, d))), (l, 1, n)),
            _output(i, o),
            _SIZES,
            shift_remains=_output(i, o) * exp(Sum(Q[i, c] * y[c], (c, 1, d))),
        ),
        *stated(
            "attention is equivariant under reversing the keys with their values",
            Sum(exp(_score(i, n + 1 - j)) * V[n + 1 - j, o], (j, 1, n))
            / Sum(exp(_score(i, n + 1 - l)), (l, 1, n)),
            _output(i, o),
            _SIZES,
            values_not_reversed=Sum(exp(_score(i, n + 1 - j)) * V[j, o], (j, 1, n))
            / Sum(exp(_score(i, n + 1 - l)), (l, 1, n)),
        ),
        *stated(
            "attention merged from two blocks of keys",
            Sum(exp(_score(i, j)) * V[j, o], (j, 1, n + m)) / Sum(exp(_score(i, l)), (l, 1, n + m)),
            (
                Sum(exp(_score(i, j)) * V[j, o], (j, 1, n))
                + Sum(exp(_score(i, n + j)) * V[n + j, o], (j, 1, m))
            )
            / (Sum(exp(_score(i, l)), (l, 1, n)) + Sum(exp(_score(i, n + l)), (l, 1, m))),
            _SIZES,
            average_of_the_two=(
                Sum(exp(_score(i, j)) * V[j, o], (j, 1, n)) / Sum(exp(_score(i, l)), (l, 1, n))
                + Sum(exp(_score(i, n + j)) * V[n + j, o], (j, 1, m))
                / Sum(exp(_score(i, n + l)), (l, 1, m))
            )
            / 2,
        ),
    ]


def _masks() -> list[Identity]:
    causal = Sum(iverson(l <= i) * exp(X[i, l]), (l, 1, n))
    return [
        *stated(
            "a causal mask shortens the sums",
            Sum(iverson(j <= i) * exp(X[i, j]) * V[j, o], (j, 1, n)) / causal,
            Sum(exp(X[i, j]) * V[j, o], (j, 1, i)) / Sum(exp(X[i, j]), (j, 1, i)),
            at_least(1, n) + within((i, n)),
            own_position_excluded=Sum(exp(X[i, j]) * V[j, o], (j, 1, i - 1))
            / Sum(exp(X[i, j]), (j, 1, i)),
            full_partition=Sum(exp(X[i, j]) * V[j, o], (j, 1, i)) / Sum(exp(X[i, j]), (j, 1, n)),
        ),
        *stated(
            "causal attention does not see later keys",
            Derivative(
                Sum(exp(X[i, j]) * V[j, o], (j, 1, i)) / Sum(exp(X[i, j]), (j, 1, i)), V[k, o]
            ),
            iverson(k <= i) * exp(X[i, k]) / Sum(exp(X[i, j]), (j, 1, i)),
            at_least(1, n, k) + within((i, n)),
            mask_reversed=iverson(k >= i) * exp(X[i, k]) / Sum(exp(X[i, j]), (j, 1, i)),
        ),
        *stated(
            "attention restricted to a band around the diagonal",
            Sum(iverson((j >= i - r) & (j <= i + r)) * X[i, j] * V[j, o], (j, 1, n)),
            Sum(iverson((i + t >= 1) & (i + t <= n)) * X[i, i + t] * V[i + t, o], (t, -r, r)),
            [*at_least(1, n), r >= 0, *within((i, n))],
            band_not_cut_at_the_border=Sum(X[i, i + t] * V[i + t, o], (t, -r, r)),
        ),
        *stated(
            "masked keys get no weight",
            Sum(iverson(j > p) * iverson(j <= p) * exp(X[i, j]), (j, 1, n)),
            0,
            at_least(1, n),
            boundary_counted_twice=iverson((p >= 1) & (p <= n)) * exp(X[i, p]),
        ),
    ]


def _gradients() -> list[Identity]:
    mean_key = Sum(_weight(p, l) * K[l, q], (l, 1, n))
    return [
        *stated(
            "gradient of attention by a value",
            Derivative(Sum(G[i, o] * _output(i, o), (i, 1, m), (o, 1, r)), V[p, q]),
            Sum(G[i, q] * _weight(i, p), (i, 1, m)),
            [*_SIZES, r >= 1, *within((p, n), (q, r))],
            weights_transposed=Sum(G[i, q] * _weight(p, i), (i, 1, m)),
        ),
        *stated(
            "gradient of an attention weight by a query",
            Derivative(_weight(p, j), Q[p, q]),
            beta * _weight(p, j) * (K[j, q] - mean_key),
            [*_SIZES, *within((p, m), (j, n), (q, d))],
            scale_lost=_weight(p, j) * (K[j, q] - mean_key),
            mean_not_subtracted=beta * _weight(p, j) * K[j, q],
        ),
        *stated(
            "an attention weight does not depend on the query of another row",
            Derivative(_weight(i, j), Q[p, q]),
            KroneckerDelta(i, p) * beta * _weight(p, j) * (K[j, q] - mean_key),
            [*_SIZES, *within((i, m), (p, m), (j, n), (q, d))],
            delta_forgotten=beta * _weight(p, j) * (K[j, q] - mean_key),
        ),
        *stated(
            "gradient of an attention weight by a key",
            Derivative(_weight(i, j), K[p, q]),
            beta * _weight(i, j) * (KroneckerDelta(j, p) - _weight(i, p)) * Q[i, q],
            [*_SIZES, *within((i, m), (j, n), (p, n), (q, d))],
            sign_of_the_mean=beta
            * _weight(i, j)
            * (KroneckerDelta(j, p) + _weight(i, p))
            * Q[i, q],
            key_instead_of_query=beta
            * _weight(i, j)
            * (KroneckerDelta(j, p) - _weight(i, p))
            * K[p, q],
        ),
        *stated(
            "gradient of the attention output by a query is a covariance",
            Derivative(_output(p, o), Q[p, q]),
            beta * (Sum(_weight(p, j) * V[j, o] * K[j, q], (j, 1, n)) - _output(p, o) * mean_key),
            [*_SIZES, *within((p, m), (q, d))],
            second_moment_only=beta * Sum(_weight(p, j) * V[j, o] * K[j, q], (j, 1, n)),
        ),
        *stated(
            "self-attention with shared weights: scores are a bilinear form",
            Sum(Sum(W[a, c] * X[i, a], (a, 1, m)) * Sum(U[b, c] * X[j, b], (b, 1, m)), (c, 1, d)),
            Sum(X[i, a] * Sum(W[a, c] * U[b, c], (c, 1, d)) * X[j, b], (a, 1, m), (b, 1, m)),
            _SIZES,
            projections_exchanged=Sum(
                X[i, a] * Sum(U[a, c] * W[b, c], (c, 1, d)) * X[j, b], (a, 1, m), (b, 1, m)
            ),
        ),
    ]


def _heads() -> list[Identity]:
    linear = Sum(K[j, c] * V[j, o], (j, 1, n))
    return [
        *stated(
            "concatenating heads is a flat channel index",
            Sum(
                Sum(
                    A[h, i, j] * V[j, d * (h - 1) + c] * W[d * (h - 1) + c, o], (j, 1, n), (c, 1, d)
                ),
                (h, 1, m),
            ),
            Sum(W[t, o] * Sum(A[floor((t - 1) / d) + 1, i, j] * V[j, t], (j, 1, n)), (t, 1, m * d)),
            _SIZES,
            head_read_modulo=Sum(
                W[t, o] * Sum(A[Mod(t - 1, d) + 1, i, j] * V[j, t], (j, 1, n)), (t, 1, m * d)
            ),
        ),
        *stated(
            "linear attention in either order",
            Sum(Sum(Q[i, c] * K[j, c], (c, 1, d)) * V[j, o], (j, 1, n)),
            Sum(Q[i, c] * linear, (c, 1, d)),
            _SIZES,
            keys_transposed=Sum(Q[i, c] * Sum(K[c, j] * V[j, o], (j, 1, n)), (c, 1, d)),
        ),
        *stated(
            "normalised linear attention with exponential features",
            Sum(Sum(exp(Q[i, c] + K[j, c]), (c, 1, d)) * V[j, o], (j, 1, n))
            / Sum(exp(Q[i, c] + K[j, c]), (c, 1, d), (j, 1, n)),
            Sum(exp(Q[i, c]) * Sum(exp(K[j, c]) * V[j, o], (j, 1, n)), (c, 1, d))
            / Sum(exp(Q[i, c]) * Sum(exp(K[j, c]), (j, 1, n)), (c, 1, d)),
            _SIZES,
            partition_factorised=Sum(
                exp(Q[i, c]) * Sum(exp(K[j, c]) * V[j, o], (j, 1, n)), (c, 1, d)
            )
            / (Sum(exp(Q[i, c]), (c, 1, d)) * Sum(exp(K[j, c]), (j, 1, n), (c, 1, d))),
        ),
        *stated(
            "causal linear attention as a running state",
            Sum(iverson(j <= i) * Sum(Q[i, c] * K[j, c], (c, 1, d)) * V[j, o], (j, 1, n)),
            Sum(Q[i, c] * Sum(K[j, c] * V[j, o], (j, 1, i - 1)), (c, 1, d))
            + Sum(Q[i, c] * K[i, c], (c, 1, d)) * V[i, o],
            [*_SIZES, *within((i, n))],
            own_term_forgotten=Sum(Q[i, c] * Sum(K[j, c] * V[j, o], (j, 1, i - 1)), (c, 1, d)),
        ),
        *stated(
            "heads summed after their own output projections",
            Sum(
                Sum(
                    A[h, i, j] * X[j, a] * Sum(C[h, a, c] * D[h, c, o], (c, 1, d)),
                    (j, 1, n),
                    (a, 1, r),
                ),
                (h, 1, m),
            ),
            Sum(
                D[h, c, o] * A[h, i, j] * Sum(X[j, a] * C[h, a, c], (a, 1, r)),
                (j, 1, n),
                (c, 1, d),
                (h, 1, m),
            ),
            [*_SIZES, r >= 1],
            one_head_for_all=Sum(
                D[1, c, o] * A[h, i, j] * Sum(X[j, a] * C[h, a, c], (a, 1, r)),
                (j, 1, n),
                (c, 1, d),
                (h, 1, m),
            ),
        ),
    ]


IDENTITIES: list[Identity] = [*_rows(), *_masks(), *_gradients(), *_heads()]
