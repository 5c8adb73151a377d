"""Derivatives from the result backwards: the same as forwards, and as by differences."""

import numpy as np
import pytest

from symderive import (
    array,
    correlate,
    delta,
    exp,
    function,
    jacobian,
    matrix,
    outer,
    relu,
    size,
    softmax,
    stack,
    total,
    vector,
)
from symderive.language.reading import read
from symderive.numeric import evaluation
from symderive.numeric.backward import Backward, NotBackwards, slopes_backwards
from symderive.numeric.evaluation import Evaluation

n, m = size("n"), size("m")
x, w = vector("x", n), vector("w", m)
A = matrix("A", 2, n)


def values(rows, columns=3, seed=0):
    """Values of the variables, none near a kink."""
    random = np.random.default_rng(seed)
    sizes = {read(n): rows, read(m): columns}
    tensors = {x: rows, w: columns, A: (2, rows)}
    return {
        **sizes,
        **{read(t): random.standard_normal(shape) for t, shape in tensors.items()},
        "g": (np.sin, np.cos, lambda t: -np.sin(t)),
    }


g = function("g")
hidden = exp(A @ x)
TENSORS = {
    "a product of matrices": A @ exp(x),
    "used twice": stack((x * x).sum(), (g(x) * exp(x)).sum()),
    "used on two ways": stack(*(hidden[k] * (g(hidden) + x.sum() * hidden)[3 - k] for k in (1, 2))),
    "itself among others": stack(x[1] + exp(x).sum(), 3 * x.sum()),
    "a sum with a bracket": array(2, lambda i: total(lambda k: delta(k, i) * exp(x)[k], 1, n)),
    "a maximum": stack(exp(x).max(), relu(x).sum()),
    "a quotient": stack((exp(x) / (exp(x).sum())).sum(), softmax(x)[1]),
    "two convolutions": correlate(g(correlate(x, w)), vector("c", n - m)),
    "an entry for each index": array(2, lambda i: total(lambda k: (i * exp(x))[k], 1, n)),
}


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize("rows", [4, 5, 9])
@pytest.mark.parametrize("name", TENSORS)
def test_backwards_is_forwards(name, rows, tracked):
    """Both ways give the same table, also of what depends on the variable by several ways."""
    given = values(rows)
    given[read(vector("c", n - m))] = np.linspace(1, 2, rows - 3)
    tensor, variable = read(TENSORS[name]), read(x)
    run = Evaluation(given, tracked)
    back = Backward(run, tensor, variable).slopes()
    forth = Evaluation(given, tracked)._slopes_forwards(tensor, variable)
    assert back.value.shape == forth.value.shape == (*run.shape(tensor), rows)
    assert np.any(forth.value != 0)
    np.testing.assert_allclose(back.value, forth.value, rtol=1e-12, atol=1e-12)


def test_more_rows_than_columns_go_forwards():
    """A table with one row for each entry of a large tensor would be larger than its derivative."""
    run = Evaluation(values(4))
    assert slopes_backwards(run, read(exp(outer(x, x))), read(x)) is None


def test_what_is_a_derivative_itself_goes_forwards():
    """The rules are for a formula without derivatives in it; the other way serves instead."""
    tensor = read(A @ (jacobian(g(x), x) @ exp(x)))
    with pytest.raises(NotBackwards):
        Backward(Evaluation(values(4)), tensor, read(x)).slopes()
    assert slopes_backwards(Evaluation(values(4)), tensor, read(x)) is None


def test_tables_that_are_too_large_are_not_made(monkeypatch):
    """Where even one row for each entry of the result is too much, the tensors are opened."""
    monkeypatch.setattr("symderive.numeric.backward.LARGEST_GRID", 7)
    run = Evaluation(values(4))
    assert slopes_backwards(run, read(A @ exp(x)), read(x)) is None


def test_no_table_is_left_behind():
    """The arrays of an evaluation are those of its own tensors."""
    run = Evaluation(values(5))
    assert slopes_backwards(run, read(A @ exp(x)), read(x)) is not None
    assert not any(str(getattr(t, "name", "")).startswith("backwards") for t in run.arrays)


def test_a_long_chain_of_wide_layers():
    """Of no layer all derivatives by another would fit; along a direction they are right."""
    count, layers = 2500, 6
    y = x
    for _ in range(layers):
        y = g(correlate(y, w)) + 1
    body = y.sum()
    sketch = array(1, lambda i: i * body)
    given = values(count, 4)
    run = Evaluation(given)
    found = run.slopes(read(sketch), read(x)).value[0]
    direction, step = np.random.default_rng(1).standard_normal(count), 1e-6
    ends = []
    for sign in (1, -1):
        moved = {**given, read(x): given[read(x)] + sign * step * direction}
        ends.append(float(Evaluation(moved).closed(read(body)).value))
    assert found @ direction == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-6)
    assert count * (count - 10) > evaluation.LARGEST_GRID
