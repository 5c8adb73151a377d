"""Chains, Kronecker and Hadamard products, flattened on one or both sides."""

from sympy import Derivative, Eq, KroneckerDelta, Mod, Sum, floor

from symderive import iverson
from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    C,
    D,
    G,
    H,
    K,
    P,
    X,
    a,
    b,
    c,
    d,
    e,
    f,
    g,
    h,
    i,
    j,
    k,
    l,
    m,
    n,
    n1,
    n2,
    n3,
    p,
    q,
    r,
    w,
    x,
    y,
)


def _chains() -> list[Identity]:
    eight = A[a, b] * B[b, c] * C[c, d] * D[d, e] * G[e, f] * H[f, g] * K[g, h] * P[h, a]
    rotated = D[a, b] * G[b, c] * H[c, d] * K[d, e] * P[e, f] * A[f, g] * B[g, h] * C[h, a]
    turned = C[b, a] * B[c, b] * A[d, c] * P[e, d] * K[f, e] * H[g, f] * G[h, g] * D[a, h]
    swapped = D[a, b] * H[b, c] * G[c, d] * K[d, e] * P[e, f] * A[f, g] * B[g, h] * C[h, a]
    ranges = [(letter, 1, n) for letter in (a, b, c, d, e, f, g, h)]
    inner = Sum(B[b, c] * Sum(C[c, d] * x[d], (d, 1, q)), (c, 1, p))
    polynomial = Sum(
        A[a, b] * A[b, c] * A[c, d] * A[d, a], (a, 1, n), (b, 1, n), (c, 1, n), (d, 1, n)
    )
    return [
        *stated(
            "trace of a chain of eight matrices, rotated",
            Sum(eight, *ranges),
            Sum(rotated, *ranges),
            at_least(1, n),
            neighbours_swapped=Sum(swapped, *ranges),
        ),
        *stated(
            "trace of a chain of eight matrices, transposed and rotated",
            Sum(eight, *ranges),
            Sum(turned, *ranges),
            at_least(1, n),
            transposed_but_not_reversed=Sum(
                A[b, a] * B[c, b] * C[d, c] * D[e, d] * G[f, e] * H[g, f] * K[h, g] * P[h, a],
                *ranges,
            ),
        ),
        *stated(
            "a chain of six rectangular matrices between two vectors, bracketed from both sides",
            Sum(y[a] * A[a, b] * inner, (a, 1, m), (b, 1, n)),
            Sum(
                Sum(Sum(y[a] * A[a, b], (a, 1, m)) * B[b, c], (b, 1, n)) * C[c, d] * x[d],
                (c, 1, p),
                (d, 1, q),
            ),
            at_least(1, m, n, p, q),
            widths_exchanged=Sum(
                Sum(Sum(y[a] * A[a, b], (a, 1, m)) * B[b, c], (b, 1, n)) * C[c, d] * x[d],
                (c, 1, q),
                (d, 1, p),
            ),
        ),
        *stated(
            "gradient of the trace of a fourth power",
            Derivative(polynomial, A[i, j]),
            4 * Sum(A[j, a] * A[a, b] * A[b, i], (a, 1, n), (b, 1, n)),
            [*within((i, n), (j, n))],
            not_transposed=4 * Sum(A[i, a] * A[a, b] * A[b, j], (a, 1, n), (b, 1, n)),
        ),
        *stated(
            "gradient of trace(A X B X^T C X) by X",
            Derivative(
                Sum(
                    A[a, b] * X[b, c] * B[c, d] * X[e, d] * C[e, f] * X[f, a],
                    (a, 1, n),
                    (b, 1, n),
                    (c, 1, n),
                    (d, 1, n),
                    (e, 1, n),
                    (f, 1, n),
                ),
                X[i, j],
            ),
            Sum(
                A[a, i] * B[j, d] * X[e, d] * C[e, f] * X[f, a],
                (a, 1, n),
                (d, 1, n),
                (e, 1, n),
                (f, 1, n),
            )
            + Sum(
                C[i, f] * X[f, a] * A[a, b] * X[b, c] * B[c, j],
                (a, 1, n),
                (b, 1, n),
                (c, 1, n),
                (f, 1, n),
            )
            + Sum(
                A[j, b] * X[b, c] * B[c, d] * X[e, d] * C[e, i],
                (b, 1, n),
                (c, 1, n),
                (d, 1, n),
                (e, 1, n),
            ),
            [*within((i, n), (j, n))],
            last_term_transposed=Sum(
                A[a, i] * B[j, d] * X[e, d] * C[e, f] * X[f, a],
                (a, 1, n),
                (d, 1, n),
                (e, 1, n),
                (f, 1, n),
            )
            + Sum(
                C[i, f] * X[f, a] * A[a, b] * X[b, c] * B[c, j],
                (a, 1, n),
                (b, 1, n),
                (c, 1, n),
                (f, 1, n),
            )
            + Sum(
                A[i, b] * X[b, c] * B[c, d] * X[e, d] * C[e, j],
                (b, 1, n),
                (c, 1, n),
                (d, 1, n),
                (e, 1, n),
            ),
        ),
        *stated(
            "squared norm of a commutator",
            Sum(
                (Sum(A[i, k] * B[k, j], (k, 1, n)) - Sum(B[i, l] * A[l, j], (l, 1, n))) ** 2,
                (i, 1, n),
                (j, 1, n),
            ),
            Sum(A[i, k] * B[k, j] * A[i, l] * B[l, j], (i, 1, n), (j, 1, n), (k, 1, n), (l, 1, n))
            + Sum(B[i, k] * A[k, j] * B[i, l] * A[l, j], (i, 1, n), (j, 1, n), (k, 1, n), (l, 1, n))
            - 2
            * Sum(
                A[i, k] * B[k, j] * B[i, l] * A[l, j], (i, 1, n), (j, 1, n), (k, 1, n), (l, 1, n)
            ),
            at_least(1, n),
            symmetric_matrices_assumed=2
            * Sum(A[i, k] * B[k, j] * A[i, l] * B[l, j], (i, 1, n), (j, 1, n), (k, 1, n), (l, 1, n))
            - 2
            * Sum(
                A[i, k] * B[k, j] * A[i, l] * B[l, j], (i, 1, n), (j, 1, n), (k, 1, n), (l, 1, n)
            ),
        ),
    ]


