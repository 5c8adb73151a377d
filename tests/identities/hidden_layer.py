"""A network of logistic units is a network of tanh units with halved weights."""

from sympy import Expr, IndexedBase, Integer, Sum, exp, symbols, tanh

from tests.identities.identity import between, false, positive, true

inputs, hidden, outputs = symbols("d M N", integer=True)
i, j, k = symbols("i j k", integer=True)
x, W, V = map(IndexedBase, ("x", "W", "V"))
hidden_bias, output_bias = IndexedBase("bb"), IndexedBase("cc")


def sigmoid(argument: Expr) -> Expr:
    """The logistic function."""
    return 1 / (1 + exp(-argument))


def tanh_network(input_scale: Expr, output_offset: Expr) -> Expr:
    """Output k of the tanh network, its input weights scaled and its outputs offset."""
    activation = Sum(W[j, i] * input_scale * x[i], (i, 1, inputs)) + hidden_bias[j] / 2
    return Sum(V[k, j] / 2 * tanh(activation), (j, 1, hidden)) + output_bias[k] + output_offset


logistic_network = (
    Sum(
        V[k, j] * sigmoid(Sum(W[j, i] * x[i], (i, 1, inputs)) + hidden_bias[j]),
        (j, 1, hidden),
    )
    + output_bias[k]
)
half_weights = Sum(V[k, j] / 2, (j, 1, hidden))
one, half = Integer(1), Integer(1) / 2
given = positive(inputs, hidden) + between(1, k, outputs)

IDENTITIES = (
    true("5 sigmoid->tanh", logistic_network, tanh_network(half, half_weights), given),
    false("5! no half inside", logistic_network, tanh_network(one, half_weights), given),
    false("5! bias", logistic_network, tanh_network(half, Integer(0)), given),
    true(
        "5b outer sigmoid too",
        sigmoid(logistic_network),
        (1 + tanh(tanh_network(half, half_weights) / 2)) / 2,
        given,
    ),
)
