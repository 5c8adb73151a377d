"""What is known of indices for all sizes must hold at every size."""

import itertools
import random
from fractions import Fraction

import pytest

from symderive.language.binding import substitute
from symderive.language.terms import (
    ONE,
    Add,
    Bound,
    Ceiling,
    Compare,
    Domain,
    Floor,
    Function,
    Mod,
    Mul,
    Pow,
    Symbol,
    Term,
    number,
)
from symderive.numeric.compiling.sizes import constant_of, minus, normal, plus, quotient, split
from symderive.numeric.compiling.spans import Spans, extreme

POSITIVE = Domain("integer", (Compare(">=", Bound(0), ONE),))
n, m = Symbol("n", POSITIVE), Symbol("m", POSITIVE)
SIZES = tuple(itertools.product(range(1, 4), repeat=2))


def value(term: Term, values: dict[Term, Term]) -> Fraction:
    """The value of an index at numbers."""
    return evaluated(substitute(term, values))


def evaluated(term: Term) -> Fraction:
    """Arithmetic of numbers, done here once more."""
    match term:
        case Add(terms):
            return sum(map(evaluated, terms), Fraction(0))
        case Mul(factors):
            found = Fraction(1)
            for factor in factors:
                found *= evaluated(factor)
            return found
        case Pow(base, exponent):
            return evaluated(base) ** int(evaluated(exponent))
        case Floor(argument):
            return Fraction(evaluated(argument).__floor__())
        case Ceiling(argument):
            return Fraction(evaluated(argument).__ceil__())
        case Mod(argument, modulus):
            return evaluated(argument) % evaluated(modulus)
        case Function("Max", arguments):
            return max(map(evaluated, arguments))
        case Function("Min", arguments):
            return min(map(evaluated, arguments))
    assert hasattr(term, "value"), term
    return Fraction(term.value)


def random_index(chance: random.Random, atoms: list[Term], depth: int = 2) -> Term:
    """A sum of atoms and roundings with small factors."""
    parts: list[Term] = [number(chance.randint(-3, 3))]
    for _ in range(chance.randint(1, 3)):
        part = chance.choice(atoms)
        if depth and chance.random() < 0.4:
            inner = random_index(chance, atoms, depth - 1)
            divisor = chance.choice([number(2), number(3), n])
            kind = chance.choice(["floor", "ceiling", "mod", "most"])
            if kind == "mod":
                part = Mod(inner, divisor)
            elif kind == "most":
                part = Function(chance.choice(["Max", "Min"]), (inner, chance.choice(atoms)))
            else:
                over = Mul((inner, Pow(divisor, number(-1))))
                part = Floor(over) if kind == "floor" else Ceiling(over)
        parts.append(Mul((number(chance.choice([-2, -1, 1, 2])), part)))
    return Add(tuple(parts))


@pytest.mark.parametrize("seed", range(60))
def test_ends_and_signs_hold_at_every_size(seed: int) -> None:
    chance = random.Random(seed)
    spans = Spans()
    i = spans.fresh("i", ONE, n)
    k = spans.fresh("k", chance.choice([ONE, number(0)]), chance.choice([m, n, plus(n, m)]))
    loop = spans.fresh("a", ONE, m, looped=True)
    term = random_index(chance, [i, k, n, m, loop])
    known = spans.at_least_zero(term)
    first, last = spans.first(term, True), spans.last(term, True)
    simple = spans.simplified(term)
    for a, b in SIZES:
        sizes: dict[Term, Term] = {n: number(a), m: number(b)}
        for at in itertools.product(*(values_of(spans, axis, sizes) for axis in (i, k, loop))):
            here = sizes | dict(zip((i, k, loop), map(number, at), strict=True))
            found = value(term, here)
            assert value(simple, here) == found
            assert not known or found >= 0
            assert first is None or value(first, sizes) <= found
            assert last is None or value(last, sizes) >= found


@pytest.mark.parametrize("seed", range(40))
def test_ends_of_polynomials_hold_at_every_size(seed: int) -> None:
    chance = random.Random(seed)
    spans = Spans()
    i = spans.fresh("i", number(chance.randint(0, 2)), n)
    factors = [number(chance.randint(-3, 3)) for _ in range(3)]
    term = Add(tuple(Mul((factor, Pow(i, number(k)))) for k, factor in enumerate(factors)))
    index = term if seed % 2 else Floor(Mul((term, Pow(number(2), number(-1)))))
    first, last = spans.first(index), spans.last(index)
    for size in range(1, 6):
        sizes: dict[Term, Term] = {n: number(size)}
        for place in values_of(spans, i, sizes):
            found = value(index, sizes | {i: number(place)})
            assert first is None or value(first, sizes) <= found
            assert last is None or value(last, sizes) >= found


def test_ends_of_rows_of_a_triangle_are_known() -> None:
    spans = Spans()
    i = spans.fresh("i", ONE, n)
    index = Floor(Mul((i, plus(i, number(-1)), Pow(number(2), number(-1)))))
    assert spans.first(index) is not None
    assert spans.last(index) is not None
    assert spans.last(Add((Mul((i, i)), Mul((number(-3), i))))) is None


def values_of(spans: Spans, axis: Symbol, sizes: dict[Term, Term]) -> range:
    """The values of an axis at sizes."""
    span = spans.spans[axis]
    return range(int(value(span.lower, sizes)), int(value(span.upper, sizes)) + 1)


@pytest.mark.parametrize("seed", range(30))
def test_what_follows_from_a_bound(seed: int) -> None:
    chance = random.Random(seed)
    spans = Spans()
    i, k = spans.fresh("i", ONE, n), spans.fresh("k", ONE, m)
    term = random_index(chance, [i, k, n, m], 0)
    given = random_index(chance, [i, k, n, m], 0)
    if not spans.at_least_zero(term, [given]):
        return
    for a, b in SIZES:
        for p, q in itertools.product(range(1, a + 1), range(1, b + 1)):
            here: dict[Term, Term] = dict(zip((n, m, i, k), map(number, (a, b, p, q)), strict=True))
            assert value(given, here) < 0 or value(term, here) >= 0


@pytest.mark.parametrize("seed", range(30))
def test_quotients_and_normal_forms_keep_the_value(seed: int) -> None:
    chance = random.Random(seed)
    term = Mul((random_index(chance, [n, m]), Pow(chance.choice([m, number(2)]), number(-1))))
    top, bottom = quotient(term)
    for a, b in SIZES:
        here: dict[Term, Term] = {n: number(a), m: number(b)}
        assert value(top, here) / value(bottom, here) == value(term, here)
        assert value(normal(term), here) == value(term, here)


def test_what_typical_programs_need_is_known() -> None:
    spans = Spans()
    i, k = spans.fresh("i", ONE, n), spans.fresh("k", ONE, m)
    assert spans.at_least_zero(minus(plus(i, k), number(2)))
    assert spans.at_most(plus(i, k, number(-1)), plus(n, m, number(-1)))
    assert not spans.at_most(plus(i, k), plus(n, m, number(-1)))
    half = Floor(Mul((plus(i, number(-1)), Pow(m, number(-1)))))
    assert spans.at_most(half, minus(n, ONE))
    assert spans.simplified(Mod(plus(i, Mul((n, k)), number(-1)), n)) == minus(i, ONE)
    assert extreme("Max", n, plus(n, ONE), spans) == plus(n, ONE)


def test_splitting() -> None:
    assert split(plus(Mul((n, m)), number(3)), n) == (m, number(3))
    assert split(Pow(n, number(2)), n) is None
    assert constant_of(minus(n, n)) == 0
