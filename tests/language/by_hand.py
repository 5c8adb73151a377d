"""Tensors written out by hand, and their entries as SymPy matrices."""

from collections.abc import Sequence
from typing import Any

import sympy

from symderive.language.constructions import stack
from symderive.language.explicit import explicit_scalar
from symderive.language.scalars import Scalar
from symderive.language.tensors import Tensor

Rows = Sequence[Any]


def tensor_of(rows: Rows) -> Tensor:
    """The tensor with these entries: a list of numbers, or of lists."""
    return stack(*(tensor_of(row) if isinstance(row, (list, tuple)) else row for row in rows))


def matrix_of(rows: Rows, sizes: dict[Any, int] | None = None) -> sympy.ImmutableDenseMatrix:
    """The SymPy matrix with these rows; a list of numbers is a column."""
    columns = [list(row) if isinstance(row, (list, tuple)) else [row] for row in rows]
    return sympy.ImmutableDenseMatrix(
        [[entry_form(one, sizes or {}) for one in row] for row in columns]
    )


def entry_form(entry: Any, sizes: dict[Any, int]) -> Any:
    """What ``matrix`` shows for an entry written by hand: a number, or x[1] of a declared x."""
    if not isinstance(entry, Scalar):
        return entry
    return explicit_scalar(entry.term, {size.term: value for size, value in sizes.items()})


def assert_entries(tensor: Tensor, rows: Rows, sizes: dict[Any, int] | None = None) -> None:
    """The tensor has these entries and this shape at the sizes."""
    found, wanted = tensor.matrix(sizes), matrix_of(rows, sizes)
    assert found.shape == wanted.shape
    difference = (found - wanted).applyfunc(sympy.expand)
    assert difference == sympy.zeros(*found.shape), f"{found} is not {wanted}"
