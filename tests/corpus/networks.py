"""Multilayer networks: gradients, Jacobians, Hessian-vector products, Gauss-Newton, residuals."""

from sympy import Derivative, Expr, KroneckerDelta, Subs, Sum, exp, log, tanh

from symderive import iverson

from .identity import Identity, at_least, stated, within
from .symbols import (
    A,
    F,
    U,
    V,
    W,
    X,
    a,
    b,
    bias,
    c,
    core,
    d,
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
    t,
    target,
    theta,
    w,
    x,
    y,
)


def _unit(row: Expr) -> Expr:
    return Sum(W[row, i] * x[i], (i, 1, n)) + bias[row]


def _output(row: Expr) -> Expr:
    return Sum(V[row, j] * tanh(_unit(j)), (j, 1, m))


def _prime(argument: Expr) -> Expr:
    """The derivative of the unknown function F at the argument."""
    return Subs(Derivative(F(theta), theta), theta, argument)


_SIZES = at_least(1, m, n, p)


def _two_layers() -> list[Identity]:
    loss = Sum((_output(k) - target[k]) ** 2, (k, 1, p)) / 2
    back = Sum((_output(k) - target[k]) * V[k, q], (k, 1, p))
    return [
        *stated(
            "gradient of the squared loss of a two-layer network by the inner weights",
            Derivative(loss, W[q, r]),
            back * (1 - tanh(_unit(q)) ** 2) * x[r],
            [*_SIZES, *within((q, m), (r, n))],
            outer_weights_transposed=Sum((_output(k) - target[k]) * V[q, k], (k, 1, p))
            * (1 - tanh(_unit(q)) ** 2)
            * x[r],
            slope_without_square=back * (1 - tanh(_unit(q))) * x[r],
        ),
        *stated(
            "gradient of the squared loss of a two-layer network by the outer weights",
            Derivative(loss, V[q, r]),
            (_output(q) - target[q]) * tanh(_unit(r)),
            [*_SIZES, *within((q, p), (r, m))],
            sign=(target[q] - _output(q)) * tanh(_unit(r)),
        ),
        *stated(
            "gradient of the squared loss of a two-layer network by the inner bias",
            Derivative(loss, bias[q]),
            back * (1 - tanh(_unit(q)) ** 2),
            [*_SIZES, *within((q, m))],
            summed_over_units=Sum(
                (_output(k) - target[k]) * V[k, j] * (1 - tanh(_unit(j)) ** 2), (k, 1, p), (j, 1, m)
            ),
        ),
        *stated(
            "Jacobian of a two-layer network",
            Derivative(_output(k), x[r]),
            Sum(V[k, j] * (1 - tanh(_unit(j)) ** 2) * W[j, r], (j, 1, m)),
            [*_SIZES, *within((k, p), (r, n))],
            inner_weights_transposed=Sum(V[k, j] * (1 - tanh(_unit(j)) ** 2) * W[r, j], (j, 1, m)),
        ),
        *stated(
            "Hessian of a two-layer network by its inputs",
            Derivative(_output(k), x[r], x[s]),
            -2
            * Sum(
                V[k, j] * tanh(_unit(j)) * (1 - tanh(_unit(j)) ** 2) * W[j, r] * W[j, s], (j, 1, m)
            ),
            [*_SIZES, *within((k, p), (r, n), (s, n))],
            sign=2
            * Sum(
                V[k, j] * tanh(_unit(j)) * (1 - tanh(_unit(j)) ** 2) * W[j, r] * W[j, s], (j, 1, m)
            ),
        ),
        *stated(
            "directional derivative of a two-layer network is the Jacobian times the direction",
            Sum(Derivative(_output(k), x[r]) * y[r], (r, 1, n)),
            Sum(V[k, j] * (1 - tanh(_unit(j)) ** 2) * Sum(W[j, r] * y[r], (r, 1, n)), (j, 1, m)),
            [*_SIZES, *within((k, p))],
            adjoint_instead=Sum(
                V[k, j] * (1 - tanh(_unit(j)) ** 2) * Sum(W[r, j] * y[r], (r, 1, n)), (j, 1, m)
            ),
        ),
    ]


