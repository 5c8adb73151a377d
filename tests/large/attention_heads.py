"""Attention: heads as flat dimensions, masks, gradients by queries, keys, values, temperature."""

from sympy import Derivative, Expr, KroneckerDelta, Le, Sum, exp

from symderive import iverson
from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    K,
    Q,
    U,
    V,
    W,
    X,
    Y,
    a,
    b,
    beta,
    c,
    d,
    e,
    f,
    g,
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
    s,
    t,
    u,
    w,
    x,
    y,
)


def _score(row: Expr, column: Expr) -> Expr:
    return beta * Sum(Q[row, e] * K[column, e], (e, 1, d))


def _weight(row: Expr, column: Expr) -> Expr:
    return exp(_score(row, column)) / Sum(exp(_score(row, j)), (j, 1, n))


def _output(row: Expr, column: Expr) -> Expr:
    return Sum(_weight(row, l) * V[l, column], (l, 1, n))


def _gradients() -> list[Identity]:
    loss = Sum(Y[i, c] * _output(i, c), (i, 1, m), (c, 1, q))
    given = [*at_least(1, n, m, q)]
    keys = beta * Sum(
        Y[i, c] * _weight(i, k) * (V[k, c] - _output(i, c)) * Q[i, f], (i, 1, m), (c, 1, q)
    )
    queries = beta * Sum(
        Y[s, c] * _weight(s, l) * (V[l, c] - _output(s, c)) * K[l, f], (l, 1, n), (c, 1, q)
    )
    return [
        *stated(
            "gradient of a loss on cross attention by a key",
            Derivative(loss, K[k, f]),
            keys,
            [*given, *within((k, n), (f, d))],
            mean_value_lost=beta
            * Sum(Y[i, c] * _weight(i, k) * V[k, c] * Q[i, f], (i, 1, m), (c, 1, q)),
        ),
        *stated(
            "gradient of a loss on cross attention by a query",
            Derivative(loss, Q[s, f]),
            queries,
            [*given, *within((s, m), (f, d))],
            inverse_temperature_lost=Sum(
                Y[s, c] * _weight(s, l) * (V[l, c] - _output(s, c)) * K[l, f],
                (l, 1, n),
                (c, 1, q),
            ),
        ),
        *stated(
            "Jacobian of cross attention by a value",
            Derivative(_output(i, c), V[k, f]),
            _weight(i, k) * KroneckerDelta(c, f),
            [*given, *within((k, n))],
            transposed_weight=_weight(k, i) * KroneckerDelta(c, f),
        ),
        *stated(
            "Jacobian of cross attention by a key: a covariance of values",
            Derivative(_output(i, c), K[k, f]),
            beta * Q[i, f] * _weight(i, k) * Sum(_weight(i, l) * (V[k, c] - V[l, c]), (l, 1, n)),
            [*given, *within((k, n), (f, d))],
            differences_reversed=beta
            * Q[i, f]
            * _weight(i, k)
            * Sum(_weight(i, l) * (V[l, c] - V[k, c]), (l, 1, n)),
        ),
        *stated(
            "derivative of attention by the inverse temperature",
            Derivative(_output(i, c), beta),
            Sum(
                _weight(i, l)
                * V[l, c]
                * (
                    Sum(Q[i, e] * K[l, e], (e, 1, d))
                    - Sum(_weight(i, j) * Sum(Q[i, e] * K[j, e], (e, 1, d)), (j, 1, n))
                ),
                (l, 1, n),
            ),
            given,
            scores_not_centred=Sum(
                _weight(i, l) * V[l, c] * Sum(Q[i, e] * K[l, e], (e, 1, d)), (l, 1, n)
            ),
        ),
        *stated(
            "gradient of self-attention logits by a projection matrix",
            Derivative(
                Sum(
                    Y[i, j] * X[i, a] * W[a, e] * U[b, e] * X[j, b],
                    (i, 1, n),
                    (j, 1, n),
                    (a, 1, m),
                    (b, 1, m),
                    (e, 1, d),
                ),
                W[p, f],
            ),
            Sum(X[i, p] * Y[i, j] * X[j, b] * U[b, f], (i, 1, n), (j, 1, n), (b, 1, m)),
            [*at_least(1, n), *within((p, m), (f, d))],
            weights_transposed=Sum(
                X[i, p] * Y[j, i] * X[j, b] * U[b, f], (i, 1, n), (j, 1, n), (b, 1, m)
            ),
        ),
        *stated(
            "key gradients along a common shift vanish",
            Sum(Derivative(Sum(Y[i, c] * _output(i, c), (i, 1, m), (c, 1, q)), K[k, f]), (k, 1, n)),
            0,
            [*given, *within((f, d))],
            sum=beta,
        ),
    ]


