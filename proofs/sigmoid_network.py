r"""A network with sigmoid units is a network with tanh units.

The network $y$ has $D$ inputs, $M$ hidden units and $K$ outputs. Its parameters are the weights
$\omega^{(1)}_{ji}$ and biases $\omega^{(1)}_{j0}$ of the first layer, called $V$ and $v$ here, and
the weights $\omega^{(2)}_{kj}$ and biases $\omega^{(2)}_{k0}$ of the second, called $W$ and $w$.
Since $\sigma(a) = (\tanh(a/2) + 1)/2$, the same function is computed with $\tanh$ in place of
$\sigma$: the first layer is halved, and so are the weights of the second layer, whose biases
become $w_k + \frac12 \sum_j W_{kj}$.
"""

from symderive import *

D, M, K, n = size("D"), size("M"), size("K"), size("n")

activation = define(
    "a", lambda x, V, v: array(M, lambda j: total(lambda i: V[j, i] * x[i], D) + v[j])
)
y = define(
    "y",
    lambda x, V, v, W, w, sigma: array(
        K,
        lambda k: (
            total(
                lambda j: W[k, j] * sigma(total(lambda i: V[j, i] * x[i], D) + v[j]),
                M,
            )
            + w[k]
        ),
    ),
)


def two_layers(x, V, v, W, w):
    """The network as a sequence of layers."""
    import torch
    from torch import nn

    first, second = nn.Linear(*V.shape[::-1]), nn.Linear(*W.shape[::-1])
    first.weight.data, first.bias.data = torch.from_numpy(V), torch.from_numpy(v)
    second.weight.data, second.bias.data = torch.from_numpy(W), torch.from_numpy(w)
    return nn.Sequential(first, nn.Sigmoid(), second)(torch.from_numpy(x))


def new_bias(W, w):
    """The biases of the second layer of the network with tanh."""
    return array(K, lambda k: num(1) / 2 * total(lambda j: W[k, j], M) + w[k])


"""Two functions.

The hyperbolic tangent is a sigmoid function, stretched and moved.
"""


@claim("S4-3.1", numbers={D: 784, M: 512})
def activations(x=vector(D), V=matrix(M, D), v=vector(M)):
    """The activations of the hidden units: weights times inputs, and biases."""
    return eq(activation(x, V, v), V @ x + v)


@claim()
def tanh_by_the_sigmoid_function(a=real()):
    """The hyperbolic tangent by the sigmoid function."""
    return (
        calc(tanh(a))
        .eq((exp(a) - exp(-a)) / (exp(a) + exp(-a)), "definition", ref="S4-3.2")
        .eq(1 - 2 / (exp(2 * a) + 1), "multiply by $e^a$", ref="S4-3.3")
        .eq(1 - 2 * sigmoid(-2 * a), "definition", ref="S4-3.4")
        .eq(1 - 2 * (1 - sigmoid(2 * a)), r"$\sigma(-t) = 1 - \sigma(t)$", ref="S4-3.5")
        .eq(2 * sigmoid(2 * a) - 1, "multiply out", ref="S4-3.6")
    )


@claim("S4-3.7")
def sigmoid_function_at_the_double(a=real()):
    """The sigmoid function by the hyperbolic tangent."""
    return eq(sigmoid(2 * a), num(1) / 2 * (tanh(a) + 1))


@claim("S4-3.8")
def sigmoid_function_by_tanh(a=real()):
    """The sigmoid function by the hyperbolic tangent at half the place."""
    return eq(sigmoid(a), num(1) / 2 * (tanh(a / 2) + 1))


@claim(numbers={n: 10**6})
def tanh_of_many(a=vector(n)):
    """Both formulas for every entry of a vector."""
    return all_of(eq(tanh(a), 2 * sigmoid(2 * a) - 1), eq(sigmoid(a), (tanh(a / 2) + 1) / 2))


"""Two networks."""


@claim("S4-3.9", numbers={D: 784, M: 512, K: 10}, oracle=two_layers)
def network(x=vector(D), V=matrix(M, D), v=vector(M), W=matrix(K, M), w=vector(K)):
    """The network in terms of matrices."""
    return eq(y(x, V, v, W, w, sigmoid), W @ sigmoid(V @ x + v) + w)


