"""The gradient of the log-sum-exp with an inverse temperature."""

from sympy import Derivative, IndexedBase, Ne, Sum, Symbol, exp, log, symbols

from tests.identities.identity import between, false, positive, true

n, i, k = symbols("n i k", integer=True)
beta = Symbol("beta", real=True)
x = IndexedBase("x")

partition = Sum(exp(beta * x[i]), (i, 1, n))
weight = exp(beta * x[k]) / partition
given = positive(n) + between(1, k, n)
warm = (Ne(beta, 0),)

IDENTITIES = (
    true("3 d lse", Derivative(log(partition) / beta, x[k]), weight, given, warm),
    false("3! no 1/beta", Derivative(log(partition), x[k]), weight, given, warm),
    false(
        "3! sign",
        Derivative(log(partition) / beta, x[k]),
        exp(-beta * x[k]) / partition,
        given,
        warm,
    ),
)
