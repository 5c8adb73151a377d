"""Layers in the language: convolutions, pooling, attention."""

from symderive import (
    array,
    average_pool,
    concatenate,
    conv,
    conv_transpose,
    convolve,
    correlate,
    correlation_matrix,
    diag,
    diff,
    einsum,
    eq,
    flip,
    grad,
    hankel,
    hessian,
    index,
    inner,
    jacobian,
    log_softmax,
    logsumexp,
    matrix,
    ones,
    outer,
    pad,
    real,
    size,
    softmax,
    squared_norm,
    tensor,
    upsample,
    vector,
    vjp,
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


def _convolutions() -> list[Identity]:
    signal, first, second = vector("f", n + k + l), vector("u", k), vector("v", l)
    image, kernel = matrix("X", high + k, wide + k), matrix("K", k, k)
    coarse = matrix("Y", high, wide)
    planes, weights = tensor("X", (c, n + k)), tensor("W", (o, c, k))
    point = tensor("P", (d, o, 1))
    even = vector("e", 2 * n)
    row, column = vector("u", k), vector("v", k)
    return [
        *claimed(
            "two valid correlations in a row are one with the convolved kernel",
            eq(
                correlate(correlate(signal, first), second),
                correlate(signal, convolve(first, second)),
            ),
            kernels_correlated=eq(
                correlate(correlate(signal, first), second),
                correlate(signal, convolve(first, flip(second))),
            ),
        ),
        *claimed(
            "full convolution commutes and multiplies sums",
            eq(
                convolve(first, second).sum()
                + (convolve(first, second) - convolve(second, first)).sum(),
                first.sum() * second.sum(),
            ),
            sum_of_the_correlation_doubled=eq(
                convolve(first, second).sum(), 2 * first.sum() * second.sum()
            ),
        ),
        *claimed(
            "a correlation as a Hankel matrix and as a band matrix",
            eq(hankel(signal, k) @ first, correlation_matrix(first, n + k + l) @ signal),
            kernel_flipped=eq(
                hankel(signal, k) @ flip(first), correlation_matrix(first, n + k + l) @ signal
            ),
        ),
        *claimed(
            "the adjoint of a strided correlation is the transposed convolution",
            eq(
                inner(correlate(vector("f", s * (n - 1) + k), first, stride=s), y),
                inner(vector("f", s * (n - 1) + k), conv_transpose(y, first, stride=s)),
            ),
            kernel_flipped=eq(
                inner(correlate(vector("f", s * (n - 1) + k), first, stride=s), y),
                inner(vector("f", s * (n - 1) + k), conv_transpose(y, flip(first), stride=s)),
            ),
        ),
        *claimed(
            "Jacobian of a strided correlation times its output weights",
            eq(
                vjp(
                    correlate(vector("f", 2 * (n - 1) + k), first, stride=2),
                    vector("f", 2 * (n - 1) + k),
                    y,
                ),
                conv_transpose(y, first, stride=2),
            ),
            stride_of_the_adjoint=eq(
                vjp(
                    correlate(vector("f", 2 * (n - 1) + k), first, stride=2),
                    vector("f", 2 * (n - 1) + k),
                    y,
                ),
                2 * conv_transpose(y, first, stride=2),
            ),
        ),
        *claimed(
            "a separable kernel of a plane: rows after columns",
            eq(
                correlate(image, outer(row, column))[1, 1],
                row.T @ array((k, k), lambda a, e: image[a, e]) @ column,
            ),
            factors_exchanged=eq(
                correlate(image, outer(row, column))[1, 1],
                column.T @ array((k, k), lambda a, e: image[a, e]) @ row,
            ),
        ),
        *claimed(
            "gradient of half the squared error of a correlated plane by its kernel",
            eq(
                grad(squared_norm(correlate(image, kernel)) / 2, kernel),
                correlate(image, correlate(image, kernel)),
            ),
            half_forgotten=eq(
                grad(squared_norm(correlate(image, kernel)), kernel),
                correlate(image, correlate(image, kernel)),
            ),
        ),
        *claimed(
            "a pointwise layer after a convolution with channels",
            eq(
                conv(conv(planes, weights, stride=2), point),
                conv(planes, einsum("dot,ock->dck", point, weights), stride=2),
            ),
            stride_of_the_merged_layer=eq(
                conv(conv(planes, weights, stride=2), point)[1, 1],
                2 * conv(planes, einsum("dot,ock->dck", point, weights), stride=2)[1, 1],
            ),
        ),
        *claimed(
            "pooling halves by a correlation of stride two",
            eq(average_pool(even, 2), correlate(even, ones(2) / 2, stride=2)),
            not_averaged=eq(average_pool(even, 2), correlate(even, ones(2), stride=2)),
        ),
        *claimed(
            "pooling and upsampling of a plane are adjoint up to the window",
            eq(
                inner(upsample(coarse, r), matrix("Z", r * high, r * wide)),
                r**2 * inner(coarse, average_pool(matrix("Z", r * high, r * wide), r)),
            ),
            window_of_one_side=eq(
                inner(upsample(coarse, r), matrix("Z", r * high, r * wide)),
                r * inner(coarse, average_pool(matrix("Z", r * high, r * wide), r)),
            ),
        ),
        *claimed(
            "upsampling is a transposed convolution with ones",
            eq(upsample(coarse, 3), conv_transpose(coarse, ones(3, 3), stride=3)),
            window_two=eq(
                upsample(coarse, 3).sum(), conv_transpose(coarse, ones(2, 2), stride=3).sum()
            ),
        ),
        *claimed(
            "padding, then a valid correlation with three taps",
            eq(correlate(pad(x, 1, 1), vector("a", 3)), correlate(x, vector("a", 3), padding=1)),
            kernel_flipped=eq(
                correlate(pad(x, 1, 1), vector("a", 3)),
                correlate(x, flip(vector("a", 3)), padding=1),
            ),
        ),
        *claimed(
            "global mean after average pooling of a plane",
            eq(
                average_pool(matrix("Z", r * high, r * wide), r).mean(),
                matrix("Z", r * high, r * wide).mean(),
            ),
            summed=eq(
                average_pool(matrix("Z", r * high, r * wide), r).sum(),
                matrix("Z", r * high, r * wide).sum(),
            ),
        ),
    ]


def _attention() -> list[Identity]:
    Q, K, values = matrix("Q", m, d), matrix("K", n, d), matrix("V", n, c)
    scores = Q @ K.T
    weights = softmax(scores)
    output = weights @ values
    e, f, a = index("e", m), index("f", d), index("a", c)
    shift = vector("s", d)
    return [
        *claimed(
            "attention does not see a common shift of the keys",
            eq(softmax(Q @ (K + ones(n) @ shift.T).T) @ values, output),
            shift_of_the_values=eq(weights @ (values + ones(n) @ vector("b", c).T), output),
        ),
        *claimed(
            "a common shift of the values shifts the output",
            eq(
                weights @ (values + ones(n) @ vector("b", c).T), output + ones(m) @ vector("b", c).T
            ),
            shift_times_the_length=eq(
                weights @ (values + ones(n) @ vector("b", c).T),
                output + n * ones(m) @ vector("b", c).T,
            ),
        ),
        *claimed(
            "Jacobian of an attention output by a key",
            eq(
                diff(output[e, a], K[j, f]), weights[e, j] * (values[j, a] - output[e, a]) * Q[e, f]
            ),
            key_instead_of_query=eq(
                diff(output[e, a], K[j, f]), weights[e, j] * (values[j, a] - output[e, a]) * K[j, f]
            ),
        ),
        *claimed(
            "gradient of a loss on attention by the values",
            eq(grad(inner(matrix("Y", m, c), output), values), weights.T @ matrix("Y", m, c)),
            doubled=eq(
                grad(inner(matrix("Y", m, c), output), values), 2 * weights.T @ matrix("Y", m, c)
            ),
        ),
        *claimed(
            "two heads side by side and their output projections",
            eq(
                concatenate(weights @ values, softmax(alpha * scores) @ values, axis=1)
                @ concatenate(matrix("A", c, o), matrix("B", c, o)),
                weights @ values @ matrix("A", c, o)
                + softmax(alpha * scores) @ (values @ matrix("B", c, o)),
            ),
            projections_exchanged=eq(
                concatenate(weights @ values, softmax(alpha * scores) @ values, axis=1)
                @ concatenate(matrix("A", c, o), matrix("B", c, o)),
                weights @ values @ matrix("B", c, o)
                + softmax(alpha * scores) @ (values @ matrix("A", c, o)),
            ),
        ),
        *claimed(
            "rows of attention weights add up, columns do not",
            eq(weights @ ones(n), ones(m)),
            columns=eq(ones(m).T @ weights, ones(n).T),
        ),
        *claimed(
            "Hessian of the log-partition function at a scaled input",
            eq(
                hessian(logsumexp(alpha * x), x),
                alpha**2 * (diag(softmax(alpha * x)) - softmax(alpha * x) @ softmax(alpha * x).T),
            ),
            scale_once=eq(
                hessian(logsumexp(alpha * x), x),
                alpha * (diag(softmax(alpha * x)) - softmax(alpha * x) @ softmax(alpha * x).T),
            ),
        ),
        *claimed(
            "Jacobian of log-softmax after a linear map",
            eq(jacobian(log_softmax(W @ x), x), W - ones(m) @ (softmax(W @ x).T @ W)),
            mean_added=eq(jacobian(log_softmax(W @ x), x), W + ones(m) @ (softmax(W @ x).T @ W)),
        ),
    ]


IDENTITIES: list[Identity] = [*_convolutions(), *_attention()]
