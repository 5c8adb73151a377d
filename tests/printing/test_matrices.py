"""Matrices by their entries: dots where they say it all, and nothing but what is there."""

from __future__ import annotations

import re

import pytest

from symderive import (
    all_of,
    array,
    concatenate,
    correlation_matrix,
    eq,
    exp,
    flip,
    hankel,
    iverson,
    matrix,
    size,
    softmax,
    stack,
    total,
    trace,
    vector,
)
from symderive.language.binding import substitute
from symderive.language.definitions import entry_of, shape_of
from symderive.language.shapes import polynomial_of
from symderive.language.terms import Term, number
from symderive.printing import latex
from symderive.printing.matrices import is_whole
from symderive.printing.unfolding import collected, entries_inward

m, n, k = size("m"), size("n"), size("k")
x, y, w = vector("x", n), vector("y", n), vector("w", k)
A, B = matrix("A", 2 * m, 2 * n), matrix("B", m, n)

DOTTED = {
    "every second entry": array((m, n), lambda i, j: A[2 * i - 1, 2 * j]),
    "a product": array((n, n), lambda i, j: x[i] * y[j]),
    "backwards": array((n, n), lambda i, j: x[n + 1 - i] * exp(y[j])),
    "rows of three": array((n, 3), lambda i, j: A[i, j]),
    "a column": array((n, 1), lambda i, j: x[i]),
    "written out": array((2, 3), lambda i, j: A[i, j]),
    "Hankel": hankel(x, k),
}
SIZES = {m.term: number(6), n.term: number(9), k.term: number(5)}


def cells(shown: str) -> list[list[str]]:
    """The entries of a matrix as printed, dots included."""
    body = re.fullmatch(r"\\begin\{pmatrix\} (.*) \\end\{pmatrix\}", shown)
    assert body, shown
    return [row.split(" & ") for row in body[1].split(r" \\ ")]


def side_of(size_term: Term) -> int:
    """A side as a number."""
    (value,) = polynomial_of(size_term).values()
    return int(value)


def places(side: int, shown: int) -> list[int | None]:
    """Which rows or columns are shown: all, or the first two and the last behind dots."""
    return list(range(1, side + 1)) if shown == side else [1, 2, None, side]


@pytest.mark.parametrize("name", DOTTED)
def test_dots_stand_between_the_right_entries(name: str) -> None:
    term = substitute(DOTTED[name].term, SIZES)
    rows, columns = (side_of(side) for side in shape_of(term) or ())
    grid = cells(latex(term))
    for row, line in zip(places(rows, len(grid)), grid, strict=True):
        for column, shown in zip(places(columns, len(line)), line, strict=True):
            if row is None or column is None:
                assert shown in (r"\cdots", r"\vdots", r"\ddots")
            else:
                entry = entries_inward(entry_of(term, (number(row), number(column))))
                assert shown == latex(collected(entry))


@pytest.mark.parametrize("name", DOTTED)
def test_as_many_rows_and_columns_as_are_written(name: str) -> None:
    lengths = {len(row) for row in cells(latex(DOTTED[name].term))}
    assert len(lengths) == 1
    assert lengths <= {1, 3, 4}


