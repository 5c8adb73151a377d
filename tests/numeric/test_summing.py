"""Long sums are taken by halves: what they are off by is bounded by the roundings counted."""

from math import fsum

import numpy as np
import pytest

from symderive.language.declarations import vector
from symderive.language.domains import index, size
from symderive.language.functions import exp
from symderive.language.reading import read_statement
from symderive.language.statements import eq
from symderive.language.sums import total
from symderive.numeric.check import evidence_of
from symderive.numeric.pairs import UNIT
from symderive.numeric.summing import SHORT, contracted, fold_depth, folded

RANDOM = np.random.default_rng(11)
LENGTHS = (1, 2, 7, 8, 9, 100, 1023, 4097, 200_000)


def error_of(found: float, terms: np.ndarray) -> float:
    """How far a sum is off, in roundings of the sum of absolute values."""
    return abs(float(found) - fsum(terms)) / (UNIT * fsum(np.abs(terms)))


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", ["equal", "normal", "growing"])
def test_sums_along_any_axis_are_within_the_roundings_counted(length: int, kind: str) -> None:
    rows = {
        "equal": np.full((length, 3), 0.1),
        "normal": RANDOM.normal(size=(length, 3)),
        "growing": np.exp(RANDOM.normal(size=(length, 3)) * 6),
    }[kind]
    for array, axis in ((rows, 0), (np.ascontiguousarray(rows.T), 1)):
        found = folded(array, [axis])
        for column in range(3):
            assert error_of(found[column], rows[:, column]) <= fold_depth([length]) + 1


def test_sums_over_several_axes_and_of_nothing() -> None:
    block = RANDOM.normal(size=(12, 5, 30))
    assert folded(block, [0, 2]) == pytest.approx(block.sum(axis=(0, 2)))
    assert folded(block, [0, 2], keepdims=True).shape == (1, 5, 1)
    assert folded(block, []) is block
    assert folded(np.zeros((0, 2)), [0]).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("shapes", "axes", "kept"),
    [
        ([(40, 50), (50,)], [[0, 1], [1]], [0]),
        ([(3 * SHORT,), (3 * SHORT, 2)], [[1], [1, 0]], [0]),
        ([(3 * SHORT,), (3 * SHORT,)], [[0], [0]], []),
        ([(60, 70), (70, 80), (60,)], [[0, 1], [1, 2], [0]], [2]),
        ([(60, 2 * SHORT + 3), (2 * SHORT + 3, 50)], [[0, 1], [1, 2]], [0, 2]),
        ([(2100, 900), (900,), (2100, 3)], [[0, 1], [1], [0, 2]], [2]),
        ([(3 * SHORT,), (60,), (3 * SHORT,), (7,)], [[1], [0], [1], [2]], [0, 2]),
    ],
    ids=str,
)
def test_contractions_agree_with_a_sum_without_rounding(
    shapes: list[tuple[int, ...]], axes: list[list[int]], kept: list[int]
) -> None:
    arrays = [RANDOM.normal(size=shape) for shape in shapes]
    found, depth = contracted(arrays, axes, kept)
    scale, _ = contracted([np.abs(array) for array in arrays], axes, kept)
    operands: list = []
    for array, own in zip(arrays, axes, strict=True):
        operands += [array.astype(np.longdouble), own]
    exact = np.einsum(*operands, kept)
    assert found.shape == exact.shape
    assert np.all(np.abs(found - exact) <= UNIT * (depth + len(arrays)) * scale)


def test_a_million_equal_terms_are_no_alarm() -> None:
    n, m = size("n"), size("m")
    z, w, j = vector("z", n), vector("w", m), index("j", m)
    claim = eq(total(lambda k: exp(w[j] + z[k] - z[k]), n), n * exp(w[j]))
    evidence = evidence_of(read_statement(claim), {"n": 1_000_000, "m": 3})
    assert evidence.outcome == "passed"
    wrong = eq(total(lambda k: exp(w[j] + z[k] - z[k]), n), (n - 1) * exp(w[j]))
    assert evidence_of(read_statement(wrong), {"n": 1_000_000, "m": 3}).outcome == "failed"
