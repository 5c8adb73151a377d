"""Limits found by rules, set against dominant terms at concrete points, on random bodies."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from symderive import (
    absolute,
    exp,
    greater_of,
    index,
    log,
    num,
    oo,
    real,
    sigmoid,
    size,
    tanh,
    total,
    vector,
)
from symderive.errors import OutsideFragment
from symderive.evaluator.search import find_counterexample
from symderive.language.binding import free_symbols, instantiate
from symderive.language.limits import Infinity, Tends, approaching, end_of
from symderive.language.reader import Reader
from symderive.language.reading import read
from symderive.language.terms import Compare, Statement, Term
from symderive.prover.limits import _grows, _limit
from symderive.prover.limits.knowledge import Knowledge, as_moved, moving_symbol, signs_of
from symderive.prover.limits.rules import Rules
from symderive.prover.prove import _in_modes, prove_statement

n = size("n")
d, w, x, c = vector("d", n), vector("w", n, above=0), real("x"), real("c", above=0)
i = index("i", n)
ENDS = [
    (real("t", above=0), oo, ""),
    (real("t", above=0), 0, "+"),
    (real("t", below=0), -oo, ""),
    (real("t", below=0), 0, "-"),
    (real("t", above=1), 1, "+"),
]
SEEDS = range(60)
SECONDS = 5.0
SEARCH = 0.15


class Bodies:
    """Random expressions in a variable, the entries of two vectors and two numbers."""

    def __init__(self, chance: random.Random, variable: Any) -> None:
        self.chance, self.variable = chance, variable

    def leaf(self, place: Any) -> Any:
        """A variable, an entry or a number."""
        numbers = num(self.chance.choice([1, 2, -1, 3]))
        return self.chance.choice([self.variable] * 2 + [numbers, x, c, d[place], w[place]])

    def body(self, depth: int, place: Any = i, inside: bool = False) -> Any:
        """An expression of that depth at most."""
        if not depth:
            return self.leaf(place)
        first = self.body(depth - 1, place, inside)
        second = self.body(depth - 1, place, inside)
        rate = self.chance.choice([x, c, num(1), d[place]])
        made = [
            lambda: first + second,
            lambda: first * second,
            lambda: first / second,
            lambda: exp(self.chance.choice([1, -1]) * self.variable * rate),
            lambda: log(1 + exp(first)),
            lambda: sigmoid(first),
            lambda: tanh(first),
            lambda: absolute(first),
            lambda: greater_of(first, second),
            lambda: (1 + exp(first)) ** self.chance.choice([num(1) / 2, -num(1) / 2, x]),
        ]
        if not inside:
            sums = [lambda: total(lambda k: self.body(depth - 1, k, True), n)]
            made += 4 * sums
        return self.chance.choice(made)()


def found(claim: Tends) -> Term:
    """What the rules say a body tends to; raises OutsideFragment where they say nothing."""
    (sign,) = signs_of(claim.target, claim.side)
    variable = moving_symbol(claim.name, claim.target, sign, Statement(claim))
    body = instantiate(claim.body, (variable,))
    near = Statement(Compare("=", body, body))
    if not prove_statement(near, SECONDS).proved:
        raise OutsideFragment("undefined near the target")
    known = Knowledge(near, (), time.thread_time() + SECONDS, _in_modes)
    expansion = Rules(variable, as_moved(claim.target, sign)).expansion(body, known)
    try:
        return _limit(expansion, known)
    except OutsideFragment:
        for infinite in (1, -1):
            if _grows(expansion, infinite, known):
                return Infinity(infinite)
        raise


@pytest.mark.parametrize("seed", SEEDS)
def test_no_limit_is_wrong(seed: int) -> None:
    chance = random.Random(seed)
    variable, target, side = chance.choice(ENDS)
    body = read(x)
    while read(variable) not in free_symbols(body):
        body = read(Bodies(chance, variable).body(chance.choice([1, 2, 2, 3])))
    claim = approaching(body, Infinity(1), read(variable), end_of(target, Reader()))
    assert claim.side == side
    try:
        value = found(claim)
    except OutsideFragment:
        pytest.skip("no rule")
    stated = Statement(Tends(claim.body, value, claim.target, claim.side, claim.name))
    search = find_counterexample(stated, seconds=SEARCH, seed=seed)
    assert search.witness is None, f"{stated}: {search.witness}"
