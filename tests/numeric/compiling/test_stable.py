"""Stable forms: each equals the formula as written, proved for all sizes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symderive import (
    absolute,
    binary_cross_entropy,
    cases,
    cross_entropy,
    diff,
    erf,
    exp,
    grad,
    greater_of,
    iverson,
    kl,
    le,
    log,
    log_softmax,
    num,
    prove,
    sigmoid,
    softmax,
    softplus,
    total,
    vector,
)
from symderive.language.binding import dangling, subterms
from symderive.language.tensors import wrapped
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    Add,
    Bound,
    Cases,
    Entry,
    Function,
    Iverson,
    Mul,
    Pow,
    Reduce,
    number,
)
from symderive.numeric.compiling.differences import DIFFERENCES
from symderive.numeric.compiling.exponentials import belongs
from symderive.numeric.compiling.logarithms import LOGARITHMS
from symderive.numeric.compiling.quotients import QUOTIENTS
from symderive.numeric.compiling.stable import NUMERIC_FUNCTIONS, smooth, stable
from tests.numeric.compiling.idioms import IDIOMS, Idiom, M, P, S, X, i, j, m, n, r, u, v, x
from tests.numeric.compiling.spelling import NUMERIC, has_infinity, spelled, with_any_tops

each_idiom = pytest.mark.parametrize("idiom", IDIOMS, ids=lambda idiom: idiom.name)


@each_idiom
def test_the_stable_form_equals_the_formula(idiom: Idiom) -> None:
    """Proved for all sizes from what the rewriting gave.

    A greatest exponent that counts something as -oo is any real number in the proof.
    """
    found = stable(idiom.naive.term)
    assert found != idiom.naive.term
    naive, form = (spelled(term, idiom.steps) for term in (idiom.naive.term, found))
    if has_infinity(form) or idiom.any_top:
        form = with_any_tops(form)
    verdict = prove(wrapped(naive), wrapped(form), list(idiom.given))
    assert verdict.status == "proved", str(verdict)


@each_idiom
def test_false_siblings_are_not_proved(idiom: Idiom) -> None:
    for false in idiom.false:
        assert not prove(idiom.naive, false, list(idiom.given)), str(false)


@each_idiom
def test_a_stable_form_is_not_changed_again(idiom: Idiom) -> None:
    found = stable(idiom.naive.term)
    assert stable(found) == found
    assert stable(idiom.naive.term) == found


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        (sigmoid(u), 1 / (1 + exp(-u))),
        (log(1 + exp(u)), greater_of(u, 0) + log(1 + exp(-absolute(u)))),
        (log(exp(u) + exp(v)), greater_of(u, v) + log(1 + exp(-absolute(u - v)))),
        (1 - erf(u), 1 + erf(-u)),
    ],
    ids=["sigmoid", "softplus", "logaddexp", "erfc"],
)
def test_what_the_functions_of_numpy_compute(function: object, formula: object) -> None:
    """The formulas that the libraries evaluate, and those by which the proofs spell them out."""
    assert prove(function, formula).status == "proved"


def test_the_proofs_know_all_functions_that_the_language_does_not_have() -> None:
    assert set(NUMERIC) == set(NUMERIC_FUNCTIONS)


def test_every_idiom_is_used_by_a_proof() -> None:
    """An idiom without a formula that it rewrites would be an identity without a proof."""
    seen: set[str] = set()
    for function in (*LOGARITHMS, *QUOTIENTS):
        seen |= {function.__name__ for idiom in IDIOMS if _is_used(function, idiom)}
    assert seen == {function.__name__ for function in (*LOGARITHMS, *QUOTIENTS)}
    for name, rows in DIFFERENCES.items():
        for key in list(rows):
            assert any(_joins(name, key, idiom) for idiom in IDIOMS), (name, key)


def _is_used(function: object, idiom: Idiom) -> bool:
    """Whether the stable form of a formula is another one without that idiom."""
    with pytest.MonkeyPatch.context() as patch:
        for name, table in (
            ("stable.LOGARITHMS", LOGARITHMS),
            ("quotients.QUOTIENTS", QUOTIENTS),
        ):
            kept = tuple(other for other in table if other is not function)
            patch.setattr(f"symderive.numeric.compiling.{name}", kept)
        without = stable(idiom.naive.term)
    return without != stable(idiom.naive.term)


def _joins(name: str, key: tuple[int, int], idiom: Idiom) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(DIFFERENCES[name], key)
        without = stable(idiom.naive.term)
    return without != stable(idiom.naive.term)


def all_smooth() -> list[object]:
    """Formulas that are taken apart under a derivative."""
    w, a = vector("w", n), vector("a", n)
    return [
        log(P),
        log(P[i]),
        log(softmax(x)),
        log_softmax(X),
        log_softmax(X, axis=0),
        log(exp(u)),
        log(sigmoid(u)),
        log(3 * exp(u) * sigmoid(v) / (exp(u) + exp(v))),
        total(lambda k: a[k] * log(exp(x[k]) / S), n),
        cross_entropy(a, softmax(x)),
        kl(softmax(w), softmax(x)),
        binary_cross_entropy(u, sigmoid(v)),
    ]


@pytest.mark.parametrize("formula", all_smooth(), ids=range(12))
def test_what_stands_under_a_derivative_is_an_equal_formula(formula: Any) -> None:
    """And one in which no logarithm is left whose argument may be 0 in floats."""
    found = smooth(formula.term)
    assert found != formula.term
    assert smooth(found) == found
    sides = (wrapped(spelled(term, with_sigmoid=True)) for term in (formula.term, found))
    assert prove(*sides).status == "proved"


def test_nothing_is_put_under_a_derivative_that_has_fewer_derivatives() -> None:
    """A greatest exponent is not smooth where two are equal; the variable may be in it."""
    for idiom in IDIOMS:
        parts = subterms(smooth(idiom.naive.term))
        before = subterms(idiom.naive.term)
        kinks = [p for p in parts if isinstance(p, (Reduce, Function, Cases)) and p not in before]
        assert not any(isinstance(p, Reduce) and p.operation == "max" for p in kinks)
        assert not any(isinstance(p, Function) and p.name in {"Max", *NUMERIC} for p in kinks)
        assert not any(isinstance(p, Cases) for p in kinks)


def test_what_stands_under_a_derivative_is_left_to_the_rules() -> None:
    """The stable form of a function has other derivatives where greatest exponents meet."""
    derivative = diff(log(S), x[i]).term
    assert stable(derivative) == derivative
    assert stable(grad(log(S), x).term) == grad(log(S), x).term


# Binders


def test_a_greatest_exponent_under_a_sum_depends_on_its_index() -> None:
    """sum_r log sum_k exp(X[r, k]): the bound variables count from the innermost sum."""
    naive = total(lambda r: log(total(lambda k: exp(X[r, k]), n)), m).term
    entry = Entry(X.term, (Bound(1), Bound(0)))
    top = Reduce("max", ONE, n.term, entry)
    shifted = Reduce("max", ONE, n.term, Entry(X.term, (Bound(2), Bound(0))))
    inner = Function("exp", (Add((entry, Mul((MINUS_ONE, shifted)))),))
    row = Add((top, Function("log", (Reduce("sum", ONE, n.term, inner),))))
    assert stable(naive) == Reduce("sum", ONE, m.term, row)


def test_a_loose_index_stays_loose() -> None:
    row = Function("exp", (Entry(X.term, (Bound(1), Bound(0))),))
    found = stable(Function("log", (Reduce("sum", ONE, n.term, row),)))
    assert dangling(found) == 1
    whole = Reduce("sum", ONE, m.term, found)
    assert stable(whole) == whole


def test_a_row_of_the_denominator_may_be_another_than_that_of_the_numerator() -> None:
    """Each exponential is lowered by the sum that it belongs to, in whatever order they stand."""
    y = vector("y", n)
    first, second = exp(x).sum(), exp(y).sum()
    naive = exp(y[j]) * exp(x[i]) / (first * second)
    exponents = {
        part.arguments[0]
        for part in subterms(stable(naive.term))
        if isinstance(part, Function) and part.name == "exp" and not dangling(part)
    }
    tops = {t: Reduce("max", ONE, n.term, Entry(t.term, (Bound(0),))) for t in (x, y)}
    assert exponents == {Add((t[k].term, Mul((MINUS_ONE, tops[t])))) for t, k in ((x, i), (y, j))}


# What is left alone


@pytest.mark.parametrize(
    "formula",
    [
        exp(u) * exp(v),
        total(lambda k: exp(x[k]), n),
        exp(-(u**2)),
        softmax(x),
        log_softmax(x),
        softplus(u),
        log(n + 1),
        log(u),
        x @ x.T,
        log(M),
        exp(u) - 2,
        cases((exp(u), S > 1), otherwise=u),
    ],
    ids=range(12),
)
def test_what_has_no_idiom_stays_as_it_is(formula: Any) -> None:
    assert stable(formula.term) == formula.term


def test_a_false_bracket_in_a_power_stays_strong() -> None:
    """([c] y)^2 is 0 where c is false, whatever y is; [c]^2 y^2 is not."""
    product = Mul((iverson(le(i, 1)).term, exp(1 / u).term))
    naive = Mul((Pow(product, number(2)), Pow(S.term, MINUS_ONE)))
    assert not any(
        isinstance(part, Pow) and isinstance(part.base, Iverson) for part in subterms(stable(naive))
    )


def test_even_powers_hide_a_sign() -> None:
    """log(s^2) has a value where s < 0, and 2 log(s) has none."""
    for factor in (u, u**3, -(u**2)):
        signed = total(lambda k, factor=factor: factor * exp(x[k]), n)
        assert stable(log(signed**2).term) == log(signed**2).term
    positive = stable(log(S**2).term)
    assert isinstance(positive, Mul)
    assert positive.factors[0] == number(2)


@pytest.mark.parametrize("inner", [1 / v, v ** num(Fraction(1, 2))], ids=["1/v", "sqrt(v)"])
def test_powers_of_powers_keep_their_domain(inner: Any) -> None:
    """(1/v)^-1 has no value at 0, and sqrt(v)^2 none below."""
    outer = Pow(inner.term, number(-1 if inner == 1 / v else 2))
    naive = Mul((exp(x[i]).term, Pow(S.term, MINUS_ONE), outer))
    assert outer in subterms(stable(naive))


def test_whose_exponents_are_whose() -> None:
    """The same bound variable at two places asks for the same index there."""
    diagonal, every = exp(X[r, i]).term, exp(X[i, i]).term
    whole = Reduce("sum", ONE, m.term, Function("exp", (Entry(X.term, (Bound(0), Bound(0))),)))
    assert belongs(every, whole)
    assert not belongs(diagonal, whole)
    assert not belongs(exp(x[i]).term, whole)
