"""Figures for the tests of what draws them."""

from __future__ import annotations

from typing import Any

from symderive import (
    correlate,
    curves,
    diag,
    eq,
    jacobian,
    real,
    relu,
    size,
    softmax,
    staircase,
    vector,
)
from symderive.claims.pictures import cells
from symderive.language.reading import read_statement
from symderive.results import Witness
from symderive.sheets.figures import Matrices, Plot
from symderive.sheets.figures.graphs import curves_of
from symderive.sheets.figures.matrices import matrices_of
from symderive.sheets.figures.steps import steps_of

k, n = size("k"), size("n")
t = real("t")
w, x = vector("w", k), vector("x", n)


def matrices(*tensors: Any, **more: Any) -> Matrices:
    """The figure of some matrices."""
    return matrices_of(cells(*tensors, **more), "figure", {})


def banded(length: int) -> Matrices:
    """The matrix of a correlation with a kernel of three weights."""
    return matrices(jacobian(correlate(x, w), x), at={n: length, k: 3})


def softmax_jacobian() -> Matrices:
    """The Jacobian of softmax at a point, with its signs."""
    return matrices(jacobian(softmax(x), x), at={n: 3, x: (1, 0, -1)})


def both_sides() -> Plot:
    """Both sides of a claim that is false at -1."""
    statement = read_statement(eq(relu(t), t))
    witness = Witness(values={"t": "-1"}, left="0", right="-1")
    return curves_of(curves(t, (-2, 2)), "sides", {}, statement, witness)


def sharpening() -> Plot:
    """Softmax at two points, in two panels."""
    at = [{n: 3, x: (0, 1, 2)}, {n: 3, x: (0, 2, 2)}]
    return curves_of(curves(t, (0, 4), {"p": softmax(t * x)}, at=at), "sharp", {})


def step_function() -> Plot:
    """A step function and its inverse."""
    return steps_of(staircase({1: 0.25, 2: 0.5, 4: 0.25}, 0.5), "steps")


def diagonal(length: int) -> Matrices:
    """Numbers of both signs on a diagonal."""
    values = tuple((-1) ** place * place for place in range(1, length + 1))
    return matrices({"D": diag(x)}, at={n: length, x: values}, blocks=(2, 2))
