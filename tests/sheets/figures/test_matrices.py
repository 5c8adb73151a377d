"""Matrices as cells: values, signs, tints and captions, from the terms of a claim."""

from __future__ import annotations

import pytest

from symderive import (
    average_pool,
    correlate,
    eye,
    jacobian,
    log,
    matrix,
    outer,
    size,
    softmax,
    vector,
    zeros,
)
from symderive.claims.pictures import cells
from symderive.errors import IllFormed, SymderiveError
from symderive.sheets.figures.matrices import matrices_of, values_text
from symderive.sheets.figures.model import NEGATIVE, POSITIVE, SYMBOLIC, Grid
from tests.sheets.figures.pictures import (
    banded,
    diagonal,
    k,
    matrices,
    n,
    softmax_jacobian,
    t,
    w,
    x,
)

m = size("m")


def places(grid: Grid) -> set[tuple[int, int]]:
    """Where the entries that are not 0 stand."""
    return {(cell.row, cell.column) for cell in grid.cells}


@pytest.mark.parametrize("length", [3, 4, 7, 8, 9, 15])
def test_a_correlation_is_a_band_of_its_weights(length: int) -> None:
    (grid,) = banded(length).grids
    rows = length - 2
    assert (grid.rows, grid.columns) == (rows, length)
    assert places(grid) == {(i, i + j) for i in range(1, rows + 1) for j in range(3)}
    shown = {(cell.row, cell.column): cell.told for cell in grid.cells}
    assert all(told == f"w_{column - row + 1}" for (row, column), told in shown.items())
    strengths = {cell.told: cell.strength for cell in grid.cells}
    assert strengths["w_1"] < strengths["w_2"] < strengths["w_3"]
    assert all((cell.label != "") == (length <= 8) for cell in grid.cells)
    assert bool(grid.column_names) == (length <= 8)


def test_the_jacobian_of_softmax_shows_its_signs() -> None:
    figure = softmax_jacobian()
    (grid,) = figure.grids
    tones = {(cell.row, cell.column): cell.tone for cell in grid.cells}
    assert all(tone == (POSITIVE if i == j else NEGATIVE) for (i, j), tone in tones.items())
    assert len(tones) == 9
    labels = {(cell.row, cell.column): cell.label for cell in grid.cells}
    # Softmax of the point is 0.665, 0.245 and 0.090.
    assert labels[1, 1] == "0.22"
    assert labels[1, 2] == labels[2, 1] == "-0.16"
    assert labels[3, 3] == "0.08"
    assert grid.column_names == ("x_{1}", "x_{2}", "x_{3}")
    assert grid.title == r"\partial \operatorname{softmax}(x) / \partial x"
    assert "Rows are outputs, columns inputs." in figure.caption
    assert "Blank" not in figure.caption


def test_the_strength_of_a_colour_is_shared_by_all_panels() -> None:
    figure = matrices({"I": eye(n)}, {"F": 4 * eye(n)}, at={n: 2})
    one, four = (grid.cells[0].strength for grid in figure.grids)
    assert four == 1.0
    assert 0 < one < four


def test_a_pattern_says_what_its_cells_are() -> None:
    figure = matrices({"I": eye(n)}, {"F": eye(n) / 4}, at={n: 9})
    assert figure.caption == (
        "At $n = 9$. Coloured cells of $I$ are $1$ and of $F$ are $1/4$; all others are 0."
    )
    assert all(cell.label == "" for grid in figure.grids for cell in grid.cells)
    assert figure.told == (
        "I: 9 x 9, 9 of 81 entries are not 0. F: 9 x 9, 9 of 81 entries are not 0."
    )


def test_blocks_are_sizes_of_the_picture() -> None:
    X = matrix("X", m, n)
    picture = cells({"J": jacobian(X, X)}, at={m: 2, n: 3}, blocks=(m, m * n))
    (grid,) = matrices_of(picture, "blocks", {}).grids
    assert grid.blocks == (2, 6)
    assert diagonal(4).grids[0].blocks == (2, 2)


def test_the_jacobian_of_a_pool_has_a_quarter_at_four_places_of_each_row() -> None:
    X = matrix("X", 4, 4)
    (grid,) = matrices({"J": jacobian(average_pool(X, 2), X)}, at={}).grids
    assert (grid.rows, grid.columns) == (4, 16)
    for row, first in enumerate([1, 3, 9, 11], 1):
        expected = {first, first + 1, first + 4, first + 5}
        assert {column for i, column in places(grid) if i == row} == expected