FAMILIES = {
    "indices that mix": (array((n, n), lambda p, q: x[p + q]), r"(x_{p + q})_{p,q=1}^{n}"),
    "a bare index": (array((n, n), lambda p, q: p * x[q]), r"(p x_{q})_{p,q=1}^{n}"),
    "a sum": (
        array((m, n), lambda i, j: total(lambda l: x[l] * B[i, j], n)),
        r"\left( \sum_{l=1}^{n} x_{l} B_{i j} \right)_{i,j=1}^{m,\,n}",
    ),
    "a vector": (array(n, lambda i: x[i] * y[i]), r"(x_{i} y_{i})_{i=1}^{n}"),
    "another tensor": (array((n, n), lambda i, j: (x @ y.T)[i, j]), None),
    "wide entries": (array((n, n), lambda i, j: x[i] * x[i] * x[i] * y[j] * y[j] * y[j]), None),
    "brackets outside": (
        array(n, lambda i: (x[i] + 1) * y[i]),
        r"[(x_{i} + 1) y_{i}]_{i=1}^{n}",
    ),
    "a delta": (
        array((n, k), lambda i, j: iverson(eq(i, 2 * j))),
        r"(\delta_{i,\,2 j})_{i,j=1}^{n,\,k}",
    ),
    "two deltas": (
        array((n, n, n), lambda i, j, l: iverson(all_of(eq(i, j), eq(j, l)))),
        r"(\delta_{i j} \delta_{j l})_{i,j,l=1}^{n}",
    ),
    "real numbers that are equal": (
        array(n, lambda i: iverson(eq(x[i], y[i]))),
        r"([x_{i} = y_{i}])_{i=1}^{n}",
    ),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_where_dots_would_say_less(name: str) -> None:
    tensor_shown, wanted = FAMILIES[name]
    shown = latex(tensor_shown.term)
    assert "pmatrix" not in shown
    assert wanted is None or shown == wanted


def test_dots_stand_for_a_whole_side_only() -> None:
    table = array((m, n), lambda i, j: B[i, j])
    assert "dots" in latex(eq(B, table).term)
    assert latex((table @ x).term) == r"(B_{i j})_{i,j=1}^{m,\,n} x"


BANDS = {
    "two weights": (vector("w", 2), r"w_{1} & w_{2} &  & 0"),
    "three": (vector("w", 3), r"w_{1} & \cdots & w_{3} &  & 0"),
    "any number": (w, r"w_{1} & \cdots & w_{k} &  & 0"),
    "flipped": (flip(w), r"w_{k} & \cdots & w_{1} &  & 0"),
    "wide": (x[1] * x[2] * x[3] * (w + x[2]), None),
    "one weight": (vector("w", 1), None),
}


@pytest.mark.parametrize("name", BANDS)
def test_the_band_of_a_kernel(name: str) -> None:
    kernel, first = BANDS[name]
    shown = latex(correlation_matrix(kernel, n).term)
    if first is None:
        assert shown.startswith(r"\operatorname{Toeplitz}_{n}")
        return
    found = re.match(r"\\begin\{pmatrix\} (.*) \\end\{pmatrix\}_\{(.*)\}$", shown)
    assert found
    rows = [row.split(" & ") for row in found[1].split(r" \\ ")]
    assert found[1].startswith(first)
    assert len({len(row) for row in rows}) == 1
    assert found[2].endswith(r"\times n")


def test_in_a_line_of_text_matrices_are_calls() -> None:
    ratio = 1 / (1 + trace(hankel(x, k)))
    assert r"\operatorname{Hankel}_{k}(x)" in latex(ratio.term)
    assert "pmatrix" not in latex((hankel(x, k)[1, 2]).term)
    assert "pmatrix" not in latex(correlation_matrix(w, n)[1, 2].term)
    assert "pmatrix" not in latex(concatenate(x, y)[1].term)


def test_blocks() -> None:
    across = concatenate(B, B, axis=1)
    assert latex(across.term) == r"\begin{pmatrix} B & B \end{pmatrix}"
    rows = concatenate(across, concatenate(B, B + B, axis=1))
    assert latex(rows.term) == r"\begin{pmatrix} B & B \\ B & B + B \end{pmatrix}"
    uneven = concatenate(across, array((m, n + n), lambda i, j: B[i, 1]))
    assert latex(uneven.term).count("pmatrix") == 4
    assert latex(stack(B, B).term) == r"\operatorname{stack}(B, B)"


def test_a_vector_in_a_call_has_its_brackets() -> None:
    a, b = x[1], x[2]
    assert latex(softmax(stack(a, b)).term) == r"\operatorname{softmax}(x_{1},\, x_{2})"
    assert latex((stack(a, b) + 1).term) == r"(x_{1},\, x_{2}) + 1"


def test_whole_numbers() -> None:
    n_term, half = n.term, (n / 2).term
    assert is_whole(n_term)
    assert is_whole((2 * n - 1).term)
    assert not is_whole(half)
    assert not is_whole(x[1].term)
