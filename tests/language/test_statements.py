"""Relations, logic and quantifiers."""

from __future__ import annotations

import pytest
import sympy

from symderive.errors import IllFormed
from symderive.language.domains import index, real, size
from symderive.language.scalars import Condition
from symderive.language.statements import (
    all_of,
    any_of,
    eq,
    exists,
    forall,
    ge,
    gt,
    iff,
    implies,
    le,
    lt,
    ne,
    negation,
)
from symderive.language.terms import (
    INTEGER,
    ONE,
    And,
    Bound,
    Compare,
    Entry,
    Forall,
    Not,
    Or,
    Symbol,
    TensorSymbol,
    Truth,
    number,
)

n, m = size("n"), size("m")
i, s = index("i", n), index("s", n)
a, b = real("a"), real("b")
x, y = TensorSymbol("x", 1, (n.term,)), TensorSymbol("y", 1, (m.term,))
A = TensorSymbol("A", 2, (n.term, m.term))
d = sympy.IndexedBase("d")
D = TensorSymbol("d", 1, None)

RELATIONS = {"=": eq, "!=": ne, "<=": le, "<": lt, ">=": ge, ">": gt}


@pytest.mark.parametrize(("symbol", "relation"), RELATIONS.items(), ids=RELATIONS)
def test_relations_between_scalars(symbol, relation):
    assert relation(a, b).term == Compare(symbol, a.term, b.term)
    assert relation(1, n).term == Compare(symbol, ONE, n.term)
    raw = sympy.Symbol("c", integer=True)
    assert relation(raw, 2).term == Compare(symbol, Symbol("c", INTEGER), number(2))


def test_tensors_are_equal_or_not_compared():
    assert eq(x, y).term == Compare("=", x, y)
    with pytest.raises(IllFormed, match=r"shape \(n\).*\(n, m\)"):
        eq(x, A)
    with pytest.raises(IllFormed, match=r"shape \(n\).*\(\)"):
        eq(x, 0)
    for relation in (ne, le, lt, ge, gt):
        with pytest.raises(IllFormed, match=r"forall\(lambda i"):
            relation(x, y)


def test_relations_refuse_conditions_and_bools():
    with pytest.raises(IllFormed, match=r"iff\(a, b\)"):
        eq(a <= b, b <= a)
    with pytest.raises(IllFormed, match=r"eq\(i, j\)"):
        eq(a == b, b)
    with pytest.raises(IllFormed, match=r"Fraction\(1, 2\)"):
        eq(a, 0.5)


def test_logic():
    p, q = a <= b, b <= a
    P, Q = p.term, q.term
    assert all_of(p, q).term == And((P, Q))
    assert any_of(p, q).term == Or((P, Q))
    assert all_of(p) == any_of(p) == p
    assert all_of().term == Truth(True)
    assert any_of().term == Truth(False)
    assert negation(p).term == Not(P)
    assert implies(p, q).term == Or((Not(P), Q))
    assert iff(p, q).term == And((Or((Not(P), Q)), Or((Not(Q), P))))
    assert all_of(p, sympy.Symbol("c", integer=True) > 0).term.conditions[0] == P


@pytest.mark.parametrize("logic", [all_of, any_of, negation], ids=lambda f: f.__name__)
def test_logic_refuses_numbers_and_bools(logic):
    with pytest.raises(IllFormed, match="condition is needed"):
        logic(a)
    with pytest.raises(IllFormed, match=r"eq\(i, j\)"):
        logic(a == b)


def test_quantifiers():
    body = Compare("<", Entry(D, (Bound(0),)), Entry(D, (s.term,)))
    written = forall(lambda k: implies(ne(k, s), lt(d[k], d[s])), n)
    assert written.term == Forall(ONE, n.term, Or((Not(Compare("!=", Bound(0), s.term)), body)))
    assert written.term.name == "k"
    assert forall(lambda k: lt(d[k], d[s]), 0, n).term == Forall(number(0), n.term, body)
    assert exists(lambda k: lt(d[k], d[s]), n).term == Not(Forall(ONE, n.term, Not(body)))
    both = forall(lambda p, q: le(d[p], d[q]), n, m)
    assert both.term == Forall(
        ONE,
        n.term,
        Forall(ONE, m.term, Compare("<=", Entry(D, (Bound(1),)), Entry(D, (Bound(0),)))),
    )


@pytest.mark.parametrize(
    ("attempt", "advice"),
    [
        (lambda: forall(a <= b, n), r"forall\(lambda k"),
        (lambda: forall(lambda k: k, n), "condition is needed"),
        (lambda: forall(lambda k: k == s, n), r"eq\(i, j\)"),
        (lambda: forall(lambda s: s <= index("s", n), n), "rename the parameter s"),
        (lambda: exists(lambda k: k <= 1), "upper bound"),
    ],
    ids=["no function", "number", "bool", "shadowing", "no range"],
)
def test_wrong_quantifiers_are_refused(attempt, advice):
    with pytest.raises(IllFormed, match=advice):
        attempt()


def test_claims_under_hypotheses():
    claimed = eq(a / a, 1).given(ne(a, 0), forall(lambda k: gt(d[k], 0), n))
    assert claimed.term.claim == eq(a / a, 1).term
    assert claimed.term.given[0] == Compare("!=", a.term, number(0))
    assert isinstance(claimed.term.given[1], Forall)
    assert isinstance(eq(a, b), Condition)
