"""Unknown functions of a whole tensor: the chain rule for all sizes, and its false siblings."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    array,
    average_pool,
    correlate,
    delta,
    derive,
    diag,
    diff,
    eq,
    exp,
    flip,
    function,
    grad,
    hessian,
    index,
    iverson,
    jacobian,
    le,
    lt,
    matrix,
    maximum,
    ones,
    outer,
    padded,
    prove,
    real,
    size,
    softmax,
    tanh,
    total,
    upsample,
    vec,
    vector,
    vjp,
)
from symderive.language.hooks import text_of
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

m, n, k, p = size("m"), size("n"), size("k"), size("p")
i, j = index("i", n), index("j", n)
c = real("c")
x, y, b = vector("x", n), vector("y", n), vector("b", m)
W, V, Q, X = matrix("W", m, n), matrix("V", n, m), matrix("Q", n, n), matrix("X", n, p)
h, w = vector("h", n), vector("w", k)
valid, full = correlate(h, w), correlate(h, w, mode="full")
F = function("F")
L, M = function("L", of=vector(n)), function("M", of=vector(m))
Kv, Kf = function("K", of=vector(n - k + 1)), function("K", of=vector(n + k - 1))
T, S = function("T", of=matrix(m, n)), function("S", of=matrix(m, p))
G = function("G", of=matrix(n, n))
nested = array((n,), lambda t: L(x * y[t]))
sums = array((n,), lambda t: total(lambda s: x[s], 1, t))
p_ = softmax(x)

TRUE: dict[str, Any] = {
    "valid correlation, by the signal": eq(
        grad(Kv(valid), h), correlate(Kv.grad(valid), flip(w), mode="full")
    ).given(le(k, n)),
    "valid correlation, by the kernel": eq(grad(Kv(valid), w), correlate(h, Kv.grad(valid))).given(
        le(k, n)
    ),
    "full correlation, by the signal": eq(grad(Kf(full), h), correlate(Kf.grad(full), flip(w))),
    "matrix product, by the vector": eq(grad(M(W @ x), x), W.T @ M.grad(W @ x)),
    "matrix product, by the matrix": eq(grad(M(W @ x), W), outer(M.grad(W @ x), x)),
    "matrix product of matrices, on the right": eq(grad(S(W @ X), X), W.T @ S.grad(W @ X)),
    "matrix product of matrices, on the left": eq(grad(S(W @ X), W), S.grad(W @ X) @ X.T),
    "a square of a matrix": eq(grad(G(Q @ Q), Q), G.grad(Q @ Q) @ Q.T + Q.T @ G.grad(Q @ Q)),
    "a transpose": eq(grad(T(W.T.T), W), T.grad(W)),
    "entry by entry": eq(grad(L(F(x)), x), L.grad(F(x)) * F.prime(x)),
    "a layer, by its bias": eq(grad(M(F(W @ x + b)), b), M.grad(F(W @ x + b)) * F.prime(W @ x + b)),
    "a layer, by its weights": eq(
        grad(M(tanh(W @ x + b)), W),
        outer(M.grad(tanh(W @ x + b)) * (1 - tanh(W @ x + b) ** 2), x),
    ),
    "two layers": eq(grad(M(W @ (V @ b)), b), V.T @ (W.T @ M.grad(W @ (V @ b)))),
    "softmax": eq(grad(L(p_), x), p_ * (L.grad(p_) - (p_ * L.grad(p_)).sum())),
    "a reversal": eq(grad(L(flip(x)), x), flip(L.grad(flip(x)))),
    "a scale": eq(diff(L(c * x), c), (L.grad(c * x) * x).sum()),
    "a direction": eq(diff(L(x + c * y), c), L.grad(x + c * y).T @ y),
    "a second derivative in a direction": eq(
        diff(diff(L(x + c * y), c), c), y.T @ L.hessian(x + c * y) @ y
    ),
    "a hessian": eq(hessian(L(x), x), L.hessian(x)),
    "a hessian is symmetric": eq(L.hessian(x)[i, j], L.hessian(x)[j, i]),
    "a hessian of a linear change": eq(hessian(M(W @ x), x), W.T @ M.hessian(W @ x) @ W),
    "a hessian of matrices is symmetric": eq(
        total(lambda s, t: G.hessian(Q)[s, t, i, j] * Q[s, t], n, n),
        total(lambda s, t: G.hessian(Q)[i, j, s, t] * Q[s, t], n, n),
    ),
    "the trace of a hessian": eq(
        total(lambda t: L.hessian(x)[t, t], 1, n),
        total(lambda s, t: delta(s, t) * L.hessian(x)[s, t], n, n),
    ),
    "a gradient, differentiated": eq(jacobian(L.grad(V @ b), b), L.hessian(V @ b) @ V),
    "a gradient, with weights": eq(vjp(L.grad(x), x, y), L.hessian(x) @ y),
    "a product rule": eq(grad(L(x) * L(y), x), L(y) * L.grad(x)),
    "an unknown function outside": eq(grad(F(L(x)), x), F.prime(L(x)) * L.grad(x)),
    "an exponential outside": eq(diff(exp(L(x)), x[i]), exp(L(x)) * L.grad(x)[i]),
    "one entry everywhere": eq(diff(L(x[1] * ones(n)), x[1]), L.grad(x[1] * ones(n)).sum()),
    "its own value inside": eq(
        diff(L(x * L(x)), x[i]),
        L(x) * L.grad(x * L(x))[i] + (L.grad(x * L(x)) * x).sum() * L.grad(x)[i],
    ),
    "an argument that depends on the index of a sum": eq(
        diff(total(lambda t: L(t * x), 1, m), x[i]),
        total(lambda s: s * L.grad(x * s)[i], 1, m),
    ),
    "nested, by an entry": eq(
        diff(L(nested), y[i]), L.grad(nested)[i] * total(lambda s: L.grad(x * y[i])[s] * x[s], 1, n)
    ),
    "partial sums": eq(diff(L(sums), x[i]), total(lambda t: L.grad(sums)[t], i, n)),
    "a maximum of values": eq(maximum(lambda s: L(x * s), 1, n), maximum(lambda r: L(r * x), 1, n)),
}

flat, table = function("R", of=vector(m * n)), vector("v", m * n)
a = index("a", m)
even = size("q", multiple_of=2)
image, pooled = matrix("Z", even, even), average_pool(matrix("Z", even, even), (2, 2))
P = function("P", of=matrix(even / 2, even / 2))
U, doubled = function("U", of=matrix(2 * m, 2 * n)), upsample(W, (2, 2))
steps = correlate(h, w, stride=2)
C = function("C", of=vector((n - k) // 2 + 1))
D = matrix("D", n, p)
affine = tanh(W @ D + outer(b, ones(p)))

REARRANGED: dict[str, Any] = {
    "columns stacked, an entry": eq(
        diff(flat(vec(W)), W[a, j]), flat.grad(vec(W))[a + (j - 1) * m]
    ),
    "columns stacked": eq(vec(grad(flat(vec(W)), W)), flat.grad(vec(W))),
    "a vector as a matrix, by columns": eq(
        grad(T(table.reshape(m, n, order="F")), table), vec(T.grad(table.reshape(m, n, order="F")))
    ),
    "a vector as a matrix, by rows": eq(
        grad(T(table.reshape(m, n, order="C")), table),
        T.grad(table.reshape(m, n, order="C")).reshape(m * n, order="C"),
    ),
    "average pooling": eq(grad(P(pooled), image), upsample(P.grad(pooled), (2, 2)) / 4),
    "upsampling": eq(grad(U(doubled), W), 4 * average_pool(U.grad(doubled), (2, 2))),
    "steps of two": eq(
        diff(C(steps), w[1]),
        total(lambda t: C.grad(steps)[t] * h[2 * t - 1], 1, (n - k) // 2 + 1),
    ).given(le(k, n)),
    "a batch, by the bias": eq(grad(S(affine), b), (S.grad(affine) * (1 - affine**2)).sum(axis=1)),
    "a mean taken off": eq(
        grad(L(x - x.mean()), x), L.grad(x - x.mean()) - L.grad(x - x.mean()).mean()
    ),
    "softmax of a product, by the matrix": eq(
        grad(L(softmax(Q @ x)), Q),
        outer(
            softmax(Q @ x)
            * (L.grad(softmax(Q @ x)) - (softmax(Q @ x) * L.grad(softmax(Q @ x))).sum()),
            x,
        ),
    ),
    "the square of a gradient": eq(
        diff((L.grad(x) * L.grad(x)).sum(), x[i]),
        2 * total(lambda t: L.hessian(x)[i, t] * L.grad(x)[t], 1, n),
    ),
    "a diagonal": eq(diff(G(diag(x)), x[i]), G.grad(diag(x))[i, i]),
    "columns of a table": eq(diff(total(lambda t: L(D[:, t]), 1, p), D[i, 1]), L.grad(D[:, 1])[i]),
}

EQUAL_ARGUMENTS: dict[str, Any] = {
    "a sum turned round": eq(L(x + y), L(y + x)),
    "a reversal twice": eq(L(flip(flip(x))), L(x)),
    "a factor in a matrix": eq(M((W + W) @ x), M(2 * (W @ x))),
    "a delta summed over": eq(
        L(array((n,), lambda t: total(lambda s: x[s] * delta(s, t), 1, n))), L(x)
    ),
    "softmax written out": eq(L(p_), L(exp(x) / exp(x).sum())),
    "ranges written in two ways": eq(
        L(sums), L(array((n,), lambda t: total(lambda s: x[s] * iverson(le(s, t)), 1, n)))
    ),
    "padding with a bracket": eq(
        L(array((n,), lambda t: padded(x)[t + 1])),
        L(array((n,), lambda t: iverson(lt(t, n)) * padded(x)[t + 1])),
    ),
    "a bracket that is always true": eq(L(array((n,), lambda t: iverson(le(t, n)) * x[t])), L(x)),
    "two halves of a range": eq(
        L(array((n,), lambda t: iverson(le(t, i)) * x[t] + iverson(lt(i, t)) * x[t])), L(x)
    ),
    "a bracket around everything": eq(
        L(delta(i, j) * x + y), delta(i, j) * L(x + y) + (1 - delta(i, j)) * L(y)
    ),
    "shapes that are given to be equal": eq(M(x), M(0 + x)).given(eq(m, n)),
    "nested": eq(L(nested), L(array((n,), lambda s: L(y[s] * x)))),
}

FALSE: dict[str, Any] = {
    "valid correlation without the flip": eq(
        grad(Kv(valid), h), correlate(Kv.grad(valid), w, mode="full")
    ).given(le(k, n)),
    "valid correlation at another point": eq(
        grad(Kv(valid), h), correlate(Kv.grad(2 * valid), flip(w), mode="full")
    ).given(le(k, n)),
    "valid correlation, a shifted entry": eq(
        diff(Kv(valid), h[i]), total(lambda t: Kv.grad(valid)[t] * padded(w)[i - t], 1, n - k + 1)
    ).given(le(k, n)),
    "valid correlation, a range that is too short": eq(
        diff(Kv(valid), h[i]), total(lambda t: Kv.grad(valid)[t] * padded(w)[i - t + 1], 1, n - k)
    ).given(le(k, n)),
    "valid correlation, twice": eq(grad(Kv(valid), w), 2 * correlate(h, Kv.grad(valid))).given(
        le(k, n)
    ),
    "full correlation without the flip": eq(grad(Kf(full), h), correlate(Kf.grad(full), w)),
    "full correlation, reversed gradient": eq(
        grad(Kf(full), h), correlate(flip(Kf.grad(full)), flip(w))
    ),
    "full correlation, twice": eq(grad(Kf(full), h), 2 * correlate(Kf.grad(full), flip(w))),
    "matrix product without the transpose": eq(
        grad(G(Q @ Q), Q), G.grad(Q @ Q) @ Q + Q @ G.grad(Q @ Q)
    ),
    "matrix product, vector without the transpose": eq(grad(L(Q @ x), x), Q @ L.grad(Q @ x)),
    "matrix product at another point": eq(grad(L(Q @ x), x), Q.T @ L.grad(Q.T @ x)),
    "matrix product, outer turned round": eq(grad(L(Q @ x), Q), outer(x, L.grad(Q @ x))),
    "matrix product, a factor": eq(grad(M(W @ x), W), 2 * outer(M.grad(W @ x), x)),
    "entry by entry, at x": eq(grad(L(F(x)), x), L.grad(x) * F.prime(x)),
    "entry by entry, without the slope": eq(grad(L(F(x)), x), L.grad(F(x))),
    "entry by entry, slope of the value": eq(grad(L(F(x)), x), L.grad(F(x)) * F.prime(F(x))),
    "a reversal forgotten": eq(grad(L(flip(x)), x), L.grad(flip(x))),
    "a reversal of x alone": eq(grad(L(flip(x)), x), flip(L.grad(x))),
    "a scale forgotten": eq(grad(L(2 * x), x), L.grad(2 * x)),
    "a scale of the hessian": eq(hessian(L(2 * x), x), 2 * L.hessian(2 * x)),
    "a hessian of a linear change, turned round": eq(
        hessian(L(Q @ x), x), Q @ L.hessian(Q @ x) @ Q.T
    ),
    "a diagonal hessian": eq(L.hessian(x)[i, j], delta(i, j) * L.hessian(x)[i, j]),
    "a hessian, once by i": eq(L.hessian(x)[i, i], L.hessian(x)[i, j]),
    "linear": eq(L(x + y), L(x) + L(y)),
    "even": eq(L(-x), L(x)),
    "zero at zero": eq(L(0 * x), 0),
    "the first entry only": eq(diff(L(x[1] * ones(n)), x[1]), L.grad(x[1] * ones(n))[1]),
    "two functions": eq(L(x), function("K", of=vector(n))(x)),
    "permuted": eq(L(flip(x)), L(x)),
    "two arguments": eq(L(x), L(y)),
    "partial sums from the other end": eq(
        diff(L(sums), x[i]), total(lambda t: L.grad(sums)[t], 1, i)
    ),
    "columns stacked, an entry of the transpose": eq(
        diff(flat(vec(W)), W[a, j]), flat.grad(vec(W))[(a - 1) * n + j]
    ),
    "rows for columns": eq(
        grad(T(table.reshape(m, n, order="C")), table), vec(T.grad(table.reshape(m, n, order="C")))
    ),
    "columns and rows": eq(flat(vec(W)), flat(W.reshape(m * n, order="C"))),
    "average pooling, without the share": eq(
        grad(P(pooled), image), upsample(P.grad(pooled), (2, 2))
    ),
    "upsampling, one of four": eq(grad(U(doubled), W), average_pool(U.grad(doubled), (2, 2))),
    "steps of two, taken as one": eq(
        diff(C(steps), w[1]),
        total(lambda t: C.grad(steps)[t] * h[t], 1, (n - k) // 2 + 1),
    ).given(le(k, n)),
    "its own value inside, half of it": eq(diff(L(x * L(x)), x[i]), L(x) * L.grad(x * L(x))[i]),
}


@pytest.mark.parametrize("name", [*TRUE, *REARRANGED, *EQUAL_ARGUMENTS])
def test_true_for_all_sizes(name: str) -> None:
    statement = read_statement({**TRUE, **REARRANGED, **EQUAL_ARGUMENTS}[name])
    outcome = prove_statement(statement)
    assert outcome.proved, outcome.reason


@pytest.mark.parametrize("name", FALSE)
def test_false_siblings_are_refuted(name: str) -> None:
    assert not prove_statement(read_statement(FALSE[name])).proved
    verdict = prove(FALSE[name])
    assert verdict.status == "refuted"
    assert sum(verdict.witness.sizes.values()) <= 6


@pytest.mark.parametrize("name", list(TRUE)[:10])
def test_proved_end_to_end(name: str) -> None:
    verdict = prove(TRUE[name])
    assert verdict.status == "proved"
    assert "every smooth" in verdict.scope


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (grad(M(W @ x), x), "array(i=1..n: sum(j=1..m, W[j, i]*M.grad(W @ x)[j]))"),
        (grad(L(F(x)), x), "array(i=1..n: F'(x[i])*L.grad(F(x))[i])"),
        (diff(L(x + c * y), c), "sum(i=1..n, y[i]*L.grad(x + c*y)[i])"),
        (
            diff(total(lambda t: L(t * x), 1, n), x[i]),
            "sum(j=1..n, j*L.grad(array(k=1..n: j*x[k]))[i])",
        ),
    ],
    ids=str,
)
def test_derivatives_are_read_back(written: Any, shown: str) -> None:
    assert text_of(derive(written).term) == shown
