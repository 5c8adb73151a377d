"""What became of a claim: the verdicts of its lines beside what was expected, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from symderive.results.evidence import FAILED, NOT_APPLICABLE, PASSED, UNINFORMATIVE, Evidence
from symderive.results.verdict import (
    PROVED,
    PROVED_AT_SIZES,
    REFUTED,
    STATUSES,
    UNDECIDED,
    Verdict,
)

Json = Any

ILL_FORMED, NOTED, ERROR = "ill-formed", "noted", "error"
PRINTED, PROGRAM = "printed", "program"

# The reason of a line whose turn has not come.
WAITING = "not decided yet"

# From the worst to the best, as a chain is as strong as its weakest line.
_WORST_FIRST = (REFUTED, UNDECIDED, PROVED_AT_SIZES, PROVED)


@dataclass(frozen=True)
class LineOutcome:
    """The verdict of one statement of a claim.

    ``role`` is "statement", "line", "printed" or "program"; ``shown`` is the statement as text.
    ``evidence`` is what the check in floats saw, where sizes for it are named.
    """

    role: str
    number: int
    expect: str
    verdict: Verdict
    shown: str = ""
    ref: str = ""
    erratum: str = ""
    evidence: Evidence | None = None

    @property
    def contradicted(self) -> bool:
        """Whether floats say otherwise than a proof: they decide nothing, but it is a finding."""
        proved = self.verdict.status in (PROVED, PROVED_AT_SIZES)
        return proved and self.evidence is not None and self.evidence.outcome == FAILED

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the expected one, and floats do not contradict it."""
        return self.verdict.status == self.expect and not self.contradicted

    @property
    def told(self) -> str:
        """The verdict in one line, with the evidence where that contradicts it."""
        if not self.contradicted:
            return self.verdict.headline
        return f"{self.verdict.headline}, but the check in floats {self.evidence}"

    def to_json(self) -> Json:
        """The outcome as JSON data."""
        return {
            **{f.name: getattr(self, f.name) for f in fields(self)},
            "verdict": self.verdict.to_json(),
            "evidence": None if self.evidence is None else self.evidence.to_json(),
        }

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> LineOutcome:
        """The outcome that :meth:`to_json` wrote."""
        found = data["evidence"]
        return LineOutcome(
            **{
                **data,
                "verdict": Verdict.from_json(data["verdict"]),
                "evidence": None if found is None else Evidence.from_json(found),
            }
        )


@dataclass(frozen=True)
class ClaimOutcome:
    """What became of a claim or an erratum.

    ``error`` says why a claim could not be written out or decided, with file and line, and
    ``stopped`` why it was given up while it was written out, which leaves it undecided.
    ``shown`` is what it says as a whole: of a chain, how its ends are related. ``cached`` says that
    it was decided before, in as many seconds, by the same engine.

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
    shown: str = ""
    stopped: str = ""
    cached: bool = field(default=False, compare=False)

    @property
    def status(self) -> str:
        """The status of the whole: that of the weakest line, printed mistakes left out."""
        if self.error:
            return ILL_FORMED if self.ill_formed else ERROR
        if self.stopped:
            return UNDECIDED
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
        """Whether the claim got the expected status, and every printed mistake was refuted.

        A check in floats that contradicts a proof is never as expected.
        """
        printed = [line for line in self.lines if line.role == PRINTED]
        if any(line.contradicted for line in self.lines):
            return False
        return self.status == self.expect and all(line.as_expected for line in printed)

    @property
    def first_wrong(self) -> LineOutcome | None:
        """The first line whose verdict is not the expected one."""
        if self.expect not in STATUSES or self.expect == PROVED:
            wanted = [line for line in self.lines if not line.as_expected]
            return wanted[0] if wanted else None
        others = [
            line
            for line in self.lines
            if line.contradicted or (line.role == PRINTED and not line.as_expected)
        ]
        if others:
            return others[0]
        return None if self.as_expected or not self.lines else self.lines[0]

    @property
    def reason(self) -> str:
        """What a reader needs to know beside the status, in one line."""
        if self.error:
            return self.error
        if self.stopped:
            return f"Undecided: {self.stopped}"
        wrong = self.first_wrong
        if wrong is None:
            told = [line for line in self.lines if line.role not in (PRINTED, PROGRAM)]
            return told[0].verdict.headline if len(told) == 1 else ""
        places = {PRINTED: "as printed", PROGRAM: "the program"}
        where = places.get(wrong.role, f"line {wrong.number}")
        name = wrong.ref or wrong.erratum
        where += f" ({name})" if name else ""
        place = "" if wrong.role == "statement" else f"{where}: "
        formula = f"{wrong.shown}: " if wrong.shown else ""
        return f"{place}{formula}{wrong.told}"

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

    @property
    def rows(self) -> tuple[Row, ...]:
        """What was decided under each id, in the order of the claims."""
        return tuple(row for outcome in self.outcomes for row in rows_of(outcome))

    def to_json(self) -> Json:
        """The report as JSON data; ``ids`` says first what was decided under each id."""
        return {
            "ids": [row.to_json() for row in self.rows],
            "outcomes": [outcome.to_json() for outcome in self.outcomes],
            "failures": list(self.failures),
            "seconds": self.seconds,
        }

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> Report:
        """The report that :meth:`to_json` wrote."""
        outcomes = tuple(ClaimOutcome.from_json(outcome) for outcome in data["outcomes"])
        return Report(outcomes, tuple(data["failures"]), data["seconds"])


@dataclass(frozen=True)
class Row:
    """What was decided under one id: the name that a source gives it, or that of the claim.

    ``expected`` says whether the verdict is the expected one.
    """

    id: str
    file: str
    claim: str
    status: str
    expected: bool
    formula: str
    seconds: float
    evidence: Evidence | None = None

    def to_json(self) -> Json:
        """The row as JSON data."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return {**found, "evidence": None if self.evidence is None else self.evidence.to_json()}


def rows_of(outcome: ClaimOutcome) -> Iterator[Row]:
    """The rows of one claim: one for each of its ids, then its lines and printed mistakes with one.

    An id that belongs to a line stands there only. The ids of an erratum stand together, since all
    but the first say where it is.
    """
    named = [line for line in outcome.lines if line.ref or line.erratum]
    taken = {line.ref for line in named}
    ids = [ref for ref in outcome.refs if ref not in taken]
    if outcome.kind != "claim":
        ids = [" ".join(outcome.refs)] if outcome.refs else []
    whole = [line for line in outcome.lines if line.role not in (PRINTED, PROGRAM)]
    evidence = _weakest(line.evidence for line in whole)
    formula = outcome.shown or outcome.reason.split("\n")[0] or outcome.title
    for name in ids or [outcome.name]:
        yield Row(
            name,
            outcome.file,
            outcome.name,
            outcome.status,
            outcome.as_expected,
            formula,
            outcome.seconds,
            evidence,
        )
    for line in named:
        yield Row(
            line.ref or line.erratum,
            outcome.file,
            outcome.name,
            line.verdict.status,
            line.as_expected,
            line.shown,
            line.verdict.seconds,
            line.evidence,
        )


def _weakest(found: Iterable[Evidence | None]) -> Evidence | None:
    """The evidence that says least for a chain: a failure, a finding, the largest difference."""
    known = [evidence for evidence in found if evidence is not None]
    order = (NOT_APPLICABLE, PASSED, UNINFORMATIVE, FAILED)
    return max(
        known,
        key=lambda e: (order.index(e.outcome), bool(e.finding), e.error or 0.0),
        default=None,
    )
