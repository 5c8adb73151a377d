"""What is remembered of statements, and when it may stand for a new answer.

A statement is known by its terms, the sizes of its check in floats, and the engine. It stands for
the same statement in whatever file and claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from symderive.results import ClaimOutcome, Evidence, Verdict
from symderive.results.evidence import NOT_APPLICABLE
from symderive.results.verdict import PROVED, REFUTED
from symderive.runner.cache import Cache, key_of
from symderive.runner.engine import engine_digest

Json = Any

STATEMENTS = "statements"
# A proof needs no more time, and a counterexample is none the less with more.
FINAL = (PROVED, REFUTED)
# What has used up so much of its budget was perhaps stopped by the clock.
CUT_SHORT = 0.5
# What NumPy says of an array for which there was no memory.
NO_MEMORY = "Unable to allocate"


@dataclass(frozen=True)
class Note:
    """How a line of a claim was decided: its key, whether it was known before, the seconds."""

    key: str
    known: bool
    seconds: float

    def to_json(self) -> Json:
        """The note as JSON data."""
        return [self.key, self.known, self.seconds]


@dataclass(frozen=True)
class Remembered:
    """What is known of a statement; ``seconds`` are those that it took."""

    verdict: Verdict
    evidence: Evidence | None
    seconds: float


class Statements:
    """The statements that were decided before, as the same engine has decided them.

    ``notes`` tell of the lines of the claim that was decided last.
    """

    def __init__(self, cache: Cache, engine: str) -> None:
        self.cache, self.engine = cache, engine
        self.fresh: dict[str, Json] = {}
        self.notes: list[Note] = []

    def key(self, *parts: Json) -> str:
        """The key of a statement, from its JSON data and what else it depends on."""
        return key_of(self.engine, *parts)

    def entry(self, key: str, budget: float, expect: str) -> Json | None:
        """What is known under a key, as JSON data, if it may stand within the budget."""
        found = self.fresh.get(key) or self.cache.read(STATEMENTS, key)
        try:
            if found:
                status, seconds = found["verdict"]["status"], found["verdict"]["seconds"]
                if may_stand(status, seconds, expect, found["budget"], budget):
                    return found
        except (KeyError, TypeError):
            self.cache.damaged += 1
        return None

    def recalled(self, key: str, budget: float, expect: str) -> Remembered | None:
        """What is known under a key, if it may stand for an answer within the budget."""
        found = self.entry(key, budget, expect)
        try:
            return found and _remembered(found)
        except (KeyError, TypeError, ValueError):
            self.cache.damaged += 1
            return None

    def keep(self, outcome: Json, notes: Iterable[Json], budget: float) -> None:
        """Remember the lines of a claim that were not known; all are JSON data."""
        lines = [] if outcome["error"] else outcome["lines"]
        for line, (key, known, seconds) in zip(lines, notes, strict=False):
            if not known and not _short_of_memory(line["evidence"]):
                self.fresh[key] = {
                    "verdict": line["verdict"],
                    "evidence": line["evidence"],
                    "budget": budget,
                    "seconds": seconds,
                }

    def keep_outcome(self, outcome: ClaimOutcome, budget: float) -> None:
        """Remember the lines of the claim that was decided last."""
        if not all(note.known for note in self.notes):
            self.keep(outcome.to_json(), [note.to_json() for note in self.notes], budget)

    def write(self) -> bool:
        """Put what is new into the cache, unless the engine is no longer the one that decided."""
        if self.fresh and engine_digest() != self.engine:
            self.cache.refused = "symderive was changed while it decided"
        for key, found in self.fresh.items():
            self.cache.write(STATEMENTS, key, found)
        self.fresh.clear()
        return not self.cache.refused


def statements_in(folder: str) -> Statements | None:
    """What the cache in a folder knows; None without one, or where the engine cannot be told."""
    engine = engine_digest() if folder else ""
    return Statements(Cache(folder), engine) if engine else None


def may_stand(status: str, seconds: float, expect: str, taken: float, allowed: float) -> bool:
    """Whether what was found within one budget, ``taken``, is an answer within another.

    What is neither proved nor refuted, and not what is expected, is no answer if it was perhaps
    the clock that has ended it, on a machine that was slow for a while.

    >>> may_stand("proved", 0.9, expect="proved", taken=1, allowed=10)
    True
    >>> may_stand("undecided", 0.9, expect="undecided", taken=1, allowed=10)
    False
    >>> may_stand("undecided", 0.9, expect="undecided", taken=1, allowed=1)
    True
    >>> may_stand("undecided", 0.9, expect="proved", taken=1, allowed=1)
    False
    """
    if status in FINAL:
        return True
    return allowed <= taken and (status == expect or seconds < CUT_SHORT * taken)


def _remembered(found: Json) -> Remembered:
    evidence = found["evidence"]
    return Remembered(
        Verdict.from_json(found["verdict"]),
        None if evidence is None else Evidence.from_json(evidence),
        float(found["seconds"]),
    )


def _short_of_memory(evidence: Json | None) -> bool:
    """Whether the check in floats did not happen because there was no memory for it."""
    if evidence is None or evidence["outcome"] != NOT_APPLICABLE:
        return False
    return not evidence["detail"] or NO_MEMORY in evidence["detail"]
