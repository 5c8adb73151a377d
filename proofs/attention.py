r"""Attention: the gradients in queries, keys and values.

There are $n$ queries and $m$ keys of $k$ entries, the rows of $Q$ and $K$, and $m$ values, the rows
of $V$. The scores are $S = Q K^{\top} / \sqrt{k}$, the weights $P$ are softmax of each row, the
output is $O = P V$. The outer gradient is $G$.
"""

from symderive import *

n, m, k, e = size("n"), size("m"), size("k"), size("e")

scores = define("S", lambda Q, K: Q @ K.T / sqrt(k))
weights = define("P", lambda Q, K: softmax(scores(Q, K)))
causal = define(
    "C",
    lambda S: array(
        (n, n),
        lambda i, j: iverson(le(j, i)) * exp(S[i, j]) / total(lambda l: exp(S[i, l]), (1, i)),
    ),
)


def gradient_of_scores(P, G, V):
    """What reaches the scores: P * (G V^T - r 1^T) with the row sums r of P * G V^T."""
    dP = G @ V.T
    return P * (dP - outer((P * dP).sum(axis=1), ones(m)))


def _pullback(Q, K, V, G):
    """Attention as one operation, differentiated automatically in queries, keys and values."""
    import torch

    attention = torch.nn.functional.scaled_dot_product_attention
    _, pullback = torch.func.vjp(attention, *map(torch.from_numpy, (Q, K, V)))
    return pullback(torch.from_numpy(G))


def in_queries(Q, K, V, G):
    """The gradient in the queries by automatic differentiation."""
    return _pullback(Q, K, V, G)[0]


def in_keys(Q, K, V, G):
    """The gradient in the keys by automatic differentiation."""
    return _pullback(Q, K, V, G)[1]


def in_values(Q, K, V, G):
    """The gradient in the values by automatic differentiation."""
    return _pullback(Q, K, V, G)[2]


"""Weights and outputs."""


@claim(numbers={n: 30, m: 40, k: 16})
def weights_sum_to_one(Q=matrix(n, k), K=matrix(m, k)):
    """The weights of each query sum to 1."""
    return eq(weights(Q, K) @ ones(m), ones(n))


@claim(numbers={n: 30, m: 40, k: 16, e: 8})
def equal_values_come_back(Q=matrix(n, k), K=matrix(m, k), v=vector(e)):
    """Where all values are equal, every output is that value."""
    return eq(weights(Q, K) @ outer(ones(m), v), outer(ones(n), v))


@claim(numbers={n: 30, m: 40, k: 16})
def keys_may_be_shifted(Q=matrix(n, k), K=matrix(m, k), c=vector(k)):
    """A vector added to all keys changes nothing."""
    return eq(weights(Q, K + outer(ones(m), c)), weights(Q, K))


"""Gradients."""


@claim(numbers={n: 30, m: 40, k: 16, e: 8}, oracle=in_values)
def gradient_in_the_values(Q=matrix(n, k), K=matrix(m, k), V=matrix(m, e), G=matrix(n, e)):
    """The gradient in the values."""
    P = weights(Q, K)
    return eq(vjp(P @ V, V, G), P.T @ G)


@claim(numbers={n: 30, m: 40, e: 8})
def gradient_in_the_weights(P=matrix(n, m), V=matrix(m, e), G=matrix(n, e)):
    """The gradient in the weights."""
    return eq(vjp(P @ V, P, G), G @ V.T)


@claim(numbers={n: 30, m: 40, e: 8})
def gradient_in_the_scores(S=matrix(n, m), V=matrix(m, e), G=matrix(n, e)):
    """The gradient in the scores: softmax subtracts a mean in every row."""
    return eq(vjp(softmax(S) @ V, S, G), gradient_of_scores(softmax(S), G, V))


@claim(numbers={n: 30, m: 40, e: 8})
def row_sums_from_the_output(P=matrix(n, m), V=matrix(m, e), G=matrix(n, e)):
    """The row sums need the output only, not the weights."""
    return eq((P * (G @ V.T)).sum(axis=1), (G * (P @ V)).sum(axis=1))


@claim(numbers={n: 30, m: 40, e: 8})
def gradient_of_the_scores_sums_to_zero(S=matrix(n, m), V=matrix(m, e), G=matrix(n, e)):
    """The gradient in the scores sums to 0 in each row."""
    return eq(gradient_of_scores(softmax(S), G, V) @ ones(m), zeros(n))


@claim(numbers={n: 12, m: 10, k: 6, e: 4}, oracle=in_queries)
def gradient_in_the_queries(Q=matrix(n, k), K=matrix(m, k), V=matrix(m, e), G=matrix(n, e)):
    """The gradient in the queries."""
    P = weights(Q, K)
    return eq(vjp(P @ V, Q, G), gradient_of_scores(P, G, V) @ K / sqrt(k))


@claim(numbers={n: 12, m: 10, k: 6, e: 4}, oracle=in_keys)
def gradient_in_the_keys(Q=matrix(n, k), K=matrix(m, k), V=matrix(m, e), G=matrix(n, e)):
    """The gradient in the keys."""
    P = weights(Q, K)
    return eq(vjp(P @ V, K, G), gradient_of_scores(P, G, V).T @ Q / sqrt(k))


"""Causal weights.

There are as many keys as queries, and a query sees no key behind its own: $C$ is softmax of the
first $i$ scores of row $i$, and 0 in the rest of it.
"""


@claim(numbers={n: 60})
def causal_weights_sum_to_one(S=matrix(n, n)):
    """The weights of each query sum to 1."""
    return eq(causal(S) @ ones(n), ones(n))


@claim(
    numbers={n: 60, e: 8},
    picture=lambda S, V: cells({"J": jacobian(causal(S) @ V, V)}, at={n: 6, e: 2}, blocks=(n, n)),
)
def no_output_depends_on_a_later_value(
    S=matrix(n, n), V=matrix(n, e), i=index(n), j=index(n), a=index(e)
):
    """An output depends on the values up to its own place."""
    return eq(diff((causal(S) @ V)[i, a], V[j, a]), 0).given(lt(i, j))
