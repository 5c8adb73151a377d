"""A sheet laid out: from the document to the blocks that every renderer shows.

Two styles: a review shows everything; a solution shows what is right, with the reasons, and none
of the machinery that knows it, unless something on it is not proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from symderive.claims.claim import ERRATUM, PRINTED, PROGRAM
from symderive.language.terms import Term
from symderive.printing.latex import LatexPrinter
from symderive.printing.names import free_names
from symderive.results import Verdict
from symderive.results.verdict import PROVED, REFUTED
from symderive.sheets import words
from symderive.sheets.blocks import (
    Block,
    Display,
    Head,
    Heading,
    Paragraph,
    Picture,
    Result,
    Row,
    Title,
)
from symderive.sheets.document import Document, Item, Line, Mistake
from symderive.sheets.inline import Inline, listed, paragraphs, parsed, sentence
from symderive.sheets.naming import explained
from symderive.sheets.passages import (
    calculation,
    chain_rows,
    condition_rows,
    definitions,
    examples,
    preamble,
    program,
)
from symderive.sheets.summaries import summaries

REVIEW, SOLUTION = "review", "solution"
STYLES = (REVIEW, SOLUTION)
# What is right is repeated below an erratum unless it is longer: rows, and em of one of them.
FEW_ROWS, LONG_ROW = 3, 60.0


def laid_out(document: Document, style: str = REVIEW) -> tuple[Block, ...]:
    """The blocks of a sheet in one of the ``STYLES``."""
    return tuple(_Layout(document, style == REVIEW).blocks())


@dataclass(frozen=True)
class _Layout:
    """One sheet in one style; ``review`` says whether the machinery is shown."""

    document: Document
    review: bool
    known: set[str] = field(default_factory=set)

    @property
    def items(self) -> list[Item]:
        """The items that this style shows."""
        return [item for item in self.document.items if self.review or item.kind != ERRATUM]

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each item, by its name."""
        return {item.name: number for number, item in enumerate(self.items, 1)}

    @property
    def folded(self) -> Mapping[Term, str]:
        """The tensors to which the file gives names."""
        return {term: name for name, term in self.document.definitions}

    def blocks(self) -> Iterator[Block]:
        """Everything from the title to the tables at the end."""
        document, numbers = self.document, self.numbers
        yield Title(parsed(document.title), document.source if self.review else "")
        yield from map(Paragraph, paragraphs(document.introduction))
        yield from definitions(document.definitions, self.folded)
        yield from examples(document.examples)
        yield from self.programs()
        waiting: list[Block] = []
        for item in document.items:
            for section in item.headings:
                waiting.append(Heading(parsed(section.title)))
                waiting += map(Paragraph, paragraphs(section.text))
            if item.name in numbers:
                yield from waiting
                waiting = []
                yield from self.item(item)
        if self.review:
            yield from summaries(document, numbers)

    def programs(self) -> Iterator[Block]:
        """The programs that claims name, each as a listing and as a formula."""
        shown = [item for item in self.items if item.program is not None]
        if shown:
            yield Heading(sentence("Programs"))
        for item in shown:
            assert item.program is not None
            number = self.numbers[item.name]
            yield from program(item.program, number, self.folded, self.review)

    def item(self, item: Item) -> Iterator[Block]:
        """A claim or an erratum."""
        name, refs = (item.name, item.refs) if self.review else ("", ())
        yield Head(self.numbers[item.name], parsed(item.title), name, refs)
        yield from map(Paragraph, paragraphs(item.remark))
        printer = LatexPrinter(free_names(item.terms), self.folded)
        if item.statement is not None:
            start = "Printed, for" if item.kind == ERRATUM else "For"
            if item.kind != ERRATUM and item.outcome.expect == REFUTED:
                start = "Asked, for"
            yield from preamble(item.about or item.statement, start)
            if item.rows:
                yield Display(tuple(self.chain(item.rows, printer)))
            else:
                yield Display(tuple(condition_rows(item.statement.claim, printer)))
            yield from self.where(item, printer)
        if item.figure is not None:
            yield Picture(item.figure, parsed(item.figure.caption))
        if self.review or item.outcome.status != PROVED:
            yield self.result(item)
        if self.review:
            yield from self.counterexample(item, item.verdict)
            for mistake in item.mistakes:
                yield from self.mistake(item, mistake, printer)
            yield from self.right(item)

    def chain(self, lines: Sequence[Line], printer: LatexPrinter) -> Iterator[Row]:
        """The rows of a chain with their reasons and, in a review, their marks."""
        for line, row in chain_rows(lines, printer):
            status = line.verdict.status if line.verdict is not None else ""
            shown = status if self.review or status != PROVED else ""
            yield replace(row, reason=self.reason(line), status=shown)

    def reason(self, line: Line) -> Inline:
        """Why a line holds; in a review also where it stands in the source."""
        parts = [parsed(line.reason)] if line.reason else []
        if line.by:
            parts.append(sentence(f"by {', '.join(map(self.label, line.by))}"))
        if line.ref and self.review:
            parts.append(sentence(line.ref))
        return listed(parts)

    def label(self, name: str) -> str:
        """How a cited claim is called: by its number where it stands on the same sheet."""
        return f"claim {self.numbers[name]}" if name in self.numbers else name

    def where(self, item: Item, printer: LatexPrinter) -> Iterator[Block]:
        """What the names stand for that the item is the first to use."""
        rows = [
            row
            for equation in explained(item.terms, self.known)
            for row in condition_rows(equation, printer)
        ]
        if rows:
            yield Paragraph(sentence("where"), leads=True)
            yield Display(tuple(rows))

    def result(self, item: Item) -> Result:
        """The verdict of an item with everything a reader needs to judge it."""
        outcome = item.outcome
        text: Inline = ()
        if outcome.error:
            text = words.error(outcome)
        elif item.rows:
            decided = [(n, row.verdict) for n, row in enumerate(item.rows)]
            told = [
                sentence(f"Line {number} {verdict.status}: ", words.verdict(verdict))
                for number, verdict in decided
                if verdict is not None and not verdict
            ]
            text = listed(told, " ")
        elif item.verdict is not None:
            text = words.verdict(item.verdict, self.review)
        expected = "" if outcome.as_expected else outcome.expect
        return Result(outcome.status, text, _checked(item) if self.review else (), expected)

    def counterexample(self, item: Item, verdict: Verdict | None) -> Iterator[Block]:
        """Both sides of a refuted statement at its counterexample, with numbers."""
        rows = tuple(calculation(item.worked_out(verdict))) if verdict is not None else ()
        if rows:
            yield Paragraph(sentence("With numbers:"), leads=True)
            yield Display(rows)

    def mistake(self, item: Item, mistake: Mistake, printer: LatexPrinter) -> Iterator[Block]:
        """What the source printed in place of a line, and why that is wrong."""
        name = f" ({mistake.erratum})" if mistake.erratum else ""
        yield Paragraph(sentence(f"Printed in place of line {mistake.number}{name}:"), leads=True)
        yield Display(tuple(condition_rows(mistake.condition, printer)))
        if mistake.verdict is not None:
            yield Result(mistake.verdict.status, words.verdict(mistake.verdict))
            yield from self.counterexample(item, mistake.verdict)

    def right(self, item: Item) -> Iterator[Block]:
        """The statement of the claim that corrects an erratum."""
        if item.right is None:
            return
        number = self.numbers.get(item.right_name)
        printer = LatexPrinter(free_names((item.right,)), self.folded)
        rows = tuple(condition_rows(item.right.claim, printer))
        if number and (len(rows) > FEW_ROWS or any(map(_is_long, rows))):
            yield Paragraph(sentence(f"Right: claim {number}."))
            return
        yield Paragraph(sentence(f"Right (claim {number}):" if number else "Right:"), leads=True)
        yield Display(rows)


def _is_long(row: Row) -> bool:
    """Whether a row takes more than a line or two."""
    return row.right.width + (row.left.width if row.left is not None else 0.0) > LONG_ROW


def _checked(item: Item) -> Inline:
    """At which sizes all lines were found to agree in floats; nothing where one was not.

    Of what is refuted it would say no more than that the counterexample is rare.
    """
    if item.outcome.status == REFUTED:
        return ()
    lines = [line for line in item.outcome.lines if line.role not in (PRINTED, PROGRAM)]
    seen = [line.evidence for line in lines]
    passed = [evidence for evidence in seen if evidence]
    return words.checked(passed[0]) if passed and len(passed) == len(seen) else ()
