"""Sheets as web pages: what stands on them, and that nothing on them is LaTeX or a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symderive.claims import load
from symderive.printing.pieces import Piece, Segment
from symderive.results import ClaimOutcome, Verdict
from symderive.results.outcome import LineOutcome
from symderive.results.verdict import UNDECIDED
from symderive.sheets import document_of, laid_out
from symderive.sheets.blocks import (
    Block,
    Display,
    Head,
    Heading,
    Listing,
    Matrix,
    Paragraph,
    Picture,
    Result,
    Row,
    Table,
    Title,
)
from symderive.sheets.figures import Matrices, Plot
from symderive.sheets.figures.model import Axes, Cell, Curve, Grid
from symderive.sheets.html import html_of
from symderive.sheets.html_math import formula
from symderive.sheets.html_text import inline
from symderive.sheets.inline import Code, Formula, Words, parsed, sentence
from tests.claims.proof_text import BROKEN, PROOFS
from tests.printing.random_terms import Formulas
from tests.sheets.making import blocks_of
from tests.sheets.pages import Page, faults

ROOT = Path(__file__).resolve().parents[2]
PROOF_FILES = sorted((ROOT / "proofs").glob("*.py"))
KEPT = sorted((ROOT / "output").glob("*.tex"))
# In bytes; of the two sheets with some ninety claims each, the pages are too large still.
LARGE = 300_000
TOO_LARGE = {"convolution_1d": 600_000, "known_false": 600_000}
HOSTILE = '</p><script>alert("1")</script> onload="2" & \' $x<y$'


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> str:
    return html_of(blocks_of(tmp_path_factory.mktemp("sheets") / "sums.py", PROOFS))


def undecided(path: Path) -> tuple[Block, ...]:
    """The sheet of a proof file of which nothing is decided, with all of its formulas."""
    file = load(path)
    verdict = Verdict(UNDECIDED, reason="not asked")
    outcomes = {}
    for claim in file.claims:
        # What is written out lazily or cannot be written out has no lines.
        shown = claim.expect in ("ill-formed", "noted")
        lines = () if shown else claim.written.lines
        found = tuple(LineOutcome(line.role, line.number, "proved", verdict) for line in lines)
        outcomes[claim.name] = ClaimOutcome(
            claim.name, path.name, claim.line, claim.kind, claim.expect, claim.title, lines=found
        )
    return laid_out(document_of(file, outcomes))


def test_the_page_is_well_formed(good: str, tmp_path: Path) -> None:
    assert faults(good) == []
    assert faults(html_of(blocks_of(tmp_path / "sums.py", PROOFS, "solution"))) == []
    assert faults(html_of(blocks_of(tmp_path / "broken.py", BROKEN), "index.html")) == []


def test_faults_are_seen() -> None:
    page = html_of([Title(parsed("A"))])
    assert faults(page) == []
    for wrong in (
        "<p>",
        "</p>",
        "<script></script>",
        '<b onclick="x">x</b>',
        "<h3>too deep</h3>",
        '<a href="#nowhere">x</a>',
        '<i id="x"></i><i id="x"></i>',
        "<p>\\frac</p>",
        "<table><tr><th>x</th></tr></table>",
        '<img src="https://example.org/x.png">',
        "<main></main>",
    ):
        assert faults(page.replace("</body>", f"{wrong}</body>")), wrong


@pytest.mark.parametrize("path", PROOF_FILES, ids=lambda path: path.stem)
def test_every_formula_of_the_proof_files_is_shown(path: Path) -> None:
    blocks = undecided(path)
    text = html_of(blocks)
    page, claims = Page(text), sum(isinstance(block, Head) for block in blocks)
    assert page.faults == []
    assert page.count("section", "claim") == claims
    assert len(text.encode()) <= TOO_LARGE.get(path.stem, LARGE)
    rows = sum(len(block.rows) for block in blocks if isinstance(block, Display))
    assert page.count("li", "row") + page.count("div", "row") == rows
    assert {len(found) for tag, found in page.tags if tag == "math"} == {0}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_every_formula_in_the_words_of_the_kept_sheets_is_shown(path: Path) -> None:
    text = path.read_text(encoding="utf-8").partition(r"\begin{document}")[2].replace(r"\$", "")
    for latex in set(re.findall(r"(?<!\\)\$([^$]+)\$", text)):
        assert "\\" not in "".join(Page(formula(latex)).read)


def test_random_formulas_are_shown() -> None:
    from symderive.printing.latex import LatexPrinter
    from symderive.printing.names import free_names

    rows = []
    for seed in range(150):
        source = Formulas(seed)
        terms = source.scalar(1 + seed % 3), source.scalar(4)
        printer = LatexPrinter(free_names(terms))
        rows.append(Row(printer.piece(terms[1]), printer.piece(terms[0]), "="))
    page = Page(html_of([Title(parsed("Random")), Display(tuple(rows))]))
    assert page.faults == []
    assert len(page.latex) == len(rows)


def test_a_page_begins_with_its_title_and_leads_to_its_claims(good: str) -> None:
    page = Page(good)
    assert good.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Small sums</title>" in good
    assert page.levels[:2] == [1, 2]
    assert {"doubled", "squared", "slip"} <= set(page.ids)
    assert page.links.count("#doubled") == 1
    assert "prefers-color-scheme: dark" in good
    assert "@media print" in good


def test_many_claims_have_a_list_of_contents() -> None:
    heads = [Head(number, parsed(f"Claim ${number}$"), f"c{number}") for number in range(1, 8)]
    page = Page(html_of([Title(parsed("Many")), *heads]))
    assert page.faults == []
    assert page.count("nav") == 1
    assert page.links.count("#c3") == 2
    assert Page(html_of([Title(parsed("Few")), *heads[:3]])).count("nav") == 0


def test_headings_stand_below_each_other() -> None:
    head = Head(1, parsed("A claim"), "one")
    other = Head(2, parsed("Another"))
    table = Table(parsed("Errata"), ("id", "what"), ((parsed("E-1"), parsed("a $x$")),))
    page = Page(html_of([Title(parsed("T")), head, Heading(parsed("Part")), other, table]))
    assert page.faults == []
    assert page.levels == [1, 2, 2, 3, 2]
    assert "claim-2" in page.ids


def test_a_chain_stands_with_reasons_and_marks(good: str) -> None:
    part = good[good.index('id="squared"') : good.index('id="rank_mismatch"')]
    chain = part[part.index('<ol class="display told') : part.index("</ol>")]
    assert chain.count("<li") == 2
    assert chain.count('class="left"') == 1
    assert '<div class="reason">a square</div>' in chain
    assert '<div class="reason">distribute, <span class="id">C-2b</span></div>' in chain
    assert chain.count('<span class="mark proved" title="Proved"><span>Proved</span></span>') == 2
    assert '<b class="badge refuted">Refuted</b>' in part


def test_a_line_carries_its_latex_once() -> None:
    cut = (Segment("a", 1.0), Segment("+ b", 1.0), Segment("+ (c", 1.0), Segment("- d)", 1.0, 1))
    row = Row(Piece("a + b + (c - d)", segments=cut), Piece("x_{1}"), r"\le")
    page = Page(html_of([Title(parsed("T")), Display((row,))]))
    assert page.faults == []
    assert page.latex == [r"x_{1} \le a + b + (c - d)"]
    assert page.count("math") == 5
    bare = Page(html_of([Title(parsed("T")), Display((Row(Piece("y_{2}")),))]))
    assert bare.latex == ["y_{2}"]


def test_what_is_cut_deeper_is_kept_together() -> None:
    cut = (Segment("a", 1.0), Segment("+ (c", 1.0), Segment("- d)", 1.0, 1), Segment("+ e", 1.0))
    page = html_of([Title(parsed("T")), Display((Row(Piece("a + (c - d) + e", segments=cut)),))])
    (inner,) = re.findall(r'<div class="right alone">.*?<span>(.*?)</span>', page)
    assert inner.count("<math>") == 2
    # A sign at the start of a line has the room of one between two terms.
    assert inner.startswith("<math><mrow/><mo>+</mo>")


def test_letters_need_no_latex_and_text_is_no_formula() -> None:
    assert formula("x") == "<math><mi>x</mi></math>"
    assert formula(r"\text{the integrals}\mathbin{}\text{exist}") == "the integrals exist"
    parts = formula(r"x \ge 0 \text{ for all }\mathbin{}x")
    assert parts.startswith('<span class="parts"><math>')
    assert parts.count("<math>") == 2
    assert Page(parts).latex == [r"x \ge 0 \text{ for all }\mathbin{}x"]
    inside = formula(r"x^{a\mathbin{}b}")
    assert inside.count("<math>") == 1
    assert "<code>" not in inside


def test_what_has_no_form_in_browsers_is_shown_as_it_was_written() -> None:
    assert formula(r"\unknowncommand<") == r"<code>\unknowncommand&lt;</code>"
    page = html_of([Title(parsed("T")), Listing("f", r"\unknowncommand", parsed("Told."))])
    assert r"<code>\unknowncommand</code>" in page
    with pytest.raises(ValueError, match="no MathML"):
        html_of([Display((Row(Piece(r"\unknowncommand")),))])


def test_no_line_ends_between_a_formula_and_its_comma_or_inside_of_a_reference() -> None:
    joiner = "\N{WORD JOINER}"
    assert inline(parsed("at $x$, $y$.")).count(joiner) == 2
    assert inline(parsed("($x$) at $y$ now")).startswith(f"({joiner}<math>")
    assert joiner not in inline(parsed("a, b. $x$ and `c`, d"))
    assert inline(parsed("by it, S4-2.1a")) == 'by it, <span class="id">S4-2.1a</span>'
    assert "span" not in inline(parsed("a row-major order, n-1, A-b"))


def test_hostile_text_stays_text() -> None:
    words, plain = (Words(HOSTILE),), Formula("x < y")
    row = Row(
        Piece(r"\text{<script>}"), Piece("a"), "<", sentence(HOSTILE, Code(HOSTILE)), "proved"
    )
    text = html_of(
        [
            Title((*words, plain), HOSTILE),
            Heading(words),
            Head(1, words, 'a"><script>', (HOSTILE,)),
            Paragraph(sentence(HOSTILE, plain)),
            Display((row, row)),
            Result("refuted", words, words, HOSTILE),
            Listing(HOSTILE, "x", words),
            Table(words, (HOSTILE,), ((words,),)),
        ],
        HOSTILE,
    )
    page = Page(text)
    assert page.faults == []
    assert page.count("script") == 0
    assert page.text.count('<script>alert("1")</script>') >= 10
    assert text.count("</style>") == 1


def test_matrices_pictures_and_listings() -> None:
    cell = Cell(1, 2, "1", "positive", 1.0, "one & only")
    grid = Matrices("a", "", "A matrix <with> a one.", (Grid("A", 1, 2, (cell,)),))
    curve = Axes("t", "x", (Curve("f", (((0.0, 0.0), (1.0, 1.0)),)),), (0.0, 1.0))
    plot = Plot("b", "", "A curve goes up.", (curve,))
    text = html_of(
        [
            Title(parsed("T")),
            Matrix("A", r"\tfrac{1}{2} ", ((1, 0), (0, 1))),
            Picture(grid, parsed("At $n = 1$.")),
            Picture(plot),
            Listing("def f(x):\n    return x < 1", "f(x) = x < 1", parsed("Equal at `n`.")),
        ]
    )
    page = Page(text)
    assert page.faults == []
    assert page.count("mtable") == 1
    assert page.count("svg") >= 1
    assert "<title>A matrix &lt;with&gt; a one.</title>" in text
    assert "A curve goes up." in text
    assert "return x &lt; 1</code></pre>" in text
