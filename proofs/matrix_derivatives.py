r"""A table of matrix derivatives.

Gradients of numbers have the shape of the matrix. Inverses are matrices $W$ with $A W = I$.
"""

from symderive import *

m, n, k, r = size("m"), size("n"), size("k"), size("r")


"""Linear functions."""


@claim(numbers={m: 30, n: 20, k: 25})
def trace_with_two_factors(A=matrix(m, n), X=matrix(n, k), B=matrix(k, m)):
    """A trace with a factor on each side."""
    return eq(grad(trace(A @ X @ B), X), A.T @ B.T)


@claim(numbers={m: 30, n: 20})
def trace_with_one_factor(A=matrix(m, n), X=matrix(n, m)):
    """A trace with one factor."""
    return eq(grad(trace(A @ X), X), A.T)


@claim(numbers={m: 30, n: 20})
def inner_product(A=matrix(m, n), X=matrix(m, n)):
    """An inner product."""
    return eq(grad(inner(A, X), X), A)


@claim(numbers={m: 30, n: 20})
def bilinear_form(a=vector(m), X=matrix(m, n), b=vector(n)):
    """A bilinear form, as a function of its matrix."""
    return eq(grad(a.T @ X @ b, X), a @ b.T)


@claim(numbers={m: 30, n: 20, k: 25})
def transpose_of_the_variable(A=matrix(m, k), X=matrix(n, k), B=matrix(n, m)):
    """A trace with the transpose."""
    return eq(grad(trace(A @ X.T @ B), X), B @ A)


"""Quadratic functions."""


@claim(numbers={n: 50})
def quadratic_form(A=matrix(n, n), x=vector(n)):
    """A quadratic form, its gradient and its Hessian."""
    q = x.T @ A @ x
    return all_of(eq(grad(q, x), (A + A.T) @ x), eq(hessian(q, x), A + A.T))


@claim(numbers={n: 50})
def symmetric_quadratic_form(A=matrix(n, n), x=vector(n)):
    """For symmetric matrices the gradient is twice the product."""
    return eq(grad(x.T @ A @ x, x), 2 * A @ x).given(eq(A, A.T))


@claim(numbers={m: 30, n: 20, k: 25})
def least_squares(A=matrix(m, n), X=matrix(n, k), B=matrix(m, k)):
    """Least squares with many right sides."""
    return eq(grad(squared_norm(A @ X - B), X), 2 * A.T @ (A @ X - B))


@claim(numbers={m: 30, n: 20})
def ridge_regression(A=matrix(m, n), x=vector(n), b=vector(m), c=real()):
    """Least squares with a penalty."""
    f = squared_norm(A @ x - b) + c * squared_norm(x)
    return all_of(
        eq(grad(f, x), 2 * (A.T @ A + c * eye(n)) @ x - 2 * A.T @ b),
        eq(hessian(f, x), 2 * (A.T @ A + c * eye(n))),
    )


@claim(numbers={m: 30, n: 20})
def trace_of_a_square(X=matrix(m, n)):
    """The squared norm as a trace."""
    return eq(grad(trace(X.T @ X), X), 2 * X)


@claim(numbers={m: 8, n: 6})
def weighted_square(X=matrix(m, n), B=matrix(n, n), C=matrix(m, m)):
    """A trace with two weights."""
    return eq(grad(trace(B @ X.T @ C @ X), X), C @ X @ B + C.T @ X @ B.T)


@claim(numbers={n: 12})
def cube(X=matrix(n, n)):
    """The trace of the third power."""
    return eq(grad(trace(X @ X @ X), X), 3 * (X @ X).T)


"""Norms."""


@claim(numbers={n: 100})
def norm_of_a_vector(x=vector(n)):
    """The norm, where it is not 0."""
    return eq(grad(norm(x), x), x / norm(x)).given(gt(squared_norm(x), 0))


@claim(numbers={m: 30, n: 20})
def norm_of_a_residual(A=matrix(m, n), x=vector(n), b=vector(m)):
    """The length of a residual, where it is not 0."""
    y = A @ x - b
    return eq(grad(norm(y), x), A.T @ y / norm(y)).given(gt(squared_norm(y), 0))


"""Layers."""


@claim(numbers={m: 20, n: 30})
def dense_layer(L=function(of=vector(m)), W=matrix(m, n), x=vector(n), b=vector(m)):
    """A dense layer with tanh: the gradients in weights, bias and input."""
    y = tanh(W @ x + b)
    error = L.grad(y) * (1 - y**2)
    return all_of(
        eq(grad(L(y), W), error @ x.T), eq(grad(L(y), b), error), eq(grad(L(y), x), W.T @ error)
    )


@claim(numbers={m: 20, n: 30, k: 10})
def dense_layer_of_a_batch(X=matrix(k, n), W=matrix(n, m), G=matrix(k, m)):
    """A linear layer for a batch of rows."""
    return all_of(eq(vjp(X @ W, W, G), X.T @ G), eq(vjp(X @ W, X, G), G @ W.T))
