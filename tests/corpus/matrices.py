"""Chains of matrices, traces, transposes, Hadamard products, quadratic forms."""

from sympy import IndexedBase, KroneckerDelta, Rational, Sum

from .identity import Identity, at_least, stated, within
from .symbols import (
    A,
    B,
    C,
    D,
    P,
    U,
    V,
    X,
    a,
    b,
    c,
    core,
    d,
    e,
    f,
    i,
    j,
    k,
    l,
    m,
    n,
    p,
    q,
    r,
    w,
    x,
    y,
    z,
)


def _traces() -> list[Identity]:
    four = Sum(A[a, b] * B[b, c] * C[c, d] * D[d, a], (a, 1, m), (b, 1, n), (c, 1, p), (d, 1, q))
    cyclic = stated(
        "trace of four matrices is cyclic",
        four,
        Sum(C[a, b] * D[b, c] * A[c, d] * B[d, a], (a, 1, p), (b, 1, q), (c, 1, m), (d, 1, n)),
        at_least(1, m, n, p, q),
        two_factors_swapped=Sum(
            C[a, b] * D[b, c] * B[c, d] * A[d, a], (a, 1, p), (b, 1, q), (c, 1, m), (d, 1, n)
        ),
        ranges_not_rotated=Sum(
            C[a, b] * D[b, c] * A[c, d] * B[d, a], (a, 1, m), (b, 1, n), (c, 1, p), (d, 1, q)
        ),
    )
    symmetric = stated(
        "trace of A^T B equals the sum of the Hadamard product",
        Sum(Sum(A[k, i] * B[k, i], (k, 1, m)), (i, 1, n)),
        Sum(A[i, j] * B[i, j], (i, 1, m), (j, 1, n)),
        at_least(1, m, n),
        trace_of_the_plain_product=Sum(A[i, j] * B[j, i], (i, 1, m), (j, 1, n)),
    )
    gram = stated(
        "squared Frobenius norm of a product as a trace of Gram matrices",
        Sum(Sum(A[i, k] * B[k, j], (k, 1, n)) ** 2, (i, 1, m), (j, 1, p)),
        Sum(
            Sum(A[i, k] * A[i, l], (i, 1, m)) * Sum(B[k, j] * B[l, j], (j, 1, p)),
            (k, 1, n),
            (l, 1, n),
        ),
        at_least(1, m, n, p),
        diagonal_only=Sum(Sum(A[i, k] ** 2, (i, 1, m)) * Sum(B[k, j] ** 2, (j, 1, p)), (k, 1, n)),
        gram_of_the_columns=Sum(
            Sum(A[k, i] * A[l, i], (i, 1, m)) * Sum(B[k, j] * B[l, j], (j, 1, p)),
            (k, 1, n),
            (l, 1, n),
        ),
    )
    square = Sum(A[i, j] * A[j, i], (i, 1, n), (j, 1, n))
    parts = stated(
        "trace of the square from the symmetric and the skew part",
        square,
        Sum(((A[i, j] + A[j, i]) / 2) ** 2, (i, 1, n), (j, 1, n))
        - Sum(((A[i, j] - A[j, i]) / 2) ** 2, (i, 1, n), (j, 1, n)),
        at_least(1, n),
        skew_part_added=Sum(((A[i, j] + A[j, i]) / 2) ** 2, (i, 1, n), (j, 1, n))
        + Sum(((A[i, j] - A[j, i]) / 2) ** 2, (i, 1, n), (j, 1, n)),
    )
    eight = Sum(
        A[a, b] * B[b, c] * A[c, d] * B[d, e] * A[e, f] * B[f, a],
        (a, 1, n), (b, 1, m), (c, 1, n), (d, 1, m), (e, 1, n), (f, 1, m),
    )  # fmt: skip
    cube = stated(
        "trace of (AB)^3 equals the trace of (BA)^3",
        eight,
        Sum(
            B[a, b] * A[b, c] * B[c, d] * A[d, e] * B[e, f] * A[f, a],
            (a, 1, m), (b, 1, n), (c, 1, m), (d, 1, n), (e, 1, m), (f, 1, n),
        ),
        at_least(1, m, n),
        power_of_the_trace=Sum(A[a, b] * B[b, a], (a, 1, n), (b, 1, m)) ** 3,
    )  # fmt: skip
    return [*cyclic, *symmetric, *gram, *parts, *cube]


