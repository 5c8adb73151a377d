"""Recurrent cells and unrolled recurrences: gates, linear states, returns, moving averages."""

from sympy import Derivative, Expr, Function, KroneckerDelta, Subs, Sum, exp, symbols, tanh

from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    C,
    F,
    T,
    U,
    V,
    W,
    X,
    Y,
    a,
    alpha,
    b,
    c,
    d,
    e,
    f,
    gamma,
    i,
    k,
    l,
    n,
    p,
    r,
    s,
    t,
    u,
    w,
    x,
    y,
    z,
)


def _sigmoid(argument: Expr) -> Expr:
    return 1 / (1 + exp(-argument))


def _slope(function: Function, at: Expr) -> Expr:
    return Subs(Derivative(function(u), u), u, at)


def _state(step: int, unit: Expr, activation: object) -> Expr:
    """``h_t = f(W h_(t-1) + U x_t)`` after ``step`` steps, from the initial state z."""
    if step == 0:
        return z[unit]
    inner, feature = symbols(f"inner{step} feature{step}", integer=True)
    total = Sum(W[unit, inner] * _state(step - 1, inner, activation), (inner, 1, n)) + Sum(
        U[unit, feature] * X[step, feature], (feature, 1, d)
    )
    return activation(total)


def _inside(step: int, unit: Expr, activation: object) -> Expr:
    return _state(step, unit, activation).args[0]


def _unrolled() -> list[Identity]:
    def slope(step: int, unit: Expr) -> Expr:
        return _slope(F, _inside(step, unit, F))

    def path(step: int, start: Expr) -> Expr:
        return slope(3, i) * W[i, a] * slope(2, a) * W[a, start] * slope(1, start)

    last = slope(3, i) * KroneckerDelta(i, k) * _state(2, l, F)
    before = slope(3, i) * W[i, k] * slope(2, k) * _state(1, l, F)
    first = Sum(slope(3, i) * W[i, a] * slope(2, a) * W[a, k] * slope(1, k) * z[l], (a, 1, n))
    given = [*at_least(1, n, d), *within((i, n))]
    tanh_last = tanh(
        Sum(
            W[i, a]
            * tanh(
                Sum(
                    W[a, b] * tanh(Sum(W[b, c] * tanh(Sum(W[c, e] * z[e], (e, 1, n))), (c, 1, n))),
                    (b, 1, n),
                )
            ),
            (a, 1, n),
        )
    )
    one = tanh(Sum(W[c, e] * z[e], (e, 1, n)))
    two = tanh(Sum(W[b, c] * one, (c, 1, n)))
    three = tanh(Sum(W[a, b] * two, (b, 1, n)))
    return [
        *stated(
            "gradient of three steps of an unknown recurrent cell by the recurrent weights",
            Derivative(_state(3, i, F), W[k, l]),
            last + before + first,
            [*given, *within((k, n), (l, n))],
            truncated_after_two_steps=last + before,
            initial_state_in_the_middle=last + slope(3, i) * W[i, k] * slope(2, k) * z[l] + first,
        ),
        *stated(
            "gradient of three steps of an unknown recurrent cell by the initial state",
            Derivative(_state(3, i, F), z[l]),
            Sum(path(3, c) * W[c, l], (a, 1, n), (c, 1, n)),
            [*given, *within((l, n))],
            transposed_weight=Sum(path(3, c) * W[l, c], (a, 1, n), (c, 1, n)),
        ),
        *stated(
            "gradient of three steps of an unknown recurrent cell by the input weights",
            Derivative(_state(3, i, F), U[k, f]),
            slope(3, i) * KroneckerDelta(i, k) * X[3, f]
            + slope(3, i) * W[i, k] * slope(2, k) * X[2, f]
            + Sum(path(3, k) * X[1, f], (a, 1, n)),
            [*given, *within((k, n), (f, d))],
            inputs_reversed=slope(3, i) * KroneckerDelta(i, k) * X[1, f]
            + slope(3, i) * W[i, k] * slope(2, k) * X[2, f]
            + Sum(path(3, k) * X[3, f], (a, 1, n)),
        ),
        *stated(
            "Jacobian of four autonomous steps of tanh",
            Derivative(tanh_last, z[l]),
            Sum(
                (1 - tanh_last**2)
                * W[i, a]
                * (1 - three**2)
                * W[a, b]
                * (1 - two**2)
                * W[b, c]
                * (1 - one**2)
                * W[c, l],
                (a, 1, n),
                (b, 1, n),
                (c, 1, n),
            ),
            [*given, *within((l, n))],
            a_slope_of_the_wrong_step=Sum(
                (1 - tanh_last**2)
                * W[i, a]
                * (1 - three**2)
                * W[a, b]
                * (1 - three**2)
                * W[b, c]
                * (1 - one**2)
                * W[c, l],
                (a, 1, n),
                (b, 1, n),
                (c, 1, n),
            ),
        ),
        *stated(
            "gradient of a sum of losses over two linear steps by the transition",
            Derivative(
                Sum(Y[1, i] * Sum(W[i, a] * z[a], (a, 1, n)), (i, 1, n))
                + Sum(Y[2, i] * Sum(W[i, a] * W[a, b] * z[b], (a, 1, n), (b, 1, n)), (i, 1, n)),
                W[k, l],
            ),
            (Y[1, k] + Sum(Y[2, i] * W[i, k], (i, 1, n))) * z[l]
            + Y[2, k] * Sum(W[l, b] * z[b], (b, 1, n)),
            [n >= 1, *within((k, n), (l, n))],
            adjoint_not_transposed=(Y[1, k] + Sum(Y[2, i] * W[k, i], (i, 1, n))) * z[l]
            + Y[2, k] * Sum(W[l, b] * z[b], (b, 1, n)),
        ),
    ]


