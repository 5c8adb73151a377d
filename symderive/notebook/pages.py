"""Answers, claims and chains as HTML: verdicts open to their steps, reasons stand in a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import singledispatch
from html import escape

from symderive.claims.calculation import Calculation, Link
from symderive.claims.claim import PRINTED, PROGRAM, STEP, Claim, Line
from symderive.claims.pictures import Cells, Curves, Staircase
from symderive.decide import worked_out
from symderive.errors import SymderiveError
from symderive.explaining import Explanation, Passage, with_term
from symderive.language.limits import Tends
from symderive.language.naming import Named
from symderive.language.terms import Compare, Number, Statement, Term
from symderive.notebook.markup import (
    BAD,
    COLOURS,
    aligned,
    formula,
    opening,
    paragraph,
    prose,
    quiet,
    status_word,
    words,
)
from symderive.printing import latex
from symderive.printing.statements import LATEX, hypotheses, quantifiers
from symderive.printing.tables import LATEX_ARROWS, LATEX_RELATIONS
from symderive.results import Evidence, Step, Verdict
from symderive.results.evidence import FAILED, PASSED
from symderive.sheets.html_text import inline
from symderive.sheets.words import value
from symderive.sheets.words import verdict as behind_the_word

SIGNS = LATEX_RELATIONS | LATEX_ARROWS
CHAIN = "rlll"


@singledispatch
def html_display(shown: object) -> str | None:
    """The object as HTML; None for what its formula says already."""
    return None


@html_display.register
def _verdict(shown: Verdict) -> str:
    """The statement and the verdict in one line, which opens to the grounds."""
    passage = Passage(with_term(shown))
    statement = passage.statement
    claim = f"{formula(latex(statement.claim))}&ensp;" if statement is not None else ""
    grounds = [*over(statement, end="."), *grounds_of(passage)]
    return opening(f"{claim}{headline(shown)}", grounds)


def headline(verdict: Verdict) -> str:
    """The verdict in one line."""
    told = inline(behind_the_word(with_term(verdict))) if verdict.status != "proved" else ""
    if verdict.status == "proved" and verdict.scope:
        told = f"for {words(verdict.scope)}"
    return f"{status_word(verdict.status)} {told}".strip()


def over(statement: Statement | None, start: str = "For all", end: str = ":") -> Iterator[str]:
    """For which values, and under which hypotheses."""
    if statement is None:
        return
    variables = ", ".join(map(formula, quantifiers(statement, LATEX)))
    given = ", ".join(map(formula, hypotheses(statement, LATEX)))
    told = f"{start} {variables}" if variables else ""
    if given:
        told = f"{told}, given {given}" if told else f"Given {given}"
    yield paragraph(f"{told}{end}" if told else "")


def grounds_of(passage: Passage) -> Iterator[str]:
    """Why it holds or fails: steps, the counterexample worked out, what is trusted."""
    verdict = passage.verdict
    if verdict.steps:
        items = "".join(f"<li>{_step(step)}</li>" for step in verdict.steps)
        yield f"<ol>{items}</ol>"
    for working in worked_out(verdict):
        rows = [list(_working(line.term, line.forms, line.value)) for line in working.lines]
        yield paragraph(f"{working.side.capitalize()} side:") + aligned(rows, "rl")
    if verdict.trust:
        yield paragraph(quiet(f"Trusting {escape(', '.join(verdict.trust))}."))
    if passage.evidence is not None:
        yield paragraph(quiet(f"In floats: {_evidence(passage.evidence)}."))


def _working(term: Term, forms: Sequence[Term], result: str) -> tuple[str, str]:
    """A part of a calculation and what it is, up to its value."""
    told = inline(value(result))
    if result.startswith("undefined"):
        return formula(latex(term), display=True), told
    if isinstance(term, Number):
        return told, ""
    steps = "".join(f"{formula(f'= {latex(form)}')} " for form in forms)
    return formula(latex(term)), f"{steps}{formula('=')} {told}"


@html_display.register
def _explanation(shown: Explanation) -> str:
    parts = [paragraph(f"<b>{prose(line)}</b>") for line in shown.title.splitlines()[:1]]
    parts += [paragraph(quiet(escape(line))) for line in shown.title.splitlines()[1:]]
    for before, passage in shown.pairs():
        where = passage.says_where(before)
        told = ", ".join(part for part in (escape(passage.heading), prose(passage.reason)) if part)
        parts.append(paragraph(f"<i>{told}</i>" if told else ""))
        statement = passage.statement
        if statement is not None:
            parts += over(statement) if where else []
            shown_claim = latex(statement.claim, folded=passage.folded)
            parts.append(paragraph(formula(shown_claim, display=True)))
        said = headline(passage.verdict) if where else _briefly(passage, before)
        parts.append(opening(said, grounds_of(passage)))
    parts += [paragraph(escape(line)) for line in shown.ending.splitlines() if line]
    return "".join(parts)


def _briefly(passage: Passage, before: Passage | None) -> str:
    """The verdict, without the scope where the passage before has said it."""
    verdict = passage.verdict
    same = passage.headline(before) != verdict.headline
    return status_word(verdict.status) if same else headline(verdict)


@html_display.register
def _claim(shown: Claim) -> str:
    """The claim as it stands, nothing of it decided."""
    refs = quiet(f"&ensp;{escape(', '.join(shown.refs))}") if shown.refs else ""
    title = paragraph(f"<b>{prose(shown.title)}</b>{refs}")
    try:
        written = shown.written
    except SymderiveError as error:
        told = f'<b style="color:{BAD}">Ill-formed</b> {escape(str(error))}'
        return title + paragraph(told, style="white-space:pre-wrap")
    lines = [line for line in written.lines if line.role != PROGRAM]
    rows = [row for line in lines for row in _line(line, first=line is lines[0])]
    printed = "Printed, for all" if shown.kind != "claim" else "For all"
    return "".join([title, *over(written.about, printed), aligned(rows, CHAIN)])


def _line(line: Line, first: bool) -> Iterator[list[str]]:
    """One line of a claim as a row; a printed mistake says so."""
    claim = line.statement.claim
    if line.role == PRINTED:
        name = f" ({escape(line.erratum)})" if line.erratum else ""
        yield ["", *_row(claim, left=False)[1:], quiet(f"as printed{name}, which is wrong")]
    elif line.role == STEP:
        yield [*_row(claim, left=first), quiet(prose(line.reason))]
    else:
        yield [*_row(claim, left=True), quiet(prose(line.reason))]


def _row(claim: Term, left: bool) -> list[str]:
    """Left side, relation, right side; what has no two sides stands in the middle."""
    if isinstance(claim, Compare):
        sides = [formula(latex(side), display=True) for side in (claim.left, claim.right)]
        return [sides[0] if left else "", formula(SIGNS[claim.relation]), sides[1]]
    return ["", "", formula(latex(claim), display=True)]


@html_display.register
def _calculation(shown: Calculation) -> str:
    rows = [
        _link(link, shown.first if place == 0 else None) for place, link in enumerate(shown.links)
    ]
    if not rows:
        return formula(latex(shown.first), display=True)
    return aligned(rows, CHAIN)


def _link(link: Link, first: Term | None) -> list[str]:
    """A line of a chain; the first one has its left side."""
    reason = quiet(prose(link.reason))
    if isinstance(link.claim, Tends):
        return ["", "", formula(latex(link.claim), display=True), reason]
    left = "" if first is None else formula(latex(first), display=True)
    return [left, formula(SIGNS[link.relation]), formula(latex(link.term), display=True), reason]


@html_display.register
def _named(shown: Named) -> None:
    return None


@html_display.register
def _evidence(shown: Evidence) -> str:
    colours = {PASSED: COLOURS["proved"], FAILED: COLOURS["refuted"]}
    colour = colours.get(shown.outcome, COLOURS["undecided"])
    rest = str(shown).removeprefix(shown.outcome)
    return f'<b style="color:{colour}">{shown.outcome}</b>{escape(rest, quote=False)}'


@html_display.register
def _step(shown: Step) -> str:
    formal = (
        f"<code>{escape(shown.formula)}</code>" if shown.rule != "conclusion" else shown.formula
    )
    said = f": {formal}" if shown.formula else ""
    detail = f" {quiet(f'({words(shown.detail)})')}" if shown.detail else ""
    return f"{escape(shown.rule)}{said}{detail}"


@html_display.register
def _picture(shown: Cells | Curves | Staircase) -> str | None:
    from symderive.notebook.pictures import picture

    found = picture(shown)
    # Its letters are dark, and so it brings its paper along.
    return found and f'<div style="background:#fff;color:#000;padding:.5em">{found}</div>'
