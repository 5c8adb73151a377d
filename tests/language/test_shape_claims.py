"""Shapes as statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symderive.errors import IllFormed
from symderive.language.constructions import array
from symderive.language.declarations import matrix, vector
from symderive.language.domains import real, size
from symderive.language.serial import from_json, to_json
from symderive.language.shape_claims import HasShape, has_shape
from symderive.language.statements import eq

m, n = size("m"), size("n")
A, x = matrix("A", m, n), vector("x", n)


def test_the_meaning_is_an_equation_with_the_own_entries() -> None:
    term = has_shape(A, n, m).term
    assert isinstance(term, HasShape)
    assert term.meaning(frozenset()) == eq(A, array((n, m), lambda i, j: A[i, j])).term
    assert from_json(to_json(term)) == term


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a number": (lambda: has_shape(real("a"), 1), "has no sizes"),
    "another rank": (lambda: has_shape(x, n, 1), "2 sizes are given"),
    "no sizes": (lambda: has_shape(x), "0 sizes are given"),
    "a real size": (lambda: has_shape(x, real("a")), "a size"),
    "a negative size": (lambda: has_shape(x, -1), "at least 0"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_have_no_such_shape_is_refused(name: str) -> None:
    make, words = REFUSED[name]
    with pytest.raises(IllFormed, match=words):
        make()
