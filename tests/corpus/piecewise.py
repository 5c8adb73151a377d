"""Maximum, absolute value, rectifiers, hinge and Huber losses."""

from sympy import Abs, Derivative, Expr, Max, Min, Ne, Piecewise, Sum, exp, log

from symderive import iverson

from .identity import Identity, at_least, false_sibling, stated
from .symbols import V, W, alpha, beta, i, j, k, m, n, tau, theta, x, y


def _relu(argument: Expr) -> Expr:
    return Max(0, argument)


def _scalars() -> list[Identity]:
    return [
        *stated(
            "maximum from the absolute value",
            Max(alpha, beta),
            (alpha + beta + Abs(alpha - beta)) / 2,
            [],
            minimum=(alpha + beta - Abs(alpha - beta)) / 2,
        ),
        *stated(
            "minimum as a maximum",
            Min(alpha, beta),
            -Max(-alpha, -beta),
            [],
            sign=Max(-alpha, -beta),
        ),
        *stated(
            "product of maximum and minimum",
            Max(alpha, beta) * Min(alpha, beta),
            alpha * beta,
            [],
            square_of_the_maximum=Max(alpha, beta) ** 2,
        ),
        *stated(
            "a rectifier minus its mirror image",
            _relu(alpha) - _relu(-alpha),
            alpha,
            [],
            absolute_value=Abs(alpha),
        ),
        *stated(
            "a rectifier plus its mirror image",
            _relu(alpha) + _relu(-alpha),
            Abs(alpha),
            [],
            identity=alpha,
        ),
        *stated(
            "a leaky rectifier",
            Max(alpha, alpha / 10),
            _relu(alpha) - _relu(-alpha) / 10,
            [],
            sign=_relu(alpha) + _relu(-alpha) / 10,
        ),
        *stated(
            "a rectifier is positively homogeneous",
            _relu(tau * alpha),
            tau * _relu(alpha),
            [],
            degree_two=tau**2 * _relu(alpha),
        ),
        false_sibling(
            stated("a rectifier and a factor", _relu(tau * alpha), tau * _relu(alpha), [])[0],
            "factor may be negative",
            lhs=_relu(beta * alpha),
            rhs=beta * _relu(alpha),
        ),
        *stated(
            "clipping to an interval in either order",
            Max(0, Min(1, alpha)),
            Min(1, Max(0, alpha)),
            [],
            not_clipped_above=Max(0, alpha),
        ),
        *stated(
            "clipping as a difference of two rectifiers",
            Min(1, Max(0, alpha)),
            _relu(alpha) - _relu(alpha - 1),
            [],
            second_rectifier_added=_relu(alpha) + _relu(alpha - 1),
        ),
        *stated(
            "a triangular bump from three rectifiers",
            _relu(1 - Abs(alpha)),
            _relu(alpha + 1) - 2 * _relu(alpha) + _relu(alpha - 1),
            [],
            middle_coefficient=_relu(alpha + 1) - _relu(alpha) + _relu(alpha - 1),
        ),
        *stated(
            "square of the absolute value",
            Abs(x[i] - y[i]) ** 2,
            (x[i] - y[i]) ** 2,
            [],
            plus=(x[i] + y[i]) ** 2,
        ),
        *stated(
            "absolute value of a product",
            Abs(alpha * beta - beta),
            Abs(beta) * Abs(alpha - 1),
            [],
            sign_lost=beta * Abs(alpha - 1),
        ),
        *stated(
            "median of three from maxima and minima",
            Max(Min(alpha, beta), Min(alpha, theta), Min(beta, theta)),
            alpha + beta + theta - Max(alpha, beta, theta) - Min(alpha, beta, theta),
            [],
            maximum_only=alpha + beta + theta - 2 * Max(alpha, beta, theta),
        ),
        *stated(
            "softplus is a rectifier plus an even correction",
            log(1 + exp(alpha)),
            _relu(alpha) + log(1 + exp(-Abs(alpha))),
            [],
            sign_of_the_correction=_relu(alpha) + log(1 + exp(Abs(alpha))),
        ),
    ]


