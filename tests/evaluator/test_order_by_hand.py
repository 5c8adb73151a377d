"""Counterexamples to claims about order, worked out."""

from __future__ import annotations

from typing import Any

from symderive import (
    define,
    explain,
    function,
    iff,
    implies,
    infimum,
    le,
    lt,
    prove,
    real,
    same_set,
    subset,
)
from symderive.decide import worked_out
from symderive.printing import text

F = function("F", nondecreasing=True, arbitrary=True)
D = function("D", distribution=True)
t, u = real("t"), real("u")
w = real("w", above=0, below=1)
G = define("G", lambda level: infimum(lambda x: le(level, F(x))))


def steps(claim: Any) -> dict[str, list[str]]:
    """The lines of both sides of a refuted claim."""
    return {
        working.side: [
            " = ".join([*(text(form) for form in (line.term, *line.forms)), line.value])
            for line in working.lines
        ]
        for working in worked_out(prove(claim))
    }


def test_an_infimum_by_its_name_what_it_stands_for_and_its_value() -> None:
    assert steps(iff(le(G(w), t), le(w, F(t)))) == {
        "left": ["G(w) = inf{x : w <= F(x)} = inf{x : 1/2 <= F(x)} = 0"],
        "right": ["F(t) = F(0) = 0"],
    }


def test_the_number_that_shows_that_sets_differ() -> None:
    found = steps(same_set(lambda x: le(D(t), D(x)), lambda x: le(t, x)))
    assert found == {"left": ["D(x) = D(0) = 1", "D(t) = D(1) = 1"]}


def test_sets_behind_an_arrow() -> None:
    found = steps(implies(le(0, t), subset(lambda x: le(0, D(x)), lambda x: le(1, D(x)))))
    assert found == {"left": ["D(x) = D(-1) = 0"], "right": ["D(x) = D(-1) = 0"]}


def test_what_is_undefined_is_told() -> None:
    found = steps(le(F(infimum(lambda x: lt(x, x))), t))
    (last,) = [line for line in found["left"] if "undefined" in line]
    assert last.endswith("undefined: oo stands as the argument of F")


def test_an_explanation_shows_the_function_and_its_values() -> None:
    shown = str(explain(iff(le(G(w), t), le(w, F(t)))))
    assert "F(y) = 0 for y <= 0, 1 for y > 0" in shown
    assert "G(w) = inf{x : w <= F(x)} = inf{x : 1/2 <= F(x)} = 0" in shown
