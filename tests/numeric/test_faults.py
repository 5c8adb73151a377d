"""Small mistakes among a million terms are seen; a sum in another order is no mistake."""

import pytest

from symderive import prove
from tests.faults import FAULTS, REORDERINGS, SIZES, seen, statement

SEEDS = range(4)
# A mistake is larger than the tolerance by this much at least, and rounding is smaller.
CLEARLY, NEARLY = 10.0, 0.1


@pytest.mark.parametrize("name", FAULTS)
def test_one_mistake_among_a_million_terms_is_seen(name: str) -> None:
    evidence = seen(FAULTS[name], seed=1)
    assert evidence.outcome == "failed"
    assert evidence.sizes["n"] == SIZES["n"]
    assert evidence.ratio is not None
    assert evidence.ratio > CLEARLY, evidence


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", REORDERINGS)
def test_another_order_is_no_mistake(name: str, seed: int) -> None:
    evidence = seen(REORDERINGS[name], seed)
    assert evidence.outcome == "passed"
    assert evidence.ratio is not None
    assert evidence.ratio < NEARLY, evidence
    assert evidence.power is not None
    assert evidence.power < 1e-12


def test_there_are_eleven_mistakes_and_each_is_one() -> None:
    assert len(FAULTS) == 11
    for name, write in FAULTS.items():
        assert prove(statement(write)).status == "refuted", name
