"""A fixed few hundred mutants; ``make fuzz`` runs more of them, and other seeds."""

from collections import Counter

import pytest

from symderive.evaluator.search import find_counterexample
from tests.fuzz.doubtful import doubtful
from tests.fuzz.judge import FAULTS, OPEN, PROVED, REFUTED, judged
from tests.fuzz.mutate import MUTATIONS, mutant
from tests.fuzz.rewrite import REWRITINGS, rewritten

SEED = 2026
BLOCKS, PER_BLOCK = 2, 150
DOUBTFUL = 40
EVALUATOR_SECONDS = 0.3


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_prover_proves_no_mutant_that_the_evaluator_refutes(block: int) -> None:
    numbers = range(block * PER_BLOCK, (block + 1) * PER_BLOCK)
    answers = list(judged("mutant", SEED, numbers, EVALUATOR_SECONDS, look_at_open=False))
    wrong = [
        f"{found}: number {number}, {mutant(SEED, number)}: {detail}"
        for number, found, detail in answers
        if found in FAULTS
    ]
    assert [number for number, _, _ in answers] == list(numbers)
    assert wrong == []
    assert sum(found == OPEN for _, found, _ in answers) > PER_BLOCK / 2


def test_nothing_is_equal_to_itself_where_it_has_no_value() -> None:
    answers = list(judged("doubtful", SEED, range(DOUBTFUL), EVALUATOR_SECONDS))
    found = Counter(found for _, found, _ in answers)
    wrong = [
        f"{found}: number {number}, {doubtful(SEED, number)}: {detail}"
        for number, found, detail in answers
        if found in FAULTS
    ]
    assert wrong == []
    assert found.total() == DOUBTFUL
    assert found[REFUTED] > DOUBTFUL / 5
    assert found[PROVED] > DOUBTFUL / 5


def test_most_mutants_are_false() -> None:
    refuted = [
        number
        for number in range(40)
        if find_counterexample(mutant(SEED, number).statement, seconds=EVALUATOR_SECONDS).witness
    ]
    assert len(refuted) > 24, refuted


def test_rewritings_are_true() -> None:
    for number in range(40):
        equal = rewritten(SEED, number)
        witness = find_counterexample(equal.statement, seconds=EVALUATOR_SECONDS).witness
        assert witness is None, f"number {number}, {equal}: {witness}"


def test_mutants_and_rewritings_are_reproducible_and_of_all_kinds() -> None:
    mistakes = {kind for number in range(500) for kind in mutant(SEED, number).mistakes}
    rewritings = {kind for number in range(200) for kind in rewritten(SEED, number).rewritings}
    others = {"matrix transposed", "hypothesis dropped", "hypothesis off by one"}
    assert mistakes == {*MUTATIONS, *others}
    assert rewritings == set(REWRITINGS)
    assert mutant(SEED, 7) == mutant(SEED, 7) != mutant(SEED + 1, 7)