def test_a_jacobian_that_is_named_or_transposed_is_called_so() -> None:
    J = jacobian(softmax(x), x)
    captions = [matrices({"K": K}, at={n: 2}).caption for K in (J, J.T)]
    assert captions == [
        "At $n = 2$. $K$ is the Jacobian. Rows are outputs, columns inputs.",
        "At $n = 2$. $K$ is the transposed Jacobian. Rows are inputs, columns outputs.",
    ]
    assert matrices(J.T, at={n: 2}).caption == "At $n = 2$. Rows are inputs, columns outputs."


def test_different_expressions_that_are_too_many_look_alike() -> None:
    (grid,) = matrices({"O": outer(x, x)}, at={n: 4}).grids
    assert {(cell.tone, cell.strength) for cell in grid.cells} == {(SYMBOLIC, 0.6)}
    assert all(cell.label == "" for cell in grid.cells)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (2, "2"),
        ("-1/3", "-1/3"),
        (0.001, r"\approx 0"),
        (-98.7654, "-98.77"),
        ("22/7000000", r"\approx 0"),
    ],
)
def test_numbers_are_short(value: object, label: str) -> None:
    tensor = (x if value != 0.001 else log(1 + x)) * 1
    (grid,) = matrices({"v": tensor}, at={n: 1, x: (value,)}).grids
    assert grid.cells[0].label == label


def test_a_number_that_does_not_fit_is_told_and_not_shown() -> None:
    cell = matrices({"v": x}, at={n: 1, x: (1234567,)}).grids[0].cells[0]
    assert (cell.label, cell.told) == ("", "1234567")


def test_a_number_beside_a_variable_stays_with_it() -> None:
    cells = matrices({"v": -w / 2}, at={k: 2}).grids[0].cells
    assert [cell.told for cell in cells] == ["\u22121/2 w_1", "\u22121/2 w_2"]
    assert [cell.label for cell in cells] == ["", ""]
    assert matrices({"v": -w}, at={k: 1}).grids[0].cells[0].label == "-w_{1}"
    assert matrices({"v": t * x}, at={n: 1, x: (3,)}).grids[0].cells[0].label == "3 t"


def test_a_matrix_of_zeros_is_blank() -> None:
    figure = matrices({"Z": zeros(n, n)}, at={n: 3})
    assert figure.grids[0].cells == ()
    assert figure.caption == "At $n = 3$. Blank cells are 0."


def test_names_of_a_proof_file_are_titles() -> None:
    A = eye(n) * 2
    figure = matrices_of(cells(A, A.T, at={n: 2}), "named", {A.term: "A"})
    assert [grid.title for grid in figure.grids] == ["A", r"A^{\top}"]


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (cells({"I": eye(n)}, at={n: 33}), "can be seen"),
        (cells({"I": eye(n)}, at={}), "sizes are missing"),
        (cells({"v": 1 / x}, at={n: 1, x: (0,)}), "no value"),
        (cells({"v": log(x)}, at={n: 1, x: (-1,)}), "a real number"),
        (cells({"c": correlate(x, w)}, at={n: 1, k: 3}), "can be seen|no value|not hold"),
        (cells(softmax(softmax(softmax(softmax(x + x + x) + x)))[:], at={n: 2}), "needs a name"),
    ],
)
def test_what_cannot_be_drawn_is_refused(picture: cells, told: str) -> None:  # type: ignore[valid-type]
    with pytest.raises(SymderiveError, match=told):
        matrices_of(picture, "refused", {})


def test_values_are_written_as_vectors_and_matrices() -> None:
    assert values_text(3) == "3"
    assert values_text((1, 2)) == r"(1,\ 2)"
    assert values_text(((1, 2), (3, 4))) == r"(1,\ 2;\ 3,\ 4)"


def test_a_vector_is_a_column() -> None:
    grid = matrices({"x": vector("x", n)}, at={n: 3, vector("x", n): (1, 0, 2)}).grids[0]
    assert (grid.rows, grid.columns) == (3, 1)
    assert places(grid) == {(1, 1), (3, 1)}
    with pytest.raises(IllFormed):
        matrices(t, at={})
