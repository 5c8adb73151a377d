"""Declarations of sizes, indices and real variables."""

from __future__ import annotations

import pickle

import pytest
import sympy

from symderive.errors import IllFormed
from symderive.language.domains import Description, index, real, size
from symderive.language.reading import read, read_statement
from symderive.language.scalars import Scalar
from symderive.language.serial import from_json, to_json
from symderive.language.terms import ONE, ZERO, Bound, Compare, Domain, Mod, Symbol, number

VALUE = Bound(0)
AT_LEAST_ONE = Compare(">=", VALUE, ONE)
n, m = size("n"), size("m")

DECLARATIONS = {
    "size": (size("v"), "integer", (AT_LEAST_ONE,)),
    "even size": (
        size("v", multiple_of=2),
        "integer",
        (AT_LEAST_ONE, Compare("=", Mod(VALUE, number(2)), ZERO)),
    ),
    "size from 0": (size("v", at_least=0), "integer", (Compare(">=", VALUE, ZERO),)),
    "size within": (
        size("v", at_least=2, at_most=n),
        "integer",
        (Compare(">=", VALUE, number(2)), Compare("<=", VALUE, n.term)),
    ),
    "index": (
        index("v", n),
        "integer",
        (Compare("<=", ONE, VALUE), Compare("<=", VALUE, n.term)),
    ),
    "index from": (
        index("v", 0, n - 1),
        "integer",
        (Compare("<=", ZERO, VALUE), Compare("<=", VALUE, (n - 1).term)),
    ),
    "real": (real("v"), "real", ()),
    "above": (real("v", above=0), "real", (Compare(">", VALUE, ZERO),)),
    "between": (
        real("v", above=0, below=1),
        "real",
        (Compare(">", VALUE, ZERO), Compare("<", VALUE, ONE)),
    ),
    "interval": (
        real("v", 0, 1),
        "real",
        (Compare(">=", VALUE, ZERO), Compare("<=", VALUE, ONE)),
    ),
    "not zero": (real("v", nonzero=True), "real", (Compare("!=", VALUE, ZERO),)),
    "above another": (
        real("v", above=real("a")),
        "real",
        (Compare(">", VALUE, real("a").term),),
    ),
}


@pytest.mark.parametrize(
    ("variable", "kind", "conditions"), DECLARATIONS.values(), ids=DECLARATIONS
)
def test_domains(variable, kind, conditions):
    assert isinstance(variable, Scalar)
    assert variable.term == Symbol("v", Domain(kind, conditions))
    assert pickle.loads(pickle.dumps(variable)) == variable
    assert from_json(to_json(variable.term)) == variable.term
    assert read(sympy.sympify(variable)) == variable.term


def test_the_domain_is_part_of_identity():
    assert size("n") == n
    assert size("n") != size("n", at_least=0)
    assert index("i", n) != index("i", m)
    assert len({size("n"), size("n", multiple_of=2), size("n")}) == 2
    with pytest.raises(IllFormed, match="two different symbols are called n"):
        read_statement(size("n"), size("n", at_least=0))
    with pytest.raises(IllFormed, match="two different symbols are called n"):
        read_statement(index("i", n), index("j", size("n", at_least=0)))


def test_a_raw_size_keeps_its_symbol():
    raw = sympy.Symbol("n", integer=True)
    variable = index("i", raw)
    assert variable.origins == {Symbol("n", Domain("integer")): raw}
    with pytest.raises(IllFormed, match="two different symbols are called n"):
        read_statement(index("i", raw), sympy.Symbol("n"))


DESCRIPTIONS = {
    "index": (index(n), lambda name: index(name, n)),
    "index from": (index(2, n), lambda name: index(name, 2, n)),
    "real": (real(), real),
    "above": (real(above=0), lambda name: real(name, above=0)),
    "interval": (real(0, 1), lambda name: real(name, 0, 1)),
    "size": (size(multiple_of=2), lambda name: size(name, multiple_of=2)),
}


@pytest.mark.parametrize(("description", "named"), DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_descriptions_get_a_name_later(description, named):
    assert isinstance(description, Description)
    assert description.named("v") == named("v")
    assert description.named("w") != named("v")
    again = pickle.loads(pickle.dumps(description))
    assert again == description
    assert hash(again) == hash(description)
    with pytest.raises(AttributeError):
        description.arguments = ()


def test_a_description_has_no_value():
    with pytest.raises(IllFormed, match=r"index\(n\).*index\('x', ...\)|has no name yet"):
        n + index(n)
    assert str(real(0, 1)) == "real(0, 1)"
    assert str(real(above=0)) == "real(above=0)"


REFUSED = {
    "size without a name": (lambda: size(3), r"size\('n'\)"),
    "size of no integer": (lambda: size("n", at_least=0.5), "float"),
    "half an integer": (lambda: size("n", at_least=sympy.S.Half), "not an integer"),
    "multiple of zero": (lambda: size("n", multiple_of=0), "positive integer"),
    "real divisor": (lambda: size("n", multiple_of=real("a")), "declare it as an integer"),
    "empty name": (lambda: size(" "), "needs a name"),
    "index without a range": (lambda: index("i"), r"index\('i', n\)"),
    "index of three": (lambda: index("i", 1, 2, 3), r"index\('i', n\)"),
    "nameless index without a range": (index, r"index\('i', n\)"),
    "real range": (lambda: index("i", real("a")), "declare it as an integer"),
    "one end": (lambda: real("u", 0), "above=0"),
    "nameless one end": (lambda: real(0), "above=0"),
    "float bound": (lambda: real("u", above=0.1), r"Fraction\(1, 10\)"),
    "nameless float bound": (lambda: real(above=0.1), r"Fraction\(1, 10\)"),
    "condition as bound": (lambda: real("u", above=n >= 1), "iverson"),
    "its own name": (lambda: index("n", n), "another variable called n"),
}


@pytest.mark.parametrize(("attempt", "advice"), REFUSED.values(), ids=REFUSED)
def test_wrong_declarations_are_refused(attempt, advice):
    with pytest.raises(IllFormed, match=advice):
        attempt()