@claim(numbers={D: 784, M: 512, K: 10})
def network_by_tanh(
    x=vector(D), V=matrix(M, D), v=vector(M), W=matrix(K, M), w=vector(K), k=index(K)
):
    """The network with tanh in place of the sigmoid function."""

    def halved(j):
        return tanh(total(lambda i: num(1) / 2 * V[j, i] * x[i], D) + num(1) / 2 * v[j])

    return (
        calc(y(x, V, v, W, w, sigmoid)[k])
        .eq(
            total(lambda j: W[k, j] * (num(1) / 2 * (halved(j) + 1)), M) + w[k],
            "the sigmoid function by tanh",
            by=sigmoid_function_by_tanh,
            ref="S4-3.10",
        )
        .eq(
            total(lambda j: num(1) / 2 * W[k, j] * halved(j), M)
            + (total(lambda j: num(1) / 2 * W[k, j], M) + w[k]),
            "two sums",
            ref="S4-3.11",
        )
    )


@claim("S4-3.12", numbers={D: 784, M: 512, K: 10})
def parameters(x=vector(D), V=matrix(M, D), v=vector(M), W=matrix(K, M), w=vector(K)):
    """The two networks compute one function, all weights and the first biases being halved."""
    return eq(
        y(x, V, v, W, w, sigmoid),
        y(x, V / 2, v / 2, W / 2, new_bias(W, w), tanh),
    )


@erratum("E4-28", "S4-3.12", corrected_by=parameters)
def all_parameters_halved(x=vector(D), V=matrix(M, D), v=vector(M), W=matrix(K, M), w=vector(K)):
    """All parameters halved, the biases of the second layer too."""
    return eq(y(x, V, v, W, w, sigmoid), y(x, V / 2, v / 2, W / 2, w / 2, tanh))


@claim("S4-3.13", numbers={M: 512, K: 10})
def bias_of_the_second_layer(W=matrix(K, M), w=vector(K), k=index(K)):
    """The new bias is what is left of the output where every tanh is 0."""
    zero = zeros(M)
    return (
        calc(y(zeros(D), zeros(M, D), zero, W / 2, new_bias(W, w), tanh)[k])
        .eq(num(1) / 2 * total(lambda j: W[k, j], M) + w[k], r"$\tanh(0) = 0$")
        .eq(y(zeros(D), zeros(M, D), zero, W, w, sigmoid)[k], r"$\sigma(0) = \frac12$")
    )


@erratum("E4-29", "S4-3.13", corrected_by=bias_of_the_second_layer, outcome="ill-formed")
def sum_over_the_inputs(W=matrix(K, M), w=vector(K), k=index(K)):
    """The sum is over $i$, and $j$, which the weights have, is bound nowhere."""
    return eq(new_bias(W, w)[k], num(1) / 2 * total(lambda i: W[k, j], M) + w[k])


@claim(numbers={n: 1000, D: 784, M: 512, K: 10})
def batch(X=matrix(D, n), V=matrix(M, D), v=vector(M), W=matrix(K, M), w=vector(K)):
    """The two networks for $n$ inputs at once, the columns of $X$."""

    def outputs(V, v, W, w, sigma):
        return W @ sigma(V @ X + outer(v, ones(n))) + outer(w, ones(n))

    return eq(
        outputs(V, v, W, w, sigmoid),
        outputs(V / 2, v / 2, W / 2, new_bias(W, w), tanh),
    )


@claim(numbers={D: 784, M: 512, K: 10})
def back_again(x=vector(D), V=matrix(M, D), v=vector(M), W=matrix(K, M), w=vector(K)):
    """Every network with tanh is one with the sigmoid function: what was halved is doubled."""
    bias = array(K, lambda k: w[k] - total(lambda j: W[k, j], M))
    return eq(y(x, V, v, W, w, tanh), y(x, 2 * V, 2 * v, 2 * W, bias, sigmoid))
