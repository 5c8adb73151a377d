"""The lines on convolutions of matrices of any height, and what is changed in their siblings."""

from __future__ import annotations

from typing import Any

from symderive import (
    all_of,
    array,
    correlate,
    diff,
    eq,
    index,
    inner,
    iverson,
    matrix,
    total,
)
from tests.proofs.families import Families, plus, times

NAME = "convolution_2d"
SHEET: Any = Families(NAME).sheet()
H, V, k, l, s, t, p = SHEET.H, SHEET.V, SHEET.k, SHEET.l, SHEET.s, SHEET.t, SHEET.p
IMAGE, KERNEL = matrix(H, V), matrix(k, l)
ROWS, COLUMNS = SHEET.rows, SHEET.columns
ROW, COLUMN, HIGH, WIDE = index(ROWS), index(COLUMNS), index(H), index(V)
OUTPUT = matrix(ROWS, COLUMNS)

FREE = Families(NAME)


def meets(u, i, c, step, shift):
    """Entry c of the kernel meets row or column u of the matrix in window i."""
    return eq(u + p, plus(step * (i - 1) + t * (c - 1) + 1, shift))


@FREE.family(
    "size_for_any_height",
    {"more": 1},
    {"step": 1},
    {"padding": 0},
    {"spread": 1},
    {"given": ()},
    given=SHEET.FITS,
)
def size_for_any_height(X=IMAGE, K=KERNEL, more=0, step=s, padding=p, spread=t):
    Y = correlate(X, K, stride=step, padding=padding, dilation=spread)
    return eq(Y, array((plus(ROWS, more), COLUMNS), lambda i, j: Y[i, j]))


@FREE.family(
    "derivative_for_any_height",
    {"factor": -1},
    {"step": 1},
    {"shift": 1},
    {"u": index(V)},
    given=SHEET.FITS,
)
def derivative_for_any_height(
    X=IMAGE, K=KERNEL, i=ROW, j=COLUMN, u=HIGH, v=WIDE, factor=1, step=s, shift=0
):
    Y = correlate(X, K, stride=s, padding=p, dilation=t)
    slope = total(
        lambda c, e: iverson(all_of(meets(u, i, c, step, shift), meets(v, j, e, s, 0))) * K[c, e],
        k,
        l,
    )
    return eq(diff(Y[i, j], X[u, v]), times(factor)(slope))


@FREE.family(
    "adjoint_for_any_height",
    {"factor": 2},
    {"step": 1},
    {"shift": 1},
    {"swapped": True},
    given=SHEET.FITS,
)
def adjoint_for_any_height(X=IMAGE, K=KERNEL, g=OUTPUT, factor=1, step=s, shift=0, swapped=False):
    def entry(u, v):
        a, b = (v, u) if swapped else (u, v)
        return total(
            lambda i, j, c, e: (
                iverson(all_of(meets(a, i, c, step, shift), meets(b, j, e, s, 0)))
                * g[i, j]
                * K[c, e]
            ),
            ROWS,
            COLUMNS,
            k,
            l,
        )

    Y = correlate(X, K, stride=s, padding=p, dilation=t)
    return eq(inner(Y, g), times(factor)(inner(X, array((H, V), entry))))
