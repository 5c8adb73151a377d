"""Axes folded into others: quotients and remainders of indices by sizes, blocks, groups, phases."""

from __future__ import annotations

from typing import Any

import numpy as np

from symderive import (
    array,
    cases,
    delta,
    greater_of,
    matrix,
    size,
    sqrt,
    tensor,
    total,
    vector,
)
from symderive.language.statements import eq
from tests.numeric.compiling.records import Floats, Operator

n, m, k, r, g, c = (size(name) for name in "n m k r g c".split())
X, x = matrix("X", m, n), vector("x", n)
B, V = matrix("B", r, r), vector("x", n * r)


def to_depth(F: Floats, r: int) -> Floats:
    rows, columns, channels = F.shape[0] // r, F.shape[1] // r, F.shape[2]
    parts = F.reshape(rows, r, columns, r, channels).transpose(0, 2, 1, 3, 4)
    return parts.reshape(rows, columns, -1)


def from_depth(D: Floats, r: int) -> Floats:
    rows, columns, channels = D.shape[0], D.shape[1], D.shape[2] // r**2
    parts = D.reshape(rows, columns, r, r, channels).transpose(0, 2, 1, 3, 4)
    return parts.reshape(rows * r, columns * r, channels)


def shuffled_channels(G: Floats, g: int) -> Floats:
    return G.reshape(g, -1, G.shape[1]).swapaxes(0, 1).reshape(G.shape)


def group_norm(G: Floats, g: int) -> Floats:
    parts = G.reshape(g, -1)
    centred = parts - parts.mean(1, keepdims=True)
    centred /= np.sqrt((centred**2).mean(1, keepdims=True) + 1)
    return centred.reshape(G.shape)


def rotated_pairs(R: Floats, C: Floats, S: Floats) -> Floats:
    found = np.empty_like(R)
    even, odd = R[:, 0::2], R[:, 1::2]
    found[:, 0::2] = even * C - odd * S
    found[:, 1::2] = odd * C + even * S
    return found


def rotated_halves(R: Floats, C: Floats, S: Floats) -> Floats:
    half = R.shape[1] // 2
    first, second = R[:, :half], R[:, half:]
    return np.concatenate([first * C - second * S, second * C + first * S], axis=1)


def zeros_between(X: Floats, r: int) -> Floats:
    found = np.zeros((X.shape[0] * r, X.shape[1] * r))
    found[::r, ::r] = X
    return found


def haar_back(x: Floats, y: Floats) -> Floats:
    found = np.empty(2 * len(x))
    found[0::2], found[1::2] = (x + y) / 2, (x - y) / 2
    return found


def thirds_out(x: Floats) -> Floats:
    found = x.copy()
    found[2::3] = 0
    return found


