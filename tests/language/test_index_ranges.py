"""Index variables that run from 1, and expressions at all values of them."""

from __future__ import annotations

import pytest

from symderive.language.constructions import array
from symderive.language.declarations import matrix, vector
from symderive.language.domains import index, real, size
from symderive.language.functions import exp, softmax
from symderive.language.index_ranges import last_value, over_all_values
from symderive.language.reading import read

n, m = size("n"), size("m")
i, j, k = index("i", n), index("j", m), index("k", 2, n)
inner = index("inner", i)
x, X = vector("x", n), matrix("X", m, n)


def test_the_last_value_of_an_index() -> None:
    assert last_value(i.term) == n.term
    assert last_value(index("a", n + m).term) == read(n + m)
    assert last_value(index("a", 3).term) == read(3)


@pytest.mark.parametrize("variable", [n, k, inner, real("t"), size("s", at_most=9)])
def test_other_variables_have_none(variable: object) -> None:
    assert last_value(variable.term) is None  # type: ignore[attr-defined]


def test_all_entries_in_the_order_that_is_asked_for() -> None:
    entry = X[j, i] * exp(x[i])
    rows = over_all_values((j.term, i.term), entry.term)
    columns = over_all_values((i.term, j.term), entry.term)
    assert rows == array((m, n), lambda a, c: X[a, c] * exp(x[c])).term
    assert columns == array((n, m), lambda c, a: X[a, c] * exp(x[c])).term


def test_a_tensor_for_every_value_of_an_index() -> None:
    rows = over_all_values((j.term,), softmax(X[j, :]).term)
    assert rows == array((m, n), lambda a, c: softmax(X[a, :])[c]).term
    assert over_all_values((), x.term) == x.term


def test_what_is_no_one_tensor() -> None:
    assert over_all_values((k.term,), x[k].term) is None
    lengths = array((i,), lambda a: x[a])
    assert over_all_values((i.term,), lengths.term) is None
