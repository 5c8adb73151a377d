"""Definitions opened one step."""

from symderive.language.terms import (
    Apply,
    Array,
    Bound,
    Compare,
    Entry,
    Floor,
    Iverson,
    Reduce,
    Symbol,
    number,
)
from symderive.prover.unfolding import core_subterms, parts, unfolded
from tests.prover.building import floor, real, size, tensor

n, x = size("n"), real("x")
V = tensor("V", n)
halves = Array((n.term,), floor(V[Bound(0)] / 2).term)


def test_an_entry_of_an_array_is_its_body_at_the_index() -> None:
    assert unfolded(Entry(halves, (number(3),))) == floor(V[3] / 2).term


def test_variables_and_arithmetic_are_not_folded() -> None:
    assert unfolded(V[1].term) is None
    assert unfolded((x + 1).term) is None


def test_what_a_definition_means_is_part_of_the_value() -> None:
    inside = list(core_subterms(Entry(halves, (number(3),))))
    assert any(isinstance(term, Floor) for term in inside)
    assert not any(isinstance(term, (Apply, Array)) for term in inside)


def test_domains_and_shapes_are_no_part_of_the_value() -> None:
    assert parts(n.term) == []
    assert Symbol("n", n.term.domain) not in core_subterms(V[1].term)  # type: ignore[attr-defined]


def test_binders_are_counted() -> None:
    total = Reduce("sum", number(1), n.term, Bound(0))
    assert [binds for _, binds in parts(total)] == [0, 0, 1]


def test_a_folded_tensor_is_the_array_of_its_entries() -> None:
    flipped = Apply("flip", (V.term,), ((0,),))
    opened = unfolded(flipped)
    assert opened == Array((n.term,), Entry(flipped, (Bound(0),)))
    assert V.term in core_subterms(Iverson(Compare("=", flipped, V.term)))
