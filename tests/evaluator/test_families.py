"""Statements about families at few layers: witnesses, restarts, members that do not exist."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    diff,
    eq,
    explain,
    forall,
    function,
    ge,
    index,
    jacobian,
    lt,
    product,
    prove,
    real,
    recursion,
    refute,
    size,
    size_family,
    tensor_family,
    total,
    vector,
    zeros,
)
from symderive.evaluator.families import at_layers, layer_choices, layer_symbols
from symderive.evaluator.search import find_counterexample
from symderive.language.members import mentions_members
from symderive.language.reading import read_statement

L = size("L")
n = size_family("n", L)
W = tensor_family("W", lambda l: (n[l], n[l - 1]), L)
x, a = vector("x", n[0]), vector("a", L)
t = real("t")
sigma = function("sigma")
l, m = index("l", L), index("m", L)
y = recursion("y", lambda l, before: sigma(W[l] @ before), x, L)
u = recursion("u", lambda l, before: a[l] * before, t, L)


def holds(claim: Any, *given: Any) -> bool:
    """No counterexample is found, and points were looked at."""
    found = find_counterexample(read_statement(claim.given(*given)), seconds=0.5)
    return found.witness is None and found.tried > 0


def test_layers_are_chosen_inside_the_hypotheses() -> None:
    statement = read_statement(eq(u[l], u[m]).given(lt(l, m), ge(L, 3)))
    assert [s.name for s in layer_symbols(statement)] == ["L", "l", "m"]
    numbers = [{s.name: v for s, v in found.items()} for found in layer_choices(statement, 1)]
    assert {"L": 3, "l": 1, "m": 2} in numbers
    assert all(found["l"] < found["m"] <= found["L"] == 3 for found in numbers)


def test_a_statement_at_some_layers_has_no_families() -> None:
    statement = read_statement(eq(jacobian(y[L], y[l]), zeros(n[L], n[l])))
    for layers in layer_choices(statement, 3):
        assert not mentions_members(at_layers(statement, layers))


def test_what_is_true_at_few_layers_has_no_counterexample() -> None:
    assert holds(eq(u[L], t * product(lambda k: a[k], 1, L)))
    assert holds(eq(diff(u[L], u[l]), product(lambda k: a[k], l + 1, L)))
    assert holds(eq(diff(u[L], a[l]) * a[l], u[L]))
    assert holds(eq(total(lambda k: u[k] - u[k - 1], 1, L), u[L] - u[0]))


def test_a_restart_holds_what_came_before() -> None:
    assert holds(eq(diff(u[l - 1], u[l]), 0))
    assert holds(eq(diff(u[l] * t, u[l]), t))
    assert refute(eq(diff(u[l] * t, t), t)).status == "refuted"


def test_sizes_of_a_witness_are_told_layer_by_layer() -> None:
    verdict = prove(eq(jacobian(y[L], y[L - 1]), W[L]))
    assert verdict.witness is not None
    assert list(verdict.witness.sizes) == ["L", "n_0", "n_1"]
    assert not any(name.startswith("change") for name in verdict.witness.values)
    assert "n_0 = 1" in str(explain(verdict))


def test_the_least_number_of_layers_comes_first() -> None:
    verdict = prove(eq(jacobian(y[L], y[0]), W[L] @ W[1]).given(ge(L, 2)))
    assert verdict.witness is not None
    assert verdict.witness.sizes["L"] == 2


MISSING = [
    eq(n[l + 1], n[l + 1]),
    eq(y[l + 1], y[l + 1]),
    eq(diff(u[L], a[l + 1]), diff(u[L], a[l + 1])),
    eq(jacobian(y[L], y[l + 1]), jacobian(y[L], y[l + 1])),
    eq(jacobian(y[L], W[l + 1]), jacobian(y[L], W[l + 1])),
    forall(lambda k: eq(n[k + 1], n[k + 1]), 1, L),
]


@pytest.mark.parametrize("place", range(len(MISSING)))
def test_members_that_do_not_exist_are_undefined(place: int) -> None:
    verdict = prove(MISSING[place])
    assert verdict.status == "refuted"
    assert verdict.witness is not None
    assert verdict.witness.undefined


def test_a_step_of_another_shape_has_no_value() -> None:
    wrong = recursion("y", lambda l, before: W[1] @ x, x, L)
    assert prove(eq(wrong[L], wrong[L])).status == "refuted"
