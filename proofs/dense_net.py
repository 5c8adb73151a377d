r"""Back-propagation through a net of dense layers, of any depth and any widths.

Layer $l$ has $n_l$ units, a matrix of weights $W_l$ and a vector of biases $b_l$: the activations
are $y_0 = x$, $z_l = W_l y_{l-1} + b_l$ and $y_l = \sigma(z_l)$ for $l = 1, \dots, L$, with a
differentiable function $\sigma$ entry by entry. A differentiable loss depends on $y_L$.

Backwards, $\delta_L$ is the gradient of the loss times $\sigma'(z_L)$, and
$\delta_l = (W_{l+1}^{\top} \delta_{l+1})\, \sigma'(z_l)$, both entry by entry.
"""

from symderive import *

L = size("L")
n = size_family("n", L)


def layers(x, W, b, sigma):
    """The activations, and what the function is applied to."""
    y = recursion("y", lambda l, before: sigma(W[l] @ before + b[l]), x, L)
    z = recursion("z", lambda l, before: W[l] @ y[l - 1] + b[l], zeros(n[0]), L)
    return y, z


def net(x, W, b, sigma, loss):
    """The same with the backward recursion."""
    y, z = layers(x, W, b, sigma)
    delta = recursion(
        "delta",
        lambda l, after: (W[l + 1].T @ after) * sigma.prime(z[l]),
        loss.grad(y[L]) * sigma.prime(z[L]),
        L,
        downward=True,
    )
    return y, z, delta


WIDTHS = {L: 6, n: (30, 40, 25, 60, 20, 35, 10)}


"""Gradients in every layer."""


@claim(numbers=WIDTHS)
def derivative_of_a_layer(
    x=vector(n[0]),
    W=tensor_family(lambda l: (n[l], n[l - 1]), L),
    b=tensor_family(lambda l: n[l], L),
    sigma=function(),
    l=index(1, L),
):
    """The derivative of a layer by the one before."""
    y, z = layers(x, W, b, sigma)
    return eq(jacobian(y[l], y[l - 1]), diag(sigma.prime(z[l])) @ W[l])


@claim(numbers=WIDTHS)
def backward_recursion(
    x=vector(n[0]),
    W=tensor_family(lambda l: (n[l], n[l - 1]), L),
    b=tensor_family(lambda l: n[l], L),
    sigma=function(),
    loss=function(of=vector(n[L])),
    l=index(1, L),
):
    """The backward recursion gives the gradient by what the function of a layer is applied to.

    Proved by induction from the last layer down.
    """
    y, z, delta = net(x, W, b, sigma, loss)
    return eq(grad(loss(y[L]), y[l]) * sigma.prime(z[l]), delta[l])


@claim(numbers=WIDTHS)
def gradient_by_the_weights(
    x=vector(n[0]),
    W=tensor_family(lambda l: (n[l], n[l - 1]), L),
    b=tensor_family(lambda l: n[l], L),
    sigma=function(),
    loss=function(of=vector(n[L])),
    l=index(1, L),
):
    """The gradient by the weights of a layer."""
    y, _, delta = net(x, W, b, sigma, loss)
    return eq(grad(loss(y[L]), W[l]), outer(delta[l], y[l - 1]))


@claim(numbers=WIDTHS)
def gradient_by_the_biases(
    x=vector(n[0]),
    W=tensor_family(lambda l: (n[l], n[l - 1]), L),
    b=tensor_family(lambda l: n[l], L),
    sigma=function(),
    loss=function(of=vector(n[L])),
    l=index(1, L),
):
    """The gradient by the biases of a layer."""
    y, _, delta = net(x, W, b, sigma, loss)
    return eq(grad(loss(y[L]), b[l]), delta[l])


@claim(numbers=WIDTHS)
def gradient_by_the_input(
    x=vector(n[0]),
    W=tensor_family(lambda l: (n[l], n[l - 1]), L),
    b=tensor_family(lambda l: n[l], L),
    sigma=function(),
    loss=function(of=vector(n[L])),
):
    """The gradient by the input of the net."""
    y, _, delta = net(x, W, b, sigma, loss)
    return eq(grad(loss(y[L]), x), W[1].T @ delta[1])
