"""Networks of three and more layers: gradients by inner weights, second derivatives, mixtures."""

from sympy import Derivative, Expr, Function, KroneckerDelta, Subs, Sum, exp, log, tanh

from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    C,
    D,
    F,
    H,
    N,
    U,
    V,
    W,
    X,
    Y,
    a,
    alpha,
    b,
    bias,
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
    lam,
    m,
    n,
    o,
    p,
    q,
    r,
    s,
    t,
    target,
    u,
    w,
    x,
    y,
    z,
)

G = Function("G")


def _sigmoid(argument: Expr) -> Expr:
    return 1 / (1 + exp(-argument))


def _slope(function: Function, at: Expr, order: int = 1) -> Expr:
    """A derivative of an unknown function at a point."""
    return Subs(Derivative(function(u), (u, order)), u, at)


def _first(unit: Expr) -> Expr:
    return Sum(A[unit, a] * x[a], (a, 1, m)) + bias[unit]


def _second(unit: Expr) -> Expr:
    return Sum(B[unit, b] * F(_first(b)), (b, 1, n))


def _third(unit: Expr) -> Expr:
    return Sum(C[unit, c] * G(_second(c)), (c, 1, p))


def _tanh_layers(unit: Expr) -> Expr:
    """Three layers of tanh, the last of them outside."""
    inner = tanh(Sum(A[b, a] * x[a], (a, 1, m)))
    middle = tanh(Sum(B[c, b] * inner, (b, 1, n)))
    return tanh(Sum(C[unit, c] * middle, (c, 1, p)))


def _unknown_activations() -> list[Identity]:
    output = Sum(w[d] * _sigmoid(_third(d)), (d, 1, q))
    through = w[d] * _sigmoid(_third(d)) * (1 - _sigmoid(_third(d)))
    path = Sum(through * C[d, c] * _slope(G, _second(c)) * B[c, k], (d, 1, q), (c, 1, p))
    wide = Sum(through * C[d, c] * _slope(G, _second(c)) * B[c, k], (d, 1, q), (c, 1, n))
    middle = Sum(through * C[d, k], (d, 1, q)) * _slope(G, _second(k)) * F(_first(l))
    given = [*at_least(1, m, n, p, q)]
    curvature = Sum(
        C[o, c] * B[c, b] * _slope(G, _second(c)) * _slope(F, _first(b), 2) * A[b, i] * A[b, j],
        (c, 1, p),
        (b, 1, n),
    )
    bend = Sum(
        C[o, c]
        * _slope(G, _second(c), 2)
        * Sum(B[c, b] * _slope(F, _first(b)) * A[b, i], (b, 1, n))
        * Sum(B[c, b] * _slope(F, _first(b)) * A[b, j], (b, 1, n)),
        (c, 1, p),
    )
    both = [*given, *within((i, m), (j, m))]
    return [
        *stated(
            "gradient of a network of four layers by the innermost weights",
            Derivative(output, A[k, l]),
            path * _slope(F, _first(k)) * x[l],
            [*given, *within((k, n), (l, m))],
            middle_width_taken_twice=wide * _slope(F, _first(k)) * x[l],
            wrong_input=path * _slope(F, _first(k)) * x[k],
        ),
        *stated(
            "gradient of a network of four layers by the weights of the second layer",
            Derivative(output, B[k, l]),
            middle,
            [*given, *within((k, p), (l, n))],
            activation_replaced_by_its_slope=Sum(through * C[d, k], (d, 1, q))
            * _slope(G, _second(k))
            * _slope(F, _first(l)),
        ),
        *stated(
            "gradient of a network of four layers by the innermost bias",
            Derivative(output, bias[k]),
            path * _slope(F, _first(k)),
            [*given, *within((k, n))],
            outer_slope_lost=Sum(
                w[d] * C[d, c] * _slope(G, _second(c)) * B[c, k], (d, 1, q), (c, 1, p)
            )
            * _slope(F, _first(k)),
        ),
        *stated(
            "second derivative of a network with two unknown activations by its inputs",
            Derivative(_third(o), x[i], x[j]),
            bend + curvature,
            both,
            curvature_of_the_outer_one_only=bend,
            curvature_of_the_inner_one_only=curvature,
        ),
    ]


