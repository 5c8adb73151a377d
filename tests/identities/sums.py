"""Sums taken apart and put together in other ways."""

from sympy import IndexedBase, Integer, Mul, Ne, Pow, Sum, symbols

from symderive import iverson
from tests.identities.identity import false, positive, true

n, r, a, b, i, j = symbols("n r a b i j", integer=True)
x, y, A = map(IndexedBase, ("x", "y", "A"))

total = Sum(x[i], (i, 1, n))
first_2n = Sum(x[i], (i, 1, 2 * n))
even = Sum(x[2 * i], (i, 1, n))
all_entries = Sum(A[i, j], (i, 1, n), (j, 1, n))
# SymPy would cancel this quotient, and the question whether the total is zero with it.
total_over_total = Mul(total, Pow(total, -1), evaluate=False)

IDENTITIES = (
    true(
        "9a (sum x)^2 split",
        total**2,
        2 * Sum(iverson(i < j) * x[i] * x[j], (i, 1, n), (j, 1, n)) + Sum(x[i] ** 2, (i, 1, n)),
        positive(n),
    ),
    true(
        "9b triangle swap",
        Sum(Sum(x[i] * y[j], (j, 1, i)), (i, 1, n)),
        Sum(Sum(x[i] * y[j], (i, j, n)), (j, 1, n)),
        positive(n),
    ),
    true("9c even/odd split", first_2n, even + Sum(x[2 * i - 1], (i, 1, n)), positive(n)),
    false("9c! even/odd split", first_2n, even + Sum(x[2 * i + 1], (i, 1, n)), positive(n)),
    true(
        "9d block split radix",
        Sum(x[i], (i, 0, r * n - 1)),
        Sum(x[r * a + b], (a, 0, n - 1), (b, 0, r - 1)),
        positive(r, n),
    ),
    true(
        "9h trap: empty sum product",
        total_over_total,
        Integer(1),
        positive(n),
        defined_if=(Ne(total, 0),),
    ),
    true(
        "9n off-diagonal Ne",
        Sum(iverson(Ne(i, j)) * A[i, j], (i, 1, n), (j, 1, n)),
        all_entries - Sum(A[i, i], (i, 1, n)),
        positive(n),
    ),
)
