"""The check on sets of statements whose truth is known: nothing true fails, nearly all else does.

A statement that is false at some sizes only can be true at those at which it is checked; which
these are, and why, is listed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sympy import Symbol

from symderive.language.reading import read_statement
from symderive.numeric.check import Check, evidence_of
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.hypotheses import relations
from tests.identities import FALSE, TRUE, Identity
from tests.proofs.pooling_lines import POOL
from tests.proofs.upsampling_lines import UPSAMPLING

# Integers that are sizes; all others of an identity run over their ranges.
SIZES = {
    "m": 15,
    "n": 15,
    "mh": 6,
    "nh": 5,
    "d": 24,
    "k": 5,
    "k1": 4,
    "k2": 4,
    "k3": 3,
    "M": 5,
    "N": 6,
    "s": 2,
    "dl": 3,
    "r": 4,
    "T": 12,
}
# False only where the number of rows is even: the last one is lost.
NOT_AT_THESE_SIZES = {"1d! pool guard"}
FAMILIES = [*POOL.members, *UPSAMPLING.members]
SIBLINGS = [*POOL.siblings(), *UPSAMPLING.siblings()]
MODERATE = {"m": 40, "n": 28}


def statement_and_sizes(identity: Identity) -> tuple[Any, dict[str, int]]:
    """An identity as a statement, with numbers for those integers that are sizes."""
    statement = read_statement(identity.lhs, identity.rhs, list(identity.given))
    names = {
        symbol.name
        for expression in (identity.lhs, identity.rhs, *identity.given)
        for symbol in expression.free_symbols
        if isinstance(symbol, Symbol) and symbol.is_integer
    }
    return statement, {name: SIZES[name] for name in names if name in SIZES}


def named(identities: tuple[Identity, ...]) -> pytest.MarkDecorator:
    """One test per identity, called by its name."""
    return pytest.mark.parametrize("identity", identities, ids=[each.name for each in identities])


@named(TRUE)
def test_true_identities_pass(identity: Identity) -> None:
    evidence = evidence_of(*statement_and_sizes(identity))
    assert evidence.outcome == "passed", evidence


@named(FALSE)
def test_false_identities_fail(identity: Identity) -> None:
    evidence = evidence_of(*statement_and_sizes(identity))
    wanted = "passed" if identity.name in NOT_AT_THESE_SIZES else "failed"
    assert evidence.outcome == wanted, evidence


def sides(identity: Identity, solves: bool) -> list[np.ndarray]:
    """Both sides of an identity at all points, sums freed of brackets or written out."""
    check = Check(*statement_and_sizes(identity), seed=3)
    names = tuple(symbol.name for symbol in check.indices)
    (relation,) = relations(check.claim, names, check.hypotheses)
    values = check.draw.values({})
    run = Evaluation(values, solves=solves)
    found = []
    with np.errstate(all="ignore"):
        for environment, relevant in check.comparison.places(run, relation):
            for side in (relation.term.left, relation.term.right):
                value = run.grid(side, environment).value
                found.append(np.where(relevant, value, 0))
    return found


SLOW_WRITTEN_OUT = {"9f conv2d strided adjoint"}


@named(tuple(i for i in (*TRUE, *FALSE) if i.name not in SLOW_WRITTEN_OUT))
def test_freed_and_written_out_agree(identity: Identity) -> None:
    for found, wanted in zip(sides(identity, True), sides(identity, False), strict=True):
        assert np.allclose(found, wanted, rtol=1e-9, atol=1e-9, equal_nan=True)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f"{f.claim}-{f.line}")
def test_lines_of_a_proof_file_pass(family: Any) -> None:
    evidence = evidence_of(family.statement(), MODERATE)
    assert evidence.outcome == "passed", evidence


@pytest.mark.parametrize(
    ("family", "change"), [(f, c) for _, f, c in SIBLINGS], ids=[name for name, _, _ in SIBLINGS]
)
def test_their_siblings_fail(family: Any, change: dict[str, Any]) -> None:
    evidence = evidence_of(family.statement(**change), MODERATE)
    assert evidence.outcome == "failed", evidence


def claims() -> list[tuple[str, Any, dict[str, int], bool]]:
    """The lines of the proof file on pooling with the numbers that stand there."""
    return [
        (
            f"{claim.name}-{line.number}-{line.role}",
            line.statement,
            dict(claim.numbers),
            line.role != "printed",
        )
        for claim in POOL.file().claims
        if claim.numbers and claim.kind == "claim"
        for line in claim.written.lines
    ]


@pytest.mark.parametrize("row", claims(), ids=lambda row: row[0])
def test_claims_pass_at_their_numbers(row: tuple[str, Any, dict[str, int], bool]) -> None:
    _, statement, sizes, truth = row
    evidence = evidence_of(statement, sizes)
    assert evidence.outcome == ("passed" if truth else "failed"), evidence