def _products() -> list[Identity]:
    transpose = stated(
        "entry of a chain of five with a transpose inside",
        Sum(
            A[i, a] * Sum(B[c, b] * C[b, a] * D[c, e], (b, 1, p), (c, 1, q)) * X[e, j],
            (a, 1, n),
            (e, 1, r),
        ),
        Sum(
            X[e, j] * D[c, e] * Sum(C[b, a] * A[i, a], (a, 1, n)) * B[c, b],
            (e, 1, r),
            (c, 1, q),
            (b, 1, p),
        ),
        at_least(1, n, p, q, r),
        inner_matrix_transposed=Sum(
            X[e, j] * D[c, e] * Sum(C[b, a] * A[i, a], (a, 1, n)) * B[b, c],
            (e, 1, r),
            (c, 1, q),
            (b, 1, p),
        ),
    )
    rank_one = stated(
        "a rank one update acts as a scaled vector",
        Sum((A[i, j] + x[i] * y[j]) * z[j], (j, 1, n)),
        Sum(A[i, j] * z[j], (j, 1, n)) + x[i] * Sum(y[j] * z[j], (j, 1, n)),
        at_least(1, n),
        outer_product_transposed=Sum(A[i, j] * z[j], (j, 1, n))
        + y[i] * Sum(x[j] * z[j], (j, 1, n)),
    )
    hadamard = stated(
        "Hadamard product of two outer products",
        Sum(x[i] * y[j] * z[i] * w[j], (i, 1, m), (j, 1, n)),
        Sum(x[i] * z[i], (i, 1, m)) * Sum(y[j] * w[j], (j, 1, n)),
        at_least(1, m, n),
        vectors_paired_wrongly=Sum(x[i] * y[i], (i, 1, m)) * Sum(z[j] * w[j], (j, 1, n)),
    )
    diagonal = stated(
        "quadratic form with a Hadamard product as a trace with diagonal matrices",
        Sum(x[i] * A[i, j] * B[i, j] * y[j], (i, 1, m), (j, 1, n)),
        Sum(
            KroneckerDelta(i, k) * x[k] * A[k, j] * KroneckerDelta(j, l) * y[l] * B[i, l],
            (i, 1, m),
            (k, 1, m),
            (j, 1, n),
            (l, 1, n),
        ),
        at_least(1, m, n),
        diagonals_exchanged=Sum(
            KroneckerDelta(i, k) * y[k] * A[k, j] * KroneckerDelta(j, l) * x[l] * B[i, l],
            (i, 1, m),
            (k, 1, m),
            (j, 1, n),
            (l, 1, n),
        ),
    )
    commutator = stated(
        "the trace of a commutator vanishes",
        Sum(Sum(A[i, k] * B[k, i], (k, 1, n)) - Sum(B[i, k] * A[k, i], (k, 1, n)), (i, 1, n)),
        0,
        at_least(1, n),
        twice_the_trace=2 * Sum(A[i, i] * B[i, i], (i, 1, n)),
    )
    block = stated(
        "a product of matrices in two blocks",
        Sum(A[i, k] * B[k, j], (k, 1, n + m)),
        Sum(A[i, k] * B[k, j], (k, 1, n)) + Sum(A[i, n + k] * B[n + k, j], (k, 1, m)),
        at_least(1, n, m),
        second_block_starts_early=Sum(A[i, k] * B[k, j], (k, 1, n))
        + Sum(A[i, n + k - 1] * B[n + k - 1, j], (k, 1, m)),
        block_not_shifted=Sum(A[i, k] * B[k, j], (k, 1, n)) + Sum(A[i, n + k] * B[k, j], (k, 1, m)),
    )
    return [*transpose, *rank_one, *hadamard, *diagonal, *commutator, *block]


def _quadratic_forms() -> list[Identity]:
    residual = x[i] - y[i]
    parallelogram = stated(
        "parallelogram law for vectors of any length",
        Sum((x[i] + y[i]) ** 2, (i, 1, n)) + Sum((x[i] - y[i]) ** 2, (i, 1, n)),
        2 * Sum(x[i] ** 2, (i, 1, n)) + 2 * Sum(y[i] ** 2, (i, 1, n)),
        at_least(1, n),
        factor_two_lost=Sum(x[i] ** 2, (i, 1, n)) + Sum(y[i] ** 2, (i, 1, n)),
    )
    polar = stated(
        "polarisation identity of a symmetrised quadratic form",
        Sum((x[i] + y[i]) * A[i, j] * (x[j] + y[j]), (i, 1, n), (j, 1, n))
        - Sum((x[i] - y[i]) * A[i, j] * (x[j] - y[j]), (i, 1, n), (j, 1, n)),
        2 * Sum(x[i] * (A[i, j] + A[j, i]) * y[j], (i, 1, n), (j, 1, n)),
        at_least(1, n),
        matrix_taken_symmetric=4 * Sum(x[i] * A[i, j] * y[j], (i, 1, n), (j, 1, n)),
    )
    expand = stated(
        "squared distance expanded",
        Sum(residual**2, (i, 1, n)),
        Sum(x[i] ** 2, (i, 1, n)) + Sum(y[i] ** 2, (i, 1, n)) - 2 * Sum(x[i] * y[i], (i, 1, n)),
        at_least(1, n),
        cross_term_once=Sum(x[i] ** 2, (i, 1, n))
        + Sum(y[i] ** 2, (i, 1, n))
        - Sum(x[i] * y[i], (i, 1, n)),
    )
    distances = stated(
        "sum of all pairwise squared distances",
        Sum((X[i, k] - X[j, k]) ** 2, (k, 1, d), (i, 1, n), (j, 1, n)),
        2 * n * Sum(X[i, k] ** 2, (i, 1, n), (k, 1, d))
        - 2 * Sum(Sum(X[i, k], (i, 1, n)) ** 2, (k, 1, d)),
        at_least(1, n, d),
        n_lost=2 * Sum(X[i, k] ** 2, (i, 1, n), (k, 1, d))
        - 2 * Sum(Sum(X[i, k], (i, 1, n)) ** 2, (k, 1, d)),
    )
    skew = stated(
        "the quadratic form of a skew matrix vanishes",
        Sum(x[i] * (A[i, j] - A[j, i]) * x[j], (i, 1, n), (j, 1, n)),
        0,
        at_least(1, n),
        diagonal_remains=Sum(A[i, i] * x[i] ** 2, (i, 1, n)),
    )
    projector = stated(
        "deflation removes the component along a direction",
        Sum(
            x[j] * (A[i, j] - Sum(A[i, k] * x[k], (k, 1, n)) * x[j] / Sum(x[k] ** 2, (k, 1, n))),
            (j, 1, n),
        )
        * Sum(x[k] ** 2, (k, 1, n)),
        0,
        [*at_least(1, n), Sum(x[k] ** 2, (k, 1, n)) > 0],
        once_more=Sum(A[i, k] * x[k], (k, 1, n)),
    )
    return [*parallelogram, *polar, *expand, *distances, *skew, *projector]


