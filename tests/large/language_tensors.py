"""Batches, groups and axes in the language: tensors of rank three and four, hypotheses, vjps."""

from symderive import (
    array,
    average_pool,
    conv,
    delta,
    diag,
    diff,
    einsum,
    eq,
    exp,
    eye,
    function,
    grad,
    hessian,
    index,
    inner,
    jacobian,
    log,
    log_softmax,
    logsumexp,
    matrix,
    mean_squared_error,
    outer,
    real,
    simplex,
    size,
    softmax,
    squared_norm,
    tanh,
    tensor,
    total,
    transpose,
    vector,
    vjp,
)
from tests.corpus.identity import Identity

from .claiming import claimed

b, c, d, g, h, k, l, m, n, o, p, q, r, s = (size(name) for name in "bcdghklmnopqrs")
e, f = index("e", b), index("f", c)
i, j = index("i", m), index("j", n)
alpha, beta = real("alpha"), real("beta")
x, y, w = vector("x", n), vector("y", n), vector("w", n, above=0)
A, B, G = matrix("A", m, n), matrix("B", m, n), matrix("G", n, n)


def _batches() -> list[Identity]:
    X = tensor("X", (b, c, n + k))
    W = tensor("W", (o, c, k))
    T = tensor("T", (b, n, d))
    Q, K = tensor("Q", (b, m, d)), tensor("K", (b, n, d))
    V = tensor("V", (b, n, c))
    scores = einsum("bme,bne->bmn", Q, K)
    attention = einsum("bmn,bnc->bmc", softmax(scores), V)
    planes, taps = matrix("X", c, n + k), tensor("D", (c, 1, k))
    flat = matrix("W", o, c * k)
    patches = array((c * k, n + 1), lambda a, t: X[1, (a - 1) // k + 1, t + (a - 1) % k])
    return [
        *claimed(
            "a convolution of a batch is linear in its kernel",
            eq(
                conv(X, W + alpha * tensor("U", (o, c, k))),
                conv(X, W) + alpha * conv(X, tensor("U", (o, c, k))),
            ),
            scaled_twice=eq(
                conv(X, W + alpha * tensor("U", (o, c, k))),
                conv(X, W) + alpha**2 * conv(X, tensor("U", (o, c, k))),
            ),
        ),
        *claimed(
            "unfolded patches turn a convolution with channels into a matrix product",
            eq(
                (flat @ patches)[1, 1],
                total(lambda u, t: flat[1, k * (u - 1) + t] * X[1, u, t], (1, c), (1, k)),
            ),
            radix_of_the_channels=eq(
                (flat @ patches)[1, 1],
                total(lambda u, t: flat[1, c * (t - 1) + u] * X[1, u, t], (1, c), (1, k)),
            ),
        ),
        *claimed(
            "attention of a batch, one member at a time",
            eq(
                attention[e, i, f],
                total(lambda t: exp(inner(Q[e, i, :], K[e, t, :])) * V[e, t, f], 1, n)
                / total(lambda t: exp(inner(Q[e, i, :], K[e, t, :])), 1, n),
            ),
            members_mixed=eq(
                attention[e, i, f],
                total(lambda t: exp(inner(Q[e, i, :], K[1, t, :])) * V[e, t, f], 1, n)
                / total(lambda t: exp(inner(Q[e, i, :], K[1, t, :])), 1, n),
            ),
        ),
        *claimed(
            "token means of a layer over a batch",
            eq((T @ matrix("R", d, p)).mean(axis=1), T.mean(axis=1) @ matrix("R", d, p)),
            sums_and_means=eq(
                (T @ matrix("R", d, p)).sum(axis=1), T.mean(axis=1) @ matrix("R", d, p)
            ),
        ),
        *claimed(
            "second moments of a batch of tokens split over members",
            eq(einsum("bnd,bne->de", T, T), total(lambda t: T[t, :, :].T @ T[t, :, :], 1, b)),
            mean_over_members=eq(
                einsum("bnd,bne->de", T, T), total(lambda t: T[t, :, :].T @ T[t, :, :], 1, b) / b
            ),
        ),
        *claimed(
            "gradient of the mean squared error of a batch of layers",
            eq(
                grad(mean_squared_error(matrix("X", b, n) @ G, matrix("Y", b, n)), G),
                2 / (b * n) * matrix("X", b, n).T @ (matrix("X", b, n) @ G - matrix("Y", b, n)),
            ),
            mean_over_the_batch_only=eq(
                grad(mean_squared_error(matrix("X", b, n) @ G, matrix("Y", b, n)), G),
                2 / b * matrix("X", b, n).T @ (matrix("X", b, n) @ G - matrix("Y", b, n)),
            ),
        ),
        *claimed(
            "a grouped convolution with one channel in each group acts on each channel alone",
            eq(
                conv(planes, taps, groups=c)[f, 1],
                inner(
                    taps[f, 1, :],
                    array((k,), lambda t: planes[f, t]),
                ),
            ),
            first_channel_for_all=eq(
                conv(planes, taps, groups=c)[f, 1],
                inner(
                    taps[f, 1, :],
                    array((k,), lambda t: planes[1, t]),
                ),
            ),
        ),
        *claimed(
            "average pooling of a batch keeps means",
            eq(
                average_pool(tensor("Z", (b, r * m, r * n)), r).mean(axis=(1, 2)),
                tensor("Z", (b, r * m, r * n)).mean(axis=(1, 2)),
            ),
            sums=eq(
                average_pool(tensor("Z", (b, r * m, r * n)), r).sum(axis=(1, 2)),
                tensor("Z", (b, r * m, r * n)).sum(axis=(1, 2)),
            ),
        ),
        *claimed(
            "transposing axes of a tensor twice",
            eq(transpose(transpose(T, (2, 0, 1)), (1, 2, 0)), T),
            cycled_the_same_way=eq(
                transpose(transpose(tensor("C", (n, n, n)), (2, 0, 1)), (2, 0, 1)),
                tensor("C", (n, n, n)),
            ),
        ),
    ]


def _derivatives() -> list[Identity]:
    activation = function("F")
    layer = tanh(A @ x + vector("b", m))
    v = vector("v", m)
    score = inner(v, layer)
    shares = softmax(beta * x)
    X = matrix("X", p, n)
    soft = logsumexp(X @ x)
    return [
        *claimed(
            "a vector Jacobian product of a layer by its weights",
            eq(vjp(layer, A, v), outer(v * (1 - layer**2), x)),
            transposed_roles=eq(vjp(tanh(G @ x), G, y), outer(x, y * (1 - tanh(G @ x) ** 2))),
        ),
        *claimed(
            "Hessian of a score of a tanh layer by its input",
            eq(hessian(score, x), -2 * A.T @ diag(v * layer * (1 - layer**2)) @ A),
            sign=eq(hessian(score, x), 2 * A.T @ diag(v * layer * (1 - layer**2)) @ A),
        ),
        *claimed(
            "Jacobian of a softmax with an inverse temperature, and of its entries by it",
            eq(jacobian(shares, x), beta * (diag(shares) - outer(shares, shares))),
            temperature_lost=eq(jacobian(shares, x), diag(shares) - outer(shares, shares)),
        ),
        *claimed(
            "derivative of softmax entries by the inverse temperature",
            eq(diff(shares[j], beta), shares[j] * (x[j] - inner(shares, x))),
            uniform_baseline=eq(diff(shares[j], beta), shares[j] * (x[j] - x.mean())),
        ),
        *claimed(
            "Hessian of the log-sum-exp of a linear map is a covariance of rows",
            eq(
                hessian(soft, x),
                X.T @ (diag(softmax(X @ x)) - outer(softmax(X @ x), softmax(X @ x))) @ X,
            ),
            mean_not_removed=eq(hessian(soft, x), X.T @ diag(softmax(X @ x)) @ X),
        ),
        *claimed(
            "gradient of a divergence from a fixed distribution to a softmax",
            eq(grad(-inner(simplex("p", n), log_softmax(x)), x), softmax(x) - simplex("p", n)),
            sign=eq(grad(-inner(simplex("p", n), log_softmax(x)), x), simplex("p", n) - softmax(x)),
        ),
        *claimed(
            "gradient of a weighted entropy of positive weights",
            eq(diff(-(w * log(w)).sum(), w[j]), -log(w[j]) - 1),
            constant_lost=eq(diff(-(w * log(w)).sum(), w[j]), -log(w[j])),
        ),
        *claimed(
            "Jacobian of normalisation to unit sum of positive weights",
            eq(
                diff((w / w.sum())[index("a", n)], w[j]),
                (delta(index("a", n), j) - w[index("a", n)] / w.sum()) / w.sum(),
            ),
            share_not_removed=eq(
                diff((w / w.sum())[index("a", n)], w[j]), delta(index("a", n), j) / w.sum()
            ),
        ),
        *claimed(
            "gradient of a bilinear attention score by the query projection",
            eq(
                grad(inner(y, X.T @ softmax(X @ G @ x)), G),
                outer(X.T @ (softmax(X @ G @ x) * (X @ y - inner(softmax(X @ G @ x), X @ y))), x),
            ),
            baseline_lost=eq(
                grad(inner(y, X.T @ softmax(X @ G @ x)), G),
                outer(X.T @ (softmax(X @ G @ x) * (X @ y)), x),
            ),
        ),
        *claimed(
            "an unknown activation: the chain rule through a layer",
            eq(
                diff(total(lambda t: activation(inner(A[t, :], x)), 1, m), x[j]),
                total(
                    lambda t: (
                        diff(activation(alpha), alpha) * 0
                        + diff(activation(inner(A[t, :], x)), x[j])
                    ),
                    1,
                    m,
                ),
            ),
            doubled=eq(
                diff(total(lambda t: activation(inner(A[t, :], x)), 1, m), x[j]),
                2 * total(lambda t: diff(activation(inner(A[t, :], x)), x[j]), 1, m),
            ),
        ),
        *claimed(
            "a symmetric matrix: gradient of its quadratic form",
            eq(grad(x.T @ G @ x, x), 2 * G @ x).given(eq(G, G.T)),
            without_symmetry=eq(grad(x.T @ G @ x, x), 2 * G @ x),
        ),
        *claimed(
            "orthonormal columns keep the norm",
            eq(squared_norm(A @ x), squared_norm(x)).given(eq(A.T @ A, eye(n))),
            orthonormal_rows=eq(squared_norm(A @ x), squared_norm(x)).given(eq(A @ A.T, eye(m))),
        ),
    ]


IDENTITIES: list[Identity] = [*_batches(), *_derivatives()]
