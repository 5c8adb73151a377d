r"""Affine coupling layers: Jacobian, determinant, inverse.

The input is $(a, b)$ with $a \in \mathbb{R}^m$ and $b \in \mathbb{R}^n$, the output
$(a, b\, e^{s(a)} + t(a))$ with functions $s$ and $t$ of which nothing is assumed but that they
are smooth; entry $i$ of $s$ is $s(a, i)$. The Jacobian is block triangular, so that its determinant
is the product of the diagonal, and its logarithm a sum.
"""

from symderive import *

m, n = size("m"), size("n")


def scaled(b, s, t):
    """The second part of the output, for values s and t of the two networks."""
    return b * exp(s) + t


@claim(numbers={n: 1000})
def inverse(b=vector(n), s=vector(n), t=vector(n)):
    """The second part of the input from the output; the first part, $s$ and $t$ are known."""
    y = scaled(b, s, t)
    return eq((y - t) * exp(-s), b)


@claim(numbers={n: 1000})
def inverse_on_the_other_side(y=vector(n), s=vector(n), t=vector(n)):
    """The second part of the output from the input."""
    return eq(scaled((y - t) * exp(-s), s, t), y)


r"""The Jacobian.

Here $s = \tanh(V a)$ and $t = W a$.
"""


def networks(a, V, W):
    """The values of the two networks."""
    return tanh(V @ a), W @ a


@claim(numbers={m: 20, n: 30})
def upper_block(a=vector(m), b=vector(n), i=index(m), j=index(n)):
    """The first part of the output is the first part of the input."""
    return all_of(eq(jacobian(a, a), eye(m)), eq(diff(a[i], b[j]), 0))


@claim(numbers={m: 20, n: 30})
def lower_right_block(a=vector(m), b=vector(n), V=matrix(n, m), W=matrix(n, m)):
    """The second part depends on its own input entry by entry."""
    s, t = networks(a, V, W)
    return eq(jacobian(scaled(b, s, t), b), diag(exp(s)))


@claim(numbers={m: 20, n: 30})
def lower_left_block(a=vector(m), b=vector(n), V=matrix(n, m), W=matrix(n, m)):
    """The second part depends on the other part of the input through both networks."""
    s, t = networks(a, V, W)
    return eq(jacobian(scaled(b, s, t), a), diag(b * exp(s) * (1 - s**2)) @ V + W)


def both_parts(x, V, W):
    """The whole output for the whole input."""
    a, b = array(m, lambda i: x[i]), array(n, lambda i: x[m + i])
    return concatenate(a, scaled(b, *networks(a, V, W)))


@claim(
    numbers={m: 20, n: 30},
    picture=lambda x, V, W: cells(
        {"J": jacobian(both_parts(x, V, W), x)}, at={m: 5, n: 5}, blocks=(m, m)
    ),
)
def whole_jacobian_is_triangular(
    x=vector(m + n), V=matrix(n, m), W=matrix(n, m), i=index(m + n), j=index(m + n)
):
    """Of the whole Jacobian nothing stands above the diagonal."""
    y = both_parts(x, V, W)
    return eq(diff(y[i], x[j]), 0).given(lt(i, j))


@claim(numbers={m: 20, n: 30})
def diagonal_of_the_whole_jacobian(x=vector(m + n), V=matrix(n, m), W=matrix(n, m), i=index(m + n)):
    """On its diagonal stand ones, and then the exponentials."""
    a, b = array(m, lambda i: x[i]), array(n, lambda i: x[m + i])
    s, t = networks(a, V, W)
    y = concatenate(a, scaled(b, s, t))
    return eq(diff(y[i], x[i]), concatenate(ones(m), exp(s))[i])


@claim(numbers={m: 20, n: 30})
def logarithm_of_the_determinant(s=vector(n)):
    """The logarithms of the diagonal sum to the sum of $s$."""
    return eq(log(concatenate(ones(m), exp(s))).sum(), s.sum())


@claim(numbers={n: 30})
def product_of_the_diagonal(s=vector(n)):
    """The product of the diagonal is the exponential of that sum."""
    return eq(product(lambda i: exp(s[i]), n), exp(s.sum()))


@claim(numbers={n: 1000})
def two_layers(b=vector(n), s=vector(n), t=vector(n), u=vector(n), v=vector(n)):
    """Two layers one after the other are one, and what they add to the logarithm adds up."""
    return eq(scaled(scaled(b, s, t), u, v), scaled(b, s + u, t * exp(u) + v))
