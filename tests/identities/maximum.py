"""A number added to all entries comes out of a maximum; a factor does so only if it is positive."""

from sympy import IndexedBase, Symbol, symbols

from symderive import maximum
from tests.identities.identity import false, positive, true

n, t = symbols("n t", integer=True)
alpha = Symbol("alpha", real=True)
x = IndexedBase("x")

greatest = maximum(x[t], (t, 1, n))

IDENTITIES = (
    true("9p max shift", maximum(x[t] + alpha, (t, 1, n)), greatest + alpha, positive(n)),
    false("9q! max shift", maximum(alpha * x[t], (t, 1, n)), alpha * greatest, positive(n)),
)
