r"""Inverses of matrices: sums, products, blocks, and how they change.

An inverse of $A$ is a matrix $W$ with $A W = I$ and $W A = I$. Nothing else is used of it, so that
all this holds for all sizes, by multiplying out.
"""

from symderive import *

n, k, m = size("n"), size("k"), size("m")


def inverses(A, W, size):
    """A and W are inverse to each other."""
    return all_of(eq(A @ W, eye(size)), eq(W @ A, eye(size)))


def where(conclusion, *premises):
    """The conclusion follows from the premises."""
    return implies(all_of(*premises), conclusion)


"""One inverse."""


@claim(numbers={n: 20})
def one_inverse_only(A=matrix(n, n), L=matrix(n, n), R=matrix(n, n)):
    """An inverse from the left and one from the right are the same."""
    return where(eq(L, R), eq(L @ A, eye(n)), eq(A @ R, eye(n)))


@claim(numbers={n: 20})
def inverse_of_a_product(A=matrix(n, n), V=matrix(n, n), B=matrix(n, n), W=matrix(n, n)):
    """The inverse of a product is the product of the inverses in the other order."""
    return inverses(A @ B, W @ V, n).given(inverses(A, V, n), inverses(B, W, n))


@claim(numbers={n: 20})
def inverse_of_the_transpose(A=matrix(n, n), W=matrix(n, n)):
    """The inverse of the transpose is the transpose of the inverse."""
    return inverses(A.T, W.T, n).given(inverses(A, W, n))


@claim(numbers={n: 20})
def inverse_of_a_symmetric_matrix(A=matrix(n, n), W=matrix(n, n)):
    """The inverse of a symmetric matrix is symmetric."""
    return where(eq(W, W.T), inverses(A, W, n), eq(A, A.T))


@claim(numbers={n: 20})
def solution(A=matrix(n, n), W=matrix(n, n), x=vector(n), b=vector(n)):
    """A linear equation has one solution."""
    return where(eq(x, W @ b), inverses(A, W, n), eq(A @ x, b))


@claim(numbers={n: 20})
def difference_of_inverses(A=matrix(n, n), V=matrix(n, n), B=matrix(n, n), W=matrix(n, n)):
    """The difference of two inverses."""
    return eq(V - W, V @ (B - A) @ W).given(inverses(A, V, n), inverses(B, W, n))


"""Woodbury's formula.

$W$ is the inverse of $A$, $E$ that of $C$, and $T$ that of $E + V W U$.
"""


@claim(numbers={n: 20, k: 5})
def woodbury(
    A=matrix(n, n),
    W=matrix(n, n),
    C=matrix(k, k),
    E=matrix(k, k),
    T=matrix(k, k),
    U=matrix(n, k),
    V=matrix(k, n),
):
    """The inverse of a sum: a small inverse instead of a large one."""
    return where(
        inverses(A + U @ C @ V, W - W @ U @ T @ V @ W, n),
        inverses(C, E, k),
        inverses(E + V @ W @ U, T, k),
    ).given(inverses(A, W, n))


@claim(numbers={n: 20})
def rank_one_update(u=vector(n), v=vector(n)):
    """The inverse of the identity plus a product of two vectors."""
    W = eye(n) - u @ v.T / (1 + inner(v, u))
    return inverses(eye(n) + u @ v.T, W, n).given(ne(1 + inner(v, u), 0))


@erratum(corrected_by=rank_one_update)
def rank_one_update_with_the_wrong_sign(u=vector(n), v=vector(n)):
    """The inverse of the identity plus a product of two vectors, with a plus."""
    W = eye(n) + u @ v.T / (1 + inner(v, u))
    return inverses(eye(n) + u @ v.T, W, n)


@erratum(corrected_by=rank_one_update, without=[ne(1 + inner(vector("v", n), vector("u", n)), 0)])
def rank_one_update_for_all_vectors(u=vector(n), v=vector(n)):
    """That inverse for all vectors, those too for which there is none."""
    W = eye(n) - u @ v.T / (1 + inner(v, u))
    return inverses(eye(n) + u @ v.T, W, n)


@claim(numbers={n: 20, k: 5})
def push_through(U=matrix(n, k), V=matrix(k, n), S=matrix(n, n), T=matrix(k, k)):
    """A factor moves through the inverse of $I$ plus a product."""
    return where(eq(S @ U, U @ T), inverses(eye(n) + U @ V, S, n), inverses(eye(k) + V @ U, T, k))


@claim(numbers={n: 20, k: 5})
def ridge_regression_in_two_ways(X=matrix(n, k), S=matrix(k, k), T=matrix(n, n), c=real(above=0)):
    """Ridge regression with as many equations as features, or as many as observations."""
    return where(
        eq(S @ X.T, X.T @ T),
        inverses(X.T @ X + c * eye(k), S, k),
        inverses(X @ X.T + c * eye(n), T, n),
    )


@claim(numbers={n: 20})
def inverse_of_a_sum_of_inverses(
    A=matrix(n, n), V=matrix(n, n), B=matrix(n, n), W=matrix(n, n), T=matrix(n, n)
):
    """Parallel sums: the inverse of a sum of two inverses."""
    return inverses(V + W, A @ T @ B, n).given(
        inverses(A, V, n), inverses(B, W, n), inverses(A + B, T, n)
    )


"""Least squares."""


@claim(numbers={n: 20, k: 5})
def projection_on_the_columns(X=matrix(n, k), S=matrix(k, k)):
    """The matrix that takes targets to fitted values is a symmetric projection."""
    P = X @ S @ X.T
    return all_of(eq(P @ P, P), eq(P.T, P), eq(P @ X, X)).given(inverses(X.T @ X, S, k))


@claim(numbers={n: 20, k: 5})
def residuals_are_orthogonal(X=matrix(n, k), S=matrix(k, k), y=vector(n)):
    """Residuals are orthogonal to all columns."""
    return eq(X.T @ (y - X @ S @ X.T @ y), zeros(k)).given(inverses(X.T @ X, S, k))


"""Derivatives.

Along a curve of matrices $A$ with velocity $D$, the inverse $W$ has a velocity $F$. That $A W = I$
stays true says $D W + A F = 0$.
"""


@claim(numbers={n: 20})
def velocity_of_the_inverse(A=matrix(n, n), W=matrix(n, n), D=matrix(n, n), F=matrix(n, n)):
    """The velocity of the inverse."""
    return where(eq(F, -(W @ D @ W)), inverses(A, W, n), eq(D @ W + A @ F, zeros(n, n)))


@claim(numbers={n: 20})
def trace_along_the_curve(W=matrix(n, n), B=matrix(n, n), D=matrix(n, n)):
    r"""The gradient of $\operatorname{tr}(W B)$ by $A$ is $-(W B W)^{\top}$.

    With $D$ it gives what the trace changes by.
    """
    return eq(trace(-(W @ D @ W) @ B), inner(-(W @ B @ W).T, D))
