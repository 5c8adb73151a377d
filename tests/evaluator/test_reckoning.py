"""Sizes, bounds and indices that are numbers are reckoned; everything else stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Mod, ceiling, floor

from symderive import (
    all_of,
    array,
    cases,
    eq,
    index,
    iverson,
    real,
    size,
    total,
    vector,
)
from symderive.evaluator.reckoning import reckoned
from symderive.language.binding import substitute
from symderive.language.reading import read
from symderive.language.terms import number
from symderive.printing import text

m, n = size("m"), size("n")
i = index("i", n)
x = vector("x", n)
t = real("t")
OPEN = "cases(t if 2 < 3 and i > 2; 2*t otherwise)"
SIZES = {read(m): number(2), read(n): number(3)}


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (x[n - m], "x[1]"),
        (x[floor(n / m)], "x[1]"),
        (x[ceiling(n / m)], "x[2]"),
        (x[Mod(n, m)], "x[1]"),
        (x[m**2 - n], "x[1]"),
        (x[i + n - m], "x[i + 1]"),
        (x[m * i - n + 1], "x[2*i - 2]"),
        (total(lambda k: x[k + n - n], n - m, m * n - n), "sum(k=1..3, x[k])"),
        (iverson(m * n <= i + 1), "[6 <= i + 1]"),
        (cases((t, m > n), otherwise=2 * t), "2*t"),
        (cases((t, m < n), otherwise=2 * t), "t"),
        (
            cases((t, all_of(m < n, i > m)), otherwise=2 * t),
            OPEN,
        ),
        (n - m + t, "3 - 2 + t"),
        (m * t / n, "2*t/3"),
        (array(m - 1, lambda k: x[k + n - m]), "array(k=1..1: x[k + 1])"),
    ],
)
def test_only_where_nobody_would_reckon_by_hand(term: Any, shown: str) -> None:
    assert text(reckoned(substitute(read(term), SIZES))) == shown


def test_what_has_no_value_stays() -> None:
    for term, shown in ((x[Mod(n, m - 2)], "x[mod(3, 0)]"), (x[1 / (m - 2)], "x[1/0]")):
        assert text(reckoned(substitute(read(term), SIZES))) == shown


def test_a_condition_that_is_open_keeps_its_case() -> None:
    term = substitute(read(cases((t, eq(i, m)), otherwise=0)), SIZES)
    assert text(reckoned(term)) == "cases(t if i = 2; 0 otherwise)"