def _gated() -> list[Identity]:
    def gate(matrix: Expr, unit: Expr) -> Expr:
        return _sigmoid(Sum(matrix[unit, a] * z[a], (a, 1, n)) + x[unit])

    forget, enter = gate(A, i), gate(B, i)
    candidate = tanh(Sum(C[i, a] * z[a], (a, 1, n)))
    cell = forget * y[i] + enter * candidate
    leave = gate(W, i)
    cell_slope = (
        forget * (1 - forget) * A[i, l] * y[i]
        + enter * (1 - enter) * B[i, l] * candidate
        + enter * (1 - candidate**2) * C[i, l]
    )
    reset = gate(B, b)
    proposal = tanh(Sum(C[i, b] * reset * z[b], (b, 1, n)))
    update = gate(A, i)
    unit_state = (1 - update) * z[i] + update * proposal
    through_reset = Sum(C[i, b] * reset * (1 - reset) * B[b, l] * z[b], (b, 1, n))
    given = [*at_least(1, n), *within((i, n), (l, n))]
    first_gate = _sigmoid(w[1] + alpha * y[1])
    return [
        *stated(
            "gradient of the output of a memory cell by the previous output",
            Derivative(leave * tanh(cell), z[l]),
            leave * (1 - leave) * W[i, l] * tanh(cell) + leave * (1 - tanh(cell) ** 2) * cell_slope,
            given,
            path_through_the_forget_gate_lost=leave * (1 - leave) * W[i, l] * tanh(cell)
            + leave * (1 - tanh(cell) ** 2) * (cell_slope - forget * (1 - forget) * A[i, l] * y[i]),
        ),
        *stated(
            "gradient of the output of a memory cell by the previous cell",
            Derivative(leave * tanh(cell), y[l]),
            KroneckerDelta(i, l) * leave * (1 - tanh(cell) ** 2) * forget,
            given,
            entry_gate=KroneckerDelta(i, l) * leave * (1 - tanh(cell) ** 2) * enter,
        ),
        *stated(
            "gradient of a gated unit with reset by the previous state",
            Derivative(unit_state, z[l]),
            (1 - update) * KroneckerDelta(i, l)
            + update * (1 - update) * A[i, l] * (proposal - z[i])
            + update * (1 - proposal**2) * (through_reset + C[i, l] * gate(B, l)),
            given,
            reset_taken_as_constant=(1 - update) * KroneckerDelta(i, l)
            + update * (1 - update) * A[i, l] * (proposal - z[i])
            + update * (1 - proposal**2) * C[i, l] * gate(B, l),
        ),
        *stated(
            "gradient of a gated unit by the weights of its reset gate",
            Derivative(unit_state, B[k, l]),
            update * (1 - proposal**2) * C[i, k] * z[k] * gate(B, k) * (1 - gate(B, k)) * z[l],
            [*at_least(1, n), *within((i, n), (l, n), (k, n))],
            reset_not_squared=update * (1 - proposal**2) * C[i, k] * z[k] * gate(B, k) * z[l],
        ),
        *stated(
            "two gated steps: the share of the initial state is the product of the gates",
            Derivative(
                _sigmoid(w[2]) * (first_gate * beta0 + (1 - first_gate) * x[1])
                + (1 - _sigmoid(w[2])) * x[2],
                beta0,
            ),
            1 / ((1 + exp(-w[2])) * (1 + exp(-w[1] - alpha * y[1]))),
            [],
            gates_added=1 / (1 + exp(-w[2])) + 1 / (1 + exp(-w[1] - alpha * y[1])),
        ),
    ]


