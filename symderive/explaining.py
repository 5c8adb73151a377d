"""Verdicts explained: what was claimed, for which values, and why it holds or fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from symderive import runner
from symderive.claims import Claim
from symderive.decide import PROOF_SECONDS, prove, worked_out
from symderive.display import Displayed
from symderive.language.serial import from_json
from symderive.language.terms import Number, Statement, Term
from symderive.printing import text
from symderive.printing.statements import TEXT, hypotheses, quantifiers
from symderive.prose import plain
from symderive.results import ClaimOutcome, Evidence, Verdict
from symderive.results.verdict import PROVED

INDENT = "  "
LINE, PRINTED, PROGRAM = "line", "printed", "program"


@dataclass(frozen=True)
class Passage:
    """One statement with its verdict; ``heading`` says which line of a claim it is."""

    verdict: Verdict
    heading: str = ""
    reason: str = ""
    folded: Mapping[Term, str] | None = None
    evidence: Evidence | None = None

    @property
    def statement(self) -> Statement | None:
        """The statement as a term."""
        found = self.verdict.statement
        return found if isinstance(found, Statement) else None

    def says_where(self, before: Passage | None) -> bool:
        """Whether to say for which values: the lines of a chain hold for the same ones."""
        if before is None or before.statement is None or self.statement is None:
            return True
        here, there = self.statement, before.statement
        return here.given != there.given or quantifiers(here, TEXT) != quantifiers(there, TEXT)

    def headline(self, before: Passage | None) -> str:
        """The verdict in one line, without what the passage before has said."""
        same = not self.says_where(before) and before and before.verdict.scope == self.verdict.scope
        return "Proved" if same and self.verdict.status == PROVED else self.verdict.headline

    def rows(self, before: Passage | None = None) -> Iterator[tuple[int, str]]:
        """The lines of the explanation as plain text, each with its depth."""
        statement = self.statement
        if statement is not None:
            shown = text(statement.claim, folded=self.folded)
            yield 0, f"{self.heading}: {shown}" if self.heading else shown
            over = "; ".join(quantifiers(statement, TEXT))
            given = "; ".join(hypotheses(statement, TEXT))
            if over and self.says_where(before):
                yield 1, f"for all {over}"
            if given and self.says_where(before):
                yield 1, f"given {given}"
        elif self.heading:
            yield 0, self.heading
        if self.reason:
            yield 1, f"because: {plain(self.reason)}"
        yield 1, self.headline(before)
        for number, step in enumerate(self.verdict.steps, 1):
            yield 2, f"{number}. {step}"
        yield from self._workings()
        for condition, verdict in self.verdict.repaired:
            yield 1, f"under {condition}: {verdict.headline}"
        if self.verdict.trust:
            yield 1, f"trusting {', '.join(self.verdict.trust)}"
        if self.evidence is not None:
            yield 1, f"in floats: {self.evidence}"

    def _workings(self) -> Iterator[tuple[int, str]]:
        for working in worked_out(self.verdict):
            yield 2, f"{working.side} side"
            for line in working.lines:
                forms = [text(form) for form in (line.term, *line.forms)]
                forms = [] if isinstance(line.term, Number) else forms
                yield 3, " = ".join([*forms, line.value])


@dataclass(frozen=True, repr=False)
class Explanation(Displayed):
    """What :func:`explain` returns; it shows itself in a terminal and in a notebook."""

    passages: tuple[Passage, ...]
    title: str = ""
    ending: str = ""

    def __str__(self) -> str:
        parts = [plain(self.title)] if self.title else []
        for before, passage in self.pairs():
            if parts:
                parts.append("")
            parts += [f"{INDENT * depth}{row}" for depth, row in passage.rows(before)]
        if self.ending:
            parts += ["", self.ending]
        return "\n".join(parts)

    def pairs(self) -> Iterator[tuple[Passage | None, Passage]]:
        """Each passage with the one before it."""
        return zip((None, *self.passages), self.passages, strict=False)

    def __repr__(self) -> str:
        return str(self)


def explain(
    subject: Any,
    right: Any = None,
    given: Any = (),
    budget: float = PROOF_SECONDS,
    folded: Mapping[Term, str] | None = None,
) -> Explanation:
    """Why a statement holds or fails: the steps of its proof, or its counterexample worked out.

    The subject is a verdict, a claim of a proof file, or what :func:`symderive.prove` takes, which
    is then decided with ``right``, ``given`` and ``budget``. ``folded`` gives names to terms.

    >>> from sympy import Symbol
    >>> x = Symbol("x", real=True)
    >>> print(explain(x**2, x))
    x^2 = x
      for all x in R
      Refuted at x = -1: left 1, right -1
        left side
          x^2 = (-1)^2 = 1
        right side
          x = -1

    Raises:
        IllFormed: for what has no meaning at any size.
    """
    if isinstance(subject, Claim):
        return of_claim(subject, runner.decide(subject, folded), folded)
    verdict = subject if isinstance(subject, Verdict) else prove(subject, right, given, budget)
    return Explanation((Passage(with_term(verdict), folded=folded),))


def of_claim(
    claim: Claim, outcome: ClaimOutcome, folded: Mapping[Term, str] | None = None
) -> Explanation:
    """All lines of a claim that has been decided, and what was expected of it."""
    title = f"{outcome.title}\n{outcome.file}::{outcome.name} (line {outcome.line})"
    if outcome.refs:
        title += f"\n{', '.join(outcome.refs)}"
    passages = []
    reasons = [line.reason for line in claim.written.lines] if outcome.lines else []
    for line, reason in zip(outcome.lines, reasons, strict=True):
        places = {
            LINE: f"line {line.number}",
            PRINTED: f"printed in place of line {line.number}",
            PROGRAM: "the program",
        }
        heading = places.get(line.role, "claim")
        name = line.ref or line.erratum
        heading += f" ({name})" if name else ""
        verdict = with_term(line.verdict)
        passages.append(Passage(verdict, heading, reason, folded, line.evidence))
    wanted = "" if outcome.as_expected else f", expected {outcome.expect}"
    ending = f"{outcome.status}{wanted} in {outcome.seconds:.2f} s"
    if outcome.error:
        ending = f"{outcome.error}\n\n{ending}"
    return Explanation(tuple(passages), title, ending)


def with_term(verdict: Verdict) -> Verdict:
    """The verdict with its statement as a term, if it was read from a file."""
    if isinstance(verdict.statement, Mapping):
        return replace(verdict, statement=from_json(verdict.statement), steps=verdict.steps)
    return verdict
