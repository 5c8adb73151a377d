"""Terms, definitions and calculations as blocks of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from symderive.language.limits import Tends
from symderive.language.terms import And, Compare, Number, Statement, Term
from symderive.printing import pieces
from symderive.printing.latex import LatexPrinter
from symderive.printing.names import free_names, latex_name
from symderive.printing.pieces import Piece
from symderive.printing.statements import LATEX, hypotheses, quantifiers
from symderive.printing.tables import LATEX_RELATIONS
from symderive.printing.text import text
from symderive.sheets import words
from symderive.sheets.blocks import Block, Display, Listing, Matrix, Paragraph, Row
from symderive.sheets.code import NoFormulaError, formula_of, listing
from symderive.sheets.document import (
    Line,
    ProgramShown,
    Working,
    WorkingLine,
    is_equivalence,
    sides_of,
)
from symderive.sheets.examples import Example
from symderive.sheets.inline import Formula, listed, sentence

Folded = Mapping[Term, str]

UNDEFINED = "undefined"
MOST_PARTS = 2
SIGN_WIDTH = 1.6


def preamble(statement: Statement, start: str = "For") -> Iterator[Paragraph]:
    """What is quantified over, and the hypotheses."""
    over = listed([(Formula(phrase),) for phrase in quantifiers(statement, LATEX)])
    given = listed([(Formula(phrase),) for phrase in hypotheses(statement, LATEX)])
    told = sentence(f"{start} all ", over) if over else ()
    bare = start.removesuffix(", for").removesuffix("For")
    if not over and bare:
        told = sentence(bare)
    if given:
        told = sentence(told, ", given " if told else "Given ", given)
    if told:
        yield Paragraph(sentence(told, ":"), leads=True)


def definitions(known: Sequence[tuple[str, Term]], folded: Folded) -> Iterator[Block]:
    """The names that the file gives to tensors, each with its formula in terms of earlier ones."""
    equations = tuple(Compare("=", term, term) for _, term in known)
    if known:
        yield from preamble(Statement(And(equations)), "Here, for")
    rows: list[Row] = []
    for place, (name, term) in enumerate(known):
        others = [(other, called) for other, called in folded.items() if called != name]
        printer = LatexPrinter(free_names((term,)) | {name}, dict(others[:place]))
        rows.append(Row(printer.piece(term), printer.name(name), "="))
    if rows:
        yield Display(tuple(rows))


def examples(found: Sequence[Example]) -> Iterator[Block]:
    """The operator matrices at small sizes, those at the same sizes together."""
    for sizes, group in groupby(found, key=lambda example: example.sizes):
        at = words.sizes(dict(sizes))
        yield Paragraph(sentence("At ", at, ":") if at else sentence("Written out:"), leads=True)
        for example in group:
            f = example.factor
            factor = "" if f == 1 else f"\\tfrac{{{f.numerator}}}{{{f.denominator}}} "
            yield Matrix(latex_name(example.name).text, factor, example.entries)


def chain_rows(lines: Sequence[Line], printer: LatexPrinter) -> Iterator[tuple[Line, Row]]:
    """The rows of a chain, each with the line that it shows; the first term stands at the left."""
    left: Piece | None = printer.at_least(lines[0].term, lines[0].level, ())
    for line in lines[1:]:
        sign = LATEX_RELATIONS.get(line.relation, line.relation)
        yield line, Row(printer.at_least(line.term, line.level, ()), left, sign)
        left = None


def program(
    shown: ProgramShown, number: int, folded: Mapping[Term, str], review: bool
) -> Iterator[Block]:
    """A program beside its formula, and what was found where it was run on symbols."""
    printer = LatexPrinter(free_names((shown.left,)), folded)
    at = words.sizes(dict(shown.at))
    where = sentence(" at ", at) if at else ()
    told = sentence("Run on symbols", where, f" it gives the left side of claim {number}")
    if shown.verdict and not review:
        found = sentence(f"The left side of claim {number}.")
    elif shown.verdict:
        found = sentence(told, ", which is proved.")
    else:
        status = words.STATUSES[shown.verdict.status].lower()
        found = sentence(told, f": {status} ", words.verdict(shown.verdict))
    try:
        formula = f"{printer.piece(shown.left).text} = {formula_of(shown.function)}"
    except NoFormulaError as error:
        formula = ""
        found = sentence(found, f" There is no formula: {error}.") if review else found
    yield Listing(listing(shown.function), formula, found)


def condition_rows(condition: Term, printer: LatexPrinter) -> Iterator[Row]:
    """A condition as rows: a relation with its two sides, several one below the other."""
    if isinstance(condition, (Compare, Tends)) or is_equivalence(condition):
        left, relation, right = sides_of(condition)
        for _, row in chain_rows((Line("", left), Line(relation, right)), printer):
            yield row
    elif isinstance(condition, And):
        for part in condition.conditions:
            if isinstance(part, Compare):
                yield from condition_rows(part, printer)
            else:
                yield Row(printer.piece(part))
    else:
        yield Row(printer.piece(condition))


def calculation(workings: Iterable[Working]) -> Iterator[Row]:
    """Both sides at a counterexample, with numbers: a row for each part, from term to value.

    Of a long calculation the last parts are shown; what both sides share is shown once.
    """
    shown: dict[str, Row] = {}
    for working in workings:
        printer = LatexPrinter(free_names([line.term for line in working.lines]))
        parts: dict[str, Row] = {}
        for row in (row for line in working.lines for row in _worked(line, printer)):
            name = row.left.text if row.left is not None else row.right.text
            # Of two rows for one thing, which differ in how it was meant, the longer one says more.
            known = parts.pop(name, row)
            parts[name] = max(known, row, key=lambda one: one.right.width)
        for name in list(parts)[-MOST_PARTS:]:
            shown.setdefault(name, parts[name])
    yield from shown.values()


def _worked(line: WorkingLine, printer: LatexPrinter) -> Iterator[Row]:
    """One part of a calculation, from its term to its value; nothing for a bare number."""
    if isinstance(line.term, Number):
        return
    left = printer.at_least(line.term, pieces.LOOSE, ())
    if line.value.startswith(UNDEFINED):
        yield Row(left, reason=words.told(line.value))
        return
    forms = [printer.at_least(form, pieces.LOOSE, ()) for form in line.forms[:-1]]
    printer.calculating = True
    forms += [printer.at_least(form, pieces.LOOSE, ()) for form in line.forms[-1:]]
    printer.calculating = False
    told = {left.text, _value(line.value).text}
    plain = {line.value, f"({line.value})"}
    kept = [
        form
        for form, term in zip(forms, line.forms, strict=True)
        if form.text not in told and text(term) not in plain
    ]
    if kept or text(line.term) not in plain:
        yield Row(_equal([*kept, _value(line.value)]), left, "=")


def _equal(forms: Sequence[Piece]) -> Piece:
    """Forms of one thing with signs of equality between them; a line may end before each sign."""
    return Piece(
        " = ".join(form.text for form in forms),
        pieces.COMPARE,
        width=sum(form.width + SIGN_WIDTH for form in forms),
        segments=pieces.joined(forms, " = ", 0),
    )


def _value(told: str) -> Piece:
    """The value of a part of a calculation."""
    runs = [
        run.latex if isinstance(run, Formula) else f"\\text{{{run.text}}}"
        for run in words.value(told)
    ]
    return Piece("".join(runs), width=pieces.LETTER * len(told))
