"""Explanations: statement, values, verdict, and the steps or the counterexample worked out."""

from __future__ import annotations

import json

import pytest

from symderive import (
    Verdict,
    calc,
    claim,
    delta,
    diff,
    eq,
    explain,
    ge,
    greater_of,
    index,
    jacobian,
    maximum,
    prove,
    real,
    size,
    softmax,
    vector,
)
from symderive.explaining import Explanation

n = size("n")
i, j, t = index("i", n), index("j", n), real("t")
x = vector("x", n)
p = softmax(x)


def test_a_proof_is_told_in_steps() -> None:
    shown = str(explain(diff(p[i], x[j]), p[i] * (delta(i, j) - p[j]), given=[ge(n, 2)]))
    lines = [line.strip() for line in shown.splitlines()]
    assert lines[0] == "diff(softmax(x)[i], x[j]) = softmax(x)[i]*([i = j] - softmax(x)[j])"
    assert lines[1] == "for all n >= 1; x in R^n; 1 <= i, j <= n"
    assert lines[2] == "given n >= 2"
    assert lines[3].startswith("Proved for every n >= 1")
    assert lines[4].startswith("1. definition: softmax(x)[k] = exp(x[k])/sum(")
    assert any(line.startswith("7. conclusion") for line in lines)
    assert lines[-1] == "trusting ISL"


def test_a_counterexample_is_worked_out() -> None:
    shown = str(explain(x.sum(), 2 * x.sum()))
    assert "Refuted at n = 1, x = (1): left 1, right 2" in shown
    assert "left side" in shown
    assert "sum(k=1..1, x[k]) = x[1] = 1" in shown
    assert "2*sum(x) = 2*1 = 2" in shown


def test_repaired_offers_and_reasons_are_told() -> None:
    assert "under t != 0: Proved for every t != 0" in str(explain(t / t, 1))
    products = maximum(lambda k: maximum(lambda l: x[k] * x[l], 1, n), 1, n)
    shown = str(explain(products, greater_of(x.max() ** 2, x.min() ** 2)))
    assert "Undecided: a maximum over a range inside another" in shown


def test_a_verdict_is_explained_also_after_json() -> None:
    verdict = prove(x.sum(), 2 * x.sum())
    again = Verdict.from_json(json.loads(json.dumps(verdict.to_json())))
    assert str(explain(again)) == str(explain(verdict))
    bare = Verdict("undecided", reason="nothing was tried")
    assert str(explain(bare)) == "  Undecided: nothing was tried"


def test_a_notebook_shows_formulas() -> None:
    found = explain(jacobian(p, x), x @ x.T)
    html = found._repr_html_()
    assert '<math display="block">' in html
    assert "<mi>softmax</mi>" in html
    assert ">Refuted</b> at" in html
    assert "Left side:" in html
    assert found._repr_latex_().startswith("$\\displaystyle")
    assert repr(found) == str(found)


def test_html_is_escaped_and_steps_are_a_list() -> None:
    html = explain(eq(t, t).given(t < 5))._repr_html_()
    assert "<mo>&lt;</mo>" in html
    assert "<ol><li>" in html
    assert "given" in html


@claim("C-1")
def doubled(x=vector(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """Twice a sum."""
    return (
        calc(x.sum() + x.sum())
        .eq(2 * x.sum(), "collect terms", ref="C-1a")
        .eq((2 * x).sum(), "linearity", printed=(3 * x).sum(), erratum="E-1")
    )


@claim("C-2")
def refused():  # type: ignore[no-untyped-def]
    """A claim that raises."""
    raise ValueError("no statement")


def test_a_claim_is_explained_line_by_line() -> None:
    found = explain(doubled)
    assert isinstance(found, Explanation)
    shown = str(found)
    assert shown.startswith("Twice a sum.\n")
    for part in (
        "line 1 (C-1a): sum(x) + sum(x) = 2*sum(x)",
        "because: collect terms",
        "printed in place of line 2 (E-1)",
        "Refuted at",
        "proved in",
    ):
        assert part in shown, part


def test_what_all_lines_of_a_claim_share_is_said_once() -> None:
    shown = str(explain(doubled))
    assert shown.splitlines()[2] == "C-1"
    assert shown.count("for all n >= 1; x in R^n") == 1
    assert shown.count("Proved for every n >= 1, every x") == 1
    assert "\n  Proved\n" in shown
    assert explain(doubled)._repr_html_().count("For all") == 1


@claim("C-3", numbers={n: 20})
def checked(x=vector(n)):  # type: ignore[no-untyped-def]  # noqa: B008
    """Twice a sum, also in floats."""
    return eq(x.sum() + x.sum(), 2 * x.sum())


def test_the_check_in_floats_is_told() -> None:
    assert "\n  in floats: passed at n = 20" in str(explain(checked))
    assert "passed</b> at n = 20" in explain(checked)._repr_html_()


def test_a_claim_that_raises_says_so() -> None:
    assert "ValueError: no statement" in str(explain(refused))


@pytest.mark.parametrize("folded", [None, {p.term: "p"}])
def test_names_for_terms_are_used(folded: dict[object, str] | None) -> None:
    shown = str(explain(p[i], p[i], folded=folded))
    assert ("p[i] = p[i]" in shown) == bool(folded)
