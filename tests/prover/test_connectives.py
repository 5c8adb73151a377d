"""Disjunctions, negations, quantifiers as claims, and disjunctions among hypotheses."""

from __future__ import annotations

from dataclasses import replace
from math import floor
from typing import Any

import pytest

from symderive import (
    all_of,
    any_of,
    eq,
    flip,
    forall,
    ge,
    gt,
    iff,
    implies,
    index,
    iverson,
    le,
    lt,
    matrix,
    ne,
    negation,
    prove,
    size,
    vector,
    zeros,
)
from symderive.language.reading import read_statement
from symderive.language.terms import Compare, Statement
from symderive.prover.connectives import as_relation, is_defined_everywhere
from symderive.prover.prove import prove_statement

n, m = size("n"), size("m")
x, A = vector("x", n), matrix("A", n, n)
i, j = index("i", n), index("j", n)

TRUE: dict[str, tuple[Any, list[Any]]] = {
    "both ways": (iff(le(i, j), lt(i, j + 1)), []),
    "a premise": (implies(le(i, j), le(i, j + 1)), []),
    "a premise that guards an index": (implies(lt(j, n), eq(2 * x[j + 1], x[j + 1] * 2)), []),
    "a premise that never holds": (implies(gt(j, n), eq(x[j + 1], 0)), []),
    "a premise of two parts": (implies(any_of(lt(i, 1), gt(j, i + n)), eq(x[i], 0)), []),
    "a premise on values": (implies(eq(x[i], x[j]), eq(x[i] - x[j], 0)), []),
    "two premises on values": (
        implies(eq(x[i], 1), implies(eq(x[j], 2), eq(x[i] + x[j], 3))),
        [],
    ),
    "equations both ways": (
        iff(forall(lambda k: eq(x[k], 1), n), forall(lambda k: eq(x[n + 1 - k], 1), n)),
        [],
    ),
    "a whole both ways": (iff(eq(x, zeros(n)), forall(lambda k: eq(x[k], 0), n)), []),
    "one of two": (any_of(le(i, j), ge(i, j)), []),
    "one of three": (any_of(lt(i, j), eq(i, j), gt(i, j)), []),
    "one that always holds": (any_of(le(i, n), eq(x[i], x[i] + 1)), []),
    "a negation": (negation(lt(i, 1)), []),
    "a negation of two": (negation(any_of(lt(i, 1), gt(i, n))), []),
    "every index": (forall(lambda k: eq(x[k] + x[k], 2 * x[k]), n), []),
    "every index under a premise": (
        forall(lambda k: implies(lt(k, n), eq(x[k + 1] + 0, x[k + 1])), n),
        [],
    ),
    "every index of a range that may be empty": (
        forall(lambda k: lt(k, n), n - 1),
        [],
    ),
    "a hypothesis of two parts": (
        eq(iverson(lt(i, j)), 0),
        [any_of(lt(j, i), eq(i, j))],
    ),
    "hypotheses of two parts each": (
        ne(i, j),
        [any_of(lt(j, i), gt(j, i)), any_of(lt(i, n), gt(i, 1))],
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert prove(claim, given=given).status == "proved"


FALSE: dict[str, tuple[Any, list[Any]]] = {
    "both ways": (iff(le(i, j), lt(i, j)), []),
    "a premise": (implies(le(i, j), le(i, j - 1)), []),
    "a premise that guards too little": (implies(le(j, n), eq(2 * x[j + 1], x[j + 1] * 2)), []),
    "a conclusion for a premise": (implies(le(i, j), ge(j, i + 1)), []),
    "a premise on other values": (implies(eq(x[i], x[j]), eq(x[i] + x[j], 0)), []),
    "equations one way": (
        iff(forall(lambda k: eq(x[k], 1), n), forall(lambda k: eq(x[k], 1), n - 1)),
        [],
    ),
    "one of two": (any_of(lt(i, j), gt(i, j)), []),
    "one of two values": (any_of(lt(i, j), eq(x[i], 0)), []),
    "a negation": (negation(lt(i, 2)), []),
    "a negation of two": (negation(all_of(le(i, j), le(j, i))), []),
    "every index": (forall(lambda k: eq(x[k] + x[k], 3 * x[k]), n), []),
    "an index too many": (forall(lambda k: eq(x[k] + x[k], 2 * x[k]), n + 1), []),
    "a range that is no integer": (forall(lambda k: ge(k, 1), n / 2), []),
    "a hypothesis of two parts": (
        eq(iverson(lt(i, j)), 0),
        [any_of(lt(j, i), eq(i, j - 1))],
    ),
    "the second of two parts": (lt(i, j), [any_of(lt(i, j), eq(i, n))]),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_refuted_and_not_proved(name: str) -> None:
    claim, given = FALSE[name]
    verdict = prove(claim, given=given)
    assert verdict.status == "refuted"
    assert not prove_statement(verdict.statement).proved


def test_hypotheses_that_contradict_one_another_prove_no_disjunction() -> None:
    assert not prove(any_of(le(i, j), ge(i, j)), given=[gt(i, n)])
    assert not prove(negation(lt(i, 1)), given=[gt(i, n)])
    assert not prove(forall(lambda k: eq(x[k], x[k] + 0), n), given=[gt(i, n), gt(j, n)])


def test_a_part_that_may_be_undefined_is_not_moved_to_the_hypotheses() -> None:
    divided = eq(floor(i / (i - 1)), 1)
    other = eq(x[i], x[i] + 0)
    assert not is_defined_everywhere(divided.term)
    statement = read_statement(any_of(divided, le(i, 0)))
    reduced = as_relation(statement)
    assert reduced is not None
    assert reduced.claim == divided.term
    assert as_relation(read_statement(any_of(divided, other))) is None


def test_tensors_that_are_not_equal_are_a_claim_that_is_not_proved() -> None:
    assert prove(negation(eq(x, x))).status == "refuted"
    assert prove(negation(eq(x, x + 1))).status == "undecided"
    assert prove(implies(eq(x, vector("y", m)), eq(m, n))).status == "undecided"
    assert prove(implies(eq(x, zeros(n)), lt(i, j))).status == "refuted"
    assert prove(eq(x, zeros(n)), given=[negation(eq(x, zeros(n)))]).status == "refuted"
    assert prove(eq(x[i] + 0, x[i]), given=[negation(eq(x, zeros(n)))])


def test_brackets_of_equations_between_tensors_are_decided_without_a_proof() -> None:
    y = vector("y", n)
    assert prove(eq(iverson(eq(x, flip(y))), 1), given=[eq(x, y)]).status == "refuted"
    assert prove(eq(iverson(eq(x, flip(y))), 1), given=[eq(x, flip(y))]).status != "refuted"


def test_only_an_equation_makes_a_matrix_symmetric() -> None:
    claim = eq(A[i, j], A[j, i])
    equal = Compare("=", A.term, A.T.term)
    assert prove_statement(Statement(claim.term, (equal,))).proved
    assert not prove_statement(Statement(claim.term, (replace(equal, relation="!="),))).proved


@pytest.mark.parametrize(
    "claim",
    [
        implies(eq(x, zeros(m)), eq(x, zeros(n))),
        implies(eq(x[i + 1], 0), eq(x[i] + 0, x[i])),
        implies(eq(1 / x[i], 0), eq(x[i] + 0, x[i])),
        implies(forall(lambda k: eq(x[k], 0), n + 1), eq(x, zeros(n))),
        iff(eq(x[i + 1], 0), eq(0, x[i + 1])),
    ],
    ids=str,
)
def test_premises_without_a_truth_value_prove_nothing(claim: Any) -> None:
    assert not prove_statement(read_statement(claim)).proved
