"""Softmax: what leaves it unchanged, its sum, its derivatives, and the cross-entropy."""

from sympy import Derivative, Expr, IndexedBase, Integer, KroneckerDelta, Sum, exp, log, symbols
from sympy import Symbol as RealSymbol

from symderive import maximum
from tests.identities.identity import between, false, positive, true

m, n = symbols("m n", integer=True)
a, b, i, j, l, t = symbols("a b i j l t", integer=True)
offset = RealSymbol("alpha", real=True)
x, y, g, X = map(IndexedBase, ("x", "y", "g", "X"))


def softmax(index: Expr, added: Expr | int = 0) -> Expr:
    """Entry ``index`` of the softmax of x with a number added to every entry."""
    return exp(x[index] + added) / Sum(exp(x[l] + added), (l, 1, n))


log_partition = log(Sum(exp(x[l]), (l, 1, n)))
cross_entropy = -Sum(y[i] * log(softmax(i)), (i, 1, n))
one_index = positive(n) + between(1, i, n)
two_indices = one_index + between(1, j, n)

IDENTITIES = (
    true("4a softmax shift", softmax(i, added=offset), softmax(i), one_index),
    true(
        "4a2 shift by max",
        softmax(i, added=-maximum(x[t], (t, 1, n))),
        softmax(i),
        one_index,
    ),
    true(
        "4b softmax jacobian",
        Derivative(softmax(i), x[j]),
        softmax(i) * (KroneckerDelta(i, j) - softmax(j)),
        two_indices,
    ),
    false(
        "4b! sign",
        Derivative(softmax(i), x[j]),
        softmax(i) * (KroneckerDelta(i, j) + softmax(j)),
        two_indices,
    ),
    false(
        "4b! transposed idx",
        Derivative(softmax(i), x[j]),
        softmax(j) * (KroneckerDelta(i, j) - softmax(j)),
        two_indices,
    ),
    true("4c sum softmax = 1", Sum(softmax(i), (i, 1, n)), Integer(1), positive(n)),
    false("4c! sum softmax to n-1", Sum(softmax(i), (i, 1, n - 1)), Integer(1), positive(n)),
    true(
        "4d hessian lse",
        Derivative(log_partition, x[i], x[j]),
        softmax(i) * KroneckerDelta(i, j) - softmax(i) * softmax(j),
        two_indices,
    ),
    false(
        "4d! hessian",
        Derivative(log_partition, x[i], x[j]),
        softmax(i) * KroneckerDelta(i, j) - softmax(i) ** 2,
        two_indices,
    ),
    true(
        "4e cross-entropy grad",
        Derivative(cross_entropy, x[j]),
        softmax(j) * Sum(y[i], (i, 1, n)) - y[j],
        positive(n) + between(1, j, n),
    ),
    true(
        "4f row softmax sums",
        Sum(g[a] * exp(X[a, b]) / Sum(exp(X[a, l]), (l, 1, n)), (a, 1, m), (b, 1, n)),
        Sum(g[a], (a, 1, m)),
        positive(m, n),
    ),
)
