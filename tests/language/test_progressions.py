"""Displays with dots: the pattern, the number of terms, and what does not fit."""

from __future__ import annotations

import pytest
import sympy
from sympy import IndexedBase, exp

from symderive import eq, prove
from symderive.errors import IllFormed
from symderive.language.definitions import entry_of, requirements
from symderive.language.domains import index, real, size
from symderive.language.progressions import progression
from symderive.language.reading import read
from symderive.language.scalars import Scalar, num
from symderive.language.serial import from_json, to_json
from symderive.language.sums import product, total
from symderive.language.terms import Entry, Symbol, TensorSymbol

n, m = size("n"), size("m", multiple_of=2)
i, a = index("i", n), real("a")
N = sympy.Symbol("N", integer=True)
x = IndexedBase("x")


class Vector:
    """Entries of a declared vector, without the class of tensors."""

    def __init__(self, name: str, length: Scalar) -> None:
        self.symbol = TensorSymbol(name, 1, (length.term,))

    def __getitem__(self, place: object) -> Scalar:
        return Scalar(Entry(self.symbol, (read(place),)))


y, z = Vector("y", n), Vector("z", m)

FITTING = {
    "entries": (
        lambda: progression(y[1], y[2], ..., y[n]),
        lambda: total(lambda k: y[k], 1, n),
    ),
    "more terms": (
        lambda: progression(y[1], y[2], y[3], ..., y[n - 1], y[n]),
        lambda: total(lambda k: y[k], 1, n),
    ),
    "numbers": (lambda: progression(1, 2, ..., n), lambda: total(lambda k: k, 1, n)),
    "factorial": (
        lambda: progression(1, 2, ..., n, operation="product"),
        lambda: product(lambda k: k, 1, n),
    ),
    "powers": (lambda: progression(a, a**2, ..., a**n), lambda: total(lambda k: a**k, 1, n)),
    "power series": (
        lambda: progression(a**0 * y[1], a * y[2], ..., a ** (n - 1) * y[n]),
        lambda: total(lambda k: a ** (k + (-1)) * y[k], 1, n),
    ),
    "squares of numbers": (
        lambda: progression(num(1) ** 2, num(2) ** 2, ..., n**2),
        lambda: total(lambda k: k**2, 1, n),
    ),
    "powers of a number": (
        lambda: progression(num(2) ** 1, num(2) ** 2, ..., num(2) ** 4),
        lambda: total(lambda k: num(2) ** k, 1, 4),
    ),
    "squares below a number": (
        lambda: progression(1 - num(1) ** 2, 1 - num(2) ** 2, ..., 1 - num(5) ** 2),
        lambda: total(lambda k: 1 - k**2, 1, 5),
    ),
    "two factors that move": (
        lambda: progression(num(1) * 2, num(2) * 3, ..., num(5) * 6),
        lambda: total(lambda k: k * (k + 1), 1, 5),
    ),
    "step": (
        lambda: progression(z[2], z[4], ..., z[m]),
        lambda: total(lambda k: z[2 * k], 1, num(sympy.S.Half) * m),
    ),
    "backwards": (
        lambda: progression(y[n], y[n - 1], ..., y[1]),
        lambda: total(lambda k: y[(n + num(-1) * k) + 1], 1, n),
    ),
    "from i": (
        lambda: progression(y[i], y[i + 1], ..., y[n]),
        lambda: total(lambda k: y[i + k + num(-1)], 1, n + num(-1) * i + 1),
    ),
    "inside a function": (
        lambda: progression(1 / (1 + abs(y[1])), 1 / (1 + abs(y[2])), ..., 1 / (1 + abs(y[n]))),
        lambda: total(lambda k: 1 / (1 + abs(y[k])), 1, n),
    ),
}


@pytest.mark.parametrize(("written", "meant"), FITTING.values(), ids=FITTING)
def test_progressions(written, meant):
    found, term = written(), meant().term
    assert requirements(found.term) == ()
    assert entry_of(found.term, ()) == term


def test_factors_that_sympy_sorted():
    found = progression(x[1] * x[2], x[2] * x[3], ..., x[N - 1] * x[N])
    meant = total(lambda k: x[k] * x[k + 1], 1, N)
    assert isinstance(found, sympy.Expr)
    assert read(found).upper == (Scalar(read(N)) - 1).term
    assert set(read(found).body.factors) == set(meant.term.body.factors)


@pytest.mark.parametrize("count", [2, 3])
def test_factors_that_sympy_sorted_may_say_two_things(count):
    with pytest.raises(IllFormed, match="different numbers of steps"):
        progression(x[1] * x[N], x[2] * x[N - 1], ..., x[count] * x[N + 1 - count])
    with pytest.raises(IllFormed, match="different numbers of steps"):
        progression(x[1] * x[N], x[2] * x[N - 1], ..., x[N] * x[1])


def test_factors_are_read_in_the_order_written():
    there = progression(y[1] * y[n], y[2] * y[n - 1], ..., y[n] * y[1])
    assert prove(there, total(lambda k: y[k] * y[n + 1 - k], 1, n))
    assert prove(progression(y[1] * y[n], y[2] * y[n - 1], ..., y[1] * y[n]), y[1] * y[n])
    assert prove(progression(y[1], y[2], ..., y[1]), y[1])


