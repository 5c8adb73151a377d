"""Backpropagation with a loss of which nothing is known: gradients through layers, reshaped."""

from symderive import (
    array,
    correlate,
    diff,
    eq,
    flip,
    function,
    grad,
    hessian,
    index,
    le,
    matrix,
    ones,
    outer,
    size,
    softmax,
    tanh,
    total,
    vec,
    vector,
)
from tests.corpus.identity import Identity
from tests.large.claiming import claimed

m, n, k, p = size("m"), size("n"), size("k"), size("p")
i, j = index("i", m), index("j", n)
x, y, b = vector("x", n), vector("y", n), vector("b", m)
W, V, Q, D = matrix("W", m, n), matrix("V", n, m), matrix("Q", n, n), matrix("D", n, p)
F = function("F")
L, M = function("L", of=vector(n)), function("M", of=vector(m))
S, R = function("S", of=matrix(m, p)), function("R", of=vector(m * n))


def _layers() -> list[Identity]:
    inner = F(V @ b)
    outer_layer = F(W @ inner)
    slope = M.grad(outer_layer) * F.prime(W @ inner)
    batch = tanh(W @ D + outer(b, ones(p)))
    error = S.grad(batch) * (1 - batch**2)
    return [
        *claimed(
            "two layers, by the first matrix",
            eq(grad(M(outer_layer), V), outer((W.T @ slope) * F.prime(V @ b), b)),
            slope_missing=eq(grad(M(outer_layer), V), outer(W.T @ slope, b)),
            factors_exchanged=eq(grad(M(outer_layer), V), outer(W.T @ slope, b * F.prime(b))),
        ),
        *claimed(
            "a batch, by the matrix",
            eq(grad(S(batch), W), error @ D.T),
            slope_missing=eq(grad(S(batch), W), S.grad(batch) @ D.T),
            a_mean_for_a_sum=eq(grad(S(batch), W), error @ D.T / p),
        ),
        *claimed(
            "a batch, by the bias",
            eq(grad(S(batch), b), error.sum(axis=1)),
            one_column=eq(grad(S(batch), b), error[:, 1]),
        ),
    ]


def _attention() -> list[Identity]:
    weights = softmax(Q @ x)
    pulled = weights * (L.grad(weights) - (weights * L.grad(weights)).sum())
    return [
        *claimed(
            "softmax of a product, by the vector",
            eq(grad(L(weights), x), Q.T @ pulled),
            without_the_mean=eq(grad(L(weights), x), Q.T @ (weights * L.grad(weights))),
            without_the_transpose=eq(grad(L(weights), x), Q @ pulled),
        ),
    ]


def _convolution() -> list[Identity]:
    h, w = vector("h", n), vector("w", k)
    K, valid = function("K", of=vector(n - k + 1)), correlate(h, w)
    twice = correlate(valid, w)
    T = function("T", of=vector(n - 2 * k + 2))
    back = correlate(T.grad(twice), flip(w), mode="full")
    return [
        *claimed(
            "an unknown loss of a valid correlation, by an entry of the kernel",
            eq(
                diff(K(valid), w[1]),
                total(lambda t: K.grad(valid)[t] * h[t], 1, n - k + 1),
            ),
            le(k, n),
            shifted=eq(
                diff(K(valid), w[1]),
                total(lambda t: K.grad(valid)[t] * h[t + k - 1], 1, n - k + 1),
            ),
        ),
        *claimed(
            "an unknown loss of two correlations, by the signal",
            eq(grad(T(twice), h), correlate(back, flip(w), mode="full")),
            le(2 * k - 1, n),
            one_flip=eq(grad(T(twice), h), correlate(back, w, mode="full")),
        ),
    ]


def _second_order() -> list[Identity]:
    product = W @ x
    return [
        *claimed(
            "a hessian by the vector of a product",
            eq(hessian(M(product), x), W.T @ M.hessian(product) @ W),
            one_factor=eq(hessian(M(product), x), W.T @ M.hessian(product) @ ones(m, n)),
        ),
        *claimed(
            "a mixed derivative by a matrix and a vector",
            eq(
                diff(M(product), W[i, j], x[j]),
                M.grad(product)[i]
                + x[j] * total(lambda t: M.hessian(product)[i, t] * W[t, j], 1, m),
            ),
            first_order_forgotten=eq(
                diff(M(product), W[i, j], x[j]),
                x[j] * total(lambda t: M.hessian(product)[i, t] * W[t, j], 1, m),
            ),
        ),
        *claimed(
            "an unknown loss of stacked columns",
            eq(diff(R(vec(W)), W[i, j]), R.grad(vec(W))[i + (j - 1) * m]),
            rows=eq(diff(R(vec(W)), W[i, j]), R.grad(vec(W))[j + (i - 1) * n]),
        ),
        *claimed(
            "losses of prefixes, summed",
            eq(
                diff(total(lambda t: L(t * x + y), 1, m), y[j]),
                total(lambda t: L.grad(array((n,), lambda s: y[s] + t * x[s]))[j], 1, m),
            ),
            inner_factor=eq(
                diff(total(lambda t: L(t * x + y), 1, m), y[j]),
                total(lambda t: t * L.grad(t * x + y)[j], 1, m),
            ),
        ),
    ]


IDENTITIES: list[Identity] = [*_layers(), *_attention(), *_convolution(), *_second_order()]
