"""Terms written out at given sizes as SymPy expressions."""

from collections.abc import Callable
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
import sympy

from symderive.errors import IllFormed, Undefined
from symderive.language.constructions import array, diag, eye, ones
from symderive.language.declarations import function, matrix, tensor, vector
from symderive.language.domains import index, real, size
from symderive.language.explicit import explicit_scalar
from symderive.language.functions import exp, greater_of, log, relu, sigmoid, sqrt
from symderive.language.scalars import num, scalar
from symderive.language.statements import all_of, any_of, eq, forall, le, lt, ne, negation
from symderive.language.sums import cases, iverson, maximum, product, total
from tests.language.by_hand import tensor_of

m, n = size("m"), size("n")
x, A = vector("x", n), matrix("A", m, n)
a = real("a")
X, M = sympy.IndexedBase("x"), sympy.IndexedBase("A")
P = sympy.Symbol("a", real=True)
i = index("i", n)


def value(written: Any, sizes: dict[Any, int] | None = None) -> Any:
    """The explicit form of a scalar."""
    return explicit_scalar(scalar(written).term, {k.term: v for k, v in (sizes or {}).items()})


def test_entries_of_free_tensors_are_indexed() -> None:
    assert x.matrix({n: 2}) == sympy.Matrix([X[1], X[2]])
    assert A.matrix({m: 1, n: 2}) == sympy.Matrix([[M[1, 1], M[1, 2]]])
    assert A.matrix({"m": 2, "n": 1}).shape == (2, 1)


def test_the_result_is_immutable() -> None:
    assert isinstance(eye(2).matrix(), sympy.ImmutableDenseMatrix)


def test_sums_are_written_out() -> None:
    assert value(total(lambda k: x[k] ** 2, n), {n: 3}) == X[1] ** 2 + X[2] ** 2 + X[3] ** 2
    assert value(product(lambda k: x[k], n), {n: 2}) == X[1] * X[2]
    assert value(total(lambda k: k, 2, 1)) == 0
    assert value(product(lambda k: k, 2, 1)) == 1
    assert value(maximum(lambda k: x[k], n), {n: 2}) == sympy.Max(X[1], X[2])
    assert value(maximum(lambda k: k, 1, 3)) == 3
    assert value(total(lambda k, l: k * l, 2, (k_lower := 1, 3))) == 18 * k_lower


