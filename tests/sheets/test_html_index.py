"""The index of all sheets: a row for each claim, which leads to it; choices without scripts."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from symderive.results import ClaimOutcome, Evidence, Report, Verdict
from symderive.results.outcome import LineOutcome
from symderive.sheets import REVIEW, Document, laid_out
from symderive.sheets.html import html_of
from symderive.sheets.html_index import Sheet, index_of
from tests.claims.proof_text import BROKEN, PROOFS
from tests.sheets.making import made
from tests.sheets.pages import Page

HOSTILE = '"><script>alert(1)</script> & </style>'


def sheet_of(document: Document, style: str = REVIEW) -> Sheet:
    return Sheet(f"{document.name}.html", document, laid_out(document, style))


def index(*sheets: Sheet, failures: tuple[str, ...] = ()) -> str:
    outcomes = tuple(item.outcome for sheet in sheets for item in sheet.document.items)
    return index_of(Report(outcomes, failures, 3.2), sheets)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Document]:
    folder = tmp_path_factory.mktemp("sheets")
    return made(folder / "sums.py", PROOFS), made(folder / "broken.py", BROKEN)


@pytest.fixture(scope="module")
def shown(documents: tuple[Document, Document]) -> str:
    return index(*map(sheet_of, documents))


def test_the_page_is_well_formed(shown: str) -> None:
    page = Page(shown)
    assert page.faults == []
    assert page.count("table") == 2
    assert page.levels == [1, 2, 2]


def test_a_row_a_claim_with_everything_told(shown: str) -> None:
    rows = re.findall(r'<tr class="is-([a-z_-]+)">(.*?)</tr>', shown)
    assert [kind for kind, _ in rows] == [
        "proved",
        "refuted",
        "proved",
        "ill-formed",
        "noted",
        "proved",
        "surprising",
        "surprising",
    ]
    first = rows[0][1]
    assert '<a href="sums.html#doubled">A sum of doubles' in first
    assert "<code>doubled</code> <span>C-1</span>" in first
    assert "<mn>50</mn>" in first
    assert ">ISL</td>" in first
    assert re.search(r'data-label="Seconds">\d+\.\d\d</td>', first)
    assert "<strong>Expected: proved.</strong>" in rows[-1][1]


def test_the_summary_counts(shown: str) -> None:
    (told,) = re.findall(r"<h1>All sheets</h1>\n<p>(.*?)</p>", shown)
    assert re.fullmatch(r".* \d+ seconds\.", told)
    assert told.rpartition(" ")[0].rpartition(" ")[0] == (
        "8 claims on 2 sheets: 3 proved, 1 refuted as expected, 1 ill-formed as expected, 1 noted; "
        "2 not as expected."
    )


def test_a_run_without_surprises_says_so(documents: tuple[Document, Document]) -> None:
    assert "; all as expected. " in index(sheet_of(documents[0]))
    assert "0 claims on 0 sheets: all as expected. 0 seconds." in index()


@pytest.mark.parametrize("style", ["review", "solution"])
def test_links_lead_to_what_is_there(documents: tuple[Document, Document], style: str) -> None:
    sheets = [sheet_of(document, style) for document in documents]
    places = {sheet.href: set(Page(html_of(sheet.blocks)).ids) for sheet in sheets}
    found = [link for link in Page(index(*sheets)).links if "#" in link]
    assert len(found) == sum(len(names) for names in places.values()) - len(places)
    for link in found:
        file, _, place = unquote(link).partition("#")
        assert place in places[file]
        assert place != "as-latex"


def test_a_claim_that_a_style_leaves_out_leads_to_its_sheet(
    documents: tuple[Document, Document],
) -> None:
    page = index(sheet_of(documents[0], "solution"))
    assert '<a href="sums.html#claim-2">The square of a sum.</a>' in page
    assert '<a href="sums.html">The factor is lost.</a>' in page


def test_every_choice_has_its_rule(shown: str) -> None:
    page = Page(shown)
    choices = [found["id"] for tag, found in page.tags if found.get("type") == "radio"]
    assert choices[0] == "verdict-all"
    assert "sheet-2" in choices
    assert len([1 for _, found in page.tags if "checked" in found]) == 2
    for choice in choices:
        assert (f":root:has(#{choice}:checked)" in shown) == (not choice.endswith("all"))
    for number in re.findall(r"section:not\(#([a-z0-9-]+)\)", shown):
        assert number in page.ids


def test_trust_and_evidence_are_told(documents: tuple[Document, Document]) -> None:
    document = documents[0]
    seen = Evidence("passed", {"n": 20000}, 5, ratio=0.000_04, oracle="torch 2.0")
    failed = Evidence("failed", {"n": 3}, detail="left 1, right 2")
    verdict = Verdict("proved", trust=("doubled",))
    items = []
    for item, evidence in zip(document.items, (seen, failed), strict=False):
        line = LineOutcome("statement", 1, "proved", verdict, evidence=evidence)
        items.append(
            replace(item, outcome=replace(item.outcome, lines=(line,)), trust=("doubled",))
        )
    text = index(sheet_of(replace(document, items=tuple(items))))
    page = Page(text)
    assert page.faults == []
    assert "4\N{MIDDLE DOT}10\N{SUPERSCRIPT MINUS}\N{SUPERSCRIPT FIVE}" in page.text
    assert "compared with torch 2.0" in page.text
    assert "failed: left 1, right 2" in page.text
    assert '<a href="sums.html#doubled"><code>doubled</code></a>' in text


def test_hostile_text_stays_text(documents: tuple[Document, Document]) -> None:
    document = documents[0]
    items = tuple(
        replace(item, name=HOSTILE, title=HOSTILE, refs=(HOSTILE,), trust=(HOSTILE,))
        for item in document.items
    )
    hostile = replace(document, name=HOSTILE, title=HOSTILE, items=items)
    text = index(sheet_of(hostile), failures=(HOSTILE,))
    page = Page(text)
    assert page.faults == []
    assert page.count("script") == 0
    assert text.count("</style>") == 1
    assert f"Could not be read: {HOSTILE}" in page.text


def test_an_outcome_that_could_not_be_decided_has_a_row() -> None:
    outcome = ClaimOutcome("a", "b.py", 1, "claim", "proved", "T", error="no\nmore")
    from symderive.sheets.document import Item

    item = Item("a", "T", "", "claim", (), outcome)
    document = Document("b", "b.py", "B", "", (item,))
    page = Page(index(sheet_of(document)))
    assert page.faults == []
    assert "Error Expected: proved." in page.text
