"""How SymPy's arithmetic, functions, sums, entries and derivatives are read."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from sympy import (
    E,
    IndexedBase,
    KroneckerDelta,
    Max,
    Min,
    Mod,
    Product,
    Rational,
    Sum,
    ceiling,
    exp,
    floor,
    log,
    sqrt,
)

from symderive.errors import IllFormed, NotRead
from symderive.language import binding
from symderive.language import terms as t
from symderive.language.reading import read
from symderive.language.terms import (
    INTEGER,
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Bound,
    Ceiling,
    Compare,
    Floor,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    TensorSymbol,
    Unknown,
    number,
)
from tests.language.sympy_and_terms import (
    HALF,
    A,
    B,
    F,
    I,
    J,
    M,
    N,
    X,
    Y,
    a,
    at,
    b,
    bounded,
    i,
    j,
    n,
    x,
    y,
)


def elementary(name, *arguments):
    return t.Function(name, arguments)


@pytest.mark.parametrize(
    ("written", "term"),
    [
        (3, number(3)),
        (Fraction(2, 6), Number(Fraction(1, 3))),
        (Rational(-1, 2), Number(Fraction(-1, 2))),
        (10**30, number(10**30)),
        (a + b, Add((A, B))),
        (a * b / 2, Mul((HALF, A, B))),
        (a / b, Mul((A, Pow(B, MINUS_ONE)))),
        (a - b, Add((A, Mul((MINUS_ONE, B))))),
        (a**b, Pow(A, B)),
        (sqrt(a), Pow(A, HALF)),
        (E, elementary("exp", ONE)),
        (E**a, elementary("exp", A)),
        (exp(2 * a), elementary("exp", Mul((number(2), A)))),
        (log(a), elementary("log", A)),
        (
            log(a, b, evaluate=False),
            Mul((elementary("log", A), Pow(elementary("log", B), MINUS_ONE))),
        ),
        (sympy.tanh(a), elementary("tanh", A)),
        (sympy.Abs(a), elementary("Abs", A)),
        (sympy.sign(a), elementary("sign", A)),
        (Max(a, b), elementary("Max", A, B)),
        (Min(a, 1), elementary("Min", ONE, A)),
        (floor(n / 2), Floor(Mul((HALF, N)))),
        (ceiling(n / 2), Ceiling(Mul((HALF, N)))),
        (Mod(n, 2), t.Mod(N, number(2))),
        (sympy.frac(a), t.Mod(A, ONE)),
        (KroneckerDelta(i, j), Iverson(Compare("=", I, J))),
        (KroneckerDelta(i, 2 * j), Iverson(Compare("=", I, Mul((number(2), J))))),
        (x[i], at(X, I)),
        (x[2 * i - 1], at(X, Add((MINUS_ONE, Mul((number(2), I)))))),
        (x[i, j], at(TensorSymbol("x", 2, None), I, J)),
        (bounded[i, j], at(TensorSymbol("z", 2, (N, M)), I, J)),
        (F(a), Unknown("F", (A,), (0,))),
        (F(a, b), Unknown("F", (A, B), (0, 0))),
    ],
    ids=lambda value: str(value)[:40] if not isinstance(value, t.Term) else "",
)
def test_expressions(written, term):
    assert read(written) == term


def test_hyperbolic_sine_and_cosine_are_exponentials():
    rising, falling = elementary("exp", A), elementary("exp", Mul((MINUS_ONE, A)))
    assert read(sympy.cosh(a)) == Mul((HALF, Add((rising, falling))))
    assert read(sympy.sinh(a)) == Mul((HALF, Add((rising, Mul((MINUS_ONE, falling))))))


# Sums


def test_a_sum_binds_its_variable():
    term = read(Sum(x[i] * y[j], (i, 1, n)))
    assert term == Reduce("sum", ONE, N, Mul((at(X, Bound(0)), at(Y, J))))
    assert term.name == "i"


def test_the_last_limit_is_the_outermost():
    term = read(Sum(x[i] * y[j], (j, 1, i), (i, 1, n)))
    inner = Reduce("sum", ONE, Bound(0), Mul((at(X, Bound(1)), at(Y, Bound(0)))))
    assert term == Reduce("sum", ONE, N, inner)
    assert (term.name, term.body.name) == ("i", "j")
    nested = read(Sum(Sum(x[i] * y[j], (j, 1, i)), (i, 1, n)))
    assert nested == term


def test_products_and_mixtures():
    term = read(Product(Sum(x[i], (i, 1, j)), (j, 1, n)))
    assert term == Reduce("product", ONE, N, Reduce("sum", ONE, Bound(0), at(X, Bound(0))))


def test_bound_and_free_variables_of_one_name_stay_apart():
    """Trap: an inner sum and the outer expression use the same SymPy symbol."""
    written = x[i] * Sum(x[i] ** 2, (i, 1, i))
    assert read(written) == Mul((at(X, I), Reduce("sum", ONE, I, Pow(at(X, Bound(0)), number(2)))))


def test_an_inner_sum_over_the_same_symbol_hides_the_outer_variable():
    written = Sum(x[i] * exp(Sum(y[i], (i, 1, i))), (i, 1, n))
    inner = elementary("exp", Reduce("sum", ONE, Bound(0), at(Y, Bound(0))))
    assert read(written) == Reduce("sum", ONE, N, Mul((at(X, Bound(0)), inner)))


def test_an_empty_range_stays_an_empty_range():
    """Trap: SymPy's doit would give -3 for this one."""
    assert read(Sum(1, (i, 1, -3))) == Reduce("sum", ONE, number(-3), ONE)
    assert read(Sum(x[i], (i, 4, 1))) == Reduce("sum", number(4), ONE, at(X, Bound(0)))


