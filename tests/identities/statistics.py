"""Means, variances, and the quotients in which they are used."""

from sympy import IndexedBase, Integer, Ne, Sum, symbols

from tests.identities.identity import between, positive, true

n, i, j = symbols("n i j", integer=True)
x = IndexedBase("x")

mean = Sum(x[j], (j, 1, n)) / n
squares = Sum(x[j] ** 2, (j, 1, n))

IDENTITIES = (
    true(
        "9e variance",
        Sum((x[i] - mean) ** 2, (i, 1, n)),
        Sum(x[i] ** 2, (i, 1, n)) - Sum(x[i], (i, 1, n)) ** 2 / n,
        positive(n),
    ),
    true("9i layernorm mean zero", Sum(x[i] - mean, (i, 1, n)), Integer(0), positive(n)),
    true(
        "9l batchnorm-like quotient",
        (x[i] - mean) / squares,
        x[i] / squares - mean / squares,
        positive(n) + between(1, i, n),
        defined_if=(Ne(squares, 0),),
    ),
)
