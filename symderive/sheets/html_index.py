"""The index of all sheets: a row for each claim, with what it rests on, to be filtered by verdict.

What a sheet must not say, since machines differ, stands here: seconds, and how near to their
tolerance the checks in floats came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from symderive.printing.statements import LATEX, hypotheses
from symderive.results import ClaimOutcome, Evidence, Report
from symderive.results.outcome import ILL_FORMED, rows_of
from symderive.results.verdict import REFUTED
from symderive.sheets import words
from symderive.sheets.blocks import Block, Head
from symderive.sheets.document import Document, Item
from symderive.sheets.html import anchor, badge, page
from symderive.sheets.html_text import escaped, linking, paragraph
from symderive.sheets.inline import Formula, listed, parsed, sentence

ALL, SURPRISING = "all", "surprising"
WRONG = (REFUTED, ILL_FORMED)
HIDDEN = "{ display: none; }"
COLUMNS = (
    "Claim",
    "Verdict",
    "Conditions",
    "Trust",
    "Checked in floats",
    "Error / tolerance",
    "Seconds",
)
RAISED = str.maketrans(
    "-0123456789", "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
)


@dataclass(frozen=True)
class Sheet:
    """A sheet as the index leads to it: where its file is, what it shows."""

    href: str
    document: Document
    blocks: Sequence[Block]


def index_of(report: Report, sheets: Sequence[Sheet]) -> str:
    """The index of the sheets of a run as the text of an HTML file."""
    outcomes = [item.outcome for sheet in sheets for item in sheet.document.items]
    counts = Counter(kind_of(outcome) for outcome in outcomes)
    kinds = [kind for kind in (SURPRISING, *words.STATUSES) if counts[kind]]
    body = [
        "<header>",
        "<h1>All sheets</h1>",
        paragraph(_summary(outcomes, counts, len(sheets))),
        *(paragraph(f"Could not be read: {escaped(text)}", "error") for text in report.failures),
        "</header>",
        "<main>",
        *_filters(kinds, counts, sheets),
        *(part for number, sheet in enumerate(sheets, 1) for part in _section(sheet, number)),
        "</main>",
    ]
    return page(
        "All sheets", body, ("sheet.css", "index.css"), "\n".join(_rules(kinds, len(sheets)))
    )


def kind_of(outcome: ClaimOutcome) -> str:
    """What a claim is found under: its status, or that it is not the expected one."""
    return outcome.status if outcome.as_expected else SURPRISING


def _summary(outcomes: Sequence[ClaimOutcome], counts: Mapping[str, int], sheets: int) -> str:
    told = ", ".join(
        f"{counts[kind]} {_called(kind).lower()}" for kind in words.STATUSES if counts[kind]
    )
    surprising = counts[SURPRISING]
    end = f"{surprising} not as expected" if surprising else "all as expected"
    told = f"{told}; {end}" if told else end
    seconds = sum(outcome.seconds for outcome in outcomes)
    where = f"{_many(len(outcomes), 'claim')} on {_many(sheets, 'sheet')}"
    return f"{where}: {told}. {seconds:.0f} seconds."


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _called(kind: str) -> str:
    """The name of what claims are found under."""
    if kind == SURPRISING:
        return "Not as expected"
    return f"{words.STATUSES[kind]} as expected" if kind in WRONG else words.STATUSES[kind]


def _filters(
    kinds: Sequence[str], counts: Mapping[str, int], sheets: Sequence[Sheet]
) -> Iterator[str]:
    """Which verdicts and which sheet are shown: buttons of which one is chosen, without scripts."""
    yield '<div class="filters">'
    options = [(ALL, "All")] + [(kind, f"{_called(kind)} ({counts[kind]})") for kind in kinds]
    yield from _choice("verdict", "Verdict", options)
    names = [(ALL, "All")] + [(str(n), s.document.name) for n, s in enumerate(sheets, 1)]
    yield "<details><summary>Choose a sheet</summary>"
    yield from _choice("sheet", "Sheet", names)
    yield "</details></div>"


def _choice(name: str, legend: str, options: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f"<fieldset><legend>{legend}</legend>"
    for value, label in options:
        chosen = " checked" if value == ALL else ""
        place = escaped(f"{name}-{value}")
        yield (
            f'<label><input type="radio" name="{name}" id="{place}"{chosen}>'
            f" <span>{escaped(label)}</span></label>"
        )
    yield "</fieldset>"


def _rules(kinds: Sequence[str], sheets: int) -> Iterator[str]:
    """What is hidden by each choice; a sheet without a row to show is hidden as a whole."""
    for kind in kinds:
        chosen = f":root:has(#verdict-{kind}:checked)"
        yield f"{chosen} :is(tbody tr:not(.is-{kind}), section:not(:has(.is-{kind}))) {HIDDEN}"
    for number in range(1, sheets + 1):
        yield f":root:has(#sheet-{number}:checked) section:not(#part-{number}) {HIDDEN}"


def _section(sheet: Sheet, number: int) -> Iterator[str]:
    """The claims of one sheet."""
    document, title = sheet.document, linking(parsed(sheet.document.title))
    yield f'<section id="part-{number}"><h2><a href="{_link(sheet.href)}">{title}</a></h2>'
    head = "".join(f'<th scope="col">{column}</th>' for column in COLUMNS)
    yield f"<table><thead><tr>{head}</tr></thead><tbody>"
    places = _places(sheet)
    for item in document.items:
        yield _row(item, places)
    yield "</tbody></table></section>"


def _places(sheet: Sheet) -> Mapping[str, str]:
    """Where each claim stands; a style may leave claims out, but keeps their order."""
    heads = [block for block in sheet.blocks if isinstance(block, Head)]
    found: dict[str, str] = {}
    for item in sheet.document.items:
        head = heads[0] if heads else None
        named = head is not None and head.name in {item.name, ""}
        if head is not None and named and head.title == parsed(item.title):
            found[item.name] = _link(sheet.href, anchor(heads.pop(0)))
        else:
            found[item.name] = _link(sheet.href)
    return found


def _link(file: str, place: str = "") -> str:
    """An address, to be written between quotation marks."""
    return escaped(f"{quote(file)}#{place}" if place else quote(file))


def _row(item: Item, places: Mapping[str, str]) -> str:
    outcome = item.outcome
    title = f'<a href="{places[item.name]}">{linking(parsed(item.title))}</a>'
    names = " ".join([f"<code>{escaped(item.name)}</code>", *map(_reference, item.refs)])
    evidence = next(rows_of(outcome)).evidence
    cells = [
        _verdict(outcome),
        _conditions(item),
        _trust(item, places),
        _checked(evidence),
        _ratio(evidence),
        f"{outcome.seconds:.2f}",
    ]
    shown = "".join(
        f'<td data-label="{label}">{cell}</td>' if cell else "<td></td>"
        for label, cell in zip(COLUMNS[1:], cells, strict=True)
    )
    head = f'<th scope="row">{title}<span class="source">{names}</span></th>'
    return f'<tr class="is-{kind_of(outcome)}">{head}{shown}</tr>'


def _reference(ref: str) -> str:
    return f"<span>{escaped(ref)}</span>"


def _verdict(outcome: ClaimOutcome) -> str:
    shown = badge(outcome.status)
    if outcome.as_expected:
        return shown
    return f"{shown} <strong>Expected: {escaped(outcome.expect)}.</strong>"


def _conditions(item: Item) -> str:
    """The hypotheses of a claim; an erratum has those of the claim that it belongs to."""
    statement = item.about or item.statement
    if statement is None:
        return ""
    return linking(listed([(Formula(phrase),) for phrase in hypotheses(statement, LATEX)]))


def _trust(item: Item, places: Mapping[str, str]) -> str:
    """What is taken on trust; a claim of the same sheet is led to."""
    shown = []
    for name in item.trust:
        if name in places:
            shown.append(f'<a href="{places[name]}"><code>{escaped(name)}</code></a>')
        else:
            shown.append(linking(words.told(name)))
    return ", ".join(shown)


def _checked(evidence: Evidence | None) -> str:
    """What the check in floats has seen: at which sizes, compared with whom, or why it fails."""
    if evidence is None:
        return ""
    parts = [words.sizes(evidence.sizes)] if evidence.sizes else []
    if not evidence or not parts:
        told = f": {evidence.detail}" if evidence.detail else ""
        parts.append(sentence(f"{evidence.outcome}{told}"))
    if evidence.oracle:
        parts.append(sentence(f"compared with {evidence.oracle}"))
    return linking(listed(parts))


def _ratio(evidence: Evidence | None) -> str:
    """The largest difference in shares of the tolerance, with one digit."""
    if evidence is None or evidence.ratio is None:
        return ""
    digit, _, power = f"{evidence.ratio:.0e}".partition("e")
    if evidence.ratio == 0 or int(power) >= -2:
        return f"{evidence.ratio:.1g}"
    return f"{digit}\u00b710{str(int(power)).translate(RAISED)}"