def _second_order() -> list[Identity]:
    residual = Sum(X[i, t] * w[t], (t, 1, d)) - target[i]
    score = Sum(X[i, t] * w[t], (t, 1, d))
    sizes = at_least(1, n, d)
    return [
        *stated(
            "Gauss-Newton matrix of a linear model is its Hessian",
            Derivative(Sum(residual**2, (i, 1, n)) / 2, w[p], w[q]),
            Sum(X[i, p] * X[i, q], (i, 1, n)),
            [*sizes, *within((p, d), (q, d))],
            doubled=2 * Sum(X[i, p] * X[i, q], (i, 1, n)),
            gram_of_the_rows=Sum(X[p, i] * X[q, i], (i, 1, n)),
        ),
        *stated(
            "Hessian-vector product of logistic regression",
            Sum(Derivative(Sum(log(1 + exp(score)), (i, 1, n)), w[p], w[q]) * y[q], (q, 1, d)),
            Sum(
                X[i, p] * exp(score) / (1 + exp(score)) ** 2 * Sum(X[i, q] * y[q], (q, 1, d)),
                (i, 1, n),
            ),
            [*sizes, *within((p, d))],
            denominator_not_squared=Sum(
                X[i, p] * exp(score) / (1 + exp(score)) * Sum(X[i, q] * y[q], (q, 1, d)), (i, 1, n)
            ),
        ),
        *stated(
            "Hessian of a nonlinear least squares loss",
            Derivative(Sum((F(score) - target[i]) ** 2, (i, 1, n)) / 2, w[p], w[q]),
            Sum(
                X[i, p] * X[i, q] * (_prime(score) ** 2 + (F(score) - target[i]) * _second(score)),
                (i, 1, n),
            ),
            [*sizes, *within((p, d), (q, d))],
            gauss_newton_part_only=Sum(X[i, p] * X[i, q] * _prime(score) ** 2, (i, 1, n)),
        ),
        *stated(
            "Hessian of a quadratic form is the symmetrised matrix",
            Derivative(Sum(w[i] * A[i, j] * w[j], (i, 1, n), (j, 1, n)), w[p], w[q]),
            A[p, q] + A[q, p],
            [n >= 1, *within((p, n), (q, n))],
            matrix_taken_symmetric=2 * A[p, q],
        ),
        *stated(
            "third derivative of a cubic form",
            Derivative(
                Sum(core[i, j, k] * w[i] * w[j] * w[k], (i, 1, n), (j, 1, n), (k, 1, n)),
                w[p],
                w[q],
                w[r],
            ),
            core[p, q, r]
            + core[p, r, q]
            + core[q, p, r]
            + core[q, r, p]
            + core[r, p, q]
            + core[r, q, p],
            [n >= 1, *within((p, n), (q, n), (r, n))],
            cyclic_ones_only=2 * (core[p, q, r] + core[q, r, p] + core[r, p, q]),
        ),
        *stated(
            "Hessian of log-sum-exp applied to a vector",
            Sum(Derivative(log(Sum(exp(x[l]), (l, 1, n))), x[i], x[j]) * y[j], (j, 1, n)),
            exp(x[i])
            / Sum(exp(x[l]), (l, 1, n))
            * (y[i] - Sum(exp(x[l]) * y[l], (l, 1, n)) / Sum(exp(x[l]), (l, 1, n))),
            [n >= 1, *within((i, n))],
            mean_unnormalised=exp(x[i])
            / Sum(exp(x[l]), (l, 1, n))
            * (y[i] - Sum(exp(x[l]) * y[l], (l, 1, n))),
        ),
    ]


def _second(argument: Expr) -> Expr:
    """The second derivative of the unknown function F at the argument."""
    return Subs(Derivative(F(theta), theta, theta), theta, argument)


