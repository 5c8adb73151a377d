"""Families of sizes and tensors, and recursions: what they are, and what is refused."""

from __future__ import annotations

import pytest

from symderive import (
    IllFormed,
    diff,
    eq,
    forall,
    function,
    grad,
    index,
    jacobian,
    ones,
    recursion,
    size,
    size_family,
    tensor_family,
    total,
    vector,
)
from symderive.language.binding import dangling
from symderive.language.families import named_sizes
from symderive.language.members import FamilyMember, Recursion
from symderive.language.recursions import member_before, step_at
from symderive.language.serial import from_json, to_json
from symderive.language.shapes import size_text
from symderive.language.terms import ZERO, Entry, Partial, TensorSymbol

L = size("L")
n, f = size_family("n", L), size_family("f", 1, L)
w = tensor_family("w", lambda l: f[l], L)
b, x, sigma = vector("b", L), vector("x", n[0]), function("sigma")
l = index("l", L)
y = recursion("y", lambda l, before: sigma(b[l] * before), x, L)


def test_members_have_the_shape_of_their_index() -> None:
    assert w[L].shape == (f[L],)
    assert w[l - 1].shape == (f[l - 1],)
    assert y[l].shape == (n[l],)
    assert str(y[l - 1]) == "y[l - 1]"
    assert tensor_family("W", lambda l: (n[l], n[l - 1]), L)[l].shape == (n[l], n[l - 1])
    assert tensor_family("c", lambda l: (), L)[l].term.shape == ()


def test_a_family_ranges_from_its_first_index() -> None:
    assert size_family("n", L) == size_family("n", 0, L)
    assert size_family("n", L) != size_family("n", 1, L)
    assert size_family(L).named("n") == n
    assert tensor_family(lambda l: f[l], L).named("w") == w


def test_bound_indices_have_no_names() -> None:
    other = tensor_family("w", lambda layer: f[layer], L)
    assert other == w
    assert recursion("y", lambda k, earlier: sigma(b[k] * earlier), x, L) == y
    relation = forall(lambda l: eq(n[l], n[l - 1] - f[l] + 1), 1, L)
    assert relation.term == forall(lambda k: eq(n[k], n[k - 1] - f[k] + 1), 1, L).term


def test_terms_come_back_from_json() -> None:
    for written in (w[l], y[l], jacobian(y[L], w[l]), forall(lambda k: eq(n[k], f[k]), 1, L)):
        assert from_json(to_json(written.term)) == written.term


def test_a_step_is_taken_from_the_member_before() -> None:
    recursive = y.term
    assert isinstance(recursive, Recursion)
    assert not dangling(recursive)
    assert size_text(member_before(recursive, l.term)) == "l - 1"
    before = TensorSymbol("p", 1, (n[0].term,))
    step = step_at(recursive, l.term, before)
    assert str(before.name) in str(step)
    down = recursion("v", lambda l, after: 2 * after, x, L, downward=True, shape=lambda l: n[l])
    assert size_text(member_before(down.term, l.term)) == "l + 1"
    assert down.term.first == ZERO or down.term.first != down.term.last


def test_a_recursion_of_numbers_has_no_indices() -> None:
    scalar = recursion("u", lambda l, before: sigma(b[l] * before), b[1], L)
    assert scalar[l].term.shape == ()
    assert isinstance(diff(scalar[L], scalar[l]).term, Partial)


def test_derivatives_are_by_members_that_are_real() -> None:
    assert jacobian(y[L], y[l]).shape == (n[L], n[l])
    assert jacobian(y[L], w[l]).shape == (n[L], f[l])
    assert grad(w[l].sum(), w[l]).shape == (f[l],)
    found = diff(y[L][1], w[l][2]).term
    assert isinstance(found, Partial)
    assert isinstance(found.variable, Entry)
    assert isinstance(found.variable.tensor, FamilyMember)
    with pytest.raises(IllFormed):
        diff(y[L][1], n[l])


def test_numbers_of_a_family_are_those_of_its_members() -> None:
    assert named_sizes(f, (3, 5)) == [("f_1", 3), ("f_2", 5)]
    assert named_sizes(n, [7]) == [("n_0", 7)]
    assert named_sizes(L, 2) == [("L", 2)]
    for size_, value in ((n, 3), (3, 3)):
        with pytest.raises(IllFormed):
            named_sizes(size_, value)


WRONG = [
    lambda: size_family("n"),
    lambda: size_family("n", 1, 2, 3),
    lambda: size_family("n", b[1]),
    lambda: tensor_family("w", L),
    lambda: tensor_family("w", lambda i, j: L, L),
    lambda: tensor_family("w", lambda l: L, L, under=3),
    lambda: w[b[1]],
    lambda: list(w),
    lambda: recursion(lambda l, before: before, x, L),
    lambda: recursion("y", lambda l: x, x, L),
    lambda: recursion("y", lambda l, before: before.sum(), x, L),
    lambda: recursion("x", lambda l, before: before, x, L),
    lambda: recursion("y", lambda l, before: y[l] + recursion("q", y, x, L)[l], x, L),
    lambda: recursion("y", lambda l, a: recursion("q", lambda k, c: c, ones(n[0]), L)[l] + a, x, L),
]


@pytest.mark.parametrize("place", range(len(WRONG)))
def test_what_is_no_family_is_refused(place: int) -> None:
    with pytest.raises(IllFormed):
        WRONG[place]()


def test_a_member_under_a_sum_is_bound_with_it() -> None:
    assert not dangling(total(lambda k: w[k].sum(), 1, L).term)