beta0 = symbols("beta0", real=True)


def _linear() -> list[Identity]:
    average = (1 - alpha) * Sum(alpha ** (t - s) * x[s], (s, 1, t)) + alpha**t * beta0
    value = Sum(gamma ** (s - t) * x[s], (s, t, T))
    memory = Sum(gamma ** (t - s) * X[s, a] * Y[s, c], (s, 1, t))
    return [
        *stated(
            "an exponential moving average takes one step",
            average.subs(t, t + 1),
            alpha * average + (1 - alpha) * x[t + 1],
            [t >= 0],
            weights_exchanged=(1 - alpha) * average + alpha * x[t + 1],
        ),
        *stated(
            "discounted returns two steps ahead",
            value,
            x[t] + gamma * x[t + 1] + gamma**2 * Sum(gamma ** (s - t - 2) * x[s], (s, t + 2, T)),
            [t >= 1, t + 1 <= T],
            discount_once=x[t]
            + gamma * x[t + 1]
            + gamma * Sum(gamma ** (s - t - 2) * x[s], (s, t + 2, T)),
        ),
        *stated(
            "generalised advantages telescope when the residuals are discounted fully",
            Sum(gamma ** (s - 1) * (x[s] + gamma * V[s + 1] - V[s]), (s, 1, T)),
            Sum(gamma ** (s - 1) * x[s], (s, 1, T)) + gamma**T * V[T + 1] - V[1],
            [T >= 1],
            final_value_one_step_early=Sum(gamma ** (s - 1) * x[s], (s, 1, T))
            + gamma ** (T - 1) * V[T + 1]
            - V[1],
        ),
        *stated(
            "retention: queries read a decayed sum of outer products",
            Sum(U[t, a] * memory, (a, 1, d)),
            Sum(gamma ** (t - s) * Sum(U[t, a] * X[s, a], (a, 1, d)) * Y[s, c], (s, 1, t)),
            at_least(1, t, d),
            decay_of_the_position=Sum(
                gamma**s * Sum(U[t, a] * X[s, a], (a, 1, d)) * Y[s, c], (s, 1, t)
            ),
        ),
        *stated(
            "a diagonal state space as a causal convolution",
            Sum(C[e] * Sum(exp(w[e] * (t - s)) * B[e] * x[s], (s, 1, t)), (e, 1, n)),
            Sum(x[t - r] * Sum(C[e] * B[e] * exp(w[e] * r), (e, 1, n)), (r, 0, t - 1)),
            at_least(1, n, t),
            lag_from_one=Sum(x[t - r] * Sum(C[e] * B[e] * exp(w[e] * r), (e, 1, n)), (r, 1, t)),
        ),
        *stated(
            "a diagonal state space in two chunks",
            Sum(exp(w[e] * (t + p - s)) * x[s], (s, 1, t + p)),
            exp(w[e] * p) * Sum(exp(w[e] * (t - s)) * x[s], (s, 1, t))
            + Sum(exp(w[e] * (p - s)) * x[t + s], (s, 1, p)),
            at_least(0, t, p),
            carry_not_decayed=Sum(exp(w[e] * (t - s)) * x[s], (s, 1, t))
            + Sum(exp(w[e] * (p - s)) * x[t + s], (s, 1, p)),
        ),
        *stated(
            "momentum of gradients: two buffers in a row",
            Sum(Sum(alpha ** (s - r) * x[r], (r, 1, s)) * alpha ** (t - s), (s, 1, t)),
            Sum((t - r + 1) * alpha ** (t - r) * x[r], (r, 1, t)),
            [t >= 1],
            count_without_the_own_step=Sum((t - r) * alpha ** (t - r) * x[r], (r, 1, t)),
        ),
        *stated(
            "bias correction: the weights of a moving average from zero add up",
            (1 - alpha) * Sum(alpha ** (t - s), (s, 1, t)) + alpha**t,
            1,
            [t >= 0],
            one_step_less=1 - alpha ** (t - 1) + alpha**t,
        ),
    ]


IDENTITIES: list[Identity] = [*_unrolled(), *_gated(), *_linear()]
