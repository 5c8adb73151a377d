"""Every operator against PyTorch in float64; and an answer that is wrong anywhere is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy

from symderive.language.calculus import grad
from symderive.language.declarations import matrix, tensor, vector
from symderive.language.domains import index, real, size
from symderive.language.functions import log, relu, softmax
from symderive.language.operators import (
    average_pool,
    conv_transpose,
    correlate,
    upsample,
)
from symderive.language.reading import read_statement
from symderive.language.statements import eq, ge
from symderive.language.sums import total
from symderive.language.terms import Statement
from symderive.numeric.check import evidence_of
from symderive.numeric.oracles import checking, table
from symderive.numeric.oracles.checking import Compared, compared_with_pytorch
from symderive.results.evidence import Evidence
from tests.numeric.oracles.cases import CASES, FUNCTIONS, SIZES
from tests.numeric.oracles.derivatives import DERIVATIVES

pytest.importorskip("torch", reason="PyTorch is not installed: no oracles")

n, m, k = size("n"), size("m"), size("k")
x, w, X, K = vector("x", n), vector("w", k), matrix("X", m, n), matrix("K", k, k)
i, j = index("i", n), index("j", n)
s = real("s")
ALL = [(name, write) for name, cases in CASES.items() for write in cases]
EVERY = ALL + list(FUNCTIONS.items())


def named(cases: list[tuple[str, Any]]) -> list[Any]:
    """The cases as parameters with numbered names."""
    rows = enumerate(cases)
    return [pytest.param(name, write, id=f"{name}-{place}") for place, (name, write) in rows]


def read(write: Callable[[], Any]) -> Statement:
    """A claim as it is written, without rewriting by SymPy."""
    with sympy.evaluate(False):
        return read_statement(write())


def compared(write: Callable[[], Any], seed: int = 0, **sizes: int) -> Compared:
    """What PyTorch says of the expression that is written."""

    def claim() -> Any:
        found = write()
        return eq(found, found + 0)

    return compared_with_pytorch(read(claim), sizes, seed)


def test_every_oracle_has_a_case() -> None:
    assert set(CASES) == {*table.ORACLES, "binary_cross_entropy_with_logits"}
    assert set(FUNCTIONS) == {*table.functions.FUNCTIONS, *table.functions.EXTREMES}


@pytest.mark.parametrize(("name", "write"), named(EVERY))
def test_an_operator_is_that_of_pytorch(name: str, write: Callable[[], Any]) -> None:
    found = compared(write, **SIZES)
    assert name in found.names
    assert found.failure == ""


def off_by_one_entry(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with one entry of its value wrong in the tenth digit."""

    def wrong(torch: Any, *rest: Any) -> Any:
        value = function(torch, *rest).clone()
        flat = value.flatten()
        flat[-1] += 1e-9 * (1 + flat.abs().max())
        return flat.reshape(value.shape)

    return wrong


