"""The tables at the end of a sheet: its errata, and what the proofs on it take on trust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from symderive.results import Verdict
from symderive.results.verdict import REFUTED
from symderive.sheets import words
from symderive.sheets.blocks import Paragraph, Table
from symderive.sheets.document import Document
from symderive.sheets.inline import Inline, Words, parsed, sentence

ERRATUM_ID = "E"
SOLVERS = {
    "ISL": "the library ISL, for sets of integers",
    "z3": "the solver Z3, for statements about order",
}


def errata(document: Document, numbers: Mapping[str, int]) -> Iterator[Table]:
    """What the source has wrong: each erratum with its claim, and how it was found to be wrong."""
    rows: list[tuple[Inline, ...]] = []
    for item in document.items:
        place = sentence(str(numbers[item.name]))
        if item.kind == "erratum":
            names = [ref for ref in item.refs if ref.startswith(ERRATUM_ID)]
            found = decided(item.outcome.status, item.verdict)
            rows.append((sentence(", ".join(names)), place, parsed(item.title), found))
        for mistake in item.mistakes:
            told = sentence(f"In line {mistake.number} of: ", parsed(item.title))
            status = mistake.verdict.status if mistake.verdict is not None else "noted"
            name = sentence(mistake.erratum)
            rows.append((name, place, told, decided(status, mistake.verdict)))
    if rows:
        # By their ids, those without one behind them, in the order of the sheet.
        rows.sort(key=lambda row: (not row[0], _plain(row[0])))
        yield Table(sentence("Errata"), ("id", "claim", "what is wrong", "found"), tuple(rows))


def _plain(cell: Inline) -> str:
    """The words of a cell."""
    return "".join(run.text for run in cell if isinstance(run, Words))


def decided(status: str, verdict: Verdict | None) -> Inline:
    """How an erratum was found: refuted at certain sizes, ill-formed, noted."""
    word = words.STATUSES[status].lower()
    if verdict is None or status != REFUTED or verdict.witness is None:
        return sentence(word)
    at = words.sizes(verdict.witness.sizes)
    return sentence(f"{word} at ", at) if at else sentence(word)


def trusted(document: Document, numbers: Mapping[str, int]) -> Iterator[Table | Paragraph]:
    """What is taken on trust, and by which claims; one thing alone in a sentence."""
    users: dict[str, list[int]] = {}
    for item in document.items:
        for name in item.trust:
            if name not in numbers:
                users.setdefault(name, []).append(numbers[item.name])
    rows = [(_explained(name), sentence(runs(used))) for name, used in sorted(users.items())]
    if len(rows) == 1:
        ((what, where),) = rows
        claims = " (claims " if len(users[next(iter(users))]) > 1 else " (claim "
        yield Paragraph(sentence("Taken on trust: ", what, claims, where, ")."))
    elif rows:
        yield Table(sentence("Taken on trust"), ("what", "by claims"), tuple(rows))


def _explained(name: str) -> Inline:
    """What is trusted, in words."""
    return words.told(SOLVERS.get(name, name))


def runs(numbers: list[int]) -> str:
    """Numbers in ascending order, neighbours put together.

    >>> runs([1, 2, 3, 5, 7, 8])
    '1 to 3, 5, 7, 8'
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    shown: list[str] = []
    for run in found:
        shown += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    return ", ".join(shown)


def summaries(document: Document, numbers: Mapping[str, int]) -> Iterator[Table | Paragraph]:
    """Both tables, where there is anything to tell."""
    yield from errata(document, numbers)
    yield from trusted(document, numbers)
