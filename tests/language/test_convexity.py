"""Convex and concave functions as statements: what they bind, what they mean, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symderive.errors import IllFormed
from symderive.language.binding import free_symbols
from symderive.language.calculus import diff, grad
from symderive.language.constructions import squared_norm
from symderive.language.convexity import CONVEX, Convex, concave, convex
from symderive.language.declarations import matrix, simplex, vector
from symderive.language.domains import index, real, size
from symderive.language.functions import exp, log, logsumexp, softmax
from symderive.language.reading import read, read_statement
from symderive.language.serial import from_json, to_json
from symderive.language.statements import all_of, eq, gt, implies
from symderive.language.terms import Bound, Compare, Pow, Symbol, number

n = size("n")
a, t, x = real("a"), real("t", above=0), vector("x", n)


def test_the_variable_is_bound() -> None:
    term = convex(a**2, a).term
    assert isinstance(term, Convex)
    assert term.body == Pow(Bound(0), number(2))
    assert not free_symbols(term)


def test_the_name_of_the_variable_means_nothing() -> None:
    assert convex(exp(a), a).term == convex(exp(real("b")), real("b")).term


def test_the_domain_counts() -> None:
    assert convex(a**2, a).term != convex(t**2, t).term


def test_convex_is_not_concave() -> None:
    assert convex(a, a).term != concave(a, a).term


def test_json_both_ways() -> None:
    term = convex(logsumexp(x), x).term
    assert from_json(to_json(term)) == term


def test_the_meaning_is_the_inequality_for_two_points_and_a_weight() -> None:
    term = convex(a**2, a).term
    assert isinstance(term, Convex)
    meaning = term.meaning(frozenset())
    assert isinstance(meaning, Compare)
    assert meaning.relation == "<="
    first, second, weight = (
        next(s for s in free_symbols(meaning) if s.name == name) for name in ("a_1", "a_2", "s")
    )
    assert first.domain == second.domain == read(a).domain  # type: ignore[attr-defined]
    assert isinstance(weight, Symbol)
    assert meaning == term.between(first, second, weight)


def test_the_variables_of_the_meaning_have_new_names() -> None:
    term = convex(a**2, a).term
    assert isinstance(term, Convex)
    names = {s.name for s in free_symbols(term.meaning(frozenset(["a_1", "s"])))}
    assert names == {"a_1_", "a_2", "s_"}


def test_a_tensor_is_a_variable_too() -> None:
    term = convex(squared_norm(x), x).term
    assert isinstance(term, Convex)
    assert (term.kind, len(term.shape)) == (CONVEX, 1)
    assert {symbol.name for symbol in free_symbols(term)} == {"n"}


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "an entry": (lambda: convex(x[1] ** 2, x[1]), "in a declared variable"),
    "an expression": (lambda: convex(a**2, a + 1), "in a declared variable"),
    "an integer": (lambda: convex(n**2, n), "is an integer"),
    "an index": (lambda: convex(index("i", n) * a, index("i", n)), "is an integer"),
    "a tensor as a function": (lambda: convex(softmax(x), x), "has indices"),
    "a domain with a gap": (
        lambda: convex(1 / real("b", nonzero=True), real("b", nonzero=True)),
        "no interval",
    ),
    "its own derivative": (lambda: convex(diff(a**3, a), a), "take the derivative first"),
    "an entry of its own gradient": (
        lambda: convex(grad(squared_norm(x), x)[1], x),
        "take the derivative first",
    ),
    "a domain that moves": (
        lambda: convex(real("u", 0, a) * a, a),
        "the domain of u depends on a",
    ),
    "a condition": (lambda: convex(gt(a, 0), a), "as a function"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_function_on_an_interval_is_refused(name: str) -> None:
    make, words = REFUSED[name]
    with pytest.raises(IllFormed, match=words):
        make()


def test_a_derivative_by_something_else_is_allowed() -> None:
    b = real("b")
    assert free_symbols(convex(diff(a * b, b), a).term) == {read(b)}


def test_a_bound_name_that_is_free_as_well_is_refused() -> None:
    with pytest.raises(IllFormed, match="rename one"):
        read_statement(all_of(convex(a**2, a), eq(a, a)))
    with pytest.raises(IllFormed, match="belongs to its declaration"):
        read_statement(convex(log(a), a), given=[gt(a, 0)])


def test_convexity_is_no_hypothesis() -> None:
    b = real("b")
    with pytest.raises(IllFormed, match="not assumed"):
        read_statement(eq(b, b), given=[convex(a**2, a)])


def test_convexity_may_be_a_premise() -> None:
    b = real("b")
    assert read_statement(implies(convex(b * a**2, a), gt(b, 0))).given == ()


@pytest.mark.parametrize(
    "variable", [simplex("p", n), matrix("A", n, n, above=0)], ids=["simplex", "box"]
)
def test_boxes_and_simplexes_are_domains(variable: Any) -> None:
    assert isinstance(convex(squared_norm(variable), variable).term, Convex)
