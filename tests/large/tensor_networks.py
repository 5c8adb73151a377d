"""Tensor networks: trains, rings, decompositions, their gradients and norms."""

from sympy import Derivative, Mod, Sum, floor

from tests.corpus.identity import Identity, at_least, stated, within
from tests.corpus.symbols import (
    A,
    B,
    C,
    G,
    P,
    Q,
    U,
    V,
    W,
    X,
    Z,
    a,
    b,
    c,
    d,
    e,
    f,
    i,
    j,
    k,
    l,
    m,
    n,
    n1,
    n2,
    n3,
    o,
    p,
    q,
    r,
    s,
    w,
    x,
    y,
    z,
)


def _networks() -> list[Identity]:
    train = Sum(U[i, a] * V[a, j, b] * W[b, k, c] * Z[c, l], (a, 1, p), (b, 1, q), (c, 1, r))
    tucker = Sum(G[a, b, c] * A[i, a] * B[j, b] * C[k, c], (a, 1, p), (b, 1, q), (c, 1, r))
    parallel = Sum(x[f] * A[i, f] * B[j, f] * C[k, f], (f, 1, r))
    gram = Sum(A[i, e] * A[i, f], (i, 1, m))
    return [
        *stated(
            "inner product of a tensor train with a tensor of rank one",
            Sum(train * x[i] * y[j] * z[k] * w[l], (i, 1, n), (j, 1, n1), (k, 1, n2), (l, 1, n3)),
            Sum(
                Sum(x[i] * U[i, a], (i, 1, n))
                * Sum(V[a, j, b] * y[j], (j, 1, n1))
                * Sum(W[b, k, c] * z[k], (k, 1, n2))
                * Sum(Z[c, l] * w[l], (l, 1, n3)),
                (a, 1, p),
                (b, 1, q),
                (c, 1, r),
            ),
            at_least(1, n, n1, n2, n3, p, q, r),
            bonds_exchanged=Sum(
                Sum(x[i] * U[i, a], (i, 1, n))
                * Sum(V[b, j, a] * y[j], (j, 1, n1))
                * Sum(W[b, k, c] * z[k], (k, 1, n2))
                * Sum(Z[c, l] * w[l], (l, 1, n3)),
                (a, 1, p),
                (b, 1, q),
                (c, 1, r),
            ),
        ),
        *stated(
            "gauge freedom of a tensor train",
            Sum(
                U[i, a] * Sum(P[a, s] * Q[s, b], (s, 1, p)) * V[b, j, c] * W[c, k],
                (a, 1, p),
                (b, 1, p),
                (c, 1, r),
            ),
            Sum(
                Sum(U[i, a] * P[a, s], (a, 1, p)) * Sum(Q[s, b] * V[b, j, c], (b, 1, p)) * W[c, k],
                (s, 1, p),
                (c, 1, r),
            ),
            at_least(1, p, r),
            gauge_transposed=Sum(
                Sum(U[i, a] * P[s, a], (a, 1, p)) * Sum(Q[s, b] * V[b, j, c], (b, 1, p)) * W[c, k],
                (s, 1, p),
                (c, 1, r),
            ),
        ),
        *stated(
            "gradient of the misfit of a Tucker decomposition by a factor",
            Derivative(Sum((X[i, j, k] - tucker) ** 2, (i, 1, m), (j, 1, n), (k, 1, o)), B[l, s]),
            -2
            * Sum(
                (X[i, l, k] - tucker.subs(j, l)) * G[a, s, c] * A[i, a] * C[k, c],
                (i, 1, m),
                (k, 1, o),
                (a, 1, p),
                (c, 1, r),
            ),
            [*at_least(1, m, o, p, r), *within((l, n), (s, q))],
            core_relabelled=-2
            * Sum(
                (X[i, l, k] - tucker.subs(j, l)) * G[s, a, c] * A[i, a] * C[k, c],
                (i, 1, m),
                (k, 1, o),
                (a, 1, p),
                (c, 1, r),
            ),
        ),
        *stated(
            "squared norm of a sum of tensors of rank one from Gram matrices",
            Sum(parallel**2, (i, 1, m), (j, 1, n), (k, 1, o)),
            Sum(
                x[e]
                * x[f]
                * gram
                * Sum(B[j, e] * B[j, f], (j, 1, n))
                * Sum(C[k, e] * C[k, f], (k, 1, o)),
                (e, 1, r),
                (f, 1, r),
            ),
            at_least(1, m, n, o, r),
            diagonal_only=Sum(
                x[f] ** 2
                * gram.subs(e, f)
                * Sum(B[j, f] ** 2, (j, 1, n))
                * Sum(C[k, f] ** 2, (k, 1, o)),
                (f, 1, r),
            ),
        ),
        *stated(
            "gradient of the weights of a sum of tensors of rank one",
            Derivative(Sum((X[i, j, k] - parallel) ** 2, (i, 1, m), (j, 1, n), (k, 1, o)), x[l]),
            2
            * Sum(
                x[f]
                * gram.subs(e, l)
                * Sum(B[j, l] * B[j, f], (j, 1, n))
                * Sum(C[k, l] * C[k, f], (k, 1, o)),
                (f, 1, r),
            )
            - 2 * Sum(X[i, j, k] * A[i, l] * B[j, l] * C[k, l], (i, 1, m), (j, 1, n), (k, 1, o)),
            [*at_least(1, m, n, o), *within((l, r))],
            data_term_once=2
            * Sum(
                x[f]
                * gram.subs(e, l)
                * Sum(B[j, l] * B[j, f], (j, 1, n))
                * Sum(C[k, l] * C[k, f], (k, 1, o)),
                (f, 1, r),
            )
            - Sum(X[i, j, k] * A[i, l] * B[j, l] * C[k, l], (i, 1, m), (j, 1, n), (k, 1, o)),
        ),
        *stated(
            "an unfolded tensor times a column-wise Kronecker product",
            Sum(
                X[i, floor((l - 1) / n) + 1, Mod(l - 1, n) + 1]
                * A[floor((l - 1) / n) + 1, f]
                * B[Mod(l - 1, n) + 1, f],
                (l, 1, m * n),
            ),
            Sum(X[i, j, k] * A[j, f] * B[k, f], (j, 1, m), (k, 1, n)),
            at_least(1, m, n),
            factors_exchanged=Sum(X[i, j, k] * A[k, f] * B[j, f], (j, 1, m), (k, 1, n)),
        ),
        *stated(
            "a ring of tensors is invariant under rotation",
            Sum(
                U[i, a, b] * V[j, b, c] * W[k, c, d] * Z[l, d, a] * X[i, j, k, l],
                (a, 1, p),
                (b, 1, p),
                (c, 1, p),
                (d, 1, p),
                (i, 1, n),
                (j, 1, n),
                (k, 1, n),
                (l, 1, n),
            ),
            Sum(
                W[i, a, b] * Z[j, b, c] * U[k, c, d] * V[l, d, a] * X[k, l, i, j],
                (a, 1, p),
                (b, 1, p),
                (c, 1, p),
                (d, 1, p),
                (i, 1, n),
                (j, 1, n),
                (k, 1, n),
                (l, 1, n),
            ),
            at_least(1, n, p),
            outer_axes_not_rotated=Sum(
                W[i, a, b] * Z[j, b, c] * U[k, c, d] * V[l, d, a] * X[i, j, k, l],
                (a, 1, p),
                (b, 1, p),
                (c, 1, p),
                (d, 1, p),
                (i, 1, n),
                (j, 1, n),
                (k, 1, n),
                (l, 1, n),
            ),
        ),
        *stated(
            "a symmetric contraction of four copies of one matrix in a square",
            Sum(A[a, b] * A[c, b] * A[c, d] * A[a, d], (a, 1, m), (b, 1, n), (c, 1, m), (d, 1, n)),
            Sum(Sum(A[i, b] * A[i, d], (i, 1, m)) ** 2, (b, 1, n), (d, 1, n)),
            at_least(1, m, n),
            square_of_the_trace=Sum(A[a, b] ** 2, (a, 1, m), (b, 1, n)) ** 2,
        ),
    ]


IDENTITIES: list[Identity] = _networks()