def test_numbers_stay_exact() -> None:
    assert value(num(1) / 3 + Fraction(1, 6)) == sympy.Rational(1, 2)
    assert value((n + 1) // 2 + (n % 3) + abs(-n), {n: 4}) == 2 + 1 + 4
    assert value(sqrt(num(8))) == 2 * sympy.sqrt(2)
    assert value(num(2) ** -2) == sympy.Rational(1, 4)
    assert value(sigmoid(0)) == sympy.Rational(1, 2)


def test_conditions_on_integers_are_decided() -> None:
    assert value(iverson(lt(n, 3)), {n: 2}) == 1
    assert value(iverson(negation(lt(n, 3))), {n: 2}) == 0
    assert value(iverson(any_of(eq(n, 2), eq(n, 5))), {n: 2}) == 1
    assert value(iverson(forall(lambda k: le(k, n), 3)), {n: 2}) == 0
    assert value(cases((1, lt(n, 3)), (1 / (n - 5), ne(n, 5)), otherwise=7), {n: 5}) == 7


def test_conditions_on_real_variables_stay() -> None:
    found = value(iverson(lt(0, a)))
    assert found.subs(P, 2) == 1
    assert found.subs(P, -2) == 0
    both = value(iverson(all_of(lt(0, a), lt(n, 3))), {n: 1})
    assert both == found
    shown = value(cases((a, lt(0, a)), otherwise=0))
    assert isinstance(shown, sympy.Piecewise)
    assert value(relu(a)) == sympy.Max(P, 0)
    assert value(greater_of(1, 2)) == 2


def test_a_false_bracket_hides_what_is_undefined() -> None:
    assert value(iverson(lt(n, 1)) / (n - 1), {n: 1}) == 0
    assert value(x[n + 1] * iverson(lt(n, 1)), {n: 1}) == 0


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: value(1 / (n - 1), {n: 1}), r"the denominator n - 1 is 0"),
        (lambda: value(x[n + 1], {n: 2}), r"the index \[3\] is out of range: the shape is \(2,\)"),
        (lambda: value(x[i / 2], {n: 2, i: 1}), r"an index is 1/2, no integer"),
        (lambda: value(log(n - 1), {n: 1}), r"the logarithm of 0"),
        (lambda: value(maximum(lambda k: x[k], 0), {n: 1}), r"the max of nothing"),
        (lambda: value(num(-1) ** Fraction(1, 2)), r"no power"),
        (lambda: value(n % (n - 1), {n: 1}), r"a remainder by 0"),
        (lambda: value(cases((1, lt(n, 1))), {n: 1}), r"none of the cases holds"),
        (lambda: value(total(lambda k: k, 1, n / 2), {n: 1}), r"upper bound of a sum is 1/2"),
        (
            lambda: (x + vector("u", m)).matrix({m: 1, n: 2}),
            r"entry by entry has no value .*: n = m",
        ),
    ],
    ids=count(),
)
def test_what_has_no_value_is_undefined(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(Undefined, match=message):
        wrong()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: A.matrix({n: 2}), r"sizes are missing: give also \{m: 3\}"),
        (A.matrix, r"give also \{m: 3, n: 3\}"),
        (lambda: x.matrix({n: 2.0}), r"the size n = 2\.0 is no integer"),
        (lambda: x.matrix({n: True}), r"the size n = True is no integer"),
        (lambda: x.matrix({n: 0}), r"n = 0 lies outside its domain"),
        (lambda: (a * x).matrix({n: 2, a: 1}), r"a is no size; .*subs\(beta, 2\)"),
        (lambda: x.matrix({n: 2, "k": 1}), r"'k' is no size"),
        (lambda: tensor("T", (1, 1, 1)).matrix(), r"3 axes is no matrix; .* X\[1, :, :\]"),
        (lambda: ones(2).matrix({x: 2}), r"no size"),
    ],
    ids=count(),
)
def test_sizes_that_do_not_fit_are_refused(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(IllFormed, match=message):
        wrong()


def test_symbols_of_sympy_come_back_as_they_were() -> None:
    b = sympy.Symbol("b", positive=True)
    k = sympy.Symbol("k", integer=True)
    found = (b * array((2,), lambda p: exp(k * p))).matrix({k: 1})
    assert found.free_symbols == {b}
    assert (b * diag(tensor_of([1, 2]))).matrix()[1, 1] == 2 * b


def test_unknown_functions_come_back_as_functions() -> None:
    F = function("F")
    assert F(x).matrix({n: 1})[0] == sympy.Function("F")(X[1])
    derivative = value(F.derivative(0, 2)(a, 3))
    assert isinstance(derivative, sympy.Subs)
    assert value(F.prime(n), {n: 2}).doit() != value(F(n), {n: 2})


def test_what_is_written_out_is_simplified_inside_a_claim_too() -> None:
    with sympy.evaluate(False):
        found = (x + x).matrix({n: 1})
    assert found[0] == 2 * X[1]


def test_empty_tensors_have_empty_matrices() -> None:
    assert ones(0).matrix().shape == (0, 1)
    assert ones(0, 3).matrix().shape == (0, 3)


def test_pooling_and_its_transpose_at_one_size() -> None:
    """B = 4 A^T for average pooling of a 4 x 2 image, both matrices written out."""
    from symderive.language.calculus import jacobian
    from symderive.language.operators import average_pool, upsample

    image, small = matrix("X", 4, 2), matrix("Y", 2, 1)
    pool = jacobian(average_pool(image, 2), image).matrix()
    spread = jacobian(upsample(small, 2), small).matrix()
    assert pool == sympy.Matrix([[1, 1, 0, 0, 1, 1, 0, 0], [0, 0, 1, 1, 0, 0, 1, 1]]) / 4
    assert spread == 4 * pool.T
