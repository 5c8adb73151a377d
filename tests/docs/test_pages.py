"""Every block of code on every page runs, and prints what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs import reference
from symderive.language.definitions import DEFINITIONS
from symderive.prover.inequalities import bounded
from tests.docs.pages import DOCS, FILE, SYBIL

PAGES = sorted(DOCS.glob("*.md"))
ROOT = DOCS.parent
LINK = re.compile(r"\]\(([^)#\s]*)(#[^)]*)?\)")
FENCE = re.compile(r"^ *```(.+)$", re.MULTILINE)


def name_of(page: Path) -> str:
    return page.name


def anchors(page: Path) -> set[str]:
    """The headings of a page, as they are linked to."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_all_pages_are_there() -> None:
    names = {page.stem for page in PAGES}
    assert names >= {"tutorial", "guide", "verdicts", "prover", "reference", "extending"}


@pytest.fixture
def undone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the page about extending adds to the engine is taken away again."""
    monkeypatch.setattr(bounded, "lemmas", bounded.lemmas)
    yield
    for name, definition in list(DEFINITIONS.items()):
        if not definition.shape.__module__.startswith("symderive."):
            del DEFINITIONS[name]


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_shows_is_so(page: Path, tmp_path: Path) -> None:
    document = SYBIL.parse(page)
    document.namespace["folder"] = tmp_path
    examples = list(document.examples())
    assert examples, f"nothing on {page.name} is tried out"
    for example in examples:
        # Raises where what is shown is not what comes out.
        example.evaluate()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_block_is_left_out(page: Path) -> None:
    languages = FENCE.findall(page.read_text(encoding="utf-8"))
    for language in languages:
        assert language in ("python", "console") or FILE.match(f"{language}\n"), language
    assert len(list(SYBIL.parse(page).examples())) >= len(languages) > 0


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith("http"):
            continue
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor[1:] in anchors(there), target + anchor


def test_the_reference_is_up_to_date() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), (
        "docs/reference.md is out of date: python -m docs.reference"
    )
