"""The gradient of the logistic loss."""

from sympy import Derivative, IndexedBase, Sum, exp, log, symbols

from tests.identities.identity import between, positive, true

samples, features, i, j, t = symbols("n d i j t", integer=True)
w, y, X = map(IndexedBase, ("w", "y", "X"))

margin = y[i] * Sum(X[i, t] * w[t], (t, 1, features))

IDENTITIES = (
    true(
        "9m logistic loss grad",
        Derivative(Sum(log(1 + exp(-margin)), (i, 1, samples)), w[j]),
        -Sum(y[i] * X[i, j] / (1 + exp(margin)), (i, 1, samples)),
        positive(samples, features) + between(1, j, features),
    ),
)
