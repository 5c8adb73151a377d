"""Recurrent networks unrolled for a few steps: gradients, gates, linear recurrences."""

from sympy import Derivative, Expr, KroneckerDelta, Ne, Subs, Sum, exp, symbols, tanh

from .identity import Identity, at_least, stated, within
from .symbols import (
    F,
    U,
    W,
    X,
    a,
    alpha,
    b,
    c,
    d,
    i,
    j,
    m,
    n,
    p,
    q,
    s,
    t,
    tau,
    theta,
    w,
    w1,
    w2,
    x,
    y,
    z,
)


def _sigmoid(argument: Expr) -> Expr:
    return 1 / (1 + exp(-argument))


def _linear(step: int, unit: Expr, letters: str) -> Expr:
    """The state of ``h_t = W h_(t-1) + U x_t`` after ``step`` steps, with own summation indices."""
    if step == 0:
        return z[unit]
    inner = symbols(letters[0], integer=True)
    feature = symbols(letters[0] + "1", integer=True)
    previous = _linear(step - 1, inner, letters[1:])
    return Sum(W[unit, inner] * previous, (inner, 1, n)) + Sum(
        U[unit, feature] * X[step, feature], (feature, 1, d)
    )


def _hidden(step: int, unit: Expr, letters: str) -> Expr:
    """The same recurrence with tanh and a bias."""
    if step == 0:
        return z[unit]
    inner = symbols(letters[0], integer=True)
    previous = _hidden(step - 1, inner, letters[1:])
    return tanh(Sum(W[unit, inner] * previous, (inner, 1, n)) + y[unit] + x[step])


def _slope(step: int, unit: Expr, letters: str) -> Expr:
    return 1 - _hidden(step, unit, letters) ** 2


_GIVEN = at_least(1, n, d)


def _linear_states() -> list[Identity]:
    third = _linear(3, i, "abc")
    return [
        *stated(
            "the state after three linear steps written out",
            third,
            Sum(W[i, a] * W[a, b] * W[b, c] * z[c], (a, 1, n), (b, 1, n), (c, 1, n))
            + Sum(W[i, a] * W[a, b] * U[b, c] * X[1, c], (a, 1, n), (b, 1, n), (c, 1, d))
            + Sum(W[i, a] * U[a, c] * X[2, c], (a, 1, n), (c, 1, d))
            + Sum(U[i, c] * X[3, c], (c, 1, d)),
            _GIVEN,
            inputs_in_reversed_order=Sum(
                W[i, a] * W[a, b] * W[b, c] * z[c], (a, 1, n), (b, 1, n), (c, 1, n)
            )
            + Sum(W[i, a] * W[a, b] * U[b, c] * X[3, c], (a, 1, n), (b, 1, n), (c, 1, d))
            + Sum(W[i, a] * U[a, c] * X[2, c], (a, 1, n), (c, 1, d))
            + Sum(U[i, c] * X[1, c], (c, 1, d)),
        ),
        *stated(
            "gradient of the third linear state by the initial state",
            Derivative(third, z[j]),
            Sum(W[i, a] * W[a, b] * W[b, j], (a, 1, n), (b, 1, n)),
            _GIVEN + within((i, n), (j, n)),
            transposed=Sum(W[j, a] * W[a, b] * W[b, i], (a, 1, n), (b, 1, n)),
            one_step_short=Sum(W[i, a] * W[a, j], (a, 1, n)),
        ),
        *stated(
            "gradient of the second linear state by the recurrent weights",
            Derivative(_linear(2, i, "ab"), W[p, q]),
            KroneckerDelta(i, p) * _linear(1, q, "a") + W[i, p] * z[q],
            _GIVEN + within((i, n), (p, n), (q, n)),
            through_time_forgotten=KroneckerDelta(i, p) * _linear(1, q, "a"),
            delta_on_both_terms=KroneckerDelta(i, p) * (_linear(1, q, "a") + W[i, p] * z[q]),
        ),
        *stated(
            "gradient of a loss on the third linear state by the input weights",
            Derivative(Sum(y[i] * third, (i, 1, n)), U[p, q]),
            y[p] * X[3, q]
            + Sum(y[i] * W[i, p], (i, 1, n)) * X[2, q]
            + Sum(y[i] * W[i, a] * W[a, p], (i, 1, n), (a, 1, n)) * X[1, q],
            _GIVEN + within((p, n), (q, d)),
            last_step_only=y[p] * X[3, q],
            weights_transposed=y[p] * X[3, q]
            + Sum(y[i] * W[p, i], (i, 1, n)) * X[2, q]
            + Sum(y[i] * W[i, a] * W[a, p], (i, 1, n), (a, 1, n)) * X[1, q],
        ),
        *stated(
            "a linear recurrence with equal inputs",
            _linear(2, i, "ab").xreplace(
                {
                    X[1, symbols("b1", integer=True)]: w[symbols("b1", integer=True)],
                    X[2, symbols("a1", integer=True)]: w[symbols("a1", integer=True)],
                }
            ),
            Sum(W[i, a] * W[a, b] * z[b], (a, 1, n), (b, 1, n))
            + Sum((KroneckerDelta(i, a) + W[i, a]) * U[a, c] * w[c], (a, 1, n), (c, 1, d)),
            _GIVEN + within((i, n)),
            identity_lost=Sum(W[i, a] * W[a, b] * z[b], (a, 1, n), (b, 1, n))
            + Sum(W[i, a] * U[a, c] * w[c], (a, 1, n), (c, 1, d)),
        ),
    ]


