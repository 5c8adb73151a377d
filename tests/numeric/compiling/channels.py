"""Correlations of planes, of solids and of several channels as index formulas."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from symderive import array, matrix, padded, size, tensor, total, vector
from tests.numeric.compiling.records import Floats, Operator

n, m, k, l = size("n"), size("m"), size("k"), size("l")
b, c, o, g, h = (size(name) for name in "b c o g h".split())
w, v = vector("w", k), vector("v", l)
X, W = matrix("X", m, n), matrix("W", k, l)


def separable(X: Floats, w: Floats, v: Floats) -> Floats:
    rows = X.shape[0] - len(w) + 1
    down = sum(weight * X[a : a + rows] for a, weight in enumerate(w))
    columns = X.shape[1] - len(v) + 1
    return np.asarray(sum(weight * down[:, a : a + columns] for a, weight in enumerate(v)))


def depthwise(X: Floats, K: Floats) -> Floats:
    length = X.shape[1] - K.shape[1] + 1
    return np.asarray(sum(K[:, j, None] * X[:, j : j + length] for j in range(K.shape[1])))


def grouped(G: Floats, K: Floats, g: int) -> Floats:
    outputs, _, width = K.shape
    length = G.shape[1] - width + 1
    groups = G.shape[0] // g
    image, weights = G.reshape(groups, g, -1), K.reshape(groups, 2, g, width)
    found = sum(weights[..., j] @ image[..., j : j + length] for j in range(width))
    return np.asarray(found).reshape(outputs, length)


def layer(B: Floats, K: Floats) -> Floats:
    width = K.shape[2]
    length = B.shape[2] - width + 1
    return np.asarray(sum(K[:, :, j] @ B[:, :, j : j + length] for j in range(width)))


def plane(X: Floats, W: Floats) -> Floats:
    rows, columns = X.shape[0] - W.shape[0] + 1, X.shape[1] - W.shape[1] + 1
    found = np.zeros((rows, columns))
    for p, q in np.ndindex(W.shape):
        found += W[p, q] * X[p : p + rows, q : q + columns]
    return found


def plane_layer(T: Floats, K: Floats) -> Floats:
    windows = sliding_window_view(T, K.shape[2:], axis=(2, 3))[:, :, ::2, ::2]
    return np.tensordot(windows, K, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)


def solid(T: Floats, K: Floats) -> Floats:
    shape = [p - q + 1 for p, q in zip(T.shape, K.shape, strict=True)]
    found = np.zeros(shape)
    for place in np.ndindex(K.shape):
        part = tuple(slice(p, p + r) for p, r in zip(place, shape, strict=True))
        found += K[place] * T[part]
    return found


def full_plane(X: Floats, W: Floats) -> Floats:
    (rows, columns), (p, q) = X.shape, W.shape
    found = np.zeros((rows + p - 1, columns + q - 1))
    for a, e in np.ndindex(W.shape):
        found[a : a + rows, e : e + columns] += W[a, e] * X
    return found


def transposed_plane(X: Floats, W: Floats) -> Floats:
    (rows, columns), (p, q) = X.shape, W.shape
    found = np.zeros((2 * (rows - 1) + p, 2 * (columns - 1) + q))
    for a, e in np.ndindex(W.shape):
        found[a : a + 2 * rows - 1 : 2, e : e + 2 * columns - 1 : 2] += W[a, e] * X
    return found


def atrous(X: Floats, W: Floats) -> Floats:
    (rows, columns), (p, q) = X.shape, W.shape
    wide = np.pad(X, ((p - 1, p - 1), (q - 1, q - 1)))
    found = np.zeros(X.shape)
    for a, e in np.ndindex(W.shape):
        found += W[a, e] * wide[2 * a : 2 * a + rows, 2 * e : 2 * e + columns]
    return found


def uneven_strides(X: Floats, W: Floats) -> Floats:
    windows = sliding_window_view(X, W.shape)[::2, ::3]
    return np.einsum("ijab,ab->ij", windows, W, optimize=True)


def pointwise(T: Floats, R: Floats) -> Floats:
    return np.einsum("oc,bcij->boij", R, T, optimize=True)


def _layers() -> list[Operator]:
    X, K = matrix("X", c, n), tensor("K", o, c, k)
    B, D = tensor("B", b, c, n), matrix("K", c, k)
    G, H = matrix("G", g * h, n), tensor("K", 2 * h, g, k)
    T, F = tensor("T", b, c, m, n), tensor("K", o, c, k, l)
    R = matrix("R", o, c)
    return [
        Operator(
            "a depthwise correlation",
            lambda: array(
                (c, n - k + 1), lambda i, p: total(lambda j: X[i, p + j - 1] * D[i, j], 1, k)
            ),
            (X, D),
            depthwise,
            "c=1 n=1 k=1; c=2 n=5 k=2; c=3 n=4 k=4",
            "c=64 n=20000 k=9",
        ),
        Operator(
            "a grouped correlation, two outputs a group",
            lambda: array(
                (2 * h, n - k + 1),
                lambda i, p: total(
                    lambda a, j: G[g * ((i - 1) // 2) + a, p + j - 1] * H[i, a, j], g, k
                ),
            ),
            (G, H),
            grouped,
            "g=1 h=1 n=1 k=1; g=2 h=2 n=4 k=2; g=1 h=3 n=3 k=2",
            "g=8 h=8 n=10000 k=5",
        ),
        Operator(
            "a layer of correlations over a batch",
            lambda: array(
                (b, o, n - k + 1),
                lambda t, i, p: total(lambda a, j: B[t, a, p + j - 1] * K[i, a, j], c, k),
            ),
            (B, K),
            layer,
            "b=1 c=1 n=1 o=1 k=1; b=2 c=2 n=4 o=1 k=3; b=1 c=3 n=3 o=2 k=2",
            "b=16 c=16 n=1000 o=32 k=5",
        ),
        Operator(
            "a layer of plane correlations with stride 2",
            lambda: array(
                (b, o, (m - k) // 2 + 1, (n - l) // 2 + 1),
                lambda t, i, p, q: total(
                    lambda a, e, f: T[t, a, 2 * p + e - 2, 2 * q + f - 2] * F[i, a, e, f], c, k, l
                ),
            ),
            (T, F),
            plane_layer,
            "b=1 c=1 m=1 n=1 o=1 k=1 l=1; b=1 c=2 m=5 n=4 o=2 k=2 l=3",
            "b=8 c=8 m=64 n=64 o=16 k=3 l=3",
        ),
        Operator(
            "a layer of width one",
            lambda: array(
                (b, o, m, n), lambda t, i, p, q: total(lambda a: R[i, a] * T[t, a, p, q], c)
            ),
            (T, R),
            pointwise,
            "b=1 c=1 m=1 n=1 o=1; b=1 c=3 m=2 n=2 o=2",
            "b=8 c=32 m=64 n=64 o=32",
        ),
    ]


def _planes() -> list[Operator]:
    T, K = tensor("T", m, n, o), tensor("K", k, l, c)
    return [
        Operator(
            "a separable correlation",
            lambda: array(
                (m - k + 1, n - l + 1),
                lambda i, j: total(lambda a, e: w[a] * v[e] * X[i + a - 1, j + e - 1], k, l),
            ),
            (X, w, v),
            separable,
            "m=1 n=1 k=1 l=1; m=3 n=4 k=2 l=3",
            "m=1000 n=1000 k=9 l=9",
        ),
        Operator(
            "a plane correlation",
            lambda: array(
                (m - k + 1, n - l + 1),
                lambda i, j: total(lambda a, e: X[i + a - 1, j + e - 1] * W[a, e], k, l),
            ),
            (X, W),
            plane,
            "m=1 n=1 k=1 l=1; m=4 n=3 k=2 l=2; m=3 n=5 k=3 l=1",
            "m=1000 n=1000 k=5 l=5",
        ),
        Operator(
            "a full plane convolution",
            lambda: array(
                (m + k - 1, n + l - 1),
                lambda i, j: total(lambda a, e: padded(X)[i - a + 1, j - e + 1] * W[a, e], k, l),
            ),
            (X, W),
            full_plane,
            "m=1 n=1 k=1 l=1; m=2 n=3 k=2 l=2",
            "m=1000 n=800 k=5 l=3",
        ),
        Operator(
            "a transposed plane convolution with stride 2",
            lambda: array(
                (2 * (m - 1) + k, 2 * (n - 1) + l),
                lambda i, j: total(
                    lambda p, q: X[p, q] * padded(W)[i - 2 * (p - 1), j - 2 * (q - 1)], m, n
                ),
            ),
            (X, W),
            transposed_plane,
            "m=1 n=1 k=1 l=1; m=2 n=3 k=3 l=2; m=3 n=2 k=1 l=2",
            "m=500 n=400 k=4 l=4",
        ),
        Operator(
            "a plane correlation with dilation 2 and its padding",
            lambda: array(
                (m, n),
                lambda i, j: total(
                    lambda a, e: padded(X)[i + 2 * a - k - 1, j + 2 * e - l - 1] * W[a, e], k, l
                ),
            ),
            (X, W),
            atrous,
            "m=1 n=1 k=1 l=1; m=3 n=4 k=3 l=2",
            "m=800 n=800 k=3 l=3",
        ),
        Operator(
            "a plane correlation with strides 2 and 3",
            lambda: array(
                ((m - k) // 2 + 1, (n - l) // 3 + 1),
                lambda i, j: total(lambda a, e: X[2 * i + a - 2, 3 * j + e - 3] * W[a, e], k, l),
            ),
            (X, W),
            uneven_strides,
            "m=1 n=1 k=1 l=1; m=5 n=7 k=2 l=3; m=4 n=6 k=3 l=2",
            "m=1500 n=1500 k=5 l=5",
        ),
        Operator(
            "a correlation in space",
            lambda: array(
                (m - k + 1, n - l + 1, o - c + 1),
                lambda p, q, r: total(
                    lambda a, e, f: T[p + a - 1, q + e - 1, r + f - 1] * K[a, e, f], k, l, c
                ),
            ),
            (T, K),
            solid,
            "m=1 n=1 o=1 k=1 l=1 c=1; m=3 n=2 o=3 k=2 l=1 c=2",
            "m=100 n=100 o=100 k=3 l=3 c=3",
        ),
    ]


OPERATORS: list[Any] = [*_planes(), *_layers()]
