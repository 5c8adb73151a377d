"""Differences along a line and steps of schemes, with borders of every kind."""

from __future__ import annotations

from typing import Any

import numpy as np

from symderive import (
    absolute,
    array,
    cases,
    delta,
    function,
    greater_of,
    iverson,
    lesser_of,
    num,
    padded,
    real,
    size,
    total,
    vector,
)
from symderive.language.statements import eq, gt, lt
from tests.numeric.compiling.records import Floats, Operator

n = size("n")
x, y = vector("x", n), vector("y", n)
h = real("h", above=0)


def brackets(x: Floats) -> Floats:
    found = np.zeros(len(x))
    found[:-1] += x[1:]
    found[1:] -= x[:-1]
    return found / 2


def zero_laplacian(x: Floats) -> Floats:
    found = -2 * x
    found[1:] += x[:-1]
    found[:-1] += x[1:]
    return found


def reflecting_laplacian(x: Floats) -> Floats:
    wide = np.pad(x, 1, "edge")
    return wide[:-2] - 2 * x + wide[2:]


def inner_heat(x: Floats, k: Floats) -> Floats:
    flux = k * np.diff(x)
    return np.diff(flux)


def upwind(x: Floats, y: Floats) -> Floats:
    wide = np.pad(x, 1)
    return np.maximum(y, 0) * (x - wide[:-2]) + np.minimum(y, 0) * (wide[2:] - x)


def linear_up(v: Floats) -> Floats:
    found = np.empty(2 * len(v) - 1)
    found[::2] = v
    found[1::2] = (v[1:] + v[:-1]) / 2
    return found


def linear_down(x: Floats) -> Floats:
    found = x[::2].copy()
    found[1:] += x[1::2] / 2
    found[:-1] += x[1::2] / 2
    return found


def trapezoids(x: Floats, h: float) -> Floats:
    return h * np.concatenate([[0.0], np.cumsum((x[1:] + x[:-1]) / 2)])


def adjoint_difference(z: Floats) -> Floats:
    return -np.diff(z, prepend=0, append=0)


