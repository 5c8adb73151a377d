"""Points that are drawn where a grid is too large to go through."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy

from symderive.language.binding import abstract
from symderive.language.calculus import diff
from symderive.language.declarations import vector
from symderive.language.domains import index, size
from symderive.language.functions import exp, softmax
from symderive.language.reading import read, read_statement
from symderive.language.statements import all_of, eq, forall, ge, implies, lt, ne
from symderive.language.terms import Term
from symderive.numeric import judging
from symderive.numeric.axes import among, drawn_points, values_of_one
from symderive.numeric.check import evidence_of
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.judging import allowed, assured
from symderive.results.evidence import Evidence

n = size("n")
x = vector("x", n)
i, j, s = index("i", n), index("j", n), index("s", n)
COUNT = 3000


def greatest() -> Any:
    """Entry s is greater than all others."""
    return forall(lambda k: implies(ne(k, s), lt(x[k], x[s])), 1, n)


def checked(claim: Any, *given: Any) -> Evidence:
    """The evidence at so many entries that the pairs of them are not all compared."""
    with sympy.evaluate(False):
        statement = read_statement(claim.given(*given))
    return evidence_of(statement, {"n": COUNT})


def condition(written: Any) -> Term:
    """A condition under i and s, in this order."""
    with sympy.evaluate(False):
        return abstract(read(written), (read(i), read(s)))


def run(count: int) -> Evaluation:
    """An evaluation with entries that differ."""
    values = np.random.default_rng(0).permutation(count).astype(float)
    return Evaluation({read(n): count, read(x): values}, tracked=True)


def test_the_one_index_of_which_a_hypothesis_speaks_is_found() -> None:
    """Of nine million pairs 3000 have the greatest entry; drawn by chance, 70 or fewer would."""
    seen = checked(ge(x[s], x[i]), greatest())
    assert seen.outcome == "passed"
    assert seen.points > 100_000


def test_what_is_false_there_is_seen() -> None:
    """The same points show a mistake."""
    assert checked(ge(x[i], x[s]), greatest()).outcome == "failed"


def test_derivatives_are_compared_there_along_a_direction() -> None:
    """The rows that are drawn satisfy the hypothesis, too."""
    right = eq(diff(softmax(x)[s], x[j]), softmax(x)[s] * (-softmax(x)[j]))
    seen = checked(right, greatest(), ne(j, s))
    assert seen.outcome == "passed"
    assert "passed" in seen.directions
    wrong = eq(diff(exp(x)[s] * x.sum(), x[j]), exp(x)[j])
    assert checked(wrong, greatest(), ne(j, s)).outcome == "failed"


def test_values_of_one_variable() -> None:
    """What is said of both, or of integers alone, is left to be tested at the points."""
    here = run(50)
    rest = [condition(lt(x[i], x[s])), condition(ne(i, s))]
    found, left = values_of_one(here, [(1, 50), (1, 50)], [condition(greatest()), *rest])
    assert left == rest
    assert {k: list(v) for k, v in found.items()} == {1: [np.argmax(here.data[read(x)]) + 1]}


@pytest.mark.parametrize("values", [[], [7], [3, 9, 11]])
def test_points_have_these_values_and_no_others(values: list[int]) -> None:
    """The other variable goes through its whole range, its ends included."""
    alone = {1: np.array(values, dtype=np.int64)}
    first, second = drawn_points([(1, 40), (1, 20)], np.random.default_rng(0), alone)
    assert set(second) == set(values)
    assert set(first) == (set(range(1, 41)) if values else set())
    every = drawn_points([(1, 40), (1, 20)], np.random.default_rng(0))
    kept = among(every, alone)
    assert set(kept[1]) <= set(values)
    assert len(kept[0]) == np.count_nonzero(np.isin(every[1], values))


CONDITIONS = {
    "one point": greatest(),
    "all points": forall(lambda k: ge(x[k] + n, x[s]), 1, n),
    "no point": forall(lambda k: lt(x[k], x[s]), 1, n),
    "bounds that vary": forall(lambda k: lt(x[k], x[n + 1 - i]), s, i),
    "an empty range": forall(lambda k: lt(x[k], x[s]), n + 1, n),
    "two quantifiers": forall(lambda k, m: implies(lt(k, m), lt(x[k], x[m] + x[s])), n, n),
    "several conditions": all_of(greatest(), forall(lambda k: ge(x[i] + 9, x[k]), 1, n)),
}


@pytest.mark.parametrize("judge", [allowed, assured])
@pytest.mark.parametrize("count", [1, 2, 3, 12])
@pytest.mark.parametrize("name", CONDITIONS)
def test_points_that_are_decided_are_left_out(
    name: str, count: int, judge: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In chunks as small as can be, on a grid and on a list of points, nothing changes."""
    numbers = np.arange(1, count + 1)
    pairs = np.stack(np.meshgrid(numbers, numbers, indexing="ij")).reshape(2, -1)
    grid = numbers, numbers.reshape(-1, 1)
    term, whole, lists = condition(CONDITIONS[name]), [], []
    for chunk in (1 << 20, 1, 5):
        monkeypatch.setattr(judging, "CHUNK", chunk)
        whole.append(np.broadcast_to(judge(run(count), term, grid), (count, count)))
        lists.append(np.broadcast_to(judge(run(count), term, tuple(pairs)), (count**2,)))
    for found in whole:
        np.testing.assert_array_equal(found, whole[0])
    for found in lists:
        np.testing.assert_array_equal(found.reshape(count, count).T, whole[0])
