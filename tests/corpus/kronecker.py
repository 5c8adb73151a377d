"""Kronecker and Khatri-Rao products, vec, the commutation matrix."""

from sympy import Derivative, Eq, Expr, KroneckerDelta, Mod, Sum, floor

from symderive import iverson

from .identity import Identity, at_least, stated, within
from .symbols import A, B, C, D, X, a, b, core, i, j, k, m, n, p, q, r, s, t, x, y, z


def _row(flat: Expr, size: Expr) -> Expr:
    """The leading digit of a flat index that runs from 1."""
    return floor((flat - 1) / size) + 1


def _column(flat: Expr, size: Expr) -> Expr:
    """The last digit of a flat index that runs from 1."""
    return Mod(flat - 1, size) + 1


def _kron(left: Expr, right: Expr, row: Expr, column: Expr, rows: Expr, columns: Expr) -> Expr:
    """Entry (row, column) of the Kronecker product; the right factor is rows x columns."""
    return (
        left[_row(row, rows), _row(column, columns)]
        * right[_column(row, rows), _column(column, columns)]
    )


def _products() -> list[Identity]:
    mixed = Sum(_kron(A, B, i, t, p, n) * _kron(C, D, t, j, n, q), (t, 1, m * n))
    both = Sum(A[_row(i, p), a] * C[a, _row(j, q)], (a, 1, m)) * Sum(
        B[_column(i, p), b] * D[b, _column(j, q)], (b, 1, n)
    )
    return [
        *stated(
            "mixed product of Kronecker products",
            mixed,
            both,
            at_least(1, m, n, p, q, i, j),
            factors_crossed=Sum(A[_row(i, p), a] * D[a, _row(j, q)], (a, 1, m))
            * Sum(B[_column(i, p), b] * C[b, _column(j, q)], (b, 1, n)),
        ),
        *stated(
            "trace of a Kronecker product",
            Sum(_kron(A, B, t, t, n, n), (t, 1, m * n)),
            Sum(A[i, i], (i, 1, m)) * Sum(B[j, j], (j, 1, n)),
            at_least(1, m, n),
            sum_of_the_traces=Sum(A[i, i], (i, 1, m)) + Sum(B[j, j], (j, 1, n)),
            sizes_exchanged=Sum(A[i, i], (i, 1, n)) * Sum(B[j, j], (j, 1, m)),
        ),
        *stated(
            "squared norm of a Kronecker product",
            Sum(_kron(A, B, s, t, p, q) ** 2, (s, 1, m * p), (t, 1, n * q)),
            Sum(A[i, j] ** 2, (i, 1, m), (j, 1, n)) * Sum(B[i, j] ** 2, (i, 1, p), (j, 1, q)),
            at_least(1, m, n, p, q),
            norms_added=Sum(A[i, j] ** 2, (i, 1, m), (j, 1, n))
            + Sum(B[i, j] ** 2, (i, 1, p), (j, 1, q)),
        ),
        *stated(
            "Kronecker product with the identity is block diagonal",
            Sum(
                KroneckerDelta(_row(i, n), _row(t, n)) * B[_column(i, n), _column(t, n)] * x[t],
                (t, 1, m * n),
            ),
            Sum(B[_column(i, n), b] * x[n * (_row(i, n) - 1) + b], (b, 1, n)),
            at_least(1, m, n) + within((i, m * n)),
            block_of_the_wrong_row=Sum(B[_column(i, n), b] * x[n * _row(i, n) + b], (b, 1, n)),
        ),
        *stated(
            "Kronecker product is not commutative, but its quadratic forms on x kron y are",
            Sum(
                x[_row(s, n)]
                * y[_column(s, n)]
                * _kron(A, B, s, t, n, n)
                * x[_row(t, n)]
                * y[_column(t, n)],
                (s, 1, m * n),
                (t, 1, m * n),
            ),
            Sum(x[i] * A[i, j] * x[j], (i, 1, m), (j, 1, m))
            * Sum(y[i] * B[i, j] * y[j], (i, 1, n), (j, 1, n)),
            at_least(1, m, n),
            vectors_crossed=Sum(y[i] * A[i, j] * y[j], (i, 1, m), (j, 1, m))
            * Sum(x[i] * B[i, j] * x[j], (i, 1, n), (j, 1, n)),
        ),
        *stated(
            "associativity of the Kronecker product on vectors",
            x[_row(_row(t, p), n)] * y[_column(_row(t, p), n)] * z[_column(t, p)],
            x[_row(t, n * p)] * y[_row(_column(t, n * p), p)] * z[_column(_column(t, n * p), p)],
            at_least(1, n, p, t),
            sizes_exchanged=x[_row(t, n * p)]
            * y[_row(_column(t, n * p), n)]
            * z[_column(_column(t, n * p), n)],
        ),
    ]