def _heads() -> list[Identity]:
    by_head = exp(beta * Sum(Q[i, d * (h - 1) + e] * K[j, d * (h - 1) + e], (e, 1, d)))
    by_last = exp(beta * Sum(Q[i, d * (h - 1) + e] * K[l, d * (h - 1) + e], (e, 1, d)))
    head = Sum(by_head * V[j, d * (h - 1) + g], (j, 1, n)) / Sum(by_last, (l, 1, n))
    flat = 1 + (a - 1 - (a - 1) % d) / d
    block = (a - 1 - (a - 1) % d) / d + 1
    mixed = Sum(
        W[o, a]
        * Sum(
            exp(beta * Sum(Q[i, d * (block - 1) + e] * K[j, d * (block - 1) + e], (e, 1, d)))
            * V[j, a],
            (j, 1, n),
        )
        / Sum(
            exp(beta * Sum(Q[i, d * (flat - 1) + e] * K[l, d * (flat - 1) + e], (e, 1, d))),
            (l, 1, n),
        ),
        (a, 1, d * m),
    )
    scores = Sum(
        Sum(
            X[i, a] * W[a, e] * iverson((e > d * (h - 1)) & (e <= d * h)) * U[b, e] * X[j, b],
            (e, 1, d * m),
        ),
        (a, 1, q),
        (b, 1, q),
    )
    return [
        *stated(
            "the output projection of concatenated heads is a sum over heads",
            mixed,
            Sum(W[o, d * (h - 1) + g] * head, (h, 1, m), (g, 1, d)),
            at_least(1, d, m, n),
            heads_interleaved=Sum(W[o, m * (g - 1) + h] * head, (h, 1, m), (g, 1, d)),
        ),
        *stated(
            "scores of one head from a masked flat projection",
            scores,
            Sum(
                X[i, a] * W[a, d * (h - 1) + e] * U[b, d * (h - 1) + e] * X[j, b],
                (a, 1, q),
                (b, 1, q),
                (e, 1, d),
            ),
            [*at_least(1, d, q), *within((h, m))],
            previous_head=Sum(
                X[i, a] * W[a, d * (h - 2) + e] * U[b, d * (h - 2) + e] * X[j, b],
                (a, 1, q),
                (b, 1, q),
                (e, 1, d),
            ),
        ),
        *stated(
            "the scores of all heads add up to the scores of the full width",
            Sum(Q[i, d * (h - 1) + e] * K[j, d * (h - 1) + e], (h, 1, m), (e, 1, d)),
            Sum(Q[i, a] * K[j, a], (a, 1, d * m)),
            at_least(1, d, m),
            one_head_missing=Sum(Q[i, a] * K[j, a], (a, 1, d * (m - 1))),
        ),
        *stated(
            "grouped queries share the keys of their group",
            Sum(
                Q[i, h, e] * K[j, (h - 1 - (h - 1) % r) / r + 1, e] * w[h],
                (h, 1, r * g),
                (e, 1, d),
            ),
            Sum(
                Sum(Q[i, r * (b - 1) + c, e] * w[r * (b - 1) + c], (c, 1, r)) * K[j, b, e],
                (b, 1, g),
                (e, 1, d),
            ),
            at_least(1, r, g, d),
            groups_interleaved=Sum(
                Sum(Q[i, g * (c - 1) + b, e] * w[g * (c - 1) + b], (c, 1, r)) * K[j, b, e],
                (b, 1, g),
                (e, 1, d),
            ),
        ),
    ]


