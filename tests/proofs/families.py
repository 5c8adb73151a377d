"""Families of statements: one as a proof file has it, the others each wrong in one thing.

A family is a function like a claim, with further keyword parameters whose defaults give the
statement of the proof file. Each change names other values of these, or another range of a
variable of the claim.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sympy

from symderive.claims import ProofFile, load
from symderive.language.reading import read_statement
from symderive.language.terms import Statement

PROOFS = Path(__file__).resolve().parents[2] / "proofs"


@dataclass(frozen=True)
class Family:
    """A statement of a proof file, and what is changed in its siblings."""

    claim: str
    line: int
    write: Callable[..., Any]
    changes: tuple[dict[str, Any], ...]

    def statement(self, **change: Any) -> Statement:
        """The statement with some of its parts changed."""
        given = {}
        for name, parameter in inspect.signature(self.write).parameters.items():
            value = change.get(name, parameter.default)
            given[name] = value.named(name) if hasattr(value, "named") else value
        assert set(change) <= set(given), f"{self.claim} has no {set(change) - set(given)}"
        with sympy.evaluate(False):
            return read_statement(self.write(**given))


@dataclass
class Families:
    """The families of one proof file."""

    name: str
    members: list[Family] = field(default_factory=list)

    def family(self, claim: str, *changes: dict[str, Any], line: int = 1) -> Callable[..., Any]:
        """Enter the decorated function as the family of a claim, or of a line of its chain."""

        def enter(write: Callable[..., Any]) -> Callable[..., Any]:
            self.members.append(Family(claim, line, write, changes))
            return write

        return enter

    def file(self) -> ProofFile:
        """The proof file."""
        return load(PROOFS / f"{self.name}.py")

    def written(self) -> dict[tuple[str, int], Statement]:
        """What the proof file claims: its statements by claim and line, mistakes left out."""
        return {
            (claim.name, line.number): line.statement
            for claim in self.file().claims
            if claim.kind == "claim" and claim.expect == "proved"
            for line in claim.written.lines
            if line.role != "printed"
        }

    def siblings(self) -> Iterator[tuple[str, Family, dict[str, Any]]]:
        """Every false sibling with a name for it."""
        for family in self.members:
            for number, change in enumerate(family.changes, 1):
                yield f"{family.claim}-{family.line}-{number}-{'-'.join(change)}", family, change
