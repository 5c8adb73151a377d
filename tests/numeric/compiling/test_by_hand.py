"""Versions by hand of the operators of the corpus, against the evaluator."""

import numpy as np
import pytest

from symderive.language.definitions import shape_of
from tests.numeric.compiling.operators import all_operators
from tests.numeric.compiling.records import Operator, as_floats

OPERATORS = all_operators()
ACCURACY = 1e-11


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)
def test_versions_by_hand_are_right(operator: Operator) -> None:
    for seed, sizes in enumerate(operator.sizes(operator.small)):
        values = operator.draw(sizes, seed)
        exact = as_floats(operator.exactly(values))
        found = np.asarray(operator.hand(values))
        assert found.shape == exact.shape, sizes
        np.testing.assert_allclose(found, exact, ACCURACY, ACCURACY, err_msg=str(sizes))


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)
def test_some_value_is_not_zero(operator: Operator) -> None:
    draws = [operator.draw(s, seed) for seed, s in enumerate(operator.sizes(operator.small))]
    assert any(np.any(operator.hand(values)) for values in draws)
    assert all(np.all(np.isfinite(operator.hand(values))) for values in draws)


def test_the_corpus_is_wide() -> None:
    names = [operator.name for operator in OPERATORS]
    assert len(names) == len(set(names))
    assert len(names) >= 250
    ranks = {len(shape_of(operator.expression().term) or ()) for operator in OPERATORS}
    assert ranks >= {0, 1, 2, 3, 4}