def _nonlinear_states() -> list[Identity]:
    return [
        *stated(
            "gradient of the second tanh state by the initial state",
            Derivative(_hidden(2, i, "ab"), z[j]),
            _slope(2, i, "ab") * Sum(W[i, a] * _slope(1, a, "b") * W[a, j], (a, 1, n)),
            [n >= 1, *within((i, n), (j, n))],
            slope_at_the_output_only=_slope(2, i, "ab") * Sum(W[i, a] * W[a, j], (a, 1, n)),
            inner_slope_at_the_wrong_unit=_slope(2, i, "ab")
            * _slope(1, i, "b")
            * Sum(W[i, a] * W[a, j], (a, 1, n)),
        ),
        *stated(
            "gradient of the third tanh state by the initial state",
            Derivative(_hidden(3, i, "abc"), z[j]),
            _slope(3, i, "abc")
            * Sum(
                W[i, a] * _slope(2, a, "bc") * W[a, b] * _slope(1, b, "c") * W[b, j],
                (a, 1, n),
                (b, 1, n),
            ),
            [n >= 1, *within((i, n), (j, n))],
            steps_of_the_slopes_exchanged=_slope(3, i, "abc")
            * Sum(
                W[i, a] * _slope(1, a, "c") * W[a, b] * _slope(2, b, "cd") * W[b, j],
                (a, 1, n),
                (b, 1, n),
            ),
        ),
        *stated(
            "gradient of the second tanh state by its recurrent weights",
            Derivative(_hidden(2, i, "ab"), W[p, q]),
            _slope(2, i, "ab")
            * (KroneckerDelta(i, p) * _hidden(1, q, "b") + W[i, p] * _slope(1, p, "b") * z[q]),
            [n >= 1, *within((i, n), (p, n), (q, n))],
            direct_term_only=_slope(2, i, "ab") * KroneckerDelta(i, p) * _hidden(1, q, "b"),
        ),
        *stated(
            "gradient of the second tanh state by the bias",
            Derivative(_hidden(2, i, "ab"), y[p]),
            _slope(2, i, "ab") * (KroneckerDelta(i, p) + W[i, p] * _slope(1, p, "b")),
            [n >= 1, *within((i, n), (p, n))],
            inner_slope_lost=_slope(2, i, "ab") * (KroneckerDelta(i, p) + W[i, p]),
        ),
        *stated(
            "gradient of an unknown cell after two steps by the initial state",
            Derivative(F(Sum(W[i, a] * F(Sum(W[a, b] * z[b], (b, 1, n))), (a, 1, n))), z[j]),
            _prime(Sum(W[i, a] * F(Sum(W[a, b] * z[b], (b, 1, n))), (a, 1, n)))
            * Sum(W[i, a] * _prime(Sum(W[a, b] * z[b], (b, 1, n))) * W[a, j], (a, 1, n)),
            [n >= 1, *within((i, n), (j, n))],
            inner_derivative_lost=_prime(
                Sum(W[i, a] * F(Sum(W[a, b] * z[b], (b, 1, n))), (a, 1, n))
            )
            * Sum(W[i, a] * F(Sum(W[a, b] * z[b], (b, 1, n))) * W[a, j], (a, 1, n)),
        ),
    ]


def _prime(argument: Expr) -> Expr:
    """The derivative of the unknown function F at the argument."""
    return Subs(Derivative(F(theta), theta), theta, argument)


