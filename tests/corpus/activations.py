"""Sigmoid, tanh, softplus, SiLU, gates: identities and derivatives."""

from sympy import Derivative, Expr, Ne, Product, Sum, exp, log, tanh

from .identity import Identity, at_least, stated, within
from .symbols import F, U, V, W, alpha, beta, bias, cotangent, i, j, k, m, n, p, q, x


def _sigmoid(argument: Expr) -> Expr:
    return 1 / (1 + exp(-argument))


def _pointwise() -> list[Identity]:
    s_ = _sigmoid(alpha)
    half = tanh(alpha / 2)
    return [
        *stated(
            "sigmoid of the negative argument",
            _sigmoid(-alpha),
            1 - s_,
            [],
            odd=-s_,
        ),
        *stated(
            "sigmoid as a shifted tanh",
            s_,
            (1 + half) / 2,
            [],
            no_half_inside=(1 + tanh(alpha)) / 2,
        ),
        *stated(
            "tanh as a scaled sigmoid",
            tanh(alpha),
            2 * _sigmoid(2 * alpha) - 1,
            [],
            argument_not_doubled=2 * s_ - 1,
        ),
        *stated(
            "derivative of the sigmoid",
            Derivative(s_, alpha),
            s_ * (1 - s_),
            [],
            square_forgotten=s_,
            sign=s_ * (s_ - 1),
        ),
        *stated(
            "second derivative of the sigmoid",
            Derivative(s_, alpha, alpha),
            s_ * (1 - s_) * (1 - 2 * s_),
            [],
            factor_one=s_ * (1 - s_) * (1 - s_),
        ),
        *stated(
            "second derivative of tanh",
            Derivative(tanh(alpha), alpha, alpha),
            -2 * tanh(alpha) * (1 - tanh(alpha) ** 2),
            [],
            sign=2 * tanh(alpha) * (1 - tanh(alpha) ** 2),
        ),
        *stated(
            "softplus of an argument minus softplus of its negative",
            log(1 + exp(alpha)) - log(1 + exp(-alpha)),
            alpha,
            [],
            doubled=2 * alpha,
        ),
        *stated(
            "derivative of the softplus",
            Derivative(log(1 + exp(beta * alpha)) / beta, alpha),
            _sigmoid(beta * alpha),
            [Ne(beta, 0)],
            factor_beta=beta * _sigmoid(beta * alpha),
        ),
        *stated(
            "minus log-sigmoid is the softplus of the negative argument",
            -log(s_),
            log(1 + exp(-alpha)),
            [],
            positive_argument=log(1 + exp(alpha)),
        ),
        *stated(
            "derivative of the sigmoid linear unit",
            Derivative(alpha * s_, alpha),
            s_ + alpha * s_ * (1 - s_),
            [],
            product_rule_forgotten=alpha * s_ * (1 - s_),
        ),
        *stated(
            "odds times the complement of a sigmoid",
            exp(alpha) * (1 - s_),
            s_,
            [],
            complement=1 - s_,
        ),
    ]


def _layers() -> list[Identity]:
    activation = Sum(W[j, i] * x[i], (i, 1, n)) + bias[j]
    doubled = Sum(2 * W[j, i] * x[i], (i, 1, n)) + 2 * bias[j]
    gate = Sum(V[j, i] * x[i], (i, 1, n))
    return [
        *stated(
            "a layer of tanh units as a layer of sigmoid units",
            Sum(U[k, j] * tanh(activation), (j, 1, m)) + alpha,
            Sum(2 * U[k, j] * _sigmoid(doubled), (j, 1, m)) + alpha - Sum(U[k, j], (j, 1, m)),
            at_least(1, m, n),
            offset_forgotten=Sum(2 * U[k, j] * _sigmoid(doubled), (j, 1, m)) + alpha,
            inner_weights_not_doubled=Sum(2 * U[k, j] * _sigmoid(activation), (j, 1, m))
            + alpha
            - Sum(U[k, j], (j, 1, m)),
        ),
        *stated(
            "gradient of a layer of SiLU units by the input",
            Derivative(Sum(cotangent[j] * activation * _sigmoid(activation), (j, 1, m)), x[p]),
            Sum(
                cotangent[j]
                * W[j, p]
                * _sigmoid(activation)
                * (1 + activation * (1 - _sigmoid(activation))),
                (j, 1, m),
            ),
            at_least(1, m, n) + within((p, n)),
            plain_sigmoid=Sum(cotangent[j] * W[j, p] * _sigmoid(activation), (j, 1, m)),
        ),
        *stated(
            "gradient of a gated linear unit by its gate weights",
            Derivative(Sum(cotangent[j] * activation * _sigmoid(gate), (j, 1, m)), V[p, q]),
            cotangent[p]
            * x[q]
            * (Sum(W[p, i] * x[i], (i, 1, n)) + bias[p])
            * _sigmoid(gate.xreplace({j: p}))
            * (1 - _sigmoid(gate.xreplace({j: p}))),
            at_least(1, m, n) + within((p, m), (q, n)),
            bias_lost=cotangent[p]
            * x[q]
            * Sum(W[p, i] * x[i], (i, 1, n))
            * _sigmoid(gate.xreplace({j: p}))
            * (1 - _sigmoid(gate.xreplace({j: p}))),
        ),
        *stated(
            "gradient of a softplus layer by its bias",
            Derivative(Sum(log(1 + exp(activation)), (j, 1, m)), bias[p]),
            _sigmoid(Sum(W[p, i] * x[i], (i, 1, n)) + bias[p]),
            at_least(1, m, n) + within((p, m)),
            outside_of_the_layer=_sigmoid(Sum(W[p, i] * x[i], (i, 1, n))),
        ),
        *stated(
            "tanh layers are odd",
            Sum(U[k, j] * tanh(Sum(W[j, i] * (-x[i]), (i, 1, n))), (j, 1, m)),
            -Sum(U[k, j] * tanh(Sum(W[j, i] * x[i], (i, 1, n))), (j, 1, m)),
            at_least(1, m, n),
            even=Sum(U[k, j] * tanh(Sum(W[j, i] * x[i], (i, 1, n))), (j, 1, m)),
        ),
        *stated(
            "hidden units may be relabelled from behind",
            Sum(U[k, j] * F(Sum(W[j, i] * x[i], (i, 1, n))), (j, 1, m)),
            Sum(
                U[k, m + 1 - j] * F(Sum(W[m + 1 - j, n + 1 - i] * x[n + 1 - i], (i, 1, n))),
                (j, 1, m),
            ),
            at_least(1, m, n),
            only_the_outer_weights=Sum(
                U[k, m + 1 - j] * F(Sum(W[j, i] * x[i], (i, 1, n))), (j, 1, m)
            ),
        ),
        *stated(
            "a product of sigmoids as one over a product",
            Product(_sigmoid(x[i]), (i, 1, 2)),
            1 / ((1 + exp(-x[1])) * (1 + exp(-x[2]))),
            [],
            cross_term_lost=1 / (1 + exp(-x[1]) + exp(-x[2])),
        ),
    ]


IDENTITIES: list[Identity] = [*_pointwise(), *_layers()]
