"""What the prover alone says about statements, set against the independent evaluator.

The work is done in a process of its own, so that a call that forgets its time is seen and ended.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from traceback import format_exception

from symderive.evaluator.search import find_counterexample
from symderive.language.terms import Statement
from symderive.prover.prove import prove_statement
from tests.fuzz.doubtful import doubtful
from tests.fuzz.mutate import mutant
from tests.fuzz.rewrite import rewritten

PROVER_SECONDS = 5.0
PATIENCE = 3.0
START_SECONDS = 60.0

PROVED, REFUTED, OPEN = "proved", "refuted by the evaluator", "neither"
FALSE_PROOF, OVER_TIME, BROKEN = "FALSE PROOF", "OVER TIME", "BROKEN"
FAULTS = {FALSE_PROOF, OVER_TIME, BROKEN}
SOURCES = {"mutant": mutant, "rewritten": rewritten, "doubtful": doubtful}

Judged = tuple[int, str, str]


def judge(statement: Statement, seconds: float, look_at_open: bool = True) -> tuple[str, str]:
    """How prover and evaluator go together, and the witness or the prover's reason.

    The evaluator gets that many seconds; statements that the prover leaves open are given to it
    only if ``look_at_open``.
    """
    outcome = prove_statement(statement, seconds=PROVER_SECONDS)
    if not outcome.proved and not look_at_open:
        return OPEN, outcome.reason
    witness = find_counterexample(statement, seconds=seconds).witness
    if witness is None:
        return (PROVED, "") if outcome.proved else (OPEN, outcome.reason)
    return (FALSE_PROOF if outcome.proved else REFUTED), str(witness)


def work(
    answers: Connection,
    source: str,
    seed: int,
    numbers: Sequence[int],
    seconds: float,
    look_at_open: bool,
) -> None:
    """Judge statements one after the other; what runs in the other process."""
    answers.send(None)
    for number in numbers:
        statement = SOURCES[source](seed, number).statement
        try:
            found = judge(statement, seconds, look_at_open)
        except Exception as error:  # noqa: BLE001 - whatever breaks is a finding
            found = BROKEN, "".join(format_exception(error))
        answers.send((number, *found))
    answers.close()


def judged(
    source: str, seed: int, numbers: Sequence[int], seconds: float, look_at_open: bool = True
) -> Iterator[Judged]:
    """The number, the finding and its detail for each of the mutants or rewritings."""
    limit = PATIENCE * (PROVER_SECONDS + seconds)
    context = multiprocessing.get_context("spawn")
    left = list(numbers)
    while left:
        answers, end = context.Pipe(duplex=False)
        arguments = (end, source, seed, left, seconds, look_at_open)
        process = context.Process(target=work, args=arguments, daemon=True)
        process.start()
        end.close()
        try:
            if answers.poll(START_SECONDS):
                answers.recv()
            while left and answers.poll(limit):
                yield answers.recv()
                left.pop(0)
        except EOFError:
            raise RuntimeError(f"{source} {left[0]} of seed {seed} ended the process") from None
        finally:
            process.kill()
            process.join()
            answers.close()
        if left:
            yield left.pop(0), OVER_TIME, f"more than {limit:.0f} s"
