r"""The divergence of two normal distributions with independent entries.

The means are $\mu, \nu \in \mathbb{R}^d$, the variances $v, w \in \mathbb{R}_{> 0}^d$. The
divergence of the first from the second is the mean of a quadratic polynomial under the first.
"""

from symderive import *

d = size("d")

log_density = define(
    "ell",
    lambda x, mu, v: total(lambda i: -log(v[i]) / 2 - (x[i] - mu[i]) ** 2 / (2 * v[i]), d),
)
divergence = define(
    "K",
    lambda mu, v, nu, w: (
        num(1)
        / 2
        * total(lambda i: v[i] / w[i] + (mu[i] - nu[i]) ** 2 / w[i] - 1 + log(w[i] / v[i]), d)
    ),
)


def between_normal_distributions(mu, v, nu, w):
    """The same from a library of distributions, which takes standard deviations."""
    import torch

    first, second = (
        torch.distributions.Normal(torch.from_numpy(mean), torch.from_numpy(variance).sqrt())
        for mean, variance in ((mu, v), (nu, w))
    )
    return torch.distributions.kl_divergence(first, second).sum()


"""The formula.

The logarithm of a density is a constant, the same for both, and a quadratic polynomial.
"""


@claim(numbers={d: 1000})
def quotient_of_the_densities(
    x=vector(d),
    mu=vector(d),
    nu=vector(d),
    v=vector(d, above=0),
    w=vector(d, above=0),
):
    """The logarithm of the quotient, sorted by powers of the deviations from the first mean."""
    return eq(
        log_density(x, mu, v) - log_density(x, nu, w),
        total(
            lambda i: (
                num(1) / 2 * log(w[i] / v[i])
                + (1 / w[i] - 1 / v[i]) * (x[i] - mu[i]) ** 2 / 2
                + (mu[i] - nu[i]) * (x[i] - mu[i]) / w[i]
                + (mu[i] - nu[i]) ** 2 / (2 * w[i])
            ),
            d,
        ),
    )


@claim(numbers={d: 1000})
def mean_of_the_quotient(mu=vector(d), nu=vector(d), v=vector(d, above=0), w=vector(d, above=0)):
    """The deviations have mean 0 and mean square $v$, which gives the divergence."""
    zero = num(0)
    return eq(
        total(
            lambda i: (
                num(1) / 2 * log(w[i] / v[i])
                + (1 / w[i] - 1 / v[i]) * v[i] / 2
                + (mu[i] - nu[i]) * zero / w[i]
                + (mu[i] - nu[i]) ** 2 / (2 * w[i])
            ),
            d,
        ),
        divergence(mu, v, nu, w),
    )


@claim(numbers={d: 1000}, oracle=between_normal_distributions)
def matrices_and_traces(mu=vector(d), nu=vector(d), v=vector(d, above=0), w=vector(d, above=0)):
    """The formula with matrices: a trace, a quadratic form, and logarithms of determinants."""
    V, W = diag(v), diag(1 / w)
    return eq(
        divergence(mu, v, nu, w),
        num(1) / 2 * (trace(W @ V) + (nu - mu).T @ W @ (nu - mu) - d + log(w).sum() - log(v).sum()),
    )


"""What follows."""


@claim(numbers={d: 1000})
def divergence_is_not_negative(
    mu=vector(d), nu=vector(d), v=vector(d, above=0), w=vector(d, above=0)
):
    """The divergence is not negative."""
    return ge(divergence(mu, v, nu, w), 0)


@claim(numbers={d: 1000})
def divergence_from_itself(mu=vector(d), v=vector(d, above=0)):
    """A distribution does not differ from itself."""
    return eq(divergence(mu, v, mu, v), 0)


@claim(expect="undecided")
def divergence_from_another(mu=vector(d), nu=vector(d), v=vector(d, above=0), w=vector(d, above=0)):
    r"""Where the divergence vanishes, the distributions are equal.

    A sum of terms that are not negative is 0 only if all of them are, and $\log t = t - 1$ only
    at $t = 1$. Neither is known to the prover.
    """
    return implies(eq(divergence(mu, v, nu, w), 0), all_of(eq(mu, nu), eq(v, w)))


@claim(numbers={d: 1000})
def divergence_from_the_standard(mu=vector(d), s=vector(d)):
    r"""From the standard normal distribution, for variances $e^{s}$."""
    return eq(
        divergence(mu, exp(s), zeros(d), ones(d)),
        num(1) / 2 * total(lambda i: exp(s[i]) + mu[i] ** 2 - 1 - s[i], d),
    )


@claim(numbers={d: 1000})
def gradients_from_the_standard(mu=vector(d), s=vector(d)):
    """The gradients of that divergence in means and logarithms of variances."""
    k = divergence(mu, exp(s), zeros(d), ones(d))
    return all_of(eq(grad(k, mu), mu), eq(grad(k, s), (exp(s) - 1) / 2))


@claim(numbers={d: 1000})
def gradient_in_the_second_mean(
    mu=vector(d), nu=vector(d), v=vector(d, above=0), w=vector(d, above=0)
):
    """The gradient in the mean of the second distribution."""
    return eq(grad(divergence(mu, v, nu, w), nu), (nu - mu) / w)


@claim(expect="refuted")
def divergence_is_symmetric(mu=vector(d), nu=vector(d), v=vector(d, above=0), w=vector(d, above=0)):
    """The divergence is not symmetric."""
    return eq(divergence(mu, v, nu, w), divergence(nu, w, mu, v))
