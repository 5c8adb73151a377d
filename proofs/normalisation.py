r"""Batch and layer normalisation: gradients and Jacobians.

Both subtract the mean $\mu$ of some numbers and divide by $s = \sqrt{v + \varepsilon}$, where $v$
is their variance and $\varepsilon > 0$. In a batch normalisation the numbers are the values of one
feature in a batch, which are then scaled by one weight; in a layer normalisation they are the
features of one input, each with a weight of its own.
"""

from symderive import *

B, d = size("B"), size("d")


def variance(x):
    """The mean of the squared deviations."""
    return ((x - x.mean()) ** 2).mean()


s = define("s", lambda x, epsilon: sqrt(variance(x) + epsilon))
hat = define("nu", lambda x, epsilon: (x - x.mean()) / s(x, epsilon))


def batch_norm(x, gamma, beta, epsilon):
    """A batch normalisation of one feature."""
    return gamma * hat(x, epsilon) + beta


def layer_norm(x, gamma, beta, epsilon):
    """A layer normalisation: the weights are vectors."""
    return gamma * hat(x, epsilon) + beta


def gradient_of_a_batch(x, g, gamma, beta, epsilon):
    """Batch normalisation and automatic differentiation, of one feature."""
    import torch

    def norm(column):
        weight, bias = torch.tensor([gamma]), torch.tensor([beta])
        return torch.nn.functional.batch_norm(
            column, None, None, weight, bias, training=True, eps=epsilon
        )

    _, pullback = torch.func.vjp(norm, torch.from_numpy(x)[:, None])
    return pullback(torch.from_numpy(g)[:, None])[0][:, 0]


def jacobian_by_differentiation(x, gamma, beta, epsilon):
    """Layer normalisation and automatic differentiation."""
    import torch

    weight, bias = torch.from_numpy(gamma), torch.from_numpy(beta)

    def norm(features):
        return torch.nn.functional.layer_norm(features, features.shape, weight, bias, eps=epsilon)

    return torch.func.jacrev(norm)(torch.from_numpy(x))


def jacobian_of_root_mean_square(x, epsilon):
    """The layer without a mean, and automatic differentiation."""
    import torch

    def norm(features):
        return torch.nn.functional.rms_norm(features, features.shape, eps=epsilon)

    return torch.func.jacrev(norm)(torch.from_numpy(x))


"""Normalised numbers."""


@claim(numbers={B: 1000})
def normalised_mean(x=vector(B), epsilon=real(above=0)):
    """The normalised numbers have mean 0."""
    return eq(hat(x, epsilon).mean(), 0)


@claim(numbers={B: 1000})
def normalised_mean_square(x=vector(B), epsilon=real(above=0)):
    """Their mean square is a little less than 1."""
    v = variance(x)
    return (
        calc((hat(x, epsilon) ** 2).mean())
        .eq(v / (v + epsilon), "the mean of the squared deviations is $v$")
        .eq(1 - epsilon / (v + epsilon), r"add and subtract $\varepsilon$")
    )


@claim(numbers={B: 1000}, expect="undecided")
def normalised_mean_square_is_less_than_one(x=vector(B), epsilon=real(above=0)):
    r"""What is subtracted is positive.

    The denominator is positive as a sum of squares and of $\varepsilon$. Multiplied out, as the
    prover compares sums, it no longer shows it.
    """
    return lt(1 - epsilon / (variance(x) + epsilon), 1)


@claim(numbers={B: 1000})
def normalised_without_epsilon(x=vector(B)):
    r"""Without $\varepsilon$ the mean square is 1, where the numbers are not all equal."""
    v = variance(x)
    return eq((((x - x.mean()) / sqrt(v)) ** 2).mean(), 1).given(gt(v, 0))


@claim(numbers={B: 1000})
def shift_changes_nothing(x=vector(B), c=real(), epsilon=real(above=0)):
    """The same number added to all numbers changes nothing."""
    return eq(hat(x + c, epsilon), hat(x, epsilon))


@claim(numbers={B: 200})
def derivative_of_the_mean(x=vector(B), i=index(B)):
    """Every number has the same share in the mean."""
    return eq(diff(x.mean(), x[i]), num(1) / B)


@claim(numbers={B: 200})
def derivative_of_the_variance(x=vector(B), i=index(B)):
    """The variance grows with the distance from the mean."""
    return eq(diff(variance(x), x[i]), 2 * (x[i] - x.mean()) / B)


@claim(numbers={B: 200})
def derivative_of_the_root(x=vector(B), epsilon=real(above=0), i=index(B)):
    """The divisor grows with the normalised number."""
    return eq(diff(s(x, epsilon), x[i]), hat(x, epsilon)[i] / B)


r"""Batch normalisation.

The outer gradient is $g$, the weight $\gamma$, the bias $\beta$.
"""


