"""Every statement and every mistake of the sources is in the proof files, and nothing else is."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from symderive import IllFormed, prove
from symderive.claims import Claim, load
from symderive.language.terms import Statement
from tests.proofs.families import PROOFS
from tests.proofs.sheet_ids import (
    ASSUMING,
    DAMAGED,
    DEFINITION,
    FALSE,
    ILL_FORMED,
    MISTAKES,
    NOTED,
    REFUTED,
    STATEMENTS,
    TRUE,
    Sizes,
)

INDEX = PROOFS / "index.toml"


@dataclass(frozen=True)
class Place:
    """Where an id stands: in a claim that should be proved, or as a mistake of some outcome."""

    file: str
    claim: str
    outcome: str
    ids: tuple[str, ...]
    mistake: str = ""
    statement: Statement | None = None

    def __str__(self) -> str:
        return f"{self.file}.py::{self.claim}"


@cache
def places() -> tuple[Place, ...]:
    """All places of all proof files; what a chain says as a whole comes behind its lines."""
    found: list[Place] = []
    for path in sorted(PROOFS.glob("*.py")):
        for claim in load(path).claims:
            found += in_claim(path.stem, claim) if claim.kind == "claim" else ()
            found += (in_erratum(path.stem, claim),) if claim.kind == "erratum" else ()
    return tuple(found)


def in_claim(file: str, claim: Claim) -> Iterator[Place]:
    """A claim in one piece; or the lines of a chain, and as a whole what no line has the id of."""
    lines = claim.written.lines
    refs = {line.number: line.ref for line in lines if line.ref}
    for line in lines:
        of_claim = line.role == "statement" or (line.role == "printed" and line.number not in refs)
        ids = claim.refs if of_claim else (refs[line.number],) if line.number in refs else ()
        yield Place(file, claim.name, line.expect, ids, line.erratum, line.statement)
    if lines[0].role != "statement":
        left = tuple(ref for ref in claim.refs if ref not in refs.values())
        yield Place(file, claim.name, claim.expect, left, "", claim.written.whole)


def in_erratum(file: str, claim: Claim) -> Place:
    """An erratum, whose first ref is that of the mistake; it has none where no source made it."""
    mistake, *ids = claim.refs or ("",)
    statement = claim.written.lines[0].statement if claim.expect == "refuted" else None
    return Place(file, claim.name, claim.expect, tuple(ids), mistake, statement)


@cache
def index() -> dict[str, str]:
    """The reasons of the ids that have nothing to check."""
    tables = tomllib.loads(INDEX.read_text(encoding="utf-8"))
    entries = [entry for table in tables.values() for entry in table.items()]
    assert len({name for name, _ in entries}) == len(entries), "an id stands in two tables"
    return dict(entries)


def carriers(name: str, *outcomes: str) -> list[Place]:
    """The places of an id: mistakes of some outcomes, or claims, which should be proved."""
    return [place for place in places() if name in place.ids and place.outcome in outcomes]


def of_verdict(*verdicts: str) -> Any:
    """Run a test for every statement of these verdicts."""
    names = [name for name, verdict in STATEMENTS.items() if verdict in verdicts]
    return pytest.mark.parametrize("name", names)


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_decided_or_has_nothing_to_check(name: str) -> None:
    decided = carriers(name, "proved", "refuted", "ill-formed")
    assert (name in index()) != bool(decided), [str(place) for place in decided]


def test_the_index_holds_ids_of_the_sources_with_reasons() -> None:
    assert set(index()) <= set(STATEMENTS)
    for name, reason in index().items():
        assert reason.endswith("."), f"{name} needs a sentence that says why"
        assert carriers(name, "noted"), f"{name} should be noted in a proof file"


def test_the_index_has_a_table_for_each_proof_file() -> None:
    tables = tomllib.loads(INDEX.read_text(encoding="utf-8"))
    for file, entries in tables.items():
        for name in entries:
            assert {place.file for place in carriers(name, "noted")} == {file}


def test_the_proof_files_use_no_other_ids() -> None:
    unknown = [
        f"{place}: {name}"
        for place in places()
        for name in (*place.ids, *([place.mistake] if place.mistake else []))
        if name not in STATEMENTS and name not in MISTAKES
    ]
    assert unknown == []


@of_verdict(TRUE, ASSUMING, FALSE, DEFINITION)
def test_a_statement_is_proved_as_it_is_right(name: str) -> None:
    assert carriers(name, "proved")


@of_verdict(DAMAGED)
def test_a_damaged_statement_is_proved_or_there_is_nothing_in_it(name: str) -> None:
    assert bool(carriers(name, "proved")) != (name in index())


@of_verdict(FALSE)
def test_a_false_statement_has_its_mistake_beside_it(name: str) -> None:
    right = {place.file for place in carriers(name, "proved")}
    wrong = {place.file for place in carriers(name, "refuted") if place.mistake}
    assert right & wrong


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_stands_beside_its_statements(mistake: str) -> None:
    found = {name for place in places() if place.mistake == mistake for name in place.ids}
    assert set(MISTAKES[mistake]) <= found


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_has_its_outcome(mistake: str) -> None:
    expected = "noted" if mistake in NOTED else "ill-formed" if mistake in ILL_FORMED else "refuted"
    assert {place.outcome for place in places() if place.mistake == mistake} == {expected}


@pytest.mark.parametrize("mistake", ILL_FORMED)
def test_what_is_ill_formed_cannot_be_written(mistake: str) -> None:
    for place in places():
        if place.mistake == mistake:
            with pytest.raises(IllFormed):
                _ = load(PROOFS / f"{place.file}.py").claim(place.claim).written


def test_no_two_ids_share_a_statement() -> None:
    sharing: defaultdict[Statement, set[str]] = defaultdict(set)
    for place in places():
        if place.statement is not None:
            sharing[place.statement] |= {place.mistake} if place.mistake else set(place.ids)
    assert [sorted(ids) for ids in sharing.values() if len(ids) > 1] == []


def order(sizes: Sizes, names: list[str]) -> tuple[int, ...]:
    """Sizes are compared by their sum, then one by one; one that does not occur counts as 1."""
    known = [sizes.get(name, 1) for name in names]
    return (sum(known), *known)


@pytest.mark.parametrize("mistake", REFUTED)
def test_mistakes_are_refuted_at_the_least_sizes(mistake: str) -> None:
    for name, listed in REFUTED[mistake].items():
        names = sorted({size for sizes in listed for size in sizes})
        witnesses = []
        for place in carriers(name, "refuted"):
            if place.mistake == mistake:
                verdict = prove(place.statement)
                assert verdict.status == "refuted", str(place)
                # A size that is the length of nothing in the statement is told with the indices.
                numbers = {**verdict.witness.indices, **verdict.witness.sizes}
                witnesses.append(order(numbers, names))
        # Of several places, the one that shows first is compared with what is listed first.
        bounds = sorted(order(sizes, names) for sizes in listed)
        bounds += bounds[-1:] * (len(witnesses) - len(bounds))
        assert len(witnesses) == len(bounds), f"{mistake} is not refuted everywhere in {name}"
        for witness, bound in zip(sorted(witnesses), bounds, strict=True):
            assert witness <= bound, f"{mistake} in {name}: {witness} is later than {bound}"