def _masks() -> list[Identity]:
    causal = Sum(iverson(Le(j, i)) * exp(_score(i, j)) * V[j, c], (j, 1, n)) / Sum(
        iverson(Le(j, i)) * exp(_score(i, j)), (j, 1, n)
    )
    short = Sum(exp(_score(i, j)) * V[j, c], (j, 1, i)) / Sum(exp(_score(i, j)), (j, 1, i))
    past = exp(x[j]) * V[j, c]
    state = Sum(past, (j, 1, k)) / Sum(exp(x[j]), (j, 1, k))
    kernel = Sum(A[i, f] * B[j, f], (f, 1, r))
    slow = Sum(iverson(Le(j, i)) * kernel * V[j, c], (j, 1, n))
    return [
        *stated(
            "derivative of causal attention by a value: only the past is seen",
            Derivative(causal, V[k, c]),
            iverson(Le(k, i)) * exp(_score(i, k)) / Sum(exp(_score(i, j)), (j, 1, i)),
            [*at_least(1, n), *within((k, n), (i, n))],
            strict_mask=iverson(k < i) * exp(_score(i, k)) / Sum(exp(_score(i, j)), (j, 1, i)),
        ),
        *stated(
            "derivative of causal attention by a key",
            Derivative(causal, K[k, f]),
            iverson(Le(k, i))
            * beta
            * Q[i, f]
            * exp(_score(i, k))
            / Sum(exp(_score(i, j)), (j, 1, i))
            * (V[k, c] - short),
            [*at_least(1, n), *within((k, n), (i, n), (f, d))],
            mask_forgotten=beta
            * Q[i, f]
            * exp(_score(i, k))
            / Sum(exp(_score(i, j)), (j, 1, i))
            * (V[k, c] - short),
        ),
        *stated(
            "streaming attention: one more token updates the mean of the values",
            Sum(past, (j, 1, k + 1)) / Sum(exp(x[j]), (j, 1, k + 1)),
            state + exp(x[k + 1]) / Sum(exp(x[j]), (j, 1, k + 1)) * (V[k + 1, c] - state),
            at_least(1, k),
            weight_of_the_old_partition=state
            + exp(x[k + 1]) / Sum(exp(x[j]), (j, 1, k)) * (V[k + 1, c] - state),
        ),
        *stated(
            "causal linear attention by blocks: the state before, and inside the block",
            slow.subs(i, t * (b - 1) + s),
            Sum(A[t * (b - 1) + s, f] * B[j, f] * V[j, c], (f, 1, r), (j, 1, t * (b - 1)))
            + Sum(
                A[t * (b - 1) + s, f] * B[t * (b - 1) + u, f] * V[t * (b - 1) + u, c],
                (f, 1, r),
                (u, 1, s),
            ),
            [*at_least(1, t, r, b), *within((s, t)), n >= t * b],
            own_token_left_out=Sum(
                A[t * (b - 1) + s, f] * B[j, f] * V[j, c], (f, 1, r), (j, 1, t * (b - 1))
            )
            + Sum(
                A[t * (b - 1) + s, f] * B[t * (b - 1) + u, f] * V[t * (b - 1) + u, c],
                (f, 1, r),
                (u, 1, s - 1),
            ),
        ),
        *stated(
            "relative positions: scores along a diagonal",
            Sum(exp(w[i - j]) * x[i] * y[j], (i, 1, n), (j, 1, n)),
            Sum(
                exp(w[t]) * Sum(x[j + t] * y[j] * iverson((j + t >= 1) & (j + t <= n)), (j, 1, n)),
                (t, 1 - n, n - 1),
            ),
            at_least(1, n),
            one_diagonal_missing=Sum(
                exp(w[t]) * Sum(x[j + t] * y[j] * iverson((j + t >= 1) & (j + t <= n)), (j, 1, n)),
                (t, 1 - n, n - 2),
            ),
        ),
        *stated(
            "a sink token shrinks all weights",
            Sum(exp(x[j]) * y[j], (j, 1, n)) / (1 + Sum(exp(x[j]), (j, 1, n))),
            Sum(exp(x[j]) * y[j], (j, 1, n))
            / Sum(exp(x[j]), (j, 1, n))
            * (1 - 1 / (1 + Sum(exp(x[j]), (j, 1, n)))),
            at_least(1, n),
            sink_weight_not_removed=Sum(exp(x[j]) * y[j], (j, 1, n))
            / Sum(exp(x[j]), (j, 1, n))
            * (1 + 1 / (1 + Sum(exp(x[j]), (j, 1, n)))),
        ),
    ]


IDENTITIES: list[Identity] = [*_gradients(), *_heads(), *_masks()]
