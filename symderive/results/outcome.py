"""What became of a claim: the verdicts of its lines beside what was expected, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from symderive.results.verdict import PROVED, REFUTED, STATUSES, UNDECIDED, Verdict

Json = Any

ILL_FORMED, NOTED, ERROR = "ill-formed", "noted", "error"
PRINTED = "printed"

# From the worst to the best, as a chain is as strong as its weakest line.
_WORST_FIRST = (REFUTED, UNDECIDED, "proved_at_sizes", PROVED)


@dataclass(frozen=True)
class LineOutcome:
    """The verdict of one statement of a claim.

    ``role`` is "statement", "line" or "printed"; ``shown`` is the statement as text.
    """

    role: str
    number: int
    expect: str
    verdict: Verdict
    shown: str = ""
    ref: str = ""
    erratum: str = ""

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the expected one."""
        return self.verdict.status == self.expect

    def to_json(self) -> Json:
        """The outcome as JSON data."""
        return {
            **{f.name: getattr(self, f.name) for f in fields(self)},
            "verdict": self.verdict.to_json(),
        }

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> LineOutcome:
        """The outcome that :meth:`to_json` wrote."""
        return LineOutcome(**{**data, "verdict": Verdict.from_json(data["verdict"])})


@dataclass(frozen=True)
class ClaimOutcome:
    """What became of a claim or an erratum.

    ``error`` says why a claim could not be written out or decided, with file and line.

    >>> ClaimOutcome("adjoint", "proofs/pool.py", 12, "claim", "proved", error="no").status
    'error'
    """

    name: str
    file: str
    line: int
    kind: str
    expect: str
    title: str = ""
    refs: tuple[str, ...] = ()
    lines: tuple[LineOutcome, ...] = ()
    error: str = ""
    ill_formed: bool = False
    seconds: float = 0.0

    @property
    def status(self) -> str:
        """The status of the whole: that of the weakest line, printed mistakes left out."""
        if self.error:
            return ILL_FORMED if self.ill_formed else ERROR
        found = {line.verdict.status for line in self.lines if line.role != PRINTED}
        for status in _WORST_FIRST:
            if status in found:
                return status
        return NOTED

    @property
    def could_run(self) -> bool:
        """Whether the claim could be written out and decided, or failed to as it should."""
        return not self.error or self.as_expected

    @property
    def as_expected(self) -> bool:
        """Whether the claim got the expected status, and every printed mistake was refuted."""
        printed = [line for line in self.lines if line.role == PRINTED]
        return self.status == self.expect and all(line.as_expected for line in printed)

    @property
    def first_wrong(self) -> LineOutcome | None:
        """The first line whose verdict is not the expected one."""
        if self.expect not in STATUSES or self.expect == PROVED:
            wanted = [line for line in self.lines if not line.as_expected]
            return wanted[0] if wanted else None
        others = [line for line in self.lines if line.role == PRINTED and not line.as_expected]
        if others:
            return others[0]
        return None if self.as_expected or not self.lines else self.lines[0]

    @property
    def reason(self) -> str:
        """What a reader needs to know beside the status, in one line."""
        if self.error:
            return self.error
        wrong = self.first_wrong
        if wrong is None:
            told = [line for line in self.lines if line.role != PRINTED]
            return told[0].verdict.headline if len(told) == 1 else ""
        where = "as printed" if wrong.role == PRINTED else f"line {wrong.number}"
        place = "" if wrong.role == "statement" else f"{where}: "
        return (
            f"{place}{wrong.shown}: {wrong.verdict.headline}"
            if wrong.shown
            else (f"{place}{wrong.verdict.headline}")
        )

    def to_json(self) -> Json:
        """The outcome as JSON data."""
        return {
            **{f.name: getattr(self, f.name) for f in fields(self)},
            "refs": list(self.refs),
            "lines": [line.to_json() for line in self.lines],
        }

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> ClaimOutcome:
        """The outcome that :meth:`to_json` wrote."""
        lines = tuple(LineOutcome.from_json(line) for line in data["lines"])
        return ClaimOutcome(**{**data, "refs": tuple(data["refs"]), "lines": lines})


@dataclass(frozen=True)
class Report:
    """What became of all claims of a run, and the files that could not be read.

    >>> Report(()).exit_status
    0
    """

    outcomes: tuple[ClaimOutcome, ...]
    failures: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def exit_status(self) -> int:
        """0 if everything came out as expected, 1 if not, 2 if something could not run."""
        if self.failures or not all(outcome.could_run for outcome in self.outcomes):
            return 2
        return 0 if all(outcome.as_expected for outcome in self.outcomes) else 1

    def to_json(self) -> Json:
        """The report as JSON data."""
        return {
            "outcomes": [outcome.to_json() for outcome in self.outcomes],
            "failures": list(self.failures),
            "seconds": self.seconds,
        }

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> Report:
        """The report that :meth:`to_json` wrote."""
        outcomes = tuple(ClaimOutcome.from_json(outcome) for outcome in data["outcomes"])
        return Report(outcomes, tuple(data["failures"]), data["seconds"])
