"""Counterexamples worked out: sums term by term, folded functions by formulas, exact values."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    Witness,
    absolute,
    all_of,
    delta,
    diff,
    eq,
    exp,
    eye,
    function,
    iverson,
    jacobian,
    log,
    matrix,
    maximum,
    product,
    prove,
    real,
    size,
    softmax,
    total,
    vector,
)
from symderive.evaluator.by_hand import polynomial_of, worked_out
from symderive.language.reading import read_statement
from symderive.printing import text

m, n = size("m"), size("n")
x, y, b = vector("x", n), vector("y", n), vector("b", m)
A = matrix("A", m, n)
t = real("t")
F, G = function("F"), function("G", 2)


def shown(left: Any, right: Any, witness: Witness, given: Any = ()) -> dict[str, list[str]]:
    """The lines of both sides at a witness, as text."""
    statement = read_statement(left, right, given)
    return {
        working.side: [
            " = ".join([*map(text, (line.term, *line.forms)), line.value]) for line in working.lines
        ]
        for working in worked_out(statement, witness)
    }


def test_sums_are_written_out_term_by_term() -> None:
    witness = Witness(
        sizes={"n": 2}, values={"x[1]": "1/2", "x[2]": "3"}, left="37/4", right="49/4"
    )
    found = shown((x * x).sum(), x.sum() ** 2, witness)
    assert "sum(k=1..2, x[k]) = x[1] + x[2] = 1/2 + 3 = 7/2" in found["right"]
    assert found["right"][-1] == "sum(x)^2 = (7/2)^2 = 49/4"
    assert found["left"][-1].endswith("= 37/4")


def test_folded_functions_are_written_by_their_formulas() -> None:
    witness = Witness(sizes={"n": 2}, indices={}, values={"x[1]": "0", "x[2]": "0"})
    found = shown(softmax(x)[1], 1, witness)
    assert found["left"] == [
        "sum(k=1..2, exp(x[k])) = exp(x[1]) + exp(x[2]) = exp(0) + exp(0) = 2",
        "softmax(x)[1] = exp(x[1])/sum(k=1..2, exp(x[k])) = exp(0)/2 = 1/2",
    ]
    assert found["right"] == ["1 = 1"]


def test_derivatives_are_written_out_before_they_are_valued() -> None:
    witness = Witness(sizes={"n": 1}, values={"x[1]": "0"})
    found = shown(diff(exp(x).sum(), x[1]), 2, witness)
    assert found["left"][-1] == "diff(sum(exp(x)), x[1]) = diff(exp(x[1]), x[1]) = 1"


@pytest.mark.parametrize(
    ("term", "line"),
    [
        (product(lambda k: x[k], 1, n), "product(k=1..2, x[k]) = x[1]*x[2] = 2*3 = 6"),
        (maximum(lambda k: x[k], 1, n), "max(k=1..2, x[k]) = max(x[1], x[2]) = max(2, 3) = 3"),
        (total(lambda k: x[k], 3, n), "sum(k=3..2, x[k]) = 0"),
        (iverson(eq(n, 2)) * x[n], "[2 = 2]*x[2] = 1*3 = 3"),
        (absolute(x[1] - 5), "abs(x[1] - 5) = abs(2 - 5) = 3"),
        (x[n - 1], "x[1] = 2"),
        (log(x[1]), "log(x[1]) = log(2) = 0.69314718"),
    ],
)
def test_every_kind_of_term_has_its_value(term: Any, line: str) -> None:
    witness = Witness(sizes={"n": 2}, values={"x[1]": "2", "x[2]": "3"})
    assert shown(term, 100, witness)["left"][-1] == line


def test_entries_of_tensors_are_told_at_the_place_of_the_witness() -> None:
    witness = Witness(
        sizes={"m": 1, "n": 1},
        indices={"index": 1},
        values={"A[1,1]": "2", "x[1]": "3", "b[1]": "5"},
    )
    found = shown(A @ x, b, witness)
    assert found["left"][0] == "sum(k=1..1, A[1, k]*x[k]) = A[1, 1]*x[1] = 2*3 = 6"
    assert found["right"] == ["b[1] = 5"]


def test_what_is_undefined_says_why() -> None:
    found = shown(1 / t, 1, Witness(values={"t": "0"}, undefined="division by zero"))
    assert "undefined: division by zero" in found["left"][-1]
    found = shown(x[n + 1], 1, Witness(sizes={"n": 1}, values={"x[1]": "0"}))
    assert "x[2] is outside 1..1" in found["left"][-1]


def test_unknown_functions_are_the_polynomials_of_the_witness() -> None:
    witness = Witness(values={"t": "2"}, functions={"F": "t^2 - 1", "G": "t1 t2"})
    assert shown(F(t), 0, witness)["left"] == ["F(t) = F(2) = 3"]
    assert shown(diff(F(t), t) * G(t, 3), 0, witness)["left"][-1].endswith("= 24")


@pytest.mark.parametrize("written", ["0", "1", "t^2 - 1", "-t^3 + 1/2 t", "5/3 t1 t2^2 - 2 t2 + 7"])
def test_polynomials_are_read_from_their_text(written: str) -> None:
    arity = 2 if "t1" in written else 1
    assert str(polynomial_of(written, arity)) == written


def test_of_a_conjunction_the_part_that_fails_is_told() -> None:
    claim = all_of(eq(x[1], x[1]), eq(n, 2))
    found = shown(claim, None, Witness(sizes={"n": 1}, values={"x[1]": "4"}))
    assert found == {"left": ["1 = 1"], "right": ["2 = 2"]}


def test_what_cannot_be_told_is_left_out() -> None:
    assert shown(x, y, Witness(sizes={"n": 1})) == {}
    assert shown(t, 0, Witness(values={"t": "sqrt(2)"})) == {}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (diff(softmax(x)[1], x[1]), softmax(x)[1] * (1 + softmax(x)[1])),
        ((x * x).sum(), x.sum()),
        (A @ x, b),
        (jacobian(softmax(x), x), x @ x.T),
        (F(t), F(2 * t)),
        (exp(x).sum(), x.sum()),
        (delta(n, 1), 0),
    ],
)
def test_the_last_lines_agree_with_the_witness(left: Any, right: Any) -> None:
    verdict = prove(left, right)
    assert verdict.witness is not None
    found = worked_out(verdict.statement, verdict.witness)
    told = [verdict.witness.left, verdict.witness.right]
    assert [w.lines[-1].value for w in found] == ["0" if t == "0e-18" else t for t in told]
    again = Witness(
        verdict.witness.sizes,
        verdict.witness.indices,
        verdict.witness.values,
        verdict.witness.functions,
    )
    values = [working.lines[-1].value for working in worked_out(verdict.statement, again)]
    for value, expected in zip(values, told, strict=True):
        assert as_float(value) == pytest.approx(as_float(expected))


def as_float(value: str) -> float:
    """A fraction or a decimal as a float."""
    top, _, bottom = value.partition("/")
    return float(top) / float(bottom or 1)


def test_nothing_is_inserted_beside_a_false_bracket() -> None:
    """The entry 0 of the vector does not exist, and the bracket does not ask for it."""
    term = total(lambda k: iverson(k > 1) * x[k - 1], 1, n)
    found = shown(term, 100, Witness(sizes={"n": 2}, values={"x[1]": "3", "x[2]": "5"}))
    assert found["left"][-1] == ("sum(k=1..2, [k > 1]*x[k - 1]) = [2 > 1]*x[1] = 1*3 = 3")


def test_a_false_bracket_beside_a_value_is_inserted() -> None:
    term = total(lambda k: iverson(eq(k, 1)) * x[k], 1, n)
    found = shown(term, 100, Witness(sizes={"n": 2}, values={"x[1]": "3", "x[2]": "5"}))
    assert found["left"][-1].endswith("[1 = 1]*x[1] + [2 = 1]*x[2] = 1*3 + 0*5 = 3")


def test_indices_and_bounds_are_reckoned_and_sides_are_not() -> None:
    witness = Witness(sizes={"n": 3, "m": 2}, values={"x[1]": "1", "x[2]": "2"})
    found = shown(total(lambda k: x[k], n - m, n - 1), n - 1 + m, witness)
    assert found["left"][-1] == "sum(k=1..2, x[k]) = x[1] + x[2] = 1 + 2 = 3"
    assert found["right"][-1] == "3 - 1 + 2 = 4"


def test_entries_of_known_tensors_have_no_line_of_their_own() -> None:
    witness = Witness(sizes={"n": 1}, indices={"row": 1, "column": 1}, values={})
    found = shown(eye(n) * 2, eye(n), witness)
    assert [len(lines) for lines in found.values()] == [1, 1]
