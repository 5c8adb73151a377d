"""How values for variables are named."""

import numpy as np
import pytest

from symderive.errors import IllFormed
from symderive.language.declarations import function, vector
from symderive.language.domains import real, size
from symderive.language.hooks import HOOKS
from symderive.language.values import named_values, numpy_value

n, x, beta, F = size("n"), vector("x", size("n")), real("beta"), function("F")


def test_values_are_named_by_variables_or_by_names() -> None:
    term = (beta * F(x)).term
    array = np.zeros(2)
    assert named_values(term, {n: 2, x: array, beta: 0.5, F: np.tanh}) == {
        n.term: 2,
        x.term: array,
        beta.term: 0.5,
        "F": np.tanh,
    }
    by_name = named_values(term, {"n": 2, "beta": 1, "F": np.tanh})
    assert by_name == {n.term: 2, beta.term: 1, "F": np.tanh}


@pytest.mark.parametrize("key", ["k", x + x, function("G")], ids=["name", "expression", "function"])
def test_what_is_no_variable_is_refused(key: object) -> None:
    with pytest.raises(IllFormed, match=r"is no variable here; give values for F, beta, n, x"):
        named_values((beta * F(x)).term, {key: 1})


def test_without_the_package_there_are_no_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(HOOKS, "numpy", raising=False)
    with pytest.raises(IllFormed, match="import symderive"):
        numpy_value(x.term, {})


def test_the_hook_gets_term_and_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HOOKS, "numpy", lambda term, values: (term, values))
    assert x.numpy({n: 3}) == (x.term, {n.term: 3})
