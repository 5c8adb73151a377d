"""Every line of the sheet on average pooling beside siblings that are wrong in one thing."""

from __future__ import annotations

from typing import Any

import pytest

from symderive import prove
from tests.proofs.families import Family
from tests.proofs.pooling_lines import POOL
from tests.proofs.upsampling_lines import UPSAMPLING

FEWEST_SIBLINGS = 3
FAMILIES = [*POOL.members, *UPSAMPLING.members]
SIBLINGS = [*POOL.siblings(), *UPSAMPLING.siblings()]
LINES = POOL.written()


def test_every_line_has_a_family() -> None:
    families = [(family.claim, family.line) for family in FAMILIES]
    assert sorted(families) == sorted(LINES)


def test_every_family_has_siblings() -> None:
    for family in FAMILIES:
        assert len(family.changes) >= FEWEST_SIBLINGS, (family.claim, family.line)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f"{f.claim}-{f.line}")
def test_the_line_itself_is_proved(family: Family) -> None:
    statement = family.statement()
    assert statement == LINES[family.claim, family.line]
    assert prove(statement).status == "proved"


@pytest.mark.parametrize(
    ("family", "change"),
    [(f, c) for _, f, c in SIBLINGS],
    ids=[name for name, _, _ in SIBLINGS],
)
def test_siblings_are_refuted(family: Family, change: dict[str, Any]) -> None:
    verdict = prove(family.statement(**change))
    assert verdict.status == "refuted"
    assert verdict.witness is not None
