"""Definite matrices as statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symderive.errors import IllFormed
from symderive.language.binding import free_symbols
from symderive.language.constructions import eye
from symderive.language.declarations import matrix, tensor, vector
from symderive.language.definiteness import (
    Definite,
    negative_definite,
    negative_semidefinite,
    positive_definite,
    positive_semidefinite,
)
from symderive.language.domains import size
from symderive.language.serial import from_json, to_json
from symderive.language.terms import And, Compare, Or

m, n = size("m"), size("n")
M = matrix("M", n, n)
KINDS = {
    "positive semidefinite": positive_semidefinite,
    "positive definite": positive_definite,
    "negative semidefinite": negative_semidefinite,
    "negative definite": negative_definite,
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_kept(kind: str) -> None:
    term = KINDS[kind](M).term
    assert isinstance(term, Definite)
    assert term.kind == kind
    assert from_json(to_json(term)) == term


def meaning(condition: Any) -> And:
    assert isinstance(condition.term, Definite)
    found = condition.term.meaning(frozenset())
    assert isinstance(found, And)
    return found


def test_the_meaning_is_symmetry_and_a_sign() -> None:
    symmetric, signed = meaning(positive_semidefinite(M)).conditions
    assert isinstance(symmetric, Compare)
    assert isinstance(signed, Compare)
    assert (symmetric.relation, signed.relation) == ("=", ">=")
    assert {s.name for s in free_symbols(signed)} == {"M", "n", "u"}


def test_a_definite_form_is_positive_but_at_zero() -> None:
    _, signed = meaning(positive_definite(M)).conditions
    assert isinstance(signed, Or)
    zero, positive = signed.conditions
    assert isinstance(zero, Compare)
    assert isinstance(positive, Compare)
    assert (zero.relation, positive.relation) == ("=", ">")


def test_the_vector_has_a_new_name() -> None:
    u = matrix("u", n, n)
    assert "u_" in {s.name for s in free_symbols(meaning_with_u(u))}


def meaning_with_u(u: Any) -> Any:
    term = positive_semidefinite(u).term
    assert isinstance(term, Definite)
    return term.meaning(frozenset(["u"]))


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a vector": (lambda: positive_semidefinite(vector("x", n)), "said of a matrix"),
    "a number": (lambda: positive_semidefinite(n), "said of a matrix"),
    "a tensor": (lambda: positive_definite(tensor("T", (n, n, n))), "said of a matrix"),
    "never square": (lambda: negative_definite(matrix("A", n, n + 1)), "never square"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_square_matrix_is_refused(name: str) -> None:
    make, words = REFUSED[name]
    with pytest.raises(IllFormed, match=words):
        make()


def test_what_may_be_square_is_a_statement() -> None:
    assert isinstance(positive_semidefinite(matrix("A", m, n)).term, Definite)
    assert isinstance(positive_semidefinite(eye(3)).term, Definite)
