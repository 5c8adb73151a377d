"""What a person sees of a run: a line of progress, a table at the end, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from symderive.results import ClaimOutcome, LineOutcome, Report, Step, Verdict

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_WITHOUT_TERMINAL = 100
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

    width = None if stream.isatty() else WIDTH_WITHOUT_TERMINAL
    return Console(file=stream, width=width, highlight=False, soft_wrap=not stream.isatty())


def mark(outcome: ClaimOutcome) -> str:
    """How an outcome is flagged: ok, or what is wrong."""
    if outcome.as_expected:
        return "ok"
    return "ERROR" if outcome.error else "WRONG"


def plain_line(outcome: ClaimOutcome) -> str:
    """One claim on one line, and on a second line what went wrong."""
    shown = f"{mark(outcome):5} {outcome.status:15} {place(outcome)}  ({outcome.seconds:.2f} s)"
    if outcome.as_expected:
        return shown
    wanted = "" if outcome.status == outcome.expect else f"expected {outcome.expect}; "
    told = why_wrong(outcome).replace("\n", "\n      ")
    return f"{shown}\n      {wanted}{told}"


def why_wrong(outcome: ClaimOutcome) -> str:
    """What went wrong, with the line on which the claim starts; an error tells its own line."""
    if outcome.error:
        return outcome.error
    return f"{outcome.reason}\n  in claim {outcome.name} ({outcome.file}:{outcome.line})"


def place(outcome: ClaimOutcome) -> str:
    """The name under which a claim can be selected."""
    return f"{outcome.file}::{outcome.name}"


def progress_on(stream: TextIO) -> Callable[[ClaimOutcome, int, int], None]:
    """What is shown after each claim: a line that overwrites itself, or a plain line each."""
    if not stream.isatty():

        def line(outcome: ClaimOutcome, done: int, total: int) -> None:
            stream.write(plain_line(outcome) + "\n")
            stream.flush()

        return line

    def bar(outcome: ClaimOutcome, done: int, total: int) -> None:
        width = 24
        filled = width * done // total
        drawn = "=" * filled + "-" * (width - filled)
        stream.write(f"\r\x1b[K[{drawn}] {done}/{total}  {outcome.name}")
        if done == total:
            stream.write("\r\x1b[K")
        stream.flush()

    return bar


def print_report(report: Report, stream: TextIO | None = None) -> None:
    """The table of all claims on a terminal, and everywhere what could not be read and the sum."""
    stream = stream or sys.stdout
    console = console_for(stream)
    if stream.isatty() and report.outcomes:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False)
        for heading in ("claim", "verdict", "seconds", ""):
            table.add_column(heading, justify="right" if heading == "seconds" else "left")
        for outcome in report.outcomes:
            colour = COLOURS[outcome.status] if outcome.as_expected else "bold red"
            told = "" if outcome.kind == "claim" else outcome.reason
            told = told if outcome.as_expected else why_wrong(outcome)
            status = (
                outcome.status if outcome.as_expected else f"{outcome.status} ({mark(outcome)})"
            )
            table.add_row(
                Text(place(outcome)), Text(status, colour), f"{outcome.seconds:.2f}", Text(told)
            )
        console.print(table)
    for failure in report.failures:
        stream.write(f"could not be read: {failure}\n")
    stream.write(summary(report) + "\n")


def summary(report: Report) -> str:
    """How many claims got which verdict, how many not as expected, and the time.

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
    if report.failures:
        files = len(report.failures)
        told.append(f"{files} file{'' if files == 1 else 's'} could not be read")
    return "; ".join([*told, f"{report.seconds:.1f} s"])


def explanation(outcome: ClaimOutcome) -> str:
    """Everything about one claim: its lines, verdicts, conditions, steps and what is trusted."""
    parts = [outcome.title, f"{place(outcome)} (line {outcome.line})"]
    if outcome.error:
        parts.append(outcome.error)
    for line in outcome.lines:
        parts += ["", *_line_explained(line)]
    wanted = "" if outcome.as_expected else f", expected {outcome.expect}"
    parts += ["", f"{outcome.status}{wanted} in {outcome.seconds:.2f} s"]
    return "\n".join(parts)


def _line_explained(line: LineOutcome) -> list[str]:
    label = {"line": f"line {line.number}", "printed": f"printed in place of line {line.number}"}
    head = label.get(line.role, "claim") + (
        f" ({line.ref or line.erratum})" if line.ref or line.erratum else ""
    )
    return [f"{head}: {line.shown}", *("  " + row for row in _verdict_explained(line.verdict))]


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
