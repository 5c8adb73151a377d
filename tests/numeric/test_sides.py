"""What the difference of two sides says about a relation between them."""

import numpy as np
import pytest

from symderive.numeric.pairs import UNIT, Pair
from symderive.numeric.sides import Sides

# Beside 1, with two roundings: within them, and beyond.
NEAR, FAR = UNIT * 4, 1e-3


def pair_of(*values: float) -> Pair:
    return Pair(np.array(values), None, 1.0)


@pytest.mark.parametrize(
    ("relation", "allowed", "assured"),
    [
        ("=", [False, True, True, True, False], [False, True, True, True, False]),
        ("!=", [True, False, False, False, True], [True, False, False, False, True]),
        ("<", [True, True, True, True, False], [True, False, False, False, False]),
        ("<=", [True, True, True, True, False], [True, True, True, True, False]),
        (">", [False, True, True, True, True], [False, False, False, False, True]),
        (">=", [False, True, True, True, True], [False, True, True, True, True]),
    ],
)
def test_only_strict_orders_are_undecided_within_rounding(
    relation: str, allowed: list[bool], assured: list[bool]
) -> None:
    sides = Sides(pair_of(1 - FAR, 1 - NEAR, 1, 1 + NEAR, 1 + FAR), pair_of(1, 1, 1, 1, 1))
    assert sides.allows(relation).tolist() == allowed
    assert sides.assures(relation).tolist() == assured


@pytest.mark.parametrize("relation", ["=", "!=", "<", "<=", ">", ">="])
def test_a_side_without_a_value_is_in_no_relation(relation: str) -> None:
    sides = Sides(pair_of(np.nan), pair_of(1))
    assert not sides.allows(relation).any()
    assert not sides.assures(relation).any()
