"""Scalars and conditions inside SymPy: identity, round trips, substitution, pickling."""

from __future__ import annotations

import pickle

import pytest
import sympy
from sympy import (
    Derivative,
    IndexedBase,
    KroneckerDelta,
    Max,
    Mod,
    Piecewise,
    Sum,
    exp,
    floor,
    sqrt,
)

from symderive.errors import IllFormed
from symderive.language import binding, serial
from symderive.language import terms as t
from symderive.language.domains import index, real, size
from symderive.language.reading import read
from symderive.language.scalars import Scalar
from symderive.language.sums import iverson, maximum, total
from symderive.language.sympy_forms import Declared, Opaque, OpaqueCondition, form_of
from symderive.language.terms import (
    INTEGER,
    ONE,
    Add,
    Bound,
    Compare,
    Entry,
    Mul,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    number,
)

n, m, a, b = size("n"), size("m", multiple_of=2), real("a", above=0), real("b")
i, j = index("i", n), index("j", n)
x = TensorSymbol("x", 1, (n.term,))
w = TensorSymbol("w", 1, None)
raw = sympy.Symbol("r", integer=True)


def at(tensor, place):
    return Scalar(Entry(tensor, (place.term,)))


ROUND_TRIPS = {
    "symbol": n,
    "size with a divisor": m,
    "number": Scalar(number(3)),
    "difference": n - m,
    "difference of itself": a - a,
    "quotient of itself": a / a,
    "nested": 1 - 2 * (1 - a),
    "entry": at(x, i),
    "entry of a total tensor": at(w, i),
    "shifted entry": at(x, n - i + 1),
    "sum": total(lambda k: at(x, k) * b, 1, n),
    "function": abs(a) // 2,
    "bracket": iverson(i <= j),
    "raw symbol": raw * a,
    "unknown": Scalar(t.Unknown("F", (a.term,), (1,))),
    "derivative": Scalar(t.Partial(Pow(b.term, number(2)), b.term)),
}


@pytest.mark.parametrize("scalar", ROUND_TRIPS.values(), ids=ROUND_TRIPS)
def test_what_goes_through_sympy_comes_back_as_it_was(scalar):
    form = sympy.sympify(scalar)
    assert isinstance(form, sympy.Expr)
    assert read(form) == scalar.term
    assert read(exp(form)) == t.Function("exp", (scalar.term,))
    assert read(pickle.loads(pickle.dumps(form))) == scalar.term
    assert serial.from_json(serial.to_json(read(form))) == scalar.term
    assert not form.args or form.func(*form.args) == form


@pytest.mark.parametrize("scalar", ROUND_TRIPS.values(), ids=ROUND_TRIPS)
def test_free_symbols_are_those_of_the_term(scalar):
    names = {symbol.name for symbol in binding.free_symbols(scalar.term)}
    assert {symbol.name for symbol in sympy.sympify(scalar).free_symbols} == names


def test_two_declarations_with_different_domains_are_different_symbols():
    """Trap: SymPy's cache gives one object for both, with the domain of the second."""
    first, second = sympy.sympify(size("n")), sympy.sympify(size("n", multiple_of=2))
    assert first != second
    assert first - second != 0
    assert read(first).domain != read(second).domain
    assert first == sympy.sympify(size("n"))
    assert len({first, second, sympy.sympify(size("n"))}) == 2


def test_declared_symbols_pickle_with_their_domain():
    symbol = sympy.sympify(m)
    again = pickle.loads(pickle.dumps(symbol))
    assert again == symbol
    assert again.term == m.term
    assert hash(again) == hash(symbol)
    assert isinstance(pickle.loads(pickle.dumps(symbol + 1)).args[1], Declared)


def test_declared_symbols_differ_from_plain_ones():
    plain = sympy.Symbol("n", integer=True)
    assert sympy.sympify(n) != plain
    assert sympy.sympify(Scalar(Symbol("n", INTEGER))) != plain
    assert sympy.sympify(Scalar(Symbol("n", INTEGER), {Symbol("n", INTEGER): plain})) is plain


def test_scalars_stand_in_sums_of_sympy():
    written = Sum(at(x, i) * at(w, j), (i, 1, n))
    body = Mul((Entry(x, (Bound(0),)), Entry(w, (j.term,))))
    assert read(written) == Reduce("sum", ONE, n.term, body)
    shifted = Sum(IndexedBase("v")[i + 1], (i, 1, n))
    assert read(shifted).body.indices == (Add((Bound(0), ONE)),)


def test_a_raw_symbol_inside_a_scalar_is_bound_by_a_sum_of_sympy():
    written = Sum(raw * at(w, j), (raw, 1, n))
    assert read(written).body == Mul((Bound(0), Entry(w, (j.term,))))


def test_substitution_reaches_inside():
    written = exp(sympy.sympify(at(w, i) * a))
    assert read(written.subs(i, 3)).arguments[0].factors[0] == Entry(w, (number(3),))
    replaced = written.xreplace({sympy.sympify(a): raw + 1})
    assert read(replaced).arguments[0].factors[1] == read(raw + 1)
    assert read(sympy.sympify(at(x, i)).subs(n, 5)) == Entry(
        TensorSymbol("x", 1, (number(5),)), (i.term,)
    )