def _images() -> list[Operator]:
    F, D = tensor("F", r * m, r * n, c), tensor("D", m, n, r**2 * c)
    G = matrix("G", g * c, n)
    return [
        Operator(
            "space to depth, channels last",
            lambda: array(
                (m, n, r**2 * c),
                lambda i, j, a: F[
                    r * (i - 1) + (a - 1) // (r * c) + 1,
                    r * (j - 1) + ((a - 1) // c) % r + 1,
                    (a - 1) % c + 1,
                ],
            ),
            (F,),
            to_depth,
            "m=1 n=1 r=1 c=1; m=2 n=1 r=2 c=3; m=1 n=2 r=3 c=2",
            "m=128 n=128 r=4 c=8",
        ),
        Operator(
            "depth to space, channels last",
            lambda: array(
                (r * m, r * n, c),
                lambda i, j, a: D[
                    (i - 1) // r + 1,
                    (j - 1) // r + 1,
                    c * (r * ((i - 1) % r) + (j - 1) % r) + a,
                ],
            ),
            (D,),
            from_depth,
            "m=1 n=1 r=1 c=1; m=2 n=1 r=2 c=3; m=1 n=2 r=3 c=2",
            "m=128 n=128 r=4 c=8",
        ),
        Operator(
            "channels shuffled between groups",
            lambda: array((g * c, n), lambda i, p: G[c * ((i - 1) % g) + (i - 1) // g + 1, p]),
            (G,),
            shuffled_channels,
            "g=1 c=1 n=1; g=2 c=3 n=2; g=3 c=2 n=1",
            "g=8 c=64 n=4096",
        ),
        Operator(
            "a norm of groups of channels",
            lambda: _group_norm(G),
            (G,),
            group_norm,
            "g=1 c=1 n=1; g=2 c=3 n=2; g=3 c=2 n=1",
            "g=8 c=32 n=4096",
        ),
        Operator(
            "means spread over blocks of a plane",
            lambda: array(
                (r * m, r * n), lambda i, j: X[(i - 1) // r + 1, (j - 1) // r + 1] / r**2
            ),
            (X,),
            lambda X, r: np.repeat(np.repeat(X / r**2, r, axis=1), r, axis=0),
            "m=1 n=1 r=1; m=2 n=3 r=2; m=1 n=2 r=3",
            "m=300 n=300 r=4",
        ),
        Operator(
            "zeros between the entries of a plane",
            lambda: array(
                (r * m, r * n),
                lambda i, j: (
                    delta((i - 1) % r, 0)
                    * delta((j - 1) % r, 0)
                    * X[(i - 1) // r + 1, (j - 1) // r + 1]
                ),
            ),
            (X,),
            zeros_between,
            "m=1 n=1 r=1; m=2 n=3 r=2; m=1 n=2 r=3",
            "m=500 n=500 r=3",
        ),
        Operator(
            "a plane laid out in tiles",
            lambda: array((g * m, c * n), lambda i, j: X[(i - 1) % m + 1, (j - 1) % n + 1]),
            (X,),
            lambda X, g, c: np.tile(X, (g, c)),
            "m=1 n=1 g=1 c=1; m=2 n=3 g=2 c=1; m=1 n=2 g=2 c=3",
            "m=100 n=100 g=10 c=10",
        ),
    ]


def _group_norm(G: Any) -> Any:
    def centred(i: Any, p: Any) -> Any:
        first = c * ((i - 1) // c)
        own = total(lambda b: total(lambda s: G[first + b, s], 1, n), 1, c)
        return G[i, p] - own / (c * n)

    def spread(i: Any) -> Any:
        first = c * ((i - 1) // c)
        return total(lambda a: total(lambda q: centred(first + a, q) ** 2, 1, n), 1, c) / (c * n)

    return array((g * c, n), lambda i, p: centred(i, p) / sqrt(spread(i) + 1))


def _rotations() -> list[Operator]:
    R, C, S = matrix("R", m, 2 * n), matrix("C", m, n), matrix("S", m, n)
    y = vector("y", n)
    return [
        Operator(
            "neighbours rotated in pairs",
            lambda: array(
                (m, 2 * n),
                lambda t, i: (
                    R[t, i] * C[t, (i + 1) // 2]
                    + (-1) ** i * R[t, i + 2 * (i % 2) - 1] * S[t, (i + 1) // 2]
                ),
            ),
            (R, C, S),
            rotated_pairs,
            "m=1 n=1; m=2 n=3",
            "m=1000 n=500",
        ),
        Operator(
            "halves rotated in pairs",
            lambda: array(
                (m, 2 * n),
                lambda t, i: cases(
                    (R[t, i] * C[t, i] - R[t, i + n] * S[t, i], i <= n),
                    otherwise=R[t, i] * C[t, i - n] + R[t, i - n] * S[t, i - n],
                ),
            ),
            (R, C, S),
            rotated_halves,
            "m=1 n=1; m=2 n=3",
            "m=1000 n=500",
        ),
        Operator(
            "a step of Haar's transform back",
            lambda: array(2 * n, lambda t: (x[(t + 1) // 2] - (-1) ** t * y[(t + 1) // 2]) / 2),
            (x, y),
            haar_back,
            "n=1; n=2; n=3",
            "n=500000",
        ),
        Operator(
            "signs of cofactors",
            lambda: array((m, n), lambda i, j: (-1) ** (i + j) * X[i, j]),
            (X,),
            lambda X: X * (-1.0) ** np.add.outer(np.arange(X.shape[0]), np.arange(X.shape[1])),
            "m=1 n=1; m=2 n=3; m=3 n=2",
            "m=1000 n=1000",
        ),
        Operator(
            "every third entry left out",
            lambda: array(n, lambda i: cases((0, eq(i % 3, 0)), otherwise=x[i])),
            (x,),
            thirds_out,
            "n=1; n=2; n=3; n=7",
            "n=1000000",
        ),
        Operator(
            "a strided slice from behind",
            lambda: array(m, lambda i: V[n * r + 1 - i * r]),
            (V,),
            lambda x, m, r: x[len(x) - r :: -r][:m].copy(),
            "n=1 m=1 r=1; n=3 m=2 r=2; n=2 m=2 r=3",
            "n=500000 m=400000 r=4",
        ),
    ]


def _swaps() -> list[Operator]:
    T, y = vector("x", m * n * k), vector("y", n)
    return [
        Operator(
            "three folded axes in another order",
            lambda: array(
                m * n * k,
                lambda s: T[
                    n * k * ((s - 1) % m) + k * (((s - 1) // m) % n) + (s - 1) // (m * n) + 1
                ],
            ),
            (T,),
            lambda x, m, n: x.reshape(m, n, -1).transpose(2, 1, 0).ravel(),
            "m=1 n=1 k=1; m=2 n=3 k=2; m=1 n=2 k=3",
            "m=100 n=100 k=100",
        ),
        Operator(
            "entries and the greater of their block",
            lambda: array(
                n * r, lambda s: greater_of(V[s], y[(s - 1) // r + 1]) - y[(s - 1) // r + 1]
            ),
            (V, y),
            lambda x, y: np.maximum(x.reshape(len(y), -1) - y[:, None], 0).ravel(),
            "n=1 r=1; n=2 r=3; n=3 r=2",
            "n=20000 r=50",
        ),
    ]


OPERATORS: list[Any] = [*_images(), *_rotations(), *_swaps()]