@pytest.mark.parametrize(("name", "write"), named(ALL))
def test_an_operator_that_is_not_that_of_pytorch_is_seen(
    name: str, write: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "binary_cross_entropy_with_logits":
        wrong = off_by_one_entry(table.WITH_LOGITS.function)
        monkeypatch.setattr(table, "WITH_LOGITS", replace(table.WITH_LOGITS, function=wrong))
    else:
        oracle = table.ORACLES[name]
        wrong = off_by_one_entry(oracle.function)
        monkeypatch.setitem(table.ORACLES, name, replace(oracle, function=wrong))
    found = compared(write, **SIZES)
    assert found.failure.startswith(f"{name} is not what PyTorch")


def test_a_wrong_answer_makes_evidence_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    found = compared(lambda: softmax(x), n=20)
    right = found.beside(Evidence("passed", {"n": 20}))
    assert right
    assert right.oracle.endswith("(softmax)")
    assert "PyTorch 2." in right.oracle
    oracle = table.ORACLES["softmax"]
    flipped = replace(oracle, function=lambda torch, a, p: oracle.function(torch, [-a[0]], p))
    monkeypatch.setitem(table.ORACLES, "softmax", flipped)
    wrong = compared(lambda: softmax(x), n=20).beside(Evidence("passed", {"n": 20}))
    assert wrong.outcome == "failed"
    assert "at [1]" in wrong.detail


# Strides, paddings and dilations


def settings(seed: int) -> tuple[dict[str, tuple[int, ...]], int]:
    """Strides, paddings and dilations for 1 to 3 axes."""
    random = np.random.default_rng(seed)
    axes = 1 + seed % 3
    rows = {"stride": (1, 4), "padding": (0, 3), "dilation": (1, 4)}
    drawn = {name: tuple(map(int, random.integers(*ends, axes))) for name, ends in rows.items()}
    return drawn, axes


@pytest.mark.parametrize("seed", range(60))
def test_correlations_with_settings_and_their_adjoints(seed: int) -> None:
    drawn, axes = settings(seed)
    image = tensor("image", *(size(f"n{axis}") for axis in range(axes)))
    kernel = tensor("kernel", *(size(f"k{axis}") for axis in range(axes)))
    random = np.random.default_rng(100 + seed)
    sizes = {f"n{axis}": int(random.integers(8, 14)) for axis in range(axes)}
    sizes |= {f"k{axis}": int(random.integers(1, 4)) for axis in range(axes)}
    found = compared(lambda: correlate(image, kernel, **drawn), seed, **sizes)
    assert (found.names, found.failure) == (["correlate"], "")
    back = compared(lambda: conv_transpose(image, kernel, **drawn), seed, **sizes)
    assert (back.names, back.failure) == (["conv_transpose"], "")


# Derivatives


@pytest.mark.parametrize("name", DERIVATIVES)
def test_a_derivative_is_that_of_autograd(name: str) -> None:
    write, sizes = DERIVATIVES[name]
    for seed in range(3):
        found = compared(write, seed, **sizes)
        assert {"gradient", "jacobian", "hessian", "vjp"} & set(found.names)
        assert found.failure == ""


@pytest.mark.parametrize("name", DERIVATIVES)
def test_a_derivative_that_is_not_that_of_autograd_is_seen(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, sizes = DERIVATIVES[name]
    for kind, function in list(checking.AUTOGRAD.items()):
        wrong = off_by_one_entry(lambda _, *rest, function=function: function(*rest))
        monkeypatch.setitem(
            checking.AUTOGRAD, kind, lambda read, given, wrong=wrong: wrong(None, read, given)
        )
    assert "is not what PyTorch" in compared(write, **sizes).failure


# What is not asked


def test_nothing_is_said_where_pytorch_does_not_take_the_arguments() -> None:
    assert compared(lambda: average_pool(X, 5), m=3, n=9) == Compared()
    assert compared(lambda: correlate(x, w), n=3, k=4) == Compared()
    assert compared(lambda: upsample(x, 3), n=4).names == ["upsample"]
    wide = tensor("wide", n, n, n, n)
    assert compared(lambda: correlate(wide, wide), n=2) == Compared()


def test_a_tie_has_no_derivative_and_is_not_compared() -> None:
    zero = vector("zero", n, at_least=0, at_most=0)
    found = compared(lambda: grad(relu(zero).sum(), zero), n=4)
    assert "gradient" not in found.names
    assert found.failure == ""


def test_values_satisfy_the_hypotheses() -> None:
    claim = eq(grad(log(s - 1), s), 1 / (s - 1)).given(ge(s, 2))
    found = compared_with_pytorch(read(lambda: claim), {})
    assert found.names == ["gradient"]


def test_what_is_bound_or_unknown_is_left_out() -> None:
    rows = total(lambda a: softmax(X[a, :]).sum(), m)
    found = compared(lambda: rows, m=3, n=4)
    assert found == Compared()


def test_a_claim_is_judged_as_before_where_nothing_can_be_asked() -> None:
    claim = read(lambda: eq(x[i] + x[j], x[j] + x[i]))
    evidence = evidence_of(claim, {"n": 5})
    assert compared_with_pytorch(claim, {"n": 5}).beside(evidence) == evidence


def test_what_nobody_foresees_is_told_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(torch: Any, arguments: Any, parameters: Any) -> Any:
        raise KeyError("nobody expects this")

    oracle = table.ORACLES["softmax"]
    monkeypatch.setitem(table.ORACLES, "softmax", replace(oracle, function=fails))
    found = compared(lambda: softmax(x).sum(), n=4)
    assert found.failure == ""
    evidence = found.beside(Evidence("passed", detail="as ever"))
    assert evidence
    assert evidence.oracle.endswith("(sum)")
    told = "as ever; PyTorch was not asked about everything: KeyError: 'nobody expects this'"
    assert evidence.detail == told
