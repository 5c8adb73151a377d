"""Arrays with shapes: layers, attention and recurrences whose indices have to stay in range."""

from sympy import Derivative, Eq, Expr, IndexedBase, KroneckerDelta, Le, Mod, Sum, exp, floor, tanh

from symderive import iverson
from tests.corpus.identity import Identity, at_least, false_sibling, stated, within
from tests.corpus.symbols import (
    a,
    alpha,
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
    k1,
    k2,
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
    v,
)


def _array(name: str, *shape: Expr) -> IndexedBase:
    return IndexedBase(name, shape=shape)


def _convolutions() -> list[Identity]:
    rows, columns = s * (m - 1) + k1, s * (n - 1) + k2
    X, W, Y = _array("X", rows, columns), _array("W", k1, k2), _array("Y", m, n)
    layer = Sum(W[u, v] * X[s * (i - 1) + u, s * (j - 1) + v], (u, 1, k1), (v, 1, k2))
    flat = _array("z", k1 * k2)
    patches = Sum(
        flat[k2 * (u - 1) + v] * X[s * (i - 1) + u, s * (j - 1) + v], (u, 1, k1), (v, 1, k2)
    )
    unfolded = Sum(
        flat[a] * X[s * (i - 1) + floor((a - 1) / k2) + 1, s * (j - 1) + Mod(a - 1, k2) + 1],
        (a, 1, k1 * k2),
    )
    G, H = _array("G", g * p, q, k), _array("H", g * q, n + k - 1)
    block = Sum(G[p * (b - 1) + r, c, t] * H[q * (b - 1) + c, i + t - 1], (c, 1, q), (t, 1, k))
    by_floor = Sum(G[o, c, t] * H[q * floor((o - 1) / p) + c, i + t - 1], (c, 1, q), (t, 1, k))
    x, w, y = _array("x", n), _array("w", k), _array("y", s * n)
    spread = Sum(x[i] * w[a] * iverson(Eq(u, s * (i - 1) + a)), (i, 1, n), (a, 1, k))
    image = _array("I", h, d)
    padded = Sum(
        W[u, v]
        * image[i + u - 1 - p, j + v - 1 - p]
        * iverson(Le(1, i + u - 1 - p) & Le(i + u - 1 - p, h))
        * iverson(Le(1, j + v - 1 - p) & Le(j + v - 1 - p, d)),
        (u, 1, k1),
        (v, 1, k2),
    )
    sizes = at_least(1, s, m, n, k1, k2)
    padded_truth = stated(
        "the sum of a padded convolution counts each pixel once for each tap that sees it",
        Sum(padded, (i, 1, h + 2 * p - k1 + 1), (j, 1, d + 2 * p - k2 + 1)),
        Sum(
            image[a, b]
            * Sum(
                W[u, v]
                * iverson(Le(1, a + p + 1 - u) & Le(a + p + 1 - u, h + 2 * p - k1 + 1))
                * iverson(Le(1, b + p + 1 - v) & Le(b + p + 1 - v, d + 2 * p - k2 + 1)),
                (u, 1, k1),
                (v, 1, k2),
            ),
            (a, 1, h),
            (b, 1, d),
        ),
        [*at_least(1, h, d, k1, k2), p >= 0, h + 2 * p >= k1, d + 2 * p >= k2],
        columns_counted_like_rows=Sum(
            image[a, b]
            * Sum(
                W[u, v] * iverson(Le(1, a + p + 1 - u) & Le(a + p + 1 - u, h + 2 * p - k1 + 1)),
                (u, 1, k1),
                (v, 1, k2),
            ),
            (a, 1, h),
            (b, 1, d),
        ),
    )
    gradient = stated(
        "gradient of a strided layer of planes by a pixel, with shapes",
        Derivative(Sum(Y[i, j] * layer, (i, 1, m), (j, 1, n)), X[a, b]),
        Sum(
            Y[i, j]
            * W[a - s * (i - 1), b - s * (j - 1)]
            * iverson(Le(1, a - s * (i - 1)) & Le(a - s * (i - 1), k1))
            * iverson(Le(1, b - s * (j - 1)) & Le(b - s * (j - 1), k2)),
            (i, 1, m),
            (j, 1, n),
        ),
        [*sizes, *within((a, rows), (b, columns))],
        guards_forgotten=Sum(Y[i, j] * W[a - s * (i - 1), b - s * (j - 1)], (i, 1, m), (j, 1, n)),
    )
    return [
        *gradient,
        false_sibling(
            gradient[0], "one more column", given=[*sizes, *within((a, rows), (b, columns + 1))]
        ),
        *stated(
            "unfolded patches of a strided layer read inside the image",
            unfolded,
            patches,
            [*sizes, *within((i, m), (j, n))],
            radix_of_the_rows=Sum(
                flat[k1 * (u - 1) + v] * X[s * (i - 1) + u, s * (j - 1) + v],
                (u, 1, k1),
                (v, 1, k2),
            ),
        ),
        *stated(
            "a grouped convolution stays inside the channels of its group",
            by_floor.subs(o, p * (b - 1) + r),
            block,
            [*at_least(1, g, p, q, k, n), *within((r, p), (b, g), (i, n))],
            next_group=Sum(
                G[p * (b - 1) + r, c, t] * H[q * b + c, i + t - 1], (c, 1, q), (t, 1, k)
            ),
        ),
        *stated(
            "a transposed convolution with kernel no longer than the stride fills disjoint blocks",
            Sum(y[u] * spread, (u, 1, s * n)),
            Sum(y[s * (i - 1) + a] * x[i] * w[a], (i, 1, n), (a, 1, k)),
            [*at_least(1, n, k), s >= k],
            kernel_longer_than_the_stride=Sum(y[s * i + a] * x[i] * w[a], (i, 1, n), (a, 1, k)),
        ),
        *padded_truth,
    ]


