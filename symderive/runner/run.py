"""A run: which job goes to which worker; outcomes are put together in the order of the files."""

from __future__ import annotations

import os
import re
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from symderive.errors import ClaimError, located
from symderive.results import ClaimOutcome, LineOutcome, Report, Verdict
from symderive.results.outcome import NOTED, WAITING
from symderive.runner.files import occurs, proof_files
from symderive.runner.jobs import Job, Limits, claims_of, claims_to_remember, decide_job

if TYPE_CHECKING:
    from symderive.runner.cache import Cache
    from symderive.runner.executors import Employer, Hired, Place
    from symderive.runner.records import Records
    from symderive.runner.workers import Ending, Task, Worker, Workers

# A claim that took so many seconds before is decided before others, wherever its file is imported.
LONG = 1.0


class Progress(Protocol):
    """Who is told how a run goes on; the total grows until all files have been imported."""

    def begun(self, name: str) -> None:
        """Something is being decided or imported."""

    def ended(self, name: str, outcome: ClaimOutcome | None, done: int, total: int) -> None:
        """It has been; the outcome is None for a file."""


@dataclass(frozen=True)
class _Import:
    """A proof file whose claims are asked for."""

    place: int
    name: str


@dataclass(frozen=True)
class _Decision:
    """A claim that is to be decided: its file and its place among the claims of that file.

    ``seconds`` are those that it took before, 0 where that is not known.
    """

    file: int
    place: int
    name: str
    seconds: float = 0.0


def run(
    paths: Sequence[Path | str],
    select: str = "",
    progress: Progress | None = None,
    *,
    processes: int | None = None,
    budget: float | None = None,
    steps: bool = True,
    limits: Limits | None = None,
    executor: Employer | None = None,
    cache: Cache | None = None,
    oracles: bool = False,
) -> Report:
    """Decide all claims under the paths, in worker processes.

    Args:
        paths: proof files, and folders of them.
        select: keeps the claims that have this text in name, title or references.
        progress: is told what begins and what has ended.
        processes: how many claims are decided at a time; if not said, one, or as many as the
            executor has workers.
        budget: seconds for each statement of a claim that has no budget of its own.
        steps: whether the outcomes hold the steps of the proofs.
        limits: when a worker is stopped from outside.
        executor: where the claims are decided instead of in processes of our own: any
            ``concurrent.futures.Executor``, the client of a Dask cluster, or a function that
            makes an executor, and makes another one when that has lost a process and is broken.
        cache: what was decided before, and is not decided again; it gets what is decided now. If
            nothing is left to decide, no worker is started. What went wrong, it tells.
        oracles: whether independent implementations are asked as well; all is decided anew then.
    """
    limits = limits or Limits()
    records = None
    if cache is not None and not oracles:
        from symderive.runner.records import Records

        records = Records(cache, budget, steps)
    work = _Run(paths, select, progress, budget, steps, limits, records, oracles)
    if not work.is_done:
        if executor is None:
            from symderive.runner.workers import Workers

            work.do_by(Workers(processes or 1))
        else:
            from symderive.runner.executors import hired

            work.do_by(hired(executor, processes, limits.silence_of(budget)))
    return work.report


