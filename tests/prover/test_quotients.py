"""Floors of quotients by symbolic sizes: lengths of strided outputs, and the windows that fit."""

from __future__ import annotations

from math import floor

import pytest

from symderive import (
    Tensor,
    array,
    correlate,
    diff,
    eq,
    iff,
    implies,
    index,
    inner,
    iverson,
    le,
    lt,
    padded,
    prove,
    size,
    total,
    vector,
    vjp,
)
from symderive.language.reading import read_statement
from symderive.prover.hypotheses import hypotheses
from symderive.prover.prove import prove_statement
from symderive.prover.quotients import quotients
from symderive.prover.workspace import Workspace

n, k, s, p = size("n"), size("k"), size("s"), size("p", at_least=0)
x, w = vector("x", n), vector("w", k)
i, a, b = index("i", n), index("a", n), index("b", n + 2 * p)
length = floor((n - k) / s) + 1
o, g = index("o", length), vector("g", length)
y = correlate(x, w, stride=s)
fits = [le(k, n)]


def entries(tensor: Tensor, size_of_it: object) -> object:
    return eq(tensor, array(size_of_it, lambda c: tensor[c]))


TRUE = {
    "a length": entries(y, length),
    "the last window": le(s * (o - 1) + k, n),
    "one more does not fit": lt(n, s * length + k),
    "the windows that fit": iff(le(s * (a - 1) + k, n), le(a, length)),
    "their number": eq(total(lambda c: iverson(le(s * (c - 1) + k, n)), 1, n), length),
    "the windows that fit with padding": iff(
        le(s * (b - 1) + k, n + 2 * p), le(b, floor((n + 2 * p - k) / s) + 1)
    ),
    "at most one a place": le(length, n),
    "at least one": le(1, length),
    "an entry": eq(y[o], total(lambda c: x[s * (o - 1) + c] * w[c], 1, k)),
    "a derivative": eq(diff(y[o], x[i]), padded(w)[i - s * (o - 1)]),
    "the adjoint": eq(
        inner(y, g),
        inner(
            x,
            array(n, lambda c: total(lambda b: g[b] * padded(w)[c - s * (b - 1)], 1, length)),
        ),
    ),
    "a gradient": eq(
        vjp(y, x, g)[i], total(lambda b: g[b] * padded(w)[i - s * (b - 1)], 1, length)
    ),
}

FALSE = {
    "a length more": entries(y, length + 1),
    "a length less": entries(y, length - 1),
    "a window further": le(s * o + k, n),
    "two more do not fit": lt(n, s * (length - 1) + k),
    "the windows that nearly fit": iff(le(s * (a - 1) + k, n), le(a, length - 1)),
    "the windows that fit with padding on one side": iff(
        le(s * (b - 1) + k, n + 2 * p), le(b, floor((n + p - k) / s) + 1)
    ),
    "the windows that begin inside of the padding": iff(
        le(s * (b - 1) + k, n + 2 * p), le(b, floor((n + 2 * p - 1) / s) + 1)
    ),
    "the wrong way": implies(le(s * (a - 1) + k, n), lt(a, length)),
    "one number more": eq(total(lambda c: iverson(le(s * (c - 1) + k, n)), 1, n), length + 1),
    "a kernel shorter": eq(total(lambda c: iverson(lt(s * (c - 1) + k, n)), 1, n), length),
    "fewer than places": lt(length, n),
    "at least two": le(2, length),
    "an entry further": eq(y[o], total(lambda c: x[s * o + c] * w[c], 1, k)),
    "a derivative further": eq(diff(y[o], x[i]), padded(w)[i - s * o]),
    "the adjoint of stride one": eq(
        inner(y, g),
        inner(x, array(n, lambda c: total(lambda b: g[b] * padded(w)[c - b + 1], 1, length))),
    ),
    "a gradient of another sign": eq(
        vjp(y, x, g)[i], -total(lambda b: g[b] * padded(w)[i - s * (b - 1)], 1, length)
    ),
    "a larger stride": le(floor((n - k) / s), floor((n - k) / (s + 1))),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved(name: str) -> None:
    assert prove(TRUE[name], given=fits).status == "proved"


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    verdict = prove(FALSE[name], given=fits)
    assert verdict.status == "refuted"
    assert not prove_statement(verdict.statement).proved


def test_a_quotient_is_what_its_context_says_it_is() -> None:
    work = Workspace(5.0)
    place = hypotheses(work, read_statement(le(s * (o - 1), n), given=fits))
    found, *_ = quotients(place.context)
    names = {v: symbol.name for v, symbol in work.names.items()}
    assert [names[v] for v in found.divisor.variables] == ["s"]
    assert {names[v] for v in found.numerator.variables} == {"n", "k"}