def _attention() -> list[Identity]:
    Q, K = _array("Q", n, h * d), _array("K", n, h * d)
    V, W = _array("V", n, h * c), _array("W", o, h * c)
    part = Sum(Q[i, d * (g - 1) + e] * K[j, d * (g - 1) + e], (e, 1, d))
    top = exp(beta * part)
    head = Sum(top * V[j, c * (g - 1) + f], (j, 1, n)) / Sum(top, (j, 1, n))
    output = Sum(W[l, c * (g - 1) + f] * head, (g, 1, h), (f, 1, c))
    given = [*at_least(1, n, h, d, c), *within((i, n), (l, o))]
    by_value = stated(
        "derivative of multi-head attention with flat heads by a value",
        Derivative(output, V[k, c * (a - 1) + b]),
        W[l, c * (a - 1) + b]
        * exp(beta * Sum(Q[i, d * (a - 1) + e] * K[k, d * (a - 1) + e], (e, 1, d)))
        / Sum(top.subs(g, a), (j, 1, n)),
        [*given, *within((k, n), (a, h), (b, c))],
        positions_exchanged=W[l, c * (a - 1) + b]
        * exp(beta * Sum(Q[k, d * (a - 1) + e] * K[i, d * (a - 1) + e], (e, 1, d)))
        / Sum(top.subs(g, a), (j, 1, n)),
    )
    past = Sum(Q[i, e] * K[j, e] * V[j, f], (e, 1, h * d), (j, 1, i))
    return [
        *by_value,
        false_sibling(
            by_value[0],
            "head index may be too large",
            given=[*given, *within((k, n), (b, c)), a >= 1],
        ),
        *stated(
            "causal linear attention with a window reads the last k tokens",
            Sum(Q[i, e] * K[j, e] * V[j, f] * iverson(i - j < k), (e, 1, h * d), (j, 1, i)),
            past - Sum(Q[i, e] * K[j, e] * V[j, f], (e, 1, h * d), (j, 1, i - k)),
            [*at_least(1, n, h, d, c, k), *within((i, n), (f, h * c))],
            window_one_longer=past
            - Sum(Q[i, e] * K[j, e] * V[j, f], (e, 1, h * d), (j, 1, i - k - 1)),
        ),
        *stated(
            "splitting the width of the heads in two halves",
            Sum(Q[i, e] * K[j, e], (e, 1, h * d)),
            Sum(Q[i, h * (b - 1) + a] * K[j, h * (b - 1) + a], (a, 1, h), (b, 1, d)),
            [*at_least(1, n, h, d), *within((i, n), (j, n))],
            wrong_stride=Sum(Q[i, h * (a - 1) + b] * K[j, h * (a - 1) + b], (a, 1, h), (b, 1, d)),
        ),
    ]


