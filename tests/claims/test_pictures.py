"""What a claim asks to be drawn, and what is refused because nobody could draw it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from symderive import (
    array,
    cells,
    claim,
    curves,
    delta,
    eq,
    erratum,
    eye,
    index,
    matrix,
    num,
    real,
    size,
    softmax,
    staircase,
    tensor,
    vector,
)
from symderive.claims import Claim
from symderive.claims.pictures import Cells, Curves, Staircase
from symderive.errors import IllFormed

m, n = size("m"), size("n")
t = real("t")
x = vector("x", n)


def drawn(picture: Any) -> Claim:
    """A claim about a vector and a number with that picture."""

    @claim(picture=picture)
    def doubled(x=vector(n), t=real()):  # type: ignore[no-untyped-def]  # noqa: B008
        """Twice."""
        return eq(t * (x + x), 2 * t * x)

    found: Claim = doubled
    return found


def test_a_picture_is_a_function_of_some_of_the_parameters() -> None:
    picture = drawn(lambda x: cells(softmax(x), at={n: 3, x: (1, 2, 3)})).pictured
    assert isinstance(picture, Cells)
    assert dict(picture.at.values) == {"n": 3, "x[1]": 1, "x[2]": 2, "x[3]": 3}
    assert isinstance(drawn(lambda t: curves(t, (0, 1), t**2)).pictured, Curves)
    assert isinstance(drawn(lambda: staircase({1: 1}, 0.5)).pictured, Staircase)
    assert drawn(None).pictured is None


def test_an_erratum_has_a_picture_too() -> None:
    @erratum("E-1", picture=lambda t: curves(t, (0, 1)))
    def slip(t=real()):  # type: ignore[no-untyped-def]  # noqa: B008
        """A slip."""
        return eq(t, -t)

    found = slip.pictured
    assert isinstance(found, Curves)
    assert found.functions == ()


def test_nothing_is_drawn_when_a_claim_is_written_out() -> None:
    def fails(x: Any) -> Any:
        raise AssertionError

    assert drawn(fails).written.lines


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (lambda z: cells(eye(n), at={n: z}), "no parameter"),
        (cells(eye(n), at={n: 2}), "takes a function"),
    ],
)
def test_a_picture_that_cannot_be_asked_for_is_found_by_a_check(picture: Any, told: str) -> None:
    with pytest.raises(IllFormed, match=told):
        assert drawn(picture).written


def test_a_function_that_draws_nothing_is_refused() -> None:
    with pytest.raises(IllFormed, match=r"made with cells\(...\)"):
        assert drawn(lambda x: x).pictured


def test_values_are_exact_whatever_they_are_written_as() -> None:
    written = {n: 2, x: (0.1, "1/3"), t: num(1) / 7}
    values = dict(cells(eye(n), at=written).at.values)
    assert values == {"n": 2, "x[1]": Fraction(1, 10), "x[2]": Fraction(1, 3), "t": Fraction(1, 7)}
    A = matrix("A", 2, 2)
    rows = dict(cells(A, at={A: ((1, 2), (3, 4))}).at.values)
    assert rows == {"A[1,1]": 1, "A[1,2]": 2, "A[2,1]": 3, "A[2,2]": 4}


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: cells(at={n: 3}), "one to 3 matrices"),
        (lambda: cells(*[eye(n)] * 4, at={n: 3}), "3 matrices, not 4"),
        (lambda: cells(tensor("T", n, n, n), at={n: 3}), "fix an index"),
        (lambda: cells(t, at={n: 3}), "vectors and matrices"),
        (lambda: cells(eye(n), at={n: 2.5}), "an integer"),
        (lambda: cells(eye(n), at={n: float("inf")}), "no finite number"),
        (lambda: cells(eye(n), at={x[1]: 1}), "values to variables"),
        (lambda: cells(eye(n), at={x: ((1, 2), (3, 4))}), "has 1 indices"),
        (lambda: cells(eye(n), at={t: (1, 2)}), "is a number"),
        (lambda: cells(eye(n), at={t: t}), "rational number"),
        (lambda: cells(*[eye(n)] * 3, at={n: 3}, blocks=[(n, n), (n, n)]), "one for each matrix"),
        (lambda: curves(n, (0, 1)), "a real variable"),
        (lambda: curves(x, (0, 1)), "real variable or an entry"),
        (lambda: curves(t + 1, (0, 1)), "drawn over a real"),
        (lambda: curves(t, (1, 1)), "nothing to draw"),
        (lambda: curves(t, (0, 1), band=t), "lower and its upper edge"),
        (lambda: curves(t, (0, 1), t, at=[{n: k} for k in range(1, 5)]), "at most 3 panels"),
        (lambda: staircase({1: 0.5, 2: 0.4}, 0.5), "sum to 1"),
        (lambda: staircase({1: 1.5, 2: -0.5}, 0.5), "are positive"),
        (lambda: staircase({1: 1}, 1), "between 0 and 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused_where_it_is_written(
    make: Callable[[], Any], told: str
) -> None:
    with pytest.raises(IllFormed, match=told):
        make()


def test_curves_may_be_drawn_over_an_entry_and_blocks_may_be_sizes() -> None:
    assert curves(x[1], (0, 1), x.sum()).over == x[1].term
    found = cells(eye(m), array((m, n), delta), at={m: 2, n: 4}, blocks=(m, n))
    assert found.blocks == ((m.term, n.term),)
    assert index("i", n).term != found.blocks[0][0]
