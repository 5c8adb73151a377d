"""Arithmetic on scalars and conditions: what it builds, what it refuses, how it meets SymPy."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction

import numpy as np
import pytest
import sympy

from symderive.errors import IllFormed
from symderive.language.reading import read
from symderive.language.scalars import (
    Condition,
    Proposition,
    Scalar,
    apply_function,
    condition,
    num,
    relation,
    scalar,
)
from symderive.language.serial import from_json, to_json
from symderive.language.terms import (
    INTEGER,
    MINUS_ONE,
    ONE,
    REAL,
    Add,
    And,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Function,
    Mod,
    Mul,
    Not,
    Number,
    Or,
    Pow,
    Statement,
    Symbol,
    TensorSymbol,
    Truth,
    number,
)

A, B, N, I = (
    Symbol("a", REAL),
    Symbol("b", REAL),
    Symbol("n", INTEGER),
    Symbol("i", INTEGER),
)
a, b, n, i = map(Scalar, (A, B, N, I))
TWO, THREE = number(2), number(3)
SYMPY_OPERANDS = (
    sympy.Integer(3),
    sympy.S.Zero,
    sympy.S.One,
    sympy.S.NegativeOne,
    sympy.S.Half,
    sympy.Rational(2, 3),
    sympy.E,
    sympy.Symbol("beta"),
    sympy.Symbol("beta") + 1,
    2 * sympy.Symbol("beta"),
    sympy.Symbol("beta") ** 2,
    sympy.exp(sympy.Symbol("beta")),
    sympy.IndexedBase("x")[sympy.Symbol("r", integer=True)],
    sympy.Max(sympy.Symbol("beta"), 1),
)


@pytest.mark.parametrize(
    ("written", "term"),
    [
        (lambda: a + b, Add((A, B))),
        (lambda: a + b + n, Add((A, B, N))),
        (lambda: a + (b + n), Add((A, Add((B, N))))),
        (lambda: a - b, Add((A, Mul((MINUS_ONE, B))))),
        (lambda: a - b - n, Add((A, Mul((MINUS_ONE, B)), Mul((MINUS_ONE, N))))),
        (lambda: a - (b - n), Add((A, Mul((MINUS_ONE, Add((B, Mul((MINUS_ONE, N))))))))),
        (lambda: a - 1, Add((A, MINUS_ONE))),
        (lambda: a - num(-1), Add((A, Mul((MINUS_ONE, MINUS_ONE))))),
        (lambda: 1 - a, Add((ONE, Mul((MINUS_ONE, A))))),
        (lambda: a * b * n, Mul((A, B, N))),
        (lambda: 2 * (a * b), Mul((TWO, Mul((A, B))))),
        (lambda: a / b, Mul((A, Pow(B, MINUS_ONE)))),
        (lambda: a / b / n, Mul((A, Pow(B, MINUS_ONE), Pow(N, MINUS_ONE)))),
        (lambda: a / 2, Mul((A, Pow(TWO, MINUS_ONE)))),
        (lambda: 1 / a, Pow(A, MINUS_ONE)),
        (lambda: 2 / a, Mul((TWO, Pow(A, MINUS_ONE)))),
        (lambda: a / a, Mul((A, Pow(A, MINUS_ONE)))),
        (lambda: a - a, Add((A, Mul((MINUS_ONE, A))))),
        (lambda: 0 * a, Mul((number(0), A))),
        (lambda: a**2, Pow(A, TWO)),
        (lambda: 2**n, Pow(TWO, N)),
        (lambda: a**b**2, Pow(A, Pow(B, TWO))),
        (lambda: -a, Mul((MINUS_ONE, A))),
        (lambda: -a * b, Mul((MINUS_ONE, A, B))),
        (lambda: +a, A),
        (lambda: n % 2, Mod(N, TWO)),
        (lambda: 7 % n, Mod(number(7), N)),
        (lambda: n // 2, Floor(Mul((N, Pow(TWO, MINUS_ONE))))),
        (lambda: 7 // n, Floor(Mul((number(7), Pow(N, MINUS_ONE))))),
        (lambda: math.floor(n / 2), Floor(Mul((N, Pow(TWO, MINUS_ONE))))),
        (lambda: math.ceil(n / 2), Ceiling(Mul((N, Pow(TWO, MINUS_ONE))))),
        (lambda: abs(a), Function("Abs", (A,))),
        (lambda: a + Fraction(1, 2), Add((A, Number(Fraction(1, 2))))),
        (lambda: a + np.int64(3), Add((A, THREE))),
        (lambda: np.int64(3) + a, Add((THREE, A))),
        (lambda: num(128) + 2 * num(3), Add((number(128), Mul((TWO, THREE))))),
        (lambda: (num(128) - 8) / 2, Mul((Add((number(128), number(-8))), Pow(TWO, MINUS_ONE)))),
        (lambda: apply_function("Max", a, 0), Function("Max", (A, number(0)))),
    ],
)
def test_arithmetic_stays_as_it_is_written(written, term):
    assert written().term == term


@pytest.mark.parametrize("operand", SYMPY_OPERANDS, ids=str)
@pytest.mark.parametrize("operator", ["__add__", "__sub__", "__mul__", "__truediv__", "__pow__"])
def test_sympy_operands_give_way_on_both_sides(operator, operand):
    reflected = "__r" + operator[2:]
    right = getattr(a, operator)(operand)
    left = getattr(operand, operator)(a)
    if left is NotImplemented:
        left = getattr(a, reflected)(operand)
    assert isinstance(right, Scalar)
    assert isinstance(left, Scalar)
    assert left.term == getattr(scalar(operand), operator)(a).term
    assert right.term == getattr(a, operator)(scalar(operand)).term


@pytest.mark.parametrize("operand", SYMPY_OPERANDS, ids=str)
def test_python_operators_between_sympy_and_scalars_give_scalars(operand):
    for found in (operand + a, operand - a, operand * a, operand / a, operand**a, a - operand):
        assert isinstance(found, Scalar)


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        (0.5, r"Fraction\(1, 2\)"),
        (np.float64(0.25), r"Fraction\(1, 4\)"),
        (sympy.Float(0.5), "Rational"),
        (True, r"eq\(i, j\)"),
        (np.bool_(True), r"eq\(i, j\)"),
        ("a", r"real\('a'\)"),
        (None, "size, index, real"),
        ([1, 2], "array"),
        (np.array([1, 2]), "array"),
        (1j, "size, index, real"),
        (sympy.I, "real"),
        (sympy.oo, "finite"),
        (len, "total"),
    ],
    ids=repr,
)
def test_what_is_no_exact_number_is_refused_on_both_sides(wrong, advice):
    for attempt in (lambda: a + wrong, lambda: wrong + a, lambda: a <= wrong, lambda: a**wrong):
        with pytest.raises(IllFormed, match=advice):
            attempt()


def test_a_power_of_a_fraction_needs_num():
    with pytest.raises(IllFormed, match="float"):
        Fraction(1, 2) ** a
    assert (num(Fraction(1, 2)) ** a).term == Pow(Number(Fraction(1, 2)), A)


@pytest.mark.parametrize(
    ("written", "symbol"), [(a <= b, "<="), (a < b, "<"), (a >= b, ">="), (a > b, ">")]
)
def test_comparisons_give_conditions(written, symbol):
    assert isinstance(written, Condition)
    assert written.term == Compare(symbol, A, B)


def test_comparisons_with_numbers_on_the_left():
    assert (i >= 1).term == Compare(">=", I, ONE)
    assert (sympy.Integer(1) <= i).free_symbols == {sympy.sympify(i)}


def test_equality_is_how_things_are_written():
    assert n == Scalar(Symbol("n", INTEGER))
    assert n != Scalar(Symbol("n", REAL))
    assert n != 3
    assert (n + 1) != (1 + n)
    assert {n: 3}[Scalar(Symbol("n", INTEGER))] == 3
    assert (n == 3) is False


TRUTH_VALUES = {
    "chain": lambda: 1 <= i <= n,
    "bool": lambda: bool(i <= n),
    "and": lambda: (i <= n) and a,
    "not": lambda: not i <= n,
}


@pytest.mark.parametrize("attempt", TRUTH_VALUES.values(), ids=TRUTH_VALUES)
def test_conditions_have_no_truth_value(attempt):
    with pytest.raises(IllFormed, match=r"\(1 <= i\) & \(i <= n\)"):
        attempt()


def test_scalars_have_no_truth_value_and_no_float():
    with pytest.raises(IllFormed, match=r"ne\(a, 0\)"):
        bool(a)
    with pytest.raises(IllFormed, match="exact"):
        float(a)
    with pytest.raises(TypeError):
        list(a)


def test_conditions_combine():
    low, high = i >= 1, i <= n
    LOW, HIGH = low.term, high.term
    assert (low & high).term == And((LOW, HIGH))
    assert (low & high & low).term == And((LOW, HIGH, LOW))
    assert (low & (high & low)).term == And((LOW, And((HIGH, LOW))))
    assert (low | high).term == Or((LOW, HIGH))
    assert (~low).term == Not(LOW)
    r = sympy.Symbol("r", integer=True)
    assert read((r <= 3) & high) == And((Compare("<=", Symbol("r", INTEGER), THREE), HIGH))
    assert (high & (r <= 3)).term == And((HIGH, Compare("<=", Symbol("r", INTEGER), THREE)))
    with pytest.raises(IllFormed, match="bool"):
        low & (i == n)
    with pytest.raises(IllFormed, match="condition is needed"):
        condition(n)


def test_given_collects_hypotheses():
    claimed = relation("=", a, b).given(a > 0).given(b > 0, n >= 1)
    assert isinstance(claimed, Proposition)
    assert claimed.term == Statement(
        Compare("=", A, B),
        (
            Compare(">", A, number(0)),
            Compare(">", B, number(0)),
            Compare(">=", N, ONE),
        ),
    )
    with pytest.raises(IllFormed, match="condition is needed"):
        relation("=", a, b).given(a)
    with pytest.raises(IllFormed, match="bool"):
        relation("=", a, b).given(a == b)


@pytest.mark.parametrize(
    "thing",
    [n, n - 1, (i >= 1) & (i <= n), relation("=", a, b).given(a > 0), 2 * sympy.Symbol("c") * a],
    ids=["symbol", "difference", "condition", "proposition", "mixed"],
)
def test_pickle_and_json_give_the_same_object_back(thing):
    again = pickle.loads(pickle.dumps(thing))
    assert again == thing
    assert hash(again) == hash(thing)
    assert again.origins == thing.origins
    assert from_json(to_json(thing.term)) == thing.term


def test_objects_do_not_change():
    for thing in (n, i <= n, relation("=", a, b).given(a > 0)):
        with pytest.raises(AttributeError, match="does not change"):
            thing.term = A


def test_two_symbols_of_one_name_do_not_meet():
    plain, real = sympy.Symbol("c"), sympy.Symbol("c", real=True)
    with pytest.raises(IllFormed, match="two different symbols are called c"):
        scalar(plain) + scalar(real)
    assert (scalar(plain) + scalar(plain)).term == Add((Symbol("c", REAL),) * 2)


def test_a_tensor_is_no_scalar():
    x = TensorSymbol("x", 1, (N,))
    with pytest.raises(IllFormed, match=r"shape \(n\).*x\[i\]"):
        scalar(x)
    assert scalar(Entry(x, (I,))).term == Entry(x, (I,))


def test_conditions_stand_in_piecewise_of_sympy():
    written = sympy.Piecewise((a, (i >= 1) & (i <= n)), (b, n >= 5), (0, True))
    found = read(written)
    assert found.conditions == (
        And((Compare(">=", I, ONE), Compare("<=", I, N))),
        Compare(">=", N, number(5)),
        Truth(True),
    )
    assert found.values == (A, B, number(0))
