"""What a person sees of a run: its progress, a table of what was decided, what went wrong."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from symderive.prose import plain
from symderive.results import ClaimOutcome, Evidence, LineOutcome, Report, Step, Verdict
from symderive.results.evidence import NOT_APPLICABLE
from symderive.results.outcome import Row

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress
    from rich.text import Text

    from symderive.runner import Progress

WIDTH_WITHOUT_TERMINAL = 120
LEAST_ID, LEAST_FORMULA = 12, 16
GAP, FURTHER = "  ", "    "
LEAST_WIDTH = 40
COLOURS = {
    "proved": "green",
    "proved_at_sizes": "green",
    "refuted": "magenta",
    "undecided": "yellow",
    "ill-formed": "magenta",
    "noted": "dim",
    "error": "red",
}


def console_for(stream: TextIO) -> Console:
    """A console on the stream; NO_COLOR and redirection are respected."""
    from rich.console import Console

    given = "COLUMNS" in os.environ or stream.isatty()
    return Console(file=stream, width=None if given else WIDTH_WITHOUT_TERMINAL, highlight=False)


def mark(outcome: ClaimOutcome) -> str:
    """How an outcome is flagged: ok, or what is wrong."""
    if outcome.as_expected:
        return "ok"
    return "ERROR" if outcome.error else "WRONG"


def plain_line(outcome: ClaimOutcome) -> str:
    """One claim on one line; why it is wrong stands behind the table."""
    return f"{mark(outcome):5} {outcome.status:15} {place(outcome)}  ({outcome.seconds:.2f} s)"


def why_wrong(outcome: ClaimOutcome) -> str:
    """What went wrong, with the line on which the claim starts; an error tells its own line."""
    if outcome.error:
        return outcome.error
    wrong = outcome.first_wrong
    offered = wrong.verdict.repaired if wrong is not None else ()
    told = [f"  under {condition}: {verdict.headline}" for condition, verdict in offered]
    told.append(f"  in claim {outcome.name} ({outcome.file}:{outcome.line})")
    return "\n".join([outcome.reason, *told])


def place(outcome: ClaimOutcome) -> str:
    """The name under which a claim can be selected."""
    return f"{outcome.file}::{outcome.name}"


class Lines:
    """Progress where there is no terminal: one plain line for each claim, as it is decided."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def begun(self, name: str) -> None:
        """Say nothing: a claim has its line when it is decided."""

    def ended(self, name: str, outcome: ClaimOutcome | None, done: int, total: int) -> None:
        """Write the line of a claim."""
        if outcome is not None:
            self.stream.write(plain_line(outcome) + "\n")
            self.stream.flush()


class Bar:
    """Progress on a terminal: how many claims are done, the time, and which are being decided."""

    def __init__(self, bar: RichProgress) -> None:
        self.bar, self.names = bar, list[str]()
        self.task = bar.add_task("", total=None, names="")

    def begun(self, name: str) -> None:
        """Show another name."""
        self.names.append(name)
        self.bar.update(self.task, names=", ".join(self.names))

    def ended(self, name: str, outcome: ClaimOutcome | None, done: int, total: int) -> None:
        """Count, and show the names that are left."""
        if name in self.names:
            self.names.remove(name)
        shown = ", ".join(self.names)
        self.bar.update(self.task, completed=done, total=total or None, names=shown)


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Progress]:
    """What is shown during a run: a bar on a terminal, plain lines elsewhere."""
    console = console_for(stream)
    if not stream.isatty() or console.is_dumb_terminal:
        yield Lines(stream)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    names = TextColumn(
        "{task.fields[names]}",
        markup=False,
        table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
    )
    columns = (BarColumn(bar_width=20), MofNCompleteColumn(), TimeElapsedColumn(), names)
    with Progress(
        *columns, console=console, transient=True, expand=True, refresh_per_second=5
    ) as bar:
        yield Bar(bar)


def print_report(report: Report, stream: TextIO | None = None) -> None:
    """What was decided under each id, what is not as expected, what could not be read, the sum."""
    stream = stream or sys.stdout
    console = console_for(stream)
    if report.rows and not stream.isatty():
        stream.write("\n")
    rows = list(table(report, console.width))
    if rows:
        console.print(rows[0].blank_copy("\n").join(rows), soft_wrap=True)
    wrong = [outcome for outcome in report.outcomes if not outcome.as_expected]
    if report.rows:
        stream.write("\n")
    for told in findings(report):
        stream.write(f"{told}\n\n")
    for outcome in wrong:
        stream.write(f"{failure(outcome)}\n\n")
    for told in report.failures:
        stream.write(f"could not be read: {told}\n")
    stream.write(summary(report) + "\n")


