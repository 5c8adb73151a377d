"""Entries moved about: shuffles, patches, flips, borders."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from symderive import (
    absolute,
    array,
    cases,
    greater_of,
    iverson,
    lesser_of,
    matrix,
    padded,
    size,
    tensor,
    vector,
)
from symderive.language.statements import eq
from tests.numeric.compiling.records import Floats, Operator

n, m, k, r, c = (size(name) for name in "n m k r c".split())
x, y, u = vector("x", n), vector("y", n), vector("u", m)
X = matrix("X", m, n)


def shuffle(T: Floats, r: int) -> Floats:
    channels, rows, columns = T.shape
    parts = T.reshape(channels // r**2, r, r, rows, columns)
    return parts.transpose(0, 3, 1, 4, 2).reshape(channels // r**2, rows * r, columns * r)


def unshuffle(U: Floats, r: int) -> Floats:
    channels, rows, columns = U.shape
    parts = U.reshape(channels, rows // r, r, columns // r, r)
    return parts.transpose(0, 2, 4, 1, 3).reshape(channels * r**2, rows // r, columns // r)


def patches(X: Floats, k: int) -> Floats:
    return sliding_window_view(X, (k, k)).reshape(-1, k * k)


def interleaved(x: Floats, y: Floats) -> Floats:
    found = np.empty(2 * len(x))
    found[0::2], found[1::2] = x, y
    return found


def checkerboard(X: Floats) -> Floats:
    found = X.copy()
    found[0::2, 1::2] = found[1::2, 0::2] = 0
    return found


def haar(x: Floats) -> Floats:
    first, second = x[0::2], x[1::2]
    return np.concatenate([first + second, first - second]) / 2


def butterfly(x: Floats) -> Floats:
    half = len(x) // 2
    return np.concatenate([x[:half] + x[half:], x[:half] - x[half:]])


def framed(x: Floats, k: int) -> Floats:
    return sliding_window_view(x, k).copy()


def _shuffles() -> list[Operator]:
    T, U = tensor("T", r**2 * c, m, n), tensor("U", c, r * m, r * n)
    V, L = vector("x", m * n), tensor("L", m, r * n, c)
    return [
        Operator(
            "pixel shuffle",
            lambda: array(
                (c, r * m, r * n),
                lambda a, i, j: T[
                    r**2 * (a - 1) + r * ((i - 1) % r) + (j - 1) % r + 1,
                    (i - 1) // r + 1,
                    (j - 1) // r + 1,
                ],
            ),
            (T,),
            shuffle,
            "c=1 m=1 n=1 r=1; c=2 m=1 n=2 r=2; c=1 m=2 n=1 r=3",
            "c=8 m=128 n=128 r=2",
        ),
        Operator(
            "pixel unshuffle",
            lambda: array(
                (c * r**2, m, n),
                lambda a, i, j: U[
                    (a - 1) // r**2 + 1,
                    r * (i - 1) + ((a - 1) % r**2) // r + 1,
                    r * (j - 1) + (a - 1) % r + 1,
                ],
            ),
            (U,),
            unshuffle,
            "c=1 m=1 n=1 r=1; c=2 m=1 n=2 r=2; c=1 m=2 n=1 r=3",
            "c=8 m=128 n=128 r=2",
        ),
        Operator(
            "patches as rows",
            lambda: array(
                ((m - k + 1) * (n - k + 1), k * k),
                lambda t, a: X[
                    (t - 1) // (n - k + 1) + 1 + (a - 1) // k,
                    (t - 1) % (n - k + 1) + 1 + (a - 1) % k,
                ],
            ),
            (X,),
            patches,
            "m=1 n=1 k=1; m=3 n=4 k=2; m=3 n=3 k=3",
            "m=300 n=300 k=5",
        ),
        Operator(
            "frames of a signal",
            lambda: array((n - k + 1, k), lambda i, j: x[i + j - 1]),
            (x,),
            framed,
            "n=1 k=1; n=4 k=2; n=3 k=3",
            "n=200000 k=32",
        ),
        Operator(
            "a vector laid side by side with itself",
            lambda: array(m * n, lambda i: x[(i - 1) % n + 1]),
            (x,),
            lambda x, m: np.tile(x, (m,)),
            "n=1 m=1; n=3 m=2; n=2 m=3",
            "n=1000 m=1000",
        ),
        Operator(
            "each entry several times",
            lambda: array(m * n, lambda i: x[(i - 1) // m + 1]),
            (x,),
            lambda x, m: np.repeat(x, m, 0),
            "n=1 m=1; n=3 m=2; n=2 m=3",
            "n=1000 m=1000",
        ),
        Operator(
            "both axes reversed",
            lambda: array((m, n), lambda i, j: X[m + 1 - i, n + 1 - j]),
            (X,),
            lambda X: X[::-1, ::-1].copy(),
            "m=1 n=1; m=2 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "a quarter turn",
            lambda: array((n, m), lambda i, j: X[j, n + 1 - i]),
            (X,),
            lambda X: np.rot90(X).copy(),
            "m=1 n=1; m=2 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "two vectors interleaved",
            lambda: array(
                2 * n,
                lambda i: (
                    x[(i + 1) // 2] * iverson(eq(i % 2, 1)) + y[i // 2] * iverson(eq(i % 2, 0))
                ),
            ),
            (x, y),
            interleaved,
            "n=1; n=2; n=3",
            "n=500000",
        ),
        Operator(
            "two vectors interleaved by cases",
            lambda: array(
                2 * n, lambda i: cases((y[i / 2], eq(i % 2, 0)), otherwise=x[(i + 1) / 2])
            ),
            (x, y),
            interleaved,
            "n=1; n=2; n=3",
            "n=500000",
        ),
        Operator(
            "every second entry",
            lambda: array(n // 2, lambda i: x[2 * i]),
            (x,),
            lambda x: x[1::2].copy(),
            "n=1; n=2; n=5",
            "n=2000000",
        ),
        Operator(
            "a checkerboard",
            lambda: array((m, n), lambda i, j: X[i, j] * iverson(eq((i + j) % 2, 0))),
            (X,),
            checkerboard,
            "m=1 n=1; m=2 n=3; m=3 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "a perfect shuffle of cards",
            lambda: array(m * n, lambda i: V[n * ((i - 1) % m) + (i - 1) // m + 1]),
            (V,),
            lambda x, m: x.reshape(m, -1).T.ravel(),
            "m=1 n=1; m=2 n=3; m=3 n=2",
            "m=1000 n=1000",
        ),
        Operator(
            "one axis folded into another",
            lambda: array(
                (m * r, n, c), lambda i, j, a: L[(i - 1) // r + 1, r * (j - 1) + (i - 1) % r + 1, a]
            ),
            (L,),
            lambda L, r: (
                L.reshape(L.shape[0], -1, r, L.shape[2])
                .swapaxes(1, 2)
                .reshape(L.shape[0] * r, -1, L.shape[2])
            ),
            "m=1 n=1 r=1 c=1; m=2 n=1 r=2 c=2; m=1 n=2 r=3 c=1",
            "m=64 n=128 r=2 c=64",
        ),
    ]


def _borders() -> list[Operator]:
    W = vector("x", 2 * n)
    return [
        Operator(
            "a vector turned round",
            lambda: array(n, lambda i: x[(i - 1 + k) % n + 1]),
            (x,),
            lambda x, k: np.roll(x, -k),
            "n=1 k=1; n=3 k=1; n=4 k=6",
            "n=1000000 k=12345",
        ),
        Operator(
            "edges repeated",
            lambda: array(n + 2 * k, lambda i: x[lesser_of(greater_of(i - k, 1), n)]),
            (x,),
            lambda x, k: np.pad(x, k, "edge"),
            "n=1 k=1; n=3 k=2",
            "n=1000000 k=100",
        ),
        Operator(
            "borders reflected",
            lambda: array(
                n + 2,
                lambda i: (
                    x[2] * iverson(eq(i, 1)) + x[n - 1] * iverson(eq(i, n + 2)) + padded(x)[i - 1]
                ),
            ),
            (x,),
            lambda x: np.pad(x, 1, "reflect"),
            "n=2; n=3; n=4",
            "n=1000000",
        ),
        Operator(
            "borders reflected by absolute values",
            lambda: array(n + k, lambda i: x[absolute(i - k - 1) + 1]),
            (x,),
            lambda x, k: np.concatenate([x[k:0:-1], x]),
            "n=2 k=1; n=4 k=2; n=4 k=3",
            "n=1000000 k=1000",
        ),
        Operator(
            "two vectors one behind the other",
            lambda: array(n + m, lambda i: cases((x[i], i <= n), otherwise=u[i - n])),
            (x, u),
            lambda x, u: np.concatenate([x, u]),
            "n=1 m=1; n=3 m=2",
            "n=500000 m=500000",
        ),
        Operator(
            "a step of Haar's transform",
            lambda: array(
                2 * n,
                lambda i: cases(
                    ((W[2 * i - 1] + W[2 * i]) / 2, i <= n),
                    otherwise=(W[2 * (i - n) - 1] - W[2 * (i - n)]) / 2,
                ),
            ),
            (W,),
            haar,
            "n=1; n=2; n=3",
            "n=500000",
        ),
        Operator(
            "a butterfly",
            lambda: array(
                2 * n, lambda i: cases((W[i] + W[i + n], i <= n), otherwise=W[i - n] - W[i])
            ),
            (W,),
            butterfly,
            "n=1; n=2; n=3",
            "n=500000",
        ),
    ]


OPERATORS: list[Any] = [*_shuffles(), *_borders()]
