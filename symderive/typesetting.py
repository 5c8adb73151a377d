"""From what was decided to sheets: proof files are read again, and every claim gets its outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from symderive import runner, sheets
from symderive.decide import worked_out
from symderive.results import Report
from symderive.runner.jobs import loaded
from symderive.sheets import Document, document_of
from symderive.sheets.writing import HTML, styled


def documents(report: Report) -> Iterator[Document]:
    """The sheets of the proof files of a run, of each the claims that were decided."""
    for path, group in groupby(report.outcomes, key=lambda outcome: outcome.file):
        file = loaded(path)
        by_name = {outcome.name: outcome for outcome in group}
        claims = tuple(claim for claim in file.claims if claim.name in by_name)
        outcomes = {c.name: runner.with_statements(c, by_name[c.name]) for c in claims}
        yield document_of(replace(file, claims=claims), outcomes, worked_out)


def write(
    report: Report, whole: Report, folder: Path, forms: Sequence[str], style: str
) -> Iterator[Path | str]:
    """Write the sheets of a run: the files that were written, and why something was not.

    Args:
        report: the run.
        whole: the same with what earlier runs say of other proof files, for the index.
        folder: where to write.
        forms: tex, pdf, html.
        style: review or solution.
    """
    found = list(documents(report))
    others = _written_before(whole, report, folder, style) if HTML in forms else []
    for item in (item for document in found for item in document.items):
        if item.not_drawn:
            yield item.not_drawn
    for made in sheets.write(found, folder, forms, style, whole, others):
        yield made if isinstance(made, Path) else str(made)


def _written_before(whole: Report, now: Report, folder: Path, style: str) -> list[Document]:
    """The sheets in the folder that this run leaves as they are."""
    files = {outcome.file for outcome in now.outcomes}
    kept = [outcome for outcome in whole.outcomes if outcome.file not in files]
    there = [o for o in kept if (folder / f"{styled(Path(o.file).stem, style)}.{HTML}").is_file()]
    return list(documents(replace(whole, outcomes=tuple(there))))
