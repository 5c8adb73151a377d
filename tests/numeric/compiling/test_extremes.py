"""Compiled operators where exponentials overflow and differences cancel, against rigorous balls."""

from collections.abc import Iterable

import numpy as np
import pytest

from symderive import compile_numpy
from tests.numeric.compiling.operators import all_operators
from tests.numeric.compiling.records import Operator, Values, as_floats, called

BY_NAME = {operator.name: operator for operator in all_operators()}
LARGE, TINY = 500.0, 2.0**-30
STEEP = """
    log-sum-exp of each window
    log-sum-exp of each row
    log-sum-exp of a matrix
    a smooth maximum
    cross-entropy of softmax
    smoothed labels
    a contrastive loss
    divergence of two softmaxes
    divergence of two softmaxes by name
    the entropy of softmax
    a focal loss
    a logistic loss
    binary cross-entropy of logits
    binary cross-entropy by name
    log cosh of errors
    a loss of pairs in the wrong order
    the likelihood of a mixture
    causal attention written out
    attention to another sequence
    attention in a batch of heads
    the greatest score of each row, softly
    swish
    mish
    a gate
    a linear unit with an exponential
    softmax less its greatest
    the gradient of log-sum-exp
    the gradient of log-sum-exp written out, with a parameter
    the gradient of a logistic regression
    the gradient of cross-entropy by all scores
    one entry of the Jacobian of softmax
    softmax pulled back
    attention pulled back to its query
    the Jacobian of softmax
    the second derivatives of log-sum-exp
"""
SCALED = {"x", "X", "Z", "D", "K", "P", "Q", "A", "Y", "u", "q"}
"""Arrays that stand in exponents; labels and weights stay as they are."""


def scaled(operator: Operator, values: Values, factor: float) -> Values:
    """The arrays that may have any values, multiplied."""
    kept = set(operator.makers) | {"t"}
    return {
        name: value * factor if name in SCALED - kept and isinstance(value, np.ndarray) else value
        for name, value in values.items()
    }


def names(text: str) -> Iterable[str]:
    """The lines of a text."""
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("name", names(STEEP))
@pytest.mark.parametrize("factor", [1.0, LARGE, -LARGE])
def test_what_overflows_when_written_out(name: str, factor: float) -> None:
    operator = BY_NAME[name]
    compiled = compile_numpy(operator.expression())
    for seed, sizes in enumerate(operator.sizes(operator.small)):
        values = scaled(operator, operator.draw(sizes, seed), factor)
        found, exact = called(compiled, values), as_floats(operator.exactly(values))
        assert np.all(np.isfinite(found))
        greatest = float(np.max(np.abs(exact), initial=1.0))
        np.testing.assert_allclose(found, exact, 1e-11, 1e-12 * greatest, err_msg=str(sizes))


@pytest.mark.parametrize(
    "name", ["small numbers less one", "log cosh of errors", "a divergence of normal distributions"]
)
def test_what_cancels_when_written_out(name: str) -> None:
    operator = BY_NAME[name]
    compiled = compile_numpy(operator.expression())
    for seed, sizes in enumerate(operator.sizes(operator.small)):
        values = operator.draw(sizes, seed)
        values["x"] = values["x"] * TINY
        found, exact = called(compiled, values), as_floats(operator.exactly(values))
        np.testing.assert_allclose(found, exact, 1e-11, 1e-16, err_msg=str(sizes))