def _gates() -> list[Identity]:
    update = _sigmoid(Sum(U[i, a] * z[a], (a, 1, n)) + x[i])
    candidate = tanh(Sum(W[i, a] * z[a], (a, 1, n)) + y[i])
    given = [n >= 1, *within((i, n), (j, n))]
    return [
        *stated(
            "gradient of a gated state by the previous state",
            Derivative((1 - update) * z[i] + update * candidate, z[j]),
            (1 - update) * KroneckerDelta(i, j)
            + update * (1 - update) * U[i, j] * (candidate - z[i])
            + update * (1 - candidate**2) * W[i, j],
            given,
            gate_path_sign=(1 - update) * KroneckerDelta(i, j)
            + update * (1 - update) * U[i, j] * (candidate + z[i])
            + update * (1 - candidate**2) * W[i, j],
            gate_path_forgotten=(1 - update) * KroneckerDelta(i, j)
            + update * (1 - candidate**2) * W[i, j],
        ),
        *stated(
            "gradient of a gated state by the gate bias",
            Derivative((1 - update) * z[i] + update * candidate, x[j]),
            KroneckerDelta(i, j) * update * (1 - update) * (candidate - z[i]),
            given,
            gate_not_differentiated=KroneckerDelta(i, j) * update * (candidate - z[i]),
        ),
        *stated(
            "gradient of the cell output of a long short-term memory by the forget bias",
            Derivative(w1[i] * tanh(_sigmoid(alpha + x[i]) * y[i] + w2[i]), x[j]),
            KroneckerDelta(i, j)
            * w1[i]
            * (1 - tanh(_sigmoid(alpha + x[i]) * y[i] + w2[i]) ** 2)
            * _sigmoid(alpha + x[i])
            * (1 - _sigmoid(alpha + x[i]))
            * y[i],
            given,
            cell_value_forgotten=KroneckerDelta(i, j)
            * w1[i]
            * (1 - tanh(_sigmoid(alpha + x[i]) * y[i] + w2[i]) ** 2)
            * _sigmoid(alpha + x[i])
            * (1 - _sigmoid(alpha + x[i])),
        ),
        *stated(
            "a gate between two states as a tanh interpolation",
            _sigmoid(alpha) * x[i] + (1 - _sigmoid(alpha)) * y[i],
            (x[i] + y[i]) / 2 + tanh(alpha / 2) * (x[i] - y[i]) / 2,
            [],
            half_forgotten=(x[i] + y[i]) / 2 + tanh(alpha / 2) * (x[i] - y[i]),
        ),
        *stated(
            "complementary gates sum to one over all units",
            Sum(update + _sigmoid(-Sum(U[i, a] * z[a], (a, 1, n)) - x[i]), (i, 1, m)),
            m,
            at_least(1, m, n),
            half_of_the_units=m / 2,
        ),
    ]


def _leaky() -> list[Identity]:
    return [
        *stated(
            "a leaky integrator unrolled for three steps",
            (1 - alpha) * x[3]
            + alpha * ((1 - alpha) * x[2] + alpha * ((1 - alpha) * x[1] + alpha * theta)),
            (1 - alpha) * Sum(alpha ** (3 - t) * x[t], (t, 1, 3)) + alpha**3 * theta,
            [],
            initial_state_decays_twice=(1 - alpha) * Sum(alpha ** (3 - t) * x[t], (t, 1, 3))
            + alpha**2 * theta,
            powers_reversed=(1 - alpha) * Sum(alpha ** (t - 1) * x[t], (t, 1, 3))
            + alpha**3 * theta,
        ),
        *stated(
            "one more step of an exponential average",
            Sum(alpha ** (n + 1 - t) * x[t], (t, 1, n + 1)),
            alpha * Sum(alpha ** (n - t) * x[t], (t, 1, n)) + x[n + 1],
            [n >= 1, Ne(alpha, 0)],
            new_term_decayed=alpha * Sum(alpha ** (n - t) * x[t], (t, 1, n)) + alpha * x[n + 1],
        ),
        *stated(
            "gradient of an exponential average by an input",
            Derivative(Sum(alpha ** (n - t) * x[t], (t, 1, n)), x[s]),
            alpha ** (n - s),
            [n >= 1, *within((s, n))],
            exponent_reversed=alpha**s,
        ),
        *stated(
            "a diagonal linear recurrence as a causal convolution",
            Sum(y[t] * Sum(exp(-(t - s) * tau) * x[s], (s, 1, t)), (t, 1, n)),
            Sum(x[s] * exp(s * tau) * Sum(exp(-t * tau) * y[t], (t, s, n)), (s, 1, n)),
            [n >= 1],
            decay_grows=Sum(x[s] * exp(-s * tau) * Sum(exp(t * tau) * y[t], (t, s, n)), (s, 1, n)),
        ),
    ]


IDENTITIES: list[Identity] = [
    *_linear_states(),
    *_nonlinear_states(),
    *_gates(),
    *_leaky(),
]
