"""The sheet as data: what a proof file claims beside what was decided, in no output format.

Formulas are the terms that were decided, so that a sheet can show nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from symderive.claims import Claim, ProofFile, Section
from symderive.claims.claim import PRINTED, PROGRAM, STEP
from symderive.errors import ClaimError, SymderiveError
from symderive.language import connections
from symderive.language.binding import instantiate
from symderive.language.limits import Tends
from symderive.language.terms import REAL, Compare, Statement, Symbol, Term, is_condition
from symderive.printing import pieces
from symderive.printing.latex import LatexPrinter
from symderive.printing.limits import arrow
from symderive.printing.names import free_names
from symderive.printing.tables import LATEX_ARROWS
from symderive.results import ClaimOutcome, Verdict
from symderive.sheets.examples import Example, examples_of
from symderive.sheets.figures import Figure, figure_of


class WorkingLine(Protocol):
    """A term, what it is when written out (several forms of it), and its value as text."""

    @property
    def term(self) -> Term:
        """What is calculated."""

    @property
    def forms(self) -> tuple[Term, ...]:
        """How it is calculated."""

    @property
    def value(self) -> str:
        """What it is, or why it is nothing."""


class Working(Protocol):
    """The calculation of one side at a counterexample: its parts first, the side itself last."""

    @property
    def side(self) -> str:
        """Left or right."""

    @property
    def lines(self) -> Sequence[WorkingLine]:
        """The parts of the calculation."""


WorkedOut = Callable[[Verdict], Sequence[Working]]


def not_worked_out(verdict: Verdict) -> Sequence[Working]:
    """No calculation."""
    return ()


@dataclass(frozen=True)
class Line:
    """One line of a chain: its relation to the row before, its term, the reason, its verdict.

    The relation of a limit is an arrow, in LaTeX already, and so are those of conditions.
    """

    relation: str
    term: Term
    reason: str = ""
    ref: str = ""
    by: tuple[str, ...] = ()
    verdict: Verdict | None = None

    @property
    def level(self) -> int:
        """How strongly the term must bind beside its relation."""
        if not is_condition(self.term):
            return pieces.LOOSE
        connected = connections.sides_of(self.term) is not None
        return pieces.OR if connected or not self.relation else pieces.IMPLIES


@dataclass(frozen=True)
class Mistake:
    """What a source printed in place of row ``number``, as the condition that was refuted."""

    number: int
    condition: Term
    erratum: str
    verdict: Verdict | None


@dataclass(frozen=True)
class ProgramShown:
    """A program that gives the left side of a claim: the function, that side, where it was run."""

    function: Callable[..., Any]
    left: Term
    at: tuple[tuple[str, int], ...]
    verdict: Verdict


@dataclass(frozen=True)
class Item:
    """A claim or an erratum on the sheet.

    ``statement`` is what it says as a whole, ``rows`` the chain if it is one. ``right`` is the
    statement of the claim that corrects an erratum, which is called ``right_name``. ``headings``
    stand in front of it, and ``about`` is the statement with all variables of a chain that has a
    limit. ``worked_out`` gives the calculations of a counterexample. ``not_drawn`` says why a
    picture that is asked for could not be drawn.
    """

    name: str
    title: str
    remark: str
    kind: str
    refs: tuple[str, ...]
    outcome: ClaimOutcome
    statement: Statement | None = None
    rows: tuple[Line, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    right: Statement | None = None
    right_name: str = ""
    trust: tuple[str, ...] = ()
    headings: tuple[Section, ...] = ()
    about: Statement | None = None
    figure: Figure | None = None
    program: ProgramShown | None = None
    not_drawn: str = ""
    worked_out: WorkedOut = not_worked_out

    @property
    def terms(self) -> list[Term]:
        """Every term that is shown for it, but for the claim that corrects it."""
        whole = [self.statement] if self.statement is not None else []
        return [*whole, *(row.term for row in self.rows), *(m.condition for m in self.mistakes)]

    @property
    def verdict(self) -> Verdict | None:
        """The verdict of a claim in one piece; None for a chain, and where nothing is decided."""
        lines = [line for line in self.outcome.lines if line.role not in (PRINTED, PROGRAM)]
        return lines[0].verdict if len(lines) == 1 and not self.rows else None


@dataclass(frozen=True)
class Document:
    """A sheet: title and introduction of a proof file, the names it gives, its items in order."""

    name: str
    source: str
    title: str
    introduction: str
    items: tuple[Item, ...]
    definitions: tuple[tuple[str, Term], ...] = ()
    examples: tuple[Example, ...] = ()


def document_of(
    file: ProofFile,
    outcomes: Mapping[str, ClaimOutcome],
    worked_out: WorkedOut = not_worked_out,
) -> Document:
    """The sheet of a proof file.

    ``outcomes`` gives what became of each claim, by its name, and ``worked_out`` the calculations
    at the counterexample of a verdict.
    """
    headings = _headings(file)
    items = []
    for claim in file.claims:
        item = replace(_item(claim, outcomes), headings=headings.get(claim.name, ()))
        items.append(_drawn(replace(item, worked_out=worked_out), claim, file))
    source = items[0].outcome.file if items else file.path.as_posix()
    return Document(
        file.name,
        source,
        file.title,
        file.introduction,
        tuple(items),
        file.definitions,
        examples_of(file.definitions, dict(file.example)),
    )


def _drawn(item: Item, claim: Claim, file: ProofFile) -> Item:
    """The item with its picture, or why there is none."""
    if item.statement is None:
        return item
    try:
        return replace(item, figure=figure_of(claim, item.outcome, file.folded, file.name))
    except ClaimError as error:
        return replace(item, not_drawn=str(error))


def _headings(file: ProofFile) -> dict[str, tuple[Section, ...]]:
    """The headings in front of each claim, those of the claims before it left out."""
    found: dict[str, tuple[Section, ...]] = {}
    before = 0
    for claim in file.claims:
        between = [s for s in file.sections if before < s.line < claim.line]
        found[claim.name] = tuple(between)
        before = claim.line
    return found


def _item(claim: Claim, outcomes: Mapping[str, ClaimOutcome]) -> Item:
    outcome = outcomes[claim.name]
    corrected = claim.corrected_by
    # A claim without lines could not be written out, and perhaps never ends if one tries again.
    if corrected is not None and corrected.name in outcomes and not outcomes[corrected.name].lines:
        corrected = None
    statement, rows, mistakes = _contents(claim, outcome)
    trusted = dict.fromkeys(name for line in outcome.lines for name in line.verdict.trust)
    return Item(
        claim.name,
        claim.title,
        claim.remark,
        claim.kind,
        claim.refs,
        outcome,
        statement,
        rows,
        mistakes,
        whole(corrected) if corrected is not None else None,
        corrected.name if corrected is not None else "",
        tuple(trusted),
        about=claim.written.about if statement is not None else None,
        program=_program(claim, outcome) if statement is not None else None,
    )


def _program(claim: Claim, outcome: ClaimOutcome) -> ProgramShown | None:
    """The program of a claim beside what was decided about it."""
    decided = [line.verdict for line in outcome.lines if line.role == PROGRAM]
    first = claim.written.lines[0].statement.claim
    if claim.program is None or not decided:
        return None
    assert isinstance(first, Compare)
    return ProgramShown(claim.program.function, first.left, claim.program.at, decided[0])


def _contents(
    claim: Claim, outcome: ClaimOutcome
) -> tuple[Statement | None, tuple[Line, ...], tuple[Mistake, ...]]:
    """The statement, the rows and the mistakes; nothing where the claim cannot be written out."""
    statement = whole(claim) if outcome.lines else None
    if statement is None:
        return None, (), ()
    rows: list[Line] = []
    mistakes: list[Mistake] = []
    for line, decided in zip(claim.written.lines, outcome.lines, strict=True):
        condition = line.statement.claim
        if line.role == PRINTED:
            mistakes.append(Mistake(line.number, condition, line.erratum, decided.verdict))
        elif line.role == STEP:
            left, relation, right = sides_of(condition)
            if not rows:
                rows.append(Line("", left))
            rows.append(
                Line(
                    relation,
                    right,
                    line.reason,
                    line.ref,
                    line.by,
                    decided.verdict,
                )
            )
    return statement, tuple(rows), tuple(mistakes)


def is_equivalence(condition: Term) -> bool:
    """Whether a condition is shown as an equivalence."""
    found = connections.sides_of(condition)
    return found is not None and found[1] == connections.IFF


def sides_of(condition: Term) -> tuple[Term, str, Term]:
    """Both sides of a line of a chain with the relation, or the arrow, between them."""
    if isinstance(condition, Tends):
        moving = Symbol(condition.name, REAL)
        printer = LatexPrinter(free_names((condition,)))
        body = instantiate(condition.body, (moving,))
        return body, arrow(printer, condition).text, condition.limit
    found = connections.sides_of(condition)
    if found is not None:
        return found[0], LATEX_ARROWS[found[1]], found[2]
    assert isinstance(condition, Compare)
    return condition.left, condition.relation, condition.right


def whole(claim: Claim) -> Statement | None:
    """What a claim says as a whole: of a chain, how its ends are related. None if ill-formed."""
    try:
        return claim.written.whole
    except SymderiveError:
        return None
