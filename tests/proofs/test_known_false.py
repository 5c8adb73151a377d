"""The collection of false statements: each is refuted, by something small, and told why."""

from __future__ import annotations

import pytest

from symderive import prove
from symderive.claims import Claim, load
from tests.proofs.families import PROOFS

FILE = load(PROOFS / "known_false.py")
FEWEST = 60
LARGEST_SIZES = 6
LARGEST_VALUE = 4


def test_there_are_many() -> None:
    assert len(FILE.claims) >= FEWEST
    statements = {claim.written.whole for claim in FILE.claims}
    assert len(statements) == len(FILE.claims)


@pytest.mark.parametrize("claim", FILE.claims, ids=lambda claim: claim.name)
def test_it_is_refuted_by_something_small(claim: Claim) -> None:
    verdict = prove(claim.written.lines[0].statement)
    assert verdict.status == "refuted", str(verdict)
    sizes = dict(verdict.witness.sizes)
    assert sum(sizes.values()) <= LARGEST_SIZES
    for value in dict(verdict.witness.indices).values():
        assert abs(value) <= LARGEST_VALUE


@pytest.mark.parametrize("claim", FILE.claims, ids=lambda claim: claim.name)
def test_it_is_told_why_it_is_believed(claim: Claim) -> None:
    assert claim.expect == "refuted"
    assert claim.title.endswith(".")
    assert claim.remark.endswith(".")
