"""Sums over the places that a window leaves over, also where there are none."""

from __future__ import annotations

import numpy as np

from symderive import array, compile_numpy, matrix, size, total, vector

n, k, m, r = size("n"), size("k"), size("m"), size("r")


def test_a_vector_against_a_window() -> None:
    x, g = vector("x", n), vector("g", n - k + 1)
    compiled = compile_numpy(array(k, lambda j: total(lambda p: x[p + j - 1] * g[p], 1, n - k + 1)))
    assert "np.correlate(x, g" in compiled.source
    for length in range(1, 6):
        for width in range(1, length + 2):
            values, weights = np.arange(1.0, length + 1), np.arange(1.0, length - width + 2)
            wanted = [weights @ values[j : j + len(weights)] for j in range(width)]
            np.testing.assert_array_equal(compiled(x=values, g=weights), wanted)


def test_a_plane_against_a_window() -> None:
    A, G = matrix("A", m, n), matrix("G", m - k + 1, n - r + 1)
    compiled = compile_numpy(
        array(
            (k, r),
            lambda a, e: total(
                lambda i, j: A[i + a - 1, j + e - 1] * G[i, j], m - k + 1, n - r + 1
            ),
        )
    )
    assert "range(1, k + 1)" in compiled.source
    plane = np.arange(12.0).reshape(3, 4)
    for high in range(1, 5):
        for wide in range(1, 6):
            inner = 1 + plane[: 4 - high, : 5 - wide] ** 2
            wanted = [
                [
                    (plane[a : a + inner.shape[0], e : e + inner.shape[1]] * inner).sum()
                    for e in range(wide)
                ]
                for a in range(high)
            ]
            np.testing.assert_array_equal(compiled(A=plane, G=inner), wanted)
