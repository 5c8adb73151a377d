"""Limits as they are written: sides, refusals, data."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    exp,
    index,
    limit,
    log,
    matrix,
    ones,
    oo,
    real,
    size,
    softmax,
    tends_to,
    total,
    vector,
)
from symderive.errors import IllFormed
from symderive.language.limits import Infinity, Limit, Tends
from symderive.language.serial import from_json, to_json
from symderive.language.terms import Bound, is_condition

n = size("n")
d, x = vector("d", n), real("x")


@pytest.mark.parametrize(
    ("variable", "target", "side"),
    [
        (real("t"), oo, ""),
        (real("t"), -oo, ""),
        (real("t"), 0, ""),
        (real("t", above=0), oo, ""),
        (real("t", above=0), 0, "+"),
        (real("t", at_least=0), 0, "+"),
        (real("t", below=0), 0, "-"),
        (real("t", below=0), -oo, ""),
        (real("t", 0, 1), 0, "+"),
        (real("t", 0, 1), 1, "-"),
        (real("t", above=0), 2, ""),
        (real("t", nonzero=True), 0, ""),
        (real("t", above=real("a")), real("a"), "+"),
    ],
)
def test_the_domain_says_the_side(variable: Any, target: Any, side: str) -> None:
    found = tends_to(variable, 0, variable, target).term
    assert isinstance(found, Tends)
    assert found.side == side
    assert found.body == Bound(0)


REFUSED = [
    (lambda: tends_to(x, 0, real("t", above=0), -oo), "cannot come near the target"),
    (lambda: tends_to(x, 0, real("t", below=5), oo), "cannot come near the target"),
    (lambda: tends_to(x, 0, real("t", above=1), 0), "cannot come near the target"),
    (lambda: tends_to(x, 0, real("t", 0, 1), 2), "cannot come near the target"),
    (lambda: tends_to(x, 0, real("t", 1, 1), 1), "cannot move"),
    (lambda: tends_to(x, 0, real("t", above=real("a")), 0), "not seen whether"),
    (lambda: tends_to(x, real("t"), real("t"), oo), "cannot stand in a limit"),
    (lambda: tends_to(x, 0, real("t"), real("t")), "cannot stand in a limit"),
    (lambda: tends_to(x, 0, n, oo), "is an integer"),
    (lambda: tends_to(x, 0, d, oo), "not by d"),
    (lambda: tends_to(x, 0, exp(x), oo), "declared real variable"),
    (lambda: tends_to(d, 0, x, oo), "ranks differ"),
    (lambda: tends_to(d, oo, x, oo), "ranks differ"),
    (lambda: tends_to(d, ones(n, n), x, oo), "ranks differ"),
    (lambda: tends_to(x, 0, x, d), "not to a tensor"),
    (lambda: tends_to(oo, oo, x, oo), "not read"),
    (lambda: tends_to(real("y", above=x), 0, x, oo), "depends on x"),
    (lambda: limit(lambda s, t: s, 0), "one real number"),
    (lambda: limit(x, 0), "one real number"),
    (lambda: limit(lambda t: d * t, 0), "tensor"),
    (lambda: limit(lambda t: t, 0, side="above"), "none of"),
    (lambda: limit(lambda x: x + real("x"), 0), "is free in the body"),
    (lambda: limit(lambda t: limit(lambda t: t, 0) + t, 0), "inside another one"),
    (lambda: total(lambda k: limit(lambda k: k, 0), n), "inside another one"),
]


@pytest.mark.parametrize(("write", "told"), REFUSED, ids=range(len(REFUSED)))
def test_refusals(write: Any, told: str) -> None:
    with pytest.raises(IllFormed, match=told):
        write()


def test_names_of_bound_variables_do_not_count() -> None:
    assert limit(lambda t: exp(-t), oo) == limit(lambda s: exp(-s), oo)
    assert tends_to(1 / real("t"), 0, real("t"), oo) == tends_to(1 / real("s"), 0, real("s"), oo)
    assert limit(lambda t: exp(-t), oo) != limit(lambda t: exp(-t), -oo)
    assert limit(lambda t: exp(-t), 0) != limit(lambda t: exp(-t), 0, side="+")


def test_data_and_back() -> None:
    t = real("t", above=0)
    for written in (
        tends_to(softmax(t * d), ones(n) / n, t, 0),
        tends_to(log(t), -oo, t, 0),
        total(lambda k: d[k] * limit(lambda r: exp(-r), oo), n),
    ):
        assert from_json(to_json(written.term)) == written.term


def test_kinds() -> None:
    t = real("t")
    assert is_condition(tends_to(t, 0, t, 0).term)
    assert isinstance(limit(lambda r: r, 0).term, Limit)
    assert isinstance(tends_to(t, oo, t, oo).term.limit, Infinity)
    A, i = matrix("A", n, n), index("i", n)
    assert tends_to(A @ d * t, A @ d, t, 1).term != tends_to((A @ d)[i] * t, (A @ d)[i], t, 1).term
