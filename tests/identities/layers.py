"""Jacobians of layers with an unknown activation function, and the weights of a tanh layer."""

from sympy import (
    Derivative,
    Expr,
    Function,
    IndexedBase,
    Subs,
    Sum,
    Symbol,
    symbols,
    tanh,
)

from tests.identities.identity import between, false, positive, true

m, n, o, d, k = symbols("m n o d k", integer=True)
a, i, j, t = symbols("a i j t", integer=True)
point, offset = Symbol("u", real=True), Symbol("alpha", real=True)
A, B, g, w, y = map(IndexedBase, ("A", "B", "g", "w", "y"))
first_bias, second_bias = IndexedBase("bb"), IndexedBase("cc")
F = Function("F")


def slope(at: Expr) -> Expr:
    """F' at a point."""
    return Subs(Derivative(F(point), point), point, at)


def first_sum(row: Expr) -> Expr:
    """What unit ``row`` of the first layer is applied to."""
    return Sum(A[row, t] * y[t], (t, 1, n)) + first_bias[row]


second_sum = Sum(B[i, a] * F(first_sum(a)), (a, 1, m)) + second_bias[i]


def chained(inner: Expr) -> Expr:
    """The chain rule for two layers with the inner slope taken at a unit."""
    return slope(second_sum) * Sum(B[i, a] * slope(first_sum(inner)) * A[a, j], (a, 1, m))


two_layers = positive(m, n, o) + between(1, i, o) + between(1, j, n)
filtered = Sum(y[i + t - 1] * w[t], (t, 1, k)) + offset
positions = d - k + 1

IDENTITIES = (
    true(
        "7a layer jacobian",
        Derivative(F(first_sum(i)), y[j]),
        slope(first_sum(i)) * A[i, j],
        positive(m, n) + between(1, i, m) + between(1, j, n),
    ),
    false(
        "7a! transposed",
        Derivative(F(first_sum(i)), y[j]),
        slope(first_sum(i)) * A[j, i],
        positive(n) + between(1, i, n) + between(1, j, n),
    ),
    true("7b two layers", Derivative(F(second_sum), y[j]), chained(a), two_layers),
    false("7b! wrong inner index", Derivative(F(second_sum), y[j]), chained(j), two_layers),
    true(
        "7c conv layer dw",
        Derivative(Sum(g[i] * tanh(filtered), (i, 1, positions)), w[j]),
        Sum(g[i] * y[i + j - 1] * (1 - tanh(filtered) ** 2), (i, 1, positions)),
        (k >= 1, d >= k, *between(1, j, k)),
    ),
)