def available_processors() -> int:
    """The number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Run:
    """What there is to do, what is being done, and what has come out."""

    def __init__(
        self,
        paths: Sequence[Path | str],
        select: str,
        progress: Progress | None,
        budget: float | None,
        steps: bool,
        limits: Limits,
        records: Records | None,
        oracles: bool,
    ) -> None:
        self.start = time.perf_counter()
        self.select, self.progress, self.records = select, progress, records
        self.budget, self.steps, self.limits, self.oracles = budget, steps, limits, oracles
        self.files: list[str] = []
        self.failures: dict[int, str] = {}
        self.outcomes: dict[tuple[int, int], ClaimOutcome] = {}
        self.claims: dict[int, list[ClaimOutcome]] = {}
        for path in paths:
            try:
                found = [str(file) for file in proof_files([Path(path)])]
            except ClaimError as error:
                self.failures[len(self.files)] = str(error)
                found = [str(path)]
            self.files += [file for file in found if file not in self.files]
        self.imports: deque[_Import] = deque()
        self.decisions: list[_Decision] = []
        self.doing: dict[int, _Import | _Decision] = {}
        for place, file in enumerate(self.files):
            if place not in self.failures and not self._recalled(place, file):
                self.imports.append(_Import(place, file))

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not self.imports and not self.decisions

    @property
    def report(self) -> Report:
        """What has come out."""
        outcomes = tuple(self.outcomes[key] for key in sorted(self.outcomes))
        failures = tuple(self.failures[key] for key in sorted(self.failures))
        return Report(outcomes, failures, time.perf_counter() - self.start)

    def do_by(self, staff: Workers | Hired) -> None:
        """Everything done by these workers; what they have done is remembered whatever happens."""
        try:
            with staff as workers:
                while self._handed_out(workers):
                    for worker, ending in workers.ended():
                        self._ended(self.doing.pop(id(worker)), worker, ending)
        finally:
            if self.records is not None:
                self.records.close()

    def _recalled(self, place: int, file: str) -> bool:
        """Whether the file has not changed, so that its claims are known, and most are decided."""
        known = None if self.records is None else self.records.claims(file)
        if known is None:
            return False
        found = [claim for claim in known if occurs(self.select, *claim.texts)]
        self._note_claims(place, [c.waiting for c in found], [c.outcome for c in found])
        return True

    def _handed_out(self, workers: Workers | Hired) -> bool:
        """Give every idle worker something to do; False when nothing is left and none is busy."""
        for worker in workers.idle:
            work = self._next_for(worker)
            if work is not None:
                self.doing[id(worker)] = work
                worker.begin(self._task(work))
                self._tell_begun(work)
        return bool(self.doing)

    def _next_for(self, worker: Worker | Place) -> _Import | _Decision | None:
        """What a worker does next: files first, then claims of files that it has imported.

        Claims that are known to take long come first, lest one of them be alone in the end.
        One with nothing else to do imports what another is importing, to be ready for its claims.
        """
        if self.imports:
            return self.imports.popleft()
        if self.decisions:
            found = max(self.decisions, key=lambda decision: decision.seconds)
            if found.seconds < LONG:
                at_hand = (d for d in self.decisions if d.file in worker.memory)
                found = next(at_hand, self.decisions[0])
            self.decisions.remove(found)
            return found
        for work in self.doing.values() if worker.keeps_imports else ():
            if isinstance(work, _Import) and not self._settled(work):
                return work
        return None

    def _task(self, work: _Import | _Decision) -> Task:
        from symderive.runner.workers import Task

        if isinstance(work, _Import):
            function = claims_of if self.records is None else claims_to_remember
            return Task(function, (work.name, self.select), self.limits.importing)
        folder = "" if self.records is None else self.records.folder
        file = self.files[work.file]
        job = Job(file, work.name, self.budget, self.steps, self.limits, folder, self.oracles)
        return Task(decide_job, (job,), self.limits.importing)

    def _ended(self, work: _Import | _Decision, worker: Worker | Place, ending: Ending) -> None:
        if ending.kind == "done":
            worker.memory.add(work.place if isinstance(work, _Import) else work.file)
        if isinstance(work, _Decision):
            outcome = self._outcome(work, ending)
            self.outcomes[work.file, work.place] = outcome
            self._tell_ended(work, outcome)
        else:
            if not self._settled(work):
                self._imported(work, ending)
            self._tell_ended(work, None)

    def _settled(self, work: _Import) -> bool:
        """Whether a worker has imported the file, or failed to."""
        return work.place in self.claims or work.place in self.failures

    def _imported(self, work: _Import, ending: Ending) -> None:
        """Note the claims of a file, or why there are none."""
        if ending.kind != "done":
            line = line_in_trace(ending.trace, work.name)
            told = ending.told
            if ending.kind == "stopped" and not told:
                told = f"stopped after {ending.allowed:g} s, in which it was not imported"
            self.failures[work.place] = f"{work.name}:{line or 1}: {told}"
            return
        if "failure" in ending.result:
            self.failures[work.place] = ending.result["failure"]
            return
        if self.records is not None:
            self.records.imported(work.name, ending.result)
        found = [ClaimOutcome.from_json(claim) for claim in ending.result["claims"]]
        self._note_claims(work.place, found, [c if c.expect == NOTED else None for c in found])

    def _note_claims(
        self, file: int, claims: list[ClaimOutcome], known: Iterable[ClaimOutcome | None]
    ) -> None:
        """Note the claims of a file; those whose outcome is not known are to be decided."""
        self.claims[file] = claims
        before = {} if self.records is None else self.records.seconds
        for place, (claim, outcome) in enumerate(zip(claims, known, strict=True)):
            if outcome is not None:
                self.outcomes[file, place] = outcome
            else:
                seconds = before.get((self.files[file], claim.name), 0.0)
                self.decisions.append(_Decision(file, place, claim.name, seconds))

    def _outcome(self, work: _Decision, ending: Ending) -> ClaimOutcome:
        """What became of a claim, however its task ended."""
        if ending.kind == "done":
            if self.records is not None:
                self.records.decided(self.files[work.file], ending.result)
            return ClaimOutcome.from_json(ending.result)
        claim = self.claims[work.file][work.place]
        line = line_in_trace(ending.trace, self.files[work.file])
        if ending.kind == "died":
            error = located(ClaimError(ending.told), claim.name, claim.file, line or claim.line)
            return replace(claim, error=str(error), seconds=ending.seconds)
        if ending.known is None:
            where = f" at {claim.file}:{line}" if line else ""
            told = f"the function did not return within {ending.allowed:g} s{where}"
            return replace(claim, stopped=ending.told or told, seconds=ending.seconds)
        known = ClaimOutcome.from_json(ending.known)
        told = f"stopped after {ending.allowed:g} s, the limit for all lines of the claim"
        return replace(known, lines=_told_in(known.lines, told), seconds=ending.seconds)

    def _tell_begun(self, work: _Import | _Decision) -> None:
        if self.progress is not None:
            self.progress.begun(work.name)

    def _tell_ended(self, work: _Import | _Decision, outcome: ClaimOutcome | None) -> None:
        if self.progress is not None:
            total = sum(len(claims) for claims in self.claims.values())
            self.progress.ended(work.name, outcome, len(self.outcomes), total)


def _told_in(lines: tuple[LineOutcome, ...], told: str) -> tuple[LineOutcome, ...]:
    """The lines of a claim that was stopped: those that were not decided say why."""
    found = []
    stopped: LineOutcome | None = None
    for line in lines:
        if line.verdict.status == "undecided" and line.verdict.reason == WAITING:
            reason = (
                told if stopped is None else f"{WAITING} when line {stopped.number} was stopped"
            )
            stopped = stopped or line
            found.append(replace(line, verdict=Verdict("undecided", reason=reason)))
        else:
            found.append(line)
    return tuple(found)


def line_in_trace(trace: str, file: str) -> int | None:
    """The line of the file that was running, from a traceback with the latest call first.

    >>> line_in_trace('  File "/proofs/a.py", line 7 in f', "/proofs/a.py")
    7
    """
    wanted = os.path.abspath(file).encode("ascii", "backslashreplace").decode()
    for place in re.finditer(r'^  File "(.*)", line (\d+)', trace, re.MULTILINE):
        name = place[1].encode("ascii", "backslashreplace").decode()
        if os.path.abspath(name) == wanted:
            return int(place[2])
    return None
