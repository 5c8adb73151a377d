"""Non-negative combinations of columns, against a search in another way."""

import random
from itertools import combinations

import pytest
from flint import fmpq, fmpq_mat

from symderive.prover.inequalities.linear import combination

NOTHING: frozenset[int] = frozenset()


def tick() -> None:
    """No limit of time."""


def column(*entries: int) -> dict[int, fmpq]:
    return {k: fmpq(c) for k, c in enumerate(entries) if c}


def total(columns: list[dict[int, fmpq]], found: dict[int, fmpq]) -> dict[int, fmpq]:
    out: dict[int, fmpq] = {}
    for k, c in found.items():
        for key, entry in columns[k].items():
            out[key] = out.get(key, fmpq(0)) + c * entry
    return {key: value for key, value in out.items() if value}


def is_in_the_cone(target: dict[int, fmpq], columns: list[dict[int, fmpq]], rows: int) -> bool:
    """Carathéodory: some independent columns have coefficients that are not negative."""
    side = fmpq_mat(rows, 1, [target.get(k, fmpq(0)) for k in range(rows)])
    for count in range(rows + 1):
        for chosen in combinations(range(len(columns)), count):
            if not chosen:
                if not target:
                    return True
                continue
            entries = [columns[j].get(k, fmpq(0)) for k in range(rows) for j in chosen]
            matrix = fmpq_mat(rows, count, entries)
            normal = matrix.transpose() * matrix
            if not normal.det():
                continue
            found = normal.solve(matrix.transpose() * side)
            weights = [found[k, 0] for k in range(count)]
            if matrix * found == side and all(w >= 0 for w in weights):
                return True
    return False


@pytest.mark.parametrize("seed", range(60))
def test_agrees_with_all_choices_of_independent_columns(seed: int) -> None:
    random.seed(seed)
    rows, count = random.randint(1, 3), random.randint(1, 6)
    columns = [column(*(random.randint(-2, 2) for _ in range(rows))) for _ in range(count)]
    target = column(*(random.randint(-2, 2) for _ in range(rows)))
    found = combination(target, columns, NOTHING, NOTHING, tick)
    assert (found is not None) == is_in_the_cone(target, columns, rows)
    if found is not None:
        assert total(columns, found) == target
        assert all(c >= 0 for c in found.values())


def test_columns_that_may_be_subtracted() -> None:
    columns = [column(1, 1), column(0, 1)]
    assert combination(column(1, 0), columns, NOTHING, NOTHING, tick) is None
    assert combination(column(1, 0), columns, frozenset({1}), NOTHING, tick) == {0: 1, 1: -1}


def test_a_column_that_is_wanted() -> None:
    columns = [column(1, 0), column(0, 1)]
    assert combination(column(1, 0), columns, NOTHING, frozenset({0}), tick) is not None
    assert combination(column(1, 0), columns, NOTHING, frozenset({1}), tick) is None


def test_a_column_that_is_wanted_without_bound() -> None:
    columns = [column(1, 0), column(0, 1), column(0, -1)]
    found = combination(column(1, 0), columns, NOTHING, frozenset({1}), tick)
    assert found is not None
    assert found[1] > 0
    assert total(columns, found) == column(1, 0)
