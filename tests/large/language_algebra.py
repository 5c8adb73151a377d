"""Matrix algebra in the language: whole tensors, Kronecker products, einsum, axes, flattening."""

from symderive import (
    array,
    concatenate,
    diag,
    diagonal,
    einsum,
    eq,
    eye,
    flip,
    index,
    inner,
    iverson,
    kron,
    lower_triangle,
    matrix,
    ones,
    outer,
    real,
    size,
    squared_norm,
    tensor,
    total,
    trace,
    transpose,
    unit,
    upper_triangle,
    vec,
    vector,
)
from tests.corpus.identity import Identity

from .claiming import claimed

m, n, p, q, r, s = (size(name) for name in "mnpqrs")
A, B, C, D = matrix("A", m, n), matrix("B", n, p), matrix("C", p, q), matrix("D", q, m)
E, F, G = matrix("E", m, n), matrix("F", n, n), matrix("G", n, n)
x, y, u, v = vector("x", n), vector("y", m), vector("u", n), vector("v", p)
alpha, beta = real("alpha"), real("beta")
i, j = index("i", m), index("j", n)


def _products() -> list[Identity]:
    chain = A @ B @ C @ D
    symmetric, skew = (F + F.T) / 2, (F - F.T) / 2
    centring = eye(n) - ones(n, n) / n
    return [
        *claimed(
            "transpose of a product of four rectangular matrices",
            eq((A @ B @ C @ D).T, D.T @ C.T @ B.T @ A.T),
            another_factor=eq(chain.T, D.T @ C.T @ (B.T @ E.T)),
        ),
        *claimed(
            "trace of a product of four rectangular matrices, rotated and transposed",
            eq(trace(chain), trace(B.T @ A.T @ D.T @ C.T)),
            one_factor_doubled=eq(trace(chain), trace(B.T @ (A + A).T @ D.T @ C.T)),
        ),
        *claimed(
            "a matrix splits into its symmetric and its skew part, orthogonal to each other",
            eq(
                inner(symmetric @ G, skew @ G) + inner(symmetric, skew),
                inner(symmetric @ G, skew @ G),
            ),
            orthogonal_after_a_product=eq(inner(symmetric @ G, skew @ G), 0),
        ),
        *claimed(
            "the centring matrix is a projection and removes constants",
            eq(centring @ (centring @ (x + alpha * ones(n))), x - x.mean()),
            mean_kept=eq(centring @ (centring @ (x + alpha * ones(n))), x + alpha - x.mean()),
        ),
        *claimed(
            "squared norm of a linear map plus a vector",
            eq(
                squared_norm(A @ x - alpha * y),
                x.T @ A.T @ A @ x - 2 * alpha * y.T @ A @ x + alpha**2 * y.T @ y,
            ),
            scale_not_squared=eq(
                squared_norm(A @ x - alpha * y),
                x.T @ A.T @ A @ x - 2 * alpha * y.T @ A @ x + alpha * y.T @ y,
            ),
        ),
        *claimed(
            "a reflection keeps the inner product up to the damping",
            eq(
                inner(
                    x - 2 * u * inner(u, x) / (1 + squared_norm(u)),
                    x - 2 * u * inner(u, x) / (1 + squared_norm(u)),
                ),
                squared_norm(x) - 4 * inner(u, x) ** 2 / (1 + squared_norm(u)) ** 2,
            ),
            undamped=eq(
                squared_norm(x - 2 * u * inner(u, x) / (1 + squared_norm(u))), squared_norm(x)
            ),
        ),
        *claimed(
            "inverse of the identity plus an outer product",
            eq((eye(n) + x @ x.T) @ (eye(n) - x @ x.T / (1 + squared_norm(x))), eye(n)),
            denominator_without_one=eq(
                (eye(n) + x @ x.T) @ (eye(n) - x @ x.T / (2 + squared_norm(x))), eye(n)
            ),
        ),
        *claimed(
            "a matrix between two diagonal ones scales rows and columns",
            eq(diag(y) @ A @ diag(x), A * outer(y, x)),
            rows_and_columns_scaled_alike=eq((diag(y) @ A @ diag(x)) @ ones(n), (A @ x) * y + y),
        ),
        *claimed(
            "the diagonal of a product is a row sum of a Hadamard product",
            eq(diagonal(A @ E.T), (A * E).sum(axis=1)),
            column_sum=eq(trace(A @ E.T), 2 * (A * E).sum()),
        ),
        *claimed(
            "triangles of a square matrix overlap on the diagonal",
            eq(lower_triangle(F) + upper_triangle(F), F + diag(diagonal(F))),
            diagonal_once=eq(lower_triangle(F) + upper_triangle(F), F),
        ),
        *claimed(
            "block rows: a concatenated matrix times a vector",
            eq(concatenate(A, D.T @ C.T @ B.T) @ x, concatenate(A @ x, D.T @ (C.T @ (B.T @ x)))),
            parts_exchanged=eq(
                concatenate(A, D.T @ C.T @ B.T) @ x, concatenate(D.T @ (C.T @ (B.T @ x)), A @ x)
            ),
        ),
        *claimed(
            "block columns: a product of concatenated matrices is a sum",
            eq(concatenate(A, E, axis=1) @ concatenate(F, G), A @ F + E @ G),
            blocks_crossed=eq(concatenate(A, E, axis=1) @ concatenate(F, G), A @ G + E @ F),
        ),
        *claimed(
            "flipping twice both axes of a product",
            eq(flip(flip(A, axis=0) @ flip(B, axis=1)), A @ B),
            one_axis_only=eq(flip(flip(A, axis=0) @ flip(B, axis=1), axis=0), A @ B),
        ),
    ]


