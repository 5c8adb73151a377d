"""Verdicts and witnesses in words and formulas."""

from __future__ import annotations

import pytest

from symderive import Evidence, Verdict, Witness, eq, index, prove, size, total, unit, vector
from symderive.sheets import words
from symderive.sheets.inline import Formula, Inline

WITNESS = Witness(sizes={"n": 3, "k": 1}, indices={"i": 2}, left="1", right="2")


def written(sentence: Inline) -> str:
    """A sentence as one would write it in a docstring."""
    return "".join(f"${r.latex}$" if isinstance(r, Formula) else r.text for r in sentence)


def test_relations_in_text_are_set() -> None:
    assert written(words.told("needs 1 <= k != n")) == r"needs 1 $\le$ k $\ne$ n"
    assert written(words.told("a < b = c!")) == "a < b = c!"


def test_a_point_has_the_order_of_the_quantifiers() -> None:
    assert written(words.point(WITNESS, ["k", "i", "n"])) == "$k = 1$, $i = 2$, $n = 3$"
    assert written(words.point(WITNESS, ["i"])) == "$i = 2$, $n = 3$, $k = 1$"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1/2", "$1/2$"),
        ("shape (4,)", "length $4$"),
        ("shape (2, 3)", r"shape $2 \times 3$"),
        ("shape ()", "shape ()"),
        ("exp(1)", "exp(1)"),
        ("-oo", r"$-\infty$"),
        ("infinity", r"$\infty$"),
    ],
)
def test_sides(text: str, shown: str) -> None:
    assert written(words.value(text)) == shown


def test_only_a_condition_that_repairs_is_offered() -> None:
    n = size("n")
    x, k = vector("x", n), index("k", n)
    wrong = prove(eq(unit(k + 1, n).T @ x, x[k]))
    assert wrong.status == "refuted"
    offered = [condition for condition, under in wrong.repaired if under]
    assert ("Given" in written(words.verdict(wrong))) == bool(offered)
    proved = Verdict("proved", scope="every n")
    undecided = Verdict("undecided", reason="unclear; no counterexample among 7 points")
    for under, expected in ((proved, True), (undecided, False)):
        found = Verdict("refuted", witness=WITNESS, repaired=(("a != 0", under),))
        shown = written(words.verdict(found))
        assert (r"Given a $\ne$ 0: proved." in shown) == expected
        assert "7 points" not in shown


def test_sizes_come_before_indices() -> None:
    n = size("n")
    i, x = index("i", n), vector("x", n)
    shown = written(words.verdict(prove(eq(total(lambda k: x[k], 1, i), x[i]))))
    assert shown.index("$n = 2$") < shown.index("$i = 2$")


def test_functions_stand_with_their_argument() -> None:
    told = words.point(Witness(functions={"F": "t^2", "L(t)": "t[1] + 2*t[2, 1]"}))
    assert written(told) == "$F(t) = t^2$, $L(t) = t_{1} + 2 t_{2, 1}$"
    assert written(words.function("F", "some function")) == "$F$: some function"


def test_what_is_told_of_a_form_is_a_formula() -> None:
    told = words.outcome(Witness(told="the quadratic form is 2*(u[1] - u[2])^2"))
    assert written(told) == "the quadratic form is $2 (u_{1} - u_{2})^2$"


def test_witnesses() -> None:
    witness = Witness(
        {"n": 2}, {"i": 1}, {"X_tilde[1]": "1/2", "X_tilde[2]": "0", "A[1,1]": "3", "beta": "-1"}
    )
    assert written(words.point(witness)) == (
        r"$n = 2$, $i = 1$, $\tilde{X} = (1/2, 0)$, $A = (3)$, $\beta = -1$"
    )
    matrix = Witness(values={f"A[{i},{j}]": str(i + j) for i in (1, 2) for j in (1, 2)})
    assert written(words.point(matrix)) == r"$A = \begin{pmatrix} 2 & 3 \\ 3 & 4 \end{pmatrix}$"
    undefined = Witness(undefined="x[3] is outside 1..2")
    assert written(words.outcome(undefined)) == "x[3] is outside 1..2"
    assert written(words.outcome(Witness(left="1/2", right="e"))) == "left $1/2$, right e"


def test_the_check_in_floats_in_one_line() -> None:
    seen = Evidence("passed", {"n": 1_000_000, "k": 3}, error=1e-17, ratio=0.1, seconds=2.5)
    assert written(words.checked(seen)) == r"Passed in floats at $n = 1\,000\,000$, $k = 3$."
    assert written(words.checked(Evidence("passed"))) == "Passed in floats."