def _networks() -> list[Identity]:
    A, B = _array("A", m, n), _array("B", p, m)
    x, y, z = _array("x", n), _array("y", n), _array("z", p)
    hidden = tanh(Sum(A[b, a] * x[a], (a, 1, n)))
    loss = Sum((Sum(B[c, b] * hidden, (b, 1, m)) - z[c]) ** 2, (c, 1, p)) / 2
    error = Sum(B[c, b] * hidden, (b, 1, m)) - z[c]
    inner = stated(
        "gradient of a squared loss of two shaped layers by the inner weights",
        Derivative(loss, A[k, l]),
        Sum(error * B[c, k], (c, 1, p)) * (1 - tanh(Sum(A[k, a] * x[a], (a, 1, n))) ** 2) * x[l],
        [*at_least(1, m, n, p), *within((k, m), (l, n))],
        rows_and_columns_exchanged=Sum(error * B[c, k], (c, 1, p))
        * (1 - tanh(Sum(A[k, a] * x[a], (a, 1, n))) ** 2)
        * x[k],
    )
    windows = Sum(x[i] * x[i + k], (i, 1, n - k))
    smoothed = Sum(x[i + u], (u, -r, r)) / (2 * r + 1)
    steps = Sum((x[i + 1] - x[i]) * (y[i + 1] - y[i]), (i, 1, n - 1))
    return [
        *inner,
        false_sibling(
            inner[0],
            "row beyond the matrix",
            given=[*at_least(1, m, n, p), *within((k, m + 1), (l, n))],
        ),
        *stated(
            "gradient of an autocovariance at a lag by an entry",
            Derivative(windows, x[l]),
            x[l + k] * iverson(l <= n - k) + x[l - k] * iverson(l >= k + 1),
            [k >= 0, n >= k, *within((l, n))],
            brackets_forgotten=x[l + k] + x[l - k],
            upper_bracket_one_too_wide=x[l + k] * iverson(l <= n - k + 1)
            + x[l - k] * iverson(l >= k + 1),
        ),
        *stated(
            "the sum of centred moving averages inside the range",
            Sum(smoothed, (i, r + 1, n - r)),
            Sum(x[i + u], (i, r + 1, n - r), (u, -r, r)) / (2 * r + 1),
            [r >= 0, n >= 2 * r + 1],
            starts_at_the_first_entry=Sum(smoothed, (i, r, n - r)),
        ),
        *stated(
            "summation by parts of two shaped signals",
            steps,
            x[n] * (y[n] - y[n - 1])
            - x[1] * (y[2] - y[1])
            - Sum(x[i] * (y[i + 1] - 2 * y[i] + y[i - 1]), (i, 2, n - 1)),
            [n >= 2],
            boundary_included_in_the_sum=x[n] * (y[n] - y[n - 1])
            - x[1] * (y[2] - y[1])
            - Sum(x[i] * (y[i + 1] - 2 * y[i] + y[i - 1]), (i, 1, n)),
        ),
        *stated(
            "an identity block of a shaped Jacobian",
            Derivative(x[i] + alpha * Sum(A[b, i] * hidden, (b, 1, m)), x[l]),
            KroneckerDelta(i, l) + alpha * Sum(A[b, i] * (1 - hidden**2) * A[b, l], (b, 1, m)),
            [*at_least(1, m), *within((i, n), (l, n))],
            not_tied=KroneckerDelta(i, l) + alpha * Sum((1 - hidden**2) * A[b, l], (b, 1, m)),
        ),
    ]


