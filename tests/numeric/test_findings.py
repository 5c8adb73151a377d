"""Formulas that leave the range of float64: told where and by what, neither passed nor failed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy

from symderive.language.declarations import function, vector
from symderive.language.domains import index, real, size
from symderive.language.functions import exp, log, logsumexp, sigmoid, softmax, tanh
from symderive.language.reading import read_statement
from symderive.language.statements import eq, forall, gt, iff, implies, le, lt, ne
from symderive.language.sums import delta, iverson, total
from symderive.numeric.check import evidence_of
from symderive.numeric.pairs import LEAST, UNIT, Pair, applied, multiplied, pair, power, scale_of
from symderive.numeric.sides import Sides
from symderive.results.evidence import Evidence

n, m = size("n"), size("m")
z, w = vector("z", n), vector("w", m)
i, j = index("i", n), index("j", m)
x, beta = real("x"), real("beta", above=0)
F = function("F")
SIZES = {"n": 1000, "m": 3}


def checked(write: Callable[[], Any]) -> Evidence:
    """The evidence on a statement, read as it is written."""
    with sympy.evaluate(False):
        statement = read_statement(write())
    return evidence_of(statement, SIZES)


def naive(scale: int) -> Any:
    """The sum of exponentials as written."""
    return total(lambda k: exp(scale * z[k]), n)


OUT_OF_RANGE: dict[str, tuple[Callable[[], Any], str]] = {
    "one index": (
        lambda: eq(exp(9000 + z[i]) / exp(9000 + z[i]), 1),
        "the left side overflows at 1000 of 1000 points, first at i = 1: exp of 8999.67",
    ),
    "no index": (
        lambda: eq(exp(9000 + x) / exp(9000 + x), 1),
        "the left side overflows: exp of 8999.35",
    ),
    "inside a sum": (
        lambda: eq(log(naive(1000)), logsumexp(1000 * z)),
        "the left side overflows: exp of 1328.99 for k = 6",
    ),
    "inside an order": (
        lambda: le(logsumexp(1000 * z), log(naive(1000))),
        "the right side overflows: exp of 1328.99 for k = 6",
    ),
    "a quotient of two sums": (
        lambda: eq((softmax(1000 * z) * z).sum(), (exp(1000 * z) * z).sum() / naive(1000)),
        "the right side overflows: exp of 1328.99 for k = 6",
    ),
    "under a quantifier": (
        lambda: forall(lambda k: eq(exp(800 + z[k]) * exp(-800 - z[k]), 1), n),
        "the left side overflows at 1000 of 1000 points, first at k = 1: exp of 799.674",
    ),
    "both sides": (
        lambda: eq(exp(800 + x) - exp(800 + x), exp(801 + x) - exp(801 + x)),
        "the left side overflows: exp of 800.649; the right side overflows: exp of 801.649",
    ),
    "a product": (
        lambda: eq(exp(400 + x * x) * exp(400) / exp(800 + x * x), 1),
        "the left side overflows: exp of 800.421",
    ),
    "a product of large numbers": (
        lambda: eq(0 * (exp(400 + x * x) * exp(400)), 0),
        "the left side overflows: a product",
    ),
    "a power": (
        lambda: eq((10 + x * x) ** 400 / (10 + x * x) ** 400, 1),
        "the left side overflows: 10.4215 to the power 400",
    ),
    "a sum of large numbers": (
        lambda: eq(total(lambda k: exp(705 + z[k] * 0), n) * 0, 0),
        "the left side overflows: a sum",
    ),
    "a logarithm of what underflows": (
        lambda: eq(log(exp(-9000 - x)), -9000 - x),
        "the left side has no value: log of 0, since exp of -8999.35 underflows",
    ),
    "a quotient of what underflows": (
        lambda: eq(exp(-9000 - z[i]) / exp(-9000 - z[i]), 1),
        (
            "the left side has no value at 1000 of 1000 points, first at i = 1: 1 over 0, "
            "since exp of -8999.67 underflows"
        ),
    ),
    "the logarithm of a sigmoid": (
        lambda: eq(log(sigmoid(-800 - x)), -800 - x),
        "the left side has no value: log of 0, since sigmoid of -799.351 underflows",
    ),
    "a difference that rounding takes away": (
        lambda: le(log(1 - tanh(40 + x * x)), 0),
        "the left side has no value: log of 0, which rounding can explain",
    ),
    "a function that is unknown": (
        lambda: eq(F(exp(800 + x)) - F(exp(800 + x)), 0),
        "the left side overflows: exp of 800.649",
    ),
}


@pytest.mark.parametrize("name", OUT_OF_RANGE)
def test_it_is_told_which_part_leaves_the_range_and_where(name: str) -> None:
    write, finding = OUT_OF_RANGE[name]
    evidence = checked(write)
    assert evidence.outcome == "uninformative", evidence
    assert without_digits(evidence.finding) == without_digits(finding)
    assert evidence.finding in str(evidence)
    assert Evidence.from_json(evidence.to_json()) == evidence


def without_digits(text: str) -> str:
    """The words, and the numbers that do not depend on what was drawn."""
    words = text.replace(";", " ;").split()
    return " ".join("number" if "." in word.strip(":;,") else word for word in words)


def test_the_numbers_told_are_those_that_were_drawn() -> None:
    evidence = checked(lambda: eq(exp(9000 + beta) / exp(9000 + beta), 1))
    told = float(evidence.finding.split()[-1])
    assert 9000 < told < 9010


def test_few_points_out_of_range_are_told_beside_a_check_that_passed() -> None:
    evidence = checked(lambda: eq(exp(800 * delta(i, 7)) / exp(800 * delta(i, 7)) * z[i], z[i]))
    assert evidence.outcome == "passed"
    assert evidence.points == 999
    assert evidence.finding == "the left side overflows at i = 7: exp of 800"


def test_an_overflow_beside_a_difference_does_not_hide_it() -> None:
    wrong = checked(lambda: eq(exp(800 * delta(i, 7)) / exp(800 * delta(i, 7)) * z[i], 2 * z[i]))
    assert wrong.outcome == "failed"
    assert wrong.finding == "the left side overflows at i = 7: exp of 800"


@pytest.mark.parametrize(
    "write",
    [
        lambda: eq(1 / (z[i] - z[i]), 1 / (z[i] - z[i])),
        lambda: eq(log(-exp(z[i])), z[i]),
        lambda: eq(log(0 * z[i]), 3),
        lambda: eq(z[i] / (i - 7), z[i] / (i - 7)),
        lambda: eq(z[i + 1], z[i + 1]),
        lambda: eq(exp(800 + z[i]) / exp(800 + z[i]) + log(-exp(z[i])), z[i]),
    ],
    ids=range(6),
)
def test_what_has_no_value_in_any_precision_fails(write: Callable[[], Any]) -> None:
    evidence = checked(write)
    assert evidence.outcome == "failed", evidence
    assert "no value" in evidence.detail


def test_a_premise_out_of_range_holds_nowhere() -> None:
    for premise in (le(exp(1000 + x), 3), gt(exp(1000 + x), 3), ne(exp(1000 + x), 3)):
        evidence = checked(lambda premise=premise: implies(premise, eq(x, 1)))
        assert evidence.outcome == "uninformative"
        told = "in a premise, the left side overflows: exp of"
        assert evidence.finding.startswith(told), evidence
    assert checked(lambda: iff(ne(exp(1000 + x), 3), eq(x, x))).outcome == "uninformative"
    assert checked(lambda: implies(lt(exp(x), 0), eq(x, 1))).finding == ""


def test_what_a_false_bracket_hides_is_no_finding() -> None:
    evidence = checked(lambda: eq(iverson(gt(j, 5)) * exp(800 + w[j]), 0))
    assert (evidence.outcome, evidence.finding) == ("passed", "")


@pytest.mark.parametrize(
    "write",
    [
        lambda: eq(exp(-400 - x * x) * exp(-400) * exp(400) * exp(400), exp(-x * x)),
        lambda: eq(exp(-800 - x) * exp(400) * exp(400), exp(-x)),
        lambda: eq(1 / naive(1000) * exp(1000 * z[i]), softmax(1000 * z)[i]),
        lambda: eq(
            total(lambda k: exp(-500 - w[k]) * exp(-500 + z[k]), m) * exp(500) * exp(499), 3
        ),
    ],
    ids=range(4),
)
def test_digits_that_underflow_takes_away_are_no_failure(write: Callable[[], Any]) -> None:
    assert checked(write).outcome == "uninformative"


def test_a_scale_is_never_less_than_underflow_can_lose() -> None:
    tiny = pair(np.array([1e-200, 0.0, 1.0]))
    found = multiplied([tiny, tiny])
    assert scale_of(found).tolist() == [LEAST, 0.0, 1.0]
    again = multiplied([tiny, tiny, pair(1e300)])
    assert scale_of(again)[0] == LEAST * 1e300
    assert scale_of(applied("exp", np.exp(np.array(-800.0)), pair(-800.0), True)) == LEAST
    assert scale_of(power(pair(1e-200), pair(2.0), True)) >= LEAST
    with np.errstate(all="ignore"):
        assert scale_of(power(pair(np.inf), pair(-1.0), True)) * UNIT >= 2.0**-1024


def test_doubling_rounds_nothing() -> None:
    number = pair(np.array([0.1]))
    assert multiplied([pair(-2.0), number]).depth == 0
    assert multiplied([pair(3.0), number]).depth == 1


def test_a_side_beyond_the_range_is_in_no_relation() -> None:
    infinite = Pair(np.array([np.inf]), None, 1.0)
    for relation in ("=", "!=", "<", "<=", ">", ">="):
        for sides in (Sides(infinite, pair(1.0)), Sides(infinite, infinite)):
            assert not sides.allows(relation).any()
            assert not sides.assures(relation).any()