def _deep() -> list[Identity]:
    inner = Sum(W[a, i] * x[i], (i, 1, n))
    middle = Sum(V[b, a] * F(inner), (a, 1, m))
    outer = Sum(U[k, b] * F(middle), (b, 1, p))
    residual = x[k] + Sum(V[k, a] * tanh(Sum(W[a, i] * x[i], (i, 1, n))), (a, 1, m))
    skip = Sum(U[k, c] * residual.xreplace({k: c}), (c, 1, n))
    slope = 1 - tanh(Sum(W[a, i] * x[i], (i, 1, n))) ** 2
    return [
        *stated(
            "Jacobian of a three-layer network with an unknown activation",
            Derivative(outer, x[r]),
            Sum(U[k, b] * _prime(middle) * V[b, a] * _prime(inner) * W[a, r], (a, 1, m), (b, 1, p)),
            [*_SIZES, *within((r, n))],
            one_slope_lost=Sum(U[k, b] * V[b, a] * _prime(inner) * W[a, r], (a, 1, m), (b, 1, p)),
            middle_weights_transposed=Sum(
                U[k, b] * _prime(middle) * V[a, b] * _prime(inner) * W[a, r], (a, 1, m), (b, 1, p)
            ),
        ),
        *stated(
            "Jacobian of a residual block",
            Derivative(residual, x[r]),
            KroneckerDelta(k, r) + Sum(V[k, a] * slope * W[a, r], (a, 1, m)),
            [*at_least(1, m, n), *within((k, n), (r, n))],
            identity_forgotten=Sum(V[k, a] * slope * W[a, r], (a, 1, m)),
        ),
        *stated(
            "Jacobian of a linear map after a residual block",
            Derivative(skip, x[r]),
            U[k, r] + Sum(U[k, c] * V[c, a] * slope * W[a, r], (c, 1, n), (a, 1, m)),
            [*at_least(1, m, n), *within((k, n), (r, n))],
            skip_path_transposed=U[r, k]
            + Sum(U[k, c] * V[c, a] * slope * W[a, r], (c, 1, n), (a, 1, m)),
        ),
        *stated(
            "mixed derivative of a two-layer network by both weights",
            Derivative(_output(k), W[q, r], V[s, t]),
            KroneckerDelta(k, s) * KroneckerDelta(q, t) * (1 - tanh(_unit(q)) ** 2) * x[r],
            [*_SIZES, *within((k, p), (q, m), (r, n), (s, p), (t, m))],
            one_delta_lost=KroneckerDelta(k, s) * (1 - tanh(_unit(q)) ** 2) * x[r],
        ),
        *stated(
            "the gradient of a tied autoencoder has two parts",
            Derivative(
                Sum((Sum(W[a, i] * W[a, j] * x[j], (a, 1, m), (j, 1, n)) - x[i]) ** 2, (i, 1, n))
                / 2,
                W[q, r],
            ),
            Sum((Sum(W[a, i] * W[a, j] * x[j], (a, 1, m), (j, 1, n)) - x[i]) * W[q, i], (i, 1, n))
            * x[r]
            + (Sum(W[a, r] * W[a, j] * x[j], (a, 1, m), (j, 1, n)) - x[r])
            * Sum(W[q, j] * x[j], (j, 1, n)),
            [*at_least(1, m, n), *within((q, m), (r, n))],
            encoder_part_only=Sum(
                (Sum(W[a, i] * W[a, j] * x[j], (a, 1, m), (j, 1, n)) - x[i]) * W[q, i], (i, 1, n)
            )
            * x[r],
        ),
        *stated(
            "dropout with a fixed mask keeps the gradient of kept units only",
            Derivative(Sum(V[k, j] * iverson(j <= s) * tanh(_unit(j)), (j, 1, m)), bias[q]),
            iverson(q <= s) * V[k, q] * (1 - tanh(_unit(q)) ** 2),
            [*at_least(1, m, n), *within((q, m))],
            strict_mask=iverson(q < s) * V[k, q] * (1 - tanh(_unit(q)) ** 2),
        ),
    ]


IDENTITIES: list[Identity] = [*_two_layers(), *_second_order(), *_deep()]