def test_a_bound_variable_needs_no_assumption():
    free = sympy.Symbol("t")
    assert read(Sum(x[free], (free, 1, n))) == Reduce("sum", ONE, N, at(X, Bound(0)))


@pytest.mark.parametrize(
    ("assumptions", "lower"),
    [
        ({"positive": True}, 0),
        ({"nonnegative": True}, -1),
        ({"even": True}, 2),
        ({"odd": True}, 1),
        ({"negative": True}, 1),
    ],
    ids=str,
)
def test_a_bound_variable_whose_assumptions_fail_on_its_range_is_refused(assumptions, lower):
    index = sympy.Symbol("q", integer=True, **assumptions)
    with pytest.raises(IllFormed, match=r"Symbol\('q', integer=True\)"):
        read(Sum(x[index], (index, lower, n)))


def test_a_positive_bound_variable_from_1_is_read():
    index = sympy.Symbol("q", integer=True, positive=True)
    assert read(Sum(x[index], (index, 1, n))) == Reduce("sum", ONE, N, at(X, Bound(0)))


@pytest.mark.parametrize(
    ("limit", "advice"),
    [
        ((x[i], 1, n), r"\(k, 1, n\)"),
        ((i, 1, sympy.oo), "finite"),
        ((sympy.Idx("q", n), 0, n - 1), "counts from 0"),
        (sympy.Idx("q", n), "counts from 0"),
    ],
    ids=str,
)
def test_other_limits_are_refused(limit, advice):
    with pytest.raises(NotRead, match=advice):
        read(Sum(x[i], limit))


# Indices


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        (x[a], r"Symbol\('a', integer=True\)"),
        (x[2 * i + a], r"Symbol\('a', integer=True\)"),
        (x[i * a], r"Symbol\('a', integer=True\)"),
        (x[Rational(1, 2)], "1/2, which is not an integer"),
        (x[y[i]], r"IndexedBase\('y', integer=True\)"),
        (Sum(x[i], (i, 1, a)), r"upper bound.*Symbol\('a', integer=True\)"),
        (Sum(x[i], (i, a, n)), r"lower bound.*Symbol\('a', integer=True\)"),
        (IndexedBase("w", shape=(a,))[i], r"a size of w.*Symbol\('a', integer=True\)"),
    ],
    ids=str,
)
def test_a_real_index_is_ill_formed(written, advice):
    with pytest.raises(IllFormed, match=advice):
        read(written)


