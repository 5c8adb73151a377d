"""Derivatives, gradients, Jacobians, Hessians: their shapes and their entries."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
import sympy

from symderive.errors import IllFormed
from symderive.language.calculus import diff, grad, hessian, jacobian, vjp
from symderive.language.constructions import inner, stack, trace
from symderive.language.declarations import function, matrix, vector
from symderive.language.definitions import entry_of, requirements
from symderive.language.domains import index, real, size
from symderive.language.explicit import explicit_scalar
from symderive.language.functions import exp, log, logsumexp, softmax
from symderive.language.operators import correlate
from symderive.language.scalars import Scalar
from symderive.language.terms import Apply, Compare, Entry, Partial
from tests.language.by_hand import assert_entries

m, n = size("m"), size("n")
x, v, A = vector("x", n), vector("v", m), matrix("A", m, n)
i, j = index("i", n), index("j", n)
a, b = real("a"), real("b")
F = function("F")


def test_diff_is_a_partial_derivative() -> None:
    assert diff(x[i], x[j]).term == Partial(x[i].term, x[j].term)
    assert diff(a * b, a, b).term == Partial(Partial((a * b).term, a.term), b.term)
    y = sympy.Symbol("y", real=True)
    assert diff(sympy.exp(y), y).origins[diff(sympy.exp(y), y).term.variable] == y


def test_diff_of_a_tensor_is_taken_entry_by_entry() -> None:
    found = diff(x * a, a)
    assert found.shape == (n,)
    assert_entries(found, [x[1], x[2]], {n: 2})
    assert_entries(diff(x * x, x[1]), [2 * x[1], 0], {n: 2})


def test_values_of_derivatives() -> None:
    found = explicit_scalar(diff(a**3 + b, a).term, {})
    assert found == 3 * sympy.Symbol("a", real=True) ** 2
    twice = explicit_scalar(diff(exp(a * b), a, b).term, {})
    p, q = sympy.symbols("a b", real=True)
    assert sympy.simplify(twice - sympy.exp(p * q) * (1 + p * q)) == 0


def test_a_gradient_has_the_shape_of_its_argument() -> None:
    assert grad((x * x).sum(), x).shape == (n,)
    assert_entries(grad((x * x).sum(), x), [2 * x[1], 2 * x[2]], {n: 2})
    assert grad(trace(A @ A.T), A).shape == (m, n)
    assert_entries(grad(inner(A, A), A), [[2 * A[1, 1], 2 * A[1, 2]]], {m: 1, n: 2})
    found = grad(a**2, a)
    assert isinstance(found, Scalar)


def test_a_jacobian_has_one_row_for_each_output() -> None:
    assert jacobian(A @ x, x).shape == (m, n)
    assert_entries(jacobian(A @ x, x), [[A[1, 1], A[1, 2]]], {m: 1, n: 2})
    assert jacobian((x * x).sum(), x).shape == (1, n)
    assert jacobian(x * a, a).shape == (n, 1)
    assert_entries(jacobian(x * a, a), [[x[1]], [x[2]]], {n: 2})
    w = vector("w", 2)
    assert_entries(
        jacobian(correlate(vector("y", 3), w), vector("y", 3)),
        [[w[1], w[2], 0], [0, w[1], w[2]]],
    )


def test_jacobians_of_matrices_go_through_vec() -> None:
    assert jacobian(A, A).shape == (m * n, m * n)
    assert jacobian(A, A).matrix({m: 2, n: 2}) == sympy.eye(4)
    transposed = jacobian(A.T, A).matrix({m: 2, n: 2})
    assert transposed == sympy.Matrix([[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]])


def test_a_jacobian_is_shown_folded() -> None:
    p = softmax(x)
    assert jacobian(p, x).term == Apply("jacobian", (p.term, x.term))
    assert entry_of(jacobian(p, x).term, (i.term, j.term)) == Partial(
        Entry(p.term, (i.term,)), x[j].term
    )


def test_hessians() -> None:
    found = hessian(x[1] ** 2 * x[2], x).matrix({n: 2})
    first, second = (sympy.IndexedBase("x")[place] for place in (1, 2))
    assert found == sympy.Matrix([[2 * second, 2 * first], [2 * first, 0]])
    assert hessian(logsumexp(x), x).shape == (n, n)
    assert hessian(inner(A, A), A).matrix({m: 2, n: 1}) == 2 * sympy.eye(2)


def test_vector_jacobian_products() -> None:
    found = vjp(A @ x, x, v)
    assert found.shape == (n,)
    assert_entries(found, [A[1, 1] * v[1] + A[2, 1] * v[2]], {m: 2, n: 1})
    assert requirements(vjp(A @ x, x, vector("u", n)).term) == (Compare("=", m.term, n.term),)
    assert vjp(A @ A.T, A, matrix("G", m, m)).shape == (m, n)
    assert isinstance(vjp(x, a, x), Scalar)


def test_derivatives_of_unknown_functions() -> None:
    found = explicit_scalar(diff(F(a**2), a).term, {})
    p = sympy.Symbol("a", real=True)
    assert found.doit().subs(sympy.Function("F"), sympy.sin).doit() == 2 * p * sympy.cos(p**2)
    assert F.prime(a).term.orders == (1,)


def test_the_jacobian_of_softmax() -> None:
    found = jacobian(softmax(x), x).matrix({n: 2})
    s = sympy.IndexedBase("x")
    values = {s[1]: 0, s[2]: 0}
    assert found.subs(values) == sympy.Matrix([[1, -1], [-1, 1]]) / 4


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: diff(a), r"diff needs a variable"),
        (lambda: diff(a, n), r"n is an integer and has no derivatives"),
        (lambda: diff(a, x), r"x is a whole tensor; write diff\(f, x\[j\]\), grad"),
        (lambda: diff(a, a + 1), r"not by a \+ 1|give the inner expression a name"),
        (lambda: diff(a, (x + x)[j]), r"give the inner expression a name"),
        (lambda: diff(a <= b, a), r"a condition stands under a derivative"),
        (lambda: grad(x, x), r"grad needs a scalar, not the shape \(n\); write jacobian"),
        (lambda: grad(a, x[1]), r"by one entry write diff"),
        (lambda: grad(a, x + 1), r"give the inner expression a name"),
        (lambda: jacobian(x, n), r"has no derivatives"),
        (lambda: hessian(x, x), r"hessian needs a scalar"),
        (lambda: vjp(A @ x, x, a), r"needs v in the shape of f: v has \(\), f has \(m\)"),
        (lambda: vjp(x, x, vector("u", n + 1)), r"no meaning at any size"),
        (lambda: grad(0.5, x), r"0\.5 is a float"),
    ],
    ids=count(),
)
def test_derivatives_that_have_no_meaning_are_refused(
    wrong: Callable[[], Any], message: str
) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


def test_logarithms_and_stacks_have_derivatives() -> None:
    found = jacobian(stack(log(a), a * b), a).matrix()
    p, q = sympy.symbols("a b", real=True)
    assert found == sympy.Matrix([1 / p, q])
