"""Attention does not see a number added to all scores of a query."""

from sympy import Expr, IndexedBase, Integer, Sum, exp, symbols

from tests.identities.identity import between, positive, true

queries, keys, dimension = symbols("m n d", integer=True)
c, i, l, t = symbols("c i l t", integer=True)
g, V, X, Y = map(IndexedBase, ("g", "V", "X", "Y"))


def attended(added: Expr) -> Expr:
    """Channel c of what query i reads, with a number added to its scores."""
    weight = exp(Sum(X[i, t] * Y[l, t], (t, 1, dimension)) + added)
    return Sum(weight * V[l, c], (l, 1, keys)) / Sum(weight, (l, 1, keys))


IDENTITIES = (
    true(
        "9j attention shift",
        attended(g[i]),
        attended(Integer(0)),
        (*positive(keys, dimension, queries), *between(1, i, queries), c >= 1),
    ),
)