def _tanh_networks() -> list[Identity]:
    inner = tanh(Sum(A[b, a] * x[a], (a, 1, m)))
    middle = tanh(Sum(B[c, b] * inner, (b, 1, n)))
    jacobian = Sum(
        (1 - _tanh_layers(o) ** 2) * C[o, c] * (1 - middle**2) * B[c, b] * (1 - inner**2) * A[b, i],
        (b, 1, n),
        (c, 1, p),
    )
    unsquared = Sum(
        (1 - _tanh_layers(o)) * C[o, c] * (1 - middle**2) * B[c, b] * (1 - inner**2) * A[b, i],
        (b, 1, n),
        (c, 1, p),
    )
    example = tanh(Sum(V[l, j] * X[r, j], (j, 1, m)))
    error = Sum(w[l] * example, (l, 1, n)) - target[r]
    loss = Sum(error**2, (r, 1, N)) / (2 * N) + lam * Sum(V[l, j] ** 2, (l, 1, n), (j, 1, m)) / 2
    ordinary = Sum(error * w[p] * (1 - example.subs(l, p) ** 2) * X[r, q], (r, 1, N)) / N
    widths = [*at_least(1, m, n, p), *within((i, m))]
    return [
        *stated(
            "Jacobian of three layers of tanh",
            Derivative(_tanh_layers(o), x[i]),
            jacobian,
            widths,
            last_slope_not_squared=unsquared,
        ),
        *stated(
            "gradient of the decayed batch loss of a hidden layer by its weights",
            Derivative(loss, V[p, q]),
            ordinary + lam * V[p, q],
            [*at_least(1, N), *within((p, n), (q, m))],
            decay_doubled=ordinary + 2 * lam * V[p, q],
        ),
        *stated(
            "a first order condition: the layer equation of Euler for linear networks",
            Sum(
                A[k, l]
                * Derivative(
                    Sum(
                        Y[d, a] * C[d, c] * B[c, b] * A[b, a],
                        (d, 1, q),
                        (c, 1, p),
                        (b, 1, n),
                        (a, 1, m),
                    ),
                    A[k, l],
                ),
                (k, 1, n),
                (l, 1, m),
            ),
            Sum(
                B[k, l]
                * Derivative(
                    Sum(
                        Y[d, a] * C[d, c] * B[c, b] * A[b, a],
                        (d, 1, q),
                        (c, 1, p),
                        (b, 1, n),
                        (a, 1, m),
                    ),
                    B[k, l],
                ),
                (k, 1, p),
                (l, 1, n),
            ),
            at_least(1, m, n, p, q),
            widths_exchanged=Sum(
                B[k, l]
                * Derivative(
                    Sum(
                        Y[d, a] * C[d, c] * B[c, b] * A[b, a],
                        (d, 1, q),
                        (c, 1, p),
                        (b, 1, n),
                        (a, 1, m),
                    ),
                    B[k, l],
                ),
                (k, 1, n),
                (l, 1, p),
            ),
        ),
        *stated(
            "deep linear networks: balancedness is conserved along the gradient",
            Sum(
                Derivative(
                    Sum(
                        (Sum(B[c, b] * A[b, a] * X[a, r], (b, 1, n), (a, 1, m)) - Y[c, r]) ** 2,
                        (c, 1, p),
                        (r, 1, N),
                    ),
                    A[i, k],
                )
                * A[j, k],
                (k, 1, m),
            ),
            Sum(
                B[k, i]
                * Derivative(
                    Sum(
                        (Sum(B[c, b] * A[b, a] * X[a, r], (b, 1, n), (a, 1, m)) - Y[c, r]) ** 2,
                        (c, 1, p),
                        (r, 1, N),
                    ),
                    B[k, j],
                ),
                (k, 1, p),
            ),
            [*at_least(1, m, n, p, N), *within((i, n), (j, n))],
            units_exchanged=Sum(
                B[k, j]
                * Derivative(
                    Sum(
                        (Sum(B[c, b] * A[b, a] * X[a, r], (b, 1, n), (a, 1, m)) - Y[c, r]) ** 2,
                        (c, 1, p),
                        (r, 1, N),
                    ),
                    B[k, i],
                ),
                (k, 1, p),
            ),
        ),
    ]