def _flattened() -> list[Identity]:
    X, Y = _array("X", m, n), _array("Y", n, m)
    x, y = _array("x", m * n), _array("y", m * n * p)
    T = _array("T", m, n, p)
    whole = Sum(
        T[floor((a - 1) / (n * p)) + 1, Mod(floor((a - 1) / p), n) + 1, Mod(a - 1, p) + 1] * y[a],
        (a, 1, m * n * p),
    )
    return [
        *stated(
            "a tensor of three axes read from its flat index",
            whole,
            Sum(T[i, j, k] * y[n * p * (i - 1) + p * (j - 1) + k], (i, 1, m), (j, 1, n), (k, 1, p)),
            at_least(1, m, n, p),
            middle_stride=Sum(
                T[i, j, k] * y[n * p * (i - 1) + m * (j - 1) + k], (i, 1, m), (j, 1, n), (k, 1, p)
            ),
        ),
        *stated(
            "a matrix listed by columns against its transpose listed by rows",
            Sum(
                X[Mod(a - 1, m) + 1, floor((a - 1) / m) + 1]
                * Y[floor((a - 1) / m) + 1, Mod(a - 1, m) + 1],
                (a, 1, m * n),
            ),
            Sum(X[i, j] * Y[j, i], (i, 1, m), (j, 1, n)),
            at_least(1, m, n),
            transposed_listing=Sum(
                X[Mod(a - 1, n) + 1, floor((a - 1) / n) + 1]
                * Y[floor((a - 1) / n) + 1, Mod(a - 1, n) + 1],
                (a, 1, m * n),
            ),
        ),
        *stated(
            "gradient of a loss on a reshaped vector by a flat entry",
            Derivative(
                Sum(X[i, j] * tanh(x[n * (i - 1) + j]), (i, 1, m), (j, 1, n)), x[n * (k - 1) + l]
            ),
            X[k, l] * (1 - tanh(x[n * (k - 1) + l]) ** 2),
            [*within((k, m), (l, n))],
            column_listing=X[k, l] * (1 - tanh(x[m * (l - 1) + k]) ** 2),
        ),
        *stated(
            "a window of a flat image is a window of its rows",
            Sum(x[n * (i + u - 2) + j + v - 1], (u, 1, r), (v, 1, r)),
            Sum(x[n * (i - 1) + j + n * (a - 1) + b - 1], (b, 1, r), (a, 1, r)),
            [*at_least(1, r, m, n), *within((i, m - r + 1), (j, n - r + 1))],
            window_leaves_the_image=Sum(x[n * (i + u - 1) + j + v - 1], (u, 1, r), (v, 1, r)),
        ),
        *stated(
            "column sums of a flat matrix",
            Sum(x[n * (i - 1) + j], (i, 1, m)),
            Sum(x[a] * iverson(Eq(Mod(a - 1, n), j - 1)), (a, 1, m * n)),
            [*at_least(1, m), *within((j, n))],
            remainder_not_shifted=Sum(x[a] * iverson(Eq(Mod(a, n), j - 1)), (a, 1, m * n)),
        ),
        *stated(
            "downsampling a flat even matrix by two in both directions",
            Sum(X[2 * i - 1, 2 * j], (i, 1, floor(m / 2)), (j, 1, floor(n / 2))),
            Sum(X[i, j] * iverson(Eq(Mod(i, 2), 1) & Eq(Mod(j, 2), 0)), (i, 1, m), (j, 1, n))
            - Sum(X[m, j] * iverson(Eq(Mod(m, 2), 1) & Eq(Mod(j, 2), 0)), (j, 1, n)),
            at_least(1, m, n),
            odd_last_row_kept=Sum(
                X[i, j] * iverson(Eq(Mod(i, 2), 1) & Eq(Mod(j, 2), 0)), (i, 1, m), (j, 1, n)
            ),
        ),
        *stated(
            "an image turned by half a turn against its mirror image",
            Sum(X[i, j] * X[m + 1 - i, j], (i, 1, m), (j, 1, n)),
            Sum(X[m + 1 - i, n + 1 - j] * X[i, n + 1 - j], (i, 1, m), (j, 1, n)),
            at_least(1, m, n),
            one_past_the_end=Sum(X[m + 1 - i, n + 2 - j] * X[i, n + 1 - j], (i, 1, m), (j, 1, n)),
        ),
    ]


IDENTITIES: list[Identity] = [*_convolutions(), *_attention(), *_networks(), *_flattened()]
