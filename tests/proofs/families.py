"""Families of statements: one as a proof file has it, the others each wrong in one thing.

A family is a function like a claim, with further keyword parameters whose defaults give the
statement of the proof file. Each change names other values of these, or another range of a
variable of the claim, or other hypotheses as ``given``.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sympy

from symderive import prove
from symderive.claims import ProofFile, load
from symderive.language.reading import read, read_statement
from symderive.language.terms import Statement

PROOFS = Path(__file__).resolve().parents[2] / "proofs"
FEWEST_SIBLINGS = 3
SECONDS = 60


def plus(place: Any, shift: Any) -> Any:
    """A place moved by so many, or left as written where that is 0."""
    return place + shift if shift else place


def times(factor: Any) -> Any:
    """Multiply by a factor, or leave as written where it is 1."""
    return lambda value: value if factor == 1 else factor * value


def same(value: Any) -> Any:
    """The value as it is."""
    return value


@dataclass(frozen=True)
class Family:
    """A statement of a proof file, and what is changed in its siblings."""

    claim: str
    line: int
    write: Callable[..., Any]
    changes: tuple[dict[str, Any], ...]
    given: tuple[Any, ...] = ()

    def statement(self, **change: Any) -> Statement:
        """The statement with some of its parts changed."""
        hypotheses = change.pop("given", self.given)
        values = {}
        for name, parameter in inspect.signature(self.write).parameters.items():
            value = change.get(name, parameter.default)
            values[name] = value.named(name) if hasattr(value, "named") else value
        assert set(change) <= set(values), f"{self.claim} has no {set(change) - set(values)}"
        with sympy.evaluate(False):
            written = read_statement(self.write(**values))
        assumed = tuple(read(condition) for condition in hypotheses)
        return Statement(written.claim, (*assumed, *written.given))


@dataclass
class Families:
    """The families of one proof file."""

    name: str
    members: list[Family] = field(default_factory=list)

    def family(
        self, claim: str, *changes: dict[str, Any], line: int = 1, given: tuple[Any, ...] = ()
    ) -> Callable[..., Any]:
        """Enter the decorated function as the family of a claim, or of a line of its chain."""

        def enter(write: Callable[..., Any]) -> Callable[..., Any]:
            self.members.append(Family(claim, line, write, changes, tuple(given)))
            return write

        return enter

    def file(self) -> ProofFile:
        """The proof file."""
        return load(PROOFS / f"{self.name}.py")

    def sheet(self) -> Any:
        """The module of the proof file, for its sizes and the functions written in it."""
        return sys.modules[self.file().claims[0].function.__module__]

    def written(self) -> dict[tuple[str, int], Statement]:
        """What the proof file claims: its statements by claim and line.

        Mistakes are left out, and what programs give: that speaks of one size.
        """
        return {
            (claim.name, line.number): line.statement
            for claim in self.file().claims
            if claim.kind == "claim" and claim.expect == "proved"
            for line in claim.written.lines
            if line.role not in {"printed", "program"}
        }

    def siblings(self) -> Iterator[tuple[str, Family, dict[str, Any]]]:
        """Every false sibling with a name for it."""
        for family in self.members:
            for number, change in enumerate(family.changes, 1):
                yield f"{family.claim}-{family.line}-{number}-{'-'.join(change)}", family, change


def line_tests(*groups: Families) -> type:
    """The tests of one proof file whose families stand in these groups."""
    members = [family for group in groups for family in group.members]
    siblings = [sibling for group in groups for sibling in group.siblings()]
    lines = groups[0].written()

    class LineTests:
        def test_every_line_has_a_family(self) -> None:
            families = [(family.claim, family.line) for family in members]
            assert sorted(families) == sorted(lines), sorted(set(lines) ^ set(families))

        @pytest.mark.parametrize("family", members, ids=lambda f: f"{f.claim}-{f.line}")
        def test_every_family_has_siblings(self, family: Family) -> None:
            assert len(family.changes) >= FEWEST_SIBLINGS

        @pytest.mark.parametrize("family", members, ids=lambda f: f"{f.claim}-{f.line}")
        def test_the_line_itself_is_proved(self, family: Family) -> None:
            statement, written = family.statement(), lines[family.claim, family.line]
            assert statement == written, f"{statement} is not {written}"
            assert prove(statement, budget=SECONDS).status == "proved"

        @pytest.mark.parametrize(
            ("family", "change"),
            [(family, change) for _, family, change in siblings],
            ids=[name for name, _, _ in siblings],
        )
        def test_siblings_are_refuted(self, family: Family, change: dict[str, Any]) -> None:
            verdict = prove(family.statement(**change), budget=SECONDS)
            assert verdict.status == "refuted", str(verdict)
            assert verdict.witness is not None

    return LineTests
