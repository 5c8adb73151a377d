"""Statements: what is claimed and given, and what is refused when a claim is built."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from sympy import Eq, Function, IndexedBase, Sum, symbols

from symderive.errors import IllFormed
from symderive.language.binding import subterms
from symderive.language.domains import index, real, size
from symderive.language.reading import Reader, read, read_statement
from symderive.language.serial import digest, from_json, to_json
from symderive.language.statements import eq, ge
from symderive.language.terms import (
    INTEGER,
    ONE,
    REAL,
    Bound,
    Compare,
    Entry,
    Statement,
    Symbol,
    TensorSymbol,
    number,
)
from tests.corpus import IDENTITIES as CORPUS
from tests.identities import IDENTITIES

n, i, j = symbols("n i j", integer=True)
a, b = symbols("a b", real=True)
x = IndexedBase("x")
F = Function("F")
A, B, N = Symbol("a", REAL), Symbol("b", REAL), Symbol("n", INTEGER)
EQUAL = Compare("=", A, B)
TENSOR = TensorSymbol("t", 1, (N,))
MATRIX = TensorSymbol("M", 2, (N, N))


@pytest.mark.parametrize(
    "arguments",
    [
        (a, b),
        (Eq(a, b),),
        (eq(a, b),),
        (EQUAL,),
        (eq(a, b).given(),),
        (Statement(EQUAL),),
    ],
    ids=["two sides", "Eq", "eq", "term", "proposition", "statement"],
)
def test_the_ways_to_write_a_claim(arguments):
    assert read_statement(*arguments) == Statement(EQUAL)


def test_hypotheses_come_from_given_on_either_side():
    n_positive, a_positive = Compare(">=", N, ONE), Compare(">", A, number(0))
    assert read_statement(a, b, [n >= 1, a > 0]).given == (n_positive, a_positive)
    assert read_statement(a, b, n >= 1).given == (n_positive,)
    assert read_statement(a, b, ge(n, 1)).given == (n_positive,)
    assert read_statement(eq(a, b).given(n >= 1), given=[a > 0]).given == (n_positive, a_positive)


def test_hypotheses_that_always_hold_are_left_out():
    positive = sympy.Symbol("p", positive=True)
    assert read_statement(a, b, [positive > 0]).given == ()
    assert read_statement(a, b, [sympy.false]).given != ()


def test_inequalities_are_claims():
    assert read_statement(a <= b).claim == Compare("<=", A, B)


REFUSED = {
    "bool as a claim": (lambda: read_statement(i == j), r"eq\(i, j\)"),
    "bool as a hypothesis": (lambda: read_statement(a, b, [i == j]), r"eq\(i, j\)"),
    "bool for given": (lambda: read_statement(a, b, i == j), r"eq\(i, j\)"),
    "claim evaluated to true": (lambda: read_statement(Eq(a, a)), "give both sides"),
    "claim evaluated to false": (lambda: read_statement(Eq(a, a + 1)), "give both sides"),
    "one side": (lambda: read_statement(a), "two sides"),
    "number as a hypothesis": (lambda: read_statement(a, b, [n]), r"eq\(a, b\)"),
    "two claims": (lambda: read_statement(eq(a, b).given(), b), "leave out the right side"),
    "condition as a side": (lambda: read_statement(a <= b, b), r"iff\(a, b\)"),
    "float": (lambda: read_statement(a, 0.1), r"Fraction\(1, 10\)"),
    "text": (lambda: read_statement("a", b), r"real\('a'\)"),
    "ranks": (lambda: read_statement(TENSOR, MATRIX), r"shape \(n\), the right side \(n, n\)"),
    "tensor and scalar": (lambda: read_statement(TENSOR, a), r"shape \(n\).*\(\)"),
    "loose bound variable": (lambda: read_statement(Bound(0), ONE), "outside its sum"),
    "loose index": (
        lambda: read_statement(Entry(TENSOR, (Bound(0),)), ONE),
        "outside its sum",
    ),
}


@pytest.mark.parametrize(("attempt", "advice"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_at_every_size_is_refused(attempt, advice):
    with pytest.raises(IllFormed, match=advice):
        attempt()


TWICE = {
    "index and real": lambda: read_statement(x[n], sympy.Symbol("n")),
    "assumptions": lambda: read_statement(a, sympy.Symbol("a", positive=True)),
    "plain and real": lambda: read_statement(sympy.Symbol("a"), a),
    "in a hypothesis": lambda: read_statement(a, b, [sympy.Symbol("a") > 0]),
    "ours and theirs": lambda: read_statement(size("n"), n),
    "domains": lambda: read_statement(real("a", above=0), real("a")),
    "inside a domain": lambda: read_statement(index("i", size("n")), n),
    "dummies": lambda: read_statement(sympy.Dummy("q"), sympy.Dummy("q")),
    "shapes": lambda: read_statement(x[i], IndexedBase("x", shape=(n,))[i]),
    "ranks": lambda: read_statement(x[i], x[i, j]),
    "positive entries": lambda: read_statement(x[i], IndexedBase("x", positive=True)[i]),
    "arities": lambda: read_statement(F(a), F(a, b)),
    "in a sum": lambda: read_statement(Sum(x[i], (i, 1, n)), size("n")),
}


@pytest.mark.parametrize("attempt", TWICE.values(), ids=TWICE)
def test_one_name_for_two_things_is_refused(attempt):
    with pytest.raises(IllFormed, match=r"two different (symbols|tensors|functions) are called"):
        attempt()


def test_a_plain_symbol_is_an_index_or_a_real_variable_but_not_both():
    k = sympy.Symbol("k")
    assert read_statement(Sum(x[k], (k, 1, n)), a).claim.left.name == "k"
    with pytest.raises(IllFormed, match=r"Symbol\('k', integer=True\)"):
        read_statement(Sum(x[k], (k, 1, n)), k)
    with pytest.raises(IllFormed, match=r"Symbol\('k', integer=True\)"):
        read_statement(k * Sum(x[k], (k, 1, n)), a)
    with pytest.raises(IllFormed, match=r"index\('u', n\)"):
        read(Sum(sympy.sympify(real("u")), (real("u"), 1, n)))


def test_names_may_be_bound_and_free():
    statement = read_statement(x[i] * Sum(x[i], (i, 1, n)), Sum(x[j] * x[i], (j, 1, n)))
    assert dict.fromkeys(part.name for part in subterms(statement) if isinstance(part, Symbol)) == {
        "i": None,
        "n": None,
    }


def test_equal_declarations_of_ours_and_theirs_are_one_variable():
    ours = index("i", n)
    assert read_statement(ours, n).claim == Compare("=", ours.term, N)


def test_a_reader_can_go_on():
    reader = Reader()
    reader.read(sympy.Symbol("q"))
    with pytest.raises(IllFormed, match="two different symbols are called q"):
        reader.read(sympy.Symbol("q", real=True))


def test_numbers():
    assert read(3) == read(sympy.Integer(3)) == number(3)
    assert read(Fraction(1, 2)) == read(sympy.Rational(1, 2)) == number(Fraction(1, 2))


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity.name)
def test_identities_are_read_and_keep_their_digest(identity):
    statement = read_statement(identity.lhs, identity.rhs, identity.given)
    again = from_json(to_json(statement))
    assert again == statement
    assert digest(again) == digest(statement)
    assert len(statement.given) == len(identity.given)


def test_the_corpus_is_read():
    statements = [read_statement(c.lhs, c.rhs, c.given) for c in CORPUS]
    assert len({digest(statement) for statement in statements}) > len(CORPUS) // 2
    assert all(from_json(to_json(statement)) == statement for statement in statements[::20])