def _branches() -> list[Identity]:
    gate = exp(Sum(U[e, j] * x[j], (j, 1, m)))
    partition = Sum(gate, (e, 1, k))
    expert = Sum(V[e, j] * x[j], (j, 1, m))
    mixture = Sum(gate * expert, (e, 1, k)) / partition
    chosen = exp(Sum(U[g, j] * x[j], (j, 1, m))) / partition
    own = Sum(V[g, j] * x[j], (j, 1, m))
    residual = x[i] + Sum(B[i, b] * F(Sum(A[b, a] * x[a], (a, 1, n))), (b, 1, m))
    inner = Sum(A[b, a] * x[a], (a, 1, n))
    swish = Sum(U[b, a] * x[a], (a, 1, m))
    up = Sum(V[b, a] * x[a], (a, 1, m))
    gated = Sum(W[o, b] * swish * _sigmoid(swish) * up, (b, 1, n))
    gate_slope = _sigmoid(swish) * (1 + swish * (1 - _sigmoid(swish)))
    scores = Sum(C[d, c] * tanh(Sum(A[c, a] * x[a], (a, 1, m))), (c, 1, n))
    total = Sum(exp(scores), (d, 1, q))
    hidden = tanh(Sum(A[k, a] * x[a], (a, 1, m)))
    return [
        *stated(
            "gradient of a mixture of experts by a gate weight",
            Derivative(mixture, U[g, i]),
            chosen * (own - mixture) * x[i],
            [*at_least(1, k), *within((g, k), (i, m))],
            baseline_of_the_experts_lost=chosen * own * x[i],
        ),
        *stated(
            "gradient of a mixture of experts by an expert weight",
            Derivative(mixture, V[g, i]),
            chosen * x[i],
            [*at_least(1, k), *within((g, k), (i, m))],
            gate_not_divided=chosen * partition * x[i],
        ),
        *stated(
            "Jacobian of two residual blocks is the product of the two",
            Derivative(
                residual
                + Sum(D[i, c] * tanh(Sum(C[c, j] * residual.subs(i, j), (j, 1, n))), (c, 1, k)),
                x[l],
            ),
            Sum(
                (
                    KroneckerDelta(i, h)
                    + Sum(
                        D[i, c]
                        * (1 - tanh(Sum(C[c, j] * residual.subs(i, j), (j, 1, n))) ** 2)
                        * C[c, h],
                        (c, 1, k),
                    )
                )
                * (KroneckerDelta(h, l) + Sum(B[h, b] * _slope(F, inner) * A[b, l], (b, 1, m))),
                (h, 1, n),
            ),
            [*at_least(1, n, m, k), *within((i, n), (l, n))],
            one_path_only=KroneckerDelta(i, l)
            + Sum(
                Sum(
                    D[i, c]
                    * (1 - tanh(Sum(C[c, j] * residual.subs(i, j), (j, 1, n))) ** 2)
                    * C[c, h],
                    (c, 1, k),
                )
                * (KroneckerDelta(h, l) + Sum(B[h, b] * _slope(F, inner) * A[b, l], (b, 1, m))),
                (h, 1, n),
            ),
        ),
        *stated(
            "gradient of a gated feed-forward block by its input",
            Derivative(gated, x[j]),
            Sum(
                W[o, b] * (gate_slope * up * U[b, j] + swish * _sigmoid(swish) * V[b, j]),
                (b, 1, n),
            ),
            [*at_least(1, n), *within((j, m))],
            slope_of_the_gate_incomplete=Sum(
                W[o, b] * (_sigmoid(swish) * up * U[b, j] + swish * _sigmoid(swish) * V[b, j]),
                (b, 1, n),
            ),
        ),
        *stated(
            "gradient of the cross-entropy of a hidden layer of tanh by the inner weights",
            Derivative(log(total) - Sum(y[d] * scores, (d, 1, q)), A[k, l]),
            Sum((exp(scores) / total - y[d]) * C[d, k], (d, 1, q)) * (1 - hidden**2) * x[l],
            [*at_least(1, q), *within((k, n), (l, m))],
            targets_added=Sum((exp(scores) / total + y[d]) * C[d, k], (d, 1, q))
            * (1 - hidden**2)
            * x[l],
        ),
        *stated(
            "a shared embedding receives both gradients",
            Derivative(
                Sum(z[i] * tanh(Sum(W[i, e] * W[j, e] * alpha, (e, 1, d))), (i, 1, n)), W[k, f]
            ),
            alpha
            * Sum(
                z[i] * (1 - tanh(alpha * Sum(W[i, e] * W[j, e], (e, 1, d))) ** 2) * W[i, f],
                (i, 1, n),
            )
            * KroneckerDelta(j, k)
            + alpha * z[k] * (1 - tanh(alpha * Sum(W[k, e] * W[j, e], (e, 1, d))) ** 2) * W[j, f],
            [*within((k, n), (f, d), (j, n))],
            query_path_only=alpha
            * z[k]
            * (1 - tanh(alpha * Sum(W[k, e] * W[j, e], (e, 1, d))) ** 2)
            * W[j, f],
        ),
        *stated(
            "a parallel block splits into two thin ones",
            Sum(W[o, b] * tanh(Sum(V[b, a] * x[a], (a, 1, m))), (b, 1, n + s)),
            Sum(W[o, b] * tanh(Sum(V[b, a] * x[a], (a, 1, m))), (b, 1, n))
            + Sum(W[o, n + b] * tanh(Sum(V[n + b, a] * x[a], (a, 1, m))), (b, 1, s)),
            at_least(1, n, s, m),
            outer_columns_not_shifted=Sum(W[o, b] * tanh(Sum(V[b, a] * x[a], (a, 1, m))), (b, 1, n))
            + Sum(W[o, b] * tanh(Sum(V[n + b, a] * x[a], (a, 1, m))), (b, 1, s)),
        ),
        *stated(
            "directional second derivative of a network with an unknown activation",
            Sum(
                v_i
                * v_j
                * Derivative(Sum(w[b] * F(Sum(A[b, a] * x[a], (a, 1, n))), (b, 1, m)), x[i], x[j]),
                (i, 1, n),
                (j, 1, n),
            ),
            Sum(w[b] * _slope(F, inner, 2) * Sum(A[b, t] * H[t], (t, 1, n)) ** 2, (b, 1, m)),
            at_least(1, n, m),
            directions_squared_first=Sum(
                w[b] * _slope(F, inner, 2) * Sum(A[b, t] ** 2 * H[t] ** 2, (t, 1, n)), (b, 1, m)
            ),
        ),
    ]


v_i, v_j = H[i], H[j]

IDENTITIES: list[Identity] = [*_unknown_activations(), *_tanh_networks(), *_branches()]
