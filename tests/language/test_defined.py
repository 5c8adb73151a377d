"""Conditions that a definition says in relations, put in where they are claimed."""

from __future__ import annotations

import pytest

from symderive.errors import IllFormed
from symderive.language.binding import free_symbols, subterms
from symderive.language.convexity import Convex, convex
from symderive.language.declarations import vector
from symderive.language.defined import Defined, is_negated, names_in, spelled_out, unused
from symderive.language.domains import real, size
from symderive.language.reading import read_statement
from symderive.language.statements import all_of, any_of, eq, forall, gt, implies, negation
from symderive.language.terms import Compare, Statement, Truth

n = size("n")
a, b, y = real("a"), real("b"), vector("y", n)
SQUARE = convex(b * a**2, a)


def left(statement: Statement) -> int:
    """How many conditions of this kind are left."""
    return sum(isinstance(part, Defined) for part in subterms(spelled_out(statement)))


@pytest.mark.parametrize(
    "claim",
    [
        SQUARE,
        all_of(SQUARE, gt(b, 0)),
        any_of(SQUARE, gt(b, 0)),
        implies(gt(b, 0), SQUARE),
        forall(lambda k: convex(y[k] * a**2, a), n),
    ],
    ids=["alone", "one of all", "one of any", "a conclusion", "for every index"],
)
def test_what_is_claimed_is_spelled_out(claim: object) -> None:
    assert left(read_statement(claim)) == 0


@pytest.mark.parametrize("claim", [negation(SQUARE), implies(SQUARE, gt(b, 0))], ids=["not", "if"])
def test_what_is_denied_stays(claim: object) -> None:
    assert left(read_statement(claim)) == 1


def test_a_variable_that_depends_on_a_bound_index_stays() -> None:
    claim = forall(lambda k: convex(real("u", 0, y[k]) ** 2, real("u", 0, y[k])), n)
    assert left(read_statement(claim)) == 1


def test_two_conditions_get_variables_of_their_own() -> None:
    found = spelled_out(read_statement(all_of(convex(a**2, a), convex(a**4, a))))
    names = {symbol.name for symbol in free_symbols(found)}
    assert names == {"a_1", "a_2", "s", "a_1_", "a_2_", "s_"}


def test_a_statement_without_such_conditions_stays_itself() -> None:
    statement = read_statement(eq(b, b))
    assert spelled_out(statement) is statement


def test_names_include_bound_ones() -> None:
    assert names_in(SQUARE.term) == {"a", "b"}
    assert unused("a", ["a", "a_"]) == "a__"


def test_what_denies_one() -> None:
    assert is_negated(negation(SQUARE).term)
    assert not is_negated(negation(gt(b, 0)).term)


def test_a_base_has_no_definition() -> None:
    with pytest.raises(IllFormed, match="no definition"):
        Defined().meaning(frozenset())
    assert Defined().bound_name == ""
    assert Defined().has_closed_variables


def test_meanings_are_relations() -> None:
    term = SQUARE.term
    assert isinstance(term, Convex)
    assert isinstance(term.meaning(frozenset()), Compare)
    assert not isinstance(term.meaning(frozenset()), Truth)