def _losses() -> list[Identity]:
    huber = Piecewise((alpha**2 / 2, Abs(alpha) <= tau), (tau * Abs(alpha) - tau**2 / 2, True))
    return [
        *stated(
            "the Huber loss from clipping",
            huber,
            alpha**2 / 2 - Max(0, Abs(alpha) - tau) ** 2 / 2,
            [],
            excess_not_squared=alpha**2 / 2 - Max(0, Abs(alpha) - tau) / 2,
        ),
        *stated(
            "the Huber loss with the cases in the other order",
            huber,
            Piecewise((tau * Abs(alpha) - tau**2 / 2, Abs(alpha) > tau), (alpha**2 / 2, True)),
            [],
            linear_branch_not_continuous=Piecewise(
                (tau * Abs(alpha), Abs(alpha) > tau), (alpha**2 / 2, True)
            ),
        ),
        *stated(
            "an absolute value by cases",
            Piecewise((alpha, alpha >= 0), (-alpha, True)),
            Max(alpha, -alpha),
            [],
            minimum=Min(alpha, -alpha),
        ),
        *stated(
            "pinball loss from rectifiers",
            Max(theta * alpha, (theta - 1) * alpha),
            theta * alpha + _relu(-alpha),
            [],
            positive_part=theta * alpha + _relu(alpha),
        ),
        *stated(
            "sum of hinge losses of both labels",
            Sum(_relu(1 - x[i]) + _relu(1 + x[i]), (i, 1, n)),
            Sum(Max(2, 1 + Abs(x[i])), (i, 1, n)),
            [n >= 1],
            smaller_constant=Sum(Max(1, 1 + Abs(x[i])), (i, 1, n)),
        ),
        *stated(
            "sum of hinge losses with brackets",
            Sum(_relu(1 - y[i] * x[i]), (i, 1, n)),
            Sum(iverson(y[i] * x[i] < 1) * (1 - y[i] * x[i]), (i, 1, n)),
            [n >= 1],
            bracket_reversed=Sum(iverson(y[i] * x[i] > 1) * (1 - y[i] * x[i]), (i, 1, n)),
        ),
        *stated(
            "gradient of the squared hinge loss at a point off the margin",
            Derivative(Sum(_relu(1 - y[i] * alpha) ** 2, (i, 1, 1)), alpha),
            -2 * y[1] * _relu(1 - y[1] * alpha),
            [Ne(y[1] * alpha, 1)],
            sign=2 * y[1] * _relu(1 - y[1] * alpha),
        ),
        *stated(
            "derivative of a rectifier away from zero",
            Derivative(_relu(alpha), alpha),
            iverson(alpha > 0),
            [Ne(alpha, 0)],
            step_reversed=iverson(alpha < 0),
        ),
        false_sibling(
            stated(
                "derivative of a rectifier",
                Derivative(_relu(alpha), alpha),
                iverson(alpha > 0),
                [Ne(alpha, 0)],
            )[0],
            "kink included",
            given=[],
        ),
        *stated(
            "derivative of the absolute value away from zero",
            Derivative(Abs(alpha), alpha),
            alpha / Abs(alpha),
            [Ne(alpha, 0)],
            always_one=1,
        ),
    ]


def _vectors() -> list[Identity]:
    return [
        *stated(
            "total variation from rectifiers",
            Sum(Abs(x[i + 1] - x[i]), (i, 1, n)),
            2 * Sum(_relu(x[i + 1] - x[i]), (i, 1, n)) - (x[n + 1] - x[1]),
            [n >= 1],
            sign_of_the_boundary=2 * Sum(_relu(x[i + 1] - x[i]), (i, 1, n)) + (x[n + 1] - x[1]),
        ),
        *stated(
            "a rectified layer and its mirror give the linear layer",
            Sum(
                V[k, j]
                * (_relu(Sum(W[j, i] * x[i], (i, 1, n))) - _relu(-Sum(W[j, i] * x[i], (i, 1, n)))),
                (j, 1, m),
            ),
            Sum(V[k, j] * W[j, i] * x[i], (j, 1, m), (i, 1, n)),
            at_least(1, m, n),
            weights_transposed=Sum(V[k, j] * W[i, j] * x[i], (j, 1, m), (i, 1, n)),
        ),
        *stated(
            "absolute deviations from pairs of maxima and minima",
            Sum(Abs(x[i] - y[i]), (i, 1, n)),
            Sum(Max(x[i], y[i]) - Min(x[i], y[i]), (i, 1, n)),
            [n >= 1],
            maximum_plus_minimum=Sum(Max(x[i], y[i]) + Min(x[i], y[i]), (i, 1, n)),
        ),
        *stated(
            "a positive factor moves from one layer to the next",
            Sum(V[k, j] / tau * _relu(tau * Sum(W[j, i] * x[i], (i, 1, n))), (j, 1, m)),
            Sum(V[k, j] * _relu(Sum(W[j, i] * x[i], (i, 1, n))), (j, 1, m)),
            at_least(1, m, n),
            factor_remains=tau * Sum(V[k, j] * _relu(Sum(W[j, i] * x[i], (i, 1, n))), (j, 1, m)),
        ),
        *stated(
            "pairwise absolute differences count each pair twice",
            Sum(Abs(x[i] - x[j]), (i, 1, n), (j, 1, n)),
            2 * Sum(Abs(x[i] - x[j]), (i, 1, j - 1), (j, 1, n)),
            [n >= 1],
            counted_once=Sum(Abs(x[i] - x[j]), (i, 1, j - 1), (j, 1, n)),
        ),
        *stated(
            "triplet losses with exchanged roles differ by the linear part",
            Sum(_relu(x[i] - y[i]) - _relu(y[i] - x[i]), (i, 1, n)),
            Sum(x[i], (i, 1, n)) - Sum(y[i], (i, 1, n)),
            [n >= 1],
            absolute_difference=Sum(Abs(x[i] - y[i]), (i, 1, n)),
        ),
        *stated(
            "soft thresholding from two rectifiers",
            Sum(_relu(x[i] - tau) - _relu(-x[i] - tau), (i, 1, n)),
            Sum(x[i] - Max(-tau, Min(tau, x[i])), (i, 1, n)),
            [n >= 1],
            clipping_itself=Sum(Max(-tau, Min(tau, x[i])), (i, 1, n)),
        ),
    ]


IDENTITIES: list[Identity] = [*_scalars(), *_losses(), *_vectors()]
