"""Unknown functions of a whole tensor: built, refused, substituted in, written out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
import sympy

from symderive.errors import IllFormed, Undefined
from symderive.language.binding import dangling, free_symbols, substitute
from symderive.language.calculus import diff, grad
from symderive.language.declarations import function, matrix, simplex, tensor, vector
from symderive.language.definitions import entry_of, requirements, shape_of
from symderive.language.domains import index, size
from symderive.language.functionals import UnknownFunctional
from symderive.language.reading import read, read_statement
from symderive.language.serial import digest, from_json, to_json
from symderive.language.statements import eq
from symderive.language.sums import total
from symderive.language.terms import Bound, Compare, Functional, number
from symderive.language.values import named_values

n, m = size("n"), size("m")
a, b, A = vector("a", n), vector("b", m), matrix("A", m, n)
i, j = index("i", n), index("j", n)
L, M = function("L", of=vector(n)), function("M", of=matrix(m, n))


def test_a_value_is_a_scalar_and_a_gradient_a_tensor() -> None:
    assert L(a).term == Functional("L", (n.term,), a.term)
    assert L.grad(a).shape == (n,)
    assert L.hessian(a).shape == (n, n)
    assert (M.grad(A).shape, M.hessian(A).rank) == ((m, n), 4)
    assert shape_of(L(a).term) == ()


def test_an_entry_of_a_gradient_is_a_partial_derivative() -> None:
    first = Functional("L", (n.term,), a.term, (i.term,))
    assert entry_of(L.grad(a).term, (i.term,)) == first
    second = entry_of(L.hessian(a).term, (i.term, j.term))
    assert second == Functional("L", (n.term,), a.term, (i.term, j.term))
    assert isinstance(second, Functional)
    assert second.rows == ((i.term,), (j.term,))
    entry = entry_of(M.hessian(A).term, tuple(map(number, (1, 2, 3, 4))))
    assert isinstance(entry, Functional)
    assert entry.rows == ((number(1), number(2)), (number(3), number(4)))


def test_declarations_without_a_name_get_that_of_the_parameter() -> None:
    described = function(of=vector(n))
    assert described.named("L") == L
    assert str(function(of=vector(3))) == "function(of=vector(3))"
    assert len({L, described.named("L"), function("L", of=vector(m))}) == 2
    assert function("L", of=vector("any", n)) == L
    assert repr(L) == "L"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: L(A), r"tensors of shape \(n\), and its argument A has the shape \(m, n\)"),
        (lambda: L(3), r"its argument 3 has the shape \(\)"),
        (lambda: L(vector("c", n + 1)), r"n \+ 1 = n never holds"),
        (lambda: L.grad(vector("c", n + 1)), r"never holds"),
        (lambda: L(eq(1, 2)), r"a condition stands as the argument of L"),
        (lambda: L(sympy.IndexedBase("x")), r"x"),
        (lambda: function("L", of=3), r"of= describes the tensors"),
        (lambda: function("L", of=L), r"of= describes the tensors"),
        (lambda: function("L", of=a + a), r"of= describes the tensors"),
        (lambda: function(of=vector(n, above=0)), r"defined for all real entries"),
        (lambda: function(of=simplex(n)), r"defined for all real entries"),
        (lambda: function("L", of=vector(n), convex=True), r"nothing else is said"),
        (lambda: read_statement(eq(L(a), function("L", of=vector(m))(b))), r"functions are called"),
        (lambda: read_statement(eq(L(a), function("L")(i))), r"functions are called L"),
    ],
    ids=count(),
)
def test_what_has_no_meaning_is_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


def test_a_shape_that_may_differ_is_an_obligation() -> None:
    wanted = (Compare("=", m.term, n.term),)
    assert requirements(L(b).term) == wanted
    assert requirements(L.grad(b).term) == wanted
    assert requirements(L(a).term) == ()
    assert requirements(L.hessian(a).term) == ()


def test_json_both_ways() -> None:
    statement = read_statement(eq(grad(L(A @ vector("x", n)), vector("x", n))[i], L.grad(b)[i]))
    back = from_json(to_json(statement))
    assert back == statement
    assert digest(back) == digest(statement)


def test_substitution_captures_nothing() -> None:
    term = read(total(lambda k: L.grad(a)[k] * L.grad(a * k)[i], 1, n))
    assert dangling(term) == 0
    assert i.term in free_symbols(term)
    found = substitute(term, {i.term: number(2), n.term: number(3)})
    assert i.term not in free_symbols(found)
    assert n.term not in {s for s in free_symbols(found) if s.name == "n"}
    inner = L.grad(a * i)
    assert read(total(lambda k: inner[k], 1, n)) == read(total(lambda t: inner[t], 1, n))


def test_a_size_of_the_shape_is_not_bound_by_a_sum() -> None:
    with pytest.raises(IllFormed, match=r"a sum binds a variable on which the shape of L\b"):
        read(sympy.Sum(sympy.sympify(L(b)), (sympy.sympify(n), 1, 3)))


def test_a_function_of_entries_written_out() -> None:
    W, x = matrix("W", 2, 2), vector("x", 2)
    F = function("F", of=vector(2))
    explicit = grad(F(W @ x), x).matrix({})
    W_, x_ = sympy.IndexedBase("W"), sympy.IndexedBase("x")
    u, v = sympy.symbols("u v")
    named = sympy.Function("F")(u, v)
    values = [W_[k, 1] * x_[1] + W_[k, 2] * x_[2] for k in (1, 2)]
    for column in (1, 2):
        wanted = sum(
            W_[k, column] * named.diff(t).subs({u: values[0], v: values[1]})
            for k, t in ((1, u), (2, v))
        )
        square = {sympy.Function("F"): sympy.Lambda((u, v), u**2 * v + v)}
        assert sympy.expand((explicit[column - 1] - wanted).subs(square).doit()) == 0
    G = function("G", of=tensor(2, 1))
    assert sympy.count_ops(G.grad(tensor("T", 2, 1)).matrix({})) > 0


def test_explicit_indices_and_sizes_are_checked() -> None:
    x = vector("x", 2)
    with pytest.raises(Undefined, match=r"no value at these sizes|do not fit"):
        L.grad(b).matrix({n: 2, m: 3})
    beyond = Functional("F", (number(2),), x.term, (number(3),))
    with pytest.raises(Undefined, match=r"no entry"):
        (x * type(L(a))(beyond)).matrix({})


def test_values_are_given_under_the_name() -> None:
    given = (abs, abs)
    assert named_values((L(a) * a[i]).term, {L: given, "n": 2}) == {"L": given, n.term: 2}
    with pytest.raises(IllFormed, match=r"give values for"):
        named_values(L(a).term, {function("K", of=vector(n)): given})


def test_a_derivative_by_a_variable_stays_unevaluated() -> None:
    term = diff(L(a), a[i]).term
    assert type(term).__name__ == "Partial"
    assert term.body == L(a).term


def test_bound_indices_belong_to_the_gradient() -> None:
    body = L.grad(a).term.body  # type: ignore[attr-defined]
    assert body.indices == (Bound(0),)
    assert isinstance(L, UnknownFunctional)