def _covectors() -> list[Identity]:
    """Products with tensors of three axes, symmetrisation, and a chain of eight matrices."""
    bilinear = stated(
        "a bilinear layer contracted in either order",
        Sum(x[a] * Sum(core[a, b, c] * y[b], (b, 1, n)), (a, 1, m)),
        Sum(y[b] * Sum(core[a, b, c] * x[a], (a, 1, m)), (b, 1, n)),
        at_least(1, m, n),
        slots_exchanged=Sum(y[b] * Sum(core[b, a, c] * x[a], (a, 1, m)), (b, 1, n)),
    )
    tucker = stated(
        "a Tucker decomposition acts axis by axis",
        Sum(
            Sum(core[a, b, c] * U[i, a] * V[j, b] * P[k, c], (a, 1, m), (b, 1, n), (c, 1, p))
            * x[i] * y[j] * z[k],
            (i, 1, q), (j, 1, q), (k, 1, q),
        ),
        Sum(
            core[a, b, c]
            * Sum(U[i, a] * x[i], (i, 1, q))
            * Sum(V[j, b] * y[j], (j, 1, q))
            * Sum(P[k, c] * z[k], (k, 1, q)),
            (a, 1, m), (b, 1, n), (c, 1, p),
        ),
        at_least(1, m, n, p, q),
        second_axis_twice=Sum(
            core[a, b, c]
            * Sum(U[i, a] * x[i], (i, 1, q))
            * Sum(V[j, b] * y[j], (j, 1, q))
            * Sum(P[k, b] * z[k], (k, 1, q)),
            (a, 1, m), (b, 1, n), (c, 1, p),
        ),
    )  # fmt: skip
    chain = stated(
        "a long chain bracketed from the other side",
        Sum(
            A[i, a]
            * Sum(B[a, b] * Sum(C[b, c] * Sum(D[c, d] * x[d], (d, 1, n)), (c, 1, n)), (b, 1, n)),
            (a, 1, n),
        ),
        Sum(
            x[d]
            * Sum(D[c, d] * Sum(C[b, c] * Sum(B[a, b] * A[i, a], (a, 1, n)), (b, 1, n)), (c, 1, n)),
            (d, 1, n),
        ),
        at_least(1, n),
        one_factor_transposed=Sum(
            x[d]
            * Sum(D[c, d] * Sum(C[c, b] * Sum(B[a, b] * A[i, a], (a, 1, n)), (b, 1, n)), (c, 1, n)),
            (d, 1, n),
        ),
    )
    shaped = IndexedBase("Q", shape=(m, n))
    inside = stated(
        "row sums of a matrix with a shape, read from below",
        Sum(shaped[i, j], (j, 1, n)),
        Sum(shaped[i, n + 1 - j], (j, 1, n)),
        at_least(1, m, n) + within((i, m)),
        column_zero_read=Sum(shaped[i, n - j], (j, 1, n)),
        last_column_dropped=Sum(shaped[i, j], (j, 1, n - 1)),
    )
    half = stated(
        "an average over both orders of a product",
        Rational(1, 2) * Sum(x[i] * y[j] + x[j] * y[i], (i, 1, n), (j, 1, n)),
        Sum(x[i], (i, 1, n)) * Sum(y[j], (j, 1, n)),
        at_least(1, n),
        half_kept=Rational(1, 2) * Sum(x[i], (i, 1, n)) * Sum(y[j], (j, 1, n)),
    )
    return [*bilinear, *tucker, *chain, *inside, *half]


IDENTITIES: list[Identity] = [*_traces(), *_products(), *_quadratic_forms(), *_covectors()]