def print_explanation(shown: str, stream: TextIO | None = None) -> None:
    """An explanation, on a terminal with verdicts in colour and lines broken behind their indent.

    What is redirected keeps its lines, so that one can search in it.
    """
    from rich.text import Text

    stream = stream or sys.stdout
    console = console_for(stream)
    for row in shown.split("\n"):
        indent = " " * (len(row) - len(row.lstrip()))
        word = row.split(maxsplit=1)[0].rstrip(":") if indent and row.strip() else ""
        style = COLOURS.get(word.lower(), "") if word.istitle() else ""
        parts = textwrap.wrap(
            row.lstrip(),
            max(console.width, LEAST_WIDTH),
            initial_indent=indent,
            subsequent_indent=indent + FURTHER,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for part in parts if parts and stream.isatty() else [row]:
            console.print(Text(part, style), soft_wrap=True)


def findings(report: Report) -> Iterator[str]:
    """Where formulas leave the range of float64, each under the first id of those with it.

    >>> list(findings(Report((), (), 0.5)))
    []
    """
    told: set[tuple[str, str]] = set()
    for row in report.rows:
        found = row.evidence.finding if row.evidence is not None else ""
        if found and (row.claim, found) not in told:
            told.add((row.claim, found))
            yield f"in floats, {row.id}: {found}"


def updated(report: Report, file: Path) -> Report:
    """The report with what an earlier one in the file says of other proof files."""
    try:
        earlier = Report.from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return report
    decided = {outcome.file for outcome in report.outcomes}
    kept = [o for o in earlier.outcomes if o.file not in decided and Path(o.file).is_file()]
    outcomes = sorted((*kept, *report.outcomes), key=lambda outcome: outcome.file)
    return replace(report, outcomes=tuple(outcomes))


def write_json(report: Report, file: Path) -> None:
    """Write the report as JSON; a reader finds the old one or the new one, never half of one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_text(_in_lines(report.to_json()) + "\n", encoding="utf-8")
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)


def _in_lines(data: dict[str, Any]) -> str:
    """An object as JSON, each item of a list in it on a line of its own.

    Indentation inside of the items would make it five times as long and eighteen times as slow.

    >>> print(_in_lines({"ids": [1, {"a": 2}], "seconds": 0.5}))
    {
    "ids": [
    1,
    {"a": 2}
    ],
    "seconds": 0.5
    }
    """
    parts = []
    for name, value in data.items():
        items = value if isinstance(value, list) else [value]
        rows = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
        shown = f"[\n{rows}\n]" if isinstance(value, list) else rows
        parts.append(f"{json.dumps(name)}: {shown}")
    return "{\n" + ",\n".join(parts) + "\n}"


def table(report: Report, width: int) -> Iterator[Text]:
    """One line for each id: verdict, seconds, the check in floats where there is one, formula.

    The names of the files stand above their ids. Formulas are cut where the line ends; on a narrow
    line the check in floats is left out, then the seconds.
    """
    from rich.cells import cell_len, set_cell_size
    from rich.text import Text

    rows = report.rows
    cells = [
        (row.id, _verdict_cell(row), f"{row.seconds:.2f}", _floats(row.evidence)) for row in rows
    ]
    headings = ("id", "verdict", "seconds", "floats")
    kept = 4 if any(row.evidence for row in rows) else 3
    columns = [max(map(cell_len, column)) for column in zip(headings, *cells, strict=True)][:kept]
    columns[0] = min(columns[0], max(width // 4, LEAST_ID))
    while (room := width - sum(columns) - len(GAP) * len(columns)) < LEAST_FORMULA:
        if len(columns) == 2:
            break
        columns.pop()

    def line(parts: tuple[str, ...], formula: str, colour: str) -> Text:
        shown = Text()
        for place, (part, space) in enumerate(zip(parts, columns, strict=False)):
            text = _cut(part, space)
            text = text.rjust(space) if place == 2 else set_cell_size(text, space)
            shown.append(text, colour if place == 1 else "").append(GAP)
        shown.append(_cut(formula, max(room, LEAST_FORMULA)))
        shown.rstrip()
        return shown

    if rows:
        yield line(headings, "formula", "")
    for file, group in groupby(zip(rows, cells, strict=True), key=lambda pair: pair[0].file):
        yield Text()
        yield Text(file, "bold")
        for row, parts in group:
            yield line(parts, row.formula, COLOURS[row.status] if row.expected else "bold red")


def _verdict_cell(row: Row) -> str:
    word = row.status.replace("_", " ")
    if row.expected or row.status == "error":
        return word
    return f"{word} (WRONG)"


def _floats(evidence: Evidence | None) -> str:
    """The check in floats in a few letters."""
    if evidence is None:
        return "-"
    word = "n/a" if evidence.outcome == NOT_APPLICABLE else evidence.outcome
    if evidence.error is None:
        return word
    return f"{word} {evidence.error:.0e}" if evidence.error else word


def _cut(text: str, width: int) -> str:
    """Text on one line of that width, with an ellipsis where it is cut."""
    from rich.cells import cell_len, set_cell_size

    text = " ".join(text.split())
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def failure(outcome: ClaimOutcome) -> str:
    """A claim that is not as expected, with the reason in full."""
    head = f"{mark(outcome)} {place(outcome)}"
    if not outcome.error:
        head += f": {outcome.status.replace('_', ' ')}"
    if outcome.status != outcome.expect and (not outcome.error or outcome.expect != "proved"):
        head += f", expected {outcome.expect.replace('_', ' ')}"
    return f"{head}\n  {why_wrong(outcome)}"


def summary(report: Report) -> str:
    """How many claims got which verdict, how many not as expected or known before, and the time.

    >>> summary(Report((), ("proofs/x.py: no such file",), 0.5))
    '0 claims; 1 file could not be read; 0.5 s'
    """
    counts = Counter(outcome.status for outcome in report.outcomes)
    parts = [f"{count} {status}" for status, count in sorted(counts.items())]
    number = len(report.outcomes)
    told = [f"{number} claim{'' if number == 1 else 's'}{': ' if parts else ''}{', '.join(parts)}"]
    wrong = sum(not outcome.as_expected for outcome in report.outcomes)
    if number:
        told.append("all as expected" if not wrong else f"{wrong} not as expected")
    cached = sum(outcome.cached for outcome in report.outcomes)
    if cached:
        told.append(f"{cached} from the cache")
    if report.failures:
        files = len(report.failures)
        told.append(f"{files} file{'' if files == 1 else 's'} could not be read")
    return "; ".join([*told, f"{report.seconds:.1f} s"])


def explanation(outcome: ClaimOutcome) -> str:
    """Everything about one claim: its lines, verdicts, conditions, steps and what is trusted."""
    parts = [plain(outcome.title), f"{place(outcome)} (line {outcome.line})"]
    if outcome.error:
        parts.append(outcome.error)
    for line in outcome.lines:
        parts += ["", *_line_explained(line)]
    wanted = "" if outcome.as_expected else f", expected {outcome.expect}"
    parts += ["", f"{outcome.status}{wanted} in {outcome.seconds:.2f} s"]
    return "\n".join(parts)


def _line_explained(line: LineOutcome) -> list[str]:
    label = {
        "line": f"line {line.number}",
        "printed": f"printed in place of line {line.number}",
        "program": "the program",
    }
    head = label.get(line.role, "claim") + (
        f" ({line.ref or line.erratum})" if line.ref or line.erratum else ""
    )
    rows = _verdict_explained(line.verdict)
    if line.evidence is not None:
        rows.append(f"in floats: {line.evidence}")
    return [f"{head}: {line.shown}", *("  " + row for row in rows)]


def _verdict_explained(verdict: Verdict) -> list[str]:
    rows = str(verdict).split("\n")
    if verdict.conditions:
        rows.append(f"under {', '.join(verdict.conditions)}")
    rows += [f"  {_step(number, step)}" for number, step in enumerate(verdict.steps, 1)]
    if verdict.trust:
        rows.append(f"trusting {', '.join(verdict.trust)}")
    return rows


def _step(number: int, step: Step) -> str:
    return f"{number}. {step}"
