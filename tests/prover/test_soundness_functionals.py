"""Statements about unknown functions of a tensor that must not be proved: traps of their reading.

Captured indices, arguments that depend on the index of a sum around them, entries without a value,
kinks, functions of one name on different shapes.
"""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    array,
    delta,
    diff,
    eq,
    forall,
    function,
    ge,
    grad,
    gt,
    index,
    iverson,
    le,
    log,
    lt,
    matrix,
    maximum,
    ne,
    ones,
    padded,
    real,
    size,
    total,
    vector,
)
from symderive.evaluator.search import find_counterexample
from symderive.language.reading import read_statement
from symderive.language.terms import (
    Array,
    Bound,
    Compare,
    Functional,
    Mul,
    Reduce,
    Statement,
    number,
)
from symderive.prover.prove import prove_statement

m, n = size("m"), size("n")
i, j = index("i", n), index("j", n)
c, z = real("c"), real("z")
x, y, b = vector("x", n), vector("y", n), vector("b", m)
Q = matrix("Q", n, n)
L, M = function("L", of=vector(n)), function("M", of=vector(m))
G = function("G", of=matrix(n, n))

FALSE: dict[str, Any] = {
    # Captured indices.
    "the index of the array, taken for that of the sum": eq(
        total(lambda s: L(array((n,), lambda t: x[t] * y[s])), 1, n),
        total(lambda s: L(array((n,), lambda t: x[t] * y[t])), 1, n),
    ),
    "rows and columns of a nested argument": eq(
        L(array((n,), lambda t: L(array((n,), lambda s: Q[s, t])))),
        L(array((n,), lambda t: L(array((n,), lambda s: Q[t, s])))),
    ),
    "the inner index, taken for the outer one": eq(
        L(array((n,), lambda t: L(array((n,), lambda s: x[t])))),
        L(array((n,), lambda t: L(array((n,), lambda s: x[s])))),
    ),
    "the derivative of a nested argument, indices exchanged": eq(
        diff(L(array((n,), lambda t: L(array((n,), lambda s: Q[s, t])))), Q[i, j]),
        L.grad(array((n,), lambda t: L(array((n,), lambda s: Q[s, t]))))[i]
        * L.grad(array((n,), lambda s: Q[s, j]))[j],
    ),
    "axes of a matrix": eq(G(Q), G(Q.T)),
    "axes of a gradient": eq(grad(G(Q), Q), G.grad(Q).T),
    "axes of a hessian of matrices": eq(G.hessian(Q)[i, j, 1, 1], G.hessian(Q)[j, i, 1, 1]),
    # Arguments that depend on the index of a sum around them.
    "an argument pulled out of its sum": eq(total(lambda t: L(t * x), 1, n), n * L(x)),
    "a derivative that forgets the factor": eq(
        diff(total(lambda t: L(t * x), 1, n), x[i]), total(lambda t: L.grad(t * x)[i], 1, n)
    ),
    "a derivative at the last argument only": eq(
        diff(total(lambda t: L(x * y[t]), 1, n), y[i]),
        total(lambda s: L.grad(x * y[n])[s] * x[s], 1, n),
    ),
    "a maximum over arguments": eq(
        maximum(lambda s: L(x * s), 1, n), maximum(lambda s: L(y * s), 1, n)
    ),
    "a maximum inside, of another running index": eq(
        L(array((n,), lambda t: maximum(lambda s: Q[s, t], 1, n))),
        L(array((n,), lambda t: maximum(lambda s: Q[t, s], 1, n))),
    ),
    # The variable of the derivative in several places.
    "a variable inside and beside": eq(diff(x[i] * L(x), x[i]), x[i] * L.grad(x)[i]),
    "a variable at two places of the argument": eq(
        diff(L(x * x[i]), x[i]), L.grad(x * x[i])[i] * x[i]
    ),
    "the entry by which is derived stands in the index": eq(
        diff(total(lambda t: x[i] * L.grad(x)[t], 1, n), x[j]),
        delta(i, j) * total(lambda t: L.grad(x)[t], 1, n),
    ),
    # Entries in range only.
    "equal on the first entries only": eq(L(x), L(array((n,), lambda t: iverson(lt(t, n)) * x[t]))),
    "equal on the others than the first": eq(L(array((n,), lambda t: padded(x)[t - 1])), L(x)),
    "equal at one index": eq(L(x), L(array((n,), lambda t: x[i]))),
    "a bracket on the index of the argument, taken out": eq(
        L(array((n,), lambda t: delta(t, i) * x[t])), delta(i, 1) * L(x) + (1 - delta(i, 1)) * L(x)
    ),
    # What has no value.
    "an entry of the argument divides by zero": eq(L(1 / x), L(1 / x)),
    "a logarithm of an entry": eq(L(log(x)), L(log(x))),
    "a logarithm of all entries but one is given": eq(L(log(x)), L(log(x))).given(gt(x[1], 0)),
    "an index of the argument out of range": eq(
        L(array((n,), lambda t: x[t + 1])), L(array((n,), lambda t: x[t + 1]))
    ),
    "an index of a derivative out of range": eq(L.grad(x)[i + 1], L.grad(x)[i + 1]),
    "an index of a second derivative out of range": eq(
        L.hessian(x)[i, j - 1], L.hessian(x)[j - 1, i]
    ),
    "another size": eq(M(x), M(x)),
    "a smaller size": eq(M(x), M(x)).given(le(m, n)),
    "another size of the gradient": eq(M.grad(x), M.grad(x)),
    # Kinks.
    "an absolute value in the argument": eq(
        diff(L(abs(x)), x[i]), L.grad(abs(x))[i] * (iverson(gt(x[i], 0)) - iverson(lt(x[i], 0)))
    ),
    "an absolute value on a half line": eq(diff(L(abs(z) * x), z), (L.grad(z * x) * x).sum()).given(
        ge(z, 0)
    ),
    "a step in the argument": eq(diff(L(iverson(gt(z, 0)) * x), z), 0),
    "a step in one entry": eq(diff(L(array((n,), lambda t: iverson(gt(x[t], 0)))), x[i]), 0),
    # Other functions.
    "two functions of the same argument": eq(L(x), function("K", of=vector(n))(x)),
    "a function and its derivative": eq(L(x), L.grad(x)[1]),
    "first and second derivatives": eq(L.grad(x)[i], L.hessian(x)[i, i]),
    "positive": gt(L(x) ** 2, 0),
    "entries that are given to differ": ne(L(x), L(y)).given(forall(lambda t: ne(x[t], y[t]), n)),
    "a linear part": eq(L(x + c * ones(n)) - L(x), c * L.grad(x).sum()),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_not_proved(name: str) -> None:
    statement = read_statement(FALSE[name])
    assert not prove_statement(statement).proved
    assert find_counterexample(statement).witness is not None


def test_functions_of_one_name_and_different_shapes_are_different() -> None:
    one, two = (number(1),), (number(2),)
    values = [Functional("L", shape, Array(shape, Mul((Bound(0), n.term)))) for shape in (one, two)]
    assert prove_statement(Statement(Compare("=", values[0], values[0]))).proved
    assert not prove_statement(Statement(Compare("=", *values))).proved


def test_a_shape_that_a_sum_binds_is_not_read() -> None:
    size_, shape = Bound(0), (Bound(0),)
    value = Functional("L", shape, Array((size_,), number(1)))
    total_ = Reduce("sum", number(1), n.term, value)
    outcome = prove_statement(Statement(Compare("=", total_, total_)))
    assert not outcome.proved
    assert "bound by a sum" in outcome.reason


def test_rows_of_derivatives_keep_their_indices_together() -> None:
    shape = (n.term, n.term)
    a, b_, c_, d = (index(letter, n).term for letter in "abcd")
    first = Functional("G", shape, Q.term, (a, b_, c_, d))
    exchanged = Functional("G", shape, Q.term, (c_, d, a, b_))
    mixed = Functional("G", shape, Q.term, (a, d, c_, b_))
    assert prove_statement(Statement(Compare("=", first, exchanged))).proved
    assert not prove_statement(Statement(Compare("=", first, mixed))).proved


def test_third_derivatives_are_symmetric() -> None:
    shape = (n.term,)
    a, b_, c_ = (index(letter, n).term for letter in "abc")
    orders = [(a, b_, c_), (c_, a, b_), (b_, a, c_)]
    values = [Functional("L", shape, x.term, rows) for rows in orders]
    for value in values[1:]:
        assert prove_statement(Statement(Compare("=", values[0], value))).proved
    repeated = Functional("L", shape, x.term, (a, a, c_))
    other = Functional("L", shape, x.term, (a, c_, c_))
    assert not prove_statement(Statement(Compare("=", repeated, other))).proved


@pytest.mark.parametrize(
    "claim",
    [
        eq(L(1 / x), L(1 / x)).given(forall(lambda t: gt(x[t], 0), n)),
        eq(
            L(array((n,), lambda t: iverson(lt(t, n)) * x[t + 1])),
            L(array((n,), lambda t: padded(x)[t + 1])),
        ),
        eq(M(x), M(x)).given(eq(m, n)),
        eq(iverson(eq(m, n)) * M(x), iverson(eq(m, n)) * M(1 * x)),
        eq(iverson(lt(i, n)) * L.grad(x)[i + 1], L.grad(x)[i + 1] * iverson(lt(i, n))),
        eq(diff(L(abs(x)), x[i]), L.grad(abs(x))[i]).given(forall(lambda t: gt(x[t], 0), n)),
    ],
    ids=str,
)
def test_true_where_everything_is_defined(claim: Any) -> None:
    assert prove_statement(read_statement(claim)).proved
