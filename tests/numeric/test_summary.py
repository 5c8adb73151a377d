"""Strict orders within rounding, and implications whose premises are not met."""

from collections.abc import Callable
from typing import Any

import pytest

from symderive.language.constructions import ones
from symderive.language.declarations import matrix, vector
from symderive.language.domains import index, real, size
from symderive.language.functions import exp, relu
from symderive.language.operators import average_pool
from symderive.language.reading import read_statement
from symderive.language.statements import (
    all_of,
    any_of,
    eq,
    exists,
    forall,
    ge,
    gt,
    iff,
    implies,
    le,
    lt,
    ne,
    negation,
)
from symderive.language.sums import maximum, total
from symderive.numeric.check import evidence_of
from symderive.numeric.judging import Tally
from symderive.numeric.summary import Seen, summed_up
from symderive.results.evidence import Evidence

n, m, r = size("n"), size("m"), size("r")
x, z, t = vector("x", n), real("z"), real("t")
i, j = index("i", n), index("j", n)
X = matrix("X", r * m, r * n)
SIZES = {"m": 4, "n": 7, "r": 3}
NOWHERE = "a premise holds at none of the points drawn"
ONE_VALUE = "a premise was found to hold for one value only"

Write = Callable[[], Any]


def checked(write: Write) -> Evidence:
    return evidence_of(read_statement(write()), SIZES)


def written(*cases: Write) -> pytest.MarkDecorator:
    """One test for each statement, numbered."""
    return pytest.mark.parametrize("write", cases, ids=tuple(range(len(cases))))


def backwards() -> Any:
    """The sum of a vector, its last entry first."""
    return total(lambda k: x[n + 1 - k], 1, n)


EQUAL: dict[str, Write] = {
    "less": lambda: lt(x.sum(), backwards()),
    "greater": lambda: gt(x.sum(), backwards()),
    "mean": lambda: gt(average_pool(X, r).mean(), X.mean()),
    "not at most": lambda: negation(le(x.sum(), backwards())),
    "beside an equation": lambda: all_of(eq(x[i] + x[j], x[j] + x[i]), lt(x.sum(), backwards())),
    "one of two": lambda: any_of(lt(x.sum(), backwards()), lt(z, z)),
    "for every index": lambda: forall(lambda k: lt(x[k] + z, z + x[k]), n),
    "for some index": lambda: exists(lambda k: lt(x[k] + z, z + x[k]), n),
    "at some of the points": lambda: gt(relu(x[i]), 0),
}


@pytest.mark.parametrize("name", EQUAL)
def test_a_strict_order_of_equal_sides_is_not_evidence(name: str) -> None:
    evidence = checked(EQUAL[name])
    assert evidence.outcome == "uninformative", evidence
    assert evidence.detail.endswith("points a strict order is within rounding")


@written(
    lambda: le(x.sum(), backwards()),
    lambda: ge(x.sum(), backwards()),
    lambda: negation(lt(x.sum(), backwards())),
    lambda: lt(x.sum(), backwards() + 1),
    lambda: any_of(lt(x.sum(), backwards()), gt(z * z, -1)),
    lambda: iff(lt(x.sum(), t), lt(backwards(), t)),
    lambda: implies(lt(x[i], x[j]), lt(exp(x[i]), exp(x[j]))),
)
def test_orders_that_hold_pass(write: Write) -> None:
    evidence = checked(write)
    assert evidence.outcome == "passed", evidence
    assert "rounding" not in evidence.detail


@written(
    lambda: lt(x.sum() + 1, backwards()),
    lambda: le(x.sum() + 1, backwards()),
    lambda: negation(lt(x.sum(), backwards() + 1)),
    lambda: any_of(lt(x.sum() + 1, backwards()), lt(z + 1, z)),
)
def test_orders_that_are_turned_fail(write: Write) -> None:
    assert checked(write).outcome == "failed"


def test_few_points_within_rounding_are_told() -> None:
    statement = read_statement(gt(maximum(lambda k: x[k], 1, n) + 0 * z, x[i]))
    evidence = evidence_of(statement, {"n": 500})
    assert evidence.outcome == "passed"
    assert evidence.points == 499
    assert evidence.detail == "at 1 of 500 points a strict order is within rounding"


@written(
    lambda: implies(eq(z * z, 2), eq(z, 1)),
    lambda: forall(lambda k: implies(eq(x[k] ** 2, 2), eq(x[k], 1)), n),
    lambda: implies(lt(n, i), eq(x[i], 1)),
    lambda: all_of(implies(lt(n, i), eq(x[i], 1)), eq(x[i] + z, z + x[i])),
    lambda: implies(lt(x.sum(), backwards()), eq(z, 1)),
    lambda: implies(eq(ones(n), ones(m)), eq(z, 1)),
)
def test_a_premise_that_holds_nowhere_is_told(write: Write) -> None:
    evidence = checked(write)
    assert evidence.outcome == "uninformative", evidence
    assert evidence.detail == NOWHERE


@written(
    lambda: implies(eq(z, 1), eq(z * z, 1)),
    lambda: implies(eq(z * z, 1), eq(z**3, z)),
    lambda: implies(ne(z, 0), eq(z / z, 1)),
    lambda: implies(lt(i, j), lt(x[i] * x[i], x[i] * x[i] + j - i)),
)
def test_conclusions_that_hold_pass(write: Write) -> None:
    evidence = checked(write)
    assert evidence.outcome == "passed", evidence


def test_all_special_values_of_a_premise_are_tried() -> None:
    evidence = checked(lambda: implies(eq(z * z, 1), eq(z, 1)))
    assert evidence.outcome == "failed"
    assert evidence.detail == "left -1, right 1"


def test_a_premise_that_is_met_by_one_value_only_is_told() -> None:
    evidence = checked(lambda: implies(eq(z * z, z), eq(z, 1)))
    assert (evidence.outcome, evidence.detail) == ("uninformative", ONE_VALUE)


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        (Seen(False, 1, 100, 0), "passed"),
        (Seen(False, 1, 100, 1), "passed"),
        (Seen(False, 1, 100, 2), "uninformative"),
        (Seen(False, 0), "uninformative"),
        (Seen(True, 0), "uninformative"),
        (Seen(True, 1), "uninformative"),
        (Seen(True, 2, 100, 0, [b"a", b"b"]), "passed"),
        (Seen(True, 2, 100, 0, [b"a", b"a"]), "uninformative"),
        (Seen(True, 3, 100, 0, [b"a", b"a"]), "passed"),
        (Seen(True, 1, 100, 0, [b"a"]), "passed"),
    ],
)
def test_the_weakest_part_decides(seen: Seen, outcome: str) -> None:
    tally = Tally(points=1000, undecided=seen.undecided, nonzero=1000)
    assert summed_up(tally, [Seen(False, 1, 900), seen])[0] == outcome
