"""One entry above all others, or unlike all others: what follows, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    diff,
    eq,
    forall,
    gt,
    implies,
    index,
    iverson,
    le,
    lt,
    ne,
    prove,
    real,
    size,
    total,
    vector,
)
from symderive.language.reading import read_statement
from symderive.prover.prove import prove_statement

n = size("n")
d, e, x = vector("d", n), vector("e", n), real("x")
i, j, s = index("i", n), index("j", n), index("s", n)


def every_other(relation: Any, *bounds: Any) -> Any:
    """The relation between the entry at any other place and the entry at s."""
    return forall(lambda k: implies(ne(k, s), relation(d[k], d[s])), *(bounds or (n,)))


ABOVE, UNLIKE, BELOW = every_other(lt), every_other(ne), every_other(gt)
WEAKLY, LARGEST = every_other(le), forall(lambda k: le(d[k], d[s]), n)


def same(a: Any, b: Any) -> Any:
    """[a = b]."""
    return iverson(eq(a, b))


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (eq(same(d[i], d[s]), same(i, s)), [ABOVE]),
        (eq(same(d[i], d[s]), same(i, s)), [UNLIKE]),
        (eq(same(d[s], d[i]), same(i, s)), [BELOW]),
        (eq(total(lambda k: same(d[k], d[s]) * e[k], n), e[s]), [UNLIKE]),
        (eq(total(lambda k: same(d[k], d.max()), n), 1), [ABOVE]),
        (eq(d.max(), d[s]), [ABOVE]),
        (eq(d.max(), d[s]), [WEAKLY]),
        (eq(d.max(), d[s]), [LARGEST]),
        (eq(d.min(), d[s]), [BELOW]),
        (eq((2 * d).max(), 2 * d[s]), [ABOVE]),
        (le(d[i], d[s]), [ABOVE]),
        (lt(d[i], d[s]), [ABOVE, ne(i, s)]),
        (ne(d[i], d[s]), [UNLIKE, ne(i, s)]),
        (eq(diff(d.max(), d[i]), same(i, s)), [ABOVE]),
    ],
)
def test_what_follows(claim: Any, given: list[Any]) -> None:
    assert prove(claim, given=given).status == "proved"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (eq(same(d[i], d[j]), same(i, j)), [ABOVE]),
        (eq(same(d[i], d[s]), same(i, s)), [WEAKLY]),
        (eq(same(d[i], d[s]), same(i, s)), [LARGEST]),
        (eq(same(d[i], d[s]), same(i, s)), [every_other(lt, n - 1)]),
        (eq(same(d[i], d[s]), same(i, s)), [every_other(lt, 2, n)]),
        (eq(d.max(), d[s]), [UNLIKE]),
        (eq(d.max(), d[s]), [BELOW]),
        (eq(d.max(), d[s]), [every_other(lt, n - 1)]),
        (eq(d.max(), d[s]), [every_other(lt, 2, n)]),
        (eq(d.min(), d[s]), [ABOVE]),
        (eq((-d).max(), -d[s]), [ABOVE]),
        (eq((d * x).max(), d[s] * x), [ABOVE]),
        (eq((d + e).max(), d[s] + e[s]), [ABOVE]),
        (eq(e.max(), e[s]), [ABOVE]),
        (lt(d[i], d[s]), [ABOVE]),
        (lt(d[i], d[s]), [UNLIKE, ne(i, s)]),
        (lt(d[i], d[s]), [WEAKLY, ne(i, s)]),
        (eq(diff(d.max(), d[i]), same(i, s)), [LARGEST]),
    ],
)
def test_what_does_not_follow(claim: Any, given: list[Any]) -> None:
    assert not prove_statement(read_statement(claim, given=given)).proved
    assert prove(claim, given=given).status == "refuted"
