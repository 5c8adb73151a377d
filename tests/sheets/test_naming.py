"""Named formulas are explained where a sheet uses them first, and only there."""

from __future__ import annotations

from symderive import array, define, eq, index, size, vector
from symderive.printing import text
from symderive.sheets.naming import explained

n = size("n")
x, y = vector("x", n), vector("y", n)
i = index("i", n)
double = define("d", lambda x: array(n, lambda i: 2 * x[i]))
plain = define("p", lambda x: x + x)


def told(*claims: object, known: set[str] | None = None) -> list[str]:
    names = set() if known is None else known
    return [text(equation) for equation in explained([c.term for c in claims], names)]


def test_an_array_is_explained_by_its_entries() -> None:
    assert told(eq(double(x), x)) == ["d(x)[i] = 2*x[i]"]


def test_other_formulas_are_explained_as_a_whole() -> None:
    assert told(eq(plain(x)[i], y[i])) == ["p(x) = x + x"]


def test_an_index_that_is_used_already_gets_another_name() -> None:
    assert told(eq(double(vector("i", n)), y)) == ["d(i)[j] = 2*i[j]"]


def test_each_name_is_explained_once() -> None:
    known: set[str] = set()
    assert len(told(eq(double(x), plain(y)), eq(double(y), x), known=known)) == 2
    assert told(eq(double(x), plain(x)), known=known) == []


def test_nothing_is_explained_where_nothing_has_a_name() -> None:
    assert told(eq(x, y)) == []
