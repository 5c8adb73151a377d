r"""Cross-entropy with softmax: gradient, Hessian, convexity, and variants of the loss.

The loss of logits $z$ for a target $y$ is $L(z) = -\sum_k y_k \log p_k$ with
$p = \operatorname{softmax}(z)$. The entries of $y$ sum to 1; they need not be probabilities.
"""

from symderive import *

n = size("n")


loss = define("L", lambda z, y: -total(lambda k: y[k] * log(softmax(z)[k]), n))
hessian_of_the_loss = define("H", lambda z: diag(softmax(z)) - softmax(z) @ softmax(z).T)


"""Derivatives."""


@claim(numbers={n: 1000})
def loss_by_log_sum_exp(z=vector(n), y=vector(n)):
    """The loss by the logarithm of the sum of exponentials."""
    return eq(loss(z, y), logsumexp(z) - inner(y, z)).given(eq(y.sum(), 1))


@claim(numbers={n: 200})
def gradient(z=vector(n), y=vector(n)):
    """The gradient is the error of the probabilities."""
    return eq(grad(loss(z, y), z), softmax(z) - y).given(eq(y.sum(), 1))


@claim(numbers={n: 200})
def gradient_of_any_target(z=vector(n), y=vector(n)):
    """Where the target sums to another number, so does the gradient weigh the probabilities."""
    return eq(grad(loss(z, y), z), y.sum() * softmax(z) - y)


@claim(numbers={n: 50})
def hessian_matrix(z=vector(n), y=vector(n)):
    """The Hessian does not depend on the target."""
    return eq(hessian(loss(z, y), z), hessian_of_the_loss(z)).given(eq(y.sum(), 1))


"""The Hessian as a quadratic form."""


@claim(numbers={n: 200})
def hessian_as_a_variance(z=vector(n), u=vector(n)):
    """The quadratic form is the variance of $u$ under the probabilities."""
    p = softmax(z)
    mean_of_u = total(lambda k: p[k] * u[k], n)
    return eq(u.T @ hessian_of_the_loss(z) @ u, total(lambda k: p[k] * (u[k] - mean_of_u) ** 2, n))


@claim(numbers={n: 200})
def hessian_as_a_sum_of_squares(z=vector(n), u=vector(n)):
    """The quadratic form is a sum over pairs, and not negative."""
    p = softmax(z)
    return (
        calc(u.T @ hessian_of_the_loss(z) @ u)
        .eq(
            num(1) / 2 * total(lambda i, j: p[i] * p[j] * (u[i] - u[j]) ** 2, n, n),
            "multiply out",
        )
        .ge(0, "squares")
    )


@claim(numbers={n: 50})
def hessian_is_semidefinite(z=vector(n)):
    """The Hessian is positive semidefinite."""
    return positive_semidefinite(hessian_of_the_loss(z))


@claim()
def loss_is_convex(z=vector(n), y=vector(n)):
    """The loss is convex in the logits."""
    return convex(loss(z, y), z).given(eq(y.sum(), 1))


@claim(numbers={n: 200})
def constants_are_in_the_kernel(z=vector(n)):
    """The Hessian takes constant vectors to 0."""
    return eq(hessian_of_the_loss(z) @ ones(n), zeros(n))


@claim(numbers={n: 200})
def kernel_of_the_hessian(z=vector(n), u=vector(n), i=index(n)):
    """The Hessian takes no other vectors to 0: all entries of such a vector are its mean."""
    p, H = softmax(z), hessian_of_the_loss(z)
    return (
        calc(u[i])
        .eq((H @ u)[i] / p[i] + inner(p, u), r"$(H u)_i = p_i (u_i - p^{\top} u)$")
        .eq(zeros(n)[i] / p[i] + inner(p, u), "it is 0")
        .eq(inner(p, u), "0 divided by a probability")
        .given(eq(H @ u, zeros(n)))
    )


@claim(numbers={n: 200})
def largest_eigenvalue(z=vector(n), u=vector(n)):
    """The quadratic form is at most half of the squared length."""
    p = softmax(z)
    bound = 2 * total(lambda i: p[i] * (1 - p[i]) * u[i] ** 2, n)
    rest = 2 * (
        num(1)
        / 2
        * total(lambda i: total(lambda j: p[i] * p[j] * (u[i] + u[j]) ** 2, (1, i - 1)), (2, n))
    )
    return (
        calc(u.T @ hessian_of_the_loss(z) @ u)
        .eq(bound - rest, r"$(s - t)^2 = 2 s^2 + 2 t^2 - (s + t)^2$")
        .le(bound, "squares are not negative")
        .le(squared_norm(u) / 2, r"$p (1 - p) \le \frac14$")
    )


"""Variants."""


@claim(numbers={n: 200})
def temperature(z=vector(n), y=vector(n), tau=real(above=0)):
    """At another temperature the gradient is divided by it."""
    return eq(grad(loss(z / tau, y), z), (softmax(z / tau) - y) / tau).given(eq(y.sum(), 1))


@claim(numbers={n: 200})
def label_smoothing(z=vector(n), y=vector(n), a=real(0, 1)):
    """With smoothed labels the gradient moves to the uniform distribution by a share."""
    smoothed = (1 - a) * y + a / n * ones(n)
    return eq(
        grad(loss(z, smoothed), z), (1 - a) * (softmax(z) - y) + a * (softmax(z) - ones(n) / n)
    ).given(eq(y.sum(), 1))


@claim(numbers={n: 200})
def one_label(z=vector(n), c=index(n)):
    """For a single label $c$ the target is a unit vector."""
    return eq(grad(-log(softmax(z)[c]), z), softmax(z) - unit(c, n))


@claim(numbers={n: 200})
def focal_loss(z=vector(n), c=index(n), j=index(n)):
    """The focal loss with exponent 2 weighs the same error by how wrong the prediction is."""
    p = softmax(z)
    return eq(
        diff(-((1 - p[c]) ** 2) * log(p[c]), z[j]),
        ((1 - p[c]) ** 2 - 2 * p[c] * (1 - p[c]) * log(p[c])) * (p[j] - delta(c, j)),
    )


@claim(numbers={n: 200})
def gradient_of_log_softmax(z=vector(n), i=index(n), j=index(n)):
    """The derivatives of the logarithms of the probabilities."""
    return eq(diff(log_softmax(z)[i], z[j]), delta(i, j) - softmax(z)[j])


@claim(numbers={n: 200})
def gradient_of_the_entropy(z=vector(n), j=index(n)):
    """The entropy of the probabilities, and its gradient in the logits."""
    p = softmax(z)
    h = -total(lambda k: p[k] * log(p[k]), n)
    return eq(diff(h, z[j]), -p[j] * (log(p[j]) + h))


@claim(numbers={n: 200})
def divergence_and_cross_entropy(y=simplex(n), q=simplex(n)):
    """The cross-entropy is the entropy of the target and a divergence."""
    return (
        calc(cross_entropy(y, q))
        .eq(entropy(y) + kl(y, q), "a logarithm of a quotient")
        .ge(entropy(y), "a divergence is not negative")
    )
