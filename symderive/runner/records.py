"""What is remembered of whole proof files: their claims, and what became of each.

A file is known by its bytes, by those of the local modules that it imports, and by the engine. If
none has changed, nothing is imported: not the file, not SymPy.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from dataclasses import dataclass, replace
from importlib.machinery import PathFinder
from typing import Any

from symderive.results import ClaimOutcome, LineOutcome
from symderive.results.outcome import NOTED
from symderive.runner.cache import Cache, key_of
from symderive.runner.engine import engine_digest
from symderive.runner.memory import Statements, may_stand
from symderive.runner.sources import places

Json = Any

FILES = "files"
# What has been decided is written down in such intervals: seconds.
SAVED_AFTER = 5.0


@dataclass(frozen=True)
class Known:
    """A claim of a file that has not changed: the texts in which what selects it may occur.

    ``waiting`` is its outcome before it is decided, ``outcome`` the one that is known, if one is.
    """

    texts: tuple[str, ...]
    waiting: ClaimOutcome
    outcome: ClaimOutcome | None = None


class Records:
    """What a run remembers: what it finds in the cache, and what it adds.

    ``budget`` is that of the run, None if it has none; with ``steps`` an outcome needs its steps.
    """

    def __init__(self, cache: Cache, budget: float | None, steps: bool) -> None:
        self.cache, self.budget, self.steps = cache, budget, steps
        self.engine = engine_digest()
        if not self.engine:
            cache.refused = "the versions of the packages cannot be told"
        self.statements = Statements(cache, self.engine)
        self.records: dict[str, Json] = {}
        self.changed: set[str] = set()
        self.seconds: dict[tuple[str, str], float] = {}
        self.saved = time.monotonic()

    @property
    def folder(self) -> str:
        """The folder in which workers may look statements up, empty if they had better not."""
        return self.cache.folder if self.engine else ""

    def claims(self, file: str) -> list[Known] | None:
        """The claims of a file that has not changed, in order; None where it must be imported."""
        record = self.cache.read(FILES, _key(file)) if self.engine else None
        if record is None:
            return None
        try:
            rows = record["rows"]
            for row in rows:
                self.seconds[file, row["outcome"]["name"]] = float(row["outcome"]["seconds"])
            if record["engine"] != self.engine or not _is_current(file, record["made_of"]):
                return None
            found = [self._known(row) for row in rows]
        except (KeyError, TypeError, ValueError):
            self.cache.damaged += 1
            return None
        self.records[file] = record
        return found

    def _known(self, row: Json) -> Known:
        """A claim of a file that has not changed, with its outcome if that may stand."""
        outcome = ClaimOutcome.from_json(row["outcome"])
        waiting = replace(outcome, lines=(), error="", ill_formed=False, seconds=0.0, shown="")
        texts = tuple(row["texts"])
        if outcome.expect == NOTED:
            return Known(texts, waiting, replace(outcome, cached=True))
        if row["budget"] is None:
            return Known(texts, waiting)
        asked = row["default"] if self.budget is None else self.budget
        allowed = asked if row["own"] is None else row["own"]
        if not all(_may_stand(line, row["budget"], allowed) for line in outcome.lines):
            return Known(texts, waiting)
        if not self.steps:
            return Known(texts, waiting, replace(outcome, cached=True))
        found = [
            self.statements.entry(key, allowed, line.expect)
            for key, line in zip(row["keys"], outcome.lines, strict=False)
        ]
        entries = [entry for entry in found if entry is not None]
        if len(entries) != len(outcome.lines):
            return Known(texts, waiting)
        lines = [
            line | {"verdict": entry["verdict"], "evidence": entry["evidence"]}
            for line, entry in zip(row["outcome"]["lines"], entries, strict=True)
        ]
        complete = ClaimOutcome.from_json(row["outcome"] | {"lines": lines})
        return Known(texts, waiting, replace(complete, cached=True))

    def imported(self, file: str, result: Json) -> None:
        """Note the claims of a file that was imported."""
        memory = result["memory"]
        if self._is_ours(memory):
            rows = [
                {"outcome": outcome, "texts": texts, "budget": None}
                for outcome, texts in memory["claims"]
            ]
            made_of = memory["made_of"]
            self.records[file] = {"engine": self.engine, "made_of": made_of, "rows": rows}
            self.changed.add(file)

    def decided(self, file: str, result: Json) -> None:
        """Note what became of a claim, and leave the outcome, with steps if they are wanted."""
        memory = result.pop("memory", None)
        if memory is None:
            return
        self.cache.damaged += memory["damaged"]
        if self._is_ours(memory):
            self.statements.keep(result, memory["notes"], memory["budget"])
            if not result["error"] or result["ill_formed"]:
                self._add(file, result, memory)
        if not self.steps:
            result["lines"] = [_bare(line) for line in result["lines"]]
        if time.monotonic() - self.saved > SAVED_AFTER:
            self.save()

    def _add(self, file: str, outcome: Json, memory: Json) -> None:
        """Put an outcome into the record of its file, if that was made of the same."""
        record = self.records.get(file)
        if record is None:
            return
        united = _united(record["made_of"], memory["made_of"])
        if united is None:
            # Something has changed in between: what was found belongs to no one state of the file.
            del self.records[file]
            return
        lines = [_bare(line) for line in outcome["lines"]]
        keys = [key for key, *_ in memory["notes"]]
        for row in record["rows"]:
            if row["outcome"]["name"] == outcome["name"]:
                row |= {name: memory[name] for name in ("budget", "own", "default")}
                row |= {"outcome": outcome | {"lines": lines, "cached": False}, "keys": keys}
        record["made_of"] = united
        self.changed.add(file)

    def _is_ours(self, memory: Json) -> bool:
        """Whether something was found by the engine of this process."""
        return bool(self.engine) and memory["engine"] == self.engine

    def save(self) -> None:
        """Write down what is new, unless the engine has been changed since."""
        self.saved = time.monotonic()
        if self.statements.write():
            for file in sorted(self.changed & set(self.records)):
                if not self.records[file]["made_of"]["other"]:
                    self.cache.write(FILES, _key(file), self.records[file])
        self.changed.clear()

    def close(self) -> None:
        """Write down what is new, and keep the cache within its bounds."""
        if self.changed or self.statements.fresh:
            self.save()
        self.cache.trim()


def _may_stand(line: LineOutcome, taken: float, allowed: float) -> bool:
    verdict = line.verdict
    return may_stand(verdict.status, verdict.seconds, line.expect, taken, allowed)


def _key(file: str) -> str:
    return key_of(os.path.abspath(file))


def _bare(line: Json) -> Json:
    """The JSON data of a line without what is long: the steps and the term."""
    return line | {"verdict": line["verdict"] | {"steps": [], "statement": None}}


def _is_current(file: str, made_of: Json) -> bool:
    """Whether the file, and what it was made of, are what they were."""
    first, last = made_of["places"]
    if first != places(sys.path) or _digest_of(file) != made_of["file"]:
        return False
    if any(_digest_of(name) != digest for name, digest in made_of["modules"].items()):
        return False
    return all(_found(name, last) == origin for name, origin in made_of["names"].items())


def _found(name: str, path: list[str]) -> str:
    """The file that Python would import under a name now, empty if there is none."""
    spec = PathFinder.find_spec(name, path)
    return os.path.abspath(spec.origin) if spec and spec.origin else ""


def _digest_of(file: str) -> str:
    """The digest of the bytes of a file, empty where it cannot be read."""
    try:
        with open(file, "rb") as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except OSError:
        return ""


def _united(first: Json, second: Json) -> Json | None:
    """What two jobs on one file were made of, None if they do not agree."""
    if first["file"] != second["file"]:
        return None
    united = {"file": first["file"], "other": first["other"] or second["other"]}
    for part in ("modules", "names"):
        both = set(first[part]) & set(second[part])
        if any(first[part][name] != second[part][name] for name in both):
            return None
        united[part] = first[part] | second[part]
    if first["places"][0] != second["places"][0]:
        return None
    united["places"] = [first["places"][0], max(first["places"][1], second["places"][1], key=len)]
    return united
