"""The names of the sheet on average pooling, and versions of its matrices that are wrong."""

from __future__ import annotations

from typing import Any

from symderive import all_of, array, eq, index, iverson, matrix, num
from tests.proofs.families import Families

NAME = "average_pooling"
SHEET: Any = Families(NAME).sheet()
m, n, e, f, of_window = SHEET.m, SHEET.n, SHEET.e, SHEET.f, SHEET.of_window
row, column, A, B = SHEET.row, SHEET.column, SHEET.A, SHEET.B
C, D, of_window_by_rows = SHEET.C, SHEET.D, SHEET.of_window_by_rows
quarter_at, by_rows = SHEET.quarter_at, SHEET.by_rows

fine, pooled = matrix(m, n), matrix(m / 2, n / 2)
fine_p, fine_q, fine_k = index(m), index(n), index(m * n)
coarse_i, coarse_j, pooled_k = index(m / 2), index(n / 2), index(m * n / 4)


def rows_of_a(order: str) -> Any:
    """The matrix of the pool with its rows listed in another order."""
    rows = array((m / 2, n / 2, m * n), lambda i, j, k: (num(1) / 4 * of_window(i, j))[k])
    return rows.reshape(m * n / 4, m * n, order=order)


def shifted_b() -> Any:
    """Upsampling by floors in place of ceilings."""
    entries = array(
        (m, n, m / 2, n / 2),
        lambda p, q, i, j: iverson(all_of(eq(p // 2, i), eq(q // 2, j))),
    )
    return entries.reshape(m * n, m * n / 4, order="F")
