"""The implementation that a claim names: what it may take, and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symderive import all_of, calc, claim, eq, index, ne, real, size, vector
from symderive.claims import Claim
from symderive.errors import IllFormed

n, k = size("n"), size("k")


def doubled(x: Any) -> Any:
    """Twice a vector."""
    return 2 * x


def with_oracle(function: Any, **more: Any) -> Callable[[Callable[..., Any]], Claim]:
    """The decorator of a claim that names an implementation."""
    return claim(**{"numbers": {n: 5}, "oracle": function, **more})


def vectors(x=vector(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """A vector on the left."""
    return eq(x + x, 2 * x)


def entries(x=vector(n), i=index(n), t=real()):  # type: ignore[no-untyped-def]  # noqa: B008
    """An entry on the left."""
    return calc(t * x[i] + t * x[i]).eq(2 * t * x[i], "collect terms").eq(t * (2 * x[i]), "again")


def test_a_claim_knows_its_implementation_and_where_it_is_compared() -> None:
    found = with_oracle(doubled, oracle_at=[{n: 1}, {n: 2}])(vectors)
    assert found.written
    assert found.reference is not None
    assert found.reference.name == "doubled"
    assert found.reference.at == ((("n", 5),), (("n", 1),), (("n", 2),))
    assert with_oracle(lambda t, x: 2 * t * x)(entries).written
    assert claim()(vectors).reference is None


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"oracle": 3}, "takes a function"),
        ({"oracle": None, "oracle_at": [{n: 1}]}, "name it with oracle="),
        ({"oracle_at": [{n: 0.5}]}, "is no integer"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_once(more: dict[str, Any], told: str) -> None:
    with pytest.raises(IllFormed, match=told):
        with_oracle(doubled, **more)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (lambda y: y, r"takes y, which is no variable .* there are n, t, x"),
        (lambda i, x: x, r"takes i, .* gives all entries at once"),
        (lambda k: k, "takes k, "),
        (lambda *x: x, r"without \* and /"),
        (lambda x, /: x, r"names what it takes, without"),
    ],
)
def test_what_it_takes_has_to_be_there(function: Callable[..., Any], told: str) -> None:
    with pytest.raises(IllFormed, match=told):
        _ = with_oracle(function)(entries).written


def pairs(x=vector(2)):  # type: ignore[no-untyped-def]  # noqa: B008
    """No size is free."""
    return eq(x + x, 2 * x)


def test_sizes_are_named_where_there_are_any() -> None:
    with pytest.raises(IllFormed, match="and n is not among them"):
        _ = with_oracle(doubled, numbers={})(vectors).written
    assert with_oracle(doubled, numbers={})(pairs).written


def several(x=vector(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """No left side."""
    return all_of(eq(x + x, 2 * x), eq(x, x + 0 * x))


def inner_entries(x=vector(n), i=index(2, n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """An index from 2 on."""
    return eq(x[i] + x[i - 1], x[i - 1] + x[i])


def triangle(x=vector(n), i=index(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """An index that occurs in a hypothesis is still an index."""
    return eq(2 * x[i], x[i] + x[i]).given(ne(i, 1))


@pytest.mark.parametrize(
    ("write", "told"), [(several, "the left side of a relation"), (inner_entries, r"\(i\) have to")]
)
def test_there_has_to_be_a_left_side(write: Callable[..., Any], told: str) -> None:
    with pytest.raises(IllFormed, match=told):
        _ = with_oracle(doubled)(write).written
    assert with_oracle(doubled)(triangle).written
