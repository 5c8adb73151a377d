"""The lines on sigmoid networks as tanh networks, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    array,
    eq,
    exp,
    index,
    matrix,
    num,
    ones,
    outer,
    real,
    sigmoid,
    tanh,
    total,
    vector,
    zeros,
)
from tests.proofs.families import Families, times

NAME = "sigmoid_network"
SHEET: Any = Families(NAME).sheet()
D, M, K, n = SHEET.D, SHEET.M, SHEET.K, SHEET.n
activation, y, new_bias = SHEET.activation, SHEET.y, SHEET.new_bias

INPUT, FIRST, FIRST_BIAS = vector(D), matrix(M, D), vector(M)
SECOND, SECOND_BIAS, OUTPUT = matrix(K, M), vector(K), index(K)
NUMBER, NUMBERS, BATCH = real(), vector(n), matrix(D, n)

NETWORK = Families(NAME)


@NETWORK.family("activations", {"sign": -1}, {"bias": 2}, {"factor": 2})
def activations(x=INPUT, V=FIRST, v=FIRST_BIAS, sign=1, bias=1, factor=1):
    return eq(activation(x, V, v), times(sign)(V) @ times(factor)(x) + times(bias)(v))


@NETWORK.family("tanh_by_the_sigmoid_function", {"sign": 1}, {"below": -1}, {"factor": 2})
def tanh_line_1(a=NUMBER, sign=-1, below=1, factor=1):
    above = exp(a) - exp(-a) if sign < 0 else exp(a) + exp(-a)
    under = times(factor)(exp(a)) + exp(-a) if below > 0 else exp(a) - exp(-a)
    return eq(tanh(a), above / under)


@NETWORK.family(
    "tanh_by_the_sigmoid_function", {"two": 1}, {"inside": 1}, {"one": 2}, {"front": 2}, line=2
)
def tanh_line_2(a=NUMBER, two=2, inside=2, one=1, front=1):
    before = (exp(a) - exp(-a)) / (exp(a) + exp(-a))
    return eq(before, front - two / (exp(inside * a) + one))


@NETWORK.family("tanh_by_the_sigmoid_function", {"two": 1}, {"inside": 2}, {"front": 2}, line=3)
def tanh_line_3(a=NUMBER, two=2, inside=-2, front=1):
    return eq(1 - 2 / (exp(2 * a) + 1), front - two * sigmoid(inside * a))


@NETWORK.family("tanh_by_the_sigmoid_function", {"one": 2}, {"inside": 1}, {"inside": -2}, line=4)
def tanh_line_4(a=NUMBER, one=1, inside=2):
    return eq(1 - 2 * sigmoid(-2 * a), 1 - 2 * (one - sigmoid(inside * a)))


@NETWORK.family("tanh_by_the_sigmoid_function", {"one": 2}, {"inside": 1}, {"two": 1}, line=5)
def tanh_line_5(a=NUMBER, one=1, inside=2, two=2):
    return eq(1 - 2 * (1 - sigmoid(2 * a)), two * sigmoid(inside * a) - one)


@NETWORK.family("sigmoid_function_at_the_double", {"inside": 1}, {"one": -1}, {"sign": -1})
def at_the_double(a=NUMBER, inside=2, one=1, sign=1):
    return eq(sigmoid(inside * a), num(1) / 2 * (times(sign)(tanh(a)) + one))


@NETWORK.family("sigmoid_function_by_tanh", {"by": 1}, {"by": 4}, {"one": 2}, {"half": 3})
def sigmoid_by_tanh(a=NUMBER, by=2, one=1, half=2):
    return eq(sigmoid(a), num(1) / half * (tanh(a / by) + one))


@NETWORK.family("tanh_of_many", {"inside": 1}, {"by": 1}, {"one": 2})
def tanh_of_many(a=NUMBERS, inside=2, by=2, one=1):
    return all_of(
        eq(tanh(a), 2 * sigmoid(inside * a) - one), eq(sigmoid(a), (tanh(a / by) + 1) / 2)
    )


@NETWORK.family("network", {"function": tanh}, {"bias": 2}, {"sign": -1})
def network(
    x=INPUT, V=FIRST, v=FIRST_BIAS, W=SECOND, w=SECOND_BIAS, function=sigmoid, bias=1, sign=1
):
    hidden = function(times(sign)(V) @ x + v)
    return eq(y(x, V, v, W, w, sigmoid), W @ hidden + times(bias)(w))


def halved(x: Any, V: Any, v: Any, j: Any, bias: int = 2) -> Any:
    """The output of a hidden unit with tanh."""
    return tanh(total(lambda i: num(1) / 2 * V[j, i] * x[i], D) + num(1) / bias * v[j])


@NETWORK.family("network_by_tanh", {"bias": 1}, {"one": -1}, {"last": M - 1}, {"half": 1})
def by_tanh_line_1(
    x=INPUT,
    V=FIRST,
    v=FIRST_BIAS,
    W=SECOND,
    w=SECOND_BIAS,
    k=OUTPUT,
    bias=2,
    one=1,
    last=M,
    half=2,
):
    unit = lambda j: W[k, j] * (num(1) / half * (halved(x, V, v, j, bias) + one))  # noqa: E731
    return eq(y(x, V, v, W, w, sigmoid)[k], total(unit, last) + w[k])


@NETWORK.family("network_by_tanh", {"half": 1}, {"last": M - 1}, {"constant": 4}, line=2)
def by_tanh_line_2(
    x=INPUT, V=FIRST, v=FIRST_BIAS, W=SECOND, w=SECOND_BIAS, k=OUTPUT, half=2, last=M, constant=2
):
    before = total(lambda j: W[k, j] * (num(1) / 2 * (halved(x, V, v, j) + 1)), M) + w[k]
    after = total(lambda j: num(1) / half * W[k, j] * halved(x, V, v, j), last) + (
        total(lambda j: num(1) / constant * W[k, j], M) + w[k]
    )
    return eq(before, after)


@NETWORK.family(
    "parameters",
    {"first": 1},
    {"first_bias": 1},
    {"second": 1},
    {"bias": "halved"},
    {"bias": "kept"},
    {"function": sigmoid},
)
def parameters(
    x=INPUT,
    V=FIRST,
    v=FIRST_BIAS,
    W=SECOND,
    w=SECOND_BIAS,
    first=2,
    first_bias=2,
    second=2,
    bias="new",
    function=tanh,
):
    last = {"new": new_bias(W, w), "halved": w / 2, "kept": w}[bias]
    after = y(x, V / first, v / first_bias, W / second, last, function)
    return eq(y(x, V, v, W, w, sigmoid), after)


def at_zero(bias: Any, W: Any, k: Any, function: Any) -> Any:
    """The output of a network whose hidden units get zeros."""
    return y(zeros(D), zeros(M, D), zeros(M), W, bias, function)[k]


@NETWORK.family("bias_of_the_second_layer", {"half": 1}, {"last": M - 1}, {"sign": -1})
def bias_line_1(W=SECOND, w=SECOND_BIAS, k=OUTPUT, half=2, last=M, sign=1):
    after = num(1) / half * total(lambda j: W[k, j], last) + times(sign)(w[k])
    return eq(at_zero(new_bias(W, w), W / 2, k, tanh), after)


@NETWORK.family("bias_of_the_second_layer", {"half": 1}, {"function": tanh}, {"sign": -1}, line=2)
def bias_line_2(W=SECOND, w=SECOND_BIAS, k=OUTPUT, half=2, function=sigmoid, sign=1):
    before = num(1) / half * total(lambda j: W[k, j], M) + w[k]
    return eq(before, at_zero(times(sign)(w), W, k, function))


@NETWORK.family("batch", {"first": 1}, {"second": 1}, {"bias": "halved"}, {"function": sigmoid})
def batch(
    X=BATCH,
    V=FIRST,
    v=FIRST_BIAS,
    W=SECOND,
    w=SECOND_BIAS,
    first=2,
    second=2,
    bias="new",
    function=tanh,
):
    def outputs(V: Any, v: Any, W: Any, w: Any, sigma: Any) -> Any:
        return W @ sigma(V @ X + outer(v, ones(n))) + outer(w, ones(n))

    last = new_bias(W, w) if bias == "new" else w / 2
    return eq(outputs(V, v, W, w, sigmoid), outputs(V / first, v / 2, W / second, last, function))


@NETWORK.family("back_again", {"first": 1}, {"second": 1}, {"sign": 1}, {"last": M - 1})
def back_again(
    x=INPUT, V=FIRST, v=FIRST_BIAS, W=SECOND, w=SECOND_BIAS, first=2, second=2, sign=-1, last=M
):
    def bias(k: Any) -> Any:
        added = total(lambda j: W[k, j], last)
        return w[k] - added if sign < 0 else w[k] + added

    after = y(x, times(first)(V), 2 * v, times(second)(W), array(K, bias), sigmoid)
    return eq(y(x, V, v, W, w, tanh), after)