@claim(numbers={B: 200}, oracle=gradient_of_a_batch)
def gradient_in_the_input(
    x=vector(B), g=vector(B), gamma=real(), beta=real(), epsilon=real(above=0), i=index(B)
):
    """The gradient in the inputs: what goes through mean and variance is subtracted."""
    xhat = hat(x, epsilon)
    return eq(
        vjp(batch_norm(x, gamma, beta, epsilon), x, g)[i],
        gamma / (B * s(x, epsilon)) * (B * g[i] - g.sum() - xhat[i] * (g * xhat).sum()),
    )


@claim(numbers={B: 200})
def gradient_of_any_loss(
    L=function(of=vector(B)), x=vector(B), gamma=real(), beta=real(), epsilon=real(above=0)
):
    """The gradient of any loss behind it, as a vector."""
    y, xhat = batch_norm(x, gamma, beta, epsilon), hat(x, epsilon)
    g = L.grad(y)
    return eq(
        grad(L(y), x),
        gamma / (B * s(x, epsilon)) * (B * g - g.sum() - xhat * (g * xhat).sum()),
    )


@claim(numbers={B: 200})
def gradient_in_the_weight(
    L=function(of=vector(B)), x=vector(B), gamma=real(), beta=real(), epsilon=real(above=0)
):
    """The gradients in weight and bias."""
    y = batch_norm(x, gamma, beta, epsilon)
    return all_of(
        eq(diff(L(y), gamma), (L.grad(y) * hat(x, epsilon)).sum()),
        eq(diff(L(y), beta), L.grad(y).sum()),
    )


@claim(numbers={B: 200})
def gradient_sums_to_zero(
    x=vector(B), g=vector(B), gamma=real(), beta=real(), epsilon=real(above=0)
):
    """The gradient in the inputs sums to 0, as it must where shifts change nothing."""
    return eq(vjp(batch_norm(x, gamma, beta, epsilon), x, g).sum(), 0)


@claim(numbers={B: 200})
def gradient_against_the_input(
    x=vector(B), g=vector(B), gamma=real(), beta=real(), epsilon=real(above=0)
):
    r"""Along the normalised input only $\varepsilon$ is left of the gradient."""
    xhat = hat(x, epsilon)
    return eq(
        inner(vjp(batch_norm(x, gamma, beta, epsilon), x, g), xhat),
        gamma / s(x, epsilon) * (epsilon / (variance(x) + epsilon)) * inner(g, xhat),
    )


"""Layer normalisation."""


@claim(numbers={d: 100}, oracle=jacobian_by_differentiation)
def jacobian_of_a_layer(x=vector(d), gamma=vector(d), beta=vector(d), epsilon=real(above=0)):
    """The Jacobian: a projection along the constants, and one along the input."""
    xhat = hat(x, epsilon)
    return eq(
        jacobian(layer_norm(x, gamma, beta, epsilon), x),
        1 / s(x, epsilon) * diag(gamma) @ (eye(d) - ones(d, d) / d - xhat @ xhat.T / d),
    )


@claim(numbers={d: 100})
def constants_are_lost(x=vector(d), gamma=vector(d), beta=vector(d), epsilon=real(above=0)):
    """The Jacobian takes constant vectors to 0."""
    return eq(jacobian(layer_norm(x, gamma, beta, epsilon), x) @ ones(d), zeros(d))


@claim(numbers={d: 100})
def deviations_are_almost_lost(x=vector(d), gamma=vector(d), beta=vector(d), epsilon=real(above=0)):
    """The Jacobian takes the deviations from the mean to almost 0."""
    return eq(
        jacobian(layer_norm(x, gamma, beta, epsilon), x) @ (x - x.mean()),
        epsilon / (variance(x) + epsilon) * gamma * hat(x, epsilon),
    )


@claim(numbers={d: 100})
def deviations_are_lost_without_epsilon(x=vector(d), gamma=vector(d)):
    r"""Without $\varepsilon$ the Jacobian takes the deviations from the mean to 0."""
    y = gamma * (x - x.mean()) / sqrt(variance(x))
    return eq(jacobian(y, x) @ (x - x.mean()), zeros(d)).given(gt(variance(x), 0))


@claim(numbers={d: 100})
def projection_without_epsilon(x=vector(d)):
    r"""Without $\varepsilon$ and weights, $s$ times the Jacobian is a projection."""
    v = variance(x)
    xhat = (x - x.mean()) / sqrt(v)
    P = eye(d) - ones(d, d) / d - xhat @ xhat.T / d
    return all_of(eq(P @ P, P), eq(P.T, P), eq(trace(P), d - 2)).given(gt(v, 0))


@claim(numbers={d: 100}, oracle=jacobian_of_root_mean_square)
def root_mean_square(x=vector(d), epsilon=real(above=0)):
    """Divided by the root mean square, no mean subtracted, the Jacobian has a term less."""
    r = sqrt((x**2).mean() + epsilon)
    y = x / r
    return eq(jacobian(y, x), (eye(d) - y @ y.T / d) / r)