def test_substitution_respects_bound_variables():
    inner = total(lambda k: at(w, k) * at(w, i), 1, n)
    assert (
        read(sympy.sympify(inner).subs(i, 2))
        == total(lambda k: at(w, k) * Scalar(Entry(w, (number(2),))), 1, n).term
    )


FUNCTIONS = {
    "exp": (exp(a), t.Function("exp", (a.term,))),
    "sqrt": (sqrt(a), Pow(a.term, read(sympy.S.Half))),
    "Max": (Max(a * b, 0), t.Function("Max", (number(0), (a * b).term))),
    "Abs": (sympy.Abs(b), t.Function("Abs", (b.term,))),
    "sign": (sympy.sign(a * b), t.Function("sign", ((a * b).term,))),
    "floor": (floor(a * b), t.Floor((a * b).term)),
    "Mod": (Mod(i, 2), t.Mod(i.term, number(2))),
    "delta": (KroneckerDelta(i, j), t.Iverson(Compare("=", i.term, j.term))),
    "relation": (sympy.Le(i, j), Compare("<=", i.term, j.term)),
    "equation": (sympy.Eq(a * b, b), Compare("=", (a * b).term, b.term)),
}


@pytest.mark.parametrize(("written", "term"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_functions_of_sympy_take_scalars(written, term):
    assert isinstance(written, sympy.Basic)
    assert read(written) == term


def test_derivatives_of_sympy_take_entries():
    squares = total(lambda k: at(x, k) ** 2, 1, n)
    written = Derivative(squares, at(x, i))
    assert read(written) == t.Partial(squares.term, Entry(x, (i.term,)))
    assert read(Derivative(a * b, b)) == t.Partial((a * b).term, b.term)
    chain = read(sympy.diff(sympy.sympify(a * b) ** 2, b))
    assert t.Partial((a * b).term, b.term) in binding.subterms(chain)


def test_diff_of_sympy_finds_entries_inside():
    """Trap: SymPy looks for the entry in the arguments, finds none, and answers 0."""
    squares = total(lambda k: at(x, k) ** 2, 1, n)
    found = read(sympy.diff(sympy.log(squares), at(x, i)))
    assert t.Partial(squares.term, Entry(x, (i.term,))) in binding.subterms(found)
    other = read(sympy.diff(sympy.sympify(squares), at(w, i)))
    assert other == t.Partial(squares.term, Entry(w, (i.term,)))
    mixed = Derivative(squares, at(x, i), (at(x, j), 2))
    assert read(mixed).body.body.body == squares.term


def test_entries_are_substituted_inside():
    form = sympy.sympify(at(x, i) * a + at(w, i))
    assert read(form.subs(at(x, i), 0)) == (0 * a + at(w, i)).term
    assert read(form.subs(at(x, j), 0)) == read(form)
    raw_entry = IndexedBase("w")[raw]
    assert read(sympy.sympify(a * raw_entry).subs(raw_entry, 2)) == (a * 2).term
    inner = sympy.sympify(total(lambda k: at(w, k) * at(w, i), 1, n))
    assert read(inner.subs(at(w, i), b)) == total(lambda k: at(w, k) * b, 1, n).term


def test_a_derivative_by_a_raw_entry_is_not_silently_zero():
    """Trap: SymPy answers 0 where the variable is not among the free symbols."""
    positive = IndexedBase("q", positive=True)
    for base in (IndexedBase("q"), positive, IndexedBase("q", shape=(5,))):
        written = Derivative(maximum(base[raw], (raw, 1, 5)), base[2])
        assert written != 0
        assert isinstance(read(written), t.Partial)


def test_conditions_inside_sympy():
    condition = (i <= j) & (j <= n)
    assert read(sympy.Not(condition)) == t.Not(condition.term)
    assert read(sympy.And(condition, raw > 0)).conditions != ()
    assert isinstance(condition.subs(i, 1), OpaqueCondition)
    assert read(condition.subs(i, 1)) == t.And(
        (Compare("<=", ONE, j.term), Compare("<=", j.term, n.term))
    )
    assert read(Piecewise((a, condition), (b, True))).values == (a.term, b.term)


def test_a_size_of_a_tensor_is_not_bound():
    with pytest.raises(IllFormed, match="shape of x depends"):
        read(Sum(at(x, Scalar(ONE)), (n, 1, 5)))
    with pytest.raises(IllFormed, match="domain of i depends"):
        read(Sum(i * n, (n, 1, 5)))


def test_one_name_inside_and_outside_a_binder():
    other = sympy.Symbol("i", integer=True)
    with pytest.raises(IllFormed, match="two different symbols are called i"):
        read(Sum(sympy.sympify(i) * IndexedBase("w")[other], (other, 1, 3)))
    same = Scalar(Symbol("i", INTEGER))
    assert read(Sum(sympy.sympify(same), (other, 1, 3))).body == Bound(0)


def test_opaque_objects_are_real_and_commute():
    form = form_of((a * b).term, {})
    assert isinstance(form, Opaque)
    assert form.is_real
    assert form.is_commutative
    assert form.is_number is False
    assert sqrt(form**2) == sympy.Abs(form)


def test_printing_of_substituted_objects_shows_what_was_substituted():
    form = form_of((a * b).term, {})
    assert "a" in str(form)
    assert "c" in str(form.subs(sympy.sympify(a), sympy.Symbol("c")))
    assert sympy.latex(form)
