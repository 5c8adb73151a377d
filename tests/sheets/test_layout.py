"""What stands on a sheet, in which order, and what each style leaves out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from symderive import Verdict
from symderive.sheets import Document, laid_out, words
from symderive.sheets.blocks import (
    Block,
    Display,
    Head,
    Heading,
    Paragraph,
    Result,
    Table,
    Title,
)
from symderive.sheets.inline import Formula, Inline
from tests.claims.proof_text import BROKEN, PROOFS
from tests.sheets.making import blocks_of, made

NAMED = '''"""Names."""
from symderive import *
n = size("n")
y = define("y", lambda x: exp(x))

@erratum("E-9", outcome="refuted")
def first(x=vector(n)):
    """The first to use the name."""
    return eq(y(x).sum(), 0)

"""Part two."""

@claim("N-1")
def second(x=vector(n)):
    """The second."""
    return eq(y(x).sum(), total(lambda k: exp(x[k]), 1, n))

@claim("N-2")
def third(x=vector(n)):
    """By the second."""
    return calc(2*y(x).sum()).eq(2*total(lambda k: exp(x[k]), 1, n), "twice", by=second)
'''


def plain(sentence: Inline) -> str:
    return "".join(run.latex if isinstance(run, Formula) else run.text for run in sentence)


def kinds(blocks: tuple[Block, ...]) -> list[str]:
    return [type(block).__name__ for block in blocks]


def part(blocks: tuple[Block, ...], number: int) -> list[Block]:
    """The blocks of one claim."""
    found: list[Block] = []
    inside = False
    for block in blocks:
        if isinstance(block, (Head, Table)):
            inside = isinstance(block, Head) and block.number == number
        if inside:
            found.append(block)
    return found


@pytest.fixture(scope="module")
def sums(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return made(tmp_path_factory.mktemp("sheets") / "sums.py", PROOFS)


def test_a_review_shows_everything(sums: Document) -> None:
    blocks = laid_out(sums)
    assert isinstance(blocks[0], Title)
    assert blocks[0].source.endswith("sums.py")
    heads = [block for block in blocks if isinstance(block, Head)]
    assert [head.refs for head in heads] == [("C-1",), ("E-1",), ("C-2",), ("E-3",), ("E-4",)]
    statuses = [block.status for block in blocks if isinstance(block, Result)]
    assert statuses == ["proved", "refuted", "proved", "refuted", "ill-formed", "noted"]


def test_lines_have_marks_and_reasons_with_their_places(sums: Document) -> None:
    chain = part(laid_out(sums), 3)[3]
    assert isinstance(chain, Display)
    assert [row.status for row in chain.rows] == ["proved", "proved"]
    assert [plain(row.reason) for row in chain.rows] == ["a square", "distribute, C-2b"]
    assert [row.left is not None for row in chain.rows] == [True, False]


def test_an_erratum_is_printed_refuted_worked_out_and_right(sums: Document) -> None:
    blocks = part(laid_out(sums), 2)
    texts = [plain(block.text) for block in blocks if isinstance(block, Paragraph)]
    assert texts[0].startswith("Printed, for all ")
    assert texts[1:] == ["With numbers:", "Right (claim 1):"]
    assert kinds(tuple(blocks)) == [
        *("Head", "Paragraph", "Display", "Result", "Paragraph", "Display", "Paragraph", "Display")
    ]
    numbers = blocks[5]
    assert isinstance(numbers, Display)
    assert [row.right.text.split(" = ")[-1] for row in numbers.rows] == ["2", "1"]


def test_a_solution_shows_no_machinery(sums: Document) -> None:
    blocks = laid_out(sums, "solution")
    assert [b.number for b in blocks if isinstance(b, Head)] == [1, 2]
    assert all(not b.name and not b.refs for b in blocks if isinstance(b, Head))
    assert not any(isinstance(block, (Result, Table)) for block in blocks)
    rows = [row for block in blocks if isinstance(block, Display) for row in block.rows]
    assert [row.status for row in rows] == [""] * len(rows)
    assert [plain(row.reason) for row in rows if row.reason] == ["a square", "distribute"]
    title = blocks[0]
    assert isinstance(title, Title)
    assert title.source == ""


def test_a_solution_says_what_is_not_proved(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path / "broken.py", BROKEN, "solution")
    assert [b.status for b in blocks if isinstance(b, Result)] == ["error", "refuted"]


def test_names_are_explained_where_a_style_first_shows_them(tmp_path: Path) -> None:
    document = made(tmp_path / "names.py", NAMED)
    for style, first in (("review", 1), ("solution", 1)):
        told = [
            number
            for number in (1, 2)
            for block in part(laid_out(document, style), number)
            if isinstance(block, Paragraph) and plain(block.text) == "where"
        ]
        assert told == [first]


def test_claims_are_cited_by_the_numbers_of_the_style(tmp_path: Path) -> None:
    document = made(tmp_path / "names.py", NAMED)
    for style, number in (("review", 2), ("solution", 1)):
        blocks = part(laid_out(document, style), number + 1)
        [reason] = [
            plain(row.reason)
            for b in blocks
            if isinstance(b, Display)
            for row in b.rows
            if row.reason
        ]
        assert reason == f"twice, by claim {number}"
        assert [kind for kind in kinds(laid_out(document, style)) if kind == "Heading"] == [
            "Heading"
        ]


def test_headings_stand_in_front_of_the_claims_behind_them(tmp_path: Path) -> None:
    blocks = laid_out(made(tmp_path / "names.py", NAMED), "solution")
    place = next(at for at, block in enumerate(blocks) if isinstance(block, Heading))
    assert isinstance(blocks[place + 1], Head)


def test_tables_at_the_end(sums: Document) -> None:
    *_, errata, trusted = laid_out(sums)
    assert isinstance(errata, Table)
    rows = [[plain(cell) for cell in row] for row in errata.rows]
    assert rows == [
        ["E-1", "2", "The factor is lost.", "refuted at n = 1"],
        ["E-2", "3", "In line 1 of: The square of a sum.", "refuted at n = 1"],
        ["E-3", "4", "A vector on one side, a number on the other.", "ill-formed"],
        ["E-4", "5", "A letter in the wrong font.", "noted"],
    ]
    assert isinstance(trusted, Paragraph)
    told = "Taken on trust: the library ISL, for sets of integers (claims 1, 3)."
    assert plain(trusted.text) == told


def test_two_things_that_are_trusted_stand_in_a_table(sums: Document) -> None:
    first, *others = sums.items
    document = replace(sums, items=(replace(first, trust=("ISL", "a lemma")), *others))
    *_, trusted = laid_out(document)
    assert isinstance(trusted, Table)
    rows = [[plain(cell) for cell in row] for row in trusted.rows]
    assert rows == [["the library ISL, for sets of integers", "1, 3"], ["a lemma", "1"]]


ASKED = '''"""Asked."""
from symderive import *
@claim("A-1", expect="refuted")
def doubled(t=real()):
    """Doubling changes nothing."""
    return eq(2*t, t)
'''


def test_what_is_false_and_no_erratum_is_asked(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path / "asked.py", ASKED)
    texts = [plain(block.text) for block in blocks if isinstance(block, Paragraph)]
    assert texts[0] == r"Asked, for all t \in \mathbb{R}:"


def test_the_cause_of_no_decision_is_for_a_review() -> None:
    found = Verdict("undecided", reason="signs of the terms; no counterexample among 7 points")
    assert plain(words.verdict(found)) == "Neither proved nor refuted: signs of the terms."
    assert plain(words.verdict(found, review=False)) == "Neither proved nor refuted."


def test_a_sheet_without_errata_and_trust_has_no_tables(tmp_path: Path) -> None:
    text = (
        '"""One."""\nfrom symderive import *\n@erratum(outcome="noted")\n'
        'def slip():\n    """A slip."""\n'
    )
    blocks = blocks_of(tmp_path / "one.py", text, "solution")
    assert kinds(blocks) == ["Title"]
