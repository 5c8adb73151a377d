"""Traces, quadratic forms, least squares, and products of many matrices."""

from collections.abc import Sequence

from sympy import Derivative, Expr, IndexedBase, Mul, Sum, symbols

from tests.identities.identity import between, false, positive, true

m, n, M, N = symbols("m n M N", integer=True)
a, b, c, e, i, j, l, p, q = symbols("a b c e i j l p q", integer=True)
A, B, C, X, x = map(IndexedBase, ("A", "B", "C", "X", "x"))
A1, A2, A3, A4, A5, A6 = (IndexedBase(f"A{k}") for k in range(1, 7))


def trace(matrices: Sequence[IndexedBase], sizes: Sequence[Expr], indices: Sequence[Expr]) -> Expr:
    """The trace of a product; matrix number s has sizes[s] rows."""
    following = [*indices[1:], indices[0]]
    factors = [M_[r, s] for M_, r, s in zip(matrices, indices, following, strict=True)]
    ranges = [(index, 1, size) for index, size in zip(indices, sizes, strict=True)]
    return Sum(Mul(*factors), *ranges)


six = (a, b, c, i, j, l)
powers = trace((A,) * 6, (n,) * 6, six)
powers_relabelled = Sum(
    A[c, b] * A[i, c] * A[j, i] * A[l, j] * A[a, l] * A[b, a], *((index, 1, n) for index in six)
)
chain = trace((A1, A2, A3, A4, A5, A6), (n,) * 6, six)

product = trace((A, X, B), (m, n, N), (a, b, c))
square_product = trace((A, X, B), (n, n, n), (a, b, c))
quadratic_form = Sum(x[i] * A[i, j] * x[j], (i, 1, n), (j, 1, n))


def residual(row: Expr, column: Expr) -> Expr:
    """Entry of A X - B."""
    return Sum(A[row, b] * X[b, column], (b, 1, n)) - B[row, column]


squared_error = Sum(residual(a, c) ** 2, (a, 1, m), (c, 1, N))
normal_equation = Sum(A[a, p] * residual(a, q), (a, 1, m))
sizes = positive(m, n, N, M)
entry_given = sizes + between(1, p, n) + between(1, q, N)
square_given = positive(n) + between(1, p, n) + between(1, q, n)

IDENTITIES = (
    true(
        "8a d tr(AXB)",
        Derivative(product, X[p, q]),
        Sum(A[a, p] * B[q, a], (a, 1, m)),
        entry_given,
    ),
    false(
        "8a! transposed",
        Derivative(square_product, X[p, q]),
        Sum(A[a, q] * B[p, a], (a, 1, n)),
        square_given,
    ),
    true(
        "8b d xAx",
        Derivative(quadratic_form, x[l]),
        Sum((A[l, j] + A[j, l]) * x[j], (j, 1, n)),
        positive(n) + between(1, l, n),
    ),
    false(
        "8b! 2A",
        Derivative(quadratic_form, x[l]),
        2 * Sum(A[l, j] * x[j], (j, 1, n)),
        positive(n) + between(1, l, n),
    ),
    true("8c d frob", Derivative(squared_error, X[p, q]), 2 * normal_equation, entry_given),
    false("8c! no 2", Derivative(squared_error, X[p, q]), normal_equation, entry_given),
    true(
        "8d trace cyclic",
        trace((A, B, C), (m, n, N), (a, b, c)),
        trace((C, A, B), (N, m, n), (a, b, c)),
        sizes,
    ),
    false(
        "8d! not cyclic",
        trace((A, B, C), (n, n, n), (a, b, c)),
        trace((B, A, C), (n, n, n), (a, b, c)),
        positive(n),
    ),
    true("8f tr A^6 vs cyclic/transp", powers, powers_relabelled, positive(n)),
    true(
        "8g chain of 6 matrices",
        chain,
        trace((A4, A5, A6, A1, A2, A3), (n,) * 6, six),
        positive(n),
    ),
    false(
        "8g! chain",
        chain,
        trace((A4, A5, A6, A2, A1, A3), (n,) * 6, six),
        positive(n),
    ),
    true(
        "9k kron mixed product",
        Sum(A[a, i] * B[b, j] * C[i, c] * X[j, e], (i, 1, n), (j, 1, m)),
        Sum(A[a, i] * C[i, c], (i, 1, n)) * Sum(B[b, j] * X[j, e], (j, 1, m)),
        positive(n, m),
    ),
    true(
        "9o sym 4 factor",
        Sum(
            x[a] * x[b] * x[c] * x[e] * A[a, b] * A[c, e],
            (a, 1, n),
            (b, 1, n),
            (c, 1, n),
            (e, 1, n),
        ),
        quadratic_form**2,
        positive(n),
    ),
)
