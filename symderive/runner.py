"""Decides the claims of proof files, one after the other, and says what became of each.

A file that does not import and a claim that raises are reported with file and line; the rest
goes on.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from symderive.claims import Claim, Line, ProofFile, load
from symderive.claims.claim import NOTED
from symderive.claims.loading import line_in, proof_files
from symderive.decide import prove
from symderive.errors import ClaimError, IllFormed, SymderiveError, located
from symderive.language.terms import Term
from symderive.printing import text
from symderive.results import ClaimOutcome, LineOutcome, Report

Progress = Callable[[ClaimOutcome, int, int], None]


@dataclass(frozen=True)
class Work:
    """The proof files of a run, and the messages of those that could not be read."""

    files: tuple[ProofFile, ...]
    failures: tuple[str, ...] = ()


def gather(paths: Sequence[Path | str], select: str = "") -> Work:
    """Read the proof files under the paths; ``select`` keeps claims that contain the text.

    The text is looked for in the name, the title and the names that the source gives.
    """
    files: list[ProofFile] = []
    failures: list[str] = []
    for path in paths:
        try:
            found = proof_files([Path(path)])
        except ClaimError as error:
            failures.append(str(error))
            continue
        for one in found:
            try:
                file = load(one)
            except ClaimError as error:
                failures.append(str(error))
                continue
            files.append(replace(file, claims=tuple(c for c in file.claims if matches(c, select))))
    return Work(tuple(files), tuple(failures))


def matches(claim: Claim, select: str) -> bool:
    """Whether the text occurs in the name, the title or a reference of the claim."""
    texts = (claim.name, claim.title, *claim.refs)
    return any(select.casefold() in part.casefold() for part in texts)


def run(paths: Sequence[Path | str], select: str = "", progress: Progress | None = None) -> Report:
    """Decide all claims under the paths.

    ``progress`` is called after each claim with its outcome, its number and the number of claims.
    """
    return run_work(gather(paths, select), progress)


def run_work(work: Work, progress: Progress | None = None) -> Report:
    """Decide the claims of files that have been read."""
    start = time.perf_counter()
    claims = [(claim, file.folded) for file in work.files for claim in file.claims]
    outcomes: list[ClaimOutcome] = []
    for claim, folded in claims:
        outcome = decide(claim, folded)
        outcomes.append(outcome)
        if progress is not None:
            progress(outcome, len(outcomes), len(claims))
    return Report(tuple(outcomes), work.failures, time.perf_counter() - start)


def decide(claim: Claim, folded: Mapping[Term, str] | None = None) -> ClaimOutcome:
    """Decide every statement of a claim; a wrong line does not stop the ones behind it.

    ``folded`` gives names to terms, for the statements as they are shown.
    """
    start = time.perf_counter()
    outcome = ClaimOutcome(
        claim.name,
        shown_path(claim.file),
        claim.line,
        claim.kind,
        claim.expect,
        claim.title,
        claim.refs,
    )
    if claim.expect == NOTED:
        return outcome
    try:
        lines = tuple(_decide_line(claim, line, folded) for line in claim.written.lines)
    except Exception as error:  # noqa: BLE001 - whatever a claim raises is reported with its place
        return _failed(claim, outcome, error, time.perf_counter() - start)
    return replace(outcome, lines=lines, seconds=time.perf_counter() - start)


def _decide_line(claim: Claim, line: Line, folded: Mapping[Term, str] | None) -> LineOutcome:
    verdict = prove(line.statement, **({} if claim.budget is None else {"budget": claim.budget}))
    if line.by:
        verdict = replace(verdict, trust=tuple(dict.fromkeys((*verdict.trust, *line.by))))
    shown = text(line.statement.claim, folded=folded)
    return LineOutcome(line.role, line.number, line.expect, verdict, shown, line.ref, line.erratum)


def _failed(claim: Claim, outcome: ClaimOutcome, error: Exception, seconds: float) -> ClaimOutcome:
    """The outcome of a claim that raised; an error that is not ours is named by its type."""
    told = error if isinstance(error, SymderiveError) else _typed(error)
    line = line_in(error, claim.file, claim.line)
    complete = located(told, claim.name, shown_path(claim.file), line)
    ill_formed = isinstance(error, IllFormed)
    return replace(outcome, error=str(complete), ill_formed=ill_formed, seconds=seconds)


def _typed(error: Exception) -> Exception:
    told = f"{type(error).__name__}: {error}"
    if isinstance(error, NameError) and error.name:
        name = error.name
        told += (
            f"; a variable of the claim is a parameter of its function, as in {name}=index(n), "
            f"{name}=vector(n) or {name}=real(); a size stands above it, {name} = size({name!r})"
        )
    return ClaimError(told)


def shown_path(path: str) -> str:
    """A path as it is shown: relative to the working folder where it lies inside."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
