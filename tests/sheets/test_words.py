"""Text and witnesses as LaTeX."""

from __future__ import annotations

import pytest

from symderive import Verdict, Witness, eq, index, prove, size, total, unit, vector
from symderive.sheets import words
from symderive.sheets.tex import _verdict

WITNESS = Witness(sizes={"n": 3, "k": 1}, indices={"i": 2}, left="1", right="2")


def test_relations_in_text_are_set() -> None:
    assert words.escaped("needs 1 <= k != n") == r"needs 1 $\le$ k $\ne$ n"
    assert words.escaped("a < b = c!") == r"a \textless{} b = c!"


def test_a_point_has_the_order_of_the_quantifiers() -> None:
    assert words.point(WITNESS, ["k", "i", "n"]) == "$k = 1$, $i = 2$, $n = 3$"
    assert words.point(WITNESS, ["i"]) == "$i = 2$, $n = 3$, $k = 1$"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1/2", "$1/2$"),
        ("shape (4,)", "length $4$"),
        ("shape (2, 3)", r"shape $2 \times 3$"),
        ("shape ()", "shape ()"),
        ("exp(1)", "exp(1)"),
    ],
)
def test_sides(text: str, shown: str) -> None:
    assert words.value(text) == shown


def test_only_a_condition_that_repairs_is_offered() -> None:
    n = size("n")
    x, k = vector("x", n), index("k", n)
    wrong = prove(eq(unit(k + 1, n).T @ x, x[k]))
    assert wrong.status == "refuted"
    offered = [condition for condition, under in wrong.repaired if under]
    assert ("Given" in _verdict(wrong)) == bool(offered)
    proved = Verdict("proved", scope="every n")
    undecided = Verdict("undecided", reason="unclear; no counterexample among 7 points")
    for under, expected in ((proved, True), (undecided, False)):
        shown = _verdict(Verdict("refuted", witness=WITNESS, repaired=(("a != 0", under),)))
        assert (r"Given a $\ne$ 0: proved." in shown) == expected
        assert "7 points" not in shown


def test_sizes_come_before_indices() -> None:
    n = size("n")
    i, x = index("i", n), vector("x", n)
    shown = _verdict(prove(eq(total(lambda k: x[k], 1, i), x[i])))
    assert shown.index("$n = 2$") < shown.index("$i = 2$")


def test_functions_stand_with_their_argument() -> None:
    told = words.point(Witness(functions={"F": "t^2", "L(t)": "t[1] + 2*t[2, 1]"}))
    assert told == "$F(t) = t^2$, $L(t) = t_{1} + 2 t_{2, 1}$"
    assert words.function("F", "some function") == "$F$: some function"


def test_what_is_told_of_a_form_is_a_formula() -> None:
    told = words.outcome(Witness(told="the quadratic form is 2*(u[1] - u[2])^2"))
    assert told == "the quadratic form is $2 (u_{1} - u_{2})^2$"
