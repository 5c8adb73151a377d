"""Stencils on a plane, with borders of every kind."""

from __future__ import annotations

from typing import Any

import numpy as np

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
    sqrt,
    total,
)
from symderive.language.statements import all_of, any_of, eq, ge, le, ne
from tests.numeric.compiling.records import Floats, Operator

n, m = size("n"), size("m")
X, Y = matrix("X", m, n), matrix("Y", m, n)


def plane_laplacian(X: Floats) -> Floats:
    found = -4 * X
    found[1:] += X[:-1]
    found[:-1] += X[1:]
    found[:, 1:] += X[:, :-1]
    found[:, :-1] += X[:, 1:]
    return found


def plane_turned(X: Floats) -> Floats:
    return np.roll(X, 1, 0) + np.roll(X, -1, 0) + np.roll(X, 1, 1) + np.roll(X, -1, 1) - 4 * X


def plane_reflected(X: Floats) -> Floats:
    wide = np.pad(X, 1, "edge")
    return wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:] - 4 * X


def neighbours(X: Floats) -> Floats:
    wide = np.pad(X, 1)
    rows = wide[:-2] + wide[1:-1] + wide[2:]
    return rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:] - X


def sobel(X: Floats) -> Floats:
    smooth = X[:-2] + 2 * X[1:-1] + X[2:]
    across = smooth[:, 2:] - smooth[:, :-2]
    smooth = X[:, :-2] + 2 * X[:, 1:-1] + X[:, 2:]
    down = smooth[2:] - smooth[:-2]
    return np.sqrt(across**2 + down**2)


def chequered_sweep(X: Floats, Y: Floats) -> Floats:
    wide = np.pad(X, 1)
    around = (wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:] - Y) / 4
    found = X.copy()
    found[::2, ::2], found[1::2, 1::2] = around[::2, ::2], around[1::2, 1::2]
    return found


def frame(X: Floats) -> Floats:
    found = X.copy()
    found[1:-1, 1:-1] = 0
    return found


def _planes() -> list[Operator]:
    return [
        Operator(
            "a plane Laplacian with zeros outside",
            lambda: array(
                (m, n),
                lambda i, j: (
                    padded(X)[i - 1, j]
                    + padded(X)[i + 1, j]
                    + padded(X)[i, j - 1]
                    + padded(X)[i, j + 1]
                    - 4 * X[i, j]
                ),
            ),
            (X,),
            plane_laplacian,
            "m=1 n=1; m=2 n=3; m=3 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "a plane Laplacian on a torus",
            lambda: array(
                (m, n),
                lambda i, j: (
                    X[(i - 2) % m + 1, j]
                    + X[i % m + 1, j]
                    + X[i, (j - 2) % n + 1]
                    + X[i, j % n + 1]
                    - 4 * X[i, j]
                ),
            ),
            (X,),
            plane_turned,
            "m=1 n=1; m=2 n=3; m=3 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "a plane Laplacian that reflects",
            lambda: array(
                (m, n),
                lambda i, j: (
                    X[greater_of(i - 1, 1), j]
                    + X[lesser_of(i + 1, m), j]
                    + X[i, greater_of(j - 1, 1)]
                    + X[i, lesser_of(j + 1, n)]
                    - 4 * X[i, j]
                ),
            ),
            (X,),
            plane_reflected,
            "m=1 n=1; m=2 n=3; m=3 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "neighbours in a game",
            lambda: array(
                (m, n),
                lambda i, j: total(
                    lambda a, e: padded(X)[i + a, j + e] * iverson(any_of(ne(a, 0), ne(e, 0))),
                    (-1, 1),
                    (-1, 1),
                ),
            ),
            (X,),
            neighbours,
            "m=1 n=1; m=2 n=3; m=3 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "edges by Sobel",
            lambda: array(
                (m - 2, n - 2),
                lambda i, j: sqrt(
                    total(
                        lambda a: (2 - absolute(a - 2)) * (X[i + a - 1, j + 2] - X[i + a - 1, j]),
                        1,
                        3,
                    )
                    ** 2
                    + total(
                        lambda a: (2 - absolute(a - 2)) * (X[i + 2, j + a - 1] - X[i, j + a - 1]),
                        1,
                        3,
                    )
                    ** 2
                ),
            ),
            (X,),
            sobel,
            "m=2 n=3; m=3 n=3; m=4 n=5",
            "m=1000 n=1000",
        ),
        Operator(
            "the energy of a plane",
            lambda: (
                total(lambda i, j: (X[i + 1, j] - X[i, j]) ** 2, m - 1, n)
                + total(lambda i, j: (X[i, j + 1] - X[i, j]) ** 2, m, n - 1)
            ),
            (X,),
            lambda X: (np.diff(X, axis=0) ** 2).sum() + (np.diff(X, axis=1) ** 2).sum(),
            "m=1 n=1; m=2 n=3; m=3 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "mixed second differences",
            lambda: array(
                (m - 1, n - 1), lambda i, j: X[i + 1, j + 1] - X[i + 1, j] - X[i, j + 1] + X[i, j]
            ),
            (X,),
            lambda X: np.diff(np.diff(X, axis=0), axis=1),
            "m=1 n=1; m=2 n=3; m=3 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "half a sweep over a chequered plane",
            lambda: array(
                (m, n),
                lambda i, j: cases(
                    (
                        (
                            padded(X)[i - 1, j]
                            + padded(X)[i + 1, j]
                            + padded(X)[i, j - 1]
                            + padded(X)[i, j + 1]
                            - Y[i, j]
                        )
                        / 4,
                        eq((i + j) % 2, 0),
                    ),
                    otherwise=X[i, j],
                ),
            ),
            (X, Y),
            chequered_sweep,
            "m=1 n=1; m=2 n=3; m=3 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "the frame of a picture",
            lambda: array(
                (m, n),
                lambda i, j: X[i, j] * iverson(any_of(eq(i, 1), eq(j, 1), eq(i, m), eq(j, n))),
            ),
            (X,),
            frame,
            "m=1 n=1; m=2 n=3; m=4 n=3",
            "m=1000 n=1000",
        ),
        Operator(
            "what lies in a window",
            lambda: array((m, n), lambda i, j: X[i, j] * iverson(all_of(ge(i, 2), le(j, n - 1)))),
            (X,),
            window,
            "m=1 n=1; m=2 n=3; m=4 n=3",
            "m=1000 n=1000",
        ),
    ]


def window(X: Floats) -> Floats:
    found = X.copy()
    found[0] = 0
    found[:, -1] = 0
    return found


OPERATORS: list[Any] = [*_planes()]
