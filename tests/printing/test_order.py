"""Sets of reals, infima, quantifiers and probabilities in print."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    all_of,
    calc,
    eq,
    exists,
    forall,
    function,
    iff,
    implies,
    infimum,
    le,
    lt,
    member,
    negation,
    probability,
    real,
    same_set,
    superset,
    supremum,
    uniform,
)
from symderive.language.reading import read, read_statement
from symderive.printing import latex, text
from symderive.printing.order import of_function
from symderive.printing.statements import LATEX, TEXT, quantifiers
from symderive.results import Witness
from symderive.sheets import words
from symderive.sheets.inline import Formula

F = function("F", distribution=True)
t, u = real("t"), real("u")
UP = infimum(lambda x: le(u, F(x)))

PRINTED: dict[str, tuple[Any, str]] = {
    "inf{x : u <= F(x)} <= t iff u <= F(t)": (
        iff(le(UP, t), le(u, F(t))),
        r"\inf \{x \in \mathbb{R} : u \le F(x)\} \le t \;\Leftrightarrow\; u \le F(t)",
    ),
    "for some s in R: s <= t and u <= F(s)": (
        exists(lambda s: all_of(le(s, t), le(u, F(s))), real()),
        r"\exists s \in \mathbb{R}\colon s \le t \text{ and } u \le F(s)",
    ),
    "for some s <= t: u <= F(s)": (
        exists(lambda s: le(u, F(s)), real(at_most=t)),
        r"\exists s \le t\colon u \le F(s)",
    ),
    "for all x in R, x >= 0, x <= 1: u <= x": (
        forall(lambda x: le(u, x), real(0, 1)),
        r"\forall x \in \mathbb{R},\, x \ge 0,\, x \le 1\colon u \le x",
    ),
    "not (for all x in R: x <= t)": (
        negation(forall(lambda x: le(x, t), real())),
        r"\lnot (\forall x \in \mathbb{R}\colon x \le t)",
    ),
    "t in {x : x < u}": (
        member(t, lambda x: lt(x, u)),
        r"t \in \{x \in \mathbb{R} : x < u\}",
    ),
    "{x : x < t} superset {x : x < u}": (
        superset(lambda x: lt(x, t), lambda x: lt(x, u)),
        r"\{x \in \mathbb{R} : x < t\} \supseteq \{x \in \mathbb{R} : x < u\}",
    ),
    "{1 <= k <= 5 : k < 3} = {1 <= k <= 5 : k <= 2}": (
        same_set(lambda k: lt(k, 3), lambda k: le(k, 2), 5),
        r"\{1 \le k \le 5 : k < 3\} = \{1 \le k \le 5 : k \le 2\}",
    ),
    "sup{x : x < t} = t": (
        eq(supremum(lambda x: lt(x, t)), t),
        r"\sup \{x \in \mathbb{R} : x < t\} = t",
    ),
    "P(U <= F(t); U uniform on [0, 1]) = F(t)": (
        eq(probability(lambda U: le(U, F(t)), uniform(0, 1)), F(t)),
        r"P_{U \sim \mathcal{U}[0, 1]}(U \le F(t)) = F(t)",
    ),
}


@pytest.mark.parametrize("shown", PRINTED)
def test_how_it_is_printed(shown: str) -> None:
    condition, formula = PRINTED[shown]
    assert text(read(condition)) == shown
    assert latex(read(condition)) == formula


def test_a_bound_name_gives_way_to_a_free_one() -> None:
    inside = infimum(lambda x: le(t, x)).term
    assert text(inside, taken=frozenset({"x"})) != text(inside)


def test_an_equivalence_inside_a_condition_is_in_brackets() -> None:
    condition = all_of(iff(le(t, u), le(u, t)), lt(t, u))
    assert text(read(condition)) == "(t <= u iff u <= t) and t < u"


@pytest.mark.parametrize(
    ("properties", "told"),
    [
        (("nondecreasing",), "non-decreasing"),
        (("nondecreasing", "smooth"), ""),
        (("arbitrary",), "any function"),
        (("arbitrary", "nondecreasing"), "non-decreasing"),
        (("in_unit_interval", "right_continuous"), "right-continuous, with values in [0, 1]"),
    ],
    ids=str,
)
def test_what_is_said_of_a_function(properties: tuple[str, ...], told: str) -> None:
    assert of_function(properties) == told


def test_a_distribution_function_is_told_as_one() -> None:
    statement = read_statement(le(F(t), u))
    assert "F a distribution function" in quantifiers(statement, TEXT)
    assert r"F \text{ a distribution function}" in quantifiers(statement, LATEX)


def test_a_function_with_jumps_on_a_sheet() -> None:
    found = words.function("F(y)", "0 for y < 0, 1/2 for 0 <= y < 1, 1 for y >= 1")
    assert [run.latex for run in found if isinstance(run, Formula)] == [
        (
            r"F(y) = \begin{cases} 0 & \text{for } y < 0 \\ 1/2 & \text{for } 0 \le y < 1 \\ "
            r"1 & \text{for } y \ge 1 \end{cases}"
        )
    ]
    assert words.function("F(y)", "y") == (Formula("F(y) = y"),)
    witness = Witness(values={"t": "0"}, functions={"F(y)": "0 for y <= 0, 1 for y > 0"})
    assert str(witness) == "t = 0, F(y) = 0 for y <= 0, 1 for y > 0"


def test_a_chain_of_conditions_shows_its_arrows() -> None:
    chain = calc(le(t, u)).implies(le(t, u + 1), "larger").iff(le(t - 1, u), "on both sides")
    assert str(chain) == ("t <= u\n  => t <= u + 1    larger\n  <=> t - 1 <= u    on both sides")
    shown = chain._repr_latex_()
    assert shown is not None
    assert r"\Rightarrow t \le u + 1" in shown
    assert r"\Leftrightarrow t - 1 \le u" in shown


def test_an_implication_is_printed_as_ever() -> None:
    assert text(read(implies(le(t, u), lt(t, u)))) == "t <= u implies t < u"