def _lines() -> list[Operator]:
    k, z = vector("k", n - 1), vector("z", n - 1)
    w, v = vector("x", 2 * n - 1), vector("v", n)
    F, G = function("F"), function("F")
    return [
        Operator(
            "forward differences",
            lambda: array(n - 1, lambda i: x[i + 1] - x[i]),
            (x,),
            lambda x: np.diff(x, 1),
            "n=1; n=2; n=5",
            "n=1000000",
        ),
        Operator(
            "second differences of any step",
            lambda: array(n - 2, lambda i: (x[i] - 2 * x[i + 1] + x[i + 2]) / h**2),
            (x, h),
            lambda x, h: (x[:-2] - 2 * x[1:-1] + x[2:]) / h**2,
            "n=2; n=3; n=5",
            "n=1000000",
        ),
        Operator(
            "central differences with brackets at the border",
            lambda: array(
                n, lambda i: (x[i + 1] * iverson(lt(i, n)) - x[i - 1] * iverson(gt(i, 1))) / 2
            ),
            (x,),
            brackets,
            "n=1; n=2; n=4",
            "n=1000000",
        ),
        Operator(
            "a Laplacian with zeros outside",
            lambda: array(n, lambda i: padded(x)[i - 1] - 2 * x[i] + padded(x)[i + 1]),
            (x,),
            zero_laplacian,
            "n=1; n=2; n=4",
            "n=1000000",
        ),
        Operator(
            "a Laplacian on a circle",
            lambda: array(n, lambda i: x[(i - 2) % n + 1] - 2 * x[i] + x[i % n + 1]),
            (x,),
            lambda x: np.roll(x, 1) - 2 * x + np.roll(x, -1),
            "n=1; n=2; n=4",
            "n=1000000",
        ),
        Operator(
            "a Laplacian that reflects",
            lambda: array(n, lambda i: x[greater_of(i - 1, 1)] - 2 * x[i] + x[lesser_of(i + 1, n)]),
            (x,),
            reflecting_laplacian,
            "n=1; n=2; n=4",
            "n=1000000",
        ),
        Operator(
            "a Laplacian that reflects, by brackets",
            lambda: array(
                n,
                lambda i: (
                    (x[i + 1] - x[i]) * iverson(lt(i, n)) + (x[i - 1] - x[i]) * iverson(gt(i, 1))
                ),
            ),
            (x,),
            reflecting_laplacian,
            "n=1; n=2; n=4",
            "n=1000000",
        ),
        Operator(
            "a Laplacian by deltas",
            lambda: array(
                n,
                lambda i: total(
                    lambda j: (2 * delta(i, j) - delta(i, j + 1) - delta(i + 1, j)) * x[j], 1, n
                ),
            ),
            (x,),
            lambda x: -zero_laplacian(x),
            "n=1; n=2; n=4",
            "n=1000000",
        ),
        Operator(
            "heat in a rod whose conductance varies",
            lambda: array(
                n - 2, lambda i: k[i + 1] * (x[i + 2] - x[i + 1]) - k[i] * (x[i + 1] - x[i])
            ),
            (x, k),
            inner_heat,
            "n=2; n=3; n=5",
            "n=1000000",
        ),
        Operator(
            "variation",
            lambda: total(lambda i: absolute(x[i + 1] - x[i]), 1, n - 1),
            (x,),
            lambda x: np.abs(np.diff(x)).sum(),
            "n=1; n=2; n=5",
            "n=1000000",
        ),
        Operator(
            "a step against the wind",
            lambda: array(
                n,
                lambda i: (
                    y[i] * (x[i] - padded(x)[i - 1]) * iverson(gt(y[i], 0))
                    + y[i] * (padded(x)[i + 1] - x[i]) * iverson(lt(y[i], 0))
                ),
            ),
            (x, y),
            upwind,
            "n=1; n=2; n=4",
            "n=500000",
        ),
        Operator(
            "linear interpolation to twice as many",
            lambda: array(
                2 * n - 1,
                lambda i: cases(
                    (v[(i + 1) // 2], eq(i % 2, 1)), otherwise=(v[i / 2] + v[i / 2 + 1]) / 2
                ),
            ),
            (v,),
            linear_up,
            "n=1; n=2; n=4",
            "n=500000",
        ),
        Operator(
            "the adjoint of linear interpolation",
            lambda: array(
                n, lambda i: w[2 * i - 1] + (padded(w)[2 * i - 2] + padded(w)[2 * i]) / 2
            ),
            (w,),
            linear_down,
            "n=1; n=2; n=4",
            "n=500000",
        ),
        Operator(
            "the adjoint of linear interpolation by hats",
            lambda: array(
                n,
                lambda i: total(
                    lambda j: greater_of(0, 1 - absolute(j - 2 * i + 1) / num(2)) * w[j],
                    1,
                    2 * n - 1,
                ),
            ),
            (w,),
            linear_down,
            "n=1; n=2; n=4",
            "n=2000",
        ),
        Operator(
            "integrals by trapezoids",
            lambda: array(n, lambda i: h * total(lambda j: (x[j] + x[j + 1]) / 2, 1, i - 1)),
            (x, h),
            trapezoids,
            "n=1; n=2; n=4",
            "n=300000",
            loose=True,
        ),
        Operator(
            "the adjoint of differences",
            lambda: array(n, lambda i: padded(z)[i - 1] - padded(z)[i]),
            (z,),
            adjoint_difference,
            "n=1; n=2; n=4",
            "n=1000000",
        ),
        Operator(
            "a step of a conservation law",
            lambda: array(
                n - 2,
                lambda i: x[i + 1] - h * (F((x[i + 1] + x[i + 2]) / 2) - F((x[i] + x[i + 1]) / 2)),
            ),
            (x, h, F),
            lambda x, h, F: x[1:-1] - h * np.diff(F((x[1:] + x[:-1]) / 2)),
            "n=2; n=3; n=5",
            "n=200000",
        ),
        Operator(
            "one entry after another function of its neighbours",
            lambda: array(n, lambda i: G(x[i] + x[n + 1 - i])),
            (x, G),
            lambda x, F: F(x + x[::-1]),
            "n=1; n=2; n=5",
            "n=200000",
        ),
    ]


OPERATORS: list[Any] = [*_lines()]
