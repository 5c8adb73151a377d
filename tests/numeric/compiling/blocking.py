"""Blocks of vectors and matrices: products, sums and reductions within them."""

from __future__ import annotations

from typing import Any

import numpy as np

from symderive import (
    array,
    delta,
    exp,
    iverson,
    matrix,
    maximum,
    size,
    tensor,
    total,
    vector,
)
from symderive.language.statements import eq
from tests.numeric.compiling.records import Floats, Operator

n, m, r, g, c = (size(name) for name in "n m r g c".split())
x = vector("x", n)
B, V = matrix("B", r, r), vector("x", n * r)


def block_product(W: Floats, H: Floats) -> Floats:
    return (W @ H.reshape(len(W), W.shape[2], -1)).reshape(-1, H.shape[1])


def unpooled(x: Floats, y: Floats) -> Floats:
    parts = x.reshape(len(y), -1)
    return ((parts == parts.max(1, keepdims=True)) * y[:, None]).ravel()


def grouped_softmax(x: Floats, r: int) -> Floats:
    parts = x.reshape(-1, r)
    powers = np.exp(parts - parts.max(1, keepdims=True))
    return (powers / powers.sum(1, keepdims=True)).ravel()


def upsampled(x: Floats, r: int) -> Floats:
    share = np.arange(r) / r
    return (x[:-1, None] * (1 - share) + x[1:, None] * share).ravel()


def partial_trace(Q: Floats, r: int) -> Floats:
    side = len(Q) // r
    return np.asarray(np.einsum("iaja->ij", Q.reshape(side, r, side, r)))


def summed_blocks(Q: Floats, r: int) -> Floats:
    side = len(Q) // r
    return np.asarray(np.einsum("iaib->ab", Q.reshape(side, r, side, r)))


def block_diagonal_of(B: Floats, n: int) -> Floats:
    found = np.zeros((n, len(B), n, len(B)))
    found[np.arange(n), :, np.arange(n)] = B
    return found.reshape(n * len(B), -1)


def _blocks() -> list[Operator]:
    W, H = tensor("W", g, r, c), matrix("H", g * c, n)
    Q, y, t = matrix("Q", n * r, n * r), vector("y", n), vector("t", m * n)
    p, P = vector("p", m), tensor("P", r, n)
    return [
        Operator(
            "a block diagonal matrix times a matrix",
            lambda: array(
                (g * r, n),
                lambda i, p: total(
                    lambda a: (
                        W[(i - 1) // r + 1, (i - 1) % r + 1, a] * H[c * ((i - 1) // r) + a, p]
                    ),
                    1,
                    c,
                ),
            ),
            (W, H),
            block_product,
            "g=1 r=1 c=1 n=1; g=2 r=3 c=2 n=2; g=3 r=1 c=2 n=1",
            "g=16 r=64 c=64 n=500",
        ),
        Operator(
            "a matrix repeated along the diagonal",
            lambda: array(
                (n * r, n * r),
                lambda i, j: (
                    delta((i - 1) // r, (j - 1) // r) * B[(i - 1) % r + 1, (j - 1) % r + 1]
                ),
            ),
            (B,),
            block_diagonal_of,
            "n=1 r=1; n=2 r=3; n=3 r=2",
            "n=100 r=12",
        ),
        Operator(
            "a matrix repeated along the diagonal, times a vector",
            lambda: array(
                n * r,
                lambda i: total(
                    lambda j: (
                        delta((i - 1) // r, (j - 1) // r)
                        * B[(i - 1) % r + 1, (j - 1) % r + 1]
                        * V[j]
                    ),
                    1,
                    n * r,
                ),
            ),
            (B, V),
            lambda B, x: (x.reshape(-1, len(B)) @ B.T).ravel(),
            "n=1 r=1; n=2 r=3; n=3 r=2",
            "n=10000 r=32",
        ),
        Operator(
            "a trace over the inner factor",
            lambda: array(
                (n, n),
                lambda i, j: total(lambda a: Q[r * (i - 1) + a, r * (j - 1) + a], 1, r),
            ),
            (Q,),
            partial_trace,
            "n=1 r=1; n=2 r=3; n=3 r=2",
            "n=80 r=16",
        ),
        Operator(
            "blocks on the diagonal added up",
            lambda: array(
                (r, r),
                lambda a, b: total(lambda i: Q[r * (i - 1) + a, r * (i - 1) + b], 1, n),
            ),
            (Q,),
            summed_blocks,
            "n=1 r=1; n=2 r=3; n=3 r=2",
            "n=80 r=16",
        ),
        Operator(
            "weights of pairs in one vector",
            lambda: total(lambda s: t[s] * p[(s - 1) // n + 1] * x[(s - 1) % n + 1], 1, m * n),
            (t, p, x),
            lambda t, p, x: p @ (t.reshape(len(p), -1) @ x),
            "m=1 n=1; m=2 n=3; m=3 n=2",
            "m=1000 n=1000",
        ),
        Operator(
            "a softmax within each group",
            lambda: array(
                n * r,
                lambda s: exp(V[s]) / total(lambda a: exp(V[r * ((s - 1) // r) + a]), 1, r),
            ),
            (V,),
            grouped_softmax,
            "n=1 r=1; n=2 r=3; n=3 r=2",
            "n=20000 r=50",
        ),
        Operator(
            "what is greatest in its block, unpooled",
            lambda: array(
                n * r,
                lambda s: (
                    iverson(eq(V[s], maximum(lambda a: V[r * ((s - 1) // r) + a], 1, r)))
                    * y[(s - 1) // r + 1]
                ),
            ),
            (V, y),
            unpooled,
            "n=1 r=1; n=2 r=3; n=3 r=2",
            "n=20000 r=50",
        ),
        Operator(
            "straight lines between samples",
            lambda: array(
                (n - 1) * r,
                lambda s: (
                    x[(s - 1) // r + 1] * (r - (s - 1) % r) / r
                    + x[(s - 1) // r + 2] * ((s - 1) % r) / r
                ),
            ),
            (x,),
            upsampled,
            "n=2 r=1; n=2 r=3; n=4 r=2",
            "n=100000 r=10",
        ),
        Operator(
            "phases put together",
            lambda: array(n * r, lambda s: P[(s - 1) % r + 1, (s - 1) // r + 1]),
            (P,),
            lambda P: P.T.ravel(),
            "n=1 r=1; n=2 r=3; n=3 r=2",
            "n=100000 r=8",
        ),
        Operator(
            "a vector repeated to any length",
            lambda: array(m, lambda i: x[(i - 1) % n + 1]),
            (x,),
            lambda x, m: np.resize(x, (m,)),
            "n=1 m=1; n=3 m=2; n=3 m=3; n=2 m=5",
            "n=1000 m=999999",
        ),
        Operator(
            "sums of blocks, the last one short",
            lambda: array(m, lambda p: total(lambda s: delta((s - 1) // r + 1, p) * x[s], 1, n)),
            (x,),
            lambda x, m, r: np.add.reduceat(
                np.append(x, np.zeros(m * r - len(x))), np.arange(0, m * r, r)
            ),
            "n=1 m=1 r=1; n=3 m=2 r=2; n=4 m=2 r=3; n=2 m=2 r=2",
            "n=999995 m=100000 r=10",
        ),
    ]


OPERATORS: list[Any] = [*_blocks()]
