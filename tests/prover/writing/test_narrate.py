"""Steps told in words: the names of the statement, letters for what is bound, no repetitions."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import (
    all_of,
    delta,
    diff,
    eq,
    exp,
    flip,
    ge,
    index,
    le,
    log,
    matrix,
    prove,
    real,
    size,
    softmax,
    total,
    vec,
    vector,
)
from symderive.errors import BudgetExceeded
from symderive.language.reading import read_statement
from symderive.prover import workspace
from symderive.prover.prove import prove_statement
from symderive.prover.writing import narrate, sentences
from symderive.prover.writing.narrate import written_steps
from symderive.results import Step

m, n = size("m"), size("n")
i, j, t = index("i", n), index("j", n), real("t")
x, y, z = vector("x", n), vector("y", n), real("z", above=0)
A = matrix("A", m, n)
p = softmax(x)


def steps(left: Any, right: Any = None, given: Any = ()) -> tuple[Step, ...]:
    """The steps of a proof that succeeds."""
    verdict = prove(left, right, given)
    assert verdict, verdict
    found: tuple[Step, ...] = verdict.steps
    return found


def formulas(found: tuple[Step, ...], rule: str) -> str:
    """What a rule did."""
    sentence = sentences.SENTENCES[rule]
    return "; ".join(step.formula for step in found if step.rule == sentence)


def test_the_softmax_jacobian_is_told_from_definition_to_conclusion() -> None:
    found = steps(diff(p[i], x[j]), p[i] * (delta(i, j) - p[j]))
    assert formulas(found, "definition") == "softmax(x)[k] = exp(x[k])/sum(l=1..n, exp(x[l]))"
    assert formulas(found, "derivative") == "diff(softmax(x)[i], x[j])"
    assert formulas(found, "one-point") == "k = j"
    assert "[i = j] - exp(x[j])/sum(k=1..n, exp(x[k]))" in formulas(found, "both sides")
    assert formulas(found, "denominator") == "sum(k=1..n, exp(x[k]))"
    assert "1 <= j <= n" in formulas(found, "indices in range")
    assert found[0].rule == "definition"
    assert found[-1].rule == "conclusion"
    assert len({step.rule for step in found}) == len(found)


@pytest.mark.parametrize(
    ("left", "right", "given", "rule", "formula"),
    [
        (total(lambda s: s, 1, n), n * (n + 1) / 2, (), "counting", ""),
        (flip(x).sum(), x.sum(), (), "both sides", "sum(i=1..n, x[i])"),
        (
            total(lambda s: x[2 * s - 1] + x[2 * s], 1, m),
            total(lambda s: x[s], 1, 2 * m),
            (eq(n, 2 * m),),
            "union of guards",
            "",
        ),
        (1 / z + 1 / (1 + z), (1 + 2 * z) / (z * (1 + z)), (), "cross-multiplication", "z"),
        (log(exp(t) + 1), log(1 + exp(t)), (), "logarithm", "exp(t) + 1"),
        (vec(A).sum(), A.sum(), (), "digits", "by m"),
        (le(i, n), None, (), "both sides agree", "integers"),
        (ge(exp(t), 0), None, (), "both sides agree", "sign"),
    ],
    ids=["counting", "reversal", "union", "denominators", "log", "digits", "order", "sign"],
)
def test_each_rule_has_a_sentence(
    left: Any, right: Any, given: Any, rule: str, formula: str
) -> None:
    found = steps(left, right, given)
    assert sentences.SENTENCES[rule] in [step.rule for step in found]
    assert formula in formulas(found, rule)


def test_repetitions_are_told_once_with_how_often() -> None:
    found = steps(exp(x).sum() / exp(x).sum(), 1)
    (ranges,) = [s for s in found if s.rule == sentences.SENTENCES["indices in range"]]
    assert ranges.formula == "1 <= i <= n"
    assert ranges.detail.endswith(" times")
    assert int(ranges.detail.split()[0]) > 1


def test_parts_are_told_one_after_the_other() -> None:
    found = steps(all_of(eq(x[i] - x[i], 0), eq(y[j], y[j])))
    rules = [step.rule for step in found]
    assert rules[0] == "conjunction"
    assert found[0].formula == "2 parts"
    assert [step.formula for step in found if step.rule == "case"] == ["1", "2"]
    assert rules.count("conclusion") == 2


def test_entries_of_tensors_have_letters_for_their_indices() -> None:
    found = steps(A.T.T, A)
    assert formulas(found, "both sides") == "A[i, j]"
    assert found[0] == Step(sentences.ENTRIES, "i, j")


def test_letters_for_quotients_are_explained() -> None:
    even = size("h", multiple_of=2)
    found = steps(total(lambda s: s, 1, even), even / 2 * (even + 1))
    assert found[0] == Step(sentences.ABBREVIATIONS, "i = floor(h/2)")
    assert formulas(found, "both sides") == "i*(2*i + 1)"


def test_a_letter_of_the_statement_is_not_used_again() -> None:
    i, j, k = (vector(name, n) for name in "ijk")
    found = steps(i.sum() + j.sum(), j.sum() + i.sum())
    assert formulas(found, "both sides") == "sum(k=1..n, i[k] + j[k])"
    assert formulas(steps(k.sum(), k.sum() + 0), "both sides") == "sum(i=1..n, k[i])"


def test_a_rule_without_a_sentence_is_told_by_its_name() -> None:
    assert written_steps([("new rule", ("what it did",))]) == (Step("new rule", "what it did"),)


def test_long_formulas_are_cut() -> None:
    many = [vector(f"a_very_long_name_of_a_vector_{number}", n) for number in range(10)]
    whole = sum((tensor.sum() for tensor in many[1:]), many[0].sum())
    found = formulas(steps(whole, whole + 0), "both sides")
    assert found.endswith(" ...")
    assert len(found) <= 240


def test_every_sentence_belongs_to_a_rule_that_is_recorded() -> None:
    from pathlib import Path

    import symderive

    folder = Path(symderive.__file__).parent / "prover"
    telling = {"sentences.py", "narrate.py", "telling.py"}
    files = [file for file in folder.rglob("*.py") if file.name not in telling]
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    for rule in (*sentences.SENTENCES, *sentences.SILENT):
        recorded = f'record("{rule}"' in source or f'"{rule}", ' in source
        assert recorded, rule


def test_steps_are_written_when_the_time_of_the_proof_is_over() -> None:
    n = size("n")
    x = vector("x", n)
    outcome = prove_statement(read_statement(eq(x.sum() + 1, 1 + x.sum())))
    assert outcome.proved
    outcome.steps[0][1][0].deadline = 0.0
    assert [str(step) for step in written_steps(outcome.steps)]


def test_steps_are_the_same_when_the_time_of_the_proof_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Every question to a workspace looks at the clock.
    monkeypatch.setattr(workspace, "CHECK_EVERY", 1)
    jacobian_of_softmax = eq(diff(p[i], x[j]), p[i] * (delta(i, j) - p[j]))
    outcome = prove_statement(read_statement(jacobian_of_softmax), 30.0)
    before = written_steps(outcome.steps)
    for rule, details in outcome.steps:
        if rule == narrate.WORKSPACE:
            details[0].deadline = 0.0
    assert written_steps(outcome.steps) == before
    assert any("exp(x[j])/sum(k=1..n, " in step.formula for step in before)


def test_steps_that_take_too_long_to_write_down_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(self: object) -> None:
        raise BudgetExceeded("over")

    monkeypatch.setattr(narrate.Narrator, "abbreviations", endless)
    assert [str(step) for step in steps(eq(t + t, 2 * t))] == [sentences.TOO_LONG]