def _kronecker() -> list[Identity]:
    T = tensor("T", (m, n, p))
    S = tensor("S", (m, n, n))
    return [
        *claimed(
            "vec of a product of three matrices",
            eq(vec(A @ B @ C), kron(C.T, A) @ vec(B)),
            factors_exchanged=eq(vec(A @ B @ C), 2 * kron(C.T, A) @ vec(B)),
        ),
        *claimed(
            "mixed products of Kronecker products of rectangular matrices",
            eq(kron(A, C) @ kron(B, D), kron(A @ B, C @ D)),
            one_product_transposed=eq(kron(F, F) @ kron(G, G), kron(F @ G, G @ F)),
        ),
        *claimed(
            "trace and transpose of three Kronecker factors",
            eq(
                trace(kron(kron(F, G), F.T) @ kron(kron(G, F), G)),
                trace(F @ G) * trace(G @ F) * trace(F.T @ G),
            ),
            transposed_factor=eq(
                trace(kron(kron(F, G), F.T) @ kron(kron(G, F), G)), trace(F @ G) ** 3
            ),
        ),
        *claimed(
            "a Kronecker product is associative",
            eq(kron(kron(A, B), C), kron(A, kron(B, C))),
            order_of_square_factors=eq(kron(F, G), kron(G, F)),
        ),
        *claimed(
            "the Kronecker sum on a flattened matrix",
            eq(
                (kron(eye(n), F) + kron(G, eye(n))) @ vec(x @ u.T), vec(F @ x @ u.T + x @ u.T @ G.T)
            ),
            second_factor_not_transposed=eq(
                (kron(eye(n), F) + kron(G, eye(n))) @ vec(x @ u.T), vec(F @ x @ u.T + x @ u.T @ G)
            ),
        ),
        *claimed(
            "Frobenius norm of a Kronecker product",
            eq(squared_norm(kron(A, B)) - squared_norm(vec(A)) * squared_norm(vec(B.T)), 0),
            norms_added=eq(squared_norm(kron(A, B)), squared_norm(A) + squared_norm(B)),
        ),
        *claimed(
            "einsum: a bilinear pooling of three axes by matrices",
            eq(
                einsum("abc,ai,bj,ck->ijk", T, A, B, C),
                einsum("ibc,bj,ck->ijk", einsum("abc,ai->ibc", T, A), B, C),
            ),
            axes_exchanged=eq(einsum("abc,bd,ce->ade", S, F, G), einsum("abc,bd,ce->aed", S, F, G)),
        ),
        *claimed(
            "einsum: a batch of quadratic forms is linear in the Gram tensor",
            eq(
                einsum("aij,i,j->a", S, x, x) + einsum("aij,j,i->a", S, u, u),
                einsum("aij,ij->a", S, x @ x.T + u @ u.T),
            ),
            cross_terms=eq(
                einsum("aij,i,j->a", S, x, x) + einsum("aij,j,i->a", S, u, u),
                einsum("aij,i,j->a", S, x + u, x + u),
            ),
        ),
        *claimed(
            "axis permutation of a tensor keeps contractions",
            eq(einsum("abc,cba->", T, transpose(T, (2, 1, 0))), squared_norm(T)),
            not_permuted=eq(einsum("abc,acb->", S, S), squared_norm(S)),
        ),
        *claimed(
            "vec of a sum of outer products",
            eq(vec(x @ y.T + alpha * u @ y.T), kron(y, x + alpha * u)),
            order_of_the_factors=eq(vec(x @ u.T), kron(x, u)),
        ),
        *claimed(
            "flattening row by row is flattening the transpose column by column",
            eq(A.reshape(m * n, order="C"), vec(A.T)),
            same_order=eq(F.reshape(n * n, order="C"), vec(F)),
        ),
        *claimed(
            "mode product after unfolding",
            eq(
                T.reshape(m * n, p, order="C") @ C,
                einsum("abc,cd->abd", T, C).reshape(m * n, q, order="C"),
            ),
            listed_in_the_other_order=eq(
                T.reshape(m * n, p, order="C") @ C,
                einsum("abc,cd->abd", T, C).reshape(m * n, q, order="F"),
            ),
        ),
        *claimed(
            "means over one axis after the other",
            eq(T.mean(axis=0).mean(axis=0), T.sum(axis=(0, 1)) / (m * n)),
            divided_once=eq(T.mean(axis=0).sum(axis=0), T.sum(axis=(0, 1)) / n),
        ),
        *claimed(
            "a stacked batch of rank one updates",
            eq(total(lambda k: unit(k, n) @ unit(k, n).T * x[k], 1, n) @ u, x * u),
            squared_entries=eq(
                total(lambda k: unit(k, n) @ unit(k, n).T * x[k] ** 2, 1, n) @ u, x * u
            ),
        ),
        *claimed(
            "an array by its entries: the commutation matrix",
            eq(
                array(
                    (m * n, m * n),
                    lambda a, b: (
                        iverson(eq((a - 1) // n, (b - 1) % m))
                        * iverson(eq((a - 1) % n, (b - 1) // m))
                    ),
                )
                @ vec(A),
                vec(A.T),
            ),
            its_transpose=eq(
                array(
                    (m * n, m * n),
                    lambda a, b: (
                        iverson(eq((b - 1) // n, (a - 1) % m))
                        * iverson(eq((b - 1) % n, (a - 1) // m))
                    ),
                )
                @ vec(A),
                vec(A.T),
            ),
        ),
    ]


IDENTITIES: list[Identity] = [*_products(), *_kronecker()]
