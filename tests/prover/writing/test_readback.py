"""Normal forms read back: the value stays, and the form is the one that a reader expects."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    absolute,
    correlate,
    diff,
    eq,
    exp,
    flip,
    function,
    ge,
    gt,
    index,
    iverson,
    le,
    log,
    matrix,
    maximum,
    ne,
    real,
    relu,
    size,
    tanh,
    total,
    trace,
    upsample,
    vec,
    vector,
)
from symderive.language.binding import free_symbols, subterms
from symderive.language.reading import read, read_statement
from symderive.language.terms import Compare, Reduce, Statement, Term, Unknown
from symderive.printing import text
from symderive.prover import translate, weights
from symderive.prover.hypotheses import hypotheses
from symderive.prover.place import Place
from symderive.prover.prove import MODES
from symderive.prover.ring import Polynomial, add, scaled
from symderive.prover.workspace import Workspace
from symderive.prover.writing.readback import Reading

m, n, k = size("m"), size("n"), size("k")
i, j, r = index("i", n), index("j", n), index("r", m)
x, y, b = vector("x", n), vector("y", n), vector("b", m)
A, B = matrix("A", m, n), matrix("B", n, n)
beta = real("beta")
w = vector("w", k)
F, G = function("F"), function("G")
u = index("u", 2 * n)
v = index("v", m * n)
t = index("t", n - k + 1)

Case = tuple[Any, str]

CASES: dict[str, Case] = {
    "a number": (total(lambda s: 1, 1, 4) / 6, "2/3"),
    "an entry": (2 * x[i] - x[i], "x[i]"),
    "a sum": (total(lambda s: x[s], 1, n), "sum(i=1..n, x[i])"),
    "a counted sum": (total(lambda s: s, 1, n), "n*(n + 1)/2"),
    "an index": (total(lambda s: iverson(eq(s, i)) * (s + 1), 1, n), "i + 1"),
    "a double sum": ((A @ x).sum(), "sum(i=1..n, x[i]*sum(j=1..m, A[j, i]))"),
    "a power of a sum": (x.sum() ** 2, "sum(i=1..n, x[i])^2"),
    "a quotient of sums": (x.sum() / exp(y).sum(), "sum(i=1..n, x[i])/sum(i=1..n, exp(y[i]))"),
    "exponentials joined": (exp(x[i]) * exp(2 * y[j]), "exp(2*y[j] + x[i])"),
    "a root of an exponential": (exp(x[i] / 2), "exp(x[i]/2)"),
    "an exponential divided": (1 / exp(x[i]), "exp(-x[i])"),
    "the temperature": (exp(beta * x[i]), "exp(beta*x[i])"),
    "tanh": (tanh(-x[i]), "-tanh(x[i])"),
    "a function": (diff(F(x[i] * beta), beta), "x[i]*F'(beta*x[i])"),
    "a difference of functions": (F(beta) - G(beta), "F(beta) - G(beta)"),
    "a bracket": (iverson(eq(i, j)) * x[i], "[i = j]*x[i]"),
    "a range": (iverson(le(2, i) & le(i, j)), "[2 <= i <= j]"),
    "a strict bracket": (iverson(gt(i, j)), "[j < i]"),
    "a triangle": (
        total(lambda s: total(lambda q: x[s] * y[q], 1, s), 1, n),
        "sum(i=1..n, x[i]*sum(j=1..i, y[j]))",
    ),
    "a strict triangle": (
        total(lambda s: total(lambda q: x[s] * x[q], s + 1, n), 1, n),
        "sum(i=1..n - 1, x[i]*sum(j=i + 1..n, x[j]))",
    ),
    "upsampling": (upsample(x, 2)[u], "x[floor((u + 1)/2)]"),
    "vec": (vec(A)[v], "A[mod(v - 1, m) + 1, floor((v - 1)/m) + 1]"),
    "a symbolic power": (beta**n, "beta^n"),
    "squares completed": (x[i] ** 2 - 2 * x[i] * y[i] + y[i] ** 2, "(x[i] - y[i])^2"),
    "a common factor": (x[i] * y[j] - x[i] * y[i], "x[i]*(y[j] - y[i])"),
    "sums over one range": (x.sum() - 2 * y.sum(), "sum(i=1..n, x[i] - 2*y[i])"),
    "a reversal": (flip(x)[i], "x[n - i + 1]"),
    "a maximum": (maximum(lambda s: x[s] + beta, 1, n), "beta + max(i=1..n, x[i])"),
}
GIVEN: dict[str, list[Any]] = {"a symbolic power": [ne(beta, 0)]}


def normal_form(
    expression: Any, given: list[Any], mode: tuple[bool, bool] = MODES[0]
) -> tuple[Workspace, Place, Polynomial, Statement]:
    """The polynomial of an expression, with the workspace in which it lives."""
    statement = read_statement(expression, expression, given)
    work = Workspace(10.0, *mode)
    place = hypotheses(work, statement)
    assert isinstance(statement.claim, Compare)
    return work, place, translate.value(work, statement.claim.left, place), statement


def read_back(expression: Any, given: list[Any], mode: tuple[bool, bool] = MODES[0]) -> Term:
    """The term of the normal form."""
    work, place, value, statement = normal_form(expression, given, mode)
    taken = frozenset(symbol.name for symbol in free_symbols(statement))
    reading = Reading(work, place.context, taken, {})
    return reading.value(value, reading.free_names())


@pytest.mark.parametrize("name", CASES)
def test_the_form_is_the_expected_one(name: str) -> None:
    expression, expected = CASES[name]
    assert text(read_back(expression, GIVEN.get(name, []))) == expected


SAME_VALUE = [
    (expression, GIVEN.get(name, []))
    for name, (expression, _) in CASES.items()
    if name not in ("a symbolic power", "vec")
]
SAME_VALUE += [
    ((A.T @ (A @ x - b))[j], []),
    (trace(B @ B @ B), []),
    (correlate(x, w)[t], [ge(n, k)]),
    (((x - x.mean()) ** 2).mean(), []),
    (diff(F(x.sum()) * G(x[i]), x[j]), []),
    (exp(x[i]) / exp(x).sum(), []),
    (log(exp(x).sum()), []),
]


@pytest.mark.parametrize("mode", MODES, ids=["tanh", "exponentials"])
@pytest.mark.parametrize("place", range(len(SAME_VALUE)))
def test_the_term_has_the_value_that_was_read(place: int, mode: tuple[bool, bool]) -> None:
    expression, given = SAME_VALUE[place]
    work, where, value, statement = normal_form(expression, given, mode)
    taken = frozenset(symbol.name for symbol in free_symbols(statement))
    reading = Reading(work, where.context, taken, {})
    term = reading.value(value, reading.free_names())
    again = translate.value(work, term, where)
    difference = add(value, scaled(again, -1))
    assert weights.is_zero(work, difference, where.context).zero is True, text(term)
    assert not work.failures


def test_an_indicator_is_a_bracket_of_a_comparison() -> None:
    found = read_back(relu(x[i] - y[i]), [], MODES[1])
    assert text(found) in ("[y[i] < x[i]]*(x[i] - y[i])", "[x[i] > y[i]]*(x[i] - y[i])")


def test_an_absolute_value_stays_one() -> None:
    assert text(read_back(absolute(x[i] - y[i]), [])) == "abs(x[i] - y[i])"


def test_bound_variables_do_not_take_the_name_of_a_free_one() -> None:
    k, l = size("k"), size("l")
    z = matrix("z", k, l)
    found = read_back(z.sum(), [])
    names = [part.name for part in subterms(found) if isinstance(part, Reduce)]
    assert len(set(names)) == 2
    assert {"k", "l", "z"}.isdisjoint(names)


def test_properties_of_a_function_are_kept() -> None:
    f = function("f", nondecreasing=True, smooth=True)
    (found,) = [part for part in subterms(read(f(beta))) if isinstance(part, Unknown)]
    work, place, value, _ = normal_form(f(beta), [])
    reading = Reading(work, place.context, frozenset(), {"f": found.properties})
    assert reading.value(value, reading.free_names()) == read(f(beta))
    assert found.properties