def _vec() -> list[Identity]:
    """Column stacking: entry t of vec(X), with m rows, is X[(t - 1) mod m + 1, ceil(t / m)]."""
    product = Sum(A[_column(t, p), a] * X[a, b] * B[b, _row(t, p)], (a, 1, m), (b, 1, n))
    return [
        *stated(
            "vec(A X B) = (B^T kron A) vec(X)",
            product,
            Sum(
                B[_row(s, m), _row(t, p)]
                * A[_column(t, p), _column(s, m)]
                * X[_column(s, m), _row(s, m)],
                (s, 1, m * n),
            ),
            at_least(1, m, n, p, q) + within((t, p * q)),
            b_not_transposed=Sum(
                B[_row(t, p), _row(s, m)]
                * A[_column(t, p), _column(s, m)]
                * X[_column(s, m), _row(s, m)],
                (s, 1, m * n),
            ),
            radix_of_the_columns=Sum(
                B[_row(s, n), _row(t, p)]
                * A[_column(t, p), _column(s, n)]
                * X[_column(s, n), _row(s, n)],
                (s, 1, m * n),
            ),
        ),
        *stated(
            "inner product of vec(A) and vec(B) is the trace of A^T B",
            Sum(A[_column(t, m), _row(t, m)] * B[_column(t, m), _row(t, m)], (t, 1, m * n)),
            Sum(A[i, j] * B[i, j], (j, 1, n), (i, 1, m)),
            at_least(1, m, n),
            trace_of_a_b=Sum(A[i, j] * B[j, i], (j, 1, n), (i, 1, m)),
        ),
        *stated(
            "the commutation matrix turns vec(X) into vec(X^T)",
            Sum(
                iverson(Eq(n * (_column(s, m) - 1) + _row(s, m), t)) * X[_column(s, m), _row(s, m)],
                (s, 1, m * n),
            ),
            X[_row(t, n), _column(t, n)],
            at_least(1, m, n) + within((t, m * n)),
            identity_instead=X[_column(t, m), _row(t, m)],
        ),
        *stated(
            "vec of an outer product is a Kronecker product of vectors",
            Sum(x[_column(t, m)] * y[_row(t, m)] * z[t], (t, 1, m * n)),
            Sum(x[i] * y[j] * z[m * (j - 1) + i], (i, 1, m), (j, 1, n)),
            at_least(1, m, n),
            order_of_the_factors=Sum(x[i] * y[j] * z[n * (i - 1) + j], (i, 1, m), (j, 1, n)),
        ),
        *stated(
            "gradient of a linear map by the vec of its matrix",
            Derivative(Sum(z[i] * x[m * (j - 1) + i] * y[j], (i, 1, m), (j, 1, n)), x[t]),
            z[_column(t, m)] * y[_row(t, m)],
            at_least(1, m, n) + within((t, m * n)),
            transposed=z[_row(t, m)] * y[_column(t, m)],
        ),
        *stated(
            "the Kronecker sum acts as A X + X B^T",
            Sum(
                (
                    KroneckerDelta(j, _row(s, m)) * A[i, _column(s, m)]
                    + B[j, _row(s, m)] * KroneckerDelta(i, _column(s, m))
                )
                * X[_column(s, m), _row(s, m)],
                (s, 1, m * n),
            ),
            Sum(A[i, a] * X[a, j], (a, 1, m)) + Sum(X[i, b] * B[j, b], (b, 1, n)),
            at_least(1, m, n) + within((i, m), (j, n)),
            b_not_transposed=Sum(A[i, a] * X[a, j], (a, 1, m)) + Sum(X[i, b] * B[b, j], (b, 1, n)),
        ),
    ]


def _khatri_rao() -> list[Identity]:
    return [
        *stated(
            "Gram matrix of a Khatri-Rao product is a Hadamard product",
            Sum(
                A[_row(t, n), i] * B[_column(t, n), i] * A[_row(t, n), j] * B[_column(t, n), j],
                (t, 1, m * n),
            ),
            Sum(A[a, i] * A[a, j], (a, 1, m)) * Sum(B[b, i] * B[b, j], (b, 1, n)),
            at_least(1, m, n),
            second_gram_from_a=Sum(A[a, i] * A[a, j], (a, 1, m))
            * Sum(A[b, i] * B[b, j], (b, 1, n)),
        ),
        *stated(
            "a sum of rank one matrices as a Khatri-Rao product times the ones vector",
            Sum(
                Sum(x[k] * A[_column(t, m), k] * B[_row(t, m), k], (k, 1, r)) * y[t], (t, 1, m * n)
            ),
            Sum(x[k] * A[i, k] * B[j, k] * y[i + m * (j - 1)], (i, 1, m), (j, 1, n), (k, 1, r)),
            at_least(1, m, n, r),
            rank_one_short=Sum(
                x[k] * A[i, k] * B[j, k] * y[i + m * (j - 1)], (i, 1, m), (j, 1, n), (k, 1, r - 1)
            ),
        ),
        *stated(
            "gradient of a canonical decomposition by one factor",
            Derivative(
                Sum(
                    (core[i, j, k] - Sum(A[i, t] * B[j, t] * C[k, t], (t, 1, r))) ** 2,
                    (i, 1, m),
                    (j, 1, n),
                    (k, 1, p),
                ),
                A[a, b],
            ),
            -2
            * Sum(
                (core[a, j, k] - Sum(A[a, t] * B[j, t] * C[k, t], (t, 1, r))) * B[j, b] * C[k, b],
                (j, 1, n),
                (k, 1, p),
            ),
            at_least(1, m, n, p, r) + within((a, m), (b, r)),
            sign=2
            * Sum(
                (core[a, j, k] - Sum(A[a, t] * B[j, t] * C[k, t], (t, 1, r))) * B[j, b] * C[k, b],
                (j, 1, n),
                (k, 1, p),
            ),
        ),
        *stated(
            "mixed product with vectors only",
            Sum(_kron(A, B, i, t, p, n) * x[_row(t, n)] * y[_column(t, n)], (t, 1, m * n)),
            Sum(A[_row(i, p), a] * x[a], (a, 1, m)) * Sum(B[_column(i, p), b] * y[b], (b, 1, n)),
            at_least(1, m, n, p, i),
            vectors_exchanged=Sum(A[_row(i, p), a] * y[a], (a, 1, m))
            * Sum(B[_column(i, p), b] * x[b], (b, 1, n)),
        ),
    ]


IDENTITIES: list[Identity] = [*_products(), *_vec(), *_khatri_rao()]