def _kronecker() -> list[Identity]:
    three = (
        A[floor((i - 1) / (n2 * n3)) + 1, floor((j - 1) / (n2 * n3)) + 1]
        * B[Mod(floor((i - 1) / n3), n2) + 1, Mod(floor((j - 1) / n3), n2) + 1]
        * C[Mod(i - 1, n3) + 1, Mod(j - 1, n3) + 1]
    )
    two = (
        A[floor((i - 1) / q) + 1, floor((j - 1) / n) + 1] * B[Mod(i - 1, q) + 1, Mod(j - 1, n) + 1]
    )
    commute = iverson(Eq(floor((i - 1) / m), Mod(j - 1, n)) & Eq(Mod(i - 1, m), floor((j - 1) / n)))
    face = A[floor((i - 1) / q) + 1, j] * B[Mod(i - 1, q) + 1, j]
    return [
        *stated(
            "three Kronecker factors on a flat vector, squared by blocks",
            Sum(three * y[i] * x[j], (i, 1, n1 * n2 * n3), (j, 1, n1 * n2 * n3)),
            Sum(
                A[a, d]
                * B[b, e]
                * C[c, f]
                * y[n2 * n3 * (a - 1) + n3 * (b - 1) + c]
                * x[n2 * n3 * (d - 1) + n3 * (e - 1) + f],
                (a, 1, n1),
                (b, 1, n2),
                (c, 1, n3),
                (d, 1, n1),
                (e, 1, n2),
                (f, 1, n3),
            ),
            at_least(1, n1, n2, n3),
            middle_stride=Sum(
                A[a, d]
                * B[b, e]
                * C[c, f]
                * y[n2 * n3 * (a - 1) + n2 * (b - 1) + c]
                * x[n2 * n3 * (d - 1) + n3 * (e - 1) + f],
                (a, 1, n1),
                (b, 1, n2),
                (c, 1, n3),
                (d, 1, n1),
                (e, 1, n2),
                (f, 1, n3),
            ),
        ),
        *stated(
            "a rectangular Kronecker product between two flattened matrices",
            Sum(y[i] * two * x[j], (i, 1, p * q), (j, 1, m * n)),
            Sum(
                y[q * (a - 1) + b] * A[a, c] * B[b, d] * x[n * (c - 1) + d],
                (a, 1, p),
                (b, 1, q),
                (c, 1, m),
                (d, 1, n),
            ),
            at_least(1, p, q, m, n),
            second_factor_transposed=Sum(
                y[q * (a - 1) + b] * A[a, c] * B[d, b] * x[n * (c - 1) + d],
                (a, 1, p),
                (b, 1, q),
                (c, 1, m),
                (d, 1, n),
            ),
        ),
        *stated(
            "the commutation matrix turns a list by columns into a list by rows",
            Sum(y[i] * commute * x[j], (i, 1, m * n), (j, 1, m * n)),
            Sum(y[m * (c - 1) + r] * x[n * (r - 1) + c], (r, 1, m), (c, 1, n)),
            at_least(1, m, n),
            identity_matrix=Sum(y[i] * x[i], (i, 1, m * n)),
        ),
        *stated(
            "the squared norm of a Kronecker product plus a multiple of the identity",
            Sum((two.subs(n, q) + w[1] * KroneckerDelta(i, j)) ** 2, (i, 1, p * q), (j, 1, p * q)),
            Sum(A[a, c] ** 2, (a, 1, p), (c, 1, p)) * Sum(B[b, d] ** 2, (b, 1, q), (d, 1, q))
            + 2 * w[1] * Sum(A[a, a], (a, 1, p)) * Sum(B[b, b], (b, 1, q))
            + w[1] ** 2 * p * q,
            at_least(1, p, q),
            dimension_of_one_factor=Sum(A[a, c] ** 2, (a, 1, p), (c, 1, p))
            * Sum(B[b, d] ** 2, (b, 1, q), (d, 1, q))
            + 2 * w[1] * Sum(A[a, a], (a, 1, p)) * Sum(B[b, b], (b, 1, q))
            + w[1] ** 2 * p,
        ),
        *stated(
            "Gram matrix of a column-wise Kronecker product is a Hadamard product",
            Sum(face.subs(j, k) * face.subs(j, l), (i, 1, p * q)),
            Sum(A[a, k] * A[a, l], (a, 1, p)) * Sum(B[b, k] * B[b, l], (b, 1, q)),
            at_least(1, p, q),
            sizes_exchanged=Sum(A[a, k] * A[a, l], (a, 1, q)) * Sum(B[b, k] * B[b, l], (b, 1, p)),
        ),
        *stated(
            "Hadamard and Kronecker products mix",
            Sum(
                (two * X[i, j]).subs({i: q * (a - 1) + b, j: n * (c - 1) + d})
                * y[q * (a - 1) + b]
                * x[n * (c - 1) + d],
                (a, 1, p),
                (b, 1, q),
                (c, 1, m),
                (d, 1, n),
            ),
            Sum(two * X[i, j] * y[i] * x[j], (i, 1, p * q), (j, 1, m * n)),
            at_least(1, p, q, m, n),
            radix_of_the_rows=Sum(
                (two * X[i, j]).subs({i: p * (b - 1) + a, j: n * (c - 1) + d})
                * y[q * (a - 1) + b]
                * x[n * (c - 1) + d],
                (a, 1, p),
                (b, 1, q),
                (c, 1, m),
                (d, 1, n),
            ),
        ),
        *stated(
            "gradient of a bilinear form of Kronecker factors by the left factor",
            Derivative(Sum(y[i] * two * x[j], (i, 1, p * q), (j, 1, m * n)), A[k, l]),
            Sum(y[q * (k - 1) + b] * B[b, d] * x[n * (l - 1) + d], (b, 1, q), (d, 1, n)),
            [*at_least(1, q, n), *within((k, p), (l, m))],
            positions_of_the_right_factor=Sum(
                y[p * (b - 1) + k] * B[b, d] * x[m * (d - 1) + l], (b, 1, q), (d, 1, n)
            ),
        ),
        *stated(
            "a partial trace of a flat matrix",
            Sum(X[q * (a - 1) + b, q * (c - 1) + b] * A[c, a], (a, 1, p), (b, 1, q), (c, 1, p)),
            Sum(
                X[i, j]
                * A[floor((j - 1) / q) + 1, floor((i - 1) / q) + 1]
                * iverson(Eq(Mod(i - 1, q), Mod(j - 1, q))),
                (i, 1, p * q),
                (j, 1, p * q),
            ),
            at_least(1, p, q),
            trace_over_the_other_part=Sum(
                X[i, j]
                * A[Mod(j - 1, q) + 1, Mod(i - 1, q) + 1]
                * iverson(Eq(floor((i - 1) / q), floor((j - 1) / q))),
                (i, 1, p * q),
                (j, 1, p * q),
            ),
        ),
        *stated(
            "the selfadjoint part of a vectorised map: vec(A X B) with flat rows and columns",
            Sum(
                B[floor((k - 1) / n) + 1, floor((l - 1) / m) + 1]
                * A[Mod(l - 1, m) + 1, Mod(k - 1, n) + 1]
                * x[k]
                * y[l],
                (k, 1, n * p),
                (l, 1, m * q),
            ),
            Sum(
                y[m * (d - 1) + a] * A[a, b] * x[n * (c - 1) + b] * B[c, d],
                (a, 1, m),
                (b, 1, n),
                (c, 1, p),
                (d, 1, q),
            ),
            at_least(1, m, n, p, q),
            listed_by_rows=Sum(
                y[q * (a - 1) + d] * A[a, b] * x[p * (b - 1) + c] * B[c, d],
                (a, 1, m),
                (b, 1, n),
                (c, 1, p),
                (d, 1, q),
            ),
        ),
    ]


IDENTITIES: list[Identity] = [*_chains(), *_kronecker()]
