"""The two-dimensional convolution with symbolic stride, dilation and padding."""

from sympy import And, Derivative, Eq, Expr, IndexedBase, Sum, symbols

from symderive import iverson
from tests.identities.identity import between, false, positive, true

rows, columns, out_rows, out_columns = symbols("m n M N", integer=True)
height, width = symbols("k1 k2", integer=True)
stride, dilation, padding = symbols("s dl p", integer=True)
a, b, i, j, u, v = symbols("a b i j u v", integer=True)
W, X, Y = map(IndexedBase, ("W", "X", "Y"))


def source(position: Expr, tap: Expr) -> Expr:
    """Where a tap of the kernel meets the input."""
    return stride * position + dilation * tap - padding


outputs = ((a, 1, out_rows), (b, 1, out_columns))
taps = ((u, 1, height), (v, 1, width))
row, column = source(a, u), source(b, v)
inside = iverson(And(row >= 1, row <= rows, column >= 1, column <= columns))
meets = iverson(And(Eq(row, i), Eq(column, j)))
weight_gradient = Derivative(Sum(Y[a, b] * Sum(W[u, v] * X[row, column], *taps), *outputs), W[i, j])

strides = (stride >= 1, dilation >= 1, padding >= 0)
kernel_entry = (
    positive(height, width, out_rows, out_columns)
    + strides
    + between(1, i, height)
    + between(1, j, width)
)

IDENTITIES = (
    true(
        "9f conv2d strided adjoint",
        Sum(Y[a, b] * Sum(W[u, v] * X[row, column] * inside, *taps), *outputs),
        Sum(
            X[i, j] * Sum(W[u, v] * Y[a, b] * meets, *taps, *outputs),
            (i, 1, rows),
            (j, 1, columns),
        ),
        positive(height, width, rows, columns, out_rows, out_columns) + strides,
    ),
    true(
        "9g conv2d dW, symbolic stride",
        weight_gradient,
        Sum(Y[a, b] * X[source(a, i), source(b, j)], *outputs),
        kernel_entry,
    ),
    false(
        "9g! conv2d dW",
        weight_gradient,
        Sum(Y[a, b] * X[source(a, j), source(b, i)], *outputs),
        (*kernel_entry, Eq(height, width)),
    ),
)