def test_integers_made_of_reals_are_indices():
    assert read(x[floor(a)]) == at(X, Floor(A))
    assert read(x[ceiling(n / 2)]) == at(X, Ceiling(Mul((HALF, N))))


def test_assumptions_of_a_tensor_hold_for_its_entries():
    positive = read(IndexedBase("p", positive=True)[i]).tensor
    assert positive.domain.conditions == (Compare(">", Bound(0), ZERO),)
    whole = IndexedBase("q", integer=True)
    assert read(x[whole[i]]).indices[0].tensor.domain == INTEGER


def test_a_size_is_not_bound_by_a_sum():
    with pytest.raises(IllFormed, match="shape or domain of z"):
        read(Sum(bounded[1, 1], (n, 1, 5)))
    assert read(Sum(bounded[i, 1], (i, 1, n))).body == at(
        TensorSymbol("z", 2, (N, M)), Bound(0), ONE
    )


@pytest.mark.parametrize(
    "base", [IndexedBase("w", offset=1), IndexedBase("w", strides=(2,))], ids=["offset", "strides"]
)
def test_offsets_and_strides_are_refused(base):
    with pytest.raises(NotRead, match=r"x\[i \+ offset\]"):
        read(base[i])


def test_a_delta_with_a_range_is_refused():
    with pytest.raises(NotRead, match="iverson"):
        read(KroneckerDelta(i, j, (1, n)))


def test_unevaluated_sympy_keeps_what_was_written():
    """Trap: SymPy cancels before the expression is seen; under evaluate(False) it does not."""
    assert read(a / a) == ONE
    with sympy.evaluate(False):
        quotient, doubled = a / a, 1 - 2 * (1 - a)
    assert read(quotient) == Mul((A, Pow(A, MINUS_ONE)))
    assert Pow(A, MINUS_ONE) not in binding.subterms(read(doubled))
    assert len([p for p in binding.subterms(read(doubled)) if p == A]) == 1
    assert read(doubled) != read(1 - 2 * (1 - a))


WRITTEN = {
    "sum of three": (lambda: a + b + n, Add((A, B, N))),
    "difference": (lambda: a - b, Add((A, Mul((MINUS_ONE, B))))),
    "product of three": (lambda: a * b * n, Mul((A, B, N))),
    "quotient": (lambda: a / b / n, Mul((A, Pow(B, MINUS_ONE), Pow(N, MINUS_ONE)))),
    "zero": (lambda: a + 0, Add((A, ZERO))),
    "one": (lambda: 1 * a, Mul((ONE, A))),
    "power": (lambda: sqrt(a) ** 2, Pow(Pow(A, HALF), number(2))),
    "function": (lambda: log(exp(a)), elementary("log", elementary("exp", A))),
    "sum over i": (lambda: Sum(x[i], (i, 1, n)), Reduce("sum", ONE, N, at(X, Bound(0)))),
    "sum over i and j": (
        lambda: Sum(Sum(x[i] * y[j], (j, 1, i)), (i, 1, n)),
        Reduce(
            "sum", ONE, N, Reduce("sum", ONE, Bound(0), Mul((at(X, Bound(1)), at(Y, Bound(0)))))
        ),
    ),
    "equal sides": (lambda: sympy.Eq(i, i), Compare("=", I, I)),
    "numbers": (lambda: sympy.Integer(2) * 3 + 1, Add((Mul((number(2), number(3))), ONE))),
}


@pytest.mark.parametrize(("write", "term"), WRITTEN.values(), ids=WRITTEN)
def test_lines_stand_as_written_where_nothing_is_evaluated(write, term):
    with sympy.evaluate(False):
        written = write()
    assert read(written) == term


def test_unevaluated_expr_is_what_stands_in_it():
    assert read(sympy.UnevaluatedExpr(a) / a) == Mul((Pow(A, MINUS_ONE), A))
