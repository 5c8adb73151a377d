r"""Inverted dropout: mean, variance, and what it does to a linear regression.

Every input is set to 0 with probability $p < 1$, and divided by $1 - p$ otherwise. The factor $m$
in front of an input is 0 with probability $p$ and 1 with probability $1 - p$, so that the mean of
$f(m)$ is $p f(0) + (1 - p) f(1)$. Of many independent factors only the means of single ones and of
pairs matter here: $E\, m_j = 1 - p$, and $E\, m_j m_l = (1 - p)^2$ for $j \ne l$.
"""

from symderive import *

n, d = size("n"), size("d")


def mean_over_the_factor(f, p):
    """The mean of f(m)."""
    return p * f(num(0)) + (1 - p) * f(num(1))


def mean_of_a_pair(p, j, l):
    """The mean of m_j m_l."""
    return (1 - p) ** 2 + delta(j, l) * p * (1 - p)


"""One input."""


@claim()
def mean_of_the_output(x=real(), p=real(0, 1)):
    """The mean of the output is the input."""
    return eq(mean_over_the_factor(lambda m: m * x / (1 - p), p), x).given(lt(p, 1))


@claim()
def variance_of_the_output(x=real(), p=real(0, 1)):
    """The variance of the output."""
    spread = mean_over_the_factor(lambda m: (m * x / (1 - p) - x) ** 2, p)
    return eq(spread, x**2 * p / (1 - p)).given(lt(p, 1))


@claim(expect="refuted")
def mean_without_the_division(x=real(), p=real(0, 1)):
    """Without the division the mean is not the input."""
    return eq(mean_over_the_factor(lambda m: m * x, p), x).given(lt(p, 1))


@claim()
def mean_of_a_factor_with_itself(p=real(0, 1), j=index(d)):
    """The formula for pairs holds for a factor with itself."""
    return eq(mean_over_the_factor(lambda m: m * m, p), mean_of_a_pair(p, j, j))


"""A linear regression.

The inputs are the rows of $X$, the targets $t$, the weights $w$. The squared error of a row is a
quadratic polynomial in its factors, and its mean follows from those of single factors and pairs.
"""


@claim(numbers={n: 40, d: 30})
def error_as_a_polynomial(
    X=matrix(n, d), M=matrix(n, d), t=vector(n), w=vector(d), p=real(0, 1), i=index(n)
):
    """The squared error of a row as a polynomial in its factors."""
    y = ((M * X / (1 - p)) @ w)[i]
    return eq(
        (t[i] - y) ** 2,
        t[i] ** 2
        - 2 * t[i] * total(lambda j: M[i, j] * X[i, j] * w[j], d) / (1 - p)
        + total(lambda j, l: M[i, j] * M[i, l] * (X[i, j] * w[j] * X[i, l] * w[l]), d, d)
        / (1 - p) ** 2,
    ).given(lt(p, 1))


@claim(numbers={n: 40, d: 30})
def mean_of_the_error(X=matrix(n, d), t=vector(n), w=vector(d), p=real(0, 1)):
    """The mean error: the error without dropout, and a penalty on the weights of large inputs."""
    rows = total(
        lambda i: (
            t[i] ** 2
            - 2 * t[i] * total(lambda j: (1 - p) * X[i, j] * w[j], d) / (1 - p)
            + total(lambda j, l: mean_of_a_pair(p, j, l) * (X[i, j] * w[j] * X[i, l] * w[l]), d, d)
            / (1 - p) ** 2
        ),
        n,
    )
    return eq(
        rows,
        squared_norm(t - X @ w)
        + p / (1 - p) * total(lambda j: w[j] ** 2 * squared_norm(X[:, j]), d),
    ).given(lt(p, 1))
