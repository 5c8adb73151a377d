"""How the settings of operators are written, and which are refused."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from symderive.errors import IllFormed
from symderive.language.declarations import matrix, vector
from symderive.language.domains import size
from symderive.language.operators import conv_transpose, convolve, correlate
from symderive.language.terms import Apply, number

d, k, s = size("d"), size("k"), size("s")
x, w, X = vector("x", d), vector("w", k), matrix("X", d, d)


def test_settings_are_arguments_of_the_operation() -> None:
    assert correlate(x, w, stride=s, padding=2).term == Apply(
        "correlate", (x.term, w.term, s.term, number(2), number(1)), ("valid",)
    )
    assert correlate(x, w) == correlate(x, w, mode="valid", stride=1, padding=0, dilation=1)


def test_one_setting_counts_for_all_axes() -> None:
    kernel = matrix("W", k, k)
    assert correlate(X, kernel, stride=2) == correlate(X, kernel, stride=(2, 2))
    assert correlate(X, kernel, stride=(2, 1)) != correlate(X, kernel, stride=(1, 2))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: correlate(x, w, "half"), r'mode is one of "valid", "full", "same"'),
        (lambda: correlate(x, w, "full", padding=1), r"sets the padding itself"),
        (lambda: correlate(x, w, "same", stride=2), r"its stride is 1"),
        (lambda: correlate(x, w, stride=(1, 2)), r"stride has 2 numbers, and there are 1 axes"),
        (lambda: correlate(x, w, stride=0), r"no meaning at any size: 1 <= 0"),
        (lambda: correlate(x, w, dilation=1.5), r"1\.5 is a float"),
        (lambda: correlate(x, w, padding=-1), r"a size is at least 0"),
        (lambda: correlate(X, w), r"the same rank, .*; with channels write conv"),
        (lambda: correlate(vector("u", 2), vector("v", 4)), r"no meaning at any size: 3 <= 2"),
        (lambda: convolve(x, X), r"the same rank"),
        (lambda: convolve(x, w, "none"), r"mode is one of"),
        (lambda: convolve(x, 3), r"a tensor is needed"),
        (lambda: conv_transpose(x, w, stride=(2, 2)), r"stride has 2 numbers"),
    ],
    ids=count(),
)
def test_settings_that_have_no_meaning_are_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()