def test_a_square_from_which_numbers_are_taken():
    written = progression(n**2, n**2 - 1, ..., n**2 - n)
    assert prove(written, total(lambda k: n**2 - k, 0, n))


def test_the_index_has_the_name_that_was_asked_for():
    assert read(progression(x[1], x[2], ..., x[N])).name == "k"
    assert read(progression(exp(x[1]), exp(x[2]), ..., exp(x[N]), name="t")).name == "t"


REFUSED = {
    "no dots": (lambda: progression(y[1], y[2], y[n]), "two first terms, dots and a last"),
    "one first term": (lambda: progression(y[1], ..., y[n]), "two first terms"),
    "no last term": (lambda: progression(y[1], y[2], ...), "two first terms"),
    "off by one, in plain SymPy": (
        lambda: progression(x[1] * exp(x[1]), x[2] * exp(x[2]), ..., x[N] * exp(x[N - 1])),
        "after N - [12] steps, another after N - [12]",
    ),
    "half a step": (lambda: progression(y[1], y[3], ..., y[n]), "not a whole number"),
    "third term": (lambda: progression(y[1], y[2], y[4], ..., y[n]), "4 stands where 3"),
    "last but one": (
        lambda: progression(y[1], y[2], ..., y[n - 2], y[n]),
        "n - 2 stands where n - 1",
    ),
    "equal terms": (lambda: progression(a, a, ..., a), r"write n\*x"),
    "a square among numbers": (
        lambda: progression(num(1), num(2) ** 2, ..., num(4) ** 2),
        "whole numbers and indices",
    ),
    "other tensors": (lambda: progression(y[1], z[2], ..., y[n]), "whole numbers and indices"),
    "another last": (lambda: progression(y[1], y[2], ..., a), "differs from the first terms"),
    "operation": (lambda: progression(1, 2, ..., n, operation="max"), "'sum' or 'product'"),
    "float": (lambda: progression(0.5, 1.5, ..., n), "float"),
    "tensor": (
        lambda: progression(y.symbol, y.symbol, ..., y.symbol),
        r"entries: x\[1\], x\[2\]",
    ),
    "symbolic step": (lambda: progression(y[1], y[i], ..., y[n]), "whole numbers and indices"),
}


@pytest.mark.parametrize(("attempt", "advice"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_progression_is_refused(attempt, advice):
    with pytest.raises(IllFormed, match=advice):
        attempt()


SHOWN = {
    "as written": (
        lambda: progression(y[i], y[i + 1], ..., y[n - 1], y[n]),
        "y[i] + y[i + 1] + ... + y[n - 1] + y[n]",
    ),
    "falling": (
        lambda: progression(y[2 - i], y[3 - i], ..., y[1]),
        "y[2 - i] + y[3 - i] + ... + y[1]",
    ),
    "products": (
        lambda: progression(y[1] * y[n], y[2] * y[n - 1], ..., y[n] * y[1]),
        "y[1]*y[n] + y[2]*y[n - 1] + ... + y[n]*y[1]",
    ),
    "a product": (lambda: progression(1, 2, ..., n, operation="product"), "1*2*...*n"),
    "inside": (lambda: 2 * progression(y[1], y[2], ..., y[n]), "2*(y[1] + y[2] + ... + y[n])"),
}


@pytest.mark.parametrize(("written", "shown"), SHOWN.values(), ids=SHOWN)
def test_displays_are_printed_with_their_dots(written, shown):
    assert str(written()) == shown
    assert from_json(to_json(written().term)) == written().term


def test_latex_has_dots_between_signs():
    assert progression(y[1], y[2], ..., y[n])._repr_latex_() == (
        r"$\displaystyle y_{1} + y_{2} + \cdots + y_{n}$"
    )


MISMATCHED = {
    "always": lambda: progression(y[1] * y[1], y[2] * y[2], ..., y[n] * y[n - 1]),
    "at some sizes": lambda: progression(y[1] * z[1], y[2] * z[2], ..., y[n] * z[m]),
}


@pytest.mark.parametrize("written", MISMATCHED.values(), ids=MISMATCHED)
def test_a_display_whose_indices_disagree_is_undefined(written):
    verdict = prove(written(), written() + 0 * y[1])
    assert verdict.status == "refuted"
    assert "the steps behind the dots" in verdict.witness.undefined


def test_where_the_numbers_of_steps_agree_the_display_is_a_sum():
    found = progression(y[1] * z[1], y[2] * z[2], ..., y[n] * z[m])
    meant = total(lambda k: y[k] * z[k], 1, n)
    assert prove(found, meant, given=[eq(n, m)])
    assert prove(found, total(lambda k: y[k] * z[k], 1, n - 1), given=[eq(n, m)]).witness


def test_a_display_under_a_sum_takes_its_index():
    found = total(lambda t: progression(y[1], y[2], ..., y[t]), 1, n)
    assert prove(found, total(lambda k: (n - k + 1) * y[k], 1, n))
    assert prove(found, total(lambda k: (n - k) * y[k], 1, n)).witness


def test_a_raw_symbol_keeps_its_domain():
    assert read(progression(1, 2, ..., N)).upper == Symbol("N", read(N).domain)
