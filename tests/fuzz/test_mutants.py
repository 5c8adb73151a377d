"""A fixed few hundred mutants; ``make fuzz`` runs more of them, and other seeds."""

import pytest

from symderive.evaluator.search import find_counterexample
from tests.fuzz.judge import FALSE_PROOF, judge
from tests.fuzz.mutate import MUTATIONS, mutant
from tests.fuzz.rewrite import REWRITINGS, rewritten

SEED = 20_26
BLOCKS, PER_BLOCK = 16, 25
EVALUATOR_SECONDS = 0.5


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_prover_proves_no_mutant_that_the_evaluator_refutes(block: int) -> None:
    for number in range(block * PER_BLOCK, (block + 1) * PER_BLOCK):
        wrong = mutant(SEED, number)
        found, witness = judge(wrong.statement, EVALUATOR_SECONDS, look_at_open=False)
        assert found != FALSE_PROOF, f"number {number}, {wrong}: {witness}"


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
    mistakes = {kind for number in range(300) for kind in mutant(SEED, number).mistakes}
    rewritings = {kind for number in range(200) for kind in rewritten(SEED, number).rewritings}
    assert mistakes == {*MUTATIONS, "matrix transposed"}
    assert rewritings == set(REWRITINGS)
    assert mutant(SEED, 7) == mutant(SEED, 7) != mutant(SEED + 1, 7)
