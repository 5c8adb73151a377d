"""How a term and an array are compared: sizes, places, rounding, and what says nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from symderive.language.constructions import ones
from symderive.language.declarations import matrix, vector
from symderive.language.domains import real, size
from symderive.language.functions import log
from symderive.language.operators import conv_transpose, upsample
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.oracles.differing import LARGEST_FULL, difference

m, n, r = size("m"), size("n"), size("r")
x, X, t = vector("x", n), matrix("X", m, n), real("t")
DRAWN = np.random.default_rng(1).standard_normal((5, 7))


def apart(written: Any, values: dict[Any, Any], theirs: Any, seed: int = 0) -> str | None:
    """Where what is written differs from an array."""
    return difference(Evaluation(values, tracked=True), written.term, np.asarray(theirs), seed)


def test_rounding_is_no_difference_and_more_is() -> None:
    rows, values = X.sum(axis=1), {X.term: DRAWN}
    right = np.array([float(np.sum(row[::-1])) for row in DRAWN])
    assert apart(rows, values, right) == ""
    for place in range(5):
        wrong = right.copy()
        wrong[place] += 1e-12
        assert (apart(rows, values, wrong) or "").startswith(f"at [{place + 1}] ")


def test_a_number_is_compared_as_one() -> None:
    assert apart(x.sum(), {x.term: np.arange(4.0)}, 6.0) == ""
    assert apart(x.sum(), {x.term: np.arange(4.0)}, 5.0) == "6 here, 5 there"


@pytest.mark.parametrize("shape", [(7,), (5, 1), ()])
def test_shapes_have_to_be_the_same(shape: tuple[int, ...]) -> None:
    told = apart(X.sum(axis=1), {X.term: DRAWN}, np.zeros(shape))
    assert told is not None
    assert told.startswith("the shapes are (5) and (")


def test_what_has_no_value_is_not_compared() -> None:
    values = {x.term: np.array([-1.0, 1.0, 2.0])}
    assert apart(log(x), values, [np.nan, 0, np.log(2)]) == ""
    assert apart(log(x), values, [7, 0, np.log(2)]) == ""
    assert apart(log(x), values, [np.nan, 0, 1]) != ""
    assert apart(log(x), {x.term: np.array([-1.0])}, [0.0]) is None
    assert apart(log(x), {x.term: np.zeros(0)}, []) is None


def test_where_rounding_is_as_large_as_the_values_nothing_is_said() -> None:
    values = {t.term: 1e-17}
    assert apart(1 + t - 1, values, 0.0) is None
    assert apart(1 + t - 1, values, 0.5) != ""


def test_a_large_array_is_compared_at_many_places_and_in_its_corners() -> None:
    image = np.random.default_rng(2).standard_normal((60, 50))
    values = {X.term: image, r.term: 38}
    right = np.repeat(np.repeat(image, 38, axis=0), 38, axis=1)
    assert right.size > LARGEST_FULL
    assert apart(upsample(X, r), values, right) == ""
    assert apart(conv_transpose(X, ones(r, r), stride=r), values, right) == ""
    rows, columns = right.shape
    for corner in ((0, 0), (0, columns - 1), (rows - 1, 0), (rows - 1, columns - 1)):
        wrong = right.copy()
        wrong[corner] += 1e-6
        shown = f"at [{corner[0] + 1}, {corner[1] + 1}] "
        assert (apart(upsample(X, r), values, wrong) or "").startswith(shown)
    shifted = np.roll(right, 1, axis=1)
    assert apart(upsample(X, r), values, shifted) != ""
