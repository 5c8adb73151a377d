"""Networks in the language: Jacobians, gradients and Hessians of whole layers."""

from symderive import (
    diag,
    eq,
    eye,
    grad,
    hessian,
    index,
    inner,
    jacobian,
    logsumexp,
    matrix,
    ones,
    outer,
    real,
    sigmoid,
    size,
    softmax,
    softplus,
    squared_norm,
    tanh,
    vector,
)
from tests.corpus.identity import Identity

from .claiming import claimed

b, c, d, g, h, k, l, m, n, o, p, q, r, s = (size(name) for name in "bcdghklmnopqrs")
big, high, wide = size("N"), size("H"), size("W_")
i, j = index("i", n), index("j", n)
x, y, z = vector("x", n), vector("y", n), vector("z", n)
W, U, V = matrix("W", m, n), matrix("U", n, n), matrix("V", n, n)
w, t = vector("w", m), vector("t", m)
alpha, beta = real("alpha"), real("beta")
damping = real("epsilon", above=0)


def _networks() -> list[Identity]:
    A, B = matrix("A", m, n), matrix("B", p, m)
    hidden = tanh(A @ x)
    output = sigmoid(B @ hidden)
    target = vector("y", p)
    state = tanh(U @ tanh(U @ tanh(U @ z)))
    one, two = tanh(U @ z), tanh(U @ tanh(U @ z))
    S = sigmoid(U @ z + x)
    candidate = tanh(V @ z)
    centred = x - x.mean()
    batch = matrix("X", b, n)
    return [
        *claimed(
            "Jacobian of a sigmoid layer on a tanh layer",
            eq(jacobian(output, x), diag(output * (1 - output)) @ B @ diag(1 - hidden**2) @ A),
            hidden_slope_lost=eq(jacobian(output, x), diag(output * (1 - output)) @ B @ A),
        ),
        *claimed(
            "gradient of the squared error of two layers by the inner weights",
            eq(
                grad(squared_norm(B @ hidden - target) / 2, A),
                ((B.T @ (B @ hidden - target)) * (1 - hidden**2)) @ x.T,
            ),
            doubled=eq(
                grad(squared_norm(B @ hidden - target), A),
                ((B.T @ (B @ hidden - target)) * (1 - hidden**2)) @ x.T,
            ),
        ),
        *claimed(
            "gradient of the cross-entropy of two layers by the outer weights",
            eq(
                grad(logsumexp(B @ hidden) - inner(target, B @ hidden), B),
                (softmax(B @ hidden) - target) @ hidden.T,
            ),
            sign=eq(
                grad(logsumexp(B @ hidden) - inner(target, B @ hidden), B),
                (target - softmax(B @ hidden)) @ hidden.T,
            ),
        ),
        *claimed(
            "Jacobian of three recurrent steps by the initial state",
            eq(
                jacobian(state, z),
                diag(1 - state**2) @ U @ diag(1 - two**2) @ U @ diag(1 - one**2) @ U,
            ),
            order_of_the_slopes=eq(
                jacobian(state, z),
                diag(1 - state**2) @ U @ diag(1 - one**2) @ U @ diag(1 - two**2) @ U,
            ),
        ),
        *claimed(
            "Jacobian of a gated recurrent step",
            eq(
                jacobian(S * z + (1 - S) * candidate, z),
                diag(S)
                + diag((z - candidate) * S * (1 - S)) @ U
                + diag((1 - S) * (1 - candidate**2)) @ V,
            ),
            gate_path_sign=eq(
                jacobian(S * z + (1 - S) * candidate, z),
                diag(S)
                + diag((candidate - z) * S * (1 - S)) @ U
                + diag((1 - S) * (1 - candidate**2)) @ V,
            ),
        ),
        *claimed(
            "Hessian of a logistic loss with weights",
            eq(
                hessian(inner(w, softplus(W @ x)), x),
                W.T @ diag(w * sigmoid(W @ x) * (1 - sigmoid(W @ x))) @ W,
            ),
            slope_not_product=eq(
                hessian(inner(w, softplus(W @ x)), x), W.T @ diag(w * sigmoid(W @ x)) @ W
            ),
        ),
        *claimed(
            "gradient of ridge regression on a batch",
            eq(
                grad(squared_norm(batch @ x - vector("y", b)) + beta * squared_norm(x), x),
                2 * (batch.T @ batch + beta * eye(n)) @ x - 2 * batch.T @ vector("y", b),
            ),
            penalty_not_doubled=eq(
                grad(squared_norm(batch @ x - vector("y", b)) + beta * squared_norm(x), x),
                (2 * batch.T @ batch + beta * eye(n)) @ x - 2 * batch.T @ vector("y", b),
            ),
        ),
        *claimed(
            "Jacobian of whole vectors centred and divided by the damped variance",
            eq(
                jacobian(centred / (damping + centred.var()), x),
                (eye(n) - ones(n, n) / n) / (damping + centred.var())
                - 2 / n * centred @ centred.T / (damping + centred.var()) ** 2,
            ),
            variance_path_not_averaged=eq(
                jacobian(centred / (damping + centred.var()), x),
                (eye(n) - ones(n, n) / n) / (damping + centred.var())
                - 2 * centred @ centred.T / (damping + centred.var()) ** 2,
            ),
        ),
        *claimed(
            "covariance of a batch from centred and from raw products",
            eq(
                (batch - ones(b) @ batch.mean(axis=0).T).T
                @ (batch - ones(b) @ batch.mean(axis=0).T)
                / b,
                batch.T @ batch / b - outer(batch.mean(axis=0), batch.mean(axis=0)),
            ),
            sample_size=eq(
                (batch - ones(b) @ batch.mean(axis=0).T).T
                @ (batch - ones(b) @ batch.mean(axis=0).T),
                batch.T @ batch - outer(batch.mean(axis=0), batch.mean(axis=0)),
            ),
        ),
        *claimed(
            "gradient of a factorisation by the left factor",
            eq(
                grad(
                    squared_norm(matrix("D", m, p) - matrix("L", m, r) @ matrix("R", r, p)),
                    matrix("L", m, r),
                ),
                2
                * (matrix("L", m, r) @ matrix("R", r, p) - matrix("D", m, p))
                @ matrix("R", r, p).T,
            ),
            sign=eq(
                grad(
                    squared_norm(matrix("D", m, p) - matrix("L", m, r) @ matrix("R", r, p)),
                    matrix("L", m, r),
                ),
                2
                * (matrix("D", m, p) - matrix("L", m, r) @ matrix("R", r, p))
                @ matrix("R", r, p).T,
            ),
        ),
    ]


IDENTITIES: list[Identity] = _networks()
